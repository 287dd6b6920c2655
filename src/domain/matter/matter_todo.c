/* What waits for the reader: today's work in order, and a department's duties by due day. */
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_columns.h"
#include "domain/matter/matter_row.h"

enum { OWNERS_MAX = 4 };

/* Whose to-dos the reader does: the coordinators', a department's or firm's, a leader's own. */
static size_t owners(const struct ctx *ctx, int64_t out[OWNERS_MAX])
{
    size_t n = 0;
    if (ctx_may(ctx, ROLE_COORDINATOR))
        out[n++] = MATTER_OWNER_STAFF;
    if (ctx->actor.org.n && ctx_may(ctx, ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD))
        out[n++] = ctx->actor.org.n;
    if (ctx_may(ctx, ROLE_LEADER))
        out[n++] = ctx->actor.person.n;
    return n;
}

/* A desk does not sign; a head who is not also the desk does not answer. */
static bool is_mine(const struct ctx *ctx, int64_t kind)
{
    if (kind == MATTER_TODO_SIGN)
        return ctx_may(ctx, ROLE_HEAD);
    if (kind == MATTER_TODO_ANSWER || kind == MATTER_TODO_FINISH || kind == MATTER_TODO_NOTE)
        return ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD);
    return true;
}

struct todo_walk {
    struct ctx *ctx;
    struct matter_todo_list *list;
    struct matter_rules rules;
    int64_t cap; /* to-dos counted per owner */
    VEC(struct sql_matter_todo_of_row) found;
};

/* Nobody works through more in a day; counting costs a walk, and is the same for a park of a
 * million. */
enum { TODO_COUNT_CAP = 2000 };

/* The menu says "99+" from 100 on; ten times as many are looked at, because some are another's. */
enum { MENU_COUNT_CAP = 1000 };

static enum err count(struct todo_walk *w, int64_t owner, int64_t until)
{
    struct sql_matter_todo_count_row *rows;
    size_t n;
    enum err e = sql_matter_todo_count(
        w->ctx->db, w->ctx->arena,
        &(struct sql_matter_todo_count_in){w->ctx->park, owner, until, w->cap}, &rows, &n);
    int64_t seen = 0;
    for (size_t i = 0; !e && i < n; i++) {
        seen += rows[i].n;
        if (rows[i].kind <= 0 || rows[i].kind >= MATTER_TODO_END_ || !is_mine(w->ctx, rows[i].kind))
            continue;
        w->list->n[rows[i].kind] += rows[i].n;
        w->list->total += rows[i].n;
    }
    w->list->more = w->list->more || seen >= w->cap;
    return e;
}

static enum err collect(struct todo_walk *w, int64_t owner, int64_t until)
{
    struct ctx *ctx = w->ctx;
    struct sql_matter_todo_of_row *rows;
    size_t n;
    enum err e = sql_matter_todo_of(
        ctx->db, ctx->arena,
        &(struct sql_matter_todo_of_in){ctx->park, owner, until, 2 * MATTER_PAGE}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (is_mine(ctx, rows[i].kind))
            *VEC_ADD(ctx->arena, &w->found) = rows[i];
    return e;
}

/* What is late first, then what can be asked for at any time, in the order of the day's work. */
static bool before(const struct sql_matter_todo_of_row *a, const struct sql_matter_todo_of_row *b)
{
    if (a->due_at != b->due_at)
        return a->due_at < b->due_at;
    return a->kind != b->kind ? a->kind < b->kind : a->matter.n < b->matter.n;
}

static void sort(struct todo_walk *w)
{
    for (size_t i = 1; i < w->found.n; i++) {
        struct sql_matter_todo_of_row todo = w->found.at[i];
        size_t k = i;
        for (; k > 0 && before(&todo, &w->found.at[k - 1]); k--)
            w->found.at[k] = w->found.at[k - 1];
        w->found.at[k] = todo;
    }
}

/* The records of the first page alone: each is a look-up. */
static enum err draw(struct todo_walk *w)
{
    struct ctx *ctx = w->ctx;
    struct matter_now now = matter_now(ctx);
    for (size_t i = 0; i < w->found.n && i < MATTER_PAGE; i++) {
        const struct sql_matter_todo_of_row *row = &w->found.at[i];
        struct matter_todo todo = {.kind = row->kind, .duty = row->duty, .due_at = row->due_at};
        enum err e = matter_row_get(ctx, row->matter, w->rules.soon_days, &todo.matter);
        if (e)
            return e;
        todo.light = (int64_t)matter_light(&now, true, todo.due_at, w->rules.soon_days);
        todo.late_days =
            todo.light == MATTER_LIGHT_OVERDUE ? matter_late_days(&now, todo.due_at) : 0;
        todo.left_days = matter_left_days(&now, todo.due_at);
        *VEC_ADD(ctx->arena, &w->list->rows) = todo;
    }
    return ERR_OK;
}

enum err matter_find_todo(struct ctx *ctx, struct matter_todo_list *out)
{
    *out = (struct matter_todo_list){0};
    struct todo_walk w = {.ctx = ctx, .list = out, .cap = TODO_COUNT_CAP};
    int64_t owner[OWNERS_MAX];
    size_t n = owners(ctx, owner);
    enum err e = matter_settings(ctx, &w.rules);
    for (size_t i = 0; !e && i < n; i++) {
        e = collect(&w, owner[i], MATTER_DUE_NEVER);
        if (!e)
            e = collect(&w, -owner[i], ctx->now_us);
        if (!e)
            e = count(&w, owner[i], MATTER_DUE_NEVER);
        if (!e)
            e = count(&w, -owner[i], ctx->now_us);
    }
    sort(&w);
    return e ? e : draw(&w);
}

enum err matter_find_todo_count(struct ctx *ctx, int64_t *out_n)
{
    struct matter_todo_list list = {0};
    struct todo_walk w = {.ctx = ctx, .list = &list, .cap = MENU_COUNT_CAP};
    int64_t owner[OWNERS_MAX];
    size_t n = owners(ctx, owner);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++) {
        e = count(&w, owner[i], MATTER_DUE_NEVER);
        if (!e)
            e = count(&w, -owner[i], ctx->now_us);
    }
    *out_n = list.total;
    return e;
}

/* Duties -------------------------------------------------------------------------------------- */

static enum err duties_of(struct ctx *ctx, const struct matter_duties_in *in, struct org_id *out)
{
    *out = ctx->actor.org;
    int64_t viewer;
    if (!matter_viewer(ctx, &viewer) || ctx_may(ctx, ROLE_FIRM))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您的角色看不到部门的交办"));
    if (str_empty(in->department))
        return out->n ? ERR_OK : ctx_fail(ctx, ERR_INVALID, "department", T("请选择部门"));
    enum err e = matter_org_named(ctx, in->department, out);
    bool whole_park = viewer == 0;
    if (e == ERR_NOT_FOUND || (!e && !whole_park && out->n != ctx->actor.org.n))
        return ctx_fail_detail(ctx, ERR_INVALID, "department", T("没有这个部门：{}"),
                               in->department);
    return e;
}

/* duty_list has the columns of duty_of: one view is drawn from both. */
static struct sql_duty_of_row duty_row(const struct sql_duty_list_row *from)
{
    struct sql_duty_of_row in;
#define COPY(name, type) in.name = from->name;
    DUTY_FIXED_COLUMNS(COPY)
    DUTY_COLUMNS(COPY)
#undef COPY
    return in;
}

static enum err count_duties(struct ctx *ctx, struct org_id org, const struct matter_rules *rules,
                             struct duty_list *out)
{
    struct sql_duty_list_in in = {.park = ctx->park, .org = org};
    enum err e = sql_duty_list_count(ctx->db, ctx->arena, &in, MATTER_COUNT_CAP, &out->total);
    in.overdue.on = true;
    in.overdue.now = ctx->now_us;
    if (!e)
        e = sql_duty_list_count(ctx->db, ctx->arena, &in, MATTER_COUNT_CAP, &out->overdue);
    in.overdue.on = false;
    in.silent.on = true;
    in.silent.silent_since = ctx->now_us - rules->note_days * DAY_US;
    if (!e)
        e = sql_duty_list_count(ctx->db, ctx->arena, &in, MATTER_COUNT_CAP, &out->silent);
    out->total_more = out->total > MATTER_COUNT_CAP;
    return e;
}

enum err matter_find_duties(struct ctx *ctx, const struct matter_duties_in *f,
                            struct duty_list *out)
{
    *out = (struct duty_list){.next = STR_NULL};
    struct matter_rules rules;
    struct sql_duty_list_in in = {.park = ctx->park};
    enum err e = duties_of(ctx, f, &in.org);
    if (e || (e = matter_settings(ctx, &rules)))
        return e;
    in.overdue.on = f->overdue;
    in.overdue.now = ctx->now_us;
    struct sql_duty_list_page page = {.order = SQL_DUTY_LIST_DUE,
                                      .limit = (int32_t)(f->limit ? f->limit : MATTER_PAGE),
                                      .after = f->after};
    struct sql_duty_list_row *rows;
    size_t n;
    e = sql_duty_list(ctx->db, ctx->arena, &in, &page, &rows, &n, &out->next);
    for (size_t i = 0; !e && i < n; i++) {
        struct duty_row *row = VEC_ADD(ctx->arena, &out->rows);
        struct sql_duty_of_row duty = duty_row(&rows[i]);
        duty_view_fill(ctx, &duty, &rules, &row->duty);
        e = matter_row_get(ctx, rows[i].matter, rules.soon_days, &row->matter);
    }
    return e ? e : count_duties(ctx, in.org, &rules, out);
}
