/*
 * The page that is being written: templates emit into it (emit.h), dispatch sends it when the
 * handler is through. It is built whole: a page that passed its maximum is never sent by half.
 */
#ifndef LIANYUAN_WEB_PAGE_H
#define LIANYUAN_WEB_PAGE_H

#include "base/buf.h"
#include "core/ctx.h"

enum { PAGE_BYTES_MAX = 4 * 1024 * 1024 };

struct page {
    struct buf out; /* the HTML */
    struct arena *arena;
    enum lang lang;
    int32_t today;      /* the park's day, for dates that are said relative to it */
    int32_t offset_min; /* the park's zone */
    int32_t year;       /* today's, once somebody asked; else 0 */
    int32_t form_n;     /* forms drawn so far: each has its own ids and act id */
};

#endif
