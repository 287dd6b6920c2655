/* Families anew after an import: a late member may join what was apart, a changed one leave. Few
 * records reach few others, whatever the number of all: from the numbers that were touched to the
 * records that have them, to their numbers, and so on. An import of many looks at everything. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "core/id.h"
#include "domain/patent/patent_keep.h"
#include "engine/patentread/family.h"
#include "patent_query.h"

enum {
    READ_PAGE = 5000,
    WRITE_PAGE = 1000,
    TOUCHED_MAX = 20000,  /* numbers */
    REACHED_MAX = 200000, /* records */
    REACH_STEP = 200,     /* numbers that are asked for in one act */
};
#define FAMILIES_ARENA_MAX ((size_t)4 << 30)

struct member {
    struct patent_id id;
    struct str key, simple, extended; /* as stored */
};

struct families {
    const struct app_db *app_db;
    struct ctx *ctx;
    struct arena arena;
    VEC(struct member) all;
    VEC(struct family_in) in;
    struct family_out *out;
    const struct patent_touched *touched;
    struct patent_id after;
    size_t at, upto; /* the page that is written: of all */
    int64_t changed;
};

struct page {
    struct families *f;
    struct sql_patent_family_page_row *rows;
    struct sql_patent_page_priorities_row *priorities;
    size_t n, priority_n;
};

static enum err take(void *arg)
{
    struct page *p = arg;
    struct families *f = p->f;
    struct arena *arena = &f->arena;
    size_t at = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct sql_patent_family_page_row *row = &p->rows[i];
        size_t from = at;
        while (at < p->priority_n && p->priorities[at].patent.n == row->id.n)
            at++;
        struct str *numbers = ARENA_ARRAY(arena, struct str, at - from + 1);
        for (size_t k = from; k < at; k++)
            numbers[k - from] = str_dup(arena, p->priorities[k].number);
        *VEC_ADD(arena, &f->all) =
            (struct member){row->id, str_dup(arena, row->key), str_dup(arena, row->family_simple),
                            str_dup(arena, row->family_extended)};
        *VEC_ADD(arena, &f->in) =
            (struct family_in){numbers, at - from, str_dup(arena, row->app_no)};
    }
    return ERR_OK;
}

/* On the writer, which sees what the import has just kept: only the reading. */
static enum err read_page(struct ctx *ctx, void *arg)
{
    struct page *p = arg;
    enum err e = sql_patent_family_page(
        ctx->db, ctx->arena, &(struct sql_patent_family_page_in){ctx->park, p->f->after, READ_PAGE},
        &p->rows, &p->n);
    p->priority_n = 0;
    if (e || p->n == 0)
        return e;
    return sql_patent_page_priorities(
        ctx->db, ctx->arena,
        &(struct sql_patent_page_priorities_in){ctx->park, p->rows[0].id, p->rows[p->n - 1].id},
        &p->priorities, &p->priority_n);
}

static enum err read_all(struct families *f)
{
    struct ctx *ctx = f->ctx;
    size_t n = READ_PAGE;
    enum err e = ERR_OK;
    while (!e && n == READ_PAGE) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct page page = {.f = f};
        e = act_write(f->app_db, ctx, read_page, &page);
        n = page.n;
        if (!e && n) {
            f->after = page.rows[n - 1].id;
            e = arena_run(&f->arena, take, &page);
        }
        arena_reset(ctx->arena, mark);
    }
    return e;
}

/* --- What the touched numbers reach --------------------------------------------------------------
 */

static void add_number(struct patent_touched *t, struct str number)
{
    if (str_empty(number) || t->all)
        return;
    if (t->n == TOUCHED_MAX) {
        t->all = true;
        return;
    }
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 64;
        struct str *at = ARENA_ARRAY(t->arena, struct str, cap);
        if (t->n)
            memcpy(at, t->at, t->n * sizeof *at);
        t->at = at;
        t->cap = cap;
    }
    t->at[t->n++] = str_dup(t->arena, number);
}

enum err patent_touched_add(struct ctx *ctx, const struct patent_record *r,
                            struct patent_touched *t)
{
    struct sql_patent_family_before_row *rows;
    size_t n;
    if (t->all)
        return ERR_OK;
    enum err e = sql_patent_family_before(
        ctx->db, ctx->arena,
        &(struct sql_patent_family_before_in){ctx->park, str_from(r->number.key)}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (i == 0)
            add_number(t, rows[i].app_no);
        add_number(t, rows[i].number);
    }
    for (size_t i = 0; !e && i < r->priority_n; i++)
        add_number(t, r->priorities[i].key);
    if (!e)
        add_number(t, str_from(r->application.key));
    return e;
}

struct reach {
    struct families *f;
    struct map numbers, ids; /* seen; of ids the text */
    VEC(struct str) queue;
    size_t at;
    /* Of one step, in ctx->arena: */
    VEC(struct sql_patent_family_by_app_row) rows;
    VEC(struct page) numbers_of; /* of each row */
};

static struct str id_text(struct arena *arena, struct patent_id id)
{
    return str_print(arena, "%lld", (long long)id.n);
}

static void enqueue(struct reach *r, struct str number)
{
    struct arena *arena = &r->f->arena;
    if (str_empty(number) || map_get(&r->numbers, number))
        return;
    struct str own = str_dup(arena, number);
    map_put(arena, &r->numbers, own, r);
    *VEC_ADD(arena, &r->queue) = own;
}

/* A record that is not known yet, and its priorities. */
static enum err found(struct ctx *ctx, struct reach *r,
                      const struct sql_patent_family_by_app_row *row)
{
    struct page p = {.f = r->f};
    if (map_get(&r->ids, id_text(ctx->arena, row->id)))
        return ERR_OK;
    enum err e = sql_patent_page_priorities(
        ctx->db, ctx->arena, &(struct sql_patent_page_priorities_in){ctx->park, row->id, row->id},
        &p.priorities, &p.priority_n);
    *VEC_ADD(ctx->arena, &r->rows) = *row;
    *VEC_ADD(ctx->arena, &r->numbers_of) = p;
    return e;
}

static enum err ask_number(struct ctx *ctx, struct reach *r, struct str number)
{
    struct sql_patent_family_by_app_row *apps;
    struct sql_patent_family_by_priority_row *claims;
    size_t n, m;
    enum err e = sql_patent_family_by_app(
        ctx->db, ctx->arena, &(struct sql_patent_family_by_app_in){ctx->park, number}, &apps, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = found(ctx, r, &apps[i]);
    if (!e)
        e = sql_patent_family_by_priority(
            ctx->db, ctx->arena, &(struct sql_patent_family_by_priority_in){ctx->park, number},
            &claims, &m);
    for (size_t i = 0; !e && i < m; i++)
        e = found(ctx, r,
                  &(struct sql_patent_family_by_app_row){claims[i].id, claims[i].key,
                                                         claims[i].app_no, claims[i].family_simple,
                                                         claims[i].family_extended});
    return e;
}

/* May run twice: it starts from nothing each time. */
static enum err reach_step(struct ctx *ctx, void *arg)
{
    struct reach *r = arg;
    enum err e = ERR_OK;
    r->rows.at = NULL;
    r->rows.n = r->rows.cap = 0;
    r->numbers_of.at = NULL;
    r->numbers_of.n = r->numbers_of.cap = 0;
    for (size_t i = r->at; !e && i < r->queue.n && i < r->at + REACH_STEP; i++)
        e = ask_number(ctx, r, r->queue.at[i]);
    return e;
}

static enum err take_reached(void *arg)
{
    struct reach *r = arg;
    struct families *f = r->f;
    for (size_t i = 0; i < r->rows.n; i++) {
        const struct sql_patent_family_by_app_row *row = &r->rows.at[i];
        struct str id = id_text(&f->arena, row->id);
        if (map_get(&r->ids, id))
            continue;
        map_put(&f->arena, &r->ids, id, r);
        enqueue(r, row->app_no);
        struct page *p = &r->numbers_of.at[i];
        for (size_t k = 0; k < p->priority_n; k++)
            enqueue(r, p->priorities[k].number);
        struct sql_patent_family_page_row same = {row->id, row->key, row->app_no,
                                                  row->family_simple, row->family_extended};
        p->rows = &same;
        p->n = 1;
        take(p);
    }
    return ERR_OK;
}

struct placed {
    struct member member;
    struct family_in in;
};

static int by_id(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return (x->member.id.n > y->member.id.n) - (x->member.id.n < y->member.id.n);
}

/* In the order of all: a family is named by its first record. */
static enum err sort_reached(void *arg)
{
    struct families *f = arg;
    struct placed *at = ARENA_ARRAY(&f->arena, struct placed, f->all.n + 1);
    for (size_t i = 0; i < f->all.n; i++)
        at[i] = (struct placed){f->all.at[i], f->in.at[i]};
    qsort(at, f->all.n, sizeof *at, by_id);
    for (size_t i = 0; i < f->all.n; i++) {
        f->all.at[i] = at[i].member;
        f->in.at[i] = at[i].in;
    }
    return ERR_OK;
}

static enum err begin_reach(void *arg)
{
    struct reach *r = arg;
    const struct patent_touched *t = r->f->touched;
    for (size_t i = 0; i < t->n; i++)
        enqueue(r, t->at[i]);
    return ERR_OK;
}

/* ERR_LIMIT: they reach too many. */
static enum err read_reached(struct families *f)
{
    struct ctx *ctx = f->ctx;
    struct reach r = {.f = f};
    enum err e = arena_run(&f->arena, begin_reach, &r);
    while (!e && r.at < r.queue.n) {
        struct arena_mark mark = arena_mark(ctx->arena);
        size_t upto = r.queue.n - r.at < REACH_STEP ? r.queue.n : r.at + REACH_STEP;
        e = act_write(f->app_db, ctx, reach_step, &r);
        if (!e)
            e = arena_run(&f->arena, take_reached, &r);
        if (!e && f->all.n > REACHED_MAX)
            e = ERR_LIMIT;
        r.at = upto;
        if (!e || e == ERR_LIMIT) /* then everything is looked at, and needs the memory */
            arena_reset(ctx->arena, mark);
    }
    return e ? e : arena_run(&f->arena, sort_reached, f);
}

/* --- Writing ------------------------------------------------------------------------------------
 */

/* Ours begins with "=", then the key of the first member; a number that a source gave stays. */
static struct str number_of(struct arena *arena, struct str stored, struct str first)
{
    if (stored.len && stored.ptr[0] != '=')
        return stored;
    return str_print(arena, "=%.*s", STR_ARG(first));
}

/* May run twice: it starts at the same record each time. */
static enum err write_page(struct ctx *ctx, void *arg)
{
    struct families *f = arg;
    int64_t stamp;
    enum err e = ERR_OK;
    f->changed = 0;
    for (size_t i = f->at; !e && i < f->upto; i++) {
        const struct member *one = &f->all.at[i];
        struct str simple = number_of(ctx->arena, one->simple, f->all.at[f->out[i].simple].key);
        struct str extended =
            number_of(ctx->arena, one->extended, f->all.at[f->out[i].extended].key);
        if (str_eq(simple, one->simple) && str_eq(extended, one->extended))
            continue;
        if ((e = id_next(ctx, &stamp)))
            break;
        f->changed++;
        e = sql_patent_family_put(
            ctx->db,
            &(struct sql_patent_family_put_in){ctx->park, one->id, simple, extended, stamp}, NULL);
    }
    return e;
}

static enum err join(void *arg)
{
    struct families *f = arg;
    f->out = ARENA_ARRAY(&f->arena, struct family_out, f->all.n + 1);
    patent_families(&f->arena, f->in.at, f->in.n, f->out);
    return ERR_OK;
}

static void forget(struct families *f)
{
    f->all.at = NULL;
    f->in.at = NULL;
    f->all.n = f->all.cap = f->in.n = f->in.cap = 0;
    arena_release(&f->arena);
    arena_init(&f->arena, FAMILIES_ARENA_MAX);
}

enum err patent_keep_families(const struct app_db *app_db, struct ctx *ctx,
                              const struct patent_touched *touched, int64_t *out_n)
{
    struct families *f = ARENA_NEW(ctx->arena, struct families);
    f->app_db = app_db;
    f->ctx = ctx;
    f->touched = touched;
    *out_n = 0;
    arena_init(&f->arena, FAMILIES_ARENA_MAX);
    bool all = !touched || touched->all;
    enum err e = all ? ERR_OK : read_reached(f);
    if (e == ERR_LIMIT) {
        error_clear(&ctx->error);
        forget(f);
    }
    if (all || e == ERR_LIMIT)
        e = read_all(f);
    if (!e)
        e = arena_run(&f->arena, join, f);
    for (; !e && f->at < f->all.n; f->at = f->upto) {
        struct arena_mark mark = arena_mark(ctx->arena);
        f->upto = f->all.n - f->at < WRITE_PAGE ? f->all.n : f->at + WRITE_PAGE;
        e = act_write(app_db, ctx, write_page, f);
        *out_n += e ? 0 : f->changed;
        arena_reset(ctx->arena, mark);
    }
    arena_release(&f->arena);
    return e;
}
