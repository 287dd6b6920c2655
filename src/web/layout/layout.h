/*
 * What every page shares: the shell (navigation by chapters with what waits for me, the search box,
 * the person's menu), the bare page before sign-in, the error page; and small parts of lists.
 * Templates draw them; this header has the views they draw and the functions that fill them.
 *
 *     {% use layout_shell(req) %} ... {% end %}
 *
 * The shell's chapters are the modules' menus (struct menu) that the person's roles may open.
 */
#ifndef LIANYUAN_WEB_LAYOUT_LAYOUT_H
#define LIANYUAN_WEB_LAYOUT_LAYOUT_H

#include "base/vec.h"
#include "web/req.h"

enum { SHELL_ITEMS_MAX = 24, SHELL_COUNT_CAP = 99 };

struct shell_item {
    struct url url;
    const char *label; /* T("...") */
    int64_t n;         /* what waits for me; 0 = nothing to say */
    bool more;         /* over SHELL_COUNT_CAP */
    bool here;         /* the page stands in this chapter */
};

struct shell {
    VEC(struct shell_item) items;
    struct str park, person, role, org;
    struct str lang; /* "zh-CN" */
    struct str title;
    struct url other_lang; /* this page in the other language */
    /* Pages of rooms above, by their routes' names: matter_find, core_home, ... */
    struct url find, home, me, help, sign_out, notices, published;
    int64_t unread;
    bool english;
};

/* The frame of the page that is being drawn: one look-up of the counts per page. */
const struct shell *show_shell(struct req *req);

/* An error page: what happened, what to do, whom to ask; the code small at the end. */
struct error_view {
    int64_t status;
    struct str sentence, advice; /* in the reader's language */
    struct str code;             /* small, at the end */
};

/* A chip of the filter row: one condition that is on, and the address without it. */
struct layout_chip {
    struct str label;
    struct url without;
};

/* A choice in a filter. */
struct layout_option {
    struct str value, label;
    bool on;
};

struct layout_options {
    struct layout_option *at;
    size_t n, cap;
};

/* A tab of views, or a column that sorts. */
struct layout_tab {
    struct url url;
    struct str label;
    bool here;
    int64_t n; /* 0 = no count */
};

#endif
