/* A closed matter's way to the public page, and everything that must keep it from there. */
#include "domain/matter/matter_publish.h"
#include "domain/matter/test_matter.h"

static struct town t;

static int64_t version(int64_t id)
{
    return town_view(&t, &t.coordinator, id).row.version;
}

static int64_t closed(bool consent)
{
    struct act_result r;
    struct matter_raise_in raise = {.title = STR("青禾电子门口积水"),
                                    .text =
                                        STR("我公司青禾电子有限公司（联系人王小丫，电话 138-0013-"
                                            "8000）门口积水，请水务局处理。"),
                                    .contact = STR("王小丫"),
                                    .phone = STR("13800138000"),
                                    .urgency = MATTER_ORDINARY,
                                    .consent = consent};
    IS_INT(town_act(&t, &t.clerk, "matter.raise", &raise, &r), ERR_OK);
    struct matter_act_in accept = {r.id, version(r.id)};
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &accept, NULL), ERR_OK);
    struct matter_reason_in resolve = {r.id, version(r.id), STR("水务局已疏通，马上见效")};
    IS_INT(town_act(&t, &t.coordinator, "matter.resolve", &resolve, NULL), ERR_OK);
    struct matter_confirm_in confirm = {r.id, version(r.id), MATTER_SATISFIED, STR("")};
    IS_INT(town_act(&t, &t.clerk, "matter.confirm", &confirm, NULL), ERR_OK);
    return r.id;
}

static enum err publish(int64_t id, const char *title, const char *problem, const char *result)
{
    struct matter_publish_in in = {id, version(id), str_from(title), str_from(problem),
                                   str_from(result)};
    return town_act(&t, &t.coordinator, "matter.publish", &in, NULL);
}

static enum err answer(int64_t id, int64_t how)
{
    struct matter_publish_answer_in in = {id, version(id), how, STR("")};
    return town_act(&t, &t.clerk, "matter.publish_answer", &in, NULL);
}

static size_t published(void)
{
    struct ctx ctx = town_ctx(&t, &t.auditor);
    struct matter_published *rows;
    size_t n;
    int64_t next;
    ctx.actor = (struct actor){0}; /* nobody in particular */
    IS_INT(matter_published_list(&ctx, 0, &rows, &n, &next), ERR_OK);
    return n;
}

static bool offered(const struct person *who, int64_t id, const char *act)
{
    struct matter_view v = town_view(&t, who, id);
    for (size_t i = 0; i < v.next.n; i++)
        if (str_eq(str_from(v.next.at[i].act), str_from(act)))
            return true;
    return false;
}

static void a_text_is_public_only_after_the_firms_yes(void)
{
    town_open(&t);
    int64_t id = closed(true);
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_public_view draft;
    IS_INT(matter_public_propose(&ctx, (struct matter_id){id}, &draft), ERR_OK);
    IS_STR(draft.title, STR("某企业门口积水"));
    IS_STR(draft.problem,
           STR("我公司某企业（联系人某人，电话 （号码略））门口积水，请有关部门处理。"));
    OK(!offered(&t.clerk, id, "matter.publish_answer"), "nothing to see yet");
    IS_INT(answer(id, MATTER_PUBLIC_PUBLISHED), ERR_CONFLICT);
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_OK);
    IS_INT(published(), 0);
    OK(offered(&t.clerk, id, "matter.publish_answer"), "the firm is asked");
    IS_STR(town_view(&t, &t.clerk, id).public.problem, STR("厂门口积水"));
    OK(!offered(&t.coordinator, id, "matter.publish_answer"), "nobody answers for it");
    IS_INT(answer(id, MATTER_PUBLIC_DECLINED), ERR_OK);
    IS_INT(published(), 0);
    IS_INT(answer(id, MATTER_PUBLIC_PUBLISHED), ERR_CONFLICT);
    IS_INT(publish(id, "门口积水", "门口积水已久", "已疏通"), ERR_OK);
    IS_INT(answer(id, MATTER_PUBLIC_PUBLISHED), ERR_OK);
    IS_INT(published(), 1);
    /* A changed text is out of sight until the firm has seen that one, too. */
    IS_INT(publish(id, "门口积水", "门口又积水", "已疏通"), ERR_OK);
    IS_INT(published(), 0);
    IS_INT(answer(id, MATTER_PUBLIC_PUBLISHED), ERR_OK);
    struct matter_reason_in back = {id, version(id), STR("不想公开了")};
    IS_INT(town_act(&t, &t.clerk, "matter.unpublish", &back, NULL), ERR_OK);
    IS_INT(published(), 0);
    town_close(&t);
}

static void who_says_yes_saw_that_text(void)
{
    town_open(&t);
    int64_t id = closed(true);
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_OK);
    int64_t seen = version(id);
    IS_INT(publish(id, "门口积水", "另一段话", "已疏通"), ERR_OK);
    struct matter_publish_answer_in in = {id, seen, MATTER_PUBLIC_PUBLISHED, STR("")};
    IS_INT(town_act(&t, &t.clerk, "matter.publish_answer", &in, NULL), ERR_CONFLICT);
    IS_INT(published(), 0);
    town_close(&t);
}

static void no_consent_no_stranger_no_open_matter(void)
{
    town_open(&t);
    int64_t id = closed(false);
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_CONFLICT);
    OK(!offered(&t.coordinator, id, "matter.publish"), "not even offered");
    id = closed(true);
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_OK);
    struct matter_publish_answer_in in = {id, 1, MATTER_PUBLIC_PUBLISHED, STR("")};
    IS_INT(town_act(&t, &t.rival_clerk, "matter.publish_answer", &in, NULL), ERR_NOT_FOUND);
    in.version = version(id);
    IS_INT(town_act(&t, &t.coordinator, "matter.publish_answer", &in, NULL), ERR_DENIED);
    int64_t open = town_raise(&t, "还没办的事");
    IS_INT(publish(open, "还没办", "还没办", "还没办"), ERR_CONFLICT);
    town_close(&t);
}

/* Entered for a firm that nobody signs in for: the office writes down how it agreed, twice. */
static void a_firm_without_an_account_agrees_in_words(void)
{
    town_open(&t);
    struct act_result r;
    struct ctx ctx = town_ctx(&t, &t.admin);
    struct org silent = {.kind = ORG_ENTERPRISE,
                         .name = STR("没账号制造有限公司"),
                         .contact = STR("某某"),
                         .phone = STR("1")};
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    ctx.act_id = 990012;
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(org_save(&ctx, &silent), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    struct matter_enter_in enter = {.title = STR("门口积水"),
                                    .text = STR("门口积水"),
                                    .firm = silent.id.n,
                                    .source = MATTER_SOURCE_VISIT,
                                    .urgency = MATTER_ORDINARY,
                                    .accept = true};
    IS_INT(town_act(&t, &t.coordinator, "matter.enter", &enter, &r), ERR_OK);
    int64_t id = r.id;
    struct matter_reason_in resolve = {id, version(id), STR("已疏通")};
    IS_INT(town_act(&t, &t.coordinator, "matter.resolve", &resolve, NULL), ERR_OK);
    struct matter_callback_in call = {.id = id,
                                      .version = version(id),
                                      .reached = true,
                                      .solved = MATTER_SOLVED_YES,
                                      .rating = MATTER_SATISFIED,
                                      .close = true};
    IS_INT(town_act(&t, &t.coordinator, "matter.callback", &call, NULL), ERR_OK);
    OK(offered(&t.coordinator, id, "matter.publish"), "it may be asked");
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_INVALID);
    IS_STR(t.error.field, STR("evidence"));
    struct matter_publish_in in = {id,
                                   version(id),
                                   STR("门口积水"),
                                   STR("厂门口积水"),
                                   STR("已疏通"),
                                   STR("今天电话，经办人同意")};
    IS_INT(town_act(&t, &t.coordinator, "matter.publish", &in, NULL), ERR_OK);
    OK(town_view(&t, &t.coordinator, id).consent, "the consent stands");
    OK(offered(&t.coordinator, id, "matter.publish_answer"), "and the answer is the office's");
    struct matter_publish_answer_in say = {id, version(id), MATTER_PUBLIC_PUBLISHED, STR("  ")};
    IS_INT(town_act(&t, &t.coordinator, "matter.publish_answer", &say, NULL), ERR_INVALID);
    IS_STR(t.error.field, STR("reason"));
    IS_INT(published(), 0);
    say.reason = STR("念给经办人听过，同意");
    IS_INT(town_act(&t, &t.coordinator, "matter.publish_answer", &say, NULL), ERR_OK);
    IS_INT(published(), 1);
    struct matter_view v = town_view(&t, &t.coordinator, id);
    int64_t told = 0;
    for (size_t i = 0; i < v.story.n; i++)
        told += str_has(v.story.at[i].text, STR("今天电话，经办人同意")) +
                str_has(v.story.at[i].text, STR("（代企业登记）：念给经办人听过"));
    IS_INT(told, 2);
    town_close(&t);
}

static void names_and_numbers_are_refused_at_their_field(void)
{
    town_open(&t);
    int64_t id = closed(true);
    static const struct {
        const char *title, *problem, *result, *field;
    } bad[] = {
        {"青禾 电子门口积水", "厂门口积水", "已疏通", "title"},
        {"北斗材料有限公司门口", "厂门口积水", "已疏通", "title"}, /* another firm */
        {"门口积水", "王小丫反映积水", "已疏通", "problem"},
        {"门口积水", "厂门口积水", "水\u200b务局已疏通", "result"},
        {"门口积水", "请打１３８ ００１３ ８０００", "已疏通", "problem"},
        {"门口积水", "代码 91350200ma2y-j1xr9g", "已疏通", "problem"},
        {"门口积水", "厂门口积水", "经办人 110101199003078515", "result"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        IS_INT(publish(id, bad[i].title, bad[i].problem, bad[i].result), ERR_INVALID);
        IS_STR(t.error.field, str_from(bad[i].field));
    }
    IS_INT(publish(id, "门口积水", "厂门口积水", "已疏通"), ERR_OK);
    /* A firm that joins later, of that very name: its yes is looked at again. */
    struct ctx ctx = town_ctx(&t, &t.admin);
    struct org late = {.kind = ORG_ENTERPRISE,
                       .name = STR("厂门口积水有限公司"),
                       .contact = STR("某某"),
                       .phone = STR("1")};
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    ctx.act_id = 990011;
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(org_save(&ctx, &late), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
    IS_INT(answer(id, MATTER_PUBLIC_PUBLISHED), ERR_INVALID);
    IS_INT(published(), 0);
    town_close(&t);
}

static void sent_back_it_leaves_the_page(void)
{
    town_open(&t);
    struct act_result r;
    struct matter_raise_in raise = {
        .title = STR("积水"), .text = STR("积水"), .urgency = MATTER_ORDINARY, .consent = true};
    IS_INT(town_act(&t, &t.clerk, "matter.raise", &raise, &r), ERR_OK);
    struct matter_act_in accept = {r.id, version(r.id)};
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &accept, NULL), ERR_OK);
    struct matter_assign_in assign = {.id = r.id,
                                      .version = version(r.id),
                                      .lead = t.land.id.n,
                                      .limit = 5,
                                      .limit_kind = MATTER_WORKING_DAYS};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &assign, NULL), ERR_OK);
    struct matter_reason_in resolve = {r.id, version(r.id), STR("已疏通")};
    IS_INT(town_act(&t, &t.coordinator, "matter.resolve", &resolve, NULL), ERR_OK);
    struct matter_confirm_in confirm = {r.id, version(r.id), MATTER_SATISFIED, STR("")};
    IS_INT(town_act(&t, &t.clerk, "matter.confirm", &confirm, NULL), ERR_OK);
    IS_INT(publish(r.id, "积水", "门口积水", "已疏通"), ERR_OK);
    IS_INT(answer(r.id, MATTER_PUBLIC_PUBLISHED), ERR_OK);
    IS_INT(published(), 1);
    struct matter_reason_in reopen = {r.id, version(r.id), STR("又积水了")};
    IS_INT(town_act(&t, &t.clerk, "matter.reopen", &reopen, NULL), ERR_OK);
    IS_INT(published(), 0);
    town_counters_hold(&t);
    town_close(&t);
}

static void counts_are_of_whole_months_and_leave_out_what_is_small(void)
{
    town_open(&t);
    int64_t now = t.now;
    t.now = now - 60 * DAY_US;
    for (int i = 0; i < 2; i++)
        closed(false);
    t.now = now;
    closed(false); /* this month is not over */
    struct ctx ctx = town_ctx(&t, &t.auditor);
    ctx.actor = (struct actor){0};
    struct matter_public_counts counts;
    IS_INT(matter_published_counts(&ctx, &counts), ERR_OK);
    IS_INT(counts.minimum, 5);
    IS_INT(counts.rows.n, 1);
    IS_INT(counts.rows.at[0].group.n, 2);
    IS_INT(counts.rows.at[0].group.mark, PUBLIC_FEW);
    IS_INT(counts.sum, -1);
    IS_INT(counts.to - counts.from + 1, MATTER_PUBLIC_MONTHS);
    town_close(&t);
}

int main(void)
{
    RUN(a_text_is_public_only_after_the_firms_yes);
    RUN(who_says_yes_saw_that_text);
    RUN(no_consent_no_stranger_no_open_matter);
    RUN(a_firm_without_an_account_agrees_in_words);
    RUN(names_and_numbers_are_refused_at_their_field);
    RUN(sent_back_it_leaves_the_page);
    RUN(counts_are_of_whole_months_and_leave_out_what_is_small);
    return tap_end();
}
