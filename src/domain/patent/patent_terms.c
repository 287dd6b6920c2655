#include "domain/patent/patent_terms.h"

#include "base/i18n.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_owner.h"
#include "patent_analysis_query.h"
#include "patent_set_query.h"

static const struct field fields[] = {
    FORM_ID(struct patent_terms_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_terms_in, terms, T("词表"), FORM_HIDDEN),
    FORM_TEXT(struct patent_terms_in, name, T("词表的名称"), 60, FORM_REQUIRED),
    FORM_TEXT(struct patent_terms_in, technology, T("技术词（一行一组：名称：词，词）"),
              PATENT_TERMS_BYTES_MAX, FORM_REQUIRED | FORM_LINES),
    FORM_TEXT(struct patent_terms_in, effect, T("功效词（一行一组：名称：词，词）"),
              PATENT_TERMS_BYTES_MAX, FORM_REQUIRED | FORM_LINES),
};
const struct form patent_terms_form = FORM(fields, struct patent_terms_in);

static const struct field drop_fields[] = {
    FORM_ID(struct patent_terms_drop_in, set, T("专题库"), FORM_REQUIRED),
    FORM_ID(struct patent_terms_drop_in, terms, T("词表"), FORM_REQUIRED),
};
const struct form patent_terms_drop_form = FORM(drop_fields, struct patent_terms_drop_in);

/* Reading -------------------------------------------------------------------------------------- */

enum err patent_terms_of(struct ctx *ctx, struct patent_set_id set, patent_terms_lists *out)
{
    struct sql_patent_terms_of_row *rows;
    size_t n;
    enum err e = sql_patent_terms_of(ctx->db, ctx->arena,
                                     &(struct sql_patent_terms_of_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_terms){.id = rows[i].id,
                                                          .set = set,
                                                          .name = rows[i].name,
                                                          .person = rows[i].person_name,
                                                          .at = rows[i].at};
    return e;
}

enum err patent_terms_get(struct ctx *ctx, int64_t id, struct patent_terms *out)
{
    struct sql_patent_terms_get_row row;
    enum err e = sql_patent_terms_get(
        ctx->db, ctx->arena,
        &(struct sql_patent_terms_get_in){ctx->park, (struct patent_terms_id){id}}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_INVALID, "terms", T("没有这个词表，可能已经去掉了"));
    if (!e)
        *out = (struct patent_terms){row.id,     row.collection,  row.name, row.technology,
                                     row.effect, row.person_name, row.at};
    return e;
}

/* Acts ----------------------------------------------------------------------------------------- */

static enum err of_set(struct ctx *ctx, int64_t set, int64_t id, struct patent_terms *out)
{
    enum err e = patent_terms_get(ctx, id, out);
    if (!e && out->set.n != set)
        return ctx_fail(ctx, ERR_INVALID, "terms", T("没有这个词表，可能已经去掉了"));
    return e;
}

static enum err add_list(struct ctx *ctx, const struct patent_terms_in *in,
                         struct patent_terms_id *out_id)
{
    patent_terms_lists lists = {0};
    struct patent_set_id set = {in->set};
    enum err e = patent_terms_of(ctx, set, &lists);
    if (!e && lists.n >= PATENT_TERMS_LISTS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "name", T("一个专题库的词表太多了"));
    e = e ? e : id_next(ctx, &out_id->n);
    return e ? e
             : sql_patent_terms_add(ctx->db,
                                    &(struct sql_patent_terms_add_in){
                                        ctx->park, *out_id, set, in->name, in->technology,
                                        in->effect, ctx->actor.name, ctx->now_us},
                                    NULL);
}

enum err patent_act_terms(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_terms_in *in = given;
    struct patent_terms was = {.name = STR_NULL, .technology = STR_NULL, .effect = STR_NULL};
    struct patent_terms_id id = {in->terms};
    enum err e = patent_set_own(ctx, in->set, NULL);
    e = e ? e : patent_terms_check(ctx, in->technology, in->effect);
    if (!e && in->terms) {
        e = of_set(ctx, in->set, in->terms, &was);
        e = e ? e
              : sql_patent_terms_put(
                    ctx->db,
                    &(struct sql_patent_terms_put_in){ctx->park, id, in->name, in->technology,
                                                      in->effect, ctx->actor.name, ctx->now_us},
                    NULL);
    } else if (!e)
        e = add_list(ctx, in, &id);
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("这个专题库已经有叫这个名称的词表"));
    struct journal_field changed[] = {journal_text("name", was.name, in->name),
                                      journal_text("technology", was.technology, in->technology),
                                      journal_text("effect", was.effect, in->effect)};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "terms", changed, 3);
    *out = (struct act_result){.id = id.n, .message = tr(ctx->lang, T("词表已保存"))};
    return e;
}

enum err patent_act_terms_drop(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_terms_drop_in *in = given;
    struct patent_terms was;
    enum err e = patent_set_own(ctx, in->set, NULL);
    e = e ? e : of_set(ctx, in->set, in->terms, &was);
    e = e ? e
          : sql_patent_terms_drop(ctx->db, &(struct sql_patent_terms_drop_in){ctx->park, was.id},
                                  NULL);
    if (e)
        return e;
    struct journal_field gone[] = {journal_text("name", was.name, STR_NULL),
                                   journal_text("technology", was.technology, STR_NULL),
                                   journal_text("effect", was.effect, STR_NULL)};
    *out = (struct act_result){.id = in->set, .message = tr(ctx->lang, T("词表已去掉"))};
    return journal_add(ctx, "patent_set", in->set, "terms_drop", gone, 3);
}
