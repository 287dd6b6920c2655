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
#include "navigation_query.h"
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
    in.cutoff = DAY_NONE;
    in.source = look().sources.at[0].id.n;
    IS_INT(act("navigation.figure", &in, NULL), ERR_OK);
    struct navigation_view v = look();
    return v.figures.n ? v.figures.at[v.figures.n - 1].id.n : 0;
}

/* Of its first table. */
static const struct patent_row *row(const struct navigation_figure_view *f, const char *key)
{
    const struct patent_grid *g = f->value.answer.grids.n ? &f->value.answer.grids.at[0] : NULL;
    for (size_t i = 0; g && i < g->rows.n; i++)
        if (str_eq(g->rows.at[i].cells[0].text, str_from(key)))
            return &g->rows.at[i];
    return NULL;
}

static int64_t opens(const struct navigation_view *v, size_t figure, const char *place)
{
    struct ctx ctx = town_ctx(&t, &t.auditor);
    struct navigation_records records;
    enum err e =
        navigation_find_records(&ctx, v, &v->figures.at[figure], str_from(place), &records);
    return e ? -(int64_t)e : records.total;
}

#define BY(what) (NAVIGATION_ANALYSES + (what))

static void figures_are_counted_on_the_frozen_version(void)
{
    struct navigation_figure_in none = {.id = project,
                                        .title = STR("占"),
                                        .source = look().sources.at[0].id.n,
                                        .kind = NAVIGATION_SHARE,
                                        .cutoff = DAY_NONE};
    IS_INT(act("navigation.figure", &none, NULL), ERR_INVALID); /* a share needs a query */
    none.kind = BY(PATENT_EFFECTS);
    IS_INT(act("navigation.figure", &none, NULL), ERR_INVALID); /* a matrix needs its terms */
    none.kind = NAVIGATION_LEVELS;
    IS_INT(act("navigation.figure", &none, NULL), ERR_INVALID); /* and levels their lines */
    none.levels = STR("世界：\n中国 office:CN x");
    IS_INT(act("navigation.figure", &none, NULL), ERR_OK); /* the first colon ends the name */
    struct navigation_figure_one_in gone = {project, look().figures.at[0].id.n, NULL};
    IS_INT(act("navigation.figure_drop", &gone, NULL), ERR_OK);
    add_figure((struct navigation_figure_in){
        .title = STR("隔膜占比"), .kind = NAVIGATION_SHARE, .query = STR("隔膜")});
    add_figure((struct navigation_figure_in){.title = STR("申请人集中度"),
                                             .kind = BY(PATENT_CONCENTRATION)});
    add_figure((struct navigation_figure_in){.title = STR("申请趋势"), .kind = BY(PATENT_TREND)});
    struct navigation_view v = look();
    IS_INT(v.figures.n, 3);
    const struct navigation_computed *share = &v.figures.at[0].value;
    IS_INT(share->top, 3);
    IS_INT(share->whole, 11); /* the version holds it, though it was marked out since */
    const struct navigation_computed *cr4 = &v.figures.at[1].value;
    IS_INT(cr4->top, 4 + 2 + 2 + 1);
    IS_INT(cr4->whole, 11);
    OK(str_has(cr4->words, STR("2231")), "(16 + 4 + 4 + 1 + 1 + 1) / 121 of 10,000, by hand");
    IS_INT(row(&v.figures.at[2], "2011")->cells[1].n, 3);
    IS_INT(row(&v.figures.at[2], "2010")->cells[1].n, 2);
    OK(row(&v.figures.at[2], "2012")->open, "18 months before June 2013 are open");
    OK(str_starts(v.figures.at[2].value.words, STR("2010 年 2 件")), "2011 ends within them");
    OK(str_has(v.figures.at[0].value.words, STR("27.3 %（3/11）")), "the share in words");
    IS_INT(opens(&v, 1, "0.0.1"), 4); /* the first applicant's */
    IS_INT(opens(&v, 0, ""), 3);
    IS_INT(opens(&v, 0, "9.0.1"), -(int64_t)ERR_NOT_FOUND);
    IS_INT(opens(&v, 0, "0.0.0"), -(int64_t)ERR_NOT_FOUND); /* a name opens nothing */
    IS_INT(opens(&v, 0, "x"), -(int64_t)ERR_NOT_FOUND);
}

/* Every cell that counts records opens so many, and every other number those it was made of. */
static void cells_open_what_they_say(const struct navigation_view *v, size_t figure)
{
    const struct patent_analysis *a = &v->figures.at[figure].value.answer;
    for (size_t g = 0; g < a->grids.n; g++)
        for (size_t r = 0; r < a->grids.at[g].rows.n; r++)
            for (size_t c = 0; c < a->grids.at[g].columns.n; c++) {
                const struct patent_cell *cell = &a->grids.at[g].rows.at[r].cells[c];
                char place[80];
                snprintf(place, sizeof place, "%zu.%zu.%zu", g, r, c);
                if (cell->counts) /* by its query, or listed by the analysis */
                    IS_INT(opens(v, figure, place), cell->n);
                else if (cell->behind && cell->kind != PATENT_CELL_NONE) {
                    bool nothing = cell->kind == PATENT_CELL_INT ? cell->n == 0 : cell->x == 0;
                    OK(opens(v, figure, place) >= (nothing ? 0 : 1), place);
                }
            }
}

static struct str as_stored(const struct navigation_computed *value)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct str json = navigation_value_json(&ctx, value, false);
    OK(!str_null(json), "it fits");
    return json;
}

/* Each is kept with its choices, comes back as it was, is the same when it is computed again, and
 * counts what the analysis itself counts of the version. */
static void every_analysis_is_a_figure(void)
{
    for (const struct form_choice *c = patent_what_choices; c->name; c++) {
        struct navigation_figure_in in = {.title = str_from(c->label),
                                          .kind = BY(c->value),
                                          .query = STR("锂电池"),
                                          .level = PATENT_BY_MAIN_GROUP,
                                          .technology = STR("正极：正极\n隔膜：隔膜"),
                                          .effect = STR("锂：锂电池\n一：一")};
        int64_t id = add_figure(in);
        struct navigation_view v = look();
        size_t last = v.figures.n - 1;
        const struct navigation_figure_view *f = &v.figures.at[last];
        IS_INT(f->id.n, id);
        IS_INT(f->ask.method, BY(c->value));
        OK(f->value.words.len && f->understood.len && f->value.found.len == 64, c->name);
        OK(f->value.answer.grids.n + f->value.answer.figures.n + f->value.answer.says.n > 0,
           c->name); /* a sentence at least: of ten patents not all can be computed */
        struct ctx ctx = town_ctx(&t, &t.coordinator);
        struct patent_analysis direct;
        struct patent_analysis_in ask = navigation_question(&f->ask, c->value, f->ask.query);
        ask.set = set;
        ask.version = v.sources.at[0].seq;
        IS_INT(patent_analysis(&ctx, &ask, &direct), ERR_OK);
        IS_INT(f->value.records, direct.records);
        IS_STR(f->value.found, direct.hash);
        IS_INT(f->value.answer.grids.n, direct.grids.n);
        struct str once = as_stored(&f->value);
        struct navigation_figure_one_in again = {project, id, NULL};
        IS_INT(act("navigation.figure_again", &again, NULL), ERR_OK);
        struct navigation_view after = look();
        IS_STR(as_stored(&after.figures.at[last].value), once);
        if (c->value != PATENT_EFFECTS) /* that counts families */
            cells_open_what_they_say(&v, last);
        again.found = NULL;
        IS_INT(act("navigation.figure_drop", &again, NULL), ERR_OK);
    }
}

/* One company's newest record is of 2012, so that by itself only 2009 would be complete. */
static void growth_ends_where_that_beside_it_ends(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct patent_analysis a;
    struct patent_analysis_in in = {
        .what = PATENT_GROWTH, .query = STR("an_exact:甲公司"), .cutoff = DAY_NONE};
    IS_INT(patent_analysis(&ctx, &in, &a), ERR_OK);
    OK(!patent_figure(&a, "cagr"), "no complete years by itself");
    in.newest = day_from_date((struct date){2014, 1, 1});
    IS_INT(patent_analysis(&ctx, &in, &a), ERR_OK);
    const struct patent_figure *cagr = patent_figure(&a, "cagr");
    OK(cagr && cagr->value.kind == PATENT_CELL_PERCENT && cagr->value.x == 0, "2010 to 2011");
}

static void levels_stand_beside_each_other(void)
{
    int64_t id = add_figure((struct navigation_figure_in){
        .title = STR("各级"),
        .kind = NAVIGATION_LEVELS,
        .levels = STR("世界：\n正极的: 正极\n甲公司的：an_exact:甲公司")});
    struct navigation_view v = look();
    size_t last = v.figures.n - 1;
    const struct patent_grid *g = &v.figures.at[last].value.answer.grids.at[0];
    IS_INT(g->rows.n, 3);
    IS_INT(g->rows.at[0].cells[1].n, 11);
    IS_INT(g->rows.at[1].cells[1].n, 7);
    IS_INT(g->rows.at[2].cells[1].n, 4);
    OK(g->rows.at[2].cells[3].x > 0.571 && g->rows.at[2].cells[3].x < 0.572, "4 of 7");
    OK(g->rows.at[0].cells[3].kind == PATENT_CELL_NONE, "nothing above the first");
    IS_INT(g->rows.at[1].cells[5].n, 4); /* applicants: 甲 丙 丁 戊 */
    IS_INT(opens(&v, last, "0.1.2"), 7); /* a share: its numerator */
    IS_INT(opens(&v, last, "0.2.6"), 4); /* CR4: those of the four */
    cells_open_what_they_say(&v, last);
    struct navigation_figure_one_in gone = {project, id, NULL};
    IS_INT(act("navigation.figure_drop", &gone, NULL), ERR_OK);
}

/* A figure that was stored before there were analyses: it is read as it was, its rows open their
 * records, and computed again it is the analysis that counts the same. */
static void old_figures_are_read(void)
{
    struct navigation_view v = look();
    struct sql_navigation_figure_put_in in = {
        .park = t.park,
        .navigation = {project},
        .id = {77},
        .place = 4,
        .title = STR("旧的排名"),
        .source = v.sources.at[0].id,
        .kind = NAVIGATION_RANK,
        .property = PATENT_BY_APPLICANT,
        .query = STR(""),
        .understood = STR("*"),
        .hash = v.sources.at[0].hash,
        .cutoff = v.sources.at[0].cutoff,
        .top = 4,
        .whole = 11,
        .value = STR("{\"top\":4,\"whole\":11,\"records\":11,\"all\":6,\"hhi\":0,\"lead\":"
                     "\"甲公司\",\"newest\":null,\"rows\":[{\"key\":\"甲公司\",\"n\":4},"
                     "{\"key\":\"乙大学\",\"n\":2},{\"key\":\"-\",\"n\":0}]}"),
        .asked = STR(""),
        .made_at = t.now,
        .maker_name = STR("王一")};
    IS_INT(sql_navigation_figure_put(t.db, &in, NULL), ERR_OK);
    v = look();
    size_t last = v.figures.n - 1;
    OK(str_starts(v.figures.at[last].value.words, STR("第一位是 甲公司，占 36.4 %（4/11）")),
       "its words");
    IS_INT(v.figures.at[last].ask.method, BY(PATENT_APPLICANTS));
    IS_INT(row(&v.figures.at[last], "乙大学")->cells[1].n, 2);
    IS_INT(opens(&v, last, "0.0.1"), 4);
    IS_INT(v.figures.at[last].value.answer.grids.at[0].left_out, 3);
    struct navigation_figure_one_in again = {project, v.figures.at[last].id.n, NULL};
    IS_INT(act("navigation.figure_again", &again, NULL), ERR_OK);
    v = look();
    OK(str_starts(v.figures.at[last].value.words, STR("第一位是 甲公司，占 36.4 %（4/11）")),
       "the analysis says the same");
    IS_INT(row(&v.figures.at[last], "乙大学")->cells[1].n, 2);
    IS_INT(v.figures.at[last].kind, NAVIGATION_ANALYSIS);
    again.found = NULL;
    IS_INT(act("navigation.figure_drop", &again, NULL), ERR_OK);
    IS_INT(pass(), ERR_OK);
}

static int64_t conclusion, duty;

/* What stood before, who changed it, when and why; and so of one that was taken away. */
static void it_keeps_what_it_was(const int64_t ids[2])
{
    struct navigation_conclusion_edit_in edit = {.id = project,
                                                 .conclusion = conclusion,
                                                 .kind = NAVIGATION_ADVICE,
                                                 .text = STR("招引隔膜企业"),
                                                 .figures = {ids, 2},
                                                 .reason = STR("写清楚依据")};
    IS_INT(act("navigation.conclusion_edit", &edit, NULL), ERR_OK);
    edit.text = STR("招引隔膜企业，先谈两家");
    edit.reason = STR("评审会的意见");
    IS_INT(act("navigation.conclusion_edit", &edit, NULL), ERR_OK);
    edit.text = STR("招引隔膜企业");
    IS_INT(act("navigation.conclusion_edit", &edit, NULL), ERR_OK);
    struct navigation_view v = look();
    const struct navigation_conclusion_view *c = &v.conclusions.at[0];
    IS_INT(c->was.n, 3);
    IS_STR(c->was.at[0].reason, STR("写清楚依据"));
    IS_STR(c->was.at[2].text, STR("招引隔膜企业，先谈两家"));
    IS_STR(c->was.at[1].reason, STR("评审会的意见"));
    OK(str_has(c->was.at[1].figures, STR("图 1 隔膜占比、图 2")), "what it cited");
    OK(c->was.at[1].ended_at >= c->was.at[1].made_at && c->was.at[1].ender_name.len, "who, when");
    struct navigation_conclude_in other = {project, NAVIGATION_RISK, STR("多余的"), {ids, 1}};
    IS_INT(act("navigation.conclude", &other, NULL), ERR_OK);
    struct navigation_conclusion_drop_in drop = {project, look().conclusions.at[1].id.n,
                                                 STR("与第一条重复")};
    IS_INT(act("navigation.conclusion_drop", &drop, NULL), ERR_OK);
    v = look();
    IS_INT(v.conclusions.n, 1);
    IS_INT(v.dropped.n, 1);
    IS_STR(v.dropped.at[0].text, STR("多余的"));
    IS_STR(v.dropped.at[0].reason, STR("与第一条重复"));
}

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
    it_keeps_what_it_was(ids);
    v = look();
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
    struct navigation_conclusion_drop_in drop = {project, conclusion, STR("不要了")};
    IS_INT(act("navigation.conclusion_drop", &drop, NULL), ERR_CONFLICT); /* it has duties */
    v = look();
    IS_INT(v.conclusions.n, 1);
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
    OK(says(&r.doc, "CN102345690A") && says(&r.doc, "CN102345673A"), "record by record");
    OK(says(&r.doc, "+图 1") && says(&r.doc, "-图 1"), "and the figures that they moved");
    OK(says(&r.doc, "第 2 期") || str_has(r.doc.range, STR("第 2 期")), "the second");
}

/* What the last report kept from before there were analyses: the share still is one, and is
 * compared; what else it was once the figure was computed again is not known. */
static void only_what_was_counted_alike_is_compared(void)
{
    struct navigation_view v = look();
    struct act_result out = {0};
    struct navigation_report_in in = {project, false, NULL};
    const struct navigation_figure_view *share = &v.figures.at[0], *other = &v.figures.at[1];
    IS_INT(share->kind, NAVIGATION_SHARE);
    IS_INT(other->kind, NAVIGATION_ANALYSIS);
    IS_INT(sql_navigation_state_figure_gone(
               t.db, &(struct sql_navigation_state_figure_gone_in){t.park, {project}}, NULL),
           ERR_OK);
    struct sql_navigation_state_figure_add_in row = {
        t.park, {project}, share->id, 0, 7, 77, STR("{\"top\":7,\"whole\":77,\"rows\":[]}")};
    IS_INT(sql_navigation_state_figure_add(t.db, &row, NULL), ERR_OK);
    row.figure = other->id;
    row.bit = 1;
    row.top = 8;
    row.whole = 88;
    row.value = STR("{\"top\":8,\"whole\":88,\"rows\":[{\"key\":\"2011\",\"n\":8}]}");
    IS_INT(sql_navigation_state_figure_add(t.db, &row, NULL), ERR_OK);
    IS_INT(act("navigation.report", &in, &out), ERR_OK);
    struct navigation_report_view r = report_of(out.id);
    OK(says(&r.doc, "7/77"), "the share of then beside that of now");
    OK(!says(&r.doc, "8/88"), "nothing is said to be what it was not");
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
    RUN(every_analysis_is_a_figure);
    RUN(growth_ends_where_that_beside_it_ends);
    RUN(levels_stand_beside_each_other);
    RUN(old_figures_are_read);
    RUN(a_conclusion_cites_and_becomes_a_duty);
    RUN(a_firm_sees_its_matter_alone);
    RUN(the_report_tells_readers);
    RUN(the_next_report_says_what_changed_and_why);
    RUN(only_what_was_counted_alike_is_compared);
    RUN(the_job_reports_a_month_once);
    RUN(it_closes_and_reopens_with_a_reason);
    town_counters_hold(&t);
    town_close(&t);
    return tap_end();
}
