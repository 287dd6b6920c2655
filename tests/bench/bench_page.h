/* What rows.tmpl shows. */
#ifndef LIANYUAN_TESTS_BENCH_PAGE_H
#define LIANYUAN_TESTS_BENCH_PAGE_H

#include "base/vec.h"
#include "web/emit.h"

struct bench_row {
    struct matter_id id;
    struct str number, title, note, firm, lead;
    const char *state;
    int32_t due;
    int64_t days;
    bool late;
};

struct bench_list {
    VEC(struct bench_row) rows;
};

#endif
