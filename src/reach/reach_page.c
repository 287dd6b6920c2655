/* Channels, the outbox, one's own choices, calendar feeds. */
#include "reach/reach_page.h"

#include "base/i18n.h"
#include "core/feed.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "reach/page/reach.tmpl.h"
#include "reach/page/reach_route.h"
#include "reach/reach_form.h"
#include "report/ics.h"
#include "web/dispatch.h"
#include "web/sign.h"

const struct module reach_page_module = {
    .name = "reach_page",
    .pages = reach_routes,
    .page_n = reach_route_n,
};

/* ---- channels and the outbox ----------------------------------------------------------------- */

enum err reach_channels_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct reach_channels_page v = {0};
    struct channel_view *rows;
    size_t n;
    enum err e = channel_list(ctx, &rows, &n);
    if (!e)
        e = outbox_sum(ctx, &v.sum);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &v.rows) = rows[i];
    req->done_url = url_reach_channels(ctx->arena);
    req->title = tr(ctx->lang, T("通知渠道"));
    reach_channels_body(req, &v);
    return ERR_OK;
}

static const struct {
    const char *name, *label;
    int64_t state;
} states[] = {
    {"", T("全部"), -1},
    {"waiting", T("等待发送"), OUTBOX_WAITING},
    {"dead", T("发不出去"), OUTBOX_DEAD},
    {"sent", T("已发出"), OUTBOX_SENT},
};
enum { STATES = sizeof states / sizeof states[0] };

static size_t fill_tabs(struct req *req, struct reach_outbox_page *v)
{
    struct arena *arena = req->ctx->arena;
    struct str given = str_or_empty(req_query(req, "state"));
    size_t here = 0;
    for (size_t i = 0; i < STATES; i++)
        if (str_eq(given, str_from(states[i].name)))
            here = i;
    for (size_t i = 0; i < STATES; i++) {
        struct form_pair *pair = ARENA_NEW(arena, struct form_pair);
        *pair = (struct form_pair){STR("state"), str_from(states[i].name)};
        struct url url = url_reach_outbox(arena);
        struct layout_tab tab = {i ? url_with(arena, url, (struct form_pairs){pair, 1}) : url,
                                 tr(req->ctx->lang, states[i].label), i == here, 0};
        *VEC_ADD(arena, &v->tabs) = tab;
    }
    return here;
}

static void add_line(struct req *req, struct reach_outbox_page *v, const struct outbox_row *row)
{
    struct arena *arena = req->ctx->arena;
    struct reach_outbox_line line = {.row = *row, .event = row->event};
    for (size_t i = 1; i < STATES; i++)
        if (states[i].state == row->state)
            line.state = states[i].label;
    if (ctx_may(req->ctx, ROLE_COORDINATOR | ROLE_LEADER))
        line.url.text = notice_path(arena, row->kind, row->record);
    *VEC_ADD(arena, &v->rows) = line;
}

enum err reach_outbox_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct reach_outbox_page v = {0};
    struct outbox_row *rows;
    size_t n, here = fill_tabs(req, &v);
    struct str next = STR_NULL;
    struct outbox_query query = {.state = states[here].state, .after = req_query(req, "after")};
    enum err e = outbox_list(ctx, &query, &rows, &n, &next);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        add_line(req, &v, &rows[i]);
    if (!str_empty(next))
        v.next = req_url_with(req, "after", next);
    req->done_url = url_reach_outbox(ctx->arena);
    req->title = tr(ctx->lang, T("待发箱"));
    reach_outbox_body(req, &v);
    return ERR_OK;
}

/* ---- acts ------------------------------------------------------------------------------------ */

struct options {
    struct form_option *at;
    size_t n, cap;
};

/* Who may have a group of their own: departments first, then firms. */
static enum err orgs(struct ctx *ctx, struct options *out)
{
    static const int64_t kinds[] = {ORG_DEPARTMENT, ORG_ENTERPRISE};
    enum err e = ERR_OK;
    for (size_t k = 0; !e && k < sizeof kinds / sizeof kinds[0]; k++) {
        struct org_query query = {.kind = kinds[k], .state = ORG_ACTIVE, .limit = 500};
        struct org *rows;
        struct str next;
        size_t n = 0;
        e = org_list(ctx, &query, &rows, &n, &next);
        for (size_t i = 0; !e && i < n; i++) {
            struct form_option o = {str_print(ctx->arena, "%lld", (long long)rows[i].id.n),
                                    rows[i].name, tr(ctx->lang, org_kind_label(kinds[k]))};
            *VEC_ADD(ctx->arena, out) = o;
        }
    }
    return e;
}

struct html show_reach_form(struct req *req, const struct reach_act_page *v)
{
    struct form_page f = {0};
    struct options options = {0};
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    for (size_t i = 0; i < req->form->n; i++) {
        const char *name = req->form->fields[i].name;
        if (str_eq(str_from(name), STR("org")) && !orgs(req->ctx, &options))
            form_one_from(&f, name, options.at, options.n);
        else
            form_one(&f, name);
    }
    form_rest(&f);
    reach_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

static void prepare(struct req *req, struct reach_act_page *v, struct url action, struct url back)
{
    v->title = tr(req->ctx->lang, req->act->title);
    v->button = v->button ? v->button : T("保存");
    v->action = action;
    v->back = back;
    if (req->result)
        v->secret = req->result->secret;
    req->done_url = back;
    req->title = v->title;
}

static enum err draw(struct req *req, struct reach_act_page *v, struct url action, struct url back)
{
    prepare(req, v, action, back);
    reach_act_body(req, v);
    return ERR_OK;
}

enum err reach_channel_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct reach_act_page v = {
        .button = T("新增"),
        .hint =
            T("邮件服务器写 smtp://主机:587 或 smtps://主机:465；群机器人把群里给的地址整条贴进来；"
              "Webhook 写接收程序的 https 地址，签名密钥保存后显示一次。"),
    };
    if (req->result)
        v.about = tr(req->ctx->lang, T("接收程序用这个密钥核对签名"));
    return draw(req, &v, url_reach_channel_add(arena), url_reach_channels(arena));
}

static struct form_pairs old_values(struct req *req, const struct channel *c)
{
    struct channel_in in = {.id = c->id.n,
                            .version = c->version,
                            .name = c->name,
                            .login = c->login,
                            .sender = c->sender,
                            .events = c->events,
                            .org = c->org.n,
                            .plain = c->plain,
                            .inside = c->inside};
    return form_encode(req->ctx->arena, req->form, &in);
}

enum err reach_channel_edit_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct channel_id id = {req_id(req, "id")};
    struct channel c;
    enum err e = channel_get(req->ctx, id, &c);
    if (e)
        return e;
    struct reach_act_page v = {.about = c.name,
                               .hint = T("地址和密码不会再显示；不填就保持原样。")};
    if (!req->failed)
        req->pairs = old_values(req, &c);
    return draw(req, &v, url_reach_channel_edit(arena, id), url_reach_channels(arena));
}

static enum err channel_page(struct req *req, struct reach_act_page *v,
                             struct url (*url)(struct arena *arena, struct channel_id id))
{
    struct channel_id id = {req_id(req, "id")};
    struct channel c;
    enum err e = channel_get(req->ctx, id, &c);
    if (e)
        return e;
    v->about = c.name;
    return draw(req, v, url(req->ctx->arena, id), url_reach_channels(req->ctx->arena));
}

enum err reach_channel_test_page(struct req *req)
{
    struct reach_act_page v = {.button = T("试发一条")};
    return channel_page(req, &v, url_reach_channel_test);
}

enum err reach_channel_enable_page(struct req *req)
{
    struct reach_act_page v = {.button = T("启用")};
    return channel_page(req, &v, url_reach_channel_enable);
}

enum err reach_channel_disable_page(struct req *req)
{
    struct reach_act_page v = {.button = T("停用"),
                               .hint = T("停用后新消息不再排进来，已在排队的留着，启用后接着发。")};
    return channel_page(req, &v, url_reach_channel_disable);
}

enum err reach_channel_secret_page(struct req *req)
{
    struct reach_act_page v = {.button = T("换签名密钥"),
                               .hint = T("旧密钥立刻作废，请随即在接收程序里换上新的。")};
    return channel_page(req, &v, url_reach_channel_secret);
}

enum err reach_channel_retry_page(struct req *req)
{
    struct reach_act_page v = {.button = T("重发")};
    return channel_page(req, &v, url_reach_channel_retry);
}

enum err reach_outbox_retry_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct reach_act_page v = {.button = T("再试一次")};
    struct url action = url_reach_outbox_retry(arena, (struct outbox_id){req_id(req, "id")});
    return draw(req, &v, action, url_reach_outbox(arena));
}

enum err reach_outbox_drop_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct reach_act_page v = {.button = T("不再发送")};
    struct url action = url_reach_outbox_drop(arena, (struct outbox_id){req_id(req, "id")});
    return draw(req, &v, action, url_reach_outbox(arena));
}

/* ---- one's own ------------------------------------------------------------------------------- */

enum err reach_me_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct reach_me_page v = {0};
    struct person person;
    struct reach_choice choice;
    enum err e = person_get(ctx, ctx->actor.person, &person);
    if (!e)
        e = reach_choice_get(ctx, person.id, &choice);
    if (!e)
        e = feed_of(ctx, &v.feed_since);
    if (e)
        return e;
    v.email = person.email;
    bool mail = choice.mail && !str_empty(person.email);
    struct choice_in in = {.way = mail ? WAY_MAIL : WAY_INBOX,
                           .from_hour = choice.from_hour,
                           .to_hour = choice.to_hour};
    if (!req->failed)
        req->pairs = form_encode(ctx->arena, req->form, &in);
    prepare(req, &v.act, url_reach_me(ctx->arena), url_reach_me(ctx->arena));
    v.act.back.text = STR("/me");
    reach_me_body(req, &v);
    return ERR_OK;
}

enum err reach_feed_make_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct reach_act_page v = {
        .button = T("生成地址"),
        .hint = T("谁有这个地址，谁就能看到您的办理期限；请只放进自己的日历。以前的地址随即作废。"),
    };
    prepare(req, &v, url_reach_feed_make(arena), url_reach_me(arena));
    if (req->result)
        v.secret = str_print(arena, "%.*s%.*s", STR_ARG(req->web->config.public_url),
                             STR_ARG(url_reach_feed(arena, req->result->secret).text));
    reach_act_body(req, &v);
    return ERR_OK;
}

enum err reach_feed_end_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct reach_act_page v = {.button = T("停用地址")};
    return draw(req, &v, url_reach_feed_end(arena), url_reach_me(arena));
}

/* ---- the answer from a mail ------------------------------------------------------------------ */

struct answering {
    struct answer_row row;
    const struct act *act;
    void *in;
    struct act_result out;
};

/* The link and its act in one transaction: neither without the other. */
static enum err do_answer(struct ctx *ctx, void *arg)
{
    struct answering *a = arg;
    enum err e = answer_use(ctx, a->row.id);
    if (!e)
        e = person_actor(ctx, a->row.person, &ctx->actor);
    if (!e && !ctx_may(ctx, a->act->roles))
        e = ctx_fail(ctx, ERR_DENIED, NULL, T("您没有办理这一步的权限"));
    return e ? e : a->act->run(ctx, a->in, &a->out);
}

/* Only what the page showed is agreed to: the result may have been replaced since it was drawn. */
static enum err answer_post(struct req *req, struct answering *a, const struct answer_offer *offer)
{
    struct form_errors errors = {0};
    int64_t seen = 0;
    if (!str_int(form_value(req->pairs, STR("seen")), &seen) || seen != offer->version)
        return ctx_fail(req->ctx, ERR_CONFLICT, NULL, T("办理结果刚有变动，请再看一遍"));
    a->in = arena_alloc(req->ctx->arena, a->act->form->size);
    enum err e = form_decode(req->ctx->arena, a->act->form, offer->pairs, a->in, &errors);
    return e ? e : req_write(req, do_answer, a);
}

/* What the link is for, as its person would see it now. False: nothing any more. */
static bool look_up(struct req *req, struct answering *a, struct answer_offer *offer,
                    struct reach_answer_page *v)
{
    struct ctx *ctx = req->ctx;
    struct person person;
    if (answer_find(ctx, req_arg(req, "secret"), &a->row) ||
        person_get(ctx, a->row.person, &person) || person.state == PERSON_DISABLED)
        return false;
    if (str_null(req_query(req, "lang")))
        req->page.lang = ctx->lang = person.lang; /* not the browser's: the mail was in theirs */
    struct ctx theirs = *ctx;
    if (person_actor(&theirs, a->row.person, &theirs.actor) ||
        answer_offered(&theirs, req->web->config.modules, a->row.kind, a->row.record, offer) ||
        !str_eq(a->row.act, str_from(offer->act)))
        return false;
    a->act = web_act(req->web, a->row.act);
    v->person = person.name;
    v->title = offer->title;
    v->text = offer->text;
    v->button = offer->button;
    v->seen = offer->version;
    v->page = (struct url){offer->path};
    return a->act != NULL && a->act->prepare == NULL;
}

enum err reach_answer_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct answering a = {0};
    struct answer_offer offer = {0};
    struct reach_answer_page v = {.action = url_reach_answer(ctx->arena, req_arg(req, "secret"))};
    v.gone = !look_up(req, &a, &offer, &v);
    error_clear(&ctx->error);
    if (!v.gone && req->post) {
        enum err e = answer_post(req, &a, &offer);
        v.done = !e;
        v.gone = e == ERR_NOT_FOUND;
        if (ctx->error.message)
            v.message = tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail);
        error_clear(&ctx->error);
    }
    req->title = tr(ctx->lang, v.gone ? T("这个链接不能再用了") : T("请确认办理结果"));
    reach_answer_body(req, &v);
    return ERR_OK;
}

/* ---- the feed -------------------------------------------------------------------------------- */

static void write_event(struct req *req, struct ics *ics, const struct feed_event *e)
{
    struct str url = STR("");
    if (!str_empty(e->path))
        url = str_print(req->ctx->arena, "%.*s%.*s", STR_ARG(req->web->config.public_url),
                        STR_ARG(e->path));
    ics_event(ics, &(struct ics_event){.uid = e->uid,
                                       .title = e->title,
                                       .text = e->text,
                                       .place = e->place,
                                       .url = url,
                                       .day = e->day,
                                       .from_us = e->from_us,
                                       .to_us = e->to_us,
                                       .changed_us = e->changed_us,
                                       .version = e->version,
                                       .cancelled = e->cancelled});
}

/* "https://list.example:8443" -> "list.example": names every UID. */
static struct str domain_of(struct str url)
{
    size_t at = str_find(url, STR("://"), 0);
    struct str host = at == SIZE_MAX ? url : str_slice(url, at + 3, url.len);
    size_t colon = str_find_char(host, ':', 0);
    return colon == SIZE_MAX || str_starts(host, STR("[")) ? host : str_slice(host, 0, colon);
}

static enum err write_feeds(struct req *req, struct ics *ics)
{
    const struct module *const *m = req->web->config.modules;
    size_t left = FEED_EVENTS_MAX;
    for (; *m; m++)
        for (size_t i = 0; i < (*m)->feed_n; i++) {
            struct feed_event *events = NULL;
            size_t n = 0;
            enum err e = (*m)->feeds[i].list(req->ctx, &events, &n);
            if (e)
                return e;
            for (size_t k = 0; k < n && left > 0; k++, left--)
                write_event(req, ics, &events[k]);
        }
    return ERR_OK;
}

/* Whoever has the address reads as its person, and only this. */
enum err reach_feed_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct person_id id;
    struct person person;
    struct buf out;
    enum err e = feed_find(ctx, req_arg(req, "secret"), &id);
    if (!e)
        e = person_get(ctx, id, &person);
    if (!e)
        e = person_actor(ctx, id, &ctx->actor);
    if (e)
        return ctx_fail(ctx, ERR_NOT_FOUND, NULL, T("这个日程地址不对或已停用"));
    ctx->lang = person.lang;
    buf_init(&out, ctx->arena, ICS_BYTES_MAX);
    struct ics ics =
        ics_begin(&out, domain_of(req->web->config.public_url),
                  tr_with(ctx->arena, ctx->lang, T("{} 办理日程"), req->web->config.park_name));
    e = write_feeds(req, &ics);
    if (e)
        return e;
    ics_end(&ics);
    if (buf_full(&out))
        return ERR_LIMIT;
    return req_send(req, STR("lianyuan.ics"), "text/calendar; charset=utf-8", buf_str(&out));
}
