#include "engine/patentstat/stat.h"

#include <math.h>

/* Shares and growth --------------------------------------------------------------------------- */

struct stat_value stat_share(int64_t part, int64_t whole)
{
    if (whole <= 0)
        return (struct stat_value){0};
    return (struct stat_value){true, (double)part / (double)whole};
}

struct stat_value stat_growth(int64_t before, int64_t now)
{
    if (before <= 0 || now < 0)
        return (struct stat_value){0};
    return (struct stat_value){true, (double)now / (double)before - 1};
}

struct stat_value stat_cagr(int64_t first, int64_t last, int64_t years)
{
    if (first <= 0 || last < 0 || years <= 0)
        return (struct stat_value){0};
    return (struct stat_value){true, pow((double)last / (double)first, 1.0 / (double)years) - 1};
}

/* Concentration ------------------------------------------------------------------------------- */

/* Puts a count among the ten largest, which stand in falling order. */
static void keep_largest(int64_t *largest, size_t room, int64_t count)
{
    size_t at = room;
    while (at > 0 && largest[at - 1] < count)
        at--;
    for (size_t i = room; at < room && i > at + 1; i--)
        largest[i - 1] = largest[i - 2];
    if (at < room)
        largest[at] = count;
}

struct stat_concentration stat_concentration(const int64_t *counts, size_t n)
{
    struct stat_concentration c = {0};
    int64_t largest[10] = {0};
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (counts[i] <= 0)
            continue;
        c.n++;
        c.all += counts[i];
        squares += (double)counts[i] * (double)counts[i];
        keep_largest(largest, 10, counts[i]);
    }
    for (size_t i = 0; i < 10; i++) {
        c.top4 += i < 4 ? largest[i] : 0;
        c.top10 += largest[i];
    }
    c.cr4 = stat_share(c.top4, c.all);
    c.cr10 = stat_share(c.top10, c.all);
    if (c.all)
        c.hhi = (struct stat_value){true, squares / ((double)c.all * (double)c.all) * 10000};
    return c;
}

/* Two properties ------------------------------------------------------------------------------ */

struct stat_value stat_rca(int64_t p_mt, int64_t p_m, int64_t p_t, int64_t p)
{
    if (p_m <= 0 || p_t <= 0 || p <= 0)
        return (struct stat_value){0};
    return (struct stat_value){true, (double)p_mt / (double)p_m / ((double)p_t / (double)p)};
}

struct stat_value stat_jaccard(int64_t a, int64_t b, int64_t both)
{
    return stat_share(both, a + b - both);
}

struct stat_value stat_maturity(const int64_t *years, size_t n)
{
    int64_t stock = 0;
    for (size_t i = n > STAT_MATURITY_YEARS ? n - STAT_MATURITY_YEARS : 0; i < n; i++)
        stock += years[i];
    return n ? stat_share(years[n - 1], stock) : (struct stat_value){0};
}

/* Fitness and complexity ---------------------------------------------------------------------- */

static double divide_by_mean(double *v, const double *next, size_t n)
{
    double sum = 0, change = 0;
    for (size_t i = 0; i < n; i++)
        sum += next[i];
    for (size_t i = 0; i < n; i++) {
        double x = next[i] * (double)n / sum;
        double moved = fabs(x - v[i]) / (fabs(x) > 1e-12 ? fabs(x) : 1);
        change = moved > change ? moved : change;
        v[i] = x;
    }
    return change;
}

/* One round; scratch has room for the longer side. Both sides come from the round before. */
static double fitness_round(const unsigned char *m, size_t rows, size_t columns, double *f,
                            double *q, double *next_f, double *next_q)
{
    for (size_t c = 0; c < columns; c++)
        next_q[c] = 0;
    for (size_t r = 0; r < rows; r++) {
        next_f[r] = 0;
        for (size_t c = 0; c < columns; c++)
            if (m[r * columns + c]) {
                next_f[r] += q[c];
                next_q[c] += 1 / f[r];
            }
    }
    for (size_t c = 0; c < columns; c++)
        next_q[c] = 1 / next_q[c];
    double moved_f = divide_by_mean(f, next_f, rows), moved_q = divide_by_mean(q, next_q, columns);
    return moved_f > moved_q ? moved_f : moved_q;
}

static bool has_zero_line(const unsigned char *m, size_t n, size_t k, size_t step, size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        bool any = false;
        for (size_t j = 0; j < k && !any; j++)
            any = m[i * step + j * stride];
        if (!any)
            return true;
    }
    return false;
}

enum { SIDE_MAX = 2048 }; /* scratch stands on the stack: 32 kB */

bool stat_fitness(const unsigned char *m, size_t rows, size_t columns, double *out_f, double *out_q,
                  int64_t *out_rounds)
{
    double next_f[SIDE_MAX], next_q[SIDE_MAX];
    *out_rounds = 0;
    if (rows == 0 || columns == 0 || rows > SIDE_MAX || columns > SIDE_MAX ||
        has_zero_line(m, rows, columns, columns, 1) || has_zero_line(m, columns, rows, 1, columns))
        return false;
    for (size_t r = 0; r < rows; r++)
        out_f[r] = 1;
    for (size_t c = 0; c < columns; c++)
        out_q[c] = 1;
    double change = 1;
    while (change > 1e-9 && *out_rounds < STAT_FITNESS_ROUNDS_MAX) {
        change = fitness_round(m, rows, columns, out_f, out_q, next_f, next_q);
        ++*out_rounds;
        for (size_t r = 0; r < rows;
             r++) /* nothing in common with the rest: sinks below any number */
            out_f[r] = out_f[r] < 1e-200 ? 1e-200 : out_f[r];
        for (size_t c = 0; c < columns; c++)
            out_q[c] = out_q[c] < 1e-200 ? 1e-200 : out_q[c];
    }
    return true;
}
