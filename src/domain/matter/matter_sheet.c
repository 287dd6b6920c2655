#include "domain/matter/matter_sheet.h"

#include "base/json.h"
#include "core/file.h"
#include "core/journal.h"
#include "core/view.h"
#include "domain/matter/matter_sheet_in.h"
#include "web/i18n.h"

#define BATCH_ARENA_MAX ((size_t)256 << 20)
#define REPORT_BYTES_MAX ((size_t)4 << 20)
enum { PROGRESS_ROWS = 200, BATCH_ROWS = 100, MAP_MAX = 200 /* characters of one correction */ };

static const struct field import_fields[] = {
    FORM_ID(struct matter_sheet_in, file, T("表格文件"), 0),
    FORM_TEXTS(struct matter_sheet_in, maps, T("列的对应"), MATTER_SHEET_MAPS_MAX, 0),
    FORM_TEXTS(struct matter_sheet_in, orgs, T("部门的对应"), MATTER_SHEET_MAPS_MAX, 0),
    FORM_TEXTS(struct matter_sheet_in, dues, T("期限文字的日期"), MATTER_SHEET_MAPS_MAX, 0),
    FORM_TEXT(struct matter_sheet_in, sheet, T("工作表"), MAP_MAX, 0),
    FORM_BOOL(struct matter_sheet_in, dry_run, T("只检查，不导入"), 0),
};
const struct form matter_import_form = FORM(import_fields, struct matter_sheet_in);

/* Planning ------------------------------------------------------------------------------------- */

/* Two rows of one file with one key: the second is the same, or it contradicts the first. */
static bool twice(struct matter_sheet_reader *r, size_t i)
{
    struct ctx *ctx = r->ctx;
    struct matter_import *record = &r->plan->records.at[i];
    struct matter_sheet_line *line = &r->plan->lines.at[i];
    struct matter_sheet_line *first = map_get(&r->keys, record->key);
    if (!first) {
        map_put(ctx->arena, &r->keys, record->key, line);
        return false;
    }
    const struct matter_import *other = &r->plan->records.at[first - r->plan->lines.at];
    bool equal = str_eq(record->title, other->title) && str_eq(record->text, other->text) &&
                 str_eq(record->answer, other->answer) && record->lead.n == other->lead.n &&
                 record->due == other->due && record->state == other->state;
    if (equal)
        line->outcome = MATTER_ROW_SAME;
    else
        matter_sheet_refuse(ctx, line,
                            str_starts(record->key, STR("no:")) ? "number" : "outside_number",
                            T("与第 {} 行编号相同，内容不同"),
                            str_print(ctx->arena, "%lld", (long long)first->row));
    return true;
}

static enum err differences(struct ctx *ctx, const struct matter_import *record,
                            struct matter_sheet_line *line)
{
    struct matter_import_change changes[MATTER_IMPORT_CHANGES_MAX];
    struct matter_row row;
    size_t n = 0;
    enum err e = matter_import_diff(ctx, line->matter, record, changes, &n);
    line->outcome = n ? MATTER_ROW_CHANGED : MATTER_ROW_SAME;
    if (e || n == 0)
        return e;
    line->changes = arena_copy(ctx->arena, changes, n * sizeof changes[0]);
    line->change_n = n;
    e = matter_find_row(ctx, line->matter, &row);
    line->version = e ? 0 : row.version;
    return e;
}

static enum err compare_row(struct ctx *ctx, const struct matter_import *record,
                            struct matter_sheet_line *line)
{
    struct arena_mark mark = arena_mark(ctx->arena);
    enum err e = matter_import_find(ctx, record->key, &line->matter);
    line->outcome = MATTER_ROW_NEW;
    if (!e && line->matter.n)
        e = differences(ctx, record, line);
    if (!e && line->change_n == 0)
        arena_reset(ctx->arena, mark); /* nothing of it is kept */
    return e;
}

static void count_lines(struct matter_sheet_plan *plan)
{
    plan->new = plan->same = plan->changed = plan->refused = 0;
    for (size_t i = 0; i < plan->lines.n; i++) {
        enum matter_row_outcome o = plan->lines.at[i].outcome;
        plan->new += o == MATTER_ROW_NEW;
        plan->same += o == MATTER_ROW_SAME;
        plan->changed += o == MATTER_ROW_CHANGED;
        plan->refused += o == MATTER_ROW_REFUSED;
    }
}

static enum err compare(struct matter_sheet_reader *r)
{
    struct matter_sheet_plan *plan = r->plan;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < plan->lines.n; i++) {
        struct matter_sheet_line *line = &plan->lines.at[i];
        if (line->outcome != MATTER_ROW_REFUSED && !twice(r, i))
            e = compare_row(r->ctx, &plan->records.at[i], line);
        if (r->in->progress && i % PROGRESS_ROWS == 0)
            r->in->progress(r->in->progress_arg, 0, plan->rows);
    }
    count_lines(plan);
    return e;
}

static enum err make_plan(void *arg)
{
    struct matter_sheet_reader *r = arg;
    enum err e = matter_sheet_read(r);
    if (e)
        return e;
    if (r->plan->what == MATTER_SHEET_CLASSES)
        return matter_sheet_class_plan(r);
    if (r->plan->what == MATTER_SHEET_MATTERS)
        return compare(r);
    count_lines(r->plan); /* compared row by row */
    return ERR_OK;
}

static void release(void *arg)
{
    arena_release(arg);
}

enum err matter_sheet_plan(struct ctx *ctx, const struct matter_sheet_in *in,
                           struct matter_sheet_plan **out_plan)
{
    struct matter_sheet_plan *plan = ARENA_NEW(ctx->arena, struct matter_sheet_plan);
    struct matter_sheet_reader *r = ARENA_NEW(ctx->arena, struct matter_sheet_reader);
    struct ctx own = *ctx;
    arena_init(&plan->arena, MATTER_SHEET_ARENA_MAX);
    arena_defer(ctx->arena, release, &plan->arena);
    own.arena = plan->scratch = &plan->arena;
    own.error = (struct error){0};
    *r = (struct matter_sheet_reader){.ctx = &own, .in = in, .plan = plan};
    enum err e = arena_run(&plan->arena, make_plan, r);
    if (e == ERR_LIMIT && !own.error.message)
        error_set(&own.error, e, STR("file"), T("表格太大，请分成几个文件"), STR_NULL);
    if (e && own.error.message)
        error_set(&ctx->error, e, own.error.field, own.error.message,
                  str_dup(ctx->arena, own.error.detail));
    *out_plan = plan;
    return e;
}

/* Committing ----------------------------------------------------------------------------------- */

/* Rows from `from` up to `to`, with memory that is given back behind them: a matter takes some ten
 * kilobytes on its way in, and the caller's arena is a request's. */
struct rows_call {
    struct ctx *ctx; /* its arena is the scratch one */
    struct arena *kept;
    struct matter_sheet_plan *plan;
    size_t from, to;
};

static enum err apply_some(struct ctx *ctx, void *arg)
{
    struct rows_call *call = arg;
    enum err e = ERR_OK;
    for (size_t i = call->from; !e && i < call->to; i++) {
        struct matter_sheet_line *line = &call->plan->lines.at[i];
        const struct matter_import *record = &call->plan->records.at[i];
        if (line->outcome == MATTER_ROW_NEW)
            e = matter_import_add(ctx, record, &line->matter);
        else if (line->outcome == MATTER_ROW_CHANGED)
            e = matter_import_change(ctx, line->matter, line->version, record);
    }
    return e;
}

/* What an act says of one row; everything else is a fault of the machine and ends the import. */
static bool of_row(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_DENIED || e == ERR_NOT_FOUND;
}

/* A row that the acts refuse is undone alone and told in the report. */
static enum err apply_line(struct rows_call *call, size_t i)
{
    struct rows_call one = {call->ctx, call->kept, call->plan, i, i + 1};
    enum err e = journal_try(call->ctx, apply_some, &one);
    if (!of_row(e))
        return e;
    struct error *why = &call->ctx->error;
    struct ctx report = *call->ctx;
    report.arena = call->kept;
    matter_sheet_refuse(&report, &call->plan->lines.at[i],
                        str_empty(why->field) ? "row" : str_c(call->kept, why->field),
                        why->message ? why->message : T("这一行不能导入"), why->detail);
    error_clear(why);
    return ERR_OK;
}

/* Rows go in many at a time, for a savepoint each costs as much as the rows themselves; only where
 * one of them is refused, they go again one by one. */
static enum err apply_batch(void *arg)
{
    struct rows_call *call = arg;
    enum err e = journal_try(call->ctx, apply_some, call);
    if (!of_row(e))
        return e;
    error_clear(&call->ctx->error);
    e = ERR_OK;
    for (size_t i = call->from; !e && i < call->to; i++)
        e = apply_line(call, i);
    return e;
}

/* The words of what is new. */
static enum err index_batch(void *arg)
{
    struct rows_call *call = arg;
    enum err e = ERR_OK;
    for (size_t i = call->from; !e && i < call->to; i++)
        if (call->plan->lines.at[i].outcome == MATTER_ROW_NEW)
            e = matter_import_index(call->ctx, call->plan->lines.at[i].matter,
                                    &call->plan->records.at[i]);
    return e;
}

static enum err remember(struct ctx *ctx, const struct matter_sheet_in *in)
{
    const struct matter_sheet_plan *plan = in->plan;
    enum err e = ERR_OK;
    for (size_t c = 0; !e && c < plan->columns.n; c++) {
        const struct matter_sheet_column *column = &plan->columns.at[c];
        if (column->given && !str_empty(column->title))
            e = import_map_put(ctx, "matter.column",
                               str_print(ctx->arena, "%.*s/%.*s", STR_ARG(plan->signature),
                                         STR_ARG(sheet_name_key(ctx->arena, column->title))),
                               str_empty(column->field) ? STR("-") : column->field);
    }
    for (size_t i = 0; !e && i < in->orgs.n; i++) {
        size_t at = str_find_char(in->orgs.at[i], '=', 0);
        struct str given = str_slice(in->orgs.at[i], 0, at);
        e = import_map_put(ctx, "matter.org", sheet_name_key(ctx->arena, given),
                           str_trim(str_slice(in->orgs.at[i], at + 1, in->orgs.at[i].len)));
    }
    return e;
}

/* fn over all rows, BATCH_ROWS at a time. */
static enum err in_batches(struct ctx *ctx, const struct matter_sheet_in *in,
                           enum err (*fn)(void *arg))
{
    struct matter_sheet_plan *plan = in->plan;
    struct arena *kept = ctx->arena, *scratch = ARENA_NEW(kept, struct arena);
    enum err e = ERR_OK;
    arena_init(scratch, BATCH_ARENA_MAX);
    arena_defer(kept, release, scratch);
    for (size_t i = 0; !e && i < plan->lines.n; i += BATCH_ROWS) {
        size_t end = i + BATCH_ROWS < plan->lines.n ? i + BATCH_ROWS : plan->lines.n;
        struct rows_call call = {ctx, kept, plan, i, end};
        struct arena_mark mark = arena_mark(scratch);
        ctx->arena = scratch;
        e = arena_run(scratch, fn, &call);
        ctx->arena = kept;
        if (e)
            ctx->error.detail = str_dup(kept, ctx->error.detail);
        arena_reset(scratch, mark);
        if (in->progress)
            in->progress(in->progress_arg, (int64_t)end, plan->rows);
    }
    arena_release(scratch);
    return e;
}

/* All rows, and then all words in a row: see matter_import_index(). */
static enum err apply_rows(struct ctx *ctx, const struct matter_sheet_in *in)
{
    enum err e = in_batches(ctx, in, apply_batch);
    return e ? e : in_batches(ctx, in, index_batch);
}

static enum err journal_import(struct ctx *ctx, const struct matter_sheet_plan *plan,
                               struct act_result *out)
{
    struct journal_field fields[] = {
        journal_new("file", plan->file_name),
        journal_new("sheet", plan->sheet_name),
        journal_int(ctx->arena, "rows", 0, plan->rows),
        journal_int(ctx->arena, "new", 0, plan->new),
        journal_int(ctx->arena, "changed", 0, plan->changed),
        journal_int(ctx->arena, "same", 0, plan->same),
        journal_int(ctx->arena, "refused", 0, plan->refused),
    };
    out->message =
        tr_with(ctx->arena, ctx->lang, T("导入完成：{}"),
                str_print(ctx->arena, "%lld / %lld", (long long)(plan->new + plan->changed),
                          (long long)plan->rows));
    return journal_add(ctx, "import", ctx->act_id, "import", fields,
                       sizeof fields / sizeof fields[0]);
}

static enum err report(struct ctx *ctx, const struct matter_sheet_plan *plan,
                       struct act_result *out)
{
    struct buf json;
    buf_init(&json, ctx->arena, REPORT_BYTES_MAX);
    matter_sheet_json(plan, &json);
    out->report = buf_full(&json) ? STR_NULL : buf_str(&json);
    return ERR_OK;
}

static enum err import_prepare(struct ctx *ctx, void *input)
{
    struct matter_sheet_in *in = input;
    return matter_sheet_plan(ctx, in, &in->plan);
}

static enum err import_run(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_sheet_in *in = input;
    if (in->dry_run)
        return ctx_fail(ctx, ERR_INVALID, "dry_run",
                        T("这里只导入；只检查请用 matter.import_check"));
    enum err e = in->plan->what == MATTER_SHEET_CLASSES   ? matter_sheet_class_apply(ctx, in->plan)
                 : in->plan->what == MATTER_SHEET_MATTERS ? apply_rows(ctx, in)
                                                          : matter_sheet_org_apply(ctx, in->plan);
    count_lines(in->plan);
    if (!e)
        e = remember(ctx, in);
    if (!e && in->file) /* an upload; what was read stays beside what it made */
        e = file_attach(ctx, (struct file_id){in->file}, "import", ctx->act_id);
    if (!e)
        e = journal_import(ctx, in->plan, out);
    return e ? e : report(ctx, in->plan, out);
}

enum err matter_import_check(struct ctx *ctx, const void *in, struct buf *out_json)
{
    struct matter_sheet_plan *plan;
    enum err e = matter_sheet_plan(ctx, in, &plan);
    if (!e)
        matter_sheet_json(plan, out_json);
    return e;
}

const struct act matter_import_act = {
    .name = "matter.import",
    .title = T("导入表格"),
    .roles = ROLE_COORDINATOR | ROLE_CONSOLE,
    .form = &matter_import_form,
    .run = import_run,
    .prepare = import_prepare,
};

enum err matter_import_run(const struct app_db *app_db, struct ctx *ctx, struct matter_sheet_in *in,
                           struct buf *out_json)
{
    struct act_result result = {0};
    enum err e;
    if (!ctx_may(ctx, matter_import_act.roles))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("只有协调员可以导入"));
    e = in->dry_run ? matter_sheet_plan(ctx, in, &in->plan)
                    : act_run(app_db, ctx, &matter_import_act, in, &result);
    if (!e)
        matter_sheet_json(in->plan, out_json);
    return e;
}

/* The report ----------------------------------------------------------------------------------- */

struct str matter_sheet_place(struct arena *arena, const struct matter_sheet_plan *plan,
                              int64_t row, struct str field)
{
    for (size_t i = 0; i < plan->columns.n && !str_empty(field); i++)
        if (str_eq(plan->columns.at[i].field, field))
            return str_print(arena, "%.*s%lld", STR_ARG(plan->columns.at[i].letters),
                             (long long)row);
    return STR("");
}

static void json_place(struct json_out *j, const struct matter_sheet_plan *plan, int64_t row,
                       struct str field)
{
    json_put_str(j, "place", matter_sheet_place(plan->scratch, plan, row, field));
}

static void json_refused(struct json_out *j, const struct matter_sheet_plan *plan)
{
    size_t listed = 0;
    json_open(j, "refused", '[');
    for (size_t i = 0; i < plan->lines.n && listed < MATTER_SHEET_REFUSED_MAX; i++) {
        const struct matter_sheet_line *line = &plan->lines.at[i];
        if (line->outcome != MATTER_ROW_REFUSED)
            continue;
        listed++;
        json_open(j, NULL, '{');
        json_put_int(j, "row", line->row);
        json_put_str(j, "field", line->field);
        json_place(j, plan, line->row, line->field);
        json_put_str(j, "message", line->message);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_columns(struct json_out *j, const struct matter_sheet_plan *plan)
{
    json_open(j, "columns", '[');
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct matter_sheet_column *c = &plan->columns.at[i];
        json_open(j, NULL, '{');
        json_put_str(j, "column", c->letters);
        json_put_str(j, "title", c->title);
        json_put_str(j, "field", c->field);
        json_put_c(j, "how",
                   c->given        ? "given"
                   : c->remembered ? "remembered"
                   : c->guessed    ? "guessed"
                                   : "unknown");
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_changed(struct json_out *j, const struct matter_sheet_plan *plan)
{
    size_t listed = 0;
    json_open(j, "differences", '[');
    for (size_t i = 0; i < plan->lines.n && listed < MATTER_SHEET_REFUSED_MAX; i++) {
        const struct matter_sheet_line *line = &plan->lines.at[i];
        if (line->outcome != MATTER_ROW_CHANGED)
            continue;
        listed++;
        json_open(j, NULL, '{');
        json_put_int(j, "row", line->row);
        json_put_str(j, "number", line->number);
        json_open(j, "changes", '[');
        for (size_t c = 0; c < line->change_n; c++) {
            json_open(j, NULL, '{');
            json_put_c(j, "field", line->changes[c].field);
            json_put_str(j, "before", line->changes[c].before);
            json_put_str(j, "after", line->changes[c].after);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_open_questions(struct json_out *j, const struct matter_sheet_plan *plan)
{
    json_open(j, "unknown_departments", '[');
    for (size_t i = 0; i < plan->unknown.n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "name", plan->unknown.at[i].name);
        json_put_int(j, "rows", plan->unknown.at[i].rows);
        json_put_str(j, "nearest", plan->unknown.at[i].nearest);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "due_words", '[');
    for (size_t i = 0; i < plan->words.n; i++) {
        json_open(j, NULL, '{');
        json_put_int(j, "row", plan->words.at[i].row);
        json_put_str(j, "words", plan->words.at[i].words);
        json_put_day(j, "proposal", plan->words.at[i].proposal);
        json_put_bool(j, "taken", plan->words.at[i].taken);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_notes(struct json_out *j, const struct matter_sheet_plan *plan)
{
    json_open(j, "notes", '[');
    for (size_t i = 0; i < plan->notes.n; i++) {
        json_open(j, NULL, '{');
        json_put_int(j, "row", plan->notes.at[i].row);
        json_put_str(j, "field", plan->notes.at[i].field);
        json_place(j, plan, plan->notes.at[i].row, plan->notes.at[i].field);
        json_put_str(j, "message", plan->notes.at[i].message);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void matter_sheet_json(const struct matter_sheet_plan *plan, struct buf *out_json)
{
    struct json_out j = json_to(out_json);
    json_open(&j, NULL, '{');
    json_put_int(&j, "rows", plan->rows);
    json_put_int(&j, "new", plan->new);
    json_put_int(&j, "same", plan->same);
    json_put_int(&j, "changed", plan->changed);
    json_refused(&j, plan);
    json_put_int(&j, "refused_rows", plan->refused);
    json_put_int(&j, "hidden", plan->hidden);
    json_put_int(&j, "undispatched", plan->undispatched);
    static const char *const kinds[] = {"", "matters", "classes", "orgs", "people"};
    json_put_c(&j, "what", kinds[plan->what]);
    json_put_str(&j, "sheet", plan->sheet_name);
    json_put_int(&j, "header_row", plan->head_row);
    json_columns(&j, plan);
    json_changed(&j, plan);
    json_open_questions(&j, plan);
    json_notes(&j, plan);
    json_close(&j, '}');
}
