/* Views, additions, flushes, merges and builds. */
#include "engine/patentidx/index.h"

#include <string.h>

#include "base/fs.h"
#include "engine/patentidx/index_part.h"

enum { INDEX_ARENA_MAX = 64 << 20, NAMES_FILES_ROOM = 64, OPEN_TRIES = 5 };

/* --- Opening
 * --------------------------------------------------------------------------------------- */

static enum err index_new(struct str dir, struct patent_index **out, struct error *error)
{
    struct arena arena;
    arena_init(&arena, INDEX_ARENA_MAX);
    struct patent_index *x = ARENA_NEW(&arena, struct patent_index);
    x->dir = str_dup(&arena, dir);
    x->names_file = ARENA_ARRAY(&arena, struct names_file, NAMES_FILES_ROOM);
    x->build_part = ARENA_ARRAY(&arena, struct part *, INDEX_PARTS_MAX);
    x->next_file = 1;
    x->lock_fd = -1;
    x->merge_floor = x->build_floor = UINT64_MAX;
    pthread_mutex_init(&x->lock, NULL);
    pthread_mutex_init(&x->write_lock, NULL);
    pthread_mutex_init(&x->merge_lock, NULL);
    enum err e = fs_mkdir(&arena, x->dir, 0700);
    x->arena = arena;
    *out = x;
    if (e) {
        error_set(error, e, STR("index"), T("不能建立索引目录"), STR_NULL);
        patent_index_close(x);
    }
    return e;
}

enum err patent_index_open(struct arena *arena, struct str dir, struct patent_index **out,
                           struct error *error)
{
    struct patent_index *x;
    enum err e = index_new(dir, &x, error);
    if (e)
        return e;
    e = file_load(x, error);
    for (int again = 0; e == ERR_INVALID && again < OPEN_TRIES && index_moved(x); again++) {
        patent_index_close(x); /* another process wrote while we read */
        if ((e = index_new(dir, &x, error)))
            return e;
        e = file_load(x, error);
    }
    if (e) {
        if (error && error->detail.ptr) /* it lies in what goes away now */
            error->detail = str_dup(arena, error->detail);
        patent_index_close(x);
        return e;
    }
    *out = x;
    return ERR_OK;
}

/* Numbers of files that a damaged index may have left must not come again under another's eyes. */
static uint64_t unused_number(struct patent_index *x)
{
    struct arena arena;
    struct str *name;
    size_t n = 0;
    uint64_t next = 1, number;
    arena_init(&arena, 64 << 20);
    if (fs_list(&arena, x->dir, 100000, &name, &n))
        n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t dash = str_find_char(name[i], '-', 0);
        if (dash != SIZE_MAX && str_uint(str_slice(name[i], dash + 1, name[i].len), &number) &&
            number >= next && number < UINT64_MAX)
            next = number + 1;
    }
    arena_release(&arena);
    return next;
}

enum err patent_index_create(struct str dir, struct patent_index **out, struct error *error)
{
    struct patent_index *x;
    enum err e = index_new(dir, &x, error);
    if (e)
        return e;
    struct dict *dict = dict_new();
    x->current = held_new(NULL, 0, dict, 0, 0);
    dict_drop(dict);
    x->next_file = unused_number(x);
    index_seen(x);
    *out = x;
    return ERR_OK;
}

void patent_index_close(struct patent_index *x)
{
    patent_index_build_drop(x);
    if (x->tail)
        builder_close(x->tail);
    if (x->current)
        held_drop(x->current);
    pthread_mutex_destroy(&x->lock);
    pthread_mutex_destroy(&x->write_lock);
    pthread_mutex_destroy(&x->merge_lock);
    struct arena arena = x->arena;
    arena_release(&arena);
}

/* --- Reading
 * --------------------------------------------------------------------------------------- */

const struct view *patent_index_view(struct patent_index *x)
{
    pthread_mutex_lock(&x->lock);
    struct held *h = x->current;
    h->refs++;
    pthread_mutex_unlock(&x->lock);
    return &h->view;
}

static struct held *held_of(const struct view *view)
{
    return (struct held *)((uintptr_t)view - offsetof(struct held, view));
}

void patent_index_view_end(struct patent_index *x, const struct view *view)
{
    pthread_mutex_lock(&x->lock);
    held_drop(held_of(view));
    pthread_mutex_unlock(&x->lock);
}

struct index_state patent_index_state(struct patent_index *x)
{
    struct index_state s = {0};
    pthread_mutex_lock(&x->lock);
    const struct held *h = x->current;
    s.records = view_records(&h->view);
    s.position = h->view.position;
    s.mark = h->view.mark;
    s.flushed_position = x->flushed_position;
    s.flushed_mark = x->flushed_mark;
    for (uint32_t i = 0; i < h->view.parts; i++) {
        bool disk = h->part[i]->blob->number != 0;
        s.segments += disk;
        s.in_memory += !disk;
        s.tail += disk ? 0 : h->part[i]->view.segment.docs - h->part[i]->view.deleted_n;
        s.bytes += disk ? (int64_t)h->part[i]->blob->size : 0;
        s.tokens += h->part[i]->view.segment.head->tokens;
    }
    pthread_mutex_unlock(&x->lock);
    return s;
}

void patent_index_heed(struct patent_index *x, const atomic_bool *stop)
{
    x->stop = stop;
}

static bool told_to_stop(const struct patent_index *x)
{
    return x->stop && atomic_load_explicit(x->stop, memory_order_relaxed);
}

/* --- Changing what is current
 * ------------------------------------------------------------------------ */

/* A copy of the current parts that may be edited; each with a reference. Under lock. */
static uint32_t parts_of(const struct held *h, struct part **out)
{
    for (uint32_t i = 0; i < h->view.parts; i++) {
        out[i] = h->part[i];
        out[i]->refs++;
    }
    return h->view.parts;
}

/* Makes these parts the current ones and takes their references over. Under lock. */
static void publish(struct patent_index *x, struct part **part, uint32_t n, int64_t position,
                    int64_t mark)
{
    struct held *h = held_new(part, n, x->current->dict, position, mark);
    for (uint32_t i = 0; i < n; i++)
        part_drop(part[i]);
    held_drop(x->current);
    x->current = h;
}

/* Deletes records by id in all parts but those from `below` on. Under lock. */
static void delete_ids(struct part **part, uint32_t n, const int64_t *id, size_t ids)
{
    uint64_t bits[SEGMENT_WORDS];
    for (uint32_t p = 0; p < n; p++) {
        const struct view_part *v = &part[p]->view;
        bool some = false;
        for (size_t i = 0; i < ids; i++) {
            uint32_t doc = segment_doc_of(&v->segment, id[i]);
            if (doc == UINT32_MAX || (v->deleted && v->deleted[doc / 64] >> doc % 64 & 1 && !some))
                continue;
            if (!some && v->deleted)
                memcpy(bits, v->deleted, sizeof bits);
            else if (!some)
                memset(bits, 0, sizeof bits);
            some = true;
            bits[doc / 64] |= UINT64_C(1) << doc % 64;
        }
        if (some) {
            struct part *changed = part_new(part[p]->blob, bits);
            part_drop(part[p]);
            part[p] = changed;
        }
    }
}

/* A segment in memory from what a builder holds. */
static enum err part_of_builder(struct builder *b, struct part **out)
{
    const void *bytes;
    size_t size;
    enum err e = builder_image(b, &bytes, &size);
    if (e)
        return e;
    struct blob *blob = blob_copy(bytes, size);
    if (!blob)
        return ERR_LIMIT;
    *out = part_new(blob, NULL);
    blob_drop(blob);
    return *out ? ERR_OK : ERR_IO;
}

/* --- Adding
 * ------------------------------------------------------------------------------------------ */

/* The parts that are in memory, those on disk first. */
static uint32_t memory_last(struct part **part, uint32_t n)
{
    uint32_t disk = 0;
    for (uint32_t i = 0; i < n; i++)
        if (part[i]->blob->number) {
            struct part *p = part[i];
            part[i] = part[disk];
            part[disk++] = p;
        }
    return disk;
}

/* Joins parts into one in memory; they stay as they are when they do not fit. Under write_lock, and
 * not under lock: readers take their views meanwhile. */
static void join(struct patent_index *x, struct part **part, uint32_t from, uint32_t *n)
{
    struct part *joined;
    for (uint32_t i = from; i < *n; i++)
        if (builder_add_segment(x->tail, &part[i]->view.segment, part[i]->view.deleted)) {
            const void *bytes;
            size_t size;
            builder_image(x->tail, &bytes, &size); /* too much for one: forgotten */
            return;
        }
    if (part_of_builder(x->tail, &joined))
        return;
    pthread_mutex_lock(&x->lock);
    for (uint32_t i = from; i < *n; i++)
        part_drop(part[i]);
    pthread_mutex_unlock(&x->lock);
    part[from] = joined;
    *n = from + 1;
}

static enum err add_docs(struct patent_index *x, const struct patent_doc *docs, size_t n,
                         struct part **out, uint32_t *out_n)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && !e; i++) {
        e = builder_add(x->tail, &docs[i]);
        if (e == ERR_FULL) {
            e = part_of_builder(x->tail, &out[*out_n]);
            *out_n += !e;
            if (!e)
                e = builder_add(x->tail, &docs[i]);
        }
    }
    if (!e && builder_docs(x->tail)) {
        e = part_of_builder(x->tail, &out[*out_n]);
        *out_n += !e;
    }
    if (e) { /* what was begun is forgotten */
        const void *bytes;
        size_t size;
        builder_image(x->tail, &bytes, &size);
    }
    return e;
}

static enum err tail_ready(struct patent_index *x)
{
    if (x->tail)
        return ERR_OK;
    return builder_open(&x->current->dict->names, &x->tail);
}

enum err patent_index_add(struct patent_index *x, const struct patent_doc *docs, size_t n,
                          const int64_t *gone, size_t gone_n, int64_t position)
{
    struct arena arena;
    struct part *fresh[64], **part;
    uint32_t fresh_n = 0;
    if (n > INDEX_ADD_MAX || gone_n > INDEX_ADD_MAX)
        return ERR_LIMIT;
    arena_init(&arena, 16 << 20);
    pthread_mutex_lock(&x->write_lock);
    enum err e = tail_ready(x);
    if (!e)
        e = add_docs(x, docs, n, fresh, &fresh_n);
    int64_t *id = ARENA_ARRAY(&arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = docs[i].id;
    pthread_mutex_lock(&x->lock);
    part = ARENA_ARRAY(&arena, struct part *, INDEX_PARTS_MAX + 64);
    uint32_t parts = parts_of(x->current, part);
    if (!e && parts + fresh_n > INDEX_PARTS_MAX)
        e = ERR_LIMIT;
    if (!e) {
        delete_ids(part, parts, id, n);
        delete_ids(part, parts, gone, gone_n);
        for (uint32_t i = 0; i < fresh_n; i++)
            part[parts++] = fresh[i];
        uint32_t disk = memory_last(part, parts);
        pthread_mutex_unlock(&x->lock); /* nobody publishes: write_lock is ours */
        if (parts - disk > INDEX_TAIL_PARTS)
            join(x, part, disk, &parts);
        pthread_mutex_lock(&x->lock);
        publish(x, part, parts, position, x->mark);
    } else {
        for (uint32_t i = 0; i < parts; i++)
            part_drop(part[i]);
        for (uint32_t i = 0; i < fresh_n; i++)
            part_drop(fresh[i]);
    }
    pthread_mutex_unlock(&x->lock);
    pthread_mutex_unlock(&x->write_lock);
    arena_release(&arena);
    return e;
}

/* --- To the disk
 * -------------------------------------------------------------------------------------- */

static uint64_t new_number(struct patent_index *x)
{
    pthread_mutex_lock(&x->lock);
    uint64_t number = x->next_file++;
    pthread_mutex_unlock(&x->lock);
    return number;
}

/* Writes an image and maps it back. */
static enum err to_disk(struct patent_index *x, const void *bytes, size_t size,
                        const uint64_t *deleted, struct part **out)
{
    struct blob *blob;
    uint64_t number = new_number(x);
    enum err e = file_write(x, "segment", number, bytes, size);
    if (!e)
        e = file_segment(x, number, &blob, NULL);
    if (e)
        return e;
    *out = part_new(blob, deleted);
    blob_drop(blob);
    return *out ? ERR_OK : ERR_IO;
}

enum err patent_index_flush(struct patent_index *x)
{
    struct arena arena;
    enum err e = index_lock(x, true);
    if (e)
        return e;
    arena_init(&arena, 16 << 20);
    pthread_mutex_lock(&x->write_lock);
    struct part **part = ARENA_ARRAY(&arena, struct part *, INDEX_PARTS_MAX + 1);
    e = tail_ready(x);
    pthread_mutex_lock(&x->lock);
    uint32_t n = parts_of(x->current, part), disk = memory_last(part, n);
    int64_t position = x->current->view.position, mark = x->current->view.mark;
    pthread_mutex_unlock(&x->lock);
    if (!e && n > disk + 1)
        join(x, part, disk, &n);
    for (uint32_t i = disk; i < n && !e; i++) {
        struct part *there = NULL;
        e = to_disk(x, part[i]->blob->bytes, part[i]->blob->size, part[i]->view.deleted, &there);
        if (e)
            break;
        pthread_mutex_lock(&x->lock);
        part_drop(part[i]);
        pthread_mutex_unlock(&x->lock);
        part[i] = there;
    }
    pthread_mutex_lock(&x->lock);
    if (!e) {
        /* A merge may have replaced segments on disk meanwhile: take those that are current. */
        struct part **now = ARENA_ARRAY(&arena, struct part *, 2 * INDEX_PARTS_MAX + 1);
        uint32_t m = parts_of(x->current, now), now_disk = memory_last(now, m);
        for (uint32_t i = now_disk; i < m; i++)
            part_drop(now[i]);
        for (uint32_t i = disk; i < n; i++)
            now[now_disk++] = part[i];
        for (uint32_t i = 0; i < disk; i++)
            part_drop(part[i]);
        publish(x, now, now_disk, position, mark);
    } else {
        for (uint32_t i = 0; i < n; i++)
            part_drop(part[i]);
    }
    struct held *h = x->current;
    h->refs++;
    pthread_mutex_unlock(&x->lock);
    if (!e)
        e = file_manifest(x, h, position, mark);
    pthread_mutex_lock(&x->lock);
    held_drop(h);
    pthread_mutex_unlock(&x->lock);
    pthread_mutex_unlock(&x->write_lock);
    arena_release(&arena);
    index_unlock(x);
    return e;
}

/* --- Merging
 * ------------------------------------------------------------------------------------------- */

void patent_index_mark(struct patent_index *x, int64_t mark)
{
    pthread_mutex_lock(&x->lock);
    x->mark = mark;
    pthread_mutex_unlock(&x->lock);
}

static uint32_t live(const struct part *p)
{
    return p->view.segment.docs - p->view.deleted_n;
}

/* Segments on disk that are small or half deleted, the smallest first, as many as fit into one. */
static uint32_t choose(struct held *h, struct part **out)
{
    uint32_t n = 0, docs = 0, small = 0, hollow = 0;
    uint64_t tokens = 0;
    bool taken[INDEX_PARTS_MAX] = {false};
    for (;;) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < h->view.parts; i++) {
            const struct part *p = h->part[i];
            bool low = p->view.segment.docs < SEGMENT_DOCS_MAX / 2;
            if (taken[i] || !p->blob->number ||
                (!low && p->view.deleted_n * 2 < p->view.segment.docs))
                continue;
            if (best == UINT32_MAX || live(p) < live(h->part[best]))
                best = i;
        }
        if (best == UINT32_MAX)
            break;
        struct part *p = h->part[best];
        taken[best] = true;
        if (docs + p->view.segment.docs > SEGMENT_DOCS_MAX ||
            tokens + p->view.segment.head->tokens > SEGMENT_TOKENS_MAX)
            break;
        docs += p->view.segment.docs;
        tokens += p->view.segment.head->tokens;
        hollow += p->view.deleted_n * 2 >= p->view.segment.docs && p->view.deleted_n > 0;
        small++;
        out[n++] = p;
    }
    return small >= INDEX_MERGE_PARTS || hollow ? n : 0;
}

/* What was deleted in the sources while they were copied is deleted in the copy, too. */
static bool carry(const struct held *now, struct part *const *source, uint32_t n,
                  const struct segment *copy, uint64_t *bits)
{
    uint32_t found = 0;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < now->view.parts; i++) {
            const struct view_part *v = &now->part[i]->view;
            if (now->part[i]->blob != source[k]->blob)
                continue;
            found++;
            for (uint32_t doc = 0; v->deleted && doc < v->segment.docs; doc++) {
                uint32_t there = UINT32_MAX;
                if (v->deleted[doc / 64] >> doc % 64 & 1 &&
                    !(source[k]->view.deleted && source[k]->view.deleted[doc / 64] >> doc % 64 & 1))
                    there = segment_doc_of(copy, v->segment.id[doc]);
                if (there != UINT32_MAX)
                    bits[there / 64] |= UINT64_C(1) << there % 64;
            }
        }
    return found == n; /* else a build came between */
}

/* Puts the joined segment in its sources' place. Under lock. */
static bool replace(struct patent_index *x, struct part **source, uint32_t n, struct part *joined,
                    struct arena *arena)
{
    uint64_t bits[SEGMENT_WORDS] = {0};
    struct part **part = ARENA_ARRAY(arena, struct part *, INDEX_PARTS_MAX + 2);
    uint32_t parts = 0;
    if (!carry(x->current, source, n, &joined->view.segment, bits))
        return false;
    for (uint32_t i = 0; i < x->current->view.parts; i++) {
        bool gone = false;
        for (uint32_t k = 0; k < n; k++)
            gone = gone || x->current->part[i]->blob == source[k]->blob;
        if (!gone) {
            part[parts++] = x->current->part[i];
            x->current->part[i]->refs++;
        }
    }
    if (joined->view.segment.docs)
        part[parts++] = part_new(joined->blob, bits);
    publish(x, part, parts, x->current->view.position, x->current->view.mark);
    return true;
}

static enum err merge_chosen(struct patent_index *x, struct part **source, uint32_t n,
                             struct arena *arena)
{
    struct builder *b;
    const void *bytes;
    size_t size;
    struct part *joined = NULL;
    enum err e = builder_open(NULL, &b);
    for (uint32_t i = 0; i < n && !e; i++)
        e = told_to_stop(x)
                ? ERR_BUSY
                : builder_add_segment(b, &source[i]->view.segment, source[i]->view.deleted);
    if (!e)
        e = builder_image(b, &bytes, &size);
    if (!e)
        e = to_disk(x, bytes, size, NULL, &joined);
    builder_close(b);
    if (e)
        return e;
    pthread_mutex_lock(&x->write_lock);
    pthread_mutex_lock(&x->lock);
    bool done = replace(x, source, n, joined, arena);
    part_drop(joined);
    struct held *h = x->current;
    h->refs++;
    pthread_mutex_unlock(&x->lock);
    if (done)
        e = file_manifest(x, h, x->flushed_position, x->flushed_mark);
    pthread_mutex_lock(&x->lock);
    held_drop(h);
    pthread_mutex_unlock(&x->lock);
    pthread_mutex_unlock(&x->write_lock);
    return e;
}

enum err patent_index_merge(struct patent_index *x, bool *out_more)
{
    struct arena arena;
    *out_more = false;
    enum err e = index_lock(x, true);
    if (e)
        return e;
    arena_init(&arena, 16 << 20);
    pthread_mutex_lock(&x->merge_lock);
    pthread_mutex_lock(&x->lock);
    struct held *h = x->current;
    h->refs++;
    x->merge_floor = x->next_file;
    pthread_mutex_unlock(&x->lock);
    struct part **source = ARENA_ARRAY(&arena, struct part *, INDEX_PARTS_MAX + 1);
    uint32_t n = choose(h, source);
    if (n)
        e = merge_chosen(x, source, n, &arena);
    pthread_mutex_lock(&x->lock);
    held_drop(h);
    x->merge_floor = UINT64_MAX;
    pthread_mutex_unlock(&x->lock);
    pthread_mutex_unlock(&x->merge_lock);
    arena_release(&arena);
    index_unlock(x);
    *out_more = n > 0 && !e;
    return e;
}

/* --- Building from nothing
 * ------------------------------------------------------------------------------- */

enum err patent_index_build_begin(struct patent_index *x)
{
    patent_index_build_drop(x);
    enum err e = index_lock(x, false);
    if (e)
        return e;
    x->build_locked = true;
    uint64_t unused = unused_number(x);
    pthread_mutex_lock(&x->lock);
    if (unused > x->next_file) /* another process came before */
        x->next_file = unused;
    x->build_floor = x->next_file;
    pthread_mutex_unlock(&x->lock);
    x->build_dict = dict_new();
    return builder_open(&x->build_dict->names, &x->builder);
}

void patent_index_build_drop(struct patent_index *x)
{
    if (x->build_locked)
        index_unlock(x);
    x->build_locked = false;
    if (x->builder)
        builder_close(x->builder);
    pthread_mutex_lock(&x->lock);
    for (uint32_t i = 0; i < x->build_parts; i++)
        part_drop(x->build_part[i]);
    if (x->build_dict)
        dict_drop(x->build_dict);
    x->build_floor = UINT64_MAX;
    pthread_mutex_unlock(&x->lock);
    x->builder = NULL;
    x->build_dict = NULL;
    x->build_parts = 0;
}

static enum err build_segment(struct patent_index *x)
{
    const void *bytes;
    size_t size;
    if (x->build_parts == INDEX_PARTS_MAX)
        return ERR_LIMIT;
    enum err e = builder_image(x->builder, &bytes, &size);
    if (!e)
        e = to_disk(x, bytes, size, NULL, &x->build_part[x->build_parts]);
    if (!e)
        blob_idle(x->build_part[x->build_parts]->blob);
    x->build_parts += !e;
    return e;
}

enum err patent_index_build_add(struct patent_index *x, const struct patent_doc *doc)
{
    enum err e = told_to_stop(x) ? ERR_BUSY : builder_add(x->builder, doc);
    if (e != ERR_FULL)
        return e;
    e = build_segment(x);
    return e ? e : builder_add(x->builder, doc);
}

enum err patent_index_build_end(struct patent_index *x, int64_t position)
{
    enum err e = builder_docs(x->builder) ? build_segment(x) : ERR_OK;
    if (e)
        return e;
    pthread_mutex_lock(&x->write_lock);
    builder_close(x->builder);
    x->builder = NULL;
    if (x->tail) { /* its dictionaries are the old ones */
        builder_close(x->tail);
        x->tail = NULL;
    }
    pthread_mutex_lock(&x->lock);
    struct held *h = held_new(x->build_part, x->build_parts, x->build_dict, position, x->mark);
    pthread_mutex_unlock(&x->lock);
    struct names_file kept[NAMES_FILES_ROOM];
    uint32_t files = x->names_files, written[DIM_N_];
    memcpy(kept, x->names_file, sizeof kept);
    memcpy(written, x->names_written, sizeof written);
    x->names_files = 0;
    memset(x->names_written, 0, sizeof x->names_written);
    e = file_manifest(x, h, position, x->mark);
    if (e) {
        memcpy(x->names_file, kept, sizeof kept);
        memcpy(x->names_written, written, sizeof written);
        x->names_files = files;
    }
    pthread_mutex_lock(&x->lock);
    struct held *old = e ? h : x->current;
    x->current = e ? x->current : h;
    held_drop(old);
    pthread_mutex_unlock(&x->lock);
    pthread_mutex_unlock(&x->write_lock);
    patent_index_build_drop(x);
    return e;
}
