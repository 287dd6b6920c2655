/* The ledger of promises as JSON, workbook and CSV. */
#include "base/fs.h"
#include "base/json.h"
#include "domain/matter/matter_promise.h"
#include "report/sheet_write.h"
#include "web/i18n.h"

enum { CSV_MAX = 64 * 1024 * 1024 };

/* JSON ----------------------------------------------------------------------------------------- */

static void put_count(struct json_out *j, const struct promise_count *n)
{
    json_put_int(j, "kept", n->kept);
    json_put_int(j, "kept_late", n->kept_late);
    json_put_int(j, "broken", n->broken);
    json_put_int(j, "decided", n->kept + n->kept_late + n->broken);
    json_put_int(j, "gone", n->gone);
}

static void put_org(struct json_out *j, const char *name, const struct promise_org *org)
{
    json_open(j, name, '{');
    if (org->org.n) {
        json_put_id(j, "org", org->org.n);
        json_put_str(j, "name", org->name);
    }
    json_put_int(j, "open", org->open);
    put_count(j, &org->n);
    json_put_int(j, "extended", org->extended);
    json_put_int(j, "handed_back", org->handed_back);
    json_open(j, "months", '[');
    for (size_t i = 0; i < org->months.n; i++) {
        json_open(j, NULL, '{');
        json_put_int(j, "month", org->months.at[i].month);
        put_count(j, &org->months.at[i].n);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

enum err matter_json_promise_ledger(struct ctx *ctx, const void *in, struct buf *out_json)
{
    struct promise_ledger ledger;
    enum err e = matter_promise_ledger(ctx, in, &ledger);
    if (e)
        return e;
    struct json_out j = json_to(out_json);
    json_open(&j, NULL, '{');
    json_put_day(&j, "from", ledger.from);
    json_put_day(&j, "to", ledger.to - 1);
    put_org(&j, "all", &ledger.all);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < ledger.orgs.n; i++)
        put_org(&j, NULL, &ledger.orgs.at[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err matter_json_promise_list(struct ctx *ctx, const void *in, struct buf *out_json)
{
    struct promise_duties duties;
    enum err e = matter_promise_duties(ctx, in, &duties);
    if (e)
        return e;
    struct json_out j = json_to(out_json);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < duties.rows.n; i++) {
        const struct promise_duty *d = &duties.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", d->matter.number);
        json_put_str(&j, "title", d->matter.title);
        json_put_str(&j, "department", d->org_name);
        json_put_day(&j, "first_promise", d->stand.first);
        json_put_day(&j, "promise", d->stand.day);
        json_put_int(&j, "promises", (int64_t)d->promises.n);
        json_put_c(&j, "fate", matter_promise_fate_name(d->stand.fate));
        if (d->month)
            json_put_int(&j, "month", d->month);
        else
            json_put_null(&j, "month");
        json_put_instant(&j, "ended", d->ended_at, ctx->offset_min);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

/* Sheets --------------------------------------------------------------------------------------- */

enum { COLUMNS = 11 };

/* A row per promise: a replaced one says by which day, the last one says how the duty ended. */
static void cells_of(struct ctx *ctx, const struct promise_duty *d, size_t i,
                     struct sheet_cell out[COLUMNS])
{
    const struct promise_made *p = &d->promises.at[i];
    bool last = i + 1 == d->promises.n;
    struct str fate = tr(ctx->lang, matter_promise_fate_word(d->stand.fate));
    if (!last)
        fate = tr_with(ctx->arena, ctx->lang, T("同意延期到 {}"),
                       day_text(ctx->arena, d->promises.at[i + 1].day));
    out[0] = sheet_cell_text(d->matter.number);
    out[1] = sheet_cell_text(d->matter.title);
    out[2] = sheet_cell_text(d->matter.firm_name);
    out[3] = sheet_cell_text(d->org_name);
    out[4] = sheet_cell_int(p->seq);
    out[5] = sheet_cell_day(p->day);
    out[6] = sheet_cell_moment(p->at, ctx->offset_min);
    out[7] = sheet_cell_text(p->person);
    out[8] = sheet_cell_text(p->reason);
    out[9] = sheet_cell_text(fate);
    out[10] = sheet_cell_moment(last ? d->ended_at : 0, ctx->offset_min);
}

static struct sheet_tab tab_of(struct ctx *ctx)
{
    struct sheet_out_column columns[COLUMNS] = {
        {tr(ctx->lang, T("编号")), 12, false},      {tr(ctx->lang, T("事项")), 36, true},
        {tr(ctx->lang, T("企业")), 24, true},       {tr(ctx->lang, T("部门")), 16, false},
        {tr(ctx->lang, T("第几次")), 8, false},     {tr(ctx->lang, T("承诺日期")), 12, false},
        {tr(ctx->lang, T("作出时间")), 18, false},  {tr(ctx->lang, T("作出人")), 12, false},
        {tr(ctx->lang, T("办法或理由")), 36, true}, {tr(ctx->lang, T("后来")), 18, false},
        {tr(ctx->lang, T("结束时间")), 18, false}};
    return (struct sheet_tab){.name = tr(ctx->lang, T("承诺台账")),
                              .title = tr(ctx->lang, T("承诺台账")),
                              .columns = arena_copy(ctx->arena, columns, sizeof columns),
                              .n = COLUMNS};
}

static enum err write_csv(struct ctx *ctx, const struct promise_duties *duties, const char *path,
                          int64_t *out_rows)
{
    struct sheet_tab tab = tab_of(ctx);
    struct sheet_cell cells[COLUMNS];
    struct arena scratch;
    struct buf b;
    buf_init(&b, ctx->arena, CSV_MAX);
    arena_init(&scratch, 16 << 20);
    sheet_out_csv_head(&b, &tab);
    for (size_t k = 0; k < duties->rows.n; k++)
        for (size_t i = 0; i < duties->rows.at[k].promises.n; i++) {
            struct arena_mark mark = arena_mark(&scratch);
            cells_of(ctx, &duties->rows.at[k], i, cells);
            sheet_out_csv_row(&b, &scratch, cells, COLUMNS);
            arena_reset(&scratch, mark);
            ++*out_rows;
        }
    arena_release(&scratch);
    enum err e = buf_full(&b) ? ERR_LIMIT : fs_write(ctx->arena, str_from(path), buf_str(&b), 0644);
    return e ? ctx_fail_detail(ctx, e, "file", T("不能写文件：{}"), str_from(path)) : ERR_OK;
}

static enum err write_book(struct ctx *ctx, const struct promise_duties *duties, const char *path,
                           int64_t *out_rows)
{
    struct sheet_tab tab = tab_of(ctx);
    struct sheet_cell cells[COLUMNS];
    struct error error = {0};
    struct sheet_out *book;
    enum err e = sheet_out_new(ctx->arena, path, &book, &error);
    if (!e)
        e = sheet_out_tab(book, &tab, &error);
    for (size_t k = 0; !e && k < duties->rows.n; k++)
        for (size_t i = 0; i < duties->rows.at[k].promises.n; i++) {
            cells_of(ctx, &duties->rows.at[k], i, cells);
            sheet_out_row(book, cells, COLUMNS);
            ++*out_rows;
        }
    if (!e)
        e = sheet_out_end(book, &error);
    return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}

enum err matter_promise_export(struct ctx *ctx, const struct matter_promise_in *in, bool csv,
                               const char *path, int64_t *out_rows)
{
    struct promise_duties duties;
    *out_rows = 0;
    enum err e = matter_promise_duties(ctx, in, &duties);
    if (e)
        return e;
    return csv ? write_csv(ctx, &duties, path, out_rows) : write_book(ctx, &duties, path, out_rows);
}
