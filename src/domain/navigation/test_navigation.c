/* A navigation project from its start to its close, on made-up patents: gates, figures, a duty that
 * a department works, and reports that measure it and say what changed. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "core/notify.h"
#include "domain/matter/test_matter.h"
#include "domain/navigation/navigation_act.h"
#include "domain/navigation/navigation_report.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_set_form.h"
#include "navigation_schema.h"
#include "patent_schema.h"

static struct town t;
static int64_t set, project;

static enum err run(const struct module *module, const struct person *who, const char *name,
                    const void *in, struct act_result *out)
{
    for (size_t i = 0; i < module->act_n; i++)
        if (str_eq(str_from(module->acts[i].name), str_from(name)))
            return town_run(&t, who, &module->acts[i], in, out);
    return ERR_NOT_FOUND;
}

static enum err patent(const char *name, const void *in, struct act_result *out)
{
    return run(&patent_module, &t.coordinator, name, in, out);
}

static enum err act(const char *name, const void *in, struct act_result *out)
{
    return run(&navigation_module, &t.coordinator, name, in, out);
}

static struct navigation_view look(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct navigation_view v = {0};
    IS_INT(navigation_find_one(&ctx, (struct navigation_id){project}, &v), ERR_OK);
    return v;
}

static enum err pass(void)
{
    struct navigation_view v = look();
    struct navigation_pass_in in = {project, v.row.version};
    return act("navigation.pass", &in, NULL);
}

static bool lacks(enum navigation_missing what)
{
    struct navigation_view v = look();
    for (size_t i = 0; i < v.lacks.n; i++)
        if (v.lacks.at[i].what == what)
            return true;
    return false;
}

/* Patents ---------------------------------------------------------------------------------------
 */

#define HEAD                                                                                                                           \
    "公开(公告)号,申请号,申请日,公开(公告)日,标题,摘要,[标]当前申请(专利权)人,IPC分类号,法律状态/" \
    "事件\n"

static void import(const char *name, const char *rows)
{
    struct app_db app_db = {.db = t.db};
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct str path = str_print(&t.arena, "/tmp/navigation-test-%d-%s", (int)getpid(), name);
    struct str text = str_print(&t.arena, "%s%s", HEAD, rows);
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf json;
    static int64_t act_id = 900000;
    buf_init(&json, &t.arena, 1 << 20);
    ctx.act_id = act_id++;
    t.now += MINUTE_US;
    ctx.now_us = t.now;
    IS_INT(fs_write(&t.arena, path, text, 0600), ERR_OK);
    IS_INT(patent_import_run(&app_db, &ctx, &in, &json), ERR_OK);
    unlink(str_c(&t.arena, path));
}

/* Ten of batteries by three applicants in three years, two of motors. */
static void ten_patents(void)
{
    import("a.csv", "CN102345670A,,2010-01-05,2011-02-08,锂电池一,正极,甲公司,H01M10/05,授权\n"
                    "CN102345671A,,2010-02-05,2011-03-08,锂电池二,正极,甲公司,H01M10/05,授权\n"
                    "CN102345672A,,2011-01-05,2012-02-08,锂电池三,正极,甲公司,H01M4/36,授权\n"
                    "CN102345673A,,2011-02-05,2012-03-08,锂电池四,隔膜,甲公司,H01M4/36,授权\n"
                    "CN102345674A,,2011-03-05,2012-04-08,锂电池五,隔膜,乙大学,H01M4/36,授权\n"
                    "CN102345675A,,2012-01-05,2013-02-08,锂电池六,隔膜,乙大学,H01M4/36,授权\n"
                    "CN102345676A,,2012-02-05,2013-03-08,锂电池七,正极,丙公司,H01M4/36,授权\n"
                    "CN102345677A,,2012-03-05,2013-04-08,锂电池八,正极,丙公司,H01M10/05,授权\n"
                    "CN102345678A,,2012-04-05,2013-05-08,锂电池九,正极,丁公司,H01M10/05,授权\n"
                    "CN102345679A,,2012-05-05,2013-06-08,锂电池十,正极,戊公司,H01M10/05,授权\n"
                    "CN102345680A,,2012-05-06,2013-06-09,电机一,转子,己公司,H02K1/00,授权\n"
                    "CN102345681A,,2012-05-07,2013-06-10,电机二,转子,己公司,H02K1/00,授权\n");
    struct act_result out = {0};
    struct patent_set_in in = {
        .name = STR("电池"), .query = STR("锂电池"), .note = STR(""), .cutoff = DAY_NONE};
    IS_INT(patent("patent.set_add", &in, &out), ERR_OK);
    set = out.id;
}

static enum err mark(const char *number, bool in)
{
    struct patent_mark_in one = {set, str_from(number), in ? PATENT_MARK_IN : PATENT_MARK_OUT,
                                 STR("")};
    return patent("patent.mark", &one, NULL);
}

static enum err freeze(void)
{
    struct patent_set_one_in one = {set, NULL};
    return patent("patent.freeze", &one, NULL);
}

static enum err cut(const char *day)
{
    struct patent_set_edit_in in = {
        .set = set, .version = 1, .name = STR("电池"), .query = STR("锂电池"), .note = STR("")};
    OK(day_parse(str_from(day), &in.cutoff), day);
    return patent("patent.set_edit", &in, NULL);
}

/* Steps ------------------------------------------------------------------------------------------
 */

static void a_project_begins(void)
{
    struct act_result out = {0};
    struct navigation_plan_in in = {.title = STR("锂电池产业"),
                                    .part = NAVIGATION_FIRM,
                                    .need = STR(""),
                                    .scope = STR("锂电池"),
                                    .starts = DAY_NONE,
                                    .ends = DAY_NONE};
    IS_INT(run(&navigation_module, &t.clerk, "navigation.plan", &in, NULL), ERR_DENIED);
    IS_INT(run(&navigation_module, &t.land_desk, "navigation.plan", &in, NULL), ERR_DENIED);
    IS_INT(run(&navigation_module, &t.leader, "navigation.plan", &in, NULL), ERR_DENIED);
    IS_INT(act("navigation.plan", &in, &out), ERR_OK);
    project = out.id;
    IS_STR(out.number, STR("2026-0001"));
    IS_INT(pass(), ERR_CONFLICT);
    OK(lacks(NAVIGATION_NO_NEED) && lacks(NAVIGATION_NO_LEAD) && lacks(NAVIGATION_NO_DAYS),
       "the page says what");
    struct navigation_edit_in edit = {.id = project,
                                      .version = 1,
                                      .title = in.title,
                                      .part = NAVIGATION_FIRM,
                                      .need = STR("招引谁"),
                                      .scope = in.scope,
                                      .starts = town_today(&t),
                                      .ends = town_today(&t) - 1,
                                      .rhythm = NAVIGATION_MONTHLY};
    IS_INT(act("navigation.edit", &edit, NULL), ERR_INVALID);
    edit.ends = town_today(&t) + 90;
    IS_INT(act("navigation.edit", &edit, NULL), ERR_OK);
    IS_INT(act("navigation.edit", &edit, NULL), ERR_CONFLICT); /* a stale version */
    struct navigation_member_in member = {project, STR("王一"), STR(""), NAVIGATION_LEAD};
    IS_INT(act("navigation.member", &member, NULL), ERR_OK);
    IS_INT(pass(), ERR_OK);
    IS_INT(act("navigation.member", &member, NULL), ERR_CONFLICT); /* its step is over */
}

static void data_has_a_cutoff_and_a_hash(void)
{
    struct navigation_source_in in = {project, set, 0};
    IS_INT(act("navigation.source", &in, NULL), ERR_INVALID); /* nothing is frozen */
    IS_INT(freeze(), ERR_OK);
    IS_INT(act("navigation.source", &in, NULL), ERR_OK);
    OK(lacks(NAVIGATION_NO_CUTOFF), "no cut-off, no gate");
    IS_INT(pass(), ERR_CONFLICT);
    IS_INT(cut("2013-12-31"), ERR_OK);
    /* The same patents: whether a new version is kept is the collection's business; force one. */
    IS_INT(mark("CN102345681A", true), ERR_OK);
    IS_INT(freeze(), ERR_OK);
    IS_INT(act("navigation.source", &in, NULL), ERR_OK);
    struct navigation_view v = look();
    IS_INT(v.sources.n, 1); /* in its place */
    IS_INT(v.sources.at[0].seq, 2);
    IS_INT(v.sources.at[0].n, 11);
    IS_INT(v.sources.at[0].hash.len, 64);
    IS_INT(pass(), ERR_OK);
}

static void recall_and_precision_are_recorded(void)
{
    struct navigation_process_in in = {project, look().sources.at[0].id.n, true,
                                       STR("看过全部 12 件"), STR("没有标引")};
    IS_INT(act("navigation.process", &in, NULL), ERR_INVALID);
    OK(lacks(NAVIGATION_NO_MEASURE), "not measured");
    IS_INT(mark("CN102345670A", true), ERR_OK);
    IS_INT(mark("CN102345671A", true), ERR_OK);
    IS_INT(mark("CN102345679A", false), ERR_OK);
    struct patent_measure_in measure = {set, STR(""), NULL};
    IS_INT(patent("patent.measure", &measure, NULL), ERR_OK);
    IS_INT(act("navigation.process", &in, NULL), ERR_OK);
    struct navigation_view v = look();
    IS_INT(v.sources.at[0].measures.n, 1);
    const struct navigation_measure_view *m = &v.sources.at[0].measures.at[0];
    IS_INT(m->found, 10);
    IS_INT(m->right, 2);
    IS_INT(m->judged, 3);
    IS_INT(m->recalled, 2);
    IS_INT(m->wanted, 3); /* the motor, too, was marked in, and the query does not find it */
    IS_INT(pass(), ERR_OK);
}

static int64_t add_figure(struct navigation_figure_in in)
{
    in.id = project;
    in.source = look().sources.at[0].id.n;
    IS_INT(act("navigation.figure", &in, NULL), ERR_OK);
    struct navigation_view v = look();
    return v.figures.n ? v.figures.at[v.figures.n - 1].id.n : 0;
}

static const struct navigation_row *row(const struct navigation_figure_view *f, const char *key)
{
    for (size_t i = 0; i < f->value.rows.n; i++)
        if (str_eq(f->value.rows.at[i].key, str_from(key)))
            return &f->value.rows.at[i];
    return NULL;
}

static void figures_are_counted_on_the_frozen_version(void)
{
    struct navigation_figure_in none = {.id = project,
                                        .title = STR("占"),
                                        .source = look().sources.at[0].id.n,
                                        .kind = NAVIGATION_SHARE};
    IS_INT(act("navigation.figure", &none, NULL), ERR_INVALID); /* a share needs a query */
    none.kind = NAVIGATION_RANK;
    IS_INT(act("navigation.figure", &none, NULL), ERR_INVALID); /* a rank needs a property */
    add_figure((struct navigation_figure_in){
        .title = STR("隔膜占比"), .kind = NAVIGATION_SHARE, .query = STR("隔膜")});
    add_figure((struct navigation_figure_in){.title = STR("申请人集中度"),
                                             .kind = NAVIGATION_CONCENTRATION,
                                             .property = PATENT_BY_APPLICANT});
    add_figure((struct navigation_figure_in){.title = STR("申请趋势"), .kind = NAVIGATION_TREND});
    struct navigation_view v = look();
    IS_INT(v.figures.n, 3);
    const struct navigation_computed *share = &v.figures.at[0].value;
    IS_INT(share->top, 3);
    IS_INT(share->whole, 11); /* the version holds it, though it was marked out since */
    const struct navigation_computed *cr4 = &v.figures.at[1].value;
    IS_INT(cr4->top, 4 + 2 + 2 + 1);
    IS_INT(cr4->whole, 11);
    IS_INT(cr4->hhi, 2231); /* (16 + 4 + 4 + 1 + 1 + 1) / 121 of 10,000, by hand */
    IS_INT(row(&v.figures.at[2], "2011")->n, 3);
    IS_INT(row(&v.figures.at[2], "2010")->n, 2);
    OK(row(&v.figures.at[2], "2012")->open, "18 months before June 2013 are open");
    IS_STR(v.figures.at[2].value.lead, STR("2010")); /* 2011 ends within them */
    OK(str_has(v.figures.at[0].words, STR("27.3 %（3/11）")), "the share in words");
    struct ctx ctx = town_ctx(&t, &t.auditor);
    struct navigation_records records;
    IS_INT(navigation_find_records(&ctx, &v, &v.figures.at[1], STR("甲公司"), &records), ERR_OK);
    IS_INT(records.total, 4);
    IS_INT(navigation_find_records(&ctx, &v, &v.figures.at[0], STR(""), &records), ERR_OK);
    IS_INT(records.total, 3);
    IS_INT(pass(), ERR_OK);
}

static int64_t conclusion, duty;

static void a_conclusion_cites_and_becomes_a_duty(void)
{
    struct navigation_view v = look();
    int64_t ids[] = {v.figures.at[0].id.n, v.figures.at[1].id.n};
    struct navigation_conclude_in in = {project, NAVIGATION_ADVICE, STR("招引隔膜企业"), {ids, 0}};
    IS_INT(act("navigation.conclude", &in, NULL), ERR_INVALID); /* it cites nothing */
    in.figures.n = 2;
    IS_INT(act("navigation.conclude", &in, NULL), ERR_OK);
    v = look();
    conclusion = v.conclusions.at[0].id.n;
    IS_INT(v.conclusions.at[0].cites.n, 2);
    struct navigation_duty_in task = {.id = project,
                                      .conclusion = conclusion,
                                      .title = STR("走访隔膜企业"),
                                      .text = STR("月底前走访三家"),
                                      .lead = t.land.id.n,
                                      .due = town_today(&t) - 1};
    IS_INT(act("navigation.duty", &task, NULL), ERR_INVALID); /* a day that is over */
    task.due = town_today(&t) + 10;
    IS_INT(run(&navigation_module, &t.land_desk, "navigation.duty", &task, NULL), ERR_DENIED);
    IS_INT(act("navigation.duty", &task, NULL), ERR_OK);
    task.title = STR("帮青禾电子对接");
    task.firm = t.firm.id.n;
    IS_INT(act("navigation.duty", &task, NULL), ERR_OK);
    v = look();
    IS_INT(v.duties.n, 2);
    duty = v.duties.at[0].matter.n;
    IS_INT(v.outcomes[NAVIGATION_DUTY_RUNNING], 2);
    struct matter_view m = town_view(&t, &t.land_desk, duty);
    IS_INT(m.row.state, MATTER_WORKING);
    IS_INT(m.row.lead.n, t.land.id.n);
    bool told = false;
    for (size_t i = 0; i < m.story.n; i++)
        told = told || (str_has(m.story.at[i].text, STR("招引隔膜企业")) &&
                        str_has(m.story.at[i].text, STR("（3/11）")) &&
                        str_has(m.story.at[i].text, v.sources.at[0].hash));
    OK(told, "the conclusion came with its figure, denominator and hash");
}

/* The firm sees its own matter, and no word of the project. */
static void a_firm_sees_its_matter_alone(void)
{
    struct matter_view none, m = town_view(&t, &t.clerk, look().duties.at[1].matter.n);
    IS_INT(town_look(&t, &t.clerk, duty, &none), ERR_NOT_FOUND);
    OK(!str_has(m.body, STR("2026-0001")) && !str_has(m.body, STR("导航")), "the text");
    for (size_t i = 0; i < m.story.n; i++)
        OK(!str_has(m.story.at[i].text, STR("招引")) && !str_has(m.story.at[i].text, STR("导航")),
           "no conclusion, and no project");
    IS_INT(m.origins.n, 0);
    IS_INT(town_view(&t, &t.coordinator, duty).origins.n, 1);
}

static int64_t notices(const struct person *who)
{
    struct ctx ctx = town_ctx(&t, who);
    struct notice *list;
    size_t n;
    int64_t found = 0;
    IS_INT(notice_list(&ctx, false, (struct notice_id){INT64_MAX}, 100, &list, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found += str_starts(list[i].title, STR("专利导航报告"));
    return found;
}

static struct navigation_report_view report_of(int64_t id)
{
    struct ctx ctx = town_ctx(&t, &t.leader);
    struct navigation_report_view r = {0};
    IS_INT(navigation_report_find(&ctx, (struct navigation_report_id){id}, &r), ERR_OK);
    return r;
}

static bool says(const struct navigation_doc *doc, const char *words)
{
    for (size_t i = 0; i < doc->sections.n; i++) {
        const struct navigation_section *s = &doc->sections.at[i];
        if (str_has(s->note, str_from(words)))
            return true;
        for (size_t k = 0; k < s->texts.n; k++)
            if (str_has(s->texts.at[k], str_from(words)))
                return true;
        for (size_t k = 0; k < s->lines.n; k++)
            for (size_t c = 0; c < s->lines.at[k].cells.n; c++)
                if (str_has(s->lines.at[k].cells.at[c].text, str_from(words)))
                    return true;
    }
    return false;
}

static void the_report_tells_readers(void)
{
    struct act_result out = {0};
    struct navigation_report_in in = {project, false, NULL};
    IS_INT(act("navigation.report", &in, NULL), ERR_CONFLICT); /* too early */
    IS_INT(pass(), ERR_OK);
    OK(lacks(NAVIGATION_NO_REPORT), "no report yet");
    IS_INT(act("navigation.report", &in, &out), ERR_OK);
    IS_INT(notices(&t.leader), 1);
    IS_INT(notices(&t.land_desk), 1); /* it has a duty */
    IS_INT(notices(&t.water_desk), 0);
    IS_INT(notices(&t.clerk), 0); /* firms are told nothing */
    struct navigation_report_view r = report_of(out.id);
    OK(says(&r.doc, "结论变成任务 2 件：办结 0 件"), "duties are measured");
    OK(says(&r.doc, "是第一次出报告，没有上期可比"), "nothing to compare with");
    OK(says(&r.doc, "66.7 %（2/3）"), "recall and precision");
    struct ctx ctx = town_ctx(&t, &t.leader);
    struct str bytes;
    IS_INT(navigation_docx(&ctx, &r.doc, &bytes), ERR_OK);
    OK(bytes.len > 1000 && str_starts(bytes, STR("PK")), "a docx");
    IS_INT(pass(), ERR_OK);
}

static void finish(int64_t matter)
{
    struct matter_view m = town_view(&t, &t.land_desk, matter);
    struct duty_answer_in answer = {matter, m.duties.at[0].id.n, m.duties.at[0].version,
                                    STR("逐家走访"), town_today(&t) + 2};
    IS_INT(town_act(&t, &t.land_desk, "duty.answer", &answer, NULL), ERR_OK);
    m = town_view(&t, &t.land_desk, matter);
    struct duty_done_in done = {matter, m.duties.at[0].id.n, m.duties.at[0].version,
                                STR("走访三家")};
    IS_INT(town_act(&t, &t.land_desk, "duty.done", &done, NULL), ERR_OK);
}

/* New records, one marked out, one done in time, one late: the next report says all of it. */
static void the_next_report_says_what_changed_and_why(void)
{
    struct act_result out = {0};
    finish(duty);
    t.now += 20 * DAY_US;
    finish(look().duties.at[1].matter.n);
    struct navigation_view v = look();
    IS_INT(v.outcomes[NAVIGATION_DUTY_IN_TIME], 1);
    IS_INT(v.outcomes[NAVIGATION_DUTY_LATE], 1);
    import("b.csv", "CN102345690A,,2012-06-05,2013-07-08,锂电池十一,隔膜,甲公司,H01M10/05,授权\n"
                    "CN102345674A,,2011-03-05,2012-04-08,锂电池五,隔膜,乙大学,H01M4/36,未缴年费\n"
                    "CN102345675A,,2012-01-05,2013-02-08,锂电池六,隔膜,乙大学,H01M10/05,授权\n");
    IS_INT(mark("CN102345673A", false), ERR_OK);
    struct navigation_report_in in = {project, false, NULL};
    IS_INT(act("navigation.report", &in, &out), ERR_OK);
    struct navigation_report_view r = report_of(out.id);
    OK(says(&r.doc, "办结 2 件，其中按期 1 件、逾期 1 件"), "duties");
    OK(says(&r.doc, "按期办结率 50.0 %（1/2）"), "the rate");
    OK(says(&r.doc, "电池上期 10 件，本期 10 件"), "records");
    OK(says(&r.doc, "进出的原因：新入库 +1，人工标记 -1"), "why");
    OK(says(&r.doc, "重新分类 1 件"), "another class");
    OK(says(&r.doc, "法律状态变了 1 件"), "another status");
    OK(says(&r.doc, "3/10"), "the share's records and their whole");
    OK(says(&r.doc, "第 2 期") || str_has(r.doc.range, STR("第 2 期")), "the second");
}

static enum err look_at_due(void *ctx)
{
    void *found;
    return navigation_job_look(ctx, &found);
}

static void the_job_reports_a_month_once(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    void *found = NULL;
    size_t before = look().reports.n;
    t.now += 40 * DAY_US;                    /* another month is over */
    for (int64_t n = 80; n < 480; n += 40) { /* memory that ends in the project: others go on */
        ctx = town_ctx(&t, &t.coordinator);
        ctx.arena->fail_after = n;
        IS_INT(arena_run(ctx.arena, look_at_due, &ctx), ERR_OK);
        IS_INT(ctx.arena->fail_after, 0);
    }
    for (int turn = 0; turn < 2; turn++) {
        ctx = town_ctx(&t, &t.coordinator);
        IS_INT(navigation_job_look(&ctx, &found), ERR_OK);
        IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
        IS_INT(journal_open(&ctx), ERR_OK);
        IS_INT(navigation_job_keep(&ctx, found), ERR_OK);
        IS_INT(journal_close(&ctx), ERR_OK);
        IS_INT(db_commit(t.db), ERR_OK);
    }
    IS_INT(look().reports.n, before + 1);
    OK(look().reports.at[0].period.len > 0, "it names its period");
}

static void it_closes_and_reopens_with_a_reason(void)
{
    OK(lacks(NAVIGATION_NO_EFFECT), "the evaluation is missing");
    struct navigation_effect_in effect = {project, look().row.version, STR("引来一家")};
    IS_INT(act("navigation.effect", &effect, NULL), ERR_OK);
    IS_INT(pass(), ERR_OK);
    struct navigation_view v = look();
    IS_INT(v.row.step, NAVIGATION_CLOSED);
    OK(v.row.closed_at > 0, "closed");
    struct navigation_reopen_in in = {project, v.row.version, NAVIGATION_COLLECT,
                                      STR("数据要换新的一版")};
    IS_INT(act("navigation.reopen", &in, NULL), ERR_OK);
    IS_INT(freeze(), ERR_OK);
    struct navigation_source_in source = {project, set, 0};
    IS_INT(act("navigation.source", &source, NULL), ERR_OK);
    v = look();
    OK(v.figures.at[0].stale && v.row.reopened == 1, "figures of the older version are stale");
    IS_INT(pass(), ERR_OK);
    OK(lacks(NAVIGATION_NO_MEASURE) && lacks(NAVIGATION_NOT_CLEAN), "it is asked for again");
}

int main(void)
{
    struct migration both[32];
    size_t n = 0;
    for (size_t i = 0; i < patent_migration_n; i++)
        both[n++] = patent_migrations[i];
    for (size_t i = 0; i < navigation_migration_n; i++)
        both[n++] = navigation_migrations[i];
    town_open_with(&t, (struct migrations){both, n});
    RUN(ten_patents);
    RUN(a_project_begins);
    RUN(data_has_a_cutoff_and_a_hash);
    RUN(recall_and_precision_are_recorded);
    RUN(figures_are_counted_on_the_frozen_version);
    RUN(a_conclusion_cites_and_becomes_a_duty);
    RUN(a_firm_sees_its_matter_alone);
    RUN(the_report_tells_readers);
    RUN(the_next_report_says_what_changed_and_why);
    RUN(the_job_reports_a_month_once);
    RUN(it_closes_and_reopens_with_a_reason);
    town_counters_hold(&t);
    town_close(&t);
    return tap_end();
}
