#include "domain/patent/patent_heat.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/patent_clause.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_set.h"

enum { HASH_ARENA_MAX = 64 << 20 };

/* The question -------------------------------------------------------------------------------- */

static int64_t chosen(struct str value, int64_t otherwise)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (str_eq(value, str_from(c->name)))
            return c->value;
    return otherwise;
}

static struct str name_of(int64_t by)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (c->value == by)
            return str_from(c->name);
    return STR("");
}

static struct str label_of(enum lang lang, int64_t by)
{
    for (const struct form_choice *c = patent_by_choices; c->name; c++)
        if (c->value == by)
            return tr(lang, c->label);
    return STR("");
}

bool heat_is_class(int64_t by)
{
    return by >= PATENT_BY_SECTION && by <= PATENT_BY_GROUP;
}

struct str heat_key(struct ctx *ctx, int64_t by, struct str key)
{
    if (!str_eq(key, STR("-")))
        return key;
    return tr(ctx->lang, by == PATENT_BY_FIRM || by == PATENT_BY_ZONE ? T("园区以外或没有认下")
                         : by >= PATENT_BY_LABEL                      ? T("没有标引")
                         : heat_is_class(by)                          ? T("没有分类号")
                         : by == PATENT_BY_APPLICANT                  ? T("没有申请人")
                                                                      : T("不详"));
}

/* "label-153" names a label of the collection. */
static const struct patent_label *chosen_label(const struct heat_ask *ask, struct str value)
{
    int64_t id;
    if (str_starts(value, STR("label-")) && str_int(str_slice(value, 6, value.len), &id))
        for (size_t i = 0; i < ask->labels.n; i++)
            if (ask->labels.at[i].id.n == id)
                return &ask->labels.at[i];
    return NULL;
}

static void choose(struct ctx *ctx, struct heat_ask *ask, struct str value, bool row)
{
    const struct patent_label *label = chosen_label(ask, value);
    int64_t by = label ? (row ? PATENT_BY_LABEL : PATENT_BY_LABEL_2)
                       : chosen(value, row ? PATENT_BY_SUBCLASS : PATENT_BY_YEAR);
    *(row ? &ask->in.rows : &ask->in.columns) = by;
    *(row ? &ask->label : &ask->label_2) = label ? label->id.n : 0;
    *(row ? &ask->rows : &ask->columns) = label ? value : name_of(by);
    *(row ? &ask->row_label : &ask->column_label) = label ? label->name : label_of(ctx->lang, by);
}

static bool ticked(struct req *req, const char *name)
{
    return !str_empty(str_or_empty(req_query(req, name)));
}

enum err heat_ask_read(struct req *req, struct heat_ask *out)
{
    struct ctx *ctx = req->ctx;
    struct patent_set_view set;
    enum err e = ERR_OK;
    int64_t n;
    *out = (struct heat_ask){.cutoff = DAY_NONE,
                             .set_name = STR(""),
                             .heads = ticked(req, "heads"),
                             .outside = ticked(req, "outside")};
    out->in = (struct patent_table_in){.query = str_or_empty(req_query(req, "q")),
                                       .family = ticked(req, "family"),
                                       .first_class = ticked(req, "first"),
                                       .limit = PATENT_HEAT_ROWS};
    if (str_int(str_or_empty(req_query(req, "set")), &n) && n > 0)
        out->in.set = n;
    if (out->in.set) {
        e = patent_set(ctx, (struct patent_set_id){out->in.set}, &set);
        e = e ? e : patent_labels_of(ctx, (struct patent_set_id){out->in.set}, false, &out->labels);
        if (e)
            return e;
        out->set_name = set.row.name;
        out->cutoff = set.row.cutoff;
    }
    choose(ctx, out, str_or_empty(req_query(req, "rows")), true);
    choose(ctx, out, str_or_empty(req_query(req, "columns")), false);
    bool firms = out->in.rows == PATENT_BY_FIRM || out->in.columns == PATENT_BY_FIRM;
    out->heads = out->heads && (out->in.rows == PATENT_BY_FIRM || out->in.rows == PATENT_BY_ZONE);
    e = patent_dim_load(ctx, firms, out->label, out->label_2, &out->dim);
    out->in.dim = &out->dim;
    return e;
}

/* Links --------------------------------------------------------------------------------------- */

/* STR_NULL where the language has no clause: labels are asked for beside the query, heat_link(). */
static struct str clause(struct arena *arena, const struct heat_ask *ask, int64_t by,
                         struct str key)
{
    if (by == PATENT_BY_FIRM && key.len <= PATENT_CLAUSE_KEY_MAX && !str_eq(key, STR("-")))
        return patent_dim_firm_query(arena, &ask->dim, key);
    return patent_clause(arena, (enum patent_by)by, key, ask->in.first_class);
}

static bool is_label(int64_t by)
{
    return by == PATENT_BY_LABEL || by == PATENT_BY_LABEL_2;
}

struct url heat_link(struct req *req, const struct heat_ask *ask, struct str row, struct str column)
{
    struct arena *arena = req->ctx->arena;
    struct str query = ask->in.query;
    struct url url = url_patent_list(arena);
    const struct str keys[] = {row, column};
    const int64_t by[] = {ask->in.rows, ask->in.columns}, label[] = {ask->label, ask->label_2};
    static const char *const names[][2] = {{"label", "is"}, {"label2", "is2"}};
    bool bracketed = false;
    for (size_t i = 0; i < 2; i++) {
        if (!keys[i].len || by[i] == PATENT_BY_NOTHING)
            continue;
        if (is_label(by[i])) {
            url = emit_url_with_int(arena, url, str_from(names[i][0]), label[i]);
            url = emit_url_with_str(arena, url, str_from(names[i][1]), keys[i]);
            continue;
        }
        struct str part = clause(arena, ask, by[i], keys[i]);
        if (str_null(part))
            return (struct url){0};
        if (query.len && !bracketed)
            query = str_print(arena, "(%.*s)", STR_ARG(query));
        bracketed = true;
        query = query.len ? str_print(arena, "%.*s AND %.*s", STR_ARG(query), STR_ARG(part)) : part;
    }
    url = emit_url_with_str(arena, url, STR("q"), query);
    return ask->in.set ? emit_url_with_int(arena, url, STR("set"), ask->in.set) : url;
}

struct url heat_same(struct req *req, const struct heat_ask *ask, struct url url)
{
    struct arena *arena = req->ctx->arena;
    url = emit_url_with_str(arena, url, STR("q"), ask->in.query);
    if (ask->in.set)
        url = emit_url_with_int(arena, url, STR("set"), ask->in.set);
    url = emit_url_with_str(arena, url, STR("rows"), ask->rows);
    url = emit_url_with_str(arena, url, STR("columns"), ask->columns);
    url = emit_url_with_bool(arena, url, STR("family"), ask->in.family);
    url = emit_url_with_bool(arena, url, STR("first"), ask->in.first_class);
    url = emit_url_with_bool(arena, url, STR("heads"), ask->heads);
    return emit_url_with_bool(arena, url, STR("outside"), ask->outside);
}

/* The hash ------------------------------------------------------------------------------------ */

struct hashing {
    struct ctx *ctx;
    struct arena *arena;
    const struct patent_table_in *in;
    VEC(struct str) keys;
    struct str *out;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct hashing *h = arg;
    *VEC_ADD(h->arena, &h->keys) = str_dup(h->arena, seen->key);
    return ERR_OK;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static enum err hash_found(void *arg)
{
    struct hashing *f = arg;
    unsigned char digest[HASH_SIZE];
    struct hash h;
    enum err e = patent_hits(f->ctx, f->in->query, f->in->set, NULL, gather, f);
    if (e)
        return e;
    if (f->keys.n)
        qsort(f->keys.at, f->keys.n, sizeof *f->keys.at, by_text);
    hash_begin(&h);
    for (size_t i = 0; i < f->keys.n; i++) {
        hash_add(&h, f->keys.at[i]);
        hash_byte(&h, '\n');
    }
    hash_end(&h, digest);
    *f->out = hash_text(f->ctx->arena, digest);
    return ERR_OK;
}

enum err heat_hash(struct ctx *ctx, const struct patent_table_in *in, int64_t records,
                   struct str *out)
{
    struct hashing f = {.ctx = ctx, .in = in, .out = out};
    *out = STR("");
    if (records > PATENT_HASHED_MAX)
        return ERR_OK;
    f.arena = patent_scratch(ctx, HASH_ARENA_MAX);
    enum err e = arena_run(f.arena, hash_found, &f);
    arena_release(f.arena);
    return e;
}
