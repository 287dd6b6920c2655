/* A query made ready for any segment: phrases cut into elements, names and symbols looked up. */
#include "base/vec.h"
#include "engine/patentidx/find.h"
#include "engine/patentidx/words.h"

struct token {
    enum word_kind kind;
    uint32_t position, rune;
    struct str word;
};

static uint32_t tokens_of(struct finder *f, const struct query_node *q, struct token *out)
{
    struct word_reader r;
    uint32_t n = 0;
    word_begin(&r, q->text, 0, q->wild);
    for (enum word_kind kind; (kind = word_next(&r)) != WORD_END && n < QUERY_TOKENS_MAX;) {
        if (kind > WORD_LATIN)
            continue;
        out[n] = (struct token){.kind = kind, .position = r.position, .rune = r.rune};
        if (kind == WORD_LATIN)
            out[n].word = str_dup(f->arena, (struct str){(const char *)r.bytes, r.len});
        n++;
    }
    return n;
}

static bool is_pattern(const struct query_node *q, struct str word)
{
    return q->wild &&
           (str_find_char(word, '*', 0) != SIZE_MAX || str_find_char(word, '?', 0) != SIZE_MAX);
}

/* Chinese is covered by pairs: 0-1, 2-3, and the last one again when their number is odd. */
static void plan_text(struct finder *f, const struct query_node *q, struct plan *p)
{
    struct token t[QUERY_TOKENS_MAX];
    uint32_t n = tokens_of(f, q, t);
    p->element = ARENA_ARRAY(f->arena, struct element, n);
    p->length = n ? t[n - 1].position + 1 : 0;
    for (uint32_t i = 0; i < n;) {
        struct element *e = &p->element[p->elements++];
        e->offset = t[i].position;
        if (t[i].kind == WORD_LATIN) {
            e->kind = is_pattern(q, t[i].word) ? ELEMENT_PATTERN : ELEMENT_WORD;
            e->word = t[i++].word;
            continue;
        }
        bool before = i > 0 && t[i - 1].kind == WORD_HAN && t[i - 1].position + 1 == t[i].position;
        bool behind =
            i + 1 < n && t[i + 1].kind == WORD_HAN && t[i].position + 1 == t[i + 1].position;
        uint32_t from = behind || !before ? i : i - 1;
        e->kind = behind || before ? ELEMENT_PAIR : ELEMENT_RUNE;
        e->offset = t[from].position;
        e->first = t[from].rune;
        e->second = e->kind == ELEMENT_PAIR ? t[from + 1].rune : 0;
        i = from + (e->kind == ELEMENT_PAIR ? 2 : 1);
    }
}

/* --- Values --------------------------------------------------------------------------------------
 */

/* Every entry of the dictionary that the leaf means. */
static void matching(struct finder *f, struct plan *p, enum dim dim)
{
    const struct names *names = f->view->names;
    const struct query_node *q = p->q;
    struct str want = q->kind == QUERY_NAME ? query_name_fold(f->arena, q->text) : STR_NULL;
    VEC(uint32_t) ids = {0};
    for (uint32_t i = 0; i < f->view->names_n[dim]; i++) {
        const struct name *name = names_at(names, dim, i);
        bool yes = q->kind == QUERY_NAME    ? match_name(q, f->help, want, name->text, name->folded)
                   : q->kind == QUERY_CLASS ? match_symbol(q, f->help, name->text)
                                            : match_code(q, name->text);
        if (yes)
            *VEC_ADD(f->arena, &ids) = i;
    }
    if (ids.n)
        p->values[p->values_n++] = (struct values){dim, ids.at, (uint32_t)ids.n};
}

static void plan_class(struct finder *f, const struct query_node *q, struct plan *p)
{
    bool wide =
        q->text.len <= 4 && !q->wild && str_null(q->upto); /* the subclasses' lists answer */
    if (q->class_field != CLASS_CPC)
        matching(f, p, wide ? DIM_SUBCLASS : DIM_IPC);
    if (q->class_field != CLASS_IPC)
        matching(f, p, wide ? DIM_CPC_SUBCLASS : DIM_CPC);
}

static bool code_dim(enum query_code code, enum dim *out)
{
    static const int dims[CODE_N_] = {
        [CODE_OFFICE] = DIM_OFFICE, [CODE_KIND] = DIM_KIND,    [CODE_TYPE] = DIM_TYPE,
        [CODE_STATUS] = DIM_STATUS, [CODE_LEGAL] = DIM_LEGAL,  [CODE_EVENT] = DIM_EVENT,
        [CODE_ZONE] = DIM_ZONE,     [CODE_REGION] = DIM_REGION};
    *out = (enum dim)dims[code];
    return code != CODE_NUMBER && code != CODE_APPLICATION && code != CODE_FAMILY;
}

void plan_make(struct finder *f, const struct query_node *q, struct plan *p)
{
    enum dim dim;
    *p = (struct plan){.q = q};
    switch (q->kind) {
    case QUERY_TEXT:
        plan_text(f, q, p);
        break;
    case QUERY_CLASS:
        plan_class(f, q, p);
        break;
    case QUERY_NAME:
        matching(f, p, q->name_field == NAME_APPLICANT ? DIM_APPLICANT : DIM_INVENTOR);
        break;
    case QUERY_CODE:
        if (code_dim(q->code_field, &dim))
            matching(f, p, dim);
        break;
    default:
        p->kid = ARENA_ARRAY(f->arena, struct plan, q->n + 1);
        for (uint32_t i = 0; i < q->n; i++)
            plan_make(f, q->kid[i], &p->kid[i]);
    }
}
