/* Coming in: a firm raises, a coordinator enters on behalf; drafts, edits, files, notes, followers.
 */
#include "core/file.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/org.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

/* The number is given when it is raised, not while it is a draft: the series has no gaps. */
static enum err give_number(struct matter_case *c)
{
    struct ctx *ctx = c->ctx;
    int32_t year = day_date(ctx_today(ctx)).year;
    enum err e = number_next(ctx, "matter", year, &c->now.number);
    if (e)
        return e;
    struct str head, rest = c->now.number;
    int64_t seq;
    if (!str_cut(&rest, '-', &head) || !str_int(rest, &seq))
        return ctx_fail(ctx, ERR_IO, NULL, T("编号序列的形式不对"));
    c->now.year = (struct maybe_int){true, year};
    c->now.seq = (struct maybe_int){true, seq};
    c->now.raised_at = ctx->now_us;
    if (c->fresh)
        return ERR_OK;
    return sql_matter_put_number(
        ctx->db,
        &(struct sql_matter_put_number_in){
            .park = ctx->park, .id = c->now.id, .number = c->now.number, .year = year, .seq = seq},
        NULL);
}

static enum err put_text(struct matter_case *c, struct str body, struct str contact,
                         struct str phone)
{
    struct ctx *ctx = c->ctx;
    struct sql_matter_text_put_in in = {.park = ctx->park,
                                        .matter = c->now.id,
                                        .body = body,
                                        .body_hash = matter_body_hash(ctx, body),
                                        .contact = str_or_empty(contact),
                                        .phone = str_or_empty(phone),
                                        .answer = STR("")};
    enum err e = sql_matter_text_put(ctx->db, &in, NULL);
    return e ? e : matter_case_index(c, body);
}

static enum err attach(struct ctx *ctx, int64_t matter, struct form_ids files)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < files.n; i++) {
        struct file file;
        e = file_get(ctx, (struct file_id){files.at[i]}, &file);
        if (!e && file.person.n != ctx->actor.person.n)
            e = ERR_NOT_FOUND; /* somebody else's upload: as if it were not there */
        if (e == ERR_NOT_FOUND)
            return ctx_fail(ctx, ERR_INVALID, "files", T("附件不在了，请重新上传"));
        if (!e)
            e = file_attach(ctx, file.id, "matter", matter);
    }
    return e;
}

enum err matter_act_raise(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_raise_in *in = input;
    struct org firm;
    enum err e = org_get(ctx, ctx->actor.org, &firm);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您的账号没有所属企业，请联系协调员"));
    struct matter_case c;
    if (e || (e = matter_case_new(ctx, MATTER_RAISE, &c)))
        return e;
    c.who = MATTER_BY_FIRM;
    c.now.title = in->title;
    c.now.firm = firm.id;
    c.now.firm_name = firm.name;
    c.now.zone = firm.zone;
    c.now.urgency = in->urgency ? in->urgency : MATTER_ORDINARY;
    c.now.consent = in->consent;
    c.now.state = in->draft ? MATTER_DRAFT : MATTER_RAISED;
    if ((e = matter_case_set_class(&c, in->class)) || (!in->draft && (e = give_number(&c))))
        return e;
    struct str contact = str_empty(in->contact) ? firm.contact : in->contact;
    struct str phone = str_empty(in->phone) ? firm.phone : in->phone;
    struct matter_deed deed = {.message = in->draft ? T("草稿已保存") : T("诉求已提交，{} 号")};
    if ((e = matter_case_keep(&c, &deed, out)) || (e = put_text(&c, in->text, contact, phone)))
        return e;
    return attach(ctx, c.now.id.n, in->files);
}

/* The firm of the register, or the raiser's name as text. */
static enum err set_raiser(struct matter_case *c, const struct matter_enter_in *in,
                           struct org *out_firm)
{
    struct ctx *ctx = c->ctx;
    *out_firm = (struct org){.contact = STR(""), .phone = STR("")};
    if (!in->firm && str_empty(in->raiser))
        return ctx_fail(ctx, ERR_INVALID, "firm", T("请选择企业，或者写明册外的诉求人"));
    if (in->firm && !str_empty(in->raiser))
        return ctx_fail(ctx, ERR_INVALID, "raiser", T("已选企业，就不用写册外诉求人"));
    c->now.firm_name = in->raiser;
    c->now.zone = (struct zone_id){in->zone ? in->zone : ctx->actor.zone};
    if (!in->firm)
        return ERR_OK;
    enum err e = org_get(ctx, (struct org_id){in->firm}, out_firm);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_INVALID, "firm", T("没有这家企业"));
    if (e)
        return e;
    if (out_firm->kind == ORG_DEPARTMENT || out_firm->state != ORG_ACTIVE)
        return ctx_fail(ctx, ERR_INVALID, "firm", T("请选择在册的企业"));
    c->now.firm = out_firm->id;
    c->now.firm_name = out_firm->name;
    if (!in->zone && out_firm->zone.n)
        c->now.zone = out_firm->zone;
    return ERR_OK;
}

enum err matter_act_enter(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_enter_in *in = input;
    struct matter_case c;
    struct org firm;
    enum err e = matter_case_new(ctx, MATTER_RAISE, &c);
    if (e || (e = set_raiser(&c, in, &firm)))
        return e;
    c.who = MATTER_BY_COORDINATOR;
    c.now.title = in->title;
    c.now.source = in->source;
    c.now.urgency = in->urgency ? in->urgency : MATTER_ORDINARY;
    c.now.outside_number = str_or_empty(in->outside_number);
    c.now.on_behalf = true;
    c.now.state = in->accept ? MATTER_ACCEPTED : MATTER_RAISED;
    c.now.accepted_at = in->accept ? ctx->now_us : 0;
    if ((e = matter_case_set_class(&c, in->class)) || (e = give_number(&c)))
        return e;
    struct str contact = str_empty(in->contact) ? firm.contact : in->contact;
    struct str phone = str_empty(in->phone) ? firm.phone : in->phone;
    struct matter_deed deed = {.message = T("已录入，{} 号")};
    if ((e = matter_case_keep(&c, &deed, out)) || (e = put_text(&c, in->text, contact, phone)))
        return e;
    return attach(ctx, c.now.id.n, in->files);
}

enum err matter_act_submit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_act_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_SUBMIT, &c);
    if (e)
        return e;
    c.now.state = MATTER_RAISED;
    if (str_empty(c.now.number)) {
        if ((e = give_number(&c)))
            return e;
    } else {
        c.now.raised_at = ctx->now_us; /* completed: the acceptance clock starts anew */
    }
    struct sql_matter_text_get_row text;
    e = sql_matter_text_get(ctx->db, ctx->arena,
                            &(struct sql_matter_text_get_in){ctx->park, c.now.id}, &text);
    if (e || (e = matter_case_index(&c, text.body)))
        return e;
    return matter_case_keep(&c, &(struct matter_deed){.message = T("诉求已提交，{} 号")}, out);
}

enum err matter_act_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_edit_in *in = input;
    struct matter_case c;
    struct sql_matter_text_get_row text;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_EDIT, &c);
    if (!e)
        e = sql_matter_text_get(ctx->db, ctx->arena,
                                &(struct sql_matter_text_get_in){ctx->park, c.now.id}, &text);
    if (e)
        return e;
    c.now.title = in->title;
    if (c.who & MATTER_BY_COORDINATOR)
        c.now.outside_number =
            str_or_empty(in->outside_number); /* for the journal; written below */
    if (c.who & MATTER_BY_FIRM)
        c.now.consent = in->consent;
    if (in->urgency)
        c.now.urgency = in->urgency;
    const struct journal_field more[] = {journal_text("text", text.body, in->text),
                                         journal_text("contact", text.contact, in->contact),
                                         journal_text("phone", text.phone, in->phone)};
    struct matter_deed deed = {.more = more, .more_n = 3, .message = T("已修改：{}")};
    if (!str_eq(text.body, in->text))
        deed.text = str_print(ctx->arena, "%.*s", STR_ARG(in->text));
    if ((e = matter_case_keep(&c, &deed, out)))
        return e;
    struct sql_matter_text_put_in put = {.park = ctx->park,
                                         .matter = c.now.id,
                                         .body = in->text,
                                         .body_hash = matter_body_hash(ctx, in->text),
                                         .contact = str_or_empty(in->contact),
                                         .phone = str_or_empty(in->phone),
                                         .answer = text.answer};
    e = sql_matter_text_put(ctx->db, &put, NULL);
    if (!e && !str_eq(c.now.outside_number, c.was.outside_number))
        e = sql_matter_put_outside(
            ctx->db, &(struct sql_matter_put_outside_in){ctx->park, c.now.id, c.now.outside_number},
            NULL);
    return e ? e : matter_case_index(&c, in->text);
}

enum err matter_act_withdraw(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_WITHDRAW, &c);
    for (size_t i = 0; !e && i < c.duty_n; i++)
        if (c.duties[i].now.open)
            e = matter_case_end_duty(&c, &c.duties[i], DUTY_CANCELLED);
    if (e)
        return e;
    c.now.state = MATTER_WITHDRAWN;
    c.now.ended_at = ctx->now_us;
    c.now.end_reason = in->reason;
    struct matter_deed deed = {.text = in->reason, .message = T("已撤回：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_attach(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_attach_in *in = input;
    struct matter_case c;
    struct file *there;
    size_t n;
    enum err e = matter_case_open(ctx, in->id, 0, MATTER_ATTACH, &c);
    if (!e)
        e = file_of(ctx, "matter", in->id, &there, &n);
    if (e)
        return e;
    if (n + in->files.n > FILES_OF_RECORD_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "files", T("附件太多了"));
    if ((e = attach(ctx, in->id, in->files)))
        return e;
    struct matter_deed deed = {.text = str_print(ctx->arena, "%zu", in->files.n),
                               .message = T("附件已上传：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_note(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_note_in *in = input;
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, 0, MATTER_NOTE, &c);
    if (e)
        return e;
    struct matter_deed deed = {
        .text = in->text, .internal = true, .message = T("批注已保存，企业看不到")};
    return matter_case_keep(&c, &deed, out);
}

/* Following is a person's own affair: no story row, only the counter in the list row. */
static enum err follow(struct ctx *ctx, const struct matter_act_in *in, enum matter_verb verb,
                       struct act_result *out)
{
    struct matter_case c;
    enum err e = matter_case_open(ctx, in->id, 0, verb, &c);
    if (e)
        return e;
    int64_t changed;
    if (verb == MATTER_FOLLOW)
        e = sql_matter_follower_add(ctx->db,
                                    &(struct sql_matter_follower_add_in){
                                        ctx->park, c.now.id, ctx->actor.person, ctx->now_us},
                                    &changed);
    else
        e = sql_matter_follower_drop(
            ctx->db, &(struct sql_matter_follower_drop_in){ctx->park, c.now.id, ctx->actor.person},
            &changed);
    if (e)
        return e;
    if (changed)
        c.now.followers += verb == MATTER_FOLLOW ? 1 : -1;
    struct matter_deed deed = {
        .internal = true, .message = verb == MATTER_FOLLOW ? T("已关注：{}") : T("已取消关注：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_follow(struct ctx *ctx, const void *input, struct act_result *out)
{
    return follow(ctx, input, MATTER_FOLLOW, out);
}

enum err matter_act_unfollow(struct ctx *ctx, const void *input, struct act_result *out)
{
    return follow(ctx, input, MATTER_UNFOLLOW, out);
}
