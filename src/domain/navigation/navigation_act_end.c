/* Conclusions, the duties that come of them, reports. */
#include "base/buf.h"
#include "base/utf8.h"
#include "core/id.h"
#include "core/link.h"
#include "domain/matter/matter_act.h"
#include "domain/navigation/navigation_act.h"
#include "domain/navigation/navigation_report.h"
#include "navigation_query.h"

enum { NOTE_CONCLUSION_MAX = 900, NOTE_FIGURES_MAX = 8 };

/* Conclusions ---------------------------------------------------------------------------------- */

static enum err cite(struct ctx *ctx, const struct navigation_view *v,
                     struct navigation_conclusion_id id, struct form_ids figures)
{
    enum err e = sql_navigation_cite_gone(
        ctx->db, &(struct sql_navigation_cite_gone_in){ctx->park, v->row.id, id}, NULL);
    if (!figures.n)
        return ctx_fail(ctx, ERR_INVALID, "figures", T("结论至少引用一个图表"));
    for (size_t i = 0; !e && i < figures.n; i++) {
        bool again = false;
        struct navigation_figure_id figure = {figures.at[i]};
        for (size_t k = 0; k < i; k++)
            again = again || figures.at[k] == figures.at[i];
        if (!navigation_figure_of(v, figure))
            return ctx_fail(ctx, ERR_INVALID, "figures", T("没有这个图表"));
        if (!again)
            e = sql_navigation_cite_add(
                ctx->db, &(struct sql_navigation_cite_add_in){ctx->park, v->row.id, id, figure},
                NULL);
    }
    return e;
}

static enum err put(struct ctx *ctx, struct navigation_view *v, struct navigation_conclusion_view c,
                    const struct navigation_conclude_in *in, const char *verb,
                    struct act_result *out)
{
    struct journal_field fields[] = {
        journal_int(ctx->arena, "kind", c.kind, in->kind),
        {"text", c.text, in->text},
        journal_int(ctx->arena, "figures", (int64_t)c.cites.n, (int64_t)in->figures.n),
    };
    enum err e =
        sql_navigation_conclusion_put(ctx->db,
                                      &(struct sql_navigation_conclusion_put_in){
                                          ctx->park, v->row.id, c.id, c.place, in->kind, in->text,
                                          ctx->now_us, str_or_empty(ctx->actor.name)},
                                      NULL);
    if (!e)
        e = cite(ctx, v, c.id, in->figures);
    return e ? e : navigation_keep(ctx, &v->row, true, verb, fields, 3, T("结论已保存"), out);
}

enum err navigation_act_conclude(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_conclude_in *in = input;
    struct navigation_view v;
    struct navigation_conclusion_view c = {.text = STR_NULL};
    enum err e = navigation_open(ctx, in->id, 0, NAVIGATION_CONCLUDE, NAVIGATION_CONCLUDE, &v);
    if (!e && v.conclusions.n >= NAVIGATION_CONCLUSIONS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "text", T("一个项目最多 50 条结论"));
    if (!e)
        e = id_next(ctx, &c.id.n);
    c.place = e ? 0 : (int64_t)v.conclusions.n + 1;
    return e ? e : put(ctx, &v, c, in, "conclude", out);
}

static enum err open_conclusion(struct ctx *ctx, int64_t id, int64_t conclusion,
                                enum navigation_step to, struct navigation_view *v,
                                const struct navigation_conclusion_view **out)
{
    enum err e = navigation_open(ctx, id, 0, NAVIGATION_CONCLUDE, to, v);
    *out = e ? NULL : navigation_conclusion_of(v, (struct navigation_conclusion_id){conclusion});
    return !e && !*out ? ctx_fail(ctx, ERR_NOT_FOUND, "conclusion", T("没有这条结论")) : e;
}

/* Keeps what it was, with who changed it and why. */
static enum err keep_was(struct ctx *ctx, const struct navigation_view *v,
                         const struct navigation_conclusion_view *c, struct str reason, bool gone)
{
    struct buf figures;
    if (c->was.n >= NAVIGATION_WAS_MAX || v->changes >= NAVIGATION_WERE_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "text", T("结论改得太多次了：不能再改"));
    buf_init(&figures, ctx->arena, 16384);
    for (size_t i = 0; i < c->cites.n; i++) {
        const struct navigation_figure_view *f = navigation_figure_of(v, c->cites.at[i]);
        if (f)
            buf_print(&figures, "%s图 %lld %.*s", figures.len ? "、" : "", (long long)f->place,
                      STR_ARG(f->title));
    }
    return sql_navigation_conclusion_was_add(
        ctx->db,
        &(struct sql_navigation_conclusion_was_add_in){.park = ctx->park,
                                                       .navigation = v->row.id,
                                                       .conclusion = c->id,
                                                       .seq = (int64_t)c->was.n + 1,
                                                       .place = c->place,
                                                       .kind = c->kind,
                                                       .text = c->text,
                                                       .figures = buf_str(&figures),
                                                       .made_at = c->made_at,
                                                       .maker_name = c->maker_name,
                                                       .ended_at = ctx->now_us,
                                                       .ender_name = str_or_empty(ctx->actor.name),
                                                       .reason = reason,
                                                       .gone = gone},
        NULL);
}

enum err navigation_act_conclusion_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_conclusion_edit_in *in = input;
    struct navigation_view v;
    const struct navigation_conclusion_view *c;
    enum err e = open_conclusion(ctx, in->id, in->conclusion, NAVIGATION_CONCLUDE, &v, &c);
    struct navigation_conclude_in as = {in->id, in->kind, in->text, in->figures};
    if (!e)
        e = keep_was(ctx, &v, c, in->reason, false);
    return e ? e : put(ctx, &v, *c, &as, "conclusion_edit", out);
}

enum err navigation_act_conclusion_drop(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_conclusion_drop_in *in = input;
    struct navigation_view v;
    const struct navigation_conclusion_view *c;
    enum err e = open_conclusion(ctx, in->id, in->conclusion, NAVIGATION_CONCLUDE, &v, &c);
    for (size_t i = 0; !e && i < v.duties.n; i++)
        if (v.duties.at[i].conclusion.n == c->id.n)
            return ctx_fail_detail(ctx, ERR_CONFLICT, "conclusion",
                                   T("这条结论已经有任务（{}），不能去掉"), v.duties.at[i].number);
    if (!e)
        e = keep_was(ctx, &v, c, in->reason, true);
    if (!e)
        e = sql_navigation_cite_gone(
            ctx->db, &(struct sql_navigation_cite_gone_in){ctx->park, v.row.id, c->id}, NULL);
    if (!e)
        e = sql_navigation_conclusion_gone(
            ctx->db, &(struct sql_navigation_conclusion_gone_in){ctx->park, v.row.id, c->id}, NULL);
    if (e)
        return e;
    struct journal_field fields[] = {{"text", c->text, STR_NULL},
                                     journal_new("reason", in->reason)};
    return navigation_keep(ctx, &v.row, true, "conclusion_drop", fields, 2, T("已去掉"), out);
}

/* Duties: matters on the list, under the list's own rules ----------------------------------------
 */

static enum err enter(struct ctx *ctx, const struct navigation_view *v,
                      const struct navigation_conclusion_view *c,
                      const struct navigation_duty_in *in, struct act_result *out)
{
    struct str text = in->text;
    /* A firm reads its own matter, and nothing of the project. */
    if (!in->firm)
        text =
            utf8_prefix(str_print(ctx->arena, "%.*s\n\n依据：专利导航项目 %.*s 的第 %lld 条结论。",
                                  STR_ARG(in->text), STR_ARG(v->row.number), (long long)c->place),
                        MATTER_TEXT_MAX);
    struct matter_enter_in as = {.title = in->title,
                                 .text = text,
                                 .firm = in->firm,
                                 .source = MATTER_SOURCE_PLATFORM,
                                 .urgency = MATTER_ORDINARY,
                                 .accept = true};
    if (!in->firm)
        as.raiser = str_print(ctx->arena, "专利导航 %.*s", STR_ARG(v->row.number));
    return matter_act_enter(ctx, &as, out);
}

static enum err assign(struct ctx *ctx, const struct navigation_duty_in *in, int64_t matter)
{
    struct matter_row row;
    struct act_result result = {0};
    enum err e = matter_find_row(ctx, (struct matter_id){matter}, &row);
    struct matter_assign_in as = {.id = matter,
                                  .version = e ? 0 : row.version,
                                  .lead = in->lead,
                                  .helpers = in->helpers,
                                  .limit = in->due,
                                  .limit_kind = MATTER_FIXED_DAY,
                                  .opinion = in->firm ? STR("") /* the firm reads it */
                                                      : STR("按专利导航的结论办理")};
    return e ? e : matter_act_assign(ctx, &as, &result);
}

/* The conclusion and what it rests on go together, as internal notes: the first has both. */
static enum err tell_why(struct ctx *ctx, const struct navigation_view *v,
                         const struct navigation_conclusion_view *c, int64_t matter)
{
    struct str words =
        str_print(ctx->arena, "专利导航项目 %.*s《%.*s》结论（%s）：%.*s\n", STR_ARG(v->row.number),
                  STR_ARG(v->row.title), navigation_finding_word(c->kind),
                  STR_ARG(utf8_prefix(c->text, NOTE_CONCLUSION_MAX)));
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < c->cites.n && i < NOTE_FIGURES_MAX; i++) {
        const struct navigation_figure_view *f = navigation_figure_of(v, c->cites.at[i]);
        if (!f)
            continue;
        struct str note = str_print(ctx->arena, "%.*s依据：%.*s", STR_ARG(words),
                                    STR_ARG(navigation_evidence(ctx, f)));
        struct matter_note_in in = {matter, utf8_prefix(note, MATTER_NOTE_MAX)};
        struct act_result result = {0};
        e = matter_act_note(ctx, &in, &result);
        words = STR("");
    }
    return e;
}

static enum err lead_name(struct ctx *ctx, int64_t matter, struct str *out)
{
    struct matter_row row;
    enum err e = matter_find_row(ctx, (struct matter_id){matter}, &row);
    *out = e ? STR("") : row.lead_name;
    return e;
}

enum err navigation_act_duty(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_duty_in *in = input;
    struct navigation_view v;
    const struct navigation_conclusion_view *c;
    struct act_result made = {0};
    struct str lead;
    enum err e = open_conclusion(ctx, in->id, in->conclusion, NAVIGATION_USE, &v, &c);
    if (e)
        return e;
    if (in->due < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "due", T("办结期限不能早于今天"));
    if (!c->cites.n)
        return ctx_fail(ctx, ERR_CONFLICT, "conclusion", T("结论至少引用一个图表"));
    if (v.duties.n >= NAVIGATION_DUTIES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "title", T("一个项目最多 200 件任务"));
    if ((e = enter(ctx, &v, c, in, &made)) || (e = assign(ctx, in, made.id)) ||
        (e = tell_why(ctx, &v, c, made.id)) || (e = lead_name(ctx, made.id, &lead)))
        return e;
    e = sql_navigation_duty_add(
        ctx->db,
        &(struct sql_navigation_duty_add_in){
            ctx->park, v.row.id, {made.id}, c->id, {in->lead}, lead, in->due, ctx->now_us},
        NULL);
    if (!e)
        e = link_add(ctx, NAVIGATION_NOTICE, v.row.id.n, "matter", made.id, NAVIGATION_LINK_ROLE);
    if (e)
        return e;
    struct journal_field fields[] = {journal_id(ctx->arena, "matter", 0, made.id),
                                     journal_id(ctx->arena, "conclusion", 0, c->id.n),
                                     journal_id(ctx->arena, "lead", 0, in->lead),
                                     journal_day(ctx->arena, "due", DAY_NONE, in->due)};
    e = navigation_keep(ctx, &v.row, false, "duty", fields, 4, T("任务已上清单"), out);
    out->message = tr_with(ctx->arena, ctx->lang, T("任务已上清单：{}"), made.number);
    return e;
}

/* Reports -------------------------------------------------------------------------------------- */

enum err navigation_prepare_report(struct ctx *ctx, void *input)
{
    struct navigation_report_in *in = input;
    return navigation_report_make(ctx, (struct navigation_id){in->id}, STR(""), &in->found);
}

enum err navigation_act_report(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct navigation_report_in *in = input;
    return navigation_report_keep(ctx, in->found, in->quiet, out);
}
