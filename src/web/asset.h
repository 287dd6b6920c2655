/*
 * Style sheets, scripts, icons: compiled into the program, served under /asset/ with a hash of the
 * content in the name, so that a browser may keep them for ever and never has an old one.
 *
 *     <link rel="stylesheet" href="{{ url_asset("lianyuan.css") }}">
 */
#ifndef LIANYUAN_WEB_ASSET_H
#define LIANYUAN_WEB_ASSET_H

#include "base/url.h"
#include "web/http.h"

struct asset {
    const char *name; /* "lianyuan.css" */
    const char *type; /* "text/css; charset=utf-8" */
    const char *hash; /* 16 hex digits of the content */
    struct str bytes; /* as they are */
    struct str gzip;  /* or empty when that is no gain */
    struct str brotli;
};

extern const struct asset assets[]; /* made at build by tool/asset.mjs */
extern const size_t asset_n;

/* "/asset/lianyuan.0f3a...css". Asserts that there is such an asset: a page that names another is
 * caught by the first test that renders it. */
struct url url_asset(struct arena *arena, const char *name);

/* Answers a path below /asset/; false when it is not one. */
bool asset_reply(struct arena *arena, const struct http_request *http, struct http_reply *reply);

#endif
