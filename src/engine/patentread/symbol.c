/* Class symbols as they are written in the wild. */
#include <stdio.h>

#include "engine/patentread/record.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t past_blanks(struct str s, size_t i)
{
    while (i < s.len && s.ptr[i] == ' ')
        i++;
    return i;
}

static size_t past_digits(struct str s, size_t i)
{
    while (i < s.len && digit(s.ptr[i]))
        i++;
    return i;
}

/* "H01M", with blanks between; its edition ("7A 61K") may stand before. Answers where it ends. */
static size_t subclass(struct str s, char out[24])
{
    size_t i = past_blanks(s, 0);
    if (i < s.len && digit(s.ptr[i]))
        i = past_blanks(s, i + 1);
    if (i >= s.len)
        return 0;
    char section = s.ptr[i] >= 'a' ? (char)(s.ptr[i] - 'a' + 'A') : s.ptr[i];
    if (!((section >= 'A' && section <= 'H') || section == 'Y'))
        return 0;
    i = past_blanks(s, i + 1);
    if (i + 1 >= s.len || !digit(s.ptr[i]) || !digit(s.ptr[i + 1]))
        return 0;
    out[0] = section, out[1] = s.ptr[i], out[2] = s.ptr[i + 1];
    i = past_blanks(s, i + 2);
    char letter = i >= s.len ? 0 : s.ptr[i] >= 'a' ? (char)(s.ptr[i] - 'a' + 'A') : s.ptr[i];
    if (letter < 'A' || letter > 'Z')
        return 0;
    out[3] = letter;
    out[4] = 0;
    return i + 1;
}

static int64_t number(struct str s)
{
    int64_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (digit(s.ptr[i]))
            n = n * 10 + (s.ptr[i] - '0');
    return n;
}

static bool put(char out[24], struct str group, struct str sub)
{
    int64_t n = number(group);
    if (n < 1 || n > 9999 || sub.len < 1 || sub.len > 8)
        return false;
    snprintf(out + 4, 20, "%lld/%s%.*s", (long long)n, sub.len == 1 ? "0" : "", STR_ARG(sub));
    return true;
}

bool patent_symbol(struct str text, char out[24])
{
    size_t at = subclass(text, out);
    if (!at)
        return false;
    struct str rest = str_slice(text, at, text.len);
    size_t first = past_blanks(rest, 0), end = past_digits(rest, first);
    if (end == first)
        return past_blanks(rest, 0) == rest.len; /* the subclass alone */
    size_t slash = past_blanks(rest, end);
    if (slash < rest.len && rest.ptr[slash] == '/') {
        size_t from = past_blanks(rest, slash + 1), to = past_digits(rest, from);
        return put(out, str_slice(rest, first, end), str_slice(rest, from, to));
    }
    if (end - first == 10) { /* group in four, subgroup in six places */
        struct str sub = str_slice(rest, first + 4, end);
        while (sub.len > 2 && sub.ptr[sub.len - 1] == '0')
            sub.len--;
        return put(out, str_slice(rest, first, first + 4), sub);
    }
    if (end < 4) /* the old U.S. form: group in three places, subgroup behind */
        return false;
    return put(out, str_slice(rest, 0, 3), str_slice(rest, 3, end));
}
