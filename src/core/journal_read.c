/* Reading the journal: the story of a record, the newest entries, checkpoints and proofs. */
#include <string.h>

#include "base/utf8.h"
#include "core/journal.h"
#include "core/journal_write.h"
#include "core/merkle.h"
#include "core/person.h"
#include "core_query.h"

#define ENTRY_OF(r)                                                                                \
    ((struct journal_entry){.seq = (r).seq,                                                        \
                            .act = (r).act,                                                        \
                            .person = (r).person,                                                  \
                            .at = (r).at,                                                          \
                            .verb = (r).verb,                                                      \
                            .kind = (r).kind,                                                      \
                            .record = (r).record})

static enum err fill(struct ctx *ctx, struct journal_entry *e)
{
    struct sql_journal_values_in in = {ctx->park, e->seq, e->seq + 1};
    struct sql_journal_values_row *rows;
    size_t n;
    enum err code = sql_journal_values(ctx->db, ctx->arena, &in, &rows, &n);
    if (code)
        return code;
    struct journal_value *values = ARENA_ARRAY(ctx->arena, struct journal_value, n);
    for (size_t i = 0; i < n; i++)
        values[i] = (struct journal_value){.name = rows[i].name,
                                           .before = rows[i].before,
                                           .after = rows[i].after,
                                           .redacted = str_null(rows[i].salt)};
    e->values = values;
    e->n = n;
    return ERR_OK;
}

static enum err fill_all(struct ctx *ctx, struct journal_entry *entries, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum err e = fill(ctx, &entries[i]);
        if (e)
            return e;
        bool same = i > 0 && entries[i].person.n == entries[i - 1].person.n;
        entries[i].person_name =
            same ? entries[i - 1].person_name : person_name(ctx, entries[i].person);
    }
    return ERR_OK;
}

enum err journal_of(struct ctx *ctx, int64_t record, int64_t after, int32_t limit,
                    struct journal_entry **out, size_t *out_n)
{
    struct sql_journal_of_in in = {ctx->park, record, after, limit};
    struct sql_journal_of_row *rows;
    enum err e = sql_journal_of(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct journal_entry, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = ENTRY_OF(rows[i]);
    return fill_all(ctx, *out, *out_n);
}

static enum err newest_of_all(struct ctx *ctx, int64_t below, int32_t limit,
                              struct journal_entry **out, size_t *out_n)
{
    struct sql_journal_newest_in in = {ctx->park, below, limit};
    struct sql_journal_newest_row *rows;
    enum err e = sql_journal_newest(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct journal_entry, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = ENTRY_OF(rows[i]);
    return ERR_OK;
}

enum err journal_newest(struct ctx *ctx, struct person_id person, int64_t below, int32_t limit,
                        struct journal_entry **out, size_t *out_n)
{
    enum err e;
    if (person.n == 0) {
        e = newest_of_all(ctx, below, limit, out, out_n);
        return e ? e : fill_all(ctx, *out, *out_n);
    }
    struct sql_journal_of_person_in in = {ctx->park, person, below, limit};
    struct sql_journal_of_person_row *rows;
    e = sql_journal_of_person(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct journal_entry, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = ENTRY_OF(rows[i]);
    return fill_all(ctx, *out, *out_n);
}

enum err journal_redact(struct ctx *ctx, int64_t seq, struct str field, struct str reason)
{
    int64_t changed = 0;
    struct sql_journal_redact_in in = {ctx->park, seq, field};
    enum err e = sql_journal_redact(ctx->db, &in, &changed);
    if (e)
        return e;
    if (changed == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "field", T("没有这项内容，或已被抹去"));
    struct journal_field f[] = {journal_new("field", field), journal_new("reason", reason)};
    return journal_add(ctx, "journal", seq, "redact", f, 2);
}

/* --- checkpoints and proofs ------------------------------------------------------------------ */

enum err checkpoint_now(struct ctx *ctx, struct checkpoint *out)
{
    struct sql_park_get_row park;
    struct sql_journal_head_get_row head = {0};
    struct merkle tree;
    enum err e = sql_park_get(ctx->db, ctx->arena, &(struct sql_park_get_in){ctx->park}, &park);
    if (e)
        return e;
    e = sql_journal_head_get(ctx->db, ctx->arena, &(struct sql_journal_head_get_in){ctx->park},
                             &head);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!journal_tree(head.size, head.frontier, &tree))
        return ctx_fail(ctx, ERR_IO, NULL, T("留痕的首行已损坏，请运行 lianyuan verify"));
    *out = (struct checkpoint){.origin = park.origin, .size = tree.size};
    merkle_root(&tree, out->root);
    return ERR_OK;
}

struct str checkpoint_text(struct arena *arena, const struct checkpoint *c)
{
    struct str root = base64_text(arena, (struct str){(const char *)c->root, HASH_SIZE});
    return str_print(arena, "%.*s\n%lld\n%.*s\n", STR_ARG(c->origin), (long long)c->size,
                     STR_ARG(root));
}

bool checkpoint_parse(struct str text, struct checkpoint *out)
{
    struct str rest = text, origin, size, root;
    uint64_t n;
    if (!str_cut(&rest, '\n', &origin) || !str_cut(&rest, '\n', &size) ||
        !str_cut(&rest, '\n', &root))
        return false;
    if (!str_uint(str_trim(size), &n) || n > INT64_MAX || !str_empty(str_trim(rest)))
        return false;
    *out = (struct checkpoint){.origin = str_trim(origin), .size = (int64_t)n};
    return !str_empty(out->origin) && utf8_printable(out->origin) &&
           base64_bytes(str_trim(root), out->root, HASH_SIZE);
}

/* The root of a complete subtree: kept when it is large, made from its leaves when small. */
static enum err read_root(void *arg, int64_t from, int64_t to, unsigned char *out_hash)
{
    struct ctx *ctx = arg;
    int level = __builtin_ctzll((uint64_t)(to - from));
    if (level >= JOURNAL_NODE_LEVEL) {
        struct sql_journal_node_get_in in = {ctx->park, level, from >> level};
        struct sql_journal_node_get_row node;
        enum err e = sql_journal_node_get(ctx->db, ctx->arena, &in, &node);
        if (e || node.hash.len != HASH_SIZE)
            return e ? e : ERR_IO;
        memcpy(out_hash, node.hash.ptr, HASH_SIZE);
        return ERR_OK;
    }
    struct sql_journal_leaves_in in = {ctx->park, from, to};
    struct sql_journal_leaves_row *leaves;
    size_t n;
    enum err e = sql_journal_leaves(ctx->db, ctx->arena, &in, &leaves, &n);
    struct merkle tree = {0};
    for (size_t i = 0; i < n && !e; i++)
        e = leaves[i].leaf.len == HASH_SIZE
                ? merkle_add(&tree, (const unsigned char *)leaves[i].leaf.ptr, NULL, NULL)
                : ERR_IO;
    if (e || tree.size != to - from)
        return e ? e : ERR_IO;
    merkle_root(&tree, out_hash);
    return ERR_OK;
}

enum err journal_inclusion(struct ctx *ctx, int64_t seq, int64_t size, unsigned char **out_hashes,
                           size_t *out_n)
{
    *out_hashes = arena_alloc(ctx->arena, MERKLE_PROOF_MAX * HASH_SIZE);
    return merkle_inclusion(seq, size, read_root, ctx, *out_hashes, out_n);
}

enum err journal_consistency(struct ctx *ctx, int64_t first, int64_t size,
                             unsigned char **out_hashes, size_t *out_n)
{
    *out_hashes = arena_alloc(ctx->arena, MERKLE_PROOF_MAX * HASH_SIZE);
    return merkle_consistency(first, size, read_root, ctx, *out_hashes, out_n);
}
