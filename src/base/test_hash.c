#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/rand.h"
#include "base/tap.h"
#include "base/uscc.h"

static struct arena arena;

static void hashes(void)
{
    unsigned char digest[HASH_SIZE], again[HASH_SIZE];
    hash_of(STR("abc"), digest); /* FIPS 180-2, appendix B.1 */
    IS_STR(hash_text(&arena, digest),
           STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    struct hash h;
    hash_begin(&h);
    hash_byte(&h, 'a');
    hash_add(&h, STR("bc"));
    hash_end(&h, again);
    OK(hash_same(digest, again, HASH_SIZE), "in pieces the same");
    again[31] ^= 1;
    OK(!hash_same(digest, again, HASH_SIZE), "one bit differs");
    unsigned char key[HASH_SIZE] = {0};
    hash_keyed(key, STR(""), digest);
    IS_STR(hash_text(&arena, digest),
           STR("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

static void base64s(void)
{
    IS_STR(base64_text(&arena, STR("\xfb\xff\xfe")), STR("+//+"));
    IS_STR(base64url_text(&arena, STR("\xfb\xff\xfe\x01")), STR("-__-AQ"));
    unsigned char out[4];
    OK(base64url_bytes(STR("-__-AQ"), out, 4) && memcmp(out, "\xfb\xff\xfe\x01", 4) == 0, "back");
    OK(!base64url_bytes(STR("-__-AR"), out, 4), "stray bits are refused");
    OK(!base64url_bytes(STR("-__-AQ="), out, 4), "padding is refused");
    OK(!base64url_bytes(STR("-__-AQ"), out, 3), "too long");
    OK(!base64url_bytes(STR(" -__-AQ"), out, 4), "blank");
    OK(!base64url_bytes(STR_NULL, out, 4), "nothing");
}

static void passwords(void)
{
    char one[ARGON2_TEXT_MAX], two[ARGON2_TEXT_MAX];
    IS_INT(argon2_hash(STR("正确的密码"), one), ERR_OK);
    IS_INT(argon2_hash(STR("正确的密码"), two), ERR_OK);
    struct str a = str_from(one), b = str_from(two);
    OK(str_starts(a, STR("$argon2id$v=19$m=19456,t=2,p=1$")), "the parameters that were settled");
    OK(!str_eq(a, b), "salted");
    OK(argon2_check(a, STR("正确的密码")) && argon2_check(b, STR("正确的密码")), "taken");
    OK(!argon2_check(a, STR("错误的密码")) && !argon2_check(a, STR("")), "refused");
    OK(!argon2_check(STR(""), STR("")) && !argon2_check(STR("x"), STR("x")), "no hash, no way in");
}

static void credit_codes(void)
{
    static const char *good[] = {"91350200MA2YJ1XR9G", "9135021359498494XQ", "91440101MA5CJQ4N59",
                                 "123502001549897397"};
    static const char *issued[] = {"91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P",
                                   "91350203M0001QAY9B"};
    char check;
    size_t at;
    for (size_t i = 0; i < 4; i++) {
        IS_INT(uscc_check(str_from(good[i]), &at, &check), USCC_GOOD);
        IS_INT(check, good[i][17]);
        IS_INT(uscc_check(str_from(issued[i]), &at, &check), USCC_BAD_CHECK);
    }
    IS_INT(uscc_check(STR("91350200MA2YJ1XR9"), &at, &check), USCC_BAD_LENGTH);
    IS_INT(uscc_check(STR("91350200MA2YJ1XR9GG"), &at, &check), USCC_BAD_LENGTH);
    IS_INT(uscc_check(STR("9135020OMA2YJ1XR9G"), &at, &check), USCC_BAD_LETTER);
    IS_INT(at, 7);
    IS_INT(uscc_check((struct str){"91350200MA2YJ1XR9\0", 18}, &at, &check), USCC_BAD_LETTER);
    IS_STR(uscc_clean(&arena, STR("　９１３５0200-ma2y j1xr9g ")), STR("91350200MA2YJ1XR9G"));
    /* Every change of one of the first 17 characters of a good code is seen: 31 is prime. */
    char changed[19] = "91350200MA2YJ1XR9G";
    for (size_t i = 0; i < 17; i++) {
        char was = changed[i];
        changed[i] = was == '7' ? '8' : '7';
        IS_INT(uscc_check((struct str){changed, 18}, NULL, NULL), USCC_BAD_CHECK);
        changed[i] = was;
    }
}

static void files(void)
{
    char dir[] = "/tmp/lianyuan-fs-XXXXXX";
    if (mkdtemp(dir) == NULL)
        abort();
    struct str deep = fs_join(&arena, str_from(dir), STR("a/b/c"));
    IS_INT(fs_mkdir(&arena, deep, 0700), ERR_OK);
    IS_INT(fs_mkdir(&arena, deep, 0700), ERR_OK);
    struct str path = fs_join(&arena, deep, STR("f")), got;
    IS_INT(fs_write(&arena, path, STR("一"), 0600), ERR_OK);
    IS_INT(fs_write(&arena, path, STR("二"), 0640), ERR_OK);
    IS_INT(fs_read(&arena, path, 100, &got), ERR_OK);
    IS_STR(got, STR("二"));
    struct stat st;
    OK(stat(path.ptr, &st) == 0 && (st.st_mode & 0777) == 0640, "mode");
    IS_INT(fs_read(&arena, path, 2, &got), ERR_LIMIT);
    IS_INT(fs_read(&arena, fs_join(&arena, deep, STR("g")), 2, &got), ERR_NOT_FOUND);
    IS_INT(fs_write(&arena, fs_join(&arena, deep, STR("no/f")), STR("x"), 0600), ERR_NOT_FOUND);
    IS_INT(fs_mkdir(&arena, path, 0700), ERR_CONFLICT);
    struct str *names;
    size_t n;
    IS_INT(fs_list(&arena, deep, 10, &names, &n), ERR_OK);
    IS_INT(n, 1); /* no temporary file is left */
    IS_STR(names[0], STR("f"));
    int64_t room;
    OK(fs_room(&arena, deep, &room) == ERR_OK && room > 0, "room");
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full >= 0) {
        IS_INT(fs_put(full, STR("x")), ERR_FULL);
        close(full);
    }
    IS_INT(fs_drop(&arena, path), ERR_OK);
    IS_INT(fs_drop(&arena, path), ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        rmdir(deep.ptr);
        deep = str_dup(&arena, str_slice(deep, 0, deep.len - 2));
        deep = str_from(str_c(&arena, deep));
    }
    OK(rmdir(dir) == 0, "nothing is left behind");
}

static void randomness(void)
{
    unsigned char a[32] = {0}, b[32] = {0};
    rand_bytes(a, sizeof a);
    rand_bytes(b, sizeof b);
    OK(memcmp(a, b, sizeof a) != 0, "two draws differ");
    bool seen[5] = {0};
    for (int i = 0; i < 1000; i++)
        seen[rand_below(5)] = true;
    OK(seen[0] && seen[1] && seen[2] && seen[3] && seen[4], "all values come");
    rand_wipe(a, sizeof a);
    OK(a[0] == 0 && a[31] == 0, "wiped");
}

int main(void)
{
    arena_init(&arena, 16 << 20);
    RUN(hashes);
    RUN(base64s);
    RUN(passwords);
    RUN(credit_codes);
    RUN(files);
    RUN(randomness);
    arena_release(&arena);
    return tap_end();
}
