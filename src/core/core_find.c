/* The lists of core, as JSON. */
#include "base/json.h"
#include "core/apply.h"
#include "core/calendar.h"
#include "core/core_act.h"
#include "core/core_form.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "core/session.h"
#include "core/setting.h"
#include "core/view.h"

static enum err done(const struct buf *out)
{
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

/* {"rows":[ ... ],"next":"..."}: the form of every list. */
static struct json_out begin_rows(struct buf *out)
{
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    return j;
}

static enum err end_rows(struct json_out *j, struct str next)
{
    json_close(j, ']');
    json_put_str(j, "next", next);
    json_close(j, '}');
    return done(j->buf);
}

static const char *choice_name(const struct form_choice *choices, int64_t value)
{
    for (const struct form_choice *c = choices; c->name != NULL; c++)
        if (c->value == value)
            return c->name;
    return NULL;
}

enum err person_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct list_in *in = given;
    struct person_query query = {.state = in->state - 1,
                                 .org = {in->org},
                                 .words = in->words,
                                 .after = in->after,
                                 .limit = (int32_t)in->limit};
    struct person *p;
    size_t n;
    struct str next;
    enum err e = person_list(ctx, &query, &p, &n, &next);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", p[i].id.n);
        json_put_str(&j, "login", p[i].login);
        json_put_str(&j, "name", p[i].name);
        json_put_str(&j, "roles", roles_text(ctx->arena, p[i].roles));
        json_put_c(&j, "state", choice_name(person_state_choices, p[i].state));
        json_put_id(&j, "org", p[i].org.n);
        json_put_id(&j, "zone", p[i].zone.n);
        json_put_str(&j, "phone", p[i].phone);
        json_put_str(&j, "email", p[i].email);
        json_put_int(&j, "version", p[i].version);
        json_close(&j, '}');
    }
    return end_rows(&j, next);
}

enum err org_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct list_in *in = given;
    struct org_query query = {.kind = in->kind,
                              .state = in->state - 1,
                              .words = in->words,
                              .zone = {in->zone},
                              .after = in->after,
                              .limit = (int32_t)in->limit};
    struct org *o;
    size_t n;
    struct str next;
    enum err e = org_list(ctx, &query, &o, &n, &next);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", o[i].id.n);
        json_put_c(&j, "kind", choice_name(org_kind_choices, o[i].kind));
        json_put_c(&j, "state", choice_name(org_state_choices, o[i].state));
        json_put_str(&j, "name", o[i].name);
        json_put_str(&j, "short_name", o[i].short_name);
        json_put_str(&j, "uscc", o[i].uscc);
        json_put_id(&j, "zone", o[i].zone.n);
        json_put_id(&j, "parent", o[i].parent.n);
        json_put_str(&j, "contact", o[i].contact);
        json_put_str(&j, "phone", o[i].phone);
        json_put_str(&j, "address", o[i].address);
        json_put_id(&j, "officer", o[i].officer.n);
        json_put_int(&j, "version", o[i].version);
        json_close(&j, '}');
    }
    return end_rows(&j, next);
}

enum err zone_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct zone *z;
    size_t n;
    enum err e = zone_list(ctx, &z, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", z[i].id.n);
        json_put_str(&j, "name", z[i].name);
        json_put_bool(&j, "closed", z[i].closed);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err session_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct session_info *s;
    size_t n;
    enum err e = session_of(ctx, ctx->actor.person, &s, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", s[i].id.n);
        json_put_instant(&j, "created", s[i].created, ctx->offset_min);
        json_put_instant(&j, "seen", s[i].seen, ctx->offset_min);
        json_put_instant(&j, "expires", s[i].expires, ctx->offset_min);
        json_put_str(&j, "source", s[i].source);
        json_put_str(&j, "agent", s[i].agent);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err token_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct token_info *t;
    size_t n;
    enum err e = token_of(ctx, ctx->actor.person, &t, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", t[i].id.n);
        json_put_str(&j, "name", t[i].name);
        json_put_instant(&j, "created", t[i].created, ctx->offset_min);
        json_put_instant(&j, "expires", t[i].expires, ctx->offset_min);
        json_put_instant(&j, "revoked", t[i].revoked, ctx->offset_min);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err setting_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct setting_row *s;
    size_t n;
    enum err e = setting_list(ctx, &s, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "name", s[i].name);
        json_put_str(&j, "label", s[i].label);
        json_put_int(&j, "value", s[i].value);
        json_put_day(&j, "since", s[i].since);
        json_put_str(&j, "source", s[i].source);
        json_put_int(&j, "initial", s[i].initial);
        json_put_int(&j, "min", s[i].low);
        json_put_int(&j, "max", s[i].high);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err calendar_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct calendar_info *c;
    size_t n;
    enum err e = calendar_list(ctx, &c, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", c[i].id.n);
        json_put_int(&j, "first_year", c[i].first_year);
        json_put_int(&j, "last_year", c[i].last_year);
        json_put_str(&j, "source", c[i].source);
        json_put_str(&j, "person", person_name(ctx, c[i].person));
        json_put_instant(&j, "at", c[i].at, ctx->offset_min);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err view_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct view *v;
    size_t n;
    enum err e = view_list(ctx, STR_NULL, &v, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", v[i].id.n);
        json_put_str(&j, "list", v[i].list);
        json_put_str(&j, "name", v[i].name);
        json_put_str(&j, "query", v[i].query);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err firm_applications_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct firm_application *x;
    size_t n;
    enum err e = apply_waiting(ctx, &x, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", x[i].org.id.n);
        json_put_str(&j, "number", x[i].number);
        json_put_str(&j, "name", x[i].org.name);
        json_put_str(&j, "uscc", x[i].org.uscc);
        json_put_bool(&j, "uscc_override", x[i].org.uscc_override);
        json_put_str(&j, "contact", x[i].org.contact);
        json_put_str(&j, "phone", x[i].org.phone);
        json_put_str(&j, "address", x[i].org.address);
        json_put_str(&j, "source", x[i].source);
        json_put_instant(&j, "at", x[i].at, ctx->offset_min);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}

enum err notice_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct notice *x;
    size_t n;
    enum err e = notice_list(ctx, false, (struct notice_id){0}, 0, &x, &n);
    if (e)
        return e;
    struct json_out j = begin_rows(out);
    for (size_t i = 0; i < n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", x[i].id.n);
        json_put_str(&j, "title", x[i].title);
        json_put_str(&j, "kind", x[i].kind);
        json_put_id(&j, "record", x[i].record);
        json_put_instant(&j, "at", x[i].at, ctx->offset_min);
        json_put_bool(&j, "read", x[i].read);
        json_close(&j, '}');
    }
    return end_rows(&j, STR_NULL);
}
