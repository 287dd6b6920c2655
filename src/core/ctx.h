/*
 * What every domain function is given: who acts, in which park, at what instant, with which memory
 * and which database connection. Nothing above db/ reads a clock or a global.
 *
 *     return ctx_fail(ctx, ERR_INVALID, "reason", T("请写明理由"));
 */
#ifndef LIANYUAN_CORE_CTX_H
#define LIANYUAN_CORE_CTX_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/i18n.h"
#include "ids.h" /* made by sqlc from the schemas: struct park_id, person_id, org_id, ... */

struct db;
struct calendar; /* base/workday.h */
struct learned;  /* domain/matter/matter_route.h: what closed matters have taught */
struct app_db;   /* core/act.h */
struct journal;  /* core/journal.h: what the running act has written so far; NULL on reads */

/* A person may hold several roles in a park. One bit each; a permission is a mask of roles, any one
 * of which is enough. Row-level sight comes on top (matter_find.c). */
enum role {
    ROLE_FIRM = 1,        /* 企业: its own firm's matters */
    ROLE_DEPARTMENT = 2,  /* 部门经办: the matters where the department has or had a duty */
    ROLE_HEAD = 4,        /* 部门负责人: signs off; department's sight */
    ROLE_COORDINATOR = 8, /* 协调员: runs the list */
    ROLE_LEADER = 16,     /* 园区领导: reads the park or their zones */
    ROLE_AUDITOR = 32,    /* 审计: reads all, changes nothing */
    ROLE_ADMIN = 64, /* 管理员: people, roles, classes, limits, calendar; no matters by default */
    ROLE_CONSOLE = 128, /* the built-in person `console`: the command line without --as */
    ROLE_ALL = 255,     /* as a permission: whoever is signed in, also before a role was given */
};

struct actor {
    struct person_id person;
    struct str name;
    struct org_id org;         /* firm or department; {0} for park staff */
    uint32_t roles;            /* mask of enum role */
    struct session_id session; /* signed in by; {0} for tokens and commands */
    int64_t zone;              /* zone_id.n a leader or coordinator is limited to; 0 = whole park */
};

struct ctx {
    struct arena *arena;
    struct db *db;
    struct park_id park;
    struct actor actor;
    int64_t now_us;     /* the instant of this act or read */
    int32_t offset_min; /* the park's zone */
    struct str
        files_dir; /* where stored files lie (core/file.h); STR_NULL where nobody needs them */
    enum lang lang;
    const struct calendar *calendar; /* the version in force */
    const struct learned *learned;   /* for proposals; NULL: nothing yet */
    struct journal *journal;         /* set by the writer while an act runs */
    const struct app_db *app_db;     /* set while an act prepares: a long one may write in parts */
    int64_t act_id;                  /* the caller's idempotency key; 0 on reads */
    struct error error;              /* the first failure, for the person */
};

/* ctx->error gets field and message (T("...")); answers code. The _detail form fills the "{}". */
enum err ctx_fail(struct ctx *ctx, enum err code, const char *field, const char *message);
enum err ctx_fail_detail(struct ctx *ctx, enum err code, const char *field, const char *message,
                         struct str detail);

bool ctx_may(const struct ctx *ctx, uint32_t roles);
int32_t ctx_today(const struct ctx *ctx);

#endif
