/*
 * Proves that the journal is whole: every entry's canonical form gives its leaf, every value that
 * is not redacted gives its hash, the leaves give every stored node and the head, and, when a
 * checkpoint is given, the first `size` of them give its root.
 *
 *     struct verify_report report;
 *     e = verify_run(ctx, &checkpoint, &report);      // ERR_OK: it ran; report.good says the rest
 *
 * Without a checkpoint a verification shows damage only: whoever can write the database can write
 * a consistent journal. The sentence says so.
 */
#ifndef LIANYUAN_CORE_VERIFY_H
#define LIANYUAN_CORE_VERIFY_H

#include "core/journal.h"

struct verify_report {
    bool good;
    int64_t entries, values, redacted;
    int64_t bad_seq;    /* the first bad entry, or -1 */
    const char *reason; /* T("..."), "{}" = detail; NULL when good */
    struct str detail;
    struct checkpoint head;
    bool against; /* a checkpoint was given and its root was reached */
};

enum err verify_run(struct ctx *ctx, const struct checkpoint *against,
                    struct verify_report *out_report);

#endif
