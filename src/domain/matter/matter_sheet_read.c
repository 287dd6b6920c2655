/* From the file to records: which sheet, which row is the header, which column is which field, and
 * then row by row. */
#include "base/hash.h"
#include "base/utf8.h"
#include "core/file.h"
#include "core/view.h"
#include "domain/matter/matter_sheet_in.h"
#include "web/i18n.h"

enum { PROGRESS_ROWS = 500, SAMPLE_MAX = 40 };

/* What the sheet room says, told through ctx. */
static enum err told(struct ctx *ctx, enum err e, const struct error *error)
{
    if (e && error->message)
        error_set(&ctx->error, e, error->field, error->message, error->detail);
    return e;
}

/* A stored file, if it is the person's own upload. */
static enum err stored(struct ctx *ctx, const struct matter_sheet_in *in, const char **out_path,
                       struct str *out_name)
{
    struct file file;
    enum err e = file_get(ctx, (struct file_id){in->file}, &file);
    if (!e && file.person.n != ctx->actor.person.n)
        e = ERR_NOT_FOUND;
    if (e)
        return ctx_fail(ctx, e, "file", T("没有这个文件，请重新上传"));
    *out_path = str_c(ctx->arena, file_path(ctx->arena, ctx->files_dir, file.digest));
    *out_name = file.name;
    return ERR_OK;
}

static enum err open_book(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    struct source source;
    struct error error = {0};
    const char *path = r->in->path;
    struct str name = STR_NULL;
    enum err e = ERR_OK;
    if (!path && !r->in->file)
        return ctx_fail(ctx, ERR_INVALID, "file", T("请选择文件"));
    if (!path && (e = stored(ctx, r->in, &path, &name)))
        return e;
    e = source_open(ctx->arena, path, SHEET_FILE_MAX, &source, &error);
    if (!str_null(name))
        source.name = name;
    if (!e) {
        r->plan->file_name = source.name;
        e = sheet_open(ctx->arena, &source, &r->book, &error);
    }
    return told(ctx, e, &error);
}

/* The names of columns that the person gave: they count when the header is looked for. */
static struct str *given_names(struct matter_sheet_reader *r)
{
    struct str *names = ARENA_ARRAY(r->ctx->arena, struct str, r->in->maps.n + 1);
    for (size_t i = 0; i < r->in->maps.n; i++)
        names[i] = str_slice(r->in->maps.at[i], 0, str_find_char(r->in->maps.at[i], '=', 0));
    return names;
}

static enum err read_first(struct matter_sheet_reader *r, size_t i, struct sheet_head *head)
{
    struct ctx *ctx = r->ctx;
    struct error error = {0};
    struct sheet_row row;
    r->first_n = 0;
    r->at_end = false;
    enum err e = sheet_begin(r->book, i, &r->sheet, &error);
    while (!e && r->first_n < SHEET_HEAD_ROWS) {
        e = sheet_next(r->sheet, &row, &error);
        if (e || row.n == 0) {
            r->at_end = true;
            break;
        }
        r->first[r->first_n++] = sheet_row_copy(ctx->arena, &row);
    }
    if (!e)
        sheet_head_find(ctx->arena, r->first, r->first_n, matter_sheet_fields, MS_N, given_names(r),
                        r->in->maps.n, head);
    return told(ctx, e, &error);
}

/* The sheet with the best header; a named one as it is; hidden ones only if nothing else. */
static enum err choose_sheet(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    size_t best = SIZE_MAX, last = SIZE_MAX, n = sheet_n(r->book);
    int32_t most = -1;
    struct sheet_head *head = ARENA_NEW(ctx->arena, struct sheet_head);
    for (size_t i = 0; i < n; i++) {
        struct sheet_info info = sheet_info(r->book, i);
        *VEC_ADD(ctx->arena, &r->plan->sheets) = info.name;
        if (!str_empty(r->in->sheet) && !str_eq(info.name, r->in->sheet))
            continue;
        if (last != SIZE_MAX)
            sheet_end(r->sheet);
        enum err e = read_first(r, last = i, head);
        if (e)
            return e;
        int32_t score = head->score * 2 + (r->first_n > 0) + !info.hidden;
        if (score > most) {
            most = score;
            best = i;
            r->head = *head;
        }
    }
    if (best == SIZE_MAX)
        return ctx_fail_detail(ctx, ERR_INVALID, "sheet", T("没有这张工作表：{}"), r->in->sheet);
    r->plan->sheet_name = sheet_info(r->book, best).name;
    if (best == last)
        return ERR_OK;
    sheet_end(r->sheet);
    return read_first(r, best, head);
}

static struct str memory_key(struct matter_sheet_reader *r, struct str title)
{
    return str_print(r->ctx->arena, "%.*s/%.*s", STR_ARG(r->plan->signature),
                     STR_ARG(sheet_name_key(r->ctx->arena, title)));
}

static enum err remembered(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    struct import_pair *pairs;
    struct map said = {0};
    size_t n;
    enum err e = import_map_get(ctx, "matter.column", &pairs, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, &said, pairs[i].given, &pairs[i].means);
    for (size_t c = 0; !e && c < r->head.n; c++) {
        const struct str *means = map_get(&said, memory_key(r, r->head.at[c].title));
        int32_t field = means ? sheet_field_index(matter_sheet_fields, MS_N, *means) : -1;
        if (means && !str_empty(r->head.at[c].title) && (field >= 0 || str_eq(*means, STR("-"))))
            sheet_head_set(&r->head, sheet_letters(ctx->arena, c), field, SHEET_REMEMBERED);
    }
    return e;
}

/* Whether an earlier --map names this column or, unless it is left out, this field. */
static bool given_twice(const struct matter_sheet_reader *r, size_t n, struct str column,
                        struct str field)
{
    for (size_t i = 0; i < n; i++) {
        struct str text = r->in->maps.at[i];
        size_t at = str_find_char(text, '=', 0);
        struct str other = str_trim(str_slice(text, at + 1, text.len));
        if (str_eq(str_trim(str_slice(text, 0, at)), column) ||
            (str_eq(other, field) && !str_eq(field, STR("-"))))
            return true;
    }
    return false;
}

static enum err given(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    for (size_t i = 0; i < r->in->maps.n; i++) {
        struct str text = r->in->maps.at[i];
        size_t at = str_find_char(text, '=', 0);
        struct str column = str_trim(str_slice(text, 0, at));
        struct str name = at == SIZE_MAX ? STR("") : str_trim(str_slice(text, at + 1, text.len));
        int32_t field = sheet_field_index(matter_sheet_fields, MS_SKIP, name);
        if (at == SIZE_MAX || (field < 0 && !str_eq(name, STR("-"))))
            return ctx_fail_detail(ctx, ERR_INVALID, "map", T("没有这个字段（请写 列=字段）：{}"),
                                   text);
        if (given_twice(r, i, column, name))
            return ctx_fail_detail(ctx, ERR_INVALID, "map",
                                   T("一列只能对一个字段，一个字段也只能对一列：{}"), text);
        if (!sheet_head_set(&r->head, column, field, SHEET_GIVEN))
            return ctx_fail_detail(ctx, ERR_INVALID, "map", T("表里没有这一列：{}"), column);
    }
    return ERR_OK;
}

static void show_columns(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    for (size_t c = 0; c < r->head.n; c++) {
        const struct sheet_column *from = &r->head.at[c];
        const struct sheet_field *field =
            from->field >= 0 && from->field < MS_SKIP ? &matter_sheet_fields[from->field] : NULL;
        struct matter_sheet_column *to = VEC_ADD(ctx->arena, &r->plan->columns);
        *to = (struct matter_sheet_column){
            .letters = sheet_letters(ctx->arena, c),
            .title = from->title,
            .field = field ? str_from(field->name) : STR(""),
            .label = field ? tr(ctx->lang, field->label) : STR(""),
            .guessed = from->how == SHEET_GUESSED,
            .remembered = from->how == SHEET_REMEMBERED,
            .given = from->how == SHEET_GIVEN,
        };
        size_t n = 0;
        for (size_t i = 0; i < r->first_n && n < MATTER_SHEET_SAMPLES; i++) {
            struct sheet_cell cell = sheet_at(&r->first[i], c);
            if (r->first[i].number > r->head.last_row && cell.kind != SHEET_BLANK)
                to->samples[n++] = utf8_prefix(str_trim(sheet_text(ctx->arena, &cell)), SAMPLE_MAX);
        }
    }
}

static enum err map_columns(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    unsigned char digest[HASH_SIZE];
    if (r->head.row == 0)
        return ctx_fail(ctx, ERR_INVALID, "file", T("没有找到表头：表里要有一行列名"));
    hash_of(r->head.signature, digest);
    r->plan->signature = str_slice(hash_text(ctx->arena, digest), 0, 16);
    r->plan->head_row = r->head.row;
    enum err e = remembered(r);
    if (!e)
        e = given(r);
    if (e)
        return e;
    for (int32_t f = 0; f < MS_N; f++)
        r->column[f] = sheet_head_column(&r->head, f);
    bool body = r->column[MS_TITLE] != SIZE_MAX || r->column[MS_TEXT] != SIZE_MAX;
    bool classes = r->column[MS_CLASS] != SIZE_MAX && r->column[MS_CLASS2] != SIZE_MAX;
    r->plan->what = !body && classes ? MATTER_SHEET_CLASSES : MATTER_SHEET_MATTERS;
    if (!classes && r->in->maps.n == 0 && matter_sheet_org_head(r))
        return ERR_OK;
    show_columns(r);
    return body || classes ? ERR_OK
                           : ctx_fail(ctx, ERR_INVALID, "map",
                                      T("没有认出标题或内容列，请用 列=title 或 列=text 指明"));
}

/* 合计, 总 计, 小计：... in the first cell with content */
static bool is_total(const struct matter_sheet_reader *r, const struct sheet_row *row)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计"};
    size_t first = 0;
    while (first < row->n && row->at[first].kind == SHEET_BLANK)
        first++;
    if (first == row->n || row->at[first].kind != SHEET_TEXT)
        return false;
    struct str key = sheet_name_key(r->ctx->arena, row->at[first].text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(key, str_from(words[i])))
            return true;
    return false;
}

/* Whether a row holds nothing of what is mapped, or repeats the header. */
static bool passes_over(const struct matter_sheet_reader *r, const struct sheet_row *row)
{
    size_t filled = 0, same = 0;
    for (size_t c = 0; c < r->head.n; c++) {
        int32_t f = r->head.at[c].field;
        struct sheet_cell cell = sheet_at(row, c);
        if (f < 0 || f >= MS_SKIP || cell.kind == SHEET_BLANK || cell.from == SHEET_ASIDE)
            continue;
        filled += cell.from == SHEET_OWN;
        same += cell.kind == SHEET_TEXT && (str_eq(str_trim(cell.text), r->head.at[c].upper) ||
                                            str_eq(str_trim(cell.text), r->head.at[c].lower));
    }
    return filled == 0 || (filled > 1 && same == filled);
}

/* "no:" our own number, "out:" another system's, "row:" what stands in the mapped cells. */
static struct str key_of(struct matter_sheet_reader *r, const struct sheet_row *row,
                         struct matter_import *record)
{
    struct ctx *ctx = r->ctx;
    struct str number = str_narrow(ctx->arena, record->number), rest = number, year;
    int64_t ignored;
    bool ours = str_cut(&rest, '-', &year) && year.len == 4 && str_int(year, &ignored) &&
                rest.len >= 1 && rest.len <= 9 && rest.ptr[0] != '-' && str_int(rest, &ignored);
    if (ours) {
        record->number = number;
        return str_print(ctx->arena, "no:%.*s", STR_ARG(number));
    }
    if (!str_empty(record->number) && str_empty(record->outside_number))
        record->outside_number = record->number; /* the number of somebody else's list */
    record->number = STR("");
    if (!str_empty(record->outside_number))
        return str_print(ctx->arena, "out:%.*s", STR_ARG(record->outside_number));
    struct hash hash;
    unsigned char digest[HASH_SIZE];
    hash_begin(&hash);
    for (int f = 0; f < MS_SKIP; f++) {
        struct sheet_cell cell =
            r->column[f] == SIZE_MAX ? (struct sheet_cell){0} : sheet_at(row, r->column[f]);
        if (cell.kind == SHEET_BLANK || cell.from == SHEET_ASIDE)
            continue;
        hash_add(&hash, str_from(matter_sheet_fields[f].name));
        hash_byte(&hash, 0);
        hash_add(&hash, str_trim(sheet_text(ctx->arena, &cell)));
        hash_byte(&hash, 0);
    }
    hash_end(&hash, digest);
    return str_print(ctx->arena, "row:%.*s",
                     STR_ARG(str_slice(hash_text(ctx->arena, digest), 0, 32)));
}

static enum err take_row(struct matter_sheet_reader *r, const struct sheet_row *row)
{
    struct ctx *ctx = r->ctx;
    struct matter_sheet_plan *plan = r->plan;
    bool registers = plan->what == MATTER_SHEET_ORGS || plan->what == MATTER_SHEET_PEOPLE;
    if (row->number <= r->head.last_row || is_total(r, row) || (!registers && passes_over(r, row)))
        return ERR_OK;
    if (plan->rows == MATTER_SHEET_ROWS_MAX)
        return ctx_fail_detail(ctx, ERR_LIMIT, "file", T("一次最多导入 {} 行，请分成几个文件"),
                               str_print(ctx->arena, "%d", MATTER_SHEET_ROWS_MAX));
    plan->rows++;
    plan->hidden += row->hidden;
    if (plan->what == MATTER_SHEET_CLASSES)
        return matter_sheet_class_row(r, row);
    if (registers)
        return matter_sheet_org_row(r, row);
    struct matter_sheet_line *line = VEC_ADD(ctx->arena, &plan->lines);
    struct matter_import *record = VEC_ADD(ctx->arena, &plan->records);
    *line = (struct matter_sheet_line){.row = row->number, .hidden = row->hidden};
    enum err e = matter_sheet_record(r, row, line, record);
    record->key = key_of(r, row, record);
    line->number = str_empty(record->number) ? record->outside_number : record->number;
    return e;
}

static enum err take_rows(struct matter_sheet_reader *r)
{
    struct sheet_row row;
    struct error error = {0};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < r->first_n; i++)
        e = take_row(r, &r->first[i]);
    while (!e && !r->at_end) {
        e = told(r->ctx, sheet_next(r->sheet, &row, &error), &error);
        if (e || row.n == 0)
            break;
        struct sheet_row copy = sheet_row_copy(r->ctx->arena, &row);
        e = take_row(r, &copy);
        if (r->in->progress && r->plan->rows % PROGRESS_ROWS == 0)
            r->in->progress(r->in->progress_arg, r->plan->rows, 0);
    }
    sheet_end(r->sheet);
    return e;
}

enum err matter_sheet_read(struct matter_sheet_reader *r)
{
    enum err e = open_book(r);
    if (!e)
        e = choose_sheet(r);
    if (!e)
        e = map_columns(r);
    if (!e)
        e = matter_sheet_names_load(r);
    if (!e)
        e = matter_sheet_dues_check(r);
    return e ? e : take_rows(r);
}
