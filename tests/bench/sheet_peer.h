/* The peer: libzip and expat without anything of ours, the least that can find every cell's text.
 */
#ifndef LIANYUAN_BENCH_SHEET_PEER_H
#define LIANYUAN_BENCH_SHEET_PEER_H

/* How many cells have content, or -1. */
long peer_read(const char *path);

#endif
