/* What the tests of the list share: a park with two firms, two departments and its people. */
#ifndef LIANYUAN_DOMAIN_MATTER_TEST_MATTER_H
#define LIANYUAN_DOMAIN_MATTER_TEST_MATTER_H

#include "base/tap.h"
#include "core/act.h"
#include "core/calendar.h"
#include "core/core_module.h"
#include "core/journal.h"
#include "core/org.h"
#include "core/person.h"
#include "core/setting.h"
#include "core_schema.h"
#include "db/db.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_find.h"
#include "domain/matter/matter_tally.h"
#include "matter_schema.h"

#define TEST_NOW INT64_C(1795312800000000) /* Sunday 2026-11-22T02:00:00Z: 10:00 in the park */

struct town {
    struct arena arena;
    struct db *db;
    struct park_id park;
    int64_t now;
    const struct calendar *calendar;
    struct org firm, rival, land, water, roads;
    struct person clerk, rival_clerk, coordinator, land_desk, land_head, water_desk, leader,
        auditor, admin;
    struct error error; /* of the last act */
};

void town_open(struct town *t);
/* With the tables of one more module. */
void town_open_with(struct town *t, struct migrations more);
void town_close(struct town *t);

/* A ctx of that person on the town's connection, at the town's instant. */
struct ctx town_ctx(struct town *t, const struct person *person);

/* Runs an act as that person through act_run, by its name in the module. */
enum err town_act(struct town *t, const struct person *who, const char *name, const void *in,
                  struct act_result *out);

enum err town_run(struct town *t, const struct person *who, const struct act *act, const void *in,
                  struct act_result *out);

/* Looks at a matter as that person; the test fails when it is not there. */
struct matter_view town_view(struct town *t, const struct person *who, int64_t id);
enum err town_look(struct town *t, const struct person *who, int64_t id, struct matter_view *out);

/* A matter as far along as asked; answers its id. */
int64_t town_raise(struct town *t, const char *title);
int64_t town_accept(struct town *t, const char *title);
int64_t town_assign(struct town *t, const char *title); /* lead: land, 5 working days */
int64_t town_answer(struct town *t, const char *title, int32_t promise);
int64_t town_done(struct town *t, const char *title);

int32_t town_today(const struct town *t);

/* Counters counted afresh equal those kept. */
void town_counters_hold(struct town *t);

#endif
