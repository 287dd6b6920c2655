#include "reach/address.h"

#include <stdint.h>
#include <string.h>

static const struct {
    uint32_t net;
    int bits;
    enum address_place place;
} v4[] = {
    {0x00000000, 8, ADDRESS_NEVER},   /* this network */
    {0x0a000000, 8, ADDRESS_INSIDE},  /* private */
    {0x64400000, 10, ADDRESS_INSIDE}, /* shared by a carrier's customers */
    {0x7f000000, 8, ADDRESS_INSIDE},  /* loopback */
    {0xa9fe0000, 16, ADDRESS_NEVER},  /* link-local, and the metadata of clouds */
    {0xac100000, 12, ADDRESS_INSIDE}, /* private */
    {0xc0000000, 24, ADDRESS_NEVER},  /* protocol assignments */
    {0xc0000200, 24, ADDRESS_NEVER},  /* documentation */
    {0xc0586300, 24, ADDRESS_NEVER},  /* 6to4 relays, deprecated */
    {0xc0a80000, 16, ADDRESS_INSIDE}, /* private */
    {0xc6120000, 15, ADDRESS_NEVER},  /* benchmarks */
    {0xc6336400, 24, ADDRESS_NEVER},  /* documentation */
    {0xcb007100, 24, ADDRESS_NEVER},  /* documentation */
    {0xe0000000, 3, ADDRESS_NEVER},   /* multicast and reserved */
};

static enum address_place place4(const unsigned char *b)
{
    uint32_t address =
        (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | (uint32_t)b[3];
    for (size_t i = 0; i < sizeof v4 / sizeof v4[0]; i++)
        if ((address ^ v4[i].net) >> (32 - v4[i].bits) == 0)
            return v4[i].place;
    return ADDRESS_PUBLIC;
}

static bool begins(const unsigned char *b, const char *prefix, size_t size)
{
    return memcmp(b, prefix, size) == 0;
}

static enum address_place place6(const unsigned char *b)
{
    static const char zero[15] = {0};
    if (begins(b, zero, 15) && b[15] == 1)
        return ADDRESS_INSIDE; /* ::1 */
    if (begins(b, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) ||
        begins(b, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12))
        return place4(b + 12); /* ::ffff:0:0/96 mapped, 64:ff9b::/96 NAT64 */
    if (begins(b, "\x20\x02", 2))
        return place4(b + 2); /* 2002::/16: 6to4 */
    if ((b[0] & 0xfe) == 0xfc)
        return ADDRESS_INSIDE; /* fc00::/7 unique local */
    if ((b[0] & 0xe0) != 0x20)
        return ADDRESS_NEVER; /* outside 2000::/3 nothing is given out */
    if (begins(b, "\x20\x01\x0d\xb8", 4) || (begins(b, "\x20\x01", 2) && b[2] < 2))
        return ADDRESS_NEVER; /* documentation; 2001::/23: Teredo and other protocols */
    if (begins(b, "\x3f\xff", 2) && b[2] < 0x10)
        return ADDRESS_NEVER; /* 3fff::/20 documentation */
    return ADDRESS_PUBLIC;
}

enum address_place address_place(const unsigned char *bytes, size_t size)
{
    if (size == 4)
        return place4(bytes);
    return size == 16 ? place6(bytes) : ADDRESS_NEVER;
}
