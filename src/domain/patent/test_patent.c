/*
 * Patents from files to tables: our own small export with everything that goes wrong in one, and,
 * where ../shared is there, the real exports with the figures that their sources give.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "core/job.h"
#include "core/org.h"
#include "core/test_core.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_group.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_indicator.h"
#include "domain/patent/patent_keep.h"
#include "domain/patent/patent_name.h"
#include "domain/patent/patent_table.h"
#include "domain/patent/patent_view.h"
#include "patent_query.h"
#include "patent_schema.h"

static struct core_test t;

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {patent_migrations, patent_migration_n}};
    core_test_begin_with(&t, sets, 2);
}

static const struct json *import(struct str path)
{
    struct app_db app_db = {.db = t.ctx.db};
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf json;
    const struct json *report = NULL;
    buf_init(&json, &t.arena, 16 << 20);
    t.ctx.act_id++;
    IS_INT(patent_import_run(&app_db, &t.ctx, &in, &json), ERR_OK);
    IS_INT(json_parse_up_to(&t.arena, buf_str(&json), 16 << 20, &report, NULL), ERR_OK);
    return report;
}

static int64_t figure(const struct json *report, const char *name)
{
    return json_int(json_member(report, name), -1);
}

static struct str file_of(const char *name, struct str text)
{
    struct str path = str_print(&t.arena, "/tmp/patent-test-%d-%s", (int)getpid(), name);
    IS_INT(fs_write(&t.arena, path, text, 0600), ERR_OK);
    return path;
}

static int64_t count(const char *query)
{
    int64_t n = -1;
    IS_INT(patent_count(&t.ctx, str_from(query), &n, NULL), ERR_OK);
    return n;
}

#define HEAD                                                                                                                           \
    "公开(公告)号,申请号,申请日,公开(公告)日,标题,摘要,[标]当前申请(专利权)人,IPC分类号,法律状态/" \
    "事件\n"
#define ONE                                                                                        \
    "CN102345678A,201110123456.7,2011-05-12,2012-02-08,一种锂电池,正极材料,甲公司 | "  \
    "乙大学,H01M10/0525 | H01M4/36,授权 | 质押\n"
#define TWO                                                                                        \
    "CN202345679U,201120123457.1,2011-06-01,2012-07-04,一种电机,转子,乙大学,H02K1/00,未缴年费\n"

static void an_export_with_what_goes_wrong_in_one(void)
{
    begin();
    struct str path =
        file_of("a.csv", STR(HEAD ONE TWO "CN992345678A,,2011-05-12,,坏号,,,,\n"
                                          ",,,,没有号,,,,\n" ONE
                                          "CN202345680U,,2013001004,2012-07-11,坏日期,,,,\n"));
    const struct json *report = import(path);
    IS_INT(figure(report, "rows"), 6);
    IS_INT(figure(report, "new"), 3);
    IS_INT(figure(report, "same"), 1);
    IS_INT(figure(report, "refused_n"), 2);
    IS_INT(figure(report, "noted_n"), 1);
    const struct json *first = json_element(json_member(report, "refused"), 0);
    OK(str_ends(json_str(json_member(first, "place")), STR("a.csv 4")), "the row is named");
    report = import(path);
    IS_INT(figure(report, "new"), 0);
    IS_INT(figure(report, "same"), 4);
    path = file_of("b.csv", STR(HEAD "CN202345679U,,,,一种电机,,,,权利恢复\n"));
    report = import(path);
    IS_INT(figure(report, "changed"), 1);
    IS_INT(count("电池"), 1);
    IS_INT(count("ipc:H02K"), 1); /* a list that the second source does not have stays */
    IS_INT(count("an:乙大学"), 2);
    IS_INT(count("电机 AND 转子"), 1);
    IS_INT(count(""), 3);
    struct patent_table table;
    struct patent_table_in in = {.rows = PATENT_BY_APPLICANT, .columns = PATENT_BY_YEAR};
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_OK);
    IS_INT(table.row_n, 3); /* "-" has the one without applicant and day */
    IS_STR(table.rows[0], STR("乙大学"));
    IS_INT(table.row_total[0], 2);
    IS_INT(table.total, 3);
    unlink(str_c(&t.arena, file_of("a.csv", STR(""))));
    unlink(str_c(&t.arena, file_of("b.csv", STR(""))));
    core_test_end(&t);
}

/* Below a group is what the scheme puts there: A01B1/04 stands under A01B1/02, A01B1/021 would not
 * for its digits. */
static void below_a_group(void)
{
    begin();
    import(
        file_of("c.csv", STR(HEAD "CN102345678A,,2011-05-12,2012-02-08,锹,,,A01B1/02,\n"
                                  "CN102345679A,,2011-05-12,2012-02-08,带齿的锹,,,A01B1/04,\n"
                                  "CN102345680A,,2011-05-12,2012-02-08,锄,,,A01B1/06,\n"
                                  "CN102345681A,,2011-05-12,2012-02-08,带刃的锄,,,A01B1/062,\n")));
    IS_INT(count("ipc_low:A01B1/02"), 1);
    IS_INT(count("ipc_low:A01B1/06"), 2); /* nothing is known of the scheme: by the digits */
    struct str scheme = file_of("d.tsv", STR("ipc\tsymbol\ttitle\n"
                                             "A01B1/00\t\tHand tools\n"
                                             "A01B1/02\t\tHand tools;;Spades;;Shovels\n"
                                             "A01B1/04\t\tHand tools;;Spades;;Shovels;;with teeth\n"
                                             "A01B1/06\t\tHand tools;;Hoes\n"
                                             "A01B1/062\t\tHand tools;;Hoes with blades\n"));
    import(scheme);
    IS_INT(count("ipc_low:A01B1/02"), 2);
    IS_INT(count("ipc:A01B1/02"), 1);
    IS_INT(count("ipc_low:A01B1/06"), 1); /* "Hoes with blades" only begins with the same letters */
    IS_INT(count("ipc_low:A01B1/00"), 4);
    IS_INT(count("ipc_low:A01B1/04"), 1);
    IS_STR(patent_ipc_title(&t.ctx, STR("A01B1/04")), STR("with teeth"));
    unlink(str_c(&t.arena, file_of("c.csv", STR(""))));
    unlink(str_c(&t.arena, scheme));
    core_test_end(&t);
}

static enum err act(core_test_fn *fn, const void *in, int64_t *out_id)
{
    return core_test_run(&t, fn, in, out_id);
}

static int64_t members(int64_t set)
{
    struct patent_list list;
    IS_INT(patent_list(&t.ctx, STR(""), set, 10, 0, &list), ERR_OK);
    return list.total;
}

static enum err save_org(struct ctx *ctx, void *arg)
{
    return org_save(ctx, arg);
}

/* A collection: what the query finds, less and more what people marked, up to its cut-off; its
 * version's hash says the same for the same members. */
static void a_collection(void)
{
    begin();
    struct str path = file_of(
        "c.csv",
        STR(HEAD ONE TWO "CN102345681A,,2012-05-11,2013-02-08,一种锂电池包,,,H01M2/10,授权\n"
                         "CN102345682A,,2012-05-11,2014-02-08,锂矿,电池原料,,C22B26/12,授权\n"));
    import(path);
    unlink(str_c(&t.arena, path));
    int64_t id = 0;
    struct patent_set_in set = {STR("锂电"), STR("电池"), STR(""), DAY_NONE};
    IS_INT(act(patent_act_set_add, &set, &id), ERR_OK);
    IS_INT(members(id), 3);
    IS_INT(act(patent_act_set_add, &set, NULL), ERR_CONFLICT);
    set = (struct patent_set_in){STR("坏"), STR("(电池"), STR(""), DAY_NONE};
    IS_INT(act(patent_act_set_add, &set, NULL), ERR_INVALID);
    struct patent_measure_in measure = {id, STR("")};
    IS_INT(act(patent_act_measure, &measure, NULL), ERR_INVALID); /* nothing was marked yet */
    struct patent_mark_in mark = {id, STR("CN 102345682 A"), PATENT_MARK_OUT, STR("原料")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    IS_INT(members(id), 2);
    mark = (struct patent_mark_in){id, STR("CN202345679U"), PATENT_MARK_IN, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    mark = (struct patent_mark_in){id, STR("CN102345678A"), PATENT_MARK_IN, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    IS_INT(members(id), 3);
    struct patent_list within; /* a query within a collection asks both */
    IS_INT(patent_list(&t.ctx, STR("ipc:H01M"), id, 10, 0, &within), ERR_OK);
    IS_INT(within.total, 2);
    IS_INT(patent_list(&t.ctx, STR("ipc:C22B"), id, 10, 0, &within), ERR_OK);
    IS_INT(within.total, 0);
    mark.number = STR("CN102999999A");
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_NOT_FOUND);
    IS_INT(act(patent_act_measure, &measure, NULL), ERR_OK);
    struct patent_set_one_in one = {id};
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_OK);
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_CONFLICT); /* the same once more */
    mark = (struct patent_mark_in){id, STR("CN102345678A"), PATENT_MARK_OUT, STR("")};
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_OK);
    mark.inside = PATENT_MARK_IN;
    IS_INT(act(patent_act_mark, &mark, NULL), ERR_OK);
    IS_INT(act(patent_act_freeze, &one, NULL), ERR_OK);
    struct patent_set_view v;
    IS_INT(patent_set(&t.ctx, (struct patent_set_id){id}, &v), ERR_OK);
    IS_INT(v.measures.at[0].found, 3); /* the query alone */
    IS_INT(v.measures.at[0].hits, 1);
    IS_INT(v.measures.at[0].wanted, 2); /* recall 1/2 */
    IS_INT(v.measures.at[0].judged, 2); /* precision 1/2 */
    IS_INT(v.versions.n, 3);
    IS_STR(v.versions.at[0].hash, v.versions.at[2].hash);
    struct patent_set_edit_in edit = {
        id, 1, STR("锂电"), STR("电池"), STR(""), day_from_date((struct date){2012, 12, 31})};
    IS_INT(act(patent_act_set_edit, &edit, NULL), ERR_OK);
    IS_INT(members(id), 2); /* the one of 2013 is not yet out */
    IS_INT(act(patent_act_set_edit, &edit, NULL), ERR_CONFLICT); /* somebody was faster */
    core_test_end(&t);
}

/* A name is proposed by its likeness and decided by a person; the records' text stays. */
static void whose_a_name_is(void)
{
    begin();
    struct str path = file_of("d.csv", STR(HEAD ONE TWO));
    import(path);
    unlink(str_c(&t.arena, path));
    struct org org = {.kind = ORG_ENTERPRISE,
                      .name = STR("甲有限公司"),
                      .short_name = STR("甲"),
                      .contact = STR(""),
                      .phone = STR(""),
                      .address = STR("")};
    IS_INT(core_test_act(&t, save_org, &org), ERR_OK);
    patent_names names = {0};
    IS_INT(patent_names_list(&t.ctx, PATENT_NAME_OPEN, &names), ERR_OK);
    IS_INT(names.n, 2);
    IS_STR(names.at[0].shown, STR("甲公司"));
    IS_INT(names.at[0].confidence, 90);
    IS_STR(names.at[0].org_name, STR("甲有限公司"));
    struct patent_name_in in = {names.at[0].id.n, PATENT_NAME_OURS, STR("")};
    IS_INT(act(patent_act_name, &in, NULL), ERR_INVALID);
    in.org = STR("没有的单位");
    IS_INT(act(patent_act_name, &in, NULL), ERR_NOT_FOUND);
    in.org = names.at[0].org_name;
    IS_INT(act(patent_act_name, &in, NULL), ERR_OK);
    IS_INT(count("an:甲公司"), 1);
    names = (patent_names){0};
    IS_INT(patent_names_list(&t.ctx, PATENT_NAME_OURS, &names), ERR_OK);
    IS_INT(names.n, 1);
    core_test_end(&t);
}

/* What a newspaper printed, and the grounds that the records prove. */
static enum err enter(int64_t what, const char *value)
{
    struct act_result result;
    struct act act = {"patent.figure", "x", NULL, ROLE_ALL, &patent_figure_form, patent_act_figure};
    struct patent_figure_in in = {what, str_from(value), ctx_today(&t.ctx), STR("公报")};
    t.ctx.act_id++;
    return act_run(&(struct app_db){.db = t.ctx.db}, &t.ctx, &act, &in, &result);
}

static void indicators(void)
{
    struct buf json;
    const struct json *j;
    begin();
    struct str path = file_of(
        "e.csv", STR(HEAD "CN102345678B,,2011-05-12,2014-02-08,一种电池,,甲公司,,授权 | 质押\n"
                          "CN112345678B,,2021-05-12,2023-02-08,一种电机,,甲公司,,授权\n"
                          "CN102345679B,,2011-05-12,2014-02-08,失效的,,甲公司,,未缴年费\n"
                          "CN202345680U,,2021-05-12,2022-02-08,新型,,甲公司,,授权\n"));
    import(path);
    unlink(str_c(&t.arena, path));
    struct patent_indicators_in in = {0};
    buf_init(&json, &t.arena, 1 << 20);
    IS_INT(patent_find_indicators(&t.ctx, &in, &json), ERR_OK);
    IS_INT(json_parse(&t.arena, buf_str(&json), &j, NULL), ERR_OK);
    IS_INT(figure(j, "valid_inventions"), 2);
    const struct json *high = json_member(j, "high_value");
    IS_INT(figure(high, "kept_over_ten_years"), 1);
    IS_INT(figure(high, "pledged"), 1);
    IS_INT(figure(high, "at_least"), 1);
    IS_INT(json_kind_of(json_member(high, "awarded")), JSON_KIND_NULL);
    IS_INT(count(str_c(&t.arena, json_str(json_member(j, "query")))), 2); /* the figure opens */
    in = (struct patent_indicators_in){.valid = 8247, .before = 6856, .people = 630552};
    buf_init(&json, &t.arena, 1 << 20);
    IS_INT(patent_find_indicators(&t.ctx, &in, &json), ERR_OK);
    IS_INT(json_parse(&t.arena, buf_str(&json), &j, NULL), ERR_OK);
    IS_STR(json_str(json_member(j, "growth_percent")), STR("20.29"));
    IS_STR(json_str(json_member(j, "per_10k")), STR("130.79"));
    IS_INT(json_kind_of(json_member(j, "times_city")), JSON_KIND_NULL);
    IS_INT(enter(PATENT_FIGURE_CITY, "73.48"), ERR_OK);
    IS_INT(enter(PATENT_FIGURE_CITY, "73.481"), ERR_INVALID);
    IS_INT(enter(PATENT_FIGURE_CITY, "0"), ERR_INVALID);
    IS_INT(enter(PATENT_FIGURE_BEFORE, "6,856"), ERR_OK);
    IS_INT(enter(PATENT_FIGURE_PEOPLE, "６３０５５２"), ERR_OK);
    in = (struct patent_indicators_in){.valid = 8247};
    buf_init(&json, &t.arena, 1 << 20);
    IS_INT(patent_find_indicators(&t.ctx, &in, &json), ERR_OK);
    IS_INT(json_parse(&t.arena, buf_str(&json), &j, NULL), ERR_OK);
    IS_STR(json_str(json_member(j, "sentence")),
           STR("有效发明专利 8247 件，同比增长 20.29%；每万人口发明专利拥有量 130.79 件，"
               "是全市的 1.78 倍。"));
    core_test_end(&t);
}

static enum err group(const char *company, const char *names)
{
    struct act_result result;
    struct act act = {"patent.group", "x", NULL, ROLE_ALL, &patent_group_form, patent_act_group};
    struct patent_group_in in = {str_from(company), str_from(names)};
    t.ctx.act_id++;
    return act_run(&(struct app_db){.db = t.ctx.db}, &t.ctx, &act, &in, &result);
}

static void groups_of_companies(void)
{
    struct patent_groups groups;
    begin();
    struct str path = file_of(
        "g.csv", STR(HEAD "CN102345678B,,2011-05-12,2014-02-08,一,,云岭蓝鹊储能集团股份有限公司,,\n"
                          "CN112345678B,,2021-05-12,2023-02-08,二,,云岭蓝鹊储能材料有限公司,,\n"
                          "CN102345679B,,2011-05-12,2014-02-08,三,,甲公司,,\n"
                          "CN102345670B,,2011-05-12,2014-02-08,四,,甲股份有限公司,,\n"
                          "CN202345680U,,2021-05-12,2022-02-08,五,,云岭大学,,\n"));
    import(path);
    unlink(str_c(&t.arena, path));
    IS_INT(patent_groups(&t.ctx, &groups), ERR_OK);
    IS_INT(groups.decided.n, 0);
    IS_INT(groups.proposed.n, 2);
    IS_INT(groups.proposed.at[0].confidence, 90);
    IS_INT(groups.proposed.at[0].members.n, 2);
    IS_STR(groups.proposed.at[1].name, STR("云岭蓝鹊储能"));
    IS_INT(groups.proposed.at[1].alike, 6);
    IS_INT(group("蓝鹊", "没有的公司"), ERR_NOT_FOUND);
    IS_INT(group("蓝鹊", "云岭蓝鹊储能集团股份有限公司\n云岭蓝鹊储能材料有限公司\n"), ERR_OK);
    IS_INT(group("别的", "云岭蓝鹊储能材料有限公司"), ERR_CONFLICT);
    IS_INT(patent_groups(&t.ctx, &groups), ERR_OK);
    IS_INT(groups.decided.n, 1);
    IS_INT(groups.decided.at[0].patents, 2);
    IS_INT(count("an_tree:蓝鹊"), 2);
    IS_INT(count("an_tree:\"云岭蓝鹊储能材料有限公司\""), 2);
    IS_INT(group("蓝鹊", ""), ERR_OK); /* taken back */
    IS_INT(patent_groups(&t.ctx, &groups), ERR_OK);
    IS_INT(groups.decided.n, 0);
    IS_INT(count("an_tree:蓝鹊"), 0);
    core_test_end(&t);
}

static int64_t cell(const struct patent_table *table, const char *row, const char *column)
{
    for (size_t i = 0; i < table->row_n; i++)
        for (size_t k = 0; k < table->column_n; k++)
            if (str_eq(table->rows[i], str_from(row)) &&
                str_eq(table->columns[k], str_from(column)))
                return table->cells[i * table->column_n + k];
    return -1;
}

#define REAL SHARED_DIR "/data/patents/"

/* What the export's note says of its own rows, and what plain counting of its columns gives. */
static void the_real_export(void)
{
    begin();
    const struct json *report = import(STR(REAL "patsnap/20240401085613950.XLSX"));
    IS_INT(figure(report, "new"), 1999);
    IS_INT(figure(report, "refused_n"), 0);
    struct patent_table table;
    struct patent_table_in in = {.rows = PATENT_BY_LEGAL};
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_OK);
    IS_INT(cell(&table, "授权", "all"), 1058);
    IS_INT(cell(&table, "未缴年费", "all"), 318);
    IS_INT(cell(&table, "实质审查", "all"), 185);
    IS_INT(cell(&table, "撤回-视为撤回", "all"), 97);
    IS_INT(cell(&table, "驳回", "all"), 95);
    IS_INT(cell(&table, "公开", "all"), 94);
    in = (struct patent_table_in){.rows = PATENT_BY_OFFICE, .columns = PATENT_BY_YEAR};
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_OK);
    int64_t sum = 0;
    for (size_t i = 0; i < table.row_n; i++)
        for (size_t k = 0; k < table.column_n; k++)
            sum += table.cells[i * table.column_n + k];
    IS_INT(sum, 1999);
    IS_INT(cell(&table, "WO", "2013"), -1); /* an office that is not there has no row */
    in.cumulative = true;
    IS_INT(patent_table(&t.ctx, &in, &table), ERR_OK);
    IS_INT(table.column_total[table.column_n - 1], 1999);
    core_test_end(&t);
}

static void a_real_old_workbook(void)
{
    begin();
    const struct json *report = import(STR(REAL "patentscope-wipo/PatentscopeResultList.xls"));
    IS_INT(figure(report, "rows"), 613);
    IS_INT(figure(report, "new"), 610);
    IS_INT(figure(report, "refused_n"), 3);
    report = import(STR(REAL "patentscope-wipo/PatentscopeResultList.xls"));
    IS_INT(figure(report, "same"), 610);
    core_test_end(&t);
}

enum { KIN = 90, KIN_NUMBERS = 60 };

/* Record i claims what chance says, applications of the others among it. */
static void kin_row(struct buf *b, int i, uint32_t *chance)
{
    buf_print(b, "CN1023%05dA,CN20111012%04d,2011-05-12,2012-02-08,", i, i);
    for (uint32_t n = (*chance = *chance * 1664525 + 1013904223) >> 30; n; n--) {
        *chance = *chance * 1664525 + 1013904223;
        buf_print(b, "CN20111012%04d%s", (int)((*chance >> 16) % (KIN_NUMBERS + KIN)),
                  n > 1 ? " | " : "");
    }
    buf_add(b, STR("\n"));
}

/* How many records' families a look at everything changes. */
static int64_t apart(void)
{
    struct app_db app_db = {.db = t.ctx.db};
    int64_t moved = -1;
    IS_INT(patent_keep_families(&app_db, &t.ctx, NULL, &moved), ERR_OK);
    return moved;
}

/* What an import joins by looking at the records that it touches is what looking at all joins. */
static void families_of_what_an_import_touches(void)
{
    uint32_t chance = 11;
    int64_t together = 0;
    begin();
    for (int round = 0; round < 40; round++) {
        struct buf b;
        struct sql_patent_family_page_row *rows;
        size_t n;
        buf_init(&b, &t.arena, 1 << 20);
        buf_add(&b, STR("公开(公告)号,申请号,申请日,公开(公告)日,优先权号\n"));
        for (int i = 0; i < KIN; i++)
            if ((chance = chance * 1664525 + 1013904223) >> 28 == 0)
                kin_row(&b, i, &chance);
        struct str path = file_of("kin.csv", buf_str(&b));
        import(path);
        IS_INT(apart(), 0);
        IS_INT(sql_patent_family_page(t.ctx.db, &t.arena,
                                      &(struct sql_patent_family_page_in){t.ctx.park, {0}, KIN},
                                      &rows, &n),
               ERR_OK);
        for (size_t i = 0; i < n; i++)
            together += !str_eq(str_slice(rows[i].family_extended, 1, SIZE_MAX), rows[i].key);
        unlink(str_c(&t.arena, path));
    }
    OK(together > 100, "many are members of another's family");
    core_test_end(&t);
}

/* An import that ended before its families is made good by the next one. */
static void families_that_were_left(void)
{
    struct sql_patent_by_key_row one;
    begin();
    struct str path = file_of("kin.csv", STR("公开(公告)号,申请号,申请日,公开(公告)日,优先权号\n"
                                             "CN102300001A,CN201110120001,2011-05-12,2012-02-08,\n"
                                             "CN102300002A,CN201110120002,2011-06-12,2012-02-08,"
                                             "CN201110120001\n"));
    import(path);
    IS_INT(sql_patent_by_key(t.ctx.db, &t.arena,
                             &(struct sql_patent_by_key_in){t.ctx.park, STR("CN102300002A")}, &one),
           ERR_OK);
    IS_STR(one.family_extended, STR("=CN102300001A"));
    IS_INT(db_begin(t.ctx.db, DB_WRITE), ERR_OK);
    IS_INT(sql_patent_family_put(t.ctx.db,
                                 &(struct sql_patent_family_put_in){t.ctx.park, one.id,
                                                                    STR("=CN102300002A"),
                                                                    STR("=CN102300002A"), 9},
                                 NULL),
           ERR_OK);
    IS_INT(mark_set(&t.ctx, "patent-families", STR("due")), ERR_OK);
    IS_INT(db_commit(t.ctx.db), ERR_OK);
    IS_INT(figure(import(path), "same"), 2);
    IS_INT(apart(), 0);
    IS_INT(sql_patent_by_key(t.ctx.db, &t.arena,
                             &(struct sql_patent_by_key_in){t.ctx.park, STR("CN102300002A")}, &one),
           ERR_OK);
    IS_STR(one.family_extended, STR("=CN102300001A"));
    unlink(str_c(&t.arena, path));
    core_test_end(&t);
}

int main(void)
{
    RUN(an_export_with_what_goes_wrong_in_one);
    RUN(families_of_what_an_import_touches);
    RUN(families_that_were_left);
    RUN(below_a_group);
    RUN(a_collection);
    RUN(indicators);
    RUN(groups_of_companies);
    RUN(whose_a_name_is);
    if (access(REAL, R_OK) == 0) {
        RUN(the_real_export);
        RUN(a_real_old_workbook);
    } else {
        tap_skip("real exports", "../shared is not there");
    }
    return tap_end();
}
