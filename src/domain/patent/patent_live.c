#include "domain/patent/patent_live.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/patent/patent_each.h"
#include "domain/patent/patent_index.h"
#include "patent_index_query.h"
#include "patent_query.h"

enum { LIVE_ARENA_MAX = 1 << 20, FEED_ARENA_MAX = 1 << 30, FEED_BYTES = 64 << 20 };

struct patent_handle { /* counts and `agrees` change under all_lock */
    struct arena arena;
    struct patent_index *index;
    int refs;
    bool agrees; /* it was seen to hold as many records as the database */
};

/* A park's index in this process. */
struct live {
    struct str dir;
    pthread_mutex_t tending;      /* one writes files; held before `feeding` */
    pthread_mutex_t feeding;      /* one opens, feeds or replaces: never long */
    struct patent_handle *handle; /* NULL: not open. Changed under feeding and all_lock */
    int64_t refused_us;           /* when opening failed last; 0 = it did not. Under feeding */
    int64_t flushed_us;           /* under tending */
};

static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena all_arena;
static struct live *all[PATENT_PARKS_MAX];
static size_t all_n;
static atomic_bool stopping;

void patent_stop(bool stop)
{
    atomic_store(&stopping, stop);
}

const atomic_bool *patent_stopping(void)
{
    return &stopping;
}

struct str patent_index_dir(const struct ctx *ctx)
{
    struct str files = ctx->files_dir;
    while (str_ends(files, STR("/")))
        files.len--;
    size_t cut = files.len;
    while (cut > 0 && files.ptr[cut - 1] != '/')
        cut--;
    return str_print(ctx->arena, "%.*spatent-index/%lld", (int)cut, files.ptr ? files.ptr : "",
                     (long long)ctx->park.n);
}

/* --- Handles -------------------------------------------------------------------------------------
 */

static struct live *live_of(struct str dir)
{
    struct live *found = NULL;
    pthread_mutex_lock(&all_lock);
    for (size_t i = 0; i < all_n && !found; i++)
        if (str_eq(all[i]->dir, dir))
            found = all[i];
    if (!found && all_n < PATENT_PARKS_MAX) {
        if (all_n == 0)
            arena_init(&all_arena, LIVE_ARENA_MAX);
        found = ARENA_NEW(&all_arena, struct live);
        found->dir = str_dup(&all_arena, dir);
        pthread_mutex_init(&found->tending, NULL);
        pthread_mutex_init(&found->feeding, NULL);
        all[all_n++] = found;
    }
    pthread_mutex_unlock(&all_lock);
    return found;
}

static struct patent_handle *handle_take(struct live *l)
{
    pthread_mutex_lock(&all_lock);
    struct patent_handle *h = l->handle;
    if (h)
        h->refs++;
    pthread_mutex_unlock(&all_lock);
    return h;
}

static void handle_drop(struct patent_handle *h) /* NULL is taken */
{
    pthread_mutex_lock(&all_lock);
    bool last = h && --h->refs == 0;
    pthread_mutex_unlock(&all_lock);
    if (!last)
        return;
    patent_index_close(h->index);
    struct arena own = h->arena;
    arena_release(&own);
}

/* Puts an open index in the place of what was there; NULL: nothing. Under feeding. */
static void live_put(struct live *l, struct patent_index *index)
{
    struct patent_handle *h = NULL, *old;
    if (index) {
        struct arena arena;
        arena_init(&arena, LIVE_ARENA_MAX);
        h = ARENA_NEW(&arena, struct patent_handle);
        *h = (struct patent_handle){.arena = arena, .index = index, .refs = 1};
        patent_index_heed(index, &stopping);
    }
    pthread_mutex_lock(&all_lock);
    old = l->handle;
    l->handle = h;
    pthread_mutex_unlock(&all_lock);
    handle_drop(old);
}

/* ERR_NOT_FOUND: there is no index. Under feeding. */
static enum err live_open(struct ctx *ctx, struct live *l)
{
    struct patent_index *x;
    struct error error = {0};
    if (l->handle)
        return ERR_OK;
    if (!fs_exists(ctx->arena, fs_join(ctx->arena, l->dir, STR("manifest"))))
        return ERR_NOT_FOUND;
    enum err e = patent_index_open(ctx->arena, l->dir, &x, &error);
    l->refused_us = e ? ctx->now_us : 0;
    if (e)
        log_warn("patent index %.*s: %s", STR_ARG(l->dir),
                 error.message ? error.message : err_name(e));
    else
        live_put(l, x);
    return e;
}

void patent_let_go(void)
{
    for (size_t i = 0; i < all_n; i++) {
        live_put(all[i], NULL);
        pthread_mutex_destroy(&all[i]->feeding);
        pthread_mutex_destroy(&all[i]->tending);
    }
    if (all_n)
        arena_release(&all_arena);
    all_n = 0;
}

/* --- Feeding -------------------------------------------------------------------------------------
 */

struct feeding {
    struct arena arena; /* copies: what patent_each shows lives for one call */
    struct patent_index *index;
    struct patent_doc *docs;
    size_t n;
    int64_t position;
};

static struct str *copies(struct arena *arena, const struct str *at, size_t n)
{
    struct str *out = ARENA_ARRAY(arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = str_dup(arena, at[i]);
    return out;
}

static void copy_doc(struct arena *arena, const struct patent_doc *from, struct patent_doc *to)
{
    *to = *from;
    to->title = str_dup(arena, from->title);
    to->abstract = str_dup(arena, from->abstract);
    to->claims = str_dup(arena, from->claims);
    struct doc_class *classes = ARENA_ARRAY(arena, struct doc_class, from->class_n + 1);
    for (size_t i = 0; i < from->class_n; i++) {
        classes[i] = from->classes[i];
        classes[i].symbol = str_dup(arena, from->classes[i].symbol);
    }
    to->classes = classes;
    to->applicants = copies(arena, from->applicants, from->applicant_n);
    to->inventors = copies(arena, from->inventors, from->inventor_n);
    to->events = copies(arena, from->events, from->event_n);
    for (size_t i = 0; i < CODE_N_; i++)
        to->code[i] = str_dup(arena, from->code[i]);
}

/* What was gathered goes into the index; the mark stays for now. */
static enum err hand_over(struct feeding *f)
{
    enum err e = patent_index_add(f->index, f->docs, f->n, NULL, 0, f->position);
    arena_release(&f->arena);
    arena_init(&f->arena, FEED_ARENA_MAX);
    f->docs = ARENA_ARRAY(&f->arena, struct patent_doc, PATENT_FEED_BATCH);
    f->n = 0;
    return e;
}

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct feeding *f = arg;
    copy_doc(&f->arena, &seen->doc, &f->docs[f->n++]);
    return f->arena.used < FEED_BYTES ? ERR_OK : hand_over(f);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static enum err feed_batch(struct ctx *ctx, struct feeding *f,
                           const struct sql_patent_since_row *rows, size_t n, int64_t mark)
{
    int64_t *id = ARENA_ARRAY(ctx->arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = rows[i].id.n;
    qsort(id, n, sizeof *id, by_number);
    enum err e = patent_each_of(ctx, id, n, gather, f);
    patent_index_mark(f->index, mark);
    return e ? e : hand_over(f);
}

/* A batch that is full may break off between records of one stamp: it covers what is below. Where
 * more records than a batch has share a stamp, as after a decision on a large company,
 * PATENT_FEED_STEP goes on to their end: a step that covers no more would be taken for ever. */
static enum err feed_all(struct ctx *ctx, struct feeding *f, int64_t from, int64_t batches,
                         bool *out_done)
{
    enum err e = ERR_OK;
    bool step = batches == PATENT_FEED_STEP;
    struct sql_patent_since_in in = {ctx->park, from, {INT64_MAX}, PATENT_FEED_BATCH + 1};
    for (*out_done = false; !e && !*out_done; batches--) {
        if (batches <= 0 && (!step || in.stamp - 1 > from || atomic_load(&stopping)))
            break;
        struct arena_mark mark = arena_mark(ctx->arena);
        struct sql_patent_since_row *rows;
        size_t n;
        e = sql_patent_since(ctx->db, ctx->arena, &in, &rows, &n);
        *out_done = !e && n <= PATENT_FEED_BATCH; /* one more is read to know that there is one */
        n = n < PATENT_FEED_BATCH ? n : PATENT_FEED_BATCH;
        if (!e && n) {
            in.stamp = rows[n - 1].stamp;
            in.after = rows[n - 1].id;
            e = feed_batch(ctx, f, rows, n, *out_done ? in.stamp : in.stamp - 1);
        }
        arena_reset(ctx->arena, mark);
    }
    return e;
}

static int64_t covered(struct patent_index *x)
{
    return patent_index_state(x).mark;
}

enum err patent_feed(struct ctx *ctx, struct patent_index *x, int64_t batches, bool *out_done)
{
    struct sql_patent_newest_row newest;
    struct sql_patent_journal_row head = {0};
    struct feeding f = {.index = x};
    *out_done = false;
    enum err e =
        sql_patent_newest(ctx->db, ctx->arena, &(struct sql_patent_newest_in){ctx->park}, &newest);
    if (!e && newest.newest <= covered(x)) {
        *out_done = true;
        return ERR_OK;
    }
    if (!e)
        e = sql_patent_journal(ctx->db, ctx->arena, &(struct sql_patent_journal_in){ctx->park},
                               &head);
    if (e && e != ERR_NOT_FOUND)
        return e;
    f.position = head.size;
    arena_init(&f.arena, FEED_ARENA_MAX);
    f.docs = ARENA_ARRAY(&f.arena, struct patent_doc, PATENT_FEED_BATCH);
    e = feed_all(ctx, &f, covered(x), batches, out_done);
    arena_release(&f.arena);
    return e;
}

/* --- Using ---------------------------------------------------------------------------------------
 */

static int64_t newest_of(struct ctx *ctx)
{
    struct sql_patent_newest_row newest;
    return sql_patent_newest(ctx->db, ctx->arena, &(struct sql_patent_newest_in){ctx->park},
                             &newest)
               ? INT64_MAX
               : newest.newest;
}

/* A database from elsewhere under an index of ours: their numbers differ. Once for each opening,
 * under feeding. A database that cannot be asked says nothing about the index. */
enum verdict { AGREES, DIFFERS, UNKNOWN };

static enum verdict compare(struct ctx *ctx, struct patent_handle *h)
{
    struct sql_patent_count_row count;
    if (h->agrees)
        return AGREES;
    if (sql_patent_count(ctx->db, ctx->arena, &(struct sql_patent_count_in){ctx->park}, &count))
        return UNKNOWN;
    struct index_state s = patent_index_state(h->index);
    bool agrees = s.records == count.n && s.mark == count.newest;
    pthread_mutex_lock(&all_lock);
    h->agrees = agrees;
    pthread_mutex_unlock(&all_lock);
    return agrees ? AGREES : DIFFERS;
}

/* Brings the index up to what this connection sees. Under feeding. */
static bool catch_up(struct ctx *ctx, struct live *l)
{
    bool done = false;
    if (l->refused_us && ctx->now_us - l->refused_us < PATENT_RETRY_EVERY_S * SECOND_US)
        return false;
    if (live_open(ctx, l) || !l->handle)
        return false;
    return !patent_feed(ctx, l->handle->index, PATENT_FEED_NOW, &done) && done &&
           compare(ctx, l->handle) == AGREES;
}

/* In memory of its own: when that is full, nothing of the asker's is left half done, and no lock.
 */
struct catching {
    struct ctx ctx;
    struct live *l;
    bool ready;
};

static enum err catch_up_run(void *arg)
{
    struct catching *c = arg;
    c->ready = catch_up(&c->ctx, c->l);
    return ERR_OK;
}

static bool catch_up_apart(struct ctx *ctx, struct live *l)
{
    struct arena arena;
    struct catching c = {.ctx = *ctx, .l = l};
    arena_init(&arena, FEED_ARENA_MAX);
    c.ctx.arena = &arena;
    pthread_mutex_lock(&l->feeding);
    enum err e = arena_run(&arena, catch_up_run, &c);
    pthread_mutex_unlock(&l->feeding);
    arena_release(&arena);
    return !e && c.ready;
}

/* The open index, if it covers that much. */
static bool use_current(struct live *l, int64_t newest, struct patent_use *out)
{
    pthread_mutex_lock(&all_lock);
    struct patent_handle *h = l->handle && l->handle->agrees ? l->handle : NULL;
    if (h)
        h->refs++;
    pthread_mutex_unlock(&all_lock);
    if (!h)
        return false;
    *out = (struct patent_use){h, h->index, patent_index_view(h->index)};
    if (out->view->mark >= newest)
        return true;
    patent_use_end(out);
    return false;
}

bool patent_use_begin(struct ctx *ctx, struct patent_use *out)
{
    *out = (struct patent_use){0};
    if (str_empty(ctx->files_dir))
        return false;
    struct live *l = live_of(patent_index_dir(ctx));
    int64_t newest = newest_of(ctx);
    if (!l || newest == INT64_MAX)
        return false;
    if (use_current(l, newest, out))
        return true;
    if (ctx->journal) /* what an act has not yet committed nobody else may see */
        return false;
    return catch_up_apart(ctx, l) && use_current(l, newest, out);
}

void patent_use_end(struct patent_use *use)
{
    if (!use->handle)
        return;
    patent_index_view_end(use->index, use->view);
    handle_drop(use->handle);
    *use = (struct patent_use){0};
}

/* --- Tending -------------------------------------------------------------------------------------
 */

/* An index of everything, made anew; what was there stays in use until it is done. Under tending.
 */
static enum err rebuild(struct ctx *ctx, struct live *l)
{
    struct patent_index *x;
    struct buf json;
    buf_init(&json, ctx->arena, 1 << 20);
    enum err e = patent_index_build(ctx, &json);
    if (!e)
        e = patent_index_open(ctx->arena, l->dir, &x, &ctx->error);
    if (e)
        return e;
    pthread_mutex_lock(&l->feeding);
    live_put(l, x);
    l->refused_us = 0;
    pthread_mutex_unlock(&l->feeding);
    return ERR_OK;
}

struct bringing {
    struct ctx *ctx;
    struct live *l;
    bool done;  /* it has everything */
    bool build; /* that is not enough */
};

static enum err open_run(void *arg)
{
    struct bringing *b = arg;
    enum err e = live_open(b->ctx, b->l);
    int64_t newest = e ? newest_of(b->ctx) : 0;
    b->build = e && newest != INT64_MAX && (e != ERR_NOT_FOUND || newest != 0);
    b->done = e;
    return ERR_OK;
}

static enum err feed_run(void *arg)
{
    struct bringing *b = arg;
    enum err e = patent_feed(b->ctx, b->l->handle->index, PATENT_FEED_STEP, &b->done);
    b->build = !e && b->done && compare(b->ctx, b->l->handle) == DIFFERS;
    return e;
}

/* Opens, and feeds one batch. The snapshot is younger than the files and than what questions fed:
 * an index that is further on then is another database's. Under tending. */
static enum err bring(struct bringing *b)
{
    struct ctx *ctx = b->ctx;
    b->done = b->build = false;
    pthread_mutex_lock(&b->l->feeding);
    enum err e = arena_run(ctx->arena, open_run, b);
    if (!e && !b->done && !(e = db_read_begin(ctx->db))) {
        e = arena_run(ctx->arena, feed_run, b);
        db_read_end(ctx->db);
    }
    pthread_mutex_unlock(&b->l->feeding);
    return e;
}

static bool flush_is_due(struct ctx *ctx, struct live *l, struct patent_index *x, bool now)
{
    struct index_state s = patent_index_state(x);
    if (s.mark == s.flushed_mark)
        return false;
    return now || s.tail >= PATENT_FLUSH_RECORDS ||
           ctx->now_us - l->flushed_us >= PATENT_FLUSH_EVERY_S * SECOND_US;
}

/* To the disk, while questions go on. Under tending. */
static enum err write_down(struct ctx *ctx, struct live *l, bool now)
{
    struct patent_handle *h = handle_take(l);
    bool more = true;
    enum err e = ERR_OK;
    if (h && flush_is_due(ctx, l, h->index, now)) {
        e = patent_index_flush(h->index);
        l->flushed_us = ctx->now_us;
        while (!e && more && !atomic_load(&stopping))
            e = patent_index_merge(h->index, &more);
    }
    handle_drop(h);
    if (e != ERR_CONFLICT)
        return e;
    pthread_mutex_lock(&l->feeding); /* another process wrote: theirs is opened and fed next */
    live_put(l, NULL);
    pthread_mutex_unlock(&l->feeding);
    return ERR_OK;
}

struct tending {
    struct ctx *ctx;
    struct live *l;
    bool now;
};

static enum err tend(void *arg)
{
    struct tending *t = arg;
    struct bringing b = {t->ctx, t->l, true, false};
    enum err e = ERR_OK;
    if (atomic_load(&stopping))
        return write_down(t->ctx, t->l, t->now);
    do {
        struct arena_mark mark = arena_mark(t->ctx->arena);
        e = bring(&b);
        if (!e && b.build)
            e = rebuild(t->ctx, t->l);
        if (!e)
            e = write_down(t->ctx, t->l, t->now && b.done);
        if (!e)
            arena_reset(t->ctx->arena, mark);
    } while (!e && !b.done && !atomic_load(&stopping));
    return e;
}

enum err patent_tend(struct ctx *ctx, bool now)
{
    struct live *l = str_empty(ctx->files_dir) ? NULL : live_of(patent_index_dir(ctx));
    struct tending t = {ctx, l, now};
    if (!l)
        return ERR_OK;
    pthread_mutex_lock(&l->tending);
    enum err e = arena_run(ctx->arena, tend, &t);
    pthread_mutex_unlock(&l->tending);
    return e;
}
