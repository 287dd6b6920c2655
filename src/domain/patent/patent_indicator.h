/*
 * The figures that parks print: valid invention patents, per 10,000 people, growth, the ratio to
 * the city's, and those of high value by the five grounds of the national office, each patent
 * counted once.
 *
 * Counted are granted Chinese inventions that are in force and belong to an organisation of the
 * park: one whose name a person has decided to be ours. Before any name is decided, all of them
 * count, and `everybody` says so. Population, last year's figure and the city's are entered with
 * their day and source. A ground without data is -1, never 0.
 *
 * Grounds: 1 a strategic industry, by the published table of classes and keywords (imported); 2
 * granted abroad in the same simple family; 3 kept for over ten years; 4 pledged, for at least the
 * sum that was entered (without one: pledged at all); 5 an award, by an imported list.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_INDICATOR_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_INDICATOR_H

#include "base/vec.h"
#include "core/module.h"
#include "domain/patent/patent_find.h"

enum patent_ground {
    PATENT_GROUND_INDUSTRY = 1,
    PATENT_GROUND_ABROAD,
    PATENT_GROUND_TEN_YEARS,
    PATENT_GROUND_PLEDGED,
    PATENT_GROUND_AWARDED,
    PATENT_GROUND_END_
};

enum patent_figure_kind {
    PATENT_FIGURE_PEOPLE = 1, /* resident population */
    PATENT_FIGURE_BEFORE,     /* valid inventions a year ago */
    PATENT_FIGURE_CITY,       /* the city's inventions per 10,000 people */
    PATENT_FIGURE_PLEDGE,     /* the least pledge that counts, 10,000 yuan */
    PATENT_FIGURE_END_
};

struct patent_entered {
    bool given;
    int32_t day;
    int64_t value; /* hundredths */
    struct str source, person;
};

struct patent_valuable { /* a valid invention */
    struct patent_id id;
    struct str key, title, applicant;
    int32_t app_day, grant_day;
    uint32_t grounds;  /* bit (1 << enum patent_ground) */
    struct str branch; /* of ground 1 */
};

struct patent_indicators {
    int32_t day;
    bool everybody;
    int64_t valid; /* the records, or what was asked for instead */
    struct patent_entered figures[PATENT_FIGURE_END_];
    int64_t per_10k, growth, times;     /* hundredths; INT64_MIN = not known */
    int64_t ground[PATENT_GROUND_END_]; /* -1 = no data */
    int64_t high;                       /* each once, by the grounds that have data */
    VEC(struct patent_valuable) all;
};

struct patent_indicators_in; /* patent_form.h */
enum err patent_indicators(struct ctx *ctx, const struct patent_indicators_in *in,
                           struct patent_indicators *out);

/* 13079 is "130.79"; "" of INT64_MIN. */
struct str patent_hundredths(struct arena *arena, int64_t n);

/* As a newspaper prints them: one sentence, of what is known. */
struct str patent_indicator_sentence(struct ctx *ctx, const struct patent_indicators *p);

/* A workbook: the figures, and the patents with their grounds. */
enum err patent_indicators_export(struct ctx *ctx, const struct patent_indicators *p,
                                  const char *path);

/* The acts. */
struct patent_figure_in {
    int64_t what;
    struct str value;
    int32_t day;
    struct str source;
};
struct patent_ground_rows;
struct patent_ground_in {
    int64_t ground;
    struct form_ids files;
    struct patent_ground_rows *rows; /* set by the act's prepare step */
};
extern const struct form patent_figure_form, patent_ground_form;
enum err patent_act_figure(struct ctx *ctx, const void *in, struct act_result *out);
enum err patent_prepare_ground(struct ctx *ctx, void *in);
enum err patent_act_ground(struct ctx *ctx, const void *in, struct act_result *out);

#endif
