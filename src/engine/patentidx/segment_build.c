/*
 * Building a segment: every character and word becomes one 64-bit number (what, record, position);
 * sorting those numbers brings the lists together. No table of terms is needed while reading, and
 * memory is a constant.
 */
#include <string.h>
#include <sys/mman.h>

#include "engine/patentidx/segment_build.h"
#include "engine/patentidx/words.h"

enum { BUILDER_TEXT_MAX = 64 << 20, BUILDER_WORD_BYTES_MAX = 256 << 20 };
_Static_assert((int)WORD_PART_LEAP > (int)QUERY_DISTANCE_MAX,
               "no distance bridges two texts of a field");

void *build_big(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static bool open_memory(struct builder *b)
{
    struct arena *a = &b->arena;
    b->record = build_big(sizeof(uint64_t) * SEGMENT_TOKENS_MAX);
    b->other = build_big(sizeof(uint64_t) * SEGMENT_TOKENS_MAX);
    b->image.at = build_big(SEGMENT_BYTES_MAX);
    b->text.at = build_big(BUILDER_TEXT_MAX);
    b->word_bytes = build_big(BUILDER_WORD_BYTES_MAX);
    if (!b->record || !b->other || !b->image.at || !b->text.at || !b->word_bytes)
        return false;
    b->image.cap = SEGMENT_BYTES_MAX;
    b->text.cap = BUILDER_TEXT_MAX;
    b->code_of = ARENA_ARRAY(a, uint16_t, BUILDER_RUNES);
    b->rune_of = ARENA_ARRAY(a, uint32_t, SEGMENT_RUNES_MAX + 8);
    b->doc = ARENA_ARRAY(a, struct build_doc, SEGMENT_DOCS_MAX);
    for (int t = 0; t < TEXT_N_; t++)
        b->text_at[t] = ARENA_ARRAY(a, uint32_t, SEGMENT_DOCS_MAX + 1);
    for (int d = 0; d < DIM_N_; d++)
        b->value_at[d] = ARENA_ARRAY(a, uint32_t, SEGMENT_DOCS_MAX + 1);
    b->word_slot_n = 1 << 16;
    b->word_slot = ARENA_ARRAY(a, uint32_t, b->word_slot_n);
    return true;
}

static void reset(struct builder *b)
{
    for (uint32_t i = 1; i <= b->runes; i++)
        b->code_of[b->rune_of[i]] = 0;
    memset(b->word_slot, 0, sizeof(uint32_t) * b->word_slot_n);
    b->docs = b->runes = b->words = 0;
    b->hans = b->latins = 0;
    b->text.n = b->word_n = 0;
    for (int d = 0; d < DIM_N_; d++)
        b->value[d].n = 0;
}

enum err builder_open(struct names *names, struct builder **out)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 30);
    struct builder *b = ARENA_NEW(&arena, struct builder);
    b->arena = arena;
    b->names = names;
    *out = b;
    if (!open_memory(b)) {
        builder_close(b);
        return ERR_LIMIT;
    }
    reset(b);
    return ERR_OK;
}

void builder_close(struct builder *b)
{
    if (b->record)
        munmap(b->record, sizeof(uint64_t) * SEGMENT_TOKENS_MAX);
    if (b->other)
        munmap(b->other, sizeof(uint64_t) * SEGMENT_TOKENS_MAX);
    if (b->image.at)
        munmap(b->image.at, SEGMENT_BYTES_MAX);
    if (b->text.at)
        munmap(b->text.at, BUILDER_TEXT_MAX);
    if (b->word_bytes)
        munmap(b->word_bytes, BUILDER_WORD_BYTES_MAX);
    struct arena arena = b->arena; /* the builder itself lies in it */
    arena_release(&arena);
}

uint32_t builder_docs(const struct builder *b)
{
    return b->docs;
}

/* --- Characters and words ------------------------------------------------------------------------
 */

uint32_t build_rune(struct builder *b, uint32_t rune)
{
    uint32_t code = b->code_of[rune];
    if (!code) {
        code = ++b->runes;
        b->code_of[rune] = (uint16_t)code;
        b->rune_of[code] = rune;
    }
    return code;
}

static bool same_word(const struct builder *b, uint32_t word, const void *bytes, uint32_t len)
{
    return b->word_at[word + 1] - b->word_at[word] == len &&
           memcmp(b->word_bytes + b->word_at[word], bytes, len) == 0;
}

static uint64_t word_hash(const unsigned char *p, uint32_t n)
{
    uint64_t h = n, w = 0;
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&w, p, 8);
        h = (h ^ w) * 0x9FB21C651E98DF25u;
        h ^= h >> 32;
    }
    w = 0;
    memcpy(&w, p, n);
    h = (h ^ w) * 0x9FB21C651E98DF25u;
    return h ^ h >> 29;
}

static uint32_t *word_place(struct builder *b, const void *bytes, uint32_t len)
{
    uint32_t i = (uint32_t)word_hash(bytes, len) & (b->word_slot_n - 1);
    while (b->word_slot[i] && !same_word(b, b->word_slot[i] - 1, bytes, len))
        i = (i + 1) & (b->word_slot_n - 1);
    return &b->word_slot[i];
}

static void grow_words(struct builder *b)
{
    b->word_slot_n *= 2;
    b->word_slot = ARENA_ARRAY(&b->arena, uint32_t, b->word_slot_n);
    for (uint32_t w = 0; w < b->words; w++)
        *word_place(b, b->word_bytes + b->word_at[w], b->word_at[w + 1] - b->word_at[w]) = w + 1;
}

uint32_t build_word(struct builder *b, const void *bytes, uint32_t len)
{
    uint32_t *slot = word_place(b, bytes, len);
    if (*slot)
        return *slot - 1;
    if (b->words + 2 > b->word_at_cap) {
        uint32_t cap = b->word_at_cap ? b->word_at_cap * 2 : 1 << 16;
        uint32_t *at = ARENA_ARRAY(&b->arena, uint32_t, cap);
        if (b->word_at_cap)
            memcpy(at, b->word_at, sizeof *at * b->word_at_cap);
        b->word_at = at;
        b->word_at_cap = cap;
    }
    b->word_at[b->words] = b->word_n;
    memcpy(b->word_bytes + b->word_n, bytes, len);
    b->word_n += len;
    b->word_at[b->words + 1] = b->word_n;
    *slot = ++b->words;
    uint32_t number = b->words - 1;
    if (b->words * 2 > b->word_slot_n)
        grow_words(b);
    return number;
}

void build_pair(struct builder *b, uint32_t first, uint32_t second, uint32_t doc, uint32_t position)
{
    b->record[b->hans++] =
        (uint64_t)first << 48 | (uint64_t)second << 32 | (uint64_t)doc << 16 | position;
}

void build_latin(struct builder *b, uint32_t word, uint32_t doc, uint32_t position)
{
    b->record[SEGMENT_TOKENS_MAX - ++b->latins] =
        (uint64_t)word << 32 | (uint64_t)doc << 16 | position;
}

static void add_words(struct builder *b, struct str text, uint32_t at, uint32_t end, uint32_t doc)
{
    struct word_reader r;
    uint32_t before = 0, before_at = 0;
    word_begin(&r, str_or_empty(text), at, false);
    for (enum word_kind kind; (kind = word_next(&r)) != WORD_END && r.position < end;) {
        uint32_t code = kind == WORD_HAN ? build_rune(b, r.rune) : 0;
        if (before)
            build_pair(b, before, r.position == before_at + 1 ? code : 0, doc, before_at);
        before = code;
        before_at = r.position;
        if (kind == WORD_LATIN)
            build_latin(b, build_word(b, r.bytes, r.len), doc, r.position);
        else if (kind == WORD_SENTENCE || kind == WORD_LINE)
            build_pair(b, build_rune(b, kind == WORD_SENTENCE ? RUNE_SENTENCE : RUNE_LINE), 0, doc,
                       r.position);
    }
    if (before)
        build_pair(b, before, 0, doc, before_at);
}

/* --- Columns -------------------------------------------------------------------------------------
 */

void build_value(struct builder *b, enum dim dim, uint32_t id, bool first)
{
    uint32_t from = b->value_at[dim][b->docs];
    for (size_t i = from; i < b->value[dim].n; i++)
        if ((b->value[dim].at[i] & ~SEGMENT_FIRST) == id) {
            b->value[dim].at[i] |= first ? SEGMENT_FIRST : 0;
            return;
        }
    *VEC_ADD(&b->arena, &b->value[dim]) = id | (first ? SEGMENT_FIRST : 0);
}

static void named(struct builder *b, enum dim dim, struct str text, bool first)
{
    size_t max =
        dim == DIM_APPLICANT || dim == DIM_INVENTOR ? DOC_NAME_BYTES_MAX : DOC_CODE_BYTES_MAX;
    if (str_empty(text))
        return;
    if (text.len > max) {
        text.len = max;
        while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    uint32_t id = names_add(b->names, dim, text);
    if (id < SEGMENT_FIRST - 2) /* two numbers mean "none" and "several" */
        build_value(b, dim, id, first);
}

static void add_classes(struct builder *b, const struct patent_doc *d)
{
    for (size_t i = 0; i < d->class_n && i < DOC_CLASSES_MAX; i++) {
        const struct doc_class *c = &d->classes[i];
        named(b, c->cpc ? DIM_CPC : DIM_IPC, c->symbol, c->first);
        named(b, c->cpc ? DIM_CPC_SUBCLASS : DIM_SUBCLASS, str_slice(c->symbol, 0, 4), c->first);
    }
}

static void add_names(struct builder *b, const struct patent_doc *d)
{
    static const struct {
        enum query_code code;
        enum dim dim;
    } codes[] = {{CODE_OFFICE, DIM_OFFICE}, {CODE_KIND, DIM_KIND},   {CODE_TYPE, DIM_TYPE},
                 {CODE_STATUS, DIM_STATUS}, {CODE_LEGAL, DIM_LEGAL}, {CODE_ZONE, DIM_ZONE},
                 {CODE_REGION, DIM_REGION}};
    for (size_t i = 0; i < d->applicant_n && i < DOC_NAMES_MAX; i++)
        named(b, DIM_APPLICANT, d->applicants[i], i == 0);
    for (size_t i = 0; i < d->inventor_n && i < DOC_NAMES_MAX; i++)
        named(b, DIM_INVENTOR, d->inventors[i], i == 0);
    for (size_t i = 0; i < d->event_n && i < DOC_EVENTS_MAX; i++)
        named(b, DIM_EVENT, d->events[i], i == 0);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        named(b, codes[i].dim, d->code[codes[i].code], true);
}

void build_text(struct builder *b, enum segment_text text, struct str value)
{
    size_t n = value.len < DOC_CODE_BYTES_MAX ? value.len : DOC_CODE_BYTES_MAX;
    b->text_at[text][b->docs] = b->text.n << 8 | (uint32_t)n;
    if (n)
        memcpy(b->text.at + b->text.n, value.ptr, n);
    b->text.n += (uint32_t)n;
}

/* Every character may be a position, and each may be followed by an end. */
static bool has_room(const struct builder *b, const struct patent_doc *d)
{
    size_t title = d->title.len < DOC_TITLE_END ? d->title.len : DOC_TITLE_END,
           abstract = d->abstract.len < DOC_ABSTRACT_END ? d->abstract.len : DOC_ABSTRACT_END,
           claims = d->claims.len < DOC_CLAIMS_END ? d->claims.len : DOC_CLAIMS_END;
    size_t tokens = title + abstract + claims, letters = 64 * tokens;
    return b->docs < SEGMENT_DOCS_MAX && b->hans + b->latins + tokens + 8 < SEGMENT_TOKENS_MAX &&
           b->runes + tokens < SEGMENT_RUNES_MAX + (b->docs ? 0 : 40000) &&
           b->word_n + letters < BUILDER_WORD_BYTES_MAX && b->text.n + 1024 < 1u << 24;
}

enum err builder_add(struct builder *b, const struct patent_doc *d)
{
    if (!has_room(b, d))
        return ERR_FULL;
    struct build_doc *doc = &b->doc[b->docs];
    *doc = (struct build_doc){.id = d->id, .day = doc_day(d)};
    memcpy(doc->days, d->day, sizeof doc->days);
    for (int i = 0; i < INT_N_; i++)
        doc->counts[i] = d->count[i] < 0           ? -1
                         : d->count[i] > INT32_MAX ? INT32_MAX
                                                   : (int32_t)d->count[i];
    for (int dim = 0; dim < DIM_N_; dim++)
        b->value_at[dim][b->docs] = (uint32_t)b->value[dim].n;
    build_text(b, TEXT_NUMBER, d->code[CODE_NUMBER]);
    build_text(b, TEXT_APPLICATION, d->code[CODE_APPLICATION]);
    build_text(b, TEXT_FAMILY, d->code[CODE_FAMILY]);
    add_classes(b, d);
    add_names(b, d);
    add_words(b, d->title, DOC_TITLE_AT, DOC_TITLE_END, b->docs);
    add_words(b, d->abstract, DOC_ABSTRACT_AT, DOC_ABSTRACT_END, b->docs);
    add_words(b, d->claims, DOC_CLAIMS_AT, DOC_CLAIMS_END, b->docs);
    b->docs++;
    return ERR_OK;
}

/* --- From a segment ------------------------------------------------------------------------------
 */

struct copy {
    struct builder *b;
    const struct segment *from;
    uint32_t new_of[SEGMENT_DOCS_MAX]; /* UINT32_MAX: left out */
};

static void copy_doc(struct copy *c, uint32_t doc)
{
    struct builder *b = c->b;
    const struct segment *s = c->from;
    struct build_doc *to = &b->doc[b->docs];
    const int32_t *days = segment_at(s, SEC_DAYS), *counts = segment_at(s, SEC_COUNTS);
    *to = (struct build_doc){.id = s->id[doc], .day = s->day[doc]};
    for (int i = 0; i < DAY_N_; i++)
        to->days[i] = days[(size_t)i * s->docs + doc];
    for (int i = 0; i < INT_N_; i++)
        to->counts[i] = counts[(size_t)i * s->docs + doc];
    for (int t = 0; t < TEXT_N_; t++)
        build_text(b, (enum segment_text)t, segment_text(s, (enum segment_text)t, doc));
    for (int d = 0; d < DIM_N_; d++) {
        const uint32_t *at = segment_dim_u32(s, s->dim[d].at),
                       *value = segment_dim_u32(s, s->dim[d].value);
        b->value_at[d][b->docs] = (uint32_t)b->value[d].n;
        for (uint32_t i = at[doc]; i < at[doc + 1]; i++)
            build_value(b, (enum dim)d, value[i] & ~SEGMENT_FIRST, value[i] & SEGMENT_FIRST);
    }
    c->new_of[doc] = b->docs++;
}

/* Whether any of the list's records is copied: what only others had is left behind. */
static bool survives(const struct copy *c, const struct list *l)
{
    for (uint32_t i = 0; !l->bits && i < l->df; i++)
        if (c->new_of[l->docs[i]] != UINT32_MAX)
            return true;
    for (uint32_t doc = 0; l->bits && doc < c->from->docs; doc++)
        if (l->bits[doc / 64] >> doc % 64 & 1 && c->new_of[doc] != UINT32_MAX)
            return true;
    return false;
}

/* A list's records and positions, as pairs or as words of the builder. */
static void copy_list(struct copy *c, const struct list *l, bool pair, uint32_t first,
                      uint32_t second)
{
    uint32_t doc = 0;
    const uint16_t *more = l->more;
    for (uint32_t i = 0; i < l->df; i++, doc++) {
        if (l->bits)
            while (!(l->bits[doc / 64] >> doc % 64 & 1))
                doc++;
        else
            doc = l->docs[i];
        uint32_t to = c->new_of[doc], p = l->pos[i];
        for (;; p = *more++) {
            if (to != UINT32_MAX && pair)
                build_pair(c->b, first, second, to, p & ~SEGMENT_AGAIN);
            else if (to != UINT32_MAX)
                build_latin(c->b, first, to, p & ~SEGMENT_AGAIN);
            if (!(p & SEGMENT_AGAIN))
                break;
        }
    }
}

static void copy_words(struct copy *c)
{
    const struct segment *s = c->from;
    const uint32_t *runes = segment_at(s, SEC_RUNE);
    const uint16_t *seconds = segment_at(s, SEC_PAIR_SECOND);
    struct list l;
    for (uint32_t r = 0; r < s->runes; r++) {
        uint32_t from, to, first = build_rune(c->b, runes[r]);
        segment_pairs_of(s, runes[r], &from, &to);
        for (uint32_t p = from; p < to; p++) {
            segment_pair_list(s, p, &l);
            copy_list(c, &l, true, first, seconds[p] ? build_rune(c->b, runes[seconds[p] - 1]) : 0);
        }
    }
    for (uint32_t w = 0; w < s->words; w++) {
        struct str text = segment_word_text(s, w);
        segment_word_list(s, w, &l);
        if (survives(c, &l))
            copy_list(c, &l, false, build_word(c->b, text.ptr, (uint32_t)text.len), 0);
    }
}

enum err builder_add_segment(struct builder *b, const struct segment *from, const uint64_t *without)
{
    if (b->docs + from->docs > SEGMENT_DOCS_MAX ||
        b->hans + b->latins + from->head->tokens > SEGMENT_TOKENS_MAX ||
        b->runes + from->runes > SEGMENT_RUNES_MAX ||
        b->text.n + from->head->section[SEC_TEXT].size >= 1u << 24 ||
        b->word_n + from->head->section[SEC_WORD].size > BUILDER_WORD_BYTES_MAX)
        return ERR_FULL;
    if (!b->copy)
        b->copy = ARENA_NEW(&b->arena, struct copy);
    struct copy *c = b->copy;
    c->b = b;
    c->from = from;
    for (uint32_t d = 0; d < from->docs; d++) {
        c->new_of[d] = UINT32_MAX;
        if (!without || !(without[d / 64] >> d % 64 & 1))
            copy_doc(c, d);
    }
    copy_words(c);
    return ERR_OK;
}

enum err builder_image(struct builder *b, const void **out_bytes, size_t *out_size)
{
    enum err e = build_write(b);
    *out_bytes = b->image.at;
    *out_size = b->image.n;
    reset(b);
    return e;
}
