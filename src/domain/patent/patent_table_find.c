/* Counts, lists and tables as JSON. */
#include "base/json.h"
#include "domain/patent/patent_dim.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_table.h"

enum { LIST_LIMIT = 20 };

/* What the answer rests on, in every one of them. */
static void put_covered(struct ctx *ctx, struct json_out *j)
{
    struct patent_covered covered;
    if (!patent_index_covered(ctx, &covered))
        patent_covered_put(j, &covered);
}

static enum err done(const struct buf *out)
{
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

enum err patent_find_count(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_query_in *in = given;
    struct patent_list list = {0};
    enum err e = patent_count_of(ctx, in->query, in->set, &list.total, &list.query);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "count", list.total);
    json_put_str(&j, "query", list.query);
    put_covered(ctx, &j);
    json_close(&j, '}');
    return done(out);
}

enum err patent_find_list(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_query_in *in = given;
    struct patent_list list;
    enum err e =
        patent_list(ctx, in->query, in->set, in->limit ? in->limit : LIST_LIMIT, in->skip, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "query", list.query);
    json_put_int(&j, "total", list.total);
    put_covered(ctx, &j);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < list.n; i++) {
        const struct patent_hit *hit = &list.at[i];
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", hit->id.n);
        json_put_str(&j, "number", hit->key);
        json_put_str(&j, "title", hit->title);
        json_put_str(&j, "applicant", hit->applicant);
        json_put_str(&j, "class", hit->ipc);
        json_put_day(&j, "applied", hit->app_day);
        json_put_day(&j, "published", hit->pub_day);
        json_put_str(&j, "legal", hit->legal);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}

static const char *by_name(int64_t by)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (c->value == by)
            return c->name;
    return "all";
}

static void put_row(struct ctx *ctx, struct json_out *j, const struct patent_table *t, size_t row,
                    const char *name)
{
    json_open(j, NULL, '{');
    json_put_str(j, name, t->rows[row]);
    for (size_t k = 0; k < t->column_n; k++)
        json_put_int(j, str_c(ctx->arena, t->columns[k]), t->cells[row * t->column_n + k]);
    json_put_int(j, "total", t->row_total[row]);
    json_close(j, '}');
}

enum err patent_find_table(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_table_form_in *in = given;
    struct patent_table t;
    struct patent_table_in ask = {.query = in->query,
                                  .rows = in->rows ? in->rows : PATENT_BY_OFFICE,
                                  .columns = in->columns,
                                  .day = in->day,
                                  .family = in->unit == 1,
                                  .cumulative = in->cumulative,
                                  .first_class = in->first_class,
                                  .first_name = in->first_name,
                                  .cpc = in->cpc,
                                  .limit = in->limit,
                                  .set = in->set};
    struct patent_dim dim;
    bool firms = ask.rows == PATENT_BY_FIRM || ask.columns == PATENT_BY_FIRM;
    enum err e = firms ? patent_dim_load(ctx, true, 0, 0, &dim) : ERR_OK;
    ask.dim = firms ? &dim : NULL;
    e = e ? e : patent_table(ctx, &ask, &t);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "query", t.query);
    json_put_c(&j, "by", by_name(ask.rows));
    json_put_c(&j, "unit", ask.family ? "family" : "record");
    json_put_bool(&j, "cumulative", ask.cumulative);
    json_put_int(&j, "records", t.records);
    json_put_int(&j, "total", t.total);
    json_put_day(&j, "newest", t.newest);
    json_put_day(&j, "incomplete_from", t.incomplete);
    json_put_int(&j, "row_n", (int64_t)t.row_all);
    put_covered(ctx, &j);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < t.row_n; i++)
        put_row(ctx, &j, &t, i, by_name(ask.rows));
    json_close(&j, ']');
    json_open(&j, "columns", '[');
    for (size_t k = 0; k < t.column_n; k++)
        json_put_str(&j, NULL, t.columns[k]);
    json_close(&j, ']');
    json_open(&j, "column_totals", '[');
    for (size_t k = 0; k < t.column_n; k++)
        json_put_int(&j, NULL, t.column_total[k]);
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}
