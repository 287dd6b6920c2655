/*
 * 交办单, 督办单, 销号单 as docx: one sheet of A4 each, a table to be filled in and signed, the
 * same fields as the page that prints them. Chinese whatever the reader's language.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_SLIP_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_SLIP_H

#include "core/ctx.h"
#include "domain/matter/matter_find.h"

enum matter_slip_kind { MATTER_SLIP_ASSIGN = 1, MATTER_SLIP_PRESS, MATTER_SLIP_CLOSE };

struct matter_slip {
    enum matter_slip_kind kind;
    struct str date;   /* of the slip: "2026年11月23日" */
    struct str limit;  /* "5 个工作日" */
    struct str due;    /* "2026年11月30日" */
    struct str result; /* the opinion, the press, the answer */
};

/* The bytes of the file; name: what it is called, without its ending. */
enum err matter_slip_docx(struct ctx *ctx, const struct matter_slip *slip,
                          const struct matter_view *v, struct str *out_bytes);
const char *matter_slip_title(enum matter_slip_kind kind); /* T("事项交办单") */

#endif
