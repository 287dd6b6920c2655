/* Inside patent_table.c and patent_table_index.c: rows and columns while they are counted. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_TABLE_COUNT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_TABLE_COUNT_H

#include "base/map.h"
#include "base/vec.h"
#include "domain/patent/patent_ask.h"
#include "domain/patent/patent_table.h"

enum {
    TABLE_KEYS_MAX = 600, /* of one record on one axis */
    TABLE_KEY_BYTES_MAX = 4096,
    TABLE_ARENA_MAX = 900 << 20,
};

struct cell {
    struct str row, column;
    int64_t n;
};

struct group { /* a row or a column */
    struct str key;
    int64_t n;
    size_t id; /* in the order in which they came */
    size_t at; /* its place in the finished table */
};

struct counting {
    const struct patent_table_in *in;
    struct arena arena;
    struct map cells, rows, columns, seen;
    VEC(struct cell *) cell_list;
    VEC(struct group *) row_list, column_list;
    int64_t total, records;
    int32_t newest;
    struct str row_keys[TABLE_KEYS_MAX], column_keys[TABLE_KEYS_MAX];
    char scratch[TABLE_KEYS_MAX][24];
    /* Filled by the index: [id of the row * stride + id of the column]; NULL: cell_list holds them
     */
    uint32_t *grid;
    size_t grid_rows, stride;
};

static inline size_t table_memory(const struct patent_table_in *in)
{
    return in->memory ? in->memory : TABLE_ARENA_MAX;
}

struct group *table_group(struct counting *c, bool row, struct str key);

/* Counts by the open index; false: there is none, or too much for it, and nothing was counted. */
bool table_by_index(const struct patent_ask *ask, struct counting *c);

#endif
