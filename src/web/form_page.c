#include "web/form_page.h"

#include <assert.h>

#include "base/log.h"
#include "base/utf8.h"
#include "web/dispatch.h"
#include "web/field.h"
#include "web/field.tmpl.h"
#include "web/i18n.h"

enum {
    FORM_LIST_BLANKS = 3,  /* empty lines offered for a list of texts */
    FORM_LIMIT_SAID = 100, /* limits of a short line are not worth a sentence */
    FORM_CHECKS_MAX = 500,
};

static struct str own_id(const struct form_page *f, const char *name)
{
    return str_print(f->page->arena, "%.*s-%s", STR_ARG(f->id), name);
}

static const struct error *error_at(const struct form_page *f, struct str name)
{
    for (size_t i = 0; f->errors && i < f->errors->n; i++)
        if (str_eq(f->errors->at[i].field, name))
            return &f->errors->at[i];
    return NULL;
}

static struct str say(const struct form_page *f, const struct error *error)
{
    return tr_with(f->page->arena, f->page->lang, error->message, error->detail);
}

static void draw_hidden(struct page *page, struct str name, struct str value)
{
    struct field_view view = {.kind = FIELD_IS_HIDDEN, .name = name};
    *VEC_ADD(page->arena, &view.values) = value;
    field_draw(page, &view);
}

/* ---- the element ---------------------------------------------------------------------------- */

static bool takes_files(const struct form *form)
{
    for (size_t i = 0; form && i < form->n; i++)
        if (form->fields[i].type == FIELD_FILES)
            return true;
    return false;
}

static void draw_errors(struct form_page *f)
{
    struct field_errors all = {.id = f->id};
    for (size_t i = 0; i < f->errors->n; i++) {
        const struct error *error = &f->errors->at[i];
        const struct field *field = f->form ? form_field(f->form, error->field) : NULL;
        struct field_wrong *wrong = VEC_ADD(f->page->arena, &all.items);
        *wrong = (struct field_wrong){.text = say(f, error)};
        if (!field || field->flags & FORM_HIDDEN)
            continue;
        wrong->target = true;
        wrong->label = tr(f->page->lang, field->label);
        wrong->link.text = str_print(f->page->arena, "#%.*s-%s", STR_ARG(f->id), field->name);
    }
    field_errors(f->page, &all);
}

/* Two forms of one page are two acts: each has an act id of its own. */
static void draw_keys(struct form_page *f, const char *act)
{
    struct req *req = f->req;
    struct page *page = f->page;
    draw_hidden(page, STR("_token"), str_from(req->token));
    if (act) {
        int64_t id = (req->act_id - 2 * (page->form_n - 1)) & INT64_MAX;
        draw_hidden(page, STR("_act"), str_print(page->arena, "%lld", (long long)(id | 1)));
    }
    if (!str_empty(req->done_url.text))
        draw_hidden(page, STR("_done"), req->done_url.text);
    if (!act && !str_empty(req->carry))
        draw_hidden(page, STR("_carry"), req->carry);
    if (!act && !str_empty(req->carry_to))
        draw_hidden(page, STR("_to"), req->carry_to);
}

void form_begin(struct form_page *f, struct page *page, struct req *req, const char *act,
                struct url action, const struct form_pairs *pairs)
{
    const struct act *declared = act ? web_act(req->web, str_from(act)) : NULL;
    if (act && !declared)
        log_error("form %s: there is no such act; it is drawn without fields", act);
    bool own = act ? req->act == declared : !req->act;
    bool again = own && req->errors.n > 0;
    *f = (struct form_page){
        .page = page,
        .req = req,
        .form = declared ? declared->form : NULL,
        .errors = again ? &req->errors : NULL,
    };
    assert(!f->form || f->form->n <= FORM_FIELDS_MAX);
    if (own && (again || !pairs))
        f->pairs = req->pairs;
    else if (pairs)
        f->pairs = *pairs;
    page->form_n++;
    f->id = str_print(page->arena, "f%d", (int)page->form_n);
    EMIT(page, "<form method=\"post\" action=\"");
    emit_url(page, action);
    if (takes_files(f->form))
        EMIT(page, "\" enctype=\"multipart/form-data");
    EMIT(page, "\">");
    draw_keys(f, act);
    if (f->errors)
        draw_errors(f);
}

/* ---- fields --------------------------------------------------------------------------------- */

static void add_choice(struct form_page *f, struct field_view *view, struct str group,
                       struct str value, struct str label)
{
    struct arena *arena = f->page->arena;
    if (view->groups.n == 0 || !str_eq(view->groups.at[view->groups.n - 1].label, group))
        *VEC_ADD(arena, &view->groups) = (struct field_group){.label = group};
    struct field_choice choice = {.value = value, .label = label};
    for (size_t i = 0; i < view->values.n; i++)
        choice.chosen = choice.chosen || str_eq(view->values.at[i], value);
    *VEC_ADD(arena, &view->groups.at[view->groups.n - 1].choices) = choice;
}

static void take_values(struct form_page *f, const struct field *field, struct field_view *view)
{
    for (size_t i = 0; i < f->pairs.n && field->type != FIELD_SECRET; i++)
        if (str_eq(f->pairs.at[i].name, view->name) && utf8_ok(f->pairs.at[i].value))
            *VEC_ADD(f->page->arena, &view->values) = f->pairs.at[i].value;
    if (view->values.n)
        view->value = view->values.at[0];
    if (field->type == FIELD_BOOL &&
        (str_eq(view->value, STR("0")) || str_eq(view->value, STR("false"))))
        view->value = STR_NULL;
}

static enum field_kind kind_of(const struct field *field, bool options)
{
    if (field->flags & FORM_HIDDEN)
        return FIELD_IS_HIDDEN;
    switch (field->type) {
    case FIELD_TEXT:
        return options                     ? FIELD_IS_SELECT
               : field->flags & FORM_LINES ? FIELD_IS_LINES
                                           : FIELD_IS_LINE;
    case FIELD_INT:
        return options ? FIELD_IS_SELECT : FIELD_IS_NUMBER;
    case FIELD_ID:
        return options ? FIELD_IS_SELECT : FIELD_IS_HIDDEN;
    case FIELD_BOOL:
        return FIELD_IS_CHECK;
    case FIELD_DAY:
        return FIELD_IS_DATE;
    case FIELD_CHOICE:
        return FIELD_IS_SELECT;
    case FIELD_SECRET:
        return FIELD_IS_PASSWORD;
    case FIELD_TEXTS:
        return options ? FIELD_IS_CHECKS : FIELD_IS_LIST;
    case FIELD_IDS:
        return options ? FIELD_IS_CHECKS : FIELD_IS_HIDDEN;
    case FIELD_FILES:
        return FIELD_IS_FILES;
    }
    return FIELD_IS_LINE;
}

static void take_limits(const struct field *field, struct field_view *view)
{
    view->min = field->min;
    view->max = view->most = field->max;
    view->many = field->max > 1;
    view->rows = field->max > 1000 ? FORM_ROWS_MAX : field->max > 300 ? 6 : 3;
    switch (view->kind) {
    case FIELD_IS_LINE:
    case FIELD_IS_LINES:
        view->limited = field->max >= FORM_LIMIT_SAID || view->kind == FIELD_IS_LINES;
        break;
    case FIELD_IS_NUMBER:
        view->limited = field->max < INT32_MAX;
        break;
    case FIELD_IS_FILES:
    case FIELD_IS_LIST:
        view->limited = true;
        break;
    default:
        break;
    }
    if (view->kind == FIELD_IS_LIST)
        view->max = FORM_TEXTS_ITEM_MAX;
}

static void offer_blanks(struct form_page *f, struct field_view *view)
{
    for (int64_t i = 0; i < FORM_LIST_BLANKS && (int64_t)view->values.n < view->most; i++)
        *VEC_ADD(f->page->arena, &view->values) = STR("");
}

static void draw(struct form_page *f, const struct field *field, const struct form_option *options,
                 size_t n, bool offered)
{
    struct page *page = f->page;
    struct field_view view = {
        .kind = kind_of(field, offered),
        .name = str_from(field->name),
        .id = own_id(f, field->name),
        .label = tr(page->lang, field->label),
        .required = field->flags & FORM_REQUIRED,
        .autocomplete = str_has(str_from(field->name), STR("new")) ? STR("new-password")
                                                                   : STR("current-password"),
    };
    take_values(f, field, &view);
    take_limits(field, &view);
    for (size_t i = 0; i < n && i < FORM_CHECKS_MAX; i++)
        add_choice(f, &view, options[i].group, options[i].value, options[i].label);
    for (const struct form_choice *c = field->choices; c && c->name && !offered; c++)
        add_choice(f, &view, STR_NULL, str_from(c->name), tr(page->lang, c->label));
    if (view.kind == FIELD_IS_LIST)
        offer_blanks(f, &view);
    if (view.kind == FIELD_IS_FILES && view.values.n)
        view.required = false;
    const struct error *error = error_at(f, view.name);
    if (error)
        view.error = say(f, error);
    view.described = str_print(page->arena, "%.*s-hint%s%.*s%s", STR_ARG(view.id), error ? " " : "",
                               STR_ARG(error ? view.id : STR("")), error ? "-error" : "");
    if (!view.limited)
        view.described = error ? str_print(page->arena, "%.*s-error", STR_ARG(view.id)) : STR_NULL;
    field_draw(page, &view);
}

static const struct field *take(struct form_page *f, const char *name)
{
    const struct field *field = f->form ? form_field(f->form, str_from(name)) : NULL;
    assert(field); /* the template names a field that the form does not have */
    f->drawn |= UINT64_C(1) << (field - f->form->fields);
    return field;
}

void form_one(struct form_page *f, const char *name)
{
    draw(f, take(f, name), NULL, 0, false);
}

void form_one_from(struct form_page *f, const char *name, const struct form_option *options,
                   size_t n)
{
    draw(f, take(f, name), options, n, true);
}

static void draw_undrawn(struct form_page *f, bool hidden_only)
{
    for (size_t i = 0; f->form && i < f->form->n; i++) {
        const struct field *field = &f->form->fields[i];
        bool hidden = kind_of(field, false) == FIELD_IS_HIDDEN;
        if (f->drawn >> i & 1 || (hidden_only && !hidden))
            continue;
        f->drawn |= UINT64_C(1) << i;
        draw(f, field, NULL, 0, false);
    }
}

void form_rest(struct form_page *f)
{
    draw_undrawn(f, false);
}

void form_end(struct form_page *f)
{
    draw_undrawn(f, true);
    EMIT(f->page, "</form>");
}
