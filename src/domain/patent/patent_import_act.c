/* patent.import: a file that was uploaded. It is read and kept in batches before the act itself
 * runs, so that the writer is never held while something is parsed. */
#include "base/i18n.h"
#include "base/json.h"
#include "core/file.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_import_log.h"

enum { ACT_REPORT_MAX = 4 << 20, ACT_REFUSED_SHOWN = 3 };

static struct str count_text(struct ctx *ctx, int64_t n)
{
    return str_print(ctx->arena, "%lld", (long long)n);
}

/* What the person who uploaded reads: the figures, and the first that were refused. */
static struct str report_sentence(struct ctx *ctx, struct str report)
{
    const struct json *j, *refused;
    struct buf out;
    buf_init(&out, ctx->arena, 8192);
    if (json_parse_up_to(ctx->arena, report, ACT_REPORT_MAX, &j, NULL))
        return STR("");
    buf_add(&out, tr_with(ctx->arena, ctx->lang, T("读了 {} 行"),
                          count_text(ctx, json_int(json_member(j, "rows"), 0))));
    static const struct {
        const char *name, *words;
    } figures[] = {{"new", T("新增 {}")},
                   {"same", T("相同 {}")},
                   {"changed", T("更新 {}")},
                   {"refused_n", T("拒收 {}")}};
    for (size_t i = 0; i < 4; i++) {
        buf_add(&out, tr(ctx->lang, T("，")));
        buf_add(&out, tr_with(ctx->arena, ctx->lang, figures[i].words,
                              count_text(ctx, json_int(json_member(j, figures[i].name), 0))));
    }
    refused = json_member(j, "refused");
    for (size_t i = 0; i < json_count(refused) && i < ACT_REFUSED_SHOWN; i++) {
        const struct json *one = json_element(refused, i);
        buf_add(&out, tr(ctx->lang, i ? T("；") : T("。")));
        buf_add(&out, json_str(json_member(one, "place")));
        buf_char(&out, ' ');
        buf_add(&out, json_str(json_member(one, "message")));
    }
    return buf_str(&out);
}

/* A file of which nothing could be read is a mistake of the form, at its field. */
static enum err whole_refused(struct ctx *ctx, struct str report)
{
    const struct json *j;
    if (json_parse_up_to(ctx->arena, report, ACT_REPORT_MAX, &j, NULL) ||
        json_int(json_member(j, "rows"), 0) || json_int(json_member(j, "ipc"), 0) ||
        !json_int(json_member(j, "refused_n"), 0))
        return ERR_OK;
    const struct json *first = json_element(json_member(j, "refused"), 0);
    return ctx_fail_detail(ctx, ERR_INVALID, "files", T("没有收下：{}"),
                           json_str(json_member(first, "message")));
}

enum err patent_prepare_import(struct ctx *ctx, void *given)
{
    struct patent_import_form_in *in = given;
    struct file file;
    struct buf json;
    enum err e = file_get(ctx, (struct file_id){in->files.n ? in->files.at[0] : 0}, &file);
    if (!e && file.person.n != ctx->actor.person.n)
        e = ERR_NOT_FOUND;
    if (e || str_null(ctx->files_dir))
        return ctx_fail(ctx, e ? e : ERR_NOT_FOUND, "file", T("没有这个文件，请重新上传"));
    struct str path = file_path(ctx->arena, ctx->files_dir, file.digest);
    struct patent_import_in ask = {.paths = &path, .n = 1, .name = file.name};
    buf_init(&json, ctx->arena, ACT_REPORT_MAX);
    e = patent_import_run(ctx->app_db, ctx, &ask, &json);
    if (e && !ctx->error.code)
        return ctx_fail(ctx, e, "file", T("导入没有做完；再导一次会接着做，已收下的不会重复"));
    in->report = buf_str(&json);
    in->sentence = report_sentence(ctx, in->report);
    return e ? e : whole_refused(ctx, in->report);
}

/* Everything is on the disk: this act says so, and keeps what it said for a repeat. */
enum err patent_act_import(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_import_form_in *in = given;
    struct file_id file = {in->files.at[0]};
    struct file of = {0};
    enum err e = file_attach(ctx, file, "patent_import", file.n); /* what was read stays */
    e = e ? e : file_get(ctx, file, &of);
    e = e ? e : patent_import_note(ctx, file, of.name, in->report);
    if (e)
        return e;
    *out =
        (struct act_result){.id = in->files.at[0], .message = in->sentence, .report = in->report};
    return ERR_OK;
}
