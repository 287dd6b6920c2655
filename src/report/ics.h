/*
 * iCalendar (RFC 5545): a calendar of whole-day and timed events, for any calendar program.
 *
 *     struct ics ics = ics_begin(&buf, STR("list.example"), STR("办理日程"));
 *     ics_event(&ics, &event);
 *     ics_end(&ics);
 *     if (buf_full(&buf)) return ERR_LIMIT;
 *
 * Lines are folded at 75 bytes without parting a character, text is escaped, line ends are CRLF.
 * Times are in UTC: no time-zone table is needed, and every program shows its own user's. A whole
 * day is a date (VALUE=DATE), the same day everywhere. The same events give the same bytes.
 */
#ifndef LIANYUAN_REPORT_ICS_H
#define LIANYUAN_REPORT_ICS_H

#include "base/buf.h"
#include "base/day.h"

enum { ICS_BYTES_MAX = 4 * 1024 * 1024, ICS_LINE_MAX = 75 };

struct ics_event {
    struct str uid;                     /* unique within the domain */
    struct str title, text, place, url; /* the last three may be empty */
    int32_t day;                        /* whole day; DAY_NONE: from_us to to_us */
    int64_t from_us, to_us;
    int64_t changed_us; /* DTSTAMP and LAST-MODIFIED */
    int64_t version;    /* SEQUENCE */
    bool cancelled;
};

struct ics {
    struct buf *buf;
    struct str domain; /* right side of every UID */
};

struct ics ics_begin(struct buf *buf, struct str domain, struct str name);
void ics_event(struct ics *ics, const struct ics_event *event);
void ics_end(struct ics *ics);

#endif
