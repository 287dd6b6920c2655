/* The derived tables of one matter: who may see it, and what each has to do. */
#include "core/ctx.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_find.h"

struct viewers {
    int64_t at[MATTER_VIEWERS_MAX];
    size_t n;
};

bool matter_viewer(const struct ctx *ctx, int64_t *out_viewer)
{
    *out_viewer = 0;
    if (ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE)) {
        *out_viewer = ctx->actor.zone;
        return true;
    }
    *out_viewer = ctx->actor.org.n;
    return ctx->actor.org.n && ctx_may(ctx, ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD);
}

static void view(struct viewers *viewers, int64_t viewer)
{
    for (size_t i = 0; i < viewers->n; i++)
        if (viewers->at[i] == viewer)
            return;
    viewers->at[viewers->n++] = viewer;
}

/* A firm's draft that was never sent is the firm's alone. */
static void viewers_of(const struct matter_case *c, const struct sql_matter_get_row *m, bool before,
                       struct viewers *out)
{
    out->n = 0;
    bool unsent = m->state == MATTER_DRAFT && str_empty(m->number) && !m->on_behalf;
    if (!unsent)
        view(out, 0);
    if (!unsent && m->zone.n)
        view(out, m->zone.n);
    if (!unsent && m->leader.n)
        view(out, m->leader.n);
    if (m->firm.n)
        view(out, m->firm.n);
    for (size_t i = 0; i < c->duty_n; i++)
        if (!before || !c->duties[i].fresh)
            view(out, c->duties[i].now.org.n);
}

size_t matter_case_viewers(const struct matter_case *c, int64_t out[MATTER_VIEWERS_MAX])
{
    struct viewers viewers;
    viewers_of(c, &c->now, false, &viewers);
    for (size_t i = 0; i < viewers.n; i++)
        out[i] = viewers.at[i];
    return viewers.n;
}

static bool sees(const struct viewers *viewers, int64_t viewer)
{
    for (size_t i = 0; i < viewers->n; i++)
        if (viewers->at[i] == viewer)
            return true;
    return false;
}

static enum err drop(struct matter_case *c, int64_t viewer)
{
    return sql_matter_sight_drop(
        c->ctx->db, &(struct sql_matter_sight_drop_in){c->ctx->park, viewer, c->now.id}, NULL);
}

int64_t matter_place(const struct sql_matter_get_row *m)
{
    return m->year.is && m->seq.is ? m->year.n * MATTER_PLACE_YEAR + m->seq.n : 0;
}

bool matter_sight_right(const struct sql_matter_sight_whole_row *row,
                        const struct sql_matter_get_row *m)
{
    return row->ended == !m->open && row->due_at == m->due_at && row->state == m->state &&
           row->version == m->version && row->turn == m->turn && row->place == matter_place(m) &&
           row->raised_at == m->raised_at && row->class.n == m->class.n &&
           row->source == m->source && row->urgency == m->urgency && row->firm.n == m->firm.n &&
           row->lead.n == m->lead.n && row->leader.n == m->leader.n && row->zone.n == m->zone.n;
}

/* Whether the version alone differs: then no index of sight moves. */
static bool same_keys(const struct sql_matter_get_row *a, const struct sql_matter_get_row *b)
{
    return a->state == b->state && a->turn == b->turn && matter_place(a) == matter_place(b) &&
           a->raised_at == b->raised_at && a->class.n == b->class.n && a->source == b->source &&
           a->urgency == b->urgency && a->firm.n == b->firm.n && a->lead.n == b->lead.n &&
           a->leader.n == b->leader.n && a->zone.n == b->zone.n;
}

static struct sql_matter_sight_add_in row_of(const struct matter_case *c, int64_t viewer)
{
    const struct sql_matter_get_row *m = &c->now;
    return (struct sql_matter_sight_add_in){
        .park = c->ctx->park,
        .viewer = viewer,
        .ended = !m->open,
        .due_at = m->due_at,
        .matter = m->id,
        .state = m->state,
        .version = m->version,
        .turn = m->turn,
        .place = matter_place(m),
        .raised_at = m->raised_at,
        .class = m->class,
        .source = m->source,
        .urgency = m->urgency,
        .firm = m->firm,
        .lead = m->lead,
        .leader = m->leader,
        .zone = m->zone,
    };
}

static enum err touch(struct matter_case *c, const struct sql_matter_sight_add_in *row)
{
    return sql_matter_sight_touch(c->ctx->db,
                                  &(struct sql_matter_sight_touch_in){.park = row->park,
                                                                      .viewer = row->viewer,
                                                                      .ended = row->ended,
                                                                      .due_at = row->due_at,
                                                                      .matter = row->matter,
                                                                      .version = row->version},
                                  NULL);
}

static enum err put(struct matter_case *c, int64_t viewer, bool is_there)
{
    struct db *db = c->ctx->db;
    struct sql_matter_sight_add_in row = row_of(c, viewer);
    bool same_place = c->now.open == c->was.open && c->now.due_at == c->was.due_at;
    if (is_there && same_place && same_keys(&c->now, &c->was))
        return touch(c, &row);
    if (is_there && same_place)
        return sql_matter_sight_put(db,
                                    &(struct sql_matter_sight_put_in){.park = row.park,
                                                                      .viewer = viewer,
                                                                      .ended = row.ended,
                                                                      .due_at = row.due_at,
                                                                      .matter = row.matter,
                                                                      .state = row.state,
                                                                      .version = row.version,
                                                                      .turn = row.turn,
                                                                      .place = row.place,
                                                                      .raised_at = row.raised_at,
                                                                      .class = row.class,
                                                                      .source = row.source,
                                                                      .urgency = row.urgency,
                                                                      .firm = row.firm,
                                                                      .lead = row.lead,
                                                                      .leader = row.leader,
                                                                      .zone = row.zone},
                                    NULL);
    enum err e = is_there ? drop(c, viewer) : ERR_OK;
    return e ? e : sql_matter_sight_add(db, &row, NULL);
}

enum err matter_case_sight(struct matter_case *c)
{
    struct viewers before = {.n = 0}, after;
    if (!c->fresh)
        viewers_of(c, &c->was, true, &before);
    viewers_of(c, &c->now, false, &after);
    for (size_t i = 0; i < before.n; i++) {
        enum err e = sees(&after, before.at[i]) ? ERR_OK : drop(c, before.at[i]);
        if (e)
            return e;
    }
    for (size_t i = 0; i < after.n; i++) {
        enum err e = put(c, after.at[i], sees(&before, after.at[i]));
        if (e)
            return e;
    }
    return ERR_OK;
}

enum err matter_case_todos(struct matter_case *c, struct matter_todo_fact out[MATTER_TODOS_MAX],
                           size_t *out_n)
{
    struct duty_fact facts[MATTER_DUTIES_MAX];
    for (size_t i = 0; i < c->duty_n; i++)
        facts[i] = c->duties[i].fact;
    struct matter_fact fact = matter_case_fact(c);
    struct matter_now now = matter_now(c->ctx);
    return matter_todos(&now, &c->rules, &fact, &c->standing, facts, c->duty_n, out, out_n);
}

enum err matter_case_todo(struct matter_case *c)
{
    struct ctx *ctx = c->ctx;
    struct matter_todo_fact todos[MATTER_TODOS_MAX];
    size_t n;
    enum err e = matter_case_todos(c, todos, &n);
    if (!e && !c->fresh)
        e = sql_matter_todo_drop(ctx->db, &(struct sql_matter_todo_drop_in){ctx->park, c->now.id},
                                 NULL);
    for (size_t i = 0; !e && i < n; i++)
        e = sql_matter_todo_add(ctx->db,
                                &(struct sql_matter_todo_add_in){.park = ctx->park,
                                                                 .owner = todos[i].owner,
                                                                 .due_at = todos[i].due_at,
                                                                 .matter = c->now.id,
                                                                 .duty = {todos[i].duty},
                                                                 .kind = (int64_t)todos[i].kind},
                                NULL);
    return e;
}
