/* Reports against what stood on the list at each period's end, over random histories. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/zip.h"
#include "domain/matter/matter_report_act.h"
#include "domain/matter/matter_report_doc.h"
#include "domain/matter/test_matter.h"
#include "report/sheet.h"

static struct town t;

enum { WEEKS = 6, STEPS_MAX = 4000, MATTERS_MAX = 400, WORDS_MAX = 1000 };

static uint64_t seed;

static uint32_t roll(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

/* Periods -------------------------------------------------------------------------------------- */

static void periods_have_names(void)
{
    struct arena arena;
    struct matter_period p, again;
    arena_init(&arena, 64 << 20);
    static const struct {
        const char *day, *week, *month;
    } known[] = {{"2026-11-09", "2026-W46", "2026-11"}, {"2026-11-15", "2026-W46", "2026-11"},
                 {"2020-12-31", "2020-W53", "2020-12"}, {"2021-01-03", "2020-W53", "2021-01"},
                 {"2024-12-30", "2025-W01", "2024-12"}, {"2027-01-01", "2026-W53", "2027-01"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int32_t day = DAY_NONE;
        OK(day_parse(str_from(known[i].day), &day), "a day");
        IS_STR(matter_period_name(&arena, matter_period_of(MATTER_WEEKLY, day)),
               str_from(known[i].week));
        IS_STR(matter_period_name(&arena, matter_period_of(MATTER_MONTHLY, day)),
               str_from(known[i].month));
    }
    int wrong = 0;
    for (int kind = MATTER_WEEKLY; kind <= MATTER_MONTHLY; kind++)
        for (int32_t day = 15000; day < 25000; day++) {
            p = matter_period_of((enum matter_period_kind)kind, day);
            wrong += !(p.from <= day && day < p.to);
            wrong += !matter_period_parse(p.kind, matter_period_name(&arena, p), &again) ||
                     again.from != p.from || again.to != p.to;
            wrong +=
                matter_period_step(p, 1).from != p.to || matter_period_step(p, -1).to != p.from;
        }
    IS_INT(wrong, 0);
    static const char *const bad[] = {"2026-W54", "2021-W53", "2026-W00", "2026-w46",
                                      "2026W46",  "2026-W4",  "",         "2026-W4x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        OK(!matter_period_parse(MATTER_WEEKLY, str_from(bad[i]), &p), bad[i]);
    OK(!matter_period_parse(MATTER_MONTHLY, STR("2026-13"), &p) &&
           !matter_period_parse(MATTER_MONTHLY, STR("2026-1"), &p),
       "no such month");
    arena_release(&arena);
}

/* A life on the list --------------------------------------------------------------------------- */

static int64_t ids[MATTERS_MAX];
static size_t id_n;
static int64_t done_n[MATTER_VERB_END_]; /* acts that went through, by verb */

/* What the firms said, as this test heard it. */
static struct heard {
    int64_t at, matter, solved, rating;
    bool reached;
} heard[WORDS_MAX];
static size_t heard_n;

static void hear(int64_t matter, bool reached, int64_t solved, int64_t rating)
{
    if (heard_n < WORDS_MAX)
        heard[heard_n++] = (struct heard){t.now, matter, solved, rating, reached};
}

static bool act(const struct person *who, const char *name, const void *in, enum matter_verb verb)
{
    bool ok = town_act(&t, who, name, in, NULL) == ERR_OK;
    done_n[verb] += ok;
    return ok;
}

static void raise_one(void)
{
    struct act_result out = {0};
    struct matter_raise_in in = {.title = STR("随机事项"),
                                 .text = str_print(&t.arena, "第 %zu 件", id_n),
                                 .contact = STR(""),
                                 .phone = STR(""),
                                 .draft = roll(6) == 0};
    if (id_n < MATTERS_MAX && town_act(&t, &t.clerk, "matter.raise", &in, &out) == ERR_OK) {
        ids[id_n++] = out.id;
        done_n[MATTER_RAISE]++;
    }
}

static void coordinate(const struct matter_view *v)
{
    int64_t id = v->row.id.n, version = v->row.version;
    struct matter_reason_in reason = {id, version, STR("随机")};
    struct matter_assign_in assign = {.id = id,
                                      .version = version,
                                      .lead = roll(2) ? t.land.id.n : t.water.id.n,
                                      .limit = 1 + roll(5),
                                      .limit_kind = 1 + roll(2),
                                      .opinion = STR("")};
    int64_t helper = t.roads.id.n;
    if (roll(3) == 0)
        assign.helpers = (struct form_ids){&helper, 1};
    switch (roll(24)) {
    case 0:
        act(&t.coordinator, "matter.refuse", &reason, MATTER_REFUSE);
        break;
    case 1:
        if (act(&t.coordinator, "matter.complete", &reason, MATTER_COMPLETE))
            break;
        act(&t.coordinator, "matter.press", &reason, MATTER_PRESS);
        break;
    case 2:
        act(&t.clerk, "matter.withdraw", &reason, MATTER_WITHDRAW);
        break;
    case 3:
        act(&t.coordinator, "matter.resolve", &reason, MATTER_RESOLVE);
        break;
    case 4:
    case 5:
    case 6:
        act(&t.coordinator, "matter.accept", &(struct matter_act_in){id, version}, MATTER_ACCEPT);
        break;
    default:
        act(&t.coordinator, "matter.assign", &assign, MATTER_ASSIGN);
    }
}

static const struct person *desk_of(const struct duty_view *d)
{
    return d->org.n == t.land.id.n    ? &t.land_desk
           : d->org.n == t.water.id.n ? &t.water_desk
                                      : &t.coordinator;
}

static void decide(const struct matter_view *v)
{
    for (size_t i = 0; i < v->asks.n; i++)
        if (v->asks.at[i].state == DUTY_ASK_OPEN) {
            act(&t.coordinator, "duty.decide",
                &(struct duty_decide_in){v->row.id.n, v->asks.at[i].id.n, roll(3) > 0, STR("定")},
                MATTER_EXTEND_DECIDE);
            return;
        }
}

static void work(const struct matter_view *v, const struct duty_view *d)
{
    int64_t id = v->row.id.n;
    const struct person *desk = desk_of(d);
    struct duty_reason_in reason = {id, d->id.n, d->version, STR("随机")};
    bool extended = d->promises.n > 1;
    switch (extended && town_today(&t) > d->first_promise ? 9 : extended ? 3 : roll(11)) {
    case 0:
    case 1:
    case 10:
        act(desk, "duty.answer",
            &(struct duty_answer_in){id, d->id.n, d->version, STR("办法"),
                                     town_today(&t) + (int32_t)roll(6)},
            MATTER_ANSWER);
        break;
    case 3:
        act(desk, "duty.progress", &(struct duty_progress_in){id, d->id.n, STR("在办")},
            MATTER_PROGRESS);
        break;
    case 4:
        act(desk, "duty.extend",
            &(struct duty_extend_in){id, d->id.n, d->version, d->promise + 1 + (int32_t)roll(5),
                                     STR("等批复")},
            MATTER_EXTEND_ASK);
        break;
    case 5:
        act(desk, "duty.handback",
            &(struct duty_handback_in){id, d->id.n, d->version, STR("不归我管"), 0},
            MATTER_HANDBACK_ASK);
        break;
    case 6:
        if (d->paused)
            act(desk, "duty.resume", &(struct duty_act_in){id, d->id.n, d->version}, MATTER_RESUME);
        else
            act(desk, "duty.pause", &reason, MATTER_PAUSE);
        break;
    case 7:
        act(&t.coordinator, "duty.cancel", &reason, MATTER_CANCEL);
        break;
    case 2:
        decide(v);
        break;
    default:
        if (!extended && roll(3))
            return;
        act(desk, "duty.done", &(struct duty_done_in){id, d->id.n, d->version, STR("办好")},
            MATTER_DONE);
    }
}

static void conclude(const struct matter_view *v)
{
    int64_t id = v->row.id.n, version = v->row.version, rating = (int64_t)roll(4);
    struct matter_reason_in reason = {id, version, STR("没解决")};
    struct matter_callback_in call = {id, version, roll(4) > 0, 0, 0, STR(""), false};
    switch (roll(6)) {
    case 0:
        if (act(&t.clerk, "matter.confirm",
                &(struct matter_confirm_in){id, version, rating, STR("")}, MATTER_CONFIRM))
            hear(id, true, MATTER_SOLVED_YES, rating);
        break;
    case 1:
        if (act(&t.clerk, "matter.reopen", &reason, MATTER_REOPEN))
            hear(id, true, MATTER_SOLVED_NO, 0);
        break;
    case 2:
        act(&t.coordinator, "matter.close", &reason, MATTER_CLOSE);
        break;
    case 3:
        rating = 1 + (int64_t)roll(3);
        if (act(&t.clerk, "matter.rate", &(struct matter_rate_in){id, version, rating, STR("")},
                MATTER_RATE))
            hear(id, true, v->row.solved, rating);
        break;
    default:
        if (call.reached) {
            call.solved = (int64_t)roll(3);
            call.rating = rating;
            call.close = call.solved == MATTER_SOLVED_YES && roll(2);
        }
        if (act(&t.coordinator, "matter.callback", &call, MATTER_CALLBACK))
            hear(id, call.reached, call.solved, call.rating);
    }
}

static void silence(void)
{
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    IS_INT(person_actor(&ctx, PERSON_CONSOLE, &ctx.actor), ERR_OK);
    IS_INT(db_begin(t.db, DB_WRITE), ERR_OK);
    IS_INT(journal_open(&ctx), ERR_OK);
    IS_INT(matter_job_silence(&ctx), ERR_OK);
    IS_INT(journal_close(&ctx), ERR_OK);
    IS_INT(db_commit(t.db), ERR_OK);
}

static void step(void)
{
    if (!id_n || roll(16) == 0) {
        raise_one();
        return;
    }
    struct matter_view v = {0};
    if (town_look(&t, &t.clerk, ids[roll((uint32_t)id_n)], &v))
        return;
    if (v.row.state == MATTER_DRAFT && roll(2)) {
        act(&t.clerk, "matter.submit", &(struct matter_act_in){v.row.id.n, v.row.version},
            MATTER_SUBMIT);
        return;
    }
    v = (struct matter_view){0};
    if (town_look(&t, &t.coordinator, ids[roll((uint32_t)id_n)], &v))
        return; /* a draft that was never sent is the firm's alone */
    size_t duty = v.duties.n ? roll((uint32_t)v.duties.n) : 0;
    if (v.row.state >= MATTER_RESOLVED) {
        if (ids[0] % 3 == v.row.id.n % 3 || roll(6) == 0) /* the others are left to silence */
            conclude(&v);
        return;
    }
    switch (roll(4)) {
    case 0:
        coordinate(&v);
        break;
    case 1:
        decide(&v);
        break;
    default:
        if (v.duties.n && v.duties.at[duty].open)
            work(&v, &v.duties.at[duty]);
        else
            coordinate(&v);
    }
}

/* What stood then: read from the list at the border itself, by other ways than the report's ------
 */

static struct seen {
    bool there, open;
} before[MATTERS_MAX];

static void look_words(int64_t id, int64_t from, int64_t to, bool silent, int64_t n[])
{
    int64_t solved = 0, rating = 0;
    bool any = false;
    for (size_t i = 0; i < heard_n; i++) {
        const struct heard *h = &heard[i];
        if (h->matter != id || h->at < from || h->at >= to)
            continue;
        any = true;
        if (h->reached && h->solved)
            solved = h->solved;
        if (h->reached && h->rating)
            rating = h->rating;
    }
    n[MATTER_FIG_SOLVED] += solved == MATTER_SOLVED_YES;
    n[MATTER_FIG_UNSOLVED] += solved == MATTER_SOLVED_NO;
    n[MATTER_FIG_SATISFIED] += rating == MATTER_SATISFIED || rating == MATTER_BASICALLY;
    n[MATTER_FIG_UNSATISFIED] += rating == MATTER_UNSATISFIED;
    n[MATTER_FIG_UNREACHED] += any && !solved && !rating;
    n[MATTER_FIG_SILENT] += !any && silent;
}

static void look_duty(const struct duty_view *d, int64_t from, int64_t to, int64_t n[])
{
    int64_t end = d->ended_at ? d->ended_at : INT64_MAX;
    int64_t answer = d->responded_at ? d->responded_at : INT64_MAX;
    if (answer < d->respond_at)
        n[MATTER_FIG_RESPONDED] += answer >= from;
    else if (end < d->respond_at)
        n[MATTER_FIG_RESPONSE_NONE] += end >= from;
    else
        n[MATTER_FIG_RESPONDED_LATE] += d->respond_at <= to && d->respond_at > from;
    n[MATTER_FIG_DUTIES] += d->open;
    n[MATTER_FIG_OVERDUE] += d->open && d->due_at <= to;
    n[MATTER_FIG_HANDED_BACK] += d->state == DUTY_HANDED_BACK && end >= from;
    for (size_t i = 0; i < d->promises.n; i++)
        if (d->promises.at[i].at >= from)
            n[i ? MATTER_FIG_EXTENDED : MATTER_FIG_PROMISED]++;
    if (d->first_promise == DAY_NONE)
        return;
    bool broken = d->due_at <= (d->open ? to : end);
    n[MATTER_FIG_BROKEN] += broken && d->due_at > from;
    if (!broken && d->open)
        n[MATTER_FIG_PROMISE_OPEN]++;
    if (broken || d->open || end < from)
        return;
    n[MATTER_FIG_KEPT] += d->kept == DUTY_KEPT;
    n[MATTER_FIG_KEPT_LATE] += d->kept == DUTY_KEPT_LATE;
    n[MATTER_FIG_PROMISE_GONE] += d->state != DUTY_DONE;
}

static void look_story(const struct matter_view *v, int64_t from, int64_t n[])
{
    bool reopened = false, pressed = false;
    for (size_t i = 0; i < v->story.n; i++) {
        reopened |= v->story.at[i].at >= from && v->story.at[i].verb == MATTER_REOPEN;
        pressed |= v->story.at[i].at >= from && v->story.at[i].verb == MATTER_PRESS;
    }
    n[MATTER_FIG_REOPENED] += reopened;
    n[MATTER_FIG_PRESSED] += pressed;
}

static void look(int64_t from, int64_t to, int64_t n[])
{
    memset(n, 0, MATTER_FIGURES_ * sizeof *n);
    for (size_t i = 0; i < id_n; i++) {
        struct matter_view v = {0};
        if (town_look(&t, &t.coordinator, ids[i], &v))
            continue;
        struct seen *b = &before[i];
        bool open = v.row.open, ended_now = !open && v.row.ended_at >= from;
        n[MATTER_FIG_CAME] += !b->there;
        n[MATTER_FIG_CARRIED] += b->there && b->open;
        n[MATTER_FIG_BACK] += b->there && !b->open && (open || ended_now);
        n[MATTER_FIG_OPEN] += open;
        if (ended_now) {
            n[MATTER_FIG_CLOSED] += v.row.state == MATTER_CLOSED;
            n[MATTER_FIG_REFUSED] += v.row.state == MATTER_REFUSED;
            n[MATTER_FIG_WITHDRAWN] += v.row.state == MATTER_WITHDRAWN;
        }
        bool silent = false;
        for (size_t k = 0; k < v.story.n; k++)
            silent = v.story.at[k].state == MATTER_CLOSED && v.story.at[k].at >= from
                         ? silent || v.story.at[k].verb == MATTER_SILENCE
                         : false;
        look_story(&v, from, n);
        look_words(ids[i], from, to, silent, n);
        for (size_t k = 0; k < v.duties.n; k++)
            look_duty(&v.duties.at[k], from, to, n);
        *b = (struct seen){true, open};
    }
}

/* ---------------------------------------------------------------------------------------------- */

static void check_whole(struct ctx *ctx, const struct matter_report *r)
{
    int64_t in = r->n[MATTER_FIG_CARRIED] + r->n[MATTER_FIG_CAME] + r->n[MATTER_FIG_BACK];
    int64_t out = r->n[MATTER_FIG_CLOSED] + r->n[MATTER_FIG_REFUSED] + r->n[MATTER_FIG_WITHDRAWN] +
                  r->n[MATTER_FIG_MERGED] + r->n[MATTER_FIG_OPEN];
    IS_INT(in, out);
    for (int f = 0; f < MATTER_FIGURES_; f++) {
        struct report_records records;
        matter_report_records(ctx, r, &(struct report_pick){.figure = (enum report_figure)f},
                              &records);
        if ((int64_t)records.rows.n != r->n[f])
            IS_INT(records.rows.n, r->n[f]);
        for (size_t i = 0; i < r->orgs.n; i++) {
            struct report_pick of = {.figure = (enum report_figure)f, .org = r->orgs.at[i].org};
            matter_report_records(ctx, r, &of, &records);
            if ((int64_t)records.rows.n != r->orgs.at[i].n[f])
                IS_INT(records.rows.n, r->orgs.at[i].n[f]);
        }
    }
    int64_t came = 0;
    for (size_t i = 0; i < r->causes.n; i++) {
        struct report_records records;
        struct report_pick of = {.figure = MATTER_FIG_CAME,
                                 .by_cause = true,
                                 .topic = r->causes.at[i].topic,
                                 .class = r->causes.at[i].class};
        matter_report_records(ctx, r, &of, &records);
        IS_INT(records.rows.n, r->causes.at[i].came);
        came += r->causes.at[i].came;
    }
    IS_INT(came, r->n[MATTER_FIG_CAME]);
    const struct report_trend *last = &r->trend.at[r->trend.n - 1];
    IS_INT(last->came, r->n[MATTER_FIG_CAME]);
    IS_INT(last->closed, r->n[MATTER_FIG_CLOSED]);
    IS_INT(last->open, r->n[MATTER_FIG_OPEN]);
}

static void compare(const int64_t got[], const int64_t want[], int week)
{
    for (int f = 0; f < MATTER_FIGURES_; f++)
        if (got[f] != want[f])
            tap_int(got[f], want[f], matter_figure_name((enum report_figure)f), week, "figure");
}

static int64_t seen_n[WEEKS][MATTER_FIGURES_], met_n[MATTER_FIGURES_];

static void run_weeks(struct matter_period first)
{
    for (int w = 0; w < WEEKS; w++) {
        struct matter_period p = matter_period_step(first, w);
        int64_t from = instant_of_day(p.from, 480), to = instant_of_day(p.to, 480);
        t.now = from > t.now ? from : t.now;
        for (int i = 0; i < STEPS_MAX && t.now < to - 8 * HOUR_US; i++) {
            t.now += (int64_t)(1 + roll(35)) * MINUTE_US;
            step();
            if (roll(40) == 0)
                silence();
        }
        t.now = to;
        look(from, to, seen_n[w]);
        struct ctx ctx = town_ctx(&t, &t.leader);
        struct matter_report r;
        IS_INT(matter_report_make(&ctx, p, REPORT_KEEP_ALL, &r), ERR_OK);
        OK(!r.running, "the period is over at its end");
        compare(r.n, seen_n[w], w);
    }
}

static int64_t counted(const struct matter_board *b, const char *what)
{
    int64_t n = 0;
    for (size_t i = 0; i < b->orgs.n; i++)
        n += !strcmp(what, "kept") ? b->orgs.at[i].kept : b->orgs.at[i].kept_late;
    return n;
}

static void a_report_is_what_stood_then(void)
{
    for (int round = 0; round < 3; round++) {
        seed = 20261122 + (uint64_t)round;
        town_open(&t);
        memset(before, 0, sizeof before);
        id_n = heard_n = 0;
        struct matter_period first = matter_period_of(MATTER_WEEKLY, town_today(&t) + 7);
        run_weeks(first);
        int64_t sum[MATTER_FIGURES_] = {0};
        struct ctx ctx = town_ctx(&t, &t.coordinator);
        struct matter_report r;
        /* Weeks later, each says what it said. */
        for (int w = 0; w < WEEKS; w++) {
            IS_INT(matter_report_make(&ctx, matter_period_step(first, w), REPORT_KEEP_ALL, &r),
                   ERR_OK);
            compare(r.n, seen_n[w], w);
            check_whole(&ctx, &r);
            for (int f = 0; f < MATTER_FIGURES_; f++)
                met_n[f] += r.n[f], sum[f] += r.n[f];
        }
        struct matter_board board;
        IS_INT(matter_find_board(&ctx, &(struct matter_board_in){12}, &board), ERR_OK);
        IS_INT(sum[MATTER_FIG_KEPT], counted(&board, "kept"));
        IS_INT(sum[MATTER_FIG_KEPT_LATE], counted(&board, "kept_late"));
        IS_INT(sum[MATTER_FIG_RESPONDED], board.response.numerator);
        town_close(&t);
    }
    static const enum matter_verb wanted[] = {
        MATTER_RAISE,  MATTER_SUBMIT,  MATTER_ACCEPT,   MATTER_REFUSE,       MATTER_COMPLETE,
        MATTER_ASSIGN, MATTER_ANSWER,  MATTER_PROGRESS, MATTER_EXTEND_ASK,   MATTER_EXTEND_DECIDE,
        MATTER_PAUSE,  MATTER_RESUME,  MATTER_CANCEL,   MATTER_HANDBACK_ASK, MATTER_DONE,
        MATTER_CLOSE,  MATTER_REOPEN,  MATTER_CALLBACK, MATTER_CONFIRM,      MATTER_RATE,
        MATTER_PRESS,  MATTER_RESOLVE, MATTER_WITHDRAW};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        OK(done_n[wanted[i]] > 2, matter_verb_name(wanted[i]));
}

/* Every figure was met; a history without one would prove nothing of it. */
static void every_figure_was_met(void)
{
    for (int f = 0; f < MATTER_FIGURES_; f++)
        OK(met_n[f] > 0 || f == MATTER_FIG_MERGED, matter_figure_name((enum report_figure)f));
}

/* Sunday 23:59 and Monday 00:00 of the park are two weeks, and the last of the month is the
 * month's.
 */
static void borders_are_the_parks(void)
{
    town_open(&t);
    struct matter_period week = matter_period_of(MATTER_WEEKLY, town_today(&t) + 7);
    struct matter_report r;
    t.now = instant_of_day(week.to, 480) - 2 * MINUTE_US; /* an act moves the clock a minute */
    town_raise(&t, "周日最后一分钟");
    town_raise(&t, "周一零点");
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    ctx.now_us += 1;
    IS_INT(matter_report_make(&ctx, week, REPORT_KEEP_ALL, &r), ERR_OK);
    IS_INT(r.n[MATTER_FIG_CAME], 1);
    IS_INT(matter_report_make(&ctx, matter_period_step(week, 1), REPORT_KEEP_ALL, &r), ERR_OK);
    IS_INT(r.n[MATTER_FIG_CAME], 1);
    IS_INT(r.n[MATTER_FIG_CARRIED], 1);
    OK(r.running, "the week has begun");
    IS_INT(matter_report_make(&ctx, matter_period_step(week, 2), REPORT_KEEP_ALL, &r), ERR_INVALID);
    ctx = town_ctx(&t, &t.land_desk);
    IS_INT(matter_report_make(&ctx, week, REPORT_KEEP_ALL, &r), ERR_DENIED);
    town_close(&t);
}

/* The files say what the report says: the summary in the docx, every record in the workbook. */
static void files_say_the_same(void)
{
    struct str bytes, part = STR_NULL, path;
    struct error error = {0};
    town_open(&t);
    path = str_print(&t.arena, "/tmp/test_report_%d.xlsx", (int)getpid());
    for (int i = 0; i < 7; i++)
        town_answer(&t, "写进文件的事项", town_today(&t) + 2);
    t.now += 5 * DAY_US;
    struct ctx ctx = town_ctx(&t, &t.coordinator);
    struct matter_report r;
    struct report_doc doc;
    struct unzip *zip;
    size_t entry, rows = 0;
    IS_INT(matter_report_make(&ctx, matter_period_of(MATTER_MONTHLY, town_today(&t)),
                              REPORT_KEEP_ALL, &r),
           ERR_OK);
    IS_INT(r.n[MATTER_FIG_CAME], 7);
    IS_INT(r.n[MATTER_FIG_OVERDUE], 7);
    IS_INT(matter_report_doc(&ctx, &r, &doc), ERR_OK);
    IS_INT(matter_report_docx(&ctx, &r, &doc, &bytes), ERR_OK);
    struct source source = source_bytes(bytes);
    IS_INT(unzip_open(&t.arena, &source, &zip, &error), ERR_OK);
    OK(unzip_find(zip, STR("word/document.xml"), &entry), "a document");
    IS_INT(unzip_all(zip, entry, 16 << 20, &part, &error), ERR_OK);
    OK(str_has(part, STR("本期新增 7 件")) && str_has(part, STR("期末超期交办 7 项")),
       "the summary");
    OK(str_has(part, STR("2026-0007")), "named");

    struct enclosed enclosed[ENCLOSED_MAX];
    size_t enclosed_n;
    int64_t number = matter_report_number(matter_period_of(MATTER_MONTHLY, town_today(&t)));
    IS_INT(matter_report_enclose(&ctx, number, enclosed, &enclosed_n), ERR_OK);
    IS_INT(enclosed_n, 2);
    OK(str_ends(enclosed[0].name, STR(".docx")) && str_starts(enclosed[0].bytes, STR("PK")),
       "the mail carries the document");
    OK(str_ends(enclosed[1].plain, STR(".xlsx")) && str_starts(enclosed[1].bytes, STR("PK")),
       "and the workbook");
    struct ctx firm = town_ctx(&t, &t.clerk);
    IS_INT(matter_report_enclose(&firm, number, enclosed, &enclosed_n), ERR_OK);
    IS_INT(enclosed_n, 0);
    IS_INT(matter_report_enclose(&ctx, 7, enclosed, &enclosed_n), ERR_OK);
    IS_INT(enclosed_n, 0);

    IS_INT(matter_report_xlsx(&ctx, &r, &doc, path.ptr), ERR_OK);
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row row;
    IS_INT(source_open(&t.arena, path.ptr, 16 << 20, &source, &error), ERR_OK);
    IS_INT(sheet_open(&t.arena, &source, &book, &error), ERR_OK);
    IS_INT(sheet_begin(book, sheet_n(book) - 1, &sheet, &error), ERR_OK); /* 明细 */
    while (sheet_next(sheet, &row, &error) == ERR_OK && row.n)
        rows++;
    IS_INT(rows, r.hits.n + 1);
    unlink(path.ptr);
    town_close(&t);
}

int main(void)
{
    RUN(periods_have_names);
    RUN(borders_are_the_parks);
    RUN(a_report_is_what_stood_then);
    RUN(every_figure_was_met);
    RUN(files_say_the_same);
    return tap_end();
}
