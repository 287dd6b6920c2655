/*
 * A part of the index that never changes: up to 65,535 records in the order of their days, as one
 * block of bytes that is the same in a file and in memory. Numbers are little-endian and aligned,
 * so that it is used where it lies.
 *
 * What is in it: columns (days, counts, numbers, every dictionary's codes), a list of records for
 * each code, and the words. Each Chinese character begins one pair with the character behind it (or
 * with "end"); a pair's list holds records and positions, a character's list is the union of its
 * pairs. Words of letters have such lists, too. A list is an array of 16-bit record numbers, or,
 * from 4,096 records on, a bitmap of 8 KB with running counts: what roaring bitmaps call
 * containers; a segment is exactly one container wide. A word that occurs once lies in the
 * dictionary itself.
 *
 * Integrity: the head holds every section's size and sum, and its own. segment_check() reads a
 * whole file before anybody maps it. Nothing is ever changed in place.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_SEGMENT_H
#define LIANYUAN_ENGINE_PATENTIDX_SEGMENT_H

#include "engine/patentidx/doc.h"
#include "engine/patentidx/names.h"

enum {
    SEGMENT_DOCS_MAX = 65535,
    SEGMENT_WORDS = 1024,          /* 64-bit words of a bitmap of records */
    SEGMENT_ARRAY_MAX = 4096,      /* a longer list is a bitmap */
    SEGMENT_TOKENS_MAX = 20 << 20, /* characters and words of one segment: 320 MB while building */
    SEGMENT_PACK_MAX = 1021,       /* subclasses that fit the packed column */
    SEGMENT_RUNES_MAX = 65000,
    SEGMENT_TALLY_MAX = 4 << 20, /* a record's subclasses times its applicants, of all records */
};

#define SEGMENT_BYTES_MAX ((size_t)2 << 30)

enum segment_section {
    SEC_DAY,      /* i32[docs]: rising; DAY_NONE first */
    SEC_RUN,      /* struct segment_run[]: the years */
    SEC_ID,       /* i64[docs] */
    SEC_ID_ORDER, /* u16[docs]: by id */
    SEC_DAYS,     /* i32[DAY_N_][docs] */
    SEC_COUNTS,   /* i32[INT_N_][docs]; -1 not known */
    SEC_TEXT_AT,  /* u32[3][docs + 1] into SEC_TEXT: number, application, family */
    SEC_TEXT,
    SEC_TEXT_ORDER, /* u16[3][docs]: by text */
    SEC_DIM,        /* struct segment_dim[DIM_N_] */
    SEC_DIM_DATA,
    SEC_PACK,    /* u64[docs]: up to six subclasses, 10 bits each; top bit: there are more */
    SEC_CUBE,    /* u32[runs][subclasses]: the records' subclasses by year */
    SEC_TALLY,   /* each subclass's applicants: u32[subclasses + 1] into u32 numbers in the
                    dictionary,   rising, and behind them u16 records of each; empty: too many */
    SEC_RUNE,    /* u32[]: rising; 1 and 2 are the ends of sentences and of lines */
    SEC_RUNE_DF, /* u32[] */
    SEC_RUNE_LIST,
    SEC_PAIR_AT,     /* u32[runes + 1] into the pairs */
    SEC_PAIR_SECOND, /* u16[]: number of the second character from 1 on; 0 = end */
    SEC_PAIR_DF,     /* u16[]; 0: one record that has it several times */
    SEC_PAIR_LIST,   /* u32[]: df 1: record << 16 | position; else place in SEC_LIST / 8 */
    SEC_WORD_AT,     /* u32[words + 1] into SEC_WORD; words rising by bytes */
    SEC_WORD,
    SEC_WORD_DF,
    SEC_WORD_LIST,
    SEC_LIST,
    SEC_N_
};

/* Texts that are columns of their own. */
enum segment_text { TEXT_NUMBER, TEXT_APPLICATION, TEXT_FAMILY, TEXT_N_ };

struct segment_run {
    int32_t year;   /* INT32_MIN: no day known */
    uint32_t first; /* record; the run ends where the next one begins */
};

struct segment_dim {
    uint32_t n;        /* codes in this segment */
    uint32_t values;   /* all records' codes together */
    uint64_t id;       /* u32[n]: number in the dictionary, rising */
    uint64_t df, list; /* u32[n]; df 1: the record itself */
    uint64_t at;       /* u32[docs + 1] into the values */
    uint64_t value; /* u32[values]: dictionary's number; SEGMENT_FIRST set where it is the first */
    uint64_t one;   /* u32[docs]: the only value, SEGMENT_NONE or SEGMENT_SEVERAL */
};

#define SEGMENT_FIRST 0x80000000u
#define SEGMENT_NONE 0xFFFFFFFFu
#define SEGMENT_SEVERAL 0xFFFFFFFEu
#define SEGMENT_MORE (UINT64_C(1) << 63) /* in the packed column */
#define SEGMENT_PACK_NONE                                                                          \
    UINT64_C(0x0FFBFEFFBFFFFFFF) /* no code: 1023 in the first three places, 1022 in the others */

struct segment_head {
    char magic[8];
    uint32_t version, order; /* 0x01020304 as this machine writes it */
    uint64_t size;
    uint32_t docs, sections;
    uint64_t tokens; /* characters and words, for telling what fits together */
    struct {
        uint64_t at, size, sum;
    } section[SEC_N_];
    uint64_t sum; /* of all before */
};

struct segment {
    const unsigned char *bytes;
    const struct segment_head *head;
    uint32_t docs, runes, words, runs;
    const int32_t *day;
    const struct segment_run *run;
    const int64_t *id;
    const struct segment_dim *dim;
};

/* Records, with positions or without. */
struct list {
    uint32_t df, occ;      /* occ 0: no positions */
    const uint16_t *docs;  /* NULL when bits */
    const uint64_t *bits;  /* SEGMENT_WORDS */
    const uint16_t *ranks; /* of bits: records before each 8 words */
    const uint16_t *pos;   /* each record's first; SEGMENT_AGAIN set: it has more of them */
    const uint16_t *more;  /* when occ > df: the others; SEGMENT_AGAIN set: not the last one */
    const uint32_t *skip;  /* how many of the others stand before each 64 records */
    uint16_t one[2];       /* where a list of one record lies */
};

#define SEGMENT_AGAIN 0x8000u

/* The other positions of the record of that rank, whose first one has SEGMENT_AGAIN set. */
static inline const uint16_t *list_more(const struct list *l, uint32_t rank)
{
    uint32_t at = l->skip[rank / 64];
    for (uint32_t r = rank & ~63u; r < rank; r++)
        if (l->pos[r] & SEGMENT_AGAIN) {
            while (l->more[at] & SEGMENT_AGAIN)
                at++;
            at++;
        }
    return l->more + at;
}

static inline const void *segment_at(const struct segment *s, enum segment_section section)
{
    return s->bytes + s->head->section[section].at;
}

/* Bytes that segment_check() or a builder vouches for. False: not a segment of this version, or its
 * parts do not fit together. */
bool segment_use(struct segment *segment, const void *bytes, size_t size);

/* Every sum of an image in memory. */
bool segment_sound(const void *bytes, size_t size);

/* Reads a whole file and compares every sum. ERR_INVALID: torn or foreign; out_why says which. */
enum err segment_check(int fd, uint64_t *out_size, const char **out_why);

/* The list of a character (2 bytes of code each way), a pair, a word; false: not in the segment.
 * second 0: the pair that ends a run. */
bool segment_rune(const struct segment *s, uint32_t rune, struct list *out);
bool segment_pair(const struct segment *s, uint32_t first, uint32_t second, struct list *out);
bool segment_word(const struct segment *s, struct str word, struct list *out);
uint32_t segment_word_from(const struct segment *s, struct str prefix); /* first word not below */
struct str segment_word_text(const struct segment *s, uint32_t word);
void segment_word_list(const struct segment *s, uint32_t word, struct list *out);
/* The pairs that begin with a character: their numbers. */
void segment_pairs_of(const struct segment *s, uint32_t rune, uint32_t *out_from, uint32_t *out_to);
void segment_pair_list(const struct segment *s, uint32_t pair, struct list *out);

/* A dictionary's code in this segment, or UINT32_MAX; its list. */
uint32_t segment_code(const struct segment *s, enum dim dim, uint32_t id);
void segment_code_list(const struct segment *s, enum dim dim, uint32_t code, struct list *out);
static inline const uint32_t *segment_dim_u32(const struct segment *s, uint64_t at)
{
    return (const uint32_t *)(const void *)((const unsigned char *)segment_at(s, SEC_DIM_DATA) +
                                            at);
}

/* How many records of a subclass (its code) each applicant has; false: it was not counted. */
struct segment_tally {
    const uint32_t *id; /* numbers in the dictionary, rising */
    const uint16_t *records;
    uint32_t n;
};
bool segment_tally(const struct segment *s, uint32_t code, struct segment_tally *out);

struct str segment_text(const struct segment *s, enum segment_text text, uint32_t doc);
/* The record with that id, or UINT32_MAX. */
uint32_t segment_doc_of(const struct segment *s, int64_t id);

bool list_has(const struct list *list, uint32_t doc);

/* A sum of bytes for finding damage; not against intent. */
uint64_t segment_sum(const void *bytes, size_t n);

/* --- Building ----------------------------------------------------------------------------------
 */

struct builder;

/* Takes about 330 MB at most, which are touched as they are used; builder_close gives them back. */
enum err builder_open(struct names *names, struct builder **out);
void builder_close(struct builder *b);

/* ERR_FULL: the segment is full, nothing was added; take the image and add again. */
enum err builder_add(struct builder *b, const struct patent_doc *doc);
/* All records of a segment but those in the bitmap (NULL: none). */
enum err builder_add_segment(struct builder *b, const struct segment *from,
                             const uint64_t *without);
uint32_t builder_docs(const struct builder *b);

/* The image of what was added, valid until the next call; the builder is empty again. */
enum err builder_image(struct builder *b, const void **out_bytes, size_t *out_size);

#endif
