/* Rows and duties as views: what every find of the list shares. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_ROW_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_ROW_H

#include "domain/matter/matter_find.h"
#include "matter_query.h"

/* The record as a list row; its light is that of ctx->now_us. No sight is checked here. */
void matter_row_fill(const struct ctx *ctx, const struct sql_matter_get_row *record,
                     int64_t soon_days, struct matter_row *out);
enum err matter_row_get(struct ctx *ctx, struct matter_id id, int64_t soon_days,
                        struct matter_row *out);

struct matter_rules;
void duty_view_fill(const struct ctx *ctx, const struct sql_duty_of_row *duty,
                    const struct matter_rules *rules, struct duty_view *out);

/* An organisation by id or by name; ERR_NOT_FOUND. */
enum err matter_org_named(struct ctx *ctx, struct str text, struct org_id *out);

#endif
