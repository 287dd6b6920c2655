/*
 * Unified social credit codes (GB 32100-2015): 18 characters of
 * 0123456789ABCDEFGHJKLMNPQRTUWXY; the last is a check over weights 3^i mod 31.
 *
 * Real issued codes exist that fail the check (91350100M0001TGQXM), so length and alphabet refuse
 * and the check digit only warns; who takes such a code overrides knowingly, and the journal has
 * it.
 */
#ifndef LIANYUAN_BASE_USCC_H
#define LIANYUAN_BASE_USCC_H

#include "base/arena.h"
#include "base/str.h"

enum { USCC_LEN = 18 };

enum uscc_verdict {
    USCC_GOOD,
    USCC_BAD_LENGTH,
    USCC_BAD_LETTER, /* I, O, S, V, Z or anything outside the alphabet */
    USCC_BAD_CHECK,  /* take it only knowingly */
};

/* Narrowed, upper case, without blanks and hyphens: what is checked and stored. */
struct str uscc_clean(struct arena *arena, struct str typed);

/* code must be clean. *out_at: offset of the bad letter; *out_check: the check character that
 * the first 17 demand (0 when they are bad). Both may be NULL. */
enum uscc_verdict uscc_check(struct str code, size_t *out_at, char *out_check);

#endif
