#include "domain/patent/patent_analysis_chart.h"

#include <math.h>

/* Narrow, so that the letters can still be read on a phone. */
enum {
    WIDTH = 440,
    HEIGHT = 220,
    LEFT = 40,
    RIGHT = 8,
    TOP = 20,
    BASE = 190,
    LABEL_ROOM = 38, /* of a year below the axis, and of a number above its bar */
    VALUE_ROOM = 26,
    BAR_STEP = 36,
    BAR_HEIGHT = 10,
    BAR_TAIL = 56,
    LABEL_CHARS = 30, /* Chinese ones; Latin ones are half as wide */
    BYTES_MAX = 128 * 1024,
};

/* The beginning that fits, with an ellipsis. */
static struct str fitting(struct arena *arena, struct str s)
{
    size_t halves = 0;
    for (size_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.ptr[i];
        size_t len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        halves += len > 2 ? 2 : 1;
        if (halves > 2 * LABEL_CHARS)
            return str_print(arena, "%.*s…", (int)i, s.ptr);
        i += len;
    }
    return s;
}

static double number_of(const struct patent_cell *cell)
{
    return cell->kind == PATENT_CELL_INT                                         ? (double)cell->n
           : cell->kind == PATENT_CELL_REAL || cell->kind == PATENT_CELL_PERCENT ? cell->x
                                                                                 : 0;
}

/* The next number that reads well at the top of an axis. */
static double round_up(double n)
{
    static const double steps[] = {1, 2, 3, 4, 5, 6, 8, 10};
    double ten = 1;
    size_t i = 0;
    while (ten * 10 < n)
        ten *= 10;
    while (steps[i] * ten < n)
        i++;
    return steps[i] * ten;
}

static void begin(struct buf *b, struct str title, int height)
{
    buf_print(b, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
              height);
    html_escape(b, title);
    buf_add(b, STR("\">"));
}

/* Upright ------------------------------------------------------------------------------------- */

struct frame {
    const struct patent_grid *g;
    size_t from, n; /* rows that are drawn: the newest */
    double top, step;
};

static struct frame frame_of(const struct patent_grid *g)
{
    struct frame f = {.g = g, .top = 4};
    for (size_t i = 0; i < g->rows.n; i++) { /* a row without a year has no place on the axis */
        struct str label = g->rows.at[i].cells[0].text;
        f.n += label.len && label.ptr[0] >= '0' && label.ptr[0] <= '9';
    }
    f.from = f.n > ANALYSIS_CHART_COLUMNS ? f.n - ANALYSIS_CHART_COLUMNS : 0;
    f.n -= f.from;
    for (size_t i = f.from; i < f.from + f.n; i++) {
        f.top = fmax(f.top, number_of(&g->rows.at[i].cells[g->value]));
        if (g->chart == PATENT_CHART_CURVE)
            f.top = fmax(f.top, number_of(&g->rows.at[i].cells[g->line]));
    }
    f.top = round_up(f.top);
    f.step = f.n ? (double)(WIDTH - LEFT - RIGHT) / (double)f.n : 0;
    return f;
}

static double y_of(const struct frame *f, double value)
{
    return BASE - value / f->top * (BASE - TOP);
}

static double x_of(const struct frame *f, size_t i)
{
    return LEFT + f->step * ((double)i + 0.5);
}

static void scale(struct buf *b, const struct frame *f)
{
    for (int i = 0; i <= 4; i++) {
        double value = f->top * i / 4, y = y_of(f, value);
        if (value - floor(value) > 0)
            continue; /* only whole numbers stand at the side */
        buf_print(b,
                  "<path class=\"%s\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
                  "text-anchor=\"end\">%.0f</text>",
                  i ? "grid" : "axis", LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, value);
    }
    size_t every = 1;
    while ((double)every * f->step < LABEL_ROOM && every < f->n)
        every++;
    for (size_t i = 0; i < f->n; i++) {
        const struct patent_row *row = &f->g->rows.at[f->from + i];
        if ((f->n - 1 - i) % every)
            continue;
        buf_print(b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x_of(f, i), BASE + 18);
        html_escape(b, row->cells[0].text);
        buf_add(b, row->open ? STR("*</text>") : STR("</text>"));
    }
}

/* Stripes for what is not complete: they are seen in print and without colours, too. */
static void hatch(struct buf *b, const char *id)
{
    buf_print(b,
              "<defs><pattern id=\"%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
              "patternTransform=\"rotate(45)\"><rect class=\"hatch-back\" width=\"6\" "
              "height=\"6\"/><rect class=\"hatch-line\" width=\"2.5\" height=\"6\"/></pattern>"
              "</defs>",
              id);
}

static struct html columns(struct arena *arena, const struct patent_grid *g)
{
    struct frame f = frame_of(g);
    struct buf b;
    buf_init(&b, arena, BYTES_MAX);
    if (f.n == 0)
        return (struct html){STR("")};
    const char *id = str_c(arena, str_print(arena, "hatch-%s", g->key));
    begin(&b, g->title, HEIGHT);
    hatch(&b, id);
    scale(&b, &f);
    for (size_t i = 0; i < f.n; i++) {
        const struct patent_row *row = &g->rows.at[f.from + i];
        double value = number_of(&row->cells[g->value]), y = y_of(&f, value);
        double width = f.step * 0.7 > 40 ? 40 : f.step * 0.7;
        if (value <= 0)
            continue;
        buf_print(&b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ",
                  x_of(&f, i) - width / 2, y, width, BASE - y);
        if (row->open)
            buf_print(&b, "fill=\"url(#%s)\"/>", id);
        else
            buf_add(&b, STR("class=\"s1\"/>"));
        if (f.step >= VALUE_ROOM)
            buf_print(&b,
                      "<text class=\"v\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>",
                      x_of(&f, i), y - 4, value);
    }
    buf_add(&b, STR("</svg>"));
    return (struct html){buf_str(&b)};
}

/* Points as they are, and the line that was fitted: it ends where the fit ends. */
static struct html curve(struct arena *arena, const struct patent_grid *g)
{
    struct frame f = frame_of(g);
    struct buf b;
    bool pen = false;
    buf_init(&b, arena, BYTES_MAX);
    if (f.n == 0)
        return (struct html){STR("")};
    begin(&b, g->title, HEIGHT);
    scale(&b, &f);
    buf_add(&b, STR("<path class=\"l2\" d=\""));
    for (size_t i = 0; i < f.n; i++) {
        const struct patent_cell *cell = &g->rows.at[f.from + i].cells[g->line];
        if (cell->kind == PATENT_CELL_NONE)
            continue;
        buf_print(&b, "%c%.1f %.1f", pen ? 'L' : 'M', x_of(&f, i), y_of(&f, number_of(cell)));
        pen = true;
    }
    buf_add(&b, pen ? STR("\"/>") : STR("M0 0\"/>"));
    for (size_t i = 0; i < f.n; i++) {
        const struct patent_row *row = &g->rows.at[f.from + i];
        buf_print(&b, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
                  row->open ? "d0" : "d1", x_of(&f, i), y_of(&f, number_of(&row->cells[g->value])));
    }
    buf_add(&b, STR("</svg>"));
    return (struct html){buf_str(&b)};
}

/* Lying --------------------------------------------------------------------------------------- */

static struct html bars(struct arena *arena, const struct patent_grid *g)
{
    struct buf b;
    double most = 1;
    size_t n = g->rows.n < ANALYSIS_CHART_BARS ? g->rows.n : ANALYSIS_CHART_BARS;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, number_of(&g->rows.at[i].cells[g->value]));
    buf_init(&b, arena, BYTES_MAX);
    begin(&b, g->title, (int)n * BAR_STEP + 8);
    for (size_t i = 0; i < n; i++) {
        const struct patent_row *row = &g->rows.at[i];
        double value = number_of(&row->cells[g->value]);
        double width = value / most * (WIDTH - BAR_TAIL);
        int y = (int)i * BAR_STEP + 4;
        buf_print(&b, "<text class=\"v\" x=\"0\" y=\"%d\">", y + 12);
        html_escape(&b, fitting(arena, row->cells[0].text));
        buf_print(&b,
                  "</text><rect class=\"s1\" x=\"0\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                  "<text x=\"%.1f\" y=\"%d\">",
                  y + 18, width, BAR_HEIGHT, width + 6, y + 28);
        html_escape(&b, patent_cell_text(arena, &row->cells[g->value]));
        buf_add(&b, STR("</text>"));
    }
    buf_add(&b, STR("</svg>"));
    return (struct html){buf_str(&b)};
}

struct html patent_analysis_chart(struct arena *arena, const struct patent_grid *g)
{
    if (g->rows.n == 0)
        return (struct html){STR("")};
    switch (g->chart) {
    case PATENT_CHART_COLUMNS:
        return columns(arena, g);
    case PATENT_CHART_BARS:
        return bars(arena, g);
    case PATENT_CHART_CURVE:
        return curve(arena, g);
    case PATENT_CHART_NONE:
        break;
    }
    return (struct html){STR("")};
}
