/* The heat map and the list of patents as workbooks, as seen; each download is journalled. */
#include "base/i18n.h"
#include "core/journal.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_heat.h"
#include "domain/patent/patent_owner.h"
#include "report/sheet_write.h"
#include "web/dispatch.h"
#include "web/sign.h"

static enum err send_book(struct req *req, enum err made, const char *name)
{
    struct ctx *ctx = req->ctx;
    struct str title = str_print(ctx->arena, "%.*s.xlsx", STR_ARG(tr(ctx->lang, name)));
    return req_send_made(req, made, title, REQ_XLSX);
}

/* What left, how many rows of it, by which question. */
struct sent {
    const char *what;
    size_t rows;
    struct str query, set_name; /* as understood */
};

static enum err note_sent(struct ctx *ctx, void *arg)
{
    const struct sent *s = arg;
    struct journal_field fields[] = {journal_new("what", str_from(s->what)),
                                     journal_new("rows", str_print(ctx->arena, "%zu", s->rows)),
                                     journal_new("query", s->query),
                                     journal_new("set", s->set_name)};
    return journal_add(ctx, "patent", 0, "export", fields, 4);
}

/* A count as a number; what is no count ("不详", "<3", "3.20") as it stands. */
static struct sheet_cell cell_of(struct str text)
{
    int64_t n;
    return str_int(text, &n) ? sheet_cell_int(n) : sheet_cell_text(text);
}

/* The heat map -------------------------------------------------------------------------------- */

static struct str note_of(struct ctx *ctx, const struct heat_ask *ask,
                          const struct patent_heat_page *p)
{
    struct buf text;
    buf_init(&text, ctx->arena, 64 << 10);
    buf_add(&text, tr_with(ctx->arena, ctx->lang, T("检索式：{}"),
                           p->understood.len ? p->understood : tr(ctx->lang, T("全部"))));
    if (ask->set_name.len)
        buf_add(&text, tr_with(ctx->arena, ctx->lang, T("；专题库：{}"), ask->set_name));
    buf_add(&text, tr_with(ctx->arena, ctx->lang, T("；数据截至 {} 公布"),
                           day_text(ctx->arena, p->newest)));
    buf_add(&text, tr(ctx->lang, ask->in.family ? T("；按简单同族计") : T("；按件计")));
    buf_add(&text, tr_with(ctx->arena, ctx->lang, T("；{} 以后申请的还没有公布齐"),
                           day_text(ctx->arena, p->incomplete)));
    if (p->hash.len)
        buf_add(&text, tr_with(ctx->arena, ctx->lang, T("；指纹 {}"), p->hash));
    return buf_str(&text);
}

static void write_row(struct sheet_out *out, struct arena *arena, struct str key, struct str title,
                      const struct patent_heat_cell *cells, size_t n, struct str total)
{
    struct sheet_cell *line = ARENA_ARRAY(arena, struct sheet_cell, n + 3);
    line[0] = sheet_cell_text(key);
    line[1] = sheet_cell_text(title);
    for (size_t i = 0; i < n; i++)
        line[i + 2] = cell_of(cells[i].text);
    line[n + 2] = cell_of(total);
    sheet_out_row(out, line, n + 3);
}

static enum err write_heat(struct req *req, const struct heat_ask *ask,
                           const struct patent_heat_page *p, const char *path)
{
    struct ctx *ctx = req->ctx;
    struct sheet_out *out;
    size_t n = p->columns.n;
    struct sheet_out_column *columns = ARENA_ARRAY(ctx->arena, struct sheet_out_column, n + 3);
    struct patent_heat_cell *totals = ARENA_ARRAY(ctx->arena, struct patent_heat_cell, n + 1);
    columns[0] = (struct sheet_out_column){ask->row_label, 16, false};
    columns[1] = (struct sheet_out_column){tr(ctx->lang, T("类名")), 30, true};
    for (size_t i = 0; i < n; i++) {
        const struct patent_heat_column *c = &p->columns.at[i];
        columns[i + 2] = (struct sheet_out_column){
            c->open ? str_print(ctx->arena, "%.*s *", STR_ARG(c->key)) : c->key, 9, false};
        totals[i] = c->total;
    }
    columns[n + 2] = (struct sheet_out_column){tr(ctx->lang, T("合计")), 9, false};
    struct sheet_tab tab = {.name = tr(ctx->lang, T("热力图")),
                            .title = tr(ctx->lang, T("专利热力图")),
                            .note = note_of(ctx, ask, p),
                            .columns = columns,
                            .n = n + 3};
    enum err e = sheet_out_new(ctx->arena, path, &out, &ctx->error);
    e = e ? e : sheet_out_tab(out, &tab, &ctx->error);
    if (e)
        return e;
    for (size_t r = 0; r < p->rows.n; r++)
        write_row(out, ctx->arena, p->rows.at[r].key, p->rows.at[r].title, p->rows.at[r].cells.at,
                  n, p->rows.at[r].total.text);
    write_row(out, ctx->arena, tr(ctx->lang, T("合计")), STR(""), totals, n, p->total_text);
    return sheet_out_end(out, &ctx->error);
}

enum err patent_heat_sheet_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_heat_page *p = ARENA_NEW(ctx->arena, struct patent_heat_page);
    struct heat_ask *ask = ARENA_NEW(ctx->arena, struct heat_ask);
    enum err e = heat_ask_read(req, ask);
    e = e ? e : heat_fill(req, ask, p);
    if (!e && p->message.len)
        return ctx_fail(ctx, ERR_INVALID, "q", T("检索式读不懂"));
    e = e ? e : write_heat(req, ask, p, req_made_path(req));
    struct sent sent = {"heat", p->rows.n, p->understood, str_or_empty(ask->set_name)};
    e = e ? e : req_write(req, note_sent, &sent);
    return send_book(req, e, T("专利热力图"));
}

/* The list ------------------------------------------------------------------------------------ */

enum err patent_list_sheet_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_list list;
    struct sheet_out *out;
    const struct sheet_out_column columns[] = {
        {tr(ctx->lang, T("公布号")), 18, false},  {tr(ctx->lang, T("名称")), 40, true},
        {tr(ctx->lang, T("申请人")), 28, true},   {tr(ctx->lang, T("主分类")), 14, false},
        {tr(ctx->lang, T("申请日")), 12, false},  {tr(ctx->lang, T("公布日")), 12, false},
        {tr(ctx->lang, T("法律状态")), 20, false}};
    struct patent_owner set = {.name = STR("")};
    int64_t id;
    enum err e = patent_list_asked(req, PATENT_LIST_MAX, 0, &list);
    if (!e && str_int(str_or_empty(req_query(req, "set")), &id) && id > 0)
        e = patent_owner_of(ctx, (struct patent_set_id){id}, &set);
    if (e)
        return e;
    struct str told =
        str_print(ctx->arena, "%lld / %lld", (long long)list.n, (long long)list.total);
    struct sheet_tab tab = {
        .name = tr(ctx->lang, T("专利")),
        .title = tr(ctx->lang, T("专利")),
        .note = str_print(ctx->arena, "%.*s；%.*s",
                          STR_ARG(tr_with(ctx->arena, ctx->lang, T("检索式：{}"), list.query)),
                          STR_ARG(tr_with(ctx->arena, ctx->lang, T("列出 {} 件"), told))),
        .columns = columns,
        .n = 7};
    e = sheet_out_new(ctx->arena, req_made_path(req), &out, &ctx->error);
    e = e ? e : sheet_out_tab(out, &tab, &ctx->error);
    for (size_t i = 0; !e && i < list.n; i++) {
        const struct patent_hit *h = &list.at[i];
        const struct sheet_cell cells[] = {
            sheet_cell_text(h->key),  sheet_cell_text(h->title),  sheet_cell_text(h->applicant),
            sheet_cell_text(h->ipc),  sheet_cell_day(h->app_day), sheet_cell_day(h->pub_day),
            sheet_cell_text(h->legal)};
        sheet_out_row(out, cells, 7);
    }
    e = e ? e : sheet_out_end(out, &ctx->error);
    struct sent sent = {"list", list.n, list.query, set.name};
    e = e ? e : req_write(req, note_sent, &sent);
    return send_book(req, e, T("专利"));
}
