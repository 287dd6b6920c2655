/*
 * What core remembers while one act runs. Private to core/: id.c, journal.c, event.c.
 */
#ifndef LIANYUAN_CORE_RUNNING_H
#define LIANYUAN_CORE_RUNNING_H

#include "core/event.h"
#include "core/merkle.h"

struct journal {
    struct merkle tree; /* as it will stand in the head row */
    size_t entries;
    bool loaded;        /* the head row has been read */
    int64_t id, id_end; /* ids taken from the database and not used yet */
    const struct listeners *listeners;
    int event_depth;
};

#endif
