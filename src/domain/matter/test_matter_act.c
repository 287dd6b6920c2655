/* The acts of the list, from raised to closed, by whom they may be done, and what follows. */
#include "domain/matter/matter_case.h"
#include "domain/matter/test_matter.h"

static struct town t;

/* The way of a matter that goes well. */
static void goes_from_raised_to_closed(void)
{
    town_open(&t);
    int64_t id = town_done(&t, "厂区门前道路积水");
    struct matter_view v = town_view(&t, &t.clerk, id);
    IS_INT(v.row.state, MATTER_RESOLVED);
    IS_STR(v.row.number, STR("2026-0001"));
    IS_STR(v.answer, STR("已经办好"));
    IS_INT(v.duties.at[0].kept, DUTY_KEPT);

    struct matter_callback_in call = {.id = id,
                                      .version = v.row.version,
                                      .reached = true,
                                      .solved = MATTER_SOLVED_YES,
                                      .rating = MATTER_BASICALLY,
                                      .note = STR("企业表示已解决"),
                                      .close = true};
    IS_INT(town_act(&t, &t.coordinator, "matter.callback", &call, NULL), ERR_OK);
    v = town_view(&t, &t.coordinator, id);
    IS_INT(v.row.state, MATTER_CLOSED);
    IS_INT(v.closed_how, MATTER_CLOSED_BY_CALLBACK);
    IS_INT(v.row.rating, MATTER_BASICALLY);
    IS_INT(v.row.light, MATTER_LIGHT_NONE);
    town_counters_hold(&t);
    town_close(&t);
}

static void numbers_are_given_when_raised(void)
{
    town_open(&t);
    struct act_result draft = {0};
    struct matter_raise_in in = {.title = STR("草稿"), .text = STR("先写着"), .draft = true};
    IS_INT(town_act(&t, &t.clerk, "matter.raise", &in, &draft), ERR_OK);
    IS_STR(draft.number, STR(""));
    struct matter_view v;
    IS_INT(town_look(&t, &t.coordinator, draft.id, &v), ERR_NOT_FOUND);
    town_raise(&t, "先提交的");
    struct matter_act_in submit = {draft.id, draft.version};
    IS_INT(town_act(&t, &t.clerk, "matter.submit", &submit, &draft), ERR_OK);
    IS_STR(draft.number, STR("2026-0002"));
    town_counters_hold(&t);
    town_close(&t);
}

/* Two people on one thing: one winner, and the other is told both versions. */
static void the_slower_of_two_is_told(void)
{
    town_open(&t);
    int64_t id = town_raise(&t, "两人同时受理");
    int64_t version = town_view(&t, &t.coordinator, id).row.version;
    struct matter_act_in accept = {id, version};
    struct matter_reason_in refuse = {id, version, STR("不属于园区")};
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &accept, NULL), ERR_OK);
    IS_INT(town_act(&t, &t.coordinator, "matter.refuse", &refuse, NULL), ERR_CONFLICT);
    IS_STR(t.error.field, STR("version"));
    IS_STR(t.error.detail, STR("1 / 2"));
    IS_INT(town_view(&t, &t.coordinator, id).row.state, MATTER_ACCEPTED);

    id = town_assign(&t, "两人同时答复");
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_answer_in answer = {id, v.duties.at[0].id.n, v.duties.at[0].version, STR("甲"),
                                    town_today(&t) + 3};
    IS_INT(town_act(&t, &t.land_desk, "duty.answer", &answer, NULL), ERR_OK);
    answer.solution = STR("乙");
    IS_INT(town_act(&t, &t.land_head, "duty.answer", &answer, NULL), ERR_CONFLICT);
    IS_STR(town_view(&t, &t.land_desk, id).duties.at[0].solution, STR("甲"));
    town_close(&t);
}

static void only_the_right_ones_may(void)
{
    town_open(&t);
    int64_t id = town_raise(&t, "谁能受理");
    int64_t version = town_view(&t, &t.coordinator, id).row.version;
    struct matter_act_in accept = {id, version};
    IS_INT(town_act(&t, &t.clerk, "matter.accept", &accept, NULL), ERR_DENIED);
    IS_INT(town_act(&t, &t.auditor, "matter.accept", &accept, NULL), ERR_DENIED);
    IS_INT(town_act(&t, &t.leader, "matter.accept", &accept, NULL), ERR_DENIED);
    IS_INT(town_act(&t, &t.admin, "matter.accept", &accept, NULL), ERR_DENIED);

    id = town_assign(&t, "谁能答复");
    struct matter_view v = town_view(&t, &t.coordinator, id);
    struct duty_answer_in answer = {id, v.duties.at[0].id.n, v.duties.at[0].version, STR("水务"),
                                    town_today(&t) + 3};
    IS_INT(town_act(&t, &t.water_desk, "duty.answer", &answer, NULL), ERR_NOT_FOUND);
    struct matter_reason_in withdraw = {id, v.row.version, STR("别家的")};
    IS_INT(town_act(&t, &t.rival_clerk, "matter.withdraw", &withdraw, NULL), ERR_NOT_FOUND);
    town_close(&t);
}

/* Promises and extensions --------------------------------------------------------------------- */

static enum err extend(int64_t id, int32_t day)
{
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_extend_in in = {id, v.duties.at[0].id.n, v.duties.at[0].version, day,
                                STR("等上级批复")};
    return town_act(&t, &t.land_desk, "duty.extend", &in, NULL);
}

static void a_promise_is_never_overwritten(void)
{
    town_open(&t);
    int32_t first = town_today(&t) + 5, second = town_today(&t) + 12;
    int64_t id = town_answer(&t, "土地证办理", first);
    IS_INT(extend(id, first), ERR_INVALID);
    IS_INT(extend(id, second), ERR_OK);
    IS_INT(extend(id, second + 1), ERR_CONFLICT);
    struct matter_view v = town_view(&t, &t.coordinator, id);
    IS_INT(v.row.turn, MATTER_TURN_COORDINATOR);
    struct duty_decide_in decide = {id, v.asks.at[0].id.n, true, STR("")};
    IS_INT(town_act(&t, &t.land_desk, "duty.decide", &decide, NULL), ERR_DENIED);
    IS_INT(town_act(&t, &t.coordinator, "duty.decide", &decide, NULL), ERR_OK);
    v = town_view(&t, &t.clerk, id);
    IS_INT(v.duties.at[0].first_promise, first);
    IS_INT(v.duties.at[0].promise, second);
    IS_INT(v.duties.at[0].promises.n, 2);
    IS_INT(v.row.due, second);
    IS_INT(extend(id, second + 9), ERR_LIMIT); /* once by default */

    t.now = instant_of_day(second, 480) + HOUR_US;
    v = town_view(&t, &t.land_desk, id);
    struct duty_done_in done = {id, v.duties.at[0].id.n, v.duties.at[0].version, STR("办好")};
    IS_INT(town_act(&t, &t.land_desk, "duty.done", &done, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.land_desk, id).duties.at[0].kept, DUTY_KEPT_LATE);
    town_counters_hold(&t);
    town_close(&t);
}

static void a_duty_is_assigned_until_a_day(void)
{
    town_open(&t);
    int64_t id = town_accept(&t, "围墙要修");
    struct matter_assign_in in = {.id = id,
                                  .version = town_view(&t, &t.coordinator, id).row.version,
                                  .lead = t.land.id.n,
                                  .until = town_today(&t) - 1};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_INVALID);
    IS_STR(t.error.field, STR("until"));
    in.until = town_today(&t) + 9;
    in.limit = 3;
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_INVALID);
    in.limit = 0;
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    struct matter_view v = town_view(&t, &t.coordinator, id);
    IS_INT(v.duties.at[0].limit_kind, MATTER_FIXED_DAY);
    IS_INT(v.row.due, in.until);
    town_close(&t);
}

static void no_extension_after_expiry(void)
{
    town_open(&t);
    int64_t id = town_answer(&t, "晚了才申请", town_today(&t) + 2);
    t.now += 4 * DAY_US;
    IS_INT(town_view(&t, &t.coordinator, id).row.light, MATTER_LIGHT_OVERDUE);
    IS_INT(extend(id, town_today(&t) + 5), ERR_INVALID);
    town_close(&t);
}

/* Pauses -------------------------------------------------------------------------------------- */

static void a_pause_gives_its_days_back(void)
{
    town_open(&t);
    int64_t id = town_assign(&t, "等企业补材料");
    struct matter_view v = town_view(&t, &t.land_desk, id);
    int32_t due = v.row.due;
    struct duty_reason_in pause = {id, v.duties.at[0].id.n, v.duties.at[0].version,
                                   STR("请补环评报告")};
    t.now = instant_of_day(town_today(&t) + 1, 480) + 9 * HOUR_US; /* Monday */
    IS_INT(town_act(&t, &t.land_desk, "duty.pause", &pause, NULL), ERR_OK);
    v = town_view(&t, &t.clerk, id);
    IS_INT(v.row.turn, MATTER_TURN_FIRM);
    OK(v.row.paused && v.row.light == MATTER_LIGHT_NONE, "a paused matter shows no light");
    t.now += 2 * DAY_US; /* Wednesday: Tuesday and Wednesday are given back */
    struct duty_act_in resume = {id, v.duties.at[0].id.n, v.duties.at[0].version};
    IS_INT(town_act(&t, &t.clerk, "duty.resume", &resume, NULL), ERR_OK);
    v = town_view(&t, &t.land_desk, id);
    IS_INT(v.row.due, workday_add(t.calendar, due, 2));
    IS_INT(v.duties.at[0].pauses.n, 1);
    town_close(&t);
}

/* Hand-back, sign-off, reopen, merge, silence ------------------------------------------------- */

static void a_handback_counts_when_agreed(void)
{
    town_open(&t);
    int64_t id = town_assign(&t, "不归我们管");
    struct matter_view v = town_view(&t, &t.land_desk, id);
    struct duty_handback_in in = {id, v.duties.at[0].id.n, v.duties.at[0].version,
                                  STR("属水务局职责"), t.water.id.n};
    IS_INT(town_act(&t, &t.land_desk, "duty.handback", &in, NULL), ERR_OK);
    v = town_view(&t, &t.coordinator, id);
    IS_INT(v.row.state, MATTER_WORKING);
    IS_STR(v.asks.at[0].to_org_name, STR("水务局"));
    IS_INT(town_view(&t, &t.clerk, id).asks.n, 0); /* the office's own affair */
    struct duty_decide_in decide = {id, v.asks.at[0].id.n, false, STR("")};
    IS_INT(town_act(&t, &t.coordinator, "duty.decide", &decide, NULL), ERR_INVALID);
    decide.agree = true;
    IS_INT(town_act(&t, &t.coordinator, "duty.decide", &decide, NULL), ERR_OK);
    IS_INT(town_act(&t, &t.coordinator, "duty.decide", &decide, NULL), ERR_CONFLICT);
    v = town_view(&t, &t.coordinator, id);
    IS_INT(v.row.state, MATTER_ACCEPTED);
    IS_INT(v.duties.at[0].state, DUTY_HANDED_BACK);
    town_counters_hold(&t);
    town_close(&t);
}

static void a_head_signs_when_the_park_says_so(void)
{
    town_open(&t);
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(setting_set(&ctx, STR("matter.signoff"), 1, town_today(&t), STR("试验")), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    int64_t id = town_answer(&t, "要签发的答复", town_today(&t) + 5);
    struct matter_view v = town_view(&t, &t.land_head, id);
    IS_INT(v.row.turn, MATTER_TURN_HEAD);
    IS_INT(v.duties.at[0].state, DUTY_ASSIGNED);
    IS_STR(town_view(&t, &t.clerk, id).answer, STR(""));
    struct duty_sign_in sign = {id, v.asks.at[0].id.n, true, STR("")};
    IS_INT(town_act(&t, &t.land_desk, "duty.sign", &sign, NULL), ERR_DENIED);
    IS_INT(town_act(&t, &t.land_head, "duty.sign", &sign, NULL), ERR_OK);
    v = town_view(&t, &t.clerk, id);
    IS_STR(v.answer, STR("现场勘查后办理"));
    IS_INT(v.duties.at[0].first_promise, v.row.due);
    town_close(&t);
}

static void a_reopened_one_is_counted(void)
{
    town_open(&t);
    int64_t id = town_done(&t, "没有真正解决");
    struct matter_view v = town_view(&t, &t.clerk, id);
    struct matter_reason_in reopen = {id, v.row.version, STR("水还是淹")};
    IS_INT(town_act(&t, &t.clerk, "matter.reopen", &reopen, NULL), ERR_OK);
    v = town_view(&t, &t.clerk, id);
    IS_INT(v.row.state, MATTER_WORKING);
    IS_INT(v.row.reopened, 1);
    IS_INT(v.duties.n, 2);
    IS_INT(v.duties.at[0].org.n, t.land.id.n);
    OK(v.duties.at[0].open && !v.duties.at[1].open, "a new duty; the old one stays ended");
    town_counters_hold(&t);
    town_close(&t);
}

static void duplicates_are_merged_and_parted(void)
{
    town_open(&t);
    int64_t first = town_raise(&t, "同一个问题"), second = town_raise(&t, "同一个问题");
    struct matter_view v = town_view(&t, &t.coordinator, second);
    IS_INT(v.same.n, 1);
    struct matter_merge_in merge = {second, v.row.version, STR("０００１"), STR("重复")};
    IS_INT(town_act(&t, &t.coordinator, "matter.merge", &merge, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.coordinator, first).row.merged_in, 1);
    v = town_view(&t, &t.clerk, second);
    IS_INT(v.row.state, MATTER_MERGED);
    IS_STR(v.merged_into_number, STR("2026-0001"));
    struct matter_act_in unmerge = {second, v.row.version};
    IS_INT(town_act(&t, &t.coordinator, "matter.unmerge", &unmerge, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.coordinator, first).row.merged_in, 0);
    IS_INT(town_view(&t, &t.coordinator, second).row.state, MATTER_RAISED);
    town_counters_hold(&t);
    town_close(&t);
}

static enum err run_silence(struct ctx *ctx, void *arg)
{
    (void)arg;
    return matter_job_silence(ctx);
}

static void silence_closes_but_does_not_satisfy(void)
{
    town_open(&t);
    int64_t id = town_done(&t, "没人回话");
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    for (int day = 0; day < 2; day++) {
        ctx.now_us = t.now + (day ? 7 * DAY_US + MINUTE_US : 6 * DAY_US);
        IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
        IS_INT(journal_open(&ctx), ERR_OK);
        IS_INT(run_silence(&ctx, NULL), ERR_OK);
        IS_INT(journal_close(&ctx), ERR_OK);
        IS_INT(db_commit(t.db), ERR_OK);
        IS_INT(town_view(&t, &t.clerk, id).row.state, day ? MATTER_CLOSED : MATTER_RESOLVED);
    }
    struct matter_view v = town_view(&t, &t.clerk, id);
    IS_INT(v.closed_how, MATTER_CLOSED_BY_SILENCE);
    IS_INT(v.row.rating, MATTER_RATING_NONE);
    IS_INT(v.row.solved, MATTER_SOLVED_UNASKED);
    town_counters_hold(&t);
    town_close(&t);
}

/* The firm said that it is not solved: the clock does not close it, the coordinator has it to do.
 */
static void an_unsolved_one_is_not_closed_by_silence(void)
{
    town_open(&t);
    int64_t id = town_done(&t, "说没解决");
    struct matter_callback_in call = {.id = id,
                                      .version = town_view(&t, &t.coordinator, id).row.version,
                                      .reached = true,
                                      .solved = MATTER_SOLVED_NO,
                                      .rating = MATTER_UNSATISFIED,
                                      .note = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.callback", &call, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.coordinator, id).row.turn, MATTER_TURN_COORDINATOR);
    t.now += 30 * DAY_US;
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(run_silence(&ctx, NULL), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    IS_INT(town_view(&t, &t.clerk, id).row.state, MATTER_RESOLVED);
    town_counters_hold(&t);
    town_close(&t);
}

static void a_follower_makes_no_form_stale(void)
{
    town_open(&t);
    int64_t id = town_raise(&t, "有人关注");
    int64_t version = town_view(&t, &t.coordinator, id).row.version;
    struct matter_act_in follow = {id, 0}, accept = {id, version};
    IS_INT(town_act(&t, &t.leader, "matter.follow", &follow, NULL), ERR_OK);
    IS_INT(town_act(&t, &t.leader, "matter.follow", &follow, NULL), ERR_OK);
    struct matter_view v = town_view(&t, &t.leader, id);
    OK(v.following && v.row.followers == 1, "once, however often");
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &accept, NULL), ERR_OK);
    IS_INT(town_act(&t, &t.leader, "matter.unfollow", &follow, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.leader, id).row.followers, 0);
    town_close(&t);
}

static void an_edit_leaves_before_and_after(void)
{
    town_open(&t);
    int64_t id = town_raise(&t, "改一改");
    struct matter_edit_in in = {.id = id,
                                .version = 1,
                                .title = STR("改好了"),
                                .text = STR("新的内容"),
                                .contact = STR("李四"),
                                .phone = STR("0000-2")};
    IS_INT(town_act(&t, &t.clerk, "matter.edit", &in, NULL), ERR_OK);
    struct ctx ctx = town_ctx(&t, &t.auditor);
    struct journal_entry *entries;
    size_t n, found = 0;
    IS_INT(journal_of(&ctx, id, -1, 100, &entries, &n), ERR_OK);
    for (size_t i = 0; n && i < entries[n - 1].n; i++) {
        const struct journal_value *v = &entries[n - 1].values[i];
        found += str_eq(v->name, STR("title")) && str_eq(v->before, STR("改一改"));
        found += str_eq(v->name, STR("text")) && str_eq(v->after, STR("新的内容")) &&
                 str_has(v->before, STR("请帮助解决"));
        found += str_eq(v->name, STR("phone")) && str_eq(v->before, STR("0000-1"));
    }
    IS_INT(found, 3);
    town_close(&t);
}

/* Bulk ---------------------------------------------------------------------------------------- */

static void bulk_acts_answer_row_by_row(void)
{
    town_open(&t);
    int64_t ids[] = {town_raise(&t, "甲"), town_raise(&t, "乙"), town_accept(&t, "丙")};
    struct matter_bulk_in in = {.ids = {ids, 3}, .verb = MATTER_ACCEPT};
    struct act_result out = {0};
    IS_INT(town_act(&t, &t.coordinator, "matter.bulk", &in, &out), ERR_OK);
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_bulk_view view;
    IS_INT(matter_find_bulk(&ctx, (struct matter_bulk_id){out.id}, &view), ERR_OK);
    IS_INT(view.done, 2);
    IS_INT(view.refused, 1);
    OK(view.rows.n == 3 && !view.rows.at[2].ok && !str_empty(view.rows.at[2].message),
       "the third says why not");
    IS_INT(town_view(&t, &t.coordinator, ids[0]).row.state, MATTER_ACCEPTED);

    struct matter_assign_in assign = {.id = ids[1], .version = 2, .lead = t.land.id.n};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &assign, NULL), ERR_OK);
    t.now -= 2 * MINUTE_US + 30 * SECOND_US; /* still within the minute */
    struct matter_undo_in undo = {out.id};
    IS_INT(town_act(&t, &t.coordinator, "matter.bulk_undo", &undo, NULL), ERR_OK);
    IS_INT(town_view(&t, &t.coordinator, ids[0]).row.state, MATTER_RAISED);
    IS_INT(town_view(&t, &t.coordinator, ids[1]).row.state, MATTER_WORKING); /* touched since */
    IS_INT(town_act(&t, &t.coordinator, "matter.bulk_undo", &undo, NULL), ERR_CONFLICT);
    town_counters_hold(&t);
    town_close(&t);
}

static void the_grid_is_kept_whole_or_not(void)
{
    town_open(&t);
    int64_t a = town_assign(&t, "第一件"), b = town_assign(&t, "第二件");
    int64_t duties[] = {town_view(&t, &t.land_desk, a).duties.at[0].id.n,
                        town_view(&t, &t.land_desk, b).duties.at[0].id.n};
    int64_t ids[] = {a, b};
    struct str texts[] = {STR("已现场踏勘"), STR("")};
    struct duty_grid_in in = {{ids, 2}, {duties, 2}, {texts, 2}};
    IS_INT(town_act(&t, &t.land_desk, "duty.grid", &in, NULL), ERR_OK);
    IS_STR(town_view(&t, &t.clerk, a).row.last_note, STR("已现场踏勘"));
    IS_STR(town_view(&t, &t.clerk, b).row.last_note, STR(""));
    texts[1] = STR("第二件也有进展");
    int64_t wrong[] = {duties[0], duties[0]};
    in.duties.at = wrong;
    IS_INT(town_act(&t, &t.land_desk, "duty.grid", &in, NULL), ERR_NOT_FOUND);
    int64_t story = (int64_t)town_view(&t, &t.land_desk, a).story.n;
    IS_INT(town_act(&t, &t.land_desk, "duty.grid", &in, NULL), ERR_NOT_FOUND);
    IS_INT(town_view(&t, &t.land_desk, a).story.n, story);
    town_close(&t);
}

/* A new park's tree: read whole, with its limits; an urgent fault is never slowed by its class. */
static void a_new_park_has_classes_and_limits(void)
{
    town_open(&t);
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(matter_defaults(&ctx), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    struct matter_classes classes;
    IS_INT(matter_find_classes(&ctx, &classes), ERR_OK);
    OK(classes.rows.n > 40, "the tree is there");
    struct matter_class_id land = {0}, permit = {0};
    for (size_t i = 0; i < classes.rows.n; i++) {
        if (str_eq(classes.rows.at[i].full_name, STR("用地规划/土地供应")))
            land = classes.rows.at[i].id;
        if (str_eq(classes.rows.at[i].full_name, STR("工程建设/施工许可")))
            permit = classes.rows.at[i].id;
    }
    struct matter_limit_value limit;
    IS_INT(matter_limit_for(&ctx, land, MATTER_ORDINARY, &limit, NULL), ERR_OK);
    IS_INT(limit.amount, 15);
    IS_INT(matter_limit_for(&ctx, permit, MATTER_ORDINARY, &limit, NULL), ERR_OK);
    IS_INT(limit.amount, 7);
    IS_INT(matter_limit_for(&ctx, land, MATTER_DANGER, &limit, NULL), ERR_OK);
    IS_INT(limit.kind, MATTER_HOURS);
    IS_INT(limit.amount, 2);

    /* classes have names of their own, renames go down, and merged ones take no more matters */
    struct matter_class_edit_in edit = {classes.rows.at[0].id.n, 1, STR("用地与规划"), false};
    IS_INT(town_act(&t, &t.admin, "class.edit", &edit, NULL), ERR_OK);
    IS_INT(town_act(&t, &t.admin, "class.edit", &edit, NULL), ERR_CONFLICT);
    IS_INT(matter_find_classes(&ctx, &classes), ERR_OK);
    IS_STR(classes.rows.at[1].full_name, STR("用地与规划/土地供应"));
    struct matter_class_merge_in merge = {permit.n, 1, land.n};
    IS_INT(town_act(&t, &t.admin, "class.merge", &merge, NULL), ERR_OK);
    int64_t id = town_accept(&t, "分到已并入的类");
    struct matter_classify_in classify = {id, 2, permit.n, 0};
    IS_INT(town_act(&t, &t.coordinator, "matter.classify", &classify, NULL), ERR_INVALID);
    classify.class = land.n;
    IS_INT(town_act(&t, &t.coordinator, "matter.classify", &classify, NULL), ERR_OK);
    town_close(&t);
}

/* What people type comes back as it was, and never as anything else. */
static void hostile_strings_stay_strings(void)
{
    static const char *const hostile[] = {
        "'; DROP TABLE matter; --",
        "\"><script>alert(1)</script>",
        "%s%n{}",
        "{}",
        "a\\b\\'",
        "１５３－２０２６",
        "𠮷野家の𝒳",
        "    空 白",
    };
    town_open(&t);
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct act_result out = {0};
        struct str s = str_from(hostile[i]);
        struct matter_raise_in in = {.title = s, .text = s, .contact = s, .phone = s};
        IS_INT(town_act(&t, &t.clerk, "matter.raise", &in, &out), ERR_OK);
        struct matter_view v = town_view(&t, &t.clerk, out.id);
        IS_STR(v.row.title, s);
        IS_STR(v.body, s);
        IS_STR(v.contact, s);
        struct matter_list_in list = {.text = s, .department = STR_NULL};
        struct matter_list found;
        struct ctx ctx = town_ctx(&t, &t.coordinator);
        enum err e = matter_find_list(&ctx, &list, &found);
        OK(e == ERR_OK || e == ERR_INVALID, "a search takes any text");
    }
    town_close(&t);
}

int main(void)
{
    RUN(goes_from_raised_to_closed);
    RUN(numbers_are_given_when_raised);
    RUN(the_slower_of_two_is_told);
    RUN(only_the_right_ones_may);
    RUN(a_promise_is_never_overwritten);
    RUN(a_duty_is_assigned_until_a_day);
    RUN(no_extension_after_expiry);
    RUN(a_pause_gives_its_days_back);
    RUN(a_handback_counts_when_agreed);
    RUN(a_head_signs_when_the_park_says_so);
    RUN(a_reopened_one_is_counted);
    RUN(duplicates_are_merged_and_parted);
    RUN(silence_closes_but_does_not_satisfy);
    RUN(an_unsolved_one_is_not_closed_by_silence);
    RUN(a_follower_makes_no_form_stale);
    RUN(an_edit_leaves_before_and_after);
    RUN(bulk_acts_answer_row_by_row);
    RUN(the_grid_is_kept_whole_or_not);
    RUN(a_new_park_has_classes_and_limits);
    RUN(hostile_strings_stay_strings);
    return tap_end();
}
