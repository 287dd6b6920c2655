/* Lists: from filters as given to one list query, and rows drawn by key. */
#include "domain/matter/matter_find.h"

#include "core/counter.h"
#include "core/org.h"
#include "core/person.h"
#include "core/search.h"
#include "core/setting.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_row.h"
#include "domain/matter/matter_tally.h"

enum { DUE_COUNT_CAP = 2000 };

/* Filters ------------------------------------------------------------------------------------- */

/* An organisation by id or by name. ERR_NOT_FOUND: no such name. */
enum err matter_org_named(struct ctx *ctx, struct str text, struct org_id *out)
{
    struct org org;
    if (str_int(text, &out->n) && out->n > 0)
        return ERR_OK;
    enum err e = org_by_name(ctx, text, &org);
    *out = e ? (struct org_id){0} : org.id;
    return e;
}

static enum err filter_class(struct ctx *ctx, struct str text, struct sql_matter_keys_in *in)
{
    struct matter_class_id id;
    if (!str_int(text, &id.n)) {
        struct sql_matter_class_named_row *rows;
        size_t n;
        enum err e = sql_matter_class_named(
            ctx->db, ctx->arena, &(struct sql_matter_class_named_in){ctx->park, text}, &rows, &n);
        if (e)
            return e;
        id = n ? rows[0].id : (struct matter_class_id){0};
    }
    struct sql_matter_class_get_row row;
    enum err e = sql_matter_class_get(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_get_in){ctx->park, id}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, ERR_INVALID, "class", T("没有这个类别：{}"), text);
    if (e)
        return e;
    /* "12/845/" up to before "12/8450": '0' follows '/' in every byte order */
    in->class.on = true;
    in->class.class_from = row.path;
    in->class.class_to = str_print(ctx->arena, "%.*s0", (int)(row.path.len - 1), row.path.ptr);
    return ERR_OK;
}

static enum err filter_leader(struct ctx *ctx, struct str text, struct sql_matter_keys_in *in)
{
    struct person person;
    in->leader.on = true;
    if (str_int(text, &in->leader.leader.n))
        return ERR_OK;
    enum err e = person_find(ctx, text, &person);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, ERR_INVALID, "leader", T("没有登录名或姓名是“{}”的人"), text);
    in->leader.leader = person.id;
    return e;
}

/* Whoever sees the whole park looks at a department or firm through its own viewer key, so that the
 * page costs the same however long the park's list is. A firm's unsent drafts stay its own. */
static enum err filter_orgs(struct ctx *ctx, const struct matter_list_in *f,
                            struct sql_matter_keys_in *in)
{
    struct org_id id;
    enum err e = ERR_OK;
    if (!str_empty(f->firm)) {
        e = matter_org_named(ctx, f->firm, &id);
        if (e == ERR_NOT_FOUND) {
            in->firm_name.on = true;
            in->firm_name.firm_name = f->firm;
        } else if (e) {
            return e;
        } else if (in->viewer == 0 && str_empty(f->department)) {
            in->viewer = id.n;
            in->other.on = true;
            in->other.other = 0;
        } else {
            in->firm.on = true;
            in->firm.firm = id;
        }
        error_clear(&ctx->error);
    }
    if (str_empty(f->department))
        return ERR_OK;
    e = matter_org_named(ctx, f->department, &id);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, ERR_INVALID, "department", T("没有这个部门：{}"),
                               f->department);
    if (in->viewer == 0) {
        in->viewer = id.n;
    } else {
        in->other.on = true;
        in->other.other = id.n;
    }
    return e;
}

static void filter_days(struct ctx *ctx, const struct matter_list_in *f,
                        struct sql_matter_keys_in *in)
{
    int32_t zone = ctx->offset_min;
    in->due_from.on = f->due_from != DAY_NONE && f->due_from != 0;
    if (in->due_from.on)
        in->due_from.due_from = instant_of_day(f->due_from, zone);
    bool to = f->due_to != DAY_NONE && f->due_to != 0;
    in->due_to.on = to || in->due_from.on; /* what has no day is not due from any day on */
    in->due_to.due_to = to ? instant_of_day(f->due_to + 1, zone) : MATTER_DUE_NEVER - 1;
    in->raised_from.on = f->raised_from != DAY_NONE && f->raised_from != 0;
    if (in->raised_from.on)
        in->raised_from.raised_from = instant_of_day(f->raised_from, zone);
    int64_t before = INT64_MAX;
    if (f->raised_to != DAY_NONE && f->raised_to != 0)
        before = instant_of_day(f->raised_to + 1, zone) - 1;
    if (f->age && ctx->now_us - f->age * DAY_US < before)
        before = ctx->now_us - f->age * DAY_US;
    in->raised_to.on = before != INT64_MAX;
    in->raised_to.raised_to = before;
}

static void filter_mine(const struct ctx *ctx, struct sql_matter_keys_in *in)
{
    if (ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE)) {
        in->turn.turn = MATTER_TURN_COORDINATOR;
    } else if (ctx_may(ctx, ROLE_LEADER)) {
        in->leader.on = true;
        in->leader.leader = ctx->actor.person;
        return;
    } else if (ctx_may(ctx, ROLE_DEPARTMENT)) {
        in->turn.turn = MATTER_TURN_DEPARTMENT;
    } else if (ctx_may(ctx, ROLE_HEAD)) {
        in->turn.turn = MATTER_TURN_HEAD;
    } else {
        in->turn.turn = MATTER_TURN_FIRM;
    }
    in->turn.on = true;
}

#define FILTER(name)                                                                               \
    do {                                                                                           \
        in->name.on = f->name != 0;                                                                \
        in->name.name = f->name;                                                                   \
    } while (0)

static enum err filters(struct ctx *ctx, const struct matter_list_in *f,
                        struct sql_matter_keys_in *in)
{
    *in = (struct sql_matter_keys_in){.park = ctx->park};
    if (!matter_viewer(ctx, &in->viewer))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您的角色看不到清单"));
    FILTER(state);
    FILTER(source);
    FILTER(urgency);
    in->turn.on = f->turn != 0;
    in->turn.turn = f->turn - 1;
    in->zone.on = f->zone != 0;
    in->zone.zone.n = f->zone;
    in->ended.on = f->open || f->state; /* a state says it too, and the index begins with it */
    in->ended.ended = f->state && matter_ended(f->state) && !f->open;
    in->overdue.on = f->overdue;
    in->overdue.now = ctx->now_us;
    filter_days(ctx, f, in);
    if (f->mine)
        filter_mine(ctx, in);
    if (in->leader.on && in->viewer == 0)
        in->viewer = in->leader.leader.n; /* the led matters have a key of their own */
    if (!str_empty(f->text)) {
        in->words.words = search_words(ctx, f->text);
        in->words.on = true;
        if (str_null(in->words.words))
            return ctx_fail(ctx, ERR_INVALID, "text", T("请写要找的字或词"));
    }
    enum err e = str_empty(f->class) ? ERR_OK : filter_class(ctx, f->class, in);
    if (!e && !str_empty(f->leader))
        e = filter_leader(ctx, f->leader, in);
    return e ? e : filter_orgs(ctx, f, in);
}

static struct sql_matter_keys_page page_of(const struct matter_list_in *f)
{
    static const enum sql_matter_keys_order orders[] = {
        [0] = SQL_MATTER_KEYS_DUE,
        [MATTER_ORDER_DUE] = SQL_MATTER_KEYS_DUE,
        [MATTER_ORDER_NEWEST] = SQL_MATTER_KEYS_NEWEST,
        [MATTER_ORDER_OLDEST] = SQL_MATTER_KEYS_OLDEST,
        [MATTER_ORDER_NUMBER] = SQL_MATTER_KEYS_NUMBER,
        [MATTER_ORDER_STATE] = SQL_MATTER_KEYS_STATE,
        [MATTER_ORDER_DEPARTMENT] = SQL_MATTER_KEYS_DEPARTMENT,
    };
    bool known = f->order > 0 && f->order <= MATTER_ORDER_DEPARTMENT;
    int64_t limit = f->limit < 1 ? MATTER_PAGE : f->limit;
    return (struct sql_matter_keys_page){
        .order = orders[known ? f->order : 0],
        .reverse = f->reverse,
        .limit = (int32_t)(limit > MATTER_PAGE_MAX ? MATTER_PAGE_MAX : limit),
        .after = f->after,
    };
}

/* Lists --------------------------------------------------------------------------------------- */

/* The board keeps a count of each state for these; what a firm sees is small and counted. */
static bool states_are_kept(const struct ctx *ctx)
{
    return ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE |
                            ROLE_DEPARTMENT | ROLE_HEAD);
}

static enum err kept_states(struct ctx *ctx, int64_t viewer, int64_t out_n[MATTER_STATE_END_])
{
    enum err e = ERR_OK;
    for (int64_t s = MATTER_DRAFT; !e && s < MATTER_STATE_END_; s++)
        e = counter_get(ctx, MATTER_COUNTER_STATE, s, viewer, &out_n[s]);
    return e;
}

/* Whether nothing but the state narrows the list: then the board's figures are its total. */
static bool narrowed_by_state_alone(const struct sql_matter_keys_in *in)
{
    return !(in->overdue.on || in->due_from.on || in->due_to.on || in->words.on || in->class.on ||
             in->other.on || in->firm.on || in->firm_name.on || in->source.on || in->urgency.on ||
             in->turn.on || in->leader.on || in->zone.on || in->raised_from.on || in->raised_to.on);
}

/* What is due within a time is asked for all day and grows with the park: its count stops early. */
static int64_t cap_of(const struct sql_matter_keys_in *in)
{
    struct sql_matter_keys_in rest = *in;
    rest.due_from.on = rest.due_to.on = false;
    return in->due_to.on && narrowed_by_state_alone(&rest) ? DUE_COUNT_CAP : MATTER_COUNT_CAP;
}

/* From the board's counters where they know it, exact then; else counted up to a cap. */
static enum err put_total(struct ctx *ctx, const struct sql_matter_keys_in *in,
                          struct matter_keys *out)
{
    int64_t own, states[MATTER_STATE_END_], cap = cap_of(in);
    enum err e;
    if (!narrowed_by_state_alone(in) || !states_are_kept(ctx) || !matter_viewer(ctx, &own) ||
        own != in->viewer) {
        e = sql_matter_keys_count(ctx->db, ctx->arena, in, cap, &out->total);
        out->total_more = out->total > cap;
        if (out->total_more)
            out->total = cap;
        return e;
    }
    e = kept_states(ctx, own, states);
    for (int64_t s = MATTER_DRAFT; !e && s < MATTER_STATE_END_; s++)
        if ((!in->state.on || s == in->state.state) &&
            (!in->ended.on || matter_ended(s) == in->ended.ended))
            out->total += states[s];
    return e;
}

enum err matter_find_keys(struct ctx *ctx, const struct matter_list_in *f, struct matter_keys *out)
{
    struct sql_matter_keys_in in;
    *out = (struct matter_keys){.next = STR_NULL};
    enum err e = filters(ctx, f, &in);
    if (e || (e = setting_get(ctx, "matter.soon_days", &out->soon_days)))
        return e;
    struct sql_matter_keys_page page = page_of(f);
    struct sql_matter_keys_row *rows;
    size_t n;
    if ((e = sql_matter_keys(ctx->db, ctx->arena, &in, &page, &rows, &n, &out->next)))
        return e == ERR_INVALID ? ctx_fail(ctx, e, "after", T("翻页位置不对，请从第一页看")) : e;
    for (size_t i = 0; i < n; i++)
        *VEC_ADD(ctx->arena, &out->rows) = (struct matter_key){rows[i].id, rows[i].version};
    if (str_empty(f->after) && str_null(out->next)) {
        out->total = (int64_t)n;
        return ERR_OK;
    }
    return put_total(ctx, &in, out);
}

enum err matter_find_keyed(struct ctx *ctx, const struct matter_keys *keys, size_t i,
                           struct matter_row *out)
{
    return matter_row_get(ctx, keys->rows.at[i].id, keys->soon_days, out);
}

enum err matter_find_list(struct ctx *ctx, const struct matter_list_in *in, struct matter_list *out)
{
    struct matter_keys keys;
    enum err e = matter_find_keys(ctx, in, &keys);
    *out =
        (struct matter_list){.total = keys.total, .total_more = keys.total_more, .next = keys.next};
    for (size_t i = 0; !e && i < keys.rows.n; i++) {
        struct matter_row row;
        e = matter_find_keyed(ctx, &keys, i, &row);
        if (!e)
            *VEC_ADD(ctx->arena, &out->rows) = row;
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    return e;
}

enum err matter_find_each(struct ctx *ctx, const struct matter_list_in *in, int64_t max,
                          enum err (*fn)(struct ctx *ctx, const struct matter_row *row, void *arg),
                          void *arg)
{
    struct sql_matter_keys_in query;
    int64_t soon_days, n = 0;
    enum err e = filters(ctx, in, &query);
    if (e || (e = setting_get(ctx, "matter.soon_days", &soon_days)))
        return e;
    struct sql_matter_keys_page page = page_of(in);
    page.limit = MATTER_PAGE_MAX;
    char cursor[512];
    for (;;) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct sql_matter_keys_row *rows;
        size_t row_n;
        struct str next;
        e = sql_matter_keys(ctx->db, ctx->arena, &query, &page, &rows, &row_n, &next);
        for (size_t i = 0; !e && i < row_n; i++) {
            struct matter_row row;
            if (n++ == max)
                return ctx_fail(ctx, ERR_LIMIT, NULL, T("行数太多，请缩小范围"));
            e = matter_row_get(ctx, rows[i].id, soon_days, &row);
            if (!e)
                e = fn(ctx, &row, arg);
            else if (e == ERR_NOT_FOUND)
                e = ERR_OK;
        }
        if (e || str_null(next) || next.len > sizeof cursor)
            return e;
        memcpy(cursor, next.ptr, next.len);
        page.after = (struct str){cursor, next.len};
        arena_reset(ctx->arena, mark);
    }
}

enum err matter_find_row(struct ctx *ctx, struct matter_id id, struct matter_row *out)
{
    int64_t viewer, soon_days;
    if (!matter_viewer(ctx, &viewer))
        return ERR_NOT_FOUND;
    struct sql_matter_sight_get_row sight;
    enum err e = sql_matter_sight_get(
        ctx->db, ctx->arena, &(struct sql_matter_sight_get_in){ctx->park, viewer, id}, &sight);
    if (!e)
        e = setting_get(ctx, "matter.soon_days", &soon_days);
    return e ? e : matter_row_get(ctx, id, soon_days, out);
}

enum err matter_find_states(struct ctx *ctx, int64_t out_n[MATTER_STATE_END_])
{
    int64_t viewer;
    for (int64_t s = 0; s < MATTER_STATE_END_; s++)
        out_n[s] = 0;
    if (!matter_viewer(ctx, &viewer))
        return ERR_OK;
    if (states_are_kept(ctx))
        return kept_states(ctx, viewer, out_n);
    struct sql_matter_states_of_row *rows;
    size_t n;
    enum err e = sql_matter_states_of(
        ctx->db, ctx->arena, &(struct sql_matter_states_of_in){ctx->park, viewer}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].state > 0 && rows[i].state < MATTER_STATE_END_)
            out_n[rows[i].state] = rows[i].n;
    return e;
}
