#include "core/org.h"

#include "base/uscc.h"
#include "core/event.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/search.h"
#include "core_query.h"

const struct form_choice org_kind_choices[] = {
    {"enterprise", T("企业"), ORG_ENTERPRISE},
    {"department", T("部门"), ORG_DEPARTMENT},
    {"university", T("高校"), ORG_UNIVERSITY},
    {"institute", T("院所"), ORG_INSTITUTE},
    {"agency", T("服务机构"), ORG_AGENCY},
    {"base", T("基地"), ORG_BASE},
    {NULL, NULL, 0},
};

const struct form_choice org_state_choices[] = {
    {"active", T("在册"), ORG_ACTIVE},
    {"applied", T("待核准"), ORG_APPLIED},
    {"closed", T("已停用"), ORG_CLOSED},
    {"refused", T("未核准"), ORG_REFUSED},
    {NULL, NULL, 0},
};

const char *org_kind_label(int64_t kind)
{
    return form_choice_of(org_kind_choices, kind)->label;
}

const char *org_state_label(int64_t state)
{
    return form_choice_of(org_state_choices, state)->label;
}

/* Every query of organisations has the same columns, each its own row type. */
#define ORG_OF(r)                                                                                  \
    ((struct org){.id = (r).id,                                                                    \
                  .kind = (r).kind,                                                                \
                  .state = (r).state,                                                              \
                  .name = (r).name,                                                                \
                  .short_name = (r).short_name,                                                    \
                  .uscc = (r).uscc,                                                                \
                  .uscc_override = (r).uscc_override,                                              \
                  .zone = (r).zone,                                                                \
                  .parent = (r).parent,                                                            \
                  .contact = (r).contact,                                                          \
                  .phone = (r).phone,                                                              \
                  .address = (r).address,                                                          \
                  .officer = (r).officer,                                                          \
                  .version = (r).version})

enum err org_get(struct ctx *ctx, struct org_id id, struct org *out)
{
    struct sql_org_get_row row;
    enum err e = sql_org_get(ctx->db, ctx->arena, &(struct sql_org_get_in){ctx->park, id}, &row);
    if (!e)
        *out = ORG_OF(row);
    return e;
}

enum err org_by_name(struct ctx *ctx, struct str name, struct org *out)
{
    struct sql_org_named_row row;
    struct str trimmed = str_trim(name);
    if (str_empty(trimmed))
        return ERR_NOT_FOUND;
    enum err e =
        sql_org_named(ctx->db, ctx->arena, &(struct sql_org_named_in){ctx->park, trimmed}, &row);
    if (!e)
        *out = ORG_OF(row);
    if (e != ERR_NOT_FOUND)
        return e;
    struct sql_org_called_row *rows;
    size_t n;
    e = sql_org_called(ctx->db, ctx->arena, &(struct sql_org_called_in){ctx->park, trimmed}, &rows,
                       &n);
    if (e || n != 1) /* two of the same short name: nobody can tell which is meant */
        return e ? e : ERR_NOT_FOUND;
    *out = ORG_OF(rows[0]);
    return ERR_OK;
}

enum err org_by_uscc(struct ctx *ctx, struct str uscc, struct org *out)
{
    struct sql_org_coded_row row;
    struct sql_org_coded_in in = {ctx->park, uscc_clean(ctx->arena, uscc)};
    enum err e = sql_org_coded(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = ORG_OF(row);
    return e;
}

struct str org_called(const struct org *org)
{
    return str_empty(org->short_name) ? org->name : org->short_name;
}

enum err org_departments(struct ctx *ctx, struct org **out, size_t *out_n)
{
    struct sql_org_departments_row *rows;
    enum err e = sql_org_departments(ctx->db, ctx->arena,
                                     &(struct sql_org_departments_in){ctx->park}, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct org, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = ORG_OF(rows[i]);
    return ERR_OK;
}

enum err org_list(struct ctx *ctx, const struct org_query *query, struct org **out, size_t *out_n,
                  struct str *out_next)
{
    struct str words = search_words(ctx, query->words);
    struct sql_org_list_in in = {
        .park = ctx->park,
        .kind = {query->kind != 0, query->kind},
        .state = {query->state >= 0, query->state},
        .open = {query->state < 0},
        .zone = {query->zone.n != 0, query->zone},
        .words = {!str_null(words), words},
    };
    struct sql_org_list_page page = {
        .order = SQL_ORG_LIST_NAME, .limit = query->limit, .after = query->after};
    struct sql_org_list_row *rows;
    enum err e = sql_org_list(ctx->db, ctx->arena, &in, &page, &rows, out_n, out_next);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct org, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = ORG_OF(rows[i]);
    return ERR_OK;
}

/* --- writing --------------------------------------------------------------------------------- */

enum err org_judge_code(struct ctx *ctx, struct org *org)
{
    if (str_empty(org->uscc)) {
        org->uscc = STR_NULL;
        org->uscc_override = false;
        return ERR_OK;
    }
    org->uscc = uscc_clean(ctx->arena, org->uscc);
    size_t at;
    switch (uscc_check(org->uscc, &at, NULL)) {
    case USCC_GOOD:
        org->uscc_override = false;
        return ERR_OK;
    case USCC_BAD_LENGTH:
        return ctx_fail(ctx, ERR_INVALID, "uscc", T("统一社会信用代码应为 18 位"));
    case USCC_BAD_LETTER:
        return ctx_fail_detail(ctx, ERR_INVALID, "uscc",
                               T("统一社会信用代码第 {} 位不是允许的字符"),
                               str_print(ctx->arena, "%zu", at + 1));
    default:
        if (org->uscc_override)
            return ERR_OK;
        return ctx_fail(ctx, ERR_INVALID, "uscc",
                        T("统一社会信用代码的校验位不符；确认无误时请勾选“仍然采用”"));
    }
}

static enum err judge_free(struct ctx *ctx, const struct org *org)
{
    struct org other;
    struct sql_org_named_row row;
    if (org->state == ORG_CLOSED || org->state == ORG_REFUSED)
        return ERR_OK;
    enum err e =
        sql_org_named(ctx->db, ctx->arena, &(struct sql_org_named_in){ctx->park, org->name}, &row);
    if (!e && row.id.n != org->id.n)
        return ctx_fail(ctx, ERR_CONFLICT, "name", T("已有同名的单位"));
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (str_null(org->uscc))
        return ERR_OK;
    e = org_by_uscc(ctx, org->uscc, &other);
    if (!e && other.id.n != org->id.n)
        return ctx_fail_detail(ctx, ERR_CONFLICT, "uscc", T("这个代码已属于“{}”"), other.name);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err judge_references(struct ctx *ctx, const struct org *org)
{
    struct sql_zone_get_row zone;
    struct sql_person_get_row person;
    struct org parent;
    if (org->zone.n != 0 &&
        sql_zone_get(ctx->db, ctx->arena, &(struct sql_zone_get_in){ctx->park, org->zone}, &zone))
        return ctx_fail(ctx, ERR_INVALID, "zone", T("没有这个片区"));
    if (org->parent.n != 0 && (org->parent.n == org->id.n || org_get(ctx, org->parent, &parent)))
        return ctx_fail(ctx, ERR_INVALID, "parent", T("没有这个上级单位"));
    if (org->officer.n != 0 &&
        sql_person_get(ctx->db, ctx->arena, &(struct sql_person_get_in){ctx->park, org->officer},
                       &person))
        return ctx_fail(ctx, ERR_INVALID, "officer", T("没有这个服务专员"));
    return ERR_OK;
}

static enum err judge(struct ctx *ctx, struct org *org)
{
    org->name = str_trim(org->name);
    org->short_name = str_trim(org->short_name);
    if (str_empty(org->name))
        return ctx_fail(ctx, ERR_INVALID, "name", T("请填写单位名称"));
    if (str_empty(str_from(org_kind_label(org->kind))))
        return ctx_fail(ctx, ERR_INVALID, "kind", T("请选择单位类别"));
    enum err e = org_judge_code(ctx, org);
    if (!e)
        e = judge_free(ctx, org);
    return e ? e : judge_references(ctx, org);
}

/* clang-format off */
/* What a new row and a changed one hold alike. */
#define ORG_COLUMNS(org) \
    .kind = org->kind, \
    .state = org->state, \
    .name = org->name, \
    .short_name = str_or_empty(org->short_name), \
    .uscc = org->uscc, \
    .uscc_override = org->uscc_override, \
    .zone = org->zone, \
    .parent = org->parent, \
    .contact = str_or_empty(org->contact), \
    .phone = str_or_empty(org->phone), \
    .address = str_or_empty(org->address), \
    .officer = org->officer
/* clang-format on */

static enum err write_new(struct ctx *ctx, struct org *org)
{
    enum err e = id_next(ctx, &org->id.n);
    if (e)
        return e;
    struct sql_org_insert_in in = {
        .park = ctx->park, .id = org->id, ORG_COLUMNS(org), .created = ctx->now_us};
    org->version = 1;
    return sql_org_insert(ctx->db, &in, NULL);
}

static enum err write_changed(struct ctx *ctx, struct org *org)
{
    struct sql_org_update_in in = {
        .park = ctx->park, .id = org->id, ORG_COLUMNS(org), .version = org->version};
    int64_t changed = 0;
    enum err e = sql_org_update(ctx->db, &in, &changed);
    if (!e && changed == 0)
        return ctx_fail(ctx, ERR_CONFLICT, "version", T("这个单位刚被别人改过，请看过新内容再改"));
    org->version++;
    return e;
}

static enum err note(struct ctx *ctx, const struct org *before, const struct org *after,
                     const char *verb)
{
    struct journal_field f[] = {
        journal_id(ctx->arena, "kind", before->kind, after->kind),
        journal_text("state", before->id.n ? str_from(org_state_label(before->state)) : STR_NULL,
                     str_from(org_state_label(after->state))),
        journal_text("name", before->name, after->name),
        journal_text("short", before->short_name, str_or_empty(after->short_name)),
        journal_text("uscc", before->uscc, after->uscc),
        journal_text("uscc_override", before->uscc_override ? STR("1") : STR_NULL,
                     after->uscc_override ? STR("1") : STR_NULL),
        journal_id(ctx->arena, "zone", before->zone.n, after->zone.n),
        journal_id(ctx->arena, "parent", before->parent.n, after->parent.n),
        journal_text("contact", before->contact, str_or_empty(after->contact)),
        journal_text("phone", before->phone, str_or_empty(after->phone)),
        journal_text("address", before->address, str_or_empty(after->address)),
        journal_id(ctx->arena, "officer", before->officer.n, after->officer.n),
    };
    return journal_add(ctx, "org", after->id.n, verb, f, sizeof f / sizeof *f);
}

enum err org_save(struct ctx *ctx, struct org *org)
{
    struct org before = {0};
    bool fresh = org->id.n == 0;
    enum err e = fresh ? ERR_OK : org_get(ctx, org->id, &before);
    if (!e)
        e = judge(ctx, org);
    if (!e)
        e = fresh ? write_new(ctx, org) : write_changed(ctx, org);
    if (!e)
        e = note(ctx, &before, org, fresh ? "add" : "edit");
    if (e)
        return e;
    struct str text = str_print(ctx->arena, "%.*s %.*s %.*s %.*s %.*s", STR_ARG(org->name),
                                STR_ARG(org->short_name), STR_ARG(org->uscc), STR_ARG(org->contact),
                                STR_ARG(org->phone));
    e = search_put(ctx, "org", org->id.n, text);
    if (e || fresh)
        return e;
    return event_emit(ctx, "org.edited", "org", org->id.n);
}

/* --- zones ----------------------------------------------------------------------------------- */

enum err zone_list(struct ctx *ctx, struct zone **out, size_t *out_n)
{
    struct sql_zone_all_row *rows;
    enum err e =
        sql_zone_all(ctx->db, ctx->arena, &(struct sql_zone_all_in){ctx->park}, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct zone, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct zone){rows[i].id, rows[i].name, rows[i].closed};
    return ERR_OK;
}

enum err zone_by_name(struct ctx *ctx, struct str name, struct zone *out)
{
    struct sql_zone_named_row row;
    struct sql_zone_named_in in = {ctx->park, str_trim(name)};
    enum err e = sql_zone_named(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = (struct zone){row.id, row.name, row.closed};
    return e;
}

enum err zone_save(struct ctx *ctx, struct zone *zone)
{
    struct zone other, before = {0};
    struct sql_zone_get_row row;
    zone->name = str_trim(zone->name);
    if (str_empty(zone->name))
        return ctx_fail(ctx, ERR_INVALID, "name", T("请填写片区名称"));
    enum err e = zone_by_name(ctx, zone->name, &other);
    if (!e && other.id.n != zone->id.n)
        return ctx_fail(ctx, ERR_CONFLICT, "name", T("已有同名的片区"));
    if (e && e != ERR_NOT_FOUND)
        return e;
    bool fresh = zone->id.n == 0;
    if (fresh) {
        e = id_next(ctx, &zone->id.n);
    } else {
        e = sql_zone_get(ctx->db, ctx->arena, &(struct sql_zone_get_in){ctx->park, zone->id}, &row);
        before = (struct zone){row.id, row.name, row.closed};
    }
    if (e)
        return e;
    struct sql_zone_put_in in = {ctx->park, zone->id, zone->name, zone->closed};
    e = sql_zone_put(ctx->db, &in, NULL);
    if (e)
        return e;
    struct journal_field f[] = {journal_text("name", before.name, zone->name),
                                journal_text("closed", before.closed ? STR("1") : STR_NULL,
                                             zone->closed ? STR("1") : STR_NULL)};
    e = journal_add(ctx, "zone", zone->id.n, fresh ? "add" : "edit", f, 2);
    return e || fresh ? e : event_emit(ctx, "zone.edited", "zone", zone->id.n);
}
