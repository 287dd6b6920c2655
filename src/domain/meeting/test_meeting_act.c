/* A meeting from the plan to the minutes: what the acts do to the list, and what they refuse. */
#include "core/notify.h"
#include "domain/matter/test_matter.h"
#include "domain/meeting/meeting_act.h"
#include "domain/meeting/meeting_find.h"
#include "domain/meeting/meeting_paper.h"
#include "meeting_schema.h"

static struct town town;

static enum err act(const struct person *who, const char *name, const void *in,
                    struct act_result *out)
{
    for (size_t i = 0; i < meeting_module.act_n; i++)
        if (str_eq(str_from(meeting_module.acts[i].name), str_from(name)))
            return town_run(&town, who, &meeting_module.acts[i], in, out);
    return ERR_NOT_FOUND;
}

static struct meeting_view look(const struct person *who, int64_t id)
{
    struct meeting_view v = {0};
    struct ctx ctx = town_ctx(&town, who);
    IS_INT(meeting_find_one(&ctx, (struct meeting_id){id}, true, &v), ERR_OK);
    return v;
}

static enum err look_status(const struct person *who, int64_t id)
{
    struct meeting_view v;
    struct ctx ctx = town_ctx(&town, who);
    return meeting_find_one(&ctx, (struct meeting_id){id}, false, &v);
}

static int64_t plan(void)
{
    struct act_result out = {0};
    struct meeting_plan_in in = {.title = STR("推进会"),
                                 .place = STR("三楼会议室"),
                                 .day = town_today(&town) + 2,
                                 .time = STR("14:30"),
                                 .budget = 60,
                                 .chair = town.leader.id.n,
                                 .note = STR("")};
    IS_INT(act(&town.coordinator, "meeting.plan", &in, &out), ERR_OK);
    return out.id;
}

static struct meeting_act_in on(int64_t id)
{
    return (struct meeting_act_in){.id = id};
}

/* A running meeting about these matters, in this order. */
static int64_t running(const int64_t *matters, size_t n)
{
    int64_t id = plan();
    for (size_t i = 0; i < n; i++) {
        struct matter_view m = town_view(&town, &town.coordinator, matters[i]);
        struct meeting_add_in add = {.id = id, .matter = m.row.number};
        IS_INT(act(&town.coordinator, "meeting.add", &add, NULL), ERR_OK);
    }
    struct meeting_act_in in = on(id);
    IS_INT(act(&town.coordinator, "meeting.start", &in, NULL), ERR_OK);
    return id;
}

static struct meeting_decide_in decide(int64_t id, size_t i, int64_t kind)
{
    struct meeting_view v = look(&town.coordinator, id);
    const struct meeting_item_view *item = &v.items.at[i];
    return (struct meeting_decide_in){.id = id,
                                      .item = item->id.n,
                                      .version = item->version,
                                      .seen = item->matter.version,
                                      .kind = kind,
                                      .lead = town.land.id.n,
                                      .promise = town_today(&town) + 10,
                                      .solution = STR("三日内现场勘界，十日内补发"),
                                      .said = MEETING_UNASKED,
                                      .said_words = STR("")};
}

static void a_decision_becomes_a_duty(void)
{
    int64_t matters[] = {town_raise(&town, "用地红线有误"), town_assign(&town, "厂前道路积水")};
    int64_t id = running(matters, 2);
    struct meeting_decide_in in = decide(id, 0, MEETING_ASSIGN);
    int64_t helper = town.water.id.n;
    in.helpers = (struct form_ids){&helper, 1};
    in.said = MEETING_YES;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    struct matter_view m = town_view(&town, &town.land_desk, matters[0]);
    IS_INT(m.row.state, MATTER_WORKING);
    IS_INT((int64_t)m.duties.n, 2);
    OK(m.duties.at[0].lead && m.duties.at[0].org.n == town.land.id.n, "land leads");
    IS_INT(m.duties.at[0].state, DUTY_ANSWERED);
    IS_INT(m.duties.at[0].first_promise, in.promise);
    IS_INT(m.duties.at[0].limit_kind, MATTER_FIXED_DAY);
    IS_STR(m.answer, in.solution);
    struct meeting_view v = look(&town.coordinator, id);
    IS_INT(v.items.at[0].state, MEETING_ITEM_DECIDED);
    IS_STR(v.items.at[0].lead_name, town.land.name);
    IS_INT(v.items.at[0].said, MEETING_YES);
    /* One that is at work with the same lead gets its answer, and no second duty. */
    in = decide(id, 1, MEETING_ASSIGN);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    m = town_view(&town, &town.coordinator, matters[1]);
    IS_INT((int64_t)m.duties.n, 1);
    IS_INT(m.duties.at[0].first_promise, in.promise);
    /* The first promise is never overwritten: not from the room either. */
    in = decide(id, 1, MEETING_ASSIGN);
    in.promise++;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_INVALID);
    IS_STR(town.error.field, STR("promise"));
    town_counters_hold(&town);
}

static void nothing_of_a_refused_decision_stays(void)
{
    int64_t matter = town_raise(&town, "缺一个日期");
    int64_t id = running(&matter, 1);
    struct meeting_decide_in in = decide(id, 0, MEETING_ASSIGN);
    in.lead = town.firm.id.n; /* not a department: refused by the second of three acts */
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_INVALID);
    IS_INT(town_view(&town, &town.coordinator, matter).row.state, MATTER_RAISED);
    IS_INT(look(&town.coordinator, id).items.at[0].state, MEETING_ITEM_WAITING);
    in = decide(id, 0, MEETING_ASSIGN);
    in.promise = DAY_NONE;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_INVALID);
    in = decide(id, 0, MEETING_ASSIGN);
    in.solution = STR("");
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_INVALID);
    in = decide(id, 0, MEETING_CONFIRM);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_CONFLICT);
    in = decide(id, 0, MEETING_ASSIGN);
    IS_INT(act(&town.land_desk, "meeting.decide", &in, NULL), ERR_DENIED);
}

static void what_moved_meanwhile_is_a_conflict(void)
{
    int64_t matter = town_assign(&town, "会议期间有人改了");
    int64_t id = running(&matter, 1);
    struct meeting_decide_in in = decide(id, 0, MEETING_ASSIGN);
    struct matter_view m = town_view(&town, &town.land_desk, matter);
    struct duty_progress_in note = {matter, m.duties.at[0].id.n, STR("已到现场")};
    IS_INT(town_act(&town, &town.land_desk, "duty.progress", &note, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_CONFLICT);
    IS_STR(town.error.field, STR("seen"));
    in = decide(id, 0, MEETING_ASSIGN);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    struct meeting_decide_in old = in;
    old.seen = 0;
    IS_INT(act(&town.coordinator, "meeting.decide", &old, NULL), ERR_CONFLICT);
    IS_STR(town.error.field, STR("version"));
}

static void the_firm_decides_in_the_room(void)
{
    int64_t matters[] = {town_done(&town, "已经修好"), town_done(&town, "没有修好"),
                         town_accept(&town, "问一句就明白"), town_accept(&town, "下次再说")};
    int64_t id = running(matters, 4);
    struct meeting_decide_in in = decide(id, 0, MEETING_CONFIRM);
    in.said_words = STR("很满意");
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    struct matter_view m = town_view(&town, &town.coordinator, matters[0]);
    IS_INT(m.row.state, MATTER_CLOSED);
    IS_INT(m.closed_how, MATTER_CLOSED_BY_CALLBACK);
    in = decide(id, 1, MEETING_REDO);
    in.said_words = STR("还在漏水");
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    m = town_view(&town, &town.coordinator, matters[1]);
    IS_INT(m.row.state, MATTER_WORKING);
    IS_INT(m.row.reopened, 1);
    in = decide(id, 2, MEETING_SOLVE);
    in.said = MEETING_YES;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    IS_INT(town_view(&town, &town.coordinator, matters[2]).row.state, MATTER_CLOSED);
    in = decide(id, 3, MEETING_DEFER);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    IS_INT(town_view(&town, &town.coordinator, matters[3]).row.state, MATTER_ACCEPTED);
    struct meeting_view v = look(&town.coordinator, id);
    IS_INT(v.deferred, 1);
    IS_INT(v.decided, 3);
    town_counters_hold(&town);
}

static void a_broken_promise_is_pressed(void)
{
    int64_t matter = town_answer(&town, "承诺已经过期", town_today(&town) + 1);
    town.now += 3 * DAY_US;
    int64_t id = running(&matter, 1);
    struct meeting_decide_in in = decide(id, 0, MEETING_PRESS);
    int32_t first = town_view(&town, &town.coordinator, matter).duties.at[0].promise;
    in.promise = town_today(&town) - 1;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_INVALID);
    in = decide(id, 0, MEETING_PRESS);
    in.promise = town_today(&town) + 3;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    struct matter_view m = town_view(&town, &town.coordinator, matter);
    IS_INT(m.row.pressed, 1);
    IS_INT(m.duties.at[0].first_promise, first);
    IS_INT(m.duties.at[0].promise, first);
    IS_INT(look(&town.coordinator, id).items.at[0].promise, in.promise);
    /* A better solution may still be given, with the promise as it stands. */
    in = decide(id, 0, MEETING_ASSIGN);
    in.promise = first;
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
}

static void one_holds_the_pen(void)
{
    struct person second = {.login = STR("second"),
                            .name = STR("second"),
                            .roles = ROLE_COORDINATOR,
                            .phone = STR_NULL,
                            .email = STR_NULL,
                            .standin_from = DAY_NONE,
                            .standin_to = DAY_NONE};
    struct ctx ctx = town_ctx(&town, &town.admin);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(person_save(&ctx, &second), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    int64_t matters[] = {town_accept(&town, "甲事"), town_accept(&town, "乙事")};
    int64_t id = running(matters, 2);
    struct meeting_decide_in in = decide(id, 0, MEETING_ASSIGN);
    IS_INT(act(&second, "meeting.decide", &in, NULL), ERR_CONFLICT);
    struct meeting_pen_in pen = {.id = id};
    IS_INT(act(&second, "meeting.pen", &pen, NULL), ERR_CONFLICT);
    pen.take = true;
    IS_INT(act(&second, "meeting.pen", &pen, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_CONFLICT);
    IS_INT(act(&second, "meeting.decide", &in, NULL), ERR_OK);
    /* A leader turns the page without the pen; who reads does not. */
    struct meeting_item_in move = {id, look(&town.leader, id).items.at[1].id.n};
    IS_INT(act(&town.leader, "meeting.move", &move, NULL), ERR_OK);
    IS_INT(look(&town.auditor, id).current.n, move.item);
    OK(look(&town.leader, id).items.at[0].spent_s > 0, "the time of the first one is kept");
    IS_INT(act(&town.auditor, "meeting.move", &move, NULL), ERR_DENIED);
    /* Ten minutes of nothing: the pen is free. */
    town.now += MEETING_PEN_S * SECOND_US;
    IS_INT(act(&town.coordinator, "meeting.move", &move, NULL), ERR_OK);
}

static void each_sees_its_own(void)
{
    int64_t matters[] = {town_assign(&town, "交办给自然资源"), town_accept(&town, "还没有交办")};
    int64_t id = plan();
    IS_INT(look_status(&town.land_desk, id), ERR_NOT_FOUND);
    for (size_t i = 0; i < 2; i++) {
        struct matter_view m = town_view(&town, &town.coordinator, matters[i]);
        struct meeting_add_in add = {.id = id, .matter = m.row.number};
        IS_INT(act(&town.coordinator, "meeting.add", &add, NULL), ERR_OK);
    }
    struct meeting_act_in in = on(id);
    IS_INT(act(&town.coordinator, "meeting.invite", &in, NULL), ERR_OK);
    struct meeting_view v = look(&town.land_desk, id);
    IS_INT((int64_t)v.items.n, 1);
    IS_INT(v.hidden, 1);
    IS_INT((int64_t)v.guests.n, 0);
    IS_INT((int64_t)look(&town.clerk, id).items.n, 2);
    IS_INT(look_status(&town.rival_clerk, id), ERR_NOT_FOUND);
    IS_INT(look_status(&town.water_desk, id), ERR_NOT_FOUND);
    IS_INT((int64_t)look(&town.auditor, id).guests.n, 2);
    struct ctx ctx = town_ctx(&town, &town.land_desk);
    int64_t unread = 0;
    IS_INT(notice_unread(&ctx, &unread), ERR_OK);
    OK(unread > 0, "the department was told");
}

static bool json_has(const struct person *who, struct str number, struct str words)
{
    struct ctx ctx = town_ctx(&town, who);
    struct meeting_show_in in = {.number = number};
    struct buf out;
    buf_init(&out, ctx.arena, 1 << 16);
    IS_INT(meeting_json_show(&ctx, &in, &out), ERR_OK);
    return str_has(buf_str(&out), words);
}

/* Until the minutes are handed out, and after: who came and what was pointed out is the office's.
 */
static void the_invited_do_not_read_the_draft(void)
{
    int64_t matter = town_assign(&town, "初稿不外传");
    int64_t id = running(&matter, 1);
    struct meeting_act_in in = on(id);
    IS_INT(act(&town.coordinator, "meeting.end", &in, NULL), ERR_OK);
    struct meeting_attend_in attend = {.id = id,
                                       .present = STR("初稿甲"),
                                       .absent = STR("初稿乙"),
                                       .listed = STR("初稿丙"),
                                       .opening = STR("初稿指出")};
    IS_INT(act(&town.coordinator, "meeting.attend", &attend, NULL), ERR_OK);
    struct str number = look(&town.leader, id).row.number;
    const struct person *invited[] = {&town.clerk, &town.land_desk};
    for (size_t i = 0; i < 2; i++) {
        OK(json_has(invited[i], number, STR("初稿不外传")), "the matter is theirs");
        OK(!json_has(invited[i], number, STR("初稿甲")), "not who was there");
        OK(!json_has(invited[i], number, STR("初稿乙")), "nor who was not");
        OK(!json_has(invited[i], number, STR("初稿丙")), "nor who sat in");
        OK(!json_has(invited[i], number, STR("初稿指出")), "nor what was pointed out");
    }
    const struct person *whole[] = {&town.coordinator, &town.leader, &town.auditor};
    for (size_t i = 0; i < 3; i++)
        OK(json_has(whole[i], number, STR("初稿指出")) && json_has(whole[i], number, STR("初稿甲")),
           "who sees the whole meeting does");
}

static void the_agenda_is_filled_and_put_in_order(void)
{
    town_raise(&town, "待受理的");
    town_accept(&town, "待交办的");
    town_accept(&town, "也待交办的");
    int64_t id = plan();
    struct meeting_act_in in = on(id);
    IS_INT(act(&town.coordinator, "meeting.fill", &in, NULL), ERR_OK);
    struct meeting_view v = look(&town.coordinator, id);
    if (!OK(v.items.n >= 3 && v.minutes <= v.row.budget, "it is filled, and within its time"))
        return;
    for (size_t i = 1; i < v.items.n; i++)
        OK(v.items.at[i - 1].points >= v.items.at[i].points, "most points first");
    OK(v.items.at[0].part_n > 0, "and it says why");
    int64_t last = v.items.at[v.items.n - 1].id.n, first = v.items.at[0].id.n;
    struct meeting_place_in place = {.id = id, .item = last, .place = 1, .minutes = 12};
    IS_INT(act(&town.coordinator, "meeting.place", &place, NULL), ERR_OK);
    struct meeting_view after = look(&town.coordinator, id);
    IS_INT(after.items.at[0].id.n, last);
    IS_INT(after.items.at[0].minutes, 12);
    IS_INT(after.items.at[1].id.n, first);
    for (size_t i = 0; i < after.items.n; i++)
        IS_INT(after.items.at[i].place, (int64_t)i + 1);
    struct meeting_item_in drop = {id, first};
    IS_INT(act(&town.coordinator, "meeting.drop", &drop, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.drop", &drop, NULL), ERR_CONFLICT);
    IS_INT((int64_t)look(&town.coordinator, id).items.n, (int64_t)v.items.n - 1);
    struct meeting_reason_in cancel = {.id = id, .reason = STR("改期")};
    IS_INT(act(&town.coordinator, "meeting.cancel", &cancel, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.fill", &in, NULL), ERR_CONFLICT);
}

static void minutes_become_final(void)
{
    int64_t matter = town_accept(&town, "最后一件");
    int64_t id = running(&matter, 1);
    struct meeting_act_in in = on(id);
    IS_INT(act(&town.coordinator, "meeting.issue", &in, NULL), ERR_CONFLICT);
    IS_INT(act(&town.coordinator, "meeting.end", &in, NULL), ERR_OK);
    struct meeting_attend_in attend = {.id = id,
                                       .present = STR("甲、乙"),
                                       .absent = STR(""),
                                       .listed = STR(""),
                                       .opening = STR("会议指出")};
    IS_INT(act(&town.coordinator, "meeting.attend", &attend, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.issue", &in, NULL), ERR_OK);
    IS_INT(act(&town.coordinator, "meeting.attend", &attend, NULL), ERR_CONFLICT);
    struct meeting_view v = look(&town.leader, id);
    IS_INT(v.row.state, MEETING_ISSUED);
    IS_STR(v.present, STR("甲、乙"));
    struct ctx ctx = town_ctx(&town, &town.auditor);
    struct meeting_id found;
    IS_INT(meeting_by_number(&ctx, v.row.number, &found), ERR_OK);
    IS_INT(found.n, id);
}

static bool says(const struct meeting_paper *p, struct str words)
{
    for (size_t i = 0; i < p->parts.n; i++)
        for (size_t k = 0; k < p->parts.at[i].texts.n; k++)
            if (str_has(p->parts.at[i].texts.at[k].text, words) ||
                str_has(p->parts.at[i].texts.at[k].lead, words))
                return true;
    return false;
}

static void the_minutes_say_what_was_decided(void)
{
    int64_t matters[] = {town_raise(&town, "红线有误要更正"), town_accept(&town, "下次再议的事"),
                         town_accept(&town, "没有议到的事")};
    int64_t id = running(matters, 3);
    struct meeting_decide_in in = decide(id, 0, MEETING_ASSIGN);
    int64_t helper = town.water.id.n;
    in.helpers = (struct form_ids){&helper, 1};
    in.said = MEETING_NO;
    in.said_words = STR("太慢");
    in.promise = day_from_date((struct date){2027, 1, 9});
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    in = decide(id, 1, MEETING_DEFER);
    in.solution = STR("");
    IS_INT(act(&town.coordinator, "meeting.decide", &in, NULL), ERR_OK);
    struct meeting_view v = look(&town.leader, id);
    struct ctx ctx = town_ctx(&town, &town.leader);
    struct meeting_paper p;
    struct str bytes;
    IS_INT(meeting_paper_of(&ctx, &v, STR("试验园区"), &p), ERR_OK);
    IS_STR(p.mark, STR("推进会纪要"));
    IS_INT((int64_t)p.parts.n, 3);
    IS_STR(p.parts.at[0].head, STR("一、议定事项"));
    OK(says(&p, STR("三日内现场勘界，十日内补发。由自然资源分局主办，水务局协办，2027年1月9日前办"
                    "结。企业当场表示不认可：太慢。")),
       "one decision is one sentence after the other");
    OK(says(&p, STR("情况已听取，另行研究。")), "what was deferred says so");
    OK(says(&p, STR("会上未及讨论，按原时限办理。")), "and what was not reached");
    IS_INT((int64_t)p.rows.n, 3);
    IS_STR(p.rows.at[0].departments, STR("自然资源分局（水务局）"));
    IS_INT(meeting_paper_docx(&ctx, &p, &bytes), ERR_OK);
    OK(str_starts(bytes, STR("PK")) && bytes.len > 2000, "the file is there");
}

int main(void)
{
    town_open_with(&town, (struct migrations){meeting_migrations, meeting_migration_n});
    RUN(a_decision_becomes_a_duty);
    RUN(nothing_of_a_refused_decision_stays);
    RUN(what_moved_meanwhile_is_a_conflict);
    RUN(the_firm_decides_in_the_room);
    RUN(a_broken_promise_is_pressed);
    RUN(one_holds_the_pen);
    RUN(each_sees_its_own);
    RUN(the_invited_do_not_read_the_draft);
    RUN(the_agenda_is_filled_and_put_in_order);
    RUN(minutes_become_final);
    RUN(the_minutes_say_what_was_decided);
    town_close(&town);
    return tap_end();
}
