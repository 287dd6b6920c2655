/*
 * Whose address it is, as far as limits go. A provider gives one customer one IPv4 address, and of
 * IPv6 a /64 with 2^64 addresses: a limit for each address would limit nobody there.
 *
 *     net_of(&arena, STR("2001:db8::1"))         "2001:db8::/64"
 *     net_of(&arena, STR("192.0.2.7"))           "192.0.2.7"
 *     net_of(&arena, STR("::ffff:192.0.2.7"))    "192.0.2.7"
 *
 * What is no address (a path of a socket, "") is answered as it is.
 */
#ifndef LIANYUAN_BASE_NET_H
#define LIANYUAN_BASE_NET_H

#include "base/arena.h"
#include "base/str.h"

struct str net_of(struct arena *arena, struct str address);

#endif
