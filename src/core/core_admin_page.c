/* Administration: people, organisations, settings, calendar; the journal for who audits. */
#include "core/core_page.h"
#include "core/page/admin.tmpl.h"
#include "core/page/core_route.h"
#include "web/dispatch.h"
#include "web/i18n.h"

enum err core_admin_page(struct req *req)
{
    struct core_admin_page v = {.classes = {STR("/admin/classes")},
                                .channels = {STR("/admin/channels")}};
    req->title = tr(req->ctx->lang, T("管理"));
    core_admin_body(req, &v);
    return ERR_OK;
}

static struct url next_url(struct req *req, struct str after)
{
    return str_empty(after) ? (struct url){STR_NULL} : req_url_with(req, "after", after);
}

enum err core_people_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_people_page v = {.words = req_query(req, "q")};
    struct person_query query = {
        .state = -1,
        .words = str_empty(v.words) ? STR_NULL : v.words,
        .after = req_query(req, "after"),
        .limit = CORE_PAGE,
    };
    struct person *people;
    size_t n;
    struct str after = STR_NULL;
    enum err e = person_list(ctx, &query, &people, &n, &after);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        struct org org;
        struct core_person_line line = {.person = people[i],
                                        .roles = show_roles(ctx, people[i].roles)};
        if (people[i].org.n && !org_get(ctx, people[i].org, &org))
            line.org = org_called(&org);
        *VEC_ADD(ctx->arena, &v.rows) = line;
    }
    v.next = next_url(req, after);
    req->title = tr(ctx->lang, T("人员"));
    core_people_body(req, &v);
    return ERR_OK;
}

static int64_t kind_of(struct str name)
{
    for (const struct form_choice *c = org_kind_choices; c->name; c++)
        if (str_eq(name, str_from(c->name)))
            return c->value;
    return 0;
}

static void fill_kinds(struct req *req, struct core_orgs_page *v)
{
    struct arena *arena = req->ctx->arena;
    struct layout_tab all = {url_core_orgs(arena), tr(req->ctx->lang, T("全部")),
                             kind_of(v->kind) == 0, 0};
    *VEC_ADD(arena, &v->tabs) = all;
    for (const struct form_choice *c = org_kind_choices; c->name; c++) {
        struct form_pair *pair = ARENA_NEW(arena, struct form_pair);
        *pair = (struct form_pair){STR("kind"), str_from(c->name)};
        struct layout_tab tab = {
            url_with(arena, url_core_orgs(arena), (struct form_pairs){pair, 1}),
            tr(req->ctx->lang, c->label), kind_of(v->kind) == c->value, 0};
        *VEC_ADD(arena, &v->tabs) = tab;
    }
}

enum err core_orgs_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_orgs_page v = {.words = req_query(req, "q"), .kind = req_query(req, "kind")};
    struct org_query query = {
        .kind = kind_of(v.kind),
        .state = -1,
        .words = str_empty(v.words) ? STR_NULL : v.words,
        .after = req_query(req, "after"),
        .limit = CORE_PAGE,
    };
    struct org *orgs;
    size_t n;
    struct str after = STR_NULL;
    enum err e = org_list(ctx, &query, &orgs, &n, &after);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        struct core_org_line line = {orgs[i], org_kind_label(orgs[i].kind),
                                     org_state_label(orgs[i].state)};
        *VEC_ADD(ctx->arena, &v.rows) = line;
    }
    fill_kinds(req, &v);
    v.next = next_url(req, after);
    v.may_add = ctx_may(ctx, ROLE_ADMIN | ROLE_COORDINATOR);
    v.administers = ctx_may(ctx, ROLE_ADMIN);
    req->title = tr(ctx->lang, T("单位"));
    core_orgs_body(req, &v);
    return ERR_OK;
}

enum err core_settings_page(struct req *req)
{
    struct core_settings_page v = {.may_set = ctx_may(req->ctx, ROLE_ADMIN)};
    struct setting_row *rows;
    size_t n;
    enum err e = setting_list(req->ctx, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++) {
        rows[i].label = tr_str(req->ctx->lang, rows[i].label);
        *VEC_ADD(req->ctx->arena, &v.rows) = rows[i];
    }
    req->title = tr(req->ctx->lang, T("设置"));
    core_settings_body(req, &v);
    return ERR_OK;
}

enum err core_calendar_page(struct req *req)
{
    struct core_calendar_page v = {.may_set = ctx_may(req->ctx, ROLE_ADMIN)};
    struct calendar_info *rows;
    size_t n;
    enum err e = calendar_list(req->ctx, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(req->ctx->arena, &v.rows) = rows[i];
    req->title = tr(req->ctx->lang, T("工作日历"));
    core_calendar_body(req, &v);
    return ERR_OK;
}

/* The title of the act behind an entry, where there is one of that name; else the word itself. */
static struct str verb_word(struct req *req, const struct journal_entry *e)
{
    struct ctx *ctx = req->ctx;
    struct str name = str_print(ctx->arena, "%.*s.%.*s", STR_ARG(e->kind), STR_ARG(e->verb));
    const struct act *act = web_act(req->web, name);
    if (!act)
        act = web_act(req->web, str_print(ctx->arena, "duty.%.*s", STR_ARG(e->verb)));
    return act ? tr(ctx->lang, act->title) : e->verb;
}

enum err core_journal_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct core_journal_page v = {0};
    struct checkpoint checkpoint;
    struct journal_entry *rows;
    size_t n;
    int64_t below = INT64_MAX;
    if (!str_int(req_query(req, "after"), &below) || below <= 0)
        below = INT64_MAX;
    enum err e = journal_newest(ctx, (struct person_id){0}, below, CORE_JOURNAL_PAGE, &rows, &n);
    if (e || (e = checkpoint_now(ctx, &checkpoint)))
        return e;
    for (size_t i = 0; i < n; i++) {
        struct core_journal_line line = {.entry = rows[i], .verb = verb_word(req, &rows[i])};
        for (size_t k = 0; k < rows[i].n; k++)
            *VEC_ADD(ctx->arena, &line.values) = rows[i].values[k];
        *VEC_ADD(ctx->arena, &v.rows) = line;
    }
    v.checkpoint = checkpoint_text(ctx->arena, &checkpoint);
    if (n == CORE_JOURNAL_PAGE)
        v.next = next_url(req, str_print(ctx->arena, "%lld", (long long)rows[n - 1].seq));
    req->title = tr(ctx->lang, T("留痕"));
    core_journal_body(req, &v);
    return ERR_OK;
}
