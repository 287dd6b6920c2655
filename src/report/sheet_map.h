/*
 * What the columns of somebody else's sheet mean.
 *
 * A table of fields says which names each one goes by. Detection looks at the first rows: the
 * header is the row (or the two rows, one under the other) whose cells name the most fields; what
 * stands above it is a title. Each field is given to at most one column; what a person said
 * (COLUMN=FIELD) or what was remembered for the same header comes before every guess.
 *
 *     static const char *const title_names[] = {"标题", "事项名称", "title", NULL};
 *     static const struct sheet_field fields[] = {{"title", T("标题"), title_names}, ...};
 *     struct sheet_head head;
 *     sheet_head_find(arena, rows, row_n, fields, N, &head);
 *     sheet_head_set(&head, STR("问题描述"), 3);
 *
 * Pure: no file, no database.
 */
#ifndef LIANYUAN_REPORT_SHEET_MAP_H
#define LIANYUAN_REPORT_SHEET_MAP_H

#include "report/sheet.h"

enum {
    SHEET_HEAD_ROWS = 30,  /* rows with content in which a header is looked for */
    SHEET_TITLE_MAX = 60,  /* code points of a column's name; longer texts are no names */
    SHEET_FIELDS_MAX = 64, /* of one table */
};

struct sheet_field {
    const char *name;  /* "outside_number": in --map, forms, JSON */
    const char *label; /* T("外部编号"): what our own export writes */
    const char *const
        *names; /* what others write; compared as sheet_name_key() does; ended by NULL */
};

enum sheet_how { SHEET_UNKNOWN, SHEET_GUESSED, SHEET_REMEMBERED, SHEET_GIVEN };

struct sheet_column {
    struct str title; /* of two header rows: "办理情况 答复" */
    struct str upper, lower;
    int32_t field; /* index into the table, or -1 */
    enum sheet_how how;
};

struct sheet_head {
    int64_t row;      /* number of the (upper) header row; 0 = none was found */
    int64_t last_row; /* of the lower one; data begins behind it */
    struct sheet_column at[SHEET_COLUMNS_MAX];
    size_t n;
    int32_t score;        /* how well the names fit; 0 = nothing was known */
    struct str signature; /* of the names: the key under which a mapping is remembered */
};

/* rows: the first ones of a sheet, copied by sheet_row_copy(). given: names that a person has
 * mapped (they count as known when the header is looked for), may be NULL. */
void sheet_head_find(struct arena *arena, const struct sheet_row *rows, size_t row_n,
                     const struct sheet_field *fields, size_t field_n, const struct str *given,
                     size_t given_n, struct sheet_head *out);

/* Gives the column to the field (-1: to none) and takes the field from any other. column: its
 * title, the upper or lower part of it, or its letters ("C", "C列"). False when there is no such
 * column. */
bool sheet_head_set(struct sheet_head *head, struct str column, int32_t field, enum sheet_how how);

/* The column of a field, or SIZE_MAX. */
size_t sheet_head_column(const struct sheet_head *head, int32_t field);
int32_t sheet_field_index(const struct sheet_field *fields, size_t n, struct str name_or_label);

/* A name without what does not matter: blanks, line ends, brackets and what they hold, marks like
 * * and :, width, case. */
struct str sheet_name_key(struct arena *arena, struct str name);

struct sheet_row sheet_row_copy(struct arena *arena, const struct sheet_row *row);

#endif
