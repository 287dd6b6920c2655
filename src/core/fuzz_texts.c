/* Small texts that come from outside: calendars, checkpoints, numbers, codes, roles. What is taken
 * must hold to its own rules afterwards. */
#include <assert.h>

#include "base/uscc.h"
#include "base/workday.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/person.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void try_calendar(struct arena *arena, struct str text)
{
    const struct calendar *c;
    struct error error = {0};
    if (calendar_read(arena, text, &c, &error)) {
        assert(error.message != NULL);
        return;
    }
    int32_t first = calendar_first(c), last = calendar_horizon(c);
    assert(first < last && !str_empty(calendar_notice(c, last)));
    int64_t all = workday_count(c, first - 1, last);
    assert(all >= 0 && all <= (int64_t)last - first + 1);
    assert(workday_is(c, workday_add(c, first, 5)));
    if (all > 0)
        assert(workday_add(c, first - 1, all) <= last);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    struct arena arena;
    struct checkpoint checkpoint, again;
    struct str number;
    uint32_t roles;
    arena_init(&arena, 64 << 20);
    try_calendar(&arena, text);
    if (checkpoint_parse(text, &checkpoint))
        assert(checkpoint_parse(checkpoint_text(&arena, &checkpoint), &again) &&
               again.size == checkpoint.size);
    if (number_read(&arena, text, 2026, &number))
        assert(number_read(&arena, number, 1999, &number));
    if (roles_parse(text, &roles))
        assert(roles_parse(roles_text(&arena, roles), &roles));
    uscc_check(uscc_clean(&arena, text), NULL, NULL);
    arena_release(&arena);
    return 0;
}
