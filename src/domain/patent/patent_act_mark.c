/* Marks: what a person judged outweighs the query; each go can be undone. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/map.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_newest.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "engine/patentnum/num.h"
#include "patent_query.h"
#include "patent_set_query.h"

enum { LIST_ARENA_MAX = 1 << 30 };

/* Marking ------------------------------------------------------------------------------------- */

static enum err keep_before(struct ctx *ctx, struct patent_set_id set, struct patent_batch_id batch,
                            struct patent_id patent)
{
    struct sql_patent_mark_get_row was;
    struct sql_patent_batch_line_add_in line = {.park = ctx->park,
                                                .batch = batch,
                                                .patent = patent,
                                                .note = STR(""),
                                                .person_name = STR("")};
    enum err e = sql_patent_mark_get(
        ctx->db, ctx->arena, &(struct sql_patent_mark_get_in){ctx->park, set, patent}, &was);
    if (!e) {
        line.was = was.inside ? PATENT_MARK_IN : PATENT_MARK_OUT;
        line.note = was.note;
        line.person = was.person;
        line.person_name = was.person_name;
        line.at = was.at;
    }
    return e && e != ERR_NOT_FOUND ? e : sql_patent_batch_line_add(ctx->db, &line, NULL);
}

static enum err mark_one(struct ctx *ctx, struct patent_set_id set, struct patent_id patent,
                         int64_t mark, struct str note)
{
    enum err e =
        mark == PATENT_MARK_NONE
            ? sql_patent_mark_drop(ctx->db,
                                   &(struct sql_patent_mark_drop_in){ctx->park, set, patent}, NULL)
            : sql_patent_mark_put(
                  ctx->db,
                  &(struct sql_patent_mark_put_in){ctx->park, set, patent, mark == PATENT_MARK_IN,
                                                   str_or_empty(note), ctx->actor.person,
                                                   ctx->actor.name, ctx->now_us},
                  NULL);
    if (!e && mark != PATENT_MARK_NONE)
        e = sql_patent_reading_tick(ctx->db,
                                    &(struct sql_patent_reading_tick_in){
                                        ctx->park, patent, set, ctx->actor.person, ctx->now_us},
                                    NULL);
    return e;
}

enum err patent_mark_some(struct ctx *ctx, struct patent_set_id set, const int64_t *ids, size_t n,
                          int64_t mark, struct str note, struct patent_batch_id *out_batch)
{
    struct sql_patent_line_get_row row;
    enum err e = id_next(ctx, &out_batch->n);
    e = e ? e
          : sql_patent_batch_add(ctx->db,
                                 &(struct sql_patent_batch_add_in){ctx->park, *out_batch, set, mark,
                                                                   (int64_t)n, ctx->actor.person,
                                                                   ctx->actor.name, ctx->now_us},
                                 NULL);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_id patent = {ids[i]};
        struct arena_mark scratch = arena_mark(ctx->arena);
        e = sql_patent_line_get(ctx->db, ctx->arena,
                                &(struct sql_patent_line_get_in){ctx->park, patent}, &row);
        if (e == ERR_NOT_FOUND)
            return ctx_fail(ctx, e, "patents", T("没有这件专利"));
        e = e ? e : keep_before(ctx, set, *out_batch, patent);
        e = e ? e : mark_one(ctx, set, patent, mark, note);
        arena_reset(ctx->arena, scratch);
    }
    return e ? e : patent_set_stir(ctx, set);
}

static struct str mark_word(int64_t mark)
{
    return mark == PATENT_MARK_IN ? STR("in") : mark == PATENT_MARK_OUT ? STR("out") : STR("none");
}

enum err patent_act_mark(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_mark_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_by_key_row patent;
    struct patent_batch_id batch;
    struct patentnum n;
    enum err e = patent_set_own(ctx, in->set, &set);
    if (e || (e = patentnum_read(in->number, DAY_NONE, PATENTNUM_PUBLICATION, &n, &ctx->error)))
        return e;
    e = sql_patent_by_key(ctx->db, ctx->arena,
                          &(struct sql_patent_by_key_in){ctx->park, str_from(n.key)}, &patent);
    if (e == ERR_NOT_FOUND)
        return ctx_fail_detail(ctx, e, "number", T("库里没有这件专利：{}"), in->number);
    e = e ? e : patent_mark_some(ctx, set.id, &patent.id.n, 1, in->inside, in->note, &batch);
    struct journal_field fields[] = {journal_text("patent", STR_NULL, str_from(n.key)),
                                     journal_text("mark", STR_NULL, mark_word(in->inside))};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "mark", fields, 2);
    *out = (struct act_result){.id = in->set,
                               .message = in->inside == PATENT_MARK_IN
                                              ? tr(ctx->lang, T("已标为属于"))
                                              : tr(ctx->lang, T("已标为不属于"))};
    return e;
}

/* A label is given to records that are here. */
static enum err are_here(struct ctx *ctx, struct form_ids patents)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < patents.n; i++) {
        struct arena_mark scratch = arena_mark(ctx->arena);
        struct sql_patent_line_get_row row;
        e = sql_patent_line_get(
            ctx->db, ctx->arena,
            &(struct sql_patent_line_get_in){ctx->park, (struct patent_id){patents.at[i]}}, &row);
        arena_reset(ctx->arena, scratch);
    }
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "patents", T("没有这件专利")) : e;
}

enum err patent_act_mark_many(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_mark_many_in *in = given;
    struct sql_patent_set_get_row set;
    struct patent_batch_id batch = {0};
    struct str n = str_print(ctx->arena, "%zu", in->patents.n);
    enum err e = patent_set_own(ctx, in->set, &set);
    if (!e && in->mark == PATENT_MARK_KEEP && !in->values.n)
        return ctx_fail(ctx, ERR_INVALID, "mark", T("请选属于与否，或选一个标引"));
    if (!e && in->mark != PATENT_MARK_KEEP)
        e = patent_mark_some(ctx, set.id, in->patents.at, in->patents.n, in->mark, in->note,
                             &batch);
    if (!e && in->mark == PATENT_MARK_KEEP)
        e = are_here(ctx, in->patents);
    for (size_t i = 0; !e && i < in->patents.n && in->values.n; i++)
        e = patent_label_give(ctx, set.id, (struct patent_id){in->patents.at[i]}, in->values.at,
                              in->values.n);
    struct journal_field fields[] = {
        journal_text("patents", STR_NULL, n),
        journal_text("mark", STR_NULL,
                     in->mark == PATENT_MARK_KEEP ? STR("") : mark_word(in->mark)),
        journal_text("labels", STR_NULL, str_print(ctx->arena, "%zu", in->values.n)),
        journal_text("batch", STR_NULL, str_print(ctx->arena, "%lld", (long long)batch.n))};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "mark_many", fields, 4);
    *out = (struct act_result){
        .id = in->set, .message = tr_with(ctx->arena, ctx->lang, T("已标 {} 件，可以撤销"), n)};
    if (in->mark == PATENT_MARK_KEEP)
        out->message = tr_with(ctx->arena, ctx->lang, T("已标引 {} 件"), n);
    return e;
}

/* Undoing ------------------------------------------------------------------------------------- */

/* Whether the record's mark is still the one that the batch left. */
static enum err is_ours(struct ctx *ctx, const struct sql_patent_batch_get_row *batch,
                        struct patent_id patent, bool *out)
{
    struct sql_patent_mark_get_row now;
    enum err e = sql_patent_mark_get(
        ctx->db, ctx->arena, &(struct sql_patent_mark_get_in){ctx->park, batch->collection, patent},
        &now);
    bool gone = e == ERR_NOT_FOUND;
    if (e && !gone)
        return e;
    *out = batch->mark == PATENT_MARK_NONE
               ? gone
               : !gone && now.at == batch->at && now.person.n == batch->person.n &&
                     now.inside == (batch->mark == PATENT_MARK_IN);
    return ERR_OK;
}

static enum err put_back(struct ctx *ctx, struct patent_set_id set,
                         const struct sql_patent_batch_lines_row *was)
{
    if (was->was == PATENT_MARK_NONE)
        return sql_patent_mark_drop(
            ctx->db, &(struct sql_patent_mark_drop_in){ctx->park, set, was->patent}, NULL);
    return sql_patent_mark_put(
        ctx->db,
        &(struct sql_patent_mark_put_in){ctx->park, set, was->patent, was->was == PATENT_MARK_IN,
                                         was->note, was->person, was->person_name, was->at},
        NULL);
}

/* Takes one record's mark out of its history. When it was marked again since, that mark stays, and
 * what stood before ours is what undoing that one brings back: so the order of undoing is free. */
static enum err undo_one(struct ctx *ctx, const struct sql_patent_batch_get_row *batch,
                         const struct sql_patent_batch_lines_row *line, int64_t *io_back)
{
    struct sql_patent_batch_later_row later;
    bool ours = false;
    enum err e = sql_patent_batch_later(
        ctx->db, ctx->arena,
        &(struct sql_patent_batch_later_in){ctx->park, batch->collection, line->patent, batch->id},
        &later);
    if (!e)
        return sql_patent_batch_line_was(ctx->db,
                                         &(struct sql_patent_batch_line_was_in){
                                             ctx->park, later.batch, line->patent, line->was,
                                             line->note, line->person, line->person_name, line->at},
                                         NULL);
    if (e != ERR_NOT_FOUND || (e = is_ours(ctx, batch, line->patent, &ours)) || !ours)
        return e;
    *io_back += 1;
    return put_back(ctx, batch->collection, line);
}

enum err patent_act_mark_undo(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_mark_undo_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_batch_get_row batch;
    struct sql_patent_batch_lines_row *lines;
    size_t n;
    int64_t back = 0, changed = 0;
    struct patent_batch_id id = {in->batch};
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e
          : sql_patent_batch_get(ctx->db, ctx->arena,
                                 &(struct sql_patent_batch_get_in){ctx->park, id}, &batch);
    if (e == ERR_NOT_FOUND || (!e && batch.collection.n != in->set))
        return ctx_fail(ctx, ERR_NOT_FOUND, "batch", T("没有这一次标记"));
    e = e ? e
          : sql_patent_batch_lines(ctx->db, ctx->arena,
                                   &(struct sql_patent_batch_lines_in){ctx->park, id}, &lines, &n);
    e = e ? e
          : sql_patent_batch_undone(
                ctx->db, &(struct sql_patent_batch_undone_in){ctx->park, id, ctx->now_us},
                &changed);
    if (!e && !changed)
        return ctx_fail(ctx, ERR_CONFLICT, "batch", T("这一次标记已经撤销过"));
    for (size_t i = 0; !e && i < n; i++) {
        struct arena_mark scratch = arena_mark(ctx->arena);
        e = undo_one(ctx, &batch, &lines[i], &back);
        arena_reset(ctx->arena, scratch);
    }
    e = e ? e : patent_set_stir(ctx, set.id);
    struct journal_field fields[] = {
        journal_text("batch", str_print(ctx->arena, "%lld", (long long)in->batch), STR_NULL),
        journal_text("patents", STR_NULL, str_print(ctx->arena, "%lld", (long long)back))};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "mark_undo", fields, 2);
    *out = (struct act_result){.id = in->set,
                               .message = tr_with(ctx->arena, ctx->lang,
                                                  T("已撤销，{} 件恢复原样；别人后来又标过的不动"),
                                                  str_print(ctx->arena, "%lld", (long long)back))};
    return e;
}

/* Lists --------------------------------------------------------------------------------------- */

struct listing {
    struct ctx *ctx;
    struct arena *arena;
    struct patent_set_id set;
    struct str query;
    const struct map *marks;
    bool open_only;
    int64_t limit, skip;
    patent_newest all;
    struct patent_marked_list *out;
};

static struct str id_text(struct arena *arena, int64_t id)
{
    return str_print(arena, "%lld", (long long)id);
}

static enum err list_one(void *arg, const struct patent_seen *seen)
{
    struct listing *l = arg;
    char text[24];
    struct str key = {text, (size_t)snprintf(text, sizeof text, "%lld", (long long)seen->doc.id)};
    if (!l->open_only || !map_get(l->marks, key))
        patent_newest_add(l->arena, &l->all, seen);
    return ERR_OK;
}

static enum err show(struct listing *l, const int64_t *ids, size_t n)
{
    struct ctx *ctx = l->ctx;
    struct patent_hit *hits;
    size_t hit_n;
    enum err e = patent_hits_of(ctx, ids, n, &hits, &hit_n);
    for (size_t i = 0; !e && i < hit_n; i++) {
        const struct sql_patent_marks_row *m = map_get(l->marks, id_text(ctx->arena, hits[i].id.n));
        *VEC_ADD(ctx->arena, &l->out->rows) =
            (struct patent_marked){hits[i],
                                   !m          ? PATENT_MARK_NONE
                                   : m->inside ? PATENT_MARK_IN
                                               : PATENT_MARK_OUT,
                                   m ? m->note : STR(""), m ? m->person_name : STR("")};
    }
    return e;
}

static enum err list_found(void *arg)
{
    struct listing *l = arg;
    enum err e = patent_hits(l->ctx, l->query, l->set.n, &l->out->query, list_one, l);
    if (e)
        return e;
    size_t n;
    const int64_t *ids = patent_newest_page(l->ctx->arena, &l->all, l->limit, l->skip, &n);
    l->out->total = (int64_t)l->all.n;
    return show(l, ids, n);
}

static enum err list_sample(struct listing *l, struct patent_sample_id sample)
{
    struct ctx *ctx = l->ctx;
    struct sql_patent_sample_get_row row;
    struct sql_patent_sample_lines_row *lines;
    size_t n, k = 0;
    enum err e = sql_patent_sample_get(ctx->db, ctx->arena,
                                       &(struct sql_patent_sample_get_in){ctx->park, sample}, &row);
    if (e == ERR_NOT_FOUND || (!e && row.collection.n != l->set.n))
        return ctx_fail(ctx, ERR_NOT_FOUND, "sample", T("没有这次抽样"));
    e = e ? e
          : sql_patent_sample_lines(ctx->db, ctx->arena,
                                    &(struct sql_patent_sample_lines_in){ctx->park, sample}, &lines,
                                    &n);
    if (e)
        return e;
    l->out->query = row.query;
    l->out->total = (int64_t)n;
    int64_t *ids = ARENA_ARRAY(ctx->arena, int64_t, n + 1);
    for (size_t i = (size_t)l->skip; i < n && k < (size_t)l->limit; i++)
        ids[k++] = lines[i].patent.n;
    return show(l, ids, k);
}

static enum err list_marked(struct listing *l, bool inside, int64_t total)
{
    struct ctx *ctx = l->ctx;
    struct sql_patent_marked_page_row *rows;
    size_t n;
    l->out->total = total;
    l->out->query = STR("");
    enum err e = sql_patent_marked_page(
        ctx->db, ctx->arena,
        &(struct sql_patent_marked_page_in){ctx->park, l->set, inside, l->limit, l->skip}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &l->out->rows) = (struct patent_marked){
            {rows[i].id, rows[i].key, rows[i].title, rows[i].applicant, rows[i].ipc, rows[i].legal,
             rows[i].office, rows[i].pub_day, rows[i].app_day},
            inside ? PATENT_MARK_IN : PATENT_MARK_OUT,
            rows[i].note,
            rows[i].person_name};
    return e;
}

enum err patent_marked_list(struct ctx *ctx, struct patent_set_id set, struct str query,
                            enum patent_which which, struct patent_sample_id sample, int64_t limit,
                            int64_t skip, struct patent_marked_list *out)
{
    struct sql_patent_marks_row *marks;
    struct map by_id = {0};
    size_t n, in = 0;
    enum err e = sql_patent_marks(ctx->db, ctx->arena,
                                  &(struct sql_patent_marks_in){ctx->park, set}, &marks, &n);
    *out = (struct patent_marked_list){0};
    for (size_t i = 0; !e && i < n; i++) {
        map_put(ctx->arena, &by_id, id_text(ctx->arena, marks[i].patent.n), &marks[i]);
        in += marks[i].inside;
    }
    struct listing l = {.ctx = ctx,
                        .set = set,
                        .query = str_or_empty(query),
                        .marks = &by_id,
                        .open_only = which == PATENT_WHICH_OPEN,
                        .limit = limit,
                        .skip = skip,
                        .out = out};
    if (e)
        return e;
    if (sample.n)
        return list_sample(&l, sample);
    if (which == PATENT_WHICH_IN || which == PATENT_WHICH_OUT)
        return list_marked(&l, which == PATENT_WHICH_IN,
                           (int64_t)(which == PATENT_WHICH_IN ? in : n - in));
    l.arena = patent_scratch(ctx, LIST_ARENA_MAX);
    e = arena_run(l.arena, list_found, &l);
    arena_release(l.arena);
    return e;
}

enum err patent_batches_of(struct ctx *ctx, struct patent_set_id set, patent_batches *out)
{
    struct sql_patent_batches_row *rows;
    size_t n;
    enum err e = sql_patent_batches(
        ctx->db, ctx->arena, &(struct sql_patent_batches_in){ctx->park, set, PATENT_BATCHES_SHOWN},
        &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_batch){
            rows[i].id, rows[i].mark, rows[i].n, rows[i].at, rows[i].undone, rows[i].person_name};
    return e;
}
