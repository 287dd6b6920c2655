/*
 * Weeks and months of reports, in the park's zone.
 *
 *     struct matter_period p;
 *     matter_period_of(MATTER_WEEKLY, ctx_today(ctx), &p);       // 2026-W47, Monday to Sunday
 *     matter_period_parse(arena, MATTER_WEEKLY, STR("2026-W46"), &p);
 *     p = matter_period_step(p, -1);
 *
 * Weeks are those of ISO 8601 (GB/T 7408): they begin on Monday, and week 1 holds the year's first
 * Thursday.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PERIOD_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PERIOD_H

#include "base/day.h"

enum matter_period_kind { MATTER_WEEKLY = 1, MATTER_MONTHLY };

struct matter_period {
    enum matter_period_kind kind;
    int32_t from, to; /* days: from <= d < to */
};

struct matter_period matter_period_of(enum matter_period_kind kind, int32_t day);
/* "2026-W46", "2026-11"; false on anything else. */
bool matter_period_parse(enum matter_period_kind kind, struct str name, struct matter_period *out);
struct str matter_period_name(struct arena *arena, struct matter_period period);
struct matter_period matter_period_step(struct matter_period period, int n);

/* "weekly", "monthly"; false on anything else. */
bool matter_period_kind(struct str word, enum matter_period_kind *out);
const char *matter_period_word(enum matter_period_kind kind);

#endif
