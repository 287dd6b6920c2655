/*
 * tmplc: HTML templates and route tables to C, at build time. doc/templates.md is the language.
 *
 * A template is read once, front to back. What is markup goes through the HTML reader (html.c),
 * which knows at every hole whether it stands in text, in an attribute, in an address; what stands
 * between {% %} goes to block.c; expressions become C text in expr.c. All of it appends to one list
 * of pieces, which write.c prints. The first mistake ends the run with a message at its place.
 */
#ifndef LIANYUAN_TMPLC_H
#define LIANYUAN_TMPLC_H

#include "base/scan.h"
#include "base/vec.h"
#include "tool/i18n/catalogue.h"

enum {
    SOURCE_BYTES_MAX = 1 << 20,
    OUTPUT_BYTES_MAX = 16 << 20,
    REPORT_BYTES_MAX = SCAN_REPORT_MAX,
    BLOCKS_MAX = 64,
    TAGS_MAX = 256,
    EXPR_DEPTH_MAX = 64,
};

/* ---- the template being read ---------------------------------------------------------------- */

enum piece_kind {
    PIECE_STATIC, /* markup: zh, and en when it differs */
    PIECE_HOLE,   /* a C statement that writes a value */
    PIECE_CODE,   /* C control */
};

struct piece {
    enum piece_kind kind;
    struct buf zh;
    struct str en; /* ptr NULL = the same */
    struct str code;
    size_t at; /* in the source */
};

enum name_kind { NAME_VALUE, NAME_POINTER, NAME_LOOP };

struct name {
    struct str name;
    enum name_kind kind;
};

enum html_state {
    HTML_TEXT,
    HTML_TAG,   /* behind a start tag's name */
    HTML_VALUE, /* inside a quoted attribute value */
};

struct attribute {
    struct str name, value; /* value as written; ptr NULL = none */
    size_t at;
    int depth; /* of blocks */
    bool hole;
};

struct tag {
    struct str name;
    size_t at;
    bool content; /* something to read or to click is inside */
    bool named;   /* by aria-label, aria-labelledby or title */
};

struct html {
    enum html_state state;
    VEC(struct tag) open;
    struct tag tag; /* being read */
    VEC(struct attribute) attributes;
    size_t value_from;
    char quote;
    bool edge; /* a block-level tag was last: blanks here are not seen */
};

enum block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_FOR, BLOCK_USE, BLOCK_FORM };

struct block {
    enum block_kind kind;
    size_t at;
    size_t names, tags;     /* how many there were outside */
    size_t ids, branch_ids; /* first id inside; first id of this branch */
    enum html_state state;
    size_t state_from; /* the tag or value that the block stands in */
    bool edge, has_else;
    int number;      /* of its C variables */
    struct str name; /* BLOCK_USE: the template */
    struct str slot; /* BLOCK_USE: the part being written */
};

/* An id, or a message, where it stands. */
struct mark {
    struct str text;
    size_t at;
    bool hidden; /* an id in another branch of an {% if %} that we are inside of */
};

struct control {
    struct str id, what;
    size_t at;
};

/* One {% template %}. */
struct function {
    struct str name, parameters;
    size_t at;
    bool from_req;
    VEC(struct str) slots;
    VEC(struct piece) pieces;
    VEC(int) uses; /* numbers of their variables */
};

struct parser {
    struct scan *src;
    struct arena *arena;
    const struct catalogue *catalogue;
    VEC(struct str) includes;
    VEC(struct function *) functions;
    VEC(struct mark) messages;
    struct function *fn;
    VEC(struct name) names;
    VEC(struct block) blocks;
    VEC(struct mark) ids;
    VEC(struct str) labels;       /* for="..." */
    VEC(struct control) controls; /* that need one */
    struct html html;
    size_t run; /* first piece of the text run that we are in */
    bool run_open;
    bool split; /* the next markup begins a piece of its own */
    bool uses_forms, uses_req;
    int number, depth;
};

/* ---- expr.c --------------------------------------------------------------------------------- */

struct str expr_condition(struct parser *p); /* C text, a bool */
struct str expr_value(struct parser *p);     /* what a hole may show */
struct str expr_arguments(struct parser *p); /* "(" ... ")", C text with both */
void hole_read(struct parser *p);            /* src is behind the "{{" */
const struct name *name_find(const struct parser *p, struct str name);

/* ---- html.c --------------------------------------------------------------------------------- */

void html_step(struct parser *p); /* reads on until something else may stand there */
void html_state_fail(struct parser *p, size_t at, const char *what); /* unless in text */
bool listed(const char *list, struct str word);                      /* " blanks around each " */
bool attribute_is_url(struct str name);
bool attribute_is_translated(struct str name);
const struct attribute *html_attribute(const struct parser *p, const char *name);
void html_finish(struct parser *p);        /* at the end of the file */
size_t html_place(const struct parser *p); /* of the tag or value that is being read */

/* ---- piece.c: the list of pieces, and messages ----------------------------------------------- */

void put_static(struct parser *p, struct str s);
void put_hole(struct parser *p, size_t at, struct str code);
void put_code(struct parser *p, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void run_begin(struct parser *p);
void run_end(struct parser *p, bool translated, size_t at);

/* ---- block.c, template.c, write.c, route.c --------------------------------------------------- */

void block_read(struct parser *p); /* src is behind the "{%" */

/* False with the message in src->report. */
/* A {% %} alone on its line leaves no line. */
void skip_line_rest(struct scan *src, size_t from);

bool template_compile(struct scan *src, const struct catalogue *catalogue, const char *header,
                      struct buf *out_h, struct buf *out_c);
bool template_messages(struct scan *src, struct buf *out);
bool routes_compile(struct scan *src, struct str name, const char *header, struct buf *out_h,
                    struct buf *out_c);
void write_header(const struct parser *p, struct buf *out);
void write_code(const struct parser *p, const char *header, struct buf *out);

#endif
