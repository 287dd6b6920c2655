/* From what a builder gathered to the bytes of a segment. */
#include <stdlib.h>
#include <string.h>

#include "engine/patentidx/segment_build.h"

/* Everything that the writing needs for a while; in the builder's arena, given back at the end. */
struct write {
    struct builder *b;
    struct build_bytes *out;
    struct segment_head *head; /* at the image's beginning */
    uint32_t *order;           /* new record number -> as it was added */
    uint32_t *new_of;          /* and back */
    bool moved;                /* they differ */
    uint64_t list_at;          /* where SEC_LIST begins */
    bool full;
};

/* --- Bytes ---------------------------------------------------------------------------------------
 */

/* Room in the image, zeroed (the region may hold an older image). */
static void *room(struct write *w, uint64_t n)
{
    struct build_bytes *o = w->out;
    if (n > o->cap - o->n) {
        w->full = true;
        o->n = sizeof(struct segment_head); /* goes on into nothing; the answer is ERR_LIMIT */
        if (n > o->cap - o->n)
            return o->at;
    }
    void *p = o->at + o->n;
    memset(p, 0, n);
    o->n += n;
    return p;
}

static void align(struct write *w)
{
    if (w->out->n % 8)
        room(w, 8 - w->out->n % 8);
}

static void begin(struct write *w, enum segment_section section)
{
    align(w);
    w->head->section[section].at = w->out->n;
}

static void end(struct write *w, enum segment_section section)
{
    w->head->section[section].size = w->out->n - w->head->section[section].at;
}

/* --- Order ---------------------------------------------------------------------------------------
 */

struct day_doc {
    int32_t day;
    uint32_t doc;
    int64_t id;
};

static int by_day(const void *a, const void *b)
{
    const struct day_doc *x = a, *y = b;
    if (x->day != y->day)
        return x->day > y->day ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

static void order_docs(struct write *w)
{
    struct builder *b = w->b;
    struct day_doc *d = ARENA_ARRAY(&b->arena, struct day_doc, b->docs + 1);
    w->order = ARENA_ARRAY(&b->arena, uint32_t, b->docs + 1);
    w->new_of = ARENA_ARRAY(&b->arena, uint32_t, b->docs + 1);
    for (uint32_t i = 0; i < b->docs; i++) {
        d[i] = (struct day_doc){b->doc[i].day, i, b->doc[i].id};
        w->moved = w->moved || (i && by_day(&d[i], &d[i - 1]) < 0);
    }
    if (w->moved)
        qsort(d, b->docs, sizeof *d, by_day);
    for (uint32_t i = 0; i < b->docs; i++) {
        w->order[i] = d[i].doc;
        w->new_of[d[i].doc] = i;
    }
}

static const struct build_doc *doc_at(const struct write *w, uint32_t doc)
{
    return &w->b->doc[w->order[doc]];
}

/* --- Columns -------------------------------------------------------------------------------------
 */

struct id_doc {
    int64_t id;
    uint32_t doc;
};

static int by_id(const void *a, const void *b)
{
    const struct id_doc *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void write_ids(struct write *w)
{
    uint32_t n = w->b->docs;
    struct id_doc *d = ARENA_ARRAY(&w->b->arena, struct id_doc, n + 1);
    begin(w, SEC_ID);
    int64_t *id = room(w, (uint64_t)n * 8);
    for (uint32_t i = 0; i < n; i++) {
        id[i] = doc_at(w, i)->id;
        d[i] = (struct id_doc){id[i], i};
    }
    end(w, SEC_ID);
    qsort(d, n, sizeof *d, by_id);
    begin(w, SEC_ID_ORDER);
    uint16_t *order = room(w, (uint64_t)n * 2);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (uint16_t)d[i].doc;
    end(w, SEC_ID_ORDER);
}

static int32_t year_of(int32_t day)
{
    return day == DAY_NONE ? INT32_MIN : day_date(day).year;
}

static uint32_t write_days(struct write *w)
{
    uint32_t n = w->b->docs, runs = 0;
    begin(w, SEC_DAY);
    int32_t *day = room(w, (uint64_t)n * 4);
    for (uint32_t i = 0; i < n; i++)
        day[i] = doc_at(w, i)->day;
    end(w, SEC_DAY);
    begin(w, SEC_RUN);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || (day[i] != day[i - 1] && year_of(day[i]) != year_of(day[i - 1]))) {
            struct segment_run *run = room(w, sizeof *run);
            *run = (struct segment_run){year_of(day[i]), i};
            runs++;
        }
    end(w, SEC_RUN);
    begin(w, SEC_DAYS);
    for (int k = 0; k < DAY_N_; k++) {
        int32_t *to = room(w, (uint64_t)n * 4);
        for (uint32_t i = 0; i < n; i++)
            to[i] = doc_at(w, i)->days[k];
    }
    end(w, SEC_DAYS);
    begin(w, SEC_COUNTS);
    for (int k = 0; k < INT_N_; k++) {
        int32_t *to = room(w, (uint64_t)n * 4);
        for (uint32_t i = 0; i < n; i++)
            to[i] = doc_at(w, i)->counts[k];
    }
    end(w, SEC_COUNTS);
    return runs;
}

struct text_doc {
    struct str text;
    uint32_t doc;
};

static int by_text(const void *a, const void *b)
{
    const struct text_doc *x = a, *y = b;
    int c = str_cmp(x->text, y->text);
    return c ? c : (x->doc > y->doc) - (x->doc < y->doc);
}

static void write_texts(struct write *w)
{
    struct builder *b = w->b;
    uint32_t n = b->docs, total = 0;
    struct text_doc *d = ARENA_ARRAY(&b->arena, struct text_doc, (size_t)TEXT_N_ * n + 1);
    begin(w, SEC_TEXT_AT);
    for (int t = 0; t < TEXT_N_; t++) {
        uint32_t *at = room(w, ((uint64_t)n + 1) * 4);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t place = b->text_at[t][w->order[i]];
            at[i] = total;
            d[(size_t)t * n + i] = (struct text_doc){{b->text.at + (place >> 8), place & 255}, i};
            total += place & 255;
        }
        at[n] = total;
    }
    end(w, SEC_TEXT_AT);
    begin(w, SEC_TEXT);
    char *bytes = room(w, total);
    for (size_t i = 0; i < (size_t)TEXT_N_ * n; i++) {
        memcpy(bytes, d[i].text.ptr, d[i].text.len);
        bytes += d[i].text.len;
    }
    end(w, SEC_TEXT);
    begin(w, SEC_TEXT_ORDER);
    uint16_t *order = room(w, (uint64_t)TEXT_N_ * n * 2);
    for (int t = 0; t < TEXT_N_; t++) {
        qsort(d + (size_t)t * n, n, sizeof *d, by_text);
        for (uint32_t i = 0; i < n; i++)
            order[(size_t)t * n + i] = (uint16_t)d[(size_t)t * n + i].doc;
    }
    end(w, SEC_TEXT_ORDER);
}

/* --- Lists ---------------------------------------------------------------------------------------
 */

static void ranks_of(const uint64_t *bits, uint16_t *ranks)
{
    uint32_t n = 0;
    for (int i = 0; i < SEGMENT_WORDS; i++) {
        if (i % 8 == 0)
            ranks[i / 8] = (uint16_t)n;
        n += (uint32_t)__builtin_popcountll(bits[i]);
    }
}

/* The records part of a list, from numbers that rise. */
static uint32_t put_list(struct write *w, const uint16_t *docs, uint32_t df, uint32_t occ)
{
    align(w);
    uint32_t place = (uint32_t)((w->out->n - w->list_at) / 8);
    unsigned char *p = room(w, list_size(df, occ));
    uint32_t head[2] = {occ, df};
    if (w->full)
        return 0;
    memcpy(p, head, 8);
    p += 8;
    if (df <= SEGMENT_ARRAY_MAX) {
        memcpy(p, docs, (size_t)df * 2);
        return place;
    }
    uint64_t *bits = (uint64_t *)(void *)p;
    for (uint32_t i = 0; i < df; i++)
        bits[docs[i] / 64] |= UINT64_C(1) << docs[i] % 64;
    ranks_of(bits, (uint16_t *)(void *)(p + SEGMENT_WORDS * 8));
    return place;
}

/* Where a list's skips and positions begin. */
static unsigned char *behind_docs(struct write *w, uint32_t place, uint32_t df)
{
    return w->out->at + w->list_at + (uint64_t)place * 8 + 8 +
           (df > SEGMENT_ARRAY_MAX ? SEGMENT_WORDS * 8 + SEGMENT_RANKS * 2 : list_even(df) * 2);
}

/* One term's numbers, in order: its list with positions. docs: scratch for all records. */
static void put_term(struct write *w, const uint64_t *r, uint32_t occ, uint16_t *docs,
                     uint16_t *out_df, uint32_t *out_payload)
{
    uint32_t df = 0;
    if (occ == 1) {
        *out_df = 1;
        *out_payload = (uint32_t)r[0];
        return;
    }
    for (uint32_t i = 0; i < occ; i++) {
        uint16_t doc = (uint16_t)(r[i] >> 16);
        if (df == 0 || docs[df - 1] != doc)
            docs[df++] = doc;
    }
    uint32_t place = put_list(w, docs, df, occ);
    *out_df = df == 1 ? 0 : (uint16_t)df;
    *out_payload = place;
    if (w->full)
        return;
    unsigned char *p = behind_docs(w, place, df);
    uint32_t *skip = (uint32_t *)(void *)p;
    uint16_t *pos = (uint16_t *)(void *)(p + (occ > df ? (df + 63) / 64 * 4 : 0)), *more = pos + df;
    uint32_t k = 0, others = 0;
    for (uint32_t i = 0; i < occ; i++) {
        bool first = i == 0 || (uint16_t)(r[i] >> 16) != (uint16_t)(r[i - 1] >> 16);
        bool again = i + 1 < occ && (uint16_t)(r[i] >> 16) == (uint16_t)(r[i + 1] >> 16);
        uint16_t p15 = (uint16_t)((r[i] & 0x7FFF) | (again ? SEGMENT_AGAIN : 0));
        if (first && occ > df && k % 64 == 0)
            skip[k / 64] = others;
        if (first)
            pos[k++] = p15;
        else
            more[others++] = p15;
    }
}

/* --- Sorting -------------------------------------------------------------------------------------
 */

enum { DIGIT_BITS_MAX = 11 };

/* Stable, by the bits [low, high) of each number; the result may lie in either place. */
static uint64_t *sort_bits(uint64_t *from, uint64_t *to, uint64_t n, unsigned low, unsigned high)
{
    unsigned passes = (high - low + DIGIT_BITS_MAX - 1) / DIGIT_BITS_MAX;
    uint32_t count[1 << DIGIT_BITS_MAX];
    for (unsigned pass = 0; pass < passes; pass++) {
        unsigned bits = (high - low + (passes - pass) - 1) / (passes - pass);
        uint64_t mask = (UINT64_C(1) << bits) - 1;
        uint32_t total = 0;
        memset(count, 0, sizeof count);
        for (uint64_t i = 0; i < n; i++)
            count[from[i] >> low & mask]++;
        for (uint64_t d = 0; d <= mask; d++) {
            uint32_t c = count[d];
            count[d] = total;
            total += c;
        }
        for (uint64_t i = 0; i < n; i++)
            to[count[from[i] >> low & mask]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
        low += bits;
    }
    return from;
}

static unsigned bits_for(uint64_t n)
{
    unsigned bits = 1;
    while (n >> bits)
        bits++;
    return bits;
}

/* --- Chinese -------------------------------------------------------------------------------------
 */

struct rune_code {
    uint32_t rune, code;
};

static int by_rune(const void *a, const void *b)
{
    const struct rune_code *x = a, *y = b;
    return (x->rune > y->rune) - (x->rune < y->rune);
}

/* Characters by their code point; answers each one's number from 1 on. */
static uint16_t *write_runes(struct write *w)
{
    struct builder *b = w->b;
    struct rune_code *r = ARENA_ARRAY(&b->arena, struct rune_code, b->runes + 1);
    uint16_t *number = ARENA_ARRAY(&b->arena, uint16_t, b->runes + 1);
    for (uint32_t i = 0; i < b->runes; i++)
        r[i] = (struct rune_code){b->rune_of[i + 1], i + 1};
    qsort(r, b->runes, sizeof *r, by_rune);
    begin(w, SEC_RUNE);
    uint32_t *runes = room(w, (uint64_t)b->runes * 4);
    for (uint32_t i = 0; i < b->runes; i++) {
        runes[i] = r[i].rune;
        number[r[i].code] = (uint16_t)(i + 1);
    }
    end(w, SEC_RUNE);
    return number;
}

/* Numbers for characters, the new record, and all sorted: by pair, record and position. */
static uint64_t *sort_pairs(struct write *w, const uint16_t *number, unsigned bits)
{
    struct builder *b = w->b;
    uint64_t *r = b->record;
    for (uint64_t i = 0; i < b->hans; i++) {
        uint64_t first = number[r[i] >> 48], second = r[i] >> 32 & 0xFFFF;
        uint64_t doc = w->moved ? w->new_of[r[i] >> 16 & 0xFFFF] : r[i] >> 16 & 0xFFFF;
        second = second ? number[second] : 0;
        r[i] = (first << bits | second) << 32 | doc << 16 | (r[i] & 0xFFFF);
    }
    return sort_bits(r, b->other, b->hans, w->moved ? 16 : 32, 32 + 2 * bits);
}

/* The union of a character's pairs, as bits, becomes its list. */
static void put_rune(struct write *w, uint64_t *bits, uint16_t *docs, uint32_t *out_df,
                     uint32_t *out_payload)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < SEGMENT_WORDS; i++) {
        for (uint64_t x = bits[i]; x; x &= x - 1)
            docs[n++] = (uint16_t)(i * 64 + (uint32_t)__builtin_ctzll(x));
        bits[i] = 0;
    }
    *out_df = n;
    *out_payload = n == 1 ? docs[0] : n ? put_list(w, docs, n, 0) : UINT32_MAX;
}

/* A dictionary while it is written: the lists go straight to the image, these follow behind. */
struct entries {
    uint32_t n, *rune_df, *rune_list, *pair_at, *pair_list;
    uint16_t *second, *df;
};

static void put_pairs(struct write *w, const uint64_t *r, unsigned bits, struct entries *e)
{
    struct builder *b = w->b;
    struct arena *a = &b->arena;
    uint16_t *docs = ARENA_ARRAY(a, uint16_t, SEGMENT_DOCS_MAX + 1);
    uint64_t *seen = ARENA_ARRAY(a, uint64_t, SEGMENT_WORDS);
    uint32_t rune = 0;
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    for (uint64_t i = 0, next; i < b->hans; i = next) {
        uint64_t key = r[i] >> 32;
        uint32_t first = (uint32_t)(key >> bits) - 1;
        for (; rune < first; rune++) {
            put_rune(w, seen, docs, &e->rune_df[rune], &e->rune_list[rune]);
            e->pair_at[rune + 1] = e->n;
        }
        for (next = i; next < b->hans && r[next] >> 32 == key; next++)
            seen[(r[next] >> 16 & 0xFFFF) / 64] |= UINT64_C(1) << ((r[next] >> 16) % 64);
        put_term(w, r + i, (uint32_t)(next - i), docs, &e->df[e->n], &e->pair_list[e->n]);
        e->second[e->n++] = (uint16_t)(key & mask);
    }
    for (; rune < b->runes; rune++) {
        put_rune(w, seen, docs, &e->rune_df[rune], &e->rune_list[rune]);
        e->pair_at[rune + 1] = e->n;
    }
}

static uint32_t different_keys(const uint64_t *r, uint64_t n)
{
    uint32_t keys = 0;
    for (uint64_t i = 0; i < n; i++)
        keys += i == 0 || r[i] >> 32 != r[i - 1] >> 32;
    return keys;
}

static void put_bytes(struct write *w, const void *bytes, uint64_t n)
{
    void *to = room(w, n);
    if (!w->full && n)
        memcpy(to, bytes, n);
}

static void put_section(struct write *w, enum segment_section section, const void *bytes,
                        uint64_t n)
{
    begin(w, section);
    put_bytes(w, bytes, n);
    end(w, section);
}

/* --- Words ---------------------------------------------------------------------------------------
 */

static uint64_t *sort_words(struct write *w, struct text_doc *word)
{
    struct builder *b = w->b;
    uint64_t *r = b->record + (SEGMENT_TOKENS_MAX - b->latins);
    uint32_t *number = ARENA_ARRAY(&b->arena, uint32_t, b->words + 1);
    for (uint32_t i = 0; i < b->words; i++)
        word[i] = (struct text_doc){
            {b->word_bytes + b->word_at[i], b->word_at[i + 1] - b->word_at[i]}, i};
    qsort(word, b->words, sizeof *word, by_text);
    for (uint32_t i = 0; i < b->words; i++)
        number[word[i].doc] = i;
    for (uint64_t i = 0, n = b->latins; i < n / 2; i++) { /* they were added from the back */
        uint64_t x = r[i];
        r[i] = r[n - 1 - i];
        r[n - 1 - i] = x;
    }
    for (uint64_t i = 0; i < b->latins; i++) {
        uint64_t doc = w->moved ? w->new_of[r[i] >> 16 & 0xFFFF] : r[i] >> 16 & 0xFFFF;
        r[i] = (uint64_t)number[r[i] >> 32] << 32 | doc << 16 | (r[i] & 0xFFFF);
    }
    return sort_bits(r, b->other + (SEGMENT_TOKENS_MAX - b->latins), b->latins, w->moved ? 16 : 32,
                     32 + bits_for(b->words));
}

struct word_entries {
    struct text_doc *word;
    uint16_t *df;
    uint32_t *list;
};

static void put_words(struct write *w, const uint64_t *r, struct word_entries *e)
{
    struct builder *b = w->b;
    uint16_t *docs = ARENA_ARRAY(&b->arena, uint16_t, SEGMENT_DOCS_MAX + 1);
    for (uint32_t i = 0; i < b->words; i++)
        e->list[i] = UINT32_MAX; /* a word that no record has: nowhere */
    for (uint64_t i = 0, next; i < b->latins; i = next) {
        uint32_t word = (uint32_t)(r[i] >> 32);
        for (next = i; next < b->latins && r[next] >> 32 == word; next++)
            ;
        put_term(w, r + i, (uint32_t)(next - i), docs, &e->df[word], &e->list[word]);
    }
}

static void write_word_texts(struct write *w, const struct word_entries *e)
{
    struct builder *b = w->b;
    begin(w, SEC_WORD_AT);
    uint32_t *at = room(w, ((uint64_t)b->words + 1) * 4);
    for (uint32_t i = 0; i < b->words; i++)
        at[i + 1] = at[i] + (uint32_t)e->word[i].text.len;
    end(w, SEC_WORD_AT);
    begin(w, SEC_WORD);
    char *bytes = room(w, b->word_n);
    for (uint32_t i = 0; i < b->words; i++) {
        memcpy(bytes, e->word[i].text.ptr, e->word[i].text.len);
        bytes += e->word[i].text.len;
    }
    end(w, SEC_WORD);
    put_section(w, SEC_WORD_DF, e->df, (uint64_t)b->words * 2);
    put_section(w, SEC_WORD_LIST, e->list, (uint64_t)b->words * 4);
}

/* --- Codes ---------------------------------------------------------------------------------------
 */

/* A dictionary's numbers in this segment, rising, and each value's place among them. */
struct codes {
    uint32_t n, values;
    uint32_t *id, *df, *list, *at, *value;
    uint32_t *code; /* of each value: its place in id */
};

static uint32_t code_of(const struct codes *c, uint32_t id)
{
    uint32_t low = 0, n = c->n;
    while (n > 1) {
        uint32_t half = n / 2;
        low += c->id[low + half] <= id ? half : 0;
        n -= half;
    }
    return low;
}

static void gather_codes(struct write *w, int dim, struct codes *c)
{
    struct builder *b = w->b;
    struct arena *a = &b->arena;
    uint32_t values = (uint32_t)b->value[dim].n;
    uint64_t *sort = ARENA_ARRAY(a, uint64_t, (size_t)values + 1),
             *other = ARENA_ARRAY(a, uint64_t, (size_t)values + 1);
    for (uint32_t i = 0; i < values; i++)
        sort[i] = b->value[dim].at[i] & ~SEGMENT_FIRST;
    sort = sort_bits(sort, other, values, 0, 32);
    c->values = values;
    c->id = ARENA_ARRAY(a, uint32_t, (size_t)values + 1);
    for (uint32_t i = 0; i < values; i++)
        if (i == 0 || sort[i] != sort[i - 1])
            c->id[c->n++] = (uint32_t)sort[i];
    c->at = ARENA_ARRAY(a, uint32_t, (size_t)b->docs + 1);
    c->value = ARENA_ARRAY(a, uint32_t, (size_t)values + 1);
    c->code = ARENA_ARRAY(a, uint32_t, (size_t)values + 1);
    uint32_t k = 0;
    for (uint32_t i = 0; i < b->docs; i++) {
        uint32_t old = w->order[i], from = b->value_at[dim][old],
                 to = old + 1 < b->docs ? b->value_at[dim][old + 1] : values;
        c->at[i] = k;
        for (; from < to; from++) {
            uint32_t v = b->value[dim].at[from];
            c->code[k] = code_of(c, v & ~SEGMENT_FIRST);
            c->value[k++] = v;
        }
    }
    c->at[b->docs] = k;
}

/* The list of each code, into SEC_LIST. */
static void put_codes(struct write *w, struct codes *c)
{
    struct arena *a = &w->b->arena;
    uint32_t *place = ARENA_ARRAY(a, uint32_t, (size_t)c->n + 1);
    uint16_t *docs = ARENA_ARRAY(a, uint16_t, (size_t)c->values + 1);
    c->df = ARENA_ARRAY(a, uint32_t, (size_t)c->n + 1);
    c->list = ARENA_ARRAY(a, uint32_t, (size_t)c->n + 1);
    for (uint32_t i = 0; i < c->values; i++)
        c->df[c->code[i]]++;
    for (uint32_t i = 0; i < c->n; i++)
        place[i + 1] = place[i] + c->df[i];
    for (uint32_t d = 0; d < w->b->docs; d++)
        for (uint32_t i = c->at[d]; i < c->at[d + 1]; i++)
            docs[place[c->code[i]]++] = (uint16_t)d;
    for (uint32_t i = 0, from = 0; i < c->n; from += c->df[i], i++)
        c->list[i] = c->df[i] == 1 ? docs[from] : put_list(w, docs + from, c->df[i], 0);
}

static uint64_t put_u32(struct write *w, uint64_t base, const uint32_t *from, uint64_t n)
{
    uint64_t at = w->out->n - base;
    put_bytes(w, from, n * 4);
    return at;
}

static void write_codes(struct write *w, const struct codes *codes)
{
    struct segment_dim dim[DIM_N_];
    begin(w, SEC_DIM_DATA);
    uint64_t base = w->out->n;
    for (int d = 0; d < DIM_N_; d++) {
        const struct codes *c = &codes[d];
        dim[d] = (struct segment_dim){.n = c->n, .values = c->values};
        dim[d].id = put_u32(w, base, c->id, c->n);
        dim[d].df = put_u32(w, base, c->df, c->n);
        dim[d].list = put_u32(w, base, c->list, c->n);
        dim[d].at = put_u32(w, base, c->at, (uint64_t)w->b->docs + 1);
        dim[d].value = put_u32(w, base, c->value, c->values);
        dim[d].one = w->out->n - base;
        uint32_t *one = room(w, (uint64_t)w->b->docs * 4);
        for (uint32_t i = 0; !w->full && i < w->b->docs; i++)
            one[i] = c->at[i + 1] == c->at[i]       ? SEGMENT_NONE
                     : c->at[i + 1] == c->at[i] + 1 ? c->value[c->at[i]]
                                                    : SEGMENT_SEVERAL;
    }
    end(w, SEC_DIM_DATA);
    put_section(w, SEC_DIM, dim, sizeof dim);
}

/* Subclasses packed, and counted by year: what heat maps read. */
static void write_pack(struct write *w, const struct codes *c, uint32_t runs)
{
    uint32_t n = w->b->docs;
    begin(w, SEC_PACK);
    uint64_t *pack = c->n <= SEGMENT_PACK_MAX ? room(w, (uint64_t)n * 8) : NULL;
    for (uint32_t d = 0; pack && !w->full && d < n; d++) {
        pack[d] = SEGMENT_PACK_NONE;
        for (uint32_t k = 0, i = c->at[d]; i < c->at[d + 1]; i++, k++) {
            if (k == 6) {
                pack[d] |= SEGMENT_MORE;
                break;
            }
            pack[d] ^= (c->code[i] ^ (SEGMENT_PACK_NONE >> 10 * k & 1023)) << 10 * k;
        }
    }
    end(w, SEC_PACK);
    begin(w, SEC_CUBE);
    uint32_t *cube = room(w, (uint64_t)runs * c->n * 4);
    const struct segment_run *run = (const void *)(w->out->at + w->head->section[SEC_RUN].at);
    for (uint32_t d = 0, r = 0; !w->full && d < n; d++) {
        while (r + 1 < runs && run[r + 1].first <= d)
            r++;
        for (uint32_t i = c->at[d]; i < c->at[d + 1]; i++)
            cube[(uint64_t)r * c->n + c->code[i]]++;
    }
    end(w, SEC_CUBE);
}

/* --- Applicants of each subclass -----------------------------------------------------------------
 */

/* Where each subclass's records begin among all pairs of a record's subclass and applicant; NULL:
 * too many. */
static uint32_t *tally_from(struct write *w, const struct codes *sub, const struct codes *name)
{
    uint32_t *from = ARENA_ARRAY(&w->b->arena, uint32_t, sub->n + 2);
    uint64_t all = 0;
    for (uint32_t d = 0; d < w->b->docs; d++) {
        uint32_t names = name->at[d + 1] - name->at[d];
        all += (uint64_t)names * (sub->at[d + 1] - sub->at[d]);
        if (all > SEGMENT_TALLY_MAX)
            return NULL;
        for (uint32_t i = sub->at[d]; i < sub->at[d + 1]; i++)
            from[sub->code[i] + 2] += names;
    }
    for (uint32_t k = 0; k < sub->n; k++)
        from[k + 2] += from[k + 1];
    return from;
}

static int by_code(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Equal numbers side by side become one with its count; how many are left. */
static uint32_t tally_count(uint32_t *name, uint32_t n, uint16_t *records)
{
    uint32_t k = 0;
    if (n)
        qsort(name, n, sizeof *name, by_code);
    for (uint32_t i = 0; i < n; i++) {
        if (k && name[k - 1] == name[i]) {
            records[k - 1]++;
            continue;
        }
        name[k] = name[i];
        records[k++] = 1;
    }
    return k;
}

static void write_tally(struct write *w, const struct codes *sub, const struct codes *name)
{
    struct arena *a = &w->b->arena;
    begin(w, SEC_TALLY);
    uint32_t *from = tally_from(w, sub, name);
    if (from) {
        uint32_t pairs = from[sub->n + 1], n = 0;
        uint32_t *names = ARENA_ARRAY(a, uint32_t, pairs + 1);
        uint16_t *records = ARENA_ARRAY(a, uint16_t, pairs + 1);
        for (uint32_t d = 0; d < w->b->docs; d++)
            for (uint32_t i = sub->at[d]; i < sub->at[d + 1]; i++)
                for (uint32_t k = name->at[d]; k < name->at[d + 1]; k++)
                    names[from[sub->code[i] + 1]++] = name->id[name->code[k]];
        uint32_t *at = room(w, ((uint64_t)sub->n + 1) * 4);
        for (uint32_t s = 0; !w->full && s < sub->n; s++) { /* from[s] is now where s begins */
            uint32_t some = from[s + 1] - from[s];
            uint32_t left = tally_count(names + from[s], some, records + from[s]);
            memmove(names + n, names + from[s], left * sizeof *names);
            memmove(records + n, records + from[s], left * sizeof *records);
            n += left;
            at[s + 1] = n;
        }
        put_bytes(w, names, (uint64_t)n * 4);
        put_bytes(w, records, (uint64_t)n * 2);
    }
    end(w, SEC_TALLY);
}

/* --- All of it -----------------------------------------------------------------------------------
 */

static void write_lists(struct write *w, const uint16_t *number, struct entries *e,
                        struct word_entries *we, struct codes *codes)
{
    struct builder *b = w->b;
    struct arena *a = &b->arena;
    unsigned bits = bits_for(b->runes);
    uint64_t *pairs = sort_pairs(w, number, bits);
    uint32_t keys = different_keys(pairs, b->hans);
    *e = (struct entries){.rune_df = ARENA_ARRAY(a, uint32_t, b->runes + 1),
                          .rune_list = ARENA_ARRAY(a, uint32_t, b->runes + 1),
                          .pair_at = ARENA_ARRAY(a, uint32_t, b->runes + 2),
                          .pair_list = ARENA_ARRAY(a, uint32_t, keys + 1),
                          .second = ARENA_ARRAY(a, uint16_t, keys + 1),
                          .df = ARENA_ARRAY(a, uint16_t, keys + 1)};
    *we = (struct word_entries){.word = ARENA_ARRAY(a, struct text_doc, b->words + 1),
                                .df = ARENA_ARRAY(a, uint16_t, b->words + 1),
                                .list = ARENA_ARRAY(a, uint32_t, b->words + 1)};
    begin(w, SEC_LIST);
    w->list_at = w->out->n;
    put_pairs(w, pairs, bits, e);
    put_words(w, sort_words(w, we->word), we);
    for (int d = 0; d < DIM_N_; d++) {
        gather_codes(w, d, &codes[d]);
        put_codes(w, &codes[d]);
    }
    align(w); /* a bitmap may be read in whole words */
    end(w, SEC_LIST);
}

static void seal(struct write *w)
{
    struct segment_head *h = w->head;
    align(w);
    memcpy(h->magic, SEGMENT_MAGIC, 8);
    h->version = SEGMENT_VERSION;
    h->order = 0x01020304;
    h->docs = w->b->docs;
    h->tokens = w->b->hans + w->b->latins;
    h->sections = SEC_N_;
    h->size = w->out->n;
    for (int i = 0; i < SEC_N_; i++)
        h->section[i].sum = segment_sum(w->out->at + h->section[i].at, h->section[i].size);
    h->sum = segment_sum(h, offsetof(struct segment_head, sum));
}

enum err build_write(struct builder *b)
{
    struct write w = {.b = b, .out = &b->image};
    struct entries e;
    struct word_entries we;
    struct codes codes[DIM_N_] = {0};
    struct arena_mark mark = arena_mark(&b->arena);
    b->image.n = 0;
    w.head = room(&w, sizeof *w.head);
    order_docs(&w);
    uint32_t runs = write_days(&w);
    write_ids(&w);
    write_texts(&w);
    write_lists(&w, write_runes(&w), &e, &we, codes);
    put_section(&w, SEC_RUNE_DF, e.rune_df, (uint64_t)b->runes * 4);
    put_section(&w, SEC_RUNE_LIST, e.rune_list, (uint64_t)b->runes * 4);
    put_section(&w, SEC_PAIR_AT, e.pair_at, ((uint64_t)b->runes + 1) * 4);
    put_section(&w, SEC_PAIR_SECOND, e.second, (uint64_t)e.n * 2);
    put_section(&w, SEC_PAIR_DF, e.df, (uint64_t)e.n * 2);
    put_section(&w, SEC_PAIR_LIST, e.pair_list, (uint64_t)e.n * 4);
    write_word_texts(&w, &we);
    write_codes(&w, codes);
    write_pack(&w, &codes[DIM_SUBCLASS], runs);
    write_tally(&w, &codes[DIM_SUBCLASS], &codes[DIM_APPLICANT]);
    seal(&w);
    arena_reset(&b->arena, mark);
    return w.full ? ERR_LIMIT : ERR_OK;
}
