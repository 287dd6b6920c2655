#include "app/sample_navigation.h"

#include "app/sample_patent.h"
#include "core/person.h"
#include "domain/matter/matter.h"
#include "domain/matter/matter_find.h"
#include "domain/navigation/navigation.h"
#include "domain/navigation/navigation_find.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_table.h"
#include "domain/patent/patent_view.h"

enum {
    FIGURES_MAX = 12,
    PAIRS_MAX = 12,
    OFFICE = 1 /* 经济发展局 */,
    SCIENCE = 5 /* 科技创新局 */
};

int64_t sample_navigation_at(int64_t now_us, size_t day)
{
    static const int64_t ago[SAMPLE_NAVIGATION_DAYS] = {45, 43, 24, 2};
    return now_us - ago[day] * DAY_US;
}

/* Acting --------------------------------------------------------------------------------------- */

static enum err become(struct sample_navigation *nav, struct person_id person, struct ctx *out)
{
    *out = *nav->ctx;
    out->error = (struct error){0};
    return person_actor(out, person, &out->actor);
}

static struct str number(struct sample_navigation *nav, int64_t n)
{
    return str_print(nav->ctx->arena, "%lld", (long long)n);
}

static enum err act_as(struct sample_navigation *nav, struct person_id person,
                       const struct module *module, const char *name, const struct form_pair *pairs,
                       size_t n, struct act_result *out)
{
    struct ctx as;
    struct act_result unused = {0};
    enum err e = become(nav, person, &as);
    return e ? e
             : sample_act(nav->app_db, &as, nav->ctx, module, name, pairs, n, out ? out : &unused);
}

/* Of the project, by the coordinator: with its id. */
static enum err act(struct sample_navigation *nav, const char *name, const struct form_pair *pairs,
                    size_t n, struct act_result *out)
{
    struct form_pair with[PAIRS_MAX] = {{STR("id"), number(nav, nav->project)}};
    for (size_t i = 0; i < n && i + 1 < PAIRS_MAX; i++)
        with[i + 1] = pairs[i];
    return act_as(nav, nav->people->coordinators.at[0], &navigation_module, name, with, n + 1, out);
}

static enum err look(struct sample_navigation *nav, struct navigation_view *out)
{
    struct ctx as;
    enum err e = become(nav, nav->people->coordinators.at[0], &as);
    return e ? e : navigation_find_one(&as, (struct navigation_id){nav->project}, out);
}

static enum err pass(struct sample_navigation *nav)
{
    struct navigation_view v;
    enum err e = look(nav, &v);
    struct form_pair version = {STR("version"), number(nav, e ? 0 : v.row.version)};
    return e ? e : act(nav, "navigation.pass", &version, 1, NULL);
}

/* The first day -------------------------------------------------------------------------------- */

static enum err find_collection(struct sample_navigation *nav)
{
    patent_set_rows rows = {0};
    struct ctx as;
    enum err e = become(nav, nav->people->coordinators.at[0], &as);
    if (!e)
        e = patent_sets(&as, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        if (str_starts(rows.at[i].name, STR("储能电池")))
            nav->collection = rows.at[i].id.n;
    return e;
}

static enum err plan(struct sample_navigation *nav)
{
    struct arena *a = nav->ctx->arena;
    int32_t today = ctx_today(nav->ctx);
    struct act_result made = {0};
    const struct form_pair pairs[] = {
        {STR("title"), STR("储能电池产业导航（示例）")},
        {STR("part"), STR("industry")},
        {STR("need"), STR("经济发展局要用：储能电池往哪个方向招引，本地企业站在什么位置，"
                          "先补哪一环。")},
        {STR("scope"), STR("储能电池的材料、电芯、模组和管理；国内外公开的专利；近十二年。")},
        {STR("starts"), day_text(a, today)},
        {STR("ends"), day_text(a, nav->today + 60)},
        {STR("lead"), STR("唐小满")}};
    enum err e = act_as(nav, nav->people->coordinators.at[0], &navigation_module, "navigation.plan",
                        pairs, sizeof pairs / sizeof pairs[0], &made);
    nav->project = made.id;
    static const struct form_pair team[][3] = {{{STR("name"), STR("罗惊蛰")},
                                                {STR("task"), STR("user")},
                                                {STR("office"), STR("经济发展局")}},
                                               {{STR("name"), STR("顾南枝")},
                                                {STR("task"), STR("analyst")},
                                                {STR("office"), STR("科技创新局")}}};
    for (size_t i = 0; !e && i < sizeof team / sizeof team[0]; i++)
        e = act(nav, "navigation.member", team[i], 3, NULL);
    return e ? e : pass(nav);
}

static enum err data(struct sample_navigation *nav)
{
    struct navigation_view v;
    struct form_pair set = {STR("collection"), number(nav, nav->collection)};
    enum err e = act(nav, "navigation.source", &set, 1, NULL);
    if (!e)
        e = pass(nav);
    if (!e)
        e = look(nav, &v);
    if (e)
        return e;
    struct form_pair process[] = {
        {STR("source"), number(nav, v.sources.at[0].id.n)},
        {STR("clean"), STR("1")},
        {STR("clean_note"), STR("看过标题里有“膜”的，水处理用的膜标为不属于。")},
        {STR("labels"), STR("没有另外标引，按 IPC 分。")}};
    e = act(nav, "navigation.process", process, 4, NULL);
    return e ? e : pass(nav);
}

static const struct form_pair figures[][5] = {
    {{STR("title"), STR("世界、国内、省和市")},
     {STR("kind"), STR("levels")},
     {STR("levels"), STR("世界：\n中国受理：office:CN\n云岭省（含青澜市）：region:云岭省 OR "
                         "region:青澜市\n青澜市：region:青澜市")}},
    {{STR("title"), STR("历年申请")}, {STR("kind"), STR("trend")}, {STR("family"), STR("1")}},
    {{STR("title"), STR("申请人排名")}, {STR("kind"), STR("applicants")}, {STR("most"), STR("8")}},
    {{STR("title"), STR("申请人集中度")},
     {STR("kind"), STR("concentration")},
     {STR("most"), STR("6")}},
    {{STR("title"), STR("技术和功效")},
     {STR("kind"), STR("effects")},
     {STR("technology"), STR("材料：正极，电解质膜\n模组：模组，电堆\n管理：管理装置")},
     {STR("effect"), STR("寿命：寿命，循环\n安全：安全，热失控\n低温：低温\n成本：成本")}},
    {{STR("title"), STR("法律状态")}, {STR("kind"), STR("legal")}},
};

static enum err analyse(struct sample_navigation *nav)
{
    struct navigation_view v;
    enum err e = look(nav, &v);
    for (size_t i = 0; !e && i < sizeof figures / sizeof figures[0]; i++) {
        struct form_pair pairs[6] = {{STR("source"), number(nav, v.sources.at[0].id.n)}};
        size_t n = 1;
        for (size_t k = 0; k < 5 && figures[i][k].name.len; k++)
            pairs[n++] = figures[i][k];
        e = act(nav, "navigation.figure", pairs, n, NULL);
    }
    return e ? e : pass(nav);
}

static enum err conclude(struct sample_navigation *nav)
{
    static const struct {
        const char *kind, *text;
        size_t figures[2];
    } all[] = {
        {"direction",
         "方向：低温和安全是各家都在做的，管理装置的申请还少，宜作为主攻方向。",
         {4, 1}},
        {"position", "位置：市里的电池企业进了前列，省里的蓝鹊储能是主要对手。", {0, 2}},
        {"path", "路径：先请省内大学和本市企业对接电解质膜，再招引做管理装置的企业。", {2, 3}}};
    struct navigation_view v;
    enum err e = look(nav, &v);
    for (size_t i = 0; !e && i < sizeof all / sizeof all[0]; i++) {
        struct form_pair pairs[4] = {{STR("kind"), str_from(all[i].kind)},
                                     {STR("text"), str_from(all[i].text)}};
        for (size_t k = 0; k < 2; k++)
            pairs[2 + k] = (struct form_pair){STR("figures"),
                                              number(nav, v.figures.at[all[i].figures[k]].id.n)};
        e = act(nav, "navigation.conclude", pairs, 4, NULL);
    }
    return e;
}

/* What the review asked for. */
static enum err revise(struct sample_navigation *nav)
{
    struct navigation_view v;
    enum err e = look(nav, &v);
    if (e)
        return e;
    const struct navigation_conclusion_view *c = &v.conclusions.at[1];
    struct form_pair pairs[] = {
        {STR("conclusion"), number(nav, c->id.n)},
        {STR("kind"), STR("position")},
        {STR("text"), STR("位置：市里的电池企业进了前列，省里的蓝鹊储能是主要对手；海外布局少，多是"
                          "国内申请。")},
        {STR("figures"), number(nav, c->cites.at[0].n)},
        {STR("figures"), number(nav, c->cites.at[1].n)},
        {STR("reason"), STR("评审会：要把海外布局也写进来")}};
    return act(nav, "navigation.conclusion_edit", pairs, 6, NULL);
}

static enum err duties(struct sample_navigation *nav)
{
    static const struct {
        size_t conclusion, office;
        int32_t days;
        const char *title, *text;
    } all[] = {{2, SCIENCE, 25, "组织大学和电池企业对接电解质膜",
                "请望舒大学的课题组和市里的电池企业见一次面，谈定一项合作，写出对接情况。"},
               {0, OFFICE, 65, "走访做电池管理装置的企业",
                "按图表里的申请人名单走访三家做电池管理装置的企业，写出招引建议。"}};
    struct navigation_view v;
    enum err e = look(nav, &v);
    for (size_t i = 0; !e && i < 2; i++) {
        struct act_result made = {0};
        const struct sample_org *office = &nav->people->departments.at[all[i].office];
        struct form_pair pairs[] = {
            {STR("conclusion"), number(nav, v.conclusions.at[all[i].conclusion].id.n)},
            {STR("title"), str_from(all[i].title)},
            {STR("text"), str_from(all[i].text)},
            {STR("lead"), number(nav, office->id.n)},
            {STR("due"), day_text(nav->ctx->arena, ctx_today(nav->ctx) + all[i].days)}};
        e = act(nav, "navigation.duty", pairs, 5, &made);
    }
    if (!e)
        e = look(nav, &v);
    for (size_t i = 0; !e && i < v.duties.n && i < 2; i++)
        nav->duty[i] = v.duties.at[i].matter.n;
    return e ? e : pass(nav);
}

static enum err report(struct sample_navigation *nav)
{
    return act(nav, "navigation.report", NULL, 0, NULL);
}

static enum err begin(struct sample_navigation *nav)
{
    enum err e = sample_patents(nav->app_db, nav->ctx, nav->texts, nav->people, nav->today);
    nav->begun = ctx_today(nav->ctx);
    if (e || (e = find_collection(nav)) || (e = plan(nav)) || (e = data(nav)) ||
        (e = analyse(nav)) || (e = conclude(nav)) || (e = revise(nav)) || (e = duties(nav)) ||
        (e = report(nav)))
        return e;
    return pass(nav);
}

/* The departments ------------------------------------------------------------------------------ */

/* answer and done name the duty's version; an answer promises a day. */
static enum err work(struct sample_navigation *nav, size_t duty, size_t office, const char *name,
                     const char *field, const char *words, int32_t promise)
{
    struct person_id clerk = nav->people->departments.at[office].clerk;
    struct matter_view *m = ARENA_NEW(nav->ctx->arena, struct matter_view);
    struct ctx as;
    enum err e = become(nav, clerk, &as);
    if (!e)
        e = matter_find_one(&as, (struct matter_id){nav->duty[duty]}, m);
    if (e || !m->duties.n)
        return e ? e : ERR_NOT_FOUND;
    struct form_pair pairs[] = {{STR("id"), number(nav, nav->duty[duty])},
                                {STR("duty"), number(nav, m->duties.at[0].id.n)},
                                {str_from(field), str_from(words)},
                                {STR("version"), number(nav, m->duties.at[0].version)},
                                {STR("promise"), day_text(nav->ctx->arena, promise)}};
    size_t n = str_eq(str_from(field), STR("text")) ? 3 : promise == DAY_NONE ? 4 : 5;
    return act_as(nav, clerk, &matter_module, name, pairs, n, NULL);
}

static enum err answer(struct sample_navigation *nav)
{
    enum err e = work(nav, 0, SCIENCE, "duty.answer", "solution",
                      "先请课题组列出可以转让的成果，再开一次对接会。", nav->begun + 22);
    return e ? e
             : work(nav, 1, OFFICE, "duty.answer", "solution", "按名单逐家联系，两周走访一家。",
                    nav->begun + 60);
}

/* The coordinator asks whether it is so, and the matter ends. */
static enum err end(struct sample_navigation *nav, size_t duty)
{
    struct matter_row row;
    struct ctx as;
    enum err e = become(nav, nav->people->coordinators.at[0], &as);
    if (!e)
        e = matter_find_row(&as, (struct matter_id){nav->duty[duty]}, &row);
    if (e)
        return e;
    struct form_pair pairs[] = {{STR("id"), number(nav, nav->duty[duty])},
                                {STR("version"), number(nav, row.version)},
                                {STR("reached"), STR("1")},
                                {STR("solved"), STR("yes")},
                                {STR("note"), STR("电话核实，合作意向书已经收到。")},
                                {STR("close"), STR("1")}};
    return act_as(nav, as.actor.person, &matter_module, "matter.callback", pairs, 6, NULL);
}

static enum err done(struct sample_navigation *nav)
{
    enum err e = work(nav, 0, SCIENCE, "duty.done", "result",
                      "对接会已开，一家企业和课题组签了合作意向。", DAY_NONE);
    if (!e)
        e = end(nav, 0);
    return e ? e
             : work(nav, 1, OFFICE, "duty.progress", "text", "走访了一家，企业愿意来看场地。",
                    DAY_NONE);
}

/* The last day --------------------------------------------------------------------------------- */

/* The collection goes on: newer patents, a later cut-off, one that goes elsewhere. */
static enum err go_on(struct sample_navigation *nav)
{
    struct patent_set_view set;
    struct patent_list list;
    struct ctx as;
    enum err e = become(nav, nav->people->coordinators.at[0], &as);
    if (!e)
        e = patent_set(&as, (struct patent_set_id){nav->collection}, &set);
    if (e)
        return e;
    struct form_pair edit[] = {{STR("set"), number(nav, nav->collection)},
                               {STR("version"), number(nav, set.row.version)},
                               {STR("name"), set.row.name},
                               {STR("query"), set.row.query},
                               {STR("cutoff"), day_text(nav->ctx->arena, ctx_today(nav->ctx))},
                               {STR("note"), set.row.note}};
    e = act_as(nav, as.actor.person, &patent_module, "patent.set_edit", edit, 6, NULL);
    if (!e)
        e = patent_list(&as, STR("液流电池"), nav->collection, 1, 0, &list);
    if (e || !list.n)
        return e;
    struct form_pair mark[] = {{STR("set"), number(nav, nav->collection)},
                               {STR("number"), str_dup(nav->ctx->arena, list.at[0].key)},
                               {STR("inside"), STR("out")},
                               {STR("note"), STR("液流电池另外建专题库")}};
    return act_as(nav, as.actor.person, &patent_module, "patent.mark", mark, 4, NULL);
}

static enum err tell_again(struct sample_navigation *nav)
{
    enum err e = sample_patents_since(nav->app_db, nav->ctx, nav->texts, nav->begun, nav->today);
    if (!e)
        e = go_on(nav);
    return e ? e : report(nav);
}

enum err sample_navigation_day(struct sample_navigation *nav, size_t day)
{
    static enum err (*const days[SAMPLE_NAVIGATION_DAYS])(struct sample_navigation *) = {
        begin, answer, done, tell_again};
    return days[day](nav);
}
