#include "core/journal.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/rand.h"
#include "core/journal_write.h"
#include "core/merkle.h"
#include "core/running.h"
#include "core_query.h"
#include "db/db.h"

struct journal_field journal_text(const char *name, struct str before, struct str after)
{
    return (struct journal_field){name, before, after};
}

struct journal_field journal_int(struct arena *arena, const char *name, int64_t before,
                                 int64_t after)
{
    return (struct journal_field){name, str_print(arena, "%lld", (long long)before),
                                  str_print(arena, "%lld", (long long)after)};
}

struct journal_field journal_id(struct arena *arena, const char *name, int64_t before,
                                int64_t after)
{
    struct journal_field f = journal_int(arena, name, before, after);
    if (before == 0)
        f.before = STR_NULL;
    if (after == 0)
        f.after = STR_NULL;
    return f;
}

struct journal_field journal_day(struct arena *arena, const char *name, int32_t before,
                                 int32_t after)
{
    return (struct journal_field){name, before == DAY_NONE ? STR_NULL : day_text(arena, before),
                                  after == DAY_NONE ? STR_NULL : day_text(arena, after)};
}

struct journal_field journal_new(const char *name, struct str value)
{
    return (struct journal_field){name, STR_NULL, value};
}

/* --- the canonical form ---------------------------------------------------------------------- */

void journal_value_hash(const unsigned char *salt, enum journal_side side, struct str value,
                        unsigned char *out_hash)
{
    struct hash h;
    hash_begin(&h);
    hash_add(&h, (struct str){(const char *)salt, JOURNAL_SALT});
    hash_byte(&h, (unsigned char)side);
    hash_byte(&h, !str_null(value));
    hash_add(&h, value);
    hash_end(&h, out_hash);
}

static void add_text(struct buf *buf, struct str s)
{
    buf_u32(buf, (uint32_t)s.len);
    buf_add(buf, s);
}

enum err journal_leaf_hash(struct arena *arena, const struct journal_leaf *leaf,
                           unsigned char *out_hash)
{
    struct arena_mark mark = arena_mark(arena);
    struct buf b;
    buf_init(&b, arena, JOURNAL_BODY_MAX);
    buf_add(&b, STR("lianyuan journal 1\n"));
    buf_u64(&b, (uint64_t)leaf->seq);
    buf_u64(&b, (uint64_t)leaf->act);
    buf_u64(&b, (uint64_t)leaf->person);
    buf_u64(&b, (uint64_t)leaf->at);
    add_text(&b, leaf->verb);
    add_text(&b, leaf->kind);
    buf_u64(&b, (uint64_t)leaf->record);
    buf_add(&b, leaf->fields);
    bool full = buf_full(&b);
    if (!full)
        merkle_leaf(buf_str(&b), out_hash);
    arena_reset(arena, mark);
    return full ? ERR_LIMIT : ERR_OK;
}

struct str journal_frontier(struct arena *arena, const struct merkle *tree)
{
    size_t size = (size_t)merkle_frontier_n(tree) * HASH_SIZE;
    return (struct str){arena_copy(arena, tree->frontier, size), size};
}

bool journal_tree(int64_t size, struct str frontier, struct merkle *out_tree)
{
    *out_tree = (struct merkle){.size = size};
    if (size < 0 || (size_t)merkle_frontier_n(out_tree) * HASH_SIZE != frontier.len)
        return false;
    if (frontier.len) /* of an empty tree the pointer may be NULL */
        memcpy(out_tree->frontier, frontier.ptr, frontier.len);
    return true;
}

/* --- around an act --------------------------------------------------------------------------- */

enum err journal_open(struct ctx *ctx)
{
    assert(ctx->journal == NULL);
    ctx->journal = ARENA_NEW(ctx->arena, struct journal);
    return ERR_OK;
}

void journal_drop(struct ctx *ctx)
{
    ctx->journal = NULL;
}

size_t journal_pending(const struct ctx *ctx)
{
    return ctx->journal != NULL ? ctx->journal->entries : 0;
}

enum err journal_close(struct ctx *ctx)
{
    struct journal *j = ctx->journal;
    ctx->journal = NULL;
    if (j == NULL || j->entries == 0)
        return ERR_OK;
    struct sql_journal_head_put_in in = {ctx->park, j->tree.size,
                                         journal_frontier(ctx->arena, &j->tree), ctx->now_us};
    return sql_journal_head_put(ctx->db, &in, NULL);
}

static enum err load(struct ctx *ctx, struct journal *j)
{
    struct sql_journal_head_get_row row = {0};
    enum err e = sql_journal_head_get(ctx->db, ctx->arena,
                                      &(struct sql_journal_head_get_in){ctx->park}, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!journal_tree(row.size, row.frontier, &j->tree))
        return ctx_fail(ctx, ERR_IO, NULL, T("留痕的首行已损坏，请运行 lianyuan verify"));
    j->loaded = true;
    return ERR_OK;
}

enum err journal_try(struct ctx *ctx, enum err (*fn)(struct ctx *ctx, void *arg), void *arg)
{
    struct journal before = {0};
    if (ctx->journal != NULL)
        before = *ctx->journal;
    enum err e = db_savepoint(ctx->db);
    if (e)
        return e;
    e = fn(ctx, arg);
    if (!e)
        return db_release(ctx->db);
    enum err undone = db_rollback_to(ctx->db);
    if (ctx->journal != NULL) {
        bool took_ids = ctx->journal->id_end != before.id_end;
        *ctx->journal = before;
        if (took_ids) /* the row that gave the old block may have been undone, too */
            ctx->journal->id = ctx->journal->id_end = 0;
    }
    return undone ? undone : e;
}

/* --- adding ---------------------------------------------------------------------------------- */

struct node_target {
    struct ctx *ctx;
};

static enum err keep_node(void *arg, int level, int64_t place, const unsigned char *hash)
{
    struct node_target *t = arg;
    if (level < JOURNAL_NODE_LEVEL)
        return ERR_OK;
    struct sql_journal_node_put_in in = {
        t->ctx->park, level, place, {(const char *)hash, HASH_SIZE}};
    return sql_journal_node_put(t->ctx->db, &in, NULL);
}

static bool same_value(struct str a, struct str b)
{
    return str_null(a) == str_null(b) && str_eq(a, b);
}

/* Writes the values and builds the entry's field part. */
static enum err put_values(struct ctx *ctx, int64_t seq, const struct journal_field *fields,
                           size_t n, struct buf *out_fields)
{
    unsigned char salts[JOURNAL_FIELDS_MAX][JOURNAL_SALT], hash[HASH_SIZE];
    size_t changed = 0, place = 0;
    for (size_t i = 0; i < n; i++)
        changed += !same_value(fields[i].before, fields[i].after);
    rand_bytes(salts, changed * JOURNAL_SALT);
    buf_u32(out_fields, (uint32_t)changed);
    for (size_t i = 0; i < n; i++) {
        const struct journal_field *f = &fields[i];
        if (same_value(f->before, f->after))
            continue;
        struct str name = str_from(f->name);
        add_text(out_fields, name);
        journal_value_hash(salts[place], JOURNAL_BEFORE, f->before, hash);
        buf_add(out_fields, (struct str){(const char *)hash, HASH_SIZE});
        journal_value_hash(salts[place], JOURNAL_AFTER, f->after, hash);
        buf_add(out_fields, (struct str){(const char *)hash, HASH_SIZE});
        struct sql_journal_value_put_in in = {.park = ctx->park,
                                              .seq = seq,
                                              .place = (int64_t)place,
                                              .name = name,
                                              .salt = {(const char *)salts[place], JOURNAL_SALT},
                                              .before = f->before,
                                              .after = f->after};
        enum err e = sql_journal_value_put(ctx->db, &in, NULL);
        if (e)
            return e;
        place++;
    }
    return buf_full(out_fields) ? ERR_LIMIT : ERR_OK;
}

static enum err put_entry(struct ctx *ctx, const char *kind, int64_t record, const char *verb,
                          const struct journal_field *fields, size_t n)
{
    struct journal *j = ctx->journal;
    struct journal_leaf leaf = {.seq = j->tree.size,
                                .act = ctx->act_id,
                                .person = ctx->actor.person.n,
                                .at = ctx->now_us,
                                .verb = str_from(verb),
                                .kind = str_from(kind),
                                .record = record};
    struct buf b;
    buf_init(&b, ctx->arena, JOURNAL_BODY_MAX);
    enum err e = put_values(ctx, leaf.seq, fields, n, &b);
    if (e)
        return e;
    leaf.fields = buf_str(&b);
    unsigned char hash[HASH_SIZE];
    e = journal_leaf_hash(ctx->arena, &leaf, hash);
    if (e)
        return e;
    struct sql_journal_entry_put_in in = {.park = ctx->park,
                                          .seq = leaf.seq,
                                          .act = leaf.act,
                                          .person = ctx->actor.person,
                                          .at = leaf.at,
                                          .verb = leaf.verb,
                                          .kind = leaf.kind,
                                          .record = record,
                                          .fields = leaf.fields,
                                          .leaf = {(const char *)hash, HASH_SIZE}};
    e = sql_journal_entry_put(ctx->db, &in, NULL);
    if (!e)
        e = merkle_add(&j->tree, hash, keep_node, &(struct node_target){ctx});
    j->entries++;
    return e;
}

static enum err add(struct ctx *ctx, const char *kind, int64_t record, const char *verb,
                    const struct journal_field *fields, size_t n)
{
    struct journal *j = ctx->journal;
    assert(n <= JOURNAL_FIELDS_MAX);
    if (j->entries >= JOURNAL_ENTRIES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, NULL, T("一次操作涉及的记录太多"));
    for (size_t i = 0; i < n; i++)
        if (fields[i].before.len > JOURNAL_VALUE_MAX || fields[i].after.len > JOURNAL_VALUE_MAX)
            return ctx_fail_detail(ctx, ERR_LIMIT, fields[i].name, T("{} 的内容太长"),
                                   str_from(fields[i].name));
    enum err e = j->loaded ? ERR_OK : load(ctx, j);
    if (e)
        return e;
    struct arena_mark mark = arena_mark(ctx->arena);
    e = put_entry(ctx, kind, record, verb, fields, n);
    arena_reset(ctx->arena, mark);
    return e;
}

enum err journal_add(struct ctx *ctx, const char *kind, int64_t record, const char *verb,
                     const struct journal_field *fields, size_t n)
{
    if (ctx->journal != NULL)
        return add(ctx, kind, record, verb, fields, n);
    enum err e = journal_open(ctx);
    if (!e)
        e = add(ctx, kind, record, verb, fields, n);
    if (e) {
        journal_drop(ctx);
        return e;
    }
    return journal_close(ctx);
}
