/* Walking what was found, once, and handing it to the analysis that was asked for. */
#include "domain/patent/patent_analysis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/patent/patent_analysis_fact.h"
#include "domain/patent/patent_terms.h"
#include "engine/patentidx/naive.h"

enum { ANALYSIS_ARENA_MAX = 1400 << 20, TERMS_ARENA_MAX = 32 << 20 };

/* Keys ----------------------------------------------------------------------------------------- */

static struct dict_word *dict_put(struct facts *f, enum property p, struct str key, struct str text)
{
    struct dict *d = &f->dict[p];
    struct dict_word *w = map_get(&d->by_text, key);
    if (w)
        return w;
    w = ARENA_NEW(&f->arena, struct dict_word);
    w->text = str_dup(&f->arena, text);
    w->at = (uint32_t)d->words.n;
    map_put(&f->arena, &d->by_text, str_dup(&f->arena, key), w);
    *VEC_ADD(&f->arena, &d->words) = w;
    return w;
}

struct keys { /* of one record, being gathered */
    uint32_t at[FACT_KEYS_MAX];
    uint32_t n;
};

static void keys_add(struct keys *k, uint32_t key)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (k->at[i] == key)
            return;
    if (k->n < FACT_KEYS_MAX)
        k->at[k->n++] = key;
}

static void take_classes(struct facts *f, const struct patent_doc *doc, struct keys *k)
{
    char room[24];
    for (size_t i = 0; i < doc->class_n; i++) {
        const struct doc_class *c = &doc->classes[i];
        if (c->cpc || (f->in->first_class && !c->first))
            continue;
        struct str part = table_class_part(c->symbol, (enum patent_by)f->in->level, room);
        keys_add(k, dict_put(f, OF_CLASS, part, part)->at);
    }
}

/* By the folded name, as the query language compares; what was printed is kept to ask by. */
static void take_name(struct facts *f, enum property p, struct str shown, struct str printed,
                      struct keys *k)
{
    struct arena_mark mark = arena_mark(f->ctx->arena);
    struct dict_word *w = map_get(&f->dict[p].printed, printed);
    if (w) { /* how a printed name is shown is the same in all records */
        keys_add(k, w->at);
        return;
    }
    w = dict_put(f, p, query_name_fold(f->ctx->arena, shown), shown);
    map_put(&f->arena, &f->dict[p].printed, str_dup(&f->arena, printed), w);
    struct str fold = query_name_fold(f->ctx->arena, printed);
    bool known = w->forms.n > FACT_FORMS_MAX;
    for (size_t i = 0; i < w->forms.n && !known; i++)
        known = str_eq(fold, query_name_fold(f->ctx->arena, w->forms.at[i]));
    if (!known)
        *VEC_ADD(&f->arena, &w->forms) = str_dup(&f->arena, printed);
    arena_reset(f->ctx->arena, mark);
    keys_add(k, w->at);
}

static void take_names(struct facts *f, enum property p, const struct patent_seen *seen,
                       struct keys *k)
{
    const struct patent_doc *doc = &seen->doc;
    if (p == OF_APPLICANT)
        for (size_t i = 0; i < doc->applicant_n; i++)
            take_name(f, p, seen->names[i], doc->applicants[i], k);
    else
        for (size_t i = 0; i < doc->inventor_n; i++)
            take_name(f, p, doc->inventors[i], doc->inventors[i], k);
}

/* Groups of terms: dict word i is group i; the last one is "-". */
static void take_groups(struct facts *f, enum property p, const struct patent_doc *doc,
                        struct keys *k)
{
    struct arena *arena = f->ctx->arena;
    struct arena_mark mark = arena_mark(arena);
    const struct naive_doc *words = naive_read(arena, doc);
    int side = p == OF_EFFECT;
    for (size_t i = 0; i < f->group_n[side]; i++)
        if (naive_matches(arena, f->groups[side][i], NULL, words))
            keys_add(k, (uint32_t)i);
    arena_reset(arena, mark);
}

static void take_code(struct facts *f, enum property p, const struct patent_doc *doc,
                      struct keys *k)
{
    static const enum query_code codes[] = {
        [OF_OFFICE] = CODE_OFFICE, [OF_REGION] = CODE_REGION, [OF_ZONE] = CODE_ZONE,
        [OF_STATUS] = CODE_STATUS, [OF_LEGAL] = CODE_LEGAL,   [OF_TYPE] = CODE_TYPE};
    struct str code = doc->code[codes[p]];
    if (code.len)
        keys_add(k, dict_put(f, p, code, code)->at);
}

static struct fact_keys take_keys(struct facts *f, enum property p, const struct patent_seen *seen)
{
    struct keys k = {.n = 0};
    switch (p) {
    case OF_CLASS:
        take_classes(f, &seen->doc, &k);
        break;
    case OF_APPLICANT:
    case OF_INVENTOR:
        take_names(f, p, seen, &k);
        break;
    case OF_TECHNOLOGY:
    case OF_EFFECT:
        take_groups(f, p, &seen->doc, &k);
        break;
    default:
        take_code(f, p, &seen->doc, &k);
    }
    if (k.n == 0)
        keys_add(&k, dict_put(f, p, STR("-"), STR("-"))->at);
    return (struct fact_keys){arena_copy(&f->arena, k.at, k.n * sizeof k.at[0]), k.n};
}

/* Records -------------------------------------------------------------------------------------- */

static uint32_t unit_of(struct facts *f, const struct patent_seen *seen)
{
    struct str family = seen->doc.code[CODE_FAMILY].len ? seen->doc.code[CODE_FAMILY] : seen->key;
    if (!f->in->family)
        return f->unit_n++;
    uint32_t *unit = map_get(&f->units, family);
    if (!unit) {
        unit = ARENA_NEW(&f->arena, uint32_t);
        *unit = f->unit_n++;
        map_put(&f->arena, &f->units, str_dup(&f->arena, family), unit);
    }
    return *unit;
}

static int by_id(const void *a, const void *b)
{
    const struct patent_member *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static enum err take(void *arg, const struct patent_seen *seen)
{
    struct facts *f = arg;
    const struct patent_doc *doc = &seen->doc;
    struct patent_member me = {.id = doc->id};
    if (f->members && !bsearch(&me, f->members, f->member_n, sizeof me, by_id))
        return ERR_OK;
    struct fact fact = {.id = doc->id,
                        .key = str_dup(&f->arena, seen->key),
                        .unit = unit_of(f, seen),
                        .cited = doc->count[INT_CITED],
                        .cites = doc->count[INT_CITES]};
    for (int i = 0; i < FACT_DAYS; i++)
        fact.day[i] = doc->day[i];
    for (int p = 0; p < PROPERTY_N; p++)
        if (f->with & WITH(p))
            fact.of[p] = take_keys(f, (enum property)p, seen);
    if (doc->day[DAY_PUBLISHED] != DAY_NONE && doc->day[DAY_PUBLISHED] > f->newest)
        f->newest = doc->day[DAY_PUBLISHED];
    *VEC_ADD(&f->arena, &f->all) = fact;
    return ERR_OK;
}

static struct str hash_of_all(struct facts *f)
{
    struct str *keys = ARENA_ARRAY(&f->arena, struct str, f->all.n + 1);
    for (size_t i = 0; i < f->all.n; i++)
        keys[i] = f->all.at[i].key;
    return fact_hash(f, keys, f->all.n);
}

static int32_t months_before(int32_t day, int32_t months)
{
    struct date d = day_date(day);
    int32_t at = d.year * 12 + d.month - 1 - months;
    return day_from_date((struct date){at / 12, at % 12 + 1, d.day > 28 ? 28 : d.day});
}

/* Applications appear 18 months late; by publication and grant only the running year is short. */
static void find_the_open_end(struct facts *f)
{
    f->incomplete = DAY_NONE;
    f->open_year = 9999;
    if (f->newest == DAY_NONE)
        return;
    int32_t beside = f->in->newest, newest = beside > 0 && beside > f->newest ? beside : f->newest;
    f->incomplete = months_before(newest, PATENT_INCOMPLETE_MONTHS);
    bool late = f->in->day == DAY_APPLIED || f->in->day == DAY_PRIORITY;
    f->open_year = day_date(late ? f->incomplete : newest).year;
}

/* The analyses --------------------------------------------------------------------------------- */

uint32_t analysis_needs(const struct patent_analysis_in *in)
{
    static const enum property of_by[] = {[PATENT_BY_CLASS] = OF_CLASS,
                                          [PATENT_BY_APPLICANT] = OF_APPLICANT,
                                          [PATENT_BY_OFFICE] = OF_OFFICE,
                                          [PATENT_BY_REGION] = OF_REGION,
                                          [PATENT_BY_ZONE] = OF_ZONE};
    switch ((enum patent_what)in->what) {
    case PATENT_TREND:
    case PATENT_LIFE:
        return WITH(OF_TYPE) | (in->what == PATENT_LIFE ? WITH(OF_APPLICANT) : 0);
    case PATENT_CLASSES:
    case PATENT_GROWTH:
        return WITH(OF_CLASS);
    case PATENT_APPLICANTS:
        return WITH(OF_APPLICANT) | WITH(OF_STATUS);
    case PATENT_CONCENTRATION:
        return WITH(OF_APPLICANT);
    case PATENT_INVENTORS:
        return WITH(OF_INVENTOR);
    case PATENT_PLACES:
        return WITH(OF_OFFICE) | WITH(OF_REGION) | WITH(OF_ZONE);
    case PATENT_RCA:
    case PATENT_FITNESS:
        return WITH(OF_CLASS) | WITH(of_by[in->by]);
    case PATENT_PAIRS:
        return WITH(of_by[in->by]);
    case PATENT_EFFECTS:
        return WITH(OF_TECHNOLOGY) | WITH(OF_EFFECT);
    case PATENT_LEGAL:
        return WITH(OF_STATUS) | WITH(OF_LEGAL) | WITH(OF_TYPE);
    case PATENT_CITES:
    case PATENT_WHAT_N_:
        break;
    }
    return 0;
}

static enum err analyse(struct facts *f)
{
    switch ((enum patent_what)f->in->what) {
    case PATENT_TREND:
        return analysis_trend(f);
    case PATENT_CLASSES:
        return analysis_rank(f, OF_CLASS, "class", T("分类"));
    case PATENT_APPLICANTS:
        return analysis_rank(f, OF_APPLICANT, "applicant", T("申请人"));
    case PATENT_INVENTORS:
        return analysis_rank(f, OF_INVENTOR, "inventor", T("发明人"));
    case PATENT_PLACES:
        return analysis_places(f);
    case PATENT_GROWTH:
        return analysis_growth(f);
    case PATENT_CONCENTRATION:
        return analysis_concentration(f);
    case PATENT_RCA:
        return analysis_rca(f);
    case PATENT_PAIRS:
        return analysis_pairs(f);
    case PATENT_LIFE:
        return analysis_life(f);
    case PATENT_EFFECTS:
        return analysis_effects(f);
    case PATENT_CITES:
        return analysis_cites(f);
    case PATENT_LEGAL:
        return analysis_legal(f);
    case PATENT_FITNESS:
        return analysis_fitness(f);
    case PATENT_WHAT_N_:
        break;
    }
    return ERR_INVALID;
}

/* What was left open, chosen; the cut-off becomes part of the question. */
static struct patent_analysis_in settled(struct ctx *ctx, const struct patent_analysis_in *in)
{
    struct patent_analysis_in s = *in;
    bool pairs = s.what == PATENT_PAIRS;
    s.query = str_or_empty(s.query);
    if (s.level < PATENT_BY_SECTION || s.level > PATENT_BY_GROUP)
        s.level = PATENT_BY_SUBCLASS;
    if (pairs && s.by != PATENT_BY_APPLICANT)
        s.by = PATENT_BY_CLASS;
    if (!pairs && s.by != PATENT_BY_REGION && s.by != PATENT_BY_APPLICANT && s.by != PATENT_BY_ZONE)
        s.by = PATENT_BY_OFFICE;
    if (s.day < 0 || s.day >= FACT_DAYS)
        s.day = DAY_APPLIED;
    if (s.limit <= 0 || s.limit > PATENT_ANALYSIS_ROWS_MAX)
        s.limit = PATENT_ANALYSIS_ROWS;
    if (s.what == PATENT_EFFECTS)
        s.family = true;
    if (s.cutoff != DAY_NONE && s.cutoff > 0) {
        struct date d = day_date(s.cutoff);
        struct str until = str_print(ctx->arena, "pbd:[* TO %04d%02d%02d]", d.year, d.month, d.day);
        s.query = str_empty(str_trim(s.query)) ? until
                                               : str_print(ctx->arena, "(\n%.*s\n) AND %.*s",
                                                           STR_ARG(s.query), STR_ARG(until));
    }
    return s;
}

static enum err load_version(struct facts *f)
{
    struct patent_member *members;
    if (!f->in->set)
        return ctx_fail(f->ctx, ERR_INVALID, "set", T("要算哪一版，请先写明专题库"));
    enum err e = patent_version_members(f->ctx, &f->arena, (struct patent_set_id){f->in->set},
                                        f->in->version, &members, &f->member_n);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(f->ctx, ERR_INVALID, "version", T("专题库没有这一版"));
    if (e)
        return e;
    if (f->member_n == 0) /* never NULL: that would be no version at all */
        members = ARENA_NEW(&f->arena, struct patent_member);
    f->members = members;
    says(f,
         say_int(f,
                 T("数的是第 {} 版存下的专利，点开的也是；拿检索式另去查，查到的是专题库现在的。"),
                 f->in->version));
    return ERR_OK;
}

static enum err run(void *arg)
{
    struct facts *f = arg;
    struct patent_analysis *out = f->out;
    enum err e = ERR_OK;
    if (f->in->what == PATENT_EFFECTS)
        e = analysis_terms(f);
    if (!e && f->in->version)
        e = load_version(f);
    if (!e) /* a version's records count whether they belong to the set now or not */
        e = f->with & (WITH(OF_TECHNOLOGY) | WITH(OF_EFFECT)) /* which look into the texts */
                ? patent_hits(f->ctx, f->in->query, f->members ? 0 : f->in->set, &f->query, take, f)
                : patent_hits_columns(f->ctx, f->in->query, f->members ? 0 : f->in->set, &f->query,
                                      &f->arena, take, f);
    if (e)
        return e;
    find_the_open_end(f);
    out->query = f->query;
    out->records = (int64_t)f->all.n;
    out->total = f->unit_n;
    if (f->members && str_empty(f->query) && f->all.n < f->member_n)
        says(f, say_int(f, T("这一版有 {} 件已不在库里，没有计入。"),
                        (int64_t)(f->member_n - f->all.n)));
    out->newest = f->newest;
    out->incomplete = f->incomplete;
    out->hash = hash_of_all(f);
    bool only = str_eq(str_or_empty(f->in->open), PATENT_OPEN_ALL);
    if (f->all.n && !only)
        e = analyse(f);
    if (!e)
        e = analysis_open(f);
    return e;
}

static void release(void *arena)
{
    arena_release(arena);
}

/* What was pasted goes before what is kept. */
static enum err kept_terms(struct ctx *ctx, struct patent_analysis_in *in)
{
    struct patent_terms kept;
    if (in->what != PATENT_EFFECTS || !in->terms)
        return ERR_OK;
    enum err e = patent_terms_get(ctx, in->terms, &kept);
    if (e)
        return e;
    if (str_empty(str_or_empty(in->technology)))
        in->technology = kept.technology;
    if (str_empty(str_or_empty(in->effect)))
        in->effect = kept.effect;
    return ERR_OK;
}

static enum err read_terms(void *arg)
{
    return analysis_terms(arg);
}

enum err patent_terms_check(struct ctx *ctx, struct str technology, struct str effect)
{
    struct patent_analysis_in in = {.technology = technology, .effect = effect};
    struct facts *f = ARENA_NEW(ctx->arena, struct facts);
    f->ctx = ctx;
    f->in = &in;
    arena_init(&f->arena, TERMS_ARENA_MAX);
    arena_defer(ctx->arena, release, &f->arena);
    enum err e = arena_run(&f->arena, read_terms, f);
    arena_release(&f->arena);
    return e;
}

enum err patent_analysis(struct ctx *ctx, const struct patent_analysis_in *in,
                         struct patent_analysis *out)
{
    const struct query_node *typed; /* read by itself first: a fault's place is then the person's */
    if (query_parse(ctx->arena, str_or_empty(in->query), &typed, &ctx->error))
        return ERR_INVALID;
    struct patent_analysis_in s = settled(ctx, in);
    struct facts *f = ARENA_NEW(ctx->arena, struct facts);
    *out = (struct patent_analysis){.what = s.what,
                                    .set = s.set,
                                    .version = s.version,
                                    .family = s.family,
                                    .cutoff = s.cutoff,
                                    .newest = DAY_NONE,
                                    .incomplete = DAY_NONE};
    f->ctx = ctx;
    f->in = &s;
    f->out = out;
    f->newest = DAY_NONE;
    arena_init(&f->arena, ANALYSIS_ARENA_MAX);
    arena_defer(ctx->arena, release, &f->arena); /* where the answer does not fit */
    f->with = analysis_needs(&s);
    enum err e = kept_terms(ctx, &s);
    e = e ? e : arena_run(&f->arena, run, f);
    if (e == ERR_LIMIT && !ctx->error.message)
        ctx_fail(ctx, e, "query", T("专利太多，算不下：请缩小检索式"));
    arena_release(&f->arena);
    return e;
}
