/* 专题库: made, changed, marked, frozen; its expressions measured. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_table.h"
#include "engine/patentnum/num.h"
#include "patent_query.h"

static enum err check_query(struct ctx *ctx, struct str query)
{
    const struct query_node *tree;
    return query_parse(ctx->arena, str_or_empty(query), &tree, &ctx->error);
}

static enum err get_set(struct ctx *ctx, int64_t id, struct sql_patent_set_get_row *out)
{
    enum err e = sql_patent_set_get(
        ctx->db, ctx->arena, &(struct sql_patent_set_get_in){ctx->park, (struct patent_set_id){id}},
        out);
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个专题库")) : e;
}

enum err patent_act_set_add(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_in *in = given;
    struct patent_set_id id;
    enum err e = check_query(ctx, in->query);
    if (e || (e = id_next(ctx, &id.n)))
        return e;
    e = sql_patent_set_add(ctx->db,
                           &(struct sql_patent_set_add_in){
                               ctx->park, id, in->name, in->query, str_or_empty(in->note),
                               ctx->actor.person, ctx->actor.name, in->cutoff, ctx->now_us},
                           NULL);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("已经有这个名称的专题库"));
    struct journal_field fields[] = {journal_text("name", STR_NULL, in->name),
                                     journal_text("query", STR_NULL, in->query),
                                     journal_day(ctx->arena, "cutoff", DAY_NONE, in->cutoff)};
    if (!e)
        e = journal_add(ctx, "patent_set", id.n, "add", fields, 3);
    *out = (struct act_result){.id = id.n, .version = 1, .message = tr(ctx->lang, T("已建立"))};
    return e;
}

enum err patent_act_set_edit(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_edit_in *in = given;
    struct sql_patent_set_get_row was;
    int64_t changed = 0;
    enum err e = check_query(ctx, in->query);
    if (e || (e = get_set(ctx, in->id, &was)))
        return e;
    e = sql_patent_set_put(ctx->db,
                           &(struct sql_patent_set_put_in){ctx->park, was.id, in->name, in->query,
                                                           str_or_empty(in->note), in->cutoff,
                                                           in->version},
                           &changed);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("已经有这个名称的专题库"));
    if (!e && !changed)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("别人刚改过，请看过新的再改"));
    struct journal_field fields[] = {journal_text("name", was.name, in->name),
                                     journal_text("query", was.query, in->query),
                                     journal_day(ctx->arena, "cutoff", was.cutoff, in->cutoff)};
    if (!e)
        e = journal_add(ctx, "patent_set", in->id, "edit", fields, 3);
    *out = (struct act_result){
        .id = in->id, .version = in->version + 1, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

/* Marking by hand: what a person judged outweighs the query. */
enum err patent_act_mark(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_mark_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_by_key_row patent;
    struct patentnum n;
    enum err e = get_set(ctx, in->id, &set);
    if (e || (e = patentnum_read(in->number, DAY_NONE, PATENTNUM_PUBLICATION, &n, &ctx->error)))
        return e;
    e = sql_patent_by_key(ctx->db, ctx->arena,
                          &(struct sql_patent_by_key_in){ctx->park, str_from(n.key)}, &patent);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, e, "number", T("库里没有这件专利：{}"), in->number);
    if (!e)
        e = sql_patent_mark_put(
            ctx->db,
            &(struct sql_patent_mark_put_in){ctx->park, set.id, patent.id,
                                             in->inside == PATENT_MARK_IN, str_or_empty(in->note),
                                             ctx->actor.person, ctx->actor.name, ctx->now_us},
            NULL);
    struct journal_field fields[] = {
        journal_text("patent", STR_NULL, str_from(n.key)),
        journal_text("mark", STR_NULL, in->inside == PATENT_MARK_IN ? STR("in") : STR("out"))};
    if (!e)
        e = journal_add(ctx, "patent_set", in->id, "mark", fields, 2);
    *out = (struct act_result){.id = in->id,
                               .message = in->inside == PATENT_MARK_IN
                                              ? tr(ctx->lang, T("已标为属于"))
                                              : tr(ctx->lang, T("已标为不属于"))};
    return e;
}

struct member {
    int64_t id;
    struct str key;
};

struct members {
    struct arena arena;
    VEC(struct member) all;
    struct map ids;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct members *m = arg;
    *VEC_ADD(&m->arena, &m->all) = (struct member){seen->doc.id, str_dup(&m->arena, seen->key)};
    map_put(&m->arena, &m->ids, str_print(&m->arena, "%lld", (long long)seen->doc.id), m);
    return ERR_OK;
}

static int by_member_key(const void *a, const void *b)
{
    return str_cmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

/* SHA-256 of the publication numbers, sorted, a line each: the same members, the same hash. */
static struct str hash_of_members(struct arena *arena, const struct members *m)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    hash_begin(&h);
    for (size_t i = 0; i < m->all.n; i++) {
        hash_add(&h, m->all.at[i].key);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    return hash_text(arena, digest);
}

static enum err store_version(struct ctx *ctx, const struct sql_patent_set_get_row *set,
                              struct members *m, struct act_result *out)
{
    struct sql_patent_versions_row *before;
    size_t n;
    enum err e = sql_patent_versions(
        ctx->db, ctx->arena, &(struct sql_patent_versions_in){ctx->park, set->id}, &before, &n);
    int64_t seq = n ? before[0].seq + 1 : 1;
    if (m->all.n)
        qsort(m->all.at, m->all.n, sizeof *m->all.at, by_member_key);
    struct str hash = hash_of_members(ctx->arena, m);
    /* A version costs a row per member: the same members once more would only fill the database. */
    if (!e && n && str_eq(before[0].hash, hash))
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("与最近一版的专利完全相同，不必再存"));
    if (!e)
        e = sql_patent_version_add(ctx->db,
                                   &(struct sql_patent_version_add_in){
                                       ctx->park, set->id, seq, set->query, set->cutoff,
                                       (int64_t)m->all.n, hash, ctx->actor.name, ctx->now_us},
                                   NULL);
    for (size_t i = 0; !e && i < m->all.n; i++)
        e = sql_patent_member_add(ctx->db,
                                  &(struct sql_patent_member_add_in){
                                      ctx->park, set->id, seq, (struct patent_id){m->all.at[i].id}},
                                  NULL);
    struct journal_field fields[] = {
        journal_text("version", STR_NULL, str_print(ctx->arena, "%lld", (long long)seq)),
        journal_text("hash", STR_NULL, hash)};
    if (!e)
        e = journal_add(ctx, "patent_set", set->id.n, "freeze", fields, 2);
    *out = (struct act_result){.id = set->id.n,
                               .message = tr_with(ctx->arena, ctx->lang, T("已存为第 {} 版"),
                                                  str_print(ctx->arena, "%lld", (long long)seq))};
    return e;
}

enum err patent_act_freeze(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_one_in *in = given;
    struct sql_patent_set_get_row set;
    struct members m = {0};
    enum err e = get_set(ctx, in->id, &set);
    if (e)
        return e;
    arena_init(&m.arena, (size_t)1 << 30);
    e = patent_hits(ctx, STR(""), in->id, NULL, gather, &m);
    if (!e)
        e = store_version(ctx, &set, &m, out);
    arena_release(&m.arena);
    return e;
}

/* An expression against what people marked: how much of what belongs it finds (recall), how much of
 * what it finds belongs (precision). Records that nobody marked are in neither. */
enum err patent_act_measure(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_measure_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_marks_row *marks;
    struct members m = {0};
    size_t n;
    enum err e = get_set(ctx, in->id, &set);
    if (!e)
        e = sql_patent_marks(ctx->db, ctx->arena, &(struct sql_patent_marks_in){ctx->park, set.id},
                             &marks, &n);
    if (e)
        return e;
    struct str query = str_empty(in->query) ? set.query : in->query;
    struct sql_patent_measure_add_in row = {.park = ctx->park,
                                            .collection = set.id,
                                            .query = query,
                                            .person_name = ctx->actor.name,
                                            .at = ctx->now_us};
    arena_init(&m.arena, (size_t)1 << 30);
    e = patent_hits(ctx, query, 0, NULL, gather, &m);
    for (size_t i = 0; !e && i < n; i++) {
        struct str id = str_print(ctx->arena, "%lld", (long long)marks[i].patent.n);
        bool found = map_get(&m.ids, id) != NULL;
        row.judged += found;
        row.hits += found && marks[i].inside;
        row.missed += !found && marks[i].inside;
    }
    row.found = (int64_t)m.all.n;
    arena_release(&m.arena);
    if (!e && row.hits + row.missed == 0)
        return ctx_fail(ctx, ERR_INVALID, "query", T("还没有人标过“属于”的专利，先标几件再测"));
    if (!e)
        e = id_next(ctx, &row.id);
    if (!e)
        e = sql_patent_measure_add(ctx->db, &row, NULL);
    *out = (struct act_result){.id = in->id, .message = tr(ctx->lang, T("已测"))};
    return e;
}
