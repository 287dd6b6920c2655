#include "engine/patentidx/words.h"

#include "base/terms.h"

void word_begin(struct word_reader *reader, struct str text, uint32_t position, bool wild)
{
    reader->at = (const unsigned char *)text.ptr;
    reader->end = reader->at + text.len;
    reader->position = reader->next_position = position;
    reader->begun = false;
    reader->wild = wild;
    reader->len = 0;
}

/* One character of valid UTF-8; what is cut off at the end reads as U+FFFD. */
static uint32_t rune_at(const struct word_reader *r, const unsigned char **out_next)
{
    const unsigned char *p = r->at;
    uint32_t c = *p;
    if (c < 0x80) {
        *out_next = p + 1;
        return c;
    }
    unsigned n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if ((size_t)(r->end - p) < n) {
        *out_next = r->end;
        return 0xFFFD;
    }
    *out_next = p + n;
    if (n == 3)
        return (c & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (uint32_t)(p[2] & 0x3F);
    if (n == 2)
        return (c & 0x1F) << 6 | (uint32_t)(p[1] & 0x3F);
    return (c & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
           (uint32_t)(p[3] & 0x3F);
}

static enum term_rune kind_of(uint32_t rune, uint32_t *out_folded)
{
    if (rune - 0x4E00 < 0x9FFF - 0x4E00 + 1) {
        *out_folded = rune;
        return TERM_HAN;
    }
    if (rune < 0x80) {
        uint32_t letter = (rune | 0x20) - 'a', digit = rune - '0';
        *out_folded = letter < 26 ? rune | 0x20 : rune;
        return letter < 26 || digit < 10 ? TERM_LETTER : TERM_SIGN;
    }
    return terms_rune(rune, out_folded);
}

static bool is_wild(const struct word_reader *r, uint32_t rune)
{
    return r->wild && (rune == '*' || rune == '?');
}

static void put(struct word_reader *r, uint32_t rune)
{
    if (r->len + 4 > WORD_BYTES_MAX)
        return;
    unsigned char *to = r->bytes + r->len;
    if (rune < 0x80) {
        to[0] = (unsigned char)rune;
        r->len += 1;
    } else if (rune < 0x800) {
        to[0] = (unsigned char)(0xC0 | rune >> 6);
        to[1] = (unsigned char)(0x80 | (rune & 0x3F));
        r->len += 2;
    } else if (rune < 0x10000) {
        to[0] = (unsigned char)(0xE0 | rune >> 12);
        to[1] = (unsigned char)(0x80 | (rune >> 6 & 0x3F));
        to[2] = (unsigned char)(0x80 | (rune & 0x3F));
        r->len += 3;
    } else {
        to[0] = (unsigned char)(0xF0 | rune >> 18);
        to[1] = (unsigned char)(0x80 | (rune >> 12 & 0x3F));
        to[2] = (unsigned char)(0x80 | (rune >> 6 & 0x3F));
        to[3] = (unsigned char)(0x80 | (rune & 0x3F));
        r->len += 4;
    }
}

static enum word_kind latin(struct word_reader *r)
{
    const unsigned char *next;
    uint32_t folded;
    r->len = 0;
    while (r->at < r->end) {
        uint32_t rune = rune_at(r, &next);
        if (kind_of(rune, &folded) != TERM_LETTER && !is_wild(r, rune))
            break;
        put(r, folded);
        r->at = next;
    }
    return WORD_LATIN;
}

/* What a sign between two words divides; WORD_END: nothing. */
static enum word_kind division(const struct word_reader *r, uint32_t folded,
                               const unsigned char *next)
{
    switch (folded) {
    case '\n':
    case '\r':
    case WORD_PART:
    case 0x2028:
    case 0x2029:
        return WORD_LINE;
    case '!':
    case '?':
    case 0x3002:
    case 0xFF61:
        return WORD_SENTENCE;
    case '.': /* "0.5" and "e.g" go on */
        return next == r->end || *next <= ' ' || *next >= 0x80 ? WORD_SENTENCE : WORD_END;
    case ',': /* "1,000" goes on */
        return next < r->end && (unsigned)*next - '0' < 10 ? WORD_END : WORD_GAP;
    case ';':
    case ':':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '"':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x2026:
        return WORD_GAP;
    default: /* 、〈〉《》「」『』【】〔〕 */
        return folded == 0x3001 || (folded >= 0x3008 && folded <= 0x3011) || folded == 0x3014 ||
                       folded == 0x3015
                   ? WORD_GAP
                   : WORD_END;
    }
}

/* A wildcard that stands alone among Chinese: each "?" is one position. */
static bool lone_wild(const struct word_reader *r, uint32_t rune, const unsigned char *next)
{
    uint32_t folded;
    if (!is_wild(r, rune))
        return false;
    struct word_reader ahead = *r;
    while (next < r->end && is_wild(r, *next))
        next++;
    ahead.at = next;
    return next == r->end || kind_of(rune_at(&ahead, &next), &folded) != TERM_LETTER;
}

/* Everything up to the next word; the strongest division in it, which takes the next position. */
static enum word_kind signs(struct word_reader *r)
{
    enum word_kind found = WORD_END;
    bool parts = false;
    const unsigned char *next;
    uint32_t folded;
    while (r->at < r->end) {
        uint32_t rune = rune_at(r, &next);
        if (is_wild(r, rune)) {
            if (!lone_wild(r, rune, next))
                break;
            r->next_position += rune == '?' && r->begun;
        } else {
            if (kind_of(rune, &folded) != TERM_SIGN)
                break;
            enum word_kind d = division(r, folded, next);
            if (d > found)
                found = d;
            parts |= rune == WORD_PART;
        }
        r->at = next;
    }
    if (found != WORD_END && r->begun) {
        r->position = r->next_position;
        r->next_position += parts ? WORD_PART_LEAP : 1;
    }
    return found;
}

enum word_kind word_next(struct word_reader *r)
{
    while (r->at < r->end) {
        const unsigned char *next;
        uint32_t rune = rune_at(r, &next), folded;
        enum term_rune kind = kind_of(rune, &folded);
        r->from = r->at;
        if (kind == TERM_HAN) {
            r->position = r->next_position++;
            r->begun = true;
            r->rune = folded;
            r->at = next;
            return WORD_HAN;
        }
        if (kind == TERM_LETTER || (is_wild(r, rune) && !lone_wild(r, rune, next))) {
            r->position = r->next_position++;
            r->begun = true;
            return latin(r);
        }
        enum word_kind division = signs(r);
        if (division != WORD_END && r->begun)
            return division;
    }
    return WORD_END;
}
