/*
 * What can be answered from a mail with one button. A module says, for a person and a record, which
 * one act is being waited for; the room `reach` puts a link into that person's mail, and the link
 * opens a page with the choice and the button. Opening it changes nothing; the link is the
 * person's, for this record and this act, once, for a week.
 *
 *     static const struct answer answers[] = {{"matter", matter_answer_offer}};   // module's entry
 *
 * ctx->actor is the person, with today's roles. ERR_NOT_FOUND: nothing is waited for.
 */
#ifndef LIANYUAN_CORE_ANSWER_H
#define LIANYUAN_CORE_ANSWER_H

#include "base/form.h"
#include "core/ctx.h"

struct answer_offer {
    const char *act;         /* "matter.confirm"; an act without a prepare step */
    const char *button;      /* T("...") */
    struct str title, text;  /* what it is about, and what is being agreed to */
    struct str path;         /* its page, for everything else */
    int64_t version;         /* of the record: what a page showed is agreed to, nothing newer */
    struct form_pairs pairs; /* what the act is given */
};

struct answer {
    const char *kind; /* of the record that notices speak of */
    enum err (*offer)(struct ctx *ctx, int64_t record, struct answer_offer *out);
};

#endif
