#include "domain/patent/patent_small.h"

struct line { /* a row or a column */
    const int64_t *cells;
    bool *hidden, *total;
    size_t first, step, n;
};

/* One hidden cell alone: hides the smallest other that is not 0, else the total. True: changed. */
static bool mend(const struct line *l)
{
    size_t hidden = 0, least = SIZE_MAX;
    for (size_t i = 0; i < l->n; i++) {
        size_t at = l->first + i * l->step;
        if (l->hidden[at])
            hidden++;
        else if (l->cells[at] > 0 && (least == SIZE_MAX || l->cells[at] < l->cells[least]))
            least = at;
    }
    if (hidden != 1 || *l->total)
        return false;
    if (least == SIZE_MAX)
        *l->total = true;
    else
        l->hidden[least] = true;
    return true;
}

void patent_small_hide(const int64_t *cells, size_t row_n, size_t column_n, bool *out_hidden,
                       bool *out_row_total, bool *out_column_total)
{
    bool again = true;
    for (size_t i = 0; i < row_n * column_n; i++)
        out_hidden[i] = cells[i] > 0 && cells[i] <= PATENT_SMALL_MAX;
    for (size_t i = 0; i < row_n; i++)
        out_row_total[i] = false;
    for (size_t k = 0; k < column_n; k++)
        out_column_total[k] = false;
    while (again) { /* each change hides something more, so this ends */
        again = false;
        for (size_t i = 0; i < row_n; i++)
            again |= mend(
                &(struct line){cells, out_hidden, &out_row_total[i], i * column_n, 1, column_n});
        for (size_t k = 0; k < column_n; k++)
            again |=
                mend(&(struct line){cells, out_hidden, &out_column_total[k], k, column_n, row_n});
    }
}
