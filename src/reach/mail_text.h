/*
 * A mail as bytes: RFC 5322 header, plain text in UTF-8 as base64 (RFC 2045), names and subject as
 * encoded words (RFC 2047), files as further parts (RFC 2046) whose names stand in plain letters
 * and as RFC 2231 has it. Nothing that was given can add a line to the header.
 *
 *     struct mail mail = {.from = STR("list@park.example"), .to = ..., .subject = ..., .text =
 * ...}; struct str bytes = mail_compose(arena, &mail);      // CRLF throughout, ends with CRLF
 */
#ifndef LIANYUAN_REACH_MAIL_TEXT_H
#define LIANYUAN_REACH_MAIL_TEXT_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"
#include "core/enclose.h"

enum {
    MAIL_ADDRESS_MAX = 200,
    MAIL_TEXT_MAX = 64 * 1024,
    MAIL_BYTES_MAX = 2 * MAIL_TEXT_MAX + 2 * ENCLOSED_BYTES_MAX
};

struct mail {
    struct str from, from_name, to, to_name; /* bare addresses; names may be empty */
    struct str subject, text;                /* text: lines parted by LF */
    struct str id;                           /* message's name: left part of Message-ID */
    struct str domain;                       /* right part: names this installation */
    int64_t at_us;
    int32_t offset_min;
    const struct enclosed *enclosed; /* at most ENCLOSED_BYTES_MAX together */
    size_t enclosed_n;
};

/* local@domain in ASCII without blanks, controls, brackets, quotes or a second @. */
bool mail_address_ok(struct str address);

struct str mail_compose(struct arena *arena, const struct mail *mail);

#endif
