/*
 * JSON in and out.
 *
 * Reading goes through jansson (the only file that knows it is json.c), in one gulp, under limits:
 * size, depth, members; a member given twice is refused, and so are NUL characters and numbers that
 * do not fit. A value lives as long as the arena.
 *
 *     const struct json *body;
 *     e = json_parse(arena, text, &body, &error);
 *     struct str title = json_str(json_member(body, "title"));   // STR_NULL when absent
 *
 * Writing appends to a struct buf, commas by itself. Ids are written as strings, because many
 * readers keep numbers as doubles. A name of NULL writes an array's element.
 *
 *     struct json_out j = json_to(buf);
 *     json_open(&j, NULL, '{');
 *     json_put_id(&j, "id", m->id.n);
 *     json_put_str(&j, "title", m->title);
 *     json_open(&j, "duties", '[');
 *     for (...)
 *         json_put_str(&j, NULL, duty->name);
 *     json_close(&j, ']');
 *     json_close(&j, '}');
 */
#ifndef LIANYUAN_BASE_JSON_H
#define LIANYUAN_BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/form.h"

enum {
    JSON_BYTES_MAX = 1024 * 1024,
    JSON_DEPTH_MAX = 32,
    JSON_OUT_DEPTH_MAX = 64,
};

struct json; /* one value of a parsed text */

enum json_kind {
    JSON_KIND_ABSENT, /* no such member or element */
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_INT,
    JSON_KIND_REAL,
    JSON_KIND_STR,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

/* ERR_INVALID (not JSON, a member twice, too deep: line and column in the detail) or ERR_LIMIT. */
enum err json_parse(struct arena *arena, struct str text, const struct json **out,
                    struct error *error);

/* The same for our own files, which may be larger. */
enum err json_parse_up_to(struct arena *arena, struct str text, size_t bytes_max,
                          const struct json **out, struct error *error);

/* All of these take NULL and then answer what they answer for nothing. */
enum json_kind json_kind_of(const struct json *value);
const struct json *json_member(const struct json *object, const char *name);
const struct json *json_element(const struct json *array, size_t i);
size_t json_count(const struct json *value); /* elements or members */
struct str json_str(const struct json *value);
int64_t json_int(const struct json *value, int64_t otherwise);
double json_real_of(const struct json *value, double otherwise); /* an int counts as real */
bool json_bool(const struct json *value);

/* Members in the order written; names live as long as the arena. */
struct json_pair {
    struct str name;
    const struct json *value;
};
struct json_pair *json_members(struct arena *arena, const struct json *object, size_t *out_n);

/* An object's members as pairs for form_decode: texts as they are, numbers and booleans as their
 * text, an array as one pair per element; null is left out. ERR_INVALID for an object inside. */
enum err json_pairs(struct arena *arena, const struct json *object, struct form_pairs *out_pairs,
                    struct error *error);

struct json_out {
    struct buf *buf;
    int depth;
    uint64_t comma; /* bit d: something stands at depth d already */
};

struct json_out json_to(struct buf *buf);
void json_open(struct json_out *j, const char *name, char bracket);        /* '{' or '[' */
void json_close(struct json_out *j, char bracket);                         /* '}' or ']' */
void json_put_str(struct json_out *j, const char *name, struct str value); /* STR_NULL: null */
void json_put_c(struct json_out *j, const char *name, const char *value);  /* NULL: null */
void json_put_int(struct json_out *j, const char *name, int64_t value);
void json_put_id(struct json_out *j, const char *name, int64_t id); /* "153"; 0: null */
void json_put_bool(struct json_out *j, const char *name, bool value);
void json_put_real(struct json_out *j, const char *name, double value); /* not finite: null */
void json_put_day(struct json_out *j, const char *name, int32_t day);   /* DAY_NONE: null */
void json_put_instant(struct json_out *j, const char *name, int64_t instant_us,
                      int32_t offset_min);                                 /* 0: null */
void json_put_json(struct json_out *j, const char *name, struct str json); /* written already */
void json_put_null(struct json_out *j, const char *name);

/* The text with its quotes, as a JSON string. */
void json_quote(struct buf *buf, struct str s);

#endif
