/*
 * The thread that keeps the park's patent index beside the server: whatever process changed
 * patents, it feeds them, writes them down and joins segments; an index that is missing or damaged
 * it builds (domain/patent/patent_live.h).
 */
#ifndef LIANYUAN_APP_INDEXER_H
#define LIANYUAN_APP_INDEXER_H

#include "app/desk.h"

struct indexer;

enum {
    INDEXER_LOOK_EVERY_MS = 250,
    INDEXER_LOOK_EVERY_PG_MS = 1000, /* each look is a round trip there */
    INDEXER_ARENA_MAX = 1024 * 1024 * 1024,
};

/* desk gives park and folders; it must outlive the thread. */
enum err indexer_start(struct arena *arena, const struct desk *desk, struct str url,
                       struct indexer **out);
void indexer_stop(struct indexer *indexer); /* everything fed lies on the disk then */

#endif
