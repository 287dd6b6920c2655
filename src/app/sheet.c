/* lianyuan matter import | export: the list from and to a file. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/show.h"
#include "base/json.h"
#include "base/vec.h"
#include "domain/matter/matter_form.h"
#include "domain/matter/matter_sheet.h"

/* Rows done on a terminal's error stream; nothing when it is a file. */
static void progress(void *arg, int64_t done, int64_t total)
{
    (void)arg;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%lld / %lld", (long long)done, (long long)total);
}

static void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

/* Every "--name VALUE" or "--name=VALUE" of that name, in order. */
static struct form_texts option_values(struct arena *arena, const struct options *options,
                                       const char *name)
{
    VEC(struct str) values = {0};
    size_t len = strlen(name);
    for (int i = 0; i < options->n; i++) {
        const char *word = options->words[i];
        if (strncmp(word, name, len) == 0 && word[len] == '=')
            *VEC_ADD(arena, &values) = str_from(word + len + 1);
        else if (strcmp(word, name) == 0 && i + 1 < options->n)
            *VEC_ADD(arena, &values) = str_from(options->words[++i]);
    }
    return (struct form_texts){values.at, values.n};
}

static enum err import_file(struct desk *desk, const struct options *options, const char *path,
                            struct buf *json)
{
    struct ctx *ctx = &desk->ctx;
    const char *sheet = command_option(options, "--sheet");
    struct matter_sheet_in in = {
        .maps = option_values(&desk->arena, options, "--map"),
        .orgs = option_values(&desk->arena, options, "--org"),
        .dues = option_values(&desk->arena, options, "--due"),
        .sheet = sheet ? str_from(sheet) : STR(""),
        .dry_run = command_flag(options, "--dry-run"),
        .path = path,
        .progress = progress,
    };
    enum err e = matter_import_run(&desk->app_db, ctx, &in, json);
    progress_end();
    return e;
}

int command_matter_import(const struct options *options)
{
    static const char *const with_value[] = {"--map", "--org", "--due", "--sheet", NULL};
    const char *path = command_word(options, 0, with_value);
    struct desk desk;
    struct buf json;
    enum err e = desk_open(&desk, options, DB_WRITE);
    struct ctx *ctx = &desk.ctx;
    buf_init(&json, &desk.arena, SHOW_BYTES_MAX);
    if (!e && !path)
        e = ctx_fail(ctx, ERR_INVALID, NULL, T("请写明要导入的文件"));
    if (!e)
        e = import_file(&desk, options, path, &json);
    if (!e)
        e = show_json(&desk.arena, buf_str(&json),
                      options->format == FORMAT_UNSET ? FORMAT_JSON : options->format, stdout,
                      &ctx->error);
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}

/* The filters are those of matter.list; the file stands before them. */
static enum err export_file(struct desk *desk, const struct options *options, int64_t *out_rows)
{
    struct ctx *ctx = &desk->ctx;
    struct options filters = *options;
    struct form_pairs pairs;
    struct form_errors errors = {0};
    struct matter_list_in in;
    const char *path = options->words[0];
    enum err e =
        options_pairs(&desk->arena, &filters, 1, &matter_list_form, NULL, &pairs, &ctx->error);
    if (!e && form_decode(&desk->arena, &matter_list_form, pairs, &in, &errors)) {
        ctx->error = errors.at[0];
        e = ERR_INVALID;
    }
    if (!e && (in.limit || !str_empty(in.after)))
        e = ctx_fail(ctx, ERR_INVALID, in.limit ? "limit" : "after",
                     T("导出不分页，筛选到的全部写进文件；请用筛选条件缩小范围"));
    if (!e)
        e = db_read_begin(ctx->db);
    if (!e)
        e = matter_export_run(ctx, &in, path, progress, NULL, out_rows);
    db_read_end(ctx->db);
    progress_end();
    return e;
}

int command_matter_export(const struct options *options)
{
    struct desk desk;
    int64_t rows = 0;
    enum err e = desk_open(&desk, options, DB_READ);
    struct ctx *ctx = &desk.ctx;
    if (!e && (options->n == 0 || options->words[0][0] == '-'))
        e = ctx_fail(ctx, ERR_INVALID, NULL, T("请先写明导出到哪个文件，再写筛选条件"));
    if (!e)
        e = export_file(&desk, options, &rows);
    if (!e && options->format == FORMAT_JSON)
        printf("{\"rows\":%lld}\n", (long long)rows);
    else if (!e)
        printf("%s: %lld\n", options->words[0], (long long)rows);
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}
