/*
 * Collections as JSON, for commands and the interface.
 *
 *     patent.sets                   every collection, with its owner and its newest version
 *     patent.set --set NAME         one: where it comes from, marks, measures, samples, versions,
 *                                   labels, reading, who may change it
 *     patent.marks --set NAME       its records with their marks (--which open|all|in|out)
 *     patent.compare --set NAME     two versions: what came, went, changed (the newest two)
 *     patent.labels --set NAME      labels, values, disputes; --number: who said what of a record
 *     patent.readings [--set NAME]  what was handed out of it; without --set: to me, unfinished
 *     patent.reading ID             one hand-out, line by line
 *
 * A command takes a name for --set (app/named.h); the interface takes the id.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SET_FIND_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SET_FIND_H

#include "base/buf.h"
#include "base/form.h"

struct ctx;

struct patent_sets_in {
    bool mine;
};
struct patent_marks_in {
    int64_t set, which, sample, limit, skip; /* which: enum patent_which + 1; 0: open ones */
    struct str query;
};
struct patent_compare_in {
    int64_t set, from, to;
};
struct patent_labels_in {
    int64_t set;
    struct str number;
};
struct patent_readings_in {
    int64_t set;
};
struct patent_reading_in {
    int64_t reading;
};
extern const struct form patent_sets_form, patent_marks_form, patent_compare_form,
    patent_labels_form, patent_readings_form, patent_reading_form;

enum err patent_find_sets(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_set(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_marks(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_compare(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_labels(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_readings(struct ctx *ctx, const void *in, struct buf *out_json);
enum err patent_find_reading(struct ctx *ctx, const void *in, struct buf *out_json);

#endif
