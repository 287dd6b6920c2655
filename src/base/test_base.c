#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/map.h"
#include "base/net.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "base/vec.h"

static struct arena arena;

static void note(void *arg)
{
    *(int *)arg += 1;
}

static enum err fills_up(void *arg)
{
    arena_defer(&arena, note, arg);
    for (int i = 0; i < 100000; i++)
        arena_alloc(&arena, 4096);
    return ERR_OK;
}

static void full_arena_answers_limit(void)
{
    int cleaned = 0;
    struct arena_mark before = arena_mark(&arena);
    IS_INT(arena_run(&arena, fills_up, &cleaned), ERR_LIMIT);
    IS_INT(cleaned, 1);
    struct arena_mark after = arena_mark(&arena);
    OK(before.block == after.block && before.block_used == after.block_used, "all was given back");
}

static void str_pieces(void)
{
    struct str rest = STR("a,,b"), piece;
    int n = 0;
    while (str_cut(&rest, ',', &piece))
        n++;
    IS_INT(n, 3);
    IS_STR(piece, STR("b"));
    IS_STR(str_trim(STR("\xE3\x80\x80 x\t\xEF\xBB\xBF")), STR("x"));
    IS_STR(str_narrow(&arena, STR("２０２６－０１５３　Ａ~")), STR("2026-0153 A~"));
    int64_t v;
    OK(str_int(STR("-9223372036854775808"), &v) && v == INT64_MIN, "least");
    OK(!str_int(STR("9223372036854775808"), &v), "overflow");
    OK(!str_int(STR("1 "), &v) && !str_int(STR(""), &v) && !str_int(STR("-"), &v), "not a number");
}

static void utf8_border(void)
{
    OK(utf8_ok(STR("清单 lists 𠮷")), "good");
    IS_INT(utf8_bad_at(STR("abcdefghi\xC0\x80")), 9);
    OK(!utf8_ok(STR("\xED\xA0\x80")), "surrogate");
    OK(!utf8_ok(STR("\xF4\x90\x80\x80")), "above the last code point");
    OK(!utf8_ok(STR("\xE6\xB8")), "cut off");
    OK(!utf8_printable(STR("a\x01")), "control");
    IS_INT(utf8_count(STR("清单a")), 3);
    IS_STR(utf8_prefix(STR("清单a"), 2), STR("清单"));
    struct buf b;
    buf_init(&b, &arena, 64);
    for (struct str s = STR("a清ß𠮷"); s.len;) {
        uint32_t r = 0;
        utf8_next(&s, &r);
        utf8_add(&b, r);
    }
    IS_STR(buf_str(&b), STR("a清ß𠮷"));
}

static void buf_keeps_its_maximum(void)
{
    struct buf b;
    buf_init(&b, &arena, 8);
    buf_add(&b, STR("12345678"));
    OK(!buf_full(&b), "exactly full is not over");
    buf_char(&b, '9');
    OK(buf_full(&b), "over");
    IS_STR(buf_str(&b), STR("12345678"));
    buf_init(&b, &arena, 64);
    buf_int(&b, INT64_MIN);
    IS_STR(buf_str(&b), STR("-9223372036854775808"));
}

static void days_round_trip(void)
{
    IS_INT(day_from_date((struct date){1970, 1, 1}), 0);
    IS_INT(day_weekday(0), 3);
    IS_INT(day_weekday(day_from_date((struct date){2026, 11, 22})), 6);
    for (int32_t day = -800000; day < 2900000; day++) {
        struct date d = day_date(day);
        if (d.year >= 1 && d.year <= 9999 && day_from_date(d) != day) {
            IS_INT(day_from_date(d), day);
            return;
        }
    }
    int32_t day;
    OK(!day_parse(STR("2026-02-29"), &day), "no such day");
    OK(!day_parse(STR("2026-1-02"), &day) && !day_parse(STR("2026-01-02 "), &day), "strict");
    OK(day_parse(STR("2024-02-29"), &day), "leap day");
    IS_STR(day_text(&arena, day), STR("2024-02-29"));
    int64_t at;
    OK(instant_parse(STR("2026-11-22T17:00:00+08:00"), &at), "instant");
    IS_STR(instant_text(&arena, at, 0), STR("2026-11-22T09:00:00+00:00"));
    IS_INT(day_of_instant(at + 7 * HOUR_US, 480), day_from_date((struct date){2026, 11, 23}));
    IS_INT(day_of_instant(-1, 0), -1);
}

static void maps_and_vectors_grow(void)
{
    struct map map = {0};
    VEC(int) vec = {0};
    for (int i = 0; i < 1000; i++) {
        *VEC_ADD(&arena, &vec) = i;
        int *value = ARENA_NEW(&arena, int);
        *value = i;
        map_put(&arena, &map, str_print(&arena, "key %d", i), value);
    }
    IS_INT(map.n, 1000);
    IS_INT(vec.at[999], 999);
    IS_INT(*(int *)map_get(&map, STR("key 512")), 512);
    OK(!map_get(&map, STR("key 1000")), "absent");
}

static void networks(void)
{
    static const struct {
        const char *address, *net;
    } cases[] = {
        {"192.0.2.7", "192.0.2.7"},
        {"::ffff:192.0.2.7", "192.0.2.7"},
        {"2001:db8::1", "2001:db8::/64"},
        {"2001:db8:0:0:1:2:3:4", "2001:db8::/64"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:DB8:1:2::", "2001:db8:1:2::/64"},
        {"fe80::1%eth0", "fe80::/64"},
        {"::1", "::/64"},
        {"", ""},
        {"unix", "unix"},
        {"1.2.3.4.5", "1.2.3.4.5"},
        {"2001:db8:::1", "2001:db8:::1"},
        {"1111111111222222222233333333334444444444555555555566",
         "1111111111222222222233333333334444444444555555555566"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        IS_STR(net_of(&arena, str_from(cases[i].address)), str_from(cases[i].net));
}

int main(void)
{
    arena_init(&arena, (size_t)16 << 20);
    RUN(networks);
    RUN(full_arena_answers_limit);
    RUN(str_pieces);
    RUN(utf8_border);
    RUN(buf_keeps_its_maximum);
    RUN(days_round_trip);
    RUN(maps_and_vectors_grow);
    arena_release(&arena);
    return tap_end();
}
