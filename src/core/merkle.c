#include "core/merkle.h"

#include <string.h>

static struct str hash_str(const unsigned char *hash)
{
    return (struct str){(const char *)hash, HASH_SIZE};
}

void merkle_leaf(struct str data, unsigned char *out_leaf)
{
    struct hash h;
    hash_begin(&h);
    hash_byte(&h, 0x00);
    hash_add(&h, data);
    hash_end(&h, out_leaf);
}

void merkle_node(const unsigned char *left, const unsigned char *right, unsigned char *out_node)
{
    struct hash h;
    hash_begin(&h);
    hash_byte(&h, 0x01);
    hash_add(&h, hash_str(left));
    hash_add(&h, hash_str(right));
    hash_end(&h, out_node);
}

int merkle_frontier_n(const struct merkle *tree)
{
    return __builtin_popcountll((uint64_t)tree->size);
}

enum err merkle_add(struct merkle *tree, const unsigned char *leaf, merkle_node_fn *completed,
                    void *arg)
{
    int n = merkle_frontier_n(tree), level = 0;
    if (n == MERKLE_LEVELS)
        return ERR_LIMIT;
    unsigned char hash[HASH_SIZE];
    memcpy(hash, leaf, HASH_SIZE);
    for (int64_t size = tree->size; size & 1; size >>= 1) {
        merkle_node(tree->frontier[--n], hash, hash);
        level++;
        enum err e = completed != NULL ? completed(arg, level, tree->size >> level, hash) : ERR_OK;
        if (e)
            return e;
    }
    memcpy(tree->frontier[n], hash, HASH_SIZE);
    tree->size++;
    return ERR_OK;
}

void merkle_root(const struct merkle *tree, unsigned char *out_root)
{
    int n = merkle_frontier_n(tree);
    if (n == 0) {
        hash_of(STR(""), out_root);
        return;
    }
    memcpy(out_root, tree->frontier[n - 1], HASH_SIZE);
    for (int i = n - 2; i >= 0; i--)
        merkle_node(tree->frontier[i], out_root, out_root);
}

/* --- proving: the recursions of RFC 9162 2.1.3.1 and 2.1.4.1 --------------------------------- */

struct prover {
    merkle_read_fn *read;
    void *arg;
    unsigned char *hashes;
    size_t n;
};

/* The largest power of two smaller than n; n > 1. */
static int64_t split(int64_t n)
{
    return INT64_C(1) << (63 - __builtin_clzll((uint64_t)(n - 1)));
}

static enum err range_root(struct prover *p, int64_t from, int64_t to, unsigned char *out_hash)
{
    int64_t n = to - from;
    if ((n & (n - 1)) == 0)
        return p->read(p->arg, from, to, out_hash);
    unsigned char left[HASH_SIZE], right[HASH_SIZE];
    enum err e = range_root(p, from, from + split(n), left);
    if (!e)
        e = range_root(p, from + split(n), to, right);
    if (!e)
        merkle_node(left, right, out_hash);
    return e;
}

static enum err give(struct prover *p, int64_t from, int64_t to)
{
    if (p->n == MERKLE_PROOF_MAX)
        return ERR_LIMIT;
    return range_root(p, from, to, p->hashes + HASH_SIZE * p->n++);
}

static enum err path(struct prover *p, int64_t seq, int64_t from, int64_t to)
{
    if (to - from == 1)
        return ERR_OK;
    int64_t middle = from + split(to - from);
    bool left = seq < middle;
    enum err e = left ? path(p, seq, from, middle) : path(p, seq, middle, to);
    if (e)
        return e;
    return left ? give(p, middle, to) : give(p, from, middle);
}

enum err merkle_inclusion(int64_t seq, int64_t size, merkle_read_fn *read, void *arg,
                          unsigned char *out_hashes, size_t *out_n)
{
    if (seq < 0 || seq >= size)
        return ERR_INVALID;
    struct prover p = {read, arg, out_hashes, 0};
    enum err e = path(&p, seq, 0, size);
    *out_n = p.n;
    return e;
}

static enum err subproof(struct prover *p, int64_t first, int64_t from, int64_t to, bool whole)
{
    if (first == to)
        return whole ? ERR_OK : give(p, from, to);
    int64_t middle = from + split(to - from);
    enum err e;
    if (first <= middle) {
        e = subproof(p, first, from, middle, whole);
        return e ? e : give(p, middle, to);
    }
    e = subproof(p, first, middle, to, false);
    return e ? e : give(p, from, middle);
}

enum err merkle_consistency(int64_t first, int64_t size, merkle_read_fn *read, void *arg,
                            unsigned char *out_hashes, size_t *out_n)
{
    if (first < 1 || first > size)
        return ERR_INVALID;
    struct prover p = {read, arg, out_hashes, 0};
    enum err e = subproof(&p, first, 0, size, true);
    *out_n = p.n;
    return e;
}

/* --- verifying: RFC 9162 2.1.3.2 and 2.1.4.2 ------------------------------------------------- */

bool merkle_check_inclusion(int64_t seq, int64_t size, const unsigned char *leaf,
                            const unsigned char *hashes, size_t n, const unsigned char *root)
{
    if (seq < 0 || seq >= size)
        return false;
    unsigned char hash[HASH_SIZE];
    memcpy(hash, leaf, HASH_SIZE);
    uint64_t place = (uint64_t)seq, last = (uint64_t)size - 1;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *p = hashes + HASH_SIZE * i;
        if (last == 0)
            return false;
        if ((place & 1) || place == last) {
            merkle_node(p, hash, hash);
            for (; !(place & 1) && place != 0; place >>= 1)
                last >>= 1;
        } else {
            merkle_node(hash, p, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    return last == 0 && hash_same(hash, root, HASH_SIZE);
}

bool merkle_check_consistency(int64_t first, int64_t size, const unsigned char *hashes, size_t n,
                              const unsigned char *first_root, const unsigned char *root)
{
    if (first < 1 || first > size)
        return false;
    if (first == size)
        return n == 0 && hash_same(first_root, root, HASH_SIZE);
    bool complete = (first & (first - 1)) == 0; /* then the first root begins the path itself */
    if (n == 0 && !complete)
        return false;
    const unsigned char *begin = complete ? first_root : hashes;
    uint64_t place = (uint64_t)first - 1, last = (uint64_t)size - 1;
    for (; place & 1; place >>= 1)
        last >>= 1;
    unsigned char old[HASH_SIZE], now[HASH_SIZE];
    memcpy(old, begin, HASH_SIZE);
    memcpy(now, begin, HASH_SIZE);
    for (size_t i = complete ? 0 : 1; i < n; i++) {
        const unsigned char *p = hashes + HASH_SIZE * i;
        if (last == 0)
            return false;
        if ((place & 1) || place == last) {
            merkle_node(p, old, old);
            merkle_node(p, now, now);
            for (; !(place & 1) && place != 0; place >>= 1)
                last >>= 1;
        } else {
            merkle_node(now, p, now);
        }
        place >>= 1;
        last >>= 1;
    }
    return last == 0 && hash_same(old, first_root, HASH_SIZE) && hash_same(now, root, HASH_SIZE);
}
