/* What the pages of the clock draw: the count day by day, what a recount moved. */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_CLOCK_PAGE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_CLOCK_PAGE_H

#include "domain/matter/matter_count.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/matter_told.h"

const char *show_clock_kind(int64_t kind);         /* T("办理时限") */
const char *show_clock_standing(int64_t standing); /* T("正在计时") */
struct str show_clock_class(int64_t standing);     /* "ok", "late", "off" */
const char *show_clock_unit(int64_t limit_kind);   /* T("天"): what a row's number counts */
const char *show_recount_cause(int64_t cause);     /* T("放假安排更新") */
const char *show_told_way(int64_t kind);           /* T("邮件") */
const char *show_told_state(int64_t state);        /* T("对方已收下") */
bool is_never(int64_t due_at);

#endif
