/*
 * Patent numbers as offices, data bases and people write them: what a number is, whether its check
 * digit holds, and its normal forms.
 *
 *     struct patentnum n;
 *     e = patentnum_read(STR("ZL 2010 1 0298420.4"), DAY_NONE, PATENTNUM_ANY, &n, &error);
 *     n.office = "CN", n.what = PATENTNUM_APPLICATION, n.docdb = "CN 201010298420 A",
 *     n.epodoc = "CN20101298420", n.original = "201010298420.4", n.standard = "102010000298420"
 *
 * Blanks, full-width forms, hyphens and slashes do not matter. The kind code is read with the date,
 * because offices gave the same letter other meanings later: a Chinese C was a granted invention
 * from 1993 to 2010-04-06 and is a partial invalidation since.
 *
 * Sources: ZC 0006-2003 (Chinese application numbers and their check digit), ZC 0007 (Chinese
 * publication numbers and kinds), WIPO ST.3, ST.13, ST.16, and the number forms seen in DOCDB
 * itself. The epodoc form is sure for CN, EP, US, WO, JP, KR and DE; for other offices it is the
 * plain one (office and number). The check digit of EP application numbers is Luhn's.
 *
 * Pure: no clock, no memory; the texts stand in the struct.
 */
#ifndef LIANYUAN_ENGINE_PATENTNUM_NUM_H
#define LIANYUAN_ENGINE_PATENTNUM_NUM_H

#include "base/day.h"
#include "base/err.h"

enum {
    PATENTNUM_TYPED_MAX = 96, /* bytes of what is read */
    PATENTNUM_TEXT_MAX = 48,  /* bytes of one form, its end included */
};

enum patentnum_what { PATENTNUM_ANY, PATENTNUM_APPLICATION, PATENTNUM_PUBLICATION };

enum patentnum_right {
    PATENTNUM_RIGHT_UNKNOWN,
    PATENTNUM_INVENTION,
    PATENTNUM_UTILITY,
    PATENTNUM_DESIGN,
};

enum patentnum_stage {
    PATENTNUM_STAGE_UNKNOWN,
    PATENTNUM_APPLIED, /* an application laid open */
    PATENTNUM_GRANTED,
    PATENTNUM_LATER, /* corrections, limitations, translations, search reports */
};

enum patentnum_check {
    PATENTNUM_CHECK_NONE,    /* this kind of number has none, or we do not know its rule */
    PATENTNUM_CHECK_MISSING, /* it has one, it was not given; check_want says it */
    PATENTNUM_CHECK_GOOD,
    PATENTNUM_CHECK_BAD,
};

struct patentnum {
    enum patentnum_what what; /* never ANY in an answer */
    enum patentnum_right right;
    enum patentnum_stage stage; /* of a publication whose kind is known */
    enum patentnum_check check;
    char check_given, check_want; /* '0'-'9', 'X'; 0 = none */
    char office[3];               /* ST.3 */
    char kind[4];                 /* "A", "B2", "" = not given */
    int32_t year;                 /* that the number itself names; 0 = none */
    char number[PATENTNUM_TEXT_MAX];
    char docdb[PATENTNUM_TEXT_MAX];    /* "CN 102025678 A"; the kind is left out when not known */
    char epodoc[PATENTNUM_TEXT_MAX];   /* "CN102025678" */
    char original[PATENTNUM_TEXT_MAX]; /* as the office prints it */
    char standard[PATENTNUM_TEXT_MAX]; /* CN: the 15-digit form of an application, or "" */
    char key[PATENTNUM_TEXT_MAX];      /* office, DOCDB number, kind: what records are found by */
    const char *means;                 /* T("发明专利申请公布"); NULL when not known */
};

/* day: of publication or filing, DAY_NONE when not known. ERR_INVALID with what is wrong when the
 * text is no number we know; a check digit that does not fit is no error but CHECK_BAD. */
enum err patentnum_read(struct str typed, int32_t day, enum patentnum_what expected,
                        struct patentnum *out, struct error *error);

/* The check digit that ZC 0006-2003 demands for 8 or 12 digits; 0 when it is neither. */
char patentnum_check_cn(struct str digits);
/* Luhn's, over the 8 digits of an EP application; 0 when they are not 8. */
char patentnum_check_ep(struct str digits);

bool patentnum_office(struct str code); /* is it a code of ST.3, past ones included? */

/* The meaning of a kind code on that day. */
struct patentnum_kind {
    const char *office,
        *kind;           /* kind "B" also stands for "B1"... unless these have their own row */
    int32_t from, until; /* as 20100407; 0 = open */
    enum patentnum_right right;
    enum patentnum_stage stage;
    const char *means;
};
const struct patentnum_kind *patentnum_kind(struct str office, struct str kind, int32_t day);

#endif
