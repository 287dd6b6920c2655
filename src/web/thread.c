#include "web/thread.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "core/calendar.h"

enum {
    SESSION_KEPT_US = 20 * 1000000, /* then it is read again, to notice that it wants a touch */
    ARENA_SLACK = 64 * 1024,        /* what blocks and rounding may cost beside the text */
};

enum err web_thread_make(struct arena *arena, const struct web *web, struct web_thread **out_thread)
{
    struct web_thread *thread = ARENA_NEW(arena, struct web_thread);
    struct error error = {0};
    thread->web = web;
    arena_init(&thread->kept, KEPT_BYTES_MAX);
    arena_init(&thread->lasting_arena, LASTING_BYTES_MAX);
    arena_init(&thread->calendar_arena, CALENDAR_BYTES_MAX);
    enum err e = db_open(arena, web->config.url, DB_READ, &thread->db, &error);
    if (e) {
        log_error("%s: %s", err_name(e), error.message ? error.message : "cannot open");
        return e;
    }
    *out_thread = thread;
    return ERR_OK;
}

void web_thread_end(struct web_thread *thread)
{
    if (!thread)
        return;
    db_close(thread->db);
    arena_release(&thread->kept);
    arena_release(&thread->lasting_arena);
    arena_release(&thread->calendar_arena);
}

void web_thread_lend(struct web_thread *thread, char *room, size_t size)
{
    thread->page_room = room;
    thread->page_room_size = size;
}

void thread_random(struct web_thread *thread, void *out, size_t n)
{
    assert(n <= RANDOM_POOL);
    if (thread->random_n < n) {
        rand_bytes(thread->random, RANDOM_POOL);
        thread->random_n = RANDOM_POOL;
    }
    thread->random_n -= n;
    memcpy(out, thread->random + thread->random_n, n);
    memset(thread->random + thread->random_n, 0, n);
}

static void forget(struct web_thread *thread)
{
    arena_release(&thread->kept);
    thread->fragments = (struct map){0};
    memset(thread->sessions, 0, sizeof thread->sessions);
    thread->calendar_checked = false;
    thread->overfull = false;
}

static void forget_lasting(struct web_thread *thread)
{
    arena_release(&thread->lasting_arena);
    thread->lasting = (struct map){0};
    thread->lasting_full = false;
}

enum err thread_read_begin(struct web_thread *thread)
{
    enum err e = db_read_begin(thread->db);
    if (e)
        return e;
    int64_t change = db_change_count(thread->db);
    if (change == 0 || change != thread->change || thread->overfull)
        forget(thread);
    if (thread->lasting_full)
        forget_lasting(thread);
    thread->change = change;
    return ERR_OK;
}

void thread_read_end(struct web_thread *thread)
{
    db_read_end(thread->db);
}

struct calendar_call {
    struct web_thread *thread;
    struct ctx ctx;
};

static enum err load_calendar(void *arg)
{
    struct calendar_call *call = arg;
    return calendar_load(&call->ctx);
}

enum err thread_calendar(struct web_thread *thread, struct ctx *ctx)
{
    struct calendar_id id = {0};
    if (!thread->calendar_checked || !thread->calendar) {
        enum err e = calendar_current(ctx, &id);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (!thread->calendar || id.n != thread->calendar_id) {
            struct calendar_call call = {.thread = thread, .ctx = *ctx};
            arena_release(&thread->calendar_arena);
            forget_lasting(thread);
            thread->calendar = NULL;
            call.ctx.arena = &thread->calendar_arena;
            e = arena_run(&thread->calendar_arena, load_calendar, &call);
            if (e)
                return e;
            thread->calendar = call.ctx.calendar;
            thread->calendar_id = id.n;
        }
        thread->calendar_checked = true;
    }
    ctx->calendar = thread->calendar;
    return ERR_OK;
}

/* Whether n more bytes can be kept. When they cannot, all is forgotten before the next request, not
 * now: what was kept may be in use. */
static bool kept_room(struct web_thread *thread, size_t n)
{
    if (thread->change == 0 || n > KEPT_BYTES_MAX / 4)
        return false;
    if (thread->kept.cap - thread->kept.used < n + ARENA_SLACK)
        thread->overfull = true;
    return !thread->overfull;
}

static struct session_slot *slot_of(struct web_thread *thread, const unsigned char *hash)
{
    uint32_t n;
    memcpy(&n, hash, sizeof n);
    return &thread->sessions[n & (SESSION_SLOTS - 1)];
}

static void keep_session(struct web_thread *thread, const unsigned char *hash,
                         const struct session *session, int64_t now_us)
{
    if (!kept_room(thread, session->actor.name.len))
        return;
    struct session_slot *slot = slot_of(thread, hash);
    memcpy(slot->hash, hash, HASH_SIZE);
    slot->session = *session;
    slot->session.actor.name = str_dup(&thread->kept, session->actor.name);
    slot->found_at = now_us;
}

enum err thread_session(struct web_thread *thread, struct ctx *ctx, struct str secret,
                        struct session *out, bool *out_touch)
{
    unsigned char hash[HASH_SIZE];
    *out_touch = false;
    if (secret.len != SESSION_SECRET_LEN)
        return ERR_NOT_FOUND;
    hash_of(secret, hash);
    struct session_slot *slot = slot_of(thread, hash);
    int64_t age = ctx->now_us - slot->found_at;
    bool same = slot->found_at && hash_same(slot->hash, hash, HASH_SIZE);
    if (!same || age < 0 || age > SESSION_KEPT_US || ctx->now_us >= slot->session.valid_until) {
        enum err e = session_find(ctx, secret, out);
        if (e)
            return e;
        keep_session(thread, hash, out, ctx->now_us);
    } else {
        *out = slot->session; /* the name is copied: what is kept may go before the request ends */
        out->actor.name = str_dup(ctx->arena, slot->session.actor.name);
    }
    if (out->stale && (!slot->found_at || ctx->now_us - slot->touch_at > SESSION_KEPT_US)) {
        slot->touch_at = ctx->now_us;
        *out_touch = true;
    }
    return ERR_OK;
}

const struct str *thread_fragment(const struct web_thread *thread, struct str key)
{
    return thread->change ? map_get(&thread->fragments, key) : NULL;
}

static void put(struct arena *arena, struct map *map, struct str key, struct str text)
{
    struct str *kept = ARENA_NEW(arena, struct str);
    *kept = str_dup(arena, text);
    map_put(arena, map, str_dup(arena, key), kept);
}

/* What one more entry takes, if the table has to grow for it. */
static size_t entry_bytes(const struct map *map, struct str key, struct str text)
{
    return key.len + text.len + (map->cap + 16) * 2 * sizeof(struct map_slot);
}

void thread_fragment_keep(struct web_thread *thread, struct str key, struct str text)
{
    if (kept_room(thread, entry_bytes(&thread->fragments, key, text)))
        put(&thread->kept, &thread->fragments, key, text);
}

const struct str *thread_lasting(const struct web_thread *thread, struct str key)
{
    return map_get(&thread->lasting, key);
}

void thread_lasting_keep(struct web_thread *thread, struct str key, struct str text)
{
    const struct arena *arena = &thread->lasting_arena;
    size_t n = entry_bytes(&thread->lasting, key, text);
    if (arena->cap - arena->used < n + ARENA_SLACK)
        thread->lasting_full = true;
    if (!thread->lasting_full)
        put(&thread->lasting_arena, &thread->lasting, key, text);
}
