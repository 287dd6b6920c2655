/*
 * The sample park's navigation project: the industry of storage batteries, asked for by the
 * economic office. Its gates are passed by the acts, as people would: a frozen version of the
 * sample's collection, figures, three conclusions, two of them duties on the list; one duty is
 * worked in time, one is being worked; the second report tells what changed since the first.
 *
 * It happens on four days between the stories of the list (sample.c), patents being imported on the
 * first and the last:
 *
 *     for (size_t i = 0; !e && i < SAMPLE_NAVIGATION_DAYS; i++) {
 *         ctx.now_us = sample_navigation_at(now_us, i);
 *         e = sample_navigation_day(&nav, i);
 *     }
 */
#ifndef LIANYUAN_APP_SAMPLE_NAVIGATION_H
#define LIANYUAN_APP_SAMPLE_NAVIGATION_H

#include "app/sample_people.h"

enum { SAMPLE_NAVIGATION_DAYS = 4 };

struct sample_navigation {
    const struct app_db *app_db;
    struct ctx *ctx; /* the console's, at the day's instant */
    const struct sample_texts *texts;
    const struct sample_people *people;
    int32_t today; /* when the sample ends */
    int64_t project, collection, duty[2];
    int32_t begun; /* the first day */
};

int64_t sample_navigation_at(int64_t now_us, size_t day);
enum err sample_navigation_day(struct sample_navigation *nav, size_t day);

#endif
