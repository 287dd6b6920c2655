#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* `struct json` is never defined: the public pointers are jansson's values under our name. */
static const json_t *inner(const struct json *value)
{
    return (const json_t *)(const void *)value;
}

static const struct json *outer(const json_t *value)
{
    return (const struct json *)(const void *)value;
}

/* jansson's own depth limit is 2048 levels of C recursion; ours is counted before it starts. */
static bool too_deep(struct str text)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth -= depth > 0;
        }
    }
    return false;
}

static void drop(void *value)
{
    json_decref(value);
}

enum err json_parse(struct arena *arena, struct str text, const struct json **out,
                    struct error *error)
{
    return json_parse_up_to(arena, text, JSON_BYTES_MAX, out, error);
}

enum err json_parse_up_to(struct arena *arena, struct str text, size_t bytes_max,
                          const struct json **out, struct error *error)
{
    *out = NULL;
    if (text.len > bytes_max)
        return error_set(error, ERR_LIMIT, STR_NULL, T("JSON 超过 {} 字节"),
                         str_print(arena, "%zu", bytes_max));
    if (too_deep(text))
        return error_set(error, ERR_INVALID, STR_NULL, T("JSON 嵌套太深"), STR_NULL);
    json_error_t why;
    json_t *value = json_loadb(text.ptr ? text.ptr : "", text.len,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!value)
        return error_set(error, ERR_INVALID, STR_NULL, T("不是有效的 JSON：{}"),
                         str_print(arena, "%d:%d %s", why.line, why.column, why.text));
    arena_defer(arena, drop, value);
    *out = outer(value);
    return ERR_OK;
}

enum json_kind json_kind_of(const struct json *value)
{
    if (!value)
        return JSON_KIND_ABSENT;
    switch (json_typeof(inner(value))) {
    case JSON_OBJECT:
        return JSON_KIND_OBJECT;
    case JSON_ARRAY:
        return JSON_KIND_ARRAY;
    case JSON_STRING:
        return JSON_KIND_STR;
    case JSON_INTEGER:
        return JSON_KIND_INT;
    case JSON_REAL:
        return JSON_KIND_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return JSON_KIND_BOOL;
    case JSON_NULL:
        break;
    }
    return JSON_KIND_NULL;
}

const struct json *json_member(const struct json *object, const char *name)
{
    return outer(json_object_get(inner(object), name));
}

const struct json *json_element(const struct json *array, size_t i)
{
    return outer(json_array_get(inner(array), i));
}

size_t json_count(const struct json *value)
{
    return json_kind_of(value) == JSON_KIND_OBJECT ? json_object_size(inner(value))
                                                   : json_array_size(inner(value));
}

struct str json_str(const struct json *value)
{
    if (json_kind_of(value) != JSON_KIND_STR)
        return STR_NULL;
    return (struct str){json_string_value(inner(value)), json_string_length(inner(value))};
}

int64_t json_int(const struct json *value, int64_t otherwise)
{
    return json_kind_of(value) == JSON_KIND_INT ? json_integer_value(inner(value)) : otherwise;
}

double json_real_of(const struct json *value, double otherwise)
{
    enum json_kind kind = json_kind_of(value);
    return kind == JSON_KIND_REAL || kind == JSON_KIND_INT ? json_number_value(inner(value))
                                                           : otherwise;
}

bool json_bool(const struct json *value)
{
    return value && json_is_true(inner(value));
}

struct json_pair *json_members(struct arena *arena, const struct json *object, size_t *out_n)
{
    *out_n = 0;
    if (json_kind_of(object) != JSON_KIND_OBJECT)
        return NULL;
    struct json_pair *at = ARENA_ARRAY(arena, struct json_pair, json_count(object) + 1);
    json_t *o = (json_t *)(uintptr_t)inner(object); /* jansson iterates on non-const only */
    for (void *it = json_object_iter(o); it; it = json_object_iter_next(o, it))
        at[(*out_n)++] = (struct json_pair){
            {json_object_iter_key(it), json_object_iter_key_len(it)},
            outer(json_object_iter_value(it)),
        };
    return at;
}

/* A scalar as the text that a form would have posted; false for arrays and objects. */
static bool scalar_text(struct arena *arena, const struct json *value, struct str *out)
{
    switch (json_kind_of(value)) {
    case JSON_KIND_STR:
        *out = json_str(value);
        return true;
    case JSON_KIND_INT:
        *out = str_print(arena, "%lld", (long long)json_int(value, 0));
        return true;
    case JSON_KIND_REAL:
        *out = str_print(arena, "%.17g", json_real_of(value, 0));
        return true;
    case JSON_KIND_BOOL:
        *out = json_bool(value) ? STR("true") : STR("false");
        return true;
    default:
        return false;
    }
}

enum err json_pairs(struct arena *arena, const struct json *object, struct form_pairs *out_pairs,
                    struct error *error)
{
    VEC(struct form_pair) pairs = {0};
    *out_pairs = (struct form_pairs){0};
    if (json_kind_of(object) != JSON_KIND_OBJECT)
        return error_set(error, ERR_INVALID, STR_NULL, T("这里需要一个 JSON 对象"), STR_NULL);
    size_t n;
    struct json_pair *members = json_members(arena, object, &n);
    for (size_t i = 0; i < n; i++) {
        const struct json *value = members[i].value;
        bool array = json_kind_of(value) == JSON_KIND_ARRAY;
        size_t count = array ? json_count(value) : 1;
        if (json_kind_of(value) == JSON_KIND_NULL)
            continue;
        for (size_t k = 0; k < count; k++) {
            struct form_pair pair = {.name = members[i].name};
            if (!scalar_text(arena, array ? json_element(value, k) : value, &pair.value))
                return error_set(error, ERR_INVALID, pair.name, T("这里需要文字、数字或它们的列表"),
                                 STR_NULL);
            if (pairs.n == FORM_PAIRS_MAX)
                return error_set(error, ERR_LIMIT, pair.name, T("字段太多"), STR_NULL);
            *VEC_ADD(arena, &pairs) = pair;
        }
    }
    *out_pairs = (struct form_pairs){pairs.at, pairs.n};
    return ERR_OK;
}

struct json_out json_to(struct buf *buf)
{
    return (struct json_out){.buf = buf};
}

/* The comma that is due, and the name. */
static void lead(struct json_out *j, const char *name)
{
    uint64_t bit = UINT64_C(1) << j->depth;
    if (j->comma & bit)
        buf_char(j->buf, ',');
    j->comma |= bit;
    if (name) {
        json_quote(j->buf, str_from(name));
        buf_char(j->buf, ':');
    }
}

void json_open(struct json_out *j, const char *name, char bracket)
{
    assert(bracket == '{' || bracket == '[');
    assert(j->depth + 1 < JSON_OUT_DEPTH_MAX);
    lead(j, name);
    buf_char(j->buf, bracket);
    j->depth++;
    j->comma &= ~(UINT64_C(1) << j->depth);
}

void json_close(struct json_out *j, char bracket)
{
    assert(j->depth > 0);
    buf_char(j->buf, bracket);
    j->depth--;
}

void json_put_json(struct json_out *j, const char *name, struct str json)
{
    lead(j, name);
    buf_add(j->buf, json);
}

void json_put_null(struct json_out *j, const char *name)
{
    json_put_json(j, name, STR("null"));
}

void json_put_str(struct json_out *j, const char *name, struct str value)
{
    if (str_null(value)) {
        json_put_null(j, name);
        return;
    }
    lead(j, name);
    json_quote(j->buf, value);
}

void json_put_c(struct json_out *j, const char *name, const char *value)
{
    json_put_str(j, name, str_from(value));
}

void json_put_int(struct json_out *j, const char *name, int64_t value)
{
    lead(j, name);
    buf_int(j->buf, value);
}

void json_put_id(struct json_out *j, const char *name, int64_t id)
{
    if (id == 0) {
        json_put_null(j, name);
        return;
    }
    lead(j, name);
    buf_char(j->buf, '"');
    buf_int(j->buf, id);
    buf_char(j->buf, '"');
}

void json_put_bool(struct json_out *j, const char *name, bool value)
{
    json_put_json(j, name, value ? STR("true") : STR("false"));
}

void json_put_real(struct json_out *j, const char *name, double value)
{
    if (!isfinite(value)) {
        json_put_null(j, name);
        return;
    }
    char text[40];
    snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) != value)
        snprintf(text, sizeof text, "%.17g", value);
    json_put_json(j, name, str_from(text));
}

void json_put_day(struct json_out *j, const char *name, int32_t day)
{
    json_put_str(j, name, day == DAY_NONE ? STR_NULL : day_text(j->buf->arena, day));
}

void json_put_instant(struct json_out *j, const char *name, int64_t instant_us, int32_t offset_min)
{
    json_put_str(j, name,
                 instant_us == 0 ? STR_NULL : instant_text(j->buf->arena, instant_us, offset_min));
}

static struct str short_escape(unsigned char c)
{
    switch (c) {
    case '"':
        return STR("\\\"");
    case '\\':
        return STR("\\\\");
    case '\n':
        return STR("\\n");
    case '\r':
        return STR("\\r");
    case '\t':
        return STR("\\t");
    default:
        return STR_NULL;
    }
}

void json_quote(struct buf *buf, struct str s)
{
    size_t from = 0;
    buf_char(buf, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        buf_add(buf, str_slice(s, from, i));
        struct str escape = short_escape(c);
        if (str_null(escape))
            buf_print(buf, "\\u%04x", (unsigned)c);
        else
            buf_add(buf, escape);
        from = i + 1;
    }
    buf_add(buf, str_slice(s, from, s.len));
    buf_char(buf, '"');
}
