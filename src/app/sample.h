/*
 * The sample park: a fictional high-tech zone with half a year of work behind it, so that whoever
 * starts lianyuan for the first time sees it in use. Places, firms, people and telephone numbers
 * are made up (data/sample/); dates are relative to ctx->now_us.
 *
 * Nothing is written past the acts: every matter is raised, accepted, answered and closed by the
 * people of the park through act_run, each act at its own instant in rising order, so the sample
 * has the journal, clocks and counters that a real park would have. The dice are seeded: on one
 * day, every sample is the same but for its passwords.
 *
 *     e = sample_fill(&app_db, &ctx, STR("/srv/park"), files_dir);
 *
 * The park must exist (init). ctx is the console's. Sign-in names and random passwords go to
 * DIR/sample-accounts.txt, mode 0600, one account a line. On failure ctx->error says which act of
 * which matter was refused; what was written so far stays.
 */
#ifndef LIANYUAN_APP_SAMPLE_H
#define LIANYUAN_APP_SAMPLE_H

#include "core/act.h"

enum {
    SAMPLE_MATTERS = 240,
    SAMPLE_DAYS = 182,
    SAMPLE_ACTS_MAX = 40, /* of one matter: a story that never ends is a bug */
};

enum err sample_fill(const struct app_db *app_db, struct ctx *ctx, struct str data_dir,
                     struct str files_dir);

#endif
