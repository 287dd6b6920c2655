#include "domain/matter/test_matter.h"

#include <stdlib.h>

static void add_org(struct town *t, struct ctx *ctx, struct org *org, int64_t kind,
                    const char *name)
{
    (void)t;
    *org = (struct org){.kind = kind,
                        .name = str_from(name),
                        .short_name = STR(""),
                        .contact = STR("张三"),
                        .phone = STR("0000-1"),
                        .address = STR("")};
    IS_INT(org_save(ctx, org), ERR_OK);
}

static void add_person(struct ctx *ctx, struct person *person, const char *login, uint32_t roles,
                       struct org_id org)
{
    *person = (struct person){.login = str_from(login),
                              .name = str_from(login),
                              .phone = STR(""),
                              .email = STR(""),
                              .org = org,
                              .roles = roles,
                              .standin_from = DAY_NONE,
                              .standin_to = DAY_NONE};
    IS_INT(person_save(ctx, person), ERR_OK);
}

static void settle(struct town *t, struct ctx *ctx)
{
    add_org(t, ctx, &t->firm, ORG_ENTERPRISE, "青禾电子有限公司");
    add_org(t, ctx, &t->rival, ORG_ENTERPRISE, "北斗材料有限公司");
    add_org(t, ctx, &t->land, ORG_DEPARTMENT, "自然资源分局");
    add_org(t, ctx, &t->water, ORG_DEPARTMENT, "水务局");
    add_org(t, ctx, &t->roads, ORG_DEPARTMENT, "交通局");
    struct org_id none = {0};
    add_person(ctx, &t->admin, "admin", ROLE_ADMIN, none);
    add_person(ctx, &t->clerk, "clerk", ROLE_FIRM, t->firm.id);
    add_person(ctx, &t->rival_clerk, "rival", ROLE_FIRM, t->rival.id);
    add_person(ctx, &t->coordinator, "coordinator", ROLE_COORDINATOR, none);
    add_person(ctx, &t->land_desk, "land", ROLE_DEPARTMENT, t->land.id);
    add_person(ctx, &t->land_head, "land_head", ROLE_HEAD, t->land.id);
    add_person(ctx, &t->water_desk, "water", ROLE_DEPARTMENT, t->water.id);
    add_person(ctx, &t->leader, "leader", ROLE_LEADER, none);
    add_person(ctx, &t->auditor, "auditor", ROLE_AUDITOR, none);
}

void town_open(struct town *t)
{
    town_open_with(t, (struct migrations){0});
}

void town_open_with(struct town *t, struct migrations more)
{
    const struct migrations sets[] = {
        {core_migrations, core_migration_n}, {matter_migrations, matter_migration_n}, more};
    *t = (struct town){.now = TEST_NOW};
    arena_init(&t->arena, 512u << 20);
    t->db = db_open_test(&t->arena, sets, more.n ? 3 : 2);
    struct ctx ctx = {.arena = &t->arena, .db = t->db, .now_us = t->now, .offset_min = 480};
    IS_INT(person_actor(&ctx, PERSON_CONSOLE, &ctx.actor), ERR_OK);
    IS_INT(db_begin(t->db, DB_WRITE), ERR_OK);
    IS_INT(park_create(&ctx, STR("试验园区"), STR("test.example/park"), 480), ERR_OK);
    t->park = ctx.park;
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(setting_declare(&ctx, matter_module.settings, matter_module.setting_n), ERR_OK);
    settle(t, &ctx);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t->db), ERR_OK);
    IS_INT(calendar_builtin(&t->arena, &t->calendar), ERR_OK);
}

void town_close(struct town *t)
{
    db_close_test(t->db);
    arena_release(&t->arena);
}

struct ctx town_ctx(struct town *t, const struct person *person)
{
    struct ctx ctx = {.arena = &t->arena,
                      .db = t->db,
                      .park = t->park,
                      .now_us = t->now,
                      .offset_min = 480,
                      .calendar = t->calendar};
    IS_INT(person_actor(&ctx, person->id, &ctx.actor), ERR_OK);
    return ctx;
}

static const struct act *act_named(const char *name)
{
    for (size_t i = 0; i < matter_module.act_n; i++)
        if (str_eq(str_from(matter_module.acts[i].name), str_from(name)))
            return &matter_module.acts[i];
    abort();
}

enum err town_act(struct town *t, const struct person *who, const char *name, const void *in,
                  struct act_result *out)
{
    return town_run(t, who, act_named(name), in, out);
}

enum err town_run(struct town *t, const struct person *who, const struct act *act, const void *in,
                  struct act_result *out)
{
    struct act_result unused;
    struct app_db app_db = {.db = t->db};
    struct ctx ctx = town_ctx(t, who);
    static int64_t act_id = 1000;
    ctx.act_id = act_id++;
    t->now += MINUTE_US;
    ctx.now_us = t->now;
    void *copy = arena_copy(&t->arena, in, act->form->size);
    enum err e = act_run(&app_db, &ctx, act, copy, out ? out : &unused);
    t->error = ctx.error;
    return e;
}

enum err town_look(struct town *t, const struct person *who, int64_t id, struct matter_view *out)
{
    struct ctx ctx = town_ctx(t, who);
    return matter_find_one(&ctx, (struct matter_id){id}, out);
}

struct matter_view town_view(struct town *t, const struct person *who, int64_t id)
{
    struct matter_view view = {0};
    IS_INT(town_look(t, who, id, &view), ERR_OK);
    return view;
}

int32_t town_today(const struct town *t)
{
    return day_of_instant(t->now, 480);
}

int64_t town_raise(struct town *t, const char *title)
{
    struct act_result out = {0};
    struct matter_raise_in in = {.title = str_from(title),
                                 .text = str_print(&t->arena, "%s：请帮助解决。", title),
                                 .contact = STR(""),
                                 .phone = STR("")};
    IS_INT(town_act(t, &t->clerk, "matter.raise", &in, &out), ERR_OK);
    return out.id;
}

int64_t town_accept(struct town *t, const char *title)
{
    int64_t id = town_raise(t, title);
    struct matter_act_in in = {id, town_view(t, &t->coordinator, id).row.version};
    IS_INT(town_act(t, &t->coordinator, "matter.accept", &in, NULL), ERR_OK);
    return id;
}

int64_t town_assign(struct town *t, const char *title)
{
    int64_t id = town_accept(t, title);
    struct matter_assign_in in = {.id = id,
                                  .version = town_view(t, &t->coordinator, id).row.version,
                                  .lead = t->land.id.n,
                                  .limit = 5,
                                  .limit_kind = MATTER_WORKING_DAYS,
                                  .opinion = STR("请尽快")};
    IS_INT(town_act(t, &t->coordinator, "matter.assign", &in, NULL), ERR_OK);
    return id;
}

int64_t town_answer(struct town *t, const char *title, int32_t promise)
{
    int64_t id = town_assign(t, title);
    struct matter_view v = town_view(t, &t->land_desk, id);
    struct duty_answer_in in = {.id = id,
                                .duty = v.duties.at[0].id.n,
                                .version = v.duties.at[0].version,
                                .solution = STR("现场勘查后办理"),
                                .promise = promise};
    IS_INT(town_act(t, &t->land_desk, "duty.answer", &in, NULL), ERR_OK);
    return id;
}

int64_t town_done(struct town *t, const char *title)
{
    int64_t id = town_answer(t, title, town_today(t) + 10);
    struct matter_view v = town_view(t, &t->land_desk, id);
    struct duty_done_in in = {.id = id,
                              .duty = v.duties.at[0].id.n,
                              .version = v.duties.at[0].version,
                              .result = STR("已经办好")};
    IS_INT(town_act(t, &t->land_desk, "duty.done", &in, NULL), ERR_OK);
    return id;
}

void town_counters_hold(struct town *t)
{
    struct ctx ctx = town_ctx(t, &t->coordinator);
    int64_t wrong = -1;
    IS_INT(matter_tally_check(&ctx, false, &wrong), ERR_OK);
    IS_INT(wrong, 0);
}
