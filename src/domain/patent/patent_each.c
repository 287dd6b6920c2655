#include "domain/patent/patent_each.h"

#include "base/map.h"
#include "domain/patent/patent.h"
#include "engine/patentidx/words.h"
#include "engine/patentnum/num.h"
#include "engine/patentread/record.h"
#include "patent_query.h"

enum { EVENTS_MAX = 64 };

struct page {
    struct ctx *ctx;
    struct sql_patent_page_row *rows;
    struct sql_patent_page_texts_row *texts;
    struct sql_patent_page_classes_row *classes;
    struct sql_patent_page_parties_row *parties;
    struct sql_patent_page_priorities_row *priorities;
    struct sql_patent_page_events_row *events;
    size_t n, text_n, class_n, party_n, priority_n, event_n;
    size_t text, class, party, priority, event; /* how far each is used up */
};

struct names { /* by patent_name id, as text */
    struct map by_id;
};

static enum err load(struct page *p, int64_t after, int64_t limit)
{
    struct ctx *ctx = p->ctx;
    enum err e = sql_patent_page(
        ctx->db, ctx->arena,
        &(struct sql_patent_page_in){ctx->park, (struct patent_id){after}, limit}, &p->rows, &p->n);
    if (e || p->n == 0)
        return e;
    struct patent_id first = p->rows[0].id, last = p->rows[p->n - 1].id;
    e = sql_patent_page_texts(ctx->db, ctx->arena,
                              &(struct sql_patent_page_texts_in){ctx->park, first, last}, &p->texts,
                              &p->text_n);
    if (!e)
        e = sql_patent_page_classes(ctx->db, ctx->arena,
                                    &(struct sql_patent_page_classes_in){ctx->park, first, last},
                                    &p->classes, &p->class_n);
    if (!e)
        e = sql_patent_page_parties(ctx->db, ctx->arena,
                                    &(struct sql_patent_page_parties_in){ctx->park, first, last},
                                    &p->parties, &p->party_n);
    if (!e)
        e = sql_patent_page_priorities(
            ctx->db, ctx->arena, &(struct sql_patent_page_priorities_in){ctx->park, first, last},
            &p->priorities, &p->priority_n);
    if (!e)
        e = sql_patent_page_events(ctx->db, ctx->arena,
                                   &(struct sql_patent_page_events_in){ctx->park, first, last},
                                   &p->events, &p->event_n);
    return e;
}

/* Texts of one field in several languages, one behind the other: a query looks in whatever is
 * there. */
static struct str joined(struct arena *arena, struct str a, struct str b)
{
    if (str_empty(a))
        return b;
    return str_empty(b) ? a : str_print(arena, "%.*s%c%.*s", STR_ARG(a), WORD_PART, STR_ARG(b));
}

static void take_texts(struct page *p, struct patent_id id, struct patent_doc *doc)
{
    struct arena *arena = p->ctx->arena;
    doc->title = doc->abstract = doc->claims = STR("");
    for (; p->text < p->text_n && p->texts[p->text].patent.n == id.n; p->text++) {
        const struct sql_patent_page_texts_row *t = &p->texts[p->text];
        doc->title = joined(arena, doc->title, t->title);
        doc->abstract = joined(arena, doc->abstract, t->abstract);
        doc->claims = joined(arena, doc->claims, t->claim);
    }
}

static void take_classes(struct page *p, struct patent_id id, struct patent_doc *doc)
{
    size_t from = p->class;
    while (p->class < p->class_n && p->classes[p->class].patent.n == id.n)
        p->class ++;
    struct doc_class *at = ARENA_ARRAY(p->ctx->arena, struct doc_class, p->class - from + 1);
    doc->classes = at;
    doc->class_n = 0;
    for (size_t i = from; i < p->class && doc->class_n < DOC_CLASSES_MAX; i++) {
        const struct sql_patent_page_classes_row *c = &p->classes[i];
        if (c->scheme == PATENT_IPC || c->scheme == PATENT_CPC)
            at[doc->class_n++] =
                (struct doc_class){c->symbol, c->scheme == PATENT_CPC, c->seq == 0};
    }
}

static void take_parties(struct page *p, struct patent_id id, struct patent_seen *seen,
                         const struct names *names)
{
    struct arena *arena = p->ctx->arena;
    struct patent_doc *doc = &seen->doc;
    size_t from = p->party;
    while (p->party < p->party_n && p->parties[p->party].patent.n == id.n)
        p->party++;
    size_t n = p->party - from;
    struct str *applicants = ARENA_ARRAY(arena, struct str, n + 1),
               *inventors = ARENA_ARRAY(arena, struct str, n + 1),
               *shown = ARENA_ARRAY(arena, struct str, n + 1);
    doc->applicant_n = doc->inventor_n = 0;
    doc->code[CODE_ZONE] = STR("");
    for (size_t i = from; i < p->party; i++) {
        const struct sql_patent_page_parties_row *r = &p->parties[i];
        if (r->role == PATENT_INVENTOR && doc->inventor_n < DOC_NAMES_MAX)
            inventors[doc->inventor_n++] = r->text;
        if (r->role != PATENT_APPLICANT || doc->applicant_n == DOC_NAMES_MAX)
            continue;
        const struct sql_patent_names_of_orgs_row *known =
            map_get(&names->by_id, str_print(arena, "%lld", (long long)r->name.n));
        shown[doc->applicant_n] = known ? known->shown : r->text;
        if (known && !str_empty(known->zone_name) && str_empty(doc->code[CODE_ZONE]))
            doc->code[CODE_ZONE] = known->zone_name;
        applicants[doc->applicant_n++] = r->text;
    }
    doc->applicants = applicants;
    doc->inventors = inventors;
    seen->names = shown;
}

static void take_events(struct page *p, struct patent_id id, struct patent_doc *doc)
{
    struct str *at = ARENA_ARRAY(p->ctx->arena, struct str, EVENTS_MAX);
    doc->events = at;
    doc->event_n = 0;
    for (; p->event < p->event_n && p->events[p->event].patent.n == id.n; p->event++)
        if (doc->event_n < EVENTS_MAX && p->events[p->event].code.len)
            at[doc->event_n++] = p->events[p->event].code;
}

static void take_priorities(struct page *p, struct patent_id id, struct patent_seen *seen)
{
    size_t from = p->priority;
    while (p->priority < p->priority_n && p->priorities[p->priority].patent.n == id.n)
        p->priority++;
    struct str *at = ARENA_ARRAY(p->ctx->arena, struct str, p->priority - from + 1);
    seen->priorities = at;
    seen->priority_n = p->priority - from;
    for (size_t i = from; i < p->priority; i++)
        at[i - from] = p->priorities[i].number;
}

/* A invention filed, B invention granted, U utility model, D design: PatSnap's letters. */
static struct str type_of(int64_t right, int64_t stage)
{
    return right == PATENTNUM_UTILITY     ? STR("U")
           : right == PATENTNUM_DESIGN    ? STR("D")
           : right != PATENTNUM_INVENTION ? STR("")
           : stage == PATENTNUM_GRANTED   ? STR("B")
                                          : STR("A");
}

static void take_row(const struct sql_patent_page_row *row, struct patent_seen *seen)
{
    static const char *const status[] = {"0", "1", "2"};
    struct patent_doc *doc = &seen->doc;
    *seen = (struct patent_seen){.key = row->key,
                                 .title = row->title,
                                 .ipc = row->ipc,
                                 .applicant = row->applicant,
                                 .legal = row->legal,
                                 .family_extended = row->family_extended,
                                 .right = row->right_kind,
                                 .stage = row->stage,
                                 .stamp = row->stamp};
    doc->id = row->id.n;
    for (size_t i = 0; i < CODE_N_; i++)
        doc->code[i] = STR("");
    doc->code[CODE_NUMBER] = row->key;
    doc->code[CODE_APPLICATION] = row->app_no;
    doc->code[CODE_OFFICE] = row->office;
    doc->code[CODE_KIND] = row->kind;
    doc->code[CODE_TYPE] = type_of(row->right_kind, row->stage);
    doc->code[CODE_STATUS] =
        row->status >= 0 && row->status <= 2 ? str_from(status[row->status]) : STR("9");
    doc->code[CODE_LEGAL] = row->legal;
    doc->code[CODE_REGION] = row->region;
    doc->code[CODE_FAMILY] = row->family_simple;
    doc->day[DAY_APPLIED] = row->app_day;
    doc->day[DAY_PUBLISHED] = row->pub_day;
    doc->day[DAY_GRANTED] = row->grant_day;
    doc->day[DAY_PRIORITY] = row->priority_day;
    doc->day[DAY_EXPIRES] = row->expires;
    doc->count[INT_CLAIMS] = row->claims;
    doc->count[INT_CITED] = row->cited;
    doc->count[INT_CITES] = row->cites;
    doc->count[INT_FAMILY] = row->family_size;
    doc->count[INT_APPLICANTS] = row->applicants;
}

static enum err load_names(struct ctx *ctx, struct names *names)
{
    struct sql_patent_names_of_orgs_row *rows;
    size_t n;
    enum err e = sql_patent_names_of_orgs(
        ctx->db, ctx->arena, &(struct sql_patent_names_of_orgs_in){ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, &names->by_id, str_print(ctx->arena, "%lld", (long long)rows[i].id.n),
                &rows[i]);
    return e;
}

static enum err show(struct page *p, const struct names *names, size_t i,
                     enum err (*fn)(void *arg, const struct patent_seen *patent), void *arg)
{
    struct patent_seen seen;
    struct patent_id id = p->rows[i].id;
    take_row(&p->rows[i], &seen);
    take_texts(p, id, &seen.doc);
    take_classes(p, id, &seen.doc);
    take_parties(p, id, &seen, names);
    take_events(p, id, &seen.doc);
    take_priorities(p, id, &seen);
    return fn(arg, &seen);
}

enum err patent_each(struct ctx *ctx, int64_t after,
                     enum err (*fn)(void *arg, const struct patent_seen *patent), void *arg)
{
    struct arena_mark all = arena_mark(ctx->arena);
    struct names names = {0};
    enum err e = load_names(ctx, &names);
    size_t n = PATENT_EACH_PAGE;
    while (!e && n == PATENT_EACH_PAGE) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct page p = {.ctx = ctx};
        if ((e = load(&p, after, PATENT_EACH_PAGE)))
            break;
        n = p.n;
        for (size_t i = 0; !e && i < n; i++) {
            after = p.rows[i].id.n;
            e = show(&p, &names, i, fn, arg);
        }
        if (!e)
            arena_reset(ctx->arena, mark);
    }
    if (!e)
        arena_reset(ctx->arena, all);
    return e;
}

/* What belongs to records that nobody asked for is passed over. */
static void pass(struct page *p, struct patent_id id)
{
    while (p->text < p->text_n && p->texts[p->text].patent.n <= id.n)
        p->text++;
    while (p->class < p->class_n && p->classes[p->class].patent.n <= id.n)
        p->class ++;
    while (p->party < p->party_n && p->parties[p->party].patent.n <= id.n)
        p->party++;
    while (p->event < p->event_n && p->events[p->event].patent.n <= id.n)
        p->event++;
    while (p->priority < p->priority_n && p->priorities[p->priority].patent.n <= id.n)
        p->priority++;
}

/* Numbers that lie near one another are read as one page. */
static size_t run_of(const int64_t *ids, size_t n)
{
    size_t k = 1;
    while (k < n && ids[k] - ids[0] < PATENT_EACH_PAGE)
        k++;
    return k;
}

enum err patent_each_of(struct ctx *ctx, const int64_t *ids, size_t n,
                        enum err (*fn)(void *arg, const struct patent_seen *patent), void *arg)
{
    struct arena_mark all = arena_mark(ctx->arena);
    struct names names = {0};
    enum err e = n ? load_names(ctx, &names) : ERR_OK;
    for (size_t at = 0, k; !e && at < n; at += k) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct page p = {.ctx = ctx};
        k = run_of(ids + at, n - at);
        e = load(&p, ids[at] - 1, ids[at + k - 1] - ids[at] + 1);
        for (size_t i = 0, want = at; !e && i < p.n; i++) {
            while (want < at + k && ids[want] < p.rows[i].id.n)
                want++;
            if (want < at + k && ids[want] == p.rows[i].id.n)
                e = show(&p, &names, i, fn, arg);
            else
                pass(&p, p.rows[i].id);
        }
        if (!e)
            arena_reset(ctx->arena, mark);
    }
    if (!e)
        arena_reset(ctx->arena, all);
    return e;
}
