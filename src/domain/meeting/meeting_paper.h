/*
 * The minutes of a meeting (纪要): one set of words, drawn as a page and written as docx in the
 * form of GB/T 9704-2012. Minutes have their own head there: a red mark "……纪要" instead of the
 * document head and title; behind the text stand 出席, 请假, 列席, each name list behind its word;
 * below, who printed them and when. The list of what was decided is the annex.
 *
 *     e = meeting_paper_of(ctx, &view, park_name, &paper);
 *     e = meeting_paper_docx(ctx, &paper, &bytes);
 *
 * Official papers are Chinese whatever the reader's language.
 */
#ifndef LIANYUAN_DOMAIN_MEETING_MEETING_PAPER_H
#define LIANYUAN_DOMAIN_MEETING_MEETING_PAPER_H

#include "base/vec.h"
#include "core/ctx.h"
#include "domain/meeting/meeting_find.h"

struct meeting_paper_text {
    struct str lead; /* "（一）关于……": a line of its own; "" = none */
    struct str text;
};

struct meeting_paper_part {
    struct str head; /* "一、议定事项" */
    VEC(struct meeting_paper_text) texts;
};

struct meeting_paper_row {
    int64_t place;
    struct str number, firm, title, decided, departments, day, said;
};

struct meeting_paper {
    struct str mark, number, opening;
    VEC(struct meeting_paper_part) parts;
    VEC(struct meeting_paper_text) names; /* "出席：" and who */
    struct str office, printed;           /* 印发机关, the day: "2026年11月20日" */
    struct str annex;                     /* its caption */
    VEC(struct meeting_paper_row) rows;
};

enum err meeting_paper_of(struct ctx *ctx, const struct meeting_view *v, struct str park,
                          struct meeting_paper *out);

/* The bytes of the docx file. */
enum err meeting_paper_docx(struct ctx *ctx, const struct meeting_paper *paper,
                            struct str *out_bytes);

#endif
