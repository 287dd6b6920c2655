/*
 * What stands beside a list of patents: what it asks for, part by part, each to be taken away; and
 * what it found by year, applicant, class ..., each figure a link that narrows the list to it.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_SIDE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_SIDE_H

#include "base/vec.h"
#include "web/req.h"

enum {
    PATENT_SIDE_LINES = 6,    /* of a group that are seen at once */
    PATENT_SIDE_MORE = 30,    /* of a group in all */
    PATENT_SIDE_QUERY = 2000, /* bytes of a query over which nothing is drawn: each link holds it */
    PATENT_SIDE_PLAIN = 20000, /* of more in all nothing is counted where the index is not built */
    PATENT_SIDE_PARTS = 12,    /* of a query that are counted each without */
};

struct patent_side_line {
    struct str key, title; /* "H01M", "用于直接转变化学能为电能的方法或装置" */
    int64_t n;
    struct url url; /* the list with it; where it is asked for already, the list without */
    bool on;
};
typedef VEC(struct patent_side_line) patent_side_lines;

struct patent_side_group {
    const char *title; /* T("...") */
    patent_side_lines lines, more;
    int64_t rest; /* values that are not listed */
};

struct patent_side_part { /* of the query, joined to the others by AND */
    struct str text;
    struct url without;
    int64_t n; /* found without it; -1: not counted */
};

struct patent_side {
    VEC(struct patent_side_group) groups;
    VEC(struct patent_side_part) parts;
};

/* This list with another query, on its first page. */
struct url patent_side_url(struct req *req, struct str query);

/* The parts of a query; count: also how many are found without each. */
enum err patent_side_parts(struct req *req, struct str query, int64_t set, bool count,
                           struct patent_side *out);
enum err patent_side_groups(struct req *req, struct str query, int64_t set,
                            struct patent_side *out);

#endif
