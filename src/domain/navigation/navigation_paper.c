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

enum {
    TABLE_COLUMNS = 8, /* across the paper */
    MATRIX_COLUMNS = 12,
    TABLES = 6, /* of a figure */
};

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

/* The expression by which a figure narrows the version: measured by itself, or not. */
static void figure_search(struct writer *w, const struct navigation_figure_view *f)
{
    const struct navigation_source_view *s = navigation_source_of(&w->made->view, f->source);
    if (!f->ask.query.len || !s)
        return;
    for (size_t k = 0; k < s->measures.n; k++)
        if (str_eq(s->measures.at[k].query, f->understood))
            return; /* stands above */
    line(w);
    cell(w,
         str_print(w->ctx->arena, "%.*s（图 %lld）", STR_ARG(f->understood), (long long)f->place));
    number(w, f->value.records);
    cell(w, STR("没有单独测"));
    cell(w, STR("没有单独测"));
    cell(w, STR(""));
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
    for (size_t i = 0; i < v->figures.n; i++)
        figure_search(w, &v->figures.at[i]);
    w->section->note = STR(
        "查全率：标为属于的里检出了多少；查准率：随机抽样（没有抽样的，人标过）的里属于的有多少。"
        "图表自己的检索式只在测过的数据版本里再分一次，测过的写出查全率和查准率。");
}

/* Figures -------------------------------------------------------------------------------------- */

static struct str figure_path(struct writer *w, const struct navigation_figure_view *f)
{
    return str_print(w->ctx->arena, "/navigation/%lld/figures/%lld",
                     (long long)w->made->view.row.id.n, (long long)f->id.n);
}

/* What stands in a cell, plain: workbooks make numbers of it again, and no line breaks in it. */
static struct str plain(struct arena *a, const struct patent_cell *c)
{
    switch (c->kind) {
    case PATENT_CELL_INT:
        return str_print(a, "%lld", (long long)c->n);
    case PATENT_CELL_REAL:
        return str_print(a, "%.*f", (int)c->digits, c->x);
    case PATENT_CELL_PERCENT:
        return str_print(a, "%.2f%%", 100 * c->x);
    default:
        return patent_cell_text(a, c);
    }
}

static void later(struct writer *w, const struct patent_row *row, size_t column)
{
    cell(w, row ? plain(w->ctx->arena, &row->cells[column]) : STR("未列出"));
}

struct drawing { /* a table of a figure */
    const struct navigation_figure_view *f;
    const struct navigation_figure_now *now;
    const struct patent_grid *g, *before, *after; /* NULL: not there then */
    size_t names, value, shown;                   /* columns */
};

static void name_cells(struct writer *w, const struct drawing *d, const struct patent_row *row)
{
    struct arena *a = w->ctx->arena;
    for (size_t k = 0; k < d->names; k++) {
        struct str s = plain(a, &row->cells[k]);
        if (k == 0 && row->open)
            s = str_print(a, "%.*s（未公布齐）", STR_ARG(s));
        else if (k == 0 && row->sub.len)
            s = str_print(a, "%.*s\n%.*s", STR_ARG(s), STR_ARG(row->sub));
        cell(w, s)->path = k == 0 ? figure_path(w, d->f) : STR("");
    }
}

/* The number of the conclusions beside those of the last report and of now; then what else the
 * table says of the row, as it was for the conclusions. */
static void ranked_table(struct writer *w, const struct drawing *d)
{
    struct arena *a = w->ctx->arena;
    const struct patent_grid *g = d->g;
    bool had = d->now->had && d->before;
    struct str unit = g->columns.at[d->value].title;
    for (size_t k = 0; k < d->names; k++)
        column(w, str_c(a, g->columns.at[k].title), 22, false);
    column(w, str_c(a, str_print(a, "%.*s（结论所用）", STR_ARG(unit))), 12, true);
    if (had)
        column(w, "上期", 9, true);
    column(w, "本期", 9, true);
    for (size_t k = d->names; k < g->columns.n && w->section->columns.n < TABLE_COLUMNS; k++)
        if (k != d->value)
            column(w, str_c(a, g->columns.at[k].title), 10, true);
    for (size_t i = 0; i < g->rows.n; i++) {
        const struct patent_row *row = &g->rows.at[i];
        line(w);
        name_cells(w, d, row);
        cell(w, plain(a, &row->cells[d->value]));
        if (had)
            later(w, navigation_grid_row(d->before, g, row), navigation_grid_value(d->before));
        later(w, d->after ? navigation_grid_row(d->after, g, row) : NULL,
              d->after ? navigation_grid_value(d->after) : 0);
        for (size_t k = d->names; k < g->columns.n && w->line->cells.n < w->section->columns.n; k++)
            if (k != d->value)
                cell(w, plain(a, &row->cells[k]));
    }
    if (g->chart == PATENT_CHART_NONE || !g->rows.n)
        return;
    bool curve = g->chart == PATENT_CHART_CURVE;
    size_t line_at = d->names + (had ? 3 : 2) + (g->line - d->names) - (g->line > d->value);
    w->section->chart = (int64_t)g->chart;
    w->section->value = (int64_t)d->names;
    w->section->other = curve ? (int64_t)line_at : (int64_t)(d->names + (had ? 2 : 1));
    if (w->section->other >= (int64_t)w->section->columns.n)
        w->section->other = 0;
}

static int64_t cells_changed(struct arena *a, const struct drawing *d)
{
    int64_t n = 0;
    for (size_t i = 0; i < d->g->rows.n; i++) {
        const struct patent_row *row = &d->g->rows.at[i];
        const struct patent_row *now = navigation_grid_row(d->after, d->g, row);
        for (size_t k = d->names; k < d->g->columns.n; k++)
            n += !now || d->after->columns.n != d->g->columns.n ||
                 !str_eq(plain(a, &row->cells[k]), plain(a, &now->cells[k]));
    }
    return n;
}

/* A matrix as it was for the conclusions. */
static void matrix_table(struct writer *w, const struct drawing *d)
{
    struct arena *a = w->ctx->arena;
    const struct patent_grid *g = d->g;
    size_t n = g->columns.n < MATRIX_COLUMNS ? g->columns.n : MATRIX_COLUMNS;
    for (size_t k = 0; k < n; k++)
        column(w, str_c(a, g->columns.at[k].title), k < d->names ? 20 : 8, k >= d->names);
    for (size_t i = 0; i < g->rows.n; i++) {
        line(w);
        name_cells(w, d, &g->rows.at[i]);
        for (size_t k = d->names; k < n; k++)
            cell(w, plain(a, &g->rows.at[i].cells[k]));
    }
    if (d->after)
        text(w, say(w, "这张表是结论所用的；本期重算，有 {} 格与它不同。", cells_changed(a, d)));
    if (n < g->columns.n)
        text(w, say(w, "另有 {} 列在项目页的图表里。", (int64_t)(g->columns.n - n)));
}

static void figure_table(struct writer *w, const struct navigation_figure_view *f,
                         const struct navigation_figure_now *now, size_t i)
{
    struct arena *a = w->ctx->arena;
    const struct patent_grid *g = &f->value.answer.grids.at[i];
    struct drawing d = {.f = f,
                        .now = now,
                        .g = g,
                        .before = now->had ? navigation_grid_of(&now->before, g->key) : NULL,
                        .after = navigation_grid_of(&now->value, g->key),
                        .names = navigation_grid_names(g),
                        .value = navigation_grid_value(g)};
    if (i > 0)
        begin(w, "", STR(""), str_c(a, str_print(a, "图%lld-%zu", (long long)f->place, i + 1)));
    if (f->value.answer.grids.n > 1)
        text(w, str_print(a, "%.*s：", STR_ARG(g->title)));
    if (d.value >= g->columns.n || g->heat)
        matrix_table(w, &d);
    else
        ranked_table(w, &d);
    w->section->note = g->note;
    if (g->left_out)
        w->section->note = str_print(a, "%.*s只列出 %zu 行，另有 %lld 行。", STR_ARG(g->note),
                                     g->rows.n, (long long)g->left_out);
}

static const struct patent_cell *figure_value(const struct navigation_computed *v, const char *key)
{
    const struct patent_figure *f = patent_figure(&v->answer, key);
    return f ? &f->value : NULL;
}

/* What the analysis says in single numbers. */
static void figure_values(struct writer *w, const struct navigation_figure_view *f,
                          const struct navigation_figure_now *now)
{
    struct arena *a = w->ctx->arena;
    column(w, "指标", 20, false);
    column(w, "结论所用", 12, true);
    if (now->had)
        column(w, "上期", 12, true);
    column(w, "本期", 12, true);
    column(w, "怎么算的", 26, false);
    for (size_t i = 0; i < f->value.answer.figures.n; i++) {
        const struct patent_figure *one = &f->value.answer.figures.at[i];
        const struct patent_cell *was = figure_value(&now->before, one->key),
                                 *is = figure_value(&now->value, one->key);
        line(w);
        cell(w, one->label)->path = figure_path(w, f);
        cell(w, plain(a, &one->value));
        if (now->had)
            cell(w, was ? plain(a, was) : STR("没有"));
        cell(w, is ? plain(a, is) : STR("没有"));
        cell(w, one->note);
    }
    if (f->value.answer.grids.n)
        begin(w, "", STR(""), str_c(a, str_print(a, "图%lld-1", (long long)f->place)));
}

static void figure(struct writer *w, const struct navigation_figure_view *f,
                   const struct navigation_figure_now *now)
{
    struct arena *a = w->ctx->arena;
    const struct patent_analysis *answer = &f->value.answer;
    begin(w, "", str_print(a, "图 %lld %.*s", (long long)f->place, STR_ARG(f->title)),
          str_c(a, str_print(a, "图%lld", (long long)f->place)));
    text(w, str_print(a, "结论所用：%.*s。本期重算：%.*s。%s%.*s%s", STR_ARG(f->value.words),
                      STR_ARG(now->value.words), now->had ? "上期：" : "",
                      STR_ARG(now->had ? now->before.words : STR("")), now->had ? "。" : ""));
    if (f->value.old)
        text(w, STR("结论所用的是按以前的算法存下的，本期按现在的分析重算：列法不同的行写“未列出”，"
                    "请在项目里重新计算这个图表。"));
    for (size_t i = 0; i < answer->says.n; i++)
        text(w, answer->says.at[i]);
    if (answer->figures.n)
        figure_values(w, f, now);
    for (size_t i = 0; i < answer->grids.n && i < TABLES; i++)
        figure_table(w, f, now, i);
    if (answer->grids.n > TABLES)
        text(w, say(w, "另有 {} 张表在项目页的图表里。", (int64_t)(answer->grids.n - TABLES)));
    w->section->note =
        str_print(a, "%.*s%s%.*s", STR_ARG(w->section->note), w->section->note.len ? "\n" : "",
                  STR_ARG(navigation_evidence(w->ctx, f)));
}

static void figures(struct writer *w)
{
    struct navigation_made *made = w->made;
    begin(w, "四、导航分析", STR(""), "分析");
    text(w,
         say(w,
             "共 {} 个图表。每个图表写明结论所用的数（存好的那一版）和本期按现在的记录重算的数。",
             (int64_t)made->view.figures.n));
    for (size_t i = 0; i < made->view.figures.n; i++)
        figure(w, &made->view.figures.at[i], &made->figures.at[i]);
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
                w->section->note = str_print(a, "%.*s%s依据：%.*s", STR_ARG(w->section->note),
                                             w->section->note.len ? "\n" : "",
                                             STR_ARG(navigation_evidence(w->ctx, f)));
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

/* "图 1、图 3": the figures of these bits. */
static void figures_of(struct writer *w, struct buf *b, uint32_t bits, const char *sign)
{
    const struct navigation_made *made = w->made;
    for (size_t i = 0; i < made->view.figures.n; i++)
        if (bits >> made->figures.at[i].bit & 1)
            buf_print(b, "%s%s图 %lld", b->len ? "、" : "", sign,
                      (long long)made->view.figures.at[i].place);
}

/* Record by record: which patent, in or out, why, and which figures it moved. */
static void moves_of(struct writer *w, const struct navigation_source_view *s,
                     const struct navigation_now *now)
{
    struct arena *a = w->ctx->arena;
    if (!now->moved.n)
        return;
    begin(w, "", str_print(a, "%.*s：变了的专利", STR_ARG(s->name)), "变了的专利");
    column(w, "公布号", 16, false);
    column(w, "标题", 26, false);
    column(w, "变化", 8, false);
    column(w, "原因", 16, false);
    column(w, "图表里的进（+）出（-）", 16, false);
    for (size_t i = 0; i < now->moved.n; i++) {
        const struct navigation_moved *m = &now->moved.at[i];
        struct buf b;
        buf_init(&b, a, 2048);
        figures_of(w, &b, m->move.into, "+");
        figures_of(w, &b, m->move.out_of, "-");
        line(w);
        struct navigation_cell *number = cell(w, m->key.len ? m->key : STR("已不在库里"));
        if (m->key.len)
            number->path = str_print(a, "/patents/%lld", (long long)m->move.id);
        cell(w, m->title);
        cell(w, m->move.came ? STR("进") : m->move.gone ? STR("出") : STR("有改动"));
        cell(w, str_from(navigation_why_word(m->move.why)));
        cell(w, b.len ? buf_str(&b) : STR("没有"));
    }
    if (now->change.moved > (int64_t)now->moved.n)
        w->section->note =
            say(w, "另有 {} 件没有逐件列出。", now->change.moved - (int64_t)now->moved.n);
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
    for (size_t i = 0; i < v->sources.n; i++)
        moves_of(w, &v->sources.at[i], &made->sources.at[i]);
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
