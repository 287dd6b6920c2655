/*
 * lianyuan patent index build|verify|stat
 * lianyuan patent generate N [--seed S] [--format csv|json]
 *
 * generate writes made-up patents to standard output, one at a time: as CSV with the headings that
 * `patent import` knows, or one JSON object a line. It is what the benchmark feeds on.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/show.h"
#include "base/csv.h"
#include "base/json.h"
#include "domain/patent/patent_index.h"
#include "engine/patentidx/sample.h"

enum { GENERATE_MAX = 100000000, GENERATE_ROW_MAX = 1 << 20, GENERATE_COLUMNS = 12 };

int command_patent_index(const struct options *options)
{
    struct desk desk;
    struct buf json;
    const char *what = options->n ? options->words[0] : "";
    enum err e = desk_open(&desk, options, DB_READ);
    struct ctx *ctx = &desk.ctx;
    buf_init(&json, &desk.arena, SHOW_BYTES_MAX);
    if (!e && !ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE))
        e = ctx_fail(ctx, ERR_DENIED, NULL, T("只有协调员可以管理专利索引"));
    if (!e)
        e = strcmp(what, "build") == 0    ? patent_index_build(ctx, &json)
            : strcmp(what, "verify") == 0 ? patent_index_verify(ctx, &json)
            : strcmp(what, "stat") == 0
                ? patent_index_stat(ctx, &json)
                : ctx_fail(ctx, ERR_INVALID, NULL,
                           T("请写 patent index build、patent index verify 或 patent index stat"));
    if (json.len) /* what verify found is shown, too */
        show_json(&desk.arena, buf_str(&json), options->format, stdout, &ctx->error);
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}

/* --- Made-up patents
 * ------------------------------------------------------------------------------ */

static struct str joined(struct arena *arena, const struct str *at, size_t n)
{
    struct buf b;
    buf_init(&b, arena, GENERATE_ROW_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add(&b, STR(" | "));
        buf_add(&b, at[i]);
    }
    return buf_str(&b);
}

static struct str symbols(struct arena *arena, const struct patent_doc *d)
{
    struct str *at = ARENA_ARRAY(arena, struct str, d->class_n + 1);
    for (size_t i = 0; i < d->class_n; i++)
        at[i] = d->classes[i].symbol;
    return joined(arena, at, d->class_n);
}

static const char *const columns[GENERATE_COLUMNS] = {
    "公开(公告)号", "申请号",    "标题",   "摘要",   "申请日",   "公开(公告)日",
    "授权日",       "IPC分类号", "申请人", "发明人", "法律状态", "申请人省市代码"};

static void cells(struct arena *arena, const struct patent_doc *d, struct str *out)
{
    out[0] = d->code[CODE_NUMBER];
    out[1] = d->code[CODE_APPLICATION];
    out[2] = d->title;
    out[3] = d->abstract;
    out[4] = day_text(arena, d->day[DAY_APPLIED]);
    out[5] = day_text(arena, d->day[DAY_PUBLISHED]);
    out[6] = day_text(arena, d->day[DAY_GRANTED]);
    out[7] = symbols(arena, d);
    out[8] = joined(arena, d->applicants, d->applicant_n);
    out[9] = joined(arena, d->inventors, d->inventor_n);
    out[10] = d->code[CODE_LEGAL];
    out[11] = d->code[CODE_REGION];
}

static void put_line(struct arena *arena, const struct patent_doc *d, bool csv, struct buf *b)
{
    struct str cell[GENERATE_COLUMNS];
    cells(arena, d, cell);
    if (csv) {
        csv_write(b, cell, GENERATE_COLUMNS);
        return;
    }
    struct json_out j = json_to(b);
    json_open(&j, NULL, '{');
    for (int i = 0; i < GENERATE_COLUMNS; i++)
        json_put_str(&j, columns[i], cell[i]);
    json_close(&j, '}');
    buf_char(b, '\n');
}

static enum err generate(struct arena *arena, int64_t n, int64_t seed, bool csv,
                         struct error *error)
{
    struct sample *sample = sample_open(arena, n, (uint64_t)seed);
    struct buf b;
    if (csv) {
        struct str head[GENERATE_COLUMNS];
        for (int i = 0; i < GENERATE_COLUMNS; i++)
            head[i] = str_from(columns[i]);
        buf_init(&b, arena, GENERATE_ROW_MAX);
        csv_write(&b, head, GENERATE_COLUMNS);
        fwrite(b.ptr, 1, b.len, stdout);
    }
    for (int64_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct patent_doc d;
        sample_doc(sample, arena, i, &d);
        buf_init(&b, arena, GENERATE_ROW_MAX);
        put_line(arena, &d, csv, &b);
        if (fwrite(b.ptr, 1, b.len, stdout) != b.len)
            return error_set(error, ERR_IO, STR_NULL, T("写不出去：标准输出关闭或磁盘已满"),
                             STR_NULL);
        arena_reset(arena, mark);
    }
    return fflush(stdout)
               ? error_set(error, ERR_IO, STR_NULL, T("写不出去：标准输出关闭或磁盘已满"), STR_NULL)
               : ERR_OK;
}

int command_patent_generate(const struct options *options)
{
    static const char *const with_value[] = {"--seed", NULL};
    const char *word = command_word(options, 0, with_value),
               *given = command_option(options, "--seed");
    struct arena arena;
    struct error error = {0};
    int64_t n = 0, seed = 1;
    enum err e = ERR_OK;
    arena_init(&arena, 256 << 20);
    if (!word || !str_int(str_from(word), &n) || n < 1 || n > GENERATE_MAX ||
        (given && !str_int(str_from(given), &seed)))
        e = error_set(&error, ERR_INVALID, STR_NULL,
                      T("请写明件数（1 到 1 亿），--seed 要一个整数"), STR_NULL);
    if (!e)
        e = generate(&arena, n, seed, options->format != FORMAT_JSON, &error);
    int status = e ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
