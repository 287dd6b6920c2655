#include "domain/patent/patent_head.h"

#include "base/i18n.h"
#include "core/journal.h"
#include "core/org.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_set_form.h"
#include "patent_set_query.h"

enum err patent_heads_of(struct ctx *ctx, patent_heads *out)
{
    struct sql_patent_heads_row *rows;
    struct zone *zones;
    size_t n, zone_n;
    enum err e =
        sql_patent_heads(ctx->db, ctx->arena, &(struct sql_patent_heads_in){ctx->park}, &rows, &n);
    e = e ? e : zone_list(ctx, &zones, &zone_n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_head h = {rows[i].kind, rows[i].record, rows[i].year,   rows[i].n,
                                rows[i].at,   STR(""),        rows[i].source, rows[i].person_name};
        struct org org;
        if (h.kind == PATENT_HEAD_ORG && !org_get(ctx, (struct org_id){h.record}, &org))
            h.name = org.name;
        for (size_t z = 0; h.kind == PATENT_HEAD_ZONE && z < zone_n; z++)
            if (zones[z].id.n == h.record)
                h.name = zones[z].name;
        *VEC_ADD(ctx->arena, out) = h;
    }
    return e;
}

const struct patent_head *patent_head_find(const patent_heads *heads, int64_t kind, struct str name)
{
    for (size_t i = 0; i < heads->n; i++) /* the newest year stands first */
        if (heads->at[i].kind == kind && str_eq(heads->at[i].name, name))
            return &heads->at[i];
    return NULL;
}

static enum err record_of(struct ctx *ctx, const struct patent_head_in *in, int64_t *out)
{
    struct org org;
    struct zone zone;
    enum err e = in->kind == PATENT_HEAD_ORG ? org_by_name(ctx, in->name, &org)
                                             : zone_by_name(ctx, in->name, &zone);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, e, "name", T("园区没有这个企业或片区：{}"), in->name);
    if (!e)
        *out = in->kind == PATENT_HEAD_ORG ? org.id.n : zone.id.n;
    return e;
}

enum err patent_act_head(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_head_in *in = given;
    int64_t record = 0;
    enum err e = record_of(ctx, in, &record);
    e = e ? e
          : sql_patent_head_put(ctx->db,
                                &(struct sql_patent_head_put_in){ctx->park, in->kind, record,
                                                                 in->year, in->n, in->source,
                                                                 ctx->actor.name, ctx->now_us},
                                NULL);
    struct journal_field fields[] = {
        journal_text("name", STR_NULL, in->name),
        journal_text("year", STR_NULL, str_print(ctx->arena, "%lld", (long long)in->year)),
        journal_text("n", STR_NULL, str_print(ctx->arena, "%lld", (long long)in->n)),
        journal_text("source", STR_NULL, in->source)};
    e = e ? e : journal_add(ctx, "patent_head", record, "put", fields, 4);
    *out = (struct act_result){.id = record, .message = tr(ctx->lang, T("已登记"))};
    return e;
}
