#include "core/verify.h"

#include <string.h>

#include "core/journal_write.h"
#include "core/merkle.h"
#include "core_query.h"

struct verifier {
    struct ctx *ctx;
    struct verify_report *report;
    const struct checkpoint *against;
    struct merkle tree;
    struct arena_mark mark; /* memory of one batch */
};

/* Ends the run: what is wrong, and from which entry on. */
static enum err bad(struct verifier *v, int64_t seq, const char *reason)
{
    v->report->bad_seq = seq;
    v->report->reason = reason;
    v->report->good = false;
    return ERR_INVALID;
}

static uint32_t read_u32(const char *at)
{
    uint32_t n = 0;
    for (int i = 0; i < 4; i++)
        n = n << 8 | (unsigned char)at[i];
    return n;
}

/* The next field of an entry: its name and the two hashes; false when the bytes do not hold it. */
static bool next_field(struct str *rest, struct str *name, const unsigned char **hashes)
{
    if (rest->len < 4)
        return false;
    size_t len = read_u32(rest->ptr);
    if (rest->len - 4 < len || rest->len - 4 - len < (size_t)2 * HASH_SIZE)
        return false;
    *name = str_slice(*rest, 4, 4 + len);
    *hashes = (const unsigned char *)rest->ptr + 4 + len;
    *rest = str_slice(*rest, 4 + len + (size_t)2 * HASH_SIZE, rest->len);
    return true;
}

static bool value_holds(const struct sql_journal_values_row *v, const unsigned char *hashes)
{
    unsigned char hash[HASH_SIZE];
    const unsigned char *salt = (const unsigned char *)v->salt.ptr;
    if (v->salt.len != JOURNAL_SALT)
        return false;
    journal_value_hash(salt, JOURNAL_BEFORE, v->before, hash);
    if (!hash_same(hash, hashes, HASH_SIZE))
        return false;
    journal_value_hash(salt, JOURNAL_AFTER, v->after, hash);
    return hash_same(hash, hashes + HASH_SIZE, HASH_SIZE);
}

struct values {
    struct sql_journal_values_row *at;
    size_t n, next;
};

static enum err check_values(struct verifier *v, const struct sql_journal_entries_row *entry,
                             struct values *values)
{
    struct str rest = entry->fields, name;
    const unsigned char *hashes;
    if (rest.len < 4)
        return bad(v, entry->seq, T("这一条的字段已损坏"));
    uint32_t n = read_u32(rest.ptr);
    rest = str_slice(rest, 4, rest.len);
    for (uint32_t i = 0; i < n; i++) {
        if (!next_field(&rest, &name, &hashes))
            return bad(v, entry->seq, T("这一条的字段已损坏"));
        const struct sql_journal_values_row *row =
            values->next < values->n ? &values->at[values->next++] : NULL;
        if (row == NULL || row->seq != entry->seq || row->place != (int64_t)i)
            return bad(v, entry->seq, T("这一条的内容缺失"));
        if (!str_eq(row->name, name))
            return bad(v, entry->seq, T("这一条的内容被改动"));
        v->report->values++;
        bool redacted = str_null(row->salt);
        v->report->redacted += redacted;
        if (redacted ? !str_null(row->before) || !str_null(row->after) : !value_holds(row, hashes))
            return bad(v, entry->seq, T("这一条的内容被改动"));
    }
    if (rest.len > 0)
        return bad(v, entry->seq, T("这一条的字段已损坏"));
    return ERR_OK;
}

static enum err check_node(void *arg, int level, int64_t place, const unsigned char *hash)
{
    struct verifier *v = arg;
    if (level < JOURNAL_NODE_LEVEL)
        return ERR_OK;
    struct sql_journal_node_get_in in = {v->ctx->park, level, place};
    struct sql_journal_node_get_row row;
    enum err e = sql_journal_node_get(v->ctx->db, v->ctx->arena, &in, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || row.hash.len != HASH_SIZE ||
        !hash_same((const unsigned char *)row.hash.ptr, hash, HASH_SIZE))
        return bad(v, place << level, T("从这一条起的一段与保存的校验值不符"));
    return ERR_OK;
}

static enum err check_against(struct verifier *v)
{
    if (v->against == NULL || v->tree.size != v->against->size)
        return ERR_OK;
    unsigned char root[HASH_SIZE];
    merkle_root(&v->tree, root);
    if (!hash_same(root, v->against->root, HASH_SIZE))
        return bad(v, v->tree.size > 0 ? v->tree.size - 1 : 0,
                   T("到这一条为止的留痕与所给检查点不符：之前的内容被改写过"));
    v->report->against = true;
    return ERR_OK;
}

static enum err check_entry(struct verifier *v, const struct sql_journal_entries_row *entry,
                            struct values *values)
{
    if (entry->seq != v->tree.size)
        return bad(v, v->tree.size, T("缺少这一条"));
    struct journal_leaf leaf = {.seq = entry->seq,
                                .act = entry->act,
                                .person = entry->person.n,
                                .at = entry->at,
                                .verb = entry->verb,
                                .kind = entry->kind,
                                .record = entry->record,
                                .fields = entry->fields};
    unsigned char hash[HASH_SIZE];
    enum err e = journal_leaf_hash(v->ctx->arena, &leaf, hash);
    if (e || entry->leaf.len != HASH_SIZE ||
        !hash_same(hash, (const unsigned char *)entry->leaf.ptr, HASH_SIZE))
        return bad(v, entry->seq, T("这一条被改动"));
    e = check_values(v, entry, values);
    if (!e)
        e = merkle_add(&v->tree, hash, check_node, v);
    if (!e)
        e = check_against(v);
    v->report->entries++;
    return e;
}

/* *out_n: how many entries the batch had; 0 at the end. */
static enum err check_batch(struct verifier *v, size_t *out_n)
{
    struct ctx *ctx = v->ctx;
    struct sql_journal_entries_in in = {ctx->park, v->tree.size, JOURNAL_BATCH};
    struct sql_journal_entries_row *entries;
    enum err e = sql_journal_entries(ctx->db, ctx->arena, &in, &entries, out_n);
    if (e || *out_n == 0)
        return e;
    struct values values = {0};
    struct sql_journal_values_in range = {ctx->park, entries[0].seq, entries[*out_n - 1].seq + 1};
    e = sql_journal_values(ctx->db, ctx->arena, &range, &values.at, &values.n);
    for (size_t i = 0; i < *out_n && !e; i++)
        e = check_entry(v, &entries[i], &values);
    if (!e && values.next != values.n)
        return bad(v, values.at[values.next].seq, T("这一条有多余的内容"));
    return e;
}

static enum err check_end(struct verifier *v, const struct checkpoint *head)
{
    unsigned char root[HASH_SIZE];
    merkle_root(&v->tree, root);
    if (head->size < 0)
        return bad(v, -1, T("首行已损坏"));
    if (v->tree.size != head->size)
        return bad(v, v->tree.size < head->size ? v->tree.size : head->size,
                   v->tree.size < head->size ? T("留痕从这一条起缺失")
                                             : T("从这一条起没有登记在首行中"));
    if (!hash_same(root, head->root, HASH_SIZE))
        return bad(v, -1, T("首行与全部留痕不符"));
    if (v->against != NULL && v->against->size > v->tree.size)
        return bad(v, v->tree.size, T("留痕比所给检查点短：从这一条起缺失"));
    return ERR_OK;
}

static enum err run(struct verifier *v)
{
    enum err e = checkpoint_now(v->ctx, &v->report->head);
    if (e && !v->ctx->error.code)
        return e;
    if (e) { /* the head is damaged; the entries may say more */
        error_clear(&v->ctx->error);
        v->report->head.size = -1;
    } else if (v->against != NULL && !str_eq(v->against->origin, v->report->head.origin)) {
        return bad(v, -1, T("检查点属于另一个园区"));
    }
    e = check_against(v); /* a checkpoint of nothing */
    v->mark = arena_mark(v->ctx->arena);
    for (size_t n = 1; !e && n > 0; arena_reset(v->ctx->arena, v->mark))
        e = check_batch(v, &n);
    return e ? e : check_end(v, &v->report->head);
}

enum err verify_run(struct ctx *ctx, const struct checkpoint *against,
                    struct verify_report *out_report)
{
    *out_report = (struct verify_report){.good = true, .bad_seq = -1};
    struct verifier v = {.ctx = ctx, .report = out_report, .against = against};
    enum err e = run(&v);
    return out_report->good ? e : ERR_OK; /* a finding is an answer, not a failure */
}
