/*
 * Two hundred people at once, each a thread with a memory of its own, on one writer: on one matter
 * one of them wins, and 199 are told so; two hundred new matters get two hundred numbers.
 *
 *     crowd              TAP; on PostgreSQL with LIANYUAN_TEST_PG
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/modules.h"
#include "base/tap.h"
#include "core/person.h"
#include "core/verify.h"
#include "db/db.h"
#include "db/writer.h"
#include "domain/matter/matter_find.h"
#include "stage.h"

enum { CROWD = 200, TITLE_MAX = 64 };

struct member {
    pthread_t thread;
    struct arena arena;
    struct ctx ctx;
    const struct act *act;
    union {
        struct matter_act_in accept;
        struct matter_enter_in enter;
    } in;
    char title[TITLE_MAX];
    struct act_result result;
    enum err e;
};

static struct stage stage;
static struct app_db shared; /* with the writer */
static struct member *members;
static pthread_barrier_t gate;

static enum err add_member(struct ctx *ctx, void *arg)
{
    int i = *(int *)arg;
    struct person person = {.login = str_print(ctx->arena, "crowd%d", i),
                            .name = str_print(ctx->arena, "第 %d 人", i),
                            .phone = STR(""),
                            .email = STR(""),
                            .roles = ROLE_COORDINATOR,
                            .state = PERSON_ACTIVE,
                            .standin_from = DAY_NONE,
                            .standin_to = DAY_NONE};
    return person_save(ctx, &person);
}

static void gather(void)
{
    members = ARENA_ARRAY(&stage.arena, struct member, CROWD);
    for (int i = 0; i < CROWD; i++) {
        struct member *m = &members[i];
        struct person person;
        struct ctx ctx = stage.ctx;
        IS_INT(act_write(&stage.app_db, &ctx, add_member, &i), ERR_OK);
        IS_INT(person_by_login(&ctx, str_print(&stage.arena, "crowd%d", i), &person), ERR_OK);
        m->ctx = stage.ctx;
        IS_INT(person_actor(&ctx, person.id, &m->ctx.actor), ERR_OK);
        arena_init(&m->arena, (size_t)64 << 20);
        m->ctx.arena = &m->arena;
        m->ctx.db = NULL; /* the writer's is all they use */
    }
}

static void *act_member(void *arg)
{
    struct member *m = arg;
    pthread_barrier_wait(&gate);
    m->e = act_run(&shared, &m->ctx, m->act, &m->in, &m->result);
    return NULL;
}

/* Member i with the act id first + i * step. */
static void all_at_once(const char *act, int64_t first, int64_t step)
{
    pthread_barrier_init(&gate, NULL, CROWD);
    for (int i = 0; i < CROWD; i++) {
        members[i].act = modules_act(str_from(act));
        members[i].ctx.act_id = first + i * step;
        members[i].ctx.error = (struct error){0};
        if (pthread_create(&members[i].thread, NULL, act_member, &members[i]))
            abort();
    }
    for (int i = 0; i < CROWD; i++)
        pthread_join(members[i].thread, NULL);
    pthread_barrier_destroy(&gate);
}

static int64_t some_raised(struct matter_row *out)
{
    struct ctx ctx = stage.ctx;
    struct matter_list_in in = {.state = MATTER_RAISED, .limit = 1};
    struct matter_list list = {0};
    IS_INT(matter_find_list(&ctx, &in, &list), ERR_OK);
    if (!OK(list.rows.n == 1, "a matter that waits to be accepted"))
        exit(1);
    *out = list.rows.at[0];
    return out->id.n;
}

static void one_winner(void)
{
    struct matter_row row;
    struct matter_view view;
    struct ctx ctx = stage.ctx;
    int64_t id = some_raised(&row);
    for (int i = 0; i < CROWD; i++)
        members[i].in.accept = (struct matter_act_in){id, row.version};
    all_at_once("matter.accept", 1000000, 1);
    int won = 0, told = 0;
    for (int i = 0; i < CROWD; i++) {
        won += members[i].e == ERR_OK;
        told += members[i].e == ERR_CONFLICT && members[i].ctx.error.message != NULL;
    }
    IS_INT(won, 1);
    IS_INT(told, CROWD - 1);
    IS_INT(matter_find_one(&ctx, (struct matter_id){id}, &view), ERR_OK);
    IS_INT(view.row.version, row.version + 1);
    IS_INT(view.row.state, MATTER_ACCEPTED);
    int accepted = 0;
    for (size_t i = 0; i < view.story.n; i++)
        accepted += view.story.at[i].verb == MATTER_ACCEPT;
    IS_INT(accepted, 1);
}

static int by_number(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return str_cmp(x->result.number, y->result.number);
}

static void a_number_for_each(void)
{
    for (int i = 0; i < CROWD; i++) {
        struct member *m = &members[i];
        snprintf(m->title, sizeof m->title, "第 %d 人同时录入", i);
        m->in.enter = (struct matter_enter_in){.title = str_from(m->title),
                                               .text = str_from(m->title),
                                               .raiser = STR("册外某厂"),
                                               .source = MATTER_SOURCE_PHONE,
                                               .contact = STR(""),
                                               .phone = STR(""),
                                               .outside_number = STR("")};
    }
    all_at_once("matter.enter", 2000000, 1);
    int done = 0;
    for (int i = 0; i < CROWD; i++)
        done += members[i].e == ERR_OK;
    IS_INT(done, CROWD);
    struct member *sorted = arena_copy(&stage.arena, members, CROWD * sizeof *members);
    qsort(sorted, CROWD, sizeof *sorted, by_number);
    int64_t first = 0, last = 0, same = 0;
    str_int(str_slice(sorted[0].result.number, 5, 20), &first);
    str_int(str_slice(sorted[CROWD - 1].result.number, 5, 20), &last);
    for (int i = 1; i < CROWD; i++)
        same += str_eq(sorted[i].result.number, sorted[i - 1].result.number);
    IS_INT(same, 0);
    IS_INT(last - first, CROWD - 1); /* none was lost */
}

/* The same act id from all: it is done once, and everybody gets the first outcome. */
static void one_act_sent_often(void)
{
    for (int i = 0; i < CROWD; i++) {
        members[i].in.enter = members[0].in.enter;
        members[i].in.enter.title = members[i].in.enter.text = STR("同一次提交");
        members[i].ctx.actor = members[0].ctx.actor;
    }
    all_at_once("matter.enter", 3000000, 0);
    int same = 0;
    for (int i = 0; i < CROWD; i++)
        same += members[i].e == ERR_OK && members[i].result.id == members[0].result.id;
    IS_INT(same, CROWD);
}

static void all_is_whole(void)
{
    struct verify_report report;
    struct ctx ctx = stage.ctx;
    IS_INT(verify_run(&ctx, NULL, &report), ERR_OK);
    OK(report.good, "the journal is whole");
}

int main(void)
{
    struct error error = {0};
    struct writer *writer;
    stage_open(&stage, STAGE_NOW);
    gather();
    if (writer_start(&stage.arena, db_url(stage.app_db.db), &(struct writer_config){0}, &writer,
                     &error)) {
        printf("Bail out! no writer: %s\n", error.message ? error.message : "");
        return 1;
    }
    shared = stage.app_db;
    shared.db = NULL;
    shared.writer = writer;
    RUN(one_winner);
    RUN(a_number_for_each);
    RUN(one_act_sent_often);
    writer_stop(writer);
    RUN(all_is_whole);
    for (int i = 0; i < CROWD; i++)
        arena_release(&members[i].arena);
    stage_close(&stage);
    return tap_end();
}
