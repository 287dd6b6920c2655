/* What is stored beside the facts: nothing is found where acts kept it, and every planted fault is.
 */
#include "domain/matter/matter_audit.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/test_matter.h"

static struct town t;

static struct matter_audit audit(void)
{
    struct ctx ctx = town_ctx(&t, &t.auditor);
    struct matter_audit a;
    IS_INT(matter_audit_run(&ctx, &a), ERR_OK);
    return a;
}

static void acts_keep_what_is_derived(void)
{
    town_open(&t);
    town_raise(&t, "刚提出");
    town_accept(&t, "已受理");
    town_assign(&t, "已交办");
    town_answer(&t, "已答复", town_today(&t) + 5);
    int64_t done = town_done(&t, "已办完");
    struct matter_confirm_in confirm = {done, town_view(&t, &t.clerk, done).row.version,
                                        MATTER_SATISFIED, STR("")};
    IS_INT(town_act(&t, &t.clerk, "matter.confirm", &confirm, NULL), ERR_OK);
    struct matter_audit a = audit();
    IS_INT(a.matters, 5);
    IS_INT(a.sight_wrong, 0);
    IS_INT(a.todo_wrong, 0);
    /* Days later other things are due, but by nobody else. */
    t.now += 20 * DAY_US;
    a = audit();
    IS_INT(a.sight_wrong, 0);
    IS_INT(a.todo_wrong, 0);
    town_close(&t);
}

enum fault {
    SIGHT_LOST,
    SIGHT_STALE,
    SIGHT_PLACE, /* one of the keys that filters and orders read */
    SIGHT_RAISED,
    SIGHT_CLASS,
    SIGHT_SOURCE,
    SIGHT_URGENCY,
    SIGHT_FIRM,
    SIGHT_LEAD,
    SIGHT_LEADER,
    SIGHT_ZONE,
    SIGHT_STRAY,
    SIGHT_ORPHAN,
    TODO_LOST,
    TODO_STRAY,
    FAULTS_
};

/* The firm's row as it stands, with one fault in it. */
static struct sql_matter_sight_add_in spoilt(struct ctx *ctx, enum fault fault, struct matter_id m)
{
    struct sql_matter_sight_whole_row r;
    struct sql_matter_sight_whole_in in = {t.park, t.firm.id.n, m};
    IS_INT(sql_matter_sight_whole(ctx->db, ctx->arena, &in, &r), ERR_OK);
    return (struct sql_matter_sight_add_in){
        .park = t.park,
        .viewer = t.firm.id.n,
        .ended = r.ended,
        .due_at = r.due_at,
        .matter = m,
        .state = r.state,
        .version = r.version - (fault == SIGHT_STALE),
        .turn = r.turn,
        .place = r.place + (fault == SIGHT_PLACE),
        .raised_at = r.raised_at + (fault == SIGHT_RAISED),
        .class = {r.class.n + (fault == SIGHT_CLASS)},
        .source = r.source + (fault == SIGHT_SOURCE),
        .urgency = r.urgency + (fault == SIGHT_URGENCY),
        .firm = {r.firm.n + (fault == SIGHT_FIRM)},
        .lead = {r.lead.n + (fault == SIGHT_LEAD)},
        .leader = {r.leader.n + (fault == SIGHT_LEADER)},
        .zone = {r.zone.n + (fault == SIGHT_ZONE)},
    };
}

static void plant(enum fault fault, int64_t id)
{
    struct ctx ctx = town_ctx(&t, &t.admin);
    struct matter_id m = {id};
    struct sql_matter_sight_add_in row = spoilt(&ctx, fault, m);
    struct sql_matter_sight_drop_in lost = {t.park, t.firm.id.n, m};
    struct sql_matter_todo_drop_in no_todo = {t.park, m};
    struct sql_matter_todo_add_in todo = {
        .park = t.park, .owner = t.water.id.n, .matter = m, .kind = MATTER_TODO_ANSWER};
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    if (fault < SIGHT_STRAY)
        IS_INT(sql_matter_sight_drop(ctx.db, &lost, NULL), ERR_OK);
    if (fault >= SIGHT_STRAY)
        row.viewer = t.water.id.n;
    if (fault == SIGHT_ORPHAN)
        row.matter.n += 12345;
    if (fault != SIGHT_LOST && fault < TODO_LOST)
        IS_INT(sql_matter_sight_add(ctx.db, &row, NULL), ERR_OK);
    if (fault == TODO_LOST)
        IS_INT(sql_matter_todo_drop(ctx.db, &no_todo, NULL), ERR_OK);
    if (fault == TODO_STRAY)
        IS_INT(sql_matter_todo_add(ctx.db, &todo, NULL), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
}

static void planted_faults_are_found(void)
{
    for (enum fault fault = 0; fault < FAULTS_; fault++) {
        town_open(&t);
        town_raise(&t, "好好的");
        int64_t id = town_assign(&t, "有问题的");
        plant(fault, id);
        struct matter_audit a = audit();
        bool sight = fault < TODO_LOST;
        IS_INT(a.sight_wrong > 0, sight);
        IS_INT(a.todo_wrong > 0, !sight);
        if (fault < SIGHT_STRAY)
            IS_STR(a.sight_first, STR("2026-0002"));
        if (!sight)
            IS_STR(a.todo_first, STR("2026-0002"));
        town_close(&t);
    }
}

int main(void)
{
    RUN(acts_keep_what_is_derived);
    RUN(planted_faults_are_found);
    return tap_end();
}
