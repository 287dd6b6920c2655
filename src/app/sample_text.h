/*
 * The texts of the sample park, read from data/sample/park.txt and requests.txt (patents.txt:
 * sample_patent.c).
 *
 * A request's text has places that are chosen once per matter: {亩:28|35|46} is one of the three
 * and {亩} the same again; {firm}, {short} and {make} are the firm's.
 */
#ifndef LIANYUAN_APP_SAMPLE_TEXT_H
#define LIANYUAN_APP_SAMPLE_TEXT_H

#include "base/vec.h"
#include "domain/matter/matter.h"

enum { SAMPLE_PROGRESS_MAX = 4, SAMPLE_CHOSEN_MAX = 24, SAMPLE_FIELDS = 8 };

struct sample_department {
    struct str name, short_name, clerks, head, phone;
};

struct sample_staff {
    struct str login, name, roles, zone;
};

struct sample_firm {
    struct str name, short_name, zone, make, contact, login;
};

struct sample_class {
    struct str path;
    int64_t days; /* 0 = by urgency */
};

struct sample_request {
    struct str class, lead, helpers; /* helpers: names parted by 、 */
    struct str zones;                /* first characters of the zones it fits; "" = all */
    enum matter_urgency urgency;
    struct str title, body, answer, result;
    struct str progress[SAMPLE_PROGRESS_MAX];
    size_t progress_n;
};

struct sample_texts {
    struct str park;
    VEC(struct str) zones;
    VEC(struct sample_department) departments;
    VEC(struct sample_staff) staff;
    VEC(struct sample_firm) firms;
    VEC(struct sample_class) classes;
    VEC(struct sample_request) requests;
};

/* ERR_INVALID names the line: the texts are compiled in, so only a test ever sees it. */
enum err sample_read(struct arena *arena, struct str park, struct str requests,
                     struct sample_texts *out, struct error *error);

/* Dice that give the same on every machine. */
struct dice {
    uint64_t state;
};
uint64_t dice_throw(struct dice *dice);
int64_t dice_below(struct dice *dice, int64_t limit);
bool dice_percent(struct dice *dice, int64_t percent);

struct sample_chosen {
    struct {
        struct str name, value;
    } at[SAMPLE_CHOSEN_MAX];
    size_t n;
};

struct str sample_expand(struct arena *arena, struct dice *dice, const struct sample_firm *firm,
                         struct sample_chosen *chosen, struct str text);

/* The embedded files. */
struct str sample_park_text(void);
struct str sample_requests_text(void);
struct str sample_patents_text(void);

#endif
