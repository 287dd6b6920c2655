#include "domain/meeting/meeting_paper.h"

#include "report/docx.h"

static struct str long_day(struct arena *arena, int32_t day)
{
    if (day == DAY_NONE)
        return STR("");
    struct date d = day_date(day);
    return str_print(arena, "%d年%d月%d日", (int)d.year, (int)d.month, (int)d.day);
}

static struct str half_day(const struct ctx *ctx, int64_t at)
{
    int32_t day = day_of_instant(at, ctx->offset_min);
    int64_t hour = (at - instant_of_day(day, ctx->offset_min)) / HOUR_US;
    return hour < 12 ? STR("上午") : hour < 18 ? STR("下午") : STR("晚上");
}

/* The sentence ends with one full stop, whatever was typed. */
static struct str ended(struct arena *arena, struct str text)
{
    struct str t = str_trim(text);
    if (str_empty(t) || str_ends(t, STR("。")) || str_ends(t, STR("！")) || str_ends(t, STR("？")))
        return t;
    return str_print(arena, "%.*s。", STR_ARG(t));
}

/* Items -----------------------------------------------------------------------------------------
 */

static struct str duties_words(struct arena *a, const struct meeting_item_view *i)
{
    if (str_empty(i->lead_name))
        return STR("");
    return str_print(a, "由%.*s主办%s%.*s%s%.*s%s。", STR_ARG(i->lead_name),
                     str_empty(i->helper_names) ? "" : "，", STR_ARG(i->helper_names),
                     str_empty(i->helper_names) ? "" : "协办",
                     STR_ARG(i->promise == DAY_NONE
                                 ? STR("")
                                 : str_print(a, "，%.*s前", STR_ARG(long_day(a, i->promise)))),
                     i->promise == DAY_NONE ? "" : "办结");
}

static struct str said_words(struct arena *a, const struct meeting_item_view *i)
{
    const char *said = i->said == MEETING_YES ? "企业当场认可" : "企业当场表示不认可";
    if (!i->said)
        return STR("");
    return str_print(a, "%s%s%.*s", said, str_empty(i->said_words) ? "" : "：",
                     STR_ARG(str_empty(i->said_words) ? STR("。") : ended(a, i->said_words)));
}

static struct str item_words(struct arena *a, const struct meeting_item_view *i)
{
    struct str solution = ended(a, i->solution);
    struct str said = said_words(a, i);
    switch (i->kind) {
    case MEETING_CONFIRM:
        return str_print(a, "部门已报办理完毕。%.*s予以销号。", STR_ARG(said));
    case MEETING_REDO:
        return str_print(a, "部门报办理完毕，%.*s退回重办。%.*s", STR_ARG(said),
                         STR_ARG(duties_words(a, i)));
    case MEETING_SOLVE:
        return str_print(a, "当场答复：%.*s%.*s", STR_ARG(solution), STR_ARG(said));
    case MEETING_PRESS:
        return str_print(a, "予以督办。%.*s%.*s%.*s", STR_ARG(solution),
                         STR_ARG(duties_words(a, i)), STR_ARG(said));
    case MEETING_DEFER:
        return str_empty(solution) ? STR("情况已听取，另行研究。") : solution;
    default:
        return str_print(a, "%.*s%.*s%.*s", STR_ARG(solution), STR_ARG(duties_words(a, i)),
                         STR_ARG(said));
    }
}

static struct meeting_paper_part *part(struct arena *arena, struct meeting_paper *p,
                                       const char *head)
{
    struct str n = docx_numeral(arena, (int64_t)p->parts.n + 1);
    struct meeting_paper_part *added = VEC_ADD(arena, &p->parts);
    *added = (struct meeting_paper_part){.head = str_print(arena, "%.*s、%s", STR_ARG(n), head)};
    return added;
}

static void add_items(struct ctx *ctx, const struct meeting_view *v, int64_t state,
                      const char *head, struct meeting_paper *p)
{
    struct arena *a = ctx->arena;
    struct meeting_paper_part *to = NULL;
    for (size_t k = 0; k < v->items.n; k++) {
        const struct meeting_item_view *i = &v->items.at[k];
        if (i->state != state)
            continue;
        if (!to)
            to = part(a, p, head);
        struct str n = docx_numeral(a, (int64_t)to->texts.n + 1);
        struct meeting_paper_text text = {
            .lead =
                str_print(a, "（%.*s）%.*s：%.*s（%.*s）", STR_ARG(n), STR_ARG(i->matter.firm_name),
                          STR_ARG(i->matter.title), STR_ARG(i->matter.number)),
            .text = state == MEETING_ITEM_WAITING ? STR("会上未及讨论，按原时限办理。")
                                                  : item_words(a, i),
        };
        *VEC_ADD(a, &to->texts) = text;
    }
}

static void add_annex(struct ctx *ctx, const struct meeting_view *v, struct meeting_paper *p)
{
    struct arena *a = ctx->arena;
    p->annex = str_print(a, "%.*s议定事项清单", STR_ARG(v->row.title));
    for (size_t k = 0; k < v->items.n; k++) {
        const struct meeting_item_view *i = &v->items.at[k];
        struct str helpers = str_empty(i->helper_names)
                                 ? STR("")
                                 : str_print(a, "（%.*s）", STR_ARG(i->helper_names));
        *VEC_ADD(a, &p->rows) = (struct meeting_paper_row){
            .place = i->place,
            .number = i->matter.number,
            .firm = i->matter.firm_name,
            .title = i->matter.title,
            .decided =
                str_from(i->kind ? meeting_kind_word(i->kind) : meeting_item_state_word(i->state)),
            .departments = str_print(a, "%.*s%.*s", STR_ARG(i->lead_name), STR_ARG(helpers)),
            .day = i->promise == DAY_NONE ? STR("") : day_text(a, i->promise),
            .said = i->said ? str_from(meeting_said_word(i->said)) : STR(""),
        };
    }
}

static void add_opening(struct ctx *ctx, const struct meeting_view *v, struct meeting_paper *p)
{
    struct arena *a = ctx->arena;
    int64_t at = v->started_at ? v->started_at : v->row.starts_at;
    struct str day = long_day(a, day_of_instant(at, ctx->offset_min));
    bool chaired = !str_empty(v->row.chair_name);
    p->opening = str_print(
        a,
        "%.*s%.*s，%.*s%s在%.*s%s%.*s，逐件研究企业诉求%lld项，议定%lld项，暂缓%lld项。现将会议内容"
        "纪要如下：",
        STR_ARG(day), STR_ARG(half_day(ctx, at)), STR_ARG(v->row.chair_name), chaired ? "" : "园区",
        STR_ARG(v->row.place), chaired ? "主持召开" : "召开", STR_ARG(v->row.title),
        (long long)v->items.n, (long long)v->decided, (long long)v->deferred);
}

static void add_names(struct arena *arena, struct meeting_paper *p, const char *label,
                      struct str names)
{
    if (!str_empty(names))
        *VEC_ADD(arena, &p->names) = (struct meeting_paper_text){str_from(label), names};
}

enum err meeting_paper_of(struct ctx *ctx, const struct meeting_view *v, struct str park,
                          struct meeting_paper *out)
{
    struct arena *a = ctx->arena;
    int64_t printed = v->issued_at ? v->issued_at : ctx->now_us;
    struct str year, seq, line;
    *out = (struct meeting_paper){.office = park};
    out->mark = str_print(a, "%.*s纪要", STR_ARG(v->row.title));
    seq = v->row.number;
    int64_t n = 0;
    str_cut(&seq, '-', &year);
    str_int(seq, &n);
    out->number = str_print(a, "〔%.*s〕%lld号", STR_ARG(year), (long long)n);
    out->printed = long_day(a, day_of_instant(printed, ctx->offset_min));
    add_opening(ctx, v, out);
    if (!str_empty(v->opening)) {
        struct meeting_paper_part *to = part(a, out, "会议要求");
        for (struct str rest = v->opening; str_cut(&rest, '\n', &line);)
            if (!str_empty(str_trim(line)))
                *VEC_ADD(a, &to->texts) = (struct meeting_paper_text){STR(""), str_trim(line)};
    }
    add_items(ctx, v, MEETING_ITEM_DECIDED, "议定事项", out);
    add_items(ctx, v, MEETING_ITEM_DEFERRED, "暂缓事项", out);
    add_items(ctx, v, MEETING_ITEM_WAITING, "未议事项", out);
    add_names(a, out, "出席：", v->present);
    add_names(a, out, "请假：", v->absent);
    add_names(a, out, "列席：", v->listed);
    add_annex(ctx, v, out);
    return ERR_OK;
}

/* As docx ---------------------------------------------------------------------------------------
 */

static void write_annex(struct arena *arena, struct docx *d, const struct meeting_paper *p)
{
    static const struct docx_column columns[] = {
        {{"序号", 6}, 5, DOCX_CENTRE},  {{"编号", 6}, 13, DOCX_CENTRE},
        {{"企业", 6}, 20, DOCX_LEFT},   {{"事项", 6}, 30, DOCX_LEFT},
        {{"议定", 6}, 9, DOCX_CENTRE},  {{"主办（协办）", 18}, 20, DOCX_LEFT},
        {{"时限", 6}, 14, DOCX_CENTRE}, {{"企业意见", 12}, 9, DOCX_CENTRE}};
    docx_section(d, true);
    docx_line(d, DOCX_LEFT, STR("附件"));
    docx_table(d, &(struct docx_table){.caption = p->annex,
                                       .columns = columns,
                                       .n = sizeof columns / sizeof columns[0],
                                       .head = true,
                                       .half_pt = 21});
    for (size_t i = 0; i < p->rows.n; i++) {
        const struct meeting_paper_row *r = &p->rows.at[i];
        struct docx_cell cells[] = {
            {.text = str_print(arena, "%lld", (long long)r->place)},
            {.text = r->number},
            {.text = r->firm},
            {.text = r->title},
            {.text = r->decided},
            {.text = r->departments},
            {.text = r->day},
            {.text = r->said},
        };
        docx_row(d, cells, sizeof cells / sizeof cells[0]);
    }
    docx_table_end(d);
}

/* The imprint stands at the end of the text; the annex behind it begins a page of its own. */
enum err meeting_paper_docx(struct ctx *ctx, const struct meeting_paper *p, struct str *out_bytes)
{
    struct docx *d = docx_new(
        ctx->arena,
        &(struct docx_options){.title = p->mark, .maker = p->office, .made_us = ctx->now_us});
    docx_mark(d, p->mark, p->number);
    docx_text(d, p->opening);
    for (size_t i = 0; i < p->parts.n; i++) {
        const struct meeting_paper_part *part = &p->parts.at[i];
        docx_head(d, 1, part->head);
        for (size_t k = 0; k < part->texts.n; k++) {
            if (!str_empty(part->texts.at[k].lead))
                docx_head(d, 2, part->texts.at[k].lead);
            docx_text(d, part->texts.at[k].text);
        }
    }
    docx_blank(d);
    for (size_t i = 0; i < p->names.n; i++)
        docx_names(d, p->names.at[i].lead, p->names.at[i].text);
    docx_imprint(d, STR_NULL, p->office, p->printed);
    if (p->rows.n)
        write_annex(ctx->arena, d, p);
    enum err e = docx_end(d, out_bytes, &ctx->error);
    return e;
}
