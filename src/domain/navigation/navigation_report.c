#include "domain/navigation/navigation_report.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/workday.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/notify.h"
#include "domain/patent/patent_each.h"
#include "domain/patent/patent_set.h"
#include "navigation_query.h"

enum {
    REPORT_HOUR = 8,
    PROJECTS_MAX = 500,
    STATE_PAGE = 16,
    MADE_AT_ONCE = 4, /* reports in one turn of the job: they are kept in memory together */
};

/* The records of a source as they are now --------------------------------------------------------
 */

struct member {
    int64_t id;
    struct str key;
};

struct tracking {
    struct ctx *ctx;
    const struct navigation_made *made;
    struct navigation_now *now;
    const struct navigation_source_view *source;
    struct arena *arena;
    VEC(struct navigation_state) states, before;
    VEC(struct str) keys;
    size_t bit;      /* of the figure being walked */
    bool asked_anew; /* the collection's query or cut-off is not that of the last report */
};

static uint64_t fold(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * UINT64_C(1099511628211);
    return (h ^ 0x1f) * UINT64_C(1099511628211);
}

static enum err track_one(void *arg, const struct patent_seen *seen)
{
    struct tracking *t = arg;
    const struct patent_doc *doc = &seen->doc;
    struct navigation_state s = {.id = doc->id,
                                 .names = UINT64_C(14695981039346656037),
                                 .classes = UINT64_C(14695981039346656037),
                                 .status = 9};
    *VEC_ADD(t->arena, &t->keys) = str_dup(t->arena, seen->key);
    for (size_t i = 0; i < doc->applicant_n; i++)
        s.names = fold(s.names, seen->names[i]);
    for (size_t i = 0; i < doc->class_n; i++)
        s.classes = fold(s.classes, doc->classes[i].symbol);
    if (doc->code[CODE_STATUS].len)
        s.status = (uint8_t)doc->code[CODE_STATUS].ptr[0];
    *VEC_ADD(t->arena, &t->states) = s;
    return ERR_OK;
}

static enum err track_figure(void *arg, const struct patent_seen *seen)
{
    struct tracking *t = arg;
    size_t from = 0, to = t->states.n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (t->states.at[middle].id == seen->doc.id) {
            t->states.at[middle].figures |= UINT32_C(1) << t->bit;
            return ERR_OK;
        }
        if (t->states.at[middle].id < seen->doc.id)
            from = middle + 1;
        else
            to = middle;
    }
    return ERR_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct navigation_state *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* As a collection's version hashes its members: publication numbers, sorted, a line each. */
static struct str members_hash(struct arena *arena, struct str *keys, size_t n)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    if (n)
        qsort(keys, n, sizeof *keys, by_text);
    hash_begin(&h);
    for (size_t i = 0; i < n; i++) {
        hash_add(&h, keys[i]);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    return hash_text(arena, digest);
}

/* The states of the last report. */
static enum err load_before(struct tracking *t)
{
    struct ctx *ctx = t->ctx;
    struct navigation_now *now = t->now;
    struct sql_navigation_states_in in = {ctx->park, t->made->view.row.id, now->id, -1, STATE_PAGE};
    size_t n = STATE_PAGE;
    enum err e = ERR_OK;
    now->since = t->made->view.reports.n ? t->made->view.reports.at[0].made_at : 0;
    while (!e && n == STATE_PAGE) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct sql_navigation_states_row *rows;
        e = sql_navigation_states(ctx->db, ctx->arena, &in, &rows, &n);
        for (size_t i = 0; !e && i < n; i++) {
            now->compared = true;
            t->asked_anew = t->asked_anew || !str_eq(rows[i].query, now->query) ||
                            rows[i].cutoff != now->cutoff;
            for (size_t at = 0; at + NAVIGATION_STATE_BYTES <= rows[i].data.len;
                 at += NAVIGATION_STATE_BYTES)
                *VEC_ADD(t->arena, &t->before) = navigation_state_unpack(rows[i].data.ptr + at);
            in.after = rows[i].place;
        }
        arena_reset(ctx->arena, mark);
    }
    return e;
}

struct marks {
    patent_ids in, out;
};

static bool came_since(const struct navigation_since *since, int64_t id)
{
    return patent_came_at(id) > since->at;
}

static bool marked(const struct navigation_since *since, int64_t id, bool in)
{
    const struct marks *marks = since->arg;
    return patent_ids_have(in ? &marks->in : &marks->out, id);
}

static enum err compare(struct tracking *t, uint32_t figures)
{
    struct marks marks = {0};
    enum err e = load_before(t);
    if (e || !t->now->compared)
        return e;
    struct navigation_since since = {t->now->since, t->asked_anew, came_since, marked, &marks};
    e = patent_marks_since(t->ctx, t->source->collection, since.at, &marks.in, &marks.out);
    if (!e)
        navigation_compare(t->before.at, t->before.n, t->states.at, t->states.n, figures, &since,
                           &t->now->change);
    return e;
}

struct naming {
    struct ctx *ctx;
    struct navigation_now *now;
    struct arena *arena;
    VEC(struct navigation_moved) found;
};

static enum err name_one(void *arg, const struct patent_seen *seen)
{
    struct naming *n = arg;
    for (size_t i = 0; i < n->found.n; i++)
        if (n->found.at[i].move.id == seen->doc.id) {
            n->found.at[i].key = str_dup(n->arena, seen->key);
            n->found.at[i].title = str_dup(n->arena, seen->title);
        }
    return ERR_OK;
}

/* The numbers and titles of the records that moved. The walk gives ctx->arena back. */
static enum err name_moves(struct tracking *t)
{
    struct naming n = {.ctx = t->ctx, .now = t->now, .arena = t->arena};
    const struct navigation_change *c = &t->now->change;
    int64_t ids[NAVIGATION_MOVES_MAX];
    size_t count = c->moved < NAVIGATION_MOVES_MAX ? (size_t)c->moved : NAVIGATION_MOVES_MAX;
    for (size_t i = 0; i < count; i++) {
        ids[i] = c->moves[i].id;
        *VEC_ADD(t->arena, &n.found) = (struct navigation_moved){.move = c->moves[i]};
    }
    enum err e = count ? patent_each_of(t->ctx, ids, count, name_one, &n) : ERR_OK;
    for (size_t i = 0; !e && i < n.found.n; i++)
        *VEC_ADD(t->ctx->arena, &t->now->moved) = (struct navigation_moved){
            n.found.at[i].move, str_dup(t->ctx->arena, str_or_empty(n.found.at[i].key)),
            str_dup(t->ctx->arena, str_or_empty(n.found.at[i].title))};
    return e;
}

static void pack(struct tracking *t)
{
    struct arena *a = t->ctx->arena;
    for (size_t from = 0; from < t->states.n || from == 0; from += NAVIGATION_STATE_ROWS) {
        size_t n = t->states.n - from;
        n = n < NAVIGATION_STATE_ROWS ? n : NAVIGATION_STATE_ROWS;
        char *bytes = ARENA_ARRAY(a, char, n *NAVIGATION_STATE_BYTES + 1);
        for (size_t i = 0; i < n; i++)
            navigation_state_pack(&t->states.at[from + i], bytes + i * NAVIGATION_STATE_BYTES);
        *VEC_ADD(a, &t->now->packed) = (struct str){bytes, n * NAVIGATION_STATE_BYTES};
    }
}

static enum err mark_figures(struct tracking *t, uint32_t *out_bits)
{
    enum err e = ERR_OK;
    *out_bits = 0;
    for (size_t i = 0; !e && i < t->made->figures.n; i++) {
        const struct navigation_figure_now *f = &t->made->figures.at[i];
        const struct navigation_figure_view *figure = &t->made->view.figures.at[i];
        struct navigation_ask ask;
        if (figure->source.n != t->source->id.n)
            continue;
        e = navigation_ask_of(t->ctx, &t->made->view, figure, true, &ask);
        t->bit = (size_t)f->bit;
        if (f->had)
            *out_bits |= UINT32_C(1) << f->bit;
        if (!e)
            e = navigation_walk(t->ctx, &ask, STR_NULL, track_figure, t);
    }
    return e;
}

static enum err track(void *arg)
{
    struct tracking *t = arg;
    uint32_t figures;
    enum err e = patent_hits(t->ctx, STR(""), t->source->collection.n, NULL, track_one, t);
    if (e)
        return e;
    t->now->n = (int64_t)t->states.n;
    t->now->hash = members_hash(t->ctx->arena, t->keys.at, t->keys.n);
    t->now->tracked = t->states.n <= NAVIGATION_TRACKED_MAX;
    if (!t->now->tracked)
        return ERR_OK;
    if (t->states.n)
        qsort(t->states.at, t->states.n, sizeof *t->states.at, by_id);
    if ((e = mark_figures(t, &figures)) || (e = compare(t, figures)) || (e = name_moves(t)))
        return e;
    pack(t);
    return ERR_OK;
}

static enum err look_source(struct ctx *ctx, struct navigation_made *made,
                            const struct navigation_source_view *source)
{
    struct patent_set_rule rule;
    struct str query = STR("");
    enum err e = patent_set_rule(ctx, source->collection, &rule);
    if (!e)
        e = patent_set_understood(ctx, &rule, &query);
    if (e)
        return e;
    struct navigation_now *now = VEC_ADD(ctx->arena, &made->sources);
    *now = (struct navigation_now){.id = source->id, .query = query, .cutoff = rule.cutoff};
    struct arena *arena = navigation_scratch(ctx);
    struct tracking t = {.ctx = ctx, .made = made, .now = now, .source = source, .arena = arena};
    e = arena_run(arena, track, &t);
    arena_release(arena);
    return e == ERR_LIMIT ? ctx_fail(ctx, e, "id", T("专利太多，算不下：请缩小范围")) : e;
}

/* Figures -------------------------------------------------------------------------------------- */

/* Whether a number from before there were analyses is the one that is computed now. A figure that
 * was computed again since no longer says what it was. */
static bool counted_alike(const struct navigation_computed *before, int64_t kind, int64_t property)
{
    if (!before->old || kind == NAVIGATION_SHARE || kind == NAVIGATION_TREND)
        return true;
    if (kind == NAVIGATION_CONCENTRATION)
        return property == PATENT_BY_APPLICANT;
    return kind == NAVIGATION_RANK && property != PATENT_BY_REGION &&
           property != PATENT_BY_STATUS && property != PATENT_BY_TYPE;
}

static enum err load_figures_before(struct ctx *ctx, struct navigation_made *made)
{
    struct sql_navigation_state_figures_row *rows;
    size_t n;
    enum err e = sql_navigation_state_figures(
        ctx->db, ctx->arena,
        &(struct sql_navigation_state_figures_in){ctx->park, made->view.row.id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        for (size_t k = 0; !e && k < made->figures.n; k++) {
            struct navigation_figure_now *f = &made->figures.at[k];
            if (f->id.n != rows[i].figure.n)
                continue;
            f->top = rows[i].top;
            f->whole = rows[i].whole;
            e = navigation_value_read(
                ctx, made->view.figures.at[k].kind, made->view.figures.at[k].property,
                made->view.figures.at[k].ask.query, rows[i].value, &f->before);
            f->had = !e && f->bit == rows[i].bit &&
                     counted_alike(&f->before, made->view.figures.at[k].kind,
                                   made->view.figures.at[k].property);
        }
    return e;
}

/* A figure's bit is its place in the order of ids: the same as long as none is taken away. */
static int64_t bit_of(const struct navigation_view *v, struct navigation_figure_id id)
{
    int64_t bit = 0;
    for (size_t i = 0; i < v->figures.n; i++)
        bit += v->figures.at[i].id.n < id.n;
    return bit;
}

static enum err look_figures(struct ctx *ctx, struct navigation_made *made)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < made->view.figures.n; i++) {
        const struct navigation_figure_view *figure = &made->view.figures.at[i];
        struct navigation_ask ask;
        struct navigation_figure_now f = {.id = figure->id, .bit = bit_of(&made->view, figure->id)};
        e = navigation_ask_of(ctx, &made->view, figure, true, &ask);
        if (!e)
            e = navigation_compute(ctx, &ask, &f.value);
        if (!e)
            f.stored = navigation_value_json(ctx, &f.value, true);
        if (!e && str_null(f.stored))
            e = ctx_fail(ctx, ERR_LIMIT, "id", T("报告太长：请减少图表的行数"));
        if (!e)
            *VEC_ADD(ctx->arena, &made->figures) = f;
    }
    return e ? e : load_figures_before(ctx, made);
}

/* One hash over the frozen versions that the conclusions rest on. */
static struct str data_hash(struct ctx *ctx, const struct navigation_view *v)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    hash_begin(&h);
    for (size_t i = 0; i < v->sources.n; i++) {
        hash_add(&h, v->sources.at[i].hash);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    return hash_text(ctx->arena, digest);
}

enum err navigation_report_make(struct ctx *ctx, struct navigation_id id, struct str period,
                                struct navigation_made **out)
{
    struct navigation_made *made = ARENA_NEW(ctx->arena, struct navigation_made);
    enum err e = navigation_find_one(ctx, id, &made->view);
    if (e)
        return e;
    if (made->view.row.step < NAVIGATION_OUTPUT)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("还没有到出报告的一步：先把前面几步做完"));
    if (made->view.reports.n >= NAVIGATION_REPORTS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "id", T("这个项目的报告太多了"));
    made->period = period;
    made->seq = made->view.reports.n ? made->view.reports.at[0].seq + 1 : 1;
    made->hash = data_hash(ctx, &made->view);
    e = look_figures(ctx, made);
    for (size_t i = 0; !e && i < made->view.sources.n; i++)
        e = look_source(ctx, made, &made->view.sources.at[i]);
    if (!e)
        e = navigation_paper(ctx, made);
    if (e)
        return e;
    made->document = navigation_doc_json(ctx, &made->doc);
    if (!made->document.ptr)
        return ctx_fail(ctx, ERR_LIMIT, "id", T("报告太长：请减少图表的行数"));
    *out = made;
    return ERR_OK;
}

/* Keeping -------------------------------------------------------------------------------------- */

static enum err keep_states(struct ctx *ctx, const struct navigation_made *made,
                            struct navigation_report_id report)
{
    struct navigation_id id = made->view.row.id;
    enum err e = sql_navigation_state_gone(
        ctx->db, &(struct sql_navigation_state_gone_in){ctx->park, id}, NULL);
    for (size_t i = 0; !e && i < made->sources.n; i++) {
        const struct navigation_now *s = &made->sources.at[i];
        for (size_t k = 0; !e && s->tracked && k < s->packed.n; k++)
            e = sql_navigation_state_add(
                ctx->db,
                &(struct sql_navigation_state_add_in){ctx->park, id, s->id, (int64_t)k, report,
                                                      s->query, s->cutoff, s->packed.at[k]},
                NULL);
    }
    if (!e)
        e = sql_navigation_state_figure_gone(
            ctx->db, &(struct sql_navigation_state_figure_gone_in){ctx->park, id}, NULL);
    for (size_t i = 0; !e && i < made->figures.n; i++) {
        const struct navigation_figure_now *f = &made->figures.at[i];
        e = sql_navigation_state_figure_add(
            ctx->db,
            &(struct sql_navigation_state_figure_add_in){ctx->park, id, f->id, f->bit, f->value.top,
                                                         f->value.whole, f->stored},
            NULL);
    }
    return e;
}

/* Who works for it: coordinators, leaders, and the departments that have a duty of it. */
static enum err tell(struct ctx *ctx, const struct navigation_made *made, int64_t report)
{
    const struct navigation_view *v = &made->view;
    struct notice_text text = NOTICE(T("专利导航报告：{}"), v->row.title);
    struct sql_navigation_duties_row *rows;
    size_t n;
    enum err e =
        notify_role(ctx, ROLE_COORDINATOR | ROLE_LEADER, text, NAVIGATION_REPORT_NOTICE, report);
    if (!e)
        e = sql_navigation_duties(ctx->db, ctx->arena,
                                  &(struct sql_navigation_duties_in){ctx->park, v->row.id}, &rows,
                                  &n);
    for (size_t i = 0; !e && i < n; i++) {
        bool first = true;
        for (size_t k = 0; k < i; k++)
            first = first && rows[k].lead.n != rows[i].lead.n;
        if (first)
            e = notify_org(ctx, rows[i].lead, ROLE_DEPARTMENT | ROLE_HEAD, text,
                           NAVIGATION_REPORT_NOTICE, report);
    }
    return e;
}

enum err navigation_report_keep(struct ctx *ctx, const struct navigation_made *made, bool quiet,
                                struct act_result *out)
{
    const struct navigation_project *row = &made->view.row;
    struct sql_navigation_get_row now;
    struct sql_navigation_report_add_in add = {.park = ctx->park,
                                               .navigation = row->id,
                                               .seq = made->seq,
                                               .period = made->period,
                                               .document = made->document,
                                               .hash = made->hash,
                                               .made_at = ctx->now_us,
                                               .maker_name = str_or_empty(ctx->actor.name)};
    enum err e = sql_navigation_get(ctx->db, ctx->arena,
                                    &(struct sql_navigation_get_in){ctx->park, row->id}, &now);
    if (!e && now.version != row->version)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("出报告的时候项目改过，请再出一次"));
    if (e || (e = id_next(ctx, &add.id.n)))
        return e;
    e = sql_navigation_report_add(ctx->db, &add, NULL);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "id", T("别人刚出过一份报告，请看过再出"));
    if (!e)
        e = keep_states(ctx, made, add.id);
    if (!e && !quiet)
        e = tell(ctx, made, add.id.n);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_id(ctx->arena, "report", 0, add.id.n),
        journal_int(ctx->arena, "seq", 0, made->seq),
        journal_new("period", made->period.len ? made->period : STR("-")),
        journal_new("hash", made->hash),
        journal_new("told", quiet ? STR("0") : STR("1")),
    };
    out->id = add.id.n;
    out->number = row->number;
    out->message = tr(ctx->lang, quiet ? T("报告已存档") : T("报告已出，并已通知"));
    return journal_add(ctx, "navigation", row->id.n, "report", fields, 5);
}

enum err navigation_report_find(struct ctx *ctx, struct navigation_report_id id,
                                struct navigation_report_view *out)
{
    struct sql_navigation_report_get_row r;
    *out = (struct navigation_report_view){0};
    enum err e = sql_navigation_report_get(
        ctx->db, ctx->arena, &(struct sql_navigation_report_get_in){ctx->park, id}, &r);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "report", T("没有这份报告")) : e;
    out->row =
        (struct navigation_report_row){r.id, r.seq, r.made_at, r.period, r.hash, r.maker_name};
    out->navigation = r.navigation;
    return navigation_doc_read(ctx, r.document, &out->doc);
}

/* The job -------------------------------------------------------------------------------------- */

struct due {
    VEC(struct navigation_made *) made;
};

/* From 8 o'clock of the first working day behind the period on; once. */
static enum err look_one(struct ctx *ctx, struct navigation_id id, int64_t rhythm, struct due *due)
{
    int32_t from, to;
    struct str name;
    struct sql_navigation_reports_row *rows;
    struct navigation_made *made;
    size_t n;
    if (!navigation_period_over(ctx->arena, rhythm, ctx_today(ctx), &from, &to, &name))
        return ERR_OK;
    int32_t day = ctx->calendar ? workday_from(ctx->calendar, to) : to;
    if (ctx->now_us < instant_of_day(day, ctx->offset_min) + REPORT_HOUR * HOUR_US)
        return ERR_OK;
    enum err e = sql_navigation_reports(
        ctx->db, ctx->arena,
        &(struct sql_navigation_reports_in){ctx->park, id, NAVIGATION_REPORTS_MAX}, &rows, &n);
    if (e || n >= NAVIGATION_REPORTS_MAX)
        return e;
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].period, name))
            return ERR_OK;
    /* The first one is a person's; a period that was over before it has none. */
    if (!n || rows[n - 1].made_at >= instant_of_day(to, ctx->offset_min))
        return ERR_OK;
    e = navigation_report_make(ctx, id, name, &made);
    if (!e)
        *VEC_ADD(ctx->arena, &due->made) = made;
    return e;
}

struct one {
    struct ctx *ctx;
    struct navigation_id id;
    int64_t rhythm;
    struct due *due;
};

static enum err look_guarded(void *arg)
{
    const struct one *one = arg;
    return look_one(one->ctx, one->id, one->rhythm, one->due);
}

/* One project whose collection can no longer be read, or does not fit into the memory beside those
 * before it, does not keep the others from theirs. */
static enum err look_or_say(struct ctx *ctx, struct navigation_id id, int64_t rhythm,
                            struct due *due)
{
    enum err e = arena_run(ctx->arena, look_guarded, &(struct one){ctx, id, rhythm, due});
    if (e != ERR_INVALID && e != ERR_NOT_FOUND && e != ERR_CONFLICT && e != ERR_LIMIT)
        return e;
    log_warn("navigation report of %lld: %s", (long long)id.n,
             ctx->error.message ? ctx->error.message : err_name(e));
    error_clear(&ctx->error);
    return ERR_OK;
}

enum err navigation_job_look(struct ctx *ctx, void **out_found)
{
    struct sql_navigation_periodic_row *rows;
    size_t n;
    struct due *due = ARENA_NEW(ctx->arena, struct due);
    enum err e =
        sql_navigation_periodic(ctx->db, ctx->arena,
                                &(struct sql_navigation_periodic_in){ctx->park, NAVIGATION_OUTPUT,
                                                                     NAVIGATION_USE, PROJECTS_MAX},
                                &rows, &n);
    for (size_t i = 0; !e && i < n && due->made.n < MADE_AT_ONCE; i++)
        e = look_or_say(ctx, rows[i].id, rows[i].rhythm, due);
    *out_found = due;
    return e;
}

static enum err keep_one(struct ctx *ctx, void *made)
{
    struct act_result result = {0};
    return navigation_report_keep(ctx, made, false, &result);
}

/* What was changed meanwhile is made anew in the next turn. */
enum err navigation_job_keep(struct ctx *ctx, void *found)
{
    const struct due *due = found;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < due->made.n; i++) {
        e = journal_try(ctx, keep_one, due->made.at[i]);
        if (e == ERR_CONFLICT) {
            error_clear(&ctx->error);
            e = ERR_OK;
        }
    }
    return e;
}
