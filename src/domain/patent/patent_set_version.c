/* Versions of a collection: made without holding the writer, read, compared. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "patent_query.h"
#include "patent_set_query.h"

enum { FREEZE_ARENA_MAX = 1 << 30, PAIR_BYTES_MAX = 20, COMPARE_ARENA_MAX = 1 << 30 };

/* Packing ------------------------------------------------------------------------------------- */

static size_t put_varint(unsigned char *at, uint64_t n)
{
    size_t len = 0;
    do {
        unsigned char low = n & 127;
        n >>= 7;
        at[len++] = n ? low | 128 : low;
    } while (n);
    return len;
}

struct str patent_members_pack(struct arena *arena, const struct patent_member *at, size_t n)
{
    unsigned char *bytes = arena_alloc_array(arena, n + 1, PAIR_BYTES_MAX);
    size_t len = 0;
    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        len += put_varint(bytes + len, (uint64_t)(at[i].id - last));
        len += put_varint(bytes + len, (uint64_t)at[i].stamp);
        last = at[i].id;
    }
    return (struct str){(const char *)bytes, len};
}

static bool get_varint(struct str s, size_t *pos, uint64_t *out)
{
    *out = 0;
    for (unsigned shift = 0; shift < 64 && *pos < s.len; shift += 7) {
        unsigned char byte = (unsigned char)s.ptr[(*pos)++];
        *out |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128))
            return *out <= INT64_MAX && (shift < 63 || byte <= 1);
    }
    return false;
}

bool patent_members_unpack(struct str pairs, struct patent_member *out, size_t n)
{
    size_t pos = 0;
    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t step, stamp;
        if (!get_varint(pairs, &pos, &step) || !get_varint(pairs, &pos, &stamp) || step == 0 ||
            step > (uint64_t)(INT64_MAX - last))
            return false;
        last += (int64_t)step;
        out[i] = (struct patent_member){last, (int64_t)stamp};
    }
    return pos == pairs.len;
}

/* Freezing ------------------------------------------------------------------------------------ */

struct keyed {
    struct str key;
    struct patent_member member;
};

struct freezing {
    struct ctx *ctx;
    struct patent_set_id set;
    struct arena *arena;
    VEC(struct keyed) all;
    struct patent_frozen *out;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct freezing *f = arg;
    if (f->all.n >= PATENT_MEMBERS_MAX)
        return ERR_LIMIT;
    *VEC_ADD(f->arena, &f->all) =
        (struct keyed){str_dup(f->arena, seen->key), {seen->doc.id, seen->stamp}};
    return ERR_OK;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct keyed *)a)->member.id, y = ((const struct keyed *)b)->member.id;
    return x < y ? -1 : x > y;
}

/* The same members, the same hash, in whatever order they were found. */
static struct str hash_keys(struct freezing *f)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    if (f->all.n)
        qsort(f->all.at, f->all.n, sizeof *f->all.at, by_key);
    hash_begin(&h);
    for (size_t i = 0; i < f->all.n; i++) {
        hash_add(&h, f->all.at[i].key);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    return hash_text(f->ctx->arena, digest);
}

static void pack_all(struct freezing *f)
{
    struct patent_member *some = ARENA_ARRAY(f->arena, struct patent_member, PATENT_BLOCK_MEMBERS);
    size_t n = f->all.n;
    if (n)
        qsort(f->all.at, n, sizeof *f->all.at, by_id);
    for (size_t from = 0; from < n; from += PATENT_BLOCK_MEMBERS) {
        size_t k = n - from < PATENT_BLOCK_MEMBERS ? n - from : PATENT_BLOCK_MEMBERS;
        for (size_t i = 0; i < k; i++)
            some[i] = f->all.at[from + i].member;
        struct str pairs = patent_members_pack(f->arena, some, k);
        *VEC_ADD(f->ctx->arena, &f->out->blocks) =
            (struct patent_frozen_block){(int64_t)k, str_dup(f->ctx->arena, pairs)};
    }
}

static enum err freeze(void *arg)
{
    struct freezing *f = arg;
    enum err e = patent_hits(f->ctx, STR(""), f->set.n, NULL, gather, f);
    if (e)
        return e;
    f->out->n = (int64_t)f->all.n;
    f->out->hash = hash_keys(f);
    pack_all(f);
    return ERR_OK;
}

enum err patent_freeze_prepare(struct ctx *ctx, struct patent_set_id set,
                               struct patent_frozen **out)
{
    struct freezing f = {.ctx = ctx, .set = set};
    struct patent_set_rule rule;
    *out = f.out = ARENA_NEW(ctx->arena, struct patent_frozen);
    f.arena = patent_scratch(ctx, FREEZE_ARENA_MAX);
    enum err e = patent_set_stirred(ctx, set, &f.out->stirred); /* before all else is read */
    e = e ? e : patent_set_rule(ctx, set, &rule);
    e = e ? e : patent_set_understood(ctx, &rule, &f.out->query);
    if (e)
        return e;
    f.out->cutoff = rule.cutoff;
    e = arena_run(f.arena, freeze, &f);
    arena_release(f.arena);
    return e == ERR_LIMIT && !ctx->error.code
               ? ctx_fail(ctx, e, "set", T("这个专题库太大，请先缩小检索式"))
               : e;
}

/* Reading ------------------------------------------------------------------------------------- */

static enum err old_members(struct ctx *ctx, struct arena *arena, struct patent_set_id set,
                            int64_t seq, struct patent_member **out, size_t *out_n)
{
    struct sql_patent_members_old_row *rows;
    enum err e = sql_patent_members_old(
        ctx->db, arena, &(struct sql_patent_members_old_in){ctx->park, set, seq}, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(arena, struct patent_member, *out_n + 1);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i].id = rows[i].patent.n;
    return ERR_OK;
}

enum err patent_version_members(struct ctx *ctx, struct arena *arena, struct patent_set_id set,
                                int64_t seq, struct patent_member **out, size_t *out_n)
{
    struct sql_patent_version_get_row version;
    struct sql_patent_blocks_row *blocks;
    size_t n, at = 0;
    enum err e = sql_patent_version_get(
        ctx->db, ctx->arena, &(struct sql_patent_version_get_in){ctx->park, set, seq}, &version);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "version", T("没有这一版")) : e;
    e = sql_patent_blocks(ctx->db, arena, &(struct sql_patent_blocks_in){ctx->park, set, seq},
                          &blocks, &n);
    if (e)
        return e;
    if (n == 0)
        return old_members(ctx, arena, set, seq, out, out_n);
    *out_n = (size_t)version.n;
    *out = ARENA_ARRAY(arena, struct patent_member, *out_n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t k = blocks[i].n < 0 ? 0 : (size_t)blocks[i].n;
        if (k > *out_n - at || !patent_members_unpack(blocks[i].pairs, *out + at, k))
            return ctx_fail(ctx, ERR_IO, "version", T("这一版的成员读不出来"));
        at += k;
    }
    return at == *out_n ? ERR_OK : ctx_fail(ctx, ERR_IO, "version", T("这一版的成员读不出来"));
}

/* Comparing ----------------------------------------------------------------------------------- */

struct comparing {
    struct ctx *ctx;
    struct arena *arena;
    struct patent_set_id set;
    struct patent_compared *out;
};

static enum err name_it(struct comparing *c, patent_moves *moves, int64_t id)
{
    struct ctx *ctx = c->ctx;
    struct sql_patent_line_get_row row;
    if (moves->n >= PATENT_COMPARED_MAX)
        return ERR_OK;
    enum err e = sql_patent_line_get(
        ctx->db, ctx->arena, &(struct sql_patent_line_get_in){ctx->park, (struct patent_id){id}},
        &row);
    if (e == ERR_NOT_FOUND)
        *VEC_ADD(ctx->arena, moves) = (struct patent_moved){.id = {id}, .gone = true};
    else if (!e)
        *VEC_ADD(ctx->arena, moves) =
            (struct patent_moved){{id}, row.key, row.title, row.applicant, false};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err merge(struct comparing *c, const struct patent_member *a, size_t an,
                      const struct patent_member *b, size_t bn)
{
    struct patent_compared *out = c->out;
    size_t i = 0, k = 0;
    enum err e = ERR_OK;
    while (!e && (i < an || k < bn)) {
        if (k == bn || (i < an && a[i].id < b[k].id)) {
            out->went_n++;
            e = name_it(c, &out->went, a[i++].id);
        } else if (i == an || b[k].id < a[i].id) {
            out->came_n++;
            e = name_it(c, &out->came, b[k++].id);
        } else {
            if (a[i].stamp && b[k].stamp && a[i].stamp != b[k].stamp) {
                out->changed_n++;
                e = name_it(c, &out->changed, a[i].id);
            }
            out->stamps = out->stamps && a[i].stamp && b[k].stamp;
            i++, k++;
        }
    }
    return e;
}

static enum err compare(void *arg)
{
    struct comparing *c = arg;
    struct patent_member *a, *b;
    size_t an, bn;
    enum err e = patent_version_members(c->ctx, c->arena, c->set, c->out->from, &a, &an);
    e = e ? e : patent_version_members(c->ctx, c->arena, c->set, c->out->to, &b, &bn);
    return e ? e : merge(c, a, an, b, bn);
}

enum err patent_versions_compare(struct ctx *ctx, struct patent_set_id set, int64_t from,
                                 int64_t to, struct patent_compared *out)
{
    struct sql_patent_version_get_row a, b;
    struct comparing c = {.ctx = ctx, .set = set, .out = out};
    *out = (struct patent_compared){.from = from, .to = to, .stamps = true};
    enum err e = sql_patent_version_get(
        ctx->db, ctx->arena, &(struct sql_patent_version_get_in){ctx->park, set, from}, &a);
    e = e ? e
          : sql_patent_version_get(ctx->db, ctx->arena,
                                   &(struct sql_patent_version_get_in){ctx->park, set, to}, &b);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "version", T("没有这一版")) : e;
    out->from_n = a.n, out->to_n = b.n;
    out->from_hash = a.hash, out->to_hash = b.hash;
    out->from_query = a.query, out->to_query = b.query;
    out->from_at = a.at, out->to_at = b.at;
    out->from_cutoff = a.cutoff, out->to_cutoff = b.cutoff;
    c.arena = patent_scratch(ctx, COMPARE_ARENA_MAX);
    e = arena_run(c.arena, compare, &c);
    arena_release(c.arena);
    return e;
}
