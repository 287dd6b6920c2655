/*
 * bench_minutes: how long the minutes of a 40-matter meeting take, from the database to the docx
 * file. TAP; the median of 21 runs stands in a comment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "domain/matter/test_matter.h"
#include "domain/meeting/meeting_act.h"
#include "domain/meeting/meeting_find.h"
#include "domain/meeting/meeting_paper.h"
#include "meeting_schema.h"

enum { MATTERS = 40, RUNS = 21, BAR_MS = 300 };

static struct town town;

static void act(const char *name, const void *in, struct act_result *out)
{
    struct act_result unused;
    for (size_t i = 0; i < meeting_module.act_n; i++)
        if (str_eq(str_from(meeting_module.acts[i].name), str_from(name)) &&
            town_run(&town, &town.coordinator, &meeting_module.acts[i], in, out ? out : &unused)) {
            fprintf(stderr, "bench_minutes: %s was refused: %s\n", name, town.error.message);
            exit(2);
        }
}

static void look(struct ctx *ctx, int64_t id, bool details, struct meeting_view *out)
{
    if (meeting_find_one(ctx, (struct meeting_id){id}, details, out))
        exit(2);
}

/* 40 matters decided, each with words as long as a clerk writes. */
static int64_t hold(void)
{
    struct act_result out = {0};
    struct meeting_plan_in plan = {.title = STR("推进会"),
                                   .place = STR("三楼会议室"),
                                   .day = town_today(&town),
                                   .time = STR("14:30"),
                                   .budget = 600,
                                   .note = STR("")};
    act("meeting.plan", &plan, &out);
    struct meeting_act_in in = {.id = out.id};
    for (size_t i = 0; i < MATTERS; i++) {
        int64_t id = town_accept(&town, "二期扩建用地四十六亩未能挂牌，设备已经到港");
        struct meeting_add_in add = {.id = in.id,
                                     .matter = town_view(&town, &town.coordinator, id).row.number};
        act("meeting.add", &add, NULL);
    }
    act("meeting.start", &in, NULL);
    struct ctx ctx = town_ctx(&town, &town.coordinator);
    struct meeting_view v;
    look(&ctx, in.id, true, &v);
    for (size_t i = 0; i < v.items.n; i++) {
        struct meeting_decide_in decide = {
            .id = in.id,
            .item = v.items.at[i].id.n,
            .kind = MEETING_ASSIGN,
            .lead = town.land.id.n,
            .promise = town_today(&town) + 10,
            .solution = STR("土地报批材料本周内补齐，下周三前上报；供地方案与环评同步做，不等批文。"
                            "需要市里协调的"
                            "两项由分管领导带队对接，十个工作日内给企业书面答复，并明确挂牌日期。"),
            .said = MEETING_YES,
            .said_words = STR("请尽快"),
        };
        act("meeting.decide", &decide, NULL);
    }
    act("meeting.end", &in, NULL);
    return in.id;
}

static int by_size(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

int main(void)
{
    double ms[RUNS];
    size_t bytes = 0, items = 0;
    town_open_with(&town, (struct migrations){meeting_migrations, meeting_migration_n});
    int64_t id = hold();
    for (size_t i = 0; i < RUNS; i++) {
        struct timespec from, to;
        struct arena_mark mark = arena_mark(&town.arena);
        struct ctx ctx = town_ctx(&town, &town.coordinator);
        struct meeting_view v;
        struct meeting_paper paper;
        struct str file;
        clock_gettime(CLOCK_MONOTONIC, &from);
        look(&ctx, id, false, &v);
        if (meeting_paper_of(&ctx, &v, STR("试验园区"), &paper) ||
            meeting_paper_docx(&ctx, &paper, &file))
            return 2;
        clock_gettime(CLOCK_MONOTONIC, &to);
        ms[i] = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        bytes = file.len;
        items = v.items.n;
        arena_reset(&town.arena, mark);
    }
    qsort(ms, RUNS, sizeof ms[0], by_size);
    printf("# minutes of %zu matters: %.1f ms (median of %d; best %.1f, worst %.1f), docx of %zu "
           "bytes\n",
           items, ms[RUNS / 2], RUNS, ms[0], ms[RUNS - 1], bytes);
    printf("1..1\n%sok 1 - minutes of 40 matters in under %d ms\n",
           items == MATTERS && ms[RUNS / 2] < BAR_MS ? "" : "not ", BAR_MS);
    town_close(&town);
    return ms[RUNS / 2] < BAR_MS ? 0 : 1;
}
