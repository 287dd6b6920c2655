#include "domain/patent/patent_touch.h"

#include "core/id.h"
#include "patent_index_query.h"

enum err patent_touch_name(struct ctx *ctx, struct patent_name_id name)
{
    int64_t stamp;
    enum err e = id_next(ctx, &stamp);
    return e ? e
             : sql_patent_touch_name(
                   ctx->db, &(struct sql_patent_touch_name_in){ctx->park, name, stamp}, NULL);
}

enum err patent_touch_org(struct ctx *ctx, struct org_id org)
{
    int64_t stamp;
    enum err e = id_next(ctx, &stamp);
    return e ? e
             : sql_patent_touch_org(ctx->db,
                                    &(struct sql_patent_touch_org_in){ctx->park, org, stamp}, NULL);
}

enum err patent_touch_zone(struct ctx *ctx, struct zone_id zone)
{
    int64_t stamp;
    enum err e = id_next(ctx, &stamp);
    return e ? e
             : sql_patent_touch_zone(
                   ctx->db, &(struct sql_patent_touch_zone_in){ctx->park, zone, stamp}, NULL);
}
