/*
 * Numbers that people say and write: "2026-0153", counted per park, kind and year, without gaps
 * (the counter is part of the act's transaction).
 *
 *     e = number_next(ctx, "matter", 2026, &number);          // "2026-0153"
 *
 * A person may type one in many ways: `153`, `0153`, `2026-153`, full-width digits, blanks around.
 */
#ifndef LIANYUAN_CORE_NUMBER_H
#define LIANYUAN_CORE_NUMBER_H

#include "core/ctx.h"

enum { NUMBER_DIGITS = 4 }; /* at least; the 10,000th is "2026-10000" */

enum err number_next(struct ctx *ctx, const char *kind, int32_t year, struct str *out_number);

/* The usual form of what was typed, with `year` where none was; false when it is no number. */
bool number_read(struct arena *arena, struct str typed, int32_t year, struct str *out_number);

/* For imports that bring numbers of their own form: the series goes on behind the largest. */
enum err number_reserve(struct ctx *ctx, const char *kind, struct str number);

#endif
