#include "web/emit.h"

#include <math.h>

#include "web/i18n.h"

/* ---- escaping ------------------------------------------------------------------------------- */

/* Sixteen bytes at a time; GCC and clang make SSE2 or NEON of it. */
typedef unsigned char block __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

enum { BLOCK_BYTES = sizeof(block), ESCAPE_LONGEST = 6 /* &quot; */ };

static bool block_is_plain(block b)
{
    block hit = (block)((b == '<') | (b == '>') | (b == '&') | (b == '"') | (b == '\''));
    halves h = (halves)hit;
    return (h[0] | h[1]) == 0;
}

static struct str escape(char c)
{
    switch (c) {
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '&':
        return STR("&amp;");
    case '"':
        return STR("&quot;");
    case '\'':
        return STR("&#39;");
    default:
        return STR_NULL;
    }
}

void html_escape(struct buf *buf, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct str e = escape(s.ptr[i]);
        if (str_null(e))
            continue;
        buf_add(buf, str_slice(s, from, i));
        buf_add(buf, e);
        from = i + 1;
    }
    buf_add(buf, str_slice(s, from, s.len));
}

/* The slow half: at least one byte here may need escaping. room is large enough for all of it. */
static char *escape_bytes(char *to, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str e = escape(from[i]);
        if (str_null(e)) {
            *to++ = from[i];
            continue;
        }
        memcpy(to, e.ptr, e.len);
        to += e.len;
    }
    return to;
}

/* Exactly the room that is needed, for a text that may not fit otherwise. */
static void emit_str_tight(struct page *page, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct str e = escape(s.ptr[i]);
        if (str_null(e))
            continue;
        emit_static(page, s.ptr + from, i - from);
        emit_static(page, e.ptr, e.len);
        from = i + 1;
    }
    emit_static(page, s.ptr + from, s.len - from);
}

/* Room for s at its longest and one block beyond; false near the page's maximum, where every byte
 * is counted. */
static bool reserve(struct buf *out, size_t n)
{
    size_t left = out->max - out->len;
    if (out->full || n > left / ESCAPE_LONGEST || n * ESCAPE_LONGEST + BLOCK_BYTES > left)
        return false;
    return buf_room(out, n * ESCAPE_LONGEST + BLOCK_BYTES) != NULL;
}

/* The last n < BLOCK_BYTES bytes of a text of len bytes that ends at end. They are loaded by two
 * loads that overlap, never past the text; the place written to has room for a whole block. */
static char *emit_tail(char *to, const char *end, size_t n, size_t len)
{
    uint64_t low, high;
    if (len >= BLOCK_BYTES) {
        block b;
        memcpy(&b, end - BLOCK_BYTES, sizeof b);
        /* What stands before the tail here was plain too if the block is: it was copied as it is.
         */
        if (!block_is_plain(b))
            return escape_bytes(to, end - n, n);
        memcpy(to + n - BLOCK_BYTES, &b, sizeof b);
        return to + n;
    }
    if (n < sizeof low)
        return escape_bytes(to, end - n, n);
    memcpy(&low, end - n, sizeof low);
    memcpy(&high, end - sizeof high, sizeof high);
    halves h = {low, high};
    if (!block_is_plain((block)h))
        return escape_bytes(to, end - n, n);
    memcpy(to, &low, sizeof low);
    memcpy(to + n - sizeof high, &high, sizeof high);
    return to + n;
}

void emit_str(struct page *page, struct str s)
{
    struct buf *out = &page->out;
    if (s.len > out->max || s.len * ESCAPE_LONGEST + BLOCK_BYTES > out->cap - out->len) {
        if (!reserve(out, s.len)) {
            emit_str_tight(page, s);
            return;
        }
    }
    char *to = out->ptr + out->len;
    size_t i = 0;
    for (; s.len - i >= BLOCK_BYTES; i += BLOCK_BYTES) {
        block b;
        memcpy(&b, s.ptr + i, sizeof b);
        if (block_is_plain(b)) {
            memcpy(to, &b, sizeof b);
            to += sizeof b;
        } else {
            to = escape_bytes(to, s.ptr + i, sizeof b);
        }
    }
    if (i < s.len)
        to = emit_tail(to, s.ptr + s.len, s.len - i, s.len);
    out->len = (size_t)(to - out->ptr);
}

void emit_html(struct page *page, struct html html)
{
    emit_static(page, html.text.ptr, html.text.len);
}

void emit_url(struct page *page, struct url url)
{
    emit_str(page, url.text);
}

/* ---- numbers -------------------------------------------------------------------------------- */

enum { DIGITS_MAX = 20 };

/* Decimal digits at the end of text[DIGITS_MAX], two at a time; answers where they begin. */
static size_t digits(char *text, uint64_t v)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    size_t at = DIGITS_MAX;
    for (; v >= 10; v /= 100) {
        at -= 2;
        memcpy(text + at, pairs + v % 100 * 2, 2);
    }
    if (v || at == DIGITS_MAX)
        text[--at] = (char)('0' + v);
    return at;
}

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

void emit_uint(struct page *page, uint64_t value)
{
    char text[DIGITS_MAX];
    size_t at = digits(text, value);
    emit_static(page, text + at, DIGITS_MAX - at);
}

void emit_int(struct page *page, int64_t value)
{
    char text[DIGITS_MAX + 1];
    size_t at = digits(text + 1, magnitude(value)) + 1;
    if (value < 0)
        text[--at] = '-';
    emit_static(page, text + at, DIGITS_MAX + 1 - at);
}

/* 1,234,567 */
static void emit_grouped(struct page *page, uint64_t value)
{
    char text[DIGITS_MAX];
    size_t at = digits(text, value);
    for (size_t i = at; i < DIGITS_MAX; i++) {
        if (i > at && (DIGITS_MAX - i) % 3 == 0)
            EMIT(page, ",");
        emit_static(page, text + i, 1);
    }
}

void emit_number(struct page *page, int64_t value)
{
    if (value < 0)
        EMIT(page, "-");
    emit_grouped(page, magnitude(value));
}

/* value / 10^places, all places written, halves away from zero. */
static void emit_fixed(struct page *page, bool negative, uint64_t value, unsigned places)
{
    uint64_t unit = 1;
    for (unsigned i = 0; i < places; i++)
        unit *= 10;
    if (negative && value)
        EMIT(page, "-");
    emit_grouped(page, value / unit);
    if (!places)
        return;
    char text[DIGITS_MAX];
    digits(text, value % unit + unit); /* the leading 1 keeps the zeros */
    EMIT(page, ".");
    emit_static(page, text + DIGITS_MAX - places, places);
}

void emit_decimal(struct page *page, double value, int64_t places)
{
    static const double unit[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    size_t n = places < 0 ? 0 : places > 6 ? 6 : (size_t)places;
    double scaled = round(fabs(value) * unit[n]);
    if (!(scaled < 9e18)) {
        EMIT(page, "—"); /* no number, or one that no page shows */
        return;
    }
    emit_fixed(page, value < 0, (uint64_t)scaled, (unsigned)n);
}

void emit_money(struct page *page, int64_t fen)
{
    /* 1 万元 = 1,000,000 fen; two places = 10,000 fen each. */
    uint64_t v = magnitude(fen);
    if (page->lang == LANG_EN) {
        EMIT(page, "CNY ");
        emit_fixed(page, fen < 0, v / 100 + (v % 100 >= 50), 0);
        return;
    }
    emit_fixed(page, fen < 0, v / 10000 + (v % 10000 >= 5000), 2);
    EMIT(page, " 万元");
}

void emit_yuan(struct page *page, int64_t fen)
{
    if (page->lang == LANG_EN)
        EMIT(page, "CNY ");
    emit_fixed(page, fen < 0, magnitude(fen), 2);
    if (page->lang != LANG_EN)
        EMIT(page, " 元");
}

void emit_mu_(struct page *page, double m2)
{
    emit_decimal(page, m2 * 3 / 2000, 2); /* 1 亩 = 2000/3 m² */
    EMIT_LANG(page, " 亩", " mu");
}

void emit_m2_(struct page *page, double m2)
{
    emit_decimal(page, m2, 0);
    EMIT(page, " m²");
}

void emit_size(struct page *page, int64_t bytes)
{
    static const char *const units[] = {" kB", " MB", " GB", " TB"};
    uint64_t n = magnitude(bytes), tenths = n * 10;
    if (n < 1000) {
        emit_uint(page, n);
        EMIT(page, " B");
        return;
    }
    size_t unit = 0;
    for (tenths = n / 100 + (n % 100 >= 50); tenths >= 10000 && unit < 3; unit++)
        tenths = tenths / 1000 + (tenths % 1000 >= 500);
    emit_fixed(page, false, tenths, 1);
    emit_static(page, units[unit], 3);
}

void emit_percent(struct page *page, int64_t part, int64_t whole)
{
    if (whole <= 0) {
        EMIT(page, "—");
        return;
    }
    double tenths = round((double)part * 1000 / (double)whole);
    emit_fixed(page, tenths < 0, (uint64_t)fabs(tenths), 1);
    EMIT(page, " % (");
    emit_number(page, part);
    EMIT(page, "/");
    emit_number(page, whole);
    EMIT(page, ")");
}

void emit_bool(struct page *page, bool value)
{
    if (value)
        EMIT_LANG(page, "是", "yes");
    else
        EMIT_LANG(page, "否", "no");
}

/* ---- days and instants ---------------------------------------------------------------------- */

static void two(char *to, int32_t n)
{
    to[0] = (char)('0' + n / 10);
    to[1] = (char)('0' + n % 10);
}

enum { DAY_BYTES = 10 /* 2026-11-27 */, DAY_SHORT = 5 };

static void day_put(char *to, struct date d)
{
    two(to, d.year / 100);
    two(to + 2, d.year % 100);
    to[4] = to[7] = '-';
    two(to + 5, d.month);
    two(to + 8, d.day);
}

static bool day_shown(int32_t day)
{
    return day > -719162 && day < 2932897; /* years 1 to 9999 */
}

static bool same_year(struct page *page, struct date d)
{
    if (!page->year)
        page->year = day_date(page->today).year;
    return page->year == d.year;
}

void emit_iso_day(struct page *page, int32_t day)
{
    char text[DAY_BYTES];
    if (!day_shown(day))
        return;
    day_put(text, day_date(day));
    emit_static(page, text, sizeof text);
}

void emit_day_plain(struct page *page, int32_t day)
{
    char text[DAY_BYTES];
    if (!day_shown(day))
        return;
    struct date d = day_date(day);
    day_put(text, d);
    size_t from = same_year(page, d) ? DAY_BYTES - DAY_SHORT : 0;
    emit_static(page, text + from, DAY_BYTES - from);
}

void emit_day(struct page *page, int32_t day)
{
    /* Written in place: a list has one in every row. */
    static const char frame[] = "<time datetime=\"....-..-..\" title=\"....-..-..\">";
    enum { FIRST = 16, SECOND = 35, FRAME = sizeof frame - 1 };
    char *to = day_shown(day) ? buf_room(&page->out, FRAME) : NULL;
    if (!to)
        return;
    struct date d = day_date(day);
    memcpy(to, frame, FRAME);
    day_put(to + FIRST, d);
    day_put(to + SECOND, d);
    page->out.len += FRAME;
    size_t from = same_year(page, d) ? DAY_BYTES - DAY_SHORT : 0;
    emit_static(page, to + FIRST + from, DAY_BYTES - from);
    EMIT(page, "</time>");
}

static void emit_clock(struct page *page, int64_t instant_us, int32_t day)
{
    int64_t minutes = (instant_us - instant_of_day(day, page->offset_min)) / MINUTE_US;
    char text[5];
    two(text, (int32_t)(minutes / 60));
    text[2] = ':';
    two(text + 3, (int32_t)(minutes % 60));
    emit_static(page, text, sizeof text);
}

void emit_instant_plain(struct page *page, int64_t instant_us)
{
    int32_t day = instant_us ? day_of_instant(instant_us, page->offset_min) : DAY_NONE;
    if (!day_shown(day))
        return;
    if (day == page->today)
        EMIT_LANG(page, "今天", "today");
    else if (day == page->today - 1)
        EMIT_LANG(page, "昨天", "yesterday");
    else if (day == page->today + 1)
        EMIT_LANG(page, "明天", "tomorrow");
    else
        emit_day_plain(page, day);
    EMIT(page, " ");
    emit_clock(page, instant_us, day);
}

void emit_iso_instant(struct page *page, int64_t instant_us)
{
    if (instant_us)
        emit_str(page, instant_text(page->arena, instant_us, page->offset_min));
}

void emit_instant(struct page *page, int64_t instant_us)
{
    int32_t day = instant_us ? day_of_instant(instant_us, page->offset_min) : DAY_NONE;
    if (!day_shown(day))
        return;
    EMIT(page, "<time datetime=\"");
    emit_iso_instant(page, instant_us);
    EMIT(page, "\" title=\"");
    emit_iso_day(page, day);
    EMIT(page, " ");
    emit_clock(page, instant_us, day);
    EMIT(page, "\">");
    emit_instant_plain(page, instant_us);
    EMIT(page, "</time>");
}

/* ---- messages and addresses ----------------------------------------------------------------- */

void emit_tr_c(struct page *page, const char *zh)
{
    emit_str(page, tr(page->lang, zh));
}

void emit_tr_str(struct page *page, struct str zh)
{
    emit_str(page, tr_str(page->lang, zh));
}

void emit_tr_with(struct page *page, const char *zh, struct str detail)
{
    emit_str(page, tr_with(page->arena, page->lang, zh, detail));
}

struct url url_number(struct arena *arena, struct str before, int64_t n, struct str after)
{
    char text[DIGITS_MAX];
    size_t at = digits(text, magnitude(n)), count = DIGITS_MAX - at;
    char *to = arena_alloc(arena, before.len + 1 + count + after.len), *start = to;
    memcpy(to, before.ptr, before.len);
    to += before.len;
    if (n < 0)
        *to++ = '-';
    memcpy(to, text + at, count);
    to += count;
    memcpy(to, after.ptr, after.len);
    return (struct url){{start, (size_t)(to + after.len - start)}};
}

struct url emit_url_with_str(struct arena *arena, struct url url, struct str name, struct str x)
{
    if (str_empty(x))
        return url;
    struct form_pair pair = {name, x};
    return url_with(arena, url, (struct form_pairs){&pair, 1});
}

struct url emit_url_with_int(struct arena *arena, struct url url, struct str name, int64_t x)
{
    return emit_url_with_str(arena, url, name, str_print(arena, "%lld", (long long)x));
}

struct url emit_url_with_bool(struct arena *arena, struct url url, struct str name, bool x)
{
    return x ? emit_url_with_str(arena, url, name, STR("1")) : url;
}
