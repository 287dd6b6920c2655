/*
 * Finding records by words. A record has one text; base/terms makes its terms (Latin words, Chinese
 * unigrams and bigrams), the same on both databases; they stand under the record's id, which is
 * unique in the whole database.
 *
 *     e = search_put(ctx, "matter", id.n, text);
 *
 * A list query finds by words with this condition:
 *
 *     -- when: words
 *     -- in: words text
 *     -- sqlite:
 *       AND m.id IN (SELECT s.rowid FROM search s WHERE s.search MATCH :words)
 *     -- pg:
 *       AND m.id IN (SELECT s.record FROM search s
 *                    WHERE s.park = :park AND s.terms @@ CAST(:words AS tsquery))
 *     -- both:
 *
 * with in.words.words = search_words(ctx, typed): every term must stand in the record.
 */
#ifndef LIANYUAN_CORE_SEARCH_H
#define LIANYUAN_CORE_SEARCH_H

#include "core/ctx.h"

enum {
    SEARCH_TEXT_MAX = 64 * 1024, /* bytes of a record's text that are indexed; the rest is not */
};

enum err search_put(struct ctx *ctx, const char *kind, int64_t record, struct str text);
enum err search_drop(struct ctx *ctx, int64_t record);

/* The database's form of what a person typed; STR_NULL when nothing searchable was. */
struct str search_words(struct ctx *ctx, struct str typed);

/* For the search box over everything: newest first. */
struct search_hit {
    struct str kind;
    int64_t record;
};
enum err search_find(struct ctx *ctx, struct str typed, int32_t limit, struct search_hit **out,
                     size_t *out_n);

#endif
