/*
 * Signing in and out, for the pages that do it (ROUTE_FORM without an act: the handler is called
 * for GET and, with req->post set, for POST).
 *
 *     enum err core_sign_in_page(struct req *req)
 *     {
 *         if (req->post) {
 *             enum err e = req_sign_in(req, form_value(req->pairs, STR("login")),
 *                                      form_value(req->pairs, STR("password")));
 *             if (!e)
 *                 return ERR_OK;                    // the reply is made
 *         }
 *         layout_sign_in(req);                      // ctx->error holds what to say, or nothing
 *         return ERR_OK;
 *     }
 *
 * A session that expired while a person was typing loses nothing: the POST is answered with the
 * sign-in page (status 401), whose form carries what was typed in req->carry, and where it was
 * going in req->carry_to. The page draws both as hidden fields _carry and _to; req_sign_in() then
 * shows the form again as it was, to be sent once more. A GET without a session is redirected to
 * the sign-in page with ?to=..., which the page draws as _to.
 */
#ifndef LIANYUAN_WEB_SIGN_H
#define LIANYUAN_WEB_SIGN_H

#include "web/req.h"

enum { CARRY_BYTES_MAX = 256 * 1024 };

/* Checks name and password (20 ms of Argon2: only from a POST, which a worker runs). ERR_OK: the
 * cookie and the redirect, or the form that was carried, stand in the reply. ERR_DENIED (wrong) or
 * ERR_BUSY (too many tries): ctx->error has the sentence, the status is set. */
enum err req_sign_in(struct req *req, struct str login, struct str password);

/* The same without a password, for a link that just set one (core/password.h: invite_use). */
enum err req_sign_in_as(struct req *req, struct str login);

/* Ends this session and goes to the sign-in page. */
enum err req_sign_out(struct req *req);

/* Runs fn on the writer with a ctx of its own (acts that are not in the table of acts). */
enum err req_write(struct req *req, enum err (*fn)(struct ctx *ctx, void *arg), void *arg);

#endif
