/*
 * The logistic curve through points, by least squares.
 *
 * The three unknowns are of very different size (a number of patents, a rate, a year), so the
 * points are first brought to [0, 1] on both axes; the normal equations of each round are 3 x 3 and
 * solved directly, with Marquardt's damping on their diagonal. Several starts are tried, because
 * from a far one the rounds end in a flat corner; the best end counts.
 */
#include <math.h>

#include "engine/patentstat/stat.h"

enum { UNKNOWNS = 3 };

struct points { /* as given, and the frame that brings them to [0, 1] */
    const double *x, *y;
    size_t n;
    double x0, x_span, y_span;
};

/* p: K, a, t0, all in the frame */
static double curve(const double *p, double x)
{
    return p[0] / (1 + exp(-p[1] * (x - p[2])));
}

static double frame_x(const struct points *of, size_t i)
{
    return (of->x[i] - of->x0) / of->x_span;
}

static double residual_of(const struct points *of, const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < of->n; i++) {
        double d = of->y[i] / of->y_span - curve(p, frame_x(of, i));
        sum += d * d;
    }
    return sum;
}

/* Jt J and Jt r at p. */
static void normal_equations(const struct points *of, const double *p,
                             double jj[UNKNOWNS][UNKNOWNS], double *jr)
{
    for (int a = 0; a < UNKNOWNS; a++) {
        jr[a] = 0;
        for (int b = 0; b < UNKNOWNS; b++)
            jj[a][b] = 0;
    }
    for (size_t i = 0; i < of->n; i++) {
        double x = frame_x(of, i), e = exp(-p[1] * (x - p[2])), s = 1 / (1 + e);
        double slope = p[0] * s * s * e;
        if (!isfinite(slope)) /* so far out that the curve is flat */
            slope = 0;
        const double j[UNKNOWNS] = {s, slope * (x - p[2]), -slope * p[1]};
        double r = of->y[i] / of->y_span - p[0] * s;
        for (int a = 0; a < UNKNOWNS; a++) {
            jr[a] += j[a] * r;
            for (int b = 0; b < UNKNOWNS; b++)
                jj[a][b] += j[a] * j[b];
        }
    }
}

/* Gauss with the largest pivot; false: no single answer. */
static bool solve(double m[UNKNOWNS][UNKNOWNS], double *v)
{
    for (int k = 0; k < UNKNOWNS; k++) {
        int best = k;
        for (int r = k + 1; r < UNKNOWNS; r++)
            best = fabs(m[r][k]) > fabs(m[best][k]) ? r : best;
        if (fabs(m[best][k]) < 1e-300)
            return false;
        for (int c = 0; c < UNKNOWNS; c++) {
            double t = m[k][c];
            m[k][c] = m[best][c];
            m[best][c] = t;
        }
        double t = v[k];
        v[k] = v[best];
        v[best] = t;
        for (int r = k + 1; r < UNKNOWNS; r++) {
            double f = m[r][k] / m[k][k];
            for (int c = k; c < UNKNOWNS; c++)
                m[r][c] -= f * m[k][c];
            v[r] -= f * v[k];
        }
    }
    for (int k = UNKNOWNS - 1; k >= 0; k--) {
        for (int c = k + 1; c < UNKNOWNS; c++)
            v[k] -= m[k][c] * v[c];
        v[k] /= m[k][k];
    }
    return true;
}

/* One damped step from p; true: it was better, and p is there now. */
static bool step(const struct points *of, double *p, double *residual, double damp)
{
    double jj[UNKNOWNS][UNKNOWNS], v[UNKNOWNS], next[UNKNOWNS];
    normal_equations(of, p, jj, v);
    for (int a = 0; a < UNKNOWNS; a++)
        jj[a][a] += damp * (jj[a][a] > 1e-12 ? jj[a][a] : 1e-12);
    if (!solve(jj, v))
        return false;
    for (int a = 0; a < UNKNOWNS; a++)
        next[a] = p[a] + v[a];
    double r = residual_of(of, next);
    if (!isfinite(r) || next[0] <= 0 || next[1] <= 0 || r >= *residual)
        return false;
    *residual = r;
    for (int a = 0; a < UNKNOWNS; a++)
        p[a] = next[a];
    return true;
}

/* Until no damping finds anything better. Answers whether it came to rest. */
static bool descend(const struct points *of, double *p, double *residual, int64_t *rounds)
{
    double damp = 1e-3;
    *residual = residual_of(of, p);
    for (*rounds = 0; *rounds < STAT_FIT_ROUNDS_MAX; ++*rounds) {
        double before = *residual;
        if (step(of, p, residual, damp)) {
            damp = damp > 1e-15 ? damp / 10 : damp;
            if (before - *residual < 1e-15 * (before + 1e-30))
                return true;
        } else if ((damp *= 10) > 1e12)
            return true;
    }
    return false;
}

static enum stat_why judge(const struct points *of, bool rests, const double *p)
{
    double last = of->y[of->n - 1] / of->y_span;
    if (!isfinite(p[0]) || p[0] > STAT_FIT_K_MOST * last)
        return STAT_NO_BEND;
    return rests ? STAT_FITTED : STAT_NO_END;
}

static void best_of_starts(const struct points *of, struct stat_fit *fit)
{
    static const double tops[] = {1.05, 1.5, 3}, rates[] = {3, 8, 20}, middles[] = {0.3, 0.7, 1.1};
    double best = INFINITY;
    fit->why = STAT_NO_END;
    for (int i = 0; i < 27; i++) {
        double p[UNKNOWNS] = {tops[i / 9], rates[i / 3 % 3], middles[i % 3]}, residual;
        int64_t rounds;
        bool rests = descend(of, p, &residual, &rounds);
        if (!(residual < best * (1 - 1e-12)))
            continue;
        best = residual;
        fit->why = judge(of, rests, p);
        fit->k = p[0] * of->y_span;
        fit->a = p[1] / of->x_span;
        fit->t0 = p[2] * of->x_span + of->x0;
        fit->rounds = rounds;
    }
}

struct stat_fit stat_logistic(const double *x, const double *y, size_t n)
{
    struct stat_fit fit = {.why = STAT_TOO_SHORT, .n = n};
    struct points of = {x, y, n, 0, 1, 0};
    double mean = 0, spread = 0;
    if (n < STAT_FIT_POINTS_MIN || n > STAT_FIT_POINTS_MAX)
        return fit;
    for (size_t i = 0; i < n; i++) {
        mean += y[i] / (double)n;
        of.y_span = y[i] > of.y_span ? y[i] : of.y_span;
    }
    of.x0 = x[0];
    of.x_span = x[n - 1] - x[0];
    if (!(of.x_span > 0) || !(y[n - 1] > y[0])) {
        fit.why = STAT_NO_GROWTH;
        return fit;
    }
    best_of_starts(&of, &fit);
    for (size_t i = 0; i < n; i++) {
        double d = y[i] - stat_logistic_at(&fit, x[i]);
        fit.residual += d * d;
        spread += (y[i] - mean) * (y[i] - mean);
    }
    fit.rmse = sqrt(fit.residual / (double)n);
    fit.r2 = spread > 0 ? 1 - fit.residual / spread : 0;
    return fit;
}

double stat_logistic_at(const struct stat_fit *fit, double x)
{
    return fit->k / (1 + exp(-fit->a * (x - fit->t0)));
}
