/* Charts: what stands in them is escaped, the figures add up, nothing at all draws too. */
#include "base/tap.h"
#include "web/chart.h"

enum { ARENA_MAX = 4 * 1024 * 1024 };

static size_t count(struct str s, struct str part)
{
    size_t n = 0;
    for (size_t at = 0; (at = str_find(s, part, at)) != SIZE_MAX; at += part.len)
        n++;
    return n;
}

static struct arena *arena;

static void bars_are_escaped_and_add_up(void)
{
    const struct chart_bar bars[] = {
        {STR("<b>\"&"), {3, 0, 1}},
        {STR("空"), {0, 0, 0}},
    };
    struct str svg = chart_bars(arena, STR("a\"b"), bars, 2).text;
    OK(str_has(svg, STR("&lt;b&gt;&quot;&amp;")), "a label is escaped");
    OK(str_has(svg, STR("aria-label=\"a&quot;b\"")), "the title is escaped in its attribute");
    OK(count(svg, STR("<rect")) == 2, "parts of nothing are not drawn");
    OK(str_has(svg, STR(">4</text>")) && str_has(svg, STR(">0</text>")), "sums stand behind");
    svg = chart_bars(arena, STR("x"), bars, 0).text;
    OK(str_starts(svg, STR("<svg")) && str_ends(svg, STR("</svg>")), "no bars, still a chart");
}

static void lines_fit_their_scale(void)
{
    const struct chart_period one[] = {{202611, 0, 0}};
    struct chart_period many[12];
    for (int i = 0; i < 12; i++)
        many[i] = (struct chart_period){202600 + i + 1, i * 7, i};
    struct str svg = chart_lines(arena, STR("x"), one, 1).text;
    OK(!str_has(svg, STR("nan")) && !str_has(svg, STR("inf")), "one period divides by nothing");
    svg = chart_lines(arena, STR("x"), many, 12).text;
    OK(count(svg, STR("<circle")) == 24, "a point for each value");
    OK(str_has(svg, STR(">100</text>")), "77 is drawn on a scale to 100");
}

static void sparks_have_gaps(void)
{
    const double gap[] = {-1, 0.5, -1, 0.7, 0.9}, flat[] = {1, 1, 1};
    struct str svg = chart_spark(arena, gap, 5).text;
    OK(count(svg, STR("M")) == 2, "a gap lifts the pen");
    svg = chart_spark(arena, flat, 3).text;
    OK(!str_has(svg, STR("nan")) && str_has(svg, STR("16.0")), "a flat line stands in the middle");
    svg = chart_spark(arena, NULL, 0).text;
    OK(str_ends(svg, STR("</svg>")), "no values, still an image");
}

int main(void)
{
    struct arena memory;
    arena_init(&memory, ARENA_MAX);
    arena = &memory;
    RUN(bars_are_escaped_and_add_up);
    RUN(lines_fit_their_scale);
    RUN(sparks_have_gaps);
    arena_release(&memory);
    return tap_end();
}
