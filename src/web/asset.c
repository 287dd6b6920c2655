#include "web/asset.h"

#include <assert.h>

#include "base/buf.h"

static struct str asset_path(struct arena *arena, const struct asset *asset)
{
    struct str name = str_from(asset->name);
    size_t dot = name.len;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '.')
            dot = i;
    }
    return str_print(arena, "/asset/%.*s.%s%.*s", STR_ARG(str_slice(name, 0, dot)), asset->hash,
                     STR_ARG(str_slice(name, dot, name.len)));
}

struct url url_asset(struct arena *arena, const char *name)
{
    for (size_t i = 0; i < asset_n; i++) {
        if (str_eq(str_from(assets[i].name), str_from(name)))
            return (struct url){asset_path(arena, &assets[i])};
    }
    assert(false && "there is such an asset");
    return (struct url){STR("/")};
}

/* Whether a list such as "gzip, br;q=1.0" takes the coding; ";q=0" says no. */
static bool accepts(struct str list, struct str coding)
{
    struct str rest = list, piece;
    while (str_cut(&rest, ',', &piece)) {
        size_t semicolon = str_find_char(piece, ';', 0);
        struct str q = str_trim(str_slice(piece, semicolon, piece.len));
        if (str_eq_nocase(str_trim(str_slice(piece, 0, semicolon)), coding))
            return !str_eq(q, STR("q=0")) && !str_eq(q, STR("q=0.0"));
    }
    return false;
}

static bool choose(const struct asset *asset, const struct http_request *http,
                   struct http_reply *reply)
{
    struct str list = http_header(http, STR("accept-encoding"));
    reply->body = asset->bytes;
    if (asset->brotli.len && accepts(list, STR("br"))) {
        reply->body = asset->brotli;
        reply_header(reply, STR("Content-Encoding"), STR("br"));
    } else if (asset->gzip.len && accepts(list, STR("gzip"))) {
        reply->body = asset->gzip;
        reply_header(reply, STR("Content-Encoding"), STR("gzip"));
    }
    return true;
}

static bool send_asset(struct arena *arena, const struct asset *asset,
                       const struct http_request *http, struct http_reply *reply)
{
    struct str tag = str_print(arena, "\"%s\"", asset->hash);
    reply->status = 200;
    reply->body_static = true;
    reply_header(reply, STR("Content-Type"), str_from(asset->type));
    reply_header(reply, STR("Cache-Control"), STR("public, max-age=31536000, immutable"));
    reply_header(reply, STR("ETag"), tag);
    reply_header(reply, STR("Vary"), STR("Accept-Encoding"));
    reply_header(reply, STR("X-Content-Type-Options"), STR("nosniff"));
    reply_header(reply, STR("Cross-Origin-Resource-Policy"), STR("same-origin"));
    reply_header(reply, STR("Content-Security-Policy"), STR("default-src 'none'"));
    if (str_has(http_header(http, STR("if-none-match")), tag)) {
        reply->status = 304;
        return true;
    }
    return choose(asset, http, reply);
}

bool asset_reply(struct arena *arena, const struct http_request *http, struct http_reply *reply)
{
    if (http->method == HTTP_POST || !str_starts(http->path, STR("/asset/")))
        return false;
    for (size_t i = 0; i < asset_n; i++) {
        if (str_eq(http->path, asset_path(arena, &assets[i])))
            return send_asset(arena, &assets[i], http, reply);
    }
    reply->status = 404;
    reply->body = STR("404\n");
    reply->body_static = true;
    reply_header(reply, STR("Content-Type"), STR("text/plain; charset=utf-8"));
    reply_header(reply, STR("X-Content-Type-Options"), STR("nosniff"));
    return true;
}
