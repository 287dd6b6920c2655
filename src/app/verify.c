/* lianyuan verify [--against CHECKPOINT] [FILE]: is the journal whole? */
#include <stdio.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/show.h"
#include "base/fs.h"
#include "base/json.h"
#include "core/verify.h"

enum { CHECKPOINT_BYTES_MAX = 4096, VERIFY_ANSWER_MAX = 64 * 1024 };

static struct str report_json(struct ctx *ctx, const struct verify_report *r)
{
    struct buf buf;
    buf_init(&buf, ctx->arena, VERIFY_ANSWER_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    json_put_bool(&j, "good", r->good);
    if (r->reason)
        json_put_str(&j, "reason", show_message(ctx->arena, ctx->lang, r->reason, r->detail));
    json_put_int(&j, "entries", r->entries);
    json_put_int(&j, "values", r->values);
    json_put_int(&j, "redacted", r->redacted);
    if (r->bad_seq >= 0)
        json_put_int(&j, "first_bad", r->bad_seq);
    json_put_bool(&j, "against_checkpoint", r->against);
    json_put_str(&j, "checkpoint", checkpoint_text(ctx->arena, &r->head));
    json_close(&j, '}');
    return buf_str(&buf);
}

/* A checkpoint is a file's path, or its text itself. */
static enum err read_checkpoint(struct ctx *ctx, const char *given, struct checkpoint *out)
{
    struct str text = str_from(given);
    if (fs_exists(ctx->arena, text)) {
        enum err e = fs_read(ctx->arena, text, CHECKPOINT_BYTES_MAX, &text);
        if (e)
            return ctx_fail_detail(ctx, e, "--against", T("读不了这个文件：{}"), str_from(given));
    }
    if (!checkpoint_parse(text, out))
        return ctx_fail(ctx, ERR_INVALID, "--against",
                        T("这不是一份检查点：应有三行，来源、条数、根哈希"));
    return ERR_OK;
}

int command_verify(const struct options *given)
{
    static const char *const with_value[] = {"--against", NULL};
    struct options options = *given;
    const char *file = command_word(given, 0, with_value);
    const char *against = command_option(given, "--against");
    struct desk desk;
    struct checkpoint checkpoint;
    struct verify_report report = {0};
    enum err e = file ? desk_open_file(&desk, &options, file) : desk_open(&desk, &options, DB_READ);
    struct ctx *ctx = &desk.ctx;
    if (!e && against)
        e = read_checkpoint(ctx, against, &checkpoint);
    if (!e)
        e = db_read_begin(ctx->db);
    if (!e)
        e = verify_run(ctx, against ? &checkpoint : NULL, &report);
    if (!e)
        e = show_json(&desk.arena, report_json(ctx, &report), options.format, stdout, &ctx->error);
    int status = e ? command_fail(&ctx->error, &options) : report.good ? 0 : 1;
    if (ctx->db)
        db_read_end(ctx->db);
    desk_close(&desk);
    return status;
}
