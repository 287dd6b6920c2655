/* Using a segment where it lies. */
#include "engine/patentidx/segment.h"

#include <string.h>
#include <unistd.h>

#include "engine/patentidx/segment_format.h"

uint64_t segment_sum(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t lane[4] = {n, 0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu, 0x165667B19E3779F9u};
    uint64_t w[4];
    for (; n >= 32; n -= 32, p += 32) {
        memcpy(w, p, 32);
        for (int i = 0; i < 4; i++) {
            lane[i] = (lane[i] ^ w[i]) * 0x9FB21C651E98DF25u;
            lane[i] ^= lane[i] >> 29;
        }
    }
    memset(w, 0, sizeof w);
    memcpy(w, p, n);
    for (int i = 0; i < 4; i++) {
        lane[i] = (lane[i] ^ w[i]) * 0x9FB21C651E98DF25u;
        lane[i] ^= lane[i] >> 32;
    }
    uint64_t h = lane[0];
    for (int i = 1; i < 4; i++)
        h = (h ^ lane[i]) * 0xD6E8FEB86659FD93u + (h >> 31);
    return h ^ h >> 32;
}

static bool head_sound(const struct segment_head *h, uint64_t size)
{
    if (memcmp(h->magic, SEGMENT_MAGIC, 8) != 0 || h->version != SEGMENT_VERSION ||
        h->order != 0x01020304 || h->sections != SEC_N_ || h->size != size ||
        h->docs > SEGMENT_DOCS_MAX || h->sum != segment_sum(h, offsetof(struct segment_head, sum)))
        return false;
    for (int i = 0; i < SEC_N_; i++)
        if (h->section[i].at % 8 || h->section[i].at > size ||
            h->section[i].size > size - h->section[i].at)
            return false;
    return true;
}

bool segment_sound(const void *bytes, size_t size)
{
    const struct segment_head *h = bytes;
    if (size < sizeof *h || !head_sound(h, size))
        return false;
    for (int i = 0; i < SEC_N_; i++)
        if (segment_sum((const unsigned char *)bytes + h->section[i].at, h->section[i].size) !=
            h->section[i].sum)
            return false;
    return true;
}

static uint64_t size_of(const struct segment *s, enum segment_section section)
{
    return s->head->section[section].size;
}

/* Whether every dictionary's parts lie within the section and end where the values end. */
static bool dims_fit(const struct segment *s)
{
    uint64_t room = size_of(s, SEC_DIM_DATA);
    if (size_of(s, SEC_DIM) != sizeof(struct segment_dim) * DIM_N_)
        return false;
    for (int d = 0; d < DIM_N_; d++) {
        const struct segment_dim *m = &s->dim[d];
        uint64_t codes = (uint64_t)m->n * 4, at = ((uint64_t)s->docs + 1) * 4;
        if (m->id > room || m->df > room || m->list > room || m->at > room || m->value > room ||
            m->one > room || (uint64_t)s->docs * 4 > room - m->one || codes > room - m->id ||
            codes > room - m->df || codes > room - m->list || at > room - m->at ||
            (uint64_t)m->values * 4 > room - m->value)
            return false;
        if (segment_dim_u32(s, m->at)[s->docs] != m->values)
            return false;
    }
    return true;
}

/* None, or as long as its own first part says. */
static bool tally_fits(const struct segment *s)
{
    uint64_t size = size_of(s, SEC_TALLY), codes = s->dim[DIM_SUBCLASS].n;
    if (size == 0)
        return true;
    if (size < (codes + 1) * 4)
        return false;
    return size ==
           (codes + 1) * 4 + (uint64_t)((const uint32_t *)segment_at(s, SEC_TALLY))[codes] * 6;
}

bool segment_use(struct segment *s, const void *bytes, size_t size)
{
    const struct segment_head *h = bytes;
    if (size < sizeof *h || !head_sound(h, size))
        return false;
    *s = (struct segment){.bytes = bytes, .head = h, .docs = h->docs};
    s->day = segment_at(s, SEC_DAY);
    s->run = segment_at(s, SEC_RUN);
    s->id = segment_at(s, SEC_ID);
    s->dim = segment_at(s, SEC_DIM);
    s->runs = (uint32_t)(size_of(s, SEC_RUN) / sizeof(struct segment_run));
    s->runes = (uint32_t)(size_of(s, SEC_RUNE) / 4);
    s->words = (uint32_t)(size_of(s, SEC_WORD_DF) / 2);
    uint64_t n = s->docs, pairs = size_of(s, SEC_PAIR_DF) / 2;
    return size_of(s, SEC_DAY) == n * 4 && size_of(s, SEC_ID) == n * 8 &&
           size_of(s, SEC_ID_ORDER) == n * 2 && size_of(s, SEC_DAYS) == n * 4 * DAY_N_ &&
           size_of(s, SEC_COUNTS) == n * 4 * INT_N_ &&
           size_of(s, SEC_TEXT_AT) == (n + 1) * 4 * TEXT_N_ &&
           size_of(s, SEC_TEXT_ORDER) == n * 2 * TEXT_N_ &&
           size_of(s, SEC_RUNE_DF) == (uint64_t)s->runes * 4 &&
           size_of(s, SEC_RUNE_LIST) == (uint64_t)s->runes * 4 &&
           size_of(s, SEC_PAIR_AT) == ((uint64_t)s->runes + 1) * 4 &&
           size_of(s, SEC_PAIR_SECOND) == pairs * 2 && size_of(s, SEC_PAIR_LIST) == pairs * 4 &&
           size_of(s, SEC_WORD_LIST) == (uint64_t)s->words * 4 &&
           size_of(s, SEC_WORD_AT) == ((uint64_t)s->words + 1) * 4 && dims_fit(s) && tally_fits(s);
}

/* --- Checking a file ----------------------------------------------------------------------------
 */

enum { CHECK_BYTES = 1 << 20 };

static bool read_all(int fd, void *to, size_t n, uint64_t at)
{
    unsigned char *p = to;
    while (n) {
        ssize_t got = pread(fd, p, n, (off_t)at);
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return true;
}

static enum err check_sections(int fd, const struct segment_head *h, struct arena *arena,
                               const char **out_why)
{
    for (int i = 0; i < SEC_N_; i++) {
        struct arena_mark mark = arena_mark(arena);
        unsigned char *bytes = arena_alloc(arena, h->section[i].size + 1);
        bool sound = read_all(fd, bytes, h->section[i].size, h->section[i].at) &&
                     segment_sum(bytes, h->section[i].size) == h->section[i].sum;
        arena_reset(arena, mark);
        if (!sound) {
            *out_why = T("文件损坏：内容与校验和不符");
            return ERR_INVALID;
        }
    }
    return ERR_OK;
}

enum err segment_check(int fd, uint64_t *out_size, const char **out_why)
{
    struct segment_head h;
    struct arena arena;
    off_t size = lseek(fd, 0, SEEK_END);
    *out_why = T("文件损坏：读不到完整的文件头");
    if (size < (off_t)sizeof h || !read_all(fd, &h, sizeof h, 0))
        return ERR_INVALID;
    *out_why = T("不是本版本的索引文件，或文件被截断");
    if (!head_sound(&h, (uint64_t)size))
        return ERR_INVALID;
    arena_init(&arena, SEGMENT_BYTES_MAX);
    enum err e = check_sections(fd, &h, &arena, out_why);
    arena_release(&arena);
    *out_size = (uint64_t)size;
    return e;
}

/* --- Lists --------------------------------------------------------------------------------------
 */

/* A list in SEC_LIST; an offset that leads outside reads as an empty list. */
static void list_at(const struct segment *s, uint32_t place, struct list *out)
{
    uint64_t at = (uint64_t)place * 8, room = size_of(s, SEC_LIST);
    const unsigned char *p = (const unsigned char *)segment_at(s, SEC_LIST) + at;
    uint32_t head[2];
    *out = (struct list){0};
    if (at + 8 > room)
        return;
    memcpy(head, p, 8);
    uint32_t occ = head[0], df = head[1];
    uint64_t need = list_size(df, occ);
    if (df == 0 || df > s->docs || need > room - at)
        return;
    out->df = df;
    out->occ = occ;
    p += 8;
    if (df > SEGMENT_ARRAY_MAX) {
        out->bits = (const uint64_t *)(const void *)p;
        out->ranks = (const uint16_t *)(const void *)(p + SEGMENT_WORDS * 8);
        p += SEGMENT_WORDS * 8 + SEGMENT_RANKS * 2;
    } else {
        out->docs = (const uint16_t *)(const void *)p;
        p += list_even(df) * 2;
    }
    if (occ > df) {
        out->skip = (const uint32_t *)(const void *)p;
        p += (df + 63) / 64 * 4;
    }
    if (occ)
        out->pos = (const uint16_t *)(const void *)p;
    if (occ > df)
        out->more = out->pos + df;
}

static void list_one(uint32_t doc, uint32_t position, struct list *out)
{
    *out = (struct list){.df = 1, .occ = 1};
    out->one[0] = (uint16_t)doc;
    out->one[1] = (uint16_t)position;
    out->docs = &out->one[0];
    out->pos = &out->one[1];
}

static void open_list(const struct segment *s, uint16_t df, uint32_t payload, struct list *out)
{
    if (df == 1)
        list_one(payload >> 16, payload & 0x7FFF, out);
    else
        list_at(s, payload, out);
}

bool list_has(const struct list *list, uint32_t doc)
{
    if (list->bits)
        return list->bits[doc / 64] >> doc % 64 & 1;
    uint32_t low = 0, n = list->df;
    while (n > 1) {
        uint32_t half = n / 2;
        low += list->docs[low + half] <= doc ? half : 0;
        n -= half;
    }
    return list->df && list->docs[low] == doc;
}

/* --- Dictionaries -------------------------------------------------------------------------------
 */

/* Number of the character from 0 on, or UINT32_MAX. */
static uint32_t rune_number(const struct segment *s, uint32_t rune)
{
    const uint32_t *runes = segment_at(s, SEC_RUNE);
    uint32_t low = 0, n = s->runes;
    while (n > 1) {
        uint32_t half = n / 2;
        low += runes[low + half] <= rune ? half : 0;
        n -= half;
    }
    return s->runes && runes[low] == rune ? low : UINT32_MAX;
}

bool segment_rune(const struct segment *s, uint32_t rune, struct list *out)
{
    uint32_t r = rune_number(s, rune);
    if (r == UINT32_MAX)
        return false;
    uint32_t df = ((const uint32_t *)segment_at(s, SEC_RUNE_DF))[r],
             payload = ((const uint32_t *)segment_at(s, SEC_RUNE_LIST))[r];
    if (df == 0) /* it came only in records that were left out */
        return false;
    if (df == 1) {
        list_one(payload, 0, out);
        out->occ = 0;
    } else {
        list_at(s, payload, out);
    }
    return out->df > 0;
}

void segment_pairs_of(const struct segment *s, uint32_t rune, uint32_t *out_from, uint32_t *out_to)
{
    const uint32_t *at = segment_at(s, SEC_PAIR_AT);
    uint32_t r = rune_number(s, rune), pairs = (uint32_t)(size_of(s, SEC_PAIR_DF) / 2);
    *out_from = r == UINT32_MAX ? 0 : at[r];
    *out_to = r == UINT32_MAX ? 0 : at[r + 1];
    if (*out_to > pairs || *out_from > *out_to)
        *out_from = *out_to = 0;
}

void segment_pair_list(const struct segment *s, uint32_t pair, struct list *out)
{
    open_list(s, ((const uint16_t *)segment_at(s, SEC_PAIR_DF))[pair],
              ((const uint32_t *)segment_at(s, SEC_PAIR_LIST))[pair], out);
}

bool segment_pair(const struct segment *s, uint32_t first, uint32_t second, struct list *out)
{
    const uint16_t *seconds = segment_at(s, SEC_PAIR_SECOND);
    uint32_t from, to, number = 0;
    segment_pairs_of(s, first, &from, &to);
    if (second) {
        number = rune_number(s, second);
        if (number++ == UINT32_MAX)
            return false;
    }
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (seconds[middle] < number)
            from = middle + 1;
        else
            to = middle;
    }
    uint32_t pairs = (uint32_t)(size_of(s, SEC_PAIR_DF) / 2), begin, end;
    segment_pairs_of(s, first, &begin, &end);
    if (from >= end || from >= pairs || seconds[from] != number)
        return false;
    segment_pair_list(s, from, out);
    return out->df > 0;
}

struct str segment_word_text(const struct segment *s, uint32_t word)
{
    const uint32_t *at = segment_at(s, SEC_WORD_AT);
    const char *bytes = segment_at(s, SEC_WORD);
    if (at[word] > at[word + 1] || at[word + 1] > size_of(s, SEC_WORD))
        return STR("");
    return (struct str){bytes + at[word], at[word + 1] - at[word]};
}

uint32_t segment_word_from(const struct segment *s, struct str prefix)
{
    uint32_t from = 0, to = s->words;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (str_cmp(segment_word_text(s, middle), prefix) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

void segment_word_list(const struct segment *s, uint32_t word, struct list *out)
{
    open_list(s, ((const uint16_t *)segment_at(s, SEC_WORD_DF))[word],
              ((const uint32_t *)segment_at(s, SEC_WORD_LIST))[word], out);
}

bool segment_word(const struct segment *s, struct str word, struct list *out)
{
    uint32_t w = segment_word_from(s, word);
    if (w == s->words || !str_eq(segment_word_text(s, w), word))
        return false;
    segment_word_list(s, w, out);
    return out->df > 0;
}

uint32_t segment_code(const struct segment *s, enum dim dim, uint32_t id)
{
    const struct segment_dim *d = &s->dim[dim];
    const uint32_t *ids = segment_dim_u32(s, d->id);
    uint32_t low = 0, n = d->n;
    while (n > 1) {
        uint32_t half = n / 2;
        low += ids[low + half] <= id ? half : 0;
        n -= half;
    }
    return d->n && ids[low] == id ? low : UINT32_MAX;
}

void segment_code_list(const struct segment *s, enum dim dim, uint32_t code, struct list *out)
{
    const struct segment_dim *d = &s->dim[dim];
    uint32_t df = segment_dim_u32(s, d->df)[code], payload = segment_dim_u32(s, d->list)[code];
    if (df == 1) {
        list_one(payload, 0, out);
        out->occ = 0;
    } else {
        list_at(s, payload, out);
    }
}

bool segment_tally(const struct segment *s, uint32_t code, struct segment_tally *out)
{
    const uint32_t *at = segment_at(s, SEC_TALLY), codes = s->dim[DIM_SUBCLASS].n;
    *out = (struct segment_tally){0};
    if (size_of(s, SEC_TALLY) == 0 || code >= codes || at[code] > at[code + 1] ||
        at[code + 1] > at[codes])
        return false;
    const uint32_t *id = at + codes + 1;
    const uint16_t *records = (const uint16_t *)(const void *)(id + at[codes]);
    *out = (struct segment_tally){id + at[code], records + at[code], at[code + 1] - at[code]};
    return true;
}

struct str segment_text(const struct segment *s, enum segment_text text, uint32_t doc)
{
    const uint32_t *at =
        (const uint32_t *)segment_at(s, SEC_TEXT_AT) + (size_t)text * (s->docs + 1) + doc;
    if (at[0] > at[1] || at[1] > size_of(s, SEC_TEXT))
        return STR("");
    return (struct str){(const char *)segment_at(s, SEC_TEXT) + at[0], at[1] - at[0]};
}

uint32_t segment_doc_of(const struct segment *s, int64_t id)
{
    const uint16_t *order = segment_at(s, SEC_ID_ORDER);
    uint32_t from = 0, to = s->docs;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (s->id[order[middle]] < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < s->docs && s->id[order[from]] == id ? order[from] : UINT32_MAX;
}
