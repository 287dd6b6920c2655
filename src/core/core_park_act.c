/* Acts on organisations, zones, settings, the calendar, views, notices and the journal. */
#include "core/apply.h"
#include "core/calendar.h"
#include "core/core_act.h"
#include "core/core_form.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/password.h"
#include "core/person.h"
#include "core/setting.h"
#include "core/view.h"

static void take_org(const struct org_in *in, struct org *org)
{
    org->name = in->name;
    org->short_name = in->short_name;
    org->uscc = in->uscc;
    org->uscc_override = in->uscc_override;
    org->zone.n = in->zone;
    org->parent.n = in->parent;
    org->contact = in->contact;
    org->phone = in->phone;
    org->address = in->address;
    org->officer.n = in->officer;
}

static void answer(struct act_result *out, const struct org *org)
{
    out->id = org->id.n;
    out->version = org->version;
    out->number = org->name;
}

enum err org_add_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct org_in *in = given;
    struct org org = {.kind = in->kind, .state = ORG_ACTIVE};
    take_org(in, &org);
    enum err e = org_save(ctx, &org);
    answer(out, &org);
    return e;
}

static enum err find_org(struct ctx *ctx, int64_t id, struct org *out)
{
    enum err e = org_get(ctx, (struct org_id){id}, out);
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个单位")) : e;
}

enum err org_edit_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct org_in *in = given;
    struct org org;
    enum err e = find_org(ctx, in->id, &org);
    if (e)
        return e;
    take_org(in, &org);
    org.version = in->version;
    org.kind = in->kind;
    bool decided = org.state == ORG_APPLIED && in->state != ORG_APPLIED;
    org.state = in->state;
    e = org_save(ctx, &org);
    if (!e && decided)
        e = apply_decide(ctx, org.id, STR(""));
    answer(out, &org);
    return e;
}

/* --- firms that apply ------------------------------------------------------------------------ */

/* Entered by an office: no address to limit. The public page calls apply_put() itself. */
enum err firm_apply_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    struct org org = {0};
    take_org(given, &org);
    enum err e = apply_put(ctx, &org, STR(""), &out->number);
    out->id = org.id.n;
    out->version = org.version;
    return e;
}

static enum err applied(struct ctx *ctx, int64_t id, struct org *out)
{
    enum err e = find_org(ctx, id, out);
    if (!e && out->state != ORG_APPLIED)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("这家企业不在待核准之列"));
    return e;
}

/* A way in for the contact person, when a sign-in name is given. */
static enum err open_account(struct ctx *ctx, const struct org *org, struct str login,
                             struct str *out_secret)
{
    struct person p = {.login = login,
                       .name = str_empty(org->contact) ? login : org->contact,
                       .phone = org->phone,
                       .org = org->id,
                       .roles = ROLE_FIRM,
                       .state = PERSON_INVITED};
    enum err e = person_save(ctx, &p);
    return e ? e : invite_make(ctx, p.id, out_secret);
}

enum err firm_approve_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct approve_in *in = given;
    struct org org;
    enum err e = applied(ctx, in->id, &org);
    if (e)
        return e;
    org.state = ORG_ACTIVE;
    e = org_save(ctx, &org);
    if (!e)
        e = apply_decide(ctx, org.id, STR(""));
    if (!e && !str_empty(in->login))
        e = open_account(ctx, &org, in->login, &out->secret);
    answer(out, &org);
    return e;
}

enum err firm_refuse_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct refuse_in *in = given;
    struct org org;
    enum err e = applied(ctx, in->id, &org);
    if (e)
        return e;
    org.state = ORG_REFUSED;
    e = org_save(ctx, &org);
    if (!e)
        e = apply_decide(ctx, org.id, in->reason);
    struct journal_field f = journal_new("reason", in->reason);
    if (!e)
        e = journal_add(ctx, "org", org.id.n, "refuse", &f, 1);
    answer(out, &org);
    return e;
}

enum err park_contact_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct contact_in *in = given;
    struct park_contact contact = {in->office, in->phone, in->hours, in->address};
    out->id = ctx->park.n;
    return park_contact_set(ctx, &contact);
}

/* --- zones, settings, calendar --------------------------------------------------------------- */

enum err zone_add_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct zone_in *in = given;
    struct zone zone = {.name = in->name};
    enum err e = zone_save(ctx, &zone);
    out->id = zone.id.n;
    out->number = zone.name;
    return e;
}

enum err zone_edit_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct zone_in *in = given;
    struct zone zone = {.id = {in->id}, .name = in->name, .closed = in->closed};
    enum err e = zone_save(ctx, &zone);
    out->id = zone.id.n;
    out->number = zone.name;
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个片区")) : e;
}

enum err setting_set_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct setting_in *in = given;
    out->number = in->name;
    return setting_set(ctx, in->name, in->value, in->since, in->source);
}

enum err calendar_set_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct calendar_in *in = given;
    struct calendar_id id = {0};
    enum err e = calendar_set(ctx, in->text, in->source, &id);
    out->id = id.n;
    return e;
}

/* --- one's own ------------------------------------------------------------------------------- */

enum err view_save_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct view_in *in = given;
    struct view_id id = {0};
    enum err e = view_save(ctx, in->list, in->name, in->query, &id);
    out->id = id.n;
    return e;
}

enum err view_drop_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct record_in *in = given;
    out->id = in->id;
    return view_drop(ctx, (struct view_id){in->id});
}

enum err notice_read_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct record_in *in = given;
    out->id = in->id;
    return notice_read(ctx, (struct notice_id){in->id});
}

enum err journal_redact_run(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct redact_in *in = given;
    out->id = in->seq;
    return journal_redact(ctx, in->seq, in->field, in->reason);
}
