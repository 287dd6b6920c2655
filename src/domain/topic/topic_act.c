/* Making topics, joining and leaving, and telling the one solution. */
#include "core/id.h"
#include "core/journal.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_topic.h"
#include "domain/topic/topic.h"
#include "topic_query.h"

static enum err get(struct ctx *ctx, int64_t id, int64_t version, struct sql_topic_get_row *out)
{
    enum err e =
        sql_topic_get(ctx->db, ctx->arena, &(struct sql_topic_get_in){ctx->park, {id}}, out);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这个共性问题"));
    if (!e && version && version != out->version)
        return ctx_fail_detail(
            ctx, ERR_CONFLICT, "version",
            T("别人刚刚改过（您看到的版本 / 现在的版本：{}），请看过再提交"),
            str_print(ctx->arena, "%lld / %lld", (long long)version, (long long)out->version));
    return e;
}

static enum err put(struct ctx *ctx, const struct sql_topic_get_row *row)
{
    int64_t changed;
    enum err e = sql_topic_put(ctx->db,
                               &(struct sql_topic_put_in){.park = ctx->park,
                                                          .id = row->id,
                                                          .version = row->version + 1,
                                                          .name = row->name,
                                                          .cause = row->cause,
                                                          .state = row->state,
                                                          .solution = row->solution,
                                                          .members = row->members,
                                                          .solved_at = row->solved_at,
                                                          .solved_by = row->solved_by,
                                                          .solved_name = row->solved_name,
                                                          .was_version = row->version},
                               &changed);
    return e ? e : changed ? ERR_OK : ERR_CONFLICT;
}

static void answer(struct ctx *ctx, const struct sql_topic_get_row *row, int64_t version,
                   const char *message, struct act_result *out)
{
    out->id = row->id.n;
    out->version = version;
    out->message = matter_sentence(ctx, message, row->name);
}

static enum err told(struct ctx *ctx, const struct sql_topic_get_row *row, struct matter_id matter)
{
    enum err e = matter_topic_solved(ctx, matter, row->solution);
    return e ? e
             : sql_topic_member_told(
                   ctx->db,
                   &(struct sql_topic_member_told_in){ctx->park, row->id, matter, ctx->now_us},
                   NULL);
}

/* In one topic at most. After the solution was told, whoever joins is told it at once. */
static enum err add_member(struct ctx *ctx, struct sql_topic_get_row *row, struct matter_id matter)
{
    struct sql_topic_of_row there;
    enum err e =
        sql_topic_of(ctx->db, ctx->arena, &(struct sql_topic_of_in){ctx->park, matter}, &there);
    if (!e && there.topic.n == row->id.n)
        return ERR_OK;
    if (!e)
        return ctx_fail(ctx, ERR_CONFLICT, "matters", T("有事项已经在别的共性问题里"));
    if (e != ERR_NOT_FOUND)
        return e;
    if (row->members >= TOPIC_MEMBERS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "matters", T("一个共性问题最多 500 件"));
    row->members++;
    e = matter_topic_set(ctx, matter, row->id, row->name);
    if (!e)
        e = sql_topic_member_add(ctx->db,
                                 &(struct sql_topic_member_add_in){ctx->park, row->id, matter,
                                                                   ctx->now_us, ctx->actor.person},
                                 NULL);
    return e || row->state != TOPIC_SOLVED ? e : told(ctx, row, matter);
}

static enum err add_members(struct ctx *ctx, struct sql_topic_get_row *row, struct form_ids matters)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < matters.n; i++)
        e = add_member(ctx, row, (struct matter_id){matters.at[i]});
    return e;
}

enum err topic_act_open(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct topic_open_in *in = input;
    struct sql_topic_get_row row = {.version = 1,
                                    .name = in->name,
                                    .cause = str_or_empty(in->cause),
                                    .state = TOPIC_OPEN,
                                    .solution = STR(""),
                                    .opened_at = ctx->now_us,
                                    .opened_by = ctx->actor.person,
                                    .opened_name = str_or_empty(ctx->actor.name),
                                    .solved_name = STR("")};
    enum err e = id_next(ctx, &row.id.n);
    if (!e)
        e = add_members(ctx, &row, in->matters);
    if (!e)
        e = sql_topic_add(ctx->db,
                          &(struct sql_topic_add_in){.park = ctx->park,
                                                     .id = row.id,
                                                     .version = row.version,
                                                     .name = row.name,
                                                     .cause = row.cause,
                                                     .state = row.state,
                                                     .solution = row.solution,
                                                     .members = row.members,
                                                     .opened_at = row.opened_at,
                                                     .opened_by = row.opened_by,
                                                     .opened_name = row.opened_name,
                                                     .solved_name = row.solved_name},
                          NULL);
    if (e)
        return e;
    answer(ctx, &row, 1, T("共性问题已建立：{}"), out);
    struct journal_field fields[] = {journal_new("name", row.name), journal_new("cause", row.cause),
                                     journal_int(ctx->arena, "members", 0, row.members)};
    return journal_add(ctx, "topic", row.id.n, "open", fields, 3);
}

static enum err keep_members(struct ctx *ctx, struct sql_topic_get_row *row, int64_t before,
                             const char *verb)
{
    struct journal_field fields[] = {journal_int(ctx->arena, "members", before, row->members)};
    enum err e = put(ctx, row);
    return e ? e : journal_add(ctx, "topic", row->id.n, verb, fields, 1);
}

enum err topic_act_join(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct topic_join_in *in = input;
    struct sql_topic_get_row row;
    struct matter_id one = {0};
    if (!in->matters.n && str_empty(in->number))
        return ctx_fail(ctx, ERR_INVALID, "number", T("请写事项编号"));
    enum err e = get(ctx, in->id, 0, &row);
    int64_t before = e ? 0 : row.members;
    if (!e)
        e = add_members(ctx, &row, in->matters);
    if (!e && !str_empty(in->number))
        e = matter_by_number(ctx, in->number, &one);
    if (!e && one.n)
        e = add_member(ctx, &row, one);
    if (e)
        return e;
    answer(ctx, &row, row.version + 1, T("已列入：{}"), out);
    return keep_members(ctx, &row, before, "join");
}

enum err topic_act_leave(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct topic_leave_in *in = input;
    struct sql_topic_get_row row;
    int64_t dropped;
    enum err e = get(ctx, in->id, 0, &row);
    if (!e)
        e = sql_topic_member_drop(
            ctx->db, &(struct sql_topic_member_drop_in){ctx->park, row.id, {in->matter}}, &dropped);
    if (!e && !dropped)
        return ctx_fail(ctx, ERR_NOT_FOUND, "matter", T("这件事项不在这个共性问题里"));
    if (!e)
        e = matter_topic_set(ctx, (struct matter_id){in->matter}, (struct topic_id){0}, row.name);
    if (e)
        return e;
    row.members--;
    answer(ctx, &row, row.version + 1, T("已移出：{}"), out);
    return keep_members(ctx, &row, row.members + 1, "leave");
}

enum err topic_act_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct topic_edit_in *in = input;
    struct sql_topic_get_row row;
    enum err e = get(ctx, in->id, in->version, &row);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_text("name", row.name, in->name),
        journal_text("cause", row.cause, str_or_empty(in->cause)),
    };
    row.name = in->name;
    row.cause = str_or_empty(in->cause);
    answer(ctx, &row, row.version + 1, T("已修改：{}"), out);
    e = put(ctx, &row);
    return e ? e : journal_add(ctx, "topic", row.id.n, "edit", fields, 2);
}

/* One solution, told on every member's own record. A second time: a better one, told again. */
enum err topic_act_solve(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct topic_solve_in *in = input;
    struct sql_topic_get_row row;
    struct sql_topic_members_row *members;
    size_t n;
    enum err e = get(ctx, in->id, in->version, &row);
    if (!e)
        e = sql_topic_members(ctx->db, ctx->arena,
                              &(struct sql_topic_members_in){ctx->park, row.id}, &members, &n);
    if (e)
        return e;
    if (!n)
        return ctx_fail(ctx, ERR_INVALID, "solution", T("还没有列入的事项，没有企业可以告知"));
    struct journal_field fields[] = {journal_text("solution", row.solution, in->solution),
                                     journal_int(ctx->arena, "told", 0, (int64_t)n)};
    row.solution = in->solution;
    row.state = TOPIC_SOLVED;
    row.solved_at = ctx->now_us;
    row.solved_by = ctx->actor.person;
    row.solved_name = str_or_empty(ctx->actor.name);
    for (size_t i = 0; !e && i < n; i++)
        e = told(ctx, &row, members[i].matter);
    if (!e)
        e = put(ctx, &row);
    answer(ctx, &row, row.version + 1, T("解决办法已告知各企业：{}"), out);
    return e ? e : journal_add(ctx, "topic", row.id.n, "solve", fields, 2);
}
