/* What each person sees: sight against a naive one, filters and pages against a naive list. */
#include "domain/matter/test_matter.h"

#include <string.h>

enum { MATTERS = 60, QUERIES = 250 };

static struct town t;
static uint64_t seed = 7;

static int64_t dice(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* A town at work ------------------------------------------------------------------------------ */

struct truth {
    int64_t id, firm;
    bool draft, land, water; /* had a duty */
};

static struct truth truths[MATTERS];
static struct matter_row rows[MATTERS];

static void accept(int64_t id)
{
    struct matter_act_in in = {id, 1};
    IS_INT(town_act(&t, &t.coordinator, "matter.accept", &in, NULL), ERR_OK);
}

static void assign(struct truth *truth, bool water_leads, bool helper)
{
    int64_t helpers[] = {water_leads ? t.land.id.n : t.water.id.n};
    struct matter_assign_in in = {.id = truth->id,
                                  .version = 2,
                                  .lead = water_leads ? t.water.id.n : t.land.id.n,
                                  .helpers = {helpers, helper ? 1 : 0},
                                  .limit = 1 + dice(9),
                                  .limit_kind = MATTER_WORKING_DAYS};
    IS_INT(town_act(&t, &t.coordinator, "matter.assign", &in, NULL), ERR_OK);
    truth->land = !water_leads || helper;
    truth->water = water_leads || helper;
}

static void make(struct truth *truth, int64_t i)
{
    bool rival = dice(2);
    struct act_result out = {0};
    *truth = (struct truth){.firm = rival ? t.rival.id.n : t.firm.id.n, .draft = dice(8) == 0};
    struct matter_raise_in in = {.title = str_print(&t.arena, "第%lld件：%s", (long long)i,
                                                    dice(2) ? "道路积水" : "用地审批"),
                                 .text = str_print(&t.arena, "内容 %lld", (long long)i),
                                 .urgency = 1 + dice(4),
                                 .draft = truth->draft};
    IS_INT(town_act(&t, rival ? &t.rival_clerk : &t.clerk, "matter.raise", &in, &out), ERR_OK);
    truth->id = out.id;
    int64_t far = truth->draft ? 0 : dice(4);
    if (far == 1) {
        struct matter_reason_in refuse = {truth->id, 1, STR("不属于园区")};
        IS_INT(town_act(&t, &t.coordinator, "matter.refuse", &refuse, NULL), ERR_OK);
    } else if (far >= 2) {
        accept(truth->id);
        if (far == 3)
            assign(truth, dice(2), dice(2));
    }
    t.now += dice(40) * HOUR_US;
}

static void settle(void)
{
    town_open(&t);
    for (int64_t i = 0; i < MATTERS; i++)
        make(&truths[i], i);
    for (size_t i = 0; i < MATTERS; i++) {
        const struct person *own = truths[i].firm == t.firm.id.n ? &t.clerk : &t.rival_clerk;
        rows[i] = town_view(&t, own, truths[i].id).row;
    }
}

/* Sight --------------------------------------------------------------------------------------- */

static bool should_see(const struct truth *m, const struct person *who)
{
    if (who == &t.clerk || who == &t.rival_clerk)
        return m->firm == who->org.n;
    if (m->draft || who == &t.admin)
        return false;
    if (who == &t.land_desk || who == &t.land_head)
        return m->land;
    if (who == &t.water_desk)
        return m->water;
    return true;
}

static void each_sees_what_is_theirs(void)
{
    const struct person *people[] = {&t.clerk,     &t.rival_clerk, &t.coordinator,
                                     &t.land_desk, &t.land_head,   &t.water_desk,
                                     &t.leader,    &t.auditor,     &t.admin};
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        struct ctx ctx = town_ctx(&t, people[p]);
        struct matter_list_in all = {.limit = MATTER_PAGE_MAX, .order = MATTER_ORDER_OLDEST};
        struct matter_list list = {0};
        enum err e = matter_find_list(&ctx, &all, &list);
        IS_INT(e, people[p] == &t.admin ? ERR_DENIED : ERR_OK);
        size_t seen = 0;
        for (size_t i = 0; i < MATTERS; i++) {
            bool see = should_see(&truths[i], people[p]);
            struct matter_view view;
            error_clear(&ctx.error);
            IS_INT(matter_find_one(&ctx, (struct matter_id){truths[i].id}, &view),
                   see ? ERR_OK : ERR_NOT_FOUND);
            if (see && e == ERR_OK)
                IS_INT(list.rows.at[seen].id.n, truths[i].id);
            seen += see;
        }
        IS_INT(e ? 0 : list.rows.n, e ? 0 : seen);
    }
}

static void another_park_is_not_there(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    ctx.park.n++;
    struct matter_view view;
    struct matter_id id;
    IS_INT(matter_find_one(&ctx, (struct matter_id){truths[0].id}, &view), ERR_NOT_FOUND);
    IS_INT(matter_by_number(&ctx, STR("2026-0001"), &id), ERR_NOT_FOUND);
    struct matter_list list;
    enum err e = matter_find_list(&ctx, &(struct matter_list_in){0}, &list);
    OK(e == ERR_NOT_FOUND || (!e && !list.rows.n), "a park without settings or rows");
}

static void a_firm_cannot_act_on_another_ones(void)
{
    for (size_t i = 0; i < MATTERS; i++) {
        if (truths[i].firm != t.rival.id.n)
            continue;
        struct matter_reason_in in = {truths[i].id, rows[i].version, STR("试试")};
        struct matter_act_in submit = {truths[i].id, rows[i].version};
        IS_INT(town_act(&t, &t.clerk, "matter.withdraw", &in, NULL), ERR_NOT_FOUND);
        IS_INT(town_act(&t, &t.clerk, "matter.submit", &submit, NULL), ERR_NOT_FOUND);
    }
}

static void internal_notes_never_reach_the_firm(void)
{
    size_t i = 0;
    while (!truths[i].land)
        i++;
    const struct person *own = truths[i].firm == t.firm.id.n ? &t.clerk : &t.rival_clerk;
    struct matter_note_in note = {truths[i].id, STR("内部：这家企业欠费")};
    IS_INT(town_act(&t, &t.land_desk, "matter.note", &note, NULL), ERR_OK);
    struct matter_view firm = town_view(&t, own, truths[i].id);
    struct matter_view office = town_view(&t, &t.auditor, truths[i].id);
    bool firm_sees = false, office_sees = false;
    for (size_t k = 0; k < firm.story.n; k++)
        firm_sees = firm_sees || str_has(firm.story.at[k].text, STR("欠费"));
    for (size_t k = 0; k < office.story.n; k++)
        office_sees = office_sees || str_has(office.story.at[k].text, STR("欠费"));
    OK(office_sees && !firm_sees, "the office sees the note, the firm does not");
    OK(!str_has(firm.row.last_note, STR("欠费")), "nor in the list row");
    rows[i] = firm.row;
}

/* A bare number means the newest year that has it; with its year it means that one. */
static void numbers_are_read_as_people_type_them(void)
{
    static const struct {
        const char *typed, *number;
    } ways[] = {{"2026-0001", "2026-0001"}, {"２０２６－０００１", "2026-0001"},
                {" 2026-1 ", "2026-0001"},  {"1", "2027-0001"},
                {"0001", "2027-0001"},      {"０００１", "2027-0001"}};
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_id id;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        IS_INT(matter_by_number(&ctx, str_from(ways[i].typed), &id), ERR_OK);
        for (size_t k = 0; k < MATTERS; k++)
            if (truths[k].id == id.n)
                IS_STR(rows[k].number, str_from(ways[i].number));
    }
    IS_INT(matter_by_number(&ctx, STR("2026-9999"), &id), ERR_NOT_FOUND);
    IS_INT(matter_by_number(&ctx, STR("一号"), &id), ERR_NOT_FOUND);
}

/* Filters and pages --------------------------------------------------------------------------- */

static bool passes(const struct matter_list_in *f, const struct truth *m,
                   const struct matter_row *r)
{
    if ((f->state && r->state != f->state) || (f->urgency && r->urgency != f->urgency) ||
        (f->turn && r->turn != f->turn - 1) || (f->open && !r->open) ||
        (f->overdue && !(r->open && r->due_at <= t.now)))
        return false;
    if (!str_empty(f->text) && !str_has(r->title, f->text))
        return false;
    if (!str_empty(f->firm) && !str_eq(f->firm, r->firm_name))
        return false;
    if (f->due_from && (r->due == DAY_NONE || r->due < f->due_from)) /* as it is shown */
        return false;
    if (f->due_to && (r->due == DAY_NONE || r->due > f->due_to))
        return false;
    return str_empty(f->department) || (str_eq(f->department, t.land.name) ? m->land : m->water);
}

static struct matter_list_in random_filters(void)
{
    struct matter_list_in f = {.limit = 1 + dice(20), .order = 1 + dice(6), .reverse = dice(2)};
    if (dice(3) == 0)
        f.state = 1 + dice(8);
    if (dice(4) == 0)
        f.urgency = 1 + dice(4);
    if (dice(4) == 0)
        f.turn = 1 + dice(4);
    f.open = dice(4) == 0;
    f.overdue = dice(5) == 0;
    if (dice(4) == 0)
        f.text = dice(2) ? STR("积水") : STR("用地");
    if (dice(4) == 0)
        f.firm = dice(2) ? t.firm.name : t.rival.name;
    if (dice(4) == 0)
        f.department = dice(2) ? t.land.name : t.water.name;
    if (dice(5) == 0)
        f.due_from = town_today(&t) - (int32_t)dice(60);
    if (dice(5) == 0)
        f.due_to = town_today(&t) - (int32_t)dice(40);
    return f;
}

/* The order asked for, on neighbours. */
static bool in_order(const struct matter_list_in *f, const struct matter_row *a,
                     const struct matter_row *b)
{
    const struct matter_row *x = f->reverse ? b : a, *y = f->reverse ? a : b;
    switch (f->order) {
    case MATTER_ORDER_NEWEST:
        return x->id.n > y->id.n;
    case MATTER_ORDER_OLDEST:
        return x->id.n < y->id.n;
    case MATTER_ORDER_NUMBER:
        return str_cmp(x->number, y->number) <= 0;
    case MATTER_ORDER_STATE:
        return x->state <= y->state;
    case MATTER_ORDER_DEPARTMENT:
        return x->lead.n <= y->lead.n; /* the register's order of departments */
    default:
        return x->open != y->open ? x->open : x->due_at <= y->due_at;
    }
}

static void read_pages(const struct person *who, struct matter_list_in f)
{
    struct ctx ctx = town_ctx(&t, who);
    bool listed[MATTERS] = {false};
    struct matter_row last = {0};
    size_t n = 0, want = 0;
    int64_t total = -1;
    for (int page = 0; page <= MATTERS; page++) {
        struct matter_list list;
        if (matter_find_list(&ctx, &f, &list) != ERR_OK) {
            OK(false, "a page of the list");
            return;
        }
        IS_INT(list.total, total < 0 ? list.total : total);
        total = list.total;
        for (size_t i = 0; i < list.rows.n; i++, n++) {
            OK(n == 0 || in_order(&f, &last, &list.rows.at[i]), "in the order asked for");
            last = list.rows.at[i];
            for (size_t k = 0; k < MATTERS; k++)
                if (truths[k].id == last.id.n) {
                    OK(!listed[k], "no row twice");
                    listed[k] = true;
                }
        }
        if (str_null(list.next))
            break;
        f.after = list.next;
    }
    for (size_t k = 0; k < MATTERS; k++) {
        bool see = should_see(&truths[k], who) && passes(&f, &truths[k], &rows[k]);
        OK(listed[k] == see, "exactly those that pass");
        want += see;
    }
    IS_INT(n, want);
    IS_INT(total, want);
}

static void lists_answer_what_a_naive_one_does(void)
{
    const struct person *people[] = {&t.coordinator, &t.clerk, &t.land_desk, &t.water_desk,
                                     &t.auditor};
    for (int i = 0; i < QUERIES; i++)
        read_pages(people[dice(5)], random_filters());
}

static void unknown_filters_are_told(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_list list;
    struct matter_list_in f = {.department = STR("没有这个局")};
    IS_INT(matter_find_list(&ctx, &f, &list), ERR_INVALID);
    IS_STR(ctx.error.field, STR("department"));
    error_clear(&ctx.error);
    f = (struct matter_list_in){.class = STR("没有这一类")};
    IS_INT(matter_find_list(&ctx, &f, &list), ERR_INVALID);
    error_clear(&ctx.error);
    f = (struct matter_list_in){.after = STR("not-a-cursor")};
    IS_INT(matter_find_list(&ctx, &f, &list), ERR_INVALID);
    error_clear(&ctx.error);
    f = (struct matter_list_in){.firm = STR("册外某人")};
    IS_INT(matter_find_list(&ctx, &f, &list), ERR_OK);
    IS_INT(list.rows.n, 0);
}

/* Boards and to-dos --------------------------------------------------------------------------- */

static void the_board_adds_up(void)
{
    struct ctx ctx = town_ctx(&t, &t.leader);
    struct matter_board board;
    IS_INT(matter_find_board(&ctx, &(struct matter_board_in){0}, &board), ERR_OK);
    int64_t states[MATTER_STATE_END_] = {0}, overdue = 0;
    for (size_t i = 0; i < MATTERS; i++)
        if (!truths[i].draft) {
            states[rows[i].state]++;
            overdue += rows[i].open && rows[i].due_at <= t.now;
        }
    for (int64_t s = MATTER_DRAFT; s < MATTER_STATE_END_; s++)
        IS_INT(board.states[s], states[s]);
    IS_INT(board.overdue, overdue);
    IS_INT(board.months.n, 12);
    IS_INT(board.orgs.n, 3);
    town_counters_hold(&t);
}

static void each_has_their_own_work(void)
{
    struct matter_todo_list todo;
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    IS_INT(matter_find_todo(&ctx, &todo), ERR_OK);
    int64_t raised = 0, accepted = 0;
    for (size_t i = 0; i < MATTERS; i++) {
        raised += rows[i].state == MATTER_RAISED;
        accepted += rows[i].state == MATTER_ACCEPTED;
    }
    IS_INT(todo.n[MATTER_TODO_ACCEPT], raised);
    IS_INT(todo.n[MATTER_TODO_ASSIGN], accepted);
    for (size_t i = 1; i < todo.rows.n; i++)
        OK(todo.rows.at[i - 1].due_at <= todo.rows.at[i].due_at, "what is due first comes first");

    ctx = town_ctx(&t, &t.water_desk);
    IS_INT(matter_find_todo(&ctx, &todo), ERR_OK);
    struct duty_list duties;
    IS_INT(matter_find_duties(&ctx, &(struct matter_duties_in){0}, &duties), ERR_OK);
    int64_t water = 0;
    for (size_t i = 0; i < MATTERS; i++)
        water += truths[i].water;
    IS_INT(duties.total, water);
    IS_INT(todo.n[MATTER_TODO_ANSWER], water);
    IS_INT(todo.n[MATTER_TODO_ACCEPT], 0);
    ctx = town_ctx(&t, &t.clerk);
    IS_INT(matter_find_duties(&ctx, &(struct matter_duties_in){0}, &duties), ERR_DENIED);
}

int main(void)
{
    settle();
    RUN(each_sees_what_is_theirs);
    RUN(another_park_is_not_there);
    RUN(a_firm_cannot_act_on_another_ones);
    RUN(internal_notes_never_reach_the_firm);
    RUN(numbers_are_read_as_people_type_them);
    RUN(lists_answer_what_a_naive_one_does);
    RUN(unknown_filters_are_told);
    RUN(the_board_adds_up);
    RUN(each_has_their_own_work);
    town_close(&t);
    return tap_end();
}
