#include "report/ics.h"

/* One content line being written: where it began, so that it can be folded. */
struct line {
    struct buf *buf;
    size_t used; /* bytes on this line so far */
};

/* A character of n bytes: on this line, or on the next, which begins with a blank. */
static void put(struct line *line, const char *bytes, size_t n)
{
    if (line->used + n > ICS_LINE_MAX) {
        buf_add(line->buf, STR("\r\n "));
        line->used = 1;
    }
    buf_add(line->buf, (struct str){bytes, n});
    line->used += n;
}

static size_t length_of(const char *at, size_t left)
{
    unsigned char c = (unsigned char)*at;
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    return n < left ? n : left;
}

static void put_plain(struct line *line, struct str s)
{
    for (size_t i = 0; i < s.len;) {
        size_t n = length_of(s.ptr + i, s.len - i);
        put(line, s.ptr + i, n);
        i += n;
    }
}

/* Section 3.3.11: backslash, comma, semicolon and line ends are escaped; other controls have no
 * place in a text. An escape is never parted. */
static void put_text(struct line *line, struct str s)
{
    for (size_t i = 0; i < s.len;) {
        size_t n = length_of(s.ptr + i, s.len - i);
        char c = s.ptr[i];
        char escape[2] = {'\\', c == '\n' ? 'n' : c};
        if (c == '\\' || c == ',' || c == ';' || c == '\n')
            put(line, escape, 2);
        else if ((unsigned char)c >= ' ' && c != 127)
            put(line, s.ptr + i, n);
        else if (c == '\t')
            put(line, " ", 1);
        i += n;
    }
}

static struct line begin(struct buf *buf, struct str name)
{
    struct line line = {buf, 0};
    put_plain(&line, name);
    return line;
}

static void end(struct line *line)
{
    buf_add(line->buf, STR("\r\n"));
}

static void text_line(struct buf *buf, struct str name, struct str value)
{
    if (str_empty(value))
        return;
    struct line line = begin(buf, name);
    put_text(&line, value);
    end(&line);
}

static void date_line(struct buf *buf, const char *name, int32_t day)
{
    struct date d = day_date(day);
    buf_print(buf, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, d.year, d.month, d.day);
}

static void time_line(struct buf *buf, const char *name, int64_t at_us)
{
    int32_t day = day_of_instant(at_us, 0);
    struct date d = day_date(day);
    int64_t s = (at_us - instant_of_day(day, 0)) / SECOND_US;
    buf_print(buf, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, d.year, d.month, d.day,
              (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

struct ics ics_begin(struct buf *buf, struct str domain, struct str name)
{
    buf_add(buf, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//lianyuan//lianyuan//ZH\r\n"
                     "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
    text_line(buf, STR("NAME:"), name); /* RFC 7986 */
    text_line(buf, STR("X-WR-CALNAME:"), name);
    buf_add(buf, STR("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"));
    return (struct ics){buf, domain};
}

void ics_event(struct ics *ics, const struct ics_event *event)
{
    struct buf *buf = ics->buf;
    buf_add(buf, STR("BEGIN:VEVENT\r\n"));
    struct line uid = begin(buf, STR("UID:"));
    put_text(&uid, event->uid);
    put_text(&uid, STR("@"));
    put_text(&uid, ics->domain);
    end(&uid);
    time_line(buf, "DTSTAMP", event->changed_us);
    time_line(buf, "LAST-MODIFIED", event->changed_us);
    buf_print(buf, "SEQUENCE:%lld\r\n", (long long)event->version);
    if (event->day != DAY_NONE) {
        date_line(buf, "DTSTART", event->day);
        date_line(buf, "DTEND", event->day + 1); /* the first day after it */
        buf_add(buf, STR("TRANSP:TRANSPARENT\r\n"));
    } else {
        time_line(buf, "DTSTART", event->from_us);
        time_line(buf, "DTEND", event->to_us);
    }
    text_line(buf, STR("SUMMARY:"), event->title);
    text_line(buf, STR("DESCRIPTION:"), event->text);
    text_line(buf, STR("LOCATION:"), event->place);
    if (!str_empty(event->url)) {
        struct line url = begin(buf, STR("URL:"));
        put_plain(&url, event->url);
        end(&url);
    }
    buf_print(buf, "STATUS:%s\r\nEND:VEVENT\r\n", event->cancelled ? "CANCELLED" : "CONFIRMED");
}

void ics_end(struct ics *ics)
{
    buf_add(ics->buf, STR("END:VCALENDAR\r\n"));
}
