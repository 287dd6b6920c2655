/* Figures as they are stored: what was asked, by the names of its choices, and what was answered.
 */
#include "base/i18n.h"
#include "base/json.h"
#include "domain/navigation/navigation_figure.h"
#include "domain/patent/patent_form.h"
#include "engine/patentidx/query.h"

/* What was asked ------------------------------------------------------------------------------- */

int64_t navigation_kind_of(int64_t method)
{
    return method >= NAVIGATION_ANALYSES ? NAVIGATION_ANALYSIS : method;
}

struct str navigation_ask_json(struct ctx *ctx, const struct navigation_ask *ask)
{
    struct form_pairs pairs = form_encode(ctx->arena, &navigation_ask_form, ask);
    struct buf buf;
    buf_init(&buf, ctx->arena, NAVIGATION_VALUE_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    for (size_t i = 0; i < pairs.n; i++)
        if (!str_empty(pairs.at[i].value))
            json_put_str(&j, str_c(ctx->arena, pairs.at[i].name), pairs.at[i].value);
    json_close(&j, '}');
    return buf_str(&buf);
}

/* A figure from before there were analyses: which of them counts the same. The concentration of
 * anything but applicants is read from its ranking. */
static int64_t old_method(int64_t kind, int64_t property)
{
    if (kind == NAVIGATION_TREND)
        return NAVIGATION_ANALYSES + PATENT_TREND;
    if (kind == NAVIGATION_CONCENTRATION && property == PATENT_BY_APPLICANT)
        return NAVIGATION_ANALYSES + PATENT_CONCENTRATION;
    if (kind != NAVIGATION_RANK && kind != NAVIGATION_CONCENTRATION)
        return kind;
    switch (property) {
    case PATENT_BY_APPLICANT:
        return NAVIGATION_ANALYSES + PATENT_APPLICANTS;
    case PATENT_BY_INVENTOR:
        return NAVIGATION_ANALYSES + PATENT_INVENTORS;
    case PATENT_BY_OFFICE:
    case PATENT_BY_REGION:
        return NAVIGATION_ANALYSES + PATENT_PLACES;
    case PATENT_BY_STATUS:
    case PATENT_BY_TYPE:
        return NAVIGATION_ANALYSES + PATENT_LEGAL;
    default:
        return NAVIGATION_ANALYSES + PATENT_CLASSES;
    }
}

enum err navigation_ask_read(struct ctx *ctx, int64_t kind, int64_t property, struct str asked,
                             struct navigation_ask *out)
{
    const struct json *value;
    struct form_pairs pairs;
    struct form_errors errors = {0};
    *out = (struct navigation_ask){.method = old_method(kind, property), .cutoff = DAY_NONE};
    if (property == PATENT_BY_MAIN_GROUP)
        out->level = PATENT_BY_MAIN_GROUP;
    if (str_empty(asked))
        return ERR_OK;
    enum err e = json_parse(ctx->arena, asked, &value, &ctx->error);
    if (!e)
        e = json_pairs(ctx->arena, value, &pairs, &ctx->error);
    return e ? e : form_decode(ctx->arena, &navigation_ask_form, pairs, out, &errors);
}

/* Writing -------------------------------------------------------------------------------------- */

static void put_cell(struct json_out *j, const char *name, const struct patent_cell *c, bool bare)
{
    json_open(j, name, '{');
    switch (c->kind) {
    case PATENT_CELL_INT:
        json_put_int(j, "n", c->n);
        break;
    case PATENT_CELL_REAL:
        json_put_real(j, "x", c->x);
        break;
    case PATENT_CELL_PERCENT:
        json_put_real(j, "p", c->x);
        break;
    case PATENT_CELL_TEXT:
        json_put_str(j, "t", c->text);
        break;
    case PATENT_CELL_NONE:
        break;
    }
    if (c->kind == PATENT_CELL_REAL || c->kind == PATENT_CELL_PERCENT)
        json_put_int(j, "d", c->digits);
    if (!bare && !str_null(c->find))
        json_put_str(j, "f", c->find);
    if (!bare && c->counts)
        json_put_bool(j, "c", true);
    if (!bare && c->behind)
        json_put_bool(j, "b", true);
    if (!bare && c->patent.n)
        json_put_id(j, "i", c->patent.n);
    if (c->shade)
        json_put_int(j, "h", c->shade);
    json_close(j, '}');
}

static void put_row(struct json_out *j, const struct patent_grid *g, const struct patent_row *row,
                    bool bare)
{
    json_open(j, NULL, '{');
    if (row->open)
        json_put_bool(j, "open", true);
    if (row->sub.len && !bare)
        json_put_str(j, "sub", row->sub);
    json_open(j, "cells", '[');
    for (size_t i = 0; i < g->columns.n; i++)
        put_cell(j, NULL, &row->cells[i], bare);
    json_close(j, ']');
    json_close(j, '}');
}

static void put_grid(struct json_out *j, const struct patent_grid *g, bool bare)
{
    json_open(j, NULL, '{');
    json_put_c(j, "key", g->key);
    json_put_str(j, "title", g->title);
    json_put_str(j, "note", g->note);
    json_put_int(j, "left_out", g->left_out);
    json_put_int(j, "chart", (int64_t)g->chart);
    json_put_int(j, "value", (int64_t)g->value);
    json_put_int(j, "line", (int64_t)g->line);
    json_put_bool(j, "heat", g->heat);
    json_open(j, "columns", '[');
    for (size_t i = 0; i < g->columns.n; i++) {
        const struct patent_column *c = &g->columns.at[i];
        json_open(j, NULL, '{');
        json_put_str(j, "key", c->key);
        json_put_str(j, "title", c->title);
        if (!bare)
            put_cell(j, "head", &c->head, false);
        if (c->open)
            json_put_bool(j, "open", true);
        json_put_bool(j, "number", c->number);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "rows", '[');
    for (size_t i = 0; i < g->rows.n; i++)
        put_row(j, g, &g->rows.at[i], bare);
    json_close(j, ']');
    json_close(j, '}');
}

struct str navigation_value_json(struct ctx *ctx, const struct navigation_computed *v, bool bare)
{
    struct buf buf;
    buf_init(&buf, ctx->arena, NAVIGATION_VALUE_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    json_put_int(&j, "top", v->top);
    json_put_int(&j, "whole", v->whole);
    json_put_int(&j, "records", v->records);
    json_put_int(&j, "newest", v->newest);
    json_put_str(&j, "words", v->words);
    json_put_str(&j, "found", v->found);
    json_open(&j, "figures", '[');
    for (size_t i = 0; i < v->answer.figures.n; i++) {
        const struct patent_figure *f = &v->answer.figures.at[i];
        json_open(&j, NULL, '{');
        json_put_c(&j, "key", f->key);
        json_put_str(&j, "label", f->label);
        json_put_str(&j, "note", f->note);
        put_cell(&j, "value", &f->value, bare);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "tables", '[');
    for (size_t i = 0; i < v->answer.grids.n; i++)
        put_grid(&j, &v->answer.grids.at[i], bare);
    json_close(&j, ']');
    json_open(&j, "says", '[');
    for (size_t i = 0; !bare && i < v->answer.says.n; i++)
        json_put_str(&j, NULL, v->answer.says.at[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(&buf) ? STR_NULL : buf_str(&buf);
}

/* Reading -------------------------------------------------------------------------------------- */

static struct str text_of(const struct json *value, const char *name)
{
    return str_or_empty(json_str(json_member(value, name)));
}

static const char *key_of(struct arena *arena, const struct json *value)
{
    return str_c(arena, text_of(value, "key"));
}

static struct patent_cell cell_of(const struct json *v)
{
    static const struct {
        const char *name;
        enum patent_cell_kind kind;
    } kinds[] = {{"n", PATENT_CELL_INT},
                 {"x", PATENT_CELL_REAL},
                 {"p", PATENT_CELL_PERCENT},
                 {"t", PATENT_CELL_TEXT}};
    struct str id = text_of(v, "i");
    struct patent_cell c = {.kind = PATENT_CELL_NONE,
                            .digits = (int32_t)json_int(json_member(v, "d"), 0),
                            .find = json_str(json_member(v, "f")),
                            .counts = json_bool(json_member(v, "c")),
                            .behind = json_bool(json_member(v, "b")),
                            .shade = (int32_t)json_int(json_member(v, "h"), 0)};
    str_int(id, &c.patent.n);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct json *m = json_member(v, kinds[i].name);
        if (!m)
            continue;
        c.kind = kinds[i].kind;
        c.n = json_int(m, 0);
        c.x = json_real_of(m, 0);
        c.text = str_or_empty(json_str(m));
    }
    return c;
}

static void read_rows(struct arena *a, const struct json *rows, struct patent_grid *g)
{
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *value = json_element(rows, i), *cells = json_member(value, "cells");
        struct patent_row *row = VEC_ADD(a, &g->rows);
        *row = (struct patent_row){.cells = ARENA_ARRAY(a, struct patent_cell, g->columns.n + 1),
                                   .sub = text_of(value, "sub"),
                                   .open = json_bool(json_member(value, "open"))};
        for (size_t k = 0; k < g->columns.n && k < json_count(cells); k++)
            row->cells[k] = cell_of(json_element(cells, k));
    }
}

static void read_grid(struct arena *a, const struct json *v, struct patent_grid *g)
{
    const struct json *columns = json_member(v, "columns");
    int64_t chart = json_int(json_member(v, "chart"), 0);
    *g = (struct patent_grid){.key = key_of(a, v),
                              .title = text_of(v, "title"),
                              .note = text_of(v, "note"),
                              .left_out = json_int(json_member(v, "left_out"), 0),
                              .chart = chart > 0 && chart <= PATENT_CHART_CURVE
                                           ? (enum patent_chart)chart
                                           : PATENT_CHART_NONE,
                              .value = (size_t)json_int(json_member(v, "value"), 0),
                              .line = (size_t)json_int(json_member(v, "line"), 0),
                              .heat = json_bool(json_member(v, "heat"))};
    for (size_t i = 0; i < json_count(columns); i++) {
        const struct json *c = json_element(columns, i);
        *VEC_ADD(a, &g->columns) =
            (struct patent_column){.key = text_of(c, "key"),
                                   .title = text_of(c, "title"),
                                   .head = cell_of(json_member(c, "head")),
                                   .open = json_bool(json_member(c, "open")),
                                   .number = json_bool(json_member(c, "number"))};
    }
    if (g->value >= g->columns.n || g->line >= g->columns.n) {
        g->chart = PATENT_CHART_NONE;
        g->value = g->line = 0;
    }
    read_rows(a, json_member(v, "rows"), g);
}

static void read_answer(struct arena *a, const struct json *value, struct patent_analysis *out)
{
    const struct json *figures = json_member(value, "figures"),
                      *tables = json_member(value, "tables"), *says = json_member(value, "says");
    for (size_t i = 0; i < json_count(figures); i++) {
        const struct json *f = json_element(figures, i);
        *VEC_ADD(a, &out->figures) =
            (struct patent_figure){.key = key_of(a, f),
                                   .label = text_of(f, "label"),
                                   .note = text_of(f, "note"),
                                   .value = cell_of(json_member(f, "value"))};
    }
    for (size_t i = 0; i < json_count(tables); i++)
        read_grid(a, json_element(tables, i), VEC_ADD(a, &out->grids));
    for (size_t i = 0; i < json_count(says); i++)
        *VEC_ADD(a, &out->says) = str_or_empty(json_str(json_element(says, i)));
}

/* Values from before there were analyses ---------------------------------------------------------
 * {"top", "whole", "all", "hhi", "lead", "rows": [{"key", "n", "open"}]}
 */

static const struct {
    int64_t property;
    const char *title, *field;
} old_properties[] = {
    {PATENT_BY_APPLICANT, "申请人", "an_exact"},
    {PATENT_BY_SUBCLASS, "IPC 小类", "ipc"},
    {PATENT_BY_MAIN_GROUP, "IPC 大组", "ipc_low"},
    {PATENT_BY_INVENTOR, "发明人", "in_exact"},
    {PATENT_BY_OFFICE, "受理局", "office"},
    {PATENT_BY_REGION, "地区", "region"},
    {PATENT_BY_STATUS, "有效性", "simple_legal_status"},
    {PATENT_BY_TYPE, "专利类型", "patent_type"},
};

static size_t old_property(int64_t property)
{
    for (size_t i = 0; i < sizeof old_properties / sizeof old_properties[0]; i++)
        if (old_properties[i].property == property)
            return i;
    return 0;
}

static struct str old_find(struct arena *a, int64_t kind, int64_t property, struct str query,
                           struct str key)
{
    struct str clause;
    if (str_eq(key, STR("-")))
        return STR_NULL;
    if (kind == NAVIGATION_TREND)
        clause = str_print(a, "apd:[%.*s0101 TO %.*s1231]", STR_ARG(key), STR_ARG(key));
    else
        clause = str_print(a, "%s:%.*s", old_properties[old_property(property)].field,
                           STR_ARG(query_quote(a, key)));
    return navigation_both(a, query, clause);
}

static struct str old_words(struct arena *a, int64_t kind, const struct json *v,
                            const struct navigation_computed *c)
{
    struct str share = navigation_percent(a, c->top, c->whole), lead = text_of(v, "lead");
    if (kind == NAVIGATION_TREND && lead.len)
        return str_print(a, "%.*s 年 %lld 件，各年合计 %lld 件", STR_ARG(lead), (long long)c->top,
                         (long long)c->whole);
    if (kind == NAVIGATION_TREND)
        return str_print(a, "各年合计 %lld 件，没有公布齐的年份", (long long)c->whole);
    if (kind == NAVIGATION_RANK)
        return lead.len ? str_print(a, "第一位是 %.*s，占 %.*s", STR_ARG(lead), STR_ARG(share))
                        : STR("没有检出");
    if (kind == NAVIGATION_CONCENTRATION)
        return str_print(a, "前四位占 %.*s，赫芬达尔指数 %lld", STR_ARG(share),
                         (long long)json_int(json_member(v, "hhi"), 0));
    return str_print(a, "占 %.*s", STR_ARG(share));
}

static void old_columns(struct arena *a, int64_t kind, int64_t property, struct patent_grid *g)
{
    const char *title =
        kind == NAVIGATION_TREND ? "申请年" : old_properties[old_property(property)].title;
    *VEC_ADD(a, &g->columns) = (struct patent_column){.key = STR("key"), .title = str_from(title)};
    *VEC_ADD(a, &g->columns) =
        (struct patent_column){.key = STR("count"), .title = STR("件数"), .number = true};
    *VEC_ADD(a, &g->columns) =
        (struct patent_column){.key = STR("share"), .title = STR("占比"), .number = true};
}

static void old_table(struct arena *a, int64_t kind, int64_t property, struct str query,
                      const struct json *value, struct navigation_computed *out)
{
    const struct json *rows = json_member(value, "rows");
    struct patent_grid *g = VEC_ADD(a, &out->answer.grids);
    *g = (struct patent_grid){.key = "old",
                              .title = STR("各行"),
                              .note = STR(""),
                              .chart = kind == NAVIGATION_TREND ? PATENT_CHART_COLUMNS
                                                                : PATENT_CHART_BARS,
                              .value = 1};
    old_columns(a, kind, property, g);
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *v = json_element(rows, i);
        struct str key = text_of(v, "key");
        int64_t n = json_int(json_member(v, "n"), 0);
        struct patent_row *row = VEC_ADD(a, &g->rows);
        *row = (struct patent_row){.cells = ARENA_ARRAY(a, struct patent_cell, 4),
                                   .open = json_bool(json_member(v, "open"))};
        row->cells[0] = (struct patent_cell){.kind = PATENT_CELL_TEXT,
                                             .text = str_eq(key, STR("-")) ? STR("不明") : key};
        row->cells[1] = (struct patent_cell){
            .kind = PATENT_CELL_INT, .n = n, .find = old_find(a, kind, property, query, key)};
        if (out->whole)
            row->cells[2] = (struct patent_cell){
                .kind = PATENT_CELL_PERCENT, .x = (double)n / (double)out->whole, .digits = 1};
    }
    int64_t all = json_int(json_member(value, "all"), 0);
    g->left_out = all > (int64_t)g->rows.n ? all - (int64_t)g->rows.n : 0;
}

enum err navigation_value_read(struct ctx *ctx, int64_t kind, int64_t property, struct str query,
                               struct str text, struct navigation_computed *out)
{
    const struct json *value;
    *out = (struct navigation_computed){.newest = DAY_NONE};
    enum err e = json_parse_up_to(ctx->arena, text, NAVIGATION_VALUE_MAX, &value, &ctx->error);
    if (e)
        return e;
    out->top = json_int(json_member(value, "top"), 0);
    out->whole = json_int(json_member(value, "whole"), 0);
    out->records = json_int(json_member(value, "records"), 0);
    out->newest = (int32_t)json_int(json_member(value, "newest"), DAY_NONE);
    out->found = text_of(value, "found");
    if (json_member(value, "tables")) {
        out->words = text_of(value, "words");
        read_answer(ctx->arena, value, &out->answer);
        return ERR_OK;
    }
    out->old = true;
    out->words = old_words(ctx->arena, kind, value, out);
    if (json_count(json_member(value, "rows")))
        old_table(ctx->arena, kind, property, query, value, out);
    return ERR_OK;
}

/* Places --------------------------------------------------------------------------------------- */

static bool number(struct str *rest, size_t *out)
{
    struct str part;
    int64_t n;
    if (!str_cut(rest, '.', &part) || !str_int(part, &n) || n < 0 || n > INT32_MAX)
        return false;
    *out = (size_t)n;
    return true;
}

static struct str label_of(struct arena *arena, const struct patent_grid *g,
                           const struct patent_row *row, size_t column)
{
    struct buf b;
    size_t names = navigation_grid_names(g);
    buf_init(&b, arena, 4096);
    for (size_t i = 0; row && i < names; i++)
        buf_print(&b, "%s%.*s", i ? " + " : "", STR_ARG(patent_cell_text(arena, &row->cells[i])));
    if (column >= names && column != navigation_grid_value(g))
        buf_print(&b, "%s%.*s", b.len ? "，" : "", STR_ARG(g->columns.at[column].title));
    return buf_str(&b);
}

const struct patent_cell *navigation_cell_at(struct arena *arena,
                                             const struct navigation_computed *v, struct str place,
                                             struct str *out_label)
{
    size_t grid, row, column;
    struct str rest = place;
    if (str_starts(place, STR("f."))) {
        rest = str_slice(place, 2, place.len);
        if (!number(&rest, &row) || row >= v->answer.figures.n)
            return NULL;
        *out_label = v->answer.figures.at[row].label;
        return &v->answer.figures.at[row].value;
    }
    if (!number(&rest, &grid) || grid >= v->answer.grids.n)
        return NULL;
    const struct patent_grid *g = &v->answer.grids.at[grid];
    if (str_starts(rest, STR("h."))) {
        rest = str_slice(rest, 2, rest.len);
        if (!number(&rest, &column) || column >= g->columns.n)
            return NULL;
        *out_label = g->columns.at[column].title;
        return &g->columns.at[column].head;
    }
    if (!number(&rest, &row) || row >= g->rows.n || !number(&rest, &column) ||
        column >= g->columns.n)
        return NULL;
    *out_label = label_of(arena, g, &g->rows.at[row], column);
    return &g->rows.at[row].cells[column];
}

struct str navigation_cell_name(struct arena *arena, const struct navigation_computed *v,
                                struct str place)
{
    size_t at;
    struct str rest = place;
    bool figure = str_starts(place, STR("f."));
    if (figure)
        rest = str_slice(place, 2, place.len);
    if (!number(&rest, &at) || at >= (figure ? v->answer.figures.n : v->answer.grids.n))
        return STR("");
    if (figure)
        return str_print(arena, "figure.%s", v->answer.figures.at[at].key);
    if (str_starts(rest, STR("h.")))
        return str_print(arena, "%s.head.%.*s", v->answer.grids.at[at].key, (int)rest.len - 2,
                         rest.ptr + 2);
    return str_print(arena, "%s.%.*s", v->answer.grids.at[at].key, STR_ARG(rest));
}

size_t navigation_grid_names(const struct patent_grid *g)
{
    size_t n = 0;
    while (n < g->columns.n && !g->columns.at[n].number)
        n++;
    return n;
}

size_t navigation_grid_value(const struct patent_grid *g)
{
    return g->chart != PATENT_CHART_NONE ? g->value : navigation_grid_names(g);
}

const struct patent_grid *navigation_grid_of(const struct navigation_computed *v, const char *key)
{
    for (size_t i = 0; i < v->answer.grids.n; i++)
        if (str_eq(str_from(v->answer.grids.at[i].key), str_from(key)))
            return &v->answer.grids.at[i];
    /* What was a ranking of its own is the first table of the analysis. */
    return str_eq(str_from(key), STR("old")) && v->answer.grids.n ? &v->answer.grids.at[0] : NULL;
}

const struct patent_row *navigation_grid_row(const struct patent_grid *g,
                                             const struct patent_grid *names_of,
                                             const struct patent_row *like)
{
    size_t names = navigation_grid_names(names_of);
    if (!g || navigation_grid_names(g) != names)
        return NULL;
    for (size_t i = 0; i < g->rows.n; i++) {
        bool same = true;
        for (size_t k = 0; k < names; k++)
            same = same && str_eq(g->rows.at[i].cells[k].text, like->cells[k].text);
        if (same)
            return &g->rows.at[i];
    }
    return NULL;
}

/* Words ---------------------------------------------------------------------------------------- */

struct str navigation_percent(struct arena *arena, int64_t top, int64_t whole)
{
    if (whole <= 0)
        return STR("没有可比的");
    return str_print(arena, "%.1f %%（%lld/%lld）", 100.0 * (double)top / (double)whole,
                     (long long)top, (long long)whole);
}

static void say(struct buf *b, const char *words)
{
    if (words && *words)
        buf_print(b, "，%s", words);
}

struct str navigation_ask_words(struct arena *arena, const struct navigation_ask *ask)
{
    struct buf b;
    unsigned asks = navigation_method_asks(ask->method);
    buf_init(&b, arena, 1024);
    buf_print(&b, "%s", navigation_method_word(ask->method));
    if (asks & NAVIGATION_ASKS_BY && ask->by)
        buf_print(&b, "，按%s", form_choice_of(patent_analysis_bys, ask->by)->label);
    else if (asks & NAVIGATION_ASKS_BY)
        say(&b, ask->method == NAVIGATION_ANALYSES + PATENT_PAIRS ? "按分类" : "按受理局");
    if (asks & NAVIGATION_ASKS_LEVEL)
        say(&b,
            ask->level ? form_choice_of(patent_analysis_levels, ask->level)->label : "IPC 小类");
    if (asks & NAVIGATION_ASKS_DAY)
        buf_print(&b, "，按%s", form_choice_of(patent_day_choices, ask->day)->label);
    if (ask->first_class && asks & NAVIGATION_ASKS_LEVEL)
        say(&b, "只计主分类");
    if (ask->cutoff != DAY_NONE)
        buf_print(&b, "，只算到 %.*s 公布", STR_ARG(day_text(arena, ask->cutoff)));
    return buf_str(&b);
}
