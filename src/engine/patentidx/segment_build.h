/* Inside the builder: what is gathered (segment_build.c) and written (segment_write.c). */
#ifndef LIANYUAN_ENGINE_PATENTIDX_SEGMENT_BUILD_H
#define LIANYUAN_ENGINE_PATENTIDX_SEGMENT_BUILD_H

#include "base/vec.h"
#include "engine/patentidx/segment_format.h"

enum { BUILDER_RUNES = 0x32400 }; /* base/terms knows no Chinese above */

struct build_doc {
    int64_t id;
    int32_t day, days[DAY_N_], counts[INT_N_];
};

struct build_bytes {
    unsigned char *at;
    uint64_t n, cap;
};

struct copy;

struct builder {
    struct arena arena;
    struct names *names;
    uint32_t docs;
    struct build_doc *doc;
    struct {
        char *at;
        uint32_t n, cap;
    } text;
    uint32_t *text_at[TEXT_N_]; /* place << 8 | length; all texts of a segment below 16 MB */
    uint32_t *value_at[DIM_N_];
    VEC(uint32_t) value[DIM_N_]; /* numbers in the dictionary, SEGMENT_FIRST beside */

    uint16_t *code_of; /* character to its number from 1 on; 0 = not seen */
    uint32_t *rune_of;
    uint32_t runes;
    char *word_bytes;
    uint32_t word_n, words, *word_at, word_at_cap;
    uint32_t *word_slot, word_slot_n; /* open addressing: word + 1 */

    uint64_t *record, *other; /* pairs grow from the front, words from the back */
    uint64_t hans, latins;

    struct build_bytes image;
    struct copy *copy;
};

void *build_big(size_t size);
uint32_t build_rune(struct builder *b, uint32_t rune);
uint32_t build_word(struct builder *b, const void *bytes, uint32_t len);
void build_pair(struct builder *b, uint32_t first, uint32_t second, uint32_t doc,
                uint32_t position);
void build_latin(struct builder *b, uint32_t word, uint32_t doc, uint32_t position);
void build_value(struct builder *b, enum dim dim, uint32_t id, bool first);
void build_text(struct builder *b, enum segment_text text, struct str value);

enum err build_write(struct builder *b);

#endif
