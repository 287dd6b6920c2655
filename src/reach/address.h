/*
 * Which network addresses may be reached from here. A channel's address is typed by a person and
 * resolved by a name server that somebody else runs: what counts is the address a connection is
 * made to, judged at that moment.
 *
 *     switch (address_place(bytes, 4)) {          // network order; 4 or 16 bytes
 *     case ADDRESS_PUBLIC: ...
 *
 * Public is what IANA's special-purpose registries (RFC 6890 and its updates, 2024) leave for the
 * open internet. An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is judged as itself.
 */
#ifndef LIANYUAN_REACH_ADDRESS_H
#define LIANYUAN_REACH_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

enum address_place {
    ADDRESS_PUBLIC,
    ADDRESS_INSIDE, /* loopback, private, shared (CGNAT), unique local: an administrator may allow
                       it */
    ADDRESS_NEVER,  /* link-local (a cloud's metadata), multicast, unspecified, reserved, not an
                       address */
};

enum address_place address_place(const unsigned char *bytes, size_t size);

#endif
