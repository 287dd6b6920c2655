#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "core/id.h"
#include "core/journal.h"
#include "core_query.h"

/* --- coming in ------------------------------------------------------------------------------- */

struct file_temp {
    struct str path; /* NUL-terminated: fs_temp made it */
    int fd;          /* -1: nothing to close or remove */
};

static void drop(void *arg)
{
    struct file_temp *temp = arg;
    if (temp->fd >= 0) {
        close(temp->fd);
        unlink(temp->path.ptr);
        temp->fd = -1;
    }
}

void file_in_drop(struct file_in *in)
{
    if (in->temp != NULL)
        drop(in->temp);
    in->temp = NULL;
}

enum err file_in_open(struct arena *arena, struct str dir, struct file_in *out)
{
    *out = (struct file_in){.arena = arena, .dir = str_dup(arena, dir)};
    out->temp = ARENA_NEW(arena, struct file_temp);
    out->temp->fd = -1;
    arena_defer(arena, drop, out->temp);
    enum err e = fs_mkdir(arena, out->dir, 0700);
    if (!e)
        e = fs_temp(arena, out->dir, &out->temp->path, &out->temp->fd);
    hash_begin(&out->hash);
    return e;
}

enum err file_in_write(struct file_in *in, struct str bytes)
{
    if (in->temp == NULL)
        return ERR_IO;
    if (bytes.len > (size_t)(FILE_SIZE_MAX - in->size))
        return ERR_LIMIT;
    size_t more = sizeof in->head - in->head_n;
    more = bytes.len < more ? bytes.len : more;
    if (more > 0)
        memcpy(in->head + in->head_n, bytes.ptr, more);
    in->head_n += more;
    in->size += (int64_t)bytes.len;
    hash_add(&in->hash, bytes);
    return fs_put(in->temp->fd, bytes);
}

struct str file_path(struct arena *arena, struct str dir, const unsigned char *digest)
{
    struct str hex = hash_text(arena, digest);
    return str_print(arena, "%.*s/%.2s/%.2s/%.*s", STR_ARG(dir), hex.ptr, hex.ptr + 2,
                     STR_ARG(hex));
}

/* The content goes to its place even when it is there already: the fresh time of change keeps
 * file_sweep from taking it away before its row is written. */
enum err file_in_close(struct file_in *in)
{
    if (in->temp == NULL)
        return ERR_IO;
    hash_end(&in->hash, in->digest);
    in->type = file_type((struct str){(const char *)in->head, in->head_n});
    struct str path = file_path(in->arena, in->dir, in->digest);
    enum err e = fs_mkdir(in->arena, str_slice(path, 0, path.len - 2 * HASH_SIZE - 1), 0700);
    if (e) {
        file_in_drop(in);
        return e;
    }
    struct file_temp *temp = in->temp;
    int fd = temp->fd;
    temp->fd = -1; /* fs_place closes it, and removes the temporary file when it fails */
    in->temp = NULL;
    return fs_place(in->arena, fd, temp->path, path);
}

/* --- names ----------------------------------------------------------------------------------- */

struct str file_clean_name(struct arena *arena, struct str name)
{
    struct str rest = name;
    for (size_t i = 0; i < name.len; i++) /* what a browser of old sends before the name */
        if (name.ptr[i] == '/' || name.ptr[i] == '\\')
            rest = str_slice(name, i + 1, name.len);
    struct buf b;
    uint32_t rune;
    buf_init(&b, arena, name.len + 16);
    if (utf8_ok(rest))
        while (utf8_next(&rest, &rune))
            if (rune >= 0x20 && rune != 0x7f && !(rune >= 0x80 && rune < 0xa0) &&
                !(rune >= 0x202a && rune <= 0x202e) && !(rune >= 0x2066 && rune <= 0x2069) &&
                !(rune == '.' && b.len == 0))
                utf8_add(&b, rune);
    struct str clean = str_trim(utf8_prefix(buf_str(&b), FILE_NAME_MAX));
    return str_empty(clean) ? STR("附件") : clean;
}

/* --- rows ------------------------------------------------------------------------------------ */

enum err file_add(struct ctx *ctx, const struct file_in *in, struct str name,
                  struct file_id *out_id)
{
    struct str path = file_path(ctx->arena, in->dir, in->digest);
    if (in->temp != NULL || str_empty(in->type) || !fs_exists(ctx->arena, path))
        return ctx_fail(ctx, ERR_IO, "file", T("文件没有保存成功，请重新上传"));
    struct sql_file_put_in row = {.park = ctx->park,
                                  .digest = {(const char *)in->digest, HASH_SIZE},
                                  .size = in->size,
                                  .type = in->type,
                                  .name = file_clean_name(ctx->arena, name),
                                  .person = ctx->actor.person,
                                  .at = ctx->now_us};
    enum err e = id_next(ctx, &row.id.n);
    if (!e)
        e = sql_file_put(ctx->db, &row, NULL);
    if (e)
        return e;
    *out_id = row.id;
    struct journal_field f[] = {journal_new("name", row.name),
                                journal_new("sha256", hash_text(ctx->arena, in->digest))};
    return journal_add(ctx, "file", row.id.n, "add", f, 2);
}

static enum err fill(struct file *out, struct file_id id, struct str name, struct str type,
                     int64_t size, struct person_id person, int64_t at, struct str digest)
{
    *out = (struct file){
        .id = id, .name = name, .type = type, .size = size, .person = person, .at = at};
    if (digest.len != HASH_SIZE)
        return ERR_IO;
    memcpy(out->digest, digest.ptr, HASH_SIZE);
    return ERR_OK;
}

enum err file_get(struct ctx *ctx, struct file_id id, struct file *out)
{
    struct sql_file_get_row r;
    enum err e = sql_file_get(ctx->db, ctx->arena, &(struct sql_file_get_in){ctx->park, id}, &r);
    return e ? e : fill(out, r.id, r.name, r.type, r.size, r.person, r.at, r.digest);
}

enum err file_attach(struct ctx *ctx, struct file_id id, const char *kind, int64_t record)
{
    struct file file;
    struct file *all;
    size_t n;
    enum err e = file_get(ctx, id, &file);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_NOT_FOUND, "files", T("没有这个附件"));
    if (!e)
        e = file_of(ctx, kind, record, &all, &n);
    if (e)
        return e;
    if (n >= FILES_OF_RECORD_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "files", T("附件已达 100 个"));
    struct sql_file_link_put_in in = {.park = ctx->park,
                                      .kind = str_from(kind),
                                      .record = record,
                                      .file = id,
                                      .person = ctx->actor.person,
                                      .at = ctx->now_us};
    int64_t changed = 0;
    e = sql_file_link_put(ctx->db, &in, &changed);
    if (e || changed == 0)
        return e;
    struct journal_field f = journal_new("file", file.name);
    return journal_add(ctx, kind, record, "attach", &f, 1);
}

enum err file_detach(struct ctx *ctx, struct file_id id, const char *kind, int64_t record)
{
    struct file file;
    struct sql_file_link_drop_in in = {ctx->park, str_from(kind), record, id};
    int64_t changed = 0;
    enum err e = file_get(ctx, id, &file);
    if (!e)
        e = sql_file_link_drop(ctx->db, &in, &changed);
    if (e == ERR_NOT_FOUND || (!e && changed == 0))
        return ctx_fail(ctx, ERR_NOT_FOUND, "files", T("没有这个附件"));
    struct journal_field f = journal_text("file", file.name, STR_NULL);
    return e ? e : journal_add(ctx, kind, record, "detach", &f, 1);
}

enum err file_of(struct ctx *ctx, const char *kind, int64_t record, struct file **out,
                 size_t *out_n)
{
    struct sql_file_of_in in = {ctx->park, str_from(kind), record};
    struct sql_file_of_row *r;
    enum err e = sql_file_of(ctx->db, ctx->arena, &in, &r, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct file, *out_n);
    for (size_t i = 0; i < *out_n && !e; i++)
        e = fill(&(*out)[i], r[i].id, r[i].name, r[i].type, r[i].size, r[i].person, r[i].at,
                 r[i].digest);
    return e;
}

enum err file_places(struct ctx *ctx, struct file_id id, struct file_place **out, size_t *out_n)
{
    struct sql_file_places_in in = {ctx->park, id};
    struct sql_file_places_row *rows;
    enum err e = sql_file_places(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct file_place, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct file_place){rows[i].kind, rows[i].record};
    return ERR_OK;
}

enum err file_open(struct arena *arena, struct str dir, const struct file *file, int *out_fd)
{
    *out_fd = open(file_path(arena, dir, file->digest).ptr, O_RDONLY | O_CLOEXEC);
    return *out_fd < 0 ? fs_code(errno) : ERR_OK;
}

/* --- reading again --------------------------------------------------------------------------- */

enum { AUDIT_PAGE = 500, AUDIT_CHUNK = 64 * 1024 };

/* ERR_OK, ERR_NOT_FOUND, or ERR_CONFLICT: the content is another. */
static enum err read_again(struct arena *arena, struct str dir,
                           const struct sql_file_digests_row *row)
{
    unsigned char digest[HASH_SIZE], *chunk = arena_alloc(arena, AUDIT_CHUNK);
    struct hash hash;
    struct file file = {.size = row->size};
    int64_t size = 0;
    ssize_t n;
    int fd;
    if (row->digest.len != HASH_SIZE)
        return ERR_CONFLICT;
    memcpy(file.digest, row->digest.ptr, HASH_SIZE);
    enum err e = file_open(arena, dir, &file, &fd);
    if (e)
        return ERR_NOT_FOUND;
    hash_begin(&hash);
    while ((n = read(fd, chunk, AUDIT_CHUNK)) > 0) {
        hash_add(&hash, (struct str){(const char *)chunk, (size_t)n});
        size += n;
    }
    close(fd);
    hash_end(&hash, digest);
    return n == 0 && size == row->size && memcmp(digest, file.digest, HASH_SIZE) == 0
               ? ERR_OK
               : ERR_CONFLICT;
}

static enum err audit_one(struct ctx *ctx, struct str dir, const struct sql_file_digests_row *row,
                          struct file_audit *out)
{
    struct arena_mark mark = arena_mark(ctx->arena);
    struct file file;
    enum err found = read_again(ctx->arena, dir, row);
    arena_reset(ctx->arena, mark);
    out->checked++;
    out->missing += found == ERR_NOT_FOUND;
    out->wrong += found == ERR_CONFLICT;
    if (!found || !str_empty(out->first))
        return ERR_OK;
    enum err e = file_get(ctx, row->id, &file);
    out->first = e ? STR("") : file.name;
    return e;
}

enum err file_audit_run(struct ctx *ctx, struct str dir, int64_t most, struct file_audit *out)
{
    struct sql_file_digests_in in = {ctx->park, {0}, AUDIT_PAGE};
    struct sql_file_count_row count;
    *out = (struct file_audit){.first = STR("")};
    enum err e =
        sql_file_count(ctx->db, ctx->arena, &(struct sql_file_count_in){ctx->park}, &count);
    if (e)
        return e;
    out->total = count.n;
    int64_t every = most > 0 && count.n > most ? (count.n + most - 1) / most : 1;
    int64_t turn = ctx_today(ctx) % every, at = 0;
    for (;;) {
        struct sql_file_digests_row *rows;
        size_t n;
        if ((e = sql_file_digests(ctx->db, ctx->arena, &in, &rows, &n)) || !n)
            return e;
        for (size_t i = 0; i < n; i++, at++)
            if (at % every == turn && (e = audit_one(ctx, dir, &rows[i], out)))
                return e;
        in.after = rows[n - 1].id;
    }
}

/* --- sweeping -------------------------------------------------------------------------------- */

enum err file_forget(struct ctx *ctx)
{
    struct sql_file_stray_row *rows;
    size_t n = 0;
    enum err e =
        sql_file_stray(ctx->db, ctx->arena,
                       &(struct sql_file_stray_in){
                           ctx->park, ctx->now_us - FILE_STRAY_DAYS * DAY_US, FILE_STRAY_ROWS},
                       &rows, &n);
    for (size_t i = 0; i < n && !e; i++) {
        struct journal_field f[] = {journal_text("name", rows[i].name, STR(""))};
        e = sql_file_drop(ctx->db, &(struct sql_file_drop_in){ctx->park, rows[i].id}, NULL);
        if (!e)
            e = journal_add(ctx, "file", rows[i].id.n, "forget", f, 1);
    }
    return e;
}

enum { SWEEP_NAMES_MAX = 1000000 };

static bool old(struct ctx *ctx, struct str path)
{
    struct stat st;
    return stat(path.ptr, &st) == 0 && S_ISREG(st.st_mode) &&
           (int64_t)st.st_mtime * SECOND_US < ctx->now_us - DAY_US;
}

static bool hex_digest(struct str name, unsigned char *out_digest)
{
    if (name.len != 2 * HASH_SIZE)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        unsigned char high = (unsigned char)(out_digest[i / 2] << 4);
        out_digest[i / 2] = (unsigned char)(high | v);
    }
    return true;
}

/* One stored content: away with it when it is old and no row of any park names it. */
static enum err sweep_one(struct ctx *ctx, struct str path, struct str name, int64_t *removed)
{
    unsigned char digest[HASH_SIZE] = {0};
    if (!hex_digest(name, digest) || !old(ctx, path))
        return ERR_OK;
    struct sql_file_named_in in = {{(const char *)digest, HASH_SIZE}};
    struct sql_file_named_row row;
    enum err e = sql_file_named(ctx->db, ctx->arena, &in, &row);
    if (e || row.n > 0)
        return e;
    e = fs_drop(ctx->arena, path);
    *removed += !e;
    return e;
}

static enum err sweep_dir(struct ctx *ctx, struct str dir, int depth, int64_t *removed)
{
    struct arena_mark mark = arena_mark(ctx->arena);
    struct str *names;
    size_t n;
    enum err e = fs_list(ctx->arena, dir, SWEEP_NAMES_MAX, &names, &n);
    for (size_t i = 0; i < n && !e; i++) {
        struct str path = fs_join(ctx->arena, dir, names[i]);
        bool temp = str_starts(names[i], STR(".tmp-"));
        if (temp && old(ctx, path)) {
            e = fs_drop(ctx->arena, path);
            *removed += !e;
        } else if (!temp && depth < 2 && names[i].len == 2) {
            e = sweep_dir(ctx, path, depth + 1, removed);
        } else if (!temp && depth == 2) {
            e = sweep_one(ctx, path, names[i], removed);
        }
    }
    arena_reset(ctx->arena, mark);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err file_sweep(struct ctx *ctx, struct str dir, int64_t *out_removed)
{
    *out_removed = 0;
    return sweep_dir(ctx, dir, 0, out_removed);
}
