#include "engine/patentidx/match.h"

bool match_code(const struct query_node *leaf, struct str code)
{
    if (leaf->wild) /* "*" alone: whatever it is, but something */
        return code.len > 0 && str_starts(code, str_slice(leaf->text, 0, leaf->text.len - 1));
    return str_eq(code, leaf->text);
}

/* How long the part before "/" is: "H01M10/0525" has the main group "H01M10". */
static size_t main_group(struct str symbol)
{
    size_t slash = str_find_char(symbol, '/', 0);
    return slash == SIZE_MAX ? symbol.len : slash;
}

static bool below(const struct query_node *leaf, const struct query_help *help, struct str symbol)
{
    size_t group = main_group(leaf->text);
    if (main_group(symbol) != group || !str_starts(symbol, str_slice(leaf->text, 0, group)))
        return false;
    if (str_ends(leaf->text, STR("/00")) || str_eq(symbol, leaf->text))
        return true;
    if (help && help->is_below)
        return help->is_below(help->arg, symbol, leaf->text);
    return str_starts(symbol, leaf->text);
}

bool match_symbol(const struct query_node *leaf, const struct query_help *help, struct str symbol)
{
    struct str want = leaf->text;
    if (!str_null(leaf->upto))
        return str_cmp(symbol, want) >= 0 &&
               (str_cmp(symbol, leaf->upto) <= 0 || str_starts(symbol, leaf->upto));
    if (leaf->wild)
        return str_starts(symbol, want);
    if (str_find_char(want, '/', 0) != SIZE_MAX)
        return leaf->below ? below(leaf, help, symbol) : str_eq(symbol, want);
    if (want.len <= 4) /* a section, class or subclass: everything that begins so */
        return str_starts(symbol, want);
    return main_group(symbol) == want.len && str_starts(symbol, want);
}

bool match_name(const struct query_node *leaf, const struct query_help *help, struct str want,
                struct str name, struct str folded)
{
    if (leaf->wild) /* "*": any name */
        return true;
    switch (leaf->name_match) {
    case MATCH_PART:
        return str_has(folded, want);
    case MATCH_WHOLE:
        return str_eq(folded, want);
    default:
        return str_eq(folded, want) ||
               (help && help->in_group && help->in_group(help->arg, leaf->text, name));
    }
}

static size_t char_len(struct str s, size_t at)
{
    size_t n = 1;
    while (at + n < s.len && ((unsigned char)s.ptr[at + n] & 0xC0) == 0x80)
        n++;
    return n;
}

bool match_word(struct str pattern, struct str word)
{
    size_t p = 0, w = 0, star = SIZE_MAX, from = 0;
    while (w < word.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            from = w;
        } else if (p < pattern.len && pattern.ptr[p] == '?') {
            p++;
            w += char_len(word, w);
        } else if (p < pattern.len && pattern.ptr[p] == word.ptr[w]) {
            p++;
            w++;
        } else if (star != SIZE_MAX) {
            from += char_len(word, from);
            p = star + 1;
            w = from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}
