/*
 * Files through the JSON API: multipart/form-data under the bearer token, streamed into the store
 * as for pages (body.c), 20 MB a file, the type judged by the content.
 *
 *     POST /api/v1/file/upload      file=...                 ->
 * {"files":[{"id","name","type","size"}]} POST /api/v1/matter/attach    id=153 files=... files=...
 *     POST /api/v1/matter/import    file=...
 *
 * The first way is the one to repeat after a lost answer: what an act was sent with is compared by
 * the ids of its files.
 */
#include "base/json.h"
#include "base/multipart.h"
#include "core/file.h"
#include "web/i18n.h"
#include "web/steps.h"

enum { ANSWER_BYTES_MAX = 64 * 1024 };

bool api_has_files(const struct call *call)
{
    struct str boundary;
    return multipart_boundary(http_header(call->http, STR("content-type")), &boundary);
}

bool api_takes_files(const struct act *act)
{
    const struct field *file = form_field(act->form, STR("file"));
    for (size_t i = 0; i < act->form->n; i++)
        if (act->form->fields[i].type == FIELD_FILES)
            return true;
    return file && file->type == FIELD_ID;
}

/* Who may use a file somewhere may bring one. */
static bool may_upload(const struct call *call)
{
    const struct web *web = call->thread->web;
    for (size_t i = 0; i < web->act_n; i++)
        if (api_takes_files(web->acts[i]) && ctx_may(&call->ctx, web->acts[i]->roles))
            return true;
    return false;
}

bool api_multipart(struct call *call, struct form_pairs *out_pairs)
{
    enum err e = body_pairs(call);
    bool read = !e;
    if (!e)
        e = body_store(call);
    *out_pairs = call->posted;
    if (e)
        api_failed(call, e);
    if (!read && e == ERR_INVALID)
        call->reply->status = 400;
    return !e;
}

void api_upload(struct call *call)
{
    struct form_pairs pairs;
    struct buf b;
    if (!may_upload(call)) {
        api_failed(call, ERR_DENIED);
        return;
    }
    if (!api_has_files(call)) {
        api_error(call, 415, "invalid", T("请用 Content-Type: multipart/form-data 上传"));
        return;
    }
    if (!api_multipart(call, &pairs))
        return;
    if (call->req.upload_n == 0) {
        api_error(call, 422, "invalid", T("没有收到文件"));
        return;
    }
    buf_init(&b, call->arena, ANSWER_BYTES_MAX);
    struct json_out j = json_to(&b);
    json_open(&j, NULL, '{');
    json_open(&j, "files", '[');
    for (size_t i = 0; i < call->req.upload_n; i++) {
        const struct upload *u = &call->uploads[i];
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", u->id);
        json_put_str(&j, "name", file_clean_name(call->arena, u->name));
        json_put_str(&j, "type", u->file->type);
        json_put_int(&j, "size", u->file->size);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    reply_json(call, 200, buf_str(&b));
}
