/* Groups of companies: those that people decided, and what the names propose. */
#include "domain/patent/patent_group_page.h"

#include "base/i18n.h"
#include "domain/patent/page/groups.tmpl.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"

/* an:"NAME", or an_tree:"NAME" for the group with all of its members. */
static struct url find_name(struct arena *arena, const char *before, struct str name)
{
    return emit_url_with_str(arena, url_patent_list(arena), STR("q"),
                             str_print(arena, "%s\"%.*s\"", before, STR_ARG(name)));
}

static struct patent_group_line line_of(struct ctx *ctx, const struct patent_group *group)
{
    struct arena *arena = ctx->arena;
    struct patent_group_line line = {.name = group->name,
                                     .patents = group->patents,
                                     .confidence = group->confidence,
                                     .why = STR(""),
                                     .find = find_name(arena, "an_tree:", group->name)};
    struct buf names;
    buf_init(&names, arena, 64 * 1024);
    for (size_t i = 0; i < group->members.n; i++) {
        const struct patent_member *m = &group->members.at[i];
        *VEC_ADD(arena, &line.members) =
            (struct patent_member_line){m->shown, m->patents, find_name(arena, "an:", m->shown)};
        buf_add(&names, m->shown);
        buf_char(&names, '\n');
    }
    line.edit = emit_url_with_str(arena, url_patent_group(arena), STR("company"), group->name);
    if (group->confidence) {
        line.why = patent_group_reason(ctx, group);
        line.edit = emit_url_with_str(arena, line.edit, STR("names"), buf_str(&names));
    }
    return line;
}

enum err patent_groups_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_groups groups;
    struct patent_groups_page p = {.may_decide = ctx_may(ctx, ROLE_COORDINATOR)};
    enum err e = patent_groups(ctx, &groups);
    if (e)
        return e;
    for (size_t i = 0; i < groups.decided.n; i++)
        *VEC_ADD(ctx->arena, &p.decided) = line_of(ctx, &groups.decided.at[i]);
    for (size_t i = 0; i < groups.proposed.n; i++)
        *VEC_ADD(ctx->arena, &p.proposed) = line_of(ctx, &groups.proposed.at[i]);
    req->title = tr(ctx->lang, T("申请人的集团"));
    patent_groups_body(req, &p);
    return ERR_OK;
}

enum err patent_group_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct str company = str_or_empty(req_query(req, "company")),
               names = str_or_empty(req_query(req, "names"));
    struct patent_act_page v = {
        .button = T("保存"),
        .hint =
            T("写下的就是全部成员：去掉一行，那个名称就不再属于这个集团；全部去掉，集团就没有了。"
              "每次改动都留痕。"),
        .action = url_patent_group(ctx->arena),
        .back = url_patent_groups(ctx->arena)};
    if (str_empty(names)) {
        enum err e = patent_group_lines(ctx, company, &names);
        if (e)
            return e;
    }
    const struct form_pair pairs[] = {{STR("company"), company}, {STR("names"), names}};
    if (!req->post && req->failed == ERR_OK)
        req->pairs = (struct form_pairs){arena_copy(ctx->arena, pairs, sizeof pairs), 2};
    req->done_url = v.back;
    v.title = req->title = tr(ctx->lang, T("集团和它的成员"));
    patent_act_body(req, &v);
    return ERR_OK;
}
