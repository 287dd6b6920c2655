/* Common causes: found in the list, made by a person, one solution told to each firm. */
#include "base/utf8.h"
#include "core/notify.h"
#include "domain/matter/test_matter.h"
#include "domain/topic/topic.h"
#include "topic_schema.h"

static struct town t;

static enum err act(const struct person *who, const char *name, const void *in,
                    struct act_result *out)
{
    for (size_t i = 0; i < topic_module.act_n; i++)
        if (str_eq(str_from(topic_module.acts[i].name), str_from(name)))
            return town_run(&t, who, &topic_module.acts[i], in, out);
    return ERR_NOT_FOUND;
}

static int64_t raise(const struct person *who, const char *title, const char *text)
{
    struct act_result out = {0};
    struct matter_raise_in in = {.title = str_from(title), .text = str_from(text)};
    IS_INT(town_act(&t, who, "matter.raise", &in, &out), ERR_OK);
    return out.id;
}

static struct topic_view look(const struct person *who, int64_t id)
{
    struct ctx ctx = town_ctx(&t, who);
    struct topic_view v = {0};
    IS_INT(topic_find_one(&ctx, (struct topic_id){id}, &v), ERR_OK);
    return v;
}

/* The last words of the story that this person reads on the matter. */
static struct str last_said(const struct person *who, int64_t id)
{
    struct matter_view v = town_view(&t, who, id);
    return v.story.n ? v.story.at[v.story.n - 1].text : STR("");
}

static int64_t told(const struct person *who)
{
    struct ctx ctx = town_ctx(&t, who);
    struct notice *notices;
    size_t n;
    int64_t found = 0;
    IS_INT(notice_list(&ctx, false, (struct notice_id){INT64_MAX}, 100, &notices, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found += str_starts(notices[i].title, STR("共性问题有了统一的解决办法"));
    return found;
}

static int64_t ours[2], theirs, topic;

static void a_person_makes_it(void)
{
    ours[0] = raise(&t.clerk, "雨天积水", "三号路雨天积水，货车进不来。");
    ours[1] = raise(&t.clerk, "三号路积水", "三号路口一下雨就淹。");
    theirs = raise(&t.rival_clerk, "门口被淹", "三号路下水道不通，厂门口被淹。");
    int64_t matters[] = {ours[0], theirs};
    struct act_result out = {0};
    struct topic_open_in in = {
        .name = STR("三号路排水"), .cause = STR("雨水管径不足"), .matters = {matters, 2}};
    IS_INT(act(&t.clerk, "topic.open", &in, &out), ERR_DENIED);
    IS_INT(act(&t.land_desk, "topic.open", &in, &out), ERR_DENIED);
    IS_INT(act(&t.coordinator, "topic.open", &in, &out), ERR_OK);
    topic = out.id;
    struct topic_view v = look(&t.coordinator, topic);
    IS_INT(v.row.members, 2);
    IS_INT(v.members.n, 2);
    IS_INT(v.firms, 2);
    IS_INT(look(&t.water_desk, topic).members.n, 0); /* nothing of it is in their sight */
}

static void a_matter_is_in_one_topic(void)
{
    struct act_result out = {0};
    struct topic_open_in other = {.name = STR("另一个"), .cause = STR(""), .matters = {&theirs, 1}};
    IS_INT(act(&t.coordinator, "topic.open", &other, &out), ERR_CONFLICT);
    struct topic_join_in join = {.id = topic,
                                 .number = town_view(&t, &t.clerk, ours[1]).row.number};
    IS_INT(act(&t.coordinator, "topic.join", &join, &out), ERR_OK);
    IS_INT(act(&t.coordinator, "topic.join", &join, &out), ERR_OK); /* again: it is there */
    IS_INT(look(&t.coordinator, topic).row.members, 3);
    struct topic_leave_in leave = {topic, ours[1]};
    IS_INT(act(&t.coordinator, "topic.leave", &leave, &out), ERR_OK);
    IS_INT(act(&t.coordinator, "topic.leave", &leave, &out), ERR_NOT_FOUND);
    IS_INT(look(&t.coordinator, topic).row.members, 2);
    struct topic_join_in gone = {.id = topic, .number = STR("9999")};
    IS_INT(act(&t.coordinator, "topic.join", &gone, &out), ERR_NOT_FOUND);
}

/* Firms read nothing of the topic's name, and nothing of each other. */
static void firms_do_not_see_it(void)
{
    struct matter_view v = town_view(&t, &t.clerk, ours[0]);
    for (size_t i = 0; i < v.story.n; i++)
        OK(!str_has(v.story.at[i].text, STR("三号路排水")), "the name stays inside");
    IS_INT(told(&t.clerk), 0);
}

static void each_firm_is_told_on_its_own(void)
{
    struct act_result out = {0};
    struct topic_solve_in in = {.id = topic,
                                .version = look(&t.coordinator, topic).row.version,
                                .solution = STR("十二月底前更换三号路雨水管。")};
    IS_INT(act(&t.coordinator, "topic.solve", &in, &out), ERR_OK);
    IS_INT(act(&t.coordinator, "topic.solve", &in, &out), ERR_CONFLICT); /* a stale version */
    IS_STR(last_said(&t.clerk, ours[0]), in.solution);
    IS_STR(last_said(&t.rival_clerk, theirs), in.solution);
    IS_INT(told(&t.clerk), 1);
    IS_INT(told(&t.rival_clerk), 1);
    struct topic_view v = look(&t.leader, topic);
    IS_INT(v.row.state, TOPIC_SOLVED);
    OK(v.members.at[0].told_at && v.members.at[1].told_at, "both were told");
    IS_INT(town_view(&t, &t.coordinator, ours[0]).row.state, MATTER_RAISED); /* its own way */

    struct topic_join_in late = {.id = topic, .matters = {&ours[1], 1}};
    IS_INT(act(&t.coordinator, "topic.join", &late, &out), ERR_OK);
    IS_STR(last_said(&t.clerk, ours[1]), in.solution);
    IS_INT(told(&t.clerk), 2);
    town_counters_hold(&t);
}

/* Six firms' worth of one story among unlike ones is found in the list, and not proposed again. */
static void stories_are_proposed(void)
{
    static const char *const story[] = {
        "滨河路变电站扩容停工，我厂用电负荷上不去，请协调滨河路变电站尽快复工。",
        "滨河路变电站扩容工程停了三个月，新设备不能投产，请问何时复工。",
        "我们申请增容，供电说要等滨河路变电站扩容，工程停工至今没有消息。",
        "滨河路变电站扩容一直停工，我公司二期没电可用，望协调。",
        "滨河路变电站扩容停工影响我公司生产，已多次反映用电不足。",
    };
    static const char *const others[] = {
        "子女转学需要哪些材料，窗口说法不一。",
        "货车白天限行，原料运不进来。",
        "申请专精特新补贴未到账。",
        "食堂燃气管道接入的费用由谁承担。",
        "员工宿舍周边没有公交，晚班回不去。",
        "土地证更名材料不一致。",
        "银行不续贷，资金周转困难。",
        "污水站异味被投诉，请指导整改。",
        "想对接高校做轴承热处理的联合攻关。",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        raise(i % 2 ? &t.clerk : &t.rival_clerk,
              str_c(&t.arena, utf8_prefix(str_from(others[i]), 8)), others[i]);
    for (size_t i = 0; i < sizeof story / sizeof story[0]; i++)
        raise(i % 2 ? &t.clerk : &t.rival_clerk, "滨河路变电站停工", story[i]);
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct topic_proposals p;
    IS_INT(topic_find_proposals(&ctx, &p), ERR_OK);
    IS_INT(p.rows.n, 1);
    IS_INT(p.rows.at[0].members.n, 5);
    IS_INT(p.rows.at[0].firms, 2);
    int64_t ids[5];
    for (size_t i = 0; i < 5; i++)
        ids[i] = p.rows.at[0].members.at[i].id.n;
    struct topic_open_in in = {
        .name = STR("滨河路变电站扩容"), .cause = STR(""), .matters = {ids, 5}};
    IS_INT(act(&t.coordinator, "topic.open", &in, NULL), ERR_OK);
    ctx = town_ctx(&t, &t.coordinator);
    IS_INT(topic_find_proposals(&ctx, &p), ERR_OK);
    IS_INT(p.rows.n, 0);
}

int main(void)
{
    town_open_with(&t, (struct migrations){topic_migrations, topic_migration_n});
    RUN(a_person_makes_it);
    RUN(a_matter_is_in_one_topic);
    RUN(firms_do_not_see_it);
    RUN(each_firm_is_told_on_its_own);
    RUN(stories_are_proposed);
    town_close(&t);
    return tap_end();
}
