/*
 * What one thread of the web room has for itself (private to src/web/): its read connection and
 * what it remembers between requests. Everything remembered from the database is forgotten as soon
 * as the database's change count moves; so it is never older than the snapshot that is read.
 */
#ifndef LIANYUAN_WEB_THREAD_H
#define LIANYUAN_WEB_THREAD_H

#include "base/hash.h"
#include "base/map.h"
#include "core/session.h"
#include "db/db.h"
#include "web/dispatch.h"
#include "web/req.h"

enum {
    SESSION_SLOTS = 256,              /* remembered sessions; a power of two */
    KEPT_BYTES_MAX = 6 * 1024 * 1024, /* sessions, fragments and their tables */
    LASTING_BYTES_MAX = 3 * 1024 * 1024,
    CALENDAR_BYTES_MAX = 4 * 1024 * 1024,
    RANDOM_POOL = 1024,
};

struct session_slot {
    unsigned char hash[HASH_SIZE]; /* of the secret */
    struct session session;
    int64_t found_at; /* 0 = empty */
    int64_t touch_at; /* when a touch was last asked for */
};

struct web_thread {
    const struct web *web;
    struct db *db;
    int64_t change;    /* the count that all of this belongs to; 0 = unknown, keep nothing */
    struct arena kept; /* names in sessions, fragments */
    struct session_slot sessions[SESSION_SLOTS];
    struct map fragments; /* key -> struct str * */
    struct arena lasting_arena;
    struct map lasting; /* the same for what a commit does not make old */
    bool lasting_full;  /* forget it before the next request */
    char *page_room;    /* lent by web_thread_lend(), or NULL */
    size_t page_room_size;
    unsigned char random[RANDOM_POOL]; /* drawn ahead: a system call per request is saved */
    bool overfull;         /* memory ran short: forget everything before the next request */
    size_t random_n;       /* bytes of it not yet used */
    bool calendar_checked; /* since the change count moved */
    int64_t calendar_id;
    const struct calendar *calendar;
    struct arena calendar_arena;
};

/* Random bytes, each given out once. n is at most RANDOM_POOL. */
void thread_random(struct web_thread *thread, void *out, size_t n);

/* Opens the snapshot of this request and forgets what it has overtaken. */
enum err thread_read_begin(struct web_thread *thread);
void thread_read_end(struct web_thread *thread);

/* ctx->calendar, from memory while it is in force. */
enum err thread_calendar(struct web_thread *thread, struct ctx *ctx);

/* The session of that secret, from memory or the database. *out_touch: it wants web_touch(). */
enum err thread_session(struct web_thread *thread, struct ctx *ctx, struct str secret,
                        struct session *out, bool *out_touch);

/* Kept text of that key in this snapshot, or NULL. */
const struct str *thread_fragment(const struct web_thread *thread, struct str key);
void thread_fragment_keep(struct web_thread *thread, struct str key, struct str text);

/* The same for what stays true over commits: its key names the versions of all that it shows. The
 * calendar need not be named: a new one forgets everything. */
const struct str *thread_lasting(const struct web_thread *thread, struct str key);
void thread_lasting_keep(struct web_thread *thread, struct str key, struct str text);

#endif
