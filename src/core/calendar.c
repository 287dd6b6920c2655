#include "core/calendar.h"

#include "core/event.h"
#include "core/id.h"
#include "core/journal.h"
#include "core_query.h"

extern const char calendar_china[]; /* data/calendar/china.txt, embedded */
extern const size_t calendar_china_size;

struct str calendar_builtin_text(void)
{
    return (struct str){calendar_china, calendar_china_size};
}

enum err calendar_builtin(struct arena *arena, const struct calendar **out)
{
    return calendar_read(arena, calendar_builtin_text(), out, NULL);
}

enum err calendar_current(struct ctx *ctx, struct calendar_id *out_id)
{
    struct sql_calendar_current_row row = {0};
    struct sql_calendar_current_in in = {ctx->park};
    enum err e = sql_calendar_current(ctx->db, ctx->arena, &in, &row);
    *out_id = row.id;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err calendar_version(struct ctx *ctx, struct calendar_id id, const struct calendar **out)
{
    struct sql_calendar_text_row row;
    if (id.n == 0)
        return calendar_builtin(ctx->arena, out);
    enum err e =
        sql_calendar_text(ctx->db, ctx->arena, &(struct sql_calendar_text_in){ctx->park, id}, &row);
    return e ? e : calendar_read(ctx->arena, row.text, out, &ctx->error);
}

enum err calendar_load(struct ctx *ctx)
{
    struct calendar_id id;
    enum err e = calendar_current(ctx, &id);
    return e ? e : calendar_version(ctx, id, &ctx->calendar);
}

static enum err current_text(struct ctx *ctx, struct calendar_id id, struct str *out_text)
{
    struct sql_calendar_text_row row;
    struct sql_calendar_text_in in = {ctx->park, id};
    *out_text = calendar_builtin_text();
    if (id.n == 0)
        return ERR_OK;
    enum err e = sql_calendar_text(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out_text = row.text;
    return e;
}

static int32_t first_year(const struct calendar *c)
{
    return day_date(calendar_first(c)).year;
}

static int32_t last_year(const struct calendar *c)
{
    return day_date(calendar_horizon(c)).year;
}

/* The next year alone goes behind the years that are known; any other table must know all that the
 * present one does, or old deadlines could no longer be explained. */
static enum err complete(struct ctx *ctx, struct str before, struct str *text,
                         const struct calendar **fresh)
{
    const struct calendar *old;
    enum err e = calendar_read(ctx->arena, before, &old, &ctx->error);
    if (e)
        return e;
    if (first_year(*fresh) == last_year(old) + 1) {
        *text = str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(before), STR_ARG(*text));
        return calendar_read(ctx->arena, *text, fresh, &ctx->error);
    }
    if (first_year(*fresh) > first_year(old) || last_year(*fresh) < last_year(old))
        return ctx_fail_detail(
            ctx, ERR_INVALID, "text", T("新日历应包含已有的年份：{}"),
            str_print(ctx->arena, "%d–%d", (int)first_year(old), (int)last_year(old)));
    return ERR_OK;
}

enum err calendar_set(struct ctx *ctx, struct str text, struct str source,
                      struct calendar_id *out_id)
{
    const struct calendar *fresh;
    struct calendar_id before;
    struct str old;
    if (text.len > CALENDAR_TEXT_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "text", T("日历太长"));
    enum err e = calendar_read(ctx->arena, text, &fresh, &ctx->error);
    if (!e)
        e = calendar_current(ctx, &before);
    if (!e)
        e = current_text(ctx, before, &old);
    if (!e)
        e = complete(ctx, old, &text, &fresh);
    if (e)
        return e;
    struct sql_calendar_put_in in = {.park = ctx->park,
                                     .text = text,
                                     .first_year = first_year(fresh),
                                     .last_year = last_year(fresh),
                                     .source = str_null(source) ? STR("") : source,
                                     .person = ctx->actor.person,
                                     .at = ctx->now_us};
    e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_calendar_put(ctx->db, &in, NULL);
    if (e)
        return e;
    *out_id = in.id;
    ctx->calendar = fresh;
    struct journal_field f[] = {
        journal_int(ctx->arena, "version", before.n, in.id.n),
        journal_int(ctx->arena, "last_year", 0, in.last_year),
        journal_new("source", in.source),
    };
    e = journal_add(ctx, "calendar", in.id.n, "set", f, 3);
    return e ? e : event_emit(ctx, "calendar.changed", "calendar", in.id.n);
}

enum err calendar_list(struct ctx *ctx, struct calendar_info **out, size_t *out_n)
{
    struct sql_calendar_all_row *rows;
    enum err e = sql_calendar_all(ctx->db, ctx->arena, &(struct sql_calendar_all_in){ctx->park},
                                  &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct calendar_info, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct calendar_info){.id = rows[i].id,
                                           .first_year = rows[i].first_year,
                                           .last_year = rows[i].last_year,
                                           .source = rows[i].source,
                                           .person = rows[i].person,
                                           .at = rows[i].at};
    return ERR_OK;
}
