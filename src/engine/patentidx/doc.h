/*
 * One patent publication as the index, the plain scan and the generator know it. Everything is
 * borrowed from whoever made the record; texts are UTF-8.
 */
#ifndef LIANYUAN_ENGINE_PATENTIDX_DOC_H
#define LIANYUAN_ENGINE_PATENTIDX_DOC_H

#include "engine/patentidx/query.h"

enum {
    DOC_CLASSES_MAX = 500, /* what comes behind is left out, of each of these */
    DOC_NAMES_MAX = 500,
    DOC_EVENTS_MAX = 64,
    DOC_CODE_BYTES_MAX = 255, /* a code or a name is cut at a character */
    DOC_NAME_BYTES_MAX = 1000,
    /* Positions: the fields of a record stand in one row with room between that no distance
     * bridges (QUERY_DISTANCE_MAX). Words behind a field's end are not found. */
    DOC_TITLE_AT = 0,
    DOC_TITLE_END = 412,
    DOC_ABSTRACT_AT = 512,
    DOC_ABSTRACT_END = 4508,
    DOC_CLAIMS_AT = 4608,
    DOC_CLAIMS_END = 32700,
};

struct doc_class {
    struct str symbol; /* query_symbol() */
    bool cpc;          /* else IPC */
    bool first;        /* the main one of its scheme */
};

struct patent_doc {
    int64_t id; /* of the record; unique */
    struct str title, abstract, claims;
    const struct doc_class *classes;
    size_t class_n;
    const struct str *applicants, *inventors; /* as printed, the first one first */
    size_t applicant_n, inventor_n;
    const struct str *events; /* codes of legal events */
    size_t event_n;
    struct str code[CODE_N_]; /* as query.h has them; CODE_EVENT is not used */
    int32_t day[DAY_N_];      /* DAY_NONE = not known */
    int64_t count[INT_N_];    /* -1 = not known */
};

/* The day by which records are ordered and years are counted: filed, else published, else granted;
 * DAY_NONE when none is known. */
static inline int32_t doc_day(const struct patent_doc *doc)
{
    return doc->day[DAY_APPLIED] != DAY_NONE     ? doc->day[DAY_APPLIED]
           : doc->day[DAY_PUBLISHED] != DAY_NONE ? doc->day[DAY_PUBLISHED]
                                                 : doc->day[DAY_GRANTED];
}

#endif
