/*
 * The sheets' way in and out. matter_sheet.c reads rows into these records; the acts here check and
 * store them like any other act (permission, journal, events), with two differences: story rows
 * keep the instants that the sheet gave and are marked as imported, and the journal records the
 * import only, never a forged past.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_IMPORT_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_IMPORT_H

#include "core/ctx.h"
#include "domain/matter/matter.h"

/* One row of a sheet, names resolved to records where they could be. */
struct matter_import {
    struct str key; /* of the row: never empty */
    struct str number, outside_number, title, text;
    struct matter_class_id class; /* {0}: none */
    int64_t source, urgency;
    struct org_id firm; /* {0}: firm_name is the raiser outside the register */
    struct str firm_name, contact, phone;
    struct org_id lead, helpers[MATTER_HELPERS_MAX]; /* lead {0}: not yet dispatched */
    size_t helper_n;
    struct person_id leader;
    int32_t due;          /* DAY_NONE: none, or only words */
    struct str due_words; /* "长期" */
    int64_t raised_at;    /* 0: now */
    struct str answer;    /* a reply and its time: the lead's solution */
    int64_t answered_at;
    int64_t state; /* as the sheet says; 0: by what is there (answered = working, else raised) */
    int64_t ended_at;
    int64_t rating;
    const struct matter_import_story *story; /* oldest first */
    size_t story_n;
};

struct matter_import_story {
    int64_t at;
    struct str org_name, person_name, text;
};

/* The matter with this key, {0} when there is none. Sees all of the park: importers are staff. */
enum err matter_import_find(struct ctx *ctx, struct str key, struct matter_id *out_id);

/* Stores a new one. ERR_CONFLICT when the key is there already. */
enum err matter_import_add(struct ctx *ctx, const struct matter_import *row,
                           struct matter_id *out_id);

/* Puts the words of a new one into the search. Apart from matter_import_add(), to be done for many
 * rows in a row: SQLite's full-text index writes its buffer out whenever another table is written
 * to by a statement that may be undone, so that row by row an import takes twice as long. */
enum err matter_import_index(struct ctx *ctx, struct matter_id id, const struct matter_import *row);

/* What differs between the stored matter and the row, field by field. */
struct matter_import_change {
    const char *field, *label;
    struct str before, after;
};
enum { MATTER_IMPORT_CHANGES_MAX = 24 };
enum err matter_import_diff(struct ctx *ctx, struct matter_id id, const struct matter_import *row,
                            struct matter_import_change *out, size_t *out_n);

/* Applies the differences with the permission and version of the ordinary acts. */
enum err matter_import_change(struct ctx *ctx, struct matter_id id, int64_t version,
                              const struct matter_import *row);

#endif
