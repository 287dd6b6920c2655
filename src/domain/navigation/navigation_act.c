/* The project, its team, its gates. */
#include "domain/navigation/navigation_act.h"

#include "core/id.h"
#include "core/number.h"
#include "navigation_query.h"

enum err navigation_open(struct ctx *ctx, int64_t id, int64_t version, enum navigation_step from,
                         enum navigation_step to, struct navigation_view *out)
{
    enum err e = navigation_find_one(ctx, (struct navigation_id){id}, out);
    if (e)
        return e;
    if (version && version != out->row.version)
        return ctx_fail_detail(
            ctx, ERR_CONFLICT, "version",
            T("别人刚刚改过（您看到的版本 / 现在的版本：{}），请看过再提交"),
            str_print(ctx->arena, "%lld / %lld", (long long)version, (long long)out->row.version));
    if (out->row.step < (int64_t)from || out->row.step > (int64_t)to)
        return ctx_fail_detail(ctx, ERR_CONFLICT, NULL,
                               T("项目现在在“{}”一步，这里不能改；请先走到或退回到相应的一步"),
                               tr(ctx->lang, navigation_step_word(out->row.step)));
    return ERR_OK;
}

enum err navigation_keep(struct ctx *ctx, const struct navigation_project *row, bool told,
                         const char *verb, const struct journal_field *fields, size_t n,
                         const char *message, struct act_result *out)
{
    int64_t changed = 0;
    enum err e = sql_navigation_put(
        ctx->db,
        &(struct sql_navigation_put_in){.park = ctx->park,
                                        .id = row->id,
                                        .version = row->version + 1,
                                        .title = row->title,
                                        .part = row->part,
                                        .need = row->need,
                                        .scope = row->scope,
                                        .starts = row->starts,
                                        .ends = row->ends,
                                        .step = row->step,
                                        .rhythm = row->rhythm,
                                        .effect = row->effect,
                                        .reopened = row->reopened,
                                        .changed_at = told ? ctx->now_us : row->changed_at,
                                        .closed_at = row->closed_at,
                                        .was_version = row->version},
        &changed);
    if (!e && !changed)
        e = ctx_fail(ctx, ERR_CONFLICT, "version", T("别人刚改过，请看过新的再改"));
    if (e)
        return e;
    out->id = out->id ? out->id : row->id.n;
    out->version = row->version + 1;
    out->number = row->number;
    out->message = tr(ctx->lang, message);
    return journal_add(ctx, "navigation", row->id.n, verb, fields, n);
}

static enum err check_days(struct ctx *ctx, int32_t starts, int32_t ends)
{
    if (starts != DAY_NONE && ends != DAY_NONE && ends < starts)
        return ctx_fail(ctx, ERR_INVALID, "ends", T("结束日期早于开始日期"));
    return ERR_OK;
}

static enum err add_member(struct ctx *ctx, struct navigation_id id, struct str name,
                           struct str office, int64_t task)
{
    struct sql_navigation_member_put_in in = {.park = ctx->park,
                                              .navigation = id,
                                              .name = name,
                                              .office = str_or_empty(office),
                                              .task = task};
    enum err e = id_next(ctx, &in.id.n);
    return e ? e : sql_navigation_member_put(ctx->db, &in, NULL);
}

enum err navigation_act_plan(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_plan_in *in = input;
    struct sql_navigation_add_in add = {.park = ctx->park,
                                        .version = 1,
                                        .title = in->title,
                                        .part = in->part,
                                        .need = str_or_empty(in->need),
                                        .scope = str_or_empty(in->scope),
                                        .starts = in->starts,
                                        .ends = in->ends,
                                        .step = NAVIGATION_START,
                                        .rhythm = in->rhythm,
                                        .maker = ctx->actor.person,
                                        .maker_name = str_or_empty(ctx->actor.name),
                                        .made_at = ctx->now_us};
    enum err e = check_days(ctx, in->starts, in->ends);
    if (!e)
        e = id_next(ctx, &add.id.n);
    if (!e)
        e = number_next(ctx, "navigation", day_date(ctx_today(ctx)).year, &add.number);
    if (!e)
        e = sql_navigation_add(ctx->db, &add, NULL);
    if (!e && !str_empty(in->lead))
        e = add_member(ctx, add.id, in->lead, STR(""), NAVIGATION_LEAD);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_new("title", in->title),
        journal_int(ctx->arena, "part", 0, in->part),
        journal_new("need", add.need),
        journal_new("scope", add.scope),
        journal_day(ctx->arena, "starts", DAY_NONE, in->starts),
        journal_day(ctx->arena, "ends", DAY_NONE, in->ends),
        journal_int(ctx->arena, "rhythm", 0, in->rhythm),
        {"lead", STR_NULL, in->lead},
    };
    *out = (struct act_result){
        .id = add.id.n,
        .version = 1,
        .number = add.number,
        .message = tr_with(ctx->arena, ctx->lang, T("导航项目已建立，{} 号"), add.number)};
    return journal_add(ctx, "navigation", add.id.n, "plan", fields,
                       sizeof fields / sizeof fields[0]);
}

enum err navigation_act_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_edit_in *in = input;
    struct navigation_view v;
    enum err e = check_days(ctx, in->starts, in->ends);
    if (!e)
        e = navigation_open(ctx, in->id, in->version, NAVIGATION_START, NAVIGATION_START, &v);
    if (e)
        return e;
    struct navigation_project *row = &v.row;
    struct journal_field fields[] = {
        journal_text("title", row->title, in->title),
        journal_int(ctx->arena, "part", row->part, in->part),
        journal_text("need", row->need, str_or_empty(in->need)),
        journal_text("scope", row->scope, str_or_empty(in->scope)),
        journal_day(ctx->arena, "starts", row->starts, in->starts),
        journal_day(ctx->arena, "ends", row->ends, in->ends),
        journal_int(ctx->arena, "rhythm", row->rhythm, in->rhythm),
    };
    row->title = in->title;
    row->part = in->part;
    row->need = str_or_empty(in->need);
    row->scope = str_or_empty(in->scope);
    row->starts = in->starts;
    row->ends = in->ends;
    row->rhythm = in->rhythm;
    return navigation_keep(ctx, row, true, "edit", fields, sizeof fields / sizeof fields[0],
                           T("已保存"), out);
}

/* What may change all along: when it ends, and how often it reports. */
enum err navigation_act_rhythm(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_rhythm_in *in = input;
    struct navigation_view v;
    enum err e = navigation_open(ctx, in->id, in->version, NAVIGATION_START, NAVIGATION_USE, &v);
    if (!e)
        e = check_days(ctx, v.row.starts, in->ends);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_day(ctx->arena, "ends", v.row.ends, in->ends),
        journal_int(ctx->arena, "rhythm", v.row.rhythm, in->rhythm),
    };
    v.row.ends = in->ends;
    v.row.rhythm = in->rhythm;
    return navigation_keep(ctx, &v.row, false, "rhythm", fields, 2, T("已保存"), out);
}

enum err navigation_act_member(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_member_in *in = input;
    struct navigation_view v;
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_START, NAVIGATION_START, &v);
    if (!e && v.members.n >= NAVIGATION_MEMBERS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "name", T("团队最多 50 人"));
    if (!e)
        e = add_member(ctx, v.row.id, in->name, in->office, in->task);
    if (e)
        return e;
    struct journal_field fields[] = {journal_new("name", in->name),
                                     journal_int(ctx->arena, "task", 0, in->task)};
    return navigation_keep(ctx, &v.row, true, "member", fields, 2, T("已加入团队"), out);
}

enum err navigation_act_member_drop(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_member_drop_in *in = input;
    struct navigation_view v;
    const struct navigation_member_view *member = NULL;
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_START, NAVIGATION_START, &v);
    for (size_t i = 0; !e && i < v.members.n; i++)
        if (v.members.at[i].id.n == in->member)
            member = &v.members.at[i];
    if (!e && !member)
        return ctx_fail(ctx, ERR_NOT_FOUND, "member", T("团队里没有这个人"));
    if (!e)
        e = sql_navigation_member_gone(
            ctx->db, &(struct sql_navigation_member_gone_in){ctx->park, v.row.id, {in->member}},
            NULL);
    if (e)
        return e;
    struct journal_field fields[] = {{"name", member->name, STR_NULL}};
    return navigation_keep(ctx, &v.row, true, "member_drop", fields, 1, T("已移出团队"), out);
}

/* Gates ---------------------------------------------------------------------------------------- */

static struct str lack_words(struct ctx *ctx, const struct navigation_lack *lack)
{
    return tr_with(ctx->arena, ctx->lang, navigation_missing_words(lack->what),
                   str_print(ctx->arena, "%lld", (long long)lack->n));
}

enum err navigation_act_pass(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_pass_in *in = input;
    struct navigation_view v;
    enum err e = navigation_open(ctx, in->id, in->version, NAVIGATION_START, NAVIGATION_USE, &v);
    if (e)
        return e;
    if (v.lacks.n)
        return ctx_fail_detail(ctx, ERR_CONFLICT, NULL, T("这一步还不能通过：{}"),
                               lack_words(ctx, &v.lacks.at[0]));
    struct journal_field fields[] = {journal_int(ctx->arena, "step", v.row.step, v.row.step + 1)};
    v.row.step++;
    if (v.row.step == NAVIGATION_CLOSED)
        v.row.closed_at = ctx->now_us;
    return navigation_keep(
        ctx, &v.row, false, "pass", fields, 1,
        v.row.step == NAVIGATION_CLOSED ? T("项目已结项") : T("这一步已通过，进入下一步"), out);
}

enum err navigation_act_reopen(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_reopen_in *in = input;
    struct navigation_view v;
    enum err e = navigation_open(ctx, in->id, in->version, NAVIGATION_START, NAVIGATION_CLOSED, &v);
    if (e)
        return e;
    if (in->step >= v.row.step)
        return ctx_fail(ctx, ERR_INVALID, "step", T("只能退回到前面的一步"));
    struct journal_field fields[] = {journal_int(ctx->arena, "step", v.row.step, in->step),
                                     journal_new("reason", in->reason)};
    v.row.step = in->step;
    v.row.reopened++;
    v.row.closed_at = 0;
    return navigation_keep(ctx, &v.row, false, "reopen", fields, 2, T("已退回"), out);
}

enum err navigation_act_effect(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_effect_in *in = input;
    struct navigation_view v;
    enum err e = navigation_open(ctx, in->id, in->version, NAVIGATION_USE, NAVIGATION_USE, &v);
    if (e)
        return e;
    struct journal_field fields[] = {journal_text("effect", v.row.effect, in->effect)};
    v.row.effect = in->effect;
    return navigation_keep(ctx, &v.row, false, "effect", fields, 1, T("已保存"), out);
}
