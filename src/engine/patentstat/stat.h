/*
 * The formulas of patent analyses: plain numbers in, plain numbers out. Which records are counted,
 * and what a missing figure means, is the caller's business; a figure that cannot be had here has
 * `is` false and is shown as unknown, never as 0.
 *
 *     struct stat_value v = stat_cagr(120, 480, 4);       // 0.4142...: 41.42 % a year
 *     struct stat_concentration c = stat_concentration(counts, n);
 *     struct stat_fit fit = stat_logistic(years, cumulated, n);
 *     if (fit.why == STAT_FITTED) ...
 *
 * Sources: RCA is Balassa's index (The Manchester School 33, 1965, p. 99); HHI as the U.S. merger
 * guidelines print it (0 to 10,000); Jaccard, New Phytologist 11 (1912) p. 37; the logistic curve
 * is Verhulst's, fitted by least squares (Levenberg 1944, Marquardt 1963); fitness and complexity
 * by Tacchella et al., Sci. Rep. 2 (2012) 723, used for patents in Sci. Rep. 13 (2023) 3655.
 */
#ifndef LIANYUAN_ENGINE_PATENTSTAT_STAT_H
#define LIANYUAN_ENGINE_PATENTSTAT_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STAT_FIT_POINTS_MIN = 6, /* a curve of three numbers through fewer proves nothing */
    STAT_FIT_POINTS_MAX = 500,
    STAT_FIT_ROUNDS_MAX = 1000,
    STAT_MATURITY_YEARS = 5, /* the stock that a year's share is taken of */
    STAT_FITNESS_ROUNDS_MAX = 1000,
};

struct stat_value {
    bool is;
    double x;
};

/* ---- shares and growth ---------------------------------------------------------------------- */

/* part / whole; unknown when there is no whole. */
struct stat_value stat_share(int64_t part, int64_t whole);

/* now / before - 1; unknown from nothing. */
struct stat_value stat_growth(int64_t before, int64_t now);

/* The constant yearly growth that leads from the first to the last in so many years:
 * (last / first)^(1 / years) - 1. Unknown from nothing, and over no years. */
struct stat_value stat_cagr(int64_t first, int64_t last, int64_t years);

/* ---- concentration -------------------------------------------------------------------------- */

struct stat_concentration {
    int64_t all;                 /* sum of all counts: the denominator */
    int64_t top4, top10;         /* sums of the largest four and ten */
    struct stat_value cr4, cr10; /* shares, 0 to 1 */
    struct stat_value hhi;       /* sum of squared shares in per cent, 0 to 10,000 */
    size_t n;                    /* of the counts above 0 */
};

/* In any order. Fewer than four (ten): what there is. */
struct stat_concentration stat_concentration(const int64_t *counts, size_t n);

/* ---- two properties ------------------------------------------------------------------------- */

/* (p_mt / p_m) / (p_t / p): how much of m's own patents lie in t, against how much of everybody's
 * do. Above 1: m leans towards t. Unknown when m, t or all have none. */
struct stat_value stat_rca(int64_t p_mt, int64_t p_m, int64_t p_t, int64_t p);

/* both / (a + b - both) */
struct stat_value stat_jaccard(int64_t a, int64_t b, int64_t both);

/* ---- life cycle ----------------------------------------------------------------------------- */

enum stat_why {
    STAT_FITTED,
    STAT_TOO_SHORT, /* fewer than STAT_FIT_POINTS_MIN points */
    STAT_NO_GROWTH, /* all the same, or falling: nothing to fit */
    STAT_NO_BEND,   /* the points do not bend yet: K runs away and would be made up */
    STAT_NO_END,    /* the rounds did not settle */
};

/* y(x) = K / (1 + exp(-a (x - t0))) */
struct stat_fit {
    enum stat_why why;
    double k, a, t0;
    double rmse;     /* of the points, in units of y: sqrt(residual / n) */
    double r2;       /* 1 - residual / spread about the mean */
    double residual; /* sum of squares */
    int64_t rounds;
    size_t n;
};

/* Levenberg-Marquardt from a grid of starts. x rising. A fit whose K lies above
 * STAT_FIT_K_MOST times the last value is refused (STAT_NO_BEND): then the data only know the
 * beginning of a curve. */
enum { STAT_FIT_K_MOST = 20 };
struct stat_fit stat_logistic(const double *x, const double *y, size_t n);
double stat_logistic_at(const struct stat_fit *fit, double x);

/* The share of this year's grants in the stock of five years (this and the four before): near 1 in
 * a young field, falling in an old one; unknown when the five years have none. `years` has the five
 * counts, the newest last; fewer when the field is younger. */
struct stat_value stat_maturity(const int64_t *years, size_t n);

/* ---- fitness and complexity ----------------------------------------------------------------- */

/* m[rows][columns] of 0 and 1. F = sum of M Q, Q = 1 / sum of M / F, each divided by its mean in
 * every round, until the largest relative change is below 1e-9 (of numbers below 1e-12, which are
 * nought to any reader: the absolute one) or the rounds are over. Rows and columns of zeros must
 * have been dropped: false then. *out_rounds: how many. */
bool stat_fitness(const unsigned char *m, size_t rows, size_t columns, double *out_f, double *out_q,
                  int64_t *out_rounds);

#endif
