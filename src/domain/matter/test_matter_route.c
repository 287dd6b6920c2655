/* What is proposed: by words at first, then by what was learned; and who is shown whose text. */
#include "domain/matter/matter_route.h"
#include "domain/matter/test_matter.h"

static struct town t;
static struct matter_classes classes;

static enum err defaults(struct ctx *ctx, void *arg)
{
    (void)arg;
    return matter_defaults(ctx);
}

static int64_t class_of(const char *full_name)
{
    for (size_t i = 0; i < classes.rows.n; i++)
        if (str_eq(classes.rows.at[i].full_name, str_from(full_name)))
            return classes.rows.at[i].id.n;
    return 0;
}

static void settle(void)
{
    struct app_db db = {.db = t.db};
    struct ctx ctx = town_ctx(&t, &t.admin);
    IS_INT(act_write(&db, &ctx, defaults, NULL), ERR_OK);
    ctx = town_ctx(&t, &t.coordinator);
    IS_INT(matter_find_classes(&ctx, &classes), ERR_OK);
}

static int64_t raise(const struct person *who, const char *title, const char *text)
{
    struct act_result out = {0};
    struct matter_raise_in in = {.title = str_from(title), .text = str_from(text)};
    IS_INT(town_act(&t, who, "matter.raise", &in, &out), ERR_OK);
    return out.id;
}

static int64_t version(int64_t id)
{
    return town_view(&t, &t.coordinator, id).row.version;
}

/* From raised to closed, under this class and department. */
static void close_one(const char *title, const char *text, int64_t class, struct org_id lead)
{
    int64_t id = raise(&t.clerk, title, text);
    struct matter_act_in accept = {id, 1};
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &accept, NULL), ERR_OK);
    struct matter_classify_in classify = {.id = id, .version = 2, .class = class};
    IS_INT(town_act(&t, &t.coordinator, "matter.classify", &classify, NULL), ERR_OK);
    struct matter_assign_in assign = {.id = id, .version = 3, .lead = lead.n, .opinion = STR("")};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &assign, NULL), ERR_OK);
    struct matter_reason_in resolve = {id, version(id), STR("已经解决")};
    IS_INT(town_act(&t, &t.coordinator, "matter.resolve", &resolve, NULL), ERR_OK);
    struct matter_reason_in close = {id, version(id), STR("企业认可")};
    IS_INT(town_act(&t, &t.coordinator, "matter.close", &close, NULL), ERR_OK);
}

static struct matter_proposal propose(const char *title, const char *text)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_proposal p = {0};
    IS_INT(matter_propose(&ctx, str_from(title), str_from(text), &p), ERR_OK);
    return p;
}

static void words_speak_first(void)
{
    struct matter_proposal p =
        propose("", "我公司新上设备，变压器容量不够，申请增容，近来又多次停电跳闸。");
    IS_INT(p.class.id, class_of("要素保障/供电"));
    IS_INT(p.class.texts, 0);
    OK(str_has(p.class.words, STR("变压器")) && str_has(p.class.words, STR("增容")),
       "says which words it saw");
    IS_INT(p.lead.id, 0);
    IS_INT(propose("", "请贵单位对我们公司的事情多多关心，谢谢。").class.id, 0);
    IS_INT(propose("", "停电").class.id, 0);
}

/* Texts that the words of the tables would class otherwise: what was chosen is what is learned. */
static void the_choice_is_learned(void)
{
    static const char *const machines[] = {"激光切割机", "注塑机", "空压机", "贴片线"};
    static const char *const ends[] = {"请尽快协调。", "影响交货。", "已反映两次。", "望答复。"};
    int64_t power = class_of("要素保障/供电"), other = class_of("其他");
    for (int i = 0; i < 24; i++) {
        close_one("停电影响生产",
                  str_c(&t.arena, str_print(&t.arena, "第%d车间的%s昨天又停电，电压不稳，%s", i,
                                            machines[i % 4], ends[i / 4 % 4])),
                  other, t.water.id);
        close_one("贷款到期",
                  str_c(&t.arena, str_print(&t.arena, "流动资金贷款%d万元到期，银行不予续贷，%s",
                                            i * 10, ends[i % 4])),
                  class_of("资金金融/融资贷款"), t.roads.id);
    }
    struct matter_proposal p =
        propose("停电影响生产", "第31车间的注塑机昨天又停电，电压不稳，影响交货。");
    IS_INT(p.class.id, other);
    OK(p.class.id != power, "not what the words say");
    IS_INT(p.lead.id, t.water.id.n);
    IS_INT(p.class.texts, 48);
    OK(p.class.right * 10 >= p.class.guesses * 8 && p.class.guesses >= LEARN_SURE_LEAST,
       "right four times of five, on enough of them");
    p = propose("贷款到期", "流动资金贷款90万元到期，银行不予续贷，请尽快协调。");
    IS_INT(p.class.id, class_of("资金金融/融资贷款"));
    IS_INT(p.lead.id, t.roads.id.n);
}

/* What a person has set is not proposed again. */
static void what_is_there_is_left(void)
{
    int64_t id = raise(&t.clerk, "停电影响生产", "第35车间的空压机昨天又停电，电压不稳，望答复。");
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_view v = town_view(&t, &t.coordinator, id);
    struct matter_proposal p;
    IS_INT(matter_propose_for(&ctx, &v, &p), ERR_OK);
    IS_INT(p.class.id, 0); /* nothing kept yet: a page does not wait */
    IS_INT(learned_make(&ctx, NULL, NULL, &ctx.learned), ERR_OK);
    IS_INT(matter_propose_for(&ctx, &v, &p), ERR_OK);
    IS_INT(p.class.id, class_of("其他"));
    IS_INT(p.lead.id, t.water.id.n);
    v.row.class.n = class_of("要素保障/供电");
    IS_INT(matter_propose_for(&ctx, &v, &p), ERR_OK);
    IS_INT(p.class.id, 0);
    IS_INT(p.lead.id, t.water.id.n);
}

static bool at_once(const void *arg)
{
    (void)arg;
    return true;
}

static void learning_can_be_stopped(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    IS_INT(learned_make(&ctx, at_once, NULL, &ctx.learned), ERR_BUSY);
}

static struct matter_nears near_of(const struct person *who, const char *text)
{
    struct ctx ctx = town_ctx(&t, who);
    struct matter_nears near = {0};
    IS_INT(matter_find_near(&ctx, str_from(text), (struct matter_id){0}, &near), ERR_OK);
    return near;
}

static void nobody_sees_another_firms_text(void)
{
    const char *text = "厂区北门外的园区道路雨后积水严重，货车无法进出，已持续两周，请协调排水。";
    const char *like = "厂区北门外的园区道路雨后积水严重，货车进不来，已持续两周多，请协调排水！";
    int64_t id = raise(&t.rival_clerk, "道路积水", text);
    IS_INT(near_of(&t.clerk, text).rows.n, 0);
    IS_INT(near_of(&t.clerk, like).rows.n, 0);
    IS_INT(near_of(&t.land_desk, like).rows.n, 0);
    struct matter_nears near = near_of(&t.rival_clerk, like);
    IS_INT(near.rows.n, 1);
    IS_INT(near.rows.at[0].row.id.n, id);
    OK(!near.rows.at[0].equal && near.rows.at[0].percent >= 50, "alike, not equal");
    IS_STR(near.rows.at[0].body, str_from(text));
    near = near_of(&t.coordinator, text);
    IS_INT(near.rows.n, 1);
    OK(near.rows.at[0].equal, "equal");
    IS_INT(near_of(&t.coordinator, "与此毫不相干的另一件事情，关于职工子女入学。").rows.n, 0);
}

int main(void)
{
    town_open(&t);
    settle();
    RUN(words_speak_first);
    RUN(the_choice_is_learned);
    RUN(what_is_there_is_left);
    RUN(learning_can_be_stopped);
    RUN(nobody_sees_another_firms_text);
    town_close(&t);
    return tap_end();
}
