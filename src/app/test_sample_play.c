/* The sample park can be made on any day and at any hour: `init --sample` must not fail on a
 * Saturday night or on the eve of a holiday.
 *
 *     test_sample_play [INSTANTS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/modules.h"
#include "app/sample.h"
#include "base/fs.h"
#include "base/tap.h"
#include "core/calendar.h"
#include "core/core_module.h"
#include "core/person.h"
#include "core/setting.h"
#include "db/db.h"

#define FIRST_US INT64_C(1767225600000000) /* 2026-01-01: days before and behind are known */

struct place {
    struct arena arena;
    struct app_db app_db;
    struct ctx ctx;
    char dir[64];
};

static enum err found(struct ctx *ctx, void *arg)
{
    (void)arg;
    enum err e = park_create(ctx, STR("示范"), STR("test.park.1"), 480);
    for (size_t m = 0; !e && modules[m]; m++)
        e = setting_declare(ctx, modules[m]->settings, modules[m]->setting_n);
    return e;
}

static void open_place(struct place *p, int64_t now_us)
{
    struct migrations sets[MODULES_MAX];
    *p = (struct place){0};
    snprintf(p->dir, sizeof p->dir, "/tmp/lianyuan-sample-XXXXXX");
    OK(mkdtemp(p->dir) != NULL, "a directory for the accounts");
    arena_init(&p->arena, 1 << 30);
    struct db *db = db_open_test(&p->arena, sets, modules_migrations(sets));
    p->app_db = (struct app_db){.db = db, .listeners = &module_listeners};
    p->ctx = (struct ctx){.arena = &p->arena,
                          .db = db,
                          .park = {1},
                          .actor = {.person = PERSON_CONSOLE, .roles = ROLE_CONSOLE | ROLE_ADMIN},
                          .now_us = now_us,
                          .offset_min = 480};
    IS_INT(calendar_load(&p->ctx), ERR_OK);
    IS_INT(act_write(&p->app_db, &p->ctx, found, NULL), ERR_OK);
    IS_INT(calendar_load(&p->ctx), ERR_OK);
}

static void close_place(struct place *p)
{
    fs_drop(&p->arena, str_print(&p->arena, "%s/sample-accounts.txt", p->dir));
    db_close_test(p->app_db.db);
    arena_release(&p->arena);
    remove(p->dir);
}

static bool play_at(int64_t now_us)
{
    struct place p;
    open_place(&p, now_us);
    enum err e = sample_fill(&p.app_db, &p.ctx, str_from(p.dir), STR("/nowhere"));
    bool good = IS_INT(e, ERR_OK);
    if (!good)
        IS_STR(p.ctx.error.detail,
               str_print(&p.arena, "at %.*s", STR_ARG(instant_text(&p.arena, now_us, 480))));
    close_place(&p);
    return good;
}

static int64_t instants = 3;
static uint64_t seed = 7;

static void made_at_any_instant(void)
{
    for (int64_t i = 0; i < instants; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        play_at(FIRST_US + (int64_t)(seed >> 20) % (365 * DAY_US));
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        instants = atoll(argv[1]);
    if (argc > 2)
        seed = (uint64_t)atoll(argv[2]);
    RUN(made_at_any_instant);
    return tap_end();
}
