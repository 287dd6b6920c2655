#include "web/req.h"

#include <assert.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pairs.h"
#include "web/steps.h"

struct call *call_of(struct req *req)
{
    return (struct call *)(void *)((char *)req - offsetof(struct call, req));
}

static const struct route_arg *arg_of(const struct req *req, const char *name)
{
    for (size_t i = 0; i < req->match.n; i++) {
        if (str_eq(req->match.args[i].name, str_from(name)))
            return &req->match.args[i];
    }
    assert(false && "the route declares this argument");
    return NULL;
}

int64_t req_id(const struct req *req, const char *name)
{
    return arg_of(req, name)->n;
}

struct str req_arg(const struct req *req, const char *name)
{
    return arg_of(req, name)->value;
}

struct str req_query(const struct req *req, const char *name)
{
    return form_value(req->query, str_from(name));
}

struct url req_url_with(const struct req *req, const char *name, struct str value)
{
    struct arena *arena = req->ctx->arena;
    return url_with(arena, (struct url){req->http->path},
                    pairs_with(arena, req->query, str_from(name), value));
}

void req_begin_with(struct req *req, const char *name, struct str value)
{
    if (form_field(req->form, str_from(name)))
        req->pairs = pairs_with(req->ctx->arena, req->pairs, str_from(name), value);
}

void req_begin_with_int(struct req *req, const char *name, int64_t value)
{
    req_begin_with(req, name, str_print(req->ctx->arena, "%lld", (long long)value));
}

enum err req_redirect(struct req *req, struct url to, struct str message)
{
    reply_redirect(call_of(req), to.text, message);
    return ERR_OK;
}

void req_refused(struct req *req, enum err e)
{
    struct call *call = call_of(req);
    if (req->errors.n == 0 && call->ctx.error.code)
        req->errors.at[req->errors.n++] = call->ctx.error;
    error_clear(&call->ctx.error);
    req->failed = e;
    call->status = err_http(e);
}

/* RFC 6266: the name twice, once in ASCII for what does not know the second form. */
static struct str disposition(struct arena *arena, struct str name)
{
    struct buf b;
    buf_init(&b, arena, 8192);
    buf_add(&b, STR("attachment; filename=\""));
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%' && c != '/';
        buf_char(&b, plain ? (char)c : '_');
    }
    buf_add(&b, STR("\"; filename*=UTF-8''"));
    url_add_part(&b, name);
    return buf_full(&b) ? STR("attachment") : buf_str(&b);
}

static void download_headers(struct req *req, struct str name, const char *type)
{
    struct http_reply *reply = req->reply;
    reply->status = 200;
    reply_header(reply, STR("Content-Type"), str_from(type));
    reply_header(reply, STR("Content-Disposition"), disposition(req->ctx->arena, name));
    reply_security(call_of(req), true);
}

enum err req_send(struct req *req, struct str name, const char *type, struct str bytes)
{
    download_headers(req, name, type);
    req->reply->body = bytes;
    return ERR_OK;
}

enum err req_send_file(struct req *req, struct str name, const char *type, int fd, int64_t size)
{
    download_headers(req, name, type);
    req->reply->fd = fd;
    req->reply->fd_size = size;
    return ERR_OK;
}

const char *req_made_path(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    return str_c(arena, str_print(arena, "%.*s/.tmp-made-%lld", STR_ARG(req->web->config.files_dir),
                                  (long long)req->act_id));
}

enum err req_send_made(struct req *req, enum err made, struct str name, const char *type)
{
    const char *path = req_made_path(req);
    struct stat st;
    int fd = made ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    unlink(path);
    if (made || fd < 0)
        return made ? made : ERR_IO;
    if (fstat(fd, &st)) {
        close(fd);
        return ERR_IO;
    }
    return req_send_file(req, name, type, fd, st.st_size);
}

struct str req_kept(const struct req *req, struct str key)
{
    const struct str *kept = thread_fragment(req->thread, key);
    return kept ? *kept : STR_NULL;
}

void req_keep(struct req *req, struct str key, struct str bytes)
{
    thread_fragment_keep(req->thread, key, bytes);
}

struct str req_lasting(const struct req *req, struct str key)
{
    const struct str *kept = thread_lasting(req->thread, key);
    return kept ? *kept : STR_NULL;
}

void req_keep_lasting(struct req *req, struct str key, struct str bytes)
{
    thread_lasting_keep(req->thread, key, bytes);
}

bool req_fragment(struct req *req, struct str key)
{
    const struct str *kept = thread_fragment(req->thread, key);
    if (kept)
        buf_add(&req->page.out, *kept);
    return kept != NULL;
}

void req_fragment_keep(struct req *req, struct str key, size_t from)
{
    const struct buf *out = &req->page.out;
    if (!buf_full(out))
        thread_fragment_keep(req->thread, key, str_slice(buf_str(out), from, out->len));
}
