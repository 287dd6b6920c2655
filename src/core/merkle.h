/*
 * Merkle trees as RFC 9162 section 2.1 has them, kept as a frontier: the roots of the complete
 * subtrees along the right edge, largest first. Pure; the journal keeps one in its head row.
 *
 *     struct merkle tree = {0};
 *     merkle_leaf(data, leaf);  merkle_add(&tree, leaf);
 *     merkle_root(&tree, root);                          // the empty tree's root is SHA-256("")
 */
#ifndef LIANYUAN_CORE_MERKLE_H
#define LIANYUAN_CORE_MERKLE_H

#include "base/err.h"
#include "base/hash.h"

enum { MERKLE_LEVELS = 62, MERKLE_PROOF_MAX = 2 * MERKLE_LEVELS };

struct merkle {
    int64_t size;
    unsigned char frontier[MERKLE_LEVELS][HASH_SIZE]; /* as many as size has one bits */
};

/* Called for every subtree that an added leaf completes: level 1 = two leaves. */
typedef enum err merkle_node_fn(void *arg, int level, int64_t place, const unsigned char *hash);

void merkle_leaf(struct str data, unsigned char *out_leaf);
void merkle_node(const unsigned char *left, const unsigned char *right, unsigned char *out_node);
enum err merkle_add(struct merkle *tree, const unsigned char *leaf, merkle_node_fn *completed,
                    void *arg);
void merkle_root(const struct merkle *tree, unsigned char *out_root);
int merkle_frontier_n(const struct merkle *tree);

/* What a verifier does; nothing but the arguments is trusted. hashes: n times HASH_SIZE bytes. */
bool merkle_check_inclusion(int64_t seq, int64_t size, const unsigned char *leaf,
                            const unsigned char *hashes, size_t n, const unsigned char *root);
bool merkle_check_consistency(int64_t first, int64_t size, const unsigned char *hashes, size_t n,
                              const unsigned char *first_root, const unsigned char *root);

/* What a prover does: read(arg, from, to, out) gives the root of leaves [from, to), a complete
 * subtree. */
typedef enum err merkle_read_fn(void *arg, int64_t from, int64_t to, unsigned char *out_hash);
enum err merkle_inclusion(int64_t seq, int64_t size, merkle_read_fn *read, void *arg,
                          unsigned char *out_hashes, size_t *out_n);
enum err merkle_consistency(int64_t first, int64_t size, merkle_read_fn *read, void *arg,
                            unsigned char *out_hashes, size_t *out_n);

#endif
