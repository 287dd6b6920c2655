/* The report in words and tables. */
#include "domain/matter/matter_report_doc.h"

#include "base/buf.h"
#include "core/journal.h"
#include "web/i18n.h"

struct writer {
    struct ctx *ctx;
    const struct matter_report *report;
    struct report_doc *doc;
    struct report_section *section; /* the one being written */
    struct report_line *line;
};

static struct str say(const struct writer *w, const char *message, int64_t n)
{
    return tr_with(w->ctx->arena, w->ctx->lang, message,
                   str_print(w->ctx->arena, "%lld", (long long)n));
}

static struct str word(const struct writer *w, const char *message)
{
    return tr(w->ctx->lang, message);
}

static struct str long_day(const struct writer *w, int32_t day)
{
    struct date d = day_date(day);
    if (w->ctx->lang == LANG_EN)
        return day_text(w->ctx->arena, day);
    return str_print(w->ctx->arena, "%d年%d月%d日", d.year, d.month, d.day);
}

/* Sections, columns, cells --------------------------------------------------------------------- */

static void begin(struct writer *w, const char *title, const char *short_title)
{
    w->section = VEC_ADD(w->ctx->arena, &w->doc->sections);
    *w->section =
        (struct report_section){.title = word(w, title), .short_title = word(w, short_title)};
}

static void text(struct writer *w, struct str s)
{
    *VEC_ADD(w->ctx->arena, &w->section->texts) = s;
}

static void column(struct writer *w, const char *title, int32_t width, bool right)
{
    *VEC_ADD(w->ctx->arena, &w->section->columns) =
        (struct report_column){word(w, title), width, right};
}

static void line(struct writer *w)
{
    w->line = VEC_ADD(w->ctx->arena, &w->section->lines);
    *w->line = (struct report_line){0};
}

static struct report_cell *cell(struct writer *w, struct str s)
{
    struct report_cell *c = VEC_ADD(w->ctx->arena, &w->line->cells);
    *c = (struct report_cell){.text = s};
    return c;
}

static struct report_cell *number(struct writer *w, int64_t n)
{
    struct report_cell *c = cell(w, str_print(w->ctx->arena, "%lld", (long long)n));
    c->is_number = true;
    c->number = n;
    return c;
}

static struct report_cell *figure(struct writer *w, const int64_t *n, enum report_figure f,
                                  struct org_id org)
{
    struct report_cell *c = number(w, n[f]);
    c->opens = true;
    c->pick = (struct report_pick){.figure = f, .org = org};
    return c;
}

static struct str percent(const struct writer *w, const struct matter_rate *r)
{
    if (!r->denominator)
        return STR("–");
    return str_print(w->ctx->arena, "%.1f%%",
                     100.0 * (double)r->numerator / (double)r->denominator);
}

static struct str percent_of(const struct writer *w, const struct matter_rate *r)
{
    if (!r->denominator)
        return STR("–");
    struct str p = percent(w, r);
    return str_print(w->ctx->arena, "%.*s (%lld/%lld)", STR_ARG(p), (long long)r->numerator,
                     (long long)r->denominator);
}

/* In a narrow column: the fraction on a line of its own. */
static struct str percent_over(const struct writer *w, const struct matter_rate *r)
{
    if (!r->denominator)
        return STR("–");
    struct str p = percent(w, r);
    return str_print(w->ctx->arena, "%.*s\n%lld/%lld", STR_ARG(p), (long long)r->numerator,
                     (long long)r->denominator);
}

/* What is in each ------------------------------------------------------------------------------ */

static int64_t named(const struct matter_report *r)
{
    int64_t n = 0;
    for (size_t i = 0; i < r->hits.n; i++)
        n += r->hits.at[i].figure == MATTER_FIG_OVERDUE &&
             r->hits.at[i].late_days > REPORT_NAMED_DAYS;
    return n;
}

static void rate_words(struct writer *w, struct buf *b, const char *name, struct matter_rate rate)
{
    struct str value = percent_of(w, &rate);
    if (rate.denominator)
        buf_add(b, tr_with(w->ctx->arena, w->ctx->lang, name, value));
}

static void summary(struct writer *w)
{
    const int64_t *n = w->report->n;
    struct buf b;
    buf_init(&b, w->ctx->arena, 4096);
    buf_add(&b, say(w, T("本期新增 {} 件，"), n[MATTER_FIG_CAME]));
    buf_add(&b, say(w, T("办结 {} 件，"), n[MATTER_FIG_CLOSED]));
    buf_add(&b, say(w, T("期末未结 {} 件。"), n[MATTER_FIG_OPEN]));
    rate_words(w, &b, T("响应率 {}。"), matter_report_response(n));
    rate_words(w, &b, T("解决率 {}。"), matter_report_solved(n));
    rate_words(w, &b, T("满意率 {}。"), matter_report_satisfied(n));
    rate_words(w, &b, T("承诺兑现率 {}。"), matter_report_kept(n));
    buf_add(&b, say(w, T("期末超期交办 {} 项，"), n[MATTER_FIG_OVERDUE]));
    buf_add(&b, say(w, T("其中超过 5 个工作日的 {} 项。"), named(w->report)));
    text(w, buf_str(&b));
}

/* Each with its number and what it counts. */
static void figures(struct writer *w, const enum report_figure *rows, size_t n)
{
    column(w, T("项目"), 16, false);
    column(w, T("数量"), 10, true);
    column(w, T("口径"), 60, false);
    for (size_t i = 0; i < n; i++) {
        line(w);
        cell(w, word(w, matter_figure_word(rows[i])));
        figure(w, w->report->n, rows[i], (struct org_id){0});
        cell(w, word(w, matter_figure_rule(rows[i])));
    }
}

static void overall(struct writer *w)
{
    static const enum report_figure rows[] = {
        MATTER_FIG_CARRIED,  MATTER_FIG_CAME,      MATTER_FIG_BACK,   MATTER_FIG_CLOSED,
        MATTER_FIG_REFUSED,  MATTER_FIG_WITHDRAWN, MATTER_FIG_MERGED, MATTER_FIG_OPEN,
        MATTER_FIG_REOPENED, MATTER_FIG_PRESSED,   MATTER_FIG_DUTIES, MATTER_FIG_OVERDUE};
    begin(w, T("一、总体情况"), T("总体情况"));
    summary(w);
    figures(w, rows, sizeof rows / sizeof *rows);
    w->section->note =
        word(w, T("上期结转＋新增＋重办转入＝办结＋不予受理＋撤回＋并入＋期末未结。"));
}

static void trend(struct writer *w)
{
    const struct matter_report *r = w->report;
    bool weekly = r->period.kind == MATTER_WEEKLY;
    begin(w, weekly ? T("二、近八周走势") : T("二、近八个月走势"), T("走势"));
    w->section->chart = REPORT_CHART_TREND;
    column(w, weekly ? T("周") : T("月份"), 14, false);
    column(w, T("新增"), 10, true);
    column(w, T("办结"), 10, true);
    column(w, T("期末未结"), 10, true);
    for (size_t i = 0; i < r->trend.n; i++) {
        line(w);
        cell(w, matter_period_name(w->ctx->arena, r->trend.at[i].period));
        number(w, r->trend.at[i].came);
        number(w, r->trend.at[i].closed);
        number(w, r->trend.at[i].open);
    }
}

static struct str left_out(struct writer *w, const struct matter_rate *r)
{
    struct buf b;
    buf_init(&b, w->ctx->arena, 1024);
    for (size_t i = 0; i < r->left_out_n; i++) {
        buf_add(&b, i ? STR("；") : STR(""));
        buf_add(&b, word(w, r->left_out[i].why));
        buf_print(&b, " %lld", (long long)r->left_out[i].n);
    }
    return r->left_out_n ? buf_str(&b) : word(w, T("无"));
}

static void rate_line(struct writer *w, const char *name, struct matter_rate rate,
                      enum report_figure yes, enum report_figure no)
{
    struct org_id all = {0};
    line(w);
    cell(w, word(w, name));
    cell(w, percent(w, &rate));
    figure(w, w->report->n, yes, all);
    figure(w, w->report->n, no, all);
    number(w, rate.denominator);
    cell(w, left_out(w, &rate));
}

static void rates(struct writer *w)
{
    const int64_t *n = w->report->n;
    begin(w, T("三、三率"), T("三率"));
    column(w, T("指标"), 10, false);
    column(w, T("比率"), 10, true);
    column(w, T("是"), 8, true);
    column(w, T("否"), 8, true);
    column(w, T("合计"), 8, true);
    column(w, T("不计入"), 40, false);
    rate_line(w, T("响应率"), matter_report_response(n), MATTER_FIG_RESPONDED,
              MATTER_FIG_RESPONDED_LATE);
    rate_line(w, T("解决率"), matter_report_solved(n), MATTER_FIG_SOLVED, MATTER_FIG_UNSOLVED);
    rate_line(w, T("满意率"), matter_report_satisfied(n), MATTER_FIG_SATISFIED,
              MATTER_FIG_UNSATISFIED);
    w->section->note =
        word(w, T("比率＝是÷合计。没有评价的不算满意，也不算不满意；逾期未反馈的从不算满意。"));
}

static void promises(struct writer *w)
{
    static const enum report_figure rows[] = {MATTER_FIG_PROMISED,     MATTER_FIG_KEPT,
                                              MATTER_FIG_KEPT_LATE,    MATTER_FIG_BROKEN,
                                              MATTER_FIG_PROMISE_OPEN, MATTER_FIG_PROMISE_GONE,
                                              MATTER_FIG_EXTENDED,     MATTER_FIG_HANDED_BACK};
    struct matter_rate kept = matter_report_kept(w->report->n);
    begin(w, T("四、承诺兑现"), T("承诺兑现"));
    if (kept.denominator)
        text(w, tr_with(w->ctx->arena, w->ctx->lang,
                        T("本期到期的承诺中，兑现率 {}（含同意延期后兑现的）。"),
                        percent_of(w, &kept)));
    figures(w, rows, sizeof rows / sizeof *rows);
}

static void overdue(struct writer *w)
{
    struct report_records all;
    struct ctx *ctx = w->ctx;
    begin(w, T("五、超期未办结"), T("超期"));
    column(w, T("编号"), 13, false);
    column(w, T("事项"), 30, false);
    column(w, T("部门"), 15, false);
    column(w, T("到期日"), 14, false);
    column(w, T("超期天数"), 9, true);
    column(w, T("通报"), 8, false);
    w->section->empty = word(w, T("期末没有超期的交办。"));
    matter_report_records(ctx, w->report, &(struct report_pick){.figure = MATTER_FIG_OVERDUE},
                          &all);
    for (size_t i = 0; i < all.rows.n && i < REPORT_NAMED_MAX; i++) {
        const struct report_record *r = &all.rows.at[i];
        line(w);
        cell(w, r->matter->number)->matter = r->matter->id;
        cell(w, r->matter->title);
        cell(w, r->org_name);
        cell(w, day_text(ctx->arena, r->hit->day));
        number(w, r->hit->late_days);
        cell(w, r->hit->late_days > REPORT_NAMED_DAYS ? word(w, T("通报")) : STR(""));
    }
    if (all.rows.n > REPORT_NAMED_MAX)
        w->section->note = say(w, T("只列出最早到期的，共 {} 项。"), (int64_t)all.rows.n);
    else if (all.rows.n)
        w->section->note = word(w, T("超期天数按工作日算，超过 5 个工作日的通报。"));
}

static void departments(struct writer *w)
{
    begin(w, T("六、各部门情况"), T("部门"));
    w->section->chart = REPORT_CHART_ORGS;
    column(w, T("部门"), 18, false);
    column(w, T("在办"), 6, true);
    column(w, T("超期"), 6, true);
    column(w, T("响应率"), 10, true);
    column(w, T("解决率"), 10, true);
    column(w, T("满意率"), 10, true);
    column(w, T("如期"), 7, true);
    column(w, T("延期兑现"), 9, true);
    column(w, T("未兑现"), 8, true);
    column(w, T("未到期"), 8, true);
    w->section->empty = word(w, T("本期没有部门承办的事项。"));
    for (size_t i = 0; i < w->report->orgs.n; i++) {
        const struct report_org *o = &w->report->orgs.at[i];
        struct matter_rate response = matter_report_response(o->n),
                           solved = matter_report_solved(o->n),
                           satisfied = matter_report_satisfied(o->n);
        line(w);
        cell(w, o->name);
        figure(w, o->n, MATTER_FIG_DUTIES, o->org);
        figure(w, o->n, MATTER_FIG_OVERDUE, o->org);
        cell(w, percent_over(w, &response));
        cell(w, percent_over(w, &solved));
        cell(w, percent_over(w, &satisfied));
        figure(w, o->n, MATTER_FIG_KEPT, o->org);
        figure(w, o->n, MATTER_FIG_KEPT_LATE, o->org);
        figure(w, o->n, MATTER_FIG_BROKEN, o->org);
        figure(w, o->n, MATTER_FIG_PROMISE_OPEN, o->org);
    }
    w->section->note = word(w, T("解决率、满意率按主办部门统计，其余按承办部门统计。"));
}

static void causes(struct writer *w)
{
    begin(w, T("七、共性问题"), T("共性问题"));
    column(w, T("共性问题或类别"), 24, false);
    column(w, T("本期新增"), 10, true);
    column(w, T("上期新增"), 10, true);
    column(w, T("本期新增中未结"), 12, true);
    w->section->empty = word(w, T("本期没有新增事项。"));
    for (size_t i = 0; i < w->report->causes.n && i < REPORT_CAUSES_MAX; i++) {
        const struct report_cause *c = &w->report->causes.at[i];
        line(w);
        cell(w, c->topic ? tr_with(w->ctx->arena, w->ctx->lang, T("共性：{}"), c->name)
                : str_empty(c->name) ? word(w, T("未分类"))
                                     : c->name);
        struct report_cell *came = number(w, c->came);
        came->opens = true;
        came->pick = (struct report_pick){
            .figure = MATTER_FIG_CAME, .by_cause = true, .topic = c->topic, .class = c->class};
        number(w, c->before);
        number(w, c->open);
    }
    if (w->report->causes.n > REPORT_CAUSES_MAX)
        w->section->note = say(w, T("只列出最多的，共 {} 类。"), (int64_t)w->report->causes.n);
}

static enum err sources(struct writer *w)
{
    struct checkpoint point;
    enum err e = checkpoint_now(w->ctx, &point);
    if (e)
        return e;
    begin(w, T("八、口径与来源"), T("口径与来源"));
    text(w, word(w, T("数字取自清单的办理记录，按期末时的情况统计：期末以后发生的不改变本期数字；类"
                      "别、名称按现在的写。")));
    text(w,
         word(w,
              T("响应和承诺各只计一次：按时的算在作出的那一期，没有按时的算在时限届满的那一期。")));
    struct str lines = checkpoint_text(w->ctx->arena, &point), rest = lines, part;
    struct buf b;
    buf_init(&b, w->ctx->arena, 1024);
    while (str_cut(&rest, '\n', &part))
        if (!str_empty(part)) {
            buf_add(&b, b.len ? STR(" ") : STR(""));
            buf_add(&b, part);
        }
    w->section->note = tr_with(w->ctx->arena, w->ctx->lang, T("留痕校验点：{}"), buf_str(&b));
    return ERR_OK;
}

static void head(struct writer *w)
{
    const struct matter_report *r = w->report;
    struct ctx *ctx = w->ctx;
    struct str name = matter_period_name(ctx->arena, r->period);
    bool weekly = r->period.kind == MATTER_WEEKLY;
    w->doc->park = r->park;
    w->doc->title = word(w, weekly ? T("清单办理周报") : T("清单办理月报"));
    w->doc->range =
        str_print(ctx->arena, "%.*s  %.*s – %.*s", STR_ARG(name),
                  STR_ARG(long_day(w, r->period.from)), STR_ARG(long_day(w, r->period.to - 1)));
    struct str now = instant_text(ctx->arena, ctx->now_us / SECOND_US * SECOND_US, ctx->offset_min);
    now = str_print(ctx->arena, "%.*s %.*s", STR_ARG(str_slice(now, 0, 10)),
                    STR_ARG(str_slice(now, 11, 16)));
    w->doc->made =
        tr_with(ctx->arena, ctx->lang,
                r->running ? T("本期还没有结束，数字截至 {}。") : T("制表时间 {}。"), now);
    w->doc->file =
        tr_with(ctx->arena, ctx->lang, weekly ? T("清单周报 {}") : T("清单月报 {}"), name);
}

enum err matter_report_doc(struct ctx *ctx, const struct matter_report *report,
                           struct report_doc *out)
{
    *out = (struct report_doc){0};
    struct writer w = {.ctx = ctx, .report = report, .doc = out};
    head(&w);
    overall(&w);
    trend(&w);
    rates(&w);
    promises(&w);
    overdue(&w);
    departments(&w);
    causes(&w);
    return sources(&w);
}
