/* The files that go with the mail about a report. */
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "core/setting.h"
#include "domain/matter/matter_report_act.h"
#include "domain/matter/matter_report_doc.h"

#define MIME_OF "application/vnd.openxmlformats-officedocument."
#define TEMP_DIR "/tmp" /* where the library that writes workbooks keeps its parts, too */

/* The library writes workbooks into files: one of our own, readable by nobody else, and gone. */
static enum err book_bytes(struct ctx *ctx, const struct matter_report *report,
                           const struct report_doc *doc, struct str *out)
{
    struct str path;
    int fd;
    enum err e = fs_temp(ctx->arena, STR(TEMP_DIR), &path, &fd);
    if (e)
        return e;
    close(fd);
    e = matter_report_xlsx(ctx, report, doc, str_c(ctx->arena, path));
    if (!e)
        e = fs_read(ctx->arena, path, ENCLOSED_BYTES_MAX, out);
    fs_drop(ctx->arena, path);
    return e;
}

static void put(struct ctx *ctx, struct enclosed *to, const struct report_doc *doc,
                struct matter_period period, const char *ending, struct str type, struct str bytes)
{
    *to = (struct enclosed){.name = str_print(ctx->arena, "%.*s.%s", STR_ARG(doc->file), ending),
                            .plain =
                                str_print(ctx->arena, "%s-%.*s.%s", matter_period_word(period.kind),
                                          STR_ARG(matter_period_name(ctx->arena, period)), ending),
                            .type = type,
                            .bytes = bytes};
}

enum err matter_report_enclose(struct ctx *ctx, int64_t number, struct enclosed *out, size_t *out_n)
{
    struct matter_report *report = ARENA_NEW(ctx->arena, struct matter_report);
    struct matter_period period;
    struct report_doc doc;
    struct str docx, xlsx;
    int64_t attach = 0;
    *out_n = 0;
    if (!matter_report_by_number(number, &period) ||
        !ctx_may(ctx, ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR))
        return ERR_OK;
    enum err e = setting_get(ctx, "report.attach", &attach);
    if (e == ERR_NOT_FOUND) { /* a park that no serve of this version has opened yet */
        attach = 1;
        e = ERR_OK;
    }
    if (e || !attach)
        return e;
    e = matter_report_make(ctx, period, REPORT_KEEP_ALL, report);
    if (!e)
        e = matter_report_doc(ctx, report, &doc);
    if (!e)
        e = matter_report_docx(ctx, report, &doc, &docx);
    if (!e)
        e = book_bytes(ctx, report, &doc, &xlsx);
    if (e)
        return e;
    put(ctx, &out[0], &doc, period, "docx", STR(MIME_OF "wordprocessingml.document"), docx);
    put(ctx, &out[1], &doc, period, "xlsx", STR(MIME_OF "spreadsheetml.sheet"), xlsx);
    *out_n = 2;
    return ERR_OK;
}
