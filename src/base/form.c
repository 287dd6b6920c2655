#include "base/form.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

enum { INT_TEXT_MAX = 20 };

struct decoding {
    struct arena *arena;
    const struct form *form;
    struct form_pairs pairs;
    unsigned char *out;
    struct form_errors *errors;
};

const struct field *form_field(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++) {
        if (str_eq(str_from(form->fields[i].name), name))
            return &form->fields[i];
    }
    return NULL;
}

struct str form_value(struct form_pairs pairs, struct str name)
{
    for (size_t i = 0; i < pairs.n; i++) {
        if (str_eq(pairs.at[i].name, name))
            return pairs.at[i].value;
    }
    return STR_NULL;
}

const struct form_choice *form_choice_of(const struct form_choice *choices, int64_t value)
{
    static const struct form_choice none = {"", "", 0};
    for (; choices->name; choices++)
        if (choices->value == value)
            return choices;
    return &none;
}

static bool fail_at(struct decoding *d, struct str name, const char *message, struct str detail)
{
    if (d->errors->n < FORM_ERRORS_MAX) {
        struct error *error = &d->errors->at[d->errors->n++];
        *error = (struct error){0};
        error_set(error, ERR_INVALID, name, message, detail);
    }
    return false;
}

static bool fail(struct decoding *d, const struct field *f, const char *message, struct str detail)
{
    return fail_at(d, str_from(f->name), message, detail);
}

static bool fail_n(struct decoding *d, const struct field *f, const char *message, int64_t n)
{
    return fail(d, f, message, str_print(d->arena, "%lld", (long long)n));
}

/* Browsers send lines ended by CRLF whatever was typed; inside they end in LF. */
static struct str unix_lines(struct arena *arena, struct str s)
{
    if (str_find_char(s, '\r', 0) == SIZE_MAX)
        return s;
    char *bytes = arena_alloc(arena, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\r') {
            bytes[n++] = '\n';
            i += i + 1 < s.len && s.ptr[i + 1] == '\n';
        } else {
            bytes[n++] = s.ptr[i];
        }
    }
    return (struct str){bytes, n};
}

static bool has_line_end(struct str s)
{
    return str_find_char(s, '\n', 0) != SIZE_MAX || str_find_char(s, '\r', 0) != SIZE_MAX;
}

/* FIELD_TEXT, FIELD_SECRET and each of FIELD_TEXTS. */
static bool decode_text(struct decoding *d, const struct field *f, struct str given, int64_t max,
                        struct str *out)
{
    struct str s = given;
    if (!utf8_ok(s) || !utf8_printable(s))
        return fail(d, f, T("含有无法显示的字符，请删去后重新输入"), STR_NULL);
    if (f->type != FIELD_SECRET)
        s = str_trim(unix_lines(d->arena, s));
    if (!(f->flags & FORM_LINES) && has_line_end(s))
        return fail(d, f, T("只能是一行文字"), STR_NULL);
    if (utf8_count(s) > (size_t)max)
        return fail(d, f, T("请不要超过 {} 个字"), str_print(d->arena, "%lld", (long long)max));
    *out = s;
    return true;
}

static bool decode_int(struct decoding *d, const struct field *f, struct str s, int64_t *out)
{
    if (s.len > INT_TEXT_MAX || !str_int(s, out))
        return fail(d, f, T("请填写整数"), STR_NULL);
    if (*out < f->min)
        return fail_n(d, f, T("不能小于 {}"), f->min);
    if (*out > f->max)
        return fail_n(d, f, T("不能大于 {}"), f->max);
    return true;
}

static bool decode_id(struct decoding *d, const struct field *f, struct str s, int64_t *out)
{
    if (s.len > INT_TEXT_MAX || !str_int(s, out) || *out < 1)
        return fail(d, f, T("没有这一项，请重新选择"), STR_NULL);
    return true;
}

static bool decode_bool(struct decoding *d, const struct field *f, struct str s, bool *out)
{
    *out = str_eq(s, STR("1")) || str_eq(s, STR("true")) || str_eq(s, STR("on"));
    if (*out || str_eq(s, STR("0")) || str_eq(s, STR("false")))
        return true;
    return fail(d, f, T("请选择是或否"), STR_NULL);
}

static bool decode_choice(struct decoding *d, const struct field *f, struct str s, int64_t *out)
{
    for (const struct form_choice *c = f->choices; c->name; c++) {
        if (str_eq(str_from(c->name), s)) {
            *out = c->value;
            return true;
        }
    }
    return fail(d, f, T("没有这个选项，请重新选择"), STR_NULL);
}

static bool decode_day(struct decoding *d, const struct field *f, struct str s, int32_t *out)
{
    if (day_parse(s, out))
        return true;
    *out = DAY_NONE;
    return fail(d, f, T("请按 2026-11-22 的样子填写日期"), STR_NULL);
}

/* A field that is there once: text is its only value. */
static bool decode_one(struct decoding *d, const struct field *f, struct str given)
{
    void *at = d->out + f->offset;
    struct str s = given;
    if (f->type == FIELD_TEXT || f->type == FIELD_SECRET)
        return decode_text(d, f, given, f->max, at);
    if (!utf8_ok(s))
        return fail(d, f, T("含有无法显示的字符，请删去后重新输入"), STR_NULL);
    s = str_trim(str_narrow(d->arena, s));
    if (str_empty(s))
        return true; /* as if it were absent */
    switch (f->type) {
    case FIELD_INT:
        return decode_int(d, f, s, at);
    case FIELD_ID:
        return decode_id(d, f, s, at);
    case FIELD_BOOL:
        return decode_bool(d, f, s, at);
    case FIELD_DAY:
        return decode_day(d, f, s, at);
    case FIELD_CHOICE:
        return decode_choice(d, f, s, at);
    default:
        assert(false && "a field of one value");
        return false;
    }
}

static size_t count_of(struct form_pairs pairs, struct str name)
{
    size_t n = 0;
    for (size_t i = 0; i < pairs.n; i++)
        n += str_eq(pairs.at[i].name, name);
    return n;
}

static bool is_many(const struct field *f)
{
    return f->type == FIELD_TEXTS || f->type == FIELD_IDS || f->type == FIELD_FILES;
}

static bool decode_texts(struct decoding *d, const struct field *f, size_t count)
{
    struct str *at = ARENA_ARRAY(d->arena, struct str, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->pairs.n; i++) {
        if (!str_eq(d->pairs.at[i].name, str_from(f->name)))
            continue;
        if (!decode_text(d, f, d->pairs.at[i].value, FORM_TEXTS_ITEM_MAX, &at[n]))
            return false;
        n += !str_empty(at[n]); /* an empty line of a list is no item */
    }
    *(struct form_texts *)(void *)(d->out + f->offset) = (struct form_texts){at, n};
    return true;
}

static bool decode_ids(struct decoding *d, const struct field *f, size_t count)
{
    int64_t *at = ARENA_ARRAY(d->arena, int64_t, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->pairs.n; i++) {
        struct str s = d->pairs.at[i].value;
        if (!str_eq(d->pairs.at[i].name, str_from(f->name)) || str_empty(s))
            continue;
        if (!decode_id(d, f, s, &at[n]))
            return false;
        for (size_t k = 0; k < n; k++) {
            if (at[k] == at[n])
                return fail(d, f, T("同一项选了两次"), STR_NULL);
        }
        n++;
    }
    *(struct form_ids *)(void *)(d->out + f->offset) = (struct form_ids){at, n};
    return true;
}

static bool decode_many(struct decoding *d, const struct field *f)
{
    size_t count = count_of(d->pairs, str_from(f->name));
    if (count > (size_t)f->max || count > FORM_MANY_MAX)
        return fail_n(d, f, T("最多 {} 项"), f->max < FORM_MANY_MAX ? f->max : FORM_MANY_MAX);
    return f->type == FIELD_TEXTS ? decode_texts(d, f, count) : decode_ids(d, f, count);
}

/* Whether the struct holds nothing at the field: then a required one is missing. A field of numbers
 * counts as filled when anything but blanks was given. */
static bool is_missing(const struct decoding *d, const struct field *f)
{
    const void *at = d->out + f->offset;
    struct str given = form_value(d->pairs, str_from(f->name));
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_SECRET:
        return str_empty(*(const struct str *)at);
    case FIELD_TEXTS:
        return ((const struct form_texts *)at)->n == 0;
    case FIELD_IDS:
    case FIELD_FILES:
        return ((const struct form_ids *)at)->n == 0;
    default:
        return str_empty(str_trim(given));
    }
}

static const char *missing_message(const struct field *f)
{
    if (f->type == FIELD_FILES)
        return T("请选择文件");
    if (f->type == FIELD_CHOICE || f->type == FIELD_ID || f->type == FIELD_IDS)
        return T("请选择");
    if (f->type == FIELD_BOOL)
        return T("请选择是或否");
    return T("请填写");
}

static void decode_field(struct decoding *d, const struct field *f)
{
    struct str name = str_from(f->name);
    if (f->type == FIELD_DAY)
        *(int32_t *)(void *)(d->out + f->offset) = DAY_NONE;
    bool ok = true;
    if (is_many(f)) {
        ok = decode_many(d, f);
    } else {
        size_t count = count_of(d->pairs, name);
        if (count > 1)
            ok = fail(d, f, T("这一项给了两次"), STR_NULL);
        else if (count == 1)
            ok = decode_one(d, f, form_value(d->pairs, name));
    }
    if (ok && f->flags & FORM_REQUIRED && is_missing(d, f))
        fail(d, f, missing_message(f), STR_NULL);
}

enum err form_decode(struct arena *arena, const struct form *form, struct form_pairs pairs,
                     void *out, struct form_errors *errors)
{
    struct decoding d = {arena, form, pairs, out, errors};
    errors->n = 0;
    memset(out, 0, form->size);
    if (pairs.n > FORM_PAIRS_MAX)
        fail_at(&d, STR_NULL, T("字段太多"), STR_NULL);
    for (size_t i = 0; i < form->n && pairs.n <= FORM_PAIRS_MAX; i++)
        decode_field(&d, &form->fields[i]);
    for (size_t i = 0; i < pairs.n && i < FORM_PAIRS_MAX; i++) {
        if (!form_field(form, pairs.at[i].name))
            fail_at(&d, pairs.at[i].name, T("没有名为“{}”的字段"),
                    utf8_ok(pairs.at[i].name) ? utf8_prefix(pairs.at[i].name, 40) : STR("?"));
    }
    if (errors->n == 0)
        return ERR_OK;
    memset(out, 0, form->size); /* nothing is decoded half */
    return ERR_INVALID;
}

struct pair_vec {
    struct arena *arena;
    VEC(struct form_pair) pairs;
};

static void put(struct pair_vec *v, const struct field *f, struct str value)
{
    *VEC_ADD(v->arena, &v->pairs) = (struct form_pair){str_from(f->name), value};
}

static void put_int(struct pair_vec *v, const struct field *f, int64_t n)
{
    put(v, f, str_print(v->arena, "%lld", (long long)n));
}

static void encode_choice(struct pair_vec *v, const struct field *f, int64_t value)
{
    for (const struct form_choice *c = f->choices; c->name; c++) {
        if (c->value == value) {
            put(v, f, str_from(c->name));
            return;
        }
    }
}

static void encode_many(struct pair_vec *v, const struct field *f, const void *at)
{
    if (f->type == FIELD_TEXTS) {
        const struct form_texts *texts = at;
        for (size_t i = 0; i < texts->n; i++)
            put(v, f, texts->at[i]);
    } else {
        const struct form_ids *ids = at;
        for (size_t i = 0; i < ids->n; i++)
            put_int(v, f, ids->at[i]);
    }
}

static void encode_field(struct pair_vec *v, const struct field *f, const void *at)
{
    switch (f->type) {
    case FIELD_TEXT:
        if (!str_empty(*(const struct str *)at))
            put(v, f, *(const struct str *)at);
        break;
    case FIELD_SECRET: /* is never shown again */
        break;
    case FIELD_INT: {
        int64_t n = *(const int64_t *)at;
        if (n >= f->min && n <= f->max)
            put_int(v, f, n);
        break;
    }
    case FIELD_ID:
        if (*(const int64_t *)at > 0)
            put_int(v, f, *(const int64_t *)at);
        break;
    case FIELD_BOOL:
        if (*(const bool *)at)
            put(v, f, STR("1"));
        break;
    case FIELD_DAY:
        if (*(const int32_t *)at != DAY_NONE)
            put(v, f, day_text(v->arena, *(const int32_t *)at));
        break;
    case FIELD_CHOICE:
        encode_choice(v, f, *(const int64_t *)at);
        break;
    case FIELD_TEXTS:
    case FIELD_IDS:
    case FIELD_FILES:
        encode_many(v, f, at);
        break;
    }
}

struct form_pairs form_encode(struct arena *arena, const struct form *form, const void *in)
{
    struct pair_vec v = {.arena = arena};
    for (size_t i = 0; i < form->n; i++)
        encode_field(&v, &form->fields[i], (const unsigned char *)in + form->fields[i].offset);
    return (struct form_pairs){v.pairs.at, v.pairs.n};
}
