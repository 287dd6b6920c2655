/* The list out as a sheet: as seen, with the texts, by the same table of columns as the way in. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "db/db.h"
#include "domain/matter/matter_sheet_in.h"
#include "matter_query.h"

enum {
    CSV_PIECE = 256 * 1024, /* written at once */
    PROGRESS_ROWS = 500,
    WEEKLY_ROWS_MAX = 5000, /* of one department */
    SCRATCH_MAX = 64 * 1024 * 1024,
};

/* Where rows go: a workbook or CSV. */
struct out {
    struct ctx *ctx;
    struct arena scratch; /* of one row */
    struct sheet_out *book;
    FILE *csv;
    struct str path, temp;
    struct buf buf;     /* CSV not yet written; grows in ctx->arena */
    struct map classes; /* id as text -> full name */
    matter_progress_fn *progress;
    void *progress_arg;
    int64_t rows;
};

static enum err cannot_write(struct out *out)
{
    return ctx_fail_detail(out->ctx, errno == ENOSPC ? ERR_FULL : ERR_IO, "file",
                           T("不能写文件：{}"), out->path);
}

static enum err flush(struct out *out)
{
    size_t n = fwrite(out->buf.ptr, 1, out->buf.len, out->csv);
    bool ok = n == out->buf.len;
    out->buf.len = 0;
    return ok ? ERR_OK : cannot_write(out);
}

static void put_away(void *arg)
{
    struct out *out = arg;
    if (out->csv)
        fclose(out->csv);
    if (!str_null(out->temp))
        unlink(out->temp.ptr);
    arena_release(&out->scratch);
}

static enum err out_new(struct ctx *ctx, const char *path, struct out **out_out)
{
    struct out *out = ARENA_NEW(ctx->arena, struct out);
    struct error error = {0};
    out->ctx = ctx;
    out->path = str_from(str_c(ctx->arena, str_from(path))); /* rename() wants its NUL */
    arena_init(&out->scratch, SCRATCH_MAX);
    arena_defer(ctx->arena, put_away, out);
    *out_out = out;
    struct str name = str_lower(ctx->arena, out->path);
    if (!str_ends(name, STR(".csv")) && !str_ends(name, STR(".xlsx")))
        return ctx_fail_detail(ctx, ERR_INVALID, "file", T("导出只能写成 .xlsx 或 .csv：{}"),
                               out->path);
    if (!str_ends(name, STR(".csv"))) {
        enum err e = sheet_out_new(ctx->arena, path, &out->book, &error);
        return e ? error_set(&ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
    }
    struct str temp = str_print(ctx->arena, "%s.%d.part", path, (int)getpid());
    out->csv = fopen(temp.ptr, "wb");
    if (!out->csv)
        return cannot_write(out);
    out->temp = temp;
    buf_init(&out->buf, ctx->arena, 4 * CSV_PIECE);
    buf_room(&out->buf, 4 * CSV_PIECE); /* all of it now: the walk resets the arena behind a page */
    return ERR_OK;
}

static enum err out_end(struct out *out)
{
    struct error error = {0};
    if (out->book) {
        enum err e = sheet_out_end(out->book, &error);
        return e ? error_set(&out->ctx->error, e, error.field, error.message, error.detail)
                 : ERR_OK;
    }
    enum err e = flush(out);
    int closed = fclose(out->csv);
    out->csv = NULL;
    if (!e && (closed != 0 || rename(out->temp.ptr, out->path.ptr) != 0))
        return cannot_write(out);
    out->temp = e ? out->temp : STR_NULL;
    return e;
}

static enum err out_tab(struct out *out, const struct sheet_tab *tab)
{
    struct error error = {0};
    if (!out->book) {
        sheet_out_csv_head(&out->buf, tab);
        return ERR_OK;
    }
    enum err e = sheet_out_tab(out->book, tab, &error);
    return e ? error_set(&out->ctx->error, e, error.field, error.message, error.detail) : ERR_OK;
}

static enum err out_row(struct out *out, const struct sheet_cell *cells, size_t n)
{
    enum err e = ERR_OK;
    if (out->book)
        sheet_out_row(out->book, cells, n);
    else
        sheet_out_csv_row(&out->buf, &out->scratch, cells, n);
    if (out->csv && out->buf.len > CSV_PIECE)
        e = flush(out);
    out->rows++;
    if (out->progress && out->rows % PROGRESS_ROWS == 0)
        out->progress(out->progress_arg, out->rows, 0);
    return e;
}

static const struct sheet_out_column *list_columns(struct arena *arena)
{
    struct sheet_out_column *columns = ARENA_ARRAY(arena, struct sheet_out_column, MS_IN);
    for (int i = 0; i < MS_IN; i++)
        columns[i] = (struct sheet_out_column){
            str_from(matter_sheet_fields[i].label), matter_sheet_widths[i],
            i == MS_TEXT || i == MS_ANSWER || i == MS_TITLE || i == MS_HELPERS};
    return columns;
}

static enum err load_classes(struct out *out)
{
    struct ctx *ctx = out->ctx;
    struct matter_classes all = {0};
    enum err e = matter_find_classes(ctx, &all);
    for (size_t i = 0; !e && i < all.rows.n; i++)
        map_put(ctx->arena, &out->classes,
                str_print(ctx->arena, "%lld", (long long)all.rows.at[i].id.n),
                &all.rows.at[i].full_name);
    return e;
}

/* When the answer was given: by the lead, or, without one, as the story says. */
static enum err answered_at(struct ctx *ctx, struct matter_id id, int64_t *out_at)
{
    struct sql_duty_of_row *duties;
    struct sql_matter_event_of_row *events;
    size_t n;
    *out_at = 0;
    enum err e =
        sql_duty_of(ctx->db, ctx->arena, &(struct sql_duty_of_in){ctx->park, id}, &duties, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (duties[i].lead && duties[i].answered_at)
            *out_at = duties[i].answered_at;
    if (e || *out_at)
        return e;
    e = sql_matter_event_of(ctx->db, ctx->arena,
                            &(struct sql_matter_event_of_in){ctx->park, id, MATTER_EVENTS_MAX},
                            &events, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (events[i].verb == MATTER_ANSWER)
            *out_at = events[i].at;
    return e;
}

static struct str word_or_blank(int64_t value, const char *(*word)(int64_t))
{
    return value ? str_from(word(value)) : STR("");
}

/* Whether the due day is one of the work and not only of the next step: else its words are given.
 */
static bool has_day(const struct matter_row *row)
{
    bool limit = row->due_kind == MATTER_DUE_LIMIT || row->due_kind == MATTER_DUE_PROMISE;
    return str_empty(row->due_words) || (row->due != DAY_NONE && (limit || !row->open));
}

static enum err list_cells(struct out *out, const struct matter_row *row, struct sheet_cell *cells)
{
    struct ctx *ctx = out->ctx;
    struct sql_matter_text_get_row text = {0};
    int64_t answered = 0;
    enum err e = sql_matter_text_get(ctx->db, ctx->arena,
                                     &(struct sql_matter_text_get_in){ctx->park, row->id}, &text);
    if (e == ERR_NOT_FOUND)
        e = ERR_OK;
    if (!e && !str_empty(text.answer))
        e = answered_at(ctx, row->id, &answered);
    struct str class_id = str_print(ctx->arena, "%lld", (long long)row->class.n);
    const struct str *class = map_get(&out->classes, class_id);
    cells[MS_NUMBER] = sheet_cell_text(row->number);
    cells[MS_OUTSIDE] = sheet_cell_text(row->outside_number);
    cells[MS_TITLE] = sheet_cell_text(row->title);
    cells[MS_TEXT] = sheet_cell_text(text.body);
    cells[MS_CLASS] = sheet_cell_text(class ? *class : row->class_name);
    cells[MS_SOURCE] = sheet_cell_text(word_or_blank(row->source, matter_source_word));
    cells[MS_URGENCY] = sheet_cell_text(word_or_blank(row->urgency, matter_urgency_word));
    cells[MS_FIRM] = sheet_cell_text(row->firm_name);
    cells[MS_CONTACT] = sheet_cell_text(text.contact);
    cells[MS_PHONE] = sheet_cell_text(text.phone);
    cells[MS_LEAD] = sheet_cell_text(row->lead_name);
    cells[MS_HELPERS] = sheet_cell_text(row->helper_names);
    cells[MS_LEADER] = sheet_cell_text(row->leader_name);
    cells[MS_RAISED] = sheet_cell_moment(row->raised_at, ctx->offset_min);
    cells[MS_DUE] = has_day(row) ? sheet_cell_day(row->due) : sheet_cell_text(row->due_words);
    cells[MS_ANSWER] = sheet_cell_text(text.answer);
    cells[MS_ANSWERED] = sheet_cell_moment(answered, ctx->offset_min);
    cells[MS_STATE] = sheet_cell_text(word_or_blank(row->state, matter_state_word));
    cells[MS_ENDED] = sheet_cell_moment(row->ended_at, ctx->offset_min);
    cells[MS_RATING] = sheet_cell_text(word_or_blank(row->rating, matter_rating_word));
    return e;
}

/* Rows are read with memory of their own, so that a long export needs no more than a short one. */
static enum err list_row(struct ctx *ctx, const struct matter_row *row, void *arg)
{
    struct out *out = arg;
    struct sheet_cell cells[MS_IN];
    struct arena *was = ctx->arena;
    struct arena_mark mark = arena_mark(&out->scratch);
    ctx->arena = &out->scratch;
    enum err e = list_cells(out, row, cells);
    ctx->arena = was;
    if (!e)
        e = out_row(out, cells, MS_IN);
    arena_reset(&out->scratch, mark);
    return e;
}

static struct str dated(struct ctx *ctx)
{
    return str_print(ctx->arena, "%.*s", STR_ARG(day_text(ctx->arena, ctx_today(ctx))));
}

enum err matter_export_run(struct ctx *ctx, const struct matter_list_in *filters, const char *path,
                           matter_progress_fn *progress, void *progress_arg, int64_t *out_rows)
{
    struct out *out;
    struct sheet_tab tab = {.name = STR("清单"),
                            .title = STR("问题清单"),
                            .note = dated(ctx),
                            .columns = list_columns(ctx->arena),
                            .n = MS_IN,
                            .a3 = true};
    enum err e = out_new(ctx, path, &out);
    out->progress = progress;
    out->progress_arg = progress_arg;
    if (!e)
        e = load_classes(out);
    if (!e)
        e = out_tab(out, &tab);
    if (!e)
        e = matter_find_each(ctx, filters, MATTER_EXPORT_ROWS_MAX, list_row, out);
    if (!e)
        e = out_end(out);
    *out_rows = out->rows;
    return e;
}

/* The weekly list ------------------------------------------------------------------------------ */

static const struct sheet_out_column weekly_columns[] = {
    {{"序号", 6}, 5, false},      {{"编号", 6}, 11, false}, {{"企业", 6}, 24, true},
    {{"标题", 6}, 34, true},      {{"分工", 6}, 6, false},  {{"交办时间", 12}, 12, false},
    {{"到期日", 9}, 12, false},   {{"状态", 6}, 9, false},  {{"超期工作日", 15}, 11, false},
    {{"最新进展", 12}, 46, true},
};
enum { WEEKLY_N = sizeof weekly_columns / sizeof weekly_columns[0] };

static enum err weekly_row(struct out *out, const struct duty_row *row, int64_t place)
{
    const struct duty_view *d = &row->duty;
    int32_t due = d->promise != DAY_NONE ? d->promise : d->limit_day;
    struct sheet_cell cells[WEEKLY_N] = {
        sheet_cell_int(place),
        sheet_cell_text(row->matter.number),
        sheet_cell_text(row->matter.firm_name),
        sheet_cell_text(row->matter.title),
        sheet_cell_text(d->lead ? STR("主办") : STR("协办")),
        sheet_cell_day(day_of_instant(d->assigned_at, out->ctx->offset_min)),
        sheet_cell_day(due),
        sheet_cell_text(str_from(duty_state_word(d->state))),
        d->late_days > 0 ? sheet_cell_int(d->late_days) : sheet_cell_text(STR("")),
        sheet_cell_text(row->matter.last_note),
    };
    return out_row(out, cells, WEEKLY_N);
}

static enum err weekly_tab(struct out *out, const struct org *org)
{
    struct ctx *ctx = out->ctx;
    struct matter_duties_in in = {.department = str_print(ctx->arena, "%lld", (long long)org->id.n),
                                  .limit = MATTER_PAGE_MAX};
    struct sheet_tab tab = {
        .name = org_called(org),
        .title = str_print(ctx->arena, "%.*s 待办清单", STR_ARG(org->name)),
        .note = dated(ctx),
        .columns = weekly_columns,
        .n = WEEKLY_N,
    };
    int64_t place = 0;
    enum err e = ERR_OK;
    do {
        struct duty_list list = {0};
        e = matter_find_duties(ctx, &in, &list);
        if (e || (list.rows.n == 0 && place == 0))
            return e; /* a department without duties has no sheet */
        if (place == 0)
            e = out_tab(out, &tab);
        for (size_t i = 0; !e && i < list.rows.n && place < WEEKLY_ROWS_MAX; i++)
            e = weekly_row(out, &list.rows.at[i], ++place);
        in.after = list.next;
    } while (!e && !str_empty(in.after) && place < WEEKLY_ROWS_MAX);
    return e;
}

enum err matter_weekly_run(struct ctx *ctx, const char *path, int64_t *out_rows)
{
    struct out *out;
    struct org *orgs;
    size_t n;
    enum err e = out_new(ctx, path, &out);
    if (!e && !out->book)
        e = ctx_fail(ctx, ERR_INVALID, "file", T("分部门的周报要写成 xlsx"));
    if (!e)
        e = org_departments(ctx, &orgs, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = weekly_tab(out, &orgs[i]);
    if (!e && out->rows == 0) {
        struct sheet_tab none = {.name = STR("无待办"),
                                 .title = STR("各部门没有待办事项"),
                                 .columns = weekly_columns,
                                 .n = WEEKLY_N};
        e = out_tab(out, &none);
    }
    if (!e)
        e = out_end(out);
    *out_rows = out->rows;
    return e;
}
