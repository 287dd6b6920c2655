/*
 * Topics against a made-up hotline whose stories are known: two stories of fifty messages, small
 * ones of six, and people with the same trouble elsewhere or another trouble at the same place.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "engine/classify/topics.h"

enum { MESSAGES = 4000, STORY = 50, SMALL = 6, SMALL_STORIES = 20, NO_STORY = -1 };

static struct arena arena;
static uint64_t dice;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice >> 33) % sides;
}

#define PICK(list) str_from((list)[roll(sizeof(list) / sizeof(list)[0])])

static const char *const surname[] = {"云", "青", "锦", "翠", "松", "鹤", "澜", "碧", "瑞", "和",
                                      "岚", "栖", "映", "沁", "泽", "嘉", "御", "紫", "枫", "柳"};
static const char *const middle[] = {"溪", "桥", "湖", "岭", "湾", "泉", "坪", "峰", "渡", "陵",
                                     "台", "谷", "洲", "滩", "林", "源", "塘", "浦", "园", "屏"};
static const char *const kind[] = {"花园", "小区", "新村", "家园", "公寓",
                                   "名邸", "大厦", "社区", "学校", "工业园"};
static const char *const opening[] = {
    "尊敬的领导：您好！", "领导好，", "您好，", "书记：",
    "各位领导，",         "",         "",       "我要反映一个情况。"};
static const char *const ending[] = {"请有关部门尽快处理，谢谢！",
                                     "望领导重视。",
                                     "恳请给个答复。",
                                     "打了很多次电话都没有结果。",
                                     "盼回复！",
                                     "我们老百姓该找谁？",
                                     "希望能到现场看一看。",
                                     "已经拖了大半年了。",
                                     "请依法依规查处。",
                                     "家里有老人和小孩，实在难受。",
                                     "相关部门互相推来推去。",
                                     "问了社区也没有说法。"};
static const char *const filler[] = {
    "我是这里的一名普通居民，",   "去年买房搬来以后，",   "最近两个月情况越来越严重，",
    "邻居们商量以后决定写信，",   "上个月也有人反映过，", "白天上班晚上还要操心，",
    "当初说得好好的，",           "附近的人都可以作证，", "物业说管不了，",
    "我们也理解发展需要，但是，", "周末也不停，",         "群里每天都有人在说，"};

/* A trouble: ways to say it in a title and in a body. */
struct trouble {
    const char *title[6], *body[8];
};

static const struct trouble big[2] = {
    {{"强制捆绑销售车位", "买房必须买车位合理吗", "车位捆绑，业主不满", "不买车位就不给选房",
      "捆绑卖车位违规", "开发商逼着买车位"},
     {"开发商要求买房的同时必须买车位，", "一个车位要十几万，不买就取消选房资格，",
      "明显是捆绑销售，", "职工定向的房子也要搭着车位卖，", "强行搭售侵犯了消费者的权利，",
      "认购书里偷偷加了车位的条款，", "没有车的人也被逼着买车位，", "车位比市场价还贵，"}},
    {{"旁边的搅拌站扰民", "搅拌站噪音灰尘太大", "居民楼边建搅拌站", "搅拌站彻夜生产",
      "混凝土搅拌站污染严重", "请关停搅拌站"},
     {"离住宅不到两百米建了一个搅拌站，", "夜里机器轰鸣，噪音让人睡不着，",
      "粉尘飘进屋里，窗户不敢开，", "运料的大车一辆接一辆，", "水泥灰落得到处都是，",
      "搅拌站没有环评手续，", "孩子咳嗽了一个冬天，", "污水直接流到路上，"}}};

static const struct trouble other[] = {
    {{"长期停水", "水压太低", "自来水发黄", "水费不对", "供水管漏水", "停水没通知"},
     {"一到晚上就没有水，", "水龙头放出来的水是黄的，", "水表转得飞快，", "供水公司说管道老化，",
      "高层住户用水困难，", "水压不够热水器点不着，", "抢修了三次还在漏，", "洗菜做饭都成问题，"}},
    {{"路灯不亮", "道路坑洼", "红绿灯坏了", "公交车等不到", "路口太堵", "大货车夜里乱跑"},
     {"晚上走路看不见，", "路面破得不成样子，", "早高峰堵一个小时，", "公交半小时一趟，",
      "斑马线已经看不清了，", "学生过马路很危险，", "路灯杆立着就是不亮，", "下雨积水没过脚面，"}},
    {{"拖欠工资", "社保没有缴", "工伤不认", "加班不给钱", "不签合同", "辞退没有补偿"},
     {"干了四个月只发了一个月的钱，", "老板电话打不通，", "单位说社保自己缴，",
      "劳动合同一直不给签，", "受伤以后没人管，", "加班到十点没有加班费，", "仲裁要等很久，",
      "农民工的血汗钱要不回来，"}},
    {{"学位不够", "补课收费", "食堂不干净", "老师体罚", "划片不合理", "校门口太乱"},
     {"孩子今年上小学，", "学校说学位满了，", "老师在外面办补习班，", "饭菜里吃出了虫子，",
      "户口在这里却上不了学，", "家长意见很大，", "一个班七十个人，", "放学时门口都是小摊，"}},
    {{"餐馆油烟直排", "夜宵摊太吵", "垃圾没人清", "异味难闻", "广场舞扰民", "工地夜间施工"},
     {"油烟顺着墙往上窜，", "吵到凌晨两三点，", "垃圾堆了一个星期，", "一开窗就是臭味，",
      "音响声音特别大，", "工地半夜还在打桩，", "噪音让人睡不着，", "老人血压都高了，"}},
    {{"医保报销难", "疫苗打不上", "医院乱收费", "卫生院没医生", "药价太贵", "生育证办不了"},
     {"住院花了两万多，", "报销比例说不清楚，", "跑了三趟材料还不齐，", "村卫生室常年关门，",
      "挂号要等一个月，", "同样的药贵一倍，", "窗口说系统坏了，", "异地看病要先垫钱，"}}};

/* One of about 3,800 made-up names. */
static struct str place(void)
{
    struct str a = PICK(surname), b = PICK(middle), c = PICK(kind);
    return str_print(&arena, "%.*s%.*s%.*s", STR_ARG(a), STR_ARG(b), STR_ARG(c));
}

static struct classify_doc message(struct str where, const struct trouble *t, int32_t story)
{
    static const char *const joint[] = {"", "附近", "", "业主反映", "：", "一带"};
    struct buf b;
    struct str town = str_print(&arena, "%c%u区", 'A' + (int)roll(10), roll(8) + 1);
    struct str how = PICK(joint), what = PICK(t->title);
    buf_init(&b, &arena, 2048);
    buf_add(&b, PICK(opening));
    buf_add(&b, PICK(filler));
    if (roll(5)) {
        buf_add(&b, STR("我住在"));
        buf_add(&b, where);
        buf_add(&b, STR("，"));
    }
    for (uint32_t i = 0, n = 2 + roll(3); i < n; i++) {
        buf_add(&b, PICK(t->body));
        if (roll(2))
            buf_add(&b, PICK(filler));
    }
    buf_add(&b, PICK(ending));
    struct str title = roll(3) ? str_print(&arena, "%.*s%.*s%.*s%.*s", STR_ARG(town),
                                           STR_ARG(where), STR_ARG(how), STR_ARG(what))
                               : str_print(&arena, "%.*s，%.*s", STR_ARG(what), STR_ARG(where));
    return (struct classify_doc){title, buf_str(&b), story};
}

/* The label of a message is its story. In the last tenth the big stories' troubles are told of
 * other places, and other troubles of the big stories' places. */
static struct classify_doc *hotline(struct str where[2])
{
    enum { OTHER = sizeof other / sizeof other[0] };
    struct classify_doc *docs = ARENA_ARRAY(&arena, struct classify_doc, MESSAGES);
    size_t n = 0;
    for (int32_t s = 0; s < 2; s++)
        for (int i = 0; i < STORY; i++)
            docs[n++] = message(where[s], &big[s], s);
    for (int32_t s = 0; s < SMALL_STORIES; s++) {
        struct str at = place();
        for (int i = 0; i < SMALL; i++)
            docs[n++] = message(at, &other[s % OTHER], 2 + s);
    }
    for (int i = 0; i < 5; i++)
        docs[n++] = message(where[i % 2], &other[roll(OTHER)], NO_STORY);
    for (int i = 0; i < 120; i++)
        docs[n++] = message(place(), &big[i % 2], NO_STORY);
    while (n < MESSAGES)
        docs[n++] = message(place(), &other[roll(OTHER)], NO_STORY);
    for (size_t i = n; i-- > 1;) {
        size_t j = roll((uint32_t)i + 1);
        struct classify_doc swap = docs[i];
        docs[i] = docs[j];
        docs[j] = swap;
    }
    return docs;
}

static size_t of_story(const struct classify_doc *docs, const struct topic *t, int32_t story)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += docs[t->at[i]].label == story;
    return n;
}

static void the_two_biggest_stories_are_found(void)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct topic *topics;
        size_t n;
        dice = seed;
        struct str where[2] = {place(), place()};
        struct classify_doc *docs = hotline(where);
        IS_INT(topics_find(&arena, docs, MESSAGES, &topics, &n), ERR_OK);
        OK(n > 2, "there are topics");
        for (int32_t s = 0; s < 2; s++) {
            const struct topic *t = &topics[of_story(docs, &topics[0], s) ? 0 : 1];
            size_t right = of_story(docs, t, s);
            printf("# story %d, seed %d: %zu of %d found, %zu in the topic, \"%.*s\"\n", s,
                   (int)seed, right, STORY, t->n, STR_ARG(t->name));
            OK(right * 100 >= STORY * 95, "recall at least 0.95");
            OK(right * 100 >= t->n * 90, "precision at least 0.9");
            OK(str_has(t->name, where[s]), "the name names the place");
        }
        arena_reset(&arena, mark);
    }
}

/* Texts that share nothing but what everybody says make no topic. */
static void noise_makes_no_topics(void)
{
    enum { TEXTS = 500, RUNES = 60 };
    static struct classify_doc docs[TEXTS];
    struct topic *topics;
    size_t n;
    dice = 5;
    for (int i = 0; i < TEXTS; i++) {
        struct buf b;
        buf_init(&b, &arena, 4 * RUNES + 200);
        buf_add(&b, PICK(opening));
        for (int k = 0; k < RUNES; k++)
            utf8_add(&b, 0x4E00 + roll(3000));
        buf_add(&b, PICK(ending));
        docs[i] = (struct classify_doc){STR(""), buf_str(&b), 0};
    }
    IS_INT(topics_find(&arena, docs, TEXTS, &topics, &n), ERR_OK);
    IS_INT(n, 0);
}

static void parts_are_rising_and_apart(void)
{
    static bool seen[MESSAGES];
    struct topic *topics;
    size_t n;
    bool rising = true, apart = true, falling = true;
    dice = 9;
    struct str where[2] = {place(), place()};
    struct classify_doc *docs = hotline(where);
    IS_INT(topics_find(&arena, docs, MESSAGES / 4, &topics, &n), ERR_OK);
    for (size_t t = 0; t < n; t++) {
        falling &= !t || topics[t - 1].n >= topics[t].n;
        OK(topics[t].n >= 2 && !str_empty(topics[t].name), "two or more, and a name");
        for (size_t i = 0; i < topics[t].n; i++) {
            rising &= !i || topics[t].at[i - 1] < topics[t].at[i];
            apart &= !seen[topics[t].at[i]];
            seen[topics[t].at[i]] = true;
        }
    }
    OK(rising && apart && falling, "text numbers rise, topics share none, the biggest first");
}

static void edges(void)
{
    struct classify_doc docs[3] = {
        {STR(""), STR(""), 0}, {STR("路灯坏了"), STR(""), 0}, {STR("路灯坏了"), STR(""), 0}};
    struct topic *topics;
    size_t n;
    IS_INT(topics_find(&arena, docs, 0, &topics, &n), ERR_OK);
    IS_INT(n, 0);
    IS_INT(topics_find(&arena, docs, TOPICS_TEXTS_MAX + 1, &topics, &n), ERR_LIMIT);
    IS_INT(topics_find(&arena, docs, 3, &topics, &n), ERR_OK);
    IS_INT(n, 1);
    OK(topics[0].at[0] == 1 && topics[0].at[1] == 2, "the equal two, not the empty one");
    IS_STR(topics[0].name, STR("路灯坏了"));
}

int main(void)
{
    arena_init(&arena, (size_t)2 << 30);
    RUN(the_two_biggest_stories_are_found);
    RUN(noise_makes_no_topics);
    RUN(parts_are_rising_and_apart);
    RUN(edges);
    arena_release(&arena);
    return tap_end();
}
