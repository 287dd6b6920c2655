/*
 * What is asked of a collection of patents, as a tree.
 *
 * The tree knows nothing of an index or a database: naive.h answers it by looking at every record,
 * patentidx.h from postings, and another backend may do it otherwise. One grammar reads our own
 * language and the two that Chinese analysts type; what tells them apart is the sign behind a
 * field's name: "AN:" is PatSnap's applicant, "AN=" incoPat's application number.
 *
 *     电池 电极                        both words, anywhere in title, abstract and claims
 *     "锂离子 电池" OR lith*            an exact phrase; a word that begins so
 *     an_exact:"OOO ""Romashka"""       a quote within quotes is written twice
 *     标题:(电池 OR 电极) NOT 铅酸       in the title; without
 *     太阳能 $W5 电池                   at most five characters (words) between, in either order
 *     ipc:H01M AND apd:[2016 TO 2020]  the subclass with everything below; days of filing
 *     ti=空调 and (20110101<=pd<=20130101) and ap=(TREE@"某集团")
 *
 * Binding, tightest first: $FREQ and (nf); $W, $PRE, $SEN, $PARA, (nw), (nn), (s), (p); NOT; AND (a
 * blank is AND); OR. Full-width brackets, colons and quotes are taken as their narrow ones. A line
 * that begins with "# " is a comment.
 *
 * Text is compared by characters of Chinese and by words of everything else (words.h); letters'
 * case and width do not matter. One character or word is one position, and so is a run of
 * punctuation between two of them: "$W2" lets at most two positions stand between. In a pattern
 * "?" is exactly one character, "#" none or one, "*" any number (within one word of letters;
 * between Chinese characters use $PREn). "a_b" is "a b", "a-b" or "ab". As the whole value of a
 * name or of a code that is no number, "*" is any: "NOT region:*" finds what has no region.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_QUERY_H
#define LIANYUAN_ENGINE_PATENTIDX_QUERY_H

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"

enum {
    QUERY_BYTES_MAX = 64 * 1024,
    QUERY_NODES_MAX = 4096,
    QUERY_DEPTH_MAX = 64,    /* brackets within brackets */
    QUERY_TOKENS_MAX = 64,   /* characters and words of one phrase */
    QUERY_DISTANCE_MAX = 99, /* positions between, in $Wn and its kin */
    QUERY_TIMES_MAX = 100,   /* of $FREQn */
};

enum query_kind {
    QUERY_ALL,   /* every record: an empty query */
    QUERY_AND,   /* kid[0..n), n >= 2 */
    QUERY_OR,    /* kid[0..n), n >= 2 */
    QUERY_NOT,   /* kid[0] */
    QUERY_TEXT,  /* text, exactly in this order, in scope; wild: with ? and * */
    QUERY_NEAR,  /* kid[0], kid[1]: TEXT, NEAR, or an OR of those; near, distance */
    QUERY_TIMES, /* kid[0] (as of NEAR) at least `times` times */
    QUERY_CLASS, /* text: a symbol, "H01M10/0525"; class_field, below, first; upto: a range */
    QUERY_NAME,  /* text: a name; name_field, name_match, first */
    QUERY_CODE,  /* text: a code in capitals, or as it is where the field's codes are Chinese */
    QUERY_DAY,   /* from, to: days, both included; DAY_NONE = open */
    QUERY_INT,   /* low, high: both included; INT64_MIN and INT64_MAX = open */
};

/* Where a text is looked for: a set. */
enum query_scope {
    SCOPE_TITLE = 1,
    SCOPE_ABSTRACT = 2,
    SCOPE_CLAIMS = 4,
    SCOPE_ANY = 7,
};

enum query_near {
    NEAR_EITHER,   /* $Wn, (nn): in either order */
    NEAR_ORDER,    /* $PREn, (nw): kid[0] first */
    NEAR_SENTENCE, /* $SEN, (s): no end of a sentence between */
    NEAR_PARAGRAPH /* $PARA, (p): no end of a line between */
};

enum query_class { CLASS_IPC, CLASS_CPC, CLASS_ANY };

enum query_name { NAME_APPLICANT, NAME_INVENTOR };

enum query_match {
    MATCH_PART,  /* the name holds the text; blanks, case and width do not matter */
    MATCH_WHOLE, /* it is the text */
    MATCH_GROUP, /* it belongs to the group of that name (TREE@), which the backend is told */
};

enum query_code {
    CODE_NUMBER,      /* publication number: a whole one, or a pattern that ends in "*" */
    CODE_APPLICATION, /* application number, likewise */
    CODE_OFFICE,      /* CN, US, EP, WO ... */
    CODE_KIND,        /* A, B, U, S, B1 ... */
    CODE_TYPE,        /* A invention filed, B invention granted, U utility model, D design */
    CODE_STATUS,      /* simple status: 0 dead, 1 alive, 2 pending, 9 not known */
    CODE_LEGAL,       /* the status in the source's own words: 授权, 实质审查 ... */
    CODE_EVENT,       /* 61 transfer, 62 licence, 63 pledge ... (PatSnap's list) */
    CODE_ZONE,        /* the park's zone */
    CODE_REGION,      /* the first applicant's province or country */
    CODE_FAMILY,      /* number of the simple family */
    CODE_N_,
};

enum query_day { DAY_APPLIED, DAY_PUBLISHED, DAY_GRANTED, DAY_PRIORITY, DAY_EXPIRES, DAY_N_ };

enum query_int { INT_CLAIMS, INT_CITED, INT_CITES, INT_FAMILY, INT_APPLICANTS, INT_N_ };

struct query_node {
    enum query_kind kind;
    uint32_t at, len; /* bytes of the query that it was read from */
    struct query_node **kid;
    uint32_t n;

    struct str text;
    struct str upto;  /* of a CLASS that is a range: the last symbol, else STR_NULL */
    bool wild, below; /* CLASS: below = with everything under it; wild = ended in "*". NAME and
                         CODE: wild and text "*" = any at all */
    bool first;       /* only the main class, the first name */
    enum query_scope scope;
    enum query_near near;
    int32_t distance, times;
    enum query_class class_field;
    enum query_name name_field;
    enum query_match name_match;
    enum query_code code_field;
    enum query_day day_field;
    enum query_int int_field;
    int32_t from, to;
    int64_t low, high;
};

/* ERR_INVALID with the reason; the detail holds the place ("第 5 字") and what stands there. The
 * tree lives in the arena; text need not live longer than the call. */
enum err query_parse(struct arena *arena, struct str text, const struct query_node **out,
                     struct error *error);

/* The query in our own language: parsing it gives the same tree, printing that the same text. */
struct str query_print(struct arena *arena, const struct query_node *node);

/* A value between quotes, as the language reads it back. */
struct str query_quote(struct arena *arena, struct str value);

/* The tree for people, one node a line, two blanks deeper each. */
struct str query_explain(struct arena *arena, const struct query_node *node);

/* Two trees that ask the same in the same way (places left out). */
bool query_same(const struct query_node *a, const struct query_node *b);

/* "h01m 010/0525 (2010.01)" -> "H01M10/0525"; STR_NULL when it is no symbol. A part of one is
 * fine: "H", "H01", "H01M", "H01M10". Indicators in brackets behind the symbol fall away. */
struct str query_symbol(struct arena *arena, struct str text);

/* A name for comparing: narrow, ASCII in small letters, no blanks. */
struct str query_name_fold(struct arena *arena, struct str name);

/* A field's name in the printed language: "ti", "apd" ... */
struct str query_scope_name(enum query_scope scope); /* "" for SCOPE_ANY */

#endif
