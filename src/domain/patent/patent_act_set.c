/* 专题库: made, changed, frozen; its numbers and expressions. */
#include "base/i18n.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "patent_owner_query.h"
#include "patent_query.h"
#include "patent_set_query.h"

enum { REFUSED_TOLD = 3 };

static enum err check_query(struct ctx *ctx, struct str query)
{
    const struct query_node *tree;
    return query_parse(ctx->arena, str_or_empty(query), &tree, &ctx->error);
}

enum err patent_set_of(struct ctx *ctx, int64_t id, struct sql_patent_set_get_row *out)
{
    enum err e = sql_patent_set_get(
        ctx->db, ctx->arena, &(struct sql_patent_set_get_in){ctx->park, (struct patent_set_id){id}},
        out);
    if (e == ERR_NOT_FOUND || (!e && out->closed))
        return ctx_fail(ctx, ERR_NOT_FOUND, "set", T("没有这个专题库"));
    return e;
}

/* Numbers ------------------------------------------------------------------------------------- */

static enum err read_numbers(struct ctx *ctx, struct str text, const struct patent_numbers **out)
{
    struct patent_numbers *found = ARENA_NEW(ctx->arena, struct patent_numbers);
    enum err e = patent_numbers_read(ctx, text, found);
    if (!e && found->ids.n == 0)
        return ctx_fail_detail(ctx, ERR_INVALID, "numbers", T("一个号也没有找到：{}"),
                               found->refused.len ? found->refused : text);
    *out = found;
    return e;
}

enum err patent_prepare_set_add(struct ctx *ctx, void *given)
{
    struct patent_set_in *in = given;
    return str_empty(in->numbers) ? ERR_OK : read_numbers(ctx, in->numbers, &in->found);
}

enum err patent_prepare_numbers(struct ctx *ctx, void *given)
{
    struct patent_set_numbers_in *in = given;
    struct sql_patent_set_get_row set;
    enum err e = patent_set_own(ctx, in->set, &set);
    return e ? e : read_numbers(ctx, in->numbers, &in->found);
}

static enum err add_numbers(struct ctx *ctx, struct patent_set_id set,
                            const struct patent_numbers *found)
{
    struct sql_patent_listed_count_row all;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < found->ids.n; i++)
        e = sql_patent_listed_add(
            ctx->db, &(struct sql_patent_listed_add_in){ctx->park, set, {found->ids.at[i]}}, NULL);
    e = e ? e
          : sql_patent_listed_count(ctx->db, ctx->arena,
                                    &(struct sql_patent_listed_count_in){ctx->park, set}, &all);
    if (!e && all.n > PATENT_LISTED_MAX) /* more of them could not be read any more */
        return ctx_fail(ctx, ERR_LIMIT, "numbers", T("一个专题库最多收二十万个号，请另建一个"));
    return e ? e : patent_set_stir(ctx, set);
}

/* "收 120 件，2 个号没有收：CN1X：看不出是专利号；…": the page of the collection lists them all. */
static struct str told(struct ctx *ctx, const struct patent_numbers *found)
{
    struct buf text;
    struct str rest = found->refused, line;
    buf_init(&text, ctx->arena, 4096);
    buf_add(&text, tr_with(ctx->arena, ctx->lang, T("收下 {} 件"),
                           str_print(ctx->arena, "%zu", found->ids.n)));
    if (found->refused_n)
        buf_add(&text, tr_with(ctx->arena, ctx->lang, T("，{} 个号没有收"),
                               str_print(ctx->arena, "%lld", (long long)found->refused_n)));
    for (int i = 0; found->refused_n && i < REFUSED_TOLD && str_cut(&rest, '\n', &line); i++) {
        buf_add(&text, i ? STR("；") : STR("："));
        buf_add(&text, line);
    }
    return buf_str(&text);
}

enum err patent_act_set_numbers(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_numbers_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_set_rule_row rule;
    const struct patent_numbers *found = in->found;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e
          : sql_patent_set_rule(ctx->db, ctx->arena,
                                &(struct sql_patent_set_rule_in){ctx->park, set.id}, &rule);
    if (!e && rule.kind != PATENT_SET_LIST)
        return ctx_fail(ctx, ERR_INVALID, "numbers",
                        T("这个专题库由检索式圈定；个别的专利请用“标为属于”加进来"));
    if (!e && !found)
        e = read_numbers(ctx, in->numbers, &found);
    e = e ? e : add_numbers(ctx, set.id, found);
    e = e ? e
          : sql_patent_set_refused_put(
                ctx->db, &(struct sql_patent_set_refused_put_in){ctx->park, set.id, found->refused},
                NULL);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_text("numbers", STR_NULL, str_print(ctx->arena, "%zu", found->ids.n))};
    *out =
        (struct act_result){.id = in->set, .version = set.version + 1, .message = told(ctx, found)};
    return journal_add(ctx, "patent_set", in->set, "numbers", fields, 1);
}

/* The collection ------------------------------------------------------------------------------ */

/* With more of them no page that lists collections could be shown. */
static enum err room_for_one(struct ctx *ctx)
{
    struct sql_patent_sets_count_row all;
    enum err e = sql_patent_sets_count(ctx->db, ctx->arena,
                                       &(struct sql_patent_sets_count_in){ctx->park}, &all);
    return !e && all.n >= PATENT_SETS_MAX
               ? ctx_fail(ctx, ERR_LIMIT, "name",
                          T("专题库已有一千个，不能再建；请修改一个用不着的"))
               : e;
}

static enum err check_source(struct ctx *ctx, const struct patent_set_in *in)
{
    if (str_empty(in->query) && str_empty(in->numbers))
        return ctx_fail(ctx, ERR_INVALID, "query", T("请写检索式，或贴上专利号清单"));
    if (!str_empty(in->query) && !str_empty(in->numbers))
        return ctx_fail(ctx, ERR_INVALID, "numbers", T("检索式和专利号清单只填一样"));
    return check_query(ctx, in->query);
}

enum err patent_act_set_add(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_in *in = given;
    const struct patent_numbers *found = in->found;
    struct patent_set_id id;
    bool list = !str_empty(in->numbers);
    enum err e = check_source(ctx, in);
    e = e ? e : room_for_one(ctx);
    if (!e && list && !found)
        e = read_numbers(ctx, in->numbers, &found);
    if (e || (e = id_next(ctx, &id.n)))
        return e;
    e = sql_patent_set_add_kind(
        ctx->db,
        &(struct sql_patent_set_add_kind_in){
            ctx->park, id, in->name, str_or_empty(in->query), str_or_empty(in->note),
            ctx->actor.person, ctx->actor.name, ctx->actor.org, in->cutoff, ctx->now_us,
            list ? PATENT_SET_LIST : PATENT_SET_QUERY, list ? found->refused : STR("")},
        NULL);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("已经有这个名称的专题库"));
    if (!e && list)
        e = add_numbers(ctx, id, found);
    struct journal_field fields[] = {
        journal_text("name", STR_NULL, in->name),
        journal_text("query", STR_NULL, str_or_empty(in->query)),
        journal_text("numbers", STR_NULL, str_print(ctx->arena, "%zu", list ? found->ids.n : 0)),
        journal_day(ctx->arena, "cutoff", DAY_NONE, in->cutoff)};
    if (!e)
        e = journal_add(ctx, "patent_set", id.n, "add", fields, 4);
    *out = (struct act_result){
        .id = id.n, .version = 1, .message = list ? told(ctx, found) : tr(ctx->lang, T("已建立"))};
    return e;
}

enum err patent_act_set_edit(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_edit_in *in = given;
    struct sql_patent_set_get_row was;
    struct sql_patent_set_rule_row rule;
    int64_t changed = 0;
    enum err e = patent_set_own(ctx, in->set, &was);
    if (e || (e = check_query(ctx, in->query)) ||
        (e = sql_patent_set_rule(ctx->db, ctx->arena,
                                 &(struct sql_patent_set_rule_in){ctx->park, was.id}, &rule)))
        return e;
    if (rule.kind == PATENT_SET_QUERY && str_empty(in->query))
        return ctx_fail(ctx, ERR_INVALID, "query", T("请写检索式"));
    if (rule.kind == PATENT_SET_LIST && !str_empty(in->query))
        return ctx_fail(ctx, ERR_INVALID, "query",
                        T("这个专题库是专利号清单；要加检索式，请用“加一条检索式”"));
    e = sql_patent_set_put(
        ctx->db,
        &(struct sql_patent_set_put_in){ctx->park, was.id, in->name, str_or_empty(in->query),
                                        str_or_empty(in->note), in->cutoff, in->version},
        &changed);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("已经有这个名称的专题库"));
    if (!e && !changed)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("别人刚改过，请看过新的再改"));
    e = e ? e : patent_set_stir(ctx, was.id);
    struct journal_field fields[] = {journal_text("name", was.name, in->name),
                                     journal_text("query", was.query, str_or_empty(in->query)),
                                     journal_day(ctx->arena, "cutoff", was.cutoff, in->cutoff)};
    if (!e)
        e = journal_add(ctx, "patent_set", in->set, "edit", fields, 3);
    *out = (struct act_result){
        .id = in->set, .version = in->version + 1, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

/* Expressions --------------------------------------------------------------------------------- */

enum err patent_act_expr_add(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_expr_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_exprs_row *rows;
    struct patent_set_rule rule;
    struct patent_expr_id id;
    size_t n;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e : check_query(ctx, in->query);
    e = e ? e
          : sql_patent_exprs(ctx->db, ctx->arena, &(struct sql_patent_exprs_in){ctx->park, set.id},
                             &rows, &n);
    if (!e && n >= PATENT_EXPRS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "query", T("一个专题库的检索式太多了，请先去掉几条"));
    e = e ? e : id_next(ctx, &id.n);
    e = e ? e
          : sql_patent_expr_add(ctx->db,
                                &(struct sql_patent_expr_add_in){ctx->park, id, set.id, in->name,
                                                                 in->query, in->joined,
                                                                 ctx->actor.name, ctx->now_us},
                                NULL);
    e = e ? e : patent_set_stir(ctx, set.id);
    e = e ? e : patent_set_rule(ctx, set.id, &rule); /* together they may be too long */
    if (!e && !str_null(rule.query))
        e = check_query(ctx, rule.query);
    struct journal_field fields[] = {
        journal_text("name", STR_NULL, in->name), journal_text("query", STR_NULL, in->query),
        journal_text("joined", STR_NULL, in->joined ? STR("1") : STR("0"))};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "expression", fields, 3);
    *out = (struct act_result){.id = in->set, .message = tr(ctx->lang, T("已加上"))};
    return e;
}

enum err patent_act_expr_drop(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_expr_drop_in *in = given;
    struct sql_patent_set_get_row set;
    int64_t changed = 0;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e
          : sql_patent_expr_drop(ctx->db,
                                 &(struct sql_patent_expr_drop_in){ctx->park, {in->expr}, set.id},
                                 &changed);
    if (!e && !changed)
        return ctx_fail(ctx, ERR_NOT_FOUND, "expr", T("没有这条检索式"));
    e = e ? e : patent_set_stir(ctx, set.id);
    struct journal_field fields[] = {
        journal_text("expression", str_print(ctx->arena, "%lld", (long long)in->expr), STR_NULL)};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "expression_drop", fields, 1);
    *out = (struct act_result){.id = in->set, .message = tr(ctx->lang, T("已去掉"))};
    return e;
}

/* Freezing ------------------------------------------------------------------------------------ */

enum err patent_prepare_freeze(struct ctx *ctx, void *given)
{
    struct patent_set_one_in *in = given;
    struct patent_frozen *frozen = NULL;
    struct sql_patent_set_get_row set;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e : patent_freeze_prepare(ctx, set.id, &frozen);
    in->frozen = frozen;
    return e;
}

static enum err store_version(struct ctx *ctx, const struct sql_patent_set_get_row *set,
                              const struct patent_frozen *f, int64_t seq)
{
    enum err e = sql_patent_version_add(
        ctx->db,
        &(struct sql_patent_version_add_in){ctx->park, set->id, seq, f->query, f->cutoff, f->n,
                                            f->hash, ctx->actor.name, ctx->now_us},
        NULL);
    for (size_t i = 0; !e && i < f->blocks.n; i++)
        e = sql_patent_block_add(ctx->db,
                                 &(struct sql_patent_block_add_in){ctx->park, set->id, seq,
                                                                   (int64_t)i, f->blocks.at[i].n,
                                                                   f->blocks.at[i].pairs},
                                 NULL);
    return e;
}

enum err patent_act_freeze(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_set_one_in *in = given;
    struct patent_set_one_in late = *in;
    struct sql_patent_set_get_row set;
    struct sql_patent_versions_row *before;
    size_t n;
    enum err e = patent_set_own(ctx, in->set, &set);
    if (!e && !late.frozen)
        e = patent_prepare_freeze(ctx, &late);
    e = e ? e : patent_set_still(ctx, set.id, late.frozen->stirred);
    e = e ? e
          : sql_patent_versions(ctx->db, ctx->arena,
                                &(struct sql_patent_versions_in){ctx->park, set.id}, &before, &n);
    if (e)
        return e;
    const struct patent_frozen *f = late.frozen;
    int64_t seq = n ? before[0].seq + 1 : 1;
    /* The same members from the same query once more would only fill the database. */
    if (n && str_eq(before[0].hash, f->hash) && str_eq(before[0].query, f->query))
        return ctx_fail(ctx, ERR_CONFLICT, "set", T("与最近一版的专利完全相同，不必再存"));
    struct str number = str_print(ctx->arena, "%lld", (long long)seq);
    struct journal_field fields[] = {journal_text("version", STR_NULL, number),
                                     journal_text("hash", STR_NULL, f->hash)};
    e = store_version(ctx, &set, f, seq);
    e = e ? e : journal_add(ctx, "patent_set", set.id.n, "freeze", fields, 2);
    *out = (struct act_result){
        .id = set.id.n, .message = tr_with(ctx->arena, ctx->lang, T("已存为第 {} 版"), number)};
    return e;
}
