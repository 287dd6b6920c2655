/*
 * The journal: what was done, by whom, when, in an order that cannot be changed unseen.
 *
 * Every act writes one entry per record that it changed:
 *
 *     struct journal_field f[] = {
 *         journal_text("state", STR("raised"), STR("accepted")),
 *         journal_day(ctx->arena, "due", DAY_NONE, due),
 *     };
 *     e = journal_add(ctx, "matter", id.n, "accept", f, 2);
 *
 * act_run() opens the journal before the act and closes it behind: entries are written as they are
 * added, the head row once at the close, all in the act's own savepoint. Without an open journal an
 * entry is a unit of its own. Who uses db_savepoint() within an act takes journal_try() instead.
 *
 * An entry is immutable. It holds, for each field, SHA-256 over a random salt and the value before,
 * and the same for the value after; the values and the salt stand in journal_value and may later be
 * redacted (set to NULL), which leaves the entry provable. The canonical form of an entry
 *
 *     "lianyuan journal 1\n" u64 seq, u64 act, u64 person, u64 at, text verb, text kind, u64
 * record, u32 number of fields, then per field: text name, 32 bytes H(before), 32 bytes H(after)
 *     (integers big-endian; text = u32 length and bytes)
 *     H(before) = SHA-256(salt, 0x10, 1, value) or SHA-256(salt, 0x10, 0) for "no value"; after
 * 0x11
 *
 * is a leaf of one Merkle tree per park as RFC 9162 section 2.1 has it (leaf hash 0x00, node 0x01).
 * The head row keeps the roots along the right edge, so that an append costs two hashes on average.
 *
 * A checkpoint is three lines: origin, size, root (base64), as printed in reports. Who kept one can
 * later prove that nothing before it was rewritten: verify.h.
 */
#ifndef LIANYUAN_CORE_JOURNAL_H
#define LIANYUAN_CORE_JOURNAL_H

#include "base/hash.h"
#include "core/ctx.h"

enum {
    JOURNAL_FIELDS_MAX = 64,       /* of one entry */
    JOURNAL_ENTRIES_MAX = 200000,  /* of one act: an import of 20,000 rows fits */
    JOURNAL_VALUE_MAX = 256 * 1024 /* bytes of one value; longer ones are a fault of the caller */
};

struct journal_field {
    const char *name;
    struct str before, after; /* STR_NULL = no value */
};

struct journal_field journal_text(const char *name, struct str before, struct str after);
struct journal_field journal_int(struct arena *arena, const char *name, int64_t before,
                                 int64_t after);
/* A reference to a record: 0 is no value. */
struct journal_field journal_id(struct arena *arena, const char *name, int64_t before,
                                int64_t after);
struct journal_field journal_day(struct arena *arena, const char *name, int32_t before,
                                 int32_t after);
/* A value that came to be: nothing before. */
struct journal_field journal_new(const char *name, struct str value);

/* Around one act, on the writer's connection. journal_open sets ctx->journal; journal_close writes
 * the new head and clears it. An act that failed just calls journal_drop. */
enum err journal_open(struct ctx *ctx);
enum err journal_close(struct ctx *ctx);
void journal_drop(struct ctx *ctx);

/* Adds an entry. Fields whose values are equal are left out; an entry without fields is written all
 * the same (a sign-in, an export). ERR_LIMIT over JOURNAL_ENTRIES_MAX or JOURNAL_VALUE_MAX. */
enum err journal_add(struct ctx *ctx, const char *kind, int64_t record, const char *verb,
                     const struct journal_field *fields, size_t n);

/* Runs fn as a part of the act that may fail alone (one row of a bulk act): when it does, database,
 * journal and ids are as before it, and ctx->error says why. */
enum err journal_try(struct ctx *ctx, enum err (*fn)(struct ctx *ctx, void *arg), void *arg);

/* How many entries the running act has made; act_run asserts that an act which changed something
 * left a trace. */
size_t journal_pending(const struct ctx *ctx);

struct journal_value {
    struct str name;
    struct str before, after;
    bool redacted;
};

struct journal_entry {
    int64_t seq, act;
    struct person_id person;
    struct str person_name; /* "" for the console and for nobody */
    int64_t at;
    struct str verb, kind;
    int64_t record;
    const struct journal_value *values;
    size_t n;
};

/* The entries of one record, oldest first from seq `after` (-1: from the start), at most limit. */
enum err journal_of(struct ctx *ctx, int64_t record, int64_t after, int32_t limit,
                    struct journal_entry **out, size_t *out_n);

/* All entries newest first below seq `below` (INT64_MAX: from the newest); person {0} = of all. */
enum err journal_newest(struct ctx *ctx, struct person_id person, int64_t below, int32_t limit,
                        struct journal_entry **out, size_t *out_n);

/* Takes the values of one field of an entry away, for good, and journals that. */
enum err journal_redact(struct ctx *ctx, int64_t seq, struct str field, struct str reason);

struct checkpoint {
    struct str origin;
    int64_t size;
    unsigned char root[HASH_SIZE];
};

enum err checkpoint_now(struct ctx *ctx, struct checkpoint *out);
struct str checkpoint_text(struct arena *arena, const struct checkpoint *checkpoint);
bool checkpoint_parse(struct str text, struct checkpoint *out); /* origin points into text */

/* RFC 9162 2.1.3 and 2.1.4: that entry seq stands in the tree of `size` entries; that the tree of
 * `size` entries begins with the one of `first`. Hashes in the order of the RFC. */
enum err journal_inclusion(struct ctx *ctx, int64_t seq, int64_t size, unsigned char **out_hashes,
                           size_t *out_n);
enum err journal_consistency(struct ctx *ctx, int64_t first, int64_t size,
                             unsigned char **out_hashes, size_t *out_n);

#endif
