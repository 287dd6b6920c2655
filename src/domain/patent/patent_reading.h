/*
 * Hand-out of reading: the records of a collection that nobody has marked and nobody is reading are
 * split among experts, each with a day. An expert reads record by record, marks in or out and
 * labels; a mark by whichever page ticks the record off. What is taken back returns to the unread.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_READING_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_READING_H

#include "base/vec.h"
#include "core/ctx.h"

enum { PATENT_READERS_MAX = 50, PATENT_HANDED_MAX = 20000 };

/* Made by patent.hand_out's prepare: people[i] gets ids[from[i] .. from[i + 1]). */
struct patent_handed {
    int64_t *ids;
    size_t *from;
    int64_t unread; /* before the hand-out */
};

struct patent_reading {
    struct patent_reading_id id;
    struct patent_set_id set;
    struct person_id person;
    struct str set_name, reader, given_by;
    int32_t due; /* DAY_NONE: none */
    int64_t at, taken_back, n, done;
    bool late; /* due is over and not all is read */
};
typedef VEC(struct patent_reading) patent_readings;

/* All of a collection, newest first; and a person's own that are not finished, by due day. */
enum err patent_readings_of(struct ctx *ctx, struct patent_set_id set, patent_readings *out);
enum err patent_readings_mine(struct ctx *ctx, patent_readings *out);
/* How many records wait for me: the figure beside the menu. */
enum err patent_reading_waits(struct ctx *ctx, int64_t *out_n);

struct patent_reading_line {
    struct patent_id patent;
    struct str key, title;
    bool done;
};
struct patent_reading_view {
    struct patent_reading r;
    VEC(struct patent_reading_line) lines;
    struct patent_id next; /* the first that is not read, {0}: all are */
};
/* Whoever may read collections may see it; only whom it is given to may tick off (patent.read). */
enum err patent_reading_view(struct ctx *ctx, struct patent_reading_id id,
                             struct patent_reading_view *out);

#endif
