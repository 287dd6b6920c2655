/*
 * What nobody above base/ may call. Force-included (-include) into every translation unit outside
 * src/base/ and tool/; a use does not compile.
 */
#ifndef LIANYUAN_BASE_BANNED_H
#define LIANYUAN_BASE_BANNED_H

/* The system headers that declare them come first, so that only uses are poisoned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison malloc calloc realloc free strdup strndup
#pragma GCC poison strcpy strncpy strcat strncat sprintf vsprintf gets strtok strtok_r
#pragma GCC poison atoi atol atoll atof
#pragma GCC poison gmtime localtime ctime asctime mktime

#endif
