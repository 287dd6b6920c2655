#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/tap.h"
#include "base/vec.h"
#include "core/merkle.h"

static struct arena arena;

enum { LEAVES = 70 };

static unsigned char leaves[LEAVES][HASH_SIZE];

/* The definition of RFC 9162 2.1.1, word for word. */
static void naive_root(int64_t from, int64_t to, unsigned char *out)
{
    if (from == to) {
        hash_of(STR(""), out);
        return;
    }
    if (to - from == 1) {
        memcpy(out, leaves[from], HASH_SIZE);
        return;
    }
    int64_t k = 1;
    while (2 * k < to - from)
        k *= 2;
    unsigned char left[HASH_SIZE], right[HASH_SIZE];
    naive_root(from, from + k, left);
    naive_root(from + k, to, right);
    merkle_node(left, right, out);
}

static enum err read_root(void *arg, int64_t from, int64_t to, unsigned char *out)
{
    (void)arg;
    naive_root(from, to, out);
    return ERR_OK;
}

static enum err check_node(void *arg, int level, int64_t place, const unsigned char *hash)
{
    unsigned char want[HASH_SIZE];
    naive_root(place << level, (place + 1) << level, want);
    *(int *)arg += memcmp(hash, want, HASH_SIZE) == 0 ? 1 : 1000000;
    return ERR_OK;
}

static void roots_grow_as_defined(void)
{
    struct merkle tree = {0};
    int completed = 0;
    for (int64_t n = 0; n <= LEAVES; n++) {
        unsigned char got[HASH_SIZE], want[HASH_SIZE];
        merkle_root(&tree, got);
        naive_root(0, n, want);
        OK(memcmp(got, want, HASH_SIZE) == 0, "the root of n leaves");
        if (n < LEAVES)
            IS_INT(merkle_add(&tree, leaves[n], check_node, &completed), ERR_OK);
    }
    IS_INT(completed, 35 + 17 + 8 + 4 + 2 + 1); /* 70 leaves: every complete subtree once */
}

static void proofs_prove_and_nothing_else(void)
{
    unsigned char proof[MERKLE_PROOF_MAX * HASH_SIZE], root[HASH_SIZE], first_root[HASH_SIZE];
    size_t n;
    for (int64_t size = 1; size <= LEAVES; size++) {
        naive_root(0, size, root);
        for (int64_t seq = 0; seq < size; seq++) {
            IS_INT(merkle_inclusion(seq, size, read_root, NULL, proof, &n), ERR_OK);
            OK(merkle_check_inclusion(seq, size, leaves[seq], proof, n, root), "it is in");
            OK(!merkle_check_inclusion(seq, size, leaves[(seq + 1) % LEAVES], proof, n, root),
               "another is not");
        }
        for (int64_t first = 1; first <= size; first++) {
            naive_root(0, first, first_root);
            IS_INT(merkle_consistency(first, size, read_root, NULL, proof, &n), ERR_OK);
            OK(merkle_check_consistency(first, size, proof, n, first_root, root), "it began so");
            first_root[0] ^= 1;
            OK(!merkle_check_consistency(first, size, proof, n, first_root, root), "not so");
        }
    }
    IS_INT(merkle_inclusion(5, 5, read_root, NULL, proof, &n), ERR_INVALID);
    IS_INT(merkle_consistency(0, 5, read_root, NULL, proof, &n), ERR_INVALID);
    IS_INT(merkle_consistency(6, 5, read_root, NULL, proof, &n), ERR_INVALID);
}

/* --- the published cases (transparency-dev/merkle), where they are at hand ------------------- */

static const char vectors[] = SHARED_DIR "/data/misc/merkle/testdata";
static int cases, wrong, other_size;

static struct str proof_of(const struct json *list)
{
    size_t n = json_count(list);
    char *bytes = arena_alloc(&arena, n * HASH_SIZE + 1);
    for (size_t i = 0; i < n; i++)
        if (!base64_bytes(json_str(json_element(list, i)), bytes + i * HASH_SIZE, HASH_SIZE))
            return STR_NULL;
    return (struct str){bytes, n};
}

static bool holds(const struct json *c, bool inclusion)
{
    unsigned char a[HASH_SIZE], b[HASH_SIZE];
    struct str proof = proof_of(json_member(c, "proof"));
    const unsigned char *hashes = (const unsigned char *)proof.ptr;
    if (!base64_bytes(json_str(json_member(c, inclusion ? "leafHash" : "root1")), a, HASH_SIZE) ||
        !base64_bytes(json_str(json_member(c, inclusion ? "root" : "root2")), b, HASH_SIZE) ||
        hashes == NULL)
        return false;
    if (inclusion)
        return merkle_check_inclusion(json_int(json_member(c, "leafIdx"), -1),
                                      json_int(json_member(c, "treeSize"), -1), a, hashes,
                                      proof.len, b);
    return merkle_check_consistency(json_int(json_member(c, "size1"), -1),
                                    json_int(json_member(c, "size2"), -1), hashes, proof.len, a, b);
}

static void walk(struct str path, bool inclusion)
{
    struct str *names, text;
    size_t n;
    const struct json *c;
    if (fs_list(&arena, path, 1000, &names, &n) == ERR_OK) {
        for (size_t i = 0; i < n; i++)
            walk(fs_join(&arena, path, names[i]), inclusion);
    } else if (fs_read(&arena, path, 1 << 20, &text) == ERR_OK &&
               json_parse(&arena, text, &c, NULL) == ERR_OK) {
        cases++;
        bool want = !json_bool(json_member(c, "wantErr"));
        if (want && json_str(json_member(c, inclusion ? "root" : "root1")).len != 44) {
            other_size++; /* any bytes may be a root there; ours are SHA-256 */
        } else if (holds(c, inclusion) != want) {
            wrong++;
            printf("# %.*s\n", STR_ARG(path));
        }
    }
}

static void published_cases(void)
{
    walk(fs_join(&arena, str_from(vectors), STR("inclusion")), true);
    walk(fs_join(&arena, str_from(vectors), STR("consistency")), false);
    OK(cases >= 150, "the cases were read");
    IS_INT(wrong, 0);
    IS_INT(other_size, 1);
}

int main(void)
{
    arena_init(&arena, 64 << 20);
    for (int i = 0; i < LEAVES; i++)
        merkle_leaf(str_print(&arena, "%d", i), leaves[i]);
    RUN(roots_grow_as_defined);
    RUN(proofs_prove_and_nothing_else);
    if (fs_exists(&arena, str_from(vectors)))
        RUN(published_cases);
    else
        tap_skip("published_cases", "../shared/data/misc/merkle is not there");
    arena_release(&arena);
    return tap_end();
}
