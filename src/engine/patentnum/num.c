#include "engine/patentnum/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/patentnum/part.h"

void part_put(char *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(text, PATENTNUM_TEXT_MAX, format, args);
    va_end(args);
}

bool part_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

int64_t part_int(struct str digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.len && i < 18; i++)
        n = n * 10 + (digits.ptr[i] - '0');
    return n;
}

char patentnum_check_cn(struct str digits)
{
    int sum = 0;
    if ((digits.len != 8 && digits.len != 12) || !part_digits(digits))
        return 0;
    for (size_t i = 0; i < digits.len; i++)
        sum += (digits.ptr[i] - '0') * (int)(2 + i % 8);
    return "0123456789X"[sum % 11];
}

char patentnum_check_ep(struct str digits)
{
    int sum = 0;
    if (digits.len != 8 || !part_digits(digits))
        return 0;
    for (size_t i = 0; i < 8; i++) {
        int d = (digits.ptr[i] - '0') * (i % 2 ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

/* Narrowed by hand, so that no memory is needed: full-width ASCII is EF BC 81 - EF BD 9E, U+3000 is
 * E3 80 80, U+2010-2015 (hyphens and dashes) are E2 80 90 - 95. False: another character. */
static bool clean(struct str typed, char *to, size_t *out_n)
{
    size_t n = 0;
    for (size_t i = 0; i < typed.len; i++) {
        unsigned char c = (unsigned char)typed.ptr[i];
        const unsigned char *next = (const unsigned char *)typed.ptr + i;
        if (c >= 0x80) {
            if (typed.len - i < 3)
                return false;
            i += 2;
            if (c == 0xEF && next[1] == 0xBC && next[2] >= 0x81)
                c = (unsigned char)(next[2] - 0x81 + '!');
            else if (c == 0xEF && next[1] == 0xBD)
                c = (unsigned char)(next[2] - 0x80 + '`');
            else if (c == 0xE3 && next[1] == 0x80 && next[2] == 0x80)
                c = ' ';
            else if (c == 0xE2 && next[1] == 0x80 && next[2] >= 0x90 && next[2] <= 0x95)
                c = '-';
            else
                return false;
        }
        if (c == ' ' || c == '\t' || c == ',')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (unsigned char)(c - 'a' + 'A');
        bool known =
            (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-';
        if (!known || n == PATENTNUM_TYPED_MAX)
            return false;
        to[n++] = (char)c;
    }
    *out_n = n;
    return n > 0;
}

static bool letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A kind is one letter behind a digit, alone or with one digit behind it; HR numbers have a letter
 * before it. */
static void split_kind(struct part *p)
{
    size_t n = p->plain.len, at = n;
    if (n >= 3 && letter(p->plain.ptr[n - 1]))
        at = n - 1;
    else if (n >= 4 && letter(p->plain.ptr[n - 2]))
        at = n - 2;
    bool behind_number = at >= 2 && at < n &&
                         ((p->plain.ptr[at - 1] >= '0' && p->plain.ptr[at - 1] <= '9') ||
                          (at < n - 1 && part_digits(str_slice(p->plain, at - 2, at - 1))));
    if (!behind_number)
        at = n;
    p->head = str_slice(p->plain, 0, at);
    p->kind = str_slice(p->plain, at, n);
    p->digits = part_digits(p->head) ? p->head.len : 0;
}

static void split(struct part *p, char *plain)
{
    size_t n = 0, dot = str_find_char(p->body, '.', 0);
    struct str body = p->body;
    if (dot != SIZE_MAX && dot + 1 < body.len) { /* "201010298420.4", or with a kind behind it */
        char c = body.ptr[dot + 1];
        p->check = part_digits(str_slice(body, dot + 1, dot + 2)) || c == 'X' ? c : 0;
        if (p->check && dot + 2 < body.len && !letter(body.ptr[dot + 2]))
            p->check = 0; /* dots between groups of digits, as in "1.234.567" */
    }
    for (size_t i = 0; i < body.len; i++)
        if (body.ptr[i] != '.' && body.ptr[i] != '/' && body.ptr[i] != '-' &&
            !(p->check && i == dot + 1))
            plain[n++] = body.ptr[i];
    p->plain = (struct str){plain, n};
    split_kind(p);
}

static bool by_office(const struct part *p, struct patentnum *out, struct error *error)
{
    static const struct {
        const char *office;
        bool (*read)(const struct part *p, struct patentnum *out);
    } rules[] = {
        {"EP", part_ep}, {"US", part_us}, {"WO", part_wo}, {"JP", part_jp}, {"KR", part_kr}};
    if (memcmp(out->office, "CN", 3) == 0)
        return part_cn(p, out, error);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (memcmp(out->office, rules[i].office, 3) == 0)
            return rules[i].read(p, out);
    return part_other(p, out);
}

/* The forms that follow from office, number and kind. */
static void finish(struct patentnum *out, const struct part *p)
{
    const char *blank = out->kind[0] ? " " : "";
    if (!out->docdb[0])
        part_put(out->docdb, "%s %s%s%s", out->office, out->number, blank, out->kind);
    part_put(out->key, "%s%s%s", out->office, out->number, out->kind);
    if (!out->epodoc[0])
        part_put(out->epodoc, "%s%s", out->office, out->number);
    if (!out->original[0] && out->what == PATENTNUM_PUBLICATION)
        part_put(out->original, "%s", out->docdb);
    else if (!out->original[0])
        part_put(out->original, "%.*s", STR_ARG(p->body));
    if (out->what != PATENTNUM_PUBLICATION)
        return;
    const struct patentnum_kind *kind =
        patentnum_kind(str_from(out->office), str_from(out->kind), p->day);
    if (kind && !out->means) {
        out->right = kind->right;
        out->stage = kind->stage;
        out->means = kind->means;
    }
}

/* "#" stands for a digit. */
static bool written_as(struct str code, const char *form)
{
    size_t i = 0;
    for (; form[i]; i++)
        if (i >= code.len ||
            (form[i] == '#' ? code.ptr[i] < '0' || code.ptr[i] > '9' : code.ptr[i] != form[i]))
            return false;
    return i == code.len;
}

/* Chinese numbers often come without CN, by their check digit or their dot; others only where their
 * punctuation is nobody else's. */
static bool find_office(struct str code, struct patentnum *out, struct str *body)
{
    if (str_starts(code, STR("ZL")) || str_starts(code, STR("CNZL"))) {
        memcpy(out->office, "CN", 3);
        *body = str_slice(code, str_starts(code, STR("CN")) ? 4 : 2, code.len);
        return true;
    }
    struct str two = str_slice(code, 0, 2);
    if (patentnum_office(two)) {
        memcpy(out->office, two.ptr, 2);
        *body = str_slice(code, 2, code.len);
        while (body->len && (body->ptr[0] == '-' || body->ptr[0] == '/' || body->ptr[0] == '.'))
            *body = str_slice(*body, 1, body->len);
        return body->len > 0;
    }
    *body = code;
    if (written_as(code, "##/######")) { /* only the U.S. writes them so */
        memcpy(out->office, "US", 3);
        return true;
    }
    if (written_as(code, "#0-####-#######")) {
        memcpy(out->office, "KR", 3);
        return true;
    }
    memcpy(out->office, "CN", 3);
    size_t digits = 0;
    while (digits < code.len && code.ptr[digits] >= '0' && code.ptr[digits] <= '9')
        digits++;
    return digits == 8 || digits == 9 || digits == 12 || digits == 13 || digits == 15;
}

/* DOCDB's own form of an international application: "CN 2012084589 W", "US 9812345 W". */
static bool docdb_pct(const struct part *p, const struct patentnum *out, char *pct)
{
    if (p->check || !str_eq(p->kind, STR("W")) || (p->digits != 10 && p->digits != 7))
        return false;
    part_put(pct, "PCT%s%.*s", out->office, STR_ARG(p->head));
    return true;
}

enum err patentnum_read(struct str typed, int32_t day, enum patentnum_what expected,
                        struct patentnum *out, struct error *error)
{
    char text[PATENTNUM_TYPED_MAX], plain[PATENTNUM_TYPED_MAX], pct[PATENTNUM_TEXT_MAX];
    struct part p = {.day = day, .expected = expected};
    struct str code = {text, 0};
    struct error why = {0};
    *out = (struct patentnum){0};
    char spelled[PATENTNUM_TEXT_MAX];
    bool good, application = false, japanese = part_japanese(typed, spelled, &application);
    if (japanese)
        p.expected = application ? PATENTNUM_APPLICATION : PATENTNUM_PUBLICATION;
    if (typed.len > PATENTNUM_TYPED_MAX * 2 ||
        !clean(japanese ? str_from(spelled) : typed, text, &code.len))
        return error_set(error, ERR_INVALID, STR("code"), T("专利号里有不认识的字符：{}"), typed);
    if (str_starts(code, STR("PCT")))
        good = part_pct(code, out);
    else if ((good = find_office(code, out, &p.body))) {
        split(&p, plain);
        if (docdb_pct(&p, out, pct))
            good = part_pct(str_from(pct), out);
        else
            good = p.head.len > 0 && p.head.len < 30 && by_office(&p, out, &why);
    }
    if (!good)
        return error_set(error, ERR_INVALID, STR("code"),
                         why.message ? why.message : T("看不出是哪一种专利号：{}"), typed);
    finish(out, &p);
    return ERR_OK;
}
