/*
 * The formulas against published and hand-computed figures, and against slow and simple versions on
 * random input.
 */
#include <math.h>
#include <stdlib.h>

#include "base/tap.h"
#include "engine/patentstat/stat.h"

static bool near(double x, double want, double relative)
{
    return fabs(x - want) <= relative * fabs(want);
}

static uint64_t seed = 20261123;

static uint64_t dice(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

static void shares_and_growth(void)
{
    OK(!stat_share(1, 0).is, "no whole, no share");
    OK(near(stat_share(1058, 1999).x, 0.529265, 1e-5), "1,058 of 1,999");
    /* 8,247 patents, printed as +20.29 % on a year before, come from 6,856. */
    OK(near(stat_growth(6856, 8247).x * 100, 20.2888, 1e-5), "the newspaper's growth");
    OK(!stat_growth(0, 5).is, "from nothing there is no growth");
    OK(near(stat_growth(4, 0).x, -1, 1e-12), "to nothing it is minus one");
    OK(near(stat_cagr(100, 400, 2).x, 1, 1e-12), "fourfold in two years is doubling");
    OK(near(stat_cagr(120, 480, 4).x, 0.41421356, 1e-7), "fourfold in four is the root of two");
    OK(!stat_cagr(0, 400, 2).is && !stat_cagr(1, 2, 0).is, "from nothing, over no years: unknown");
}

static int falling(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* Shares 30, 30, 20, 20: HHI 900 + 900 + 400 + 400 = 2,600, as the U.S. guidelines work it out. */
static void concentration(void)
{
    const int64_t four[] = {20, 30, 20, 30};
    struct stat_concentration c = stat_concentration(four, 4);
    OK(near(c.hhi.x, 2600, 1e-12), "HHI of 30, 30, 20, 20 is 2,600");
    OK(c.top4 == 100 && c.top10 == 100 && near(c.cr4.x, 1, 1e-12), "four hold everything");
    OK(!stat_concentration(four, 0).cr4.is && !stat_concentration(four, 0).hhi.is, "none: unknown");
    bool same = true;
    for (int round = 0; round < 500; round++) {
        int64_t counts[40], all = 0, top4 = 0, top10 = 0;
        double hhi = 0;
        size_t n = (size_t)dice(40) + 1;
        for (size_t i = 0; i < n; i++)
            all += counts[i] = (int64_t)dice(50);
        c = stat_concentration(counts, n);
        qsort(counts, n, sizeof counts[0], falling);
        for (size_t i = 0; i < n; i++) {
            double percent = all ? 100.0 * (double)counts[i] / (double)all : 0;
            hhi += percent * percent;
            top4 += i < 4 ? counts[i] : 0;
            top10 += i < 10 ? counts[i] : 0;
        }
        same = same && c.all == all && c.top4 == top4 && c.top10 == top10 &&
               (all == 0 || near(c.hhi.x, hhi, 1e-9));
    }
    OK(same, "500 random tables as sorted and summed");
}

/* Table by hand: region 1 has 10 of 40, class A 8 of 40, both 6: (6/10)/(8/40) = 3. */
static void two_properties(void)
{
    OK(near(stat_rca(6, 10, 8, 40).x, 3, 1e-12), "RCA by hand");
    OK(near(stat_rca(0, 10, 8, 40).x, 0, 1e-12) && stat_rca(0, 10, 8, 40).is, "none is nought");
    OK(!stat_rca(0, 0, 8, 40).is && !stat_rca(0, 10, 0, 40).is, "no denominator: unknown");
    OK(near(stat_jaccard(8, 6, 4).x, 0.4, 1e-12), "4 of 8 and 6: 4/10");
    OK(!stat_jaccard(0, 0, 0).is, "of nothing: unknown");
    const int64_t grants[] = {99, 10, 20, 30, 40, 100};
    OK(near(stat_maturity(grants, 6).x, 0.5, 1e-12), "100 of the last five years' 200");
    OK(near(stat_maturity(grants, 2).x, 10.0 / 109, 1e-12), "a field of two years");
    OK(!stat_maturity(grants, 0).is, "no years: unknown");
}

/* NIST's Statistical Reference Data, nonlinear regression, Rat42 (pasture yield by growing time),
 * y = b1 / (1 + exp(b2 - b3 x)), certified: b1 72.462237576, b2 2.6180768402, b3 0.067359200066,
 * residual sum of squares 8.0565229338; here K = b1, a = b3, t0 = b2 / b3. */
static void published_fit(void)
{
    const double y[] = {8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080};
    const double x[] = {9, 14, 21, 28, 42, 57, 63, 70, 79};
    struct stat_fit fit = stat_logistic(x, y, 9);
    IS_INT(fit.why, STAT_FITTED);
    OK(near(fit.k, 72.462237576, 1e-7), "K as certified");
    OK(near(fit.a, 0.067359200066, 1e-7), "a as certified");
    OK(near(fit.t0, 2.6180768402 / 0.067359200066, 1e-7), "t0 as certified");
    OK(near(fit.residual, 8.0565229338, 1e-9), "residual as certified");
    OK(near(fit.rmse, sqrt(8.0565229338 / 9), 1e-9), "RMSE is over all points");
    OK(fit.r2 > 0.998 && fit.r2 < 1, "R2");
}

static void fits_of_our_own(void)
{
    double x[40], y[40];
    bool found = true, best = true;
    for (int round = 0; round < 60; round++) {
        double k = 50 + (double)dice(5000), a = 0.15 + (double)dice(60) / 100;
        double t0 = 2000 + (double)dice(15);
        for (int i = 0; i < 30; i++) {
            x[i] = 1992 + i;
            y[i] = k / (1 + exp(-a * (x[i] - t0)));
        }
        struct stat_fit fit = stat_logistic(x, y, 30);
        found = found && fit.why == STAT_FITTED && near(fit.k, k, 1e-6) && near(fit.a, a, 1e-6) &&
                near(fit.t0, t0, 1e-6);
        for (int i = 0; i < 30; i++) /* with noise nothing near the answer may be better */
            y[i] = floor(y[i]) + (double)dice(1 + (uint64_t)(k / 50));
        fit = stat_logistic(x, y, 30);
        for (int i = 0; i < 200 && fit.why == STAT_FITTED; i++) {
            struct stat_fit other = fit;
            double sum = 0;
            other.k *= 1 + ((double)dice(2001) - 1000) / 20000;
            other.a *= 1 + ((double)dice(2001) - 1000) / 20000;
            other.t0 += ((double)dice(2001) - 1000) / 1000;
            for (int j = 0; j < 30; j++)
                sum += pow(y[j] - stat_logistic_at(&other, x[j]), 2);
            best = best && sum >= fit.residual * (1 - 1e-9);
        }
        best = best && fit.why == STAT_FITTED;
    }
    OK(found, "60 exact curves are found again");
    OK(best, "of noisy ones nothing near is better, 200 tries each");
}

static void refused_fits(void)
{
    double x[12], y[12];
    for (int i = 0; i < 12; i++) {
        x[i] = 2000 + i;
        y[i] = 5;
    }
    IS_INT(stat_logistic(x, y, 12).why, STAT_NO_GROWTH);
    IS_INT(stat_logistic(x, y, 5).why, STAT_TOO_SHORT);
    for (int i = 0; i < 12; i++)
        y[i] = pow(2, i); /* doubling every year: no end in sight */
    IS_INT(stat_logistic(x, y, 12).why, STAT_NO_BEND);
}

/* A nested matrix: who can do more can do what is rarer; ranks must follow. */
static void fitness(void)
{
    const unsigned char nested[] = {1, 1, 1, 1, 1, 0, 1, 0, 0}, hole[] = {1, 0, 1, 0};
    double f[3], q[3];
    int64_t rounds;
    OK(stat_fitness(nested, 3, 3, f, q, &rounds), "three by three");
    OK(f[0] > f[1] && f[1] > f[2] - 1e-9, "who does all is fittest");
    OK(q[2] > q[1] && q[2] > q[0], "what only one does is the most complex");
    OK(near(f[0] + f[1] + f[2], 3, 1e-9) && near(q[0] + q[1] + q[2], 3, 1e-9), "the mean is one");
    OK(!stat_fitness(hole, 2, 2, f, q, &rounds), "a column of zeros is refused");
    const unsigned char ring[] = {1, 1, 0, 0, 1, 1, 1, 0, 1}; /* everybody alike: all one */
    OK(stat_fitness(ring, 3, 3, f, q, &rounds) && near(f[0], 1, 1e-9) && near(q[2], 1, 1e-9),
       "alike are equal");
}

int main(void)
{
    RUN(shares_and_growth);
    RUN(concentration);
    RUN(two_properties);
    RUN(published_fit);
    RUN(fits_of_our_own);
    RUN(refused_fits);
    RUN(fitness);
    return tap_end();
}
