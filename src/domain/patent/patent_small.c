#include "domain/patent/patent_small.h"

#include <stdint.h>

void patent_small_hide(const int64_t *cells, size_t row_n, size_t column_n, bool *out_hidden,
                       bool *out_row_total, bool *out_column_total)
{
    size_t least = SIZE_MAX;
    bool any = false;
    for (size_t i = 0; i < row_n * column_n; i++) {
        out_hidden[i] = cells[i] > 0 && cells[i] <= PATENT_SMALL_MAX;
        any |= out_hidden[i];
        if (cells[i] > PATENT_SMALL_MAX && (least == SIZE_MAX || cells[i] < cells[least]))
            least = i;
    }
    if (any && least != SIZE_MAX)
        out_hidden[least] = true;
    for (size_t r = 0; r < row_n; r++)
        out_row_total[r] = false;
    for (size_t k = 0; k < column_n; k++)
        out_column_total[k] = false;
    for (size_t i = 0; i < row_n * column_n; i++) {
        out_row_total[i / column_n] |= out_hidden[i];
        out_column_total[i % column_n] |= out_hidden[i];
    }
}
