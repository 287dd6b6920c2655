#include "domain/navigation/navigation_figure.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"

enum {
    KEYS_MAX = 600,
    KEY_MAX = 1200,
    LARGEST = 4, /* CR4 */
    COUNT_ARENA_MAX = 900 << 20,
    JSON_MAX = 256 * 1024,
};

struct key {
    struct str at[KEYS_MAX];
    char scratch[KEYS_MAX][24];
    size_t n;
};

static void release(void *arena)
{
    arena_release(arena);
}

struct arena *navigation_scratch(struct ctx *ctx)
{
    struct arena *arena = ARENA_NEW(ctx->arena, struct arena);
    arena_init(arena, COUNT_ARENA_MAX);
    arena_defer(ctx->arena, release, arena);
    return arena;
}

/* The rows of a record ------------------------------------------------------------------------- */

static void add_key(struct key *keys, struct str key)
{
    for (size_t i = 0; i < keys->n; i++)
        if (str_eq(keys->at[i], key))
            return;
    if (keys->n < KEYS_MAX)
        keys->at[keys->n++] = key;
}

static void class_keys(const struct patent_doc *doc, bool group, struct key *keys)
{
    for (size_t i = 0; i < doc->class_n && keys->n < KEYS_MAX; i++) {
        struct str symbol = doc->classes[i].symbol;
        size_t slash = str_find_char(symbol, '/', 0);
        if (doc->classes[i].cpc)
            continue;
        if (!group) {
            add_key(keys, str_slice(symbol, 0, 4));
        } else if (slash < 20) {
            char *text = keys->scratch[keys->n];
            snprintf(text, sizeof keys->scratch[0], "%.*s/00", (int)slash, symbol.ptr);
            add_key(keys, str_from(text));
        }
    }
}

static void year_key(int32_t day, struct key *keys)
{
    if (day == DAY_NONE)
        return;
    snprintf(keys->scratch[0], sizeof keys->scratch[0], "%d", day_date(day).year);
    add_key(keys, str_from(keys->scratch[0]));
}

static void keys_of(const struct navigation_ask *ask, const struct patent_seen *seen,
                    struct key *keys)
{
    const struct patent_doc *doc = &seen->doc;
    keys->n = 0;
    if (ask->kind == NAVIGATION_TREND) {
        year_key(doc->day[DAY_APPLIED], keys);
    } else if (ask->kind != NAVIGATION_SHARE) {
        switch (ask->property) {
        case PATENT_BY_SUBCLASS:
        case PATENT_BY_MAIN_GROUP:
            class_keys(doc, ask->property == PATENT_BY_MAIN_GROUP, keys);
            break;
        case PATENT_BY_APPLICANT:
            for (size_t i = 0; i < doc->applicant_n; i++)
                add_key(keys, seen->names[i]);
            break;
        case PATENT_BY_INVENTOR:
            for (size_t i = 0; i < doc->inventor_n; i++)
                add_key(keys, doc->inventors[i]);
            break;
        case PATENT_BY_OFFICE:
            add_key(keys, doc->code[CODE_OFFICE]);
            break;
        case PATENT_BY_REGION:
            add_key(keys, doc->code[CODE_REGION]);
            break;
        case PATENT_BY_STATUS:
            add_key(keys, doc->code[CODE_STATUS]);
            break;
        case PATENT_BY_TYPE:
            add_key(keys, doc->code[CODE_TYPE]);
            break;
        default:
            break;
        }
    }
    if (keys->n == 0 || keys->at[0].len == 0) { /* not known: a row of its own */
        keys->at[0] = STR("-");
        keys->n = 1;
    }
}

/* Walking -------------------------------------------------------------------------------------- */

struct walking {
    const struct navigation_ask *ask;
    struct str key;
    navigation_walk_fn *fn;
    void *arg;
    struct key *keys;
};

static enum err walk_one(void *arg, const struct patent_seen *seen)
{
    struct walking *w = arg;
    if (w->ask->only && !patent_ids_have(w->ask->only, seen->doc.id))
        return ERR_OK;
    if (w->key.len == 0)
        return w->fn(w->arg, seen);
    keys_of(w->ask, seen, w->keys);
    for (size_t i = 0; i < w->keys->n; i++)
        if (str_eq(w->keys->at[i], w->key))
            return w->fn(w->arg, seen);
    return ERR_OK;
}

static enum err walk(struct ctx *ctx, const struct navigation_ask *ask, struct str query,
                     struct str key, struct str *out_understood, navigation_walk_fn *fn, void *arg)
{
    struct walking w = {ask, key, fn, arg, NULL};
    if (key.len)
        w.keys = ARENA_NEW(ctx->arena, struct key);
    return patent_hits(ctx, query, ask->only ? 0 : ask->set.n, out_understood, walk_one, &w);
}

enum err navigation_walk(struct ctx *ctx, const struct navigation_ask *ask, struct str key,
                         navigation_walk_fn *fn, void *arg)
{
    return walk(ctx, ask, ask->query, key, NULL, fn, arg);
}

/* Counting ------------------------------------------------------------------------------------- */

struct row {
    struct str key;
    int64_t n;
};

struct counting {
    const struct navigation_ask *ask;
    struct arena *arena; /* beside ctx->arena, which the walk gives back */
    struct map rows, seen;
    VEC(struct row *) list;
    int64_t units, records;
    int32_t newest;
    struct key keys;
};

static bool first_time(struct counting *c, struct str key, const struct patent_seen *seen)
{
    char text[KEY_MAX];
    struct str family = seen->doc.code[CODE_FAMILY];
    if (!c->ask->family)
        return true;
    if (family.len == 0)
        family = seen->key;
    int len = snprintf(text, sizeof text, "%.*s\x1f%.*s", STR_ARG(family), STR_ARG(key));
    struct str k = {text, len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1};
    if (map_get(&c->seen, k))
        return false;
    map_put(c->arena, &c->seen, str_dup(c->arena, k), c);
    return true;
}

static enum err count_one(void *arg, const struct patent_seen *seen)
{
    struct counting *c = arg;
    int32_t published = seen->doc.day[DAY_PUBLISHED];
    c->records++;
    c->units += first_time(c, STR("\x1e"), seen);
    if (published != DAY_NONE && (c->newest == DAY_NONE || published > c->newest))
        c->newest = published;
    if (c->ask->kind == NAVIGATION_SHARE)
        return ERR_OK;
    keys_of(c->ask, seen, &c->keys);
    for (size_t i = 0; i < c->keys.n; i++) {
        struct row *row = map_get(&c->rows, c->keys.at[i]);
        if (!row) {
            row = ARENA_NEW(c->arena, struct row);
            *row = (struct row){str_dup(c->arena, c->keys.at[i]), 0};
            map_put(c->arena, &c->rows, row->key, row);
            *VEC_ADD(c->arena, &c->list) = row;
        }
        row->n += first_time(c, row->key, seen);
    }
    return ERR_OK;
}

static int largest_first(const void *a, const void *b)
{
    const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : str_cmp(x->key, y->key);
}

static int by_key(const void *a, const void *b)
{
    return str_cmp((*(struct row *const *)a)->key, (*(struct row *const *)b)->key);
}

/* Applications of this year are not all published when the newest publication is of `newest`. */
static bool year_open(struct str year, int32_t newest)
{
    int64_t y;
    if (!str_int(year, &y) || newest == DAY_NONE)
        return false;
    struct date d = day_date(newest);
    int64_t months = (int64_t)d.year * 12 + d.month - 1 - PATENT_INCOMPLETE_MONTHS;
    return y * 12 + 11 >= months;
}

static void put_row(struct ctx *ctx, const struct row *row, bool open,
                    struct navigation_computed *out)
{
    *VEC_ADD(ctx->arena, &out->rows) =
        (struct navigation_row){str_dup(ctx->arena, row->key), row->n, open};
}

/* By year, without a gap; `top` is the newest year that is complete. The newest NAVIGATION_ROWS_MAX
 * of them. */
static void lay_trend(struct ctx *ctx, struct counting *c, struct navigation_computed *out)
{
    int64_t year = 0, next;
    if (c->list.n)
        qsort(c->list.at, c->list.n, sizeof *c->list.at, by_key);
    size_t from = c->list.n > NAVIGATION_ROWS_MAX ? c->list.n - NAVIGATION_ROWS_MAX : 0;
    for (size_t i = from; i < c->list.n; i++) {
        const struct row *row = c->list.at[i];
        bool dated = str_int(row->key, &next);
        for (; dated && year && year < next && out->rows.n < NAVIGATION_ROWS_MAX * 2; year++) {
            struct row none = {str_print(ctx->arena, "%lld", (long long)year), 0};
            put_row(ctx, &none, year_open(none.key, c->newest), out);
        }
        put_row(ctx, row, dated && year_open(row->key, c->newest), out);
        year = dated ? next + 1 : year;
        if (dated && !year_open(row->key, c->newest)) {
            out->top = row->n;
            out->lead = str_dup(ctx->arena, row->key);
        }
    }
    out->row_all = (int64_t)c->list.n;
    out->whole = c->units;
}

static void lay_rank(struct ctx *ctx, struct counting *c, struct navigation_computed *out)
{
    const struct navigation_ask *ask = c->ask;
    size_t most = ask->most ? (size_t)ask->most : NAVIGATION_ROWS;
    int64_t all = 0;
    double squares = 0;
    if (c->list.n)
        qsort(c->list.at, c->list.n, sizeof *c->list.at, largest_first);
    for (size_t i = 0; i < c->list.n; i++)
        all += c->list.at[i]->n;
    for (size_t i = 0; i < c->list.n; i++) {
        double share = 100.0 * (double)c->list.at[i]->n / (double)(all ? all : 1);
        squares += share * share;
        if (i < most)
            put_row(ctx, c->list.at[i], false, out);
        if (ask->kind == NAVIGATION_CONCENTRATION && i < LARGEST)
            out->top += c->list.at[i]->n;
    }
    out->row_all = (int64_t)c->list.n;
    out->whole = ask->kind == NAVIGATION_CONCENTRATION ? all : c->units;
    out->hhi = ask->kind == NAVIGATION_CONCENTRATION ? (int64_t)(squares + 0.5) : 0;
    if (ask->kind == NAVIGATION_RANK && c->list.n) {
        out->top = c->list.at[0]->n;
        out->lead = str_dup(ctx->arena, c->list.at[0]->key);
    }
}

static enum err count(struct ctx *ctx, struct counting *c, struct str query, struct str *understood)
{
    return walk(ctx, c->ask, query, STR(""), understood, count_one, c);
}

struct computing {
    struct ctx *ctx;
    struct counting *c;
    struct navigation_computed *out;
};

static enum err compute(void *arg)
{
    struct computing *run = arg;
    struct ctx *ctx = run->ctx;
    struct counting *c = run->c;
    struct navigation_computed *out = run->out;
    const struct navigation_ask *ask = c->ask;
    enum err e = count(ctx, c, ask->query, &out->understood);
    if (e)
        return e;
    out->records = c->records;
    out->newest = c->newest;
    if (ask->kind == NAVIGATION_TREND) {
        lay_trend(ctx, c, out);
    } else if (ask->kind != NAVIGATION_SHARE) {
        lay_rank(ctx, c, out);
    } else { /* once more, all of it: the denominator */
        out->top = c->units;
        c->units = c->records = 0;
        c->seen = (struct map){0};
        e = count(ctx, c, STR(""), NULL);
        out->whole = c->units;
        out->newest = c->newest;
    }
    return e;
}

enum err navigation_compute(struct ctx *ctx, const struct navigation_ask *ask,
                            struct navigation_computed *out)
{
    *out = (struct navigation_computed){.newest = DAY_NONE, .lead = STR("")};
    if (ask->kind == NAVIGATION_SHARE && str_empty(ask->query))
        return ctx_fail(ctx, ERR_INVALID, "query", T("占比要写检索式：它检出的占全部多少"));
    bool ranked = ask->kind == NAVIGATION_RANK || ask->kind == NAVIGATION_CONCENTRATION;
    if (ranked && !ask->property)
        return ctx_fail(ctx, ERR_INVALID, "property", T("请选按哪一项排"));
    struct arena *arena = navigation_scratch(ctx);
    struct counting *c = ARENA_NEW(arena, struct counting);
    struct computing run = {ctx, c, out};
    c->ask = ask;
    c->arena = arena;
    c->newest = DAY_NONE;
    enum err e = arena_run(arena, compute, &run);
    arena_release(arena);
    return e == ERR_LIMIT ? ctx_fail(ctx, e, "query", T("专利太多，算不下：请缩小范围")) : e;
}

/* Stored --------------------------------------------------------------------------------------- */

struct str navigation_value_json(struct ctx *ctx, const struct navigation_computed *v)
{
    struct buf buf;
    buf_init(&buf, ctx->arena, JSON_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    json_put_int(&j, "top", v->top);
    json_put_int(&j, "whole", v->whole);
    json_put_int(&j, "records", v->records);
    json_put_int(&j, "all", v->row_all);
    json_put_int(&j, "hhi", v->hhi);
    json_put_str(&j, "lead", v->lead);
    json_put_int(&j, "newest", v->newest);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < v->rows.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "key", v->rows.at[i].key);
        json_put_int(&j, "n", v->rows.at[i].n);
        if (v->rows.at[i].open)
            json_put_bool(&j, "open", true);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_str(&buf);
}

enum err navigation_value_read(struct ctx *ctx, struct str text, struct navigation_computed *out)
{
    const struct json *value;
    *out = (struct navigation_computed){.newest = DAY_NONE, .lead = STR("")};
    enum err e = json_parse(ctx->arena, text, &value, &ctx->error);
    if (e)
        return e;
    out->top = json_int(json_member(value, "top"), 0);
    out->whole = json_int(json_member(value, "whole"), 0);
    out->records = json_int(json_member(value, "records"), 0);
    out->row_all = json_int(json_member(value, "all"), 0);
    out->hhi = json_int(json_member(value, "hhi"), 0);
    out->lead = str_or_empty(json_str(json_member(value, "lead")));
    out->newest = (int32_t)json_int(json_member(value, "newest"), DAY_NONE);
    const struct json *rows = json_member(value, "rows");
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *row = json_element(rows, i);
        *VEC_ADD(ctx->arena, &out->rows) = (struct navigation_row){
            str_or_empty(json_str(json_member(row, "key"))), json_int(json_member(row, "n"), 0),
            json_bool(json_member(row, "open"))};
    }
    return ERR_OK;
}

/* Words ---------------------------------------------------------------------------------------- */

struct str navigation_percent(struct arena *arena, int64_t top, int64_t whole)
{
    if (whole <= 0)
        return STR("没有可比的");
    return str_print(arena, "%.1f %%（%lld/%lld）", 100.0 * (double)top / (double)whole,
                     (long long)top, (long long)whole);
}

struct str navigation_value_text(struct arena *arena, int64_t kind,
                                 const struct navigation_computed *v)
{
    struct str share = navigation_percent(arena, v->top, v->whole);
    switch (kind) {
    case NAVIGATION_TREND:
        return v->lead.len
                   ? str_print(arena, "%.*s 年 %lld 件，各年合计 %lld 件", STR_ARG(v->lead),
                               (long long)v->top, (long long)v->whole)
                   : str_print(arena, "各年合计 %lld 件，没有公布齐的年份", (long long)v->whole);
    case NAVIGATION_RANK:
        return v->lead.len
                   ? str_print(arena, "第一位是 %.*s，占 %.*s", STR_ARG(v->lead), STR_ARG(share))
                   : STR("没有检出");
    case NAVIGATION_CONCENTRATION:
        return str_print(arena, "前四位占 %.*s，赫芬达尔指数 %lld", STR_ARG(share),
                         (long long)v->hhi);
    default:
        return str_print(arena, "占 %.*s", STR_ARG(share));
    }
}
