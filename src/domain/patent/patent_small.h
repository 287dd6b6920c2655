/*
 * Small cells: where a table leaves the house, a count of one or two may point at one firm's one
 * patent. Cells of 1 to PATENT_SMALL_MAX are not shown, nor the total of a row or column in which
 * one is, for a total less what stands beside it would give them away. The table's own total is
 * known, so the smallest of the larger cells is hidden with them: what the hidden ones make
 * together stays open.
 *
 * Pure: no records, no clock.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SMALL_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SMALL_H

#include "base/arena.h"

enum { PATENT_SMALL_MAX = 2 };

/* cells[row * column_n + column]; out_hidden likewise, and per row and column whether its total is
 * not shown. Zeros are never hidden. */
void patent_small_hide(const int64_t *cells, size_t row_n, size_t column_n, bool *out_hidden,
                       bool *out_row_total, bool *out_column_total);

#endif
