/*
 * Follows what pages offer: a page must not offer what its reader may not do.
 *
 * From "/" on, every link is asked for and every form is sent with the values that it begins
 * with and something in each field that must not be empty. A link may answer anything but "denied",
 * "not found", "not this way" or a fault; so may a form, which is free to say what is missing (422)
 * or that somebody was faster (409).
 *
 * Pages of one kind (their address without numbers, and of a question the first
 * word) are looked at CRAWL_OF_A_KIND times, so that
 * records in many states come up; forms of one kind are sent CRAWL_SENT_OF_A_KIND times.
 */
#ifndef LIANYUAN_TESTS_CRAWL_H
#define LIANYUAN_TESTS_CRAWL_H

#include "base/arena.h"
#include "base/str.h"

enum { CRAWL_OF_A_KIND = 12, CRAWL_SENT_OF_A_KIND = 4, CRAWL_PAGES_MAX = 1500 };

struct crawl_answer {
    int status;
    struct str type, body; /* of text/html only; the rest is not read */
};

struct crawl_report {
    size_t pages, kinds, forms;
    struct str bad; /* one line each; "" when all is well */
};

/* body STR_NULL: a GET. day: put into the dates that a form demands. */
typedef struct crawl_answer crawl_ask(void *arg, struct str target, struct str body);

struct crawl_report crawl(struct arena *arena, crawl_ask *ask, void *arg, struct str day);

#endif
