/* Letters of characters: two sources against each other. */
#include <iconv.h>
#include <string.h>

#include "base/pinyin.h"
#include "base/tap.h"
#include "base/utf8.h"

/* Two sources that know nothing of each other: the order of GB 2312's first level, and the readings
 * of the Unicode database. They part only where a character has two readings. */
static void pinyin_table(void)
{
    static const char *const two = "辟泊长匙脯蛤槛咯咳傀埔茄炔伺厦畜吁曾轧辗椎";
    size_t level_1 = 0, level_2 = 0, differ = 0, none = 0;
    iconv_t conv = iconv_open("UTF-8", "GB2312");
    OK(conv != (iconv_t)-1, "GB 2312 is known");
    for (uint32_t row = 0xB0; row <= 0xF7; row++)
        for (uint32_t cell = 0xA1; cell <= 0xFE; cell++) {
            char gb[2] = {(char)row, (char)cell}, text[5] = {0};
            char *from = gb, *to = text;
            size_t from_n = sizeof gb, to_n = sizeof text - 1;
            iconv(conv, NULL, NULL, NULL, NULL);
            if (iconv(conv, &from, &from_n, &to, &to_n) == (size_t)-1)
                continue; /* the first level ends within its last row */
            struct str rest = str_from(text);
            uint32_t rune;
            utf8_next(&rest, &rune);
            char filed = pinyin_letter(row << 8 | cell), read = pinyin_letters[rune - PINYIN_FROM];
            level_1 += filed != 0;
            level_2 += filed == 0;
            none += read == ' ';
            differ += filed && filed != read && !strstr(two, text);
        }
    iconv_close(conv);
    IS_INT(level_1, 3755);
    IS_INT(level_2, 3008);
    IS_INT(none, 0);
    IS_INT(differ, 0);
}

int main(void)
{
    RUN(pinyin_table);
    return tap_end();
}
