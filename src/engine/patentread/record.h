/*
 * One publication as its source gives it, in a form that is the same for every source.
 *
 * Texts stand in the record itself (RECORD_TEXT_MAX bytes, one allocation for all records that are
 * read one after another) and are the source's words, with blanks and line ends collapsed; numbers
 * are beside that in their key form (engine/patentnum). What a source does not say is STR(""),
 * DAY_NONE or -1.
 */
#ifndef LIANYUAN_ENGINE_PATENTREAD_RECORD_H
#define LIANYUAN_ENGINE_PATENTREAD_RECORD_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "engine/patentnum/num.h"

enum {
    RECORD_TEXT_MAX = 2 * 1024 * 1024, /* bytes of all texts of one record */
    RECORD_LANGS_MAX = 12,
    RECORD_PARTIES_MAX = 1024,
    RECORD_CLASSES_MAX = 2048,
    RECORD_PRIORITIES_MAX = 512,
    RECORD_CITES_MAX = 8192,
    RECORD_EVENTS_MAX = 1024,
    RECORD_ABSTRACT_MAX = 64 * 1024, /* bytes; of a claim too; longer ones are cut */
};

/* Stored: add at the end. */
enum patent_format {
    PATENT_FORMAT_UNKNOWN,
    PATENT_CNIPA,   /* business:PatentDocumentAndRelated */
    PATENT_DOCDB,   /* exch:exchange-document */
    PATENT_OPS,     /* ops:world-patent-data */
    PATENT_US_ST36, /* us-patent-grant, us-patent-application: v4.x */
    PATENT_US_SGML, /* PATDOC: ST.32, 2.4 and 2.5 */
    PATENT_US_PAP,  /* patent-application-publication: 2001 to 2004 */
    PATENT_US_APS,  /* greenbook, 1976 to 2001 */
    PATENT_PATSNAP, /* sheets */
    PATENT_LENS,
    PATENT_PATENTSCOPE,
    PATENT_INCOPAT,
    PATENT_IPC_SCHEME, /* symbol and titles: no records */
    PATENT_SHEET,      /* a sheet of nobody we know, with headings that we know */
    PATENT_FORMAT_END_
};

enum patent_scheme { PATENT_IPC = 1, PATENT_CPC = 2, PATENT_LOC = 3 };

enum patent_role { PATENT_APPLICANT = 1, PATENT_INVENTOR, PATENT_ASSIGNEE, PATENT_AGENT };

struct patent_words {
    struct str lang;                   /* "zh", "en" ..., "" = not said */
    struct str title, abstract, claim; /* claim: the first one */
};

struct patent_party {
    enum patent_role role;
    char form; /* of DOCDB: 'd' docdb, 'a' docdba, 'e' epodoc, 'o' original; 0 elsewhere */
    struct str name, country, region;
};

struct patent_symbol {
    enum patent_scheme scheme;
    char text[24]; /* H01M10/0525 */
};

struct patent_link { /* a priority, or a citation */
    struct str key;  /* key form, or "" of other literature */
    struct str text; /* as given */
    struct str category;
    int32_t day;
};

struct patent_happening {
    int32_t day;
    struct str code, text;
};

struct patent_record {
    enum patent_format format;
    bool deleted; /* DOCDB's status D: the source takes it back */
    int64_t line; /* where it begins: line of the file, or row of the sheet */

    struct patentnum number; /* of the publication; what == PATENTNUM_ANY: none was read */
    struct str bad_number;   /* what stood in its place and is no number */
    int32_t pub_day;
    struct patentnum application;
    int32_t app_day, grant_day, expires;

    struct patent_words *words; /* RECORD_LANGS_MAX */
    size_t word_n;
    struct patent_party *parties; /* RECORD_PARTIES_MAX */
    size_t party_n;
    struct patent_symbol *classes; /* RECORD_CLASSES_MAX */
    size_t class_n;
    struct patent_link *priorities; /* RECORD_PRIORITIES_MAX */
    size_t priority_n;
    struct patent_link *cites; /* RECORD_CITES_MAX */
    size_t cite_n;
    struct patent_happening *events; /* RECORD_EVENTS_MAX */
    size_t event_n;

    struct str family, family_extended; /* the source's numbers */
    struct str legal;                   /* the status in its words */
    int64_t claims, cited, citing, family_size;

    bool cut;           /* something did not fit and was left out */
    struct str bad_day; /* a date that is none, as it was written; the record stands without it */

    char *text; /* RECORD_TEXT_MAX bytes */
    size_t text_n;
};

struct patent_record *record_new(struct arena *arena);
void record_begin(struct patent_record *r, enum patent_format format, int64_t line);

/* A copy of exactly what it holds; it is not to be filled further. */
struct patent_record *record_clone(struct arena *arena, const struct patent_record *r);

/* A copy with blanks collapsed and the ends trimmed; cut at max bytes, between characters. */
struct str record_keep(struct patent_record *r, struct str text, size_t max);

/* Each takes what is not empty and marks `cut` when there is no room. */
struct patent_words *record_words(struct patent_record *r, struct str lang);
void record_party(struct patent_record *r, enum patent_role role, char form, struct str name,
                  struct str country, struct str region);
void record_class(struct patent_record *r, enum patent_scheme scheme, struct str symbol);
void record_priority(struct patent_record *r, struct str number, int32_t day);
void record_cite(struct patent_record *r, struct str number, struct str text, struct str category);
void record_event(struct patent_record *r, int32_t day, struct str code, struct str text);

/* 20110420, 2011-04-20, 2011/4/20, 20.04.2011, 40653 (Excel's count), 20/04/11 (with century's
 * help: the year that the source names beside it, or 0). "20100600" and "" give DAY_NONE quietly;
 * what is no date is kept in bad_day. */
int32_t record_day(struct patent_record *r, struct str text, int32_t year);

/* One list of parties per role where DOCDB gives several forms of the same; U.S. assignees are the
 * applicants; words without title go. Then the record is checked: ERR_INVALID with the field. */
enum err record_finish(struct patent_record *r, struct error *error);

/* Any written form of an IPC or CPC symbol as H01M10/0525; false when it is none:
 * "A01B 1/00", "A01B1/00", "A01B   1/00", "A01B0001000000", "H04L   27/26    (2006.01)",
 * "A61K   9/16        20060101A I20051008RMEP", "A61K8/49AI", " 7A 61K   9/16   A",
 * "G06F 1516", "B60R  900", "G06F017/60", "H01M". */
bool patent_symbol(struct str text, char out[24]);

const char *patent_format_name(enum patent_format format); /* "cnipa", "docdb" ... */

#endif
