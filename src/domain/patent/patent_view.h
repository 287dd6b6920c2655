/* One patent and one collection as pages show them. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_VIEW_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_VIEW_H

#include "base/vec.h"
#include "domain/patent/patent_table.h"

enum { PATENT_VIEW_CITES = 50 };

struct patent_view_words {
    struct str lang, title, abstract, claim;
};

struct patent_view_class {
    struct str symbol, title;
    bool cpc;
};

struct patent_view_name {
    struct str text, place;
};

struct patent_view_line {
    int32_t day;
    struct str code, text;
};

struct patent_view {
    struct patent_hit hit;
    struct str docdb, epodoc, original, standard, application;
    const char *means; /* of the kind code on its day; NULL when not known */
    struct str family, legal, source_file;
    struct str family_id; /* as queries ask for it: fam_id */
    int64_t status, claims, cited, cites;
    int32_t grant_day;
    int64_t imported;
    VEC(struct patent_view_words) words;
    VEC(struct patent_view_class) classes;
    VEC(struct patent_view_name) applicants, inventors;
    VEC(struct patent_view_line) events, priorities, citations, sources;
};

enum err patent_view(struct ctx *ctx, struct patent_id id, struct patent_view *out);

/* The title of a class of the IPC in the reader's language; "" when the scheme was not imported. */
struct str patent_ipc_title(struct ctx *ctx, struct str symbol);

struct patent_set_row {
    struct patent_set_id id;
    struct str name, query, note, owner;
    int32_t cutoff;
    int64_t version, created;
};

struct patent_set_measured {
    struct str query, person;
    int64_t found, judged, hits, wanted, at; /* wanted: marked in, found or not */
};

struct patent_set_frozen {
    struct str query, hash, person;
    int64_t seq, n, at;
    int32_t cutoff;
};

struct patent_set_view {
    struct patent_set_row row;
    int64_t marked_in, marked_out;
    VEC(struct patent_set_measured) measures;
    VEC(struct patent_set_frozen) versions;
};

typedef VEC(struct patent_set_row) patent_set_rows;
enum err patent_sets(struct ctx *ctx, patent_set_rows *out);
enum err patent_set(struct ctx *ctx, struct patent_set_id id, struct patent_set_view *out);

#endif
