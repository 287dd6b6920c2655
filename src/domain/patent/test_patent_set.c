/*
 * Collections at work: pasted numbers, expressions, marks and their undoing, samples and measures,
 * versions and what changed between them, labels, reading, white space, small cells.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "core/org.h"
#include "core/test_core.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_dim.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_gap.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_measure.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_reading.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_small.h"
#include "domain/patent/patent_table.h"
#include "domain/patent/patent_view.h"
#include "patent_schema.h"
#include "patent_set_query.h"

static struct core_test t;

#define HEAD                                                                                                                           \
    "公开(公告)号,申请号,申请日,公开(公告)日,标题,摘要,[标]当前申请(专利权)人,IPC分类号,法律状态/" \
    "事件\n"

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {patent_migrations, patent_migration_n}};
    core_test_begin_with(&t, sets, 2);
}

static void import(struct str text)
{
    struct app_db app_db = {.db = t.ctx.db};
    struct str path = str_print(&t.arena, "/tmp/patent-set-test-%d.csv", (int)getpid());
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf json;
    IS_INT(fs_write(&t.arena, path, text, 0600), ERR_OK);
    buf_init(&json, &t.arena, 16 << 20);
    t.ctx.act_id++;
    IS_INT(patent_import_run(&app_db, &t.ctx, &in, &json), ERR_OK);
    unlink(str_c(&t.arena, path));
}

/* Twelve made-up records, CN102345600A and on, one day of publication each; 电池 in the first
 * eight. */
static void import_twelve(void)
{
    struct buf text;
    buf_init(&text, &t.arena, 1 << 16);
    buf_add(&text, STR(HEAD));
    for (int i = 0; i < 12; i++)
        buf_print(&text, "CN1023456%02dA,,%d-05-12,%d-02-%02d,%s%d,,甲公司,%s,授权\n", i,
                  2008 + i % 4, 2012 + i % 4, i + 1, i < 8 ? "电池" : "电机", i,
                  i % 2 ? "H01M10/0525" : "H02K1/00");
    import(buf_str(&text));
}

static enum err act(core_test_fn *fn, const void *in, int64_t *out_id)
{
    return core_test_run(&t, fn, in, out_id);
}

static int64_t members(int64_t set)
{
    struct patent_list list;
    IS_INT(patent_list(&t.ctx, STR(""), set, 20, 0, &list), ERR_OK);
    return list.total;
}

static int64_t id_of(const char *number)
{
    struct patent_numbers n;
    IS_INT(patent_numbers_read(&t.ctx, str_from(number), &n), ERR_OK);
    IS_INT(n.ids.n, 1);
    return n.ids.n ? n.ids.at[0] : 0;
}

static int64_t add_set(const char *name, const char *query)
{
    struct patent_set_in in = {
        .name = str_from(name), .query = str_from(query), .cutoff = DAY_NONE};
    int64_t id = 0;
    IS_INT(act(patent_act_set_add, &in, &id), ERR_OK);
    return id;
}

/* Numbers as people paste them; what is none, or not here, is named. */
static void pasted_numbers(void)
{
    struct patent_set_in in = {.name = STR("清单"), .cutoff = DAY_NONE};
    int64_t id = 0;
    begin();
    import_twelve();
    IS_INT(act(patent_act_set_add, &in, NULL), ERR_INVALID); /* neither query nor numbers */
    in.numbers =
        STR("CN 102345600 A\nCN102345601；ＣＮ１０２３４５６０２Ａ,CN102345600A\n\nCN109999999A\n"
            "不是号\n");
    IS_INT(act(patent_act_set_add, &in, &id), ERR_OK);
    IS_INT(members(id), 3);
    struct patent_numbers n;
    IS_INT(patent_numbers_read(&t.ctx, in.numbers, &n), ERR_OK);
    IS_INT(n.ids.n, 3);
    IS_INT(n.refused_n, 2);
    OK(str_has(n.refused, STR("CN109999999A：库里没有这件")), "the unknown one is named");
    struct patent_numbers long_one;
    IS_INT(
        patent_numbers_read(&t.ctx,
                            STR("A这一行是一句很长的话没有标点也没有空格比认得出的任何专利号都要长"
                                "得多也许是从别的文件里贴过来的一段文字接着还有许多别的字许多别的"
                                "字许多别的字许多别的字许多别的字许多别的字许多别的字"),
                            &long_one),
        ERR_OK);
    OK(long_one.refused_n == 1 && utf8_ok(long_one.refused), "no character is cut in two");
    OK(str_has(n.refused, STR("不是号：看不出是专利号")), "what is no number is named");
    struct patent_set_numbers_in more = {.set = id, .numbers = STR("CN102345603A")};
    IS_INT(act(patent_act_set_numbers, &more, NULL), ERR_OK);
    IS_INT(members(id), 4);
    struct patent_mark_in mark = {id, STR("CN102345600A"), PATENT_MARK_OUT, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    IS_INT(members(id), 3); /* a mark outweighs the list */
    struct patent_expr_in expr = {id, STR("电机"), STR("电机"), true};
    IS_INT(act(patent_act_expr_add, &expr, NULL), ERR_OK);
    IS_INT(members(id), 7);
    expr = (struct patent_expr_in){id, STR("全部"), STR("H OR 电池"), false};
    IS_INT(act(patent_act_expr_add, &expr, NULL), ERR_OK);
    IS_INT(members(id), 7); /* only for comparing */
    more.set = add_set("检索", "电池");
    IS_INT(act(patent_act_set_numbers, &more, NULL), ERR_INVALID);
    in = (struct patent_set_in){.name = STR("坏"), .numbers = STR("甲\n乙"), .cutoff = DAY_NONE};
    IS_INT(act(patent_act_set_add, &in, NULL), ERR_INVALID);
    core_test_end(&t);
}

/* A batch is undone as it was; what somebody marked since stays. */
static void marks_are_undone(void)
{
    patent_batches batches = {0};
    begin();
    import_twelve();
    int64_t id = add_set("库", "电池");
    struct patent_mark_in one = {id, STR("CN102345600A"), PATENT_MARK_IN, STR("先")};
    IS_INT(act(patent_act_mark, &one, NULL), ERR_OK);
    const int64_t three[] = {id_of("CN102345600A"), id_of("CN102345601A"), id_of("CN102345602A")};
    struct patent_mark_many_in many = {
        .set = id, .patents = {three, 3}, .mark = PATENT_MARK_OUT, .note = STR("")};
    t.ctx.now_us += 1000000;
    IS_INT(act(patent_act_mark_many, &many, NULL), ERR_OK);
    IS_INT(members(id), 5);
    t.ctx.now_us += 1000000;
    one = (struct patent_mark_in){id, STR("CN102345602A"), PATENT_MARK_IN, STR("后")};
    IS_INT(act(patent_act_mark, &one, NULL), ERR_OK);
    IS_INT(members(id), 6);
    IS_INT(patent_batches_of(&t.ctx, (struct patent_set_id){id}, &batches), ERR_OK);
    IS_INT(batches.n, 3);
    struct patent_mark_undo_in undo = {id, batches.at[1].id.n};
    IS_INT(act(patent_act_mark_undo, &undo, NULL), ERR_OK);
    IS_INT(act(patent_act_mark_undo, &undo, NULL), ERR_CONFLICT);
    struct patent_set_view v;
    IS_INT(patent_set(&t.ctx, (struct patent_set_id){id}, &v), ERR_OK);
    IS_INT(v.marked_in, 2); /* the first as it was, the third as marked since */
    IS_INT(v.marked_out, 0);
    struct patent_marked_list list;
    IS_INT(patent_marked_list(&t.ctx, (struct patent_set_id){id}, STR(""), PATENT_WHICH_IN,
                              (struct patent_sample_id){0}, 10, 0, &list),
           ERR_OK);
    IS_INT(list.rows.n, 2);
    IS_STR(list.rows.at[0].note, STR("后"));
    IS_STR(list.rows.at[1].note, STR("先"));
    IS_INT(patent_marked_list(&t.ctx, (struct patent_set_id){id}, STR(""), PATENT_WHICH_OPEN,
                              (struct patent_sample_id){0}, 10, 0, &list),
           ERR_OK);
    IS_INT(list.total, 6);
    core_test_end(&t);
}

/* Precision on the judged sample, recall against what came from elsewhere. */
static void measured_on_a_sample(void)
{
    patent_samples samples = {0};
    patent_qualities q = {0};
    begin();
    import_twelve();
    int64_t id = add_set("库", "电池"), sample = 0;
    struct patent_sample_in draw = {.set = id, .size = 4, .seed = 7};
    IS_INT(act(patent_act_sample, &draw, &sample), ERR_OK);
    struct patent_marked_list list;
    IS_INT(patent_marked_list(&t.ctx, (struct patent_set_id){id}, STR(""), PATENT_WHICH_ALL,
                              (struct patent_sample_id){sample}, 10, 0, &list),
           ERR_OK);
    IS_INT(list.rows.n, 4);
    const int64_t in[] = {list.rows.at[0].hit.id.n, list.rows.at[1].hit.id.n,
                          list.rows.at[2].hit.id.n},
                  out[] = {list.rows.at[3].hit.id.n};
    struct patent_mark_many_in many = {.set = id, .patents = {in, 3}, .mark = PATENT_MARK_IN};
    IS_INT(act(patent_act_mark_many, &many, NULL), ERR_OK);
    many = (struct patent_mark_many_in){.set = id, .patents = {out, 1}, .mark = PATENT_MARK_OUT};
    IS_INT(act(patent_act_mark_many, &many, NULL), ERR_OK);
    struct patent_measure_in measure = {.set = id};
    IS_INT(act(patent_act_measure, &measure, NULL), ERR_OK);
    IS_INT(patent_qualities_of(&t.ctx, (struct patent_set_id){id}, &q), ERR_OK);
    IS_INT(q.n, 1);
    OK(q.at[0].sampled && !q.at[0].apart, "precision is sampled, recall has nothing of its own");
    IS_INT(q.at[0].found, 8);
    IS_INT(q.at[0].seed, 7);
    IS_INT(q.at[0].precision.part, 3);
    IS_INT(q.at[0].precision.whole, 4);
    struct patent_mark_in more = {id, STR("CN102345611A"), PATENT_MARK_IN, STR("另外找到")};
    IS_INT(act(patent_act_mark, &more, NULL), ERR_OK);
    t.ctx.now_us += 1000000;
    IS_INT(act(patent_act_measure, &measure, NULL), ERR_OK);
    q = (patent_qualities){0};
    IS_INT(patent_qualities_of(&t.ctx, (struct patent_set_id){id}, &q), ERR_OK);
    OK(q.at[0].apart, "now there is one from elsewhere");
    IS_INT(q.at[0].recall.part, 0);
    IS_INT(q.at[0].recall.whole, 1);
    IS_INT(patent_samples_of(&t.ctx, (struct patent_set_id){id}, &samples), ERR_OK);
    IS_INT(samples.at[0].judged, 4);
    draw.size = 9;
    draw.query = STR("没有这样的词");
    draw.drawn = NULL;
    IS_INT(act(patent_act_sample, &draw, NULL), ERR_INVALID);
    core_test_end(&t);
}

/* Wilson's interval against figures worked out by hand, and a draw against counting. */
static void shares_and_draws(void)
{
    struct patent_share s = patent_share(16, 20); /* 0.8: 0.5840 .. 0.9193 */
    IS_INT(s.rate, 8000);
    IS_INT(s.low, 5840);
    IS_INT(s.high, 9193);
    s = patent_share(0, 10); /* 0: 0 .. 0.2775 */
    IS_INT(s.low, 0);
    IS_INT(s.high, 2775);
    s = patent_share(10, 10);
    IS_INT(s.low, 7225);
    IS_INT(s.high, 10000);
    IS_INT(patent_share(0, 0).rate, -1);
    int64_t times[6] = {0}, first[6], again[6];
    for (uint64_t seed = 1; seed <= 6000; seed++) {
        for (int i = 0; i < 6; i++)
            first[i] = again[i] = i;
        patent_draw(first, 6, 2, seed);
        patent_draw(again, 6, 2, seed);
        if (memcmp(first, again, sizeof first) || first[0] == first[1])
            OK(false, "a draw is repeated by its seed and repeats nothing");
        times[first[0]]++;
        times[first[1]]++;
    }
    for (int i = 0; i < 6; i++) /* 2000 expected, deviation 36.5: six of them */
        OK(times[i] > 1780 && times[i] < 2220, "every one is drawn as often");
}

/* What a version holds survives packing; two versions say what came, went and changed. */
static void versions_are_compared(void)
{
    begin();
    struct patent_member in[2000], out[2000];
    int64_t id = 0;
    for (size_t i = 0; i < 2000; i++) {
        id += 1 + (int64_t)rand_below(i % 7 ? 3 : 1u << 31);
        in[i] = (struct patent_member){id, (int64_t)rand_below(UINT32_MAX) << (i % 30)};
    }
    struct str pairs = patent_members_pack(&t.arena, in, 2000);
    OK(patent_members_unpack(pairs, out, 2000) && !memcmp(in, out, sizeof in), "packing");
    OK(!patent_members_unpack(str_slice(pairs, 0, pairs.len - 1), out, 2000), "cut short");
    OK(!patent_members_unpack(pairs, out, 1999), "one fewer");
    import_twelve();
    int64_t set = add_set("库", "电池");
    struct patent_set_one_in one = {.set = set};
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_OK);
    struct patent_mark_in mark = {set, STR("CN102345600A"), PATENT_MARK_OUT, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    mark = (struct patent_mark_in){set, STR("CN102345611A"), PATENT_MARK_IN, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    import(STR(HEAD "CN102345601A,,2009-05-12,2013-02-02,电池1,,甲公司,H01M10/0525,未缴年费\n"));
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_OK);
    struct patent_compared c;
    struct patent_set_id sid = {set};
    IS_INT(patent_versions_compare(&t.ctx, sid, 1, 2, &c), ERR_OK);
    IS_INT(c.from_n, 8);
    IS_INT(c.to_n, 8);
    IS_INT(c.came_n, 1);
    IS_INT(c.went_n, 1);
    IS_INT(c.changed_n, 1);
    IS_STR(c.came.at[0].key, STR("CN102345611A"));
    IS_STR(c.went.at[0].key, STR("CN102345600A"));
    IS_STR(c.changed.at[0].key, STR("CN102345601A"));
    IS_INT(patent_versions_compare(&t.ctx, sid, 1, 3, &c), ERR_NOT_FOUND);
    struct patent_frozen *frozen; /* what prepare found is refused when it is no longer so */
    IS_INT(patent_freeze_prepare(&t.ctx, sid, &frozen), ERR_OK);
    mark = (struct patent_mark_in){set, STR("CN102345602A"), PATENT_MARK_OUT, STR("")};
    t.ctx.now_us += 1000000;
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    one.frozen = frozen;
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_CONFLICT);
    core_test_end(&t);
}

static enum err save_person(struct ctx *ctx, void *arg)
{
    return person_save(ctx, arg);
}

static enum err save_org(struct ctx *ctx, void *arg)
{
    return org_save(ctx, arg);
}

static struct person_id person(const char *login, const char *name)
{
    struct person p = {.login = str_from(login),
                       .name = str_from(name),
                       .phone = STR(""),
                       .email = STR(""),
                       .roles = ROLE_COORDINATOR};
    IS_INT(core_test_act(&t, save_person, &p), ERR_OK);
    return p.id;
}

/* Two experts, two opinions: in dispute until the owner says; a table counts by what holds. */
static void labels_and_disputes(void)
{
    begin();
    import_twelve();
    struct person_id li = person("li", "李"), wang = person("wang", "王");
    int64_t set = add_set("库", "电池");
    struct patent_set_id sid = {set};
    struct patent_label_in label = {set, 0, STR("技术分支"), STR("正极\n负极\n\n正极")};
    patent_labels labels = {0};
    patent_disputes disputes = {0};
    IS_INT(act(patent_act_label, &label, NULL), ERR_OK);
    IS_INT(act(patent_act_label, &label, NULL), ERR_CONFLICT);
    IS_INT(patent_labels_of(&t.ctx, sid, true, &labels), ERR_OK);
    IS_INT(labels.at[0].values.n, 2);
    const int64_t plus = labels.at[0].values.at[0].id.n, minus = labels.at[0].values.at[1].id.n,
                  patents[] = {id_of("CN102345600A"), id_of("CN102345601A")};
    struct patent_mark_many_in give = {
        .set = set, .patents = {patents, 2}, .mark = PATENT_MARK_KEEP, .values = {&plus, 1}};
    struct actor console = t.ctx.actor;
    IS_INT(person_actor(&t.ctx, li, &t.ctx.actor), ERR_OK);
    IS_INT(act(patent_act_mark_many, &give, NULL), ERR_OK);
    IS_INT(person_actor(&t.ctx, wang, &t.ctx.actor), ERR_OK);
    give.patents.n = 1;
    give.values.at = &minus;
    IS_INT(act(patent_act_mark_many, &give, NULL), ERR_OK);
    IS_INT(patent_disputes_of(&t.ctx, sid, &disputes), ERR_OK);
    IS_INT(disputes.n, 1);
    OK(str_has(disputes.at[0].opinions, STR("李：正极")) &&
           str_has(disputes.at[0].opinions, STR("王：负极")),
       "both are named");
    struct patent_dim dim;
    struct patent_table table;
    struct patent_table_in in = {.rows = PATENT_BY_LABEL, .set = set, .dim = &dim};
    IS_INT(patent_dim_load(&t.ctx, false, labels.at[0].id.n, 0, &dim), ERR_OK);
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_OK);
    IS_INT(table.row_n, 3); /* none 6, 意见不一 1, 正极 1 */
    in.memory = 256;
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_LIMIT); /* an answer, not the end of the server */
    error_clear(&t.ctx.error);
    t.ctx.actor = console; /* who made the collection */
    const int64_t nobody[] = {patents[0] + 1000000};
    struct patent_mark_many_in stray = give;
    stray.patents = (struct form_ids){nobody, 1};
    IS_INT(act(patent_act_mark_many, &stray, NULL), ERR_NOT_FOUND);
    give.values.at = &minus;
    IS_INT(act(patent_act_mark_many, &give, NULL), ERR_OK);
    disputes = (patent_disputes){0};
    IS_INT(patent_disputes_of(&t.ctx, sid, &disputes), ERR_OK);
    IS_INT(disputes.n, 0);
    IS_INT(patent_dim_load(&t.ctx, false, labels.at[0].id.n, 0, &dim), ERR_OK);
    struct patent_list list;
    IS_INT(patent_dim_list(&t.ctx, STR(""), set, &dim, STR("负极"), STR_NULL, 10, 0, &list),
           ERR_OK);
    IS_INT(list.total, 1);
    IS_INT(patent_dim_list(&t.ctx, STR(""), set, &dim, STR("-"), STR_NULL, 10, 0, &list), ERR_OK);
    IS_INT(list.total, 6);
    int64_t other = 1;
    give.values.at = &other;
    IS_INT(act(patent_act_mark_many, &give, NULL), ERR_INVALID);
    core_test_end(&t);
}

static struct org_id organisation(const char *name)
{
    struct org org = {.kind = ORG_DEPARTMENT, .name = str_from(name), .state = ORG_ACTIVE};
    IS_INT(core_test_act(&t, save_org, &org), ERR_OK);
    return org.id;
}

static struct person_id clerk(const char *login, struct org_id org, uint32_t roles)
{
    struct person p = {.login = str_from(login),
                       .name = str_from(login),
                       .phone = STR(""),
                       .email = STR(""),
                       .org = org,
                       .roles = roles};
    IS_INT(core_test_act(&t, save_person, &p), ERR_OK);
    return p.id;
}

static void as(struct person_id person)
{
    IS_INT(person_actor(&t.ctx, person, &t.ctx.actor), ERR_OK);
}

/* One of every kind of change, by whoever acts; all are allowed or none is. */
static bool may_change(int64_t set, const char *number, int64_t *out_batch)
{
    const struct patent_set_id sid = {set};
    const int64_t patent = id_of(number);
    patent_batches batches = {0};
    struct patent_set_view v;
    IS_INT(patent_set(&t.ctx, sid, &v), ERR_OK);
    struct patent_set_edit_in edit = {set,         v.row.version, v.row.name,
                                      v.row.query, STR(""),       DAY_NONE};
    struct patent_mark_in mark = {set, str_from(number), PATENT_MARK_IN, STR("")};
    struct patent_mark_many_in many = {
        .set = set, .patents = {&patent, 1}, .mark = PATENT_MARK_OUT, .note = STR("")};
    struct patent_expr_in expr = {set, STR("另一条"), STR("电机"), false};
    struct patent_sample_in sample = {.set = set, .size = 2, .seed = 1};
    struct patent_label_in label = {set, 0, str_print(&t.arena, "项%lld", (long long)t.ctx.act_id),
                                    STR("值")};
    struct patent_set_one_in freeze = {.set = set};
    struct patent_measure_in measure = {.set = set};
    struct patent_mark_undo_in undo = {set, *out_batch};
    const enum err answers[] = {
        act(patent_act_set_edit, &edit, NULL),
        act(patent_act_mark, &mark, NULL),
        act(patent_act_measure, &measure, NULL),
        act(patent_act_mark_many, &many, NULL),
        act(patent_act_expr_add, &expr, NULL),
        act(patent_act_sample, &sample, NULL),
        act(patent_act_label, &label, NULL),
        act(patent_act_freeze, &freeze, NULL),
        *out_batch ? act(patent_act_mark_undo, &undo, NULL) : ERR_OK,
    };
    enum { N = sizeof answers / sizeof answers[0] };
    size_t good = 0, denied = 0;
    for (size_t i = 0; i < N; i++) {
        good += answers[i] == ERR_OK;
        denied += answers[i] == ERR_DENIED;
    }
    denied += *out_batch ? 0 : 1;
    OK(good == N || denied >= N, "all are allowed or none is");
    IS_INT(patent_batches_of(&t.ctx, sid, &batches), ERR_OK);
    *out_batch = batches.n && !batches.at[0].undone ? batches.at[0].id.n : 0;
    t.ctx.now_us += 1000000;
    return good == N;
}

/* The owner's organisation, coordinators and those who were named; everybody else reads. */
static void who_may_change_it(void)
{
    begin();
    import_twelve();
    struct org_id ours = organisation("科技局"), others = organisation("商务局");
    struct person_id owner = clerk("owner", ours, ROLE_DEPARTMENT),
                     colleague = clerk("colleague", ours, ROLE_DEPARTMENT),
                     head = clerk("head", ours, ROLE_HEAD),
                     other = clerk("other", others, ROLE_DEPARTMENT),
                     coordinator = clerk("coordinator", (struct org_id){0}, ROLE_COORDINATOR),
                     leader = clerk("leader", (struct org_id){0}, ROLE_LEADER);
    int64_t batch = 0;
    as(owner);
    int64_t set = add_set("电池", "电池");
    OK(may_change(set, "CN102345600A", &batch), "the owner");
    as(other);
    OK(!may_change(set, "CN102345601A", &batch), "another department reads");
    as(leader);
    OK(!may_change(set, "CN102345601A", &batch), "a leader reads");
    as(colleague);
    OK(may_change(set, "CN102345601A", &batch), "the owner's organisation");
    as(head);
    OK(may_change(set, "CN102345602A", &batch), "its head");
    as(coordinator);
    OK(may_change(set, "CN102345603A", &batch), "a coordinator");

    struct patent_share_in share = {set, {&other.n, 1}};
    as(colleague);
    IS_INT(act(patent_act_share, &share, NULL), ERR_DENIED);
    as(owner);
    IS_INT(act(patent_act_share, &share, NULL), ERR_OK);
    IS_INT(act(patent_act_share, &(struct patent_share_in){set, {&leader.n, 1}}, NULL),
           ERR_INVALID);
    as(other);
    OK(may_change(set, "CN102345604A", &batch), "who was named");
    IS_INT(act(patent_act_share, &share, NULL), ERR_DENIED);
    as(head);
    IS_INT(act(patent_act_share, &(struct patent_share_in){set, {NULL, 0}}, NULL), ERR_OK);
    as(other);
    OK(!may_change(set, "CN102345605A", &batch), "no longer");

    struct patent_hand_over_in over = {set, other.n};
    IS_INT(act(patent_act_hand_over, &over, NULL), ERR_DENIED);
    as(owner);
    IS_INT(act(patent_act_hand_over, &over, NULL), ERR_OK);
    OK(!may_change(set, "CN102345605A", &batch), "given away");
    as(head);
    IS_INT(act(patent_act_hand_over, &(struct patent_hand_over_in){set, head.n}, NULL), ERR_DENIED);
    as(other);
    OK(may_change(set, "CN102345605A", &batch), "the new owner");
    patent_owned all = {0};
    IS_INT(patent_owned_list(&t.ctx, &all), ERR_OK);
    OK(all.n == 1 && all.at[0].may_change && str_eq(all.at[0].owner, STR("other")), "as listed");
    core_test_end(&t);
}

/* By its name, by the only part of one; what fits several is asked back. */
static void called_by_name(void)
{
    int64_t found = 0;
    begin();
    import_twelve();
    int64_t one = add_set("电池", "电池"), two = add_set("电池隔膜", "电池"),
            three = add_set("电机", "电机");
    IS_INT(patent_set_named(&t.ctx, STR("电池"), &found), ERR_OK);
    IS_INT(found, one);
    IS_INT(patent_set_named(&t.ctx, STR("隔膜"), &found), ERR_OK);
    IS_INT(found, two);
    IS_INT(patent_set_named(&t.ctx, STR("电机"), &found), ERR_OK);
    IS_INT(found, three);
    IS_INT(patent_set_named(&t.ctx, STR("电"), &found), ERR_INVALID);
    OK(str_has(t.ctx.error.detail, STR("电池隔膜")) && str_has(t.ctx.error.detail, STR("电机")),
       "they are listed");
    error_clear(&t.ctx.error);
    IS_INT(patent_set_named(&t.ctx, STR("无人机"), &found), ERR_INVALID);
    core_test_end(&t);
}

/* No more than the lists of them can hold; what is there stays in reach. */
static void a_thousand_at_most(void)
{
    struct patent_set_in in = {.name = STR("又一个"), .query = STR("电池"), .cutoff = DAY_NONE};
    patent_owned all = {0};
    begin();
    for (int i = 1; i < PATENT_SETS_MAX; i++)
        add_set(str_c(&t.arena, str_print(&t.arena, "第 %d 个", i)), "电池");
    IS_INT(act(patent_act_set_add, &in, NULL), ERR_OK);
    in.name = STR("再一个");
    IS_INT(act(patent_act_set_add, &in, NULL), ERR_LIMIT);
    IS_INT(patent_owned_list(&t.ctx, &all), ERR_OK);
    IS_INT(all.n, PATENT_SETS_MAX);
    core_test_end(&t);
}

/* What stands when each record's history is played back without the batches that were undone. */
enum { UNDO_PATENTS = 6, UNDO_BATCHES = 40 };
struct undo_batch {
    int64_t id, mark;
    bool has[UNDO_PATENTS], undone;
};

static int64_t standing(const struct undo_batch *batches, size_t n, size_t patent)
{
    int64_t mark = PATENT_MARK_NONE;
    for (size_t i = 0; i < n; i++)
        if (batches[i].has[patent] && !batches[i].undone)
            mark = batches[i].mark;
    return mark;
}

static int64_t marked(int64_t set, int64_t patent)
{
    struct sql_patent_mark_get_row row;
    enum err e = sql_patent_mark_get(
        t.ctx.db, &t.arena,
        &(struct sql_patent_mark_get_in){t.ctx.park, {set}, (struct patent_id){patent}}, &row);
    return e == ERR_NOT_FOUND ? PATENT_MARK_NONE : row.inside ? PATENT_MARK_IN : PATENT_MARK_OUT;
}

/* In whatever order goes are undone, what is left is what the others alone would have made. */
static void undone_in_any_order(void)
{
    begin();
    import_twelve();
    int64_t set = add_set("库", "电池"), ids[UNDO_PATENTS];
    for (int i = 0; i < UNDO_PATENTS; i++)
        ids[i] = id_of(str_c(&t.arena, str_print(&t.arena, "CN1023456%02dA", i)));
    for (int round = 0; round < 12; round++) {
        struct undo_batch batches[UNDO_BATCHES] = {0};
        size_t n = 0;
        bool same = true;
        while (n < UNDO_BATCHES && same) {
            size_t back = rand_below(UNDO_BATCHES);
            if (back < n && !batches[back].undone) {
                struct patent_mark_undo_in undo = {set, batches[back].id};
                same = act(patent_act_mark_undo, &undo, NULL) == ERR_OK;
                batches[back].undone = true;
            } else {
                struct undo_batch *b = &batches[n++];
                int64_t some[UNDO_PATENTS];
                size_t k = 0;
                patent_batches now = {0};
                b->mark = (int64_t)rand_below(3);
                for (size_t i = 0; i < UNDO_PATENTS; i++)
                    if ((b->has[i] = rand_below(2)))
                        some[k++] = ids[i];
                struct patent_mark_many_in many = {
                    .set = set, .patents = {some, k}, .mark = b->mark, .note = STR("")};
                t.ctx.now_us += rand_below(2); /* also in the same microsecond */
                same = act(patent_act_mark_many, &many, NULL) == ERR_OK &&
                       !patent_batches_of(&t.ctx, (struct patent_set_id){set}, &now);
                b->id = same ? now.at[0].id.n : 0;
            }
            for (size_t i = 0; i < UNDO_PATENTS; i++)
                same = same && marked(set, ids[i]) == standing(batches, n, i);
        }
        OK(same, "what stands is what was not undone");
        for (size_t i = 0; i < n; i++)
            if (!batches[i].undone)
                IS_INT(act(patent_act_mark_undo, &(struct patent_mark_undo_in){set, batches[i].id},
                           NULL),
                       ERR_OK);
    }
    core_test_end(&t);
}

/* What was computed beside the writer falls when marks were swapped meanwhile, though their number
 * and the newest of them are the same. */
static void kept_only_if_still_so(void)
{
    begin();
    import_twelve();
    int64_t set = add_set("库", "电池");
    struct patent_mark_in out = {set, STR("CN102345600A"), PATENT_MARK_OUT, STR("")},
                          in = {set, STR("CN102345600A"), PATENT_MARK_IN, STR("")};
    struct patent_mark_in other_in = {set, STR("CN102345601A"), PATENT_MARK_IN, STR("")},
                          other_out = {set, STR("CN102345601A"), PATENT_MARK_OUT, STR("")};
    struct patent_set_one_in freeze = {.set = set};
    struct patent_measure_in measure = {.set = set};
    struct patent_sample_in sample = {.set = set, .size = 3, .seed = 1};
    IS_INT(act(patent_act_mark, &out, NULL), ERR_OK);
    IS_INT(act(patent_act_mark, &other_in, NULL), ERR_OK);
    IS_INT(patent_prepare_freeze(&t.ctx, &freeze), ERR_OK);
    IS_INT(patent_prepare_measure(&t.ctx, &measure), ERR_OK);
    IS_INT(patent_prepare_sample(&t.ctx, &sample), ERR_OK);
    IS_INT(act(patent_act_mark, &in, NULL), ERR_OK);
    IS_INT(act(patent_act_mark, &other_out, NULL), ERR_OK);
    IS_INT(act(patent_act_freeze, &freeze, NULL), ERR_CONFLICT);
    IS_INT(act(patent_act_measure, &measure, NULL), ERR_CONFLICT);
    IS_INT(act(patent_act_sample, &sample, NULL), ERR_CONFLICT);
    IS_INT(patent_prepare_freeze(&t.ctx, &freeze), ERR_OK);
    IS_INT(act(patent_act_freeze, &freeze, NULL), ERR_OK);
    struct patent_expr_in expr = {set, STR("并入"), STR("电机"), true};
    freeze.frozen = NULL;
    IS_INT(patent_prepare_freeze(&t.ctx, &freeze), ERR_OK);
    IS_INT(act(patent_act_expr_add, &expr, NULL), ERR_OK);
    IS_INT(act(patent_act_freeze, &freeze, NULL), ERR_CONFLICT);
    core_test_end(&t);
}

/* Who was handed a part judges that part, in the reading and nowhere else. */
static void a_reader_judges_their_part(void)
{
    begin();
    import_twelve();
    struct org_id ours = organisation("科技局"), others = organisation("商务局");
    struct person_id owner = clerk("owner", ours, ROLE_DEPARTMENT),
                     reader = clerk("reader", others, ROLE_DEPARTMENT),
                     third = clerk("third", others, ROLE_DEPARTMENT);
    as(owner);
    int64_t set = add_set("库", "电池");
    struct patent_hand_in hand = {.set = set,
                                  .people = {&reader.n, 1},
                                  .each = 2,
                                  .by = PATENT_HAND_BY_NUMBER,
                                  .due = ctx_today(&t.ctx)};
    IS_INT(act(patent_act_hand_out, &hand, NULL), ERR_OK);
    as(reader);
    patent_readings mine = {0};
    struct patent_reading_view v;
    IS_INT(patent_readings_mine(&t.ctx, &mine), ERR_OK);
    IS_INT(patent_reading_view(&t.ctx, mine.at[0].id, &v), ERR_OK);
    struct patent_read_in read = {
        .reading = mine.at[0].id.n, .patent = v.lines.at[0].patent.n, .mark = PATENT_MARK_OUT};
    IS_INT(act(patent_act_read, &read, NULL), ERR_OK);
    read.mark = PATENT_MARK_IN; /* thought better of it */
    IS_INT(act(patent_act_read, &read, NULL), ERR_OK);
    IS_INT(marked(set, read.patent), PATENT_MARK_IN);
    read.patent = id_of("CN102345605A"); /* of the collection, but not of this part */
    IS_INT(act(patent_act_read, &read, NULL), ERR_NOT_FOUND);
    IS_INT(marked(set, read.patent), PATENT_MARK_NONE);
    struct patent_mark_in mark = {set, STR("CN102345605A"), PATENT_MARK_OUT, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_DENIED);
    struct patent_take_back_in back = {set, mine.at[0].id.n};
    IS_INT(act(patent_act_take_back, &back, NULL), ERR_DENIED);
    hand.handed = NULL;
    IS_INT(act(patent_act_hand_out, &hand, NULL), ERR_DENIED);
    as(third);
    read.patent = v.lines.at[1].patent.n;
    IS_INT(act(patent_act_read, &read, NULL), ERR_NOT_FOUND);
    core_test_end(&t);
}

/* Split, read, taken back: nothing is read by two, and what was not read can be given again. */
static void reading(void)
{
    begin();
    import_twelve();
    struct person_id li = person("li", "李"), wang = person("wang", "王");
    int64_t set = add_set("库", "电池"), waits = 0;
    const int64_t people[] = {li.n, wang.n};
    struct patent_hand_in hand = {.set = set,
                                  .people = {people, 2},
                                  .each = 3,
                                  .by = PATENT_HAND_BY_CLASS,
                                  .due = ctx_today(&t.ctx)};
    IS_INT(act(patent_act_hand_out, &hand, NULL), ERR_OK);
    patent_readings all = {0};
    IS_INT(patent_readings_of(&t.ctx, (struct patent_set_id){set}, &all), ERR_OK);
    IS_INT(all.n, 2);
    IS_INT(all.at[0].n + all.at[1].n, 6);
    struct actor console = t.ctx.actor;
    IS_INT(person_actor(&t.ctx, wang, &t.ctx.actor), ERR_OK);
    IS_INT(patent_reading_waits(&t.ctx, &waits), ERR_OK);
    IS_INT(waits, 3);
    patent_readings mine = {0};
    IS_INT(patent_readings_mine(&t.ctx, &mine), ERR_OK);
    struct patent_reading_view v;
    IS_INT(patent_reading_view(&t.ctx, mine.at[0].id, &v), ERR_OK);
    struct patent_read_in read = {
        .reading = mine.at[0].id.n, .patent = v.next.n, .mark = PATENT_MARK_OUT};
    IS_INT(act(patent_act_read, &read, NULL), ERR_OK);
    IS_INT(patent_reading_view(&t.ctx, mine.at[0].id, &v), ERR_OK);
    IS_INT(v.r.done, 1);
    OK(v.next.n != read.patent, "the next one");
    t.ctx.actor = console;
    IS_INT(act(patent_act_read, &read, NULL), ERR_NOT_FOUND); /* not mine */
    t.ctx.now_us += INT64_C(2) * 86400 * 1000000;
    all = (patent_readings){0};
    IS_INT(patent_readings_of(&t.ctx, (struct patent_set_id){set}, &all), ERR_OK);
    OK(all.at[0].late, "two days on it is late");
    struct patent_take_back_in back = {set, mine.at[0].id.n};
    IS_INT(act(patent_act_take_back, &back, NULL), ERR_OK);
    IS_INT(act(patent_act_take_back, &back, NULL), ERR_CONFLICT);
    hand = (struct patent_hand_in){.set = set,
                                   .people = {people, 1},
                                   .each = 10,
                                   .by = PATENT_HAND_BY_NUMBER,
                                   .due = ctx_today(&t.ctx)};
    IS_INT(act(patent_act_hand_out, &hand, NULL), ERR_OK);
    all = (patent_readings){0};
    IS_INT(patent_readings_of(&t.ctx, (struct patent_set_id){set}, &all), ERR_OK);
    IS_INT(all.at[0].n, 4); /* 8, less 3 that 李 has and 1 that is marked */
    hand.handed = NULL;
    IS_INT(act(patent_act_hand_out, &hand, NULL), ERR_INVALID); /* nothing is left */
    core_test_end(&t);
}

static void white_space(void)
{
    struct patent_gap_facts f = {
        .row_total = 50, .column_total = 40, .total = 200, .word_n = 0, .parent_n = 0};
    IS_INT(patent_gap_expected(&f), 1000);
    IS_INT(patent_gap_judge(&f), PATENT_GAP_ASK);
    f.word_n = -1;
    IS_INT(patent_gap_judge(&f), PATENT_GAP_UNKNOWN);
    f.parent_n = 3;
    IS_INT(patent_gap_judge(&f), PATENT_GAP_PARENT);
    f.word_n = 2;
    IS_INT(patent_gap_judge(&f), PATENT_GAP_WORD);
    f.row_total = 24; /* 4.8 expected */
    IS_INT(patent_gap_judge(&f), PATENT_GAP_FEW);
    f.year = 2010, f.first_year = 2012;
    IS_INT(patent_gap_judge(&f), PATENT_GAP_CLASS);
    f.open = true;
    IS_INT(patent_gap_judge(&f), PATENT_GAP_OPEN);
    begin();
    import_twelve(); /* H01M where the number is odd: years 2009 and 2011 */
    struct patent_table_in in = {.rows = PATENT_BY_SUBCLASS, .columns = PATENT_BY_YEAR};
    struct patent_gaps gaps;
    IS_INT(patent_gaps(&t.ctx, &in, STR("电池"), &gaps), ERR_OK);
    IS_INT(gaps.empty, 4);
    for (size_t i = 0; i < gaps.at.n; i++) {
        const struct patent_gap *g = &gaps.at.at[i];
        IS_INT(g->facts.word_n, 2); /* 电池 stands in two of each year's three */
        IS_INT(g->expected, 150);   /* 6 * 3 / 12 */
    }
    core_test_end(&t);
}

/* Every small one is hidden, with it every total that it is in, and one that is not small. */
static void small_cells(void)
{
    enum { ROWS = 6, COLUMNS = 7 };
    for (int round = 0; round < 500; round++) {
        int64_t cells[ROWS * COLUMNS];
        bool hidden[ROWS * COLUMNS], row_total[ROWS], column_total[COLUMNS], good = true;
        int small = 0, large = 0, all = 0;
        for (int i = 0; i < ROWS * COLUMNS; i++)
            cells[i] = rand_below(3) ? rand_below(round % 2 ? 12 : 60) : 0;
        patent_small_hide(cells, ROWS, COLUMNS, hidden, row_total, column_total);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            bool is_small = cells[i] > 0 && cells[i] <= PATENT_SMALL_MAX;
            good = good && (cells[i] != 0 || !hidden[i]) && (!is_small || hidden[i]) &&
                   (!hidden[i] || (row_total[i / COLUMNS] && column_total[i % COLUMNS]));
            small += is_small;
            all += cells[i] > PATENT_SMALL_MAX;
            large += !is_small && hidden[i];
        }
        good = good && large == (small && all ? 1 : 0);
        if (!good || round == 499)
            OK(good, "small cells cannot be worked out");
    }
}

int main(void)
{
    RUN(pasted_numbers);
    RUN(marks_are_undone);
    RUN(undone_in_any_order);
    RUN(kept_only_if_still_so);
    RUN(who_may_change_it);
    RUN(called_by_name);
    RUN(a_thousand_at_most);
    RUN(a_reader_judges_their_part);
    RUN(measured_on_a_sample);
    RUN(shares_and_draws);
    RUN(versions_are_compared);
    RUN(labels_and_disputes);
    RUN(reading);
    RUN(white_space);
    RUN(small_cells);
    return tap_end();
}
