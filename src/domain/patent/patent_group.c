#include "domain/patent/patent_group.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_rule.h"
#include "engine/patentidx/query.h"
#include "patent_group_query.h"

static const struct field group_fields[] = {
    FORM_TEXT(struct patent_group_in, company, T("集团名称"), 120, FORM_REQUIRED),
    FORM_TEXT(struct patent_group_in, names, T("成员：申请人名称，一行一个"), 60000, FORM_LINES),
};
const struct form patent_group_form = FORM(group_fields, struct patent_group_in);

struct patent_groups_in {
    int64_t unused;
};
const struct form patent_groups_form = {NULL, 0, sizeof(struct patent_groups_in)};

static void add_member(struct arena *arena, struct patent_group *group,
                       const struct patent_member *member)
{
    *VEC_ADD(arena, &group->members) = *member;
    group->patents += member->patents;
}

static void take_decided(struct ctx *ctx, struct patent_groups *out,
                         const struct patent_member *member, struct map *by_name)
{
    size_t *at = map_get(by_name, member->company);
    if (!at) {
        at = ARENA_NEW(ctx->arena, size_t);
        *at = out->decided.n;
        *VEC_ADD(ctx->arena, &out->decided) = (struct patent_group){.name = member->company};
        map_put(ctx->arena, by_name, member->company, at);
    }
    add_member(ctx->arena, &out->decided.at[*at], member);
}

static int by_core(const void *a, const void *b)
{
    const struct patent_member *x = a, *y = b;
    int order = str_cmp(x->core, y->core);
    return order ? order : str_cmp(x->shown, y->shown);
}

static int likely_first(const void *a, const void *b)
{
    const struct patent_group *x = a, *y = b;
    if (x->confidence != y->confidence)
        return x->confidence < y->confidence ? 1 : -1;
    return x->patents < y->patents ? 1 : x->patents > y->patents ? -1 : str_cmp(x->name, y->name);
}

/* Names in the order of their cores stand beside those that begin alike: a run of them is one
 * proposal, as long as its beginning is still that of the first. */
static void propose(struct ctx *ctx, struct patent_groups *out, const struct patent_member *all,
                    size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t alike = SIZE_MAX, end = i + 1;
        bool same = true;
        struct str head = all[i].core;
        for (; end < n && end - i < PATENT_GROUP_MEMBERS; end++) {
            struct str common = patent_name_common(head, all[end].core);
            size_t runes = utf8_count(common);
            bool equal = str_eq(all[i].core, all[end].core);
            if (!equal && (runes < PATENT_GROUP_ALIKE || common.len * 2 < head.len))
                break;
            same = same && equal;
            head = common;
            alike = runes;
        }
        if (end - i > 1) {
            struct patent_group group = {.name = str_dup(ctx->arena, head)};
            int64_t more = (int64_t)alike - PATENT_GROUP_ALIKE;
            group.confidence = same ? 90 : more > 4 ? 80 : 60 + 5 * more;
            group.alike = same ? 0 : (int64_t)alike;
            for (size_t k = i; k < end; k++)
                add_member(ctx->arena, &group, &all[k]);
            *VEC_ADD(ctx->arena, &out->proposed) = group;
        }
        i = end;
    }
    if (out->proposed.n)
        qsort(out->proposed.at, out->proposed.n, sizeof *out->proposed.at, likely_first);
}

enum err patent_groups(struct ctx *ctx, struct patent_groups *out)
{
    struct sql_patent_group_names_row *rows;
    struct patent_member *open;
    struct map by_name = {0};
    size_t n, open_n = 0;
    *out = (struct patent_groups){0};
    enum err e = sql_patent_group_names(
        ctx->db, ctx->arena, &(struct sql_patent_group_names_in){ctx->park, PATENT_GROUP_NAMES},
        &rows, &n);
    if (e)
        return e;
    open = ARENA_ARRAY(ctx->arena, struct patent_member, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct patent_member one = {rows[i].id, rows[i].shown, rows[i].company,
                                    patent_name_core(ctx->arena, rows[i].shown), rows[i].patents};
        if (one.company.len)
            take_decided(ctx, out, &one, &by_name);
        else if (one.core.len)
            open[open_n++] = one;
    }
    if (open_n)
        qsort(open, open_n, sizeof *open, by_core);
    propose(ctx, out, open, open_n);
    return ERR_OK;
}

enum err patent_group_lines(struct ctx *ctx, struct str name, struct str *out)
{
    struct sql_patent_group_members_row *rows;
    struct buf b;
    size_t n;
    buf_init(&b, ctx->arena, 1 << 20);
    *out = STR("");
    if (str_empty(name))
        return ERR_OK;
    enum err e = sql_patent_group_members(
        ctx->db, ctx->arena, &(struct sql_patent_group_members_in){ctx->park, name}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        buf_add(&b, rows[i].shown);
        buf_char(&b, '\n');
    }
    *out = buf_str(&b);
    return e;
}

struct str patent_group_reason(struct ctx *ctx, const struct patent_group *group)
{
    if (group->alike == 0)
        return tr(ctx->lang, T("只差“有限公司”“股份”这样的公司形式"));
    return tr_with(ctx->arena, ctx->lang, T("名称开头 {} 个字相同"),
                   str_print(ctx->arena, "%lld", (long long)group->alike));
}

/* The act ------------------------------------------------------------------------------------ */

static enum err put_in(struct ctx *ctx, struct str company, struct str name, struct map *kept)
{
    struct sql_patent_group_of_row row;
    struct str fold = query_name_fold(ctx->arena, name);
    enum err e = sql_patent_group_of(ctx->db, ctx->arena,
                                     &(struct sql_patent_group_of_in){ctx->park, fold}, &row);
    if (e)
        return e == ERR_NOT_FOUND
                   ? ctx_fail_detail(ctx, e, "names", T("没有这个申请人名称：{}"), name)
                   : e;
    if (row.company.len && !str_eq(row.company, company))
        return ctx_fail_detail(
            ctx, ERR_CONFLICT, "names", T("已经在另一个集团里，先从那里去掉：{}"),
            str_print(ctx->arena, "%.*s（%.*s）", STR_ARG(name), STR_ARG(row.company)));
    map_put(ctx->arena, kept, fold, kept);
    if (row.company.len)
        return ERR_OK;
    return sql_patent_group_put(
        ctx->db, &(struct sql_patent_group_put_in){ctx->park, row.id, company}, NULL);
}

enum err patent_act_group(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_group_in *in = given;
    struct sql_patent_group_members_row *before;
    struct str lines = str_or_empty(in->names), line, company = str_trim(in->company);
    struct map kept = {0};
    size_t n, count = 0;
    int64_t id;
    enum err e = sql_patent_group_members(ctx->db, ctx->arena,
                                          &(struct sql_patent_group_members_in){ctx->park, company},
                                          &before, &n);
    while (!e && str_cut(&lines, '\n', &line)) {
        line = str_trim(line);
        if (line.len && ++count > PATENT_GROUP_MEMBERS)
            return ctx_fail(ctx, ERR_LIMIT, "names", T("一个集团的成员太多了"));
        if (line.len)
            e = put_in(ctx, company, line, &kept);
    }
    for (size_t i = 0; !e && i < n; i++)
        if (!map_get(&kept, before[i].fold))
            e = sql_patent_group_put(
                ctx->db, &(struct sql_patent_group_put_in){ctx->park, before[i].id, STR("")}, NULL);
    if (!e)
        e = id_next(ctx, &id);
    struct journal_field fields[] = {
        journal_text("name", STR_NULL, company),
        journal_text("members", STR_NULL, utf8_prefix(str_or_empty(in->names), 2000))};
    if (!e)
        e = journal_add(ctx, "patent_group", id, count ? "set" : "dissolve", fields, 2);
    *out =
        (struct act_result){.id = e ? 0 : id, .version = 1, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

/* JSON ----------------------------------------------------------------------------------------- */

static void put_group(struct ctx *ctx, struct json_out *j, const struct patent_group *group)
{
    json_open(j, NULL, '{');
    json_put_str(j, "name", group->name);
    json_put_int(j, "patents", group->patents);
    if (group->confidence) {
        json_put_int(j, "confidence", group->confidence);
        json_put_str(j, "why", patent_group_reason(ctx, group));
    }
    json_open(j, "members", '[');
    for (size_t i = 0; i < group->members.n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "name", group->members.at[i].shown);
        json_put_int(j, "patents", group->members.at[i].patents);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

enum err patent_find_groups(struct ctx *ctx, const void *given, struct buf *out)
{
    struct patent_groups groups;
    enum err e = patent_groups(ctx, &groups);
    (void)given;
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "groups", '[');
    for (size_t i = 0; i < groups.decided.n; i++)
        put_group(ctx, &j, &groups.decided.at[i]);
    json_close(&j, ']');
    json_open(&j, "proposed", '[');
    for (size_t i = 0; i < groups.proposed.n; i++)
        put_group(ctx, &j, &groups.proposed.at[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}
