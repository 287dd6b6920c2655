#include "web/chart.h"

/* ---- sparkline ------------------------------------------------------------------------------- */

enum { SPARK_STEP = 10, SPARK_HEIGHT = 32 };

static void range_of(const double *values, size_t n, double *out_low, double *out_high)
{
    double low = 0, high = 0;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (values[i] < 0)
            continue;
        low = !any || values[i] < low ? values[i] : low;
        high = !any || values[i] > high ? values[i] : high;
        any = true;
    }
    if (high - low < 1e-9) { /* a flat line stands in the middle */
        low -= 1;
        high += 1;
    }
    *out_low = low;
    *out_high = high;
}

struct html chart_spark(struct arena *arena, const double *values, size_t n)
{
    struct buf b;
    double low, high;
    if (n > CHART_PERIODS_MAX)
        n = CHART_PERIODS_MAX;
    buf_init(&b, arena, CHART_BYTES_MAX);
    range_of(values, n, &low, &high);
    buf_print(&b,
              "<svg class=\"spark\" viewBox=\"0 -2 %zu %d\" preserveAspectRatio=\"none\" "
              "aria-hidden=\"true\" focusable=\"false\"><path d=\"",
              n > 1 ? (n - 1) * SPARK_STEP : SPARK_STEP, SPARK_HEIGHT + 4);
    bool pen = false;
    for (size_t i = 0; i < n; i++) {
        if (values[i] < 0) {
            pen = false;
            continue;
        }
        double y = SPARK_HEIGHT - (values[i] - low) / (high - low) * SPARK_HEIGHT;
        buf_print(&b, "%c%zu %.1f", pen ? 'L' : 'M', i * SPARK_STEP, y);
        pen = true;
    }
    buf_add(&b, STR("\"/></svg>"));
    return (struct html){buf_str(&b)};
}

/* ---- stacked bars ---------------------------------------------------------------------------- */

enum { BAR_STEP = 28, BAR_HEIGHT = 14, BARS_WIDTH = 640, BARS_TAIL = 48 };

static int64_t bar_sum(const struct chart_bar *bar)
{
    int64_t sum = 0;
    for (size_t i = 0; i < CHART_PARTS; i++)
        sum += bar->parts[i];
    return sum;
}

static void one_bar(struct buf *b, const struct chart_bar *bar, int64_t most, size_t y)
{
    const double room = BARS_WIDTH - CHART_LABEL_WIDTH - BARS_TAIL;
    double x = CHART_LABEL_WIDTH;
    buf_print(b, "<text class=\"v\" x=\"%d\" y=\"%zu\" text-anchor=\"end\">", CHART_LABEL_WIDTH - 8,
              y + 12);
    html_escape(b, bar->label);
    buf_add(b, STR("</text>"));
    for (size_t i = 0; i < CHART_PARTS; i++) {
        double width = (double)bar->parts[i] / (double)most * room;
        if (bar->parts[i] <= 0)
            continue;
        buf_print(b, "<rect class=\"s%zu\" x=\"%.1f\" y=\"%zu\" width=\"%.1f\" height=\"%d\"/>",
                  i + 1, x, y, width, BAR_HEIGHT);
        x += width;
    }
    buf_print(b, "<text x=\"%.1f\" y=\"%zu\">%lld</text>", x + 6, y + 12, (long long)bar_sum(bar));
}

struct html chart_bars(struct arena *arena, struct str title, const struct chart_bar *bars,
                       size_t n)
{
    struct buf b;
    int64_t most = 1;
    if (n > CHART_BARS_MAX)
        n = CHART_BARS_MAX;
    for (size_t i = 0; i < n; i++)
        most = bar_sum(&bars[i]) > most ? bar_sum(&bars[i]) : most;
    buf_init(&b, arena, CHART_BYTES_MAX);
    buf_print(&b, "<svg class=\"chart\" viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"",
              BARS_WIDTH, n * BAR_STEP + 8);
    html_escape(&b, title);
    buf_add(&b, STR("\">"));
    for (size_t i = 0; i < n; i++)
        one_bar(&b, &bars[i], most, i * BAR_STEP + 6);
    buf_add(&b, STR("</svg>"));
    return (struct html){buf_str(&b)};
}

/* ---- two lines ------------------------------------------------------------------------------- */

enum { LINES_WIDTH = 640, LINES_HEIGHT = 220, LINES_LEFT = 36, LINES_RIGHT = 12, LINES_BASE = 192 };

/* The next round number at or above n: 1, 2 or 5 times a power of ten. */
static int64_t round_up(int64_t n)
{
    int64_t ten = 1;
    while (ten * 10 <= n)
        ten *= 10;
    if (n <= ten)
        return ten;
    if (n <= 2 * ten)
        return 2 * ten;
    return n <= 5 * ten ? 5 * ten : 10 * ten;
}

static double line_x(size_t i, size_t n)
{
    double room = LINES_WIDTH - LINES_LEFT - LINES_RIGHT;
    return LINES_LEFT + (n > 1 ? room * (double)i / (double)(n - 1) : room / 2);
}

static double line_y(int64_t value, int64_t top)
{
    return LINES_BASE - (double)value / (double)top * (LINES_BASE - 12);
}

static void one_line(struct buf *b, const struct chart_period *p, size_t n, int64_t top, bool first)
{
    buf_print(b, "<path class=\"l%d\" d=\"", first ? 1 : 2);
    for (size_t i = 0; i < n; i++)
        buf_print(b, "%c%.1f %.1f", i ? 'L' : 'M', line_x(i, n),
                  line_y(first ? p[i].a : p[i].b, top));
    buf_add(b, STR("\"/>"));
    for (size_t i = 0; i < n; i++)
        buf_print(b, "<circle class=\"d%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", first ? 1 : 2,
                  line_x(i, n), line_y(first ? p[i].a : p[i].b, top));
}

static void scale(struct buf *b, int64_t top)
{
    for (int64_t i = 0; i <= 4; i++) {
        if (i * top % 4)
            continue; /* only whole numbers stand at the side */
        double y = line_y(top * i / 4, top);
        buf_print(b,
                  "<path class=\"%s\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
                  "text-anchor=\"end\">%lld</text>",
                  i ? "grid" : "axis", LINES_LEFT, y, LINES_WIDTH - LINES_RIGHT, LINES_LEFT - 8,
                  y + 4, (long long)(top * i / 4));
    }
}

struct html chart_lines(struct arena *arena, struct str title, const struct chart_period *periods,
                        size_t n)
{
    struct buf b;
    int64_t most = 4;
    if (n > CHART_PERIODS_MAX)
        n = CHART_PERIODS_MAX;
    for (size_t i = 0; i < n; i++) {
        most = periods[i].a > most ? periods[i].a : most;
        most = periods[i].b > most ? periods[i].b : most;
    }
    most = round_up(most);
    buf_init(&b, arena, CHART_BYTES_MAX);
    buf_print(&b, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
              LINES_WIDTH, LINES_HEIGHT);
    html_escape(&b, title);
    buf_add(&b, STR("\">"));
    scale(&b, most);
    for (size_t i = 0; i < n; i++)
        buf_print(&b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%lld</text>", line_x(i, n),
                  LINES_HEIGHT - 8, (long long)(periods[i].month % 100));
    one_line(&b, periods, n, most, true);
    one_line(&b, periods, n, most, false);
    buf_add(&b, STR("</svg>"));
    return (struct html){buf_str(&b)};
}
