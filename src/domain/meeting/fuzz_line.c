/* What a secretary types in a hurry, and what a proxy says the address is: any bytes are read
 * within their bounds, and what is taken holds to its own rules. */
#include <assert.h>

#include "base/net.h"
#include "base/pinyin.h"
#include "domain/meeting/meeting_line_rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { DEPARTMENTS = 5, TODAY = 20779 }; /* 2026-11-22, a Sunday */

static void check_word(const struct meeting_line_word *w)
{
    assert(w->n <= MEETING_MATCHES_MAX);
    for (size_t i = 0; i < w->n; i++)
        assert(w->matches[i] < DEPARTMENTS);
    assert(w->is != MEETING_WORD_ORG || w->n == 1);
    assert(w->is != MEETING_WORD_DAY || w->day != DAY_NONE);
}

/* The name itself is found, whatever initials were read from it. */
static void check_name(struct arena *arena, struct str name)
{
    struct str initials = pinyin_initials(arena, name);
    for (size_t i = 0; i < initials.len; i++)
        assert((initials.ptr[i] >= 'a' && initials.ptr[i] <= 'z') ||
               (initials.ptr[i] >= '0' && initials.ptr[i] <= '9'));
    struct str net = net_of(arena, name);
    assert(str_eq(net_of(arena, net), net) || net.len > name.len || str_ends(net, STR("/64")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct meeting_department departments[DEPARTMENTS] = {
        {1, {"自然资源分局", 18}, {"自然资源", 12}, {"zrzyfj", 6}, {"zrzy", 4}},
        {2, {"规划建设局", 15}, {"规建局", 9}, {"ghjsj", 5}, {"gjj", 3}},
        {3, {"水务公司", 12}, {"水务", 6}, {"swgs", 4}, {"sw", 2}},
        {4, {"税务分局", 12}, {"税务", 6}, {"swfj", 4}, {"sw", 2}},
        {5, {"供电中心", 12}, {"供电", 6}, {"gdzx", 4}, {"gd", 2}},
    };
    struct str text = {(const char *)bytes, size};
    struct arena arena;
    arena_init(&arena, 64 << 20);
    struct meeting_line line =
        meeting_line_read(calendar_plain(), TODAY, departments, DEPARTMENTS, text);
    assert(line.n <= MEETING_WORDS_MAX && line.helper_n <= MEETING_HELPERS_MAX);
    assert(line.lead >= 0 && line.lead <= DEPARTMENTS);
    for (size_t i = 0; i < line.n; i++)
        check_word(&line.words[i]);
    for (size_t i = 0; i < line.helper_n; i++)
        assert(line.helpers[i] != line.lead);
    check_name(&arena, text);
    arena_release(&arena);
    return 0;
}
