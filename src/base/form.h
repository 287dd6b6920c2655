/*
 * Declared input: a table says which fields a form has, of which type, within which limits, and
 * where in a struct each one lands. The same table decodes a posted page, a JSON body, a command's
 * options and a sheet's row; draws the page's fields; and writes OpenAPI and the command's help.
 *
 *     struct refuse_in {
 *         int64_t id, version;
 *         struct str reason;
 *     };
 *     static const struct field refuse_fields[] = {
 *         FORM_ID(struct refuse_in, id, T("事项"), FORM_REQUIRED),
 *         FORM_INT(struct refuse_in, version, T("版本"), 1, INT32_MAX, FORM_REQUIRED |
 * FORM_HIDDEN), FORM_TEXT(struct refuse_in, reason, T("不予受理的理由"), 500, FORM_REQUIRED |
 * FORM_LINES),
 *     };
 *     const struct form refuse_form = FORM(refuse_fields, struct refuse_in);
 *
 * Decoding takes (name, value) pairs in the order they came. A name that is not in the table, a
 * name given twice (unless FORM_MANY), text that is not printable UTF-8 or is too long, an unknown
 * choice, a number out of range, a missing required field: each is one error at its field; nothing
 * is decoded half. All errors are gathered, so that a person mends them in one go.
 */
#ifndef LIANYUAN_BASE_FORM_H
#define LIANYUAN_BASE_FORM_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

enum {
    FORM_PAIRS_MAX = 4096,
    FORM_MANY_MAX = 1000,
    FORM_ERRORS_MAX = 100,
    FORM_TEXTS_ITEM_MAX = 2000, /* code points of one of FIELD_TEXTS */
};

enum field_type {
    FIELD_TEXT,   /* struct str; trimmed; limit in code points */
    FIELD_INT,    /* int64_t within [min, max] */
    FIELD_ID,     /* int64_t > 0: a record's id, decimal text outside (JSON carries a string) */
    FIELD_BOOL,   /* bool: 1/0, true/false, on; absent = false */
    FIELD_DAY,    /* int32_t, "2026-11-22"; absent = DAY_NONE */
    FIELD_CHOICE, /* int64_t: the value of one of choices[], given by its name */
    FIELD_SECRET, /* struct str, never trimmed, echoed, logged or journalled */
    FIELD_TEXTS,  /* struct form_texts: FORM_MANY */
    FIELD_IDS,    /* struct form_ids: FORM_MANY */
    FIELD_FILES,  /* struct form_ids of stored files: FORM_MANY; pages upload, JSON gives ids */
};

enum {
    FORM_REQUIRED = 1,
    FORM_LINES = 2,  /* text of several lines: a textarea */
    FORM_HIDDEN = 4, /* carried by the page, not typed by a person */
    FORM_MANY = 8,
};

struct form_choice {
    const char *name;  /* "urgent": in forms, JSON, commands */
    const char *label; /* T("紧急") */
    int64_t value;
};

/* The one with that value; one of empty words when there is none. */
const struct form_choice *form_choice_of(const struct form_choice *choices, int64_t value);

struct field {
    const char *name;  /* as in the struct, JSON and commands; lower_case */
    const char *label; /* T("...") */
    enum field_type type;
    uint32_t flags;
    size_t offset;
    int64_t min, max;                  /* of FIELD_INT; max = code points of text, items of many */
    const struct form_choice *choices; /* ended by name == NULL */
};

struct form {
    const struct field *fields;
    size_t n;
    size_t size; /* of the struct that is filled */
};

struct form_texts {
    const struct str *at;
    size_t n;
};

struct form_ids {
    const int64_t *at;
    size_t n;
};

struct form_pair {
    struct str name, value;
};

struct form_pairs {
    const struct form_pair *at;
    size_t n;
};

/* What was wrong, field by field, in the table's order; beside it the texts as given, so that a
 * page can show the form again with nothing lost. */
struct form_errors {
    struct error at[FORM_ERRORS_MAX];
    size_t n;
};

/* Fills *out (form->size bytes) from pairs. ERR_OK, or ERR_INVALID with errors->n > 0 and *out all
 * zero. A value of blanks only counts as absent: 0, false, DAY_NONE, STR(""). Numbers and days may
 * be typed in full-width digits; line ends become LF. */
enum err form_decode(struct arena *arena, const struct form *form, struct form_pairs pairs,
                     void *out, struct form_errors *errors);

/* The opposite: the pairs that decode to what *in holds (defaults and old values of a page). An
 * optional number that is 0 outside its own range is left out; secrets always are. */
struct form_pairs form_encode(struct arena *arena, const struct form *form, const void *in);

const struct field *form_field(const struct form *form, struct str name);
struct str form_value(struct form_pairs pairs, struct str name); /* the first, or STR_NULL */

#define FORM(table, type)                                                                          \
    {                                                                                              \
        (table), sizeof(table) / sizeof((table)[0]), sizeof(type)                                  \
    }

/* The member's C type is checked: the pointer comparison does not compile when it differs. */
#define FORM_AT(type, member, ctype)                                                               \
    (offsetof(type, member) + 0 * sizeof((ctype *)0 == &((type *)0)->member))

#define FORM_TEXT(type, member, label, max, flags)                                                 \
    {                                                                                              \
#member, label, FIELD_TEXT, flags, FORM_AT(type, member, struct str), 0, max, NULL         \
    }
#define FORM_SECRET(type, member, label, max, flags)                                               \
    {                                                                                              \
#member, label, FIELD_SECRET, flags, FORM_AT(type, member, struct str), 0, max, NULL       \
    }
#define FORM_INT(type, member, label, min, max, flags)                                             \
    {                                                                                              \
#member, label, FIELD_INT, flags, FORM_AT(type, member, int64_t), min, max, NULL           \
    }
#define FORM_ID(type, member, label, flags)                                                        \
    {                                                                                              \
#member, label, FIELD_ID, flags, FORM_AT(type, member, int64_t), 1, INT64_MAX, NULL        \
    }
#define FORM_BOOL(type, member, label, flags)                                                      \
    {                                                                                              \
#member, label, FIELD_BOOL, flags, FORM_AT(type, member, bool), 0, 1, NULL                 \
    }
#define FORM_DAY(type, member, label, flags)                                                       \
    {                                                                                              \
#member, label, FIELD_DAY, flags, FORM_AT(type, member, int32_t), 0, 0, NULL               \
    }
#define FORM_CHOICE(type, member, label, choices, flags)                                           \
    {                                                                                              \
#member, label, FIELD_CHOICE, flags, FORM_AT(type, member, int64_t), 0, 0, choices         \
    }
#define FORM_TEXTS(type, member, label, max, flags)                                                \
    {                                                                                              \
#member, label, FIELD_TEXTS, FORM_MANY | (flags),                                          \
            FORM_AT(type, member, struct form_texts), 0, max, NULL                                 \
    }
#define FORM_IDS(type, member, label, flags)                                                       \
    {                                                                                              \
#member, label, FIELD_IDS, FORM_MANY | (flags), FORM_AT(type, member, struct form_ids), 0, \
            FORM_MANY_MAX, NULL                                                                    \
    }
#define FORM_FILES(type, member, label, max, flags)                                                \
    {                                                                                              \
#member, label, FIELD_FILES, FORM_MANY | (flags), FORM_AT(type, member, struct form_ids),  \
            0, max, NULL                                                                           \
    }

#endif
