#include "engine/classify/topics.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "engine/classify/terms_of.h"

#define TOPICS_NEAR 0.35   /* cosine at which a text is its seed's neighbour */
#define TOPICS_INSIDE 0.46 /* cosine at which a text belongs to a core */
#define TOPICS_AGREE 0.2   /* mean cosine of the names of a topic's members */
#define TOPICS_SAME 0.6    /* cosine at which two cores are one topic */

#define TOPICS_NAMED 0.5    /* the share of a vector that its names hold */
#define TOPICS_NAMELESS 0.7 /* the length, squared, of a vector without names */

enum {
    TOPICS_NAME_LEAST = 2, /* characters of a name before its ending, */
    TOPICS_NAME_LEAD = 6,  /* at most */
    TOPICS_RARE = 8,       /* rarer terms weigh like a term of so many texts */
};

#define NONE UINT32_MAX

/* The texts that hold one term, with the term's weight in each. */
struct posting {
    uint32_t text;
    float weight;
};

struct postings {
    struct posting *at;
    uint32_t n, texts;
};

struct core {
    struct terms terms; /* heaviest first; length one */
    VEC(uint32_t) members;
    bool named;       /* most members have names, */
    double agreement; /* and agree on them so far, -1 .. 1 */
    bool dead;        /* merged into another one */
};

struct finder {
    struct arena *arena;
    const struct classify_doc *docs;
    size_t n;
    struct dictionary dictionary;
    struct terms *texts;       /* length one, telling terms only */
    bool **named;              /* which of them stand in a name */
    struct postings *postings; /* per term */
    uint32_t *topic;           /* per text: the core's number, or NONE */
    float *near;               /* per text: room for one round of likeness */
    float *sum, *sum_named;    /* per term: room for one mean */
    VEC(struct core) cores;
};

/* --- names of places and bodies -----------------------------------------------------------------
 */

/* What names end in. */
static const char *const name_end[] = {
    "小区", "花园", "家园", "新村", "公寓", "大厦", "广场", "社区", "街道", "学校", "中学", "小学",
    "大学", "学院", "医院", "公司", "集团", "园区", "新城", "名邸", "公馆", "山庄", "国际", "业园",
    "苑",   "府",   "城",   "湾",   "村",   "镇",   "乡",   "路",   "街",   "巷",   "厂",   "园"};

/* What stands before a name and is none of it. */
static const char before_name[] = "的在是我们住了和与及到有对于关请求投诉反映市区县位从由去";

static size_t name_end_at(struct str rest)
{
    for (size_t i = 0; i < sizeof name_end / sizeof name_end[0]; i++)
        if (str_starts(rest, str_from(name_end[i])))
            return str_from(name_end[i]).len;
    return 0;
}

/* Adds the names of a text, parted by blanks: up to TOPICS_NAME_LEAD characters before an ending,
 * and the ending. */
static void add_names(struct buf *out, struct str text)
{
    const char *start = text.ptr;
    size_t lead = 0;
    struct str rest = utf8_prefix(text, CLASSIFY_RUNES_MAX);
    while (rest.len) {
        size_t end = lead >= TOPICS_NAME_LEAST ? name_end_at(rest) : 0;
        const char *at = rest.ptr;
        uint32_t rune;
        if (end) {
            buf_add(out, (struct str){start, (size_t)(at - start) + end});
            buf_add(out, STR(" "));
        }
        utf8_next(&rest, &rune);
        struct str here = {at, (size_t)(rest.ptr - at)};
        if (rune < 0x3400 || rune > 0x9FFF || str_has(str_from(before_name), here)) {
            start = rest.ptr;
            lead = 0;
        } else if (++lead > TOPICS_NAME_LEAD) {
            start += 3; /* every character from U+3400 to U+9FFF takes three bytes */
        }
    }
}

static struct str names_in(struct arena *arena, struct str title, struct str body)
{
    struct buf names;
    buf_init(&names, arena, 16 * (title.len + body.len) + 16);
    add_names(&names, title);
    buf_add(&names, STR(" "));
    add_names(&names, body);
    return buf_str(&names);
}

/* --- texts as vectors ---------------------------------------------------------------------------
 */

static float idf_of(const struct finder *f, uint32_t term)
{
    uint32_t texts = f->postings[term].texts;
    uint32_t common = (uint32_t)f->n / TOPICS_COMMON_ONE_IN;
    common = common < TOPICS_COMMON_LEAST ? TOPICS_COMMON_LEAST : common;
    common = common > TOPICS_COMMON_MOST ? TOPICS_COMMON_MOST : common;
    if (texts < 2 || texts > common)
        return 0;
    texts = texts < TOPICS_RARE ? TOPICS_RARE : texts;
    return logf((float)f->n / (float)texts + 1);
}

/* Scales the terms whose flag is such so that their squares sum up to `mass`. */
static void scale(struct terms text, const bool *named, bool such, double mass)
{
    double sum = 1e-12;
    for (size_t j = 0; j < text.n; j++)
        if (named[j] == such)
            sum += (double)text.at[j].count * text.at[j].count;
    for (size_t j = 0; j < text.n; j++)
        if (named[j] == such)
            text.at[j].count = (float)(text.at[j].count * sqrt(mass / sum));
}

/* Weighs the terms and keeps the telling ones; length one, of which the names' terms hold a fixed
 * share however much else is said. A text without names gives that share away: it is never quite
 * like one that has some. Both lists rise by id. */
static struct terms weigh(struct finder *f, struct terms text, struct terms names, bool *named)
{
    struct terms out = {text.at, 0};
    bool any = false;
    for (size_t j = 0, k = 0; j < text.n; j++) {
        float x = (1 + logf(text.at[j].count)) * idf_of(f, text.at[j].id);
        while (k < names.n && names.at[k].id < text.at[j].id)
            k++;
        if (x <= 0)
            continue;
        named[out.n] = k < names.n && names.at[k].id == text.at[j].id;
        any |= named[out.n];
        out.at[out.n++] = (struct term){text.at[j].id, x};
    }
    scale(out, named, true, TOPICS_NAMED);
    scale(out, named, false, any ? 1 - TOPICS_NAMED : TOPICS_NAMELESS);
    return out;
}

static void read_texts(struct finder *f)
{
    struct terms *names = ARENA_ARRAY(f->arena, struct terms, f->n + 1);
    f->texts = ARENA_ARRAY(f->arena, struct terms, f->n + 1);
    for (size_t i = 0; i < f->n; i++) {
        struct str title = f->docs[i].title, body = f->docs[i].body;
        f->texts[i] = terms_of(f->arena, &f->dictionary, true, title, body);
        names[i] =
            terms_of(f->arena, &f->dictionary, false, STR(""), names_in(f->arena, title, body));
    }
    f->named = ARENA_ARRAY(f->arena, bool *, f->n + 1);
    f->postings = ARENA_ARRAY(f->arena, struct postings, f->dictionary.n + 1);
    for (size_t i = 0; i < f->n; i++)
        for (size_t j = 0; j < f->texts[i].n; j++)
            f->postings[f->texts[i].at[j].id].texts++;
    for (uint32_t i = 0; i < f->n; i++) {
        f->named[i] = ARENA_ARRAY(f->arena, bool, f->texts[i].n + 1);
        f->texts[i] = weigh(f, f->texts[i], names[i], f->named[i]);
        for (size_t j = 0; j < f->texts[i].n; j++) {
            struct postings *p = &f->postings[f->texts[i].at[j].id];
            if (!p->at)
                p->at = ARENA_ARRAY(f->arena, struct posting, p->texts);
            p->at[p->n++] = (struct posting){i, f->texts[i].at[j].count};
        }
    }
}

/* --- cores --------------------------------------------------------------------------------------
 */

/* near[i] becomes the cosine of text i and the vector. */
static void measure(struct finder *f, struct terms vector)
{
    for (size_t i = 0; i < f->n; i++)
        f->near[i] = 0;
    for (size_t j = 0; j < vector.n; j++) {
        const struct postings *p = &f->postings[vector.at[j].id];
        for (uint32_t k = 0; k < p->n; k++)
            f->near[p->at[k].text] += p->at[k].weight * vector.at[j].count;
    }
}

static int by_weight(const void *a, const void *b)
{
    const struct term *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Adds up the members' vectors; answers how many of them have names. */
static size_t add_up(struct finder *f, const struct core *core)
{
    size_t with_names = 0;
    for (size_t m = 0; m < core->members.n; m++) {
        uint32_t i = core->members.at[m];
        bool any = false;
        for (size_t j = 0; j < f->texts[i].n; j++) {
            struct term t = f->texts[i].at[j];
            f->sum[t.id] += t.count;
            f->sum_named[t.id] += f->named[i][j] ? t.count : 0;
            any |= f->named[i][j];
        }
        with_names += any;
    }
    return with_names;
}

/* The heaviest terms of one kind, as one part of a core. */
static void put_part(struct core *core, struct term *part, size_t n, double mass)
{
    double length = 1e-12;
    if (n)
        qsort(part, n, sizeof part[0], by_weight);
    n = n < TOPICS_CORE / 2 ? n : TOPICS_CORE / 2;
    for (size_t j = 0; j < n; j++)
        length += (double)part[j].count * part[j].count;
    for (size_t j = 0; j < n; j++)
        core->terms.at[core->terms.n++] =
            (struct term){part[j].id, (float)(part[j].count * sqrt(mass / length))};
}

/* The members' mean, its most telling terms only. Sets how far the members name the same: the mean
 * cosine of two members' names. */
static void draw_core(struct finder *f, struct core *core)
{
    VEC(struct term) names = {0}, others = {0};
    double with_names = (double)add_up(f, core), square = 0;
    for (size_t m = 0; m < core->members.n; m++) {
        struct terms text = f->texts[core->members.at[m]];
        for (size_t j = 0; j < text.n; j++) {
            uint32_t id = text.at[j].id;
            float all = f->sum[id], named = f->sum_named[id];
            if (all > 0 && named * 2 > all)
                *VEC_ADD(f->arena, &names) = (struct term){id, all};
            else if (all > 0)
                *VEC_ADD(f->arena, &others) = (struct term){id, all};
            square += (double)named * named;
            f->sum[id] = f->sum_named[id] = 0;
        }
    }
    core->agreement =
        with_names > 1 ? (square / TOPICS_NAMED - with_names) / (with_names * (with_names - 1)) : 0;
    core->named = with_names * 2 > (double)core->members.n;
    core->terms = (struct terms){ARENA_ARRAY(f->arena, struct term, TOPICS_CORE), 0};
    if (core->named)
        put_part(core, names.at, names.n, TOPICS_NAMED);
    put_part(core, others.at, others.n, core->named ? 1 - TOPICS_NAMED : 1);
}

/* The texts without a topic that are at least so near; true when they are others than before. */
static bool gather(struct finder *f, struct core *core, double least)
{
    size_t before = core->members.n, n = 0;
    bool changed = false;
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->topic[i] != NONE || f->near[i] < least)
            continue;
        changed |= n >= before || core->members.at[n] != i;
        if (n < core->members.n)
            core->members.at[n] = i;
        else
            *VEC_ADD(f->arena, &core->members) = i;
        n++;
    }
    core->members.n = n;
    return changed || n != before;
}

static void grow_core(struct finder *f, uint32_t seed)
{
    struct core core = {0};
    measure(f, f->texts[seed]);
    gather(f, &core, TOPICS_NEAR);
    for (int round = 0; round < TOPICS_ROUNDS && core.members.n > 1; round++) {
        draw_core(f, &core);
        measure(f, core.terms);
        if (!gather(f, &core, TOPICS_INSIDE))
            break;
    }
    if (core.members.n < 2 || (core.named && core.agreement < TOPICS_AGREE))
        return;
    for (size_t m = 0; m < core.members.n; m++)
        f->topic[core.members.at[m]] = (uint32_t)f->cores.n;
    *VEC_ADD(f->arena, &f->cores) = core;
}

struct seed {
    uint32_t text, neighbours;
};

static int by_neighbours(const void *a, const void *b)
{
    const struct seed *x = a, *y = b;
    return x->neighbours != y->neighbours ? (x->neighbours < y->neighbours ? 1 : -1)
                                          : (x->text > y->text) - (x->text < y->text);
}

static void grow_cores(struct finder *f)
{
    struct seed *seeds = ARENA_ARRAY(f->arena, struct seed, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        seeds[i].text = i;
        measure(f, f->texts[i]);
        for (uint32_t k = 0; k < f->n; k++)
            seeds[i].neighbours += k != i && f->near[k] >= TOPICS_NEAR;
    }
    qsort(seeds, f->n, sizeof seeds[0], by_neighbours);
    for (size_t s = 0; s < f->n && seeds[s].neighbours; s++)
        if (f->topic[seeds[s].text] == NONE)
            grow_core(f, seeds[s].text);
}

/* A story told in two ways may have two cores. */
static void merge_cores(struct finder *f)
{
    for (uint32_t a = 0; a < f->cores.n; a++) {
        struct core *into = &f->cores.at[a];
        for (size_t j = 0; j < into->terms.n; j++)
            f->sum[into->terms.at[j].id] = into->terms.at[j].count;
        for (uint32_t b = a + 1; b < f->cores.n; b++) {
            struct core *from = &f->cores.at[b];
            double cosine = 0;
            for (size_t j = 0; j < from->terms.n; j++)
                cosine += (double)f->sum[from->terms.at[j].id] * from->terms.at[j].count;
            if (into->dead || from->dead || cosine < TOPICS_SAME)
                continue;
            from->dead = true;
            for (size_t m = 0; m < from->members.n; m++) {
                *VEC_ADD(f->arena, &into->members) = from->members.at[m];
                f->topic[from->members.at[m]] = a;
            }
        }
        for (size_t j = 0; j < into->terms.n; j++)
            f->sum[into->terms.at[j].id] = 0;
    }
}

/* --- names --------------------------------------------------------------------------------------
 */

static bool ends_clause(uint32_t r)
{
    return r == '\n' || r == '\r' || r == ';' || r == '!' || r == '?' || r == ',' || r == 0x3000 ||
           r == 0x3002 || r == 0xFF0C || r == 0xFF1B || r == 0xFF01 || r == 0xFF1F || r == 0xFF1A;
}

/* The next clause of the text, or the whole rest of it when it has no end; false at the end. */
static bool next_clause(struct str *rest, struct str *out, size_t *out_runes)
{
    out->ptr = rest->ptr;
    out->len = *out_runes = 0;
    for (uint32_t r; rest->len;) {
        utf8_next(rest, &r);
        if (ends_clause(r))
            return true;
        out->len = (size_t)(rest->ptr - out->ptr);
        ++*out_runes;
    }
    return out->len > 0;
}

/* How much of the core a clause says, and how shortly. sum holds the core's weights. */
static double tells(struct finder *f, struct str clause, size_t runes)
{
    struct arena_mark mark = arena_mark(f->arena);
    struct dictionary known = f->dictionary;
    struct terms terms = terms_of(f->arena, &known, false, STR(""), clause);
    double weight = 0;
    for (size_t j = 0; j < terms.n; j++)
        weight += f->sum[terms.at[j].id];
    arena_reset(f->arena, mark);
    return runes > TOPICS_NAME_RUNES ? 0 : weight / sqrt((double)runes + 4);
}

static struct str name_of(struct finder *f, const struct core *core)
{
    struct str best = STR_NULL, clause;
    double most = -1;
    size_t runes;
    for (size_t j = 0; j < core->terms.n; j++)
        f->sum[core->terms.at[j].id] = core->terms.at[j].count;
    for (size_t m = 0; m < core->members.n; m++) {
        struct str title = f->docs[core->members.at[m]].title;
        bool titled = !str_empty(str_trim(title));
        struct str rest = titled ? title : f->docs[core->members.at[m]].body;
        while (next_clause(&rest, &clause, &runes)) {
            double told = tells(f, clause, runes);
            if (told > most && !str_empty(str_trim(clause))) {
                most = told;
                best = str_trim(clause);
            }
        }
    }
    for (size_t j = 0; j < core->terms.n; j++)
        f->sum[core->terms.at[j].id] = 0;
    return utf8_prefix(best, TOPICS_NAME_RUNES);
}

/* --- the answer ---------------------------------------------------------------------------------
 */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_size(const void *a, const void *b)
{
    const struct topic *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : (x->at[0] > y->at[0]) - (x->at[0] < y->at[0]);
}

enum err topics_find(struct arena *arena, const struct classify_doc *docs, size_t n,
                     struct topic **out_topics, size_t *out_n)
{
    if (n > TOPICS_TEXTS_MAX)
        return ERR_LIMIT;
    struct finder f = {.arena = arena, .docs = docs, .n = n};
    read_texts(&f);
    f.topic = ARENA_ARRAY(arena, uint32_t, n + 1);
    f.near = ARENA_ARRAY(arena, float, n + 1);
    f.sum = ARENA_ARRAY(arena, float, f.dictionary.n + 1);
    f.sum_named = ARENA_ARRAY(arena, float, f.dictionary.n + 1);
    for (size_t i = 0; i < n; i++)
        f.topic[i] = NONE;
    grow_cores(&f);
    merge_cores(&f);
    VEC(struct topic) topics = {0};
    for (size_t c = 0; c < f.cores.n; c++) {
        struct core *core = &f.cores.at[c];
        if (core->dead)
            continue;
        qsort(core->members.at, core->members.n, sizeof(uint32_t), by_number);
        *VEC_ADD(arena, &topics) =
            (struct topic){core->members.at, core->members.n, name_of(&f, core)};
    }
    if (topics.n)
        qsort(topics.at, topics.n, sizeof topics.at[0], by_size);
    *out_topics = topics.at;
    *out_n = topics.n;
    return ERR_OK;
}
