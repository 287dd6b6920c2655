#include "core/view.h"

#include "base/utf8.h"
#include "core/id.h"
#include "core/journal.h"
#include "core_query.h"

#define VIEW_OF(r) ((struct view){(r).id, (r).list, (r).name, (r).query})

enum err view_list(struct ctx *ctx, struct str list, struct view **out, size_t *out_n)
{
    struct sql_view_all_row *all;
    struct sql_view_of_list_row *rows;
    enum err e;
    if (str_null(list)) {
        struct sql_view_all_in in = {ctx->park, ctx->actor.person};
        e = sql_view_all(ctx->db, ctx->arena, &in, &all, out_n);
        if (e)
            return e;
        *out = ARENA_ARRAY(ctx->arena, struct view, *out_n);
        for (size_t i = 0; i < *out_n; i++)
            (*out)[i] = VIEW_OF(all[i]);
        return ERR_OK;
    }
    struct sql_view_of_list_in in = {ctx->park, ctx->actor.person, list};
    e = sql_view_of_list(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct view, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = VIEW_OF(rows[i]);
    return ERR_OK;
}

static bool has_view(const struct view *views, size_t n, struct str list, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(views[i].list, list) && str_eq(views[i].name, name))
            return true;
    return false;
}

enum err view_save(struct ctx *ctx, struct str list, struct str name, struct str query,
                   struct view_id *out_id)
{
    struct view *views;
    size_t n;
    name = str_trim(name);
    if (str_empty(name) || utf8_count(name) > VIEW_NAME_MAX)
        return ctx_fail(ctx, ERR_INVALID, "name", T("请给视图起一个 30 字以内的名字"));
    if (list.len == 0 || list.ptr[0] != '/' || list.len > VIEW_LIST_MAX ||
        query.len > VIEW_QUERY_MAX)
        return ctx_fail(ctx, ERR_INVALID, "query", T("这个视图的条件太长"));
    enum err e = view_list(ctx, STR_NULL, &views, &n);
    if (e)
        return e;
    if (n >= VIEWS_OF_PERSON_MAX && !has_view(views, n, list, name))
        return ctx_fail(ctx, ERR_LIMIT, "name", T("保存的视图已达 50 个，请先删去一些"));
    struct sql_view_put_in in = {.park = ctx->park,
                                 .person = ctx->actor.person,
                                 .list = list,
                                 .name = name,
                                 .query = str_null(query) ? STR("") : query,
                                 .at = ctx->now_us};
    struct sql_view_put_row row;
    e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_view_put(ctx->db, ctx->arena, &in, &row);
    if (e)
        return e;
    *out_id = row.id;
    struct journal_field f[] = {journal_new("list", list), journal_new("name", name),
                                journal_new("query", in.query)};
    return journal_add(ctx, "view", row.id.n, "save", f, 3);
}

enum err view_drop(struct ctx *ctx, struct view_id id)
{
    struct sql_view_drop_in in = {ctx->park, ctx->actor.person, id};
    int64_t gone = 0;
    enum err e = sql_view_drop(ctx->db, &in, &gone);
    if (!e && gone == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "id", T("没有这个视图"));
    return e ? e : journal_add(ctx, "view", id.n, "drop", NULL, 0);
}

enum err import_map_get(struct ctx *ctx, const char *scope, struct import_pair **out, size_t *out_n)
{
    struct sql_import_map_all_in in = {ctx->park, str_from(scope)};
    struct sql_import_map_all_row *rows;
    enum err e = sql_import_map_all(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct import_pair, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct import_pair){rows[i].given, rows[i].means};
    return ERR_OK;
}

enum err import_map_put(struct ctx *ctx, const char *scope, struct str given, struct str means)
{
    struct sql_import_map_put_in in = {.park = ctx->park,
                                       .scope = str_from(scope),
                                       .given = given,
                                       .means = means,
                                       .person = ctx->actor.person,
                                       .at = ctx->now_us};
    return sql_import_map_put(ctx->db, &in, NULL);
}
