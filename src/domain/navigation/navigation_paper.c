/*
 * The words of a report. A conclusion stands with its figures, and each figure with numerator,
 * denominator, unit, query, version, cut-off and hash: nobody can take the sentence and leave the
 * number behind.
 */
#include "base/buf.h"
#include "core/core_module.h"
#include "core/journal.h"
#include "domain/navigation/navigation_report.h"
#include "report/docx.h"

struct writer {
    struct ctx *ctx;
    struct navigation_made *made;
    struct navigation_section *section;
    struct navigation_line *line;
};

static void begin(struct writer *w, const char *title, struct str head, const char *tab)
{
    w->section = VEC_ADD(w->ctx->arena, &w->made->doc.sections);
    *w->section = (struct navigation_section){
        .title = str_from(title), .head = head, .tab = str_from(tab), .note = STR("")};
}

static void text(struct writer *w, struct str s)
{
    *VEC_ADD(w->ctx->arena, &w->section->texts) = s;
}

static void column(struct writer *w, const char *title, int64_t width, bool right)
{
    *VEC_ADD(w->ctx->arena, &w->section->columns) =
        (struct navigation_column){str_from(title), width, right};
}

static void line(struct writer *w)
{
    w->line = VEC_ADD(w->ctx->arena, &w->section->lines);
    *w->line = (struct navigation_line){0};
}

static struct navigation_cell *cell(struct writer *w, struct str s)
{
    struct navigation_cell *c = VEC_ADD(w->ctx->arena, &w->line->cells);
    *c = (struct navigation_cell){s, STR("")};
    return c;
}

static void number(struct writer *w, int64_t n)
{
    cell(w, str_print(w->ctx->arena, "%lld", (long long)n));
}

static struct str say(struct writer *w, const char *format, int64_t n)
{
    struct str before = str_from(format), after = STR("");
    size_t hole = str_find(before, STR("{}"), 0);
    if (hole != SIZE_MAX) {
        after = str_slice(before, hole + 2, before.len);
        before = str_slice(before, 0, hole);
    }
    return str_print(w->ctx->arena, "%.*s%lld%.*s", STR_ARG(before), (long long)n, STR_ARG(after));
}

static struct str day_or(struct writer *w, int32_t day, const char *otherwise)
{
    return day == DAY_NONE ? str_from(otherwise) : day_text(w->ctx->arena, day);
}

static struct str day_at(struct writer *w, int64_t at)
{
    return at ? day_text(w->ctx->arena, day_of_instant(at, w->ctx->offset_min)) : STR("");
}

/* What it is ----------------------------------------------------------------------------------- */

static void about(struct writer *w)
{
    const struct navigation_view *v = &w->made->view;
    struct arena *a = w->ctx->arena;
    struct buf team;
    begin(w, "一、项目概况", STR(""), "概况");
    text(w, str_print(a, "%.*s（%.*s），按 GB/T 39551 专利导航指南的%s组织，%.*s 至 %.*s。",
                      STR_ARG(v->row.title), STR_ARG(v->row.number),
                      navigation_part_word(v->row.part), STR_ARG(day_or(w, v->row.starts, "未定")),
                      STR_ARG(day_or(w, v->row.ends, "未定"))));
    text(w, str_print(a, "需求：%.*s", STR_ARG(v->row.need)));
    text(w, str_print(a, "范围：%.*s", STR_ARG(v->row.scope)));
    buf_init(&team, a, 16384);
    for (size_t i = 0; i < v->members.n; i++)
        buf_print(&team, "%s%.*s（%s）", i ? "、" : "", STR_ARG(v->members.at[i].name),
                  navigation_task_word(v->members.at[i].task));
    text(w, str_print(a, "团队：%.*s。现在在“%s”一步。", STR_ARG(buf_str(&team)),
                      navigation_step_word(v->row.step)));
}

static void sources(struct writer *w)
{
    const struct navigation_view *v = &w->made->view;
    struct arena *a = w->ctx->arena;
    begin(w, "二、数据来源", STR(""), "数据来源");
    column(w, "专题库", 16, false);
    column(w, "版", 5, true);
    column(w, "件数", 8, true);
    column(w, "现在", 8, true);
    column(w, "截止公布日", 13, false);
    for (size_t i = 0; i < v->sources.n; i++) {
        const struct navigation_source_view *s = &v->sources.at[i];
        line(w);
        cell(w, s->name)->path = str_print(a, "/patents/sets/%lld", (long long)s->collection.n);
        number(w, s->seq);
        number(w, s->n);
        number(w, w->made->sources.at[i].n);
        cell(w, day_or(w, s->cutoff, "没有写"));
        text(w, str_print(a, "%.*s第 %lld 版的指纹（SHA-256）：%.*s", STR_ARG(s->name),
                          (long long)s->seq, STR_ARG(s->hash)));
    }
    w->section->note = STR(
        "指纹是成员的公布号排序后逐行算的 SHA-256，成员相同指纹就相同。结论用存好的那一版；“现在”"
        "是出报告时专题库里的件数。");
}

static void searches(struct writer *w)
{
    const struct navigation_view *v = &w->made->view;
    begin(w, "三、检索与处理", STR(""), "检索式");
    for (size_t i = 0; i < v->sources.n; i++) {
        const struct navigation_source_view *s = &v->sources.at[i];
        text(w, str_print(w->ctx->arena, "%.*s：%s%.*s 标引：%.*s", STR_ARG(s->name),
                          s->clean ? "已去噪。" : "还没有去噪。", STR_ARG(s->clean_note),
                          STR_ARG(s->labels)));
    }
    column(w, "检索式", 30, false);
    column(w, "检出", 8, true);
    column(w, "查全率", 16, true);
    column(w, "查准率", 16, true);
    column(w, "谁、哪天测", 16, false);
    for (size_t i = 0; i < v->sources.n; i++)
        for (size_t k = 0; k < v->sources.at[i].measures.n; k++) {
            const struct navigation_measure_view *m = &v->sources.at[i].measures.at[k];
            line(w);
            cell(w, m->query);
            number(w, m->found);
            cell(w, navigation_percent(w->ctx->arena, m->recalled, m->wanted));
            cell(w, navigation_percent(w->ctx->arena, m->right, m->judged));
            cell(w, str_print(w->ctx->arena, "%.*s %.*s", STR_ARG(m->person_name),
                              STR_ARG(day_at(w, m->at))));
        }
    w->section->note = STR(
        "查全率：标为属于的里检出了多少；查准率：随机抽样（没有抽样的，人标过）的里属于的有多少。");
}

/* Figures -------------------------------------------------------------------------------------- */

static int64_t row_of(const struct navigation_computed *v, struct str key)
{
    for (size_t i = 0; i < v->rows.n; i++)
        if (str_eq(v->rows.at[i].key, key))
            return v->rows.at[i].n;
    return -1;
}

static void count(struct writer *w, int64_t n)
{
    if (n < 0)
        cell(w, STR("未列出"));
    else
        number(w, n);
}

static struct str figure_path(struct writer *w, const struct navigation_figure_view *f)
{
    return str_print(w->ctx->arena, "/navigation/%lld/figures/%lld",
                     (long long)w->made->view.row.id.n, (long long)f->id.n);
}

static void figure_rows(struct writer *w, const struct navigation_figure_view *f,
                        const struct navigation_figure_now *now)
{
    const struct navigation_computed *v = &f->value;
    column(w, f->kind == NAVIGATION_TREND ? "申请年" : navigation_property_word(f->property), 24,
           false);
    column(w, "结论所用", 12, true);
    if (now->had)
        column(w, "上期", 12, true);
    column(w, "本期", 12, true);
    for (size_t i = 0; i < v->rows.n; i++) {
        struct str key = v->rows.at[i].key;
        line(w);
        struct str shown = str_eq(key, STR("-")) ? STR("不明") : key;
        cell(w, v->rows.at[i].open ? str_print(w->ctx->arena, "%.*s（未公布齐）", STR_ARG(shown))
                                   : shown)
            ->path = figure_path(w, f);
        number(w, v->rows.at[i].n);
        if (now->had)
            count(w, row_of(&now->before, key));
        count(w, row_of(&now->value, key));
    }
}

static void figures(struct writer *w)
{
    struct navigation_made *made = w->made;
    struct arena *a = w->ctx->arena;
    begin(w, "四、导航分析", STR(""), "分析");
    text(w,
         say(w,
             "共 {} 个图表。每个图表写明结论所用的数（存好的那一版）和本期按现在的记录重算的数。",
             (int64_t)made->view.figures.n));
    for (size_t i = 0; i < made->view.figures.n; i++) {
        const struct navigation_figure_view *f = &made->view.figures.at[i];
        const struct navigation_figure_now *now = &made->figures.at[i];
        const char *tab = str_c(a, str_print(a, "图%lld", (long long)f->place));
        begin(w, "", str_print(a, "图 %lld %.*s", (long long)f->place, STR_ARG(f->title)), tab);
        text(w,
             str_print(
                 a, "结论所用：%.*s。本期重算：%.*s。%s%.*s%s", STR_ARG(f->words),
                 STR_ARG(navigation_value_text(a, f->kind, &now->value)), now->had ? "上期：" : "",
                 STR_ARG(now->had ? navigation_value_text(a, f->kind, &now->before) : STR("")),
                 now->had ? "。" : ""));
        if (f->value.rows.n)
            figure_rows(w, f, now);
        w->section->note = navigation_evidence(w->ctx, f);
        if (f->value.row_all > (int64_t)f->value.rows.n && f->kind != NAVIGATION_TREND)
            w->section->note =
                str_print(a, "%.*s只列出前 %zu 行，共 %lld 行。", STR_ARG(w->section->note),
                          f->value.rows.n, (long long)f->value.row_all);
    }
}

/* Conclusions, duties ---------------------------------------------------------------------------
 */

static void conclusions(struct writer *w)
{
    const struct navigation_view *v = &w->made->view;
    struct arena *a = w->ctx->arena;
    begin(w, "五、结论与建议", STR(""), "结论");
    if (!v->conclusions.n)
        text(w, STR("还没有结论。"));
    for (size_t i = 0; i < v->conclusions.n; i++) {
        const struct navigation_conclusion_view *c = &v->conclusions.at[i];
        struct str n = docx_numeral(a, c->place);
        begin(w, "", str_print(a, "（%.*s）%s", STR_ARG(n), navigation_finding_word(c->kind)),
              "结论");
        text(w, c->text);
        for (size_t k = 0; k < c->cites.n; k++) {
            const struct navigation_figure_view *f = navigation_figure_of(v, c->cites.at[k]);
            if (f)
                text(w, str_print(a, "依据：%.*s", STR_ARG(navigation_evidence(w->ctx, f))));
        }
    }
}

static int64_t place_of(const struct navigation_view *v, struct navigation_conclusion_id id)
{
    const struct navigation_conclusion_view *c = navigation_conclusion_of(v, id);
    return c ? c->place : 0;
}

static void duties(struct writer *w)
{
    const struct navigation_view *v = &w->made->view;
    struct arena *a = w->ctx->arena;
    const int64_t *n = v->outcomes;
    int64_t done = n[NAVIGATION_DUTY_IN_TIME] + n[NAVIGATION_DUTY_LATE];
    int64_t late = n[NAVIGATION_DUTY_LATE], gone = n[NAVIGATION_DUTY_GONE];
    begin(w, "六、任务落实", STR(""), "任务");
    if (!v->duties.n) {
        text(w, STR("结论还没有变成任务。"));
        return;
    }
    text(w,
         str_print(a,
                   "结论变成任务 %zu 件：办结 %lld 件，其中按期 %lld 件、逾期 %lld 件；在办 %lld "
                   "件，超期未办结 %lld 件；撤销 %lld 件。按期办结率 %.*s。",
                   v->duties.n, (long long)done, (long long)n[NAVIGATION_DUTY_IN_TIME],
                   (long long)late, (long long)n[NAVIGATION_DUTY_RUNNING],
                   (long long)n[NAVIGATION_DUTY_OVERDUE], (long long)gone,
                   STR_ARG(navigation_percent(a, n[NAVIGATION_DUTY_IN_TIME],
                                              (int64_t)v->duties.n - gone -
                                                  n[NAVIGATION_DUTY_RUNNING]))));
    column(w, "结论", 6, true);
    column(w, "编号", 12, false);
    column(w, "任务", 28, false);
    column(w, "主办", 14, false);
    column(w, "期限", 12, false);
    column(w, "办结", 12, false);
    column(w, "情况", 10, false);
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct navigation_duty_view *d = &v->duties.at[i];
        line(w);
        number(w, place_of(v, d->conclusion));
        cell(w, d->number)->path = str_print(a, "/matters/%lld", (long long)d->matter.n);
        cell(w, d->title);
        cell(w, d->lead_name);
        cell(w, day_text(a, d->due));
        cell(w, d->done == DAY_NONE ? STR("") : day_text(a, d->done));
        cell(w, str_from(navigation_outcome_word(d->outcome)));
    }
    w->section->note =
        STR("办结以部门报出结果的日期为准；按期办结率＝按期办结÷（办结＋超期未办结），没有"
            "到期的在办任务不算。");
    if (v->row.effect.len)
        text(w, str_print(a, "运用与评价：%.*s", STR_ARG(v->row.effect)));
}

/* What changed --------------------------------------------------------------------------------- */

static struct str reasons(struct writer *w, const int64_t came[NAVIGATION_WHY_END_],
                          const int64_t gone[NAVIGATION_WHY_END_])
{
    struct buf b;
    buf_init(&b, w->ctx->arena, 4096);
    for (int why = 1; why < NAVIGATION_WHY_END_; why++) {
        const char *word = navigation_why_word((enum navigation_why)why);
        if (came[why])
            buf_print(&b, "%s%s +%lld", b.len ? "，" : "", word, (long long)came[why]);
        if (gone[why])
            buf_print(&b, "%s%s -%lld", b.len ? "，" : "", word, (long long)gone[why]);
    }
    return b.len ? buf_str(&b) : STR("没有");
}

static void change_of(struct writer *w, const struct navigation_source_view *s,
                      const struct navigation_now *now)
{
    const struct navigation_change *c = &now->change;
    struct arena *a = w->ctx->arena;
    if (!now->tracked) {
        text(w, str_print(a, "%.*s有 %lld 件，超过 %d 件，不逐件比较，只比较图表的数。",
                          STR_ARG(s->name), (long long)now->n, NAVIGATION_TRACKED_MAX));
    } else if (!now->compared) {
        text(w, str_print(a, "%.*s是第一次出报告，没有上期可比。", STR_ARG(s->name)));
    } else {
        text(w, str_print(
                    a,
                    "%.*s上期 %lld 件，本期 %lld 件。进出的原因：%.*s。两期都在的里，法律状态变了"
                    " %lld 件，重新分类 %lld 件，申请人名称更正 %lld 件。",
                    STR_ARG(s->name), (long long)c->before, (long long)c->now,
                    STR_ARG(reasons(w, c->came, c->gone)), (long long)c->status,
                    (long long)c->classes, (long long)c->names));
    }
}

static void changes(struct writer *w)
{
    struct navigation_made *made = w->made;
    struct arena *a = w->ctx->arena;
    const struct navigation_view *v = &made->view;
    begin(w, "七、与上期相比", STR(""), "变化");
    if (v->reports.n)
        text(w, str_print(a, "上期报告是第 %lld 期，%.*s 出。", (long long)v->reports.at[0].seq,
                          STR_ARG(day_at(w, v->reports.at[0].made_at))));
    for (size_t i = 0; i < v->sources.n; i++)
        change_of(w, &v->sources.at[i], &made->sources.at[i]);
    column(w, "图表", 22, false);
    column(w, "上期", 16, true);
    column(w, "本期", 16, true);
    column(w, "记录的进出和原因", 40, false);
    for (size_t i = 0; i < v->figures.n; i++) {
        const struct navigation_figure_view *f = &v->figures.at[i];
        const struct navigation_figure_now *now = &made->figures.at[i];
        const struct navigation_now *source = NULL;
        for (size_t k = 0; k < v->sources.n; k++)
            if (v->sources.at[k].id.n == f->source.n)
                source = &made->sources.at[k];
        if (!now->had)
            continue;
        line(w);
        cell(w, str_print(a, "图 %lld %.*s", (long long)f->place, STR_ARG(f->title)))->path =
            figure_path(w, f);
        cell(w, str_print(a, "%lld/%lld", (long long)now->top, (long long)now->whole));
        cell(w, str_print(a, "%lld/%lld", (long long)now->value.top, (long long)now->value.whole));
        cell(w, source && source->compared ? reasons(w, source->change.figure[now->bit].came,
                                                     source->change.figure[now->bit].gone)
                                           : STR("没有逐件比较"));
    }
    if (w->section->lines.n)
        w->section->note =
            STR("“上期、本期”是分子/分母；进出按图表的检索式检出的记录逐件比较，按件数。");
}

/* Head and foot ---------------------------------------------------------------------------------
 */

static enum err foot(struct writer *w)
{
    struct checkpoint point;
    struct buf b;
    enum err e = checkpoint_now(w->ctx, &point);
    if (e)
        return e;
    begin(w, "八、口径与来源", STR(""), "口径");
    text(w, STR("按公开文献件数或者简单同族计数，每个图表分别写明；一件专利有几个申请人或几个分类号"
                "，在每个"
                "下面各计一次。最近 18 个月申请的专利还没有公布齐，只标出来，不参加比较。"));
    text(w, str_print(w->ctx->arena, "数据集指纹：%.*s（各数据版本的指纹逐行再算一次）。",
                      STR_ARG(w->made->hash)));
    struct str lines = checkpoint_text(w->ctx->arena, &point), rest = lines, part;
    buf_init(&b, w->ctx->arena, 1024);
    while (str_cut(&rest, '\n', &part))
        if (!str_empty(part))
            buf_print(&b, "%s%.*s", b.len ? " " : "", STR_ARG(part));
    w->section->note = str_print(w->ctx->arena, "留痕校验点：%.*s", STR_ARG(buf_str(&b)));
    return ERR_OK;
}

enum err navigation_paper(struct ctx *ctx, struct navigation_made *made)
{
    struct writer w = {.ctx = ctx, .made = made};
    struct arena *a = ctx->arena;
    struct park park;
    enum err e = park_get(ctx, &park);
    if (e)
        return e;
    struct date d = day_date(ctx_today(ctx));
    made->doc.park = park.name;
    bool named = str_has(made->view.row.title, STR("导航"));
    made->doc.title =
        str_print(a, "%.*s%s报告", STR_ARG(made->view.row.title), named ? "" : "专利导航");
    made->doc.range =
        str_print(a, "第 %lld 期%s%.*s%s", (long long)made->seq, made->period.len ? "（" : "",
                  STR_ARG(made->period), made->period.len ? "）" : "");
    made->doc.made = str_print(a, "%d年%d月%d日", d.year, d.month, d.day);
    made->doc.hash = made->hash;
    about(&w);
    sources(&w);
    searches(&w);
    figures(&w);
    conclusions(&w);
    duties(&w);
    changes(&w);
    return foot(&w);
}
