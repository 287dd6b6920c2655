#include "base/pinyin.h"

#include <iconv.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Where each letter begins in the first level, and where that level ends. */
static const struct {
    uint32_t from;
    char letter;
} letters[] = {{0xB0A1, 'a'}, {0xB0C5, 'b'}, {0xB2C1, 'c'}, {0xB4EE, 'd'}, {0xB6EA, 'e'},
               {0xB7A2, 'f'}, {0xB8C1, 'g'}, {0xB9FE, 'h'}, {0xBBF7, 'j'}, {0xBFA6, 'k'},
               {0xC0AC, 'l'}, {0xC2E8, 'm'}, {0xC4C3, 'n'}, {0xC5B6, 'o'}, {0xC5BE, 'p'},
               {0xC6DA, 'q'}, {0xC8BB, 'r'}, {0xC8F6, 's'}, {0xCBFA, 't'}, {0xCDDA, 'w'},
               {0xCEF4, 'x'}, {0xD1B9, 'y'}, {0xD4D1, 'z'}};
enum { LEVEL_1_LAST = 0xD7F9 };

/* Words of offices in which a character is not read as it is filed. */
static const struct {
    struct str word, initials;
} readings[] = {
    {{"银行", 6}, {"yh", 2}}, {{"行业", 6}, {"hy", 2}}, {{"央行", 6}, {"yh", 2}},
    {{"重庆", 6}, {"cq", 2}}, {{"重建", 6}, {"cj", 2}}, {{"会计", 6}, {"kj", 2}},
    {{"调解", 6}, {"tj", 2}}, {{"调节", 6}, {"tj", 2}}, {{"调整", 6}, {"tz", 2}},
    {{"音乐", 6}, {"yy", 2}}, {{"校对", 6}, {"jd", 2}}, {{"成长", 6}, {"cz", 2}},
    {{"镇长", 6}, {"zz", 2}}, {{"区长", 6}, {"qz", 2}}, {{"效率", 6}, {"xl", 2}},
};

char pinyin_letter(uint32_t gb2312)
{
    char letter = 0;
    if (gb2312 > LEVEL_1_LAST || (gb2312 & 0xFF) < 0xA1)
        return 0;
    for (size_t i = 0; i < sizeof letters / sizeof letters[0] && letters[i].from <= gb2312; i++)
        letter = letters[i].letter;
    return letter;
}

/* By the standard's own order, else by the table. */
static char letter_of(iconv_t conv, struct str text, uint32_t rune)
{
    bool known = rune >= PINYIN_FROM && rune - PINYIN_FROM < pinyin_letter_n;
    char letter =
        known && pinyin_letters[rune - PINYIN_FROM] != ' ' ? pinyin_letters[rune - PINYIN_FROM] : 0;
    unsigned char gb[4];
    char *from = (char *)(uintptr_t)text.ptr, *to = (char *)gb;
    size_t from_n = text.len, to_n = sizeof gb;
    if (conv == (iconv_t)-1)
        return letter;
    iconv(conv, NULL, NULL, NULL, NULL);
    if (iconv(conv, &from, &from_n, &to, &to_n) == (size_t)-1 || sizeof gb - to_n != 2)
        return letter;
    char filed = pinyin_letter((uint32_t)gb[0] << 8 | gb[1]);
    return filed ? filed : letter;
}

/* A word with a reading of its own at the start of rest: it is taken off. */
static bool take_word(struct str *rest, struct buf *out)
{
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++)
        if (str_starts(*rest, readings[i].word)) {
            buf_add(out, readings[i].initials);
            *rest = str_slice(*rest, readings[i].word.len, rest->len);
            return true;
        }
    return false;
}

struct str pinyin_initials(struct arena *arena, struct str text)
{
    struct buf out;
    struct str rest = str_lower(arena, str_narrow(arena, text));
    iconv_t conv = iconv_open("GB2312", "UTF-8");
    buf_init(&out, arena, rest.len + 1);
    while (rest.len) {
        uint32_t rune;
        struct str before = rest;
        if (take_word(&rest, &out) || !utf8_next(&rest, &rune))
            continue;
        if (rune < 0x80) {
            if ((rune >= 'a' && rune <= 'z') || (rune >= '0' && rune <= '9'))
                buf_char(&out, (char)rune);
            continue;
        }
        char letter = letter_of(conv, str_slice(before, 0, before.len - rest.len), rune);
        if (letter)
            buf_char(&out, letter);
    }
    if (conv != (iconv_t)-1)
        iconv_close(conv);
    return buf_str(&out);
}
