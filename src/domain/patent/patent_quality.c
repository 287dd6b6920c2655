#include "domain/patent/patent_quality.h"

#include <math.h>

static int64_t bp(double x)
{
    return x <= 0 ? 0 : x >= 1 ? 10000 : (int64_t)(x * 10000 + 0.5);
}

struct patent_share patent_share(int64_t part, int64_t whole)
{
    const double z = 1.959963984540054; /* the normal quantile at 0.975 */
    struct patent_share s = {part, whole, -1, 0, 10000};
    if (whole <= 0 || part < 0 || part > whole)
        return s;
    double n = (double)whole, p = (double)part / n;
    double middle = p + z * z / (2 * n);
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    s.rate = bp(p);
    s.low = part == 0 ? 0 : bp((middle - half) / scale);
    s.high = part == whole ? 10000 : bp((middle + half) / scale);
    return s;
}

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t below(uint64_t *state, uint64_t limit)
{
    uint64_t over = UINT64_MAX - UINT64_MAX % limit, x;
    do
        x = next(state);
    while (x >= over);
    return x % limit;
}

void patent_draw(int64_t *at, size_t n, size_t k, uint64_t seed)
{
    uint64_t state = seed;
    for (size_t i = 0; i < k && i < n; i++) {
        size_t j = i + (size_t)below(&state, n - i);
        int64_t swap = at[i];
        at[i] = at[j];
        at[j] = swap;
    }
}
