/*
 * How a function says that it did not do what it was asked.
 *
 * Every fallible function returns `enum err`; ERR_OK is zero, so `if (e)` reads "if it failed".
 * What a person is told travels beside it in a `struct error`: the field at fault, a sentence in
 * Chinese (the source language; i18n/ holds its translations) and a detail that stands where the
 * sentence has "{}".
 *
 *     if (str_empty(in->title))
 *         return error_set(err, ERR_INVALID, STR("title"), T("请填写标题"), STR_NULL);
 *
 * There are exactly four ways to fail, each with one treatment:
 *   - the caller's input or state is wrong: one of the codes below, told to the person;
 *   - a limit was reached: ERR_LIMIT, told to the person with the limit's name;
 *   - the machine failed (disk, network, database): ERR_IO, told and logged;
 *   - our own bug: assert. No outside byte can reach an assertion; the fuzzers prove it.
 * An arena that is full does not return at all: see arena.h.
 */
#ifndef LIANYUAN_BASE_ERR_H
#define LIANYUAN_BASE_ERR_H

#include "base/str.h"

enum err {
    ERR_OK = 0,
    ERR_INVALID,   /* the input cannot be taken as it is            HTTP 422  exit 2 */
    ERR_DENIED,    /* this person may not                           HTTP 403  exit 3 */
    ERR_NOT_FOUND, /* no such record, or none this person may see   HTTP 404  exit 4 */
    ERR_CONFLICT,  /* somebody was faster; both versions are shown  HTTP 409  exit 5 */
    ERR_LIMIT,     /* a named maximum was reached                   HTTP 413  exit 6 */
    ERR_BUSY,      /* try again: queue full or database locked      HTTP 503  exit 7 */
    ERR_IO,        /* disk, network or database failed              HTTP 500  exit 8 */
    ERR_FULL,      /* the disk has no room                          HTTP 507  exit 9 */
    ERR_MAX_
};

/* Marks a Chinese sentence or word for translation; tool/tidy demands an entry in i18n/en/. */
#define T(zh) (zh)

struct error {
    enum err code;
    struct str field;    /* the form field or column at fault, or STR_NULL */
    const char *message; /* a T("...") literal; "{}" is where the detail stands */
    struct str detail;   /* must live as long as the error: a literal or arena memory */
};

/* Fills *error (which may be NULL) and returns code, so that it can be the return expression.
 * The first failure explains itself: an error that is set already is kept. */
enum err error_set(struct error *error, enum err code, struct str field, const char *message,
                   struct str detail);

/* Forgets what was set, for a caller that recovers. */
void error_clear(struct error *error);

/* The code's name as it stands in JSON ("invalid", "not_found", ...), HTTP status, exit status. */
const char *err_name(enum err code);
int err_http(enum err code);
int err_exit(enum err code);

#endif
