/*
 * Import in three steps (a file, the dry run with its mapping, one commit), export of the list as
 * seen, and the files of a matter.
 *
 * The dry run is a page that can be looked at again: its address names the stored file, the mapping
 * comes with the form (maps=COLUMN=FIELD, orgs=NAME=DEPARTMENT), nothing is kept between.
 */
#include <unistd.h>

#include "core/file.h"
#include "core/journal.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/page/import.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"
#include "web/sign.h"

static struct str told(struct ctx *ctx)
{
    if (!ctx->error.message)
        return STR("");
    return tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
}

/* ---- the file -------------------------------------------------------------------------------- */

enum err matter_import_page(struct req *req)
{
    struct matter_import_page v = {0};
    struct ctx *ctx = req->ctx;
    for (size_t i = 0; req->post && i < req->upload_n; i++)
        if (str_eq(req->uploads[i].field, STR("file")))
            return req_redirect(
                req, url_matter_plan(ctx->arena, (struct file_id){req->uploads[i].id}), STR_NULL);
    v.message = req->post ? tr(ctx->lang, T("请先选一个表格文件")) : told(ctx);
    req->title = tr(ctx->lang, T("从表格导入"));
    matter_import_body(req, &v);
    return ERR_OK;
}

/* ---- the dry run ----------------------------------------------------------------------------- */

/* The values of a repeated name, "COLUMN=" (no choice made) left out. */
static struct form_texts texts_of(struct req *req, const char *name)
{
    struct form_pairs from = req->post ? req->pairs : req->query;
    struct str *texts = ARENA_ARRAY(req->ctx->arena, struct str, from.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < from.n; i++) {
        struct str value = from.at[i].value;
        if (str_eq(from.at[i].name, str_from(name)) && !str_empty(value) &&
            !str_ends(value, STR("=")))
            texts[n++] = value;
    }
    return (struct form_texts){texts, n};
}

static void add_option(struct ctx *ctx, struct layout_options *out, struct str left,
                       struct str right, struct str label, bool on)
{
    struct layout_option o = {str_print(ctx->arena, "%.*s=%.*s", STR_ARG(left), STR_ARG(right)),
                              label, on};
    *VEC_ADD(ctx->arena, out) = o;
}

static void fill_columns(struct ctx *ctx, struct matter_plan_page *v,
                         const struct matter_sheet_plan *plan)
{
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct matter_sheet_column *c = &plan->columns.at[i];
        struct matter_plan_column column = {.letters = c->letters, .title = c->title};
        struct str samples = STR("");
        for (size_t k = 0; k < MATTER_SHEET_SAMPLES; k++)
            if (!str_empty(c->samples[k]))
                samples = str_print(ctx->arena, "%.*s%s%.*s", STR_ARG(samples),
                                    str_empty(samples) ? "" : " / ", STR_ARG(c->samples[k]));
        column.samples = samples;
        add_option(ctx, &column.options, c->letters, STR("-"), tr(ctx->lang, T("不导入")),
                   str_empty(c->field));
        for (const struct matter_sheet_choice *f = matter_sheet_choices; f->name; f++)
            add_option(ctx, &column.options, c->letters, str_from(f->name), tr(ctx->lang, f->label),
                       str_eq(c->field, str_from(f->name)));
        *VEC_ADD(ctx->arena, &v->columns) = column;
    }
}

static enum err fill_unknown(struct ctx *ctx, struct matter_plan_page *v,
                             const struct matter_sheet_plan *plan)
{
    struct org *orgs;
    size_t n;
    enum err e = plan->unknown.n ? org_departments(ctx, &orgs, &n) : ERR_OK;
    for (size_t i = 0; !e && i < plan->unknown.n; i++) {
        const struct matter_sheet_unknown *u = &plan->unknown.at[i];
        struct matter_plan_unknown line = {.name = u->name, .rows = u->rows};
        add_option(ctx, &line.options, u->name, STR(""), tr(ctx->lang, T("先不交办")),
                   str_empty(u->nearest));
        for (size_t k = 0; k < n; k++)
            add_option(ctx, &line.options, u->name, orgs[k].name, orgs[k].name,
                       str_eq(u->nearest, orgs[k].name));
        *VEC_ADD(ctx->arena, &v->unknown) = line;
    }
    return e;
}

static void fill_days(struct ctx *ctx, struct matter_plan_page *v,
                      const struct matter_sheet_plan *plan)
{
    for (size_t i = 0; i < plan->words.n; i++) {
        const struct matter_sheet_words *w = &plan->words.at[i];
        size_t k = 0;
        while (k < v->words.n && !str_eq(v->words.at[k].words, w->words))
            k++;
        if (k == v->words.n)
            *VEC_ADD(ctx->arena, &v->words) = (struct matter_plan_words){
                .words = w->words,
                .value = str_print(ctx->arena, "%.*s=?", STR_ARG(w->words)),
                .from = w->proposal,
                .to = w->proposal,
                .taken = w->taken,
            };
        struct matter_plan_words *all = &v->words.at[k];
        all->rows++;
        all->from = w->proposal < all->from ? w->proposal : all->from;
        all->to = w->proposal > all->to ? w->proposal : all->to;
    }
    for (size_t i = 0; i < plan->notes.n && i < MATTER_PLAN_LINES; i++)
        *VEC_ADD(ctx->arena, &v->notes) = plan->notes.at[i];
}

static void fill_lines(struct ctx *ctx, struct matter_plan_page *v,
                       const struct matter_sheet_plan *plan)
{
    static const char *const words[] = {"", T("新增"), T("没有变化"), T("有变化"), T("不能存")};
    static const char *const classes[] = {"", "new", "same", "changed", "bad"};
    for (size_t i = 0; i < plan->lines.n; i++) {
        const struct matter_sheet_line *l = &plan->lines.at[i];
        if (v->lines.n == MATTER_PLAN_LINES && l->outcome != MATTER_ROW_REFUSED) {
            v->more++;
            continue;
        }
        struct matter_plan_line line = {
            .row = l->row,
            .class = str_from(classes[l->outcome]),
            .number = l->number,
            .title = l->title,
            .place = matter_sheet_place(ctx->arena, plan, l->row, l->field),
            .message = l->message,
            .outcome = words[l->outcome],
            .changes = {l->changes, l->change_n},
        };
        *VEC_ADD(ctx->arena, &v->lines) = line;
    }
}

static enum err draw_plan(struct req *req, const struct matter_sheet_plan *plan, struct str message)
{
    struct ctx *ctx = req->ctx;
    struct matter_plan_page v = {
        .file_name = plan->file_name,
        .sheet_name = plan->sheet_name,
        .message = message,
        .action = url_matter_plan(ctx->arena, (struct file_id){req_id(req, "file")}),
        .rows = plan->rows,
        .fresh = plan->new,
        .same = plan->same,
        .changed = plan->changed,
        .refused = plan->refused,
        .hidden = plan->hidden,
        .undispatched = plan->undispatched,
        .commit = plan->new + plan->changed,
    };
    v.may_commit = v.commit > 0;
    fill_columns(ctx, &v, plan);
    enum err e = fill_unknown(ctx, &v, plan);
    if (e)
        return e;
    fill_lines(ctx, &v, plan);
    fill_days(ctx, &v, plan);
    req->title = tr(ctx->lang, T("试算结果"));
    matter_plan_body(req, &v);
    return ERR_OK;
}

enum err matter_plan_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_sheet_plan *plan = NULL;
    struct act_result result = {0};
    struct matter_sheet_in in = {
        .file = req_id(req, "file"),
        .maps = texts_of(req, "maps"),
        .orgs = texts_of(req, "orgs"),
        .dues = texts_of(req, "dues"),
        .sheet = STR(""),
    };
    enum err e = ERR_OK;
    if (req->post && str_empty(form_value(req->pairs, STR("again")))) {
        struct matter_sheet_in commit = in;
        ctx->act_id = req->act_id;
        e = act_run(req->web->config.app_db, ctx, &matter_import_act, &commit, &result);
        ctx->act_id = 0;
        if (!e)
            return req_redirect(req, url_matter_list(ctx->arena), result.message);
    }
    struct str message = told(ctx);
    error_clear(&ctx->error);
    if ((e = matter_sheet_plan(ctx, &in, &plan))) {
        struct matter_import_page v = {.message = told(ctx)};
        if (str_empty(v.message))
            return e;
        req->title = tr(ctx->lang, T("从表格导入"));
        matter_import_body(req, &v);
        return ERR_OK;
    }
    return draw_plan(req, plan, message);
}

/* ---- export ---------------------------------------------------------------------------------- */

struct export_note {
    struct str what;
    int64_t rows;
};

static enum err note_export(struct ctx *ctx, void *arg)
{
    const struct export_note *note = arg;
    struct journal_field fields[] = {
        journal_new("what", note->what),
        journal_int(ctx->arena, "rows", 0, note->rows),
    };
    return journal_add(ctx, "matter", 0, "export", fields, 2);
}

enum err matter_export_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_list_in in = {0};
    bool weekly = !str_empty(req_query(req, "weekly"));
    struct export_note note = {.what = weekly ? STR("weekly") : STR("list")};
    const char *path = req_made_path(req);
    enum err e = matter_list_query(req, &in);
    if (e)
        return e;
    in.after = STR_NULL;
    e = weekly ? matter_weekly_run(ctx, path, &note.rows)
               : matter_export_run(ctx, &in, path, NULL, NULL, &note.rows);
    if (!e)
        e = req_write(req, note_export, &note);
    struct str day = day_text(ctx->arena, ctx_today(ctx));
    struct str name =
        tr_with(ctx->arena, ctx->lang, weekly ? T("事项周报 {}.xlsx") : T("事项清单 {}.xlsx"), day);
    return req_send_made(req, e, name, REQ_XLSX);
}

/* ---- files of a matter ----------------------------------------------------------------------- */

static enum err note_download(struct ctx *ctx, void *arg)
{
    const struct file *file = arg;
    struct journal_field field = journal_new("name", file->name);
    return journal_add(ctx, "file", file->id.n, "download", &field, 1);
}

enum err matter_file_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_view v;
    struct file file;
    int64_t id = req_id(req, "file");
    bool here = false;
    int fd;
    enum err e = matter_find_one(ctx, (struct matter_id){req_id(req, "id")}, &v);
    if (e)
        return e;
    for (size_t i = 0; i < v.files.n; i++)
        here = here || v.files.at[i].id == id;
    if (!here)
        return ERR_NOT_FOUND;
    if ((e = file_get(ctx, (struct file_id){id}, &file)) ||
        (e = file_open(ctx->arena, req->web->config.files_dir, &file, &fd)))
        return e;
    e = req_write(req, note_download, &file);
    if (e) {
        close(fd);
        return e;
    }
    return req_send_file(req, file.name, "application/octet-stream", fd, file.size);
}
