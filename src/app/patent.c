/* lianyuan patent import FILE|FOLDER|-...: patents from files of any known format. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/show.h"
#include "base/json.h"
#include "base/vec.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_index.h"

enum { NAME_MAX_ = 4096, PROGRESS_EVERY = 100, NAMES_MAX = 1000000 };

static void progress(void *arg, int64_t records)
{
    (void)arg;
    if (records % PROGRESS_EVERY == 0 && isatty(STDERR_FILENO))
        fprintf(stderr, "\r%lld", (long long)records);
}

typedef VEC(struct str) names;

/* "-": one name a line. */
static enum err names_of_input(struct desk *desk, names *paths)
{
    char line[NAME_MAX_];
    while (fgets(line, sizeof line, stdin)) {
        struct str name = str_trim(str_from(line));
        if (name.len == 0)
            continue;
        if (paths->n == NAMES_MAX || name.len + 2 >= sizeof line)
            return ctx_fail(&desk->ctx, ERR_LIMIT, NULL, T("文件名太多或太长"));
        *VEC_ADD(&desk->arena, paths) = str_dup(&desk->arena, name);
    }
    return ERR_OK;
}

static enum err paths_of(struct desk *desk, const struct options *options, names *paths)
{
    enum err e = ERR_OK;
    for (int i = 0; !e && i < options->n; i++) {
        const char *word = options->words[i];
        if (strcmp(word, "-") == 0)
            e = names_of_input(desk, paths);
        else if (strncmp(word, "--", 2) != 0)
            *VEC_ADD(&desk->arena, paths) = str_from(word);
    }
    if (!e && paths->n == 0)
        e = ctx_fail(&desk->ctx, ERR_INVALID, NULL,
                     T("请写明要导入的文件或文件夹，或用 - 从标准输入读文件名"));
    return e;
}

/* Nothing was taken although something was there: that is a failure, also to a script. */
static bool nothing_taken(struct desk *desk, struct str report)
{
    const struct json *j;
    if (json_parse_up_to(&desk->arena, report, SHOW_BYTES_MAX, &j, NULL))
        return false;
    bool kept = json_int(json_member(j, "new"), 0) + json_int(json_member(j, "same"), 0) +
                    json_int(json_member(j, "changed"), 0) + json_int(json_member(j, "ipc"), 0) >
                0;
    return !kept && !json_bool(json_member(j, "dry_run")) &&
           json_int(json_member(j, "refused_n"), 0) > 0;
}

int command_patent_import(const struct options *options)
{
    struct desk desk;
    struct buf json;
    names paths = {0};
    bool nothing = false;
    enum err e = desk_open(&desk, options, DB_WRITE);
    struct ctx *ctx = &desk.ctx;
    buf_init(&json, &desk.arena, SHOW_BYTES_MAX);
    if (!e)
        e = paths_of(&desk, options, &paths);
    if (!e && !ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE))
        e = ctx_fail(ctx, ERR_DENIED, NULL, T("只有协调员可以导入"));
    if (!e) {
        struct patent_import_in in = {.paths = paths.at,
                                      .n = paths.n,
                                      .dry_run = command_flag(options, "--dry-run"),
                                      .progress = progress};
        e = patent_import_run(&desk.app_db, ctx, &in, &json);
        if (!e && !in.dry_run)
            patent_index_refresh(ctx);
    }
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (!e) {
        nothing = nothing_taken(&desk, buf_str(&json));
        e = show_json(&desk.arena, buf_str(&json),
                      options->format == FORMAT_UNSET ? FORMAT_JSON : options->format, stdout,
                      &ctx->error);
    }
    int status = e ? command_fail(&ctx->error, options) : nothing ? err_exit(ERR_INVALID) : 0;
    desk_close(&desk);
    return status;
}
