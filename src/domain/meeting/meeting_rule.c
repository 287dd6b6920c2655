#include "domain/meeting/meeting_rule.h"

#include "base/day.h"

enum {
    URGENCY_HARD = 2,
    URGENCY_UTILITY = 3,
    URGENCY_DANGER = 4,
    SOON_DAYS = 3,
    AGE_FREE = 7,
    LONG = 8,
    SHORT = 5,
    LONG_LATE = 10,
};

/* Reason by reason: points for each unit, and where they stop. */
static int64_t capped(int64_t n, int64_t each, int64_t most)
{
    if (n <= 0)
        return 0;
    return n > most / each ? most : n * each;
}

static void add(struct meeting_score *s, enum meeting_reason reason, int64_t n, int64_t points)
{
    size_t at = s->n;
    if (points <= 0)
        return;
    while (at > 0 && s->parts[at - 1].points < points) {
        s->parts[at] = s->parts[at - 1];
        at--;
    }
    s->parts[at] = (struct meeting_part){reason, n, points};
    s->n++;
    s->points += points;
}

struct meeting_score meeting_score(const struct meeting_candidate *c)
{
    static const int64_t urgency[] = {0, 0, 30, 60, 100};
    struct meeting_score s = {.minutes = SHORT};
    bool known = c->urgency > 0 && c->urgency <= URGENCY_DANGER;
    add(&s, MEETING_WHY_URGENCY, c->urgency, known ? urgency[c->urgency] : 0);
    add(&s, MEETING_WHY_LATE, c->late_days, capped(c->late_days, 4, 60));
    if (c->due && c->late_days <= 0 && c->left_days <= SOON_DAYS)
        add(&s, MEETING_WHY_SOON, c->left_days, 8);
    add(&s, MEETING_WHY_AGE, c->age_days, capped(c->age_days - AGE_FREE, 1, 30));
    add(&s, MEETING_WHY_STAKE, c->stake_days, capped(c->stake_days, 3, 60));
    add(&s, MEETING_WHY_OWNER, 0, c->departments == 0 ? 20 : 0);
    add(&s, MEETING_WHY_SEVERAL, c->departments, c->departments > 1 ? 10 : 0);
    add(&s, MEETING_WHY_PRESSED, c->pressed, capped(c->pressed, 10, 30));
    add(&s, MEETING_WHY_REOPENED, c->reopened, capped(c->reopened, 15, 30));
    add(&s, MEETING_WHY_WAITING, c->asks, c->asks > 0 ? 10 : 0);
    if (c->urgency == URGENCY_HARD || c->urgency == URGENCY_DANGER || c->late_days >= LONG_LATE ||
        c->reopened > 0 || c->departments > 1)
        s.minutes = LONG;
    return s;
}

/* a stands before b. */
static bool before(const struct meeting_candidate *c, const struct meeting_score *s, size_t a,
                   size_t b)
{
    if (s[a].points != s[b].points)
        return s[a].points > s[b].points;
    if (c[a].age_days != c[b].age_days)
        return c[a].age_days > c[b].age_days;
    return c[a].matter < c[b].matter;
}

/* Merge sort, bottom up: the order is total, so any right sort gives the same. */
static void sort(struct arena *arena, const struct meeting_candidate *c,
                 const struct meeting_score *s, size_t n, size_t *order)
{
    size_t *other = ARENA_ARRAY(arena, size_t, n + 1);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            size_t middle = from + width < n ? from + width : n;
            size_t end = from + 2 * width < n ? from + 2 * width : n;
            size_t a = from, b = middle;
            for (size_t to = from; to < end; to++) {
                bool left = a < middle && (b >= end || !before(c, s, order[b], order[a]));
                other[to] = left ? order[a++] : order[b++];
            }
        }
        for (size_t i = 0; i < n; i++)
            order[i] = other[i];
    }
}

void meeting_propose(struct arena *arena, const struct meeting_candidate *candidates,
                     const struct meeting_score *scores, size_t n, int64_t budget,
                     size_t *out_order, bool *out_taken)
{
    int64_t left = budget;
    size_t taken = 0;
    for (size_t i = 0; i < n; i++)
        out_order[i] = i;
    sort(arena, candidates, scores, n, out_order);
    for (size_t k = 0; k < n; k++) {
        size_t i = out_order[k];
        out_taken[i] =
            scores[i].points > 0 && scores[i].minutes <= left && taken < MEETING_ITEMS_MAX;
        if (out_taken[i]) {
            left -= scores[i].minutes;
            taken++;
        }
    }
}

/* As text ------------------------------------------------------------------------------------- */

static const char *const reason_names[] = {
    [MEETING_WHY_URGENCY] = "urgency",   [MEETING_WHY_LATE] = "late",
    [MEETING_WHY_SOON] = "soon",         [MEETING_WHY_AGE] = "age",
    [MEETING_WHY_STAKE] = "stake",       [MEETING_WHY_OWNER] = "owner",
    [MEETING_WHY_SEVERAL] = "several",   [MEETING_WHY_PRESSED] = "pressed",
    [MEETING_WHY_REOPENED] = "reopened", [MEETING_WHY_WAITING] = "waiting",
};

struct str meeting_parts_text(struct arena *arena, const struct meeting_score *score)
{
    struct str text = STR("");
    for (size_t i = 0; i < score->n; i++) {
        const struct meeting_part *p = &score->parts[i];
        text = str_print(arena, "%.*s%s%s %lld %lld", STR_ARG(text), i ? ";" : "",
                         reason_names[p->reason], (long long)p->n, (long long)p->points);
    }
    return text;
}

size_t meeting_parts_read(struct str text, struct meeting_part out[MEETING_WHY_END_])
{
    struct str piece;
    size_t n = 0;
    while (n < MEETING_WHY_END_ - 1 && str_cut(&text, ';', &piece)) {
        struct str name = STR(""), number = STR(""), points = STR("");
        str_cut(&piece, ' ', &name);
        str_cut(&piece, ' ', &number);
        str_cut(&piece, ' ', &points);
        for (enum meeting_reason r = MEETING_WHY_URGENCY; r < MEETING_WHY_END_; r++)
            if (str_eq(name, str_from(reason_names[r])) && str_int(number, &out[n].n) &&
                str_int(points, &out[n].points)) {
                out[n++].reason = r;
                break;
            }
    }
    return n;
}

const char *meeting_reason_word(const struct meeting_part *part)
{
    switch (part->reason) {
    case MEETING_WHY_URGENCY:
        return T("紧急程度：{}");
    case MEETING_WHY_LATE:
        return T("超期 {} 个工作日");
    case MEETING_WHY_SOON:
        return part->n ? T("{} 个工作日内到期") : T("今天到期");
    case MEETING_WHY_AGE:
        return T("提出已 {} 天");
    case MEETING_WHY_STAKE:
        return T("影响工期 {} 天");
    case MEETING_WHY_OWNER:
        return T("还没有主办部门");
    case MEETING_WHY_SEVERAL:
        return T("涉及 {} 个部门");
    case MEETING_WHY_PRESSED:
        return T("已督办 {} 次");
    case MEETING_WHY_REOPENED:
        return T("已退回重办 {} 次");
    case MEETING_WHY_WAITING:
        return T("有延期或退回申请待定");
    case MEETING_WHY_END_:
        break;
    }
    return "";
}

/* The pen, and steps -------------------------------------------------------------------------- */

enum meeting_pen meeting_pen(int64_t writer, int64_t pen_at, int64_t me, int64_t now_us)
{
    if (writer && writer == me)
        return MEETING_PEN_MINE;
    if (!writer || now_us - pen_at >= MEETING_PEN_S * SECOND_US)
        return MEETING_PEN_FREE;
    return MEETING_PEN_TAKEN;
}

bool meeting_may(int64_t state, enum meeting_step step)
{
    bool before = state == MEETING_PREPARING || state == MEETING_INVITED;
    bool running = state == MEETING_RUNNING;
    switch (step) {
    case MEETING_EDIT:
        return before || running;
    case MEETING_INVITE:
    case MEETING_START:
    case MEETING_CANCEL:
        return before;
    case MEETING_WRITE:
    case MEETING_END:
        return running;
    case MEETING_MINUTES:
        return running || state == MEETING_ENDED;
    case MEETING_ISSUE:
        return state == MEETING_ENDED;
    }
    return false;
}

bool meeting_kind_fits(int64_t matter_state, enum meeting_kind kind)
{
    enum { RAISED = 2, ACCEPTED, WORKING, RESOLVED }; /* enum matter_state */
    switch (kind) {
    case MEETING_ASSIGN:
        return matter_state >= RAISED && matter_state <= WORKING;
    case MEETING_SOLVE:
        return matter_state >= RAISED && matter_state <= WORKING;
    case MEETING_CONFIRM:
    case MEETING_REDO:
        return matter_state == RESOLVED;
    case MEETING_PRESS:
        return matter_state == WORKING;
    case MEETING_DEFER:
        return true;
    }
    return false;
}
