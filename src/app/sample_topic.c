/*
 * The sample park's common causes, found in its own list as a coordinator would: one with a
 * solution that was told to each firm, one that is still being studied.
 */
#include "app/sample_story.h"
#include "base/rand.h"
#include "core/person.h"
#include "domain/topic/topic.h"

enum { SAMPLE_TOPICS = 2 };

static enum err coordinator(struct play *play, struct ctx *out)
{
    *out = *play->ctx;
    out->arena = &play->scratch;
    out->error = (struct error){0};
    return person_actor(out, play->people->coordinators.at[0], &out->actor);
}

static enum err act(struct play *play, const char *name, void *in, struct act_result *out)
{
    struct ctx ctx;
    const struct act *found = NULL;
    for (size_t i = 0; i < topic_module.act_n; i++)
        if (str_eq(str_from(topic_module.acts[i].name), str_from(name)))
            found = &topic_module.acts[i];
    enum err e = coordinator(play, &ctx);
    rand_bytes(&ctx.act_id, sizeof ctx.act_id);
    ctx.act_id &= INT64_MAX;
    if (!e)
        e = story_act(play, &ctx, found, in, out);
    if (!e)
        return ERR_OK;
    return error_set(
        &play->ctx->error, e, STR_NULL, T("示范数据：{}"),
        str_print(play->ctx->arena, "%s: %s", name, ctx.error.message ? ctx.error.message : ""));
}

/* "人才用工/人才住房" is named 人才住房. */
static struct str leaf(struct str class_name)
{
    size_t slash = str_find_char(class_name, '/', 0);
    return slash == SIZE_MAX ? class_name : str_slice(class_name, slash + 1, class_name.len);
}

static enum err make(struct play *play, const struct topic_proposal *p, bool solved)
{
    struct act_result result = {0};
    int64_t *ids = ARENA_ARRAY(&play->scratch, int64_t, p->members.n);
    for (size_t i = 0; i < p->members.n; i++)
        ids[i] = p->members.at[i].id.n;
    struct topic_open_in open = {.name = leaf(p->class_name),
                                 .cause = STR("几家企业先后提出，单件办理只能解决一时。"),
                                 .matters = {ids, p->members.n}};
    enum err e = act(play, "topic.open", &open, &result);
    struct topic_solve_in solve = {
        .id = result.id,
        .version = result.version,
        .solution = STR("园区已列入下季度统一安排，由主办部门逐家对接，进展在事项中告知。")};
    return e || !solved ? e : act(play, "topic.solve", &solve, &result);
}

enum err sample_topics(struct play *play)
{
    struct ctx ctx;
    struct topic_proposals found;
    enum err e = coordinator(play, &ctx);
    if (!e)
        e = topic_find_proposals(&ctx, &found);
    for (size_t i = 0, n = 0; !e && i < found.rows.n && n < SAMPLE_TOPICS; i++)
        if (found.rows.at[i].firms > 2 && !str_empty(found.rows.at[i].class_name))
            e = make(play, &found.rows.at[i], n++ == 0);
    return e;
}
