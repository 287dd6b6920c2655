/*
 * Files, stored once per content under DIR/files/aa/bb...; the database has name, type and who.
 *
 *     struct file_in in;
 *     e = file_in_open(arena, dir, &in);            // a temporary file in the same directory
 *     e = file_in_write(&in, bytes);                // as the upload streams in; ERR_LIMIT at 20 MB
 *     e = file_in_close(&in);                       // synced and in place, before any act
 *     e = file_add(ctx, &in, name, &id);            // on the writer: the row, journalled
 *     e = file_attach(ctx, id, "matter", matter.n);
 *
 * Contents that no row names are orphans; file_sweep removes those older than a day. A row that hangs
 * on no record (the act failed after the upload) is forgotten by file_forget. The type is judged by the content, never by the name; files go out as attachments with
 * nosniff, never inline.
 */
#ifndef LIANYUAN_CORE_FILE_H
#define LIANYUAN_CORE_FILE_H

#include "base/hash.h"
#include "core/ctx.h"

enum {
    FILE_SIZE_MAX = 20 * 1024 * 1024,
    FILE_NAME_MAX = 150, /* code points */
    FILES_OF_RECORD_MAX = 100,
    FILE_STRAY_DAYS = 15,
    FILE_STRAY_ROWS = 500, /* forgotten in one turn of the job */
};

struct file_temp; /* the open temporary file; in the arena, which closes and removes it */

struct file_in {
    struct arena *arena;
    struct str dir;
    struct file_temp *temp; /* NULL once it is in its place */
    struct hash hash;
    int64_t size;
    unsigned char head[512]; /* for the type */
    size_t head_n;
    unsigned char digest[HASH_SIZE]; /* after close */
    struct str type;                 /* after close: "application/pdf" */
};

enum err file_in_open(struct arena *arena, struct str dir, struct file_in *out);
enum err file_in_write(struct file_in *in, struct str bytes);
enum err file_in_close(struct file_in *in);
void file_in_drop(struct file_in *in); /* the arena does the same at its end */

struct file {
    struct file_id id;
    struct str name, type;
    int64_t size;
    struct person_id person;
    int64_t at;
    unsigned char digest[HASH_SIZE];
};

/* What the first bytes say: a MIME type, "application/octet-stream" when unknown. */
struct str file_type(struct str head);
/* The name without path, control characters and leading dots; never empty. */
struct str file_clean_name(struct arena *arena, struct str name);

enum err file_add(struct ctx *ctx, const struct file_in *in, struct str name,
                  struct file_id *out_id);
enum err file_get(struct ctx *ctx, struct file_id id, struct file *out);
enum err file_attach(struct ctx *ctx, struct file_id id, const char *kind, int64_t record);
enum err file_detach(struct ctx *ctx, struct file_id id, const char *kind, int64_t record);
enum err file_of(struct ctx *ctx, const char *kind, int64_t record, struct file **out,
                 size_t *out_n);
/* The records a file hangs on, for the caller's sight check. */
struct file_place {
    struct str kind;
    int64_t record;
};
enum err file_places(struct ctx *ctx, struct file_id id, struct file_place **out, size_t *out_n);

/* Path of the content below dir; opening it checks nothing, verify does. */
struct str file_path(struct arena *arena, struct str dir, const unsigned char *digest);
/* An fd for reading; ERR_NOT_FOUND when the store lacks it (doctor's business). */
enum err file_open(struct arena *arena, struct str dir, const struct file *file, int *out_fd);
/* Reads stored contents again and compares them with the hashes that name them: `most` of all, the
 * next ones tomorrow (0 = every one). */
struct file_audit {
    int64_t total, checked, missing, wrong;
    struct str first; /* the name of the first file that is missing or wrong; "" = none */
};
enum err file_audit_run(struct ctx *ctx, struct str dir, int64_t most, struct file_audit *out);

/* Forgets rows that hang on no record after FILE_STRAY_DAYS: their act failed, or never came. Longer
 * than a form's draft lives, which may still name them. Their contents go with the next sweep. */
enum err file_forget(struct ctx *ctx);

/* Removes stored contents that no row names and temporary files, when older than a day. */
enum err file_sweep(struct ctx *ctx, struct str dir, int64_t *out_removed);

#endif
