/*
 * What is decided of patents without records: how much a name looks like an organisation's, and the
 * figures that parks print, rounded as the newspapers print them.
 */
#ifndef LIANYUAN_DOMAIN_PATENT_PATENT_RULE_H
#define LIANYUAN_DOMAIN_PATENT_PATENT_RULE_H

#include "base/arena.h"
#include "base/day.h"

/* 0 to 100: 100 the same name; 90 the same but for the legal form (有限公司, CO LTD) and brackets;
 * 85 the same as the former name that one of them gives in brackets; 70 one holds the other's core
 * of at least four characters; 0 nothing. A proposal, never a verdict. */
int patent_name_likeness(struct arena *arena, struct str name, struct str org);

/* The name without what says only that it is a company (有限公司, CO LTD, GmbH), without brackets
 * that name a former name (原…, formerly …), narrow, in capitals, without blanks and points. */
struct str patent_name_core(struct arena *arena, struct str name);

/* What two cores begin with alike, whole characters. */
struct str patent_name_common(struct str a, struct str b);

/* A ratio in hundredths, rounded half away from zero: patent_rate(8247 - 6856, 6856) = 2029,
 * printed 20.29 %. INT64_MIN when there is no whole. */
int64_t patent_rate(int64_t part, int64_t whole);

/* Invention patents per 10,000 people, in hundredths: 130.79 is 13079. */
int64_t patent_per_10k(int64_t patents, int64_t people);

/* What was there before, from the figure of now and the growth that was printed (hundredths of a
 * per cent): 8247 at 2029 came from 6856. */
int64_t patent_before(int64_t now, int64_t growth);

/* The other figure of a printed ratio ("1.78 times" = 178): 13079 at 178 means 7348. */
int64_t patent_other(int64_t figure, int64_t times);

/* How many times the other figure, in hundredths: 13079 and 7348 are 178, printed 1.78. */
int64_t patent_times(int64_t figure, int64_t other);

/* A row of the table that sets strategic industries beside classes (国家知识产权局, 2021).
 * patterns: classes, * for whatever follows, with what a row takes out in brackets:
 * "H01M10/05*（不含H01M10/054）; H01M4/36". keywords: phrases; "" = the class is enough. */
struct patent_industry {
    struct str branch, patterns, keywords;
};

/* Is one of the patent's classes meant by the row and not taken out by it, and, where the row has
 * keywords, does one of them stand in the text? */
bool patent_in_industry(const struct patent_industry *row, const struct str *symbols, size_t n,
                        struct str text);

/* The last day of protection: from the filing, never from the priority. Inventions 20 years,
 * utility models 10, designs 15 when filed on or after 2021-06-01, else 10 (Patent Law of China,
 * art. 42). */
int32_t patent_term(int32_t filed, int64_t right);

/* Whether it was kept for more than ten years on that day (a ground of high value). */
bool patent_kept_ten(int32_t filed, int32_t day);

#endif
