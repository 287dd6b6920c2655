#include "base/pairs.h"

#include "base/utf8.h"
#include "base/vec.h"

/* One name or value: decoded, and text rather than bytes. */
static bool take_text(struct arena *arena, struct str raw, struct str *out)
{
    return url_decode(arena, raw, true, out) && str_find_char(*out, '\0', 0) == SIZE_MAX &&
           utf8_ok(*out);
}

enum err pairs_parse(struct arena *arena, struct str text, struct form_pairs *out_pairs)
{
    VEC(struct form_pair) pairs = {0};
    struct str rest = text, piece;
    *out_pairs = (struct form_pairs){0};
    while (str_cut(&rest, '&', &piece)) {
        if (str_empty(piece))
            continue;
        if (pairs.n == FORM_PAIRS_MAX)
            return ERR_LIMIT;
        size_t eq = str_find_char(piece, '=', 0);
        struct str value = eq == SIZE_MAX ? STR("") : str_slice(piece, eq + 1, piece.len);
        struct form_pair pair;
        if (!take_text(arena, str_slice(piece, 0, eq), &pair.name) ||
            !take_text(arena, value, &pair.value))
            return ERR_INVALID;
        *VEC_ADD(arena, &pairs) = pair;
    }
    *out_pairs = (struct form_pairs){pairs.at, pairs.n};
    return ERR_OK;
}

void pairs_add(struct buf *buf, struct form_pairs pairs)
{
    for (size_t i = 0; i < pairs.n; i++) {
        if (i > 0)
            buf_char(buf, '&');
        url_add_part(buf, pairs.at[i].name);
        buf_char(buf, '=');
        url_add_part(buf, pairs.at[i].value);
    }
}

struct form_pairs pairs_with(struct arena *arena, struct form_pairs pairs, struct str name,
                             struct str value)
{
    struct form_pair *at = ARENA_ARRAY(arena, struct form_pair, pairs.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < pairs.n; i++) {
        if (!str_eq(pairs.at[i].name, name))
            at[n++] = pairs.at[i];
    }
    if (!str_null(value))
        at[n++] = (struct form_pair){name, value};
    return (struct form_pairs){at, n};
}
