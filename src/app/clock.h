/* The only clock of the program: everything below app/ is handed the instant. */
#ifndef LIANYUAN_APP_CLOCK_H
#define LIANYUAN_APP_CLOCK_H

#include <stdint.h>

int64_t clock_now_us(void);

#endif
