/*
 * A typed number taken apart, before an office's rules look at it. Inside this room only.
 */
#ifndef LIANYUAN_ENGINE_PATENTNUM_PART_H
#define LIANYUAN_ENGINE_PATENTNUM_PART_H

#include "engine/patentnum/num.h"

struct part {
    struct str body;  /* behind the office: "201010298420.4", "13/648029", upper case, no blanks */
    struct str plain; /* body without . / - , */
    struct str head;  /* plain up to the kind */
    struct str kind;  /* "A1" or "" */
    size_t digits;    /* head's length when it is digits only, else 0 */
    char check;       /* given behind a dot, or 0 */
    int32_t day;
    enum patentnum_what expected;
};

__attribute__((format(printf, 2, 3))) void part_put(char *text, const char *format, ...);
int64_t part_int(struct str digits); /* they are digits, at most 18 */
bool part_digits(struct str s);

/* Each fills *out for its office; false when the parts fit none of its forms. */
bool part_cn(const struct part *p, struct patentnum *out, struct error *error);
bool part_ep(const struct part *p, struct patentnum *out);
bool part_us(const struct part *p, struct patentnum *out);
bool part_wo(const struct part *p, struct patentnum *out);
bool part_pct(struct str code, struct patentnum *out); /* "PCT/CN2012/084589" */
bool part_jp(const struct part *p, struct patentnum *out);

/* A number with Japanese words ("特開平9-123456", "特许第4123456号") spelled as part_jp reads it;
 * false when it is none. */
bool part_japanese(struct str typed, char to[PATENTNUM_TEXT_MAX], bool *out_application);

bool part_kr(const struct part *p, struct patentnum *out);
bool part_other(const struct part *p, struct patentnum *out);

#endif
