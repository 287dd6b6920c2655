/*
 * What is stored beside the facts, held against the facts: who sees which matter, and what waits
 * for whom. The acts keep both in their own transaction; this finds where they did not. For doctor.
 *
 * The days of to-dos are not compared: a setting that was changed since moves them only at the next
 * act, and that is no fault.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_AUDIT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_AUDIT_H

#include "core/ctx.h"

struct matter_audit {
    int64_t matters;
    int64_t sight_wrong; /* rows of matter_sight that are missing, differ, or should not be there */
    int64_t todo_wrong;  /* the same of matter_todo */
    struct str sight_first, todo_first; /* number of the first matter concerned; "" = not known */
};

/* Reads in batches; the caller holds one snapshot (db_read_begin) if others write meanwhile. */
enum err matter_audit_run(struct ctx *ctx, struct matter_audit *out);

#endif
