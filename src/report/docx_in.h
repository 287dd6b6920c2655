/* Inside the docx writer: what its files share. Others use docx.h. */
#ifndef LIANYUAN_REPORT_DOCX_IN_H
#define LIANYUAN_REPORT_DOCX_IN_H

#include "base/buf.h"
#include "report/docx.h"

/* Lengths are in twentieths of a point, as the format counts them: 1 mm = 56.693. */
enum {
    DOCX_PAGE_SHORT = 11906, /* A4, 210 mm */
    DOCX_PAGE_LONG = 16838,  /* 297 mm */
    DOCX_TOP_EDGE = 2098,    /* 37 mm */
    DOCX_BOTTOM_EDGE = 1984, /* 35 mm */
    DOCX_LEFT_EDGE = 1588,   /* 28 mm */
    DOCX_RIGHT_EDGE = 1474,  /* 26 mm */
    DOCX_WIDE = DOCX_PAGE_SHORT - DOCX_LEFT_EDGE - DOCX_RIGHT_EDGE,
    DOCX_WIDE_LYING = DOCX_PAGE_LONG - DOCX_TOP_EDGE - DOCX_BOTTOM_EDGE,
    DOCX_PITCH = 579,        /* 225 mm in 22 lines */
    DOCX_FOOT_BOTTOM = 1304, /* the number's line stands 7 mm below the type area */
};

struct docx {
    struct arena *arena;
    struct docx_options options;
    struct buf body;
    struct docx_table table; /* the open one; n 0: none */
    int32_t grid[DOCX_COLUMNS_MAX];
    bool rows; /* the open table has one */
    bool lying;
    struct str charts[DOCX_CHARTS_MAX];
    size_t chart_n;
    struct error fault; /* the first; code 0: none */
};

void docx_fault(struct docx *docx, const char *message, struct str detail);

/* Text for XML: escaped, without what XML 1.0 cannot hold. */
void docx_escape(struct buf *buf, struct str text);

/* The parts beside the document itself (docx_part.c). */
struct str docx_styles_part(void);
struct str docx_fonts_part(void);
struct str docx_settings_part(void);
struct str docx_root_part(void);
struct str docx_foot_part(struct docx *docx, bool even);
struct str docx_types_part(struct docx *docx);
struct str docx_links_part(struct docx *docx);
struct str docx_core_part(struct docx *docx);

#endif
