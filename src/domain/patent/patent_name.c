#include "domain/patent/patent_name.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/json.h"
#include "core/journal.h"
#include "core/org.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_touch.h"
#include "domain/patent/patent_rule.h"
#include "patent_query.h"

enum { ORGS_PAGE = 200 };

struct orgs {
    VEC(struct org) all;
};

/* Everybody in the park's register but its own departments. */
static enum err load_orgs(struct ctx *ctx, struct orgs *out)
{
    struct org_query query = {.kind = 0, .state = -1, .limit = ORGS_PAGE};
    for (;;) {
        struct org *page;
        struct str next = STR_NULL;
        size_t n;
        enum err e = org_list(ctx, &query, &page, &n, &next);
        if (e)
            return e;
        for (size_t i = 0; i < n; i++)
            if (page[i].kind != ORG_DEPARTMENT)
                *VEC_ADD(ctx->arena, &out->all) = page[i];
        if (str_null(next) || out->all.n >= PATENT_ORGS_MAX)
            return ERR_OK;
        query.after = next;
    }
}

static void propose(struct ctx *ctx, const struct orgs *orgs, struct patent_name_row *row)
{
    for (size_t i = 0; i < orgs->all.n && row->confidence < 100; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        int like = patent_name_likeness(ctx->arena, row->shown, orgs->all.at[i].name);
        arena_reset(ctx->arena, mark);
        if (like > row->confidence) {
            row->confidence = like;
            row->org = orgs->all.at[i].id;
            row->org_name = orgs->all.at[i].name;
        }
    }
}

static void decided(const struct orgs *orgs, struct patent_name_row *row)
{
    for (size_t i = 0; i < orgs->all.n; i++)
        if (orgs->all.at[i].id.n == row->org.n)
            row->org_name = orgs->all.at[i].name;
}

static int likely_first(const void *a, const void *b)
{
    const struct patent_name_row *x = a, *y = b;
    if (x->confidence != y->confidence)
        return x->confidence < y->confidence ? 1 : -1;
    return x->patents < y->patents ? 1 : x->patents > y->patents ? -1 : 0;
}

enum err patent_names_list(struct ctx *ctx, int64_t verdict, patent_names *out)
{
    struct sql_patent_names_top_row *rows;
    struct orgs orgs = {0};
    size_t n;
    enum err e = load_orgs(ctx, &orgs);
    if (!e)
        e = sql_patent_names_top(
            ctx->db, ctx->arena,
            &(struct sql_patent_names_top_in){ctx->park, verdict, 10 * PATENT_NAMES_SHOWN}, &rows,
            &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_name_row row = {.id = rows[i].id,
                                      .shown = rows[i].shown,
                                      .org_name = STR(""),
                                      .org = rows[i].org,
                                      .patents = rows[i].patents,
                                      .version = rows[i].version,
                                      .verdict = rows[i].verdict};
        if (row.verdict == PATENT_NAME_OPEN)
            propose(ctx, &orgs, &row);
        else
            decided(&orgs, &row);
        *VEC_ADD(ctx->arena, out) = row;
    }
    if (!e && out->n)
        qsort(out->at, out->n, sizeof *out->at, likely_first);
    if (out->n > PATENT_NAMES_SHOWN)
        out->n = PATENT_NAMES_SHOWN;
    return e;
}

enum err patent_name_one(struct ctx *ctx, struct patent_name_id id, struct patent_name_row *out)
{
    struct sql_patent_name_get_row row;
    struct orgs orgs = {0};
    enum err e = sql_patent_name_get(ctx->db, ctx->arena,
                                     &(struct sql_patent_name_get_in){ctx->park, id}, &row);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个申请人名称")) : e;
    *out = (struct patent_name_row){.id = row.id,
                                    .shown = row.shown,
                                    .org_name = STR(""),
                                    .org = row.org,
                                    .version = row.version,
                                    .verdict = row.verdict};
    if ((e = load_orgs(ctx, &orgs)))
        return e;
    if (out->verdict == PATENT_NAME_OPEN)
        propose(ctx, &orgs, out);
    else
        decided(&orgs, out);
    return ERR_OK;
}

/* The act: what a person says of a name. */
enum err patent_act_name(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_name_in *in = given;
    struct sql_patent_name_get_row was;
    struct patent_name_id id = {in->id};
    struct org org = {0};
    int64_t changed = 0;
    enum err e = sql_patent_name_get(ctx->db, ctx->arena,
                                     &(struct sql_patent_name_get_in){ctx->park, id}, &was);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这个申请人名称")) : e;
    bool ours = in->verdict == PATENT_NAME_OURS;
    if (ours && str_empty(in->org))
        return ctx_fail(ctx, ERR_INVALID, "org", T("请写明是园区的哪一家"));
    if (ours && (e = org_by_name(ctx, in->org, &org)))
        return e == ERR_NOT_FOUND
                   ? ctx_fail_detail(ctx, e, "org", T("园区里没有这个单位：{}"), in->org)
                   : e;
    e = sql_patent_name_decide(
        ctx->db,
        &(struct sql_patent_name_decide_in){ctx->park, id, org.id, in->verdict, was.company,
                                            ctx->actor.person, ctx->now_us, was.version},
        &changed);
    if (!e && !changed)
        return ctx_fail(ctx, ERR_CONFLICT, "id", T("别人刚改过，请看过新的再改"));
    if (!e)
        e = patent_touch_name(ctx, id);
    struct journal_field fields[] = {journal_text("name", STR_NULL, was.shown),
                                     journal_text("org", STR_NULL, ours ? org.name : STR_NULL)};
    if (!e)
        e = journal_add(ctx, "patent_name", id.n, ours ? "ours" : "other", fields, 2);
    *out = (struct act_result){
        .id = in->id, .version = was.version + 1, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

enum err patent_find_names(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_names_in *in = given;
    patent_names names = {0};
    enum err e = patent_names_list(ctx, in->verdict, &names);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < names.n; i++) {
        const struct patent_name_row *row = &names.at[i];
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", row->id.n);
        json_put_str(&j, "name", row->shown);
        json_put_int(&j, "patents", row->patents);
        json_put_str(&j, row->verdict == PATENT_NAME_OPEN ? "proposed" : "org", row->org_name);
        json_put_int(&j, "confidence", row->confidence);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}
