#include "domain/patent/patent_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/utf8.h"
#include "domain/patent/patent_table.h"
#include "engine/patentnum/num.h"
#include "patent_set_query.h"

/* Its rule ------------------------------------------------------------------------------------ */

static enum err joined(struct ctx *ctx, struct patent_set_id set, struct str own, struct str *out)
{
    struct sql_patent_exprs_row *rows;
    struct buf text;
    size_t n;
    bool many = false;
    enum err e = sql_patent_exprs(ctx->db, ctx->arena,
                                  &(struct sql_patent_exprs_in){ctx->park, set}, &rows, &n);
    *out = own;
    buf_init(&text, ctx->arena, QUERY_BYTES_MAX);
    if (!str_null(own))
        buf_print(&text, "(%.*s)", STR_ARG(own));
    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].joined) {
            buf_add(&text, text.len ? STR(" OR (") : STR("("));
            buf_add(&text, rows[i].query);
            buf_char(&text, ')');
            many = true;
        }
    if (e || !many)
        return e;
    if (buf_full(&text))
        return ctx_fail(ctx, ERR_LIMIT, "query", T("这个专题库的检索式加起来太长"));
    *out = buf_str(&text);
    return ERR_OK;
}

/* An older query may no longer be read: said of the collection, since whoever asks typed none. */
static enum err still_read(struct ctx *ctx, struct str name, struct str query)
{
    const struct query_node *tree;
    struct error why = {0};
    if (str_null(query) || query_parse(ctx->arena, query, &tree, &why) != ERR_INVALID)
        return ERR_OK;
    struct str said = tr_with(ctx->arena, ctx->lang, why.message, why.detail);
    return ctx_fail_detail(ctx, ERR_INVALID, "set",
                           T("专题库自己的检索式读不懂了，请打开它改好再看：{}"),
                           str_print(ctx->arena, "%.*s（%.*s）", STR_ARG(name), STR_ARG(said)));
}

enum err patent_set_rule(struct ctx *ctx, struct patent_set_id set, struct patent_set_rule *out)
{
    struct sql_patent_set_rule_row row;
    *out = (struct patent_set_rule){.cutoff = DAY_NONE};
    enum err e = sql_patent_set_rule(ctx->db, ctx->arena,
                                     &(struct sql_patent_set_rule_in){ctx->park, set}, &row);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "set", T("没有这个专题库")) : e;
    out->cutoff = row.cutoff;
    if (row.kind == PATENT_SET_LIST) {
        struct sql_patent_listed_row *rows;
        size_t n;
        e = sql_patent_listed(ctx->db, ctx->arena, &(struct sql_patent_listed_in){ctx->park, set},
                              &rows, &n);
        if (e)
            return e;
        int64_t *ids = ARENA_ARRAY(ctx->arena, int64_t, n + 1);
        for (size_t i = 0; i < n; i++)
            ids[i] = rows[i].patent.n;
        out->listed = ids;
        out->listed_n = n;
    }
    e = joined(ctx, set, row.kind == PATENT_SET_LIST ? STR_NULL : row.query, &out->query);
    return e ? e : still_read(ctx, row.name, out->query);
}

enum err patent_set_understood(struct ctx *ctx, const struct patent_set_rule *rule, struct str *out)
{
    const struct query_node *tree;
    *out = STR("");
    if (str_null(rule->query))
        return ERR_OK;
    enum err e = query_parse(ctx->arena, rule->query, &tree, &ctx->error);
    if (!e)
        *out = query_print(ctx->arena, tree);
    return e;
}

static void give_back(void *arg)
{
    arena_release(arg);
}

struct arena *patent_scratch(struct ctx *ctx, size_t cap)
{
    struct arena *arena = ARENA_NEW(ctx->arena, struct arena);
    arena_init(arena, cap);
    arena_defer(ctx->arena, give_back, arena);
    return arena;
}

/* Pasted numbers ------------------------------------------------------------------------------ */

struct reading_numbers {
    struct ctx *ctx;
    struct patent_numbers *out;
    struct map seen;
    struct buf refused;
};

static void refuse(struct reading_numbers *r, struct str number, const char *why)
{
    r->out->refused_n++;
    buf_print(&r->refused, "%.*s：", STR_ARG(utf8_prefix(number, PATENTNUM_TYPED_MAX)));
    buf_add(&r->refused, tr(r->ctx->lang, why));
    buf_char(&r->refused, '\n');
}

static void take(struct reading_numbers *r, int64_t id)
{
    struct arena *arena = r->ctx->arena;
    if (!map_put(arena, &r->seen, str_print(arena, "%lld", (long long)id), r))
        *VEC_ADD(arena, &r->out->ids) = id;
}

/* The key itself; a key without its kind code stands for all that begin with it and go on with a
 * letter. */
static enum err by_publication(struct reading_numbers *r, struct str key, bool *out_found)
{
    struct ctx *ctx = r->ctx;
    struct sql_patent_by_key_part_row *rows;
    size_t n;
    struct str high = str_print(ctx->arena, "%.*sZ~", STR_ARG(key));
    enum err e = sql_patent_by_key_part(
        ctx->db, ctx->arena, &(struct sql_patent_by_key_part_in){ctx->park, key, high}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        char next = rows[i].key.len > key.len ? rows[i].key.ptr[key.len] : 'A';
        if (!str_starts(rows[i].key, key) || next < 'A' || next > 'Z')
            continue;
        take(r, rows[i].id.n);
        *out_found = true;
        if (rows[i].key.len == key.len)
            break; /* that very one was meant */
    }
    return e;
}

static enum err by_application(struct reading_numbers *r, struct str key, bool *out_found)
{
    struct ctx *ctx = r->ctx;
    struct sql_patent_by_app_row *rows;
    size_t n;
    enum err e = sql_patent_by_app(ctx->db, ctx->arena,
                                   &(struct sql_patent_by_app_in){ctx->park, key}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        take(r, rows[i].id.n);
    *out_found = *out_found || (!e && n);
    return e;
}

static enum err read_number(struct reading_numbers *r, struct str number)
{
    struct patentnum n;
    bool found = false, known = false;
    enum err e = ERR_OK;
    if (!patentnum_read(number, DAY_NONE, PATENTNUM_PUBLICATION, &n, NULL)) {
        known = true;
        e = by_publication(r, str_dup(r->ctx->arena, str_from(n.key)), &found);
    }
    if (!e && !found && !patentnum_read(number, DAY_NONE, PATENTNUM_APPLICATION, &n, NULL)) {
        known = true;
        e = by_application(r, str_dup(r->ctx->arena, str_from(n.key)), &found);
    }
    if (!e && !found)
        refuse(r, number, known ? T("库里没有这件") : T("看不出是专利号"));
    return e;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Everything that parts numbers becomes a line end: full-width marks are three bytes. */
static struct str in_lines(struct arena *arena, struct str text)
{
    static const char *const marks[] = {"，", "；", "、"};
    struct str narrow = str_dup(arena, text);
    char *at = (char *)(uintptr_t)narrow.ptr;
    for (size_t i = 0; i < narrow.len; i++) {
        if (at[i] == ',' || at[i] == ';' || at[i] == '\t' || at[i] == '\r')
            at[i] = '\n';
        for (size_t k = 0; k < 3 && i + 3 <= narrow.len; k++)
            if (!memcmp(at + i, marks[k], 3))
                memcpy(at + i, "\n\n\n", 3);
    }
    return narrow;
}

enum err patent_numbers_read(struct ctx *ctx, struct str text, struct patent_numbers *out)
{
    struct reading_numbers r = {.ctx = ctx, .out = out};
    struct str rest, line;
    size_t n = 0;
    enum err e = ERR_OK;
    *out = (struct patent_numbers){0};
    if (text.len > PATENT_NUMBERS_BYTES_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "numbers", T("一次粘贴的号太多，请分几次"));
    buf_init(&r.refused, ctx->arena, 2 * PATENT_NUMBERS_BYTES_MAX);
    rest = in_lines(ctx->arena, str_or_empty(text));
    while (!e && str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_empty(line))
            continue;
        if (++n > PATENT_NUMBERS_MAX)
            return ctx_fail(ctx, ERR_LIMIT, "numbers", T("一次粘贴的号太多，请分几次"));
        e = read_number(&r, line);
    }
    if (!e && buf_full(&r.refused))
        return ctx_fail(ctx, ERR_LIMIT, "numbers", T("一次粘贴的号太多，请分几次"));
    if (out->ids.n)
        qsort(out->ids.at, out->ids.n, sizeof *out->ids.at, by_id);
    out->refused = str_trim(buf_str(&r.refused));
    return e;
}

enum err patent_hits_of(struct ctx *ctx, const int64_t *ids, size_t n, struct patent_hit **out,
                        size_t *out_n)
{
    enum err e = ERR_OK;
    *out = ARENA_ARRAY(ctx->arena, struct patent_hit, n + 1);
    *out_n = 0;
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_line_get_row row;
        e = sql_patent_line_get(
            ctx->db, ctx->arena,
            &(struct sql_patent_line_get_in){ctx->park, (struct patent_id){ids[i]}}, &row);
        if (e == ERR_NOT_FOUND) {
            e = ERR_OK;
            continue;
        }
        if (!e)
            (*out)[(*out_n)++] =
                (struct patent_hit){row.id,    row.key,    row.title,   row.applicant, row.ipc,
                                    row.legal, row.office, row.pub_day, row.app_day};
    }
    return e;
}
