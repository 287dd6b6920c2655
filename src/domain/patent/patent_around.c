#include "domain/patent/patent_around.h"

#include "patent_around_query.h"

static enum err sets_of(struct ctx *ctx, struct patent_id id, struct patent_around *out)
{
    struct sql_patent_around_sets_row *rows;
    size_t n;
    enum err e = sql_patent_around_sets(
        ctx->db, ctx->arena, &(struct sql_patent_around_sets_in){ctx->park, id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->sets) = (struct patent_marked_for){
            rows[i].id, rows[i].name, rows[i].person_name, rows[i].inside, rows[i].at};
    return e;
}

static enum err firms_of(struct ctx *ctx, struct patent_id id, struct patent_around *out)
{
    struct sql_patent_around_firms_row *rows;
    size_t n;
    enum err e = sql_patent_around_firms(
        ctx->db, ctx->arena, &(struct sql_patent_around_firms_in){ctx->park, id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->firms) = (struct patent_firm_of){rows[i].text, rows[i].name};
    return e;
}

enum err patent_around(struct ctx *ctx, struct patent_id id, struct str key,
                       struct patent_around *out)
{
    struct sql_patent_around_citing_row *citing;
    struct sql_patent_around_cited_row *cited;
    size_t n;
    *out = (struct patent_around){0};
    enum err e = sets_of(ctx, id, out);
    e = e ? e : firms_of(ctx, id, out);
    e = e ? e
          : sql_patent_around_citing(
                ctx->db, ctx->arena,
                &(struct sql_patent_around_citing_in){ctx->park, key, PATENT_AROUND_SHOWN}, &citing,
                &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->citing) =
            (struct patent_near){citing[i].id, citing[i].key, citing[i].title};
    e = e ? e
          : sql_patent_around_cited(
                ctx->db, ctx->arena,
                &(struct sql_patent_around_cited_in){ctx->park, id, PATENT_AROUND_SHOWN}, &cited,
                &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->cites) =
            (struct patent_near){cited[i].id, cited[i].key, cited[i].title};
    return e;
}
