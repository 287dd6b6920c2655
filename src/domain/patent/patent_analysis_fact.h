/*
 * What the analyses count: the records that were found, each with its unit, days and the keys of
 * the properties that were asked for; and counts of different units under one key or two.
 * Inside the analyses only.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_FACT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_FACT_H

#include "base/map.h"
#include "domain/patent/patent_analysis.h"
#include "domain/patent/patent_set.h"
#include "engine/patentstat/stat.h"

enum property {
    OF_CLASS,
    OF_APPLICANT,
    OF_INVENTOR,
    OF_OFFICE,
    OF_REGION,
    OF_ZONE,
    OF_STATUS,
    OF_LEGAL,
    OF_TYPE,
    OF_TECHNOLOGY, /* groups of terms */
    OF_EFFECT,
    PROPERTY_N,
};
#define WITH(property) (1u << (property))

enum { FACT_KEYS_MAX = 600, FACT_FORMS_MAX = 40, FACT_DAYS = 4 };

struct fact_keys {
    const uint32_t *at;
    uint32_t n;
};

struct fact {
    int64_t id;
    struct str key; /* publication number */
    uint32_t unit;
    int32_t day[FACT_DAYS]; /* enum query_day, up to DAY_PRIORITY */
    int64_t cited, cites;
    struct fact_keys of[PROPERTY_N]; /* none: not asked for; key "-" where it has none */
};

struct dict_word {
    struct str text;
    VEC(struct str) forms; /* of applicants: as printed, by which they are found */
    uint32_t at;
};

struct dict {
    struct map by_text;
    struct map
        printed; /* of names: as printed, to its word; folding each again took most of a walk */
    VEC(struct dict_word *) words;
};

struct fact_opens;

struct facts {
    struct ctx *ctx;
    const struct patent_analysis_in *in;
    struct arena arena;                  /* of everything here; the answer lives in ctx->arena */
    uint32_t with;                       /* WITH(...) */
    const struct query_node **groups[2]; /* of OF_TECHNOLOGY, OF_EFFECT: what finds each */
    struct str *group_names[2], *group_finds[2];
    size_t group_n[2];
    struct dict dict[PROPERTY_N];
    struct map units;
    const struct patent_member *members; /* of the version that was asked for; NULL: none was */
    size_t member_n;
    VEC(struct fact) all;
    uint32_t unit_n;
    int32_t newest, incomplete;
    int32_t open_year; /* the first year that is not complete; 9999: none */
    struct str query;  /* as understood */
    struct patent_analysis *out;
};

/* Years ---------------------------------------------------------------------------------------- */

int32_t fact_year(const struct facts *f, const struct fact *fact); /* 0: not known */
/* First and last of all; false when no record has one. */
bool facts_years(const struct facts *f, int32_t *out_first, int32_t *out_last);

/* Counts ---------------------------------------------------------------------------------------
 * Different units under (a, b); add in any order, then done once, then ask. */
struct tally_one {
    uint32_t unit, a, b;
    int64_t n;
};
struct tally {
    struct arena *arena;
    VEC(struct tally_one) of;
    bool each;      /* no unit comes twice under (a, b): they are counted as they come */
    uint32_t *slot; /* of `each`: place in `of` + 1, by (a, b) */
    size_t slots;
};
void tally_add(struct tally *t, uint32_t unit, uint32_t a, uint32_t b);
void tally_done(struct tally *t);
int64_t tally_get(const struct tally *t, uint32_t a, uint32_t b);

/* Under each key of a property (b = 0). */
void tally_keys(struct facts *f, enum property p, struct tally *out);
/* Under each key and year. */
void tally_key_years(struct facts *f, enum property p, struct tally *out);
/* Under each year (a = year, 0: not known). */
void tally_years(struct facts *f, struct tally *out);

/* The keys of a property, the largest first, "-" last. */
struct ranked {
    uint32_t key;
    int64_t n;
};
typedef VEC(struct ranked) ranking;
void rank_keys(struct facts *f, enum property p, const struct tally *t, ranking *out);
bool is_unknown(const struct facts *f, enum property p, uint32_t key);
struct str word_of(const struct facts *f, enum property p, uint32_t key);

/* What opens a figure ----------------------------------------------------------------------------
 * A condition, twice: as a clause of our own language where it has words for it, and as a test of
 * the facts, which says the same without them (patent_analysis_open.c). */
struct clause {
    struct str find; /* STR_NULL: not to be said; "": everything */
    bool (*holds)(const struct facts *f, const struct fact *fact, const struct clause *c);
    enum property p, q;
    uint32_t key, other;
    const uint32_t *list; /* keys; or records, rising */
    size_t n;
    const bool *marked[2]; /* by key: of p and of q */
    int32_t from, to;
    int64_t low, high;
    bool forward;
};

/* All of them hold. */
struct fact_opens {
    struct str find; /* joined to the question; STR_NULL: no query says it */
    struct clause of[3];
    size_t n;
};

struct clause clause_key(struct facts *f, enum property p, uint32_t key);
struct clause clause_any(struct facts *f, enum property p, const uint32_t *keys, size_t n);
struct clause clause_known(struct facts *f, enum property p); /* has one at all */
struct clause clause_alive(struct facts *f);
struct clause clause_year(struct facts *f, int32_t year);                /* 0: without the day */
struct clause clause_years(struct facts *f, int32_t from, int32_t to);   /* from 0: all before */
struct clause clause_ends(struct facts *f, int32_t from, int32_t to);    /* one of the two years */
struct clause clause_granted(struct facts *f, int32_t from, int32_t to); /* published as grants */
struct clause clause_either(struct facts *f, enum property p, uint32_t a, uint32_t b);
/* Two keys at once among the first `most` of the record; any_two: whichever. words: whether the
 * language may say it (not where a record has more than `most`). */
struct clause clause_pair(struct facts *f, enum property p, uint32_t a, uint32_t b, uint32_t most,
                          bool words);
struct clause clause_any_two(enum property p);
struct clause clause_records(struct facts *f, const uint32_t *at,
                             size_t n); /* rising, may repeat */
/* A key of p and a key of q that are marked. */
struct clause clause_marked(enum property p, const bool *marked_p, enum property q,
                            const bool *marked_q);
/* Cited or citing so often, as the source counted; low -1: not known. */
struct clause clause_times(struct facts *f, bool forward, int64_t low, int64_t high);

const struct fact_opens *find_all(struct facts *f, const struct clause *clauses, size_t n);
const struct fact_opens *find_one(struct facts *f, struct clause clause);
const struct fact_opens *find_two(struct facts *f, struct clause a, struct clause b);
const struct fact_opens *find_everything(struct facts *f); /* the whole question */

/* SHA-256 of the publication numbers, sorted, a line each. */
struct str fact_hash(struct facts *f, const struct str *keys, size_t n);

/* After the analysis: the records behind in->open, and with in->lists behind every cell. */
enum err analysis_open(struct facts *f);

/* Answers -------------------------------------------------------------------------------------- */

/* A count of units, which what it opens has. */
struct patent_cell cell_int(int64_t n, const struct fact_opens *opens);
/* Another whole number, of which the records are the ground. */
struct patent_cell cell_number(int64_t n, const struct fact_opens *opens);
struct patent_cell cell_text(struct facts *f, struct str text, const struct fact_opens *opens);
struct patent_cell cell_percent(struct stat_value v, const struct fact_opens *opens);
struct patent_cell cell_real(struct stat_value v, int32_t digits, const struct fact_opens *opens);
struct patent_grid *grid_new(struct facts *f, const char *key, const char *title);
void grid_column(struct facts *f, struct patent_grid *g, const char *key, const char *title,
                 bool number);
/* The last column opens this: the denominator of its shares. */
void column_opens(struct patent_grid *g, const struct fact_opens *opens);
struct patent_row *grid_row(struct facts *f, struct patent_grid *g);
void figure_add(struct facts *f, const char *key, const char *label, struct patent_cell value,
                struct str note);
struct str say(struct facts *f, const char *zh); /* translated */
struct str say_with(struct facts *f, const char *zh, struct str detail);
struct str say_int(struct facts *f, const char *zh, int64_t n);
void says(struct facts *f, struct str sentence);
struct str key_title(struct facts *f, enum property p, uint32_t key); /* as shown */

/* The analyses; each fills f->out. */
uint32_t analysis_needs(const struct patent_analysis_in *in);
enum err analysis_trend(struct facts *f);
enum err analysis_rank(struct facts *f, enum property p, const char *key, const char *title);
enum err analysis_places(struct facts *f);
enum err analysis_legal(struct facts *f);
enum err analysis_growth(struct facts *f);
enum err analysis_concentration(struct facts *f);
enum err analysis_rca(struct facts *f);
enum err analysis_fitness(struct facts *f);
enum err analysis_pairs(struct facts *f);
enum err analysis_life(struct facts *f);
enum err analysis_effects(struct facts *f);
enum err analysis_cites(struct facts *f);
enum err analysis_terms(struct facts *f); /* before the walk: reads the lines of terms */

#endif
