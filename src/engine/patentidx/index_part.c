/* Lives of what views hold. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "engine/patentidx/index_part.h"

enum { PART_BYTES_MAX = 1 << 20 };

/* A structure at the beginning of an arena that it owns: release takes the arena out first. */
#define NEW_OWNED(type, cap)                                                                       \
    ({                                                                                             \
        struct arena own_;                                                                         \
        arena_init(&own_, (cap));                                                                  \
        type *new_ = ARENA_NEW(&own_, type);                                                       \
        new_->arena = own_;                                                                        \
        new_->refs = 1;                                                                            \
        new_;                                                                                      \
    })

static void release_owned(struct arena *arena)
{
    struct arena own = *arena;
    arena_release(&own);
}

struct blob *blob_copy(const void *bytes, size_t size)
{
    struct blob *b = NEW_OWNED(struct blob, PART_BYTES_MAX);
    b->size = size;
    b->bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (b->bytes == MAP_FAILED) {
        release_owned(&b->arena);
        return NULL;
    }
    memcpy(b->bytes, bytes, size);
    return b;
}

struct blob *blob_map(int fd, size_t size, uint64_t number)
{
    struct blob *b = NEW_OWNED(struct blob, PART_BYTES_MAX);
    b->size = size;
    b->number = number;
    b->bytes = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (b->bytes == MAP_FAILED) {
        release_owned(&b->arena);
        return NULL;
    }
    return b;
}

void blob_idle(const struct blob *b)
{
    if (b->number) /* a file's: nothing is lost */
        madvise(b->bytes, b->size, MADV_DONTNEED);
}

void blob_drop(struct blob *b)
{
    if (--b->refs)
        return;
    munmap(b->bytes, b->size);
    release_owned(&b->arena);
}

struct part *part_new(struct blob *blob, const uint64_t *deleted)
{
    struct part *p = NEW_OWNED(struct part, PART_BYTES_MAX);
    if (!segment_use(&p->view.segment, blob->bytes, blob->size)) {
        release_owned(&p->arena);
        return NULL;
    }
    p->blob = blob;
    blob->refs++;
    if (deleted) {
        p->view.deleted = arena_copy(&p->arena, deleted, SEGMENT_WORDS * 8);
        for (uint32_t i = 0; i < SEGMENT_WORDS; i++)
            p->view.deleted_n += (uint32_t)__builtin_popcountll(deleted[i]);
    }
    if (!p->view.deleted_n)
        p->view.deleted = NULL;
    return p;
}

void part_drop(struct part *p)
{
    if (--p->refs)
        return;
    blob_drop(p->blob);
    release_owned(&p->arena);
}

struct dict *dict_new(void)
{
    struct dict *d = NEW_OWNED(struct dict, PART_BYTES_MAX);
    names_init(&d->names);
    return d;
}

void dict_drop(struct dict *d)
{
    if (--d->refs)
        return;
    names_release(&d->names);
    release_owned(&d->arena);
}

static int32_t newest_day(const struct part *p)
{
    const struct segment *s = &p->view.segment;
    return s->docs ? s->day[s->docs - 1] : INT32_MIN;
}

static int newest_first(const void *a, const void *b)
{
    const struct part *const *x = a, *const *y = b;
    int32_t p = newest_day(*x), q = newest_day(*y);
    if (p != q)
        return p < q ? 1 : -1;
    return ((*x)->view.segment.docs < (*y)->view.segment.docs) -
           ((*x)->view.segment.docs > (*y)->view.segment.docs);
}

struct held *held_new(struct part *const *part, uint32_t n, struct dict *dict, int64_t position,
                      int64_t mark)
{
    struct held *h = NEW_OWNED(struct held, PART_BYTES_MAX);
    h->part = ARENA_ARRAY(&h->arena, struct part *, n + 1);
    const struct view_part **view = ARENA_ARRAY(&h->arena, const struct view_part *, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        h->part[i] = part[i];
        part[i]->refs++;
    }
    qsort(h->part, n, sizeof *h->part, newest_first);
    for (uint32_t i = 0; i < n; i++)
        view[i] = &h->part[i]->view;
    h->dict = dict;
    dict->refs++;
    h->view = (struct view){
        .part = view, .parts = n, .names = &dict->names, .position = position, .mark = mark};
    for (int d = 0; d < DIM_N_; d++)
        h->view.names_n[d] = dict->names.dim[d].n;
    return h;
}

void held_drop(struct held *h)
{
    if (--h->refs)
        return;
    for (uint32_t i = 0; i < h->view.parts; i++)
        part_drop(h->part[i]);
    dict_drop(h->dict);
    release_owned(&h->arena);
}
