#include "base/uscc.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* 31: no I, O, S, V, Z */

static int place_of(char c)
{
    const char *at = c != '\0' ? strchr(alphabet, c) : NULL;
    return at != NULL ? (int)(at - alphabet) : -1;
}

struct str uscc_clean(struct arena *arena, struct str typed)
{
    struct str narrow = str_narrow(arena, str_trim(typed));
    char *out = arena_alloc(arena, narrow.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < narrow.len; i++) {
        char c = narrow.ptr[i];
        if (c == ' ' || c == '-' || c == '\t')
            continue;
        out[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct str){out, n};
}

enum uscc_verdict uscc_check(struct str code, size_t *out_at, char *out_check)
{
    if (out_at != NULL)
        *out_at = 0;
    if (out_check != NULL)
        *out_check = 0;
    if (code.len != USCC_LEN)
        return USCC_BAD_LENGTH;
    int sum = 0, weight = 1;
    for (size_t i = 0; i < USCC_LEN; i++) {
        int value = place_of(code.ptr[i]);
        if (value < 0) {
            if (out_at != NULL)
                *out_at = i;
            return USCC_BAD_LETTER;
        }
        if (i + 1 < USCC_LEN)
            sum += value * weight;
        weight = weight * 3 % 31;
    }
    char check = alphabet[(31 - sum % 31) % 31];
    if (out_check != NULL)
        *out_check = check;
    return check == code.ptr[USCC_LEN - 1] ? USCC_GOOD : USCC_BAD_CHECK;
}
