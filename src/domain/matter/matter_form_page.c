/* One page for every act on a matter: what it is about, the act's declared fields, one button. */
#include "base/pairs.h"
#include "core/draft.h"
#include "core/person.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/page/form.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"

/* ---- addresses ------------------------------------------------------------------------------- */

static const struct {
    const char *act;
    struct url (*url)(struct arena *arena, struct matter_id id);
} on_matter[] = {
    {"matter.submit", url_matter_submit},
    {"matter.edit", url_matter_edit},
    {"matter.accept", url_matter_accept},
    {"matter.refuse", url_matter_refuse},
    {"matter.complete", url_matter_complete},
    {"matter.withdraw", url_matter_withdraw},
    {"matter.classify", url_matter_classify},
    {"matter.assign", url_matter_assign},
    {"matter.leader", url_matter_leader},
    {"matter.press", url_matter_press},
    {"matter.merge", url_matter_merge},
    {"matter.unmerge", url_matter_unmerge},
    {"matter.note", url_matter_note},
    {"matter.attach", url_matter_attach},
    {"matter.follow", url_matter_follow},
    {"matter.unfollow", url_matter_unfollow},
    {"matter.callback", url_matter_callback},
    {"matter.confirm", url_matter_confirm},
    {"matter.reopen", url_matter_reopen},
    {"matter.rate", url_matter_rate},
    {"matter.resolve", url_matter_resolve},
    {"matter.close", url_matter_close},
    {"matter.publish", url_matter_publish},
    {"matter.unpublish", url_matter_unpublish},
    {"matter.publish_answer", url_matter_publish_answer},
};

static const struct {
    const char *act;
    struct url (*url)(struct arena *arena, struct matter_id id, struct duty_id duty);
} on_duty[] = {
    {"duty.answer", url_duty_answer}, {"duty.progress", url_duty_progress},
    {"duty.extend", url_duty_extend}, {"duty.handback", url_duty_handback},
    {"duty.pause", url_duty_pause},   {"duty.resume", url_duty_resume},
    {"duty.cancel", url_duty_cancel}, {"duty.done", url_duty_done},
    {"duty.date", url_duty_date},
};

struct url matter_act_url(struct arena *arena, const char *act, struct matter_id id,
                          struct duty_id duty, struct duty_ask_id ask)
{
    struct str name = str_from(act);
    for (size_t i = 0; i < sizeof(on_matter) / sizeof(on_matter[0]); i++)
        if (str_eq(name, str_from(on_matter[i].act)))
            return on_matter[i].url(arena, id);
    for (size_t i = 0; duty.n && i < sizeof(on_duty) / sizeof(on_duty[0]); i++)
        if (str_eq(name, str_from(on_duty[i].act)))
            return on_duty[i].url(arena, id, duty);
    if (ask.n && str_eq(name, STR("duty.decide")))
        return url_duty_decide(arena, id, ask);
    if (ask.n && str_eq(name, STR("duty.sign")))
        return url_duty_sign(arena, id, ask);
    return (struct url){STR_NULL};
}

/* ---- choices --------------------------------------------------------------------------------- */

static void add(struct ctx *ctx, struct matter_options *out, int64_t id, struct str label)
{
    struct form_option o = {str_print(ctx->arena, "%lld", (long long)id), label, STR_NULL};
    *VEC_ADD(ctx->arena, out) = o;
}

enum err matter_options_classes(struct ctx *ctx, struct matter_options *out)
{
    struct matter_classes classes;
    enum err e = matter_find_classes(ctx, &classes);
    if (e)
        return e;
    for (size_t i = 0; i < classes.rows.n; i++)
        if (classes.rows.at[i].state == MATTER_CLASS_LIVE)
            add(ctx, out, classes.rows.at[i].id.n, classes.rows.at[i].full_name);
    return ERR_OK;
}

enum err matter_options_departments(struct ctx *ctx, struct matter_options *out)
{
    struct org *orgs;
    size_t n;
    enum err e = org_departments(ctx, &orgs, &n);
    for (size_t i = 0; !e && i < n; i++)
        add(ctx, out, orgs[i].id.n, orgs[i].name);
    return e;
}

enum err matter_options_firms(struct ctx *ctx, struct matter_options *out)
{
    struct org_query query = {
        .kind = ORG_ENTERPRISE, .state = ORG_ACTIVE, .limit = MATTER_FIRMS_MAX};
    struct org *orgs;
    size_t n;
    struct str next;
    enum err e = org_list(ctx, &query, &orgs, &n, &next);
    for (size_t i = 0; !e && i < n; i++)
        add(ctx, out, orgs[i].id.n, orgs[i].name);
    return e;
}

enum err matter_options_leaders(struct ctx *ctx, struct matter_options *out)
{
    struct person *people;
    size_t n;
    enum err e = person_with_role(ctx, ROLE_LEADER, &people, &n);
    for (size_t i = 0; !e && i < n; i++)
        add(ctx, out, people[i].id.n, people[i].name);
    return e;
}

enum err matter_options_zones(struct ctx *ctx, struct matter_options *out)
{
    struct zone *zones;
    size_t n;
    enum err e = zone_list(ctx, &zones, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (!zones[i].closed)
            add(ctx, out, zones[i].id.n, zones[i].name);
    return e;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static const struct {
    const char *field;
    enum err (*fill)(struct ctx *ctx, struct matter_options *out);
} choosers[] = {
    {"class", matter_options_classes},      {"parent", matter_options_classes},
    {"lead", matter_options_departments},   {"helpers", matter_options_departments},
    {"to_org", matter_options_departments}, {"firm", matter_options_firms},
    {"leader", matter_options_leaders},     {"zone", matter_options_zones},
};

/* A chooser that cannot be filled leaves its field out of the page; the act still says what it
 * misses. */
static void draw_choices(struct req *req, struct form_page *f)
{
    bool class_known = req->match.n && str_eq(req->match.args[0].name, STR("class"));
    for (size_t i = 0; i < req->form->n; i++) {
        const struct field *field = &req->form->fields[i];
        struct str name = str_from(field->name);
        bool drawn = class_known && str_eq(name, STR("class")); /* the address carries it */
        for (size_t k = 0; !drawn && k < sizeof(choosers) / sizeof(choosers[0]); k++) {
            struct matter_options options = {0};
            if (str_eq(name, str_from(choosers[k].field)) &&
                !choosers[k].fill(req->ctx, &options)) {
                form_one_from(f, field->name, options.at, options.n);
                drawn = true;
            }
        }
        if (!drawn)
            form_one(f, field->name);
    }
}

struct html show_act_form(struct req *req, const struct matter_act_page *v)
{
    struct form_page f = {0};
    if (v->matter)
        matter_act_context(req, v, v->matter);
    if (v->stale)
        matter_act_stale(&req->page, v->matter);
    if (v->draft_at)
        matter_act_draft(&req->page, v);
    if (v->hint)
        matter_act_hint(&req->page, v);
    if (v->proposal)
        matter_act_proposal(&req->page, v->proposal);
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    draw_choices(req, &f);
    form_rest(&f);
    matter_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

bool matter_asks_nothing(const struct req *req, const char *name)
{
    const struct act *act = web_act(req->web, str_from(name));
    for (size_t i = 0; act && i < act->form->n; i++)
        if (act->form->fields[i].type != FIELD_ID && !(act->form->fields[i].flags & FORM_HIDDEN))
            return false;
    return act != NULL;
}

struct html show_button(struct req *req, const struct matter_button *b)
{
    struct form_page f = {0};
    struct form_pair version = {STR("version"),
                                str_print(req->ctx->arena, "%lld", (long long)b->version)};
    struct form_pairs pairs = {&version, 1};
    form_begin(&f, &req->page, req, b->direct, b->url, &pairs);
    form_rest(&f);
    matter_button_face(&req->page, b);
    form_end(&f);
    return (struct html){STR("")};
}

/* ---- values to begin with -------------------------------------------------------------------- */

static struct str choice_name(const struct form_choice *choices, int64_t value)
{
    for (; choices->name; choices++)
        if (choices->value == value)
            return str_from(choices->name);
    return STR_NULL;
}

/* An edit begins with what is there; a classification with the class it has. */
static void old_values(struct req *req, const struct matter_view *m)
{
    const struct matter_row *r = &m->row;
    if (r->class.n)
        req_begin_with_int(req, "class", r->class.n);
    if (r->leader.n)
        req_begin_with_int(req, "leader", r->leader.n);
    if (r->lead.n)
        req_begin_with_int(req, "lead", r->lead.n);
    req_begin_with(req, "urgency", choice_name(matter_urgencies, r->urgency));
    if (!str_eq(str_from(req->act->name), STR("matter.edit")))
        return;
    req_begin_with(req, "title", r->title);
    req_begin_with(req, "text", m->body);
    req_begin_with(req, "contact", m->contact);
    req_begin_with(req, "phone", m->phone);
    req_begin_with(req, "outside_number", r->outside_number);
    if (m->consent)
        req_begin_with(req, "consent", STR("1"));
}

/* A text for everybody begins with what was proposed before, else with the matter's own words
 * without names and numbers. */
static enum err old_public(struct req *req, const struct matter_view *m)
{
    struct matter_public_view p = m->public;
    if (!str_eq(str_from(req->act->name), STR("matter.publish")))
        return ERR_OK;
    enum err e = p.state ? ERR_OK : matter_public_propose(req->ctx, m->row.id, &p);
    if (e)
        return e;
    req_begin_with(req, "title", p.title);
    req_begin_with(req, "problem", p.problem);
    req_begin_with(req, "result", p.result);
    return ERR_OK;
}

/* What is not there yet is proposed and chosen beforehand, where the form asks for it. */
static enum err propose(struct req *req, const struct matter_view *m, struct matter_act_page *p)
{
    struct matter_proposal *proposal = ARENA_NEW(req->ctx->arena, struct matter_proposal);
    bool class = form_field(req->form, STR("class")), lead = form_field(req->form, STR("lead"));
    if (req->failed || !(class || lead) || !ctx_may(req->ctx, ROLE_COORDINATOR))
        return ERR_OK;
    enum err e = matter_propose_for(req->ctx, m, proposal);
    if (!class)
        proposal->class.id = 0;
    if (!lead)
        proposal->lead.id = 0;
    if (proposal->class.id)
        req_begin_with_int(req, "class", proposal->class.id);
    if (proposal->lead.id)
        req_begin_with_int(req, "lead", proposal->lead.id);
    if (proposal->class.id || proposal->lead.id)
        p->proposal = proposal;
    return e;
}

/* What was typed here before and not sent comes back. */
static void restore_draft(struct req *req, struct matter_act_page *p)
{
    struct draft draft;
    struct form_pairs pairs;
    if (req->failed || draft_get(req->ctx, req->http->path, &draft) ||
        pairs_parse(req->ctx->arena, draft.text, &pairs)) {
        return;
    }
    for (size_t i = 0; i < pairs.n; i++)
        req_begin_with(req, str_c(req->ctx->arena, pairs.at[i].name), pairs.at[i].value);
    p->draft_at = draft.at;
}

/* Only what the form declares may stand in it. */
static void keep_declared(struct req *req)
{
    struct form_pair *pairs = ARENA_ARRAY(req->ctx->arena, struct form_pair, req->pairs.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < req->pairs.n; i++)
        if (form_field(req->form, req->pairs.at[i].name))
            pairs[n++] = req->pairs.at[i];
    req->pairs = (struct form_pairs){pairs, n};
}

static int64_t arg_or_0(const struct req *req, const char *name)
{
    for (size_t i = 0; i < req->match.n; i++)
        if (str_eq(req->match.args[i].name, str_from(name)))
            return req->match.args[i].n;
    return 0;
}

static void pick_duty(struct matter_act_page *p, const struct matter_view *m, int64_t duty,
                      int64_t ask)
{
    for (size_t i = 0; i < m->asks.n; i++)
        if (m->asks.at[i].id.n == ask) {
            p->ask = &m->asks.at[i];
            duty = p->ask->duty.n;
        }
    for (size_t i = 0; i < m->duties.n; i++)
        if (m->duties.at[i].id.n == duty)
            p->duty = &m->duties.at[i];
}

static const char *hint_of(struct str act)
{
    if (str_eq(act, STR("matter.accept")))
        return T("受理后开始计算交办时限，企业会收到通知。");
    if (str_eq(act, STR("matter.assign")))
        return T("时限不填，就按类别和紧急程度给；有说定的日子，填截至日。");
    if (str_eq(act, STR("duty.extend")))
        return T("须在到期前提出，由协调员审批。原承诺日期保留，不会被覆盖。");
    if (str_eq(act, STR("duty.handback")))
        return T("协调员同意后才算退回；在此之前仍由本部门办理。");
    if (str_eq(act, STR("duty.pause")))
        return T("等企业补充期间不计时限，恢复后到期日相应顺延。");
    if (str_eq(act, STR("matter.merge")))
        return T("并入后本件不再单独办理，企业可在主件看到进展。");
    if (str_eq(act, STR("matter.note")))
        return T("内部备注，企业看不到。");
    if (str_eq(act, STR("matter.callback")))
        return T("电话回访后在这里记下企业的原话评价。没有打通也要记。");
    if (str_eq(act, STR("matter.publish")))
        return T(
            "下面是去掉名称、人名、号码和地址后的草稿，请改成通顺的话。企业看过并同意后才公开。");
    if (str_eq(act, STR("matter.publish_answer")))
        return T("同意后，上面这段文字任何人不登录就能看到；您随时可以撤下。");
    if (str_eq(act, STR("matter.unpublish")))
        return T("撤下后，公开页上马上看不到这一件。");
    return NULL;
}

/* What the record does not offer is not asked either: an address from yesterday's mail, a form that
 * somebody else has sent meanwhile. Typed words are never turned away here: a POST comes first. */
static bool is_offered(const struct req *req, const struct matter_view *m, int64_t duty,
                       int64_t ask)
{
    for (size_t i = 0; i < m->next.n; i++) {
        const struct matter_next *next = &m->next.at[i];
        if (str_eq(str_from(next->act), str_from(req->act->name)) && next->duty.n == duty &&
            (!ask || next->ask.n == ask))
            return true;
    }
    return false;
}

/* ---- the handlers ---------------------------------------------------------------------------- */

static enum err act_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct matter_view *m = ARENA_NEW(ctx->arena, struct matter_view);
    struct matter_id id = {req_id(req, "id")};
    struct matter_act_page p = {.matter = m};
    enum err e = matter_find_one(ctx, id, m);
    if (e)
        return e;
    pick_duty(&p, m, arg_or_0(req, "duty"), arg_or_0(req, "ask"));
    if ((arg_or_0(req, "duty") && !p.duty) || (arg_or_0(req, "ask") && !p.ask))
        return ERR_NOT_FOUND;
    if (!req->failed && !is_offered(req, m, p.duty ? p.duty->id.n : 0, arg_or_0(req, "ask")))
        return req_redirect(req, url_matter_show(ctx->arena, id),
                            tr(ctx->lang, T("这一步现在不用办或办不了，请看事项现在的情况")));
    if (!req->failed)
        old_values(req, m);
    if (!req->failed && (e = old_public(req, m)))
        return e;
    if ((e = propose(req, m, &p)))
        return e;
    restore_draft(req, &p);
    if (!req->failed || req->failed == ERR_CONFLICT)
        req_begin_with_int(req, "version", p.duty && !p.ask ? p.duty->version : m->row.version);
    keep_declared(req);
    p.stale = req->failed == ERR_CONFLICT;
    p.title = tr(ctx->lang, req->act->title);
    p.button = req->act->title;
    p.hint = hint_of(str_from(req->act->name));
    p.back = url_matter_show(ctx->arena, id);
    if (str_has(str_from(req->act->name), STR("publish_answer"))) {
        p.public = &m->public;
        if (m->sees_internal)
            p.hint = T("这家企业没有账号：请把上面这段文字给它看过，把它的意见登记在这里，并在说明"
                       "里写明谁、"
                       "什么时候、怎样答复的。同意后，任何人不登录就能看到这段文字。");
    }
    p.action =
        matter_act_url(ctx->arena, req->act->name, id, p.duty ? p.duty->id : (struct duty_id){0},
                       p.ask ? p.ask->id : (struct duty_ask_id){0});
    req->done_url = p.back;
    req->title = p.title;
    matter_act_body(req, &p);
    return ERR_OK;
}

#define ACT_PAGE(name)                                                                             \
    enum err name##_page(struct req *req)                                                          \
    {                                                                                              \
        return act_page(req);                                                                      \
    }
ACT_PAGE(matter_submit)
ACT_PAGE(matter_edit)
ACT_PAGE(matter_accept)
ACT_PAGE(matter_refuse)
ACT_PAGE(matter_complete)
ACT_PAGE(matter_withdraw)
ACT_PAGE(matter_classify)
ACT_PAGE(matter_assign)
ACT_PAGE(matter_leader)
ACT_PAGE(matter_press)
ACT_PAGE(matter_merge)
ACT_PAGE(matter_unmerge)
ACT_PAGE(matter_note)
ACT_PAGE(matter_attach)
ACT_PAGE(matter_follow)
ACT_PAGE(matter_unfollow)
ACT_PAGE(matter_callback)
ACT_PAGE(matter_confirm)
ACT_PAGE(matter_reopen)
ACT_PAGE(matter_rate)
ACT_PAGE(matter_resolve)
ACT_PAGE(matter_close)
ACT_PAGE(matter_publish)
ACT_PAGE(matter_publish_answer)
ACT_PAGE(matter_unpublish)
ACT_PAGE(duty_answer)
ACT_PAGE(duty_progress)
ACT_PAGE(duty_extend)
ACT_PAGE(duty_handback)
ACT_PAGE(duty_pause)
ACT_PAGE(duty_resume)
ACT_PAGE(duty_date)
ACT_PAGE(duty_cancel)
ACT_PAGE(duty_done)
ACT_PAGE(duty_decide)
ACT_PAGE(duty_sign)

static enum err new_page(struct req *req, struct url action, const char *button)
{
    struct matter_act_page p = {
        .title = tr(req->ctx->lang, req->act->title),
        .button = button,
        .action = action,
        .back = url_matter_list(req->ctx->arena),
    };
    restore_draft(req, &p);
    keep_declared(req);
    req->done_url = (struct url){STR("/matters/{id}")}; /* the new record */
    req->title = p.title;
    matter_act_body(req, &p);
    return ERR_OK;
}

enum err matter_enter_page(struct req *req)
{
    return new_page(req, url_matter_enter(req->ctx->arena), T("登记"));
}

enum err matter_raise_page(struct req *req)
{
    return new_page(req, url_matter_raise(req->ctx->arena), T("提交诉求"));
}

/* What says the same within sight, and what it may belong to, for the form that is being filled. */
enum err matter_same_page(struct req *req)
{
    struct matter_nears near = {0};
    struct ctx *ctx = req->ctx;
    struct str text = str_trim(req_query(req, "text")), title = str_trim(req_query(req, "title"));
    enum err e = ERR_OK;
    if (!str_empty(text))
        e = matter_find_near(ctx, text, (struct matter_id){0}, &near);
    if (!e && ctx->learned)
        e = matter_propose(ctx, title, text, &near.proposal);
    if (ctx_may(ctx, ROLE_FIRM))
        near.proposal.lead.id = 0;
    if (!e)
        matter_same_body(&req->page, &near);
    return e;
}
