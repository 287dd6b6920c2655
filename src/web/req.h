/*
 * What a page handler is given, and where it puts its answer. A handler reads (core and the
 * module's own find functions through req->ctx), then renders a template into req->page:
 *
 *     enum err matter_show_page(struct req *req)
 *     {
 *         struct matter_view v;
 *         enum err e = matter_find_view(req->ctx, (struct matter_id){req_id(req, "id")}, &v);
 *         if (e)
 *             return e;                                    // 404 page, in plain words
 *         matter_show_body(req, &v);
 *         return ERR_OK;
 *     }
 *
 * What a handler returns becomes the status (err_http) and, when it wrote no page, the error page
 * with the sentence of ctx->error.
 *
 * FORM routes. A GET calls the handler, which may set defaults (req->pairs = form_encode(...)) and
 * draws {% form %}. A POST is done by dispatch: same origin, token, act id, declared decoding by
 * the act's form (a path argument overrides the field of the same name), act_run. Then, with a
 * message, 303 to
 *   - what the hidden field _done names (set req->done_url while drawing; "{id}" in it becomes the
 *     id that the act answered), or
 *   - "/matters/153/accept" -> "/matters/153", and "/matters/new" -> "/matters/<the new id>".
 * When something was wrong the same handler is called again: req->pairs holds what was typed,
 * req->errors what is wrong with it, req->failed the error (ERR_CONFLICT: somebody was faster; load
 * the record and show both versions). The status is set already; the handler returns ERR_OK.
 *
 * A FORM route without an act: the handler is called for the POST too (req->post), with the pairs
 * not yet decoded, and does it all itself; the token was checked.
 *
 * Reserved names of posted fields, drawn by {% form %}: _token, _act, _done.
 */
#ifndef LIANYUAN_WEB_REQ_H
#define LIANYUAN_WEB_REQ_H

#include "base/form.h"
#include "core/ctx.h"
#include "core/module.h"
#include "web/http.h"
#include "web/page.h"
#include "web/route.h"

struct file_in; /* core/file.h */
struct session; /* core/session.h */
struct shell;   /* web/layout/layout.h */
struct web;
struct web_thread;

enum { REQ_TOKEN_TEXT = 64 }; /* hex of mask and masked token */

/* A file that came with a multipart POST: stored already (core/file.h), with a row of its own; a
 * file field of the form holds its id. */
struct upload {
    struct str field, name;
    struct file_in *file;
    int64_t id;
};

struct req {
    struct ctx *ctx;
    const struct web *web;
    struct web_thread *thread;
    const struct http_request *http;
    const struct route *route;
    struct route_match match;

    struct form_pairs query; /* decoded; unknown names are ignored */
    struct form_pairs pairs; /* of the form: defaults on GET, what was typed after a POST */
    struct form_errors errors;
    enum err failed; /* why the form is shown again; ERR_OK = first showing */
    const struct upload *uploads;
    size_t upload_n;
    const struct act *act;   /* of a FORM route */
    const struct form *form; /* the act's form */

    bool signed_in;
    const struct session *session; /* core/session.h; NULL when not signed in */
    bool post;                     /* this is the POST of a form or POST route */
    struct str carry, carry_to;    /* web/sign.h */
    /* The act was done and answered something to be shown once (a first password, a new token):
     * the handler shows result->secret instead of its form. NULL otherwise. */
    const struct act_result *result;
    bool htmx;         /* asked by htmx: a handler may answer the part that HX-Target names */
    struct str target; /* HX-Target, or STR_NULL */

    int64_t act_id;                 /* fresh at every render; {% form %} writes it as _act */
    char token[REQ_TOKEN_TEXT + 1]; /* masked anew for this response */
    struct str flash;               /* what the last act said, once; or STR_NULL */
    struct url done_url;            /* where a successful POST goes; {} = the default */

    struct str title;          /* of the page; a handler or its template sets it */
    const struct shell *shell; /* the frame of this page, once it was drawn */
    struct page page;
    struct http_reply *reply;
};

/* A path argument: the id or int, the text, the day. Asserts that the route declares it. */
int64_t req_id(const struct req *req, const char *name);
struct str req_arg(const struct req *req, const char *name);

/* A query parameter: the first of that name, or STR_NULL. */
struct str req_query(const struct req *req, const char *name);

/* This very page with one query parameter set (or, with STR_NULL, removed): sorting, paging,
 * filter chips. */
struct url req_url_with(const struct req *req, const char *name, struct str value);

/* What a field of the form shows at first, in the place of what stood there; STR_NULL: nothing. A
 * field that the form does not have is passed over. */
void req_begin_with(struct req *req, const char *name, struct str value);
void req_begin_with_int(struct req *req, const char *name, int64_t value);

/* 303 to that address, with a sentence to show there (STR_NULL = none). */
enum err req_redirect(struct req *req, struct url to, struct str message);

/* For a POST that the handler does itself (a FORM route without an act): the page that is drawn now
 * is the form again, with what ctx->error says at its field and the status of e. */
void req_refused(struct req *req, enum err e);

/* Sends bytes, or an open file, as a download: attachment, nosniff, never inline. name may be any
 * text; type is a literal. */
enum err req_send(struct req *req, struct str name, const char *type, struct str bytes);
enum err req_send_file(struct req *req, struct str name, const char *type, int fd, int64_t size);
#define REQ_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define REQ_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

/* A file that a page makes to send it: where (one for each request; file_sweep() clears it away
 * should the program die before), and the sending. What making it answered is answered when it is
 * not ERR_OK; the file is gone either way, but for the descriptor that is sent. */
const char *req_made_path(struct req *req);
enum err req_send_made(struct req *req, enum err made, struct str name, const char *type);

/* Fragments: HTML kept per thread, dropped as soon as anything was committed to the database by
 * anyone. The key must name everything that the fragment depends on (sight, filters, language, the
 * day); dispatch adds the park. NULL = not kept: render it and put it.
 *
 *     if (!req_fragment(req, key)) {          // true: it was appended to req->page
 *         size_t from = req->page.out.len;
 *         matter_rows(req, &view);
 *         req_fragment_keep(req, key, from);
 *     }
 * Never keep what holds a token, an act id or a flash message. */
bool req_fragment(struct req *req, struct str key);
void req_fragment_keep(struct req *req, struct str key, size_t from);

/* The same for bytes of any kind: what is kept under the key, valid until this request writes, or
 * STR_NULL. */
struct str req_kept(const struct req *req, struct str key);
void req_keep(struct req *req, struct str key, struct str bytes);

/* Kept over commits, for the rows of long lists: the key must name the version of every record
 * that the bytes show, the settings they follow, and the roles, language and hour of their reader.
 */
struct str req_lasting(const struct req *req, struct str key);
void req_keep_lasting(struct req *req, struct str key, struct str bytes);

#endif
