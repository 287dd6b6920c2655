#include "domain/navigation/navigation_rule.h"

static void lack(struct navigation_lacks *out, enum navigation_step step,
                 enum navigation_missing what, int64_t n)
{
    if (n > 0 && out->n < sizeof out->at / sizeof out->at[0])
        out->at[out->n++] = (struct navigation_lack){what, step, n};
}

static void start_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    bool days = f->starts != DAY_NONE && f->ends != DAY_NONE;
    lack(out, NAVIGATION_START, NAVIGATION_NO_NEED, !f->need);
    lack(out, NAVIGATION_START, NAVIGATION_NO_SCOPE, !f->scope);
    lack(out, NAVIGATION_START, NAVIGATION_NO_LEAD, f->leads == 0);
    lack(out, NAVIGATION_START, NAVIGATION_NO_DAYS, !days);
    lack(out, NAVIGATION_START, NAVIGATION_DAYS_TURNED, days && f->ends < f->starts);
}

static void collect_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    lack(out, NAVIGATION_COLLECT, NAVIGATION_NO_SOURCE, f->sources == 0);
    lack(out, NAVIGATION_COLLECT, NAVIGATION_NO_CUTOFF, f->without_cutoff);
    lack(out, NAVIGATION_COLLECT, NAVIGATION_NO_HASH, f->without_hash);
    lack(out, NAVIGATION_COLLECT, NAVIGATION_NO_RECORDS, f->without_members);
}

static void process_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    lack(out, NAVIGATION_PROCESS, NAVIGATION_NO_MEASURE, f->without_measure);
    lack(out, NAVIGATION_PROCESS, NAVIGATION_NO_RECALL, f->without_recall);
    lack(out, NAVIGATION_PROCESS, NAVIGATION_NO_PRECISION, f->without_precision);
    lack(out, NAVIGATION_PROCESS, NAVIGATION_NOT_CLEAN, f->without_clean);
    lack(out, NAVIGATION_PROCESS, NAVIGATION_NO_LABELS, f->without_labels);
}

static void analyse_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    lack(out, NAVIGATION_ANALYSE, NAVIGATION_NO_FIGURE, f->figures == 0);
    lack(out, NAVIGATION_ANALYSE, NAVIGATION_NO_QUERY, f->without_query);
    lack(out, NAVIGATION_ANALYSE, NAVIGATION_STALE, f->stale);
}

/* Which kinds a part of the standard asks for: of an industry direction, position and path; of a
 * region competitiveness and match. */
static void conclude_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    bool industry = f->part == NAVIGATION_INDUSTRY, region = f->part == NAVIGATION_REGION;
    const bool *has = f->finding;
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_CONCLUSION, f->conclusions == 0);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_CITE, f->without_figure);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_DIRECTION, industry && !has[NAVIGATION_DIRECTION]);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_POSITION, industry && !has[NAVIGATION_POSITION]);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_PATH, industry && !has[NAVIGATION_PATH]);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_STRENGTH, region && !has[NAVIGATION_STRENGTH]);
    lack(out, NAVIGATION_CONCLUDE, NAVIGATION_NO_MATCH, region && !has[NAVIGATION_MATCH]);
}

static void output_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    lack(out, NAVIGATION_OUTPUT, NAVIGATION_NO_REPORT, f->reported_at == 0);
    lack(out, NAVIGATION_OUTPUT, NAVIGATION_OLD_REPORT,
         f->reported_at != 0 && f->reported_at < f->changed_at);
}

static void use_lacks(const struct navigation_fact *f, struct navigation_lacks *out)
{
    lack(out, NAVIGATION_USE, NAVIGATION_NO_DUTY, f->duties == 0);
    lack(out, NAVIGATION_USE, NAVIGATION_DUTY_OPEN, f->duties_open);
    lack(out, NAVIGATION_USE, NAVIGATION_NO_EFFECT, !f->effect);
}

void navigation_step_lacks(const struct navigation_fact *f, enum navigation_step step,
                           struct navigation_lacks *out)
{
    static void (*const of[NAVIGATION_STEP_END_])(const struct navigation_fact *,
                                                  struct navigation_lacks *) = {
        [NAVIGATION_START] = start_lacks,
        [NAVIGATION_COLLECT] = collect_lacks,
        [NAVIGATION_PROCESS] = process_lacks,
        [NAVIGATION_ANALYSE] = analyse_lacks,
        [NAVIGATION_CONCLUDE] = conclude_lacks,
        [NAVIGATION_OUTPUT] = output_lacks,
        [NAVIGATION_USE] = use_lacks};
    if (step > 0 && step < NAVIGATION_STEP_END_ && of[step])
        of[step](f, out);
}

void navigation_gate(const struct navigation_fact *f, struct navigation_lacks *out)
{
    *out = (struct navigation_lacks){0};
    for (int64_t step = NAVIGATION_START; step <= f->step && step < NAVIGATION_CLOSED; step++)
        navigation_step_lacks(f, (enum navigation_step)step, out);
}

bool navigation_may_change(int64_t at, enum navigation_step step)
{
    return at == (int64_t)step;
}

enum navigation_outcome navigation_outcome(int32_t due, int32_t done, bool gone, int32_t today)
{
    if (gone)
        return NAVIGATION_DUTY_GONE;
    if (done != DAY_NONE)
        return done <= due ? NAVIGATION_DUTY_IN_TIME : NAVIGATION_DUTY_LATE;
    return today <= due ? NAVIGATION_DUTY_RUNNING : NAVIGATION_DUTY_OVERDUE;
}

bool navigation_period_over(struct arena *arena, int64_t rhythm, int32_t today, int32_t *out_from,
                            int32_t *out_to, struct str *out_name)
{
    struct date d = day_date(today);
    int32_t length = rhythm == NAVIGATION_QUARTERLY ? 3 : 1;
    if (rhythm != NAVIGATION_MONTHLY && rhythm != NAVIGATION_QUARTERLY)
        return false;
    int32_t to = d.year * 12 + (d.month - 1) / length * length, from = to - length;
    *out_from = day_from_date((struct date){from / 12, from % 12 + 1, 1});
    *out_to = day_from_date((struct date){to / 12, to % 12 + 1, 1});
    *out_name = length == 3 ? str_print(arena, "%d-Q%d", from / 12, from % 12 / 3 + 1)
                            : str_print(arena, "%d-%02d", from / 12, from % 12 + 1);
    return true;
}
