/*
 * lianyuan backup FILE, restore FILE [--drill].
 *
 * A drill restores the backup into a directory of its own, verifies what came out, removes it
 * again, and notes in the park's own database that it was done.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/clock.h"
#include "app/command.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/show.h"
#include "base/fs.h"
#include "core/job.h"
#include "core/verify.h"
#include "db/copy.h"
#include "reach/reach.h"
#include "web/i18n.h"

static void progress(void *arg, struct str what, int64_t done)
{
    (void)arg;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K%.*s %lld", STR_ARG(what), (long long)done);
}

static void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

static struct db_all everything(struct migrations sets[MODULES_MAX])
{
    return (struct db_all){.sets = sets, .n = modules_migrations(sets), .progress = progress};
}

struct mark {
    const char *name;
    struct str note;
};

static enum err set_mark(struct ctx *ctx, void *arg)
{
    const struct mark *mark = arg;
    return mark_set(ctx, mark->name, mark->note);
}

static enum err backup_to(struct desk *desk, const char *file)
{
    struct migrations sets[MODULES_MAX];
    struct db_all all = everything(sets);
    struct ctx *ctx = &desk->ctx;
    struct mark mark = {"backup", str_from(file)};
    enum err e = db_backup(&desk->arena, str_from(desk->options->data), desk->files_dir,
                           str_from(file), &all, &ctx->error);
    progress_end();
    return e ? e : act_write(&desk->app_db, ctx, set_mark, &mark);
}

int command_backup(const struct options *options)
{
    const char *file = command_word(options, 0, NULL);
    struct desk desk;
    enum err e = desk_open(&desk, options, DB_WRITE);
    struct ctx *ctx = &desk.ctx;
    if (!e && !file)
        e = ctx_fail(ctx, ERR_INVALID, NULL, T("请写明备份到哪个文件"));
    if (!e)
        e = backup_to(&desk, file);
    if (!e)
        printf("%.*s%s\n", STR_ARG(tr(options->lang, T("已备份到 "))), file);
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}

static enum err restore_into(struct arena *arena, const struct options *options, const char *file,
                             struct error *error)
{
    struct migrations sets[MODULES_MAX];
    struct db_all all = everything(sets);
    enum err e = db_restore(arena, str_from(file), str_from(options->data),
                            desk_files_dir(arena, options), &all, error);
    progress_end();
    return e;
}

/* Opens what was restored and goes through its whole journal. */
static enum err verify_restored(const struct options *options, struct error *error)
{
    struct desk desk;
    struct verify_report report = {0};
    struct mark mark = {"restore-drill", STR("")};
    enum err e = desk_open(&desk, options, DB_WRITE);
    struct ctx *ctx = &desk.ctx;
    if (!e)
        e = verify_run(ctx, NULL, &report);
    if (!e && !report.good)
        e = ctx_fail(ctx, ERR_IO, NULL, T("恢复出来的留痕核对不上，请换一份备份"));
    if (!e)
        e = act_write(&desk.app_db, ctx, set_mark, &mark);
    /* The message is a literal; a detail would go with the arena. */
    if (e)
        *error = (struct error){.code = e, .message = ctx->error.message};
    desk_close(&desk);
    return e;
}

static enum err all_off(struct ctx *ctx, void *arg)
{
    return channel_turn_all_off(ctx, arg);
}

/* What waits in the outbox of the copy waits in the park's own, too. */
static enum err quiet_channels(const struct options *options, struct error *error)
{
    struct desk desk;
    int64_t n = 0;
    enum err e = desk_open(&desk, options, DB_WRITE);
    if (!e)
        e = act_write(&desk.app_db, &desk.ctx, all_off, &n);
    if (!e && n > 0) {
        struct str count = str_print(&desk.arena, "%lld", (long long)n);
        struct str text =
            tr_with(&desk.arena, options->lang,
                    T("已停用 {} 个通知渠道，以免这一份也往外发消息；确认它是正式的，再到“管理 › "
                      "通知渠道”启用。"),
                    count);
        printf("%.*s\n", STR_ARG(text));
    }
    if (e)
        *error = (struct error){.code = e, .message = desk.ctx.error.message};
    desk_close(&desk);
    return e;
}

static void remove_tree(struct arena *arena, struct str dir)
{
    struct str *names;
    size_t n;
    if (fs_list(arena, dir, 100000, &names, &n) == ERR_OK)
        for (size_t i = 0; i < n; i++)
            remove_tree(arena, fs_join(arena, dir, names[i]));
    if (rmdir(str_c(arena, dir)) != 0)
        unlink(str_c(arena, dir));
}

static enum err drill(struct arena *arena, const struct options *options, const char *file,
                      struct error *error)
{
    struct str dir = str_print(arena, "%s.drill-%ld", file, (long)getpid());
    struct options there = *options;
    struct desk desk;
    struct mark mark = {"restore-drill", str_from(file)};
    there.data = str_c(arena, dir);
    there.files = NULL;
    there.as = NULL;
    enum err e = restore_into(arena, &there, file, error);
    if (!e)
        e = verify_restored(&there, error);
    remove_tree(arena, dir);
    if (e)
        return e;
    e = desk_open(&desk, options, DB_WRITE);
    if (!e)
        e = act_write(&desk.app_db, &desk.ctx, set_mark, &mark);
    if (e)
        *error = (struct error){.code = e,
                                .message = desk.ctx.error.message,
                                .detail = str_dup(arena, desk.ctx.error.detail)};
    desk_close(&desk);
    return e;
}

/* A file that is none of ours is told apart from a damaged one before SQLite sees it. */
static enum err check_backup(const char *file, struct error *error)
{
    static const char magic[] = "SQLite format 3";
    char head[sizeof magic] = "";
    FILE *in = fopen(file, "rb");
    if (!in)
        return error_set(error, ERR_NOT_FOUND, STR("file"), T("没有这个文件：{}"), str_from(file));
    size_t n = fread(head, 1, sizeof head, in);
    fclose(in);
    return n == sizeof head && memcmp(head, magic, sizeof magic) == 0
               ? ERR_OK
               : error_set(error, ERR_INVALID, STR("file"), T("这不是 lianyuan 的备份：{}"),
                           str_from(file));
}

int command_restore(const struct options *options)
{
    const char *file = command_word(options, 0, NULL);
    bool only_drill = command_flag(options, "--drill");
    struct arena arena;
    struct error error = {0};
    enum err e = ERR_OK;
    arena_init(&arena, DESK_ARENA_MAX);
    if (!file)
        e = error_set(&error, ERR_INVALID, STR_NULL, T("请写明要恢复哪个备份文件"), STR_NULL);
    else
        e = check_backup(file, &error);
    if (!e)
        e = only_drill ? drill(&arena, options, file, &error)
                       : restore_into(&arena, options, file, &error);
    if (!e && !only_drill)
        e = verify_restored(options, &error);
    if (!e && !only_drill)
        e = quiet_channels(options, &error);
    if (!e)
        printf("%.*s%s\n",
               STR_ARG(tr(options->lang, only_drill ? T("恢复演练成功，留痕核对无误：")
                                                    : T("已恢复，留痕核对无误："))),
               only_drill ? file : options->data);
    int status = e ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
