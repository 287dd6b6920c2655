/*
 * White space (空白): cells of a table that hold nothing, each beside the checks that explain most
 * of them away. An empty cell is no finding until none of these explains it:
 *
 *   open      the column is not yet published in full (the newest 18 months);
 *   class     the class stands nowhere in the park's records before a later year: it may be newer
 *             than the column, or from another version of the classification;
 *   few       so few records in its row and column that none had to be expected: row * column /
 *             total under PATENT_GAP_EXPECTED;
 *   word      records of the column have the row's word in their text without its class: not
 *             classified rather than absent;
 *   parent    the class above has records in this column: the class may only be too fine.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_GAP_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_GAP_H

#include "base/vec.h"
#include "domain/patent/patent_table.h"

enum {
    PATENT_GAP_EXPECTED = 5, /* fewer than that is no surprise; the usual bound of chi-square */
    PATENT_GAPS_MAX = 40,    /* shown, those with most to be expected first */
    PATENT_GAP_WORD_RECORDS_MAX = 20000, /* without an index, more are not searched for words */
};

enum patent_gap_verdict {
    PATENT_GAP_OPEN,    /* 还没有公布齐 */
    PATENT_GAP_CLASS,   /* 那时可能还没有这个分类号 */
    PATENT_GAP_FEW,     /* 件数太少 */
    PATENT_GAP_WORD,    /* 可能没有分到这一类 */
    PATENT_GAP_PARENT,  /* 也许只是分得太细 */
    PATENT_GAP_UNKNOWN, /* 没有查词，先别下结论 */
    PATENT_GAP_ASK,     /* 五项都解释不了，值得一问 */
};

struct patent_gap_facts {
    bool open;
    int64_t row_total, column_total, total; /* what is expected comes from */
    int64_t first_year, year;               /* of the class, of the column; 0: not of years */
    int64_t word_n;                         /* -1: not searched */
    int64_t parent_n;                       /* -1: no class above */
};

/* Pure. What may be expected, in hundredths of a record: row * column / total. */
int64_t patent_gap_expected(const struct patent_gap_facts *f);
enum patent_gap_verdict patent_gap_judge(const struct patent_gap_facts *f);

struct patent_gap {
    size_t row, column; /* of the table */
    struct str word;    /* that was searched for; "" */
    struct str parent;  /* the class above; "" */
    struct patent_gap_facts facts;
    int64_t expected; /* in hundredths */
    enum patent_gap_verdict verdict;
};

struct patent_gaps {
    struct patent_table table;
    int64_t empty; /* cells in all */
    VEC(struct patent_gap) at;
};

/* word: searched for where a row has none of its own (the name of a label, the first words of a
 * class's title); "" = none. */
enum err patent_gaps(struct ctx *ctx, const struct patent_table_in *in, struct str word,
                     struct patent_gaps *out);

#endif
