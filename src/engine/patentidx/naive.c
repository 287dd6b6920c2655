#include "engine/patentidx/naive.h"

#include "base/vec.h"
#include "engine/patentidx/words.h"

struct token {
    enum word_kind kind;
    uint32_t position;
    uint32_t rune;   /* of HAN */
    struct str text; /* of LATIN, folded */
};

struct tokens {
    VEC(struct token) of;
};

struct naive_doc {
    const struct patent_doc *doc;
    struct tokens words; /* of all fields, by position */
};

/* Where something that was looked for stands: first and last position. */
struct place {
    uint32_t from, to;
};

struct places {
    VEC(struct place) of;
};

static void read_words(struct arena *arena, struct str text, uint32_t at, uint32_t end, bool wild,
                       struct tokens *out)
{
    struct word_reader r;
    enum word_kind kind;
    word_begin(&r, str_or_empty(text), at, wild);
    while ((kind = word_next(&r)) != WORD_END && r.position < end) {
        struct token t = {.kind = kind, .position = r.position};
        if (kind == WORD_HAN)
            t.rune = r.rune;
        if (kind == WORD_LATIN)
            t.text = str_dup(arena, (struct str){(const char *)r.bytes, r.len});
        *VEC_ADD(arena, &out->of) = t;
    }
}

const struct naive_doc *naive_read(struct arena *arena, const struct patent_doc *doc)
{
    struct naive_doc *n = ARENA_NEW(arena, struct naive_doc);
    n->doc = doc;
    read_words(arena, doc->title, DOC_TITLE_AT, DOC_TITLE_END, false, &n->words);
    read_words(arena, doc->abstract, DOC_ABSTRACT_AT, DOC_ABSTRACT_END, false, &n->words);
    read_words(arena, doc->claims, DOC_CLAIMS_AT, DOC_CLAIMS_END, false, &n->words);
    return n;
}

static enum query_scope scope_of(uint32_t position)
{
    return position < DOC_ABSTRACT_AT ? SCOPE_TITLE
           : position < DOC_CLAIMS_AT ? SCOPE_ABSTRACT
                                      : SCOPE_CLAIMS;
}

static bool is_token(const struct token *want, const struct token *have, bool wild)
{
    if (want->kind != have->kind)
        return false;
    if (want->kind == WORD_HAN)
        return want->rune == have->rune;
    return wild ? match_word(want->text, have->text) : str_eq(want->text, have->text);
}

/* Whether the phrase stands in the record so that its first word has that position. */
static bool stands_at(const struct tokens *phrase, bool wild, const struct tokens *words,
                      uint32_t position)
{
    for (size_t i = 0; i < phrase->of.n; i++) {
        const struct token *want = &phrase->of.at[i];
        bool found = want->kind > WORD_LATIN; /* what divides stands for any one position */
        for (size_t k = 0; k < words->of.n && !found; k++)
            found = words->of.at[k].position == position + want->position &&
                    is_token(want, &words->of.at[k], wild);
        if (!found)
            return false;
    }
    return true;
}

static struct places text_places(struct arena *arena, const struct query_node *q,
                                 const struct naive_doc *d)
{
    struct places out = {0};
    struct tokens phrase = {0};
    read_words(arena, q->text, 0, UINT32_MAX, q->wild, &phrase);
    while (phrase.of.n && phrase.of.at[phrase.of.n - 1].kind > WORD_LATIN)
        phrase.of.n--;
    for (size_t k = 0; k < d->words.of.n; k++) {
        uint32_t at = d->words.of.at[k].position;
        if ((scope_of(at) & q->scope) && is_token(&phrase.of.at[0], &d->words.of.at[k], q->wild) &&
            stands_at(&phrase, q->wild, &d->words, at))
            *VEC_ADD(arena, &out.of) =
                (struct place){at, at + phrase.of.at[phrase.of.n - 1].position};
    }
    return out;
}

static bool divided(const struct naive_doc *d, uint32_t from, uint32_t to, enum word_kind by)
{
    if (scope_of(from) != scope_of(to))
        return true;
    for (size_t k = 0; k < d->words.of.n; k++)
        if (d->words.of.at[k].kind >= by && d->words.of.at[k].position > from &&
            d->words.of.at[k].position < to)
            return true;
    return false;
}

static bool are_near(const struct query_node *q, const struct naive_doc *d, struct place a,
                     struct place b)
{
    if (b.from <= a.to) /* b does not stand behind a */
        return q->near != NEAR_ORDER && b.to < a.from && are_near(q, d, b, a);
    if (q->near <= NEAR_ORDER)
        return b.from - a.to - 1 <= (uint32_t)q->distance;
    return !divided(d, a.to, b.from, q->near == NEAR_SENTENCE ? WORD_SENTENCE : WORD_LINE);
}

static struct places places(struct arena *arena, const struct query_node *q,
                            const struct naive_doc *d)
{
    struct places out = {0};
    if (q->kind == QUERY_TEXT)
        return text_places(arena, q, d);
    struct places a = places(arena, q->kid[0], d);
    for (uint32_t k = 1; k < q->n; k++) {
        struct places b = places(arena, q->kid[k], d);
        if (q->kind == QUERY_OR) {
            for (size_t i = 0; i < b.of.n; i++)
                *VEC_ADD(arena, &a.of) = b.of.at[i];
            continue;
        }
        for (size_t i = 0; i < a.of.n; i++)
            for (size_t j = 0; j < b.of.n; j++)
                if (are_near(q, d, a.of.at[i], b.of.at[j]))
                    *VEC_ADD(arena, &out.of) = (struct place){
                        a.of.at[i].from < b.of.at[j].from ? a.of.at[i].from : b.of.at[j].from,
                        a.of.at[i].to > b.of.at[j].to ? a.of.at[i].to : b.of.at[j].to};
    }
    return q->kind == QUERY_OR ? a : out;
}

/* In how many different positions something begins. */
static int64_t different(const struct places *p)
{
    int64_t n = 0;
    for (size_t i = 0; i < p->of.n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = p->of.at[k].from == p->of.at[i].from;
        n += !seen;
    }
    return n;
}

static bool has_class(const struct query_node *q, const struct query_help *help,
                      const struct patent_doc *d)
{
    for (size_t i = 0; i < d->class_n && i < DOC_CLASSES_MAX; i++) {
        const struct doc_class *c = &d->classes[i];
        if ((q->class_field == CLASS_ANY || (q->class_field == CLASS_CPC) == c->cpc) &&
            (!q->first || c->first) && match_symbol(q, help, c->symbol))
            return true;
    }
    return false;
}

static bool has_name(struct arena *arena, const struct query_node *q, const struct query_help *help,
                     const struct patent_doc *d)
{
    const struct str *names = q->name_field == NAME_APPLICANT ? d->applicants : d->inventors;
    size_t n = q->name_field == NAME_APPLICANT ? d->applicant_n : d->inventor_n;
    struct str want = query_name_fold(arena, q->text);
    for (size_t i = 0; i < n && i < (q->first ? 1 : DOC_NAMES_MAX); i++)
        if (match_name(q, help, want, names[i], query_name_fold(arena, names[i])))
            return true;
    return false;
}

static bool has_code(const struct query_node *q, const struct patent_doc *d)
{
    if (q->code_field != CODE_EVENT)
        return !str_empty(d->code[q->code_field]) && match_code(q, d->code[q->code_field]);
    for (size_t i = 0; i < d->event_n && i < DOC_EVENTS_MAX; i++)
        if (match_code(q, d->events[i]))
            return true;
    return false;
}

static bool matches(struct arena *arena, const struct query_node *q, const struct query_help *help,
                    const struct naive_doc *n)
{
    const struct patent_doc *d = n->doc;
    struct places p;
    bool all = true, any = false;
    switch (q->kind) {
    case QUERY_ALL:
        return true;
    case QUERY_AND:
    case QUERY_OR:
        for (uint32_t i = 0; i < q->n; i++) {
            bool one = matches(arena, q->kid[i], help, n);
            all = all && one;
            any = any || one;
        }
        return q->kind == QUERY_AND ? all : any;
    case QUERY_NOT:
        return !matches(arena, q->kid[0], help, n);
    case QUERY_TEXT:
    case QUERY_NEAR:
        p = places(arena, q, n);
        return p.of.n > 0;
    case QUERY_TIMES:
        p = places(arena, q->kid[0], n);
        return different(&p) >= q->times;
    case QUERY_CLASS:
        return has_class(q, help, d);
    case QUERY_NAME:
        return has_name(arena, q, help, d);
    case QUERY_CODE:
        return has_code(q, d);
    case QUERY_DAY:
        return d->day[q->day_field] != DAY_NONE &&
               (q->from == DAY_NONE || d->day[q->day_field] >= q->from) &&
               (q->to == DAY_NONE || d->day[q->day_field] <= q->to);
    case QUERY_INT:
        return d->count[q->int_field] >= 0 && d->count[q->int_field] >= q->low &&
               d->count[q->int_field] <= q->high;
    }
    return false;
}

bool naive_matches(struct arena *arena, const struct query_node *query,
                   const struct query_help *help, const struct naive_doc *doc)
{
    struct arena_mark mark = arena_mark(arena);
    bool yes = matches(arena, query, help, doc);
    arena_reset(arena, mark);
    return yes;
}
