#include "domain/matter/matter_audit.h"

#include "domain/matter/matter_case.h"

struct audit {
    struct ctx *ctx; /* of one batch: its own memory */
    struct matter_audit *out;
    int64_t sight_there, todo_there; /* rows that were met */
};

static void remember(struct str *first, struct arena *keep, const struct matter_case *c)
{
    if (str_empty(*first))
        *first = str_dup(keep, str_empty(c->now.number) ? c->now.title : c->now.number);
}

static enum err audit_sight(struct audit *a, struct arena *keep, const struct matter_case *c)
{
    struct ctx *ctx = a->ctx;
    int64_t viewers[MATTER_VIEWERS_MAX];
    size_t n = matter_case_viewers(c, viewers);
    for (size_t i = 0; i < n; i++) {
        struct sql_matter_sight_whole_row row;
        struct sql_matter_sight_whole_in in = {ctx->park, viewers[i], c->now.id};
        enum err e = sql_matter_sight_whole(ctx->db, ctx->arena, &in, &row);
        if (e && e != ERR_NOT_FOUND)
            return e;
        bool right = !e && matter_sight_right(&row, &c->now);
        a->sight_there += !e;
        a->out->sight_wrong += !right;
        if (!right)
            remember(&a->out->sight_first, keep, c);
    }
    return ERR_OK;
}

static bool is_stored(const struct matter_todo_fact *todo,
                      const struct sql_matter_todo_rows_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].owner == todo->owner && rows[i].duty.n == todo->duty &&
            rows[i].kind == (int64_t)todo->kind)
            return true;
    return false;
}

static bool is_due(const struct sql_matter_todo_rows_row *row, const struct matter_todo_fact *todos,
                   size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (row->owner == todos[i].owner && row->duty.n == todos[i].duty &&
            row->kind == (int64_t)todos[i].kind)
            return true;
    return false;
}

static enum err audit_todo(struct audit *a, struct arena *keep, struct matter_case *c)
{
    struct ctx *ctx = a->ctx;
    struct matter_todo_fact todos[MATTER_TODOS_MAX];
    struct sql_matter_todo_rows_row *rows;
    size_t n, row_n;
    int64_t wrong = 0;
    enum err e = matter_case_stand(c);
    if (!e)
        e = matter_case_todos(c, todos, &n);
    if (!e)
        e = sql_matter_todo_rows(ctx->db, ctx->arena,
                                 &(struct sql_matter_todo_rows_in){ctx->park, c->now.id}, &rows,
                                 &row_n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        wrong += !is_stored(&todos[i], rows, row_n);
    for (size_t i = 0; i < row_n; i++)
        wrong += !is_due(&rows[i], todos, n);
    a->todo_there += (int64_t)row_n;
    a->out->todo_wrong += wrong;
    if (wrong)
        remember(&a->out->todo_first, keep, c);
    return ERR_OK;
}

static enum err audit_one(struct audit *a, struct arena *keep, struct matter_id id)
{
    struct matter_case *c = ARENA_NEW(a->ctx->arena, struct matter_case);
    enum err e = matter_case_load(a->ctx, id.n, c);
    if (!e)
        e = audit_sight(a, keep, c);
    return e ? e : audit_todo(a, keep, c);
}

/* Rows of matters that are gone, or for viewers who should not see: what is stored beyond what was
 * met on the way. */
static enum err count_strays(struct audit *a, struct ctx *ctx)
{
    struct sql_matter_sight_rows_n_row sight;
    struct sql_matter_todo_rows_n_row todo;
    enum err e = sql_matter_sight_rows_n(ctx->db, ctx->arena,
                                         &(struct sql_matter_sight_rows_n_in){ctx->park}, &sight);
    if (!e)
        e = sql_matter_todo_rows_n(ctx->db, ctx->arena,
                                   &(struct sql_matter_todo_rows_n_in){ctx->park}, &todo);
    if (e)
        return e;
    a->out->sight_wrong += sight.n - a->sight_there;
    a->out->todo_wrong += todo.n - a->todo_there;
    return ERR_OK;
}

enum err matter_audit_run(struct ctx *ctx, struct matter_audit *out)
{
    struct matter_id after = {0};
    struct audit a = {.out = out};
    *out = (struct matter_audit){.sight_first = STR(""), .todo_first = STR("")};
    for (;;) {
        struct arena scratch;
        struct sql_matter_after_row *rows;
        size_t n;
        arena_init(&scratch, (size_t)256 << 20);
        struct ctx local = *ctx;
        local.arena = &scratch;
        a.ctx = &local;
        enum err e = sql_matter_after(
            ctx->db, &scratch, &(struct sql_matter_after_in){ctx->park, after, MATTER_PAGE_MAX},
            &rows, &n);
        for (size_t i = 0; !e && i < n; i++)
            e = audit_one(&a, ctx->arena, after = rows[i].id);
        arena_release(&scratch);
        if (e)
            return e;
        out->matters += (int64_t)n;
        if (n < MATTER_PAGE_MAX)
            return count_strays(&a, ctx);
    }
}
