#include "domain/patent/patent_index.h"

#include "base/fs.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/patent/patent_each.h"
#include "domain/patent/patent_live.h"
#include "patent_index_query.h"
#include "patent_query.h"

struct records {
    int64_t n, newest, journal;
};

static enum err records_of(struct ctx *ctx, struct records *out)
{
    struct sql_patent_count_row count;
    struct sql_patent_journal_row head;
    enum err e =
        sql_patent_count(ctx->db, ctx->arena, &(struct sql_patent_count_in){ctx->park}, &count);
    if (e)
        return e;
    e = sql_patent_journal(ctx->db, ctx->arena, &(struct sql_patent_journal_in){ctx->park}, &head);
    *out = (struct records){count.n, count.newest, e ? 0 : head.size};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static bool is_fresh(const struct index_state *s, const struct records *r)
{
    return s->records == r->n && s->mark == r->newest;
}

static void put_state(struct json_out *j, const struct index_state *s, const struct records *r)
{
    json_put_int(j, "records", s->records);
    json_put_int(j, "segments", s->segments);
    json_put_int(j, "bytes", s->bytes);
    json_put_int(j, "words", (int64_t)s->tokens);
    json_put_int(j, "journal_covered", s->position);
    json_put_int(j, "journal", r->journal);
    json_put_int(j, "patents", r->n);
    json_put_bool(j, "fresh", is_fresh(s, r));
}

/* --- Building ------------------------------------------------------------------------------------
 */

static enum err add_one(void *arg, const struct patent_seen *seen)
{
    return patent_index_build_add(arg, &seen->doc);
}

struct walk {
    struct ctx *ctx;
    struct patent_index *index;
};

static enum err add_all(void *arg)
{
    struct walk *w = arg;
    return patent_each(w->ctx, 0, add_one, w->index);
}

enum err patent_index_build(struct ctx *ctx, struct buf *out_json)
{
    struct patent_index *x;
    struct records r;
    struct error error = {0};
    struct str dir = patent_index_dir(ctx);
    enum err e = records_of(ctx, &r);
    if (!e && patent_index_open(ctx->arena, dir, &x, &error)) /* none yet, or damaged */
        e = patent_index_create(dir, &x, &ctx->error);
    if (e)
        return e;
    patent_index_heed(x, patent_stopping());
    e = patent_index_build_begin(x);
    struct walk walk = {ctx, x};
    if (!e) /* guarded: the lock on the files is given back whatever happens */
        e = arena_run(ctx->arena, add_all, &walk);
    patent_index_mark(x, r.newest);
    if (!e)
        e = patent_index_build_end(x, r.journal);
    if (!e) {
        struct index_state s = patent_index_state(x);
        struct json_out j = json_to(out_json);
        json_open(&j, NULL, '{');
        put_state(&j, &s, &r);
        json_close(&j, '}');
    } else {
        ctx_fail(ctx, e, "index",
                 e == ERR_BUSY ? T("另一个程序正在建索引，或程序正要退出；请稍后再试")
                               : T("索引没有建成，原来的索引不变"));
    }
    patent_index_close(x);
    return e;
}

void patent_index_refresh(struct ctx *ctx)
{
    struct error before = ctx->error;
    enum err e = patent_tend(ctx, true);
    if (e && e != ERR_BUSY)
        log_warn("patent index: %s", ctx->error.message ? ctx->error.message : err_name(e));
    ctx->error = before;
}

/* --- Verifying
 * ------------------------------------------------------------------------------------ */

struct checking {
    const struct view *view;
    int64_t seen, missing, different;
};

static enum err check_one(void *arg, const struct patent_seen *seen)
{
    struct checking *c = arg;
    bool found = false, same = false;
    c->seen++;
    for (uint32_t i = 0; i < c->view->parts && !found; i++) {
        const struct view_part *p = c->view->part[i];
        uint32_t doc = segment_doc_of(&p->segment, seen->doc.id);
        if (doc == UINT32_MAX || (p->deleted && p->deleted[doc / 64] >> doc % 64 & 1))
            continue;
        found = true;
        same = p->segment.day[doc] == doc_day(&seen->doc) &&
               str_eq(segment_text(&p->segment, TEXT_NUMBER, doc), seen->doc.code[CODE_NUMBER]);
    }
    c->missing += !found;
    c->different += found && !same;
    return ERR_OK;
}

enum err patent_index_verify(struct ctx *ctx, struct buf *out_json)
{
    struct patent_index *x;
    struct records r;
    bool done;
    enum err e = records_of(ctx, &r);
    if (!e)
        e = patent_index_open(ctx->arena, patent_index_dir(ctx), &x, &ctx->error);
    if (e)
        return e;
    e = patent_feed(ctx, x, INT64_MAX, &done);
    struct checking c = {.view = patent_index_view(x)};
    struct index_state s = patent_index_state(x);
    if (!e)
        e = patent_each(ctx, 0, check_one, &c);
    patent_index_view_end(x, c.view);
    int64_t extra = s.records - (c.seen - c.missing);
    struct json_out j = json_to(out_json);
    json_open(&j, NULL, '{');
    put_state(&j, &s, &r);
    json_put_int(&j, "missing", c.missing);
    json_put_int(&j, "different", c.different);
    json_put_int(&j, "extra", extra);
    json_close(&j, '}');
    patent_index_close(x);
    if (!e && (c.missing || c.different || extra))
        e = ctx_fail(ctx, ERR_INVALID, "index", T("索引与专利记录不符，请运行 patent index build"));
    return e;
}

enum err patent_index_stat(struct ctx *ctx, struct buf *out_json)
{
    struct patent_index *x;
    struct records r;
    enum err e = records_of(ctx, &r);
    if (!e)
        e = patent_index_open(ctx->arena, patent_index_dir(ctx), &x, &ctx->error);
    if (e)
        return e;
    struct index_state s = patent_index_state(x);
    struct json_out j = json_to(out_json);
    json_open(&j, NULL, '{');
    put_state(&j, &s, &r);
    json_close(&j, '}');
    patent_index_close(x);
    return ERR_OK;
}

/* --- What it covers ------------------------------------------------------------------------------
 */

/* Fresh: nothing of the journal behind its own position changed a patent. */
enum err patent_index_covered(struct ctx *ctx, struct patent_covered *out)
{
    struct patent_use use;
    struct sql_patent_journal_row head = {0};
    *out = (struct patent_covered){0};
    enum err e =
        sql_patent_journal(ctx->db, ctx->arena, &(struct sql_patent_journal_in){ctx->park}, &head);
    if (e && e != ERR_NOT_FOUND)
        return e;
    out->position = e ? 0 : head.size;
    out->index = patent_use_begin(ctx, &use);
    if (out->index && use.view->position > out->position)
        out->position = use.view->position;
    patent_use_end(&use);
    return ERR_OK;
}

enum err patent_index_few(struct ctx *ctx, int64_t n, bool *out)
{
    struct sql_patent_beyond_row row;
    enum err e =
        sql_patent_beyond(ctx->db, ctx->arena, &(struct sql_patent_beyond_in){ctx->park, n}, &row);
    *out = e == ERR_NOT_FOUND;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void patent_covered_put(struct json_out *j, const struct patent_covered *covered)
{
    json_put_bool(j, "index", covered->index);
    json_put_int(j, "journal_covered", covered->position);
}
