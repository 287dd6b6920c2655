/*
 * The command line: a table of the commands that are written by hand, and behind it every act and
 * find of every module, made from the same tables as the JSON API.
 *
 *     lianyuan matter list --state working --format csv
 *     lianyuan matter accept 2026-0153 --as wang
 */
#ifndef LIANYUAN_APP_COMMAND_H
#define LIANYUAN_APP_COMMAND_H

#include "app/options.h"

/* A command is given everything behind its own name in options->words. The answer is the exit
 * status (err_exit); what went wrong was said on standard error. */
struct command {
    const char *name; /* "backup", "matter import" */
    const char *usage;
    const char *about; /* T("...") */
    int (*run)(const struct options *options);
    const char *takes; /* options and bare words, for options_check(); NULL: it looks itself */
    int words;
};

extern const struct command commands[]; /* ended by name NULL; main.c */

/* "matter", "accept", ...: an act or find of a module. -1 when there is none of that name. */
int command_module(const struct options *options);

/* What went wrong, said on standard error; its exit status. */
int command_fail(const struct error *error, const struct options *options);

/* Help for everything, or for the module or command that the words name. */
int command_help(const struct options *options);
/* Without any words: the same on standard error, and the status of a command that says nothing. */
int command_usage(const struct options *options);
int command_unknown(const struct options *options);

/* By hand: one file each. */
int command_init(const struct options *options);
int command_serve(const struct options *options);
int command_verify(const struct options *options);
int command_doctor(const struct options *options);
int command_backup(const struct options *options);
int command_restore(const struct options *options);
int command_audit(const struct options *options);
int command_matter_import(const struct options *options);
int command_matter_export(const struct options *options);
int command_report_weekly(const struct options *options);
int command_report_monthly(const struct options *options);
int command_patent_import(const struct options *options);
int command_classify(const struct options *options);
int command_patent_index(const struct options *options);
int command_patent_generate(const struct options *options);
int command_patent_explain(const struct options *options);
int command_jobs_run(const struct options *options);
int command_version(const struct options *options);

/* A command's own option: "--listen 127.0.0.1:8420" or "--listen=..."; NULL when absent. *words is
 * looked at from index 0; the option is not removed. */
const char *command_option(const struct options *options, const char *name);
bool command_flag(const struct options *options, const char *name);
/* The i-th word that is neither one of the options named (each takes a value) nor a flag, or NULL.
 */
const char *command_word(const struct options *options, int i, const char *const *with_value);

#endif
