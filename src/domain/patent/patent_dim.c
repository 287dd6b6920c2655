#include "domain/patent/patent_dim.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "domain/patent/patent_newest.h"
#include "domain/patent/patent_set.h"
#include "patent_set_query.h"

enum { FIRM_TEXTS_MAX = 60, FIRM_QUERY_MAX = 8192, DIM_ARENA_MAX = 1 << 30 };

struct patent_texts {
    VEC(struct str) at;
};

static enum err load_firms(struct ctx *ctx, struct patent_dim *out)
{
    struct sql_patent_firm_names_row *names;
    struct sql_patent_firm_texts_row *texts;
    size_t n;
    enum err e = sql_patent_firm_names(ctx->db, ctx->arena,
                                       &(struct sql_patent_firm_names_in){ctx->park}, &names, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, &out->firms, names[i].shown, &names[i].name);
    e = e ? e
          : sql_patent_firm_texts(ctx->db, ctx->arena,
                                  &(struct sql_patent_firm_texts_in){ctx->park}, &texts, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_texts *of = map_get(&out->texts, texts[i].name);
        if (!of) {
            of = ARENA_NEW(ctx->arena, struct patent_texts);
            map_put(ctx->arena, &out->texts, texts[i].name, of);
        }
        *VEC_ADD(ctx->arena, &of->at) = texts[i].text;
    }
    return e;
}

enum err patent_dim_load(struct ctx *ctx, bool firms, int64_t label, int64_t label_2,
                         struct patent_dim *out)
{
    enum err e = ERR_OK;
    *out = (struct patent_dim){0};
    if (firms)
        e = load_firms(ctx, out);
    if (!e && label)
        e = patent_label_keys(ctx, (struct patent_label_id){label}, &out->label);
    if (!e && label_2)
        e = patent_label_keys(ctx, (struct patent_label_id){label_2}, &out->label_2);
    return e;
}

static const struct patent_label_held *held_by(const struct patent_label_keys *label, int64_t id)
{
    char text[24];
    struct str key = {text, (size_t)snprintf(text, sizeof text, "%lld", (long long)id)};
    return map_get(&label->by_id, key);
}

static size_t add(struct str *keys, size_t n, size_t max, struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(keys[i], key))
            return n;
    if (n < max)
        keys[n++] = key;
    return n;
}

size_t patent_dim_keys(const struct patent_dim *dim, const struct patent_seen *seen,
                       enum patent_by by, struct str *keys, size_t max)
{
    size_t n = 0;
    if (!dim)
        return 0;
    if (by == PATENT_BY_FIRM) {
        for (size_t i = 0; i < seen->doc.applicant_n; i++) {
            const struct str *firm = map_get(&dim->firms, seen->names[i]);
            if (firm)
                n = add(keys, n, max, *firm);
        }
        return n;
    }
    const struct patent_label_held *held =
        held_by(by == PATENT_BY_LABEL ? &dim->label : &dim->label_2, seen->doc.id);
    for (size_t i = 0; held && i < held->n; i++)
        n = add(keys, n, max, held->names[i]);
    return n;
}

struct str patent_dim_firm_query(struct arena *arena, const struct patent_dim *dim, struct str firm)
{
    const struct patent_texts *of = map_get(&dim->texts, firm);
    struct buf text;
    if (!of || of->at.n > FIRM_TEXTS_MAX)
        return STR_NULL;
    buf_init(&text, arena, FIRM_QUERY_MAX);
    for (size_t i = 0; i < of->at.n; i++)
        buf_print(&text, "%san_exact:%.*s", i ? " OR " : "(",
                  STR_ARG(query_quote(arena, of->at.at[i])));
    buf_char(&text, ')');
    return buf_full(&text) ? STR_NULL : buf_str(&text);
}

/* Lists --------------------------------------------------------------------------------------- */

struct listing {
    struct ctx *ctx;
    struct arena *arena;
    struct str query;
    int64_t set, limit, skip;
    const struct patent_dim *dim;
    struct str key, key_2;
    patent_newest all;
    struct patent_list *out;
};

static bool holds(const struct patent_label_keys *label, int64_t id, struct str key)
{
    const struct patent_label_held *held = held_by(label, id);
    if (str_null(key))
        return true;
    for (size_t i = 0; held && i < held->n; i++)
        if (str_eq(held->names[i], key))
            return true;
    return !held && str_eq(key, STR("-"));
}

static enum err list_one(void *arg, const struct patent_seen *seen)
{
    struct listing *l = arg;
    if (holds(&l->dim->label, seen->doc.id, l->key) &&
        holds(&l->dim->label_2, seen->doc.id, l->key_2))
        patent_newest_add(l->arena, &l->all, seen);
    return ERR_OK;
}

static enum err list(void *arg)
{
    struct listing *l = arg;
    enum err e = patent_hits(l->ctx, l->query, l->set, &l->out->query, list_one, l);
    if (e)
        return e;
    size_t n;
    const int64_t *ids = patent_newest_page(l->ctx->arena, &l->all, l->limit, l->skip, &n);
    l->out->total = (int64_t)l->all.n;
    return patent_hits_of(l->ctx, ids, n, &l->out->at, &l->out->n);
}

enum err patent_dim_list(struct ctx *ctx, struct str query, int64_t set,
                         const struct patent_dim *dim, struct str key, struct str key_2,
                         int64_t limit, int64_t skip, struct patent_list *out)
{
    struct listing l = {.ctx = ctx,
                        .arena = patent_scratch(ctx, DIM_ARENA_MAX),
                        .query = query,
                        .set = set,
                        .limit = limit,
                        .skip = skip,
                        .dim = dim,
                        .key = key,
                        .key_2 = key_2,
                        .out = out};
    *out = (struct patent_list){0};
    enum err e = arena_run(l.arena, list, &l);
    arena_release(l.arena);
    return e;
}
