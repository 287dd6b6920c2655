/* Requests that say the same, or nearly, within the reader's sight. */
#include "base/json.h"
#include "base/utf8.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_json.h"
#include "domain/matter/matter_route.h"
#include "domain/matter/matter_row.h"
#include "engine/classify/likeness.h"
#include "matter_route_query.h"

static bool is_there(const struct matter_nears *out, int64_t id)
{
    for (size_t i = 0; i < out->rows.n; i++)
        if (out->rows.at[i].row.id.n == id)
            return true;
    return false;
}

static enum err add(struct ctx *ctx, struct matter_nears *out, struct matter_id id, struct str body,
                    bool equal, double share)
{
    struct matter_near near = {.body = body, .equal = equal, .percent = (int64_t)(share * 100)};
    enum err e = matter_row_get(ctx, id, 0, &near.row);
    if (!e)
        *VEC_ADD(ctx->arena, &out->rows) = near;
    return e;
}

/* Alike ones of the newest within sight. Only the beginnings are compared: while somebody types,
 * that is what there is. */
static enum err add_alike(struct ctx *ctx, int64_t viewer, struct str text, struct matter_id but,
                          struct matter_nears *out)
{
    struct sql_near_texts_row *rows;
    size_t n;
    enum err e =
        sql_near_texts(ctx->db, ctx->arena,
                       &(struct sql_near_texts_in){ctx->park, viewer, NEAR_TEXTS_MAX}, &rows, &n);
    if (e || !n)
        return e;
    struct str *texts = ARENA_ARRAY(ctx->arena, struct str, n);
    struct likeness_near near[NEAR_SHOWN + 1];
    for (size_t i = 0; i < n; i++) {
        bool skip = rows[i].matter.n == but.n || is_there(out, rows[i].matter.n);
        texts[i] = skip ? STR("") : utf8_prefix(rows[i].body, NEAR_RUNES);
    }
    size_t found = likeness_nearest(ctx->arena, utf8_prefix(text, NEAR_RUNES), texts, n, NEAR_SHARE,
                                    near, NEAR_SHOWN);
    for (size_t i = 0; !e && i < found && out->rows.n < NEAR_SHOWN; i++)
        e = add(ctx, out, rows[near[i].at].matter, rows[near[i].at].body, false, near[i].share);
    return e;
}

enum err matter_find_near(struct ctx *ctx, struct str text, struct matter_id but,
                          struct matter_nears *out)
{
    *out = (struct matter_nears){0};
    struct matter_sames sames;
    int64_t viewer;
    if (!matter_viewer(ctx, &viewer))
        return ERR_OK;
    enum err e = matter_find_same(ctx, text, &sames);
    for (size_t i = 0; !e && i < sames.rows.n && i < NEAR_SHOWN; i++)
        if (sames.rows.at[i].row.id.n != but.n)
            e = add(ctx, out, sames.rows.at[i].row.id, sames.rows.at[i].body, true, 1);
    return e ? e : add_alike(ctx, viewer, text, but, out);
}

/* JSON ---------------------------------------------------------------------------------------- */

static void put_guess(struct json_out *j, const char *name, const struct matter_guess *g)
{
    json_open(j, name, '{');
    json_put_id(j, "id", g->id);
    json_put_str(j, "name", str_or_empty(g->name));
    json_put_real(j, "confidence", g->confidence);
    json_put_int(j, "right", g->right);
    json_put_int(j, "guesses", g->guesses);
    json_put_int(j, "closed_matters", g->texts);
    json_put_str(j, "words", str_or_empty(g->words));
    json_close(j, '}');
}

enum err matter_json_propose(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct matter_propose_in *in = input;
    struct matter_proposal p;
    struct matter_nears near;
    enum err e = matter_propose(ctx, in->title, in->text, &p);
    if (e || (e = matter_find_near(ctx, in->text, (struct matter_id){0}, &near)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_guess(&j, "class", &p.class);
    if (!ctx_may(ctx, ROLE_FIRM))
        put_guess(&j, "lead", &p.lead);
    json_open(&j, "near", '[');
    for (size_t i = 0; i < near.rows.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", near.rows.at[i].row.number);
        json_put_str(&j, "title", near.rows.at[i].row.title);
        json_put_bool(&j, "equal", near.rows.at[i].equal);
        json_put_int(&j, "percent", near.rows.at[i].percent);
        json_put_str(&j, "text", near.rows.at[i].body);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}
