/* Does a record say anything that is not stored already? Then it need not be kept once more. */
#include "domain/patent/patent_keep_part.h"

struct same {
    struct ctx *ctx;
    struct patent_id id;
    const struct patent_record *r;
    bool same;
};

static bool same_text(struct str now, struct str stored)
{
    return str_empty(now) || str_eq(now, stored);
}

static enum err texts(struct same *s)
{
    struct sql_patent_page_texts_row *at;
    size_t n;
    enum err e = sql_patent_page_texts(
        s->ctx->db, s->ctx->arena, &(struct sql_patent_page_texts_in){s->ctx->park, s->id, s->id},
        &at, &n);
    for (size_t i = 0; !e && s->same && i < s->r->word_n; i++) {
        const struct patent_words *w = &s->r->words[i];
        bool found = str_empty(w->title) && str_empty(w->abstract) && str_empty(w->claim);
        for (size_t k = 0; !found && k < n; k++)
            found = str_eq(at[k].lang, w->lang) && same_text(w->title, at[k].title) &&
                    same_text(w->abstract, at[k].abstract) && same_text(w->claim, at[k].claim);
        s->same = found;
    }
    return e;
}

static enum err classes(struct same *s)
{
    struct sql_patent_page_classes_row *at;
    size_t n;
    enum err e = sql_patent_page_classes(
        s->ctx->db, s->ctx->arena, &(struct sql_patent_page_classes_in){s->ctx->park, s->id, s->id},
        &at, &n);
    for (int64_t scheme = PATENT_IPC; !e && s->same && scheme <= PATENT_LOC; scheme++) {
        size_t k = 0, given = 0;
        while (k < n && at[k].scheme != scheme)
            k++;
        for (size_t i = 0; s->same && i < s->r->class_n; i++) {
            if ((int64_t)s->r->classes[i].scheme != scheme)
                continue;
            given++;
            s->same = k < n && at[k].scheme == scheme &&
                      str_eq(at[k].symbol, str_from(s->r->classes[i].text));
            k++;
        }
        if (s->same && given)
            s->same = k >= n || at[k].scheme != scheme;
    }
    return e;
}

static enum err parties(struct same *s)
{
    struct sql_patent_page_parties_row *at;
    size_t n;
    enum err e = sql_patent_page_parties(
        s->ctx->db, s->ctx->arena, &(struct sql_patent_page_parties_in){s->ctx->park, s->id, s->id},
        &at, &n);
    for (int64_t role = PATENT_APPLICANT; !e && s->same && role <= PATENT_AGENT; role++) {
        size_t k = 0, given = 0;
        while (k < n && at[k].role != role)
            k++;
        for (size_t i = 0; s->same && i < s->r->party_n; i++) {
            const struct patent_party *p = &s->r->parties[i];
            if ((int64_t)p->role != role)
                continue;
            given++;
            s->same = k < n && at[k].role == role && str_eq(at[k].text, p->name) &&
                      str_eq(at[k].country, str_or_empty(p->country)) &&
                      str_eq(at[k].region, str_or_empty(p->region));
            k++;
        }
        if (s->same && given)
            s->same = k >= n || at[k].role != role;
    }
    return e;
}

static enum err priorities(struct same *s)
{
    struct sql_patent_page_priorities_row *at;
    size_t n;
    enum err e = sql_patent_page_priorities(
        s->ctx->db, s->ctx->arena,
        &(struct sql_patent_page_priorities_in){s->ctx->park, s->id, s->id}, &at, &n);
    if (e || s->r->priority_n == 0)
        return e;
    s->same = n == s->r->priority_n;
    for (size_t i = 0; s->same && i < n; i++)
        s->same =
            str_eq(at[i].number, s->r->priorities[i].key) && at[i].day == s->r->priorities[i].day;
    return e;
}

static enum err cites(struct same *s)
{
    struct sql_patent_cites_of_row *at;
    size_t n, given = s->r->cite_n < KEEP_CITES_MAX ? s->r->cite_n : KEEP_CITES_MAX;
    if (given == 0)
        return ERR_OK;
    enum err e = sql_patent_cites_of(
        s->ctx->db, s->ctx->arena,
        &(struct sql_patent_cites_of_in){s->ctx->park, s->id, KEEP_CITES_MAX + 1}, &at, &n);
    s->same = n == given;
    for (size_t i = 0; !e && s->same && i < n; i++)
        s->same = str_eq(at[i].text, s->r->cites[i].text) &&
                  str_eq(at[i].number, str_or_empty(s->r->cites[i].key)) &&
                  str_eq(at[i].category, str_or_empty(s->r->cites[i].category));
    return e;
}

/* Dated events add up; of those without a day the list must be the same. */
static enum err events(struct same *s)
{
    struct sql_patent_page_events_row *at;
    size_t n, stored = 0, given = 0;
    enum err e = sql_patent_page_events(
        s->ctx->db, s->ctx->arena, &(struct sql_patent_page_events_in){s->ctx->park, s->id, s->id},
        &at, &n);
    for (size_t k = 0; !e && k < n; k++)
        stored += at[k].day == DAY_NONE;
    for (size_t i = 0; !e && s->same && i < s->r->event_n; i++) {
        s->same = patent_event_stored(&s->r->events[i], at, n);
        given += s->r->events[i].day == DAY_NONE;
    }
    if (given && given != stored)
        s->same = false;
    return e;
}

bool patent_event_stored(const struct patent_happening *event,
                         const struct sql_patent_page_events_row *at, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (at[k].day == event->day && str_eq(at[k].code, str_or_empty(event->code)) &&
            str_eq(at[k].text, str_or_empty(event->text)))
            return true;
    return false;
}

enum err patent_lists_same(struct ctx *ctx, struct patent_id id, const struct patent_record *r,
                           bool *out_same)
{
    static enum err (*const parts[])(struct same *) = {texts,      classes, parties,
                                                       priorities, cites,   events};
    struct same s = {ctx, id, r, true};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && s.same && i < sizeof parts / sizeof parts[0]; i++)
        e = parts[i](&s);
    *out_same = !e && s.same;
    return e;
}
