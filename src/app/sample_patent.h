/*
 * The sample park's patents (data/sample/patents.txt): some 400 made-up applications of its firms
 * and of others, with what was published of them here and abroad, families, classes, citations and
 * legal states, so that every page of patents shows something at the first start. The names of most
 * firms are decided, some are left as proposals; one collection is marked, measured and frozen.
 *
 * Numbers pass every check and are nobody's: their serials are ones that no office has reached.
 */
#ifndef LIANYUAN_APP_SAMPLE_PATENT_H
#define LIANYUAN_APP_SAMPLE_PATENT_H

#include "app/sample_people.h"

enum { SAMPLE_APPLICATIONS = 430, SAMPLE_PATENT_YEARS = 12 };

/* What was published up to ctx's day, of filings that go on up to `today`. */
enum err sample_patents(const struct app_db *app_db, struct ctx *ctx,
                        const struct sample_texts *texts, const struct sample_people *people,
                        int32_t today);
/* And what was published after `since`. */
enum err sample_patents_since(const struct app_db *app_db, struct ctx *ctx,
                              const struct sample_texts *texts, int32_t since, int32_t today);

#endif
