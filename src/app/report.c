/* lianyuan report weekly | monthly: a report as docx and workbook, into a folder. */
#include <stdio.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/show.h"
#include "base/fs.h"
#include "base/json.h"
#include "domain/matter/matter_report_doc.h"

struct written {
    struct str docx, xlsx;
};

/* The period that was named, else the last one that is over. */
static enum err period_of(struct ctx *ctx, enum matter_period_kind kind, const char *name,
                          struct matter_period *out)
{
    *out = matter_period_step(matter_period_of(kind, ctx_today(ctx)), -1);
    if (!name || matter_period_parse(kind, str_from(name), out))
        return ERR_OK;
    return ctx_fail_detail(ctx, ERR_INVALID, kind == MATTER_WEEKLY ? "week" : "month",
                           kind == MATTER_WEEKLY ? T("周要写成 2026-W46 的样子：{}")
                                                 : T("月份要写成 2026-11 的样子：{}"),
                           str_from(name));
}

static enum err write_both(struct ctx *ctx, struct matter_period period, const char *to,
                           struct written *out)
{
    struct matter_report *report = ARENA_NEW(ctx->arena, struct matter_report);
    struct report_doc doc;
    struct str bytes, dir = str_from(to);
    enum err e = matter_report_make(ctx, period, REPORT_KEEP_ALL, report);
    if (!e)
        e = matter_report_doc(ctx, report, &doc);
    if (!e)
        e = matter_report_docx(ctx, report, &doc, &bytes);
    if (!e && (e = fs_mkdir(ctx->arena, dir, 0755)))
        return ctx_fail_detail(ctx, e, "to", T("不能写文件：{}"), dir);
    if (e)
        return e;
    out->docx =
        str_print(ctx->arena, "%.*s/%s-%.*s.docx", STR_ARG(dir), matter_period_word(period.kind),
                  STR_ARG(matter_period_name(ctx->arena, period)));
    out->xlsx =
        str_print(ctx->arena, "%.*s.xlsx", STR_ARG(str_slice(out->docx, 0, out->docx.len - 5)));
    if ((e = fs_write(ctx->arena, out->docx, bytes, 0644)))
        return ctx_fail_detail(ctx, e, "to", T("不能写文件：{}"), out->docx);
    return matter_report_xlsx(ctx, report, &doc, str_c(ctx->arena, out->xlsx));
}

static void print_json(struct ctx *ctx, const struct written *files)
{
    struct buf buf;
    buf_init(&buf, ctx->arena, SHOW_BYTES_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    json_put_str(&j, "docx", files->docx);
    json_put_str(&j, "xlsx", files->xlsx);
    json_close(&j, '}');
    printf("%.*s\n", STR_ARG(buf_str(&buf)));
}

static int report(const struct options *options, enum matter_period_kind kind)
{
    const char *to = command_option(options, "--to");
    const char *name = command_option(options, kind == MATTER_WEEKLY ? "--week" : "--month");
    struct matter_period period;
    struct written files;
    struct desk desk;
    enum err e = desk_open(&desk, options, DB_READ);
    struct ctx *ctx = &desk.ctx;
    if (!e && !to)
        e = ctx_fail(ctx, ERR_INVALID, "to", T("请用 --to 写明报表放到哪个目录"));
    if (!e && !(e = period_of(ctx, kind, name, &period)) && !(e = db_read_begin(ctx->db))) {
        e = write_both(ctx, period, to, &files);
        db_read_end(ctx->db);
    }
    if (!e && options->format == FORMAT_JSON)
        print_json(ctx, &files);
    else if (!e)
        printf("%.*s\n%.*s\n", STR_ARG(files.docx), STR_ARG(files.xlsx));
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}

int command_report_weekly(const struct options *options)
{
    return report(options, MATTER_WEEKLY);
}

int command_report_monthly(const struct options *options)
{
    return report(options, MATTER_MONTHLY);
}
