/* What the journal keeps of an act: per record, the fields that differ, as people would say them.
 */
#include "core/journal.h"
#include "domain/matter/matter_case.h"

struct fields {
    struct arena *arena;
    struct journal_field at[JOURNAL_FIELDS_MAX];
    size_t n;
    bool fresh;
};

static void add_text(struct fields *f, const char *name, struct str before, struct str after)
{
    if (f->fresh)
        before = STR_NULL;
    if (str_eq(before, after) || (f->fresh && str_empty(after)) || f->n == JOURNAL_FIELDS_MAX)
        return;
    f->at[f->n++] = journal_text(name, before, after);
}

static void add_int(struct fields *f, const char *name, int64_t before, int64_t after)
{
    if (before == after || f->n == JOURNAL_FIELDS_MAX)
        return;
    f->at[f->n++] = journal_int(f->arena, name, before, after);
}

static void add_day(struct fields *f, const char *name, int32_t before, int32_t after)
{
    if ((!f->fresh && before == after) || (f->fresh && after == DAY_NONE) ||
        f->n == JOURNAL_FIELDS_MAX)
        return;
    f->at[f->n++] = journal_day(f->arena, name, f->fresh ? DAY_NONE : before, after);
}

static void add_word(struct fields *f, const char *name, const char *(*word)(int64_t),
                     int64_t before, int64_t after)
{
    add_text(f, name, str_from(word(before)), str_from(word(after)));
}

static enum err trace_matter(struct matter_case *c, const struct matter_deed *deed)
{
    struct fields f = {.arena = c->ctx->arena, .fresh = c->fresh};
    const struct sql_matter_get_row *a = &c->was, *b = &c->now;
    add_text(&f, "number", a->number, b->number);
    add_word(&f, "state", matter_state_word, a->state, b->state);
    add_text(&f, "title", a->title, b->title);
    add_text(&f, "outside_number", a->outside_number, b->outside_number);
    add_text(&f, "class", a->class_name, b->class_name);
    add_word(&f, "source", matter_source_word, a->source, b->source);
    add_word(&f, "urgency", matter_urgency_word, a->urgency, b->urgency);
    add_text(&f, "firm", a->firm_name, b->firm_name);
    add_text(&f, "leader", a->leader_name, b->leader_name);
    add_text(&f, "lead", a->lead_name, b->lead_name);
    add_text(&f, "helpers", a->helper_names, b->helper_names);
    add_day(&f, "due", a->due, b->due);
    add_text(&f, "due_words", a->due_words, b->due_words);
    add_text(&f, "end_reason", a->end_reason, b->end_reason);
    add_word(&f, "closed_how", matter_closed_word, a->closed_how, b->closed_how);
    add_word(&f, "solved", matter_solved_word, a->solved, b->solved);
    add_word(&f, "rating", matter_rating_word, a->rating, b->rating);
    add_int(&f, "reopened", a->reopened, b->reopened);
    add_int(&f, "pressed", a->pressed, b->pressed);
    add_int(&f, "merged_into", a->merged_into.n, b->merged_into.n);
    add_int(&f, "consent", a->consent, b->consent);
    add_int(&f, "version", a->version, b->version);
    f.fresh = false;
    for (size_t i = 0; i < deed->more_n; i++)
        add_text(&f, deed->more[i].name, deed->more[i].before, deed->more[i].after);
    if (!deed->more_n)
        add_text(&f, "text", STR_NULL, deed->text);
    return journal_add(c->ctx, "matter", c->now.id.n, matter_verb_name((int64_t)c->verb), f.at,
                       f.n);
}

static enum err trace_duty(struct matter_case *c, const struct duty_case *duty)
{
    struct fields f = {.arena = c->ctx->arena, .fresh = duty->fresh};
    const struct sql_duty_of_row *a = &duty->was, *b = &duty->now;
    if (a->version == b->version)
        return ERR_OK;
    if (duty->fresh) {
        add_int(&f, "matter", 0, b->matter.n);
        add_text(&f, "org", STR_NULL, b->org_name);
        add_int(&f, "lead", 0, b->lead);
    }
    add_word(&f, "state", duty_state_word, a->state, b->state);
    add_int(&f, "limit", a->limit_amount, b->limit_amount);
    add_word(&f, "limit_kind", matter_limit_kind_word, a->limit_kind, b->limit_kind);
    add_text(&f, "opinion", a->opinion, b->opinion);
    add_text(&f, "solution", a->solution, b->solution);
    add_day(&f, "limit_day", a->limit_day, b->limit_day);
    add_day(&f, "first_promise", a->first_promise, b->first_promise);
    add_day(&f, "promise", a->promise, b->promise);
    add_int(&f, "paused", a->paused_at != 0, b->paused_at != 0);
    add_word(&f, "kept", duty_kept_word, a->kept, b->kept);
    add_int(&f, "version", a->version, b->version);
    return journal_add(c->ctx, "duty", b->id.n, matter_verb_name((int64_t)c->verb), f.at, f.n);
}

enum err matter_case_trace(struct matter_case *c, const struct matter_deed *deed)
{
    enum err e = trace_matter(c, deed);
    for (size_t i = 0; !e && i < c->duty_n; i++)
        e = trace_duty(c, &c->duties[i]);
    return e;
}
