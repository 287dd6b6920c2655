/* The gates, the outcomes of duties, periods of reports, and what changed between two of them. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/tap.h"
#include "domain/navigation/navigation_change.h"
#include "domain/navigation/navigation_rule.h"

/* A project that lacks nothing in any step. */
static struct navigation_fact whole(void)
{
    struct navigation_fact f = {.part = NAVIGATION_INDUSTRY,
                                .need = true,
                                .scope = true,
                                .effect = true,
                                .starts = 20000,
                                .ends = 20100,
                                .members = 1,
                                .leads = 1,
                                .sources = 1,
                                .figures = 2,
                                .conclusions = 3,
                                .duties = 1,
                                .reported_at = 10,
                                .changed_at = 9};
    f.finding[NAVIGATION_DIRECTION] = true;
    f.finding[NAVIGATION_POSITION] = true;
    f.finding[NAVIGATION_PATH] = true;
    return f;
}

static size_t lacks(struct navigation_fact f, int64_t step)
{
    struct navigation_lacks out;
    f.step = step;
    navigation_gate(&f, &out);
    return out.n;
}

static enum navigation_missing first(struct navigation_fact f, int64_t step)
{
    struct navigation_lacks out;
    f.step = step;
    navigation_gate(&f, &out);
    return out.n ? out.at[0].what : 0;
}

static void nothing_is_missing_of_a_whole_one(void)
{
    for (int64_t step = NAVIGATION_START; step <= NAVIGATION_USE; step++)
        IS_INT(lacks(whole(), step), 0);
    struct navigation_fact none = {.starts = DAY_NONE, .ends = DAY_NONE};
    OK(lacks(none, NAVIGATION_START) == 4 && lacks(none, NAVIGATION_COLLECT) == 5,
       "an empty one lacks need, scope, leader, days; then data");
    OK(lacks(none, NAVIGATION_USE) == 10, "figures, conclusions, report, duties, effect");
}

/* Cut-off, hash, recall, precision and a figure's query: without any of them no closing. */
static void it_cannot_close_without(void)
{
    static const struct {
        size_t at;
        enum navigation_missing what;
        int64_t step;
    } cases[] = {
        {offsetof(struct navigation_fact, without_cutoff), NAVIGATION_NO_CUTOFF,
         NAVIGATION_COLLECT},
        {offsetof(struct navigation_fact, without_hash), NAVIGATION_NO_HASH, NAVIGATION_COLLECT},
        {offsetof(struct navigation_fact, without_members), NAVIGATION_NO_RECORDS,
         NAVIGATION_COLLECT},
        {offsetof(struct navigation_fact, without_measure), NAVIGATION_NO_MEASURE,
         NAVIGATION_PROCESS},
        {offsetof(struct navigation_fact, without_recall), NAVIGATION_NO_RECALL,
         NAVIGATION_PROCESS},
        {offsetof(struct navigation_fact, without_precision), NAVIGATION_NO_PRECISION,
         NAVIGATION_PROCESS},
        {offsetof(struct navigation_fact, without_clean), NAVIGATION_NOT_CLEAN, NAVIGATION_PROCESS},
        {offsetof(struct navigation_fact, without_query), NAVIGATION_NO_QUERY, NAVIGATION_ANALYSE},
        {offsetof(struct navigation_fact, stale), NAVIGATION_STALE, NAVIGATION_ANALYSE},
        {offsetof(struct navigation_fact, without_figure), NAVIGATION_NO_CITE, NAVIGATION_CONCLUDE},
        {offsetof(struct navigation_fact, duties_open), NAVIGATION_DUTY_OPEN, NAVIGATION_USE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct navigation_fact f = whole();
        int64_t two = 2;
        memcpy((char *)&f + cases[i].at, &two, sizeof two);
        IS_INT(first(f, NAVIGATION_USE), cases[i].what);
        IS_INT(first(f, cases[i].step), cases[i].what);
        IS_INT(lacks(f, cases[i].step - 1), 0); /* not asked for before its step */
        OK(navigation_missing_words(cases[i].what)[0] && navigation_missing_name(cases[i].what)[0],
           "it is said in words");
    }
}

static void every_lack_has_words(void)
{
    for (int what = 1; what < NAVIGATION_MISSING_END_; what++)
        OK(navigation_missing_words((enum navigation_missing)what)[0] &&
               navigation_missing_name((enum navigation_missing)what)[0],
           "words and a name");
}

static void a_part_asks_for_its_conclusions(void)
{
    struct navigation_fact f = whole();
    f.finding[NAVIGATION_PATH] = false;
    IS_INT(first(f, NAVIGATION_CONCLUDE), NAVIGATION_NO_PATH);
    f.part = NAVIGATION_REGION;
    IS_INT(lacks(f, NAVIGATION_CONCLUDE), 2); /* competitiveness, match */
    f.part = NAVIGATION_FIRM;
    IS_INT(lacks(f, NAVIGATION_CONCLUDE), 0);
}

static void a_report_must_not_be_older_than_what_it_says(void)
{
    struct navigation_fact f = whole();
    f.changed_at = f.reported_at;
    IS_INT(lacks(f, NAVIGATION_OUTPUT), 0);
    f.changed_at = f.reported_at + 1;
    IS_INT(first(f, NAVIGATION_OUTPUT), NAVIGATION_OLD_REPORT);
    f.reported_at = 0;
    IS_INT(first(f, NAVIGATION_OUTPUT), NAVIGATION_NO_REPORT);
}

static void a_project_may_last_a_day(void)
{
    struct navigation_fact f = whole();
    f.ends = f.starts;
    IS_INT(lacks(f, NAVIGATION_START), 0);
    f.ends = f.starts - 1;
    IS_INT(first(f, NAVIGATION_START), NAVIGATION_DAYS_TURNED);
}

static void duties_end_in_time_or_late(void)
{
    IS_INT(navigation_outcome(100, DAY_NONE, false, 100), NAVIGATION_DUTY_RUNNING);
    IS_INT(navigation_outcome(100, DAY_NONE, false, 101), NAVIGATION_DUTY_OVERDUE);
    IS_INT(navigation_outcome(100, 100, false, 300), NAVIGATION_DUTY_IN_TIME);
    IS_INT(navigation_outcome(100, 101, false, 300), NAVIGATION_DUTY_LATE);
    IS_INT(navigation_outcome(100, DAY_NONE, true, 300), NAVIGATION_DUTY_GONE);
}

static void period(int64_t rhythm, const char *today, const char *from, const char *to,
                   const char *name)
{
    struct arena arena;
    int32_t day, begin, end;
    struct str called;
    arena_init(&arena, 1 << 16);
    OK(day_parse(str_from(today), &day), today);
    OK(navigation_period_over(&arena, rhythm, day, &begin, &end, &called), name);
    IS_STR(day_text(&arena, begin), str_from(from));
    IS_STR(day_text(&arena, end), str_from(to));
    IS_STR(called, str_from(name));
    arena_release(&arena);
}

static void periods_are_over_on_their_first_day_after(void)
{
    period(NAVIGATION_MONTHLY, "2026-11-22", "2026-10-01", "2026-11-01", "2026-10");
    period(NAVIGATION_MONTHLY, "2026-01-01", "2025-12-01", "2026-01-01", "2025-12");
    period(NAVIGATION_QUARTERLY, "2026-11-22", "2026-07-01", "2026-10-01", "2026-Q3");
    period(NAVIGATION_QUARTERLY, "2026-03-31", "2025-10-01", "2026-01-01", "2025-Q4");
    int32_t from, to;
    struct str name;
    OK(!navigation_period_over(NULL, NAVIGATION_ASKED, 20000, &from, &to, &name), "none");
}

/* What changed --------------------------------------------------------------------------------- */

enum { IDS = 60 };

static bool came(const struct navigation_since *since, int64_t id)
{
    (void)since;
    return id % 5 == 0;
}

static bool marked(const struct navigation_since *since, int64_t id, bool in)
{
    (void)since;
    return in ? id % 7 == 0 : id % 3 == 0;
}

static size_t draw(struct navigation_state *out)
{
    size_t n = 0;
    for (int64_t id = 1; id <= IDS; id++)
        if (rand() % 3)
            out[n++] = (struct navigation_state){.id = id * 1000003,
                                                 .names = (uint64_t)(rand() % 2),
                                                 .classes = (uint64_t)(rand() % 2),
                                                 .figures = (uint32_t)(rand() % 8),
                                                 .status = (uint8_t)(rand() % 2)};
    return n;
}

static const struct navigation_state *find(const struct navigation_state *at, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (at[i].id == id)
            return &at[i];
    return NULL;
}

/* The same by looking at every id there can be. */
static void slowly(const struct navigation_state *b, size_t bn, const struct navigation_state *n,
                   size_t nn, const struct navigation_since *since, struct navigation_change *out)
{
    *out = (struct navigation_change){.before = (int64_t)bn, .now = (int64_t)nn};
    for (int64_t k = 1; k <= IDS; k++) {
        int64_t id = k * 1000003;
        const struct navigation_state *was = find(b, bn, id), *is = find(n, nn, id);
        int why_in = id % 5 == 0 ? 1 : id % 7 == 0 ? 2 : since->query_changed ? 3 : 7;
        int why_out = id % 3 == 0 ? 2 : since->query_changed ? 3 : 7;
        uint32_t had = was ? was->figures : 0, has = is ? is->figures : 0;
        if (was && is) {
            out->status += was->status != is->status;
            out->classes += was->classes != is->classes;
            out->names += was->names != is->names;
            why_in = why_out = was->status != is->status     ? 4
                               : was->classes != is->classes ? 5
                               : was->names != is->names     ? 6
                                                             : 7;
        } else {
            out->came[why_in] += is != NULL;
            out->gone[why_out] += was != NULL;
        }
        struct navigation_move m = {.id = id,
                                    .came = !was && is,
                                    .gone = was && !is,
                                    .into = has & ~had & 3,
                                    .out_of = had & ~has & 3};
        m.why = (enum navigation_why)(m.gone ? why_out : why_in);
        bool same = was && is && was->status == is->status && was->classes == is->classes &&
                    was->names == is->names;
        if ((was || is) && (!same || m.into || m.out_of))
            out->moves[out->moved++] = m;
        for (int f = 0; f < 2; f++) {
            out->figure[f].came[why_in] += (has >> f & 1) && !(had >> f & 1);
            out->figure[f].gone[why_out] += (had >> f & 1) && !(has >> f & 1);
        }
    }
}

static bool alike(const struct navigation_change *x, const struct navigation_change *y)
{
    bool same = memcmp(x, y, offsetof(struct navigation_change, moves)) == 0;
    same = same && x->moved == y->moved;
    for (int64_t i = 0; same && i < x->moved; i++) {
        const struct navigation_move *a = &x->moves[i], *b = &y->moves[i];
        same = a->id == b->id && a->why == b->why && a->came == b->came && a->gone == b->gone &&
               a->into == b->into && a->out_of == b->out_of;
    }
    return same;
}

static void changes_are_those_of_a_slow_walk(void)
{
    struct navigation_state before[IDS], now[IDS];
    struct navigation_change fast, slow;
    srand(39551);
    for (int round = 0; round < 300; round++) {
        struct navigation_since since = {0, round % 2 == 1, came, marked, NULL};
        size_t b = draw(before), n = draw(now);
        navigation_compare(before, b, now, n, 3, &since, &fast); /* the third is not compared */
        slowly(before, b, now, n, &since, &slow);
        if (!alike(&fast, &slow)) {
            IS_INT(round, -1);
            return;
        }
    }
    OK(true, "300 rounds");
}

static void reasons_add_up(void)
{
    struct navigation_state before[IDS], now[IDS];
    struct navigation_change c;
    struct navigation_since since = {0, false, came, marked, NULL};
    size_t b = draw(before), n = draw(now);
    int64_t in = 0, out = 0;
    navigation_compare(before, b, now, n, 0, &since, &c);
    for (int why = 1; why < NAVIGATION_WHY_END_; why++) {
        in += c.came[why];
        out += c.gone[why];
        OK(navigation_why_word((enum navigation_why)why)[0], "has words");
    }
    IS_INT(c.before + in - out, c.now);
}

static void a_state_comes_back_as_it_was_packed(void)
{
    struct navigation_state s = {INT64_C(0x123456789abcdef), UINT64_MAX, 1, 0x80000001u, 0xff}, r;
    char bytes[NAVIGATION_STATE_BYTES];
    navigation_state_pack(&s, bytes);
    r = navigation_state_unpack(bytes);
    OK(r.id == s.id && r.names == s.names && r.classes == s.classes && r.figures == s.figures &&
           r.status == s.status,
       "every member");
}

int main(void)
{
    RUN(nothing_is_missing_of_a_whole_one);
    RUN(it_cannot_close_without);
    RUN(every_lack_has_words);
    RUN(a_part_asks_for_its_conclusions);
    RUN(a_report_must_not_be_older_than_what_it_says);
    RUN(a_project_may_last_a_day);
    RUN(duties_end_in_time_or_late);
    RUN(periods_are_over_on_their_first_day_after);
    RUN(changes_are_those_of_a_slow_walk);
    RUN(reasons_add_up);
    RUN(a_state_comes_back_as_it_was_packed);
    return tap_end();
}
