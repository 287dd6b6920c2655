/*
 * Technology x effect: groups of terms that a person gives, one a line, "name: term, term"; a line
 * without a colon is a term that names itself. A record belongs to a group when any of its terms
 * stands in title, abstract or claims, as the query language finds an exact phrase. A cell is how
 * many different families have a record in both.
 */
#include "base/i18n.h"
#include "domain/patent/patent_analysis_fact.h"

enum { LINE_SIDES = 2, EFFECT_SHADES = 5 };

/* A piece up to any of the separators that people type between terms. */
static bool cut_term(struct str *rest, struct str *out)
{
    static const char *const between[] = {",", "，", "、", ";", "；"};
    size_t at = SIZE_MAX, len = 0;
    if (str_null(*rest))
        return false;
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
        size_t here = str_find(*rest, str_from(between[i]), 0);
        if (here < at) {
            at = here;
            len = str_from(between[i]).len;
        }
    }
    *out = str_trim(str_slice(*rest, 0, at));
    *rest = at == SIZE_MAX ? STR_NULL : str_slice(*rest, at + len, rest->len);
    return true;
}

static struct str name_of_line(struct str *line)
{
    size_t narrow = str_find_char(*line, ':', 0), wide = str_find(*line, STR("："), 0);
    size_t at = narrow < wide ? narrow : wide, len = narrow < wide ? 1 : 3;
    struct str name = *line;
    if (at != SIZE_MAX) {
        name = str_slice(*line, 0, at);
        *line = str_slice(*line, at + len, line->len);
    }
    return str_trim(name);
}

static enum err refuse(struct facts *f, int side, const char *message, struct str detail)
{
    return ctx_fail_detail(f->ctx, ERR_INVALID, side ? "effect" : "technology", message,
                           str_dup(f->ctx->arena, detail));
}

/* ("a" OR "b") */
static enum err clause_of_terms(struct facts *f, int side, struct str terms, struct str *out)
{
    struct str rest = terms, term;
    struct buf b;
    int n = 0;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    while (cut_term(&rest, &term)) {
        if (str_empty(term))
            continue;
        if (str_find_char(term, '"', 0) != SIZE_MAX || str_has(term, STR("“")) ||
            str_has(term, STR("”")))
            return refuse(f, side, T("词里不要用引号：{}"), term);
        if (++n > PATENT_TERMS_MAX)
            return refuse(f, side, T("一行最多四十个词：{}"), terms);
        buf_print(&b, "%s\"%.*s\"", n > 1 ? " OR " : "(", STR_ARG(term));
    }
    buf_char(&b, ')');
    if (n == 0)
        return refuse(f, side, T("这一行没有词：{}"), terms);
    *out = buf_str(&b);
    return ERR_OK;
}

static enum err take_line(struct facts *f, int side, struct str line)
{
    enum property p = side ? OF_EFFECT : OF_TECHNOLOGY;
    size_t at = f->group_n[side];
    struct str name = name_of_line(&line);
    if (at == PATENT_TERM_GROUPS_MAX)
        return refuse(f, side, T("最多四十行：从“{}”起多了"), name);
    if (str_empty(name) || str_eq(name, STR("-")))
        return refuse(f, side, T("请写成“名称：词，词”：{}"), line);
    if (map_get(&f->dict[p].by_text, name))
        return refuse(f, side, T("名称重复了：{}"), name);
    enum err e = clause_of_terms(f, side, line, &f->group_finds[side][at]);
    if (!e)
        e = query_parse(f->ctx->arena, f->group_finds[side][at], &f->groups[side][at],
                        &f->ctx->error);
    if (e)
        return e;
    struct dict_word *w = ARENA_NEW(&f->arena, struct dict_word);
    *w = (struct dict_word){.text = str_dup(&f->arena, name), .at = (uint32_t)at};
    map_put(&f->arena, &f->dict[p].by_text, w->text, w);
    *VEC_ADD(&f->arena, &f->dict[p].words) = w;
    f->group_n[side]++;
    return ERR_OK;
}

/* None of the groups. */
static void clause_of_none(struct facts *f, int side)
{
    struct buf b;
    buf_init(&b, f->ctx->arena, QUERY_BYTES_MAX);
    for (size_t i = 0; i < f->group_n[side]; i++)
        buf_print(&b, "%s%.*s", i ? " OR " : "NOT (", STR_ARG(f->group_finds[side][i]));
    buf_char(&b, ')');
    f->group_finds[side][f->group_n[side]] = buf_full(&b) ? STR_NULL : buf_str(&b);
}

enum err analysis_terms(struct facts *f)
{
    for (int side = 0; side < LINE_SIDES; side++) {
        struct str rest = str_or_empty(side ? f->in->effect : f->in->technology), line;
        enum err e = ERR_OK;
        f->groups[side] = (const struct query_node **)ARENA_ARRAY(&f->arena, struct query_node *,
                                                                  PATENT_TERM_GROUPS_MAX + 1);
        f->group_finds[side] = ARENA_ARRAY(&f->arena, struct str, PATENT_TERM_GROUPS_MAX + 1);
        while (!e && str_cut(&rest, '\n', &line))
            if (!str_empty(line = str_trim(line)))
                e = take_line(f, side, line);
        if (e)
            return e;
        if (f->group_n[side] == 0)
            return ctx_fail(f->ctx, ERR_INVALID, side ? "effect" : "technology",
                            side ? T("请给出功效词：一行一组，写成“名称：词，词”")
                                 : T("请给出技术词：一行一组，写成“名称：词，词”"));
        clause_of_none(f, side);
    }
    return ERR_OK;
}

/* The table ------------------------------------------------------------------------------------ */

static void tally_cells(struct facts *f, struct tally *out)
{
    *out = (struct tally){.arena = &f->arena};
    for (size_t i = 0; i < f->all.n; i++) {
        const struct fact_keys *of = f->all.at[i].of;
        for (uint32_t a = 0; a < of[OF_TECHNOLOGY].n; a++)
            for (uint32_t b = 0; b < of[OF_EFFECT].n; b++)
                tally_add(out, f->all.at[i].unit, of[OF_TECHNOLOGY].at[a], of[OF_EFFECT].at[b]);
    }
    tally_done(out);
}

static int32_t shade(int64_t n, int64_t most)
{
    int32_t level = 0;
    while (n > 0 && level < EFFECT_SHADES &&
           n * EFFECT_SHADES * EFFECT_SHADES > most * level * level)
        level++;
    return level + 1;
}

static void effect_row(struct facts *f, struct patent_grid *g, uint32_t technology,
                       const struct tally *cells, const struct tally *rows, int64_t most)
{
    struct patent_row *row = grid_row(f, g);
    struct clause clause = clause_key(f, OF_TECHNOLOGY, technology);
    row->cells[0] = cell_text(f, key_title(f, OF_TECHNOLOGY, technology), NULL);
    row->cells[1] = cell_int(tally_get(rows, technology, 0), find_one(f, clause));
    for (uint32_t e = 0; e < f->dict[OF_EFFECT].words.n; e++) {
        int64_t n = tally_get(cells, technology, e);
        row->cells[2 + e] = cell_int(n, find_two(f, clause, clause_key(f, OF_EFFECT, e)));
        row->cells[2 + e].shade = shade(n, most);
    }
}

enum err analysis_effects(struct facts *f)
{
    struct tally cells, rows, columns;
    int64_t most = 1;
    tally_cells(f, &cells);
    tally_keys(f, OF_TECHNOLOGY, &rows);
    tally_keys(f, OF_EFFECT, &columns);
    for (size_t i = 0; i < cells.of.n; i++)
        if (!is_unknown(f, OF_TECHNOLOGY, cells.of.at[i].a) &&
            !is_unknown(f, OF_EFFECT, cells.of.at[i].b) && cells.of.at[i].n > most)
            most = cells.of.at[i].n;
    struct patent_grid *g = grid_new(f, "matrix", T("技术功效矩阵"));
    grid_column(f, g, "technology", T("技术"), false);
    grid_column(f, g, "count", T("族数"), true);
    for (uint32_t e = 0; e < f->dict[OF_EFFECT].words.n; e++) {
        *VEC_ADD(f->ctx->arena, &g->columns) =
            (struct patent_column){.key = str_dup(f->ctx->arena, word_of(f, OF_EFFECT, e)),
                                   .title = key_title(f, OF_EFFECT, e),
                                   .number = true};
        column_opens(g, find_one(f, clause_key(f, OF_EFFECT, e)));
    }
    for (uint32_t t = 0; t < f->dict[OF_TECHNOLOGY].words.n; t++)
        effect_row(f, g, t, &cells, &rows, most);
    struct patent_row *foot = grid_row(f, g);
    foot->cells[0] = cell_text(f, say(f, T("合计")), NULL);
    foot->cells[1] = cell_int(f->unit_n, find_everything(f));
    for (uint32_t e = 0; e < f->dict[OF_EFFECT].words.n; e++)
        foot->cells[2 + e] =
            cell_int(tally_get(&columns, e, 0), find_one(f, clause_key(f, OF_EFFECT, e)));
    g->heat = true;
    g->note = say(f, T("每格是不同的简单同族数：标题、摘要或权利要求里既有这一行的词、也有这一列"
                       "的词。一族可以落在几格里，各格相加会多于合计。"));
    says(f,
         say(f, T("空格不等于机会：先看词给得全不全，再看同义的说法，最近十八个月还没有公布齐。")));
    return ERR_OK;
}
