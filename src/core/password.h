/*
 * Passwords: Argon2id with m = 19456 KiB, t = 2, p = 1; at most PASSWORD_AT_ONCE hashes at a time
 * in the process (each takes 19 MiB and about 20 ms), so that a flood of sign-ins costs a bounded
 * amount of memory. Hashing is done by a worker before the writer is asked, never inside a
 * transaction: acts that set a password hash it in their `prepare` step (core/module.h).
 *
 *     e = password_hash(arena, typed, &hash);          // ERR_BUSY when no turn comes in time
 *     e = password_check(typed, hash, &good);
 *
 * The cap is one semaphore of the process, because the memory it guards is the process's.
 */
#ifndef LIANYUAN_CORE_PASSWORD_H
#define LIANYUAN_CORE_PASSWORD_H

#include "core/ctx.h"

enum {
    PASSWORD_MIN = 8,
    PASSWORD_MAX = 128, /* code points */
    PASSWORD_AT_ONCE = 2,
    PASSWORD_WAIT_MS = 10000,
    INVITE_DAYS = 7,
};

enum err password_hash(struct arena *arena, struct str password, struct str *out_hash);
enum err password_check(struct str password, struct str hash, bool *out_good);

/* Length, not one character repeated, not the sign-in name. */
enum err password_judge(struct ctx *ctx, const char *field, struct str login, struct str password);

/* Ten characters without look-alikes, from the system's randomness. */
struct str password_make(struct arena *arena);

/* Stores a hash; journalled without it. must_change: the next sign-in leads to the form. Ends the
 * person's sessions except `keep` ({0}: all). */
enum err password_set(struct ctx *ctx, struct person_id person, struct str hash, bool must_change,
                      struct session_id keep);

/* A one-time link for a person to set the password; the secret goes into the address and is not
 * stored. A new one ends the earlier ones. */
enum err invite_make(struct ctx *ctx, struct person_id person, struct str *out_secret);
/* Whose link it is; ERR_NOT_FOUND when unknown, used or expired. */
enum err invite_find(struct ctx *ctx, struct str secret, struct person_id *out_person);
/* Uses the link up and sets the password in one act; makes an invited person active. */
enum err invite_use(struct ctx *ctx, struct str secret, struct str hash,
                    struct person_id *out_person);

#endif
