/*
 * Collections (专题库) at work: where their records come from, what a version holds, what changed
 * between two of them.
 *
 * What belongs to a collection: what its main query, its joined expressions or its pasted numbers
 * bring, less what people marked out, and whatever they marked in; nothing published after the
 * cut-off. A mark outweighs all else but the cut-off.
 *
 * A version packs its members into blobs of up to 65,536: per member the growth of the id and the
 * record's stamp, as variable-length numbers; so a million members are a few megabytes and some
 * twenty rows, and the writer is not held. The stamp tells whether a record was changed since.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SET_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SET_H

#include "base/vec.h"
#include "core/ctx.h"

enum patent_set_kind { PATENT_SET_QUERY = 0, PATENT_SET_LIST = 1 };

enum {
    PATENT_NUMBERS_MAX = 20000,         /* pasted in one go */
    PATENT_NUMBERS_BYTES_MAX = 1 << 20, /* their text */
    PATENT_LISTED_MAX = 200000,         /* of one collection, as patent_set_query.sql reads */
    PATENT_EXPRS_MAX = 50,
    PATENT_MEMBERS_MAX = 20 * 1000 * 1000,
    PATENT_BLOCK_MEMBERS = 65536,
    PATENT_COMPARED_MAX = 500, /* named of each kind in a comparison */
};

/* What makes a collection, for the walk over the records (patent_hits). `query` holds the main
 * query and every joined expression, each in brackets; of a list without expressions it is STR_NULL
 * and only `listed` counts. `listed` rises. */
struct patent_set_rule {
    struct str query;
    int32_t cutoff;
    const int64_t *listed;
    size_t listed_n;
};
/* ERR_INVALID in words, naming the collection: its own query can no longer be read. */
enum err patent_set_rule(struct ctx *ctx, struct patent_set_id set, struct patent_set_rule *out);

/* Its query as it is understood and printed, the form that versions and measures keep; "" of a list
 * of numbers without expressions. */
enum err patent_set_understood(struct ctx *ctx, const struct patent_set_rule *rule,
                               struct str *out);

/* An arena beside ctx->arena, for what would be too much for a request; it is released with
 * ctx->arena, whichever way that ends, or before by the caller. Use it inside arena_run(): a
 * collection that does not fit is ERR_LIMIT, never an abort. */
struct arena *patent_scratch(struct ctx *ctx, size_t cap);

struct patent_member {
    int64_t id, stamp; /* stamp 0: not kept by the oldest versions */
};

struct patent_frozen_block {
    int64_t n;
    struct str pairs;
};

/* Everything of a version but its number, made before the writer is asked. */
struct patent_frozen {
    struct str query, hash; /* hash: SHA-256 of the keys, sorted, a line each */
    int32_t cutoff;
    int64_t n, stirred; /* stirred: how often the collection was before (patent_owner.h) */
    VEC(struct patent_frozen_block) blocks;
};
enum err patent_freeze_prepare(struct ctx *ctx, struct patent_set_id set,
                               struct patent_frozen **out);

/* Packing, for tests too. members rise by id. */
struct str patent_members_pack(struct arena *arena, const struct patent_member *at, size_t n);
/* false: not what pack wrote, or not n members. */
bool patent_members_unpack(struct str pairs, struct patent_member *out, size_t n);

/* The members of a version, rising; in `arena`. ERR_NOT_FOUND: no such version. */
enum err patent_version_members(struct ctx *ctx, struct arena *arena, struct patent_set_id set,
                                int64_t seq, struct patent_member **out, size_t *out_n);

/* A record that came, went or changed. */
struct patent_moved {
    struct patent_id id;
    struct str key, title, applicant;
    bool gone; /* no longer here at all */
};
typedef VEC(struct patent_moved) patent_moves;

struct patent_compared {
    int64_t from, to; /* versions */
    int64_t from_n, to_n, came_n, went_n, changed_n;
    bool stamps; /* false: one of them is too old to tell what changed */
    struct str from_hash, to_hash, from_query, to_query;
    int64_t from_at, to_at;
    int32_t from_cutoff, to_cutoff;
    patent_moves came, went, changed; /* the first PATENT_COMPARED_MAX of each */
};
enum err patent_versions_compare(struct ctx *ctx, struct patent_set_id set, int64_t from,
                                 int64_t to, struct patent_compared *out);

/* Pasted numbers, a line each (commas and semicolons part them, too): publication numbers with or
 * without kind code, application numbers. The records they name, each once, rising; and a line for
 * each that names none, "CN1X：..." in the reader's language. */
struct patent_numbers {
    VEC(int64_t) ids;
    struct str refused; /* "" or lines */
    int64_t refused_n;
};
enum err patent_numbers_read(struct ctx *ctx, struct str text, struct patent_numbers *out);

/* Records as lists show them, in the order of the ids; what is gone is left out. */
struct patent_hit;
enum err patent_hits_of(struct ctx *ctx, const int64_t *ids, size_t n, struct patent_hit **out,
                        size_t *out_n);

#endif
