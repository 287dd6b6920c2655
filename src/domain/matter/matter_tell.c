/* Who hears of an act: the people concerned (a notice), and other modules (an event). */
#include "core/event.h"
#include "core/notify.h"
#include "core/outbox.h"
#include "domain/matter/matter_case.h"

enum tell {
    TELL_FIRM = 1,
    TELL_DUTY = 2,        /* the department of the deed's duty */
    TELL_DEPARTMENTS = 4, /* all with an open duty */
    TELL_STAFF = 8,
    TELL_HEADS = 16, /* heads of the deed's department */
    TELL_FOLLOWERS = 32,
    TELL_LEADER = 64,
};

/* The sentence gets number and title for its {}. */
static const struct {
    enum matter_verb verb;
    uint32_t to;
    const char *sentence;
} tellings[] = {
    {MATTER_RAISE, TELL_STAFF, T("有新诉求待受理：{}")},
    {MATTER_SUBMIT, TELL_STAFF, T("有新诉求待受理：{}")},
    {MATTER_ACCEPT, TELL_FIRM | TELL_FOLLOWERS, T("诉求已受理：{}")},
    {MATTER_REFUSE, TELL_FIRM | TELL_FOLLOWERS, T("诉求不予受理：{}")},
    {MATTER_COMPLETE, TELL_FIRM, T("请补充材料后再提交：{}")},
    {MATTER_WITHDRAW, TELL_DEPARTMENTS | TELL_FOLLOWERS, T("诉求已撤回：{}")},
    {MATTER_ASSIGN, TELL_DEPARTMENTS | TELL_FIRM | TELL_FOLLOWERS, T("已交办：{}")},
    {MATTER_ANSWER, TELL_FIRM | TELL_STAFF | TELL_FOLLOWERS, T("部门已答复：{}")},
    {MATTER_SIGN, TELL_DUTY, T("答复签发有结果：{}")},
    {MATTER_PROGRESS, TELL_FIRM | TELL_FOLLOWERS, T("有新进展：{}")},
    {MATTER_PAUSE, TELL_FIRM | TELL_STAFF, T("部门等您补充，时限已挂起：{}")},
    {MATTER_RESUME, TELL_DUTY, T("时限恢复计算：{}")},
    {MATTER_EXTEND_ASK, TELL_STAFF, T("部门申请延期：{}")},
    {MATTER_EXTEND_DECIDE, TELL_DUTY | TELL_FIRM, T("延期申请有结果：{}")},
    {MATTER_HANDBACK_ASK, TELL_STAFF, T("部门申请退回：{}")},
    {MATTER_HANDBACK_DECIDE, TELL_DUTY, T("退回申请有结果：{}")},
    {MATTER_DATE, TELL_DUTY | TELL_FIRM, T("办理时限定了日期：{}")},
    {MATTER_CANCEL, TELL_DUTY, T("交办已取消：{}")},
    {MATTER_DONE, TELL_FIRM | TELL_STAFF | TELL_FOLLOWERS, T("部门已办理完毕：{}")},
    {MATTER_RESOLVE, TELL_FIRM | TELL_FOLLOWERS, T("已有办理结果，请确认：{}")},
    {MATTER_CONFIRM, TELL_STAFF | TELL_FOLLOWERS, T("企业已确认办理结果：{}")},
    {MATTER_REOPEN, TELL_STAFF | TELL_DEPARTMENTS | TELL_FOLLOWERS, T("办理结果被退回重办：{}")},
    {MATTER_RATE, TELL_STAFF, T("企业作了评价：{}")},
    {MATTER_CLOSE, TELL_FIRM | TELL_FOLLOWERS, T("事项已办结：{}")},
    {MATTER_SILENCE, TELL_FIRM | TELL_FOLLOWERS, T("逾期未反馈，事项已办结：{}")},
    {MATTER_MERGE, TELL_FIRM | TELL_FOLLOWERS, T("诉求已并入同类事项：{}")},
    {MATTER_UNMERGE, TELL_FIRM | TELL_FOLLOWERS, T("诉求已恢复单独办理：{}")},
    {MATTER_PRESS, TELL_DEPARTMENTS | TELL_LEADER, T("事项被督办：{}")},
    {MATTER_LEADER, TELL_LEADER, T("您是这件事项的牵头领导：{}")},
    {MATTER_PUBLISH, TELL_FIRM, T("公开稿请您过目，同意后才公开：{}")},
    {MATTER_PUBLISH_ANSWER, TELL_STAFF, T("企业答复了公开稿：{}")},
    {MATTER_UNPUBLISH, TELL_FIRM | TELL_STAFF, T("公开稿已撤下：{}")},
    {MATTER_TOPIC, TELL_FIRM | TELL_FOLLOWERS, T("共性问题有了统一的解决办法：{}")},
};

struct telling {
    struct matter_case *c;
    const char *sentence;
    struct str what;
};

static struct notice_text text_of(const struct telling *t)
{
    return NOTICE(t->sentence, t->what);
}

static enum err tell_org(const struct telling *t, struct org_id org, uint32_t roles)
{
    if (!org.n || org.n == t->c->ctx->actor.org.n)
        return ERR_OK;
    return notify_org(t->c->ctx, org, roles, text_of(t), "matter", t->c->now.id.n);
}

static enum err tell_departments(const struct telling *t)
{
    for (size_t i = 0; i < t->c->duty_n; i++) {
        const struct sql_duty_of_row *d = &t->c->duties[i].now;
        if (!d->open && d->ended_at != t->c->ctx->now_us)
            continue;
        enum err e = tell_org(t, d->org, ROLE_DEPARTMENT | ROLE_HEAD);
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err tell_followers(const struct telling *t)
{
    struct ctx *ctx = t->c->ctx;
    struct sql_matter_follower_of_row *rows;
    size_t n;
    if (!t->c->now.followers)
        return ERR_OK;
    enum err e = sql_matter_follower_of(
        ctx->db, ctx->arena, &(struct sql_matter_follower_of_in){ctx->park, t->c->now.id}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++)
        e = notify_person(ctx, rows[i].person, text_of(t), "matter", t->c->now.id.n);
    return e;
}

static enum err tell_all(const struct telling *t, uint32_t to, const struct matter_deed *deed)
{
    struct matter_case *c = t->c;
    enum err e = ERR_OK;
    if (!e && (to & TELL_FIRM) && !deed->internal)
        e = tell_org(t, c->now.firm, ROLE_FIRM);
    if (!e && (to & TELL_DUTY) && deed->duty)
        e = tell_org(t, deed->duty->now.org, ROLE_DEPARTMENT | ROLE_HEAD);
    if (!e && (to & TELL_HEADS) && deed->duty)
        e = tell_org(t, deed->duty->now.org, ROLE_HEAD);
    if (!e && (to & TELL_DEPARTMENTS))
        e = tell_departments(t);
    if (!e && (to & TELL_STAFF) && !(c->who & MATTER_BY_COORDINATOR))
        e = notify_role(c->ctx, ROLE_COORDINATOR, text_of(t), "matter", c->now.id.n);
    if (!e && (to & TELL_LEADER) && c->now.leader.n)
        e = notify_person(c->ctx, c->now.leader, text_of(t), "matter", c->now.id.n);
    if (!e && (to & TELL_FOLLOWERS) && !deed->internal)
        e = tell_followers(t);
    return e;
}

/* "matter.accepted", ... : other modules listen to changes of state (app/modules.c). */
static enum err emit(struct matter_case *c)
{
    static const char *const names[MATTER_STATE_END_] = {
        [MATTER_RAISED] = "matter.raised",       [MATTER_ACCEPTED] = "matter.accepted",
        [MATTER_WORKING] = "matter.working",     [MATTER_RESOLVED] = "matter.resolved",
        [MATTER_CLOSED] = "matter.closed",       [MATTER_REFUSED] = "matter.refused",
        [MATTER_WITHDRAWN] = "matter.withdrawn", [MATTER_MERGED] = "matter.merged",
    };
    if (c->now.state == c->was.state || !names[c->now.state])
        return ERR_OK;
    return event_emit(c->ctx, names[c->now.state], "matter", c->now.id.n);
}

enum err matter_case_tell(struct matter_case *c, const struct matter_deed *deed)
{
    enum matter_verb verb = deed->as ? deed->as : c->verb;
    bool draft = c->now.state == MATTER_DRAFT && str_empty(c->now.number);
    for (size_t i = 0; !deed->quiet && !draft && i < sizeof tellings / sizeof tellings[0]; i++) {
        if (tellings[i].verb != verb)
            continue;
        struct telling t = {
            c, tellings[i].sentence,
            str_print(c->ctx->arena, "%.*s %.*s", STR_ARG(c->now.number), STR_ARG(c->now.title))};
        enum err e = tell_all(&t, tellings[i].to, deed);
        if (!e && c->now.urgency >= MATTER_UTILITY) /* hours count: no waiting for the morning */
            e = outbox_hurry(c->ctx, "matter", c->now.id.n);
        if (e)
            return e;
    }
    return emit(c);
}
