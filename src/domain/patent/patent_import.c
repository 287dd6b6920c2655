#include "domain/patent/patent_import.h"

#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "core/file.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_keep.h"
#include "domain/patent/patent_sheet.h"
#include "engine/patentread/columns.h"
#include "engine/patentread/read.h"
#include "patent_query.h"

enum { FILE_ARENA_MAX = 384 << 20, WALK_DEPTH_MAX = 20 };

struct refusal {
    struct str place, field, message;
};

struct waiting { /* a record of the batch, and where it stood */
    struct patent_record *record;
    struct str place;
    bool repeated;
    enum patent_outcome outcome;
};

struct import {
    const struct app_db *app_db;
    struct ctx *ctx;
    const struct patent_import_in *in;
    struct arena report; /* what is refused: until the end */
    struct arena batch_arena, file_arena;
    struct patent_record *record; /* filled by the readers */
    VEC(struct waiting) batch;
    int64_t fresh, same, changed; /* of the running act */
    VEC(struct patent_ipc_line) lines;
    int64_t total_new, total_same, total_changed, refused_n, rows, noted_n, files, ipc_n;
    VEC(struct refusal) refused, noted;
    struct map seen;  /* keys of the sheet that is read */
    const char *path; /* of the file that is read */
    struct str name;
};

/* The report ---------------------------------------------------------------------------------- */

static void refuse(struct import *im, struct str place, const struct error *why)
{
    struct ctx *ctx = im->ctx;
    im->refused_n++;
    if (im->refused.n == PATENT_REFUSED_MAX)
        return;
    *VEC_ADD(&im->report, &im->refused) = (struct refusal){
        str_dup(&im->report, place), str_dup(&im->report, str_or_empty(why->field)),
        tr_with(&im->report, ctx->lang, why->message ? why->message : T("读取失败"), why->detail)};
}

static void note_day(struct import *im, struct str place, const struct patent_record *r)
{
    if (str_empty(r->bad_day))
        return;
    im->noted_n++;
    if (im->noted.n < PATENT_REFUSED_MAX)
        *VEC_ADD(&im->report, &im->noted) = (struct refusal){
            str_dup(&im->report, place), STR("day"),
            tr_with(&im->report, im->ctx->lang, T("这个日期不存在，没有采用：{}"), r->bad_day)};
}

static void put_list(struct json_out *j, const char *name, const struct refusal *at, size_t n)
{
    json_open(j, name, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "place", at[i].place);
        json_put_str(j, "field", at[i].field);
        json_put_str(j, "message", at[i].message);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_report(struct import *im, struct buf *out)
{
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "files", im->files);
    json_put_int(&j, "rows", im->rows);
    json_put_int(&j, "new", im->total_new);
    json_put_int(&j, "same", im->total_same);
    json_put_int(&j, "changed", im->total_changed);
    json_put_int(&j, "refused_n", im->refused_n);
    put_list(&j, "refused", im->refused.at, im->refused.n);
    json_put_int(&j, "noted_n", im->noted_n);
    put_list(&j, "noted", im->noted.at, im->noted.n);
    if (im->ipc_n)
        json_put_int(&j, "ipc", im->ipc_n);
    json_put_bool(&j, "dry_run", im->in->dry_run);
    json_close(&j, '}');
}

/* Batches ------------------------------------------------------------------------------------- */

static struct str count_text(struct ctx *ctx, int64_t n)
{
    return str_print(ctx->arena, "%lld", (long long)n);
}

/* May run twice: it starts from nothing each time. */
static enum err keep_batch(struct ctx *ctx, void *arg)
{
    struct import *im = arg;
    enum err e = ERR_OK;
    im->fresh = im->same = im->changed = 0;
    for (size_t i = 0; !e && i < im->batch.n; i++) {
        struct waiting *w = &im->batch.at[i];
        int flags =
            (im->in->dry_run ? PATENT_KEEP_LOOK : 0) | (w->repeated ? PATENT_KEEP_REPEATED : 0);
        e = patent_keep(ctx, w->record, w->place, flags, &w->outcome);
        im->fresh += w->outcome == PATENT_NEW;
        im->same += w->outcome == PATENT_SAME;
        im->changed += w->outcome == PATENT_CHANGED;
    }
    if (im->in->dry_run)
        return e;
    if (e || im->fresh + im->changed == 0)
        return e;
    int64_t id;
    struct journal_field fields[] = {
        journal_text("file", STR_NULL, im->name),
        journal_text("new", STR_NULL, count_text(ctx, im->fresh)),
        journal_text("changed", STR_NULL, count_text(ctx, im->changed)),
        journal_text("first", STR_NULL, str_from(im->batch.at[0].record->number.key)),
        journal_text("last", STR_NULL, str_from(im->batch.at[im->batch.n - 1].record->number.key)),
    };
    e = id_next(ctx, &id);
    return e ? e : journal_add(ctx, "patent_import", id, "import", fields, 5);
}

static enum err keep_lines(struct ctx *ctx, void *arg)
{
    struct import *im = arg;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < im->lines.n; i++) {
        const struct patent_ipc_line *l = &im->lines.at[i];
        e = sql_patent_ipc_put(
            ctx->db, &(struct sql_patent_ipc_put_in){ctx->park, l->symbol, l->zh, l->en}, NULL);
    }
    return e;
}

static enum err flush(struct import *im)
{
    struct ctx *ctx = im->ctx;
    struct arena_mark mark = arena_mark(ctx->arena);
    enum err e = ERR_OK;
    if (im->batch.n)
        e = im->in->dry_run || !im->app_db ? keep_batch(ctx, im)
                                           : act_write(im->app_db, ctx, keep_batch, im);
    for (size_t i = 0; !e && i < im->batch.n; i++)
        if (im->batch.at[i].outcome == PATENT_REPEATED)
            refuse(im, im->batch.at[i].place,
                   &(struct error){ERR_CONFLICT, STR("number"),
                                   T("这个号在同一个文件里已经出现过，内容不同，以前一行为准：{}"),
                                   str_from(im->batch.at[i].record->number.key)});
    if (!e && im->batch.n) {
        im->total_new += im->fresh;
        im->total_same += im->same;
        im->total_changed += im->changed;
    }
    if (!e && im->lines.n && !im->in->dry_run)
        e = im->app_db ? act_write(im->app_db, ctx, keep_lines, im) : keep_lines(ctx, im);
    im->ipc_n += (int64_t)im->lines.n;
    im->batch.at = NULL;
    im->batch.n = im->batch.cap = 0;
    im->lines.at = NULL;
    im->lines.n = im->lines.cap = 0;
    im->fresh = im->same = im->changed = 0;
    arena_release(&im->batch_arena);
    arena_init(&im->batch_arena, PATENT_IMPORT_ARENA_MAX);
    if (!e && im->app_db) /* within an act the journal's memory is the arena's */
        arena_reset(ctx->arena, mark);
    return e;
}

static enum err take(struct import *im, struct str place)
{
    im->rows++;
    note_day(im, place, im->record);
    struct waiting *w = VEC_ADD(&im->batch_arena, &im->batch);
    w->record = record_clone(&im->batch_arena, im->record);
    w->place = str_dup(&im->batch_arena, place);
    if (im->record->format >= PATENT_PATSNAP) {
        struct str key = str_dup(&im->report, str_from(im->record->number.key));
        w->repeated = map_put(&im->report, &im->seen, key, im) != NULL;
    }
    if (im->in->progress)
        im->in->progress(im->in->progress_arg, im->rows);
    if (im->batch.n < PATENT_BATCH && im->batch_arena.used < PATENT_BATCH_BYTES)
        return ERR_OK;
    return flush(im);
}

/* Files --------------------------------------------------------------------------------------- */

static enum err on_row(void *arg, enum err refused, const struct error *why, struct str place)
{
    struct import *im = arg;
    if (!refused)
        return take(im, place);
    im->rows++;
    refuse(im, place, why);
    return ERR_OK;
}

static enum err on_line(void *arg, const struct patent_ipc_line *line)
{
    struct import *im = arg;
    *VEC_ADD(&im->batch_arena, &im->lines) = (struct patent_ipc_line){
        str_dup(&im->batch_arena, line->symbol), str_dup(&im->batch_arena, line->zh),
        str_dup(&im->batch_arena, line->en)};
    return im->lines.n < 5000 ? ERR_OK : flush(im);
}

static enum err read_documents(struct import *im, const struct source *source)
{
    struct patentread *reader;
    struct patentread_refused refused;
    enum patentread_got got;
    struct error error = {0};
    enum err e = patentread_open(&im->file_arena, source, im->record, &reader, &error);
    while (!e && !(e = patentread_next(reader, &got, &refused, &error)) && got) {
        if (got == PATENTREAD_REFUSED) {
            im->rows++;
            refuse(im, refused.place, &refused.error);
            continue;
        }
        struct arena_mark mark = arena_mark(&im->file_arena);
        struct str place =
            str_print(&im->file_arena, "%.*s %lld", STR_ARG(im->name), (long long)im->record->line);
        if ((e = take(im, place)))
            return e; /* the database: everything ends */
        arena_reset(&im->file_arena, mark);
    }
    if (e)
        refuse(im, im->name, &error);
    return ERR_OK;
}

static enum err read_file(void *arg)
{
    struct import *im = arg;
    struct source source;
    struct error error = {0};
    char head[8] = {0};
    size_t n = 0;
    enum err e = source_open(&im->file_arena, im->path, PATENT_FILE_MAX, &source, &error);
    if (!e)
        e = source_read(&source, 0, head, sizeof head, &n);
    if (e) {
        refuse(im, im->name, &error);
        return ERR_OK;
    }
    char *start = arena_alloc(&im->file_arena, PATENTREAD_HEAD);
    e = source_read(&source, 0, start, PATENTREAD_HEAD, &n);
    bool zip = n >= 4 && memcmp(head, "PK\3\4", 4) == 0;
    bool ole = n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0;
    struct str text = {start, n};
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_slice(text, 3, text.len);
    text = str_trim(text);
    if (!zip && !ole &&
        (str_starts(text, STR("<")) || patentread_format(text) != PATENT_FORMAT_UNKNOWN))
        return read_documents(im, &source);
    struct patent_sheet_in sheet = {.source = &source,
                                    .path = im->path,
                                    .name = im->name,
                                    .old_xls = ole,
                                    .record = im->record,
                                    .row = on_row,
                                    .line = on_line,
                                    .arg = im};
    enum err stopped = ERR_OK;
    if (patent_sheet_read(&im->file_arena, &sheet, &stopped, &error))
        refuse(im, im->name, &error);
    return stopped;
}

static enum err import_path(struct import *im, const char *path, int depth);

static enum err import_folder(struct import *im, const char *path, int depth)
{
    struct str *names;
    size_t n;
    struct arena arena;
    arena_init(&arena, PATENT_IMPORT_ARENA_MAX);
    enum err e = fs_list(&arena, str_from(path), PATENT_FILES_MAX, &names, &n);
    if (e)
        refuse(im, str_from(path),
               &(struct error){e, STR("file"), T("读不了这个文件夹"), STR_NULL});
    for (size_t i = 0; !e && i < n; i++)
        if (names[i].ptr[0] != '.' &&
            (e = import_path(im, str_c(&arena, fs_join(&arena, str_from(path), names[i])),
                             depth + 1)))
            break;
    arena_release(&arena);
    return im->ctx->error.code ? e : ERR_OK;
}

static enum err import_path(struct import *im, const char *path, int depth)
{
    struct stat st;
    if (depth > WALK_DEPTH_MAX || stat(path, &st)) {
        refuse(im, str_from(path),
               &(struct error){ERR_NOT_FOUND, STR("file"), T("没有这个文件"), STR_NULL});
        return ERR_OK;
    }
    if (S_ISDIR(st.st_mode))
        return import_folder(im, path, depth);
    const char *slash = strrchr(path, '/');
    im->path = path;
    im->name = im->in->name.len ? im->in->name : str_from(slash ? slash + 1 : path);
    im->files++;
    im->seen = (struct map){0};
    arena_init(&im->file_arena, FILE_ARENA_MAX);
    im->ctx->error.code = ERR_OK;
    enum err e = arena_run(&im->file_arena, read_file, im);
    if (e == ERR_LIMIT && !im->ctx->error.code) {
        refuse(im, im->name, &(struct error){e, STR("file"), T("文件超出了内存上限"), STR_NULL});
        e = ERR_OK;
    }
    if (!e)
        e = flush(im); /* also before the next file: the journal names one file per act */
    arena_release(&im->file_arena);
    return e;
}

static enum err families(struct ctx *ctx, void *arg)
{
    return patent_keep_families(ctx, arg);
}

enum err patent_import_run(const struct app_db *app_db, struct ctx *ctx,
                           const struct patent_import_in *in, struct buf *out_json)
{
    struct import *im = ARENA_NEW(ctx->arena, struct import);
    im->app_db = app_db;
    im->ctx = ctx;
    im->in = in;
    im->record = record_new(ctx->arena);
    arena_init(&im->report, PATENT_IMPORT_ARENA_MAX);
    arena_init(&im->batch_arena, PATENT_IMPORT_ARENA_MAX);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < in->n; i++)
        e = import_path(im, str_c(&im->report, in->paths[i]), 0);
    int64_t moved;
    if (!e && !in->dry_run && im->total_new + im->total_changed)
        e = app_db ? act_write(app_db, ctx, families, &moved) : families(ctx, &moved);
    if (!e)
        write_report(im, out_json);
    arena_release(&im->batch_arena);
    arena_release(&im->report);
    return e ? e : buf_full(out_json) ? ERR_LIMIT : ERR_OK;
}

enum { ACT_REPORT_MAX = 4 << 20, ACT_REFUSED_SHOWN = 3 };

/* What the person who uploaded reads: the figures, and the first that were refused. */
static struct str report_sentence(struct ctx *ctx, struct str report)
{
    const struct json *j, *refused;
    struct buf out;
    buf_init(&out, ctx->arena, 8192);
    if (json_parse_up_to(ctx->arena, report, ACT_REPORT_MAX, &j, NULL))
        return STR("");
    buf_add(&out, tr_with(ctx->arena, ctx->lang, T("读了 {} 行"),
                          count_text(ctx, json_int(json_member(j, "rows"), 0))));
    static const struct {
        const char *name, *words;
    } figures[] = {{"new", T("新增 {}")},
                   {"same", T("相同 {}")},
                   {"changed", T("更新 {}")},
                   {"refused_n", T("拒收 {}")}};
    for (size_t i = 0; i < 4; i++) {
        buf_add(&out, tr(ctx->lang, T("，")));
        buf_add(&out, tr_with(ctx->arena, ctx->lang, figures[i].words,
                              count_text(ctx, json_int(json_member(j, figures[i].name), 0))));
    }
    refused = json_member(j, "refused");
    for (size_t i = 0; i < json_count(refused) && i < ACT_REFUSED_SHOWN; i++) {
        const struct json *one = json_element(refused, i);
        buf_add(&out, tr(ctx->lang, i ? T("；") : T("。")));
        buf_add(&out, json_str(json_member(one, "place")));
        buf_char(&out, ' ');
        buf_add(&out, json_str(json_member(one, "message")));
    }
    return buf_str(&out);
}

enum err patent_act_import(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_import_form_in *in = given;
    struct file file;
    struct buf json;
    enum err e = file_get(ctx, (struct file_id){in->files.n ? in->files.at[0] : 0}, &file);
    if (!e && file.person.n != ctx->actor.person.n)
        e = ERR_NOT_FOUND;
    if (e || str_null(ctx->files_dir))
        return ctx_fail(ctx, e ? e : ERR_NOT_FOUND, "file", T("没有这个文件，请重新上传"));
    struct str path = file_path(ctx->arena, ctx->files_dir, file.digest);
    struct patent_import_in ask = {.paths = &path, .n = 1, .name = file.name};
    buf_init(&json, ctx->arena, ACT_REPORT_MAX);
    if ((e = patent_import_run(NULL, ctx, &ask, &json)))
        return e;
    *out =
        (struct act_result){.id = in->files.at[0], .message = report_sentence(ctx, buf_str(&json))};
    return ERR_OK;
}
