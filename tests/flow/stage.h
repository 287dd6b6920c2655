/*
 * The sample park at a fixed instant, in this process, for tests that look at its pages: the same
 * bytes on every day and every machine.
 *
 *     struct stage stage;
 *     stage_open(&stage, STAGE_NOW);
 *     struct str cookie = stage_sign_in(&stage, "coord");
 *     struct http_reply reply = stage_get(&stage, &arena, cookie, STR("/matters"));
 *     stage_close(&stage);
 */
#ifndef LIANYUAN_TESTS_STAGE_H
#define LIANYUAN_TESTS_STAGE_H

#include "core/act.h"
#include "web/dispatch.h"

#define STAGE_NOW INT64_C(1795312800000000) /* 2026-11-22T10:00:00+08:00, a Sunday */
#define STAGE_URL "http://127.0.0.1:8420"

struct stage {
    struct arena arena;
    struct app_db app_db;
    struct ctx ctx; /* the console's, at now_us */
    struct web *web;
    struct web_thread *thread;
    int64_t now_us;
    char dir[64]; /* of the accounts and of stored files */
};

/* Ends the process when the park cannot be made. */
void stage_open(struct stage *stage, int64_t now_us);
void stage_close(struct stage *stage);
/* A thread that has kept nothing: after somebody else wrote into the tables. */
void stage_forget(struct stage *stage);

/* The cookie of a fresh session; STR_NULL when there is no such person. */
struct str stage_sign_in(struct stage *stage, const char *login);
struct http_reply stage_get(struct stage *stage, struct arena *arena, struct str cookie,
                            struct str target);
struct str stage_header(const struct http_reply *reply, const char *name);

#endif
