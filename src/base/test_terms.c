#include <string.h>

#include "base/tap.h"
#include "base/terms.h"
#include "base/utf8.h"

static struct arena arena;

static struct str indexed(const char *text)
{
    return terms_text(&arena, terms_index(&arena, str_from(text)));
}

static struct str queried(const char *text)
{
    return terms_text(&arena, terms_query(&arena, str_from(text)));
}

static void words_and_bigrams(void)
{
    IS_STR(indexed("Ａ区土地 40亩"), STR("a 区 土 区土 地 土地 40 亩"));
    IS_STR(queried("土地证 GB/T"), STR("土地 地证 gb t"));
    IS_STR(queried("水"), STR("水"));
    IS_STR(indexed("水水水"), STR("水 水水"));
    IS_STR(indexed("2026-0153 号"), STR("2026 0153 号"));
    IS_STR(indexed("\"a'b\" AND (c*)"), STR("a b and c"));
    IS_STR(indexed("ÉCOLE Ωmega ДОМ"), STR("école ωmega дом"));
    IS_STR(indexed("𠮷野家"), STR("𠮷 野 𠮷野 家 野家"));
    IS_STR(indexed(""), STR(""));
    IS_STR(indexed("，。！"), STR(""));
    IS_STR(indexed("土，地"), STR("土 地"));
    OK(terms_index(&arena, STR_NULL).n == 0, "no text has no terms");
}

static bool in_word(const char *at, const char *end)
{
    return at < end && ((*at | 0x20) >= 'a' ? (*at | 0x20) <= 'z' : *at >= '0' && *at <= '9');
}

static bool has(struct terms all, struct str term)
{
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.at[i], term))
            return true;
    return false;
}

/* Any piece of a text finds the text, if it does not begin or end within a word. */
static void a_piece_finds_the_whole(void)
{
    struct str whole = STR("园区A栋二层用电容量不足，申请增容630kVA；联系供电所。Phase-2 路灯");
    const char *end = whole.ptr + whole.len;
    struct terms all = terms_index(&arena, whole);
    uint32_t rune;
    int pieces = 0;
    for (struct str from = whole; from.len; utf8_next(&from, &rune)) {
        if (from.ptr > whole.ptr && in_word(from.ptr - 1, end))
            continue;
        for (struct str to = from; utf8_next(&to, &rune);) {
            if (in_word(to.ptr, end) && in_word(to.ptr - 1, end))
                continue;
            struct terms some = terms_query(&arena, (struct str){from.ptr, from.len - to.len});
            for (size_t i = 0; i < some.n; i++)
                if (!OK(has(all, some.at[i]), "a term of the piece is missing in the whole"))
                    return;
            pieces++;
        }
    }
    OK(pieces > 300, "many pieces were tried");
}

static void limits(void)
{
    char text[4 * TERMS_INDEX_MAX];
    memset(text, 'x', sizeof text);
    struct str word = {text, 3 * TERM_BYTES_MAX};
    struct terms one = terms_index(&arena, word);
    IS_INT(one.n, 1);
    OK(one.at[0].len <= TERM_BYTES_MAX, "a long word is cut");
    IS_STR(terms_query(&arena, word).at[0], one.at[0]);
    /* more distinct characters than an index takes */
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    for (uint32_t rune = 0x4E00; rune < 0x4E00 + TERMS_INDEX_MAX; rune++)
        utf8_add(&b, rune);
    struct terms many = terms_index(&arena, buf_str(&b));
    IS_INT(many.n, TERMS_INDEX_MAX);
    OK(many.cut, "and it says so");
    OK(terms_query(&arena, buf_str(&b)).n == TERMS_QUERY_MAX, "a query has a maximum");
    IS_STR(terms_text(&arena, terms_index(&arena, STR("a\xFF"
                                                      "b"))),
           STR("a b"));
}

int main(void)
{
    arena_init(&arena, 64 << 20);
    RUN(words_and_bigrams);
    RUN(a_piece_finds_the_whole);
    RUN(limits);
    arena_release(&arena);
    return tap_end();
}
