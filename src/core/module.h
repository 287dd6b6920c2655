/*
 * A module says in one constant entry what it brings. app/modules.c lists the entries; JSON routes,
 * commands, OpenAPI, help and `lianyuan audit roles` are made from them.
 *
 * An act is a write verb: one function, one transaction, its journal entries, one outcome. It runs
 * on the writer (db/writer.h) with ctx->db the writer's connection, and has no effect outside the
 * database before the commit. A find is a read verb; it runs on the caller's read connection and
 * writes its answer as JSON.
 *
 *     act  "matter.accept"  -> POST /api/v1/matter/accept   and   lianyuan matter accept --id ...
 *     find "matter.list"    -> GET  /api/v1/matter/list     and   lianyuan matter list ...
 *
 * `positional` names the field that a command takes without its --name: `lianyuan matter show 153`.
 */
#ifndef LIANYUAN_CORE_MODULE_H
#define LIANYUAN_CORE_MODULE_H

#include "base/buf.h"
#include "base/form.h"
#include "core/ctx.h"
#include "db/migrate.h"

/* What an act answers. All strings live in ctx->arena. Kept under the act id, so that a repeat
 * gets the first outcome. */
struct act_result {
    int64_t id;         /* the record acted on or made */
    int64_t version;    /* its version afterwards */
    struct str number;  /* the number people see: "2026-0153" */
    struct str message; /* one sentence for the person, in ctx->lang */
    struct str secret;  /* shown once and never stored (a new token, a first password) */
    struct str report;  /* JSON: what became of each row; not kept for repeats; STR_NULL: none */
};

struct act {
    const char *name;  /* "matter.accept" */
    const char *title; /* T("受理") */
    /* Names of the fields given bare on the command line, "code" or "from to"; or NULL. */
    const char *positional;
    uint32_t roles; /* who may; never 0 */
    const struct form *form;
    enum err (*run)(struct ctx *ctx, const void *in, struct act_result *out);
    /* Or NULL. Called before the writer is asked, on the caller's thread with ctx->db a read
     * connection: hashing a password, parsing a sheet. What it finds goes into members of *in that
     * the form does not name; run must check again whatever may have changed since. A long import
     * also writes here, batch by batch through act_write(ctx->app_db, ...); what it wrote stays,
     * whatever run answers. */
    enum err (*prepare)(struct ctx *ctx, void *in);
    const char *about; /* T("...") for help and OpenAPI: what it does, what to give; or NULL */
};

struct find {
    const char *name;
    const char *title;
    const char *positional;
    uint32_t roles;
    const struct form *form;
    enum err (*run)(struct ctx *ctx, const void *in, struct buf *out_json);
    bool anywhere;     /* needs no park: a command answers without a data directory, too */
    const char *about; /* as an act's */
};

/* Timed work: run(ctx) does what is due at ctx->now_us and answers; it is leased in the database,
 * so that only one process does it. Work that computes for long comes in two parts instead, run
 * NULL: look(ctx) reads, on a read connection and from one snapshot, and keep(ctx) writes what it
 * found. */
struct job {
    const char *name;
    int32_t every_s;
    enum err (*run)(struct ctx *ctx);
    bool (*more)(struct ctx *ctx); /* NULL, or: is work left? then it runs again at once. Reads. */
    enum err (*look)(struct ctx *ctx, void **out_found);
    enum err (*keep)(struct ctx *ctx, void *found);
};

/* A number or switch of the park that an administrator may change; each change is journalled. */
struct setting {
    const char *name;  /* "matter.signoff" */
    const char *label; /* T("...") */
    int64_t min, max, initial;
    const char *source; /* the rule it comes from, with its date */
};

struct menu {
    const char *path;  /* "/matters" */
    const char *label; /* T("清单") */
    uint32_t roles;
    enum err (*count)(struct ctx *ctx, int64_t *out_n); /* what waits for me here; NULL = nothing */
};

struct feed;      /* core/feed.h; what stands in people's calendars */
struct answer;    /* core/answer.h; what can be answered from a mail */
struct enclosure; /* core/enclose.h; what a mail carries with it */
struct route;     /* web/route.h; the module's pages */

struct module {
    const char *name;
    const struct act *acts;
    size_t act_n;
    const struct find *finds;
    size_t find_n;
    const struct route *pages;
    size_t page_n;
    const struct job *jobs;
    size_t job_n;
    const struct setting *settings;
    size_t setting_n;
    const struct menu *menu;
    size_t menu_n;
    const struct migration *migrations;
    size_t migration_n;
    const struct feed *feeds;
    size_t feed_n;
    const struct answer *answers;
    size_t answer_n;
    const struct enclosure *enclosures;
    size_t enclosure_n;
};

#endif
