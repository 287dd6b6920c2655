#include "base/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ARENA_ALIGN = 16,
    ARENA_FIRST_BLOCK = 4 * 1024,
    ARENA_LARGEST_BLOCK = 1024 * 1024, /* blocks double up to here */
};

struct arena_block {
    struct arena_block *older;
    size_t size, used; /* of the bytes that follow the header */
    _Alignas(ARENA_ALIGN) unsigned char bytes[];
};

struct arena_cleanup {
    struct arena_cleanup *older;
    void (*fn)(void *arg);
    void *arg;
};

struct arena_guard {
    struct arena_guard *outer;
    jmp_buf back;
};

void arena_init(struct arena *arena, size_t cap)
{
    *arena = (struct arena){.cap = cap};
}

static void run_cleanups(struct arena *arena, const struct arena_cleanup *until)
{
    while (arena->cleanup != until) {
        struct arena_cleanup *c = arena->cleanup;
        arena->cleanup = c->older;
        c->fn(c->arg);
    }
}

static void free_blocks(struct arena *arena, const struct arena_block *until)
{
    while (arena->block != until) {
        struct arena_block *b = arena->block;
        arena->block = b->older;
        arena->used -= sizeof *b + b->size;
        free(b);
    }
}

void arena_release(struct arena *arena)
{
    run_cleanups(arena, NULL);
    free_blocks(arena, NULL);
}

_Noreturn static void arena_full(struct arena *arena)
{
    if (arena->guard)
        longjmp(arena->guard->back, 1);
    fprintf(stderr, "lianyuan: out of memory (an arena's limit of %zu bytes)\n", arena->cap);
    abort();
}

static void add_block(struct arena *arena, size_t size)
{
    size_t block_size = arena->block ? arena->block->size * 2 : ARENA_FIRST_BLOCK;
    if (block_size > ARENA_LARGEST_BLOCK)
        block_size = ARENA_LARGEST_BLOCK;
    if (block_size < size)
        block_size = size;
    size_t room = arena->cap - arena->used;
    if (room < sizeof(struct arena_block) || size > room - sizeof(struct arena_block))
        arena_full(arena);
    if (block_size > room - sizeof(struct arena_block))
        block_size = (room - sizeof(struct arena_block)) & ~(size_t)(ARENA_ALIGN - 1);
    if (block_size < size)
        arena_full(arena);
    struct arena_block *b = malloc(sizeof *b + block_size);
    if (!b)
        arena_full(arena);
    *b = (struct arena_block){.older = arena->block, .size = block_size};
    arena->block = b;
    arena->used += sizeof *b + block_size;
}

/* Room for size bytes, not yet zeroed. */
static void *take(struct arena *arena, size_t size)
{
    if (arena->fail_after > 0 && --arena->fail_after == 0)
        arena_full(arena);
    if (size > arena->cap)
        arena_full(arena);
    size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (!arena->block || arena->block->size - arena->block->used < size)
        add_block(arena, size);
    void *p = arena->block->bytes + arena->block->used;
    arena->block->used += size;
    return p;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        arena_full(arena);
    return arena_alloc(arena, bytes);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *p = take(arena, size);
    return size ? memcpy(p, bytes, size) : p;
}

void arena_defer(struct arena *arena, void (*fn)(void *arg), void *arg)
{
    struct arena_cleanup *c = ARENA_NEW(arena, struct arena_cleanup);
    *c = (struct arena_cleanup){.older = arena->cleanup, .fn = fn, .arg = arg};
    arena->cleanup = c;
}

struct arena_mark arena_mark(struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->block,
        .block_used = arena->block ? arena->block->used : 0,
        .cleanup = arena->cleanup,
    };
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    run_cleanups(arena, mark.cleanup);
    free_blocks(arena, mark.block);
    if (arena->block)
        arena->block->used = mark.block_used;
}

enum err arena_run(struct arena *arena, enum err (*fn)(void *arg), void *arg)
{
    struct arena_guard guard = {.outer = arena->guard};
    struct arena_mark mark = arena_mark(arena);
    enum err e;
    if (setjmp(guard.back) == 0) {
        arena->guard = &guard;
        e = fn(arg);
        arena->guard = guard.outer;
    } else {
        arena->guard = guard.outer;
        arena_reset(arena, mark);
        e = ERR_LIMIT;
    }
    return e;
}
