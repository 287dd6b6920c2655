/* Classes with their limits, and the search box that finds a matter by whatever was typed. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/classes.tmpl.h"
#include "domain/matter/page/form.tmpl.h"
#include "domain/matter/page/matter_route.h"
#include "web/i18n.h"

enum err matter_classes_page(struct req *req)
{
    struct matter_classes_page p = {.may_edit = ctx_may(req->ctx, ROLE_ADMIN)};
    enum err e = matter_find_classes(req->ctx, &p.classes);
    if (e)
        return e;
    req->title = tr(req->ctx->lang, T("类别与时限"));
    matter_classes_body(req, &p);
    return ERR_OK;
}

static enum err class_form(struct req *req, struct url action, const struct matter_class_row *class)
{
    struct ctx *ctx = req->ctx;
    struct matter_act_page p = {
        .title = tr(ctx->lang, req->act->title),
        .button = req->act->title,
        .action = action,
        .back = url_matter_classes(ctx->arena),
    };
    if (class) {
        p.title = str_print(ctx->arena, "%.*s：%.*s", STR_ARG(p.title), STR_ARG(class->full_name));
        if (!req->failed)
            req_begin_with(req, "name", class->name);
        req_begin_with_int(req, "version", class->version);
    }
    req->done_url = p.back;
    req->title = p.title;
    matter_act_body(req, &p);
    return ERR_OK;
}

static enum err one_class(struct req *req, const char *arg, const struct matter_class_row **out)
{
    struct matter_classes classes;
    enum err e = matter_find_classes(req->ctx, &classes);
    for (size_t i = 0; !e && i < classes.rows.n; i++)
        if (classes.rows.at[i].id.n == req_id(req, arg)) {
            *out = &classes.rows.at[i];
            return ERR_OK;
        }
    return e ? e : ERR_NOT_FOUND;
}

enum err matter_class_add_page(struct req *req)
{
    return class_form(req, url_matter_class_add(req->ctx->arena), NULL);
}

enum err matter_class_edit_page(struct req *req)
{
    const struct matter_class_row *class;
    enum err e = one_class(req, "id", &class);
    return e ? e : class_form(req, url_matter_class_edit(req->ctx->arena, class->id), class);
}

enum err matter_class_merge_page(struct req *req)
{
    const struct matter_class_row *class;
    enum err e = one_class(req, "id", &class);
    return e ? e : class_form(req, url_matter_class_merge(req->ctx->arena, class->id), class);
}

enum err matter_limit_page(struct req *req)
{
    const struct matter_class_row *class;
    enum err e = one_class(req, "class", &class);
    return e ? e : class_form(req, url_matter_limit(req->ctx->arena, class->id), class);
}

/* A number leads to its record; anything else to the list of what holds it, ended ones too. */
struct url matter_ask_patents(struct ctx *ctx, struct str typed)
{
    if (str_empty(typed) || !ctx_may(ctx, ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR |
                                              ROLE_LEADER | ROLE_AUDITOR))
        return (struct url){{0}};
    return emit_url_with_str(ctx->arena, (struct url){STR("/patents")}, STR("q"), typed);
}

/* "CN 190000346 A": two letters and six digits or more. */
static bool is_patent_number(struct str typed)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.ptr[i];
        letters += digits == 0 && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        digits += c >= '0' && c <= '9';
    }
    return letters == 2 && digits >= 6 && typed.len <= 24;
}

enum err matter_find_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct str typed = str_trim(req_query(req, "q"));
    struct matter_id id;
    struct form_pair *pairs = ARENA_ARRAY(ctx->arena, struct form_pair, 2);
    if (str_empty(typed))
        return req_redirect(req, url_matter_list(ctx->arena), STR_NULL);
    enum err e = matter_by_number(ctx, typed, &id);
    if (!e)
        return req_redirect(req, url_matter_show(ctx->arena, id), STR_NULL);
    error_clear(&ctx->error);
    struct url patents = matter_ask_patents(ctx, typed);
    if (is_patent_number(typed) && patents.text.len)
        return req_redirect(req, patents, STR_NULL);
    pairs[0] = (struct form_pair){STR("text"), typed};
    pairs[1] = (struct form_pair){STR("all"), STR("1")};
    return req_redirect(
        req, url_with(ctx->arena, url_matter_list(ctx->arena), (struct form_pairs){pairs, 2}),
        STR_NULL);
}
