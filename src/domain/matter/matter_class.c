/* Classes and limits: the tree an administrator keeps, and which limit is in force for a matter. */
#include "core/id.h"
#include "core/journal.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_recount.h"

/* Limits -------------------------------------------------------------------------------------- */

/* The defaults of the domain by urgency, until an administrator sets others. */
static const struct {
    int64_t urgency;
    struct matter_limit_value limit;
    struct str source;
} defaults[] = {
    {MATTER_ORDINARY, {7, MATTER_CALENDAR_DAYS}, {"缺省：一般 7 日", sizeof "缺省：一般 7 日" - 1}},
    {MATTER_HARD, {15, MATTER_CALENDAR_DAYS}, {"缺省：疑难 15 日", sizeof "缺省：疑难 15 日" - 1}},
    {MATTER_UTILITY,
     {24, MATTER_HOURS},
     {"缺省：水电气热 24 小时", sizeof "缺省：水电气热 24 小时" - 1}},
    {MATTER_DANGER,
     {2, MATTER_HOURS},
     {"缺省：危及生命财产 2 小时", sizeof "缺省：危及生命财产 2 小时" - 1}},
};

/* The row for exactly this class and urgency that is in force on that day: rows come by from_day.
 */
static const struct sql_matter_limit_all_row *row_for(const struct matter_limits *limits,
                                                      int64_t class, int64_t urgency, int32_t day)
{
    const struct sql_matter_limit_all_row *found = NULL;
    for (size_t i = 0; i < limits->n; i++)
        if (limits->at[i].class.n == class && limits->at[i].urgency == urgency &&
            limits->at[i].from_day <= day)
            found = &limits->at[i];
    return found;
}

/* The class's own limit for this urgency, then for any; then its parent's; then the park's. A
 * danger or a utility fault is never slowed down by a class's general limit. */
static const struct sql_matter_limit_all_row *search(const struct matter_limits *limits,
                                                     struct str path, int64_t urgency, int32_t day)
{
    bool urgent = urgency == MATTER_UTILITY || urgency == MATTER_DANGER;
    for (;;) {
        size_t end = path.len ? path.len - 1 : 0, start = end;
        while (start > 0 && path.ptr[start - 1] != '/')
            start--;
        int64_t class = 0;
        str_int(str_slice(path, start, end), &class);
        const struct sql_matter_limit_all_row *row = row_for(limits, class, urgency, day);
        if (!row && !urgent)
            row = row_for(limits, class, 0, day);
        if (row || !class)
            return row;
        path = str_slice(path, 0, start);
    }
}

struct matter_limit_value matter_limit_on(const struct matter_limits *limits, struct str path,
                                          int64_t urgency, int32_t day, struct str *out_source)
{
    const struct sql_matter_limit_all_row *found = search(limits, path, urgency, day);
    size_t i = 0;
    while (i + 1 < sizeof defaults / sizeof defaults[0] && defaults[i].urgency != urgency)
        i++;
    if (out_source)
        *out_source = found ? found->source : defaults[i].source;
    return found ? (struct matter_limit_value){found->amount, found->kind} : defaults[i].limit;
}

enum err matter_limits_all(struct ctx *ctx, struct matter_limits *out)
{
    int32_t ever = day_from_date((struct date){9999, 12, 31});
    return sql_matter_limit_all(
        ctx->db, ctx->arena, &(struct sql_matter_limit_all_in){ctx->park, ever}, &out->at, &out->n);
}

enum err matter_limit_for(struct ctx *ctx, struct matter_class_id class, int64_t urgency,
                          struct matter_limit_value *out, struct str *out_source)
{
    struct matter_limits limits;
    struct sql_matter_class_get_row row = {.path = STR("")};
    enum err e = matter_limits_all(ctx, &limits);
    if (!e && class.n)
        e = sql_matter_class_get(ctx->db, ctx->arena,
                                 &(struct sql_matter_class_get_in){ctx->park, class}, &row);
    if (!e)
        *out = matter_limit_on(&limits, row.path, urgency, ctx_today(ctx), out_source);
    return e;
}

/* "用地规划：7 个自然日": the rule in the park's own language, for the list of what moved. */
static struct str limit_told(struct ctx *ctx, struct str class, const struct matter_limit_in *in)
{
    return str_print(ctx->arena, "%.*s%s%lld %s", STR_ARG(class), str_empty(class) ? "" : "：",
                     (long long)in->amount, matter_limit_kind_word(in->kind));
}

enum err matter_act_limit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_limit_in *in = input;
    if (in->kind == MATTER_FIXED_DAY)
        return ctx_fail(ctx, ERR_INVALID, "kind", T("时限要用工作日、自然日或小时"));
    struct sql_matter_class_get_row class = {.full_name = STR("")};
    struct matter_limits before;
    enum err e = matter_limits_all(ctx, &before);
    if (!e && in->class)
        e = sql_matter_class_get(ctx->db, ctx->arena,
                                 &(struct sql_matter_class_get_in){ctx->park, {in->class}}, &class);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_INVALID, "class", T("没有这个类别，或者它已停用"));
    if (!e)
        e = sql_matter_limit_put(ctx->db,
                                 &(struct sql_matter_limit_put_in){.park = ctx->park,
                                                                   .class = {in->class},
                                                                   .urgency = in->urgency,
                                                                   .from_day = in->from,
                                                                   .amount = in->amount,
                                                                   .kind = in->kind,
                                                                   .source = in->source},
                                 NULL);
    if (e)
        return e;
    struct journal_field fields[] = {
        journal_int(ctx->arena, "urgency", 0, in->urgency),
        journal_day(ctx->arena, "from", DAY_NONE, in->from),
        journal_int(ctx->arena, "amount", 0, in->amount),
        journal_new("kind", str_from(matter_limit_kind_word(in->kind))),
        journal_new("source", in->source),
    };
    out->message = matter_sentence(ctx, T("时限已设定"), STR_NULL);
    e = journal_add(ctx, "matter_limit", in->class, "set", fields,
                    sizeof fields / sizeof fields[0]);
    return e ? e : matter_limits_changed(ctx, &before, limit_told(ctx, class.full_name, in));
}

/* Classes ------------------------------------------------------------------------------------- */

static enum err class_get(struct ctx *ctx, int64_t id, int64_t version, const char *field,
                          struct sql_matter_class_get_row *out)
{
    enum err e = sql_matter_class_get(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_get_in){ctx->park, {id}}, out);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, field, T("没有这个类别，或者它已停用"));
    if (!e && version && version != out->version)
        return ctx_fail_detail(
            ctx, ERR_CONFLICT, "version",
            T("别人刚刚改过（您看到的版本 / 现在的版本：{}），请看过再提交"),
            str_print(ctx->arena, "%lld / %lld", (long long)version, (long long)out->version));
    return e;
}

static enum err refuse_same_name(struct ctx *ctx, struct str full_name, int64_t but)
{
    struct sql_matter_class_named_row *rows;
    size_t n;
    enum err e = sql_matter_class_named(
        ctx->db, ctx->arena, &(struct sql_matter_class_named_in){ctx->park, full_name}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_matter_class_get_row row;
        e = class_get(ctx, rows[i].id.n, 0, "name", &row);
        if (!e && row.id.n != but && str_eq(row.full_name, full_name))
            return ctx_fail_detail(ctx, ERR_CONFLICT, "name", T("已有同名类别：{}"), full_name);
    }
    return e;
}

static struct str full_name(struct ctx *ctx, struct str parent, struct str name)
{
    return str_empty(parent) ? name
                             : str_print(ctx->arena, "%.*s/%.*s", STR_ARG(parent), STR_ARG(name));
}

enum err matter_class_make(struct ctx *ctx, int64_t parent, struct str name, int64_t *out_id)
{
    struct sql_matter_class_get_row above = {.path = STR(""), .full_name = STR("")};
    enum err e = parent ? class_get(ctx, parent, 0, "parent", &above) : ERR_OK;
    if (e)
        return e;
    if (str_has(name, STR("/")))
        return ctx_fail(ctx, ERR_INVALID, "name", T("类别名称里不能有“/”"));
    if (above.depth >= MATTER_CLASS_DEPTH)
        return ctx_fail(ctx, ERR_LIMIT, "parent", T("类别最多四级"));
    struct sql_matter_class_add_in in = {
        .park = ctx->park,
        .version = 1,
        .parent = {parent},
        .depth = above.depth + 1,
        .name = name,
        .full_name = full_name(ctx, above.full_name, name),
        .state = MATTER_CLASS_LIVE,
    };
    if ((e = refuse_same_name(ctx, in.full_name, 0)) || (e = id_next(ctx, &in.id.n)))
        return e;
    in.path = str_print(ctx->arena, "%.*s%lld/", STR_ARG(above.path), (long long)in.id.n);
    *out_id = in.id.n;
    if ((e = sql_matter_class_add(ctx->db, &in, NULL)))
        return e;
    struct journal_field fields[] = {journal_new("name", in.full_name)};
    return journal_add(ctx, "matter_class", in.id.n, "add", fields, 1);
}

enum err matter_act_class_add(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_class_add_in *in = input;
    out->version = 1;
    out->message = matter_sentence(ctx, T("类别已添加：{}"), in->name);
    return matter_class_make(ctx, in->parent, in->name, &out->id);
}

static enum err class_put(struct ctx *ctx, const struct sql_matter_class_get_row *row)
{
    return sql_matter_class_put(ctx->db,
                                &(struct sql_matter_class_put_in){.park = ctx->park,
                                                                  .id = row->id,
                                                                  .version = row->version + 1,
                                                                  .place = row->place,
                                                                  .name = row->name,
                                                                  .full_name = row->full_name,
                                                                  .state = row->state,
                                                                  .merged_into = row->merged_into,
                                                                  .was_version = row->version},
                                NULL);
}

/* The list rows of a class show its full name; their drawn copies are no longer good. */
static enum err rename_rows(struct ctx *ctx, const struct sql_matter_class_get_row *row)
{
    enum err e = sql_matter_class_renamed(
        ctx->db, &(struct sql_matter_class_renamed_in){ctx->park, row->id, row->full_name}, NULL);
    return e ? e
             : sql_matter_sight_of_class(
                   ctx->db, &(struct sql_matter_sight_of_class_in){ctx->park, row->id, row->id},
                   NULL);
}

/* A new name goes down the tree. */
static enum err rename_below(struct ctx *ctx, struct str path, struct str was, struct str is)
{
    struct sql_matter_class_all_row *rows;
    size_t n;
    enum err e = sql_matter_class_all(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_all_in){ctx->park, {0}}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!str_starts(rows[i].path, path) || str_eq(rows[i].path, path))
            continue;
        struct sql_matter_class_get_row row;
        e = class_get(ctx, rows[i].id.n, 0, "id", &row);
        if (e)
            return e;
        struct str tail = str_slice(row.full_name, was.len, row.full_name.len);
        row.full_name = str_print(ctx->arena, "%.*s%.*s", STR_ARG(is), STR_ARG(tail));
        e = class_put(ctx, &row);
        if (!e)
            e = rename_rows(ctx, &row);
    }
    return e;
}

enum err matter_act_class_edit(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_class_edit_in *in = input;
    struct sql_matter_class_get_row row, parent = {.full_name = STR("")};
    enum err e = class_get(ctx, in->id, in->version, "id", &row);
    if (!e && row.parent.n)
        e = class_get(ctx, row.parent.n, 0, "id", &parent);
    if (e)
        return e;
    if (row.state == MATTER_CLASS_MERGED)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("这个类别已并入别的类别"));
    struct str was = row.full_name;
    struct journal_field fields[] = {
        journal_text("name", was, full_name(ctx, parent.full_name, in->name)),
        journal_int(ctx->arena, "closed", row.state == MATTER_CLASS_CLOSED, in->closed),
    };
    row.name = in->name;
    row.full_name = fields[0].after;
    row.state = in->closed ? MATTER_CLASS_CLOSED : MATTER_CLASS_LIVE;
    if ((e = refuse_same_name(ctx, row.full_name, row.id.n)) || (e = class_put(ctx, &row)))
        return e;
    if (!str_eq(was, row.full_name) &&
        ((e = rename_rows(ctx, &row)) || (e = rename_below(ctx, row.path, was, row.full_name))))
        return e;
    *out = (struct act_result){.id = in->id,
                               .version = in->version + 1,
                               .message = matter_sentence(ctx, T("类别已修改：{}"), row.full_name)};
    return journal_add(ctx, "matter_class", in->id, "edit", fields, 2);
}

enum err matter_act_class_merge(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_class_merge_in *in = input;
    struct sql_matter_class_get_row row, into;
    enum err e = class_get(ctx, in->id, in->version, "id", &row);
    if (!e)
        e = class_get(ctx, in->into, 0, "into", &into);
    if (e)
        return e;
    if (str_starts(into.path, row.path) || into.state != MATTER_CLASS_LIVE)
        return ctx_fail(ctx, ERR_INVALID, "into", T("不能并入它自己、它的下级或停用的类别"));
    struct str what =
        str_print(ctx->arena, "%.*s → %.*s", STR_ARG(row.full_name), STR_ARG(into.full_name));
    if ((e = matter_class_moves(ctx, row.id.n, into.path, what)) ||
        (e = sql_matter_sight_of_class(
             ctx->db, &(struct sql_matter_sight_of_class_in){ctx->park, row.id, into.id}, NULL)) ||
        (e = sql_matter_class_moved(
             ctx->db,
             &(struct sql_matter_class_moved_in){ctx->park, row.id, into.id, into.full_name},
             NULL)))
        return e;
    row.state = MATTER_CLASS_MERGED;
    row.merged_into = into.id;
    if ((e = class_put(ctx, &row)))
        return e;
    struct journal_field fields[] = {journal_new("into", into.full_name)};
    *out =
        (struct act_result){.id = in->id,
                            .version = in->version + 1,
                            .message = matter_sentence(ctx, T("类别已并入：{}"), into.full_name)};
    return journal_add(ctx, "matter_class", in->id, "merge", fields, 1);
}
