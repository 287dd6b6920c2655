/*
 * The list of pieces of a template, and its messages. A run of text between two tags (or inside one
 * attribute) is one message: when it holds Chinese, its translation is looked up here and the
 * pieces carry both languages from then on.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "tmplc.h"

static struct piece *add(struct parser *p, enum piece_kind kind, size_t at)
{
    struct piece *piece = VEC_ADD(p->arena, &p->fn->pieces);
    *piece = (struct piece){.kind = kind, .at = at};
    buf_init(&piece->zh, p->arena, SOURCE_BYTES_MAX);
    return piece;
}

void put_static(struct parser *p, struct str s)
{
    struct function *fn = p->fn;
    if (str_empty(s))
        return;
    struct piece *last = fn->pieces.n ? &fn->pieces.at[fn->pieces.n - 1] : NULL;
    if (p->split || !last || last->kind != PIECE_STATIC)
        last = add(p, PIECE_STATIC, p->src->at);
    p->split = false;
    buf_add(&last->zh, s);
}

void put_hole(struct parser *p, size_t at, struct str code)
{
    add(p, PIECE_HOLE, at)->code = code;
}

void put_code(struct parser *p, size_t at, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        scan_fail(p->src, at, "this is too long");
    add(p, PIECE_CODE, at)->code = str_dup(p->arena, str_from(text));
}

void run_begin(struct parser *p)
{
    p->run = p->fn->pieces.n;
    p->run_open = true;
    p->split = true;
}

/* ---- messages ------------------------------------------------------------------------------- */

struct run {
    VEC(struct piece) pieces; /* as they were */
    VEC(struct str) texts;    /* Chinese before hole 0, 1, ... and behind the last */
    VEC(struct piece) holes;
    struct str key;
    struct str lead, trail; /* blanks around the message */
    size_t at;
};

static void run_gather(struct parser *p, struct run *run)
{
    struct buf text, key;
    buf_init(&text, p->arena, SOURCE_BYTES_MAX);
    buf_init(&key, p->arena, SOURCE_BYTES_MAX);
    for (size_t i = p->run; i < p->fn->pieces.n; i++) {
        struct piece piece = p->fn->pieces.at[i];
        *VEC_ADD(p->arena, &run->pieces) = piece;
        if (piece.kind == PIECE_STATIC) {
            buf_add(&text, buf_str(&piece.zh));
            buf_add(&key, buf_str(&piece.zh));
            if (!run->at)
                run->at = piece.at;
            continue;
        }
        *VEC_ADD(p->arena, &run->holes) = piece;
        *VEC_ADD(p->arena, &run->texts) = str_dup(p->arena, buf_str(&text));
        text.len = 0;
        buf_add(&key, STR("{}"));
    }
    *VEC_ADD(p->arena, &run->texts) = str_dup(p->arena, buf_str(&text));
    for (size_t i = 0; i < key.len; i++)
        if (is_blank(key.ptr[i]))
            key.ptr[i] = ' ';
    struct str whole = buf_str(&key);
    size_t from = 0, to = whole.len;
    while (from < to && whole.ptr[from] == ' ')
        from++;
    while (to > from && whole.ptr[to - 1] == ' ')
        to--;
    run->key = str_slice(whole, from, to);
    run->lead = str_slice(whole, 0, from);
    run->trail = str_slice(whole, to, whole.len);
}

/* A translation is plain text; entities that it writes stay. */
static struct str as_markup(struct parser *p, struct str s)
{
    struct buf b;
    buf_init(&b, p->arena, SOURCE_BYTES_MAX);
    for (size_t i = 0; i < s.len; i++) {
        size_t end = str_find_char(s, ';', i);
        bool entity = end != SIZE_MAX && end - i > 1 && end - i < 10;
        for (size_t j = i + 1; entity && j < end; j++)
            entity = is_word(s.ptr[j]) || s.ptr[j] == '#';
        switch (s.ptr[i]) {
        case '<':
            buf_add(&b, STR("&lt;"));
            break;
        case '>':
            buf_add(&b, STR("&gt;"));
            break;
        case '"':
            buf_add(&b, STR("&quot;"));
            break;
        case '&':
            buf_add(&b, entity ? STR("&") : STR("&amp;"));
            break;
        default:
            buf_char(&b, s.ptr[i]);
        }
    }
    return buf_str(&b);
}

/* The next stretch of a translation up to its next hole: the hole's number (from 1; 0 = the next
 * in order), or -1 at the end. */
static int64_t next_hole(struct str *rest, struct str *out_text)
{
    for (size_t i = 0; i < rest->len; i++) {
        if (rest->ptr[i] != '{')
            continue;
        size_t close = str_find_char(*rest, '}', i);
        if (close == SIZE_MAX)
            break;
        struct str inside = str_slice(*rest, i + 1, close);
        int64_t number = 0;
        if (!str_empty(inside) && (!str_int(inside, &number) || number < 1))
            continue;
        *out_text = str_slice(*rest, 0, i);
        *rest = str_slice(*rest, close + 1, rest->len);
        return number;
    }
    *out_text = *rest;
    *rest = STR("");
    return -1;
}

static void put_both(struct parser *p, struct str zh, struct str en, size_t at)
{
    if (str_empty(zh) && str_empty(en))
        return;
    struct piece *piece = add(p, PIECE_STATIC, at);
    buf_add(&piece->zh, zh);
    piece->en = str_eq(zh, en) ? STR_NULL : en;
}

static struct str around(struct parser *p, struct str a, struct str b, struct str c)
{
    return str_print(p->arena, "%.*s%.*s%.*s", STR_ARG(a), STR_ARG(b), STR_ARG(c));
}

/* Same order of holes: the pieces carry both languages. */
static void put_in_order(struct parser *p, const struct run *run, struct str english)
{
    struct str rest = english, en;
    for (size_t i = 0; i < run->texts.n; i++) {
        next_hole(&rest, &en);
        en = around(p, i == 0 ? run->lead : STR(""), as_markup(p, en),
                    i + 1 == run->texts.n ? run->trail : STR(""));
        put_both(p, run->texts.at[i], en, run->at);
        if (i < run->holes.n)
            *VEC_ADD(p->arena, &p->fn->pieces) = run->holes.at[i];
    }
}

/* Another order: each language writes its own. */
static void put_reordered(struct parser *p, const struct run *run, struct str english)
{
    struct str rest = english, en;
    put_code(p, run->at, "if (page->lang == LANG_EN) {");
    put_both(p, run->lead, run->lead, run->at);
    for (int64_t number;;) {
        number = next_hole(&rest, &en);
        en = as_markup(p, en);
        put_both(p, en, en, run->at);
        if (number < 0)
            break;
        assert(number > 0 && (size_t)number <= run->holes.n); /* the catalogue saw to it */
        *VEC_ADD(p->arena, &p->fn->pieces) = run->holes.at[number - 1];
    }
    put_both(p, run->trail, run->trail, run->at);
    put_code(p, run->at, "} else {");
    for (size_t i = 0; i < run->pieces.n; i++)
        *VEC_ADD(p->arena, &p->fn->pieces) = run->pieces.at[i];
    put_code(p, run->at, "}");
}

void run_end(struct parser *p, bool translated, size_t at)
{
    if (!p->run_open)
        return;
    p->run_open = false;
    p->split = true;
    struct run run = {0};
    run_gather(p, &run);
    if (!is_chinese(run.key))
        return;
    if (!translated)
        scan_fail(p->src, at,
                  "Chinese text in this attribute would not be translated: title, "
                  "placeholder, aria-label, alt, value, label, content and data-* "
                  "are");
    *VEC_ADD(p->arena, &p->messages) = (struct mark){run.key, run.at, false};
    struct translation *t = map_get(&p->catalogue->english, run.key);
    if (!t)
        return;
    p->fn->pieces.n = p->run;
    bool numbered = run.holes.n > 0 && !str_has(t->en, STR("{}"));
    if (numbered)
        put_reordered(p, &run, t->en);
    else
        put_in_order(p, &run, t->en);
    p->split = true;
}
