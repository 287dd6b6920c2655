/* Charts of an analysis's tables, as SVG: for screen and paper, without script. Each stands beside
 * the table with the same figures. */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_CHART_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_ANALYSIS_CHART_H

#include "domain/patent/patent_analysis.h"
#include "web/emit.h"

enum { ANALYSIS_CHART_COLUMNS = 60, ANALYSIS_CHART_BARS = 20 };

/* {} where the table says it wants none, or has nothing to draw. */
struct html patent_analysis_chart(struct arena *arena, const struct patent_grid *g);

#endif
