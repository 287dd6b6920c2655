#include "base/terms.h"

#include "base/buf.h"
#include "base/utf8.h"

/* Where the text is being read, and what has been found so far. */
struct scan {
    struct arena *arena;
    struct str *at;
    size_t n, max;
    uint32_t *slot; /* index into at[] + 1; open addressing, 0 = empty */
    size_t slot_n;  /* a power of two, at least 2 * max */
    bool cut;
};

static bool between(uint32_t rune, uint32_t from, uint32_t to)
{
    return rune >= from && rune <= to;
}

static bool is_han(uint32_t r)
{
    return between(r, 0x4E00, 0x9FFF) || between(r, 0x3400, 0x4DBF) || r == 0x3005 || r == 0x3007 ||
           between(r, 0x3041, 0x3096) || between(r, 0x30A1, 0x30FA) || r == 0x30FC ||
           between(r, 0xAC00, 0xD7A3) || between(r, 0xF900, 0xFAFF) || between(r, 0x20000, 0x323AF);
}

/* Letters and digits of scripts that are written in words. Blocks, not single characters: a sign
 * taken for a letter costs nothing, for index and query take it alike. */
static bool is_letter(uint32_t r)
{
    if (r < 0x80)
        return between(r | 0x20, 'a', 'z') || between(r, '0', '9');
    return (between(r, 0xC0, 0x24F) && r != 0xD7 && r != 0xF7) || between(r, 0x300, 0x36F) ||
           between(r, 0x370, 0x1FFF) || between(r, 0x2160, 0x217F) || between(r, 0xA640, 0xABFF) ||
           between(r, 0x10000, 0x1EFFF);
}

static enum term_rune rune_kind(uint32_t r)
{
    return is_han(r) ? TERM_HAN : is_letter(r) ? TERM_LETTER : TERM_SIGN;
}

/* Full-width ASCII to ASCII; capitals of ASCII, Latin-1, Greek and Cyrillic to small letters. */
static uint32_t fold(uint32_t r)
{
    if (between(r, 0xFF01, 0xFF5E))
        r -= 0xFEE0;
    if (between(r, 'A', 'Z') || (between(r, 0xC0, 0xDE) && r != 0xD7) || between(r, 0x391, 0x3A9) ||
        between(r, 0x410, 0x42F))
        return r + 0x20;
    return between(r, 0x400, 0x40F) ? r + 0x50 : r;
}

enum term_rune terms_rune(uint32_t rune, uint32_t *out_folded)
{
    *out_folded = fold(rune);
    return rune_kind(*out_folded);
}

static void add(struct scan *scan, struct str term)
{
    size_t i = str_hash(term) & (scan->slot_n - 1);
    for (; scan->slot[i]; i = (i + 1) & (scan->slot_n - 1))
        if (str_eq(scan->at[scan->slot[i] - 1], term))
            return;
    if (scan->n == scan->max) {
        scan->cut = true;
        return;
    }
    scan->at[scan->n++] = term;
    scan->slot[i] = (uint32_t)scan->n;
}

/* The next character, folded; its bytes in *out_from. False at the end. */
static bool next(struct str *rest, uint32_t *out_rune, struct str *out_bytes)
{
    struct str from = *rest;
    if (!utf8_next(rest, out_rune))
        return false;
    *out_bytes = (struct str){from.ptr, from.len - rest->len};
    *out_rune = fold(*out_rune);
    return true;
}

/* The word at the start of *rest, folded; *rest stands behind it afterwards. A word that is too
 * long keeps what surely fits. */
static struct str word(struct arena *arena, struct str *rest)
{
    struct buf b;
    struct str bytes, ahead = *rest;
    uint32_t rune;
    buf_init(&b, arena, TERM_BYTES_MAX);
    while (next(&ahead, &rune, &bytes) && rune_kind(rune) == TERM_LETTER) {
        *rest = ahead;
        if (b.len + 4 <= b.max)
            utf8_add(&b, rune);
    }
    return buf_str(&b);
}

/* Unigrams and bigrams of the Chinese at the start of *rest; every term is a slice of the text. */
static void han(struct scan *scan, struct str *rest, bool query)
{
    struct str bytes, ahead = *rest, before = STR_NULL;
    uint32_t rune;
    while (next(&ahead, &rune, &bytes) && rune_kind(rune) == TERM_HAN) {
        struct str following;
        struct str peek = ahead;
        uint32_t after;
        bool alone =
            str_null(before) && !(next(&peek, &after, &following) && rune_kind(after) == TERM_HAN);
        if (!query || alone)
            add(scan, bytes);
        if (!str_null(before))
            add(scan, (struct str){before.ptr, before.len + bytes.len});
        before = bytes;
        *rest = ahead;
    }
}

static struct terms scan_text(struct arena *arena, struct str text, bool query)
{
    struct scan scan = {.arena = arena, .max = query ? TERMS_QUERY_MAX : TERMS_INDEX_MAX};
    struct str bytes, ahead = text;
    uint32_t rune;
    if (scan.max > 2 * text.len) /* a text has at most two terms for each of its bytes */
        scan.max = 2 * text.len;
    for (scan.slot_n = 16; scan.slot_n < 2 * scan.max; scan.slot_n *= 2)
        ;
    scan.at = ARENA_ARRAY(arena, struct str, scan.max);
    scan.slot = ARENA_ARRAY(arena, uint32_t, scan.slot_n);
    while (next(&ahead, &rune, &bytes)) {
        enum term_rune kind = rune_kind(rune);
        if (kind == TERM_HAN)
            han(&scan, &text, query);
        else if (kind == TERM_LETTER)
            add(&scan, word(arena, &text));
        else
            text = ahead;
        ahead = text;
    }
    return (struct terms){scan.at, scan.n, scan.cut};
}

struct terms terms_index(struct arena *arena, struct str text)
{
    return scan_text(arena, text, false);
}

struct terms terms_query(struct arena *arena, struct str text)
{
    return scan_text(arena, text, true);
}

struct str terms_text(struct arena *arena, struct terms terms)
{
    size_t size = 0;
    for (size_t i = 0; i < terms.n; i++)
        size += terms.at[i].len + 1;
    struct buf b;
    buf_init(&b, arena, size);
    buf_room(&b, size);
    for (size_t i = 0; i < terms.n; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_add(&b, terms.at[i]);
    }
    return buf_str(&b);
}
