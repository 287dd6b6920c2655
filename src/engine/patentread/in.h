/* How read.c drives its three readers; inside this room only. */
#ifndef LIANYUAN_ENGINE_PATENTREAD_IN_H
#define LIANYUAN_ENGINE_PATENTREAD_IN_H

#include "base/decode.h"
#include "engine/patentread/read.h"

enum { IN_PIECE = 32 * 1024, PLACE_MAX = 512 };

/* The decoded bytes with one piece in hand. */
struct in {
    struct arena *arena;
    struct decoder *decoder;
    struct str name;
    char piece[IN_PIECE];
    size_t n, at;
    int64_t line; /* of piece[at], from 1 */
    bool ended;
    struct error broken;   /* the bytes are no text from here on */
    char place[PLACE_MAX]; /* of what was refused last */
};

/* More in piece[] when it is used up; false at the end. ERR_IO stands in *e. */
bool in_more(struct in *in, enum err *e, struct error *error);
void in_skip(struct in *in, size_t n); /* counts the lines */

/* Goes on to the next of the texts that begins a line (or the file); false at the end. */
bool in_seek(struct in *in, const char *const *texts, enum err *e, struct error *error);

struct in_xml;
enum err in_xml_new(struct in *in, struct patent_record *record, struct in_xml **out);
enum err in_xml_next(struct in_xml *x, enum patentread_got *got, struct patentread_refused *refused,
                     struct error *error);

struct in_sgml;
enum err in_sgml_new(struct in *in, struct patent_record *record, struct in_sgml **out);
enum err in_sgml_next(struct in_sgml *s, enum patentread_got *got,
                      struct patentread_refused *refused, struct error *error);

struct in_aps;
enum err in_aps_new(struct in *in, struct patent_record *record, struct in_aps **out);
enum err in_aps_next(struct in_aps *a, enum patentread_got *got, struct patentread_refused *refused,
                     struct error *error);

/* "a.txt 120" in in->place: a file of nothing but refused records needs no more memory. */
struct str in_place(struct in *in, int64_t line);

/* Checks a complete record; RECORD or REFUSED with its place. */
void in_done(struct in *in, struct patent_record *record, enum patentread_got *got,
             struct patentread_refused *refused);
enum err in_refuse(struct in *in, int64_t line, enum patentread_got *got,
                   struct patentread_refused *refused, enum err code, const char *message);

#endif
