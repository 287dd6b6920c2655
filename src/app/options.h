/*
 * What stands on the command line: the options that every command takes, and the words that are
 * left for the command.
 *
 *     lianyuan [--data DIR|postgresql://...] [--as PERSON] [--format text|json|csv] COMMAND ...
 *
 * Options may stand before or behind the command. "--name value" and "--name=value" are the same;
 * "--" ends the options.
 */
#ifndef LIANYUAN_APP_OPTIONS_H
#define LIANYUAN_APP_OPTIONS_H

#include "base/form.h"
#include "core/ctx.h"

enum { OPTIONS_WORDS_MAX = 2000 };

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_UNSET };

struct options {
    const char *data;  /* directory or postgresql:// address; LIANYUAN_DATA, else ./lianyuan-data */
    const char *files; /* where file contents live; NULL = the data directory's own */
    const char *as;    /* login name of the person who acts; NULL = console */
    const char *park;  /* code of the park; NULL = the only one */
    enum format format;
    enum lang lang;
    /* What the command itself is given, in order; an option's name is kept with its "--". */
    const char **words;
    int n;
};

/* argv without the program's name. Words live as long as argv. ERR_INVALID names what is wrong. */
enum err options_parse(struct arena *arena, int argc, char **argv, struct options *out,
                       struct error *error);

/* Refuses what a command written by hand does not know: an option that `takes` does not name
 * ("--against= --map=* --drill": with "=" it needs a value, with "=*" it may come again), or more
 * bare words than it takes. */
enum err options_check(const struct options *options, const char *takes, int words,
                       struct error *error);

/* Turns words from `from` on into pairs for a declared form. Bare words fill the fields named in
 * `positional` ("from to"), in that order; the last one takes all that are left when it is MANY.
 * A BOOL field may stand without a value. "-" and "_" in names are the same. */
enum err options_pairs(struct arena *arena, const struct options *options, int from,
                       const struct form *form, const char *positional, struct form_pairs *out,
                       struct error *error);

#endif
