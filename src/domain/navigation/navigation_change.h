/*
 * What changed between two reports, and why: pure. The state of every record that belonged to a
 * source is kept packed, 32 bytes each, rising by id:
 *
 *     i64 id, u64 hash of its applicants' names, u64 hash of its classes, u32 figures (one bit per
 *     figure that counts it), u8 status, 3 bytes 0; little-endian
 *
 * so that a million records are 32 MB in rows of NAVIGATION_STATE_ROWS, of the last report alone.
 */
#ifndef LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_CHANGE_H
#define LIANYUAN_DOMAIN_NAVIGATION_NAVIGATION_CHANGE_H

#include "base/vec.h"
#include "domain/navigation/navigation.h"

enum { NAVIGATION_STATE_BYTES = 32, NAVIGATION_STATE_ROWS = 4096 };

struct navigation_state {
    int64_t id;
    uint64_t names, classes;
    uint32_t figures;
    uint8_t status;
};

void navigation_state_pack(const struct navigation_state *state, char out[NAVIGATION_STATE_BYTES]);
struct navigation_state navigation_state_unpack(const char in[NAVIGATION_STATE_BYTES]);

/* Why a record is counted now and was not, or was and is not. The first that fits, in this order.
 */
enum navigation_why {
    NAVIGATION_WHY_NEW = 1, /* 新入库: came in since the last report */
    NAVIGATION_WHY_MARK,    /* 人工标记: marked in or out since */
    NAVIGATION_WHY_QUERY,   /* 改了检索式或截止日: of the collection */
    NAVIGATION_WHY_STATUS,  /* 法律状态变了 */
    NAVIGATION_WHY_CLASS,   /* 重新分类 */
    NAVIGATION_WHY_NAME,    /* 申请人名称更正 */
    NAVIGATION_WHY_TEXT,    /* 记录有别的改动 */
    NAVIGATION_WHY_END_
};

/* What is known of a source besides the states. */
struct navigation_since {
    int64_t at;         /* the last report */
    bool query_changed; /* of the collection, or its cut-off */
    bool (*came_since)(const struct navigation_since *since, int64_t id);
    bool (*marked)(const struct navigation_since *since, int64_t id, bool in);
    const void *arg;
};

/* One record that came, went, or is not what it was. */
struct navigation_move {
    int64_t id;
    enum navigation_why why;
    bool came, gone;       /* of the source; neither: it belongs both times */
    uint32_t into, out_of; /* figures that count it now and did not, and the other way */
};

enum { NAVIGATION_MOVES_MAX = 200 };

struct navigation_change {
    int64_t before, now;               /* records */
    int64_t came[NAVIGATION_WHY_END_]; /* by reason */
    int64_t gone[NAVIGATION_WHY_END_];
    int64_t status, classes, names; /* records of both whose ... changed */
    struct {
        int64_t came[NAVIGATION_WHY_END_], gone[NAVIGATION_WHY_END_];
    } figure[NAVIGATION_FIGURES_MAX];
    struct navigation_move moves[NAVIGATION_MOVES_MAX]; /* the first, rising by id */
    int64_t moved;                                      /* all of them */
};

/* Both rising by id. figures: the bits that both reports counted. */
void navigation_compare(const struct navigation_state *before, size_t before_n,
                        const struct navigation_state *now, size_t now_n, uint32_t figures,
                        const struct navigation_since *since, struct navigation_change *out);

const char *navigation_why_word(enum navigation_why why); /* Chinese */

#endif
