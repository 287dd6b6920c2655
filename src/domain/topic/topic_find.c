/* Reading topics; members are those within the reader's sight. Proposals from texts and classes. */
#include "base/json.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_topic.h"
#include "domain/topic/topic.h"
#include "engine/classify/topics.h"
#include "topic_query.h"

enum err topic_find_list(struct ctx *ctx, struct topic_list *out)
{
    struct sql_topic_all_row *rows;
    size_t n;
    *out = (struct topic_list){0};
    enum err e = sql_topic_all(ctx->db, ctx->arena,
                               &(struct sql_topic_all_in){ctx->park, TOPICS_SHOWN}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) = (struct topic_row){.id = rows[i].id,
                                                              .version = rows[i].version,
                                                              .state = rows[i].state,
                                                              .members = rows[i].members,
                                                              .name = rows[i].name,
                                                              .cause = rows[i].cause,
                                                              .solution = rows[i].solution,
                                                              .opened_name = rows[i].opened_name,
                                                              .solved_name = rows[i].solved_name,
                                                              .opened_at = rows[i].opened_at,
                                                              .solved_at = rows[i].solved_at};
    return e;
}

/* Another firm among those before it? Few members: a walk. */
static bool new_firm(const struct topic_view *view, const struct matter_row *matter)
{
    for (size_t i = 0; i < view->members.n; i++)
        if (str_eq(view->members.at[i].matter.firm_name, matter->firm_name))
            return false;
    return true;
}

static enum err add_member(struct ctx *ctx, const struct sql_topic_members_row *row,
                           struct topic_view *out)
{
    struct topic_member_view member = {.joined_at = row->joined_at, .told_at = row->told_at};
    enum err e = matter_find_row(ctx, row->matter, &member.matter);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e)
        return e;
    out->firms += new_firm(out, &member.matter);
    out->open += member.matter.open;
    *VEC_ADD(ctx->arena, &out->members) = member;
    return ERR_OK;
}

enum err topic_find_one(struct ctx *ctx, struct topic_id id, struct topic_view *out)
{
    struct sql_topic_get_row row;
    struct sql_topic_members_row *members;
    size_t n;
    *out = (struct topic_view){0};
    enum err e =
        sql_topic_get(ctx->db, ctx->arena, &(struct sql_topic_get_in){ctx->park, id}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "id", T("没有这个共性问题"));
    if (!e)
        e = sql_topic_members(ctx->db, ctx->arena, &(struct sql_topic_members_in){ctx->park, id},
                              &members, &n);
    if (e)
        return e;
    out->row = (struct topic_row){row.id,          row.version,   row.state,    row.members,
                                  row.name,        row.cause,     row.solution, row.opened_name,
                                  row.solved_name, row.opened_at, row.solved_at};
    for (size_t i = 0; !e && i < n; i++)
        e = add_member(ctx, &members[i], out);
    return e;
}

/* Proposals ----------------------------------------------------------------------------------- */

/* The class that most of them have. */
static int64_t common_class(const struct matter_texts *texts, const struct topic *topic)
{
    int64_t best = 0;
    size_t most = 0;
    for (size_t i = 0; i < topic->n; i++) {
        int64_t class = texts->at[topic->at[i]].class;
        size_t n = 0;
        for (size_t k = 0; k < topic->n; k++)
            n += texts->at[topic->at[k]].class == class;
        if (class && n > most) {
            most = n;
            best = class;
        }
    }
    return best;
}

/* One story told by texts alone; those of another class are left out of it: the same words, but
 * another office's question. */
static enum err propose(struct ctx *ctx, const struct matter_texts *texts,
                        const struct topic *topic, struct topic_proposals *out)
{
    struct topic_proposal p = {.name = topic->name, .class_name = STR("")};
    int64_t class = common_class(texts, topic);
    for (size_t i = 0; i < topic->n; i++) {
        const struct matter_text_free *text = &texts->at[topic->at[i]];
        struct matter_row row;
        bool first = true;
        if (class && text->class && text->class != class)
            continue;
        enum err e = matter_find_row(ctx, text->id, &row);
        if (e == ERR_NOT_FOUND)
            continue;
        if (e)
            return e;
        for (size_t k = 0; k < p.members.n; k++)
            first = first && !str_eq(p.members.at[k].firm_name, row.firm_name);
        p.firms += first;
        if (row.class.n == class)
            p.class_name = row.class_name;
        *VEC_ADD(ctx->arena, &p.members) = row;
    }
    if (p.members.n >= TOPIC_LEAST && out->rows.n < TOPIC_PROPOSALS_MAX)
        *VEC_ADD(ctx->arena, &out->rows) = p;
    return ERR_OK;
}

enum err topic_find_proposals(struct ctx *ctx, struct topic_proposals *out)
{
    struct matter_texts texts;
    struct topic *topics;
    size_t n;
    *out = (struct topic_proposals){0};
    enum err e = matter_texts_free(ctx, TOPIC_TEXTS_MAX, &texts);
    if (e)
        return e;
    struct classify_doc *docs = ARENA_ARRAY(ctx->arena, struct classify_doc, texts.n + 1);
    for (size_t i = 0; i < texts.n; i++)
        docs[i] = (struct classify_doc){texts.at[i].title, texts.at[i].body, 0};
    out->texts = (int64_t)texts.n;
    e = topics_find(ctx->arena, docs, texts.n, &topics, &n);
    for (size_t i = 0; !e && i < n && topics[i].n >= TOPIC_LEAST; i++)
        e = propose(ctx, &texts, &topics[i], out);
    return e;
}

/* JSON ---------------------------------------------------------------------------------------- */

static void put_row(struct json_out *j, const struct ctx *ctx, const struct topic_row *r)
{
    json_put_id(j, "id", r->id.n);
    json_put_str(j, "name", r->name);
    json_put_c(j, "state", r->state == TOPIC_OPEN ? "open" : "solved");
    json_put_int(j, "members", r->members);
    json_put_str(j, "cause", r->cause);
    json_put_str(j, "solution", r->solution);
    json_put_instant(j, "opened_at", r->opened_at, ctx->offset_min);
    json_put_str(j, "opened_by", r->opened_name);
    json_put_instant(j, "solved_at", r->solved_at, ctx->offset_min);
    json_put_int(j, "version", r->version);
}

static void put_matter(struct json_out *j, const struct matter_row *m)
{
    json_put_str(j, "number", m->number);
    json_put_str(j, "title", m->title);
    json_put_str(j, "firm", m->firm_name);
    json_put_c(j, "state", matter_state_name(m->state));
    json_put_str(j, "class", m->class_name);
    json_put_id(j, "matter", m->id.n);
}

enum err topic_json_list(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct topic_list list;
    enum err e = topic_find_list(ctx, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        json_open(&j, NULL, '{');
        put_row(&j, ctx, &list.rows.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err topic_json_show(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct topic_show_in *in = input;
    struct topic_view v;
    enum err e = topic_find_one(ctx, (struct topic_id){in->id}, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_row(&j, ctx, &v.row);
    json_put_int(&j, "firms", v.firms);
    json_open(&j, "matters", '[');
    for (size_t i = 0; i < v.members.n; i++) {
        json_open(&j, NULL, '{');
        put_matter(&j, &v.members.at[i].matter);
        json_put_instant(&j, "told_at", v.members.at[i].told_at, ctx->offset_min);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err topic_json_propose(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct topic_proposals v;
    enum err e = topic_find_proposals(ctx, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < v.rows.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "name", v.rows.at[i].name);
        json_put_str(&j, "class", v.rows.at[i].class_name);
        json_put_int(&j, "firms", v.rows.at[i].firms);
        json_open(&j, "matters", '[');
        for (size_t k = 0; k < v.rows.at[i].members.n; k++) {
            json_open(&j, NULL, '{');
            put_matter(&j, &v.rows.at[i].members.at[k]);
            json_close(&j, '}');
        }
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

const char *topic_state_word(int64_t state)
{
    return state == TOPIC_SOLVED ? T("已有解决办法") : T("研究中");
}
