/* Which address may be served how; the sockets themselves are in wire_mhd.c. */
#include "web/server.h"

#include "web/i18n.h"

static struct str host_of(struct str address)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < address.len; i++) {
        if (address.ptr[i] == ':')
            colon = i;
    }
    return str_slice(address, 0, colon);
}

static bool is_loopback(struct str host)
{
    return str_eq(host, STR("localhost")) || str_eq(host, STR("[::1]")) ||
           str_starts(host, STR("127."));
}

enum err server_address_check(struct str address, struct str proxy, struct str public_url,
                              struct error *error)
{
    bool https = str_starts(public_url, STR("https://"));
    size_t scheme = https ? 8 : 7;
    if (!https && !str_starts(public_url, STR("http://")))
        return error_set(error, ERR_INVALID, STR("url"),
                         T("网址要写成 https://主机 或 http://主机:端口"), STR_NULL);
    if (str_find_char(public_url, '/', scheme) != SIZE_MAX || public_url.len == scheme)
        return error_set(error, ERR_INVALID, STR("url"), T("网址只写到主机和端口，后面不带路径"),
                         STR_NULL);
    if (!https && !is_loopback(host_of(str_slice(public_url, scheme, public_url.len))))
        return error_set(error, ERR_INVALID, STR("url"),
                         T("本机以外的网址必须是 https：浏览器在明文 http 上会悄悄丢掉登录用的 "
                           "__Host- Cookie，口令也会在网络上明文经过"),
                         STR_NULL);
    if (is_loopback(host_of(address)))
        return ERR_OK;
    if (str_empty(proxy) || !https)
        return error_set(error, ERR_INVALID, STR("listen"),
                         T("不在本机以外的地址上直接提供明文服务。请监听 127.0.0.1，或在前面放 "
                           "TLS 代理并给出 --proxy 代理地址 --url https://…：明文 http "
                           "上浏览器会丢掉登录 Cookie，口令也会暴露"),
                         STR_NULL);
    return ERR_OK;
}
