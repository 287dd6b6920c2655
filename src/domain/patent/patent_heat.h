/* What the pages and sheets of the heat map and of its white space share: the question in the
 * address, and the link from a cell to its records. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_HEAT_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_HEAT_H

#include "domain/patent/patent_dim.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_page.h"

enum { PATENT_HASHED_MAX = 20000 }; /* more records are not hashed on a page */

struct heat_ask {
    struct patent_table_in in;
    struct patent_dim dim;
    int64_t label, label_2; /* of the rows and of the columns; 0 = none */
    patent_labels labels;   /* of the collection */
    struct str rows, columns, row_label, column_label, set_name;
    int32_t cutoff; /* of the collection */
    bool heads, outside;
};
enum err heat_ask_read(struct req *req, struct heat_ask *out);

/* The list of what stands under both keys; STR("") = whatever. {} where nothing says it. */
struct url heat_link(struct req *req, const struct heat_ask *ask, struct str row,
                     struct str column);
/* The same page or another one with the same question. */
struct url heat_same(struct req *req, const struct heat_ask *ask, struct url url);

bool heat_is_class(int64_t by);
struct str heat_key(struct ctx *ctx, int64_t by, struct str key); /* "-" in words */

/* Fills the page from the table; also what the sheet writes. */
enum err heat_fill(struct req *req, const struct heat_ask *ask, struct patent_heat_page *p);
/* SHA-256 of the publication numbers found, sorted, a line each; "" above PATENT_HASHED_MAX. */
enum err heat_hash(struct ctx *ctx, const struct patent_table_in *in, int64_t records,
                   struct str *out);

/* The list that the address asks for: q, set, label, is, label2, is2 (patent_list_page.c). */
enum err patent_list_asked(struct req *req, int64_t limit, int64_t skip, struct patent_list *out);

#endif
