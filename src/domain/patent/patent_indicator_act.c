/* What people enter for the indicators: figures with their source, and the lists of grounds. */
#include "base/i18n.h"
#include "base/source.h"
#include "core/file.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_indicator.h"
#include "engine/patentnum/num.h"
#include "patent_indicator_query.h"
#include "report/sheet.h"

enum { GROUND_ROWS_MAX = 20000, GROUND_HEAD_ROWS = 30, LISTED_COLUMNS = 3, BAD_SHOWN = 3 };
enum { FILE_BYTES_MAX = 20 << 20 };

static const struct form_choice whats[] = {
    {"people", T("常住人口（人）"), PATENT_FIGURE_PEOPLE},
    {"before", T("上年同期有效发明专利（件）"), PATENT_FIGURE_BEFORE},
    {"city", T("全市每万人口发明专利拥有量（件）"), PATENT_FIGURE_CITY},
    {"pledge", T("算作高价值的质押金额（万元）"), PATENT_FIGURE_PLEDGE},
    {NULL, NULL, 0},
};
static const struct field figure_fields[] = {
    FORM_CHOICE(struct patent_figure_in, what, T("哪个数"), whats, FORM_REQUIRED),
    FORM_TEXT(struct patent_figure_in, value, T("数值"), 20, FORM_REQUIRED),
    FORM_DAY(struct patent_figure_in, day, T("截至哪天"), FORM_REQUIRED),
    FORM_TEXT(struct patent_figure_in, source, T("来源"), 200, FORM_REQUIRED),
};
const struct form patent_figure_form = FORM(figure_fields, struct patent_figure_in);

static const struct form_choice grounds[] = {
    {"industry", T("战略性新兴产业与 IPC 对照表"), PATENT_GROUND_INDUSTRY},
    {"pledge", T("质押融资清单"), PATENT_GROUND_PLEDGED},
    {"award", T("获奖专利清单"), PATENT_GROUND_AWARDED},
    {NULL, NULL, 0},
};
static const struct field ground_fields[] = {
    FORM_CHOICE(struct patent_ground_in, ground, T("哪张表"), grounds, FORM_REQUIRED),
    FORM_FILES(struct patent_ground_in, files, T("文件"), 1, FORM_REQUIRED),
};
const struct form patent_ground_form = FORM(ground_fields, struct patent_ground_in);

/* "73.48", "8,247" in hundredths; false: no such number. */
static bool hundredths(struct str text, int64_t *out)
{
    int64_t n = 0, after = -1, digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ',' || c == ' ')
            continue;
        if (c == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (c < '0' || c > '9' || after == 2 || digits++ == 14)
            return false;
        n = n * 10 + (c - '0');
        after += after >= 0;
    }
    *out = n * (after <= 0 ? 100 : after == 1 ? 10 : 1);
    return digits > 0;
}

enum err patent_act_figure(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_figure_in *in = given;
    struct patent_figure_id id;
    int64_t value;
    if (!hundredths(str_narrow(ctx->arena, in->value), &value))
        return ctx_fail(ctx, ERR_INVALID, "value", T("请写一个数，最多两位小数"));
    if (value == 0 && in->what != PATENT_FIGURE_PLEDGE)
        return ctx_fail(ctx, ERR_INVALID, "value", T("这个数不能是零"));
    if (in->day > ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "day", T("日期还没有到"));
    enum err e = id_next(ctx, &id.n);
    if (!e)
        e = sql_patent_figure_add(
            ctx->db,
            &(struct sql_patent_figure_add_in){ctx->park, id, in->what, in->day, value, in->source,
                                               ctx->actor.person, ctx->actor.name, ctx->now_us},
            NULL);
    const char *what = T("常住人口（人）");
    for (size_t i = 0; whats[i].name; i++)
        if (whats[i].value == in->what)
            what = whats[i].name;
    struct journal_field fields[] = {journal_text("what", STR_NULL, str_from(what)),
                                     journal_text("value", STR_NULL, in->value),
                                     journal_day(ctx->arena, "day", DAY_NONE, in->day),
                                     journal_text("source", STR_NULL, in->source)};
    if (!e)
        e = journal_add(ctx, "patent_figure", id.n, "add", fields, 4);
    *out = (struct act_result){.id = id.n, .version = 1, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

/* Lists ---------------------------------------------------------------------------------------- */

struct ground_row {
    struct str key, text, keywords; /* key: a number, or the classes of an industry */
    int64_t amount;
};

struct patent_ground_rows {
    VEC(struct ground_row) all;
    struct str name; /* of the file */
    int64_t refused; /* rows whose number is none */
    struct str bad;  /* the first of them */
};

struct heads {
    size_t key, text, more; /* columns from 1; 0 = none */
};

/* The first row in which the column that must be there is. */
static bool find_heads(struct arena *arena, const struct sheet_row *row, bool industry,
                       struct heads *out)
{
    *out = (struct heads){0};
    for (size_t i = 0; i < row->n; i++) {
        struct str cell = sheet_text(arena, &row->at[i]);
        bool classes = str_has(cell, STR("IPC")) || str_has(cell, STR("分类号"));
        bool number = str_has(cell, STR("专利号")) || str_has(cell, STR("公开")) ||
                      str_has(cell, STR("公告")) || str_has(cell, STR("申请号"));
        if (!out->key && (industry ? classes : number))
            out->key = i + 1;
        else if (!out->more && str_has(cell, industry ? STR("关键词") : STR("金额")))
            out->more = i + 1;
        else if (!out->text && (str_has(cell, STR("产业")) || str_has(cell, STR("名称")) ||
                                str_has(cell, STR("奖")) || str_has(cell, STR("银行")) ||
                                str_has(cell, STR("质权人"))))
            out->text = i + 1;
    }
    return out->key != 0;
}

static struct str cell(struct arena *arena, const struct sheet_row *row, size_t column)
{
    if (!column || column > row->n)
        return STR("");
    return str_trim(str_dup(arena, sheet_text(arena, &row->at[column - 1])));
}

static void take_row(struct ctx *ctx, struct patent_ground_rows *rows, const struct sheet_row *row,
                     const struct heads *heads, bool industry)
{
    struct ground_row one = {.key = cell(ctx->arena, row, heads->key),
                             .text = cell(ctx->arena, row, heads->text),
                             .keywords = STR(""),
                             .amount = -1};
    struct str more = cell(ctx->arena, row, heads->more);
    struct patentnum n;
    int64_t amount;
    if (str_empty(one.key))
        return;
    if (industry) {
        one.keywords = more;
    } else if (patentnum_read(one.key, DAY_NONE, PATENTNUM_ANY, &n, NULL)) {
        if (rows->refused++ == 0)
            rows->bad = one.key;
        return;
    } else {
        one.key = str_dup(ctx->arena, str_from(n.key));
        one.amount = hundredths(more, &amount) ? amount / 100 : -1;
    }
    *VEC_ADD(ctx->arena, &rows->all) = one;
}

static enum err read_rows(struct ctx *ctx, const struct source *source, bool industry,
                          struct patent_ground_rows *rows, struct error *error)
{
    struct sheet_book *book;
    enum err e = sheet_open(ctx->arena, source, &book, error);
    for (size_t s = 0; !e && s < sheet_n(book); s++) {
        struct sheet *sheet;
        struct sheet_row row;
        struct heads heads = {0};
        int looked = 0;
        e = sheet_begin(book, s, &sheet, error);
        while (!e && !(e = sheet_next(sheet, &row, error)) && row.n) {
            if (rows->all.n == GROUND_ROWS_MAX)
                return error_set(error, ERR_LIMIT, STR("files"), T("表太长了（{}）"), rows->name);
            if (heads.key)
                take_row(ctx, rows, &row, &heads, industry);
            else if (looked++ < GROUND_HEAD_ROWS)
                (void)find_heads(ctx->arena, &row, industry, &heads);
        }
    }
    return e;
}

enum err patent_prepare_ground(struct ctx *ctx, void *given)
{
    struct patent_ground_in *in = given;
    struct file file;
    struct source source;
    struct error error = {0};
    enum err e = file_get(ctx, (struct file_id){in->files.n ? in->files.at[0] : 0}, &file);
    if (!e && file.person.n != ctx->actor.person.n)
        e = ERR_NOT_FOUND;
    if (e || str_null(ctx->files_dir))
        return ctx_fail(ctx, e ? e : ERR_NOT_FOUND, "files", T("没有这个文件，请重新上传"));
    in->rows = ARENA_NEW(ctx->arena, struct patent_ground_rows);
    in->rows->name = file.name;
    e = source_open(ctx->arena,
                    str_c(ctx->arena, file_path(ctx->arena, ctx->files_dir, file.digest)),
                    FILE_BYTES_MAX, &source, &error);
    source.name = file.name;
    if (!e)
        e = read_rows(ctx, &source, in->ground == PATENT_GROUND_INDUSTRY, in->rows, &error);
    if (e)
        return error_set(&ctx->error, e, error.field, error.message, error.detail);
    if (in->rows->all.n == 0)
        return ctx_fail(ctx, ERR_INVALID, "files",
                        in->ground == PATENT_GROUND_INDUSTRY
                            ? T("表里没有“IPC”或“分类号”一列，或者下面没有内容")
                            : T("表里没有“专利号”或“申请号”一列，或者没有一个号认得出"));
    return ERR_OK;
}

static enum err put_rows(struct ctx *ctx, const struct patent_ground_in *in)
{
    bool industry = in->ground == PATENT_GROUND_INDUSTRY;
    enum err e =
        industry ? sql_patent_industry_drop(ctx->db,
                                            &(struct sql_patent_industry_drop_in){ctx->park}, NULL)
                 : sql_patent_ground_drop(
                       ctx->db, &(struct sql_patent_ground_drop_in){ctx->park, in->ground}, NULL);
    for (size_t i = 0; !e && i < in->rows->all.n; i++) {
        const struct ground_row *row = &in->rows->all.at[i];
        int64_t seq = (int64_t)i + 1;
        e = industry
                ? sql_patent_industry_add(ctx->db,
                                          &(struct sql_patent_industry_add_in){
                                              ctx->park, seq, row->text, row->key, row->keywords},
                                          NULL)
                : sql_patent_ground_add(ctx->db,
                                        &(struct sql_patent_ground_add_in){ctx->park, in->ground,
                                                                           seq, row->key, row->text,
                                                                           row->amount},
                                        NULL);
    }
    return e;
}

enum err patent_act_ground(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_ground_in *in = given;
    struct str n = str_print(ctx->arena, "%zu", in->rows->all.n);
    int64_t id;
    enum err e = put_rows(ctx, in);
    if (!e)
        e = id_next(ctx, &id);
    struct journal_field fields[] = {
        journal_text("what", STR_NULL, str_print(ctx->arena, "%lld", (long long)in->ground)),
        journal_text("file", STR_NULL, in->rows->name), journal_text("rows", STR_NULL, n)};
    if (!e)
        e = journal_add(ctx, "patent_ground", id, "replace", fields, 3);
    struct str message = tr_with(ctx->arena, ctx->lang, T("已换成这张表的 {} 行"), n);
    if (in->rows->refused)
        message = str_print(ctx->arena, "%.*s%.*s", STR_ARG(message),
                            STR_ARG(tr_with(ctx->arena, ctx->lang,
                                            T("；有的号认不出，没有采用，如 {}"), in->rows->bad)));
    *out = (struct act_result){.id = in->files.at[0], .message = message};
    return e;
}
