#include "web/http.h"

#include <assert.h>

#include "base/day.h"
#include "base/str.h"

struct str http_header(const struct http_request *http, struct str name)
{
    for (size_t i = 0; i < http->header_n; i++) {
        if (str_eq_nocase(http->headers[i].name, name))
            return http->headers[i].value;
    }
    return STR_NULL;
}

static struct str unquoted(struct str value)
{
    if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
        return str_slice(value, 1, value.len - 1);
    return value;
}

static struct str cookie_in(struct str line, struct str name)
{
    struct str rest = line, piece;
    while (str_cut(&rest, ';', &piece)) {
        piece = str_trim(piece);
        size_t eq = str_find_char(piece, '=', 0);
        if (eq != SIZE_MAX && str_eq(str_slice(piece, 0, eq), name))
            return unquoted(str_slice(piece, eq + 1, piece.len));
    }
    return STR_NULL;
}

struct str http_cookie(const struct http_request *http, struct str name)
{
    for (size_t i = 0; i < http->header_n; i++) {
        if (!str_eq_nocase(http->headers[i].name, STR("cookie")))
            continue;
        struct str value = cookie_in(http->headers[i].value, name);
        if (!str_null(value))
            return value;
    }
    return STR_NULL;
}

struct str http_date(struct arena *arena, int64_t instant_us)
{
    static const char days[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t day = day_of_instant(instant_us, 0);
    struct date d = day_date(day);
    int64_t s = (instant_us - instant_of_day(day, 0)) / SECOND_US;
    return str_print(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[day_weekday(day)], d.day,
                     months[d.month - 1], d.year, (int)(s / 3600), (int)(s / 60 % 60),
                     (int)(s % 60));
}

void reply_header(struct http_reply *reply, struct str name, struct str value)
{
    assert(reply->header_n < HTTP_REPLY_HEADERS_MAX);
    reply->headers[reply->header_n++] = (struct form_pair){name, value};
}
