/* Segments answer as the plain scan does: random records, random queries, tables and rankings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tap.h"
#include "engine/patentidx/sample.h"
#include "engine/patentidx/view.h"

#include "engine/patentidx/test_find.h"

enum { PARTS = 3 };

struct bench {
    struct arena arena;
    struct names names;
    struct view view;
    const struct view_part *at[PARTS + 1];
    struct view_part part[PARTS + 1];
    struct patent_doc *doc;
    const struct naive_doc **read;
    bool *gone;
    uint32_t n;
};

static void put_part(struct bench *b, struct builder *builder)
{
    const void *bytes;
    size_t size;
    struct view_part *part = &b->part[b->view.parts];
    OK(!builder_image(builder, &bytes, &size), "an image");
    OK(segment_sound(bytes, size), "its sums are right");
    OK(segment_use(&part->segment, arena_copy(&b->arena, bytes, size), size), "it can be used");
    b->at[b->view.parts++] = part;
}

static void names_seen(struct bench *b)
{
    b->view.part = b->at;
    b->view.names = &b->names;
    for (int d = 0; d < DIM_N_; d++)
        b->view.names_n[d] = b->names.dim[d].n;
}

/* Random records in PARTS segments; every seventh one is deleted. */
static void bench_open(struct bench *b, uint32_t n)
{
    struct builder *builder;
    memset(b, 0, sizeof *b);
    arena_init(&b->arena, (size_t)2 << 30);
    names_init(&b->names);
    b->n = n;
    b->doc = ARENA_ARRAY(&b->arena, struct patent_doc, n);
    b->read = ARENA_ARRAY(&b->arena, const struct naive_doc *, n);
    b->gone = ARENA_ARRAY(&b->arena, bool, n);
    OK(!builder_open(&b->names, &builder), "a builder");
    for (uint32_t i = 0; i < n; i++) {
        chance_doc(&b->arena, 1 + i, &b->doc[i]);
        b->read[i] = naive_read(&b->arena, &b->doc[i]);
        OK(!builder_add(builder, &b->doc[i]), "a record");
        if ((i + 1) % (n / PARTS) == 0)
            put_part(b, builder);
    }
    builder_close(builder);
    for (uint32_t p = 0; p < b->view.parts; p++) {
        uint64_t *deleted = ARENA_ARRAY(&b->arena, uint64_t, SEGMENT_WORDS);
        for (uint32_t i = p; i < n && p > 0; i += 7) {
            uint32_t doc = segment_doc_of(&b->part[p].segment, 1 + i);
            if (doc == UINT32_MAX)
                continue;
            deleted[doc / 64] |= UINT64_C(1) << doc % 64;
            b->part[p].deleted_n++;
            b->gone[i] = true;
        }
        b->part[p].deleted = p > 0 ? deleted : NULL;
    }
    names_seen(b);
}

static void bench_close(struct bench *b)
{
    names_release(&b->names);
    arena_release(&b->arena);
}

static bool test_group(void *arg, struct str group, struct str name)
{
    (void)arg;
    return str_eq(group, STR("集团")) && str_has(name, STR("大学"));
}

static bool test_below(void *arg, struct str symbol, struct str above)
{
    (void)arg;
    return str_eq(above, STR("H01M10/052")) && str_eq(symbol, STR("H01M10/0525"));
}

static const struct query_help help = {test_group, test_below, NULL};

/* --- Answers
 * -------------------------------------------------------------------------------------- */

static int by_newest(const void *a, const void *b)
{
    const struct patent_doc *const *x = a, *const *y = b;
    int32_t p = doc_day(*x), q = doc_day(*y);
    if (p != q)
        return p < q ? 1 : -1;
    return ((*x)->id < (*y)->id) - ((*x)->id > (*y)->id);
}

static bool same_answer(struct bench *b, const struct query_node *q)
{
    struct arena_mark mark = arena_mark(&b->arena);
    struct patent_doc const **want = ARENA_ARRAY(&b->arena, const struct patent_doc *, b->n + 1);
    struct hit hits[20];
    uint32_t n = 0, got_n = 0;
    int64_t count = -1;
    for (uint32_t i = 0; i < b->n; i++)
        if (!b->gone[i] && naive_matches(&b->arena, q, &help, b->read[i]))
            want[n++] = &b->doc[i];
    qsort(want, n, sizeof *want, by_newest);
    enum err e = view_find(&b->view, &b->arena, q, &help, 3, 20, &count, hits, &got_n);
    bool same = !e && count == n && got_n == (n < 3 ? 0 : n - 3 < 20 ? n - 3 : 20);
    for (uint32_t i = 0; i < got_n && same; i++)
        same = hits[i].id == want[i + 3]->id && hits[i].day == doc_day(want[i + 3]);
    if (!same)
        printf("# %.*s: %lld, not %u\n", STR_ARG(query_print(&b->arena, q)), (long long)count, n);
    arena_reset(&b->arena, mark);
    return same;
}

static void random_queries_agree(void)
{
    struct bench b;
    int different = 0, some = 0;
    bench_open(&b, 600);
    for (int i = 0; i < 2000 && different < 3; i++) {
        struct arena_mark mark = arena_mark(&b.arena);
        struct query_node *q = chance_query(&b.arena, (int)chance(4));
        int64_t count = 0;
        uint32_t n;
        different += !same_answer(&b, q);
        view_find(&b.view, &b.arena, q, &help, 0, 0, &count, NULL, &n);
        some += count > 0 && count < view_records(&b.view);
        arena_reset(&b.arena, mark);
    }
    IS_INT(different, 0);
    OK(some > 1000, "most queries divide the records");
    bench_close(&b);
}

/* --- Tables
 * ---------------------------------------------------------------------------------------- */

static int64_t year(const struct patent_doc *d)
{
    return doc_day(d) == DAY_NONE ? INT32_MIN : day_date(doc_day(d)).year;
}

static bool has_subclass(const struct patent_doc *d, struct str subclass)
{
    for (size_t i = 0; i < d->class_n; i++)
        if (!d->classes[i].cpc && str_starts(d->classes[i].symbol, subclass))
            return true;
    return false;
}

static bool same_table(struct bench *b, const struct query_node *q)
{
    struct arena_mark mark = arena_mark(&b->arena);
    struct table t;
    struct axis rows = {.kind = AXIS_DIM, .dim = DIM_SUBCLASS},
                columns = {.kind = AXIS_YEAR, .own_day = true};
    bool same = !view_table(&b->view, &b->arena, q, &help, rows, columns, &t);
    int64_t total = 0, want_total = 0;
    for (uint32_t r = 0; r < t.rows && same; r++)
        for (uint32_t c = 0; c < t.columns && same; c++) {
            uint32_t want = 0;
            struct str subclass = names_at(&b->names, DIM_SUBCLASS, (uint32_t)t.row[r])->text;
            for (uint32_t i = 0; i < b->n; i++)
                want += !b->gone[i] && year(&b->doc[i]) == t.column[c] &&
                        has_subclass(&b->doc[i], subclass) &&
                        naive_matches(&b->arena, q, &help, b->read[i]);
            same = t.cell[r * t.columns + c] == want;
            total += want;
        }
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t k = 0; k < b->names.dim[DIM_SUBCLASS].n; k++)
            want_total += !b->gone[i] &&
                          has_subclass(&b->doc[i], names_at(&b->names, DIM_SUBCLASS, k)->text) &&
                          naive_matches(&b->arena, q, &help, b->read[i]);
    arena_reset(&b->arena, mark);
    return same && total == want_total;
}

static void tables_agree(void)
{
    struct bench b;
    bench_open(&b, 900);
    struct query_node *all = chance_node(&b.arena, QUERY_ALL, 0),
                      *word = chance_node(&b.arena, QUERY_TEXT, 0);
    word->text = STR("电");
    word->scope = SCOPE_ANY;
    OK(same_table(&b, all), "the heat map of everything");
    OK(same_table(&b, word), "the heat map of a frequent word");
    for (int i = 0; i < 4; i++)
        OK(same_table(&b, chance_query(&b.arena, 2)), "the heat map of a random query");
    bench_close(&b);
}

static struct query_node *parsed(struct arena *arena, const char *text)
{
    const struct query_node *q = NULL;
    OK(!query_parse(arena, str_from(text), &q, NULL), text);
    return (struct query_node *)(uintptr_t)q;
}

/* How many of the records that answer have each applicant. */
static void count_applicants(struct bench *b, const struct query_node *q, uint32_t *out)
{
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->gone[i] || !naive_matches(&b->arena, q, &help, b->read[i]))
            continue;
        for (uint32_t k = 0; k < b->names.dim[DIM_APPLICANT].n; k++) {
            bool has = false;
            for (size_t a = 0; a < b->doc[i].applicant_n; a++)
                has = has ||
                      str_eq(b->doc[i].applicants[a], names_at(&b->names, DIM_APPLICANT, k)->text);
            out[k] += has;
        }
    }
}

static int64_t ranking_differs(struct bench *b, const struct query_node *q, uint32_t limit)
{
    struct arena_mark mark = arena_mark(&b->arena);
    uint32_t names = b->names.dim[DIM_APPLICANT].n, n, some = 0;
    struct ranked out[10];
    uint32_t *want = ARENA_ARRAY(&b->arena, uint32_t, names + 1);
    int64_t wrong = view_rank(&b->view, &b->arena, q, &help, DIM_APPLICANT, limit, out, &n);
    count_applicants(b, q, want);
    for (uint32_t k = 0; k < names; k++)
        some += want[k] > 0;
    wrong += n != (some < limit ? some : limit);
    for (uint32_t k = 0; k < n; k++) { /* the greatest that is left, of equal ones the first */
        uint32_t best = 0;
        for (uint32_t i = 1; i < names; i++)
            best = want[i] > want[best] ? i : best;
        wrong += out[k].id != best || out[k].n != want[best];
        want[best] = 0;
    }
    arena_reset(&b->arena, mark);
    return wrong;
}

/* By the counts that lie ready (of everything, of a subclass) and by the records' own. */
static void rankings_agree(void)
{
    static const char *const queries[] = {"",         "ipc:H01M", "ipc:G06F",   "ipc:H01",
                                          "cpc:H01M", "锂离子",   "mipc:H01M", "电 NOT 池",
                                          "ipc:C99Z", "an:大学"};
    struct bench b;
    bench_open(&b, 900);
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        for (uint32_t limit = 1; limit <= 10; limit += 3)
            IS_INT(ranking_differs(&b, parsed(&b.arena, queries[i]), limit), 0);
    bench_close(&b);
}

/* --- Segments wide enough for bitmaps, and copied into one another
 * ----------------------------------- */

static const char *const wide_queries[] = {
    "电池",
    "电极",
    "锂离子电池",
    "ti:电极",
    "电池 电极 ipc:H01M",
    "锂离子电池 $W9 电极",
    "\"所述 装置\"",
    "装置 $SEN 方法",
    "lithium ion",
    "poly*",
    "的",
    "电池 NOT (电极 OR lithium)",
    "ab:电极 $FREQ2",
    "电池 $PRE3 (电极 OR 装置)",
    "apd:[2001 TO 2012] 系统",
    "an:大学 电极",
    "f_an:科技 zone:片区007",
    "ipc_low:H01M10/052 simple_legal_status:1",
    "子电",
    "化?物",
};

static void wide_segments_agree(void)
{
    struct bench b;
    struct builder *builder;
    enum { WIDE = 11000 };
    memset(&b, 0, sizeof b);
    arena_init(&b.arena, (size_t)3 << 30);
    names_init(&b.names);
    struct sample *sample = sample_open(&b.arena, WIDE, 7);
    b.n = WIDE;
    b.doc = ARENA_ARRAY(&b.arena, struct patent_doc, WIDE);
    b.read = ARENA_ARRAY(&b.arena, const struct naive_doc *, WIDE);
    b.gone = ARENA_ARRAY(&b.arena, bool, WIDE);
    OK(!builder_open(&b.names, &builder), "a builder");
    for (uint32_t i = 0; i < WIDE; i++) {
        sample_doc(sample, &b.arena, i, &b.doc[i]);
        b.read[i] = naive_read(&b.arena, &b.doc[i]);
    }
    /* Even and odd records in two segments, so that the third one has to sort. */
    for (uint32_t odd = 0; odd < 2; odd++) {
        for (uint32_t i = odd; i < WIDE; i += 2)
            builder_add(builder, &b.doc[i]);
        put_part(&b, builder);
    }
    uint64_t *without = ARENA_ARRAY(&b.arena, uint64_t, SEGMENT_WORDS);
    without[3] = 0xFF00;
    for (uint32_t i = 8; i < 16; i++)
        b.gone[b.part[1].segment.id[192 + i] - 1] = true;
    OK(!builder_add_segment(builder, &b.part[0].segment, NULL), "a segment into another");
    OK(!builder_add_segment(builder, &b.part[1].segment, without), "another, but for eight");
    b.view.parts = 0;
    put_part(&b, builder);
    builder_close(builder);
    names_seen(&b);
    IS_INT(b.part[0].segment.docs, WIDE - 8);
    for (size_t i = 0; i < sizeof wide_queries / sizeof wide_queries[0]; i++)
        OK(same_answer(&b, parsed(&b.arena, wide_queries[i])), wide_queries[i]);
    OK(same_table(&b, parsed(&b.arena, "电极")), "the heat map from packed subclasses");
    bench_close(&b);
}

static void damage_is_seen(void)
{
    struct bench b;
    struct builder *builder;
    const void *bytes;
    size_t size, missed = 0;
    struct patent_doc doc;
    memset(&b, 0, sizeof b);
    arena_init(&b.arena, (size_t)1 << 30);
    names_init(&b.names);
    OK(!builder_open(&b.names, &builder), "a builder");
    for (int i = 0; i < 30; i++) {
        chance_doc(&b.arena, i, &doc);
        builder_add(builder, &doc);
    }
    builder_image(builder, &bytes, &size);
    unsigned char *copy = arena_copy(&b.arena, bytes, size);
    for (size_t i = 0; i < size; i += 1 + size / 3000) {
        copy[i] ^= 0x10;
        missed += segment_sound(copy, size);
        copy[i] ^= 0x10;
    }
    OK(segment_sound(copy, size), "whole again");
    /* Only what fills up to a multiple of eight bytes belongs to no section. */
    OK(missed * 200 < 3000, "a changed bit is seen");
    for (size_t n = 0; n < size; n += 1 + size / 500)
        missed += segment_sound(copy, n);
    printf("# %zu of %zu changes fell between sections\n", missed, size);
    builder_close(builder);
    bench_close(&b);
}

int main(void)
{
    RUN(random_queries_agree);
    RUN(tables_agree);
    RUN(rankings_agree);
    RUN(wide_segments_agree);
    RUN(damage_is_seen);
    return tap_end();
}
