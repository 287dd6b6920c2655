#include "base/net.h"

#include <arpa/inet.h>
#include <string.h>

struct str net_of(struct arena *arena, struct str address)
{
    enum { HALF = 8 }; /* bytes of the part that names the network */
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN + 4];
    size_t scope = str_find_char(address, '%', 0); /* fe80::1%eth0 */
    struct str bare = str_slice(address, 0, scope);
    if (bare.len == 0 || bare.len >= INET6_ADDRSTRLEN)
        return address;
    memcpy(text, bare.ptr, bare.len);
    text[bare.len] = '\0';
    if (inet_pton(AF_INET6, text, bytes) != 1)
        return address;
    if (memcmp(bytes, mapped, sizeof mapped) == 0) {
        inet_ntop(AF_INET, bytes + sizeof mapped, text, sizeof text);
        return str_dup(arena, str_from(text));
    }
    memset(bytes + HALF, 0, sizeof bytes - HALF);
    inet_ntop(AF_INET6, bytes, text, sizeof text);
    return str_print(arena, "%s/64", text);
}
