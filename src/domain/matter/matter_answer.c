#include "domain/matter/matter_answer.h"

#include "domain/matter/matter.h"
#include "domain/matter/matter_find.h"

static bool may_confirm(const struct matter_view *v)
{
    for (size_t i = 0; i < v->next.n; i++)
        if (str_eq(str_from(v->next.at[i].act), STR("matter.confirm")))
            return true;
    return false;
}

/* The result in words: what was said when it was resolved, else when a department was done. */
static struct str result_of(const struct matter_view *v)
{
    for (size_t i = v->story.n; i > 0; i--) {
        const struct matter_story_row *row = &v->story.at[i - 1];
        bool result = row->verb == MATTER_RESOLVE || row->verb == MATTER_DONE;
        if (result && !row->internal && !str_empty(row->text))
            return row->text;
    }
    return v->answer;
}

enum err matter_answer_offer(struct ctx *ctx, int64_t record, struct answer_offer *out)
{
    struct matter_view v;
    struct matter_id id = {record};
    enum err e = matter_find_one(ctx, id, &v);
    if (e)
        return e;
    if (v.row.state != MATTER_RESOLVED || !may_confirm(&v))
        return ERR_NOT_FOUND;
    struct form_pair *pairs = ARENA_ARRAY(ctx->arena, struct form_pair, 2);
    pairs[0] = (struct form_pair){STR("id"), str_print(ctx->arena, "%lld", (long long)record)};
    pairs[1] =
        (struct form_pair){STR("version"), str_print(ctx->arena, "%lld", (long long)v.row.version)};
    *out = (struct answer_offer){
        .act = "matter.confirm",
        .button = T("结果就是我要的，确认办结"),
        .title = str_print(ctx->arena, "%.*s %.*s", STR_ARG(v.row.number), STR_ARG(v.row.title)),
        .text = result_of(&v),
        .path = str_print(ctx->arena, "/matters/%lld", (long long)record),
        .version = v.row.version,
        .pairs = {pairs, 2},
    };
    return ERR_OK;
}
