/* Sheets into the list and out again, on a fresh park. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "core/calendar.h"
#include "core/org.h"
#include "core/setting.h"
#include "core/test_core.h"
#include "core/verify.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_form.h"
#include "domain/matter/matter_sheet_in.h"
#include "matter_schema.h"

static struct core_test t;

enum { DATA_MAX = 1 << 20 };
static const char shared[] = SHARED_DIR "/data/matters/";

static void add_org(const char *name, const char *short_name, enum org_kind kind)
{
    struct org org = {.kind = kind,
                      .name = str_from(name),
                      .short_name = str_from(short_name),
                      .uscc = STR_NULL,
                      .contact = STR(""),
                      .phone = STR(""),
                      .address = STR("")};
    IS_INT(org_save(&t.ctx, &org), ERR_OK);
}

static enum err found(struct ctx *ctx, void *arg)
{
    (void)arg;
    IS_INT(setting_declare(ctx, matter_module.settings, matter_module.setting_n), ERR_OK);
    add_org("青澜高新区自然资源分局", "自然资源分局", ORG_DEPARTMENT);
    add_org("青澜高新区应急管理局", "应急管理局", ORG_DEPARTMENT);
    add_org("青澜供电所", "", ORG_DEPARTMENT);
    add_org("青澜精密机械有限公司", "", ORG_ENTERPRISE);
    return ERR_OK;
}

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {matter_migrations, matter_migration_n}};
    core_test_begin_with(&t, sets, 2);
    IS_INT(core_test_act(&t, found, NULL), ERR_OK);
    IS_INT(calendar_load(&t.ctx), ERR_OK);
}

static void end(void)
{
    db_close_test(t.ctx.db);
    arena_release(&t.arena);
}

/* A CSV file with that text. */
static const char *file_of(const char *text)
{
    char *path = arena_copy(&t.arena, "/tmp/lianyuan-import-XXXXXX", 28);
    int fd = mkstemp(path);
    struct str s = str_from(text);
    OK(fd >= 0 && write(fd, s.ptr, s.len) == (ssize_t)s.len, "file");
    close(fd);
    return path;
}

/* "rows new same changed refused", and what else went wrong. */
static struct str imported(struct matter_sheet_in *in)
{
    struct app_db app_db = {.db = t.ctx.db};
    struct buf json;
    buf_init(&json, &t.arena, 16 << 20);
    error_clear(&t.ctx.error);
    t.ctx.act_id += 1000;
    enum err e = matter_import_run(&app_db, &t.ctx, in, &json);
    if (e)
        return str_print(&t.arena, "%s %s [%.*s]", err_name(e), t.ctx.error.message,
                         STR_ARG(t.ctx.error.detail));
    const struct matter_sheet_plan *p = in->plan;
    const struct json *report;
    struct error error = {0};
    IS_INT(json_parse_up_to(&t.arena, buf_str(&json), 16 << 20, &report, &error), ERR_OK);
    IS_INT(json_int(json_member(report, "rows"), -1), p->rows);
    IS_INT(json_int(json_member(report, "new"), -1), p->new);
    IS_INT(json_count(json_member(report, "refused")), p->refused);
    for (size_t i = 0; i < json_count(json_member(report, "refused")); i++) {
        const struct json *refused = json_element(json_member(report, "refused"), i);
        OK(json_int(json_member(refused, "row"), 0) > 0 &&
               !str_empty(json_str(json_member(refused, "field"))) &&
               !str_empty(json_str(json_member(refused, "message"))),
           "a refused row says where and why");
    }
    return str_print(&t.arena, "%d %d %d %d %d", (int)p->rows, (int)p->new, (int)p->same,
                     (int)p->changed, (int)p->refused);
}

static struct str import_file(const char *path)
{
    struct matter_sheet_in in = {.path = path};
    return imported(&in);
}

static struct str import_text(const char *text)
{
    const char *path = file_of(text);
    struct str report = import_file(path);
    unlink(path);
    return report;
}

static struct matter_view found_one(const char *number)
{
    struct matter_view view = {0};
    struct matter_id id = {0};
    error_clear(&t.ctx.error);
    if (OK(matter_import_find(&t.ctx, str_from(number), &id) == ERR_OK && id.n, number))
        IS_INT(matter_find_one(&t.ctx, id, &view), ERR_OK);
    return view;
}

static void real_replies(void)
{
    const char *path = str_c(&t.arena, str_print(&t.arena, "%sfj4_replies_sample.xlsx", shared));
    IS_STR(import_file(path), STR("120 120 0 0 0"));
    IS_STR(import_file(path), STR("120 0 120 0 0"));
    struct matter_view v = found_one("out:2549");
    OK(str_ends(v.row.title, STR("物业管理有问题")), "its title");
    IS_INT(v.row.firm_name.len, 9);
    IS_STR(instant_text(&t.arena, v.row.raised_at, 480), STR("2019-04-25T09:32:09+08:00"));
    OK(str_starts(v.answer, STR("现将网友在平台")), "the reply is the answer");
    bool answered = false;
    for (size_t i = 0; i < v.story.n; i++)
        answered = answered || (v.story.at[i].verb == MATTER_ANSWER && v.story.at[i].imported &&
                                str_eq(instant_text(&t.arena, v.story.at[i].at, 480),
                                       STR("2019-05-10T14:56:53+08:00")));
    OK(answered, "and its time stands in the story, marked as imported");
}

static void real_topics_and_classes(void)
{
    const char *topics =
        str_c(&t.arena, str_print(&t.arena, "%sfj3_hot_topics_sample.xlsx", shared));
    const char *classes = str_c(&t.arena, str_print(&t.arena, "%sfj1_label_system.xlsx", shared));
    const char *labelled = str_c(&t.arena, str_print(&t.arena, "%slabelled_sample.tsv", shared));
    struct matter_classes all = {0};
    IS_STR(import_file(classes), STR("517 517 0 0 0"));
    IS_STR(import_file(classes), STR("517 0 517 0 0"));
    IS_INT(matter_find_classes(&t.ctx, &all), ERR_OK);
    size_t leaves = 0;
    for (size_t i = 0; i < all.rows.n; i++)
        leaves += all.rows.at[i].depth == 3;
    IS_INT(leaves, 517);
    IS_STR(import_file(topics), STR("30 30 0 0 0"));
    IS_STR(import_file(topics), STR("30 0 30 0 0"));
    struct matter_view v = found_one("out:360114");
    IS_STR(instant_text(&t.arena, v.row.raised_at, 480), STR("2017-06-08T17:31:20+08:00"));
    OK(str_starts(v.body, STR("书记您好")), "blanks around a text are not part of it");
    IS_STR(import_file(labelled), STR("250 250 0 0 0"));
    v = found_one("out:37");
    IS_STR(v.row.class_name, STR("城乡建设"));
}

static void real_files(void)
{
    if (access(shared, R_OK) != 0) {
        tap_skip("real_files", "the real files are not here");
        return;
    }
    begin();
    real_replies();
    real_topics_and_classes();
    struct verify_report report;
    IS_INT(verify_run(&t.ctx, NULL, &report), ERR_OK);
    OK(report.good, "the journal is whole");
    end();
}

static const char LIST[] =
    "青澜高新区企业诉求清单,,,,,,,,,\n"
    "工单编号,事项名称,问题描述,企业名称,责任单位,办理时限,反映时间,办理状态,联系人,序号\n"
    "G-1,用电增容,二层用电不足,青澜精密机械有限公司,青澜供电所、应急管理局,2026年12月10日,2026/11/"
    "2 9:30,办理中,王工,1\n"
    "G-2,道路照明,路灯不亮,某某小店,路灯所,10月底前,2026-11-03,未受理,,2\n"
    "G-3,环评,要求加快,某某公司,自然资源分局,长期,20261104,已办结,,3\n";

static void a_list_comes_in(void)
{
    begin();
    struct matter_sheet_in in = {.path = file_of(LIST), .dry_run = true};
    IS_STR(imported(&in), STR("3 3 0 0 0"));
    IS_INT(in.plan->unknown.n, 1);
    IS_STR(in.plan->unknown.at[0].name, STR("路灯所"));
    IS_INT(in.plan->words.n, 2);
    IS_STR(day_text(&t.arena, in.plan->words.at[0].proposal), STR("2027-10-31"));
    IS_INT(in.plan->words.at[1].proposal, DAY_NONE);
    struct matter_id id;
    IS_INT(matter_import_find(&t.ctx, STR("out:G-1"), &id), ERR_OK);
    IS_INT(id.n, 0); /* a dry run changes nothing */
    in.dry_run = false;
    IS_STR(imported(&in), STR("3 3 0 0 0"));
    IS_STR(imported(&in), STR("3 0 3 0 0"));
    struct matter_view v = found_one("out:G-1");
    IS_STR(v.row.lead_name, STR("青澜供电所"));
    IS_STR(v.row.helper_names, STR("应急管理局"));
    OK(v.row.firm.n != 0, "a firm of the register");
    IS_STR(day_text(&t.arena, v.row.due), STR("2026-12-10"));
    IS_INT(v.row.state, MATTER_WORKING);
    IS_STR(v.contact, STR("王工"));
    v = found_one("out:G-2");
    IS_INT(v.row.lead.n, 0);
    IS_INT(v.row.firm.n, 0);
    IS_STR(v.row.firm_name, STR("某某小店"));
    IS_STR(v.row.due_words, STR("10月底前"));
    v = found_one("out:G-3");
    IS_INT(v.row.state, MATTER_CLOSED);
    IS_INT(v.closed_how, MATTER_CLOSED_BY_IMPORT);
    unlink(in.path);
    end();
}

static void corrections_are_remembered(void)
{
    static const char text[] = "甲,乙,丙\n第一件,说明一,路灯所\n第二件,说明二,路灯所\n";
    struct str maps[] = {STR("甲=title"), STR("B=text"), STR("丙=lead")};
    struct str orgs[] = {STR("路灯所=青澜供电所")};
    begin();
    IS_STR(import_text(text),
           STR("invalid 没有认出标题或内容列，请用 列=title 或 列=text 指明 []"));
    struct matter_sheet_in in = {.path = file_of(text), .maps = {maps, 3}, .orgs = {orgs, 1}};
    IS_STR(imported(&in), STR("2 2 0 0 0"));
    IS_INT(in.plan->undispatched, 0);
    struct matter_sheet_in again = {.path = in.path};
    IS_STR(imported(&again), STR("2 0 2 0 0"));
    OK(again.plan->columns.at[0].remembered, "the mapping is known for the same header");
    struct str wrong[] = {STR("甲=nothing")}, missing[] = {STR("丁=title")};
    again.maps = (struct form_texts){wrong, 1};
    IS_STR(imported(&again), STR("invalid 没有这个字段（请写 列=字段）：{} [甲=nothing]"));
    again.maps = (struct form_texts){missing, 1};
    IS_STR(imported(&again), STR("invalid 表里没有这一列：{} [丁]"));
    unlink(in.path);
    end();
}

static void changes_and_refusals(void)
{
    begin();
    IS_STR(import_text("外部编号,标题,内容\nA1,一,甲\nA2,二,乙\n"), STR("2 2 0 0 0"));
    IS_STR(import_text("外部编号,标题,内容\nA1,一,甲甲\nA2,二,乙\nA3,三,丙\n"), STR("3 1 1 1 0"));
    IS_STR(found_one("out:A1").body, STR("甲甲"));
    IS_STR(import_text("外部编号,标题,内容\nA1,一,甲甲\nA2,二,乙\nA3,三,丙\n"), STR("3 0 3 0 0"));
    struct matter_sheet_in in = {
        .path = file_of(
            "外部编号,标题,内容,提出时间\nB1,一,甲,昨天\nB2,,,2026-11-01\nB3,三,丙,2030-01-01\n"
            "B4,四,丁,2026-11-02\nB4,五,戊,2026-11-02\nB4,四,丁,2026-11-02\n")};
    IS_STR(imported(&in), STR("6 1 1 0 4"));
    IS_STR(in.plan->lines.at[0].field, STR("raised_at"));
    IS_INT(in.plan->lines.at[0].row, 2);
    IS_STR(matter_sheet_place(&t.arena, in.plan, 2, in.plan->lines.at[0].field), STR("D2"));
    IS_STR(in.plan->lines.at[1].field, STR("title"));
    IS_STR(in.plan->lines.at[2].message, STR("日期在将来：2030-01-01"));
    IS_STR(in.plan->lines.at[4].message, STR("与第 5 行编号相同，内容不同"));
    unlink(in.path);
    /* equal bodies with different numbers are different matters; equal rows without one are one */
    IS_STR(import_text("外部编号,内容\nC1,同样的话\nC2,同样的话\n"), STR("2 2 0 0 0"));
    IS_STR(import_text("标题,内容\n无号,同样的话\n无号,同样的话\n"), STR("2 1 1 0 0"));
    end();
}

/* What differs is done by the ordinary acts; going back is not a difference. */
static void changes_by_the_ordinary_acts(void)
{
    begin();
    IS_STR(import_text("外部编号,标题,企业,责任单位,状态,提出时间\nD1,一,某店,,未受理,2026-11-02\n"
                       "D2,二,某店,青澜供电所,办理中,2026-11-02\nD3,三,,,,2026-11-02\n"),
           STR("3 3 0 0 0"));
    const char *path =
        file_of("外部编号,标题,企业,责任单位,协办单位,状态,提出时间,答复意见,答复时间,满意度,来源\n"
                "D1,一,另一店,青澜供电所,应急管理局,,2026-11-03 08:00,,,,电话\n"
                "D2,二,某店,青澜供电所,,已办结,2026-11-02,,,满意,\n"
                "D3,三,,,,,2026-11-02,会回复的,2026-11-05 10:00,,\n");
    struct matter_sheet_in in = {.path = path, .dry_run = true};
    IS_STR(imported(&in), STR("3 0 0 3 0"));
    IS_INT(in.plan->lines.at[0].change_n, 5);
    IS_INT(in.plan->lines.at[1].change_n, 2);
    IS_STR(import_file(path), STR("3 0 0 3 0"));
    IS_STR(import_file(path), STR("3 0 3 0 0"));
    struct matter_view v = found_one("out:D1");
    IS_INT(v.row.state, MATTER_WORKING);
    IS_STR(v.row.firm_name, STR("另一店"));
    IS_STR(v.row.helper_names, STR("应急管理局"));
    IS_INT(v.row.source, MATTER_SOURCE_PHONE);
    v = found_one("out:D2");
    IS_INT(v.row.state, MATTER_CLOSED);
    IS_INT(v.row.rating, MATTER_SATISFIED);
    v = found_one("out:D3");
    IS_STR(v.answer, STR("会回复的"));
    IS_STR(v.row.firm_name, STR("未写明"));
    IS_STR(import_text("外部编号,标题,状态\nD2,二,办理中\n"), STR("1 0 1 0 0"));
    unlink(path);
    end();
}

/* The usual sheet of an office: what was done, by when, how it stands. */
static void answers_with_a_due_day(void)
{
    static const char text[] = "序号,问题清单,责任单位,整改措施,完成时限,完成情况\n"
                               "1,已答复的,青澜供电所,加强巡检,2026-12-10,办理中\n"
                               "2,已办结的,青澜供电所,已经增容,2026-12-11,已完成\n";
    static const char numbered[] = "外部编号,问题,责任单位,整改措施,完成时限\n"
                                   "P1,有承诺的,青澜供电所,加强巡检,2026-12-10\n";
    begin();
    IS_STR(import_text(text), STR("2 2 0 0 0"));
    IS_STR(import_text(text), STR("2 0 2 0 0"));
    IS_STR(import_text(numbered), STR("1 1 0 0 0"));
    struct matter_view v = found_one("out:P1");
    IS_STR(v.answer, STR("加强巡检"));
    IS_INT(v.duties.n, 1);
    IS_STR(day_text(&t.arena, v.duties.at[0].first_promise), STR("2026-12-10"));
    end();
}

/* What is still open is new to the department: its clocks start with the import, whenever it was
 * raised, unless the sheet names the day. What has ended keeps the sheet's days. */
static void open_ones_are_not_late_at_once(void)
{
    static const char text[] = "外部编号,问题,责任单位,提出日期,到期日,状态\n"
                               "R1,在办的,青澜供电所,2025-03-03,,办理中\n"
                               "R2,有期限的,青澜供电所,2025-03-03,2025-04-01,办理中\n"
                               "R3,办结的,青澜供电所,2025-03-03,,已办结\n";
    begin();
    IS_STR(import_text(text), STR("3 3 0 0 0"));
    struct matter_view v = found_one("out:R1");
    IS_STR(day_text(&t.arena, day_of_instant(v.row.raised_at, 480)), STR("2025-03-03"));
    IS_INT(v.row.light != MATTER_LIGHT_OVERDUE, true);
    OK(v.duties.at[0].assigned_at >= t.ctx.now_us, "it is the department's from now on");
    OK(v.duties.at[0].respond_at > t.ctx.now_us, "which may still answer in time");
    v = found_one("out:R2");
    IS_INT(v.row.light, MATTER_LIGHT_OVERDUE);
    IS_STR(day_text(&t.arena, v.row.due), STR("2025-04-01"));
    OK(v.duties.at[0].respond_at > t.ctx.now_us,
       "an answer is not late, though the day has passed");
    v = found_one("out:R3");
    IS_STR(day_text(&t.arena, day_of_instant(v.duties.at[0].assigned_at, 480)), STR("2025-03-03"));
    end();
}

/* "已受理" beside a department: the second import has nothing left to dispatch. */
static void accepted_with_a_department(void)
{
    static const char text[] = "外部编号,问题,责任单位,状态\nQ1,一,青澜供电所,已受理\n"
                               "Q2,二,青澜供电所,未受理\nQ3,三,,已受理\n";
    begin();
    IS_STR(import_text(text), STR("3 3 0 0 0"));
    IS_STR(import_text(text), STR("3 0 3 0 0"));
    struct matter_view v = found_one("out:Q1");
    IS_INT(v.row.state, MATTER_WORKING);
    IS_STR(v.row.lead_name, STR("青澜供电所"));
    IS_INT(found_one("out:Q3").row.state, MATTER_ACCEPTED);
    end();
}

/* More than one page of the walk, and more than fits into the first memory of the buffer. */
static void a_long_list_as_csv(void)
{
    enum { ROWS = 1200 };
    begin();
    struct buf b;
    char csv[] = "/tmp/lianyuan-export-XXXXXX.csv";
    struct matter_list_in all = {0};
    int64_t rows;
    buf_init(&b, &t.arena, 1 << 20);
    buf_add(&b, STR("外部编号,问题,诉求内容\n"));
    for (int i = 0; i < ROWS; i++)
        buf_print(&b, "L%d,第 %d 件,说明第 %d 件的一段不短的文字\n", i, i, i);
    IS_STR(import_text(str_c(&t.arena, buf_str(&b))), STR("1200 1200 0 0 0"));
    close(mkstemps(csv, 4));
    IS_INT(matter_export_run(&t.ctx, &all, csv, NULL, NULL, &rows), ERR_OK);
    IS_INT(rows, ROWS);
    IS_STR(import_file(csv), STR("1200 0 1200 0 0"));
    unlink(csv);
    end();
}

static void rows_that_are_none(void)
{
    begin();
    struct buf b;
    buf_init(&b, &t.arena, 1 << 20);
    buf_add(&b, STR("问题编号,问题\nE1,"));
    for (int i = 0; i < 60; i++)
        buf_add(&b, STR("长问题"));
    buf_add(&b, STR("\n合 计,共1件\n,\n问题编号,问题\n"));
    IS_STR(import_text(str_c(&t.arena, buf_str(&b))), STR("1 1 0 0 0"));
    struct matter_view v = found_one("out:E1");
    OK(str_ends(v.row.title, STR("…")), "a long title is cut");
    IS_INT(v.body.len, 60 * 9);
    end();
}

static void our_own_export_comes_back(void)
{
    begin();
    char xlsx[] = "/tmp/lianyuan-export-XXXXXX.xlsx", csv[] = "/tmp/lianyuan-export-XXXXXX.csv";
    struct matter_list_in all = {0};
    int64_t rows;
    close(mkstemps(xlsx, 5));
    close(mkstemps(csv, 4));
    IS_STR(import_text(LIST), STR("3 3 0 0 0"));
    IS_STR(import_text("外部编号,标题,内容,答复意见,答复时间\nQ1,=1+1,\"多行\n'文字\",已办,2026-11-"
                       "05 10:00:01\n"),
           STR("1 1 0 0 0"));
    IS_INT(matter_export_run(&t.ctx, &all, xlsx, NULL, NULL, &rows), ERR_OK);
    IS_INT(rows, 4);
    IS_INT(matter_export_run(&t.ctx, &all, csv, NULL, NULL, &rows), ERR_OK);
    IS_INT(rows, 4);
    IS_STR(import_file(xlsx), STR("4 0 4 0 0"));
    IS_STR(import_file(csv), STR("4 0 4 0 0"));
    end();
    begin(); /* another park: all of it is new, and then all the same */
    IS_STR(import_file(xlsx), STR("4 4 0 0 0"));
    IS_STR(import_file(csv), STR("4 0 4 0 0"));
    struct matter_view v = found_one("out:Q1");
    IS_STR(v.row.title, STR("=1+1"));
    IS_STR(v.body, STR("多行\n'文字"));
    IS_STR(v.answer, STR("已办"));
    unlink(xlsx);
    unlink(csv);
    end();
}

static void the_register_comes_in(void)
{
    static const char orgs[] = "企业名称,统一社会信用代码,联系人,联系电话,地址\n"
                               "青澜新材料有限公司,91350100M000100Y43,林工,0591-1,科技路 1 号\n"
                               "青澜精密机械有限公司,,王工,0591-2,科技路 2 号\n"
                               "坏码公司,123,,,\n合计,3,,,\n";
    static const char people[] = "姓名,登录名,所在单位,角色\n张一,zhang1,自然资源分局,部门经办\n"
                                 "李二,li2,没有的局,部门经办\n王三,wang3,,不知道\n";
    struct org org;
    struct person person;
    begin();
    IS_STR(import_text(orgs), STR("3 1 0 1 1"));
    IS_STR(import_text(orgs), STR("3 0 2 0 1"));
    IS_INT(org_by_name(&t.ctx, STR("青澜精密机械有限公司"), &org), ERR_OK);
    IS_STR(org.contact, STR("王工"));
    IS_STR(import_text("部门名称,简称\n青澜高新区城市管理局,城管局\n"), STR("1 1 0 0 0"));
    IS_INT(org_by_name(&t.ctx, STR("城管局"), &org), ERR_OK);
    IS_INT(org.kind, ORG_DEPARTMENT);
    t.ctx.actor.roles |= ROLE_ADMIN;
    IS_STR(import_text(people), STR("3 1 0 0 2"));
    IS_STR(import_text(people), STR("3 0 1 0 2"));
    IS_INT(person_by_login(&t.ctx, STR("zhang1"), &person), ERR_OK);
    IS_INT(person.roles, ROLE_DEPARTMENT);
    IS_INT(person.state, PERSON_INVITED);
    end();
    begin();
    t.ctx.actor.roles = ROLE_COORDINATOR;
    IS_STR(import_text(people), STR("denied 只有管理员可以导入人员 []"));
    end();
}

static void weekly_list(void)
{
    begin();
    char path[] = "/tmp/lianyuan-weekly-XXXXXX.xlsx";
    int64_t rows;
    close(mkstemps(path, 5));
    IS_STR(import_text(LIST), STR("3 3 0 0 0"));
    IS_INT(matter_weekly_run(&t.ctx, path, &rows), ERR_OK);
    IS_INT(rows, 2);
    struct source source;
    struct sheet_book *book;
    struct error error = {0};
    IS_INT(source_open(&t.arena, path, DATA_MAX, &source, &error), ERR_OK);
    IS_INT(sheet_open(&t.arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_n(book), 2);
    unlink(path);
    end();
}

static void only_staff(void)
{
    begin();
    t.ctx.actor.roles = ROLE_FIRM;
    IS_STR(import_text(LIST), STR("denied 只有协调员可以导入 []"));
    end();
}

/* From Sunday the 22nd of November 2026. */
static void proposals(void)
{
    static const struct {
        const char *words, *day;
    } cases[] = {
        {"10月底前", "2027-10-31"},
        {"12月中旬", "2026-12-20"},
        {"年底前", "2026-12-31"},
        {"12月5日前", "2026-12-05"},
        {"2027年2月底", "2027-02-28"},
        {"长期", ""},
        {"立行立改", ""},
        {"12月5日", "2026-12-05"},
        {"1月5日", "2027-01-05"},
        {"2026-12-31前", "2026-12-31"},
        {"2026/12/31之前", "2026-12-31"},
        {"2026年12月31日前完成", "2026-12-31"},
        {"截至2026.12.31", "2026-12-31"},
        {"12-31前", "2026-12-31"},
        {"12月底前", "2026-12-31"},
        {"十二月底前", "2026-12-31"},
        {"15个工作日内", "2026-12-11"},
        {"十五个工作日内", "2026-12-11"},
        {"5个工作日", "2026-11-27"},
        {"7天内", "2026-11-30"},
        {"30日内", "2026-12-22"},
        {"两周内", "2026-12-07"},
        {"3个月内", "2027-02-22"},
        {"半个月内", "2026-12-07"},
        {"48小时内", "2026-11-24"},
        {"本周五前", "2026-11-20"},
        {"下周三", "2026-11-25"},
        {"周五前", "2026-11-27"},
        {"Q3", "2027-09-30"},
        {"Q4", "2026-12-31"},
        {"2027年Q1", "2027-03-31"},
        {"第四季度末", "2026-12-31"},
        {"三季度", "2027-09-30"},
        {"上半年", "2027-06-30"},
        {"明年3月底", "2027-03-31"},
        {"明年上半年", "2027-06-30"},
        {"2026年底", "2026-12-31"},
        {"今年年底前完成", "2026-12-31"},
        {"本月底前", "2026-11-30"},
        {"月底前", "2026-11-30"},
        {"下月中旬", "2026-12-20"},
        {"下个月15日前", "2026-12-15"},
        {"年内", "2026-12-31"},
        {"当天", "2026-11-22"},
        {"27年3月", "2027-03-31"},
        {"待定", ""},
        {"根据工程进度", ""},
        {"三方协商", ""},
    };
    begin();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t from = day_from_date((struct date){2026, 11, 22});
        int32_t day = matter_sheet_proposal(&t.ctx, str_from(cases[i].words), from);
        if (!IS_STR(day_text(&t.arena, day), str_from(cases[i].day)))
            printf("#   of \"%s\"\n", cases[i].words);
    }
    end();
}

/* Due only in words: no limit runs until somebody names a day, and the words stay. */
static void due_in_words(void)
{
    static const char text[] =
        "外部编号,标题,责任单位,办理时限,提出时间\n"
        "W1,一,青澜供电所,长期,2025-01-02\nW2,二,青澜供电所,年底前,2026-10-02\n"
        "W3,三,青澜供电所,年底前,2026-10-03\n";
    struct str dues[] = {STR("年底前=?")}, wrong[] = {STR("年底前=明天")};
    begin();
    struct matter_sheet_in in = {.path = file_of(text)}, again = in, bad = in;
    IS_STR(imported(&in), STR("3 3 0 0 0"));
    IS_INT(in.plan->words.n, 3);
    OK(!in.plan->words.at[1].taken, "a proposal is not taken by itself");
    struct matter_view v = found_one("out:W1");
    IS_STR(v.row.due_words, STR("长期"));
    IS_INT(v.row.due, DAY_NONE);
    IS_INT(v.row.light, MATTER_LIGHT_NONE);
    IS_INT(v.duties.at[0].limit_kind, MATTER_UNDATED);
    IS_STR(import_file(in.path), STR("3 0 3 0 0"));
    again.dues = (struct form_texts){dues, 1};
    IS_STR(imported(&again), STR("3 0 1 2 0"));
    v = found_one("out:W2");
    IS_STR(day_text(&t.arena, v.row.due), STR("2026-12-31"));
    IS_STR(v.row.due_words, STR("年底前"));
    IS_STR(imported(&again), STR("3 0 3 0 0"));
    IS_STR(import_file(in.path), STR("3 0 3 0 0"));
    bad.dues = (struct form_texts){wrong, 1};
    IS_STR(imported(&bad), STR("invalid 请写成 期限文字=日期，或 期限文字=?：{} [年底前=明天]"));
    unlink(in.path);
    end();
}

static enum err date_it(struct ctx *ctx, void *arg)
{
    struct act_result done = {0};
    return duty_act_date(ctx, arg, &done);
}

/* The coordinator names the day; what has one already is not moved this way. */
static void date_for_words(void)
{
    begin();
    IS_STR(import_text("外部编号,标题,责任单位,办理时限\nW1,一,青澜供电所,长期\n"),
           STR("1 1 0 0 0"));
    struct matter_view v = found_one("out:W1");
    struct duty_date_in in = {v.row.id.n, v.duties.at[0].id.n, v.duties.at[0].version,
                              ctx_today(&t.ctx) - 1};
    IS_INT(core_test_act(&t, date_it, &in), ERR_INVALID);
    IS_STR(str_from(t.ctx.error.message), STR("日期不能早于今天"));
    in.day = ctx_today(&t.ctx) + MATTER_LIMIT_DAYS_MAX + 1;
    IS_INT(core_test_act(&t, date_it, &in), ERR_INVALID);
    in.day = ctx_today(&t.ctx) + 30;
    IS_INT(core_test_act(&t, date_it, &in), ERR_OK);
    v = found_one("out:W1");
    IS_INT(v.row.due, in.day);
    IS_INT(v.row.light, MATTER_LIGHT_ON_TIME);
    IS_STR(v.row.due_words, STR("长期"));
    in.version = v.duties.at[0].version;
    IS_INT(core_test_act(&t, date_it, &in), ERR_CONFLICT);
    end();
}

/* What was left open is read with a note, and a zone counts. */
static void raised_days(void)
{
    begin();
    struct matter_sheet_in in = {
        .path = file_of("外部编号,标题,提出时间\nR1,一,9月1日\nR2,二,2026年9月\nR3,三,26.9.1\n"
                        "R4,四,2026-11-02T01:30:00Z\nR5,五,2026-11-02T01:30:00+08:00\n"
                        "R6,六,12月25日\nR7,七,某日\n")};
    IS_STR(imported(&in), STR("7 6 0 0 1"));
    IS_INT(in.plan->notes.n, 4);
    IS_INT(in.plan->notes.at[0].row, 2);
    IS_STR(in.plan->notes.at[0].field, STR("raised_at"));
    IS_STR(in.plan->notes.at[0].message, STR("按推定的日期读：9月1日 → 2026-09-01"));
    IS_STR(in.plan->notes.at[3].message, STR("按推定的日期读：12月25日 → 2025-12-25"));
    IS_STR(instant_text(&t.arena, found_one("out:R4").row.raised_at, 480),
           STR("2026-11-02T09:30:00+08:00"));
    IS_STR(instant_text(&t.arena, found_one("out:R5").row.raised_at, 480),
           STR("2026-11-02T01:30:00+08:00"));
    unlink(in.path);
    end();
}

/* One sign says it all; and columns that only begin like such a one are none. */
static void done_signs(void)
{
    static const char text[] =
        "外部编号,标题,责任单位,是否办结\nS1,一,青澜供电所,√\nS2,二,青澜供电所,✓\nS3,三,青澜供电所,"
        "是\n"
        "S4,四,青澜供电所,已\nS5,五,青澜供电所,×\nS6,六,青澜供电所,否\nS7,七,青澜供电所,\n";
    static const struct {
        const char *number;
        int64_t state;
    } rows[] = {{"out:S1", MATTER_CLOSED}, {"out:S2", MATTER_CLOSED},  {"out:S3", MATTER_CLOSED},
                {"out:S4", MATTER_CLOSED}, {"out:S5", MATTER_WORKING}, {"out:S6", MATTER_WORKING},
                {"out:S7", MATTER_WORKING}};
    begin();
    IS_STR(import_text(text), STR("7 7 0 0 0"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        IS_INT(found_one(rows[i].number).row.state, rows[i].state);
    IS_STR(import_text("外部编号,标题,责任单位,完成\nT1,一,青澜供电所,√\n"), STR("1 1 0 0 0"));
    IS_INT(found_one("out:T1").row.state, MATTER_CLOSED);
    IS_STR(import_text("外部编号,标题,责任单位,办结期限\nT2,一,青澜供电所,2026-12-10\n"),
           STR("1 1 0 0 0"));
    IS_STR(day_text(&t.arena, found_one("out:T2").row.due), STR("2026-12-10"));
    end();
}

/* "lead + helpers", and in brackets what is not known. */
static struct str dispatched(const char *cell)
{
    static int row;
    struct buf b;
    const char *text = str_c(
        &t.arena, str_print(&t.arena, "外部编号,标题,责任单位\nN%d,一,\"%s\"\n", ++row, cell));
    struct matter_sheet_in in = {.path = file_of(text), .dry_run = true};
    IS_STR(imported(&in), STR("1 1 0 0 0"));
    const struct matter_import *record = &in.plan->records.at[0];
    struct org org;
    buf_init(&b, &t.arena, 4096);
    if (record->lead.n && !org_get(&t.ctx, record->lead, &org))
        buf_add(&b, org_called(&org));
    for (size_t i = 0; i < record->helper_n; i++)
        if (!org_get(&t.ctx, record->helpers[i], &org))
            buf_print(&b, " + %.*s", STR_ARG(org_called(&org)));
    for (size_t i = 0; i < in.plan->unknown.n; i++)
        buf_print(&b, " (%.*s -> %.*s)", STR_ARG(in.plan->unknown.at[i].name),
                  STR_ARG(in.plan->unknown.at[i].nearest));
    unlink(in.path);
    return buf_str(&b);
}

static enum err more_departments(struct ctx *ctx, void *arg)
{
    (void)arg;
    add_org("人力资源和社会保障局", "人社局", ORG_DEPARTMENT);
    add_org("社会保障局", "", ORG_DEPARTMENT);
    add_org("规划与建设局", "", ORG_DEPARTMENT);
    add_org("税务分局", "", ORG_DEPARTMENT);
    add_org("试验园区招商局", "", ORG_DEPARTMENT);
    (void)ctx;
    return ERR_OK;
}

static void departments_of_a_cell(void)
{
    static const struct {
        const char *cell, *means;
    } cases[] = {
        {"应急管理局 税务分局", "应急管理局 + 税务分局"},
        {"应急管理局和税务分局", "应急管理局 + 税务分局"},
        {"应急管理局及税务分局、人社局", "应急管理局 + 税务分局 + 人社局"},
        {"人力资源和社会保障局", "人社局"},
        {"人力资源和社会保障局和税务分局", "人社局 + 税务分局"},
        {"税务分局与规划与建设局", "税务分局 + 规划与建设局"},
        {"人力资源和社会保障局 与 规划与建设局,应急管理局", "人社局 + 规划与建设局 + 应急管理局"},
        {"牵头：税务分局 配合：人社局、应急管理局", "税务分局 + 人社局 + 应急管理局"},
        {"配合单位:人社局，税务分局；牵头单位:应急管理局", "应急管理局 + 人社局 + 税务分局"},
        {"主办 税务分局 协办 人社局和应急管理局", "税务分局 + 人社局 + 应急管理局"},
        {"由税务分局牵头，人社局、应急管理局配合", "税务分局 + 人社局 + 应急管理局"},
        {"人社局（协办）、税务分局（主办）", "税务分局 + 人社局"},
        {"税务分局（一科、二科）/人社局", "税务分局 + 人社局"},
        {"试验园区税务局", "税务分局"},
        {"试验园区应急管理局", "应急管理局"},
        {"试验园区管委会税务分局", "税务分局"},
        {"招商局", "试验园区招商局"},
        {"税务分局等", "税务分局"},
        {"人社局、税务分局等有关部门", "人社局 + 税务分局"},
        {"市税务局", " (市税务局 -> 税务分局)"},
        {"税务局", " (税务局 -> 税务分局)"},
        {"教育和体育局", " (教育和体育局 -> )"},
        {"路灯所和环卫站", " (路灯所 -> ) (环卫站 -> )"},
        {"税务分局和路灯所", "税务分局 (路灯所 -> )"},
        {"路灯所和税务分局", " (路灯所 -> )"},
        {"配合：税务分局", ""},
    };
    begin();
    IS_INT(core_test_act(&t, more_departments, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (!IS_STR(dispatched(cases[i].cell), str_from(cases[i].means)))
            printf("#   of \"%s\"\n", cases[i].cell);
    end();
}

int main(void)
{
    RUN(departments_of_a_cell);
    RUN(done_signs);
    RUN(proposals);
    RUN(due_in_words);
    RUN(date_for_words);
    RUN(raised_days);
    RUN(a_list_comes_in);
    RUN(corrections_are_remembered);
    RUN(changes_and_refusals);
    RUN(changes_by_the_ordinary_acts);
    RUN(answers_with_a_due_day);
    RUN(open_ones_are_not_late_at_once);
    RUN(accepted_with_a_department);
    RUN(a_long_list_as_csv);
    RUN(rows_that_are_none);
    RUN(our_own_export_comes_back);
    RUN(the_register_comes_in);
    RUN(weekly_list);
    RUN(only_staff);
    RUN(real_files);
    return tap_end();
}
