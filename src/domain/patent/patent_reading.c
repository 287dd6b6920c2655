#include "domain/patent/patent_reading.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/map.h"
#include "core/id.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/person.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_table.h"
#include "patent_query.h"
#include "patent_set_query.h"

enum { HAND_ARENA_MAX = 1 << 30 };

/* Splitting ----------------------------------------------------------------------------------- */

struct unread {
    int64_t id;
    struct str key, ipc;
};

struct splitting {
    struct ctx *ctx;
    struct arena *arena;
    const struct patent_hand_in *in;
    struct map taken; /* marked, or being read */
    VEC(struct unread) all;
    struct patent_handed *out;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct splitting *s = arg;
    char text[24];
    struct str key = {text, (size_t)snprintf(text, sizeof text, "%lld", (long long)seen->doc.id)};
    if (!map_get(&s->taken, key))
        *VEC_ADD(s->arena, &s->all) = (struct unread){seen->doc.id, str_dup(s->arena, seen->key),
                                                      str_dup(s->arena, seen->ipc)};
    return ERR_OK;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct unread *)a)->key, ((const struct unread *)b)->key);
}

static int by_class(const void *a, const void *b)
{
    int c = str_cmp(((const struct unread *)a)->ipc, ((const struct unread *)b)->ipc);
    return c ? c : by_key(a, b);
}

/* In runs: neighbours in the order go to the same person; the last runs may be shorter, and each
 * gets nearly the same number when there is not enough for all. */
static enum err split(void *arg)
{
    struct splitting *s = arg;
    enum err e = patent_hits(s->ctx, STR(""), s->in->set, NULL, gather, s);
    if (e)
        return e;
    size_t people = s->in->people.n, want = people * (size_t)s->in->each;
    size_t n = s->all.n < want ? s->all.n : want;
    if (s->all.n)
        qsort(s->all.at, s->all.n, sizeof *s->all.at,
              s->in->by == PATENT_HAND_BY_CLASS ? by_class : by_key);
    s->out->unread = (int64_t)s->all.n;
    s->out->ids = ARENA_ARRAY(s->ctx->arena, int64_t, n + 1);
    s->out->from = ARENA_ARRAY(s->ctx->arena, size_t, people + 1);
    for (size_t i = 0; i < n; i++)
        s->out->ids[i] = s->all.at[i].id;
    for (size_t i = 0; i <= people; i++)
        s->out->from[i] = n * i / people;
    return n ? ERR_OK
             : ctx_fail(s->ctx, ERR_INVALID, "each",
                        T("没有要读的了：每一件都有人标过，或者正有人在读"));
}

static enum err load_taken(struct ctx *ctx, struct patent_set_id set, struct map *out)
{
    struct sql_patent_marks_row *marks;
    struct sql_patent_handed_out_row *handed;
    size_t n;
    enum err e = sql_patent_marks(ctx->db, ctx->arena,
                                  &(struct sql_patent_marks_in){ctx->park, set}, &marks, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, out, str_print(ctx->arena, "%lld", (long long)marks[i].patent.n), out);
    e = e ? e
          : sql_patent_handed_out(ctx->db, ctx->arena,
                                  &(struct sql_patent_handed_out_in){ctx->park, set}, &handed, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, out, str_print(ctx->arena, "%lld", (long long)handed[i].patent.n), out);
    return e;
}

enum err patent_prepare_hand(struct ctx *ctx, void *given)
{
    struct patent_hand_in *in = given;
    struct splitting s = {.ctx = ctx, .in = in};
    if (in->people.n > PATENT_READERS_MAX || in->people.n * (size_t)in->each > PATENT_HANDED_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "each", T("一次分出去的太多，请分几次"));
    if (in->due != DAY_NONE && in->due < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "due", T("读完的日子已经过去"));
    struct sql_patent_set_get_row set;
    s.out = ARENA_NEW(ctx->arena, struct patent_handed);
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e : load_taken(ctx, (struct patent_set_id){in->set}, &s.taken);
    if (e)
        return e;
    s.arena = patent_scratch(ctx, HAND_ARENA_MAX);
    e = arena_run(s.arena, split, &s);
    arena_release(s.arena);
    in->handed = s.out;
    return e == ERR_LIMIT && !ctx->error.code
               ? ctx_fail(ctx, e, "set", T("这个专题库太大，请先缩小检索式"))
               : e;
}

/* Handing out --------------------------------------------------------------------------------- */

static enum err give(struct ctx *ctx, const struct sql_patent_set_get_row *set,
                     const struct person *reader, int32_t due, const int64_t *ids, size_t n)
{
    struct patent_reading_id id;
    enum err e = id_next(ctx, &id.n);
    e = e ? e
          : sql_patent_reading_add(ctx->db,
                                   &(struct sql_patent_reading_add_in){
                                       ctx->park, id, set->id, reader->id, reader->name, due,
                                       ctx->actor.name, ctx->now_us},
                                   NULL);
    for (size_t i = 0; !e && i < n; i++)
        e = sql_patent_reading_line_add(
            ctx->db,
            &(struct sql_patent_reading_line_add_in){ctx->park, id, (int64_t)i + 1, {ids[i]}},
            NULL);
    return e ? e
             : notify_person(ctx, reader->id,
                             NOTICE(T("请您判读专利：{}"),
                                    str_print(ctx->arena, "%.*s（%zu）", STR_ARG(set->name), n)),
                             "patent_reading", id.n);
}

/* Between prepare and now somebody may have marked or taken some: those fall out. */
static size_t still_unread(struct ctx *ctx, const struct map *taken, const int64_t *ids, size_t n,
                           int64_t *out)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!map_get(taken, str_print(ctx->arena, "%lld", (long long)ids[i])))
            out[k++] = ids[i];
    return k;
}

enum err patent_act_hand_out(struct ctx *ctx, const void *given, struct act_result *out)
{
    struct patent_hand_in in = *(const struct patent_hand_in *)given;
    struct sql_patent_set_get_row set;
    struct map taken = {0};
    size_t total = 0;
    enum err e = patent_set_own(ctx, in.set, &set);
    if (!e && !in.handed)
        e = patent_prepare_hand(ctx, &in);
    e = e ? e : load_taken(ctx, set.id, &taken);
    for (size_t i = 0; !e && i < in.people.n; i++) {
        struct person reader;
        const struct patent_handed *h = in.handed;
        size_t n = h->from[i + 1] - h->from[i];
        int64_t *ids = ARENA_ARRAY(ctx->arena, int64_t, n + 1);
        for (size_t k = 0; k < i; k++)
            if (in.people.at[k] == in.people.at[i])
                return ctx_fail(ctx, ERR_INVALID, "people", T("同一个人选了两次"));
        e = person_get(ctx, (struct person_id){in.people.at[i]}, &reader);
        if (e == ERR_NOT_FOUND || (!e && !(reader.roles & PATENT_KEEPERS)))
            return ctx_fail(ctx, ERR_INVALID, "people", T("只能分给协调员和部门的人"));
        n = still_unread(ctx, &taken, h->ids + h->from[i], n, ids);
        if (!e && n)
            e = give(ctx, &set, &reader, in.due, ids, n);
        total += n;
    }
    struct journal_field fields[] = {
        journal_text("patents", STR_NULL, str_print(ctx->arena, "%zu", total)),
        journal_text("people", STR_NULL, str_print(ctx->arena, "%zu", in.people.n)),
        journal_day(ctx->arena, "due", DAY_NONE, in.due)};
    e = e ? e : journal_add(ctx, "patent_set", in.set, "hand_out", fields, 3);
    *out = (struct act_result){.id = in.set,
                               .message = tr_with(ctx->arena, ctx->lang, T("已分出 {} 件"),
                                                  str_print(ctx->arena, "%zu", total))};
    return e;
}

enum err patent_act_take_back(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_take_back_in *in = given;
    struct sql_patent_reading_get_row r;
    struct patent_reading_id id = {in->reading};
    struct sql_patent_set_get_row set;
    int64_t cut = 0, closed = 0;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e
          : sql_patent_reading_get(ctx->db, ctx->arena,
                                   &(struct sql_patent_reading_get_in){ctx->park, id}, &r);
    if (e == ERR_NOT_FOUND || (!e && r.collection.n != in->set))
        return ctx_fail(ctx, ERR_NOT_FOUND, "reading", T("没有这份阅读"));
    e = e ? e
          : sql_patent_reading_close(
                ctx->db, &(struct sql_patent_reading_close_in){ctx->park, id, ctx->now_us},
                &closed);
    if (!e && !closed)
        return ctx_fail(ctx, ERR_CONFLICT, "reading", T("这份阅读已经收回"));
    e = e ? e
          : sql_patent_reading_cut(ctx->db, &(struct sql_patent_reading_cut_in){ctx->park, id},
                                   &cut);
    struct str n = str_print(ctx->arena, "%lld", (long long)cut);
    e = e ? e
          : notify_person(ctx, r.person, NOTICE(T("判读已收回：{}"), r.name), "patent_set",
                          in->set);
    struct journal_field fields[] = {journal_text("reader", r.person_name, STR_NULL),
                                     journal_text("patents", STR_NULL, n)};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "take_back", fields, 2);
    *out = (struct act_result){
        .id = in->set,
        .message = tr_with(ctx->arena, ctx->lang, T("收回没有读的 {} 件；读过的都算数"), n)};
    return e;
}

/* Reading ------------------------------------------------------------------------------------- */

enum err patent_act_read(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_read_in *in = given;
    struct sql_patent_reading_get_row r;
    struct sql_patent_reading_line_is_row line;
    struct patent_batch_id batch;
    enum err e = sql_patent_reading_get(
        ctx->db, ctx->arena,
        &(struct sql_patent_reading_get_in){ctx->park, (struct patent_reading_id){in->reading}},
        &r);
    if (e == ERR_NOT_FOUND || (!e && r.person.n != ctx->actor.person.n))
        return ctx_fail(ctx, ERR_NOT_FOUND, "reading", T("没有这份阅读"));
    if (!e && r.taken_back)
        return ctx_fail(ctx, ERR_CONFLICT, "reading", T("这份阅读已经收回"));
    e = e ? e
          : sql_patent_reading_line_is(ctx->db, ctx->arena,
                                       &(struct sql_patent_reading_line_is_in){
                                           ctx->park, r.id, (struct patent_id){in->patent}},
                                       &line);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "patent", T("这份阅读里没有这件专利"));
    e = e ? e : patent_mark_some(ctx, r.collection, &in->patent, 1, in->mark, in->note, &batch);
    if (!e && in->values.n)
        e = patent_label_give(ctx, r.collection, (struct patent_id){in->patent}, in->values.at,
                              in->values.n);
    struct journal_field fields[] = {
        journal_text("patent", STR_NULL, str_print(ctx->arena, "%lld", (long long)in->patent)),
        journal_text("mark", STR_NULL, in->mark == PATENT_MARK_IN ? STR("in") : STR("out"))};
    e = e ? e : journal_add(ctx, "patent_set", r.collection.n, "read", fields, 2);
    *out = (struct act_result){.id = in->reading, .message = tr(ctx->lang, T("已记下"))};
    return e;
}

static bool is_late(const struct ctx *ctx, const struct patent_reading *r)
{
    return !r->taken_back && r->done < r->n && r->due != DAY_NONE && r->due < ctx_today(ctx);
}

enum err patent_readings_of(struct ctx *ctx, struct patent_set_id set, patent_readings *out)
{
    struct sql_patent_readings_row *rows;
    size_t n;
    enum err e = sql_patent_readings(ctx->db, ctx->arena,
                                     &(struct sql_patent_readings_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_reading r = {.id = rows[i].id,
                                   .set = set,
                                   .person = rows[i].person,
                                   .reader = rows[i].person_name,
                                   .given_by = rows[i].given_by,
                                   .due = rows[i].due,
                                   .at = rows[i].at,
                                   .taken_back = rows[i].taken_back,
                                   .n = rows[i].n,
                                   .done = rows[i].done};
        r.late = is_late(ctx, &r);
        *VEC_ADD(ctx->arena, out) = r;
    }
    return e;
}

enum err patent_readings_mine(struct ctx *ctx, patent_readings *out)
{
    struct sql_patent_readings_mine_row *rows;
    size_t n;
    enum err e = sql_patent_readings_mine(
        ctx->db, ctx->arena, &(struct sql_patent_readings_mine_in){ctx->park, ctx->actor.person},
        &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_reading r = {.id = rows[i].id,
                                   .set = rows[i].collection,
                                   .person = ctx->actor.person,
                                   .set_name = rows[i].name,
                                   .reader = ctx->actor.name,
                                   .given_by = rows[i].given_by,
                                   .due = rows[i].due,
                                   .at = rows[i].at,
                                   .n = rows[i].n,
                                   .done = rows[i].done};
        r.late = is_late(ctx, &r);
        *VEC_ADD(ctx->arena, out) = r;
    }
    return e;
}

enum err patent_reading_waits(struct ctx *ctx, int64_t *out_n)
{
    patent_readings mine = {0};
    enum err e = patent_readings_mine(ctx, &mine);
    *out_n = 0;
    for (size_t i = 0; i < mine.n; i++)
        *out_n += mine.at[i].n - mine.at[i].done;
    return e;
}

enum err patent_reading_view(struct ctx *ctx, struct patent_reading_id id,
                             struct patent_reading_view *out)
{
    struct sql_patent_reading_get_row r;
    struct sql_patent_reading_lines_row *lines;
    size_t n;
    *out = (struct patent_reading_view){0};
    enum err e = sql_patent_reading_get(ctx->db, ctx->arena,
                                        &(struct sql_patent_reading_get_in){ctx->park, id}, &r);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, "reading", T("没有这份阅读"));
    e = e ? e
          : sql_patent_reading_lines(ctx->db, ctx->arena,
                                     &(struct sql_patent_reading_lines_in){ctx->park, id}, &lines,
                                     &n);
    if (e)
        return e;
    out->r = (struct patent_reading){r.id,       r.collection, r.person, r.name,      r.person_name,
                                     r.given_by, r.due,        r.at,     r.taken_back};
    out->r.n = (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        *VEC_ADD(ctx->arena, &out->lines) = (struct patent_reading_line){
            lines[i].patent, lines[i].key, lines[i].title, lines[i].done != 0};
        out->r.done += lines[i].done != 0;
        if (!lines[i].done && !out->next.n)
            out->next = lines[i].patent;
    }
    out->r.late = is_late(ctx, &out->r);
    return ERR_OK;
}
