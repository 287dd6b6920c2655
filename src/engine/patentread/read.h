/*
 * Patent documents as offices deliver them, one record at a time, in constant memory.
 *
 *     e = patentread_open(arena, &source, record, &reader, &error);
 *     while (!(e = patentread_next(reader, &got, &refused, &error)) && got != PATENTREAD_END)
 *         if (got == PATENTREAD_RECORD)
 *             take(record);                  // lives until the next call
 *         else
 *             tell(refused.place, &refused.error);
 *
 * The format is found by content: XML by its first element (CNIPA, DOCDB, OPS, U.S. ST.36, PAP),
 * PATDOC as SGML, "PATN" as greenbook. Files may hold many documents one behind the other, each
 * with its own prolog, as the U.S. office's weekly files do. UTF-8, GB18030, Latin-1, UTF-16 (base/
 * decode.h). A document type declaration is never followed (base/xml.h). A document that is broken
 * is refused with its place, and reading goes on at the next one that begins with "<?xml" (or
 * "<!DOCTYPE", "PATN"); what follows in the same document is lost.
 *
 * Sheets are no business of this reader: see columns.h.
 */
#ifndef LIANYUAN_ENGINE_PATENTREAD_READ_H
#define LIANYUAN_ENGINE_PATENTREAD_READ_H

#include "base/source.h"
#include "engine/patentread/record.h"

enum { PATENTREAD_HEAD = 64 * 1024 }; /* bytes in which a format must show itself */

enum patentread_got { PATENTREAD_END, PATENTREAD_RECORD, PATENTREAD_REFUSED };

struct patentread_refused {
    struct str place; /* "a.xml 12:3", "a.txt 120": lives until the next call */
    struct error error;
};

struct patentread;

/* PATENT_FORMAT_UNKNOWN when it is none of those that this reader knows. */
enum patent_format patentread_format(struct str head);

/* ERR_INVALID: no format that is known. record is filled again and again. */
enum err patentread_open(struct arena *arena, const struct source *source,
                         struct patent_record *record, struct patentread **out_reader,
                         struct error *error);

/* An error is only what ends the whole reading: ERR_IO. */
enum err patentread_next(struct patentread *reader, enum patentread_got *out_got,
                         struct patentread_refused *out_refused, struct error *error);

#endif
