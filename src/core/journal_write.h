/*
 * The canonical form of a journal entry; shared by what writes (journal.c) and what proves
 * (verify.c), so that there is one text of it. Private to core/.
 */
#ifndef LIANYUAN_CORE_JOURNAL_WRITE_H
#define LIANYUAN_CORE_JOURNAL_WRITE_H

#include "base/buf.h"
#include "core/journal.h"

enum {
    JOURNAL_SALT = 16,
    JOURNAL_BODY_MAX = 64 * 1024,
    JOURNAL_NODE_LEVEL = 8, /* roots of complete subtrees from 256 leaves on are kept */
    JOURNAL_BATCH = 256,
};

struct journal_leaf {
    int64_t seq, act, person, at;
    struct str verb, kind;
    int64_t record;
    struct str fields; /* u32 count, then per field: text name, H(before), H(after) */
};

enum journal_side { JOURNAL_BEFORE = 0x10, JOURNAL_AFTER = 0x11 };

void journal_value_hash(const unsigned char *salt, enum journal_side side, struct str value,
                        unsigned char *out_hash);
enum err journal_leaf_hash(struct arena *arena, const struct journal_leaf *leaf,
                           unsigned char *out_hash);

/* The frontier as the head row holds it, and back; false when sizes do not fit. */
struct merkle;
struct str journal_frontier(struct arena *arena, const struct merkle *tree);
bool journal_tree(int64_t size, struct str frontier, struct merkle *out_tree);

#endif
