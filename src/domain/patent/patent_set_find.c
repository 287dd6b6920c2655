#include "domain/patent/patent_set_find.h"

#include "base/i18n.h"
#include "base/json.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_label.h"
#include "domain/patent/patent_mark.h"
#include "domain/patent/patent_measure.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_reading.h"
#include "domain/patent/patent_set.h"
#include "domain/patent/patent_set_form.h"
#include "domain/patent/patent_view.h"
#include "patent_set_query.h"

enum { MARKS_USUAL = 20 };

/* Forms ---------------------------------------------------------------------------------------- */

static const struct field sets_fields[] = {
    FORM_BOOL(struct patent_sets_in, mine, T("只列我能改的"), 0),
};
const struct form patent_sets_form = FORM(sets_fields, struct patent_sets_in);

static const struct form_choice whiches[] = {
    {"open", T("没有标过的"), PATENT_WHICH_OPEN + 1},
    {"all", T("库里的全部"), PATENT_WHICH_ALL + 1},
    {"in", T("标为属于的"), PATENT_WHICH_IN + 1},
    {"out", T("标为不属于的"), PATENT_WHICH_OUT + 1},
    {NULL, NULL, 0},
};
static const struct field marks_fields[] = {
    FORM_ID(struct patent_marks_in, set, T("专题库"), FORM_REQUIRED),
    FORM_CHOICE(struct patent_marks_in, which, T("哪些"), whiches, 0),
    FORM_TEXT(struct patent_marks_in, query, T("检索式"), 20000, 0),
    FORM_ID(struct patent_marks_in, sample, T("只列哪一次抽样的"), 0),
    FORM_INT(struct patent_marks_in, limit, T("最多几件"), 1, PATENT_LIST_MAX, 0),
    FORM_INT(struct patent_marks_in, skip, T("跳过几件"), 0, PATENT_SKIP_MAX, 0),
};
const struct form patent_marks_form = FORM(marks_fields, struct patent_marks_in);

static const struct field compare_fields[] = {
    FORM_ID(struct patent_compare_in, set, T("专题库"), FORM_REQUIRED),
    FORM_INT(struct patent_compare_in, from, T("从哪一版"), 1, INT32_MAX, 0),
    FORM_INT(struct patent_compare_in, to, T("到哪一版"), 1, INT32_MAX, 0),
};
const struct form patent_compare_form = FORM(compare_fields, struct patent_compare_in);

static const struct field labels_fields[] = {
    FORM_ID(struct patent_labels_in, set, T("专题库"), FORM_REQUIRED),
    FORM_TEXT(struct patent_labels_in, number, T("只看一件：公布（公告）号"), 60, 0),
};
const struct form patent_labels_form = FORM(labels_fields, struct patent_labels_in);

static const struct field readings_fields[] = {
    FORM_ID(struct patent_readings_in, set, T("专题库"), 0),
};
const struct form patent_readings_form = FORM(readings_fields, struct patent_readings_in);

static const struct field reading_fields[] = {
    FORM_ID(struct patent_reading_in, reading, T("哪一份"), FORM_REQUIRED),
};
const struct form patent_reading_form = FORM(reading_fields, struct patent_reading_in);

/* All of them ---------------------------------------------------------------------------------- */

static enum err done(const struct buf *out)
{
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

enum err patent_find_sets(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_sets_in *in = given;
    patent_owned all = {0};
    enum err e = patent_owned_list(ctx, &all);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < all.n; i++) {
        const struct patent_owned *s = &all.at[i];
        if (in->mine && !s->may_change)
            continue;
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", s->id.n);
        json_put_str(&j, "name", s->name);
        json_put_str(&j, "owner", s->owner);
        json_put_day(&j, "cutoff", s->cutoff);
        json_put_int(&j, "newest_version", s->seq);
        json_put_int(&j, "newest_n", s->n);
        json_put_str(&j, "newest_hash", s->hash);
        json_put_bool(&j, "may_change", s->may_change);
        json_put_c(&j, "kind", s->list ? "list" : "query");
        json_put_str(&j, "query", s->query);
        json_put_str(&j, "note", s->note);
        json_put_int(&j, "version", s->version);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}

/* One of them ---------------------------------------------------------------------------------- */

/* A share: its parts, and the rate between its bounds in hundredths of a per cent; of nothing, the
 * parts alone. */
static void put_share(struct ctx *ctx, struct json_out *j, const char *name,
                      const struct patent_share *s)
{
    const struct {
        const char *what;
        int64_t n;
    } members[] = {{"part", s->part},
                   {"whole", s->whole},
                   {"bp", s->rate},
                   {"low_bp", s->low},
                   {"high_bp", s->high}};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *own = str_c(ctx->arena, str_print(ctx->arena, "%s_%s", name, members[i].what));
        if (i > 1 && s->rate < 0)
            json_put_null(j, own);
        else
            json_put_int(j, own, members[i].n);
    }
}

static enum err put_exprs(struct ctx *ctx, struct json_out *j, struct patent_set_id id)
{
    struct sql_patent_exprs_row *rows;
    size_t n;
    enum err e = sql_patent_exprs(ctx->db, ctx->arena, &(struct sql_patent_exprs_in){ctx->park, id},
                                  &rows, &n);
    json_open(j, "expressions", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_open(j, NULL, '{');
        json_put_id(j, "id", rows[i].id.n);
        json_put_str(j, "name", rows[i].name);
        json_put_str(j, "query", rows[i].query);
        json_put_bool(j, "joined", rows[i].joined);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

static void put_editors(struct json_out *j, const struct patent_owner *o)
{
    json_open(j, "editors", '[');
    for (size_t i = 0; i < o->editors.n; i++) {
        json_open(j, NULL, '{');
        json_put_id(j, "id", o->editors.at[i].person.n);
        json_put_str(j, "name", o->editors.at[i].name);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err put_quality(struct ctx *ctx, struct json_out *j, struct patent_set_id id)
{
    patent_qualities measures = {0};
    patent_samples samples = {0};
    enum err e = patent_qualities_of(ctx, id, &measures);
    e = e ? e : patent_samples_of(ctx, id, &samples);
    json_open(j, "measures", '[');
    for (size_t i = 0; !e && i < measures.n; i++) {
        const struct patent_quality *q = &measures.at[i];
        json_open(j, NULL, '{');
        json_put_str(j, "query", q->query);
        json_put_int(j, "found", q->found);
        put_share(ctx, j, "precision", &q->precision);
        json_put_bool(j, "precision_on_sample", q->sampled);
        put_share(ctx, j, "recall", &q->recall);
        json_put_bool(j, "recall_from_elsewhere", q->apart);
        json_put_str(j, "person", q->person);
        json_put_instant(j, "at", q->at, ctx->offset_min);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "samples", '[');
    for (size_t i = 0; !e && i < samples.n; i++) {
        const struct patent_sample *s = &samples.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", s->id.n);
        json_put_str(j, "query", s->query);
        json_put_int(j, "seed", s->seed);
        json_put_int(j, "found", s->found);
        json_put_int(j, "n", s->n);
        json_put_int(j, "judged", s->judged);
        json_put_int(j, "inside", s->inside);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

static void put_versions(struct ctx *ctx, struct json_out *j, const struct patent_set_view *v)
{
    json_open(j, "versions", '[');
    for (size_t i = 0; i < v->versions.n; i++) {
        const struct patent_set_frozen *f = &v->versions.at[i];
        json_open(j, NULL, '{');
        json_put_int(j, "version", f->seq);
        json_put_int(j, "n", f->n);
        json_put_day(j, "cutoff", f->cutoff);
        json_put_str(j, "hash", f->hash);
        json_put_str(j, "person", f->person);
        json_put_instant(j, "at", f->at, ctx->offset_min);
        json_put_str(j, "query", f->query);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err put_batches(struct ctx *ctx, struct json_out *j, struct patent_set_id id)
{
    patent_batches all = {0};
    enum err e = patent_batches_of(ctx, id, &all);
    json_open(j, "batches", '[');
    for (size_t i = 0; !e && i < all.n; i++) {
        const struct patent_batch *b = &all.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", b->id.n);
        json_put_c(j, "mark",
                   b->mark == PATENT_MARK_IN    ? "in"
                   : b->mark == PATENT_MARK_OUT ? "out"
                                                : "clear");
        json_put_int(j, "n", b->n);
        json_put_str(j, "person", b->person);
        json_put_instant(j, "at", b->at, ctx->offset_min);
        json_put_bool(j, "undone", b->undone != 0);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

static void put_readings(struct ctx *ctx, struct json_out *j, const patent_readings *all)
{
    json_open(j, "readings", '[');
    for (size_t i = 0; i < all->n; i++) {
        const struct patent_reading *r = &all->at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", r->id.n);
        if (!str_empty(r->set_name))
            json_put_str(j, "set", r->set_name);
        json_put_str(j, "reader", r->reader);
        json_put_int(j, "done", r->done);
        json_put_int(j, "n", r->n);
        json_put_day(j, "due", r->due);
        json_put_bool(j, "late", r->late);
        json_put_bool(j, "taken_back", r->taken_back != 0);
        json_put_str(j, "given_by", r->given_by);
        json_put_instant(j, "at", r->at, ctx->offset_min);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* How many belong to it now; the query of an old collection may no longer be read: then why. */
static enum err put_members(struct ctx *ctx, struct json_out *j, struct patent_set_id id)
{
    struct str query = STR_NULL;
    int64_t n = 0;
    enum err e = patent_count_of(ctx, STR(""), id.n, &n, &query);
    if (e == ERR_INVALID) {
        json_put_str(j, "unreadable",
                     tr_with(ctx->arena, ctx->lang, ctx->error.message, ctx->error.detail));
        error_clear(&ctx->error);
        return ERR_OK;
    }
    json_put_int(j, "records", n);
    return e;
}

static enum err put_labels(struct ctx *ctx, struct json_out *j, struct patent_set_id id)
{
    patent_labels all = {0};
    enum err e = patent_labels_of(ctx, id, true, &all);
    json_open(j, "labels", '[');
    for (size_t i = 0; !e && i < all.n; i++) {
        const struct patent_label *l = &all.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", l->id.n);
        json_put_str(j, "name", l->name);
        json_put_int(j, "records", l->records);
        json_put_int(j, "disputes", l->disputes);
        json_open(j, "values", '[');
        for (size_t k = 0; k < l->values.n; k++) {
            json_open(j, NULL, '{');
            json_put_id(j, "id", l->values.at[k].id.n);
            json_put_str(j, "name", l->values.at[k].name);
            json_put_int(j, "records", l->values.at[k].records);
            json_put_bool(j, "closed", l->values.at[k].closed);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

enum err patent_find_set(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_set_one_in *in = given;
    struct patent_set_id id = {in->set};
    struct patent_set_view v;
    struct patent_owner o;
    patent_readings readings = {0};
    struct json_out j = json_to(out);
    enum err e = patent_set(ctx, id, &v);
    e = e ? e : patent_owner_of(ctx, id, &o);
    e = e ? e : patent_readings_of(ctx, id, &readings);
    if (e)
        return e;
    json_open(&j, NULL, '{');
    json_put_id(&j, "id", id.n);
    json_put_str(&j, "name", v.row.name);
    e = put_members(ctx, &j, id);
    json_put_int(&j, "marked_in", v.marked_in);
    json_put_int(&j, "marked_out", v.marked_out);
    json_put_str(&j, "query", v.row.query);
    json_put_day(&j, "cutoff", v.row.cutoff);
    json_put_str(&j, "note", v.row.note);
    json_put_str(&j, "owner", o.person_name);
    json_put_str(&j, "organisation", o.org_name);
    json_put_bool(&j, "may_change", o.may_change);
    json_put_int(&j, "version", v.row.version);
    put_versions(ctx, &j, &v);
    e = e ? e : put_quality(ctx, &j, id);
    e = e ? e : put_exprs(ctx, &j, id);
    e = e ? e : put_labels(ctx, &j, id);
    put_readings(ctx, &j, &readings);
    put_editors(&j, &o);
    e = e ? e : put_batches(ctx, &j, id);
    json_close(&j, '}');
    return e ? e : done(out);
}

/* Records ---------------------------------------------------------------------------------------
 */

enum err patent_find_marks(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_marks_in *in = given;
    struct patent_set_view v;
    struct patent_marked_list list;
    enum patent_which which = in->which ? (enum patent_which)(in->which - 1) : PATENT_WHICH_OPEN;
    enum err e = patent_set(ctx, (struct patent_set_id){in->set}, &v);
    e = e ? e
          : patent_marked_list(ctx, v.row.id, str_or_empty(in->query), which,
                               (struct patent_sample_id){in->sample},
                               in->limit ? in->limit : MARKS_USUAL, in->skip, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "set", v.row.name);
    json_put_str(&j, "query", list.query);
    json_put_int(&j, "total", list.total);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct patent_marked *m = &list.rows.at[i];
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", m->hit.id.n);
        json_put_str(&j, "number", m->hit.key);
        json_put_str(&j, "title", m->hit.title);
        json_put_str(&j, "applicant", m->hit.applicant);
        json_put_day(&j, "published", m->hit.pub_day);
        json_put_c(&j, "mark",
                   m->mark == PATENT_MARK_IN    ? "in"
                   : m->mark == PATENT_MARK_OUT ? "out"
                                                : "");
        json_put_str(&j, "person", m->person);
        json_put_str(&j, "note", m->note);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}

/* Versions ---------------------------------------------------------------------------------------
 */

static void put_moves(struct json_out *j, const char *name, const patent_moves *moves)
{
    json_open(j, name, '[');
    for (size_t i = 0; i < moves->n; i++) {
        json_open(j, NULL, '{');
        json_put_id(j, "id", moves->at[i].id.n);
        json_put_str(j, "number", moves->at[i].key);
        json_put_str(j, "title", moves->at[i].title);
        json_put_str(j, "applicant", moves->at[i].applicant);
        json_put_bool(j, "gone", moves->at[i].gone);
        json_close(j, '}');
    }
    json_close(j, ']');
}

enum err patent_find_compare(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_compare_in *in = given;
    struct patent_set_view v;
    struct patent_compared c;
    enum err e = patent_set(ctx, (struct patent_set_id){in->set}, &v);
    if (!e && v.versions.n == 0)
        return ctx_fail(ctx, ERR_NOT_FOUND, "set", T("这个专题库还没有存过一版"));
    if (e)
        return e;
    int64_t to = in->to ? in->to : v.versions.at[0].seq;
    int64_t from = in->from ? in->from : v.versions.at[v.versions.n > 1].seq;
    if ((e = patent_versions_compare(ctx, v.row.id, from, to, &c)))
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "set", v.row.name);
    json_put_int(&j, "from", c.from);
    json_put_int(&j, "from_n", c.from_n);
    json_put_str(&j, "from_hash", c.from_hash);
    json_put_int(&j, "to", c.to);
    json_put_int(&j, "to_n", c.to_n);
    json_put_str(&j, "to_hash", c.to_hash);
    json_put_int(&j, "came_n", c.came_n);
    json_put_int(&j, "went_n", c.went_n);
    json_put_int(&j, "changed_n", c.changed_n);
    json_put_bool(&j, "changes_known", c.stamps);
    put_moves(&j, "came", &c.came);
    put_moves(&j, "went", &c.went);
    put_moves(&j, "changed", &c.changed);
    json_close(&j, '}');
    return done(out);
}

/* Labels -----------------------------------------------------------------------------------------
 */

static enum err put_opinions(struct ctx *ctx, struct json_out *j, struct patent_set_id set,
                             struct str number)
{
    struct patent_numbers found;
    patent_opinions all = {0};
    enum err e = patent_numbers_read(ctx, number, &found);
    if (!e && found.ids.n == 0)
        return ctx_fail_detail(ctx, ERR_NOT_FOUND, "number", T("库里没有这件专利：{}"), number);
    e = e ? e : patent_opinions_of(ctx, set, (struct patent_id){found.ids.at[0]}, &all);
    json_open(j, "opinions", '[');
    for (size_t i = 0; !e && i < all.n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "label", all.at[i].label);
        json_put_str(j, "value", all.at[i].value);
        json_put_str(j, "person", all.at[i].person);
        json_put_instant(j, "at", all.at[i].at, ctx->offset_min);
        json_close(j, '}');
    }
    json_close(j, ']');
    return e;
}

enum err patent_find_labels(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_labels_in *in = given;
    struct patent_set_view v;
    patent_disputes disputes = {0};
    enum err e = patent_set(ctx, (struct patent_set_id){in->set}, &v);
    e = e ? e : patent_disputes_of(ctx, v.row.id, &disputes);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "set", v.row.name);
    e = put_labels(ctx, &j, v.row.id);
    json_open(&j, "disputes", '[');
    for (size_t i = 0; i < disputes.n; i++) {
        json_open(&j, NULL, '{');
        json_put_str(&j, "number", disputes.at[i].key);
        json_put_str(&j, "title", disputes.at[i].title);
        json_put_str(&j, "label", disputes.at[i].label);
        json_put_str(&j, "opinions", disputes.at[i].opinions);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (!e && !str_empty(in->number))
        e = put_opinions(ctx, &j, v.row.id, in->number);
    json_close(&j, '}');
    return e ? e : done(out);
}

/* Reading ----------------------------------------------------------------------------------------
 */

enum err patent_find_readings(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_readings_in *in = given;
    struct patent_set_view v;
    patent_readings all = {0};
    enum err e = in->set ? patent_set(ctx, (struct patent_set_id){in->set}, &v) : ERR_OK;
    e = e ? e : in->set ? patent_readings_of(ctx, v.row.id, &all) : patent_readings_mine(ctx, &all);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_readings(ctx, &j, &all);
    json_close(&j, '}');
    return done(out);
}

enum err patent_find_reading(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_reading_in *in = given;
    struct patent_reading_view v;
    enum err e = patent_reading_view(ctx, (struct patent_reading_id){in->reading}, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_id(&j, "id", v.r.id.n);
    json_put_str(&j, "set", v.r.set_name);
    json_put_str(&j, "reader", v.r.reader);
    json_put_int(&j, "done", v.r.done);
    json_put_int(&j, "n", v.r.n);
    json_put_day(&j, "due", v.r.due);
    if (v.next.n)
        json_put_id(&j, "next", v.next.n);
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < v.lines.n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", v.lines.at[i].patent.n);
        json_put_str(&j, "number", v.lines.at[i].key);
        json_put_str(&j, "title", v.lines.at[i].title);
        json_put_bool(&j, "done", v.lines.at[i].done);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}
