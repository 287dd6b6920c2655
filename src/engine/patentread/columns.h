/*
 * Rows of the sheets that data bases export, as records. What a column is, its heading says; whose
 * export it is, the headings together. The rows themselves come from report/sheet.
 *
 *     if (patent_columns_find(&columns, cells, n))           // is this the row of headings?
 *         while (next row)
 *             e = patent_columns_record(&columns, cells, n, row_number, record, &error);
 *
 * PatSnap (Chinese and English headings), Lens (both layouts), PATENTSCOPE, and incoPat from its
 * documented names: no incoPat file was there to try. Lists are divided by "|", ";;" or ";" as the
 * maker does it; dates may have the day first (Lens, PATENTSCOPE).
 */
#ifndef LIANYUAN_ENGINE_PATENTREAD_COLUMNS_H
#define LIANYUAN_ENGINE_PATENTREAD_COLUMNS_H

#include "engine/patentread/record.h"

enum {
    COLUMNS_MAX = 256,
    COLUMNS_HEAD_ROWS = 30, /* headings stand within the first so many rows */
};

struct patent_columns {
    enum patent_format format;
    uint8_t field[COLUMNS_MAX]; /* our own number of what stands in it; 0 = nothing we keep */
    bool unknown[COLUMNS_MAX];  /* it has a heading that says nothing to us: not kept */
    size_t n;
};

bool patent_columns_find(struct patent_columns *columns, const struct str *cells, size_t n);

/* Cells beyond n are empty. ERR_INVALID with the field (its heading's name for us) and why. */
enum err patent_columns_record(const struct patent_columns *columns, const struct str *cells,
                               size_t n, int64_t row, struct patent_record *r, struct error *error);

/* 0 dead, 1 alive, 2 pending, 9 not known: from the words of a status. */
int patent_status_of(struct str legal);

/* PatSnap's number of an event by its Chinese name: "权利转移" 61 ... ; "" when it has none. */
struct str patent_event_code(struct str name);

#endif
