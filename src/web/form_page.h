/*
 * Forms on pages, drawn from their declared tables (base/form.h). Templates call this through
 *
 *     {% form "matter.accept" req url_matter_accept(v.id) %}
 *       {% fields %}
 *       <button type="submit">受理</button>
 *     {% end %}
 *
 * which draws the form element (multipart when a field takes files), token, act id and where to go
 * afterwards; above the fields what is wrong, with a link to each; for every field its label, its
 * limit before it is hit, the control with the old or typed value, and the error beside it (joined
 * by aria-describedby). Nothing here needs JavaScript.
 *
 *     {% field reason %}                       one field, at this place
 *     {% field lead from v.departments %}      a choice among VEC(struct form_option) of the view
 *     {% fields %}                             all that were not drawn yet
 *
 * The form is the act's, found by its name: on its own FORM route (drawn again with what was typed
 * and what is wrong) or on any other page, as a button with few fields. Hidden fields, and ids that
 * are not chosen from a list, are drawn as hidden inputs when their value is known (req->pairs);
 * those that the address carries need none. Values that a form on another page should start with:
 *
 *     {% form "matter.accept" req url_matter_accept(v.id) with v.accept_pairs %}
 *
 * A form without an act, {% form req url_core_sign_in() %}, is one whose handler does everything
 * (req->post): it has no fields of its own, only the element, the token, and what signing in
 * carries on.
 */
#ifndef LIANYUAN_WEB_FORM_PAGE_H
#define LIANYUAN_WEB_FORM_PAGE_H

#include "web/emit.h"
#include "web/req.h"

enum { FORM_FIELDS_MAX = 64, FORM_ROWS_MAX = 12 };

/* One choice of a select. A run of options with the same group stands under its name. */
struct form_option {
    struct str value, label;
    struct str group; /* or STR_NULL */
};

struct form_page {
    struct page *page;
    struct req *req;
    const struct form *form;
    struct form_pairs pairs;          /* values to show */
    const struct form_errors *errors; /* NULL = first showing */
    uint64_t drawn;                   /* one bit per field of the form */
    struct str id;                    /* prefix of the ids on this page: "matter_accept" */
};

void form_begin(struct form_page *f, struct page *page, struct req *req, const char *act,
                struct url action, const struct form_pairs *pairs);
void form_one(struct form_page *f, const char *name);
void form_one_from(struct form_page *f, const char *name, const struct form_option *options,
                   size_t n);
void form_rest(struct form_page *f);
void form_end(struct form_page *f);

#endif
