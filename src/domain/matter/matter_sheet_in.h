/* Inside the list's sheets: what their files share. Others use matter_sheet.h. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_SHEET_IN_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_SHEET_IN_H

#include "base/map.h"
#include "core/org.h"
#include "domain/matter/matter_sheet.h"
#include "report/sheet_map.h"
#include "report/sheet_write.h"

/* The columns, in the order of our own export. Those from MS_IN on are only read, those from
 * MS_SKIP on are known and left out. */
enum matter_sheet_field {
    MS_NUMBER,
    MS_OUTSIDE,
    MS_TITLE,
    MS_TEXT,
    MS_CLASS,
    MS_SOURCE,
    MS_URGENCY,
    MS_FIRM,
    MS_CONTACT,
    MS_PHONE,
    MS_LEAD,
    MS_HELPERS,
    MS_LEADER,
    MS_RAISED,
    MS_DUE,
    MS_ANSWER,
    MS_ANSWERED,
    MS_STATE,
    MS_ENDED,
    MS_RATING,
    MS_IN,
    MS_CLASS2 = MS_IN,
    MS_CLASS3,
    MS_PROGRESS,
    MS_SKIP,
    MS_SKIP_LAST = MS_SKIP + 8,
    MS_N,
};

extern const struct sheet_field matter_sheet_fields[MS_N];
extern const double matter_sheet_widths[MS_IN];

/* Names to records, loaded once for an import. */
struct matter_sheet_names {
    struct map departments; /* name -> struct org */
    struct map firms;       /* name -> struct org, filled as they are met */
    struct map leaders;     /* name -> struct person_id */
    struct map classes;     /* full name, and name where it is unique -> struct matter_class_id */
    struct map said;        /* department name in the sheet -> department name, as mapped */
    struct map unknown;     /* department name -> index into the plan's unknown ones */
    struct map meant;       /* department name -> what it was found to mean */
    struct str park;        /* the park's own name, as sheet_name_key() makes it */
};

struct matter_sheet_reader {
    struct ctx *ctx; /* its arena is the plan's */
    const struct matter_sheet_in *in;
    struct matter_sheet_plan *plan;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_head head;
    struct sheet_row first[SHEET_HEAD_ROWS]; /* rows read while looking for the header */
    size_t first_n;
    bool at_end;
    size_t column[MS_N]; /* of each field, or SIZE_MAX */
    struct matter_sheet_names names;
    struct map keys; /* of the rows so far -> their record */
};

/* Values of cells (matter_sheet_value.c). ERR_INVALID: *line is refused with field and message. */
enum err matter_sheet_record(struct matter_sheet_reader *r, const struct sheet_row *row,
                             struct matter_sheet_line *line, struct matter_import *out);
void matter_sheet_refuse(struct ctx *ctx, struct matter_sheet_line *line, const char *field,
                         const char *message, struct str detail);
/* Blank when it holds nothing of its own; text on one line, within a limit. */
struct sheet_cell matter_sheet_cell(const struct matter_sheet_reader *r,
                                    const struct sheet_row *row, enum matter_sheet_field field);
struct str matter_sheet_word(struct matter_sheet_reader *r, const struct sheet_row *row,
                             enum matter_sheet_field field, size_t max,
                             struct matter_sheet_line *line);

/* Days (matter_sheet_day.c). An instant, 0 when the cell is blank; the due day or its words. */
int64_t matter_sheet_moment(struct matter_sheet_reader *r, const struct sheet_row *row,
                            enum matter_sheet_field field, struct matter_sheet_line *line);
void matter_sheet_due(struct matter_sheet_reader *r, const struct sheet_row *row,
                      struct matter_sheet_line *line, struct matter_import *out);
enum err matter_sheet_dues_check(struct matter_sheet_reader *r);

/* Names (matter_sheet_name.c). */
enum err matter_sheet_names_load(struct matter_sheet_reader *r);
enum err matter_sheet_firm(struct matter_sheet_reader *r, struct str name, struct org_id *out);
enum err matter_sheet_leader(struct matter_sheet_reader *r, struct str name, struct person_id *out);

/* Departments of one cell (matter_sheet_dept.c), the one that leads first: it is the one that the
 * cell says so of (牵头：..., ...主办), else the first. Unknown ones are listed with the nearest;
 * *out_known is false when the one that leads is among them. */
enum err matter_sheet_departments(struct matter_sheet_reader *r, struct str text,
                                  struct org_id *out, size_t max, size_t *out_n, bool *out_known);
struct matter_class_id matter_sheet_class(struct matter_sheet_reader *r, struct str name);

/* The file up to its rows as records (matter_sheet_read.c). */
enum err matter_sheet_read(struct matter_sheet_reader *r);

/* Sheets of classes (matter_sheet_class.c). */
enum err matter_sheet_class_row(struct matter_sheet_reader *r, const struct sheet_row *row);
enum err matter_sheet_class_plan(struct matter_sheet_reader *r);
enum err matter_sheet_class_apply(struct ctx *ctx, struct matter_sheet_plan *plan);

/* Sheets of organisations and people (matter_sheet_org.c). _head: whether the rows read so far are
 * one, and fit it better than a list of matters; then the columns are shown and plan->what is set.
 */
bool matter_sheet_org_head(struct matter_sheet_reader *r);
enum err matter_sheet_org_row(struct matter_sheet_reader *r, const struct sheet_row *row);
enum err matter_sheet_org_apply(struct ctx *ctx, struct matter_sheet_plan *plan);

#endif
