/*
 * Initials of Chinese text: 自然资源分局 is "zrzyfj".
 *
 * GB 2312 orders the 3,755 characters of its first level by their pinyin (rows 16 to 55), so the
 * first letter follows from the code: one comparison with the 23 places where a letter begins.
 * Characters of the second level (鑫 昊 堃) stand by radical and have no such order; they, and what
 * GB 2312 does not have (喆 瑄 and traditional forms), have the first reading of the Unicode
 * database (pinyin_table.c). Letters and digits stay (in lower case), all else is left out.
 *
 * A character with several readings has the one that the standard filed it under; words in which
 * another one is meant (银行 yh, 重庆 cq) stand in a list in pinyin.c.
 */
#ifndef LIANYUAN_BASE_PINYIN_H
#define LIANYUAN_BASE_PINYIN_H

#include "base/arena.h"
#include "base/str.h"

struct str pinyin_initials(struct arena *arena, struct str text);

/* The letter of one character by its GB 2312 code (0xB0A1 ...), or 0 outside the first level. */
char pinyin_letter(uint32_t gb2312);

enum { PINYIN_FROM = 0x4E00 }; /* the character of the table's first letter */
/* Letters of PINYIN_FROM and those after it, a blank where none is known. */
extern const char pinyin_letters[];
extern const size_t pinyin_letter_n;

#endif
