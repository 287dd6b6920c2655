/* What a firm can answer from a mail with one button (core/answer.h): the result is as asked. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_ANSWER_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_ANSWER_H

#include "core/answer.h"

enum err matter_answer_offer(struct ctx *ctx, int64_t record, struct answer_offer *out);

#endif
