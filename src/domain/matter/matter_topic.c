#include "domain/matter/matter_topic.h"

#include "domain/matter/matter_case.h"
#include "matter_route_query.h"

enum err matter_topic_set(struct ctx *ctx, struct matter_id matter, struct topic_id topic,
                          struct str name)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    enum err e = matter_case_open(ctx, matter.n, 0, MATTER_TOPIC, c);
    if (e)
        return e;
    c->now.topic = topic;
    struct matter_deed deed = {
        .text = str_print(ctx->arena, "%s%.*s", topic.n ? "列入：" : "移出：", STR_ARG(name)),
        .internal = true,
        .quiet = true};
    return matter_case_keep(c, &deed, NULL);
}

enum err matter_topic_solved(struct ctx *ctx, struct matter_id matter, struct str solution)
{
    struct matter_case *c = ARENA_NEW(ctx->arena, struct matter_case);
    enum err e = matter_case_open(ctx, matter.n, 0, MATTER_TOPIC, c);
    return e ? e : matter_case_keep(c, &(struct matter_deed){.text = solution}, NULL);
}

enum err matter_texts_free(struct ctx *ctx, int64_t limit, struct matter_texts *out)
{
    struct sql_free_texts_row *rows;
    *out = (struct matter_texts){0};
    enum err e = sql_free_texts(ctx->db, ctx->arena, &(struct sql_free_texts_in){ctx->park, limit},
                                &rows, &out->n);
    if (e)
        return e;
    out->at = ARENA_ARRAY(ctx->arena, struct matter_text_free, out->n + 1);
    for (size_t i = 0; i < out->n; i++)
        out->at[i] =
            (struct matter_text_free){rows[i].id, rows[i].class, rows[i].title, rows[i].body};
    return ERR_OK;
}
