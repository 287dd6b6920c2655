/* Samples drawn from what an expression finds, and what was measured on them (patent_quality.h). */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_MEASURE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_MEASURE_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/patent/patent_quality.h"

/* Made by patent.sample's prepare: ids[0 .. n) drawn of `found`. */
struct patent_drawn {
    struct str query; /* as understood */
    int64_t seed, found;
    int64_t *ids;
    size_t n;
    int64_t stirred; /* how often the collection was, before anything was read (patent_owner.h) */
};

/* Made by patent.measure's prepare. */
struct patent_measured {
    struct str query;
    int64_t found, judged, hits, missed; /* over all marks */
    struct patent_sample_id sample;      /* the newest of this query; {0}: none */
    int64_t sample_n, sample_judged, sample_in;
    int64_t stirred;       /* as of patent_drawn */
    int64_t own, own_hits; /* marked in without a sample of this query; of them, found */
};

/* What pages and reports show of one measuring. */
struct patent_quality {
    struct str query, person;
    int64_t at, found;
    bool sampled;                  /* precision on a random sample; else on whatever was marked */
    int64_t sample_n, seed;        /* its size and seed */
    struct patent_share precision; /* of the judged */
    bool apart;                    /* recall against what was found in other ways */
    struct patent_share recall;    /* of the marked in */
};
typedef VEC(struct patent_quality) patent_qualities;
/* Newest first. */
enum err patent_qualities_of(struct ctx *ctx, struct patent_set_id set, patent_qualities *out);

struct patent_sample {
    struct patent_sample_id id;
    struct str query, person;
    int64_t seed, n, found, at, judged, inside;
};
typedef VEC(struct patent_sample) patent_samples;
enum err patent_samples_of(struct ctx *ctx, struct patent_set_id set, patent_samples *out);

#endif
