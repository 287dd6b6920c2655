/*
 * Timed work beside the server: one thread looks every few seconds which module's job is due, takes
 * its lease and runs it on the writer.
 */
#ifndef LIANYUAN_APP_JOBS_H
#define LIANYUAN_APP_JOBS_H

#include "app/desk.h"

struct jobs;

enum {
    JOBS_LOOK_EVERY_S = 5,
    JOBS_TURN_S = 60, /* of one job whose work comes in steps */
    JOBS_SWEEP_EVERY_S = 6 * 3600, /* stored files that no record names */
    JOBS_ARENA_MAX = 256 * 1024 * 1024,
};

/* desk gives park, zone and calendar; it must outlive the jobs. */
enum err jobs_start(struct arena *arena, const struct app_db *app_db, const struct desk *desk,
                    struct jobs **out_jobs);
/* Those that are due, once, on this thread. */
void jobs_once(const struct app_db *app_db, const struct desk *desk);
void jobs_stop(struct jobs *jobs); /* waits for the job that runs */

#endif
