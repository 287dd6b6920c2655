/*
 * One record into the tables, and what became of it.
 *
 * A field that the new record does not have keeps what an earlier one said; a list that it has
 * replaces the earlier list, but dated events add up. The same record from the same source changes
 * nothing, nor does one from it that says nothing which is not stored already. One that the source
 * takes back (DOCDB's D) stays, for collections name it, and its status says so; if it is not here,
 * it is not added. What people decided (names, marks) is never touched.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_KEEP_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_KEEP_H

#include "core/act.h"
#include "engine/patentread/record.h"

enum patent_outcome {
    PATENT_NEW = 1,
    PATENT_SAME,
    PATENT_CHANGED,
    PATENT_REPEATED, /* its number came before in the same sheet, with other content */
};

enum { PATENT_KEEP_LOOK = 1, PATENT_KEEP_REPEATED = 2 };

/* file: its name and the record's place in it. Runs within an act, unless flags say LOOK: what
 * would become of it. REPEATED: another row of the sheet has its number; that one stays. */
enum err patent_keep(struct ctx *ctx, const struct patent_record *r, struct str file, int flags,
                     enum patent_outcome *out);

/* The numbers that join the records an import kept to others: their priorities and applications,
 * before and after. It begins as zeros with an open arena. */
struct patent_touched {
    struct arena *arena;
    struct str *at;
    size_t n, cap;
    bool all; /* too many to say: every family is looked at */
};

/* A record that is about to be kept: what joined it so far, and what will. Within the act. */
enum err patent_touched_add(struct ctx *ctx, const struct patent_record *r,
                            struct patent_touched *touched);

/* Families anew, simple and extended, from the stored priorities: of the records that the numbers
 * reach, over any number of others; touched NULL or `all`: of every patent. *out_n: how many
 * changed. Reads and writes in acts of its own, a bounded part in each; what is in between is
 * computed on the caller's thread. ERR_LIMIT: there is no memory for all of them (some 400 bytes a
 * patent), nothing was changed. */
enum err patent_keep_families(const struct app_db *app_db, struct ctx *ctx,
                              const struct patent_touched *touched, int64_t *out_n);

#endif
