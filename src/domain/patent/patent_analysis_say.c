/* Building the answer: cells, tables, sentences. */
#include <math.h>

#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"

/* Cells ---------------------------------------------------------------------------------------- */

static struct patent_cell opening(struct patent_cell cell, const struct fact_opens *opens)
{
    cell.behind = opens != NULL;
    cell.opens = opens;
    cell.find = opens ? opens->find : STR_NULL;
    return cell;
}

struct patent_cell cell_int(int64_t n, const struct fact_opens *opens)
{
    return opening((struct patent_cell){.kind = PATENT_CELL_INT, .n = n, .counts = opens != NULL},
                   opens);
}

struct patent_cell cell_number(int64_t n, const struct fact_opens *opens)
{
    return opening((struct patent_cell){.kind = PATENT_CELL_INT, .n = n}, opens);
}

struct patent_cell cell_text(struct facts *f, struct str text, const struct fact_opens *opens)
{
    return opening(
        (struct patent_cell){.kind = PATENT_CELL_TEXT, .text = str_dup(f->ctx->arena, text)},
        opens);
}

struct patent_cell cell_percent(struct stat_value v, const struct fact_opens *opens)
{
    enum patent_cell_kind kind = v.is ? PATENT_CELL_PERCENT : PATENT_CELL_NONE;
    return opening((struct patent_cell){.kind = kind, .x = v.x, .digits = 2}, v.is ? opens : NULL);
}

struct patent_cell cell_real(struct stat_value v, int32_t digits, const struct fact_opens *opens)
{
    enum patent_cell_kind kind = v.is ? PATENT_CELL_REAL : PATENT_CELL_NONE;
    return opening((struct patent_cell){.kind = kind, .x = v.x, .digits = digits},
                   v.is ? opens : NULL);
}

/* 1,234 */
static struct str grouped(struct arena *arena, int64_t n)
{
    struct str digits = str_print(arena, "%lld", (long long)n);
    struct buf b;
    size_t sign = n < 0;
    buf_init(&b, arena, 64);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > sign && (digits.len - i) % 3 == 0)
            buf_char(&b, ',');
        buf_char(&b, digits.ptr[i]);
    }
    return buf_str(&b);
}

struct str patent_cell_text(struct arena *arena, const struct patent_cell *cell)
{
    switch (cell->kind) {
    case PATENT_CELL_INT:
        return grouped(arena, cell->n);
    case PATENT_CELL_REAL:
        if (cell->digits == 0 && fabs(cell->x) < 1e15)
            return grouped(arena, llround(cell->x));
        return str_print(arena, "%.*f", (int)cell->digits, cell->x);
    case PATENT_CELL_PERCENT:
        return str_print(arena, "%.2f %%", 100 * cell->x);
    case PATENT_CELL_TEXT:
        return cell->text;
    case PATENT_CELL_NONE:
        break;
    }
    return STR("–");
}

/* Tables --------------------------------------------------------------------------------------- */

struct str say(struct facts *f, const char *zh)
{
    return tr(f->ctx->lang, zh);
}

struct str say_with(struct facts *f, const char *zh, struct str detail)
{
    return tr_with(f->ctx->arena, f->ctx->lang, zh, detail);
}

struct str say_int(struct facts *f, const char *zh, int64_t n)
{
    return say_with(f, zh, grouped(f->ctx->arena, n));
}

void says(struct facts *f, struct str sentence)
{
    *VEC_ADD(f->ctx->arena, &f->out->says) = sentence;
}

struct patent_grid *grid_new(struct facts *f, const char *key, const char *title)
{
    struct patent_grid *g = VEC_ADD(f->ctx->arena, &f->out->grids);
    *g = (struct patent_grid){.key = key, .title = say(f, title)};
    return g;
}

void grid_column(struct facts *f, struct patent_grid *g, const char *key, const char *title,
                 bool number)
{
    *VEC_ADD(f->ctx->arena, &g->columns) =
        (struct patent_column){.key = str_from(key), .title = say(f, title), .number = number};
}

void column_opens(struct patent_grid *g, const struct fact_opens *opens)
{
    struct patent_cell *head = &g->columns.at[g->columns.n - 1].head;
    *head = opening((struct patent_cell){.kind = PATENT_CELL_TEXT}, opens);
}

struct patent_row *grid_row(struct facts *f, struct patent_grid *g)
{
    struct patent_row *row = VEC_ADD(f->ctx->arena, &g->rows);
    *row = (struct patent_row){
        .cells = ARENA_ARRAY(f->ctx->arena, struct patent_cell, g->columns.n + 1)};
    return row;
}

void figure_add(struct facts *f, const char *key, const char *label, struct patent_cell value,
                struct str note)
{
    *VEC_ADD(f->ctx->arena, &f->out->figures) =
        (struct patent_figure){key, say(f, label), note, value};
}

/* What people read for a key: unknown ones in words, statuses and types by their names. */
struct str key_title(struct facts *f, enum property p, uint32_t key)
{
    static const char *const status[] = {T("失效"), T("有效"), T("审中")};
    struct str word = word_of(f, p, key);
    if (is_unknown(f, p, key))
        switch (p) {
        case OF_CLASS:
            return say(f, T("没有分类号"));
        case OF_APPLICANT:
            return say(f, T("没有申请人"));
        case OF_INVENTOR:
            return say(f, T("没有发明人"));
        case OF_TECHNOLOGY:
        case OF_EFFECT:
            return say(f, T("以上都没有"));
        default:
            return say(f, T("不详"));
        }
    if (p == OF_STATUS && word.len == 1 && word.ptr[0] >= '0' && word.ptr[0] <= '2')
        return say(f, status[word.ptr[0] - '0']);
    if (p == OF_STATUS)
        return say(f, T("状态不详"));
    if (p == OF_TYPE)
        return say(f, str_eq(word, STR("A"))   ? T("发明申请")
                      : str_eq(word, STR("B")) ? T("发明授权")
                      : str_eq(word, STR("U")) ? T("实用新型")
                                               : T("外观设计"));
    return str_dup(f->ctx->arena, word);
}

const struct patent_figure *patent_figure(const struct patent_analysis *a, const char *key)
{
    for (size_t i = 0; i < a->figures.n; i++)
        if (str_eq(str_from(a->figures.at[i].key), str_from(key)))
            return &a->figures.at[i];
    return NULL;
}
