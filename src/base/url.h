/*
 * Percent coding (RFC 3986) and the text of addresses that lianyuan writes itself.
 *
 *     struct buf b;
 *     buf_init(&b, arena, URL_BYTES_MAX);
 *     buf_add(&b, STR("/matters/"));
 *     url_add_part(&b, number);              // one path segment or one query value
 *     url_add_query(&b, STR("state"), STR("open"));   // writes the ? or & by itself
 */
#ifndef LIANYUAN_BASE_URL_H
#define LIANYUAN_BASE_URL_H

#include "base/buf.h"
#include "base/form.h"
#include "base/str.h"

enum { URL_BYTES_MAX = 8 * 1024 };

/* An address on this site, percent-encoded, beginning with '/': made by the functions that tmplc
 * writes from the route tables (url_matter_show and so on), so that no page can point at a route
 * that is not there. */
struct url {
    struct str text;
};

/* Everything but letters, digits and -._~ becomes %XX. */
void url_add_part(struct buf *buf, struct str s);

/* Appends name=value behind '?' or '&', whichever is due. STR_NULL appends nothing. */
void url_add_query(struct buf *buf, struct str name, struct str value);

/* The address with pairs appended as its query. */
struct url url_with(struct arena *arena, struct url url, struct form_pairs query);

/* Undoes %XX, and '+' to blank when form is true (urlencoded bodies and queries, not paths). False
 * on a broken escape; NUL and bytes that are not UTF-8 come through and are the caller's to check.
 */
bool url_decode(struct arena *arena, struct str s, bool form, struct str *out);

/* A path of this very site that a browser can be sent to: begins with one '/', no second '/' or
 * backslash behind it, no control bytes. What arrives as "go there afterwards" must pass. */
bool url_is_local(struct str s);

#endif
