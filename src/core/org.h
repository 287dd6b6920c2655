/*
 * Organisations: firms, departments, universities, institutes, agencies, bases; and zones.
 *
 *     struct org org;
 *     e = org_get(ctx, id, &org);                       // ERR_NOT_FOUND
 *     e = org_by_name(ctx, STR("自然资源分局"), &org);  // full name, then short name
 *
 * Names are unique among those that are not closed; so is the USCC. A firm may apply for itself
 * (ORG_APPLIED) and is active once the coordinator approves.
 */
#ifndef LIANYUAN_CORE_ORG_H
#define LIANYUAN_CORE_ORG_H

#include "base/form.h"
#include "core/ctx.h"

enum org_kind {
    ORG_ENTERPRISE = 1, /* 企业 */
    ORG_DEPARTMENT = 2, /* 部门 */
    ORG_UNIVERSITY = 3, /* 高校 */
    ORG_INSTITUTE = 4,  /* 院所 */
    ORG_AGENCY = 5,     /* 服务机构 */
    ORG_BASE = 6,       /* 基地 */
};
extern const struct form_choice org_kind_choices[];
const char *org_kind_label(int64_t kind); /* T("企业") */

/* The index of names counts on the first two being the open ones. */
enum org_state { ORG_ACTIVE = 0, ORG_APPLIED = 1, ORG_CLOSED = 2, ORG_REFUSED = 3 };
extern const struct form_choice org_state_choices[];
const char *org_state_label(int64_t state);

enum {
    ORG_NAME_MAX = 100,
    ORG_SHORT_MAX = 30,
    ORG_ADDRESS_MAX = 200,
    ORG_PHONE_MAX = 40,
    ORG_DEPARTMENTS_MAX = 500,
};

struct org {
    struct org_id id;
    int64_t kind, state;
    struct str name, short_name;
    struct str uscc; /* STR_NULL when unknown */
    bool uscc_override;
    struct zone_id zone;
    struct org_id parent;
    struct str contact, phone, address;
    struct person_id officer; /* 服务专员, or {0} */
    int64_t version;
};

struct zone {
    struct zone_id id;
    struct str name;
    bool closed;
};

enum err org_get(struct ctx *ctx, struct org_id id, struct org *out);
enum err org_by_name(struct ctx *ctx, struct str name, struct org *out);
enum err org_by_uscc(struct ctx *ctx, struct str uscc, struct org *out);

/* Cleans org->uscc and says what is wrong with it, as org_save does: asks no table. */
enum err org_judge_code(struct ctx *ctx, struct org *org);

/* What people call it: the short name where there is one. */
struct str org_called(const struct org *org);

/* All active departments by name: for choices, mappings, board rows. */
enum err org_departments(struct ctx *ctx, struct org **out, size_t *out_n);

struct org_query {
    int64_t kind;     /* 0 = all */
    int64_t state;    /* enum org_state, or -1 = active and applied */
    struct str words; /* part of the name, or STR_NULL */
    struct zone_id zone;
    struct str after; /* cursor of the last page */
    int32_t limit;
};
enum err org_list(struct ctx *ctx, const struct org_query *query, struct org **out, size_t *out_n,
                  struct str *out_next);

/* Writes an organisation; journalled. org->id {0} = new. The acts org.add, org.edit, the sample
 * park and imports all come here. ERR_CONFLICT: name or code taken, or stale version. A changed one
 * is told as the event "org.edited". */
enum err org_save(struct ctx *ctx, struct org *org);

enum err zone_list(struct ctx *ctx, struct zone **out, size_t *out_n);
enum err zone_by_name(struct ctx *ctx, struct str name, struct zone *out);
enum err zone_save(struct ctx *ctx, struct zone *zone);

#endif
