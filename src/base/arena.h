/*
 * Memory with one lifetime.
 *
 * A request, a job and a command each own one arena. What it hands out is zeroed, aligned for any
 * type, and stays valid until the arena is reset or released; nothing is freed one by one. So no
 * code above base/ calls malloc or free, and none can leak.
 *
 *     struct arena arena;
 *     arena_init(&arena, REQUEST_ARENA_MAX);
 *     e = arena_run(&arena, handle_request, &request);   // ERR_LIMIT when it was full
 *     arena_release(&arena);
 *
 * An allocation never returns NULL. When the cap is reached, or the machine has no memory, control
 * goes back to the innermost arena_run() on this arena, which answers ERR_LIMIT; without one the
 * program stops with a message. What must be undone on the way out (a statement, a file) is
 * registered with arena_defer(); it runs at release, or when a mark below it is reset, last first.
 * Do not allocate from an arena inside a callback of a library that cannot be left by longjmp.
 *
 * An arena belongs to one thread at a time.
 */
#ifndef LIANYUAN_BASE_ARENA_H
#define LIANYUAN_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena_block;
struct arena_cleanup;
struct arena_guard;

struct arena {
    struct arena_block *block;     /* newest first */
    struct arena_cleanup *cleanup; /* newest first */
    struct arena_guard *guard;     /* where a full arena goes back to */
    size_t used, cap;              /* bytes held from the system, and their maximum */
    int64_t fail_after;            /* tests: the n-th allocation from now fails; 0 = never */
};

struct arena_mark {
    struct arena_block *block;
    size_t block_used;
    struct arena_cleanup *cleanup;
};

void arena_init(struct arena *arena, size_t cap);
void arena_release(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size); /* overflow-checked */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                                            \
    ((type *)arena_alloc_array((arena), (size_t)(count), sizeof(type)))

/* Calls fn(arg) when the arena is released or reset below this point. */
void arena_defer(struct arena *arena, void (*fn)(void *arg), void *arg);

/* Scratch use: everything allocated after the mark goes away at the reset. */
struct arena_mark arena_mark(struct arena *arena);
void arena_reset(struct arena *arena, struct arena_mark mark);

/* Runs fn(arg) and answers what it answers, or ERR_LIMIT when the arena was full on the way; then
 * everything allocated since the call is reset. Calls may nest. */
enum err arena_run(struct arena *arena, enum err (*fn)(void *arg), void *arg);

#endif
