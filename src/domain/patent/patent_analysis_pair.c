/* Analyses of two properties: advantage (RCA), fitness, co-occurrence, technology x effect. */
#include <stdlib.h>

#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"
#include "domain/patent/patent_view.h"

enum {
    PAIR_KEYS_MAX = 60, /* of one record */
    PAIR_MATRIX = 12,
    RCA_COLUMNS = 12,
    SHADES = 5,
    FITNESS_SIDE_MAX = 400,
};

static const char *unit_title(const struct facts *f)
{
    return f->in->family ? T("族数") : T("件数");
}

static enum property row_property(const struct facts *f)
{
    switch (f->in->by) {
    case PATENT_BY_OFFICE:
        return OF_OFFICE;
    case PATENT_BY_APPLICANT:
        return OF_APPLICANT;
    case PATENT_BY_ZONE:
        return OF_ZONE;
    case PATENT_BY_CLASS:
        return OF_CLASS;
    default:
        return OF_REGION;
    }
}

static const char *property_title(enum property p)
{
    return p == OF_OFFICE      ? T("受理局")
           : p == OF_APPLICANT ? T("申请人")
           : p == OF_ZONE      ? T("园区片区")
           : p == OF_CLASS     ? T("分类")
                               : T("地区");
}

/* The shade of a heat map by the square root: 1 (none) to 6. */
static int32_t shade(int64_t n, int64_t most)
{
    int32_t level = 0;
    while (n > 0 && level < SHADES && n * SHADES * SHADES > most * level * level)
        level++;
    return level + 1;
}

static void tally_both(struct facts *f, enum property p, enum property q, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        const struct fact *fact = &f->all.at[i];
        for (uint32_t a = 0; a < fact->of[p].n; a++)
            for (uint32_t b = 0; b < fact->of[q].n; b++)
                tally_add(out, fact->unit, fact->of[p].at[a], fact->of[q].at[b]);
    }
    tally_done(out);
}

/* The keys without the unknown. */
static void known(struct facts *f, enum property p, const ranking *all, size_t most, ranking *out)
{
    *out = (ranking){0};
    for (size_t i = 0; i < all->n && out->n < most; i++)
        if (!is_unknown(f, p, all->at[i].key))
            *VEC_ADD(&f->arena, out) = all->at[i];
}

/* RCA ------------------------------------------------------------------------------------------ */

struct cross { /* a property against classes */
    enum property p;
    struct tally rows, columns, both;
    ranking row_keys, column_keys; /* all, "-" too */
    int64_t most;                  /* of `both`: the darkest shade */
};

static void cross_count(struct facts *f, struct cross *c)
{
    c->p = row_property(f);
    tally_keys(f, c->p, &c->rows);
    tally_keys(f, OF_CLASS, &c->columns);
    tally_both(f, c->p, OF_CLASS, &c->both);
    rank_keys(f, c->p, &c->rows, &c->row_keys);
    rank_keys(f, OF_CLASS, &c->columns, &c->column_keys);
    c->most = 1;
    for (size_t i = 0; i < c->both.of.n; i++)
        c->most = c->both.of.at[i].n > c->most ? c->both.of.at[i].n : c->most;
}

static void class_column(struct facts *f, struct patent_grid *g, const struct ranked *class)
{
    *VEC_ADD(f->ctx->arena, &g->columns) =
        (struct patent_column){.key = str_dup(f->ctx->arena, word_of(f, OF_CLASS, class->key)),
                               .title = key_title(f, OF_CLASS, class->key),
                               .number = true};
    column_opens(g, find_one(f, clause_key(f, OF_CLASS, class->key)));
}

/* Lighter below 1, darker above. */
static int32_t shade_of_rca(struct stat_value v)
{
    static const double steps[] = {0, 0.5, 1, 2, 4};
    int32_t level = 1;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        level += v.is && (i ? v.x >= steps[i] : v.x > 0);
    return level;
}

static void rca_row(struct facts *f, struct patent_grid *rca, struct patent_grid *counts,
                    const struct cross *c, const struct ranked *key, const ranking *columns)
{
    struct patent_row *row = grid_row(f, rca), *count = grid_row(f, counts);
    struct clause clause = clause_key(f, c->p, key->key);
    bool unknown = is_unknown(f, c->p, key->key);
    row->cells[0] = count->cells[0] = cell_text(f, key_title(f, c->p, key->key), NULL);
    row->cells[1] = count->cells[1] = cell_int(key->n, find_one(f, clause));
    for (size_t k = 0; k < columns->n; k++) {
        const struct ranked *class = &columns->at[k];
        int64_t both = tally_get(&c->both, key->key, class->key);
        const struct fact_opens *find = find_two(f, clause, clause_key(f, OF_CLASS, class->key));
        struct stat_value v =
            unknown ? (struct stat_value){0} : stat_rca(both, key->n, class->n, f->unit_n);
        row->cells[2 + k] = cell_real(v, 2, both ? find : NULL);
        row->cells[2 + k].shade = shade_of_rca(v);
        count->cells[2 + k] = cell_int(both, find);
        count->cells[2 + k].shade = shade(both, c->most);
    }
}

/* The denominators of the columns, as a row below. */
static void rca_foot(struct facts *f, struct patent_grid *g, const ranking *columns)
{
    struct patent_row *row = grid_row(f, g);
    row->cells[0] = cell_text(f, say(f, T("合计（分母）")), NULL);
    row->cells[1] = cell_int(f->unit_n, find_everything(f));
    for (size_t k = 0; k < columns->n; k++)
        row->cells[2 + k] =
            cell_int(columns->at[k].n, find_one(f, clause_key(f, OF_CLASS, columns->at[k].key)));
}

enum err analysis_rca(struct facts *f)
{
    struct cross c;
    ranking columns;
    size_t most = f->in->limit < PATENT_RCA_SIDE_MAX ? (size_t)f->in->limit : PATENT_RCA_SIDE_MAX;
    cross_count(f, &c);
    known(f, OF_CLASS, &c.column_keys, RCA_COLUMNS, &columns);
    size_t at = f->out->grids.n; /* the second one moves the first */
    grid_new(f, "rca", T("相对优势（RCA）"));
    grid_new(f, "counts", T("件数"));
    struct patent_grid *rca = &f->out->grids.at[at], *counts = &f->out->grids.at[at + 1];
    struct patent_grid *both[] = {rca, counts};
    for (size_t i = 0; i < 2; i++) {
        grid_column(f, both[i], "row", property_title(c.p), false);
        grid_column(f, both[i], "count", unit_title(f), true);
        for (size_t k = 0; k < columns.n; k++)
            class_column(f, both[i], &columns.at[k]);
        both[i]->heat = true;
    }
    for (size_t i = 0; i < c.row_keys.n; i++)
        if (i < most || is_unknown(f, c.p, c.row_keys.at[i].key))
            rca_row(f, rca, counts, &c, &c.row_keys.at[i], &columns);
        else
            rca->left_out = ++counts->left_out;
    rca_foot(f, counts, &columns);
    rca->note =
        say_int(f,
                T("RCA =（本行本列 ÷ 本行合计）÷（本列合计 ÷ 全部 {}）。大于 1 是这里比总体更偏重；"
                  "件数太少时一两件就会使它很大，先看下表。"),
                f->unit_n);
    counts->note =
        say(f, T("四个数都在这张表里，点开是那些专利。没有的单列一行，不算 RCA，但在总数里。"));
    return ERR_OK;
}

/* Fitness -------------------------------------------------------------------------------------- */

struct score {
    uint32_t key;
    double x;
    int64_t n;
    const struct fact_opens *opens; /* the records in which it has an advantage */
};

static int best_first(const void *a, const void *b)
{
    const struct score *x = a, *y = b;
    if (x->x < y->x || x->x > y->x)
        return x->x < y->x ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void score_grid(struct facts *f, enum property p, struct score *at, size_t n,
                       const char *key, const char *title, const char *head, const char *how_many)
{
    struct patent_grid *g = grid_new(f, key, title);
    if (n)
        qsort(at, n, sizeof *at, best_first);
    grid_column(f, g, key, head, false);
    grid_column(f, g, "score", title, true);
    grid_column(f, g, "advantages", how_many, true);
    for (size_t i = 0; i < n; i++) {
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        row->cells[0] =
            cell_text(f, key_title(f, p, at[i].key), find_one(f, clause_key(f, p, at[i].key)));
        row->cells[1] = cell_real((struct stat_value){true, at[i].x}, 4, at[i].opens);
        row->cells[2] = cell_number(at[i].n, at[i].opens);
        if (p == OF_CLASS)
            row->sub = patent_ipc_title(f->ctx, word_of(f, p, at[i].key));
    }
}

struct advantages { /* a matrix of RCA >= 1, lines of zeros dropped */
    ranking rows, columns;
    unsigned char *m;
};

static void drop_zeros(struct facts *f, const struct cross *c, struct advantages *a)
{
    for (bool again = true; again;) {
        ranking rows = {0}, columns = {0};
        bool any_row[FITNESS_SIDE_MAX] = {0}, any_column[FITNESS_SIDE_MAX] = {0};
        for (size_t r = 0; r < a->rows.n; r++)
            for (size_t k = 0; k < a->columns.n; k++) {
                struct stat_value v =
                    stat_rca(tally_get(&c->both, a->rows.at[r].key, a->columns.at[k].key),
                             a->rows.at[r].n, a->columns.at[k].n, f->unit_n);
                any_row[r] |= v.is && v.x >= 1;
                any_column[k] |= v.is && v.x >= 1;
            }
        for (size_t r = 0; r < a->rows.n; r++)
            if (any_row[r])
                *VEC_ADD(&f->arena, &rows) = a->rows.at[r];
        for (size_t k = 0; k < a->columns.n; k++)
            if (any_column[k])
                *VEC_ADD(&f->arena, &columns) = a->columns.at[k];
        again = rows.n < a->rows.n || columns.n < a->columns.n;
        a->rows = rows;
        a->columns = columns;
    }
    a->m = ARENA_ARRAY(&f->arena, unsigned char, a->rows.n * a->columns.n + 1);
    for (size_t r = 0; r < a->rows.n; r++)
        for (size_t k = 0; k < a->columns.n; k++)
            a->m[r * a->columns.n + k] =
                stat_rca(tally_get(&c->both, a->rows.at[r].key, a->columns.at[k].key),
                         a->rows.at[r].n, a->columns.at[k].n, f->unit_n)
                    .x >= 1;
}

/* The records of one line that lie in the columns (of one column: in the lines) where there is an
 * advantage. */
static void score_one(struct facts *f, struct score *score, enum property p, enum property q,
                      const unsigned char *m, size_t step, const ranking *across)
{
    uint32_t *keys = ARENA_ARRAY(&f->arena, uint32_t, across->n + 1);
    for (size_t i = 0; i < across->n; i++)
        if (m[i * step])
            keys[score->n++] = across->at[i].key;
    score->opens =
        find_two(f, clause_key(f, p, score->key), clause_any(f, q, keys, (size_t)score->n));
}

static void fitness_scores(struct facts *f, enum property p, const struct advantages *a,
                           const double *fit, const double *complexity, struct score *rows,
                           struct score *columns)
{
    size_t width = a->columns.n;
    for (size_t r = 0; r < a->rows.n; r++) {
        rows[r] = (struct score){.key = a->rows.at[r].key, .x = fit[r]};
        score_one(f, &rows[r], p, OF_CLASS, a->m + r * width, 1, &a->columns);
    }
    for (size_t k = 0; k < width; k++) {
        columns[k] = (struct score){.key = a->columns.at[k].key, .x = complexity[k]};
        score_one(f, &columns[k], OF_CLASS, p, a->m + k, width, &a->rows);
    }
}

/* Whatever lies in the matrix. */
static const struct fact_opens *matrix_opens(struct facts *f, enum property p,
                                             const struct advantages *a)
{
    bool *rows = ARENA_ARRAY(&f->arena, bool, f->dict[p].words.n + 1);
    bool *columns = ARENA_ARRAY(&f->arena, bool, f->dict[OF_CLASS].words.n + 1);
    for (size_t r = 0; r < a->rows.n; r++)
        rows[a->rows.at[r].key] = true;
    for (size_t k = 0; k < a->columns.n; k++)
        columns[a->columns.at[k].key] = true;
    return find_one(f, clause_marked(p, rows, OF_CLASS, columns));
}

enum err analysis_fitness(struct facts *f)
{
    struct cross c;
    struct advantages a = {0};
    int64_t rounds;
    cross_count(f, &c);
    known(f, c.p, &c.row_keys, FITNESS_SIDE_MAX, &a.rows);
    known(f, OF_CLASS, &c.column_keys, FITNESS_SIDE_MAX, &a.columns);
    drop_zeros(f, &c, &a);
    double *fit = ARENA_ARRAY(&f->arena, double, a.rows.n + 1);
    double *complexity = ARENA_ARRAY(&f->arena, double, a.columns.n + 1);
    struct score *rows = ARENA_ARRAY(&f->arena, struct score, a.rows.n + 1);
    struct score *columns = ARENA_ARRAY(&f->arena, struct score, a.columns.n + 1);
    if (a.rows.n < 2 || a.columns.n < 2 ||
        !stat_fitness(a.m, a.rows.n, a.columns.n, fit, complexity, &rounds)) {
        says(f, say(f, T("少于两行或两列有相对优势（RCA ≥ 1），比不出适应度。")));
        return ERR_OK;
    }
    fitness_scores(f, c.p, &a, fit, complexity, rows, columns);
    for (size_t r = 0; r < a.rows.n; r++) /* the map's known limit: then only one row is left */
        if (fit[r] > 0.9 * (double)a.rows.n)
            says(f, say_with(f,
                             T("迭代把适应度几乎都归到“{}”一家，其余趋于零：这批数据的有无表太"
                               "稀疏，名次不能用来比高低。"),
                             key_title(f, c.p, a.rows.at[r].key)));
    score_grid(f, c.p, rows, a.rows.n, "fitness", T("适应度"), property_title(c.p),
               T("有优势的分类"));
    score_grid(f, OF_CLASS, columns, a.columns.n, "complexity", T("复杂度"), T("分类"),
               T("有优势的有几家"));
    figure_add(f, "rounds", T("迭代次数"), cell_number(rounds, matrix_opens(f, c.p, &a)),
               say(f, T("到相对变化小于十亿分之一，或满一千次")));
    says(f, say(f, T("按 RCA ≥ 1 的有无计算，平均是 1；只有少数能做的分类更复杂，能做复杂分类"
                     "的适应度更高。没有优势的行和列先去掉；没有的（不详）不参加。")));
    return ERR_OK;
}

/* Co-occurrence -------------------------------------------------------------------------------- */

static void tally_pairs(struct facts *f, enum property p, struct tally *out, int64_t *out_cut,
                        struct tally *joint)
{
    *out = (struct tally){.arena = &f->arena};
    *joint = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        const struct fact *fact = &f->all.at[i];
        uint32_t n = fact->of[p].n < PAIR_KEYS_MAX ? fact->of[p].n : PAIR_KEYS_MAX;
        *out_cut += fact->of[p].n > PAIR_KEYS_MAX;
        if (n > 1)
            tally_add(joint, fact->unit, 0, 0);
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a + 1; b < n; b++) {
                uint32_t x = fact->of[p].at[a], y = fact->of[p].at[b];
                tally_add(out, fact->unit, x < y ? x : y, x < y ? y : x);
            }
    }
    tally_done(out);
    tally_done(joint);
}

static int most_first(const void *a, const void *b)
{
    const struct tally_one *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void pair_rows(struct facts *f, enum property p, const struct tally *pairs,
                      const struct tally *single, bool whole)
{
    struct tally_one *at = arena_copy(&f->arena, pairs->of.at, pairs->of.n * sizeof *pairs->of.at);
    struct patent_grid *g = grid_new(f, "pairs", T("一起出现最多的"));
    if (pairs->of.n)
        qsort(at, pairs->of.n, sizeof *at, most_first);
    grid_column(f, g, "a", T("甲"), false);
    grid_column(f, g, "b", T("乙"), false);
    grid_column(f, g, "both", T("一起"), true);
    grid_column(f, g, "only_a", T("甲共"), true);
    grid_column(f, g, "only_b", T("乙共"), true);
    grid_column(f, g, "jaccard", "Jaccard", true);
    for (size_t i = 0; i < pairs->of.n; i++) {
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        int64_t a = tally_get(single, at[i].a, 0), b = tally_get(single, at[i].b, 0);
        struct clause both = clause_pair(f, p, at[i].a, at[i].b, PAIR_KEYS_MAX, whole);
        row->cells[0] = cell_text(f, key_title(f, p, at[i].a), NULL);
        row->cells[1] = cell_text(f, key_title(f, p, at[i].b), NULL);
        row->cells[2] = cell_int(at[i].n, find_one(f, both));
        row->cells[3] = cell_int(a, find_one(f, clause_key(f, p, at[i].a)));
        row->cells[4] = cell_int(b, find_one(f, clause_key(f, p, at[i].b)));
        row->cells[5] = cell_real(stat_jaccard(a, b, at[i].n), 3,
                                  find_one(f, clause_either(f, p, at[i].a, at[i].b)));
    }
    g->note = say(f, T("Jaccard = 一起 ÷（甲 + 乙 − 一起）：1 是总在一起，0 是从不。"));
}

static void pair_matrix(struct facts *f, enum property p, const struct tally *pairs,
                        const ranking *all, bool whole)
{
    ranking keys;
    int64_t most = 1;
    known(f, p, all, PAIR_MATRIX, &keys);
    struct patent_grid *g = grid_new(f, "matrix", T("件数最多的之间"));
    grid_column(f, g, "row", property_title(p), false);
    for (size_t k = 0; k < keys.n; k++)
        *VEC_ADD(f->ctx->arena, &g->columns) =
            (struct patent_column){.key = str_dup(f->ctx->arena, word_of(f, p, keys.at[k].key)),
                                   .title = key_title(f, p, keys.at[k].key),
                                   .number = true};
    for (size_t i = 0; i < pairs->of.n; i++)
        most = pairs->of.at[i].n > most ? pairs->of.at[i].n : most;
    for (size_t i = 0; i < keys.n; i++) {
        struct patent_row *row = grid_row(f, g);
        row->cells[0] = cell_text(f, key_title(f, p, keys.at[i].key),
                                  find_one(f, clause_key(f, p, keys.at[i].key)));
        for (size_t k = 0; k < keys.n; k++) {
            uint32_t x = keys.at[i].key, y = keys.at[k].key;
            int64_t n = tally_get(pairs, x < y ? x : y, x < y ? y : x);
            if (i == k) /* a thing with itself is no pair */
                continue;
            row->cells[1 + k] =
                cell_int(n, find_one(f, clause_pair(f, p, x, y, PAIR_KEYS_MAX, whole)));
            row->cells[1 + k].shade = shade(n, most);
        }
    }
    g->heat = true;
}

static void pair_degrees(struct facts *f, enum property p, const struct tally *pairs,
                         const ranking *all)
{
    int64_t *degree = ARENA_ARRAY(&f->arena, int64_t, f->dict[p].words.n + 1);
    struct score *at = ARENA_ARRAY(&f->arena, struct score, all->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < pairs->of.n; i++) {
        degree[pairs->of.at[i].a]++;
        degree[pairs->of.at[i].b]++;
    }
    for (size_t i = 0; i < all->n; i++)
        if (!is_unknown(f, p, all->at[i].key) && degree[all->at[i].key])
            at[n++] = (struct score){
                .key = all->at[i].key, .x = (double)degree[all->at[i].key], .n = all->at[i].n};
    if (n)
        qsort(at, n, sizeof *at, best_first);
    struct patent_grid *g = grid_new(f, "degrees", T("联系最广的"));
    grid_column(f, g, "key", property_title(p), false);
    grid_column(f, g, "partners", T("与几个一起出现过"), true);
    grid_column(f, g, "count", unit_title(f), true);
    for (size_t i = 0; i < n; i++) {
        if (i >= (size_t)f->in->limit) {
            g->left_out++;
            continue;
        }
        struct patent_row *row = grid_row(f, g);
        row->cells[0] = cell_text(f, key_title(f, p, at[i].key), NULL);
        row->cells[1] = cell_number((int64_t)at[i].x,
                                    find_two(f, clause_key(f, p, at[i].key), clause_any_two(p)));
        row->cells[2] = cell_int(at[i].n, find_one(f, clause_key(f, p, at[i].key)));
    }
}

enum err analysis_pairs(struct facts *f)
{
    enum property p = row_property(f);
    struct tally single, pairs, joint;
    ranking all;
    int64_t cut = 0;
    tally_keys(f, p, &single);
    tally_pairs(f, p, &pairs, &cut, &joint);
    rank_keys(f, p, &single, &all);
    const struct fact_opens *two = find_one(f, clause_any_two(p));
    figure_add(f, "joint", p == OF_APPLICANT ? T("联合申请") : T("有两个以上分类的"),
               cell_int(tally_get(&joint, 0, 0), two),
               say_int(f, f->in->family ? T("全部 {} 族里") : T("全部 {} 件里"), f->unit_n));
    figure_add(f, "pairs", T("不同的对"), cell_number((int64_t)pairs.of.n, two),
               say(f, T("一起出现过的两个算一对")));
    if (pairs.of.n == 0) {
        says(f, p == OF_APPLICANT ? say(f, T("没有联合申请。"))
                                  : say(f, T("没有一件有两个以上的分类。")));
        return ERR_OK;
    }
    pair_rows(f, p, &pairs, &single, cut == 0);
    pair_matrix(f, p, &pairs, &all, cut == 0);
    pair_degrees(f, p, &pairs, &all);
    if (cut)
        says(f, say_int(f, T("有 {} 件的分类或申请人超过六十个，只取前六十个配对。"), cut));
    return ERR_OK;
}
