/* iCalendar: read back by a small reader of our own, and by Python's icalendar where it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/tap.h"
#include "base/utf8.h"
#include "report/ics.h"

/* Debian's own, whatever else is first in the path: its modules come from packages. */
#define PYTHON "/usr/bin/python3"

static struct arena arena;

static struct str one(const struct ics_event *event)
{
    struct buf b;
    buf_init(&b, &arena, ICS_BYTES_MAX);
    struct ics ics = ics_begin(&b, STR("list.example"), STR("办理日程"));
    ics_event(&ics, event);
    ics_end(&ics);
    OK(!buf_full(&b), "fits");
    return buf_str(&b);
}

/* The value of a property, unfolded and unescaped; STR_NULL when it is not there. Checks the form
 * of every line on the way. */
static struct str value_of(struct str text, const char *name)
{
    struct buf b;
    bool inside = false;
    size_t begin = 0, skip = strlen(name);
    buf_init(&b, &arena, 1 << 20);
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != '\r' || text.ptr[i + 1] != '\n')
            continue;
        struct str line = str_slice(text, begin, i);
        OK(line.len <= ICS_LINE_MAX && utf8_ok(line), "a folded line has whole characters");
        if (inside && line.len && line.ptr[0] == ' ')
            buf_add(&b, str_slice(line, 1, line.len));
        else if ((inside = str_starts(line, str_from(name))))
            buf_add(&b, str_slice(line, skip, line.len));
        begin = i + 2;
    }
    IS_INT(begin, text.len);
    struct str folded = buf_str(&b);
    struct buf out;
    buf_init(&out, &arena, 1 << 20);
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.ptr[i] != '\\')
            buf_char(&out, folded.ptr[i]);
        else
            buf_char(&out, folded.ptr[++i] == 'n' ? '\n' : folded.ptr[i]);
    }
    return buf_str(&out);
}

static struct ics_event sample(struct str title)
{
    return (struct ics_event){.uid = STR("duty-153"),
                              .title = title,
                              .text = STR("第一行\n第二行; a,b\\c"),
                              .url = STR("https://list.example/matters/153?a=1,2;3"),
                              .day = 20780,
                              .changed_us = INT64_C(1795312800000000),
                              .version = 3};
}

static void events_have_the_published_form(void)
{
    struct ics_event e = sample(STR("到期：2026-0153"));
    struct str t = one(&e);
    OK(str_starts(t, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")), "begin");
    OK(str_has(t, STR("\r\nDTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261124\r\n")), "day");
    OK(str_has(t, STR("\r\nDTSTAMP:20261122T020000Z\r\n")), "stamp in UTC");
    OK(str_has(t, STR("\r\nSEQUENCE:3\r\n")), "sequence");
    IS_STR(value_of(t, "UID:"), STR("duty-153@list.example"));
    IS_STR(value_of(t, "DESCRIPTION:"), STR("第一行\n第二行; a,b\\c"));
    IS_STR(value_of(t, "URL:"), STR("https://list.example/matters/153?a=1,2;3"));
    e.day = DAY_NONE;
    e.from_us = INT64_C(1795312800000000);
    e.to_us = e.from_us + 90 * MINUTE_US;
    e.cancelled = true;
    t = one(&e);
    OK(str_has(t, STR("\r\nDTSTART:20261122T020000Z\r\nDTEND:20261122T033000Z\r\n")), "times");
    OK(str_has(t, STR("\r\nSTATUS:CANCELLED\r\n")), "cancelled");
    IS_STR(one(&e), t); /* the same bytes again */
}

static struct str any_text(bool backslash)
{
    static const uint32_t runes[] = {'a',  ' ',    ',',     ';', '\n', 'n',
                                     0xe9, 0x4e2d, 0x1f600, ':', '\\'};
    struct buf b;
    buf_init(&b, &arena, 1 << 16);
    buf_char(&b, 'x');
    for (uint32_t i = rand_below(400); i > 0; i--)
        utf8_add(&b, runes[rand_below(sizeof runes / sizeof runes[0] - !backslash)]);
    return buf_str(&b);
}

static void any_text_comes_back(void)
{
    for (int i = 0; i < 1000; i++) {
        struct str text = any_text(true);
        struct ics_event e = sample(text);
        IS_STR(value_of(one(&e), "SUMMARY:"), text);
    }
    struct ics_event e = sample(STR("a\r\nBEGIN:VALARM\r\x01z"));
    IS_STR(value_of(one(&e), "SUMMARY:"), STR("a\nBEGIN:VALARMz")); /* no line can be added */
}

/* Another program's reader finds the same in it. (icalendar 4.0 takes an escaped backslash before
 * an n for a line end: no backslashes here.) */
static void another_reader_agrees(void)
{
    static const char script[] =
        "import sys\n"
        "from icalendar import Calendar\n"
        "c = Calendar.from_ical(open(sys.argv[1], 'rb').read())\n"
        "e = [x for x in c.walk('VEVENT')]\n"
        "assert len(e) == 1, len(e)\n"
        "assert str(e[0]['SUMMARY']) == open(sys.argv[2], encoding='utf-8', newline='').read()\n"
        "assert str(e[0]['UID']) == 'duty-153@list.example'\n"
        "assert e[0]['DTSTART'].dt.isoformat() == '2026-11-23'\n"
        "assert e[0]['DTEND'].dt.isoformat() == '2026-11-24'\n";
    char dir[] = "/tmp/lianyuan-ics-XXXXXX";
    if (!mkdtemp(dir))
        OK(false, "mkdtemp");
    const char *code = str_c(&arena, str_print(&arena, "%s/read.py", dir));
    const char *ics = str_c(&arena, str_print(&arena, "%s/a.ics", dir));
    const char *want = str_c(&arena, str_print(&arena, "%s/a.txt", dir));
    const char *run = str_c(&arena, str_print(&arena, PYTHON " %s %s %s >&2", code, ics, want));
    for (int i = 0; i < 8; i++) {
        struct str text = any_text(false), bytes;
        struct ics_event e = sample(text);
        bytes = one(&e);
        FILE *f = fopen(code, "w");
        fputs(script, f);
        fclose(f);
        f = fopen(ics, "w");
        fwrite(bytes.ptr, 1, bytes.len, f);
        fclose(f);
        f = fopen(want, "w");
        fwrite(text.ptr, 1, text.len, f);
        fclose(f);
        OK(system(run) == 0, "read by icalendar");
    }
    unlink(code);
    unlink(ics);
    unlink(want);
    rmdir(dir);
}

int main(void)
{
    arena_init(&arena, (size_t)2 << 30);
    RUN(events_have_the_published_form);
    RUN(any_text_comes_back);
    if (system(PYTHON " -c 'import icalendar' 2>/dev/null") == 0)
        RUN(another_reader_agrees);
    else
        tap_skip("another_reader_agrees", "python3-icalendar is not installed");
    arena_release(&arena);
    return tap_end();
}
