/* Families: the European office's worked case, random ones against plain definitions. */
#include <stdio.h>

#include "base/tap.h"
#include "engine/patentread/family.h"

static struct arena arena;

static void the_offices_case(void)
{
    const struct str p1[] = {STR("P1")}, p12[] = {STR("P1"), STR("P2")},
                     p21[] = {STR("P2"), STR("P1"), STR("P2")}, p23[] = {STR("P2"), STR("P3")},
                     p3[] = {STR("P3")};
    const struct family_in in[] = {{p1, 1, STR("")},
                                   {p12, 2, STR("")},
                                   {p21, 3, STR("")},
                                   {p23, 2, STR("")},
                                   {p3, 1, STR("")}};
    struct family_out out[5];
    patent_families(&arena, in, 5, out);
    for (size_t i = 0; i < 5; i++) {
        IS_INT(out[i].extended, 0);
        IS_INT(out[i].extended_n, 5);
    }
    static const size_t simple[] = {0, 1, 1, 3, 4}, n[] = {1, 2, 2, 1, 1};
    for (size_t i = 0; i < 5; i++) {
        IS_INT(out[i].simple, simple[i]);
        IS_INT(out[i].simple_n, n[i]);
    }
}

static void a_first_filing_belongs_to_those_that_claim_it(void)
{
    const struct str p[] = {STR("CN201010000001A")};
    const struct family_in in[] = {
        {NULL, 0, STR("CN201010000001A")}, {p, 1, STR("US1A")}, {NULL, 0, STR("")}};
    struct family_out out[3];
    patent_families(&arena, in, 3, out);
    IS_INT(out[1].simple, 0);
    IS_INT(out[1].extended, 0);
    IS_INT(out[2].simple, 2);
    IS_INT(out[2].extended_n, 1);
}

/* Random priorities; the extended family is what walking from record to record reaches. */
static void random_families(void)
{
    enum { N = 40, P = 30 };
    uint32_t seed = 7;
    static char names[P][8];
    for (int p = 0; p < P; p++)
        snprintf(names[p], sizeof names[p], "P%d", p);
    for (int round = 0; round < 50; round++) {
        struct str sets[N][3];
        struct family_in in[N];
        struct family_out out[N];
        bool has[N][P] = {{false}}, near[N][N];
        for (int i = 0; i < N; i++) {
            size_t n = 1 + (seed >> 16) % 3;
            for (size_t k = 0; k < n; k++) {
                seed = seed * 1664525u + 1013904223u;
                uint32_t p = (seed >> 16) % P;
                sets[i][k] = str_from(names[p]);
                has[i][p] = true;
            }
            in[i] = (struct family_in){sets[i], n, STR("")};
        }
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                near[i][j] = i == j;
                for (int p = 0; p < P; p++)
                    near[i][j] |= has[i][p] && has[j][p];
            }
        for (int k = 0; k < N; k++)
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++)
                    near[i][j] |= near[i][k] && near[k][j];
        patent_families(&arena, in, N, out);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                bool same = true;
                for (int p = 0; p < P; p++)
                    same &= has[i][p] == has[j][p];
                if ((out[i].simple == out[j].simple) != same ||
                    (out[i].extended == out[j].extended) != near[i][j]) {
                    OK(false, "families are what their definitions say");
                    return;
                }
            }
    }
}

int main(void)
{
    arena_init(&arena, 64 << 20);
    RUN(the_offices_case);
    RUN(a_first_filing_belongs_to_those_that_claim_it);
    RUN(random_families);
    arena_release(&arena);
    return tap_end();
}
