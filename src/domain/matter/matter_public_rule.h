/*
 * What may leave the park about a matter, pure: names and numbers are found in a text and replaced,
 * and small groups are left out of counts so that they cannot be computed back.
 *
 *     struct str clean = public_clean(arena, text, &names);      // a proposal; a person edits it
 *     if (public_find(arena, clean, &names, &hit)) ...           // still stands there: refuse
 *
 * Texts are compared without blanks, hyphens, dots, brackets and invisible characters, full-width
 * and upper-case letters as their plain ones, so that 青 禾-电子 is still 青禾电子. Numbers: mobile
 * and fixed telephones, credit codes, identity cards, bank accounts, also in Chinese digits; dates,
 * amounts and years stay. A surname with a title (王总, 李女士). Mail addresses, web addresses,
 * names in messengers, street addresses with a house number.
 *
 * It finds what the park knows and what has a form; it does not understand. A text that points to a
 * firm in other words is for the people who read it before it is published: the coordinator and the
 * firm.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PUBLIC_RULE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PUBLIC_RULE_H

#include "base/str.h"
#include "base/vec.h"

enum public_kind {
    PUBLIC_FIRM = 1,
    PUBLIC_DEPARTMENT,
    PUBLIC_ORG, /* any other organisation */
    PUBLIC_PERSON,
    PUBLIC_NUMBER,
    PUBLIC_ADDRESS,
    PUBLIC_ONLINE, /* mail, web, messenger */
};
const char *public_kind_replacement(enum public_kind kind); /* "某企业" */

enum { PUBLIC_NAME_MIN = 2 }; /* characters; shorter names are no names */

/* The names that must not stand in a text. */
struct public_name {
    const uint32_t *at; /* compared form */
    size_t n;
    enum public_kind kind;
    bool latin_start, latin_end; /* then whole words only */
    size_t next;                 /* index + 1 of another that begins like it */
};
enum { PUBLIC_HEADS = 4096 };
struct public_names {
    struct public_name *at;
    size_t n, cap;
    size_t head[PUBLIC_HEADS]; /* by first character */
};

/* Adds a name; an organisation's also without its legal ending (有限公司 ...). */
void public_name_add(struct arena *arena, struct public_names *names, struct str name,
                     enum public_kind kind);

struct public_hit {
    size_t at, end; /* bytes of the text */
    enum public_kind kind;
};

/* The first piece that must not be published, the longest that begins there; false: none. */
bool public_find(struct arena *arena, struct str text, const struct public_names *names,
                 struct public_hit *out);

/* All such pieces replaced; public_find() finds nothing in the answer. */
struct str public_clean(struct arena *arena, struct str text, const struct public_names *names);

/* Counts ------------------------------------------------------------------------------------- */

enum public_mark {
    PUBLIC_SHOWN,
    PUBLIC_FEW,  /* 1 .. minimum - 1: "fewer than" */
    PUBLIC_HELD, /* the minimum or more; left out so that no small one can be computed */
};
struct public_group {
    int64_t n;
    enum public_mark mark;
};
enum { PUBLIC_MINIMUM_LEAST = 3 }; /* below, "fewer than" would say the number itself */

/* Marks the groups; answers whether their sum may be shown beside them (no group is small). From
 * what is shown, even by who knows this rule, each group marked PUBLIC_FEW may still be any number
 * from 1 to minimum - 1; and with one group of 2 * minimum or more also by who knows the sum from
 * elsewhere and counts what is held as the minimum or more. */
bool public_suppress(struct public_group *groups, size_t n, int64_t minimum);

/* May a text about a closed matter be proposed? firm: it has one of the register; consent: the firm
 * said yes when it raised it. Where it could not say so itself (entered on its behalf, or nobody of
 * it can sign in) the office may write down how it agreed. */
bool matter_may_be_public(bool firm, bool consent, bool on_behalf, bool signs_in);

#endif
