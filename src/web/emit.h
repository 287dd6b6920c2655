/*
 * Writing HTML: what the code that tmplc makes from templates calls.
 *
 *     emit_text(page, matter->title);                  {{ matter.title }}
 *     emit_day(page, duty->due_day);                   {{ duty.due_day | day }}
 *     emit_url(page, url_matter_show(page->arena, id)) href="{{ url_matter_show(id) }}"
 *
 * emit_text() chooses by the C type of what it is given. Text is escaped for element content and
 * for quoted attributes alike (& < > " '). A bare `char *` does not compile: text is a struct str,
 * whose length is known and whose bytes were checked to be UTF-8. `struct html` passes as it is; it
 * comes from other templates and from the chart writer, never from what a person typed.
 *
 * The filters below are all that a template may write behind a `|`. Those that write markup
 * (<time ...>) have a second form, emit_X_plain, which tmplc takes inside an attribute.
 *
 * Everything appends to page->out, which has a maximum: a page that passed it has buf_full() and is
 * not sent.
 */
#ifndef LIANYUAN_WEB_EMIT_H
#define LIANYUAN_WEB_EMIT_H

#include <string.h>

#include "base/url.h"
#include "web/page.h"

/* Finished markup. */
struct html {
    struct str text;
};

/* ---- bytes ---------------------------------------------------------------------------------- */

/* Markup of the template itself, n known at compile time: one check, one copy. */
static inline void emit_static(struct page *page, const char *bytes, size_t n)
{
    struct buf *out = &page->out;
    if (n == 0) /* bytes may be NULL then */
        return;
    if (__builtin_expect(n > out->cap - out->len, 0)) {
        if (!buf_room(out, n))
            return;
    }
    memcpy(out->ptr + out->len, bytes, n);
    out->len += n;
}
#define EMIT(page, literal) emit_static((page), "" literal, sizeof(literal) - 1)

/* The same in the reader's language; both are known at compile time. */
#define EMIT_LANG(page, zh, en) ((page)->lang == LANG_EN ? EMIT((page), en) : EMIT((page), zh))

/* ---- by type -------------------------------------------------------------------------------- */

void emit_str(struct page *page, struct str s);

/* The same escapes, for what is written apart and then given to emit_html() (charts). */
void html_escape(struct buf *buf, struct str s);
void emit_html(struct page *page, struct html html);
void emit_int(struct page *page, int64_t value);
void emit_uint(struct page *page, uint64_t value);
void emit_bool(struct page *page, bool value); /* 是, 否 */

/* clang-format off */
#define emit_text(page, x) _Generic((x), \
    struct str: emit_str, struct html: emit_html, bool: emit_bool, \
    signed char: emit_int, short: emit_int, int: emit_int, long: emit_int, long long: emit_int, \
    unsigned char: emit_uint, unsigned short: emit_uint, unsigned: emit_uint, \
    unsigned long: emit_uint, unsigned long long: emit_uint)((page), (x))

/* What {% if x %} asks: a text is true when it is not empty, a number when it is not 0, a pointer
 * when it is not NULL. */
#define emit_true(x) _Generic((x), \
    struct str: emit_true_str, struct html: emit_true_html, struct url: emit_true_url, \
    bool: emit_true_int, \
    signed char: emit_true_int, short: emit_true_int, int: emit_true_int, long: emit_true_int, \
    long long: emit_true_int, unsigned char: emit_true_int, unsigned short: emit_true_int, \
    unsigned: emit_true_int, unsigned long: emit_true_uint, unsigned long long: emit_true_uint, \
    default: emit_true_ptr)(x)
/* clang-format on */

static inline bool emit_true_str(struct str s)
{
    return s.len != 0;
}
static inline bool emit_true_html(struct html h)
{
    return h.text.len != 0;
}
static inline bool emit_true_url(struct url u)
{
    return u.text.len != 0;
}
static inline bool emit_true_int(int64_t n)
{
    return n != 0;
}
static inline bool emit_true_uint(uint64_t n)
{
    return n != 0;
}
static inline bool emit_true_ptr(const void *p)
{
    return p != NULL;
}

/* An address, in href, src, action and their kin: nothing else fits there. */
void emit_url(struct page *page, struct url url);

/* before, n in decimal, after: what most functions of the route tables are. */
struct url url_number(struct arena *arena, struct str before, int64_t n, struct str after);

/* {{ url_matter_list(state: v.state, page: 2) }}: the address with one query parameter more. An
 * empty text and a false are left out. */
#define emit_url_with(arena, url, name, x)                                                         \
    _Generic((x), struct str                                                                       \
             : emit_url_with_str, bool                                                             \
             : emit_url_with_bool, default                                                         \
             : emit_url_with_int)((arena), (url), (name), (x))
struct url emit_url_with_str(struct arena *arena, struct url url, struct str name, struct str x);
struct url emit_url_with_int(struct arena *arena, struct url url, struct str name, int64_t x);
struct url emit_url_with_bool(struct arena *arena, struct url url, struct str name, bool x);

/* ---- filters -------------------------------------------------------------------------------- */

/* A message T("...") in the reader's language; the last fills its "{}". */
#define emit_tr(page, zh)                                                                          \
    _Generic((zh), struct str : emit_tr_str, default : emit_tr_c)((page), (zh))
void emit_tr_c(struct page *page, const char *zh);
void emit_tr_str(struct page *page, struct str zh);
void emit_tr_with(struct page *page, const char *zh, struct str detail);

/* 11-27, with the year when it is not this one; the full date in the title. "" for DAY_NONE. */
void emit_day(struct page *page, int32_t day);
void emit_day_plain(struct page *page, int32_t day);

/* 今天 17:00, 昨天 09:30, 11-20 17:00, 2025-11-20 17:00; "" for 0. */
void emit_instant(struct page *page, int64_t instant_us);
void emit_instant_plain(struct page *page, int64_t instant_us);

/* 2026-11-27 and 2026-11-27T17:00:00+08:00, for datetime="" and value="". */
void emit_iso_day(struct page *page, int32_t day);
void emit_iso_instant(struct page *page, int64_t instant_us);

void emit_number(struct page *page, int64_t value);                 /* 1,234,567 */
void emit_decimal(struct page *page, double value, int64_t digits); /* 1,234.5 */
void emit_money(struct page *page, int64_t fen);                    /* 1,234.56 万元 */
void emit_yuan(struct page *page, int64_t fen);                     /* 1,234.56 元 */
void emit_mu_(struct page *page, double m2);                        /* 15.00 亩 */
void emit_m2_(struct page *page, double m2);                        /* 10,000 m² */
void emit_size(struct page *page, int64_t bytes);                   /* 1.2 MB */
#define emit_mu(page, area) emit_mu_((page), (double)(area))
#define emit_m2(page, area) emit_m2_((page), (double)(area))

/* {{ part | percent(whole) }}: 92.3 % (131/142); a dash when there is no whole. */
void emit_percent(struct page *page, int64_t part, int64_t whole);

#endif
