/* Inside the view's questions: sets of records, plans, and the evaluation in one segment. */
#ifndef LIANYUAN_ENGINE_PATENTIDX_FIND_H
#define LIANYUAN_ENGINE_PATENTIDX_FIND_H

#include "engine/patentidx/view.h"

/* Records of a segment, rising; bits or docs. */
struct set {
    uint32_t n;
    const uint16_t *docs;
    const uint64_t *bits; /* NULL: docs */
};

enum element_kind { ELEMENT_PAIR, ELEMENT_RUNE, ELEMENT_WORD, ELEMENT_PATTERN };

/* A part of a phrase: a pair of characters, one character, a word, or a pattern of words. */
struct element {
    enum element_kind kind;
    uint32_t offset; /* position in the phrase */
    uint32_t first, second;
    struct str word;
};

/* The values that a leaf means, of one dictionary. */
struct values {
    enum dim dim;
    uint32_t *id; /* rising */
    uint32_t n;
};

/* A query made ready: what does not depend on the segment is looked up once. */
struct plan {
    const struct query_node *q;
    struct plan *kid; /* [q->n] */
    struct element *element;
    uint32_t elements, length; /* positions of the phrase */
    struct values values[2];
    uint32_t values_n;
};

struct finder {
    const struct view *view;
    const struct query_help *help;
    struct arena *arena;
    const struct segment *s;
    uint32_t patterns; /* words that patterns stood for, of all segments */
    enum err err;
};

void plan_make(struct finder *f, const struct query_node *q, struct plan *out);

/* The records of f->s among `within` (NULL: all). Memory is the arena's. */
struct set find_set(struct finder *f, const struct plan *p, const struct set *within);
struct set find_live(struct finder *f, const struct plan *p, const struct view_part *part);

struct set set_of_list(const struct list *l);
struct set set_and(struct arena *arena, const struct set *a, const struct set *b);
struct set set_not(struct arena *arena, const struct set *a, const struct set *b);
struct set set_all(struct arena *arena, uint32_t docs);
struct set set_from_bits(struct arena *arena, uint64_t *bits); /* takes them */
void set_mark(const struct set *a, uint64_t *bits);
uint32_t set_count(const uint64_t *bits);

/* Texts, in find_text.c. */
bool text_is_list(const struct plan *p);
struct set find_text(struct finder *f, const struct plan *p, const struct set *within);
struct set find_near(struct finder *f, const struct plan *p, const struct set *within);
bool element_list(struct finder *f, const struct element *e, struct list *out);

#endif
