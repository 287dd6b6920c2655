/* What was posted: urlencoded or multipart, fields to pairs, files into the store. */
#include <unistd.h>

#include "base/multipart.h"
#include "base/pairs.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "core/file.h"
#include "web/steps.h"

enum { READ_BYTES = 64 * 1024, UPLOADS_MAX = 20 };

struct reading {
    struct call *call;
    VEC(struct form_pair) pairs;
    VEC(struct upload) uploads;
    struct str name;
    struct buf text;      /* of the plain field that is being read */
    struct file_in *file; /* of the file that is being read */
    bool skip;
    size_t text_bytes; /* of all plain fields together */
};

static bool page_takes_files(const struct call *call)
{
    const struct req *req = &call->req;
    const struct form *form = req->form;
    if (!req->act) {
        struct str module, verb = str_from(req->route->name);
        str_cut(&verb, '_', &module);
        const struct act *act =
            web_act(req->web, str_print(call->arena, "%.*s.%.*s", STR_ARG(module), STR_ARG(verb)));
        return act && api_takes_files(act);
    }
    for (size_t i = 0; i < form->n; i++)
        if (form->fields[i].type == FIELD_FILES)
            return true;
    return false;
}

/* Before a byte of the file is written: r->skip, or why not. The API has no route here, and has
 * asked already who brings files where. */
static enum err judge_file(struct reading *r)
{
    struct call *call = r->call;
    const struct route *route = call->req.route;
    if (!route || (call->req.signed_in && page_takes_files(call)))
        return ERR_OK;
    r->skip = !call->req.signed_in && !(route->roles & ROLE_ANYONE);
    call->files_refused = !r->skip;
    return r->skip ? ERR_OK : ERR_DENIED;
}

static enum err begin_part(void *arg, struct str name, struct str filename, struct str type)
{
    struct reading *r = arg;
    struct ctx *ctx = &r->call->ctx;
    (void)type; /* the store judges by the content */
    r->name = str_dup(ctx->arena, name);
    r->file = NULL;
    r->skip = false;
    buf_init(&r->text, ctx->arena, HTTP_BODY_MAX);
    if (str_null(filename))
        return r->pairs.n < FORM_PAIRS_MAX ? ERR_OK : ERR_LIMIT;
    r->skip = str_empty(filename); /* a file field that was left empty */
    enum err e = r->skip ? ERR_OK : judge_file(r);
    if (e || r->skip)
        return e;
    if (r->uploads.n == UPLOADS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, NULL, T("一次最多上传 20 个文件"));
    r->file = ARENA_NEW(ctx->arena, struct file_in);
    *VEC_ADD(ctx->arena, &r->uploads) = (struct upload){
        .field = r->name,
        .name = str_dup(ctx->arena, filename),
        .file = r->file,
    };
    return file_in_open(ctx->arena, r->call->thread->web->config.files_dir, r->file);
}

static enum err part_data(void *arg, struct str bytes)
{
    struct reading *r = arg;
    if (r->skip)
        return ERR_OK;
    if (r->file) {
        enum err e = file_in_write(r->file, bytes);
        if (e == ERR_LIMIT)
            return ctx_fail(&r->call->ctx, e, NULL, T("文件超过 20 MB，请缩小或拆分后再上传"));
        return e;
    }
    r->text_bytes += bytes.len;
    if (r->text_bytes > HTTP_BODY_MAX)
        return ERR_LIMIT;
    buf_add(&r->text, bytes);
    return ERR_OK;
}

static enum err end_part(void *arg)
{
    struct reading *r = arg;
    struct str text = buf_str(&r->text);
    if (r->file || r->skip)
        return ERR_OK;
    if (!utf8_ok(text) || str_find_char(text, '\0', 0) != SIZE_MAX)
        return ERR_INVALID;
    *VEC_ADD(r->call->arena, &r->pairs) = (struct form_pair){r->name, text};
    return ERR_OK;
}

static const struct multipart_sink sink = {begin_part, part_data, end_part};

static enum err feed_file(struct multipart *mp, struct arena *arena, const struct http_body *body)
{
    char *piece = arena_alloc(arena, READ_BYTES);
    for (int64_t at = 0; at < body->size;) {
        ssize_t n = pread(body->fd, piece, READ_BYTES, at);
        if (n <= 0)
            return ERR_IO;
        enum err e = multipart_feed(mp, (struct str){piece, (size_t)n});
        if (e)
            return e;
        at += n;
    }
    return ERR_OK;
}

static enum err read_multipart(struct call *call, struct str boundary)
{
    struct reading r = {.call = call};
    struct multipart *mp = ARENA_NEW(call->arena, struct multipart);
    const struct http_body *body = &call->http->body;
    multipart_init(mp, boundary, &sink, &r);
    enum err e = body->fd >= 0 ? feed_file(mp, call->arena, body) : multipart_feed(mp, body->bytes);
    if (!e)
        e = multipart_finish(mp);
    if (e)
        return e;
    call->posted = (struct form_pairs){r.pairs.at, r.pairs.n};
    call->uploads = r.uploads.at;
    call->req.uploads = r.uploads.at;
    call->req.upload_n = r.uploads.n;
    return ERR_OK;
}

enum err body_pairs(struct call *call)
{
    struct str type = http_header(call->http, STR("content-type")), boundary;
    struct str plain = str_trim(str_slice(type, 0, str_find_char(type, ';', 0)));
    enum err e = ERR_INVALID;
    if (multipart_boundary(type, &boundary))
        e = read_multipart(call, boundary);
    else if (call->http->body.fd < 0 &&
             (str_eq_nocase(plain, STR("application/x-www-form-urlencoded")) ||
              call->http->body.size == 0))
        e = pairs_parse(call->arena, call->http->body.bytes, &call->posted);
    if (e == ERR_INVALID)
        return ctx_fail(&call->ctx, e, NULL, T("表单内容不完整或格式不对，请重新提交"));
    if (e == ERR_LIMIT)
        return ctx_fail(&call->ctx, e, NULL, T("提交的内容太大"));
    return e;
}

static enum err add_files(struct ctx *ctx, void *arg)
{
    struct call *call = arg;
    for (size_t i = 0; i < call->req.upload_n; i++) {
        struct file_id id;
        enum err e = file_add(ctx, call->uploads[i].file, call->uploads[i].name, &id);
        if (e)
            return e;
        call->uploads[i].id = id.n;
    }
    return ERR_OK;
}

enum err body_store(struct call *call)
{
    struct form_pairs given = call->posted;
    size_t n = call->req.upload_n;
    if (n == 0)
        return ERR_OK;
    for (size_t i = 0; i < n; i++) {
        enum err e = file_in_close(call->uploads[i].file);
        if (e)
            return e;
    }
    enum err e = req_write(&call->req, add_files, call);
    if (e)
        return e;
    struct form_pair *at = ARENA_ARRAY(call->arena, struct form_pair, given.n + n);
    for (size_t i = 0; i < given.n; i++)
        at[i] = given.at[i];
    for (size_t i = 0; i < n; i++)
        at[given.n + i] = (struct form_pair){
            call->uploads[i].field,
            str_print(call->arena, "%lld", (long long)call->uploads[i].id),
        };
    call->posted = (struct form_pairs){at, given.n + n};
    return ERR_OK;
}
