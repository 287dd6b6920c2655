/* Families of all patents, anew after an import: a late member may join what was apart. */
#include "base/vec.h"
#include "core/id.h"
#include "domain/patent/patent_keep.h"
#include "engine/patentread/family.h"
#include "patent_query.h"

enum { READ_PAGE = 5000, WRITE_PAGE = 1000 };
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

enum err patent_keep_families(const struct app_db *app_db, struct ctx *ctx, int64_t *out_n)
{
    struct families *f = ARENA_NEW(ctx->arena, struct families);
    f->app_db = app_db;
    f->ctx = ctx;
    *out_n = 0;
    arena_init(&f->arena, FAMILIES_ARENA_MAX);
    enum err e = read_all(f);
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
