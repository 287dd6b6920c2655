/*
 * What the index shows of a patent hangs on more than the patent: its applicant's zone is the one of
 * the park's organisation that people joined the name to. Who changes that says so here, in the same
 * act; the records are fed to the index again (patent_live.h).
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_TOUCH_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_TOUCH_H

#include "core/ctx.h"

enum err patent_touch_name(struct ctx *ctx, struct patent_name_id name);
enum err patent_touch_org(struct ctx *ctx, struct org_id org);
enum err patent_touch_zone(struct ctx *ctx, struct zone_id zone);

#endif
