#include "domain/patent/patent_import.h"

#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/zip.h"
#include "core/file.h"
#include "core/id.h"
#include "core/job.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_keep.h"
#include "domain/patent/patent_sheet.h"
#include "engine/patentread/columns.h"
#include "engine/patentread/read.h"
#include "patent_query.h"

enum { FILE_ARENA_MAX = 384 << 20, WALK_DEPTH_MAX = 20, PATENT_LINES = 5000 };
#define FAMILIES_MARK "patent-families"

struct refusal {
    struct str place, field, message;
};

typedef VEC(struct refusal) refusals;

struct waiting { /* a record of the batch, and where it stood */
    struct patent_record *record;
    struct str place;
    bool repeated;
    enum patent_outcome outcome;
};

/* Numbers that the file has named, as the first eight bytes of their digests: two different numbers
 * that share them are not to be met in this universe's patents. 0 = free; grows by doubling. */
struct seen {
    uint64_t *at;
    size_t n, cap;
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
    refusals refused, noted, unused;
    bool families_left; /* there was no memory to join them */
    struct arena touched_arena;
    struct patent_touched touched;
    struct seen seen;  /* of the sheet that is read */
    const char *path;  /* of the file that is read */
    size_t folder_len; /* of its beginning that was given: the rest is its name */
    struct str name;
};

/* The report ---------------------------------------------------------------------------------- */

struct listing {
    struct import *im;
    refusals *list;
    struct str place;
    const struct error *why;
};

static enum err list_one(void *arg)
{
    const struct listing *l = arg;
    struct arena *arena = &l->im->report;
    *VEC_ADD(arena, l->list) = (struct refusal){
        str_dup(arena, l->place), str_dup(arena, str_or_empty(l->why->field)),
        tr_with(arena, l->im->ctx->lang, l->why->message ? l->why->message : T("读取失败"),
                l->why->detail)};
    return ERR_OK;
}

/* Without memory it is counted and not listed. */
static void list(struct import *im, refusals *to, struct str place, const struct error *why)
{
    if (to->n < PATENT_REFUSED_MAX)
        (void)arena_run(&im->report, list_one, &(struct listing){im, to, place, why});
}

static void refuse(struct import *im, struct str place, const struct error *why)
{
    im->refused_n++;
    list(im, &im->refused, place, why);
}

static void note_day(struct import *im, struct str place, const struct patent_record *r)
{
    if (str_empty(r->bad_day))
        return;
    im->noted_n++;
    list(im, &im->noted, place,
         &(struct error){ERR_INVALID, STR("day"), T("这个日期不存在，没有采用：{}"), r->bad_day});
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
    if (im->unused.n)
        put_list(&j, "unused", im->unused.at, im->unused.n);
    if (im->ipc_n)
        json_put_int(&j, "ipc", im->ipc_n);
    if (im->families_left)
        json_put_str(&j, "families", tr(im->ctx->lang, T("内存不够，同族没有重算")));
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
        if (!flags)
            e = patent_touched_add(ctx, w->record, &im->touched);
        if (!e)
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
    if (!e)
        e = mark_set(ctx, FAMILIES_MARK, STR("due"));
    return e ? e : journal_add(ctx, "patent_import", id, "import", fields, 5);
}

static enum err keep_lines(struct ctx *ctx, void *arg)
{
    struct import *im = arg;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < im->lines.n; i++) {
        const struct patent_ipc_line *l = &im->lines.at[i];
        e = sql_patent_ipc_put(
            ctx->db, &(struct sql_patent_ipc_put_in){ctx->park, l->symbol, l->zh, l->en, l->path},
            NULL);
    }
    return e;
}

static enum err flush(struct import *im)
{
    struct ctx *ctx = im->ctx;
    struct arena_mark mark = arena_mark(ctx->arena);
    enum err e = ERR_OK;
    if (im->batch.n)
        e = im->in->dry_run ? keep_batch(ctx, im) : act_write(im->app_db, ctx, keep_batch, im);
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
        e = act_write(im->app_db, ctx, keep_lines, im);
    im->ipc_n += (int64_t)im->lines.n;
    im->batch.at = NULL;
    im->batch.n = im->batch.cap = 0;
    im->lines.at = NULL;
    im->lines.n = im->lines.cap = 0;
    im->fresh = im->same = im->changed = 0;
    arena_release(&im->batch_arena);
    arena_init(&im->batch_arena, PATENT_IMPORT_ARENA_MAX);
    if (!e)
        arena_reset(ctx->arena, mark);
    return e;
}

static enum err grow_seen(void *arg)
{
    struct import *im = arg;
    struct seen old = im->seen, more = {NULL, old.n, old.cap ? old.cap * 2 : 4096};
    more.at = ARENA_ARRAY(&im->report, uint64_t, more.cap);
    for (size_t i = 0; i < old.cap; i++) {
        size_t at = old.at[i] & (more.cap - 1);
        while (old.at[i] && more.at[at])
            at = (at + 1) & (more.cap - 1);
        if (old.at[i])
            more.at[at] = old.at[i];
    }
    im->seen = more;
    return ERR_OK;
}

/* Was the number in this file before? From now on it was. Without memory: not that we know. */
static bool seen_before(struct import *im, struct str key)
{
    unsigned char digest[HASH_SIZE];
    uint64_t code;
    hash_of(key, digest);
    memcpy(&code, digest, sizeof code);
    code += code == 0;
    if (im->seen.n * 2 >= im->seen.cap && arena_run(&im->report, grow_seen, im))
        return false;
    size_t at = code & (im->seen.cap - 1);
    while (im->seen.at[at] && im->seen.at[at] != code)
        at = (at + 1) & (im->seen.cap - 1);
    if (im->seen.at[at])
        return true;
    im->seen.at[at] = code;
    im->seen.n++;
    return false;
}

struct taking {
    struct import *im;
    struct str place;
};

static enum err wait_for_batch(void *arg)
{
    const struct taking *t = arg;
    struct import *im = t->im;
    struct waiting w = {.record = record_clone(&im->batch_arena, im->record),
                        .place = str_dup(&im->batch_arena, t->place)};
    if (im->record->format >= PATENT_PATSNAP)
        w.repeated = seen_before(im, str_from(im->record->number.key));
    *VEC_ADD(&im->batch_arena, &im->batch) = w;
    return ERR_OK;
}

static enum err take(struct import *im, struct str place)
{
    im->rows++;
    note_day(im, place, im->record);
    if (arena_run(&im->batch_arena, wait_for_batch, &(struct taking){im, place}))
        refuse(im, place, &(struct error){ERR_LIMIT, STR(""), T("这一件超出了内存上限"), STR_NULL});
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

struct line_taking {
    struct import *im;
    const struct patent_ipc_line *line;
};

static enum err wait_line(void *arg)
{
    const struct line_taking *t = arg;
    struct arena *arena = &t->im->batch_arena;
    *VEC_ADD(arena, &t->im->lines) =
        (struct patent_ipc_line){str_dup(arena, t->line->symbol), str_dup(arena, t->line->zh),
                                 str_dup(arena, t->line->en), str_dup(arena, t->line->path)};
    return ERR_OK;
}

static enum err on_line(void *arg, const struct patent_ipc_line *line)
{
    struct import *im = arg;
    if (arena_run(&im->batch_arena, wait_line, &(struct line_taking){im, line}))
        refuse(im, im->name,
               &(struct error){ERR_LIMIT, STR(""), T("这一件超出了内存上限"), STR_NULL});
    return im->lines.n < PATENT_LINES ? ERR_OK : flush(im);
}

static void on_unused(void *arg, struct str headings)
{
    struct import *im = arg;
    list(im, &im->unused, im->name,
         &(struct error){ERR_INVALID, STR("columns"), T("这些列没有采用：{}"), headings});
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

/* gzip, zstd, bzip2, xz, 7z, rar: a workbook is a zip, too, and is not meant. */
static bool packed(const char *head, size_t n)
{
    static const char *const magic[] = {"\x1F\x8B",    "\x28\xB5\x2F\xFD", "BZh",
                                        "\xFD\x37zXZ", "7z\xBC\xAF",       "Rar!"};
    for (size_t i = 0; i < sizeof magic / sizeof magic[0]; i++)
        if (n >= strlen(magic[i]) && memcmp(head, magic[i], strlen(magic[i])) == 0)
            return true;
    return false;
}

/* Of a zip: is it a workbook, or an archive of other files? A damaged one is left to the one that
 * reads sheets: it says what is wrong. */
static bool workbook(struct import *im, const struct source *source)
{
    struct unzip *zip;
    size_t entry;
    struct error error = {0};
    return unzip_open(&im->file_arena, source, &zip, &error) ||
           unzip_find(zip, STR("xl/workbook.xml"), &entry);
}

static enum err read_file(void *arg)
{
    struct import *im = arg;
    struct source source;
    struct error error = {0};
    char head[8] = {0};
    size_t n = 0, n_head = 0;
    enum err e = source_open(&im->file_arena, im->path, PATENT_FILE_MAX, &source, &error);
    if (!e)
        e = source_read(&source, 0, head, sizeof head, &n_head);
    if (e) {
        refuse(im, im->name, &error);
        return ERR_OK;
    }
    char *start = arena_alloc(&im->file_arena, PATENTREAD_HEAD);
    e = source_read(&source, 0, start, PATENTREAD_HEAD, &n);
    bool zip = n >= 4 && memcmp(head, "PK\3\4", 4) == 0;
    if (packed(head, n_head) || (zip && !workbook(im, &source))) {
        refuse(
            im, im->name,
            &(struct error){ERR_INVALID, STR("file"), T("这是压缩文件，请先解压：{}"), im->name});
        return ERR_OK;
    }
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
                                    .unused = on_unused,
                                    .arg = im};
    enum err stopped = ERR_OK;
    if (patent_sheet_read(&im->file_arena, &sheet, &stopped, &error))
        refuse(im, im->name, &error);
    return stopped;
}

static enum err import_path(struct import *im, const char *path, int depth);

struct listed_folder {
    struct arena *arena;
    const char *path;
    const char **paths; /* without those whose name begins with a dot */
    size_t n;
};

static enum err list_folder(void *arg)
{
    struct listed_folder *f = arg;
    struct str *names;
    size_t n;
    enum err e = fs_list(f->arena, str_from(f->path), PATENT_FILES_MAX, &names, &n);
    if (e)
        return e;
    f->paths = ARENA_ARRAY(f->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (names[i].ptr[0] != '.')
            f->paths[f->n++] = str_c(f->arena, fs_join(f->arena, str_from(f->path), names[i]));
    return ERR_OK;
}

static enum err import_folder(struct import *im, const char *path, int depth)
{
    struct arena arena;
    arena_init(&arena, PATENT_IMPORT_ARENA_MAX);
    struct listed_folder folder = {&arena, path, NULL, 0};
    enum err e = arena_run(&arena, list_folder, &folder), stopped = ERR_OK;
    if (e)
        refuse(im, str_from(path),
               &(struct error){e, STR("file"), T("读不了这个文件夹"), STR_NULL});
    for (size_t i = 0; !e && !stopped && i < folder.n; i++)
        stopped = import_path(im, folder.paths[i], depth + 1);
    arena_release(&arena);
    return stopped;
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
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (depth > 0 && strlen(path) > im->folder_len)
        name = path + im->folder_len; /* two folders may have a file of the same name */
    im->path = path;
    im->name = im->in->name.len ? im->in->name : str_from(name);
    im->files++;
    im->seen = (struct seen){0};
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

static enum err families_done(struct ctx *ctx, void *arg)
{
    (void)arg;
    return mark_set(ctx, FAMILIES_MARK, STR("done"));
}

/* An import that was broken off behind its last batch has left records that nobody joined: the mark
 * says so, and then every family is looked at, for what it had touched is not known any more. */
static enum err families(struct import *im, bool left)
{
    int64_t moved = 0;
    if (im->in->dry_run || (!left && im->total_new + im->total_changed == 0))
        return ERR_OK;
    enum err e = patent_keep_families(im->app_db, im->ctx, left ? NULL : &im->touched, &moved);
    im->families_left = e == ERR_LIMIT;
    if (!e)
        e = act_write(im->app_db, im->ctx, families_done, NULL);
    return im->families_left ? ERR_OK : e;
}

/* Whether an earlier import did not come to its families. */
static enum err families_due(struct ctx *ctx, bool *out_due)
{
    int64_t at;
    struct str note = STR_NULL;
    enum err e = mark_get(ctx, FAMILIES_MARK, &at, &note);
    *out_due = !e && str_eq(note, STR("due"));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
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
    arena_init(&im->touched_arena, PATENT_IMPORT_ARENA_MAX);
    im->touched.arena = &im->touched_arena;
    bool left;
    enum err e = families_due(ctx, &left);
    for (size_t i = 0; !e && i < in->n; i++) {
        const char *path = str_c(ctx->arena, in->paths[i]);
        im->folder_len = strlen(path) + !str_ends(in->paths[i], STR("/"));
        e = import_path(im, path, 0);
    }
    if (!e)
        e = families(im, left && im->rows);
    if (!e)
        write_report(im, out_json);
    arena_release(&im->touched_arena);
    arena_release(&im->batch_arena);
    arena_release(&im->report);
    return e ? e : buf_full(out_json) ? ERR_LIMIT : ERR_OK;
}
