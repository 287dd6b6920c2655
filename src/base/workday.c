#include "base/workday.h"

#include <assert.h>
#include <string.h>

#include "base/vec.h"

/* The table is laid out as one array over all days from the first to the last that it says anything
 * about, with running totals, so that a count is two look-ups and an addition one. */
struct calendar_year {
    int32_t year;
    struct str notice;
};

struct calendar {
    const struct calendar_year *years; /* in order, without gaps */
    size_t year_n;
    int32_t known_first, known_last;
    int32_t base, n;       /* the array covers base .. base + n - 1 */
    const uint8_t *worked; /* of each day */
    const int32_t *total;  /* working days in [base, base + i] */
    const int32_t *nth;    /* nth[k]: the (k + 1)-th working day from base on */
    const struct str *name;
};

static const struct calendar plain_calendar = {
    .known_first = DAY_NONE, .known_last = DAY_NONE, .base = 0, .n = 0};

const struct calendar *calendar_plain(void)
{
    return &plain_calendar;
}

/* --- reading ------------------------------------------------------------------------------- */

struct exception {
    int32_t day;
    bool worked;
    struct str name;
};

struct reading {
    struct arena *arena;
    VEC(struct calendar_year) years;
    VEC(struct exception) days;
    int32_t first, last; /* of the days with exceptions */
    struct error *error;
    int64_t line;
};

static enum err refuse(struct reading *r, const char *message)
{
    struct str line = str_print(r->arena, "%lld", (long long)r->line);
    return error_set(r->error, ERR_INVALID, STR("text"), message, line);
}

static enum err read_year(struct reading *r, struct str rest)
{
    struct str word = STR_NULL; /* str_cut leaves it when there is nothing to cut */
    int64_t year;
    str_cut(&rest, ' ', &word);
    if (!str_int(word, &year) || year < 1900 || year > 9998)
        return refuse(r, T("第 {} 行：年份应为四位数字"));
    if (r->years.n > 0 && r->years.at[r->years.n - 1].year + 1 != year)
        return refuse(r, T("第 {} 行：年份应当逐年相连"));
    if (r->years.n == CALENDAR_YEARS_MAX)
        return refuse(r, T("第 {} 行：年份太多"));
    struct str notice = str_trim(rest);
    if (str_empty(notice))
        return refuse(r, T("第 {} 行：请写明该年的通知名称"));
    *VEC_ADD(r->arena, &r->years) = (struct calendar_year){.year = (int32_t)year, .notice = notice};
    return ERR_OK;
}

static enum err read_day(struct reading *r, struct str word, struct str rest)
{
    struct exception e = {0};
    struct str kind = STR_NULL;
    if (!day_parse(word, &e.day))
        return refuse(r, T("第 {} 行：应为 year、source 或日期"));
    if (r->years.n == 0)
        return refuse(r, T("第 {} 行：日期之前缺少 year 一行"));
    int32_t year = day_date(e.day).year, current = r->years.at[r->years.n - 1].year;
    if (year < current - 1 || year > current + 1)
        return refuse(r, T("第 {} 行：日期不属于该年的通知"));
    str_cut(&rest, ' ', &kind);
    e.worked = str_eq(kind, STR("work"));
    if (!e.worked && !str_eq(kind, STR("off")))
        return refuse(r, T("第 {} 行：日期之后应为 off 或 work"));
    e.name = str_trim(rest);
    if (r->days.n == CALENDAR_DAYS_MAX)
        return refuse(r, T("第 {} 行：日期太多"));
    r->first = r->days.n == 0 || e.day < r->first ? e.day : r->first;
    r->last = r->days.n == 0 || e.day > r->last ? e.day : r->last;
    *VEC_ADD(r->arena, &r->days) = e;
    return ERR_OK;
}

static enum err read_line(struct reading *r, struct str line)
{
    struct str rest = str_trim(line), word;
    if (str_empty(rest) || rest.ptr[0] == '#')
        return ERR_OK;
    str_cut(&rest, ' ', &word);
    if (str_eq(word, STR("year")))
        return read_year(r, rest);
    if (str_eq(word, STR("source")))
        return ERR_OK; /* for the reader of the file */
    return read_day(r, word, rest);
}

static bool weekday_worked(int32_t day)
{
    return day_weekday(day) < 5;
}

static enum err lay_out(struct reading *r, const struct calendar **out)
{
    struct calendar *c = ARENA_NEW(r->arena, struct calendar);
    c->years = r->years.at;
    c->year_n = r->years.n;
    c->known_first = day_from_date((struct date){r->years.at[0].year, 1, 1});
    c->known_last = day_from_date((struct date){r->years.at[r->years.n - 1].year, 12, 31});
    c->base = r->days.n > 0 && r->first < c->known_first ? r->first : c->known_first;
    int32_t end = r->days.n > 0 && r->last > c->known_last ? r->last : c->known_last;
    c->n = end - c->base + 1;
    uint8_t *worked = ARENA_ARRAY(r->arena, uint8_t, c->n);
    int32_t *total = ARENA_ARRAY(r->arena, int32_t, c->n);
    struct str *name = ARENA_ARRAY(r->arena, struct str, c->n);
    for (int32_t i = 0; i < c->n; i++)
        worked[i] = weekday_worked(c->base + i);
    for (size_t i = 0; i < r->days.n; i++) {
        const struct exception *e = &r->days.at[i];
        if (name[e->day - c->base].ptr != NULL)
            return error_set(r->error, ERR_INVALID, STR("text"), T("{} 出现了两次"),
                             day_text(r->arena, e->day));
        worked[e->day - c->base] = e->worked;
        name[e->day - c->base] = e->name;
    }
    int32_t *nth = ARENA_ARRAY(r->arena, int32_t, c->n);
    for (int32_t i = 0, n = 0; i < c->n; i++) {
        if (worked[i])
            nth[n] = c->base + i;
        total[i] = n += worked[i];
    }
    c->worked = worked;
    c->total = total;
    c->nth = nth;
    c->name = name;
    *out = c;
    return ERR_OK;
}

enum err calendar_read(struct arena *arena, struct str text, const struct calendar **out,
                       struct error *error)
{
    struct reading r = {.arena = arena, .error = error};
    struct str rest = str_dup(arena, text), line; /* names point into it */
    while (str_cut(&rest, '\n', &line)) {
        r.line++;
        enum err e = read_line(&r, line);
        if (e)
            return e;
    }
    if (r.years.n == 0)
        return error_set(error, ERR_INVALID, STR("text"), T("日历中没有年份"), STR_NULL);
    return lay_out(&r, out);
}

/* --- asking -------------------------------------------------------------------------------- */

int32_t calendar_first(const struct calendar *c)
{
    return c->known_first;
}

int32_t calendar_horizon(const struct calendar *c)
{
    return c->known_last;
}

bool calendar_knows(const struct calendar *c, int32_t day)
{
    return c->year_n > 0 && day >= c->known_first && day <= c->known_last;
}

static bool covered(const struct calendar *c, int64_t day)
{
    return day >= c->base && day < (int64_t)c->base + c->n;
}

struct str calendar_name(const struct calendar *c, int32_t day)
{
    return covered(c, day) ? c->name[day - c->base] : STR_NULL;
}

struct str calendar_notice(const struct calendar *c, int32_t day)
{
    if (!calendar_knows(c, day))
        return STR_NULL;
    return c->years[day_date(day).year - c->years[0].year].notice;
}

bool workday_is(const struct calendar *c, int32_t day)
{
    return covered(c, day) ? c->worked[day - c->base] : weekday_worked(day);
}

/* Mondays to Fridays up to and including the day, counted from a Monday far back. */
static int64_t plain_rank(int64_t day)
{
    int64_t since = day + 1000002; /* a Monday: 1970-01-01 was a Thursday, 1000002 = 3 mod 7 */
    int64_t weeks = since / 7, rest = since % 7;
    if (rest < 0) {
        weeks--;
        rest += 7;
    }
    return weeks * 5 + (rest < 4 ? rest + 1 : 5);
}

/* The same with the table: rank(b) - rank(a) = working days in (a, b]. */
static int64_t rank(const struct calendar *c, int64_t day)
{
    if (c->n == 0 || day < c->base)
        return plain_rank(day);
    int64_t last = (int64_t)c->base + c->n - 1, at = day < last ? day : last;
    int64_t r = plain_rank((int64_t)c->base - 1) + c->total[at - c->base];
    return day <= last ? r : r + plain_rank(day) - plain_rank(last);
}

int64_t workday_count(const struct calendar *c, int32_t from, int32_t to)
{
    return rank(c, to) - rank(c, from);
}

int64_t workday_count_inclusive(const struct calendar *c, int32_t from, int32_t to)
{
    return to < from ? 0 : rank(c, to) - rank(c, (int64_t)from - 1);
}

/* The first day whose rank reaches the target: a working day. */
static int32_t day_of_rank(const struct calendar *c, int64_t near, int64_t target)
{
    int64_t in_table = c->n ? target - plain_rank((int64_t)c->base - 1) : 0;
    if (in_table >= 1 && in_table <= (c->n ? c->total[c->n - 1] : 0))
        return c->nth[in_table - 1];
    int64_t low = near, high = near, step = 64; /* around the table: searched */
    while (rank(c, low) >= target) {
        low -= step;
        step *= 2;
    }
    step = 64;
    while (rank(c, high) < target) {
        high += step;
        step *= 2;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (rank(c, middle) >= target)
            high = middle;
        else
            low = middle;
    }
    return (int32_t)high;
}

int32_t workday_add(const struct calendar *c, int32_t day, int64_t n)
{
    if (n == 0)
        return workday_from(c, day);
    if (n > 0)
        return day_of_rank(c, day, rank(c, day) + n);
    return day_of_rank(c, day, rank(c, (int64_t)day - 1) + n + 1);
}

int32_t workday_next(const struct calendar *c, int32_t day)
{
    do
        day++;
    while (!workday_is(c, day));
    return day;
}

int32_t workday_from(const struct calendar *c, int32_t day)
{
    return workday_is(c, day) ? day : workday_next(c, day);
}

void workday_differs(const struct calendar *before, const struct calendar *after, int32_t from,
                     int32_t to, int64_t *out_rest_more, int64_t *out_work_more)
{
    *out_rest_more = *out_work_more = 0;
    for (int32_t day = from + 1; day <= to; day++) {
        bool was = workday_is(before, day), is = workday_is(after, day);
        *out_rest_more += was && !is;
        *out_work_more += is && !was;
    }
}
