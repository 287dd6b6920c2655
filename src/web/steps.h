/*
 * The steps of one request (private to src/web/): everything that belongs to it, and the functions
 * that dispatch.c calls in turn. A step that made the reply answers false.
 */
#ifndef LIANYUAN_WEB_STEPS_H
#define LIANYUAN_WEB_STEPS_H

#include "web/sign.h"
#include "web/thread.h"

enum {
    FORM_KEY_SIZE = 16, /* what the token proves to know */
    VISIT_LEN = 22,     /* base64url of 16 random bytes */
    FLASH_BYTES_MAX = 1000,
    FLASH_SECONDS = 60,
    PAGE_BYTES_FIRST = 32 * 1024,
};

struct call {
    struct web_thread *thread;
    struct arena *arena;
    const struct http_request *http;
    struct http_reply *reply;
    int64_t now_us;
    bool reading; /* a snapshot is open */
    struct ctx ctx;
    struct req req;
    struct session session;
    struct str secret;                     /* of the session's cookie; STR_NULL = none sent */
    unsigned char form_key[FORM_KEY_SIZE]; /* of this session, or of this visit before it */
    struct form_pairs posted;              /* as they came, reserved names too */
    struct upload *uploads;
    bool files_refused;  /* body_pairs: a file came to a page that takes none */
    int status;          /* of the page that a handler draws */
    struct login *login; /* while signing in */
    struct error login_error;
};

struct call *call_of(struct req *req);

/* cookie.c: names depend on how the site is reached; see the functions. */
struct str cookie_name(struct call *call, const char *what);
void cookie_set(struct call *call, const char *what, struct str value, int64_t max_age_s,
                bool whole_session);
void cookie_drop(struct call *call, const char *what);

/* guard.c */
bool guard_origin(const struct call *call); /* may this POST have come from our own page? */
void guard_key(struct call *call);          /* sets form_key, and a visit's cookie when needed */
void guard_token(struct call *call);        /* writes req->token, masked anew, and req->act_id */
bool guard_token_good(const struct call *call, struct str token);

/* body.c: reads what was posted into call->posted and call->uploads. Nothing of a file is written
 * for who is not signed in, nor for a page that takes none: ERR_DENIED and call->files_refused, or,
 * when it is only a session that ended, the fields without the files. A page takes files when its
 * act's form has a field for them, or, without an act of its own, when the act of its name takes
 * one (matter_import: matter.import). */
enum err body_pairs(struct call *call);
enum err body_store(struct call *call); /* stores the uploads, adds their ids to the pairs */

/* post.c */
enum err post_form(struct call *call);

/* sign.c */
enum err
sign_first(struct call *call);     /* no session: to the sign-in page, keeping what was typed */
void sign_find(struct call *call); /* the session of the cookie, if any */

/* reply.c */
void reply_page(struct call *call, int status);
void reply_redirect(struct call *call, struct str to, struct str message);
void reply_plain(struct call *call, int status, struct str text);
void reply_json(struct call *call, int status, struct str json);
void reply_security(struct call *call, bool secret);
/* The error page for a code; the sentence of ctx->error when there is one. */
void reply_error(struct call *call, enum err e);
void reply_problem(struct call *call, int status, const char *sentence, const char *advice);

/* api.c */
void api_run(struct call *call);
void api_error(struct call *call, int status, const char *code, const char *message);
void api_failed(struct call *call, enum err e); /* what ctx->error says of it */

/* api_file.c: bodies with files, under the same bearer token. */
bool api_has_files(const struct call *call); /* multipart/form-data */
/* Fields and stored files as pairs: a file's part becomes the id of the file. False: replied. */
bool api_multipart(struct call *call, struct form_pairs *out_pairs);
bool api_takes_files(const struct act *act);
void api_upload(struct call *call); /* POST /api/v1/file/upload */
enum err api_openapi(struct arena *arena, const struct web *web, struct str *out);

/* dispatch.c: the snapshot and ctx->db of this request. */
enum err call_read(struct call *call);
void call_read_end(struct call *call);
void call_handler(struct call *call, const struct route *route);

#endif
