#include "domain/patent/patent_label.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "core/id.h"
#include "core/journal.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_set.h"
#include "patent_query.h"
#include "patent_set_query.h"

typedef struct sql_patent_given_row given_row;

/* What holds ---------------------------------------------------------------------------------- */

/* The rows of one record in one field, by person and value. */
struct run {
    const given_row *at;
    size_t n;
};

static size_t person_end(const struct run *r, size_t from)
{
    size_t to = from;
    while (to < r->n && r->at[to].person.n == r->at[from].person.n)
        to++;
    return to;
}

static bool same_values(const given_row *a, size_t an, const given_row *b, size_t bn)
{
    for (size_t i = 0; i < an && an == bn; i++)
        if (a[i].value.n != b[i].value.n)
            return false;
    return an == bn;
}

/* The rows that hold: the owner's, else everybody's when all say the same; n 0: in dispute. */
static struct run holds(const struct run *r, struct person_id owner)
{
    struct run first = {r->at, person_end(r, 0)};
    bool agree = true;
    for (size_t i = 0; i < r->n; i = person_end(r, i)) {
        size_t to = person_end(r, i);
        if (r->at[i].person.n == owner.n)
            return (struct run){r->at + i, to - i};
        agree = agree && same_values(first.at, first.n, r->at + i, to - i);
    }
    return agree ? first : (struct run){0};
}

static enum err each_run(struct ctx *ctx, struct patent_label_id label,
                         enum err (*fn)(void *arg, const struct run *r), void *arg)
{
    given_row *rows;
    size_t n;
    enum err e = sql_patent_given(ctx->db, ctx->arena,
                                  &(struct sql_patent_given_in){ctx->park, label}, &rows, &n);
    for (size_t i = 0; !e && i < n;) {
        size_t to = i;
        while (to < n && rows[to].patent.n == rows[i].patent.n)
            to++;
        e = fn(arg, &(struct run){rows + i, to - i});
        i = to;
    }
    return e;
}

static enum err owner_of(struct ctx *ctx, struct patent_label_id label, struct person_id *out)
{
    struct sql_patent_label_get_row row;
    struct sql_patent_set_get_row set;
    enum err e = sql_patent_label_get(ctx->db, ctx->arena,
                                      &(struct sql_patent_label_get_in){ctx->park, label}, &row);
    e = e ? e : patent_set_of(ctx, row.collection.n, &set);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "label", T("没有这个标引项")) : e;
    *out = set.owner;
    return ERR_OK;
}

struct keying {
    struct ctx *ctx;
    struct person_id owner;
    struct patent_label_keys *out;
};

static enum err key_one(void *arg, const struct run *r)
{
    struct keying *k = arg;
    struct arena *arena = k->ctx->arena;
    struct run is = holds(r, k->owner);
    struct str *names = ARENA_ARRAY(arena, struct str, is.n + 1);
    struct patent_label_held *held = ARENA_NEW(arena, struct patent_label_held);
    names[0] = STR(PATENT_LABEL_DISPUTE);
    for (size_t i = 0; i < is.n; i++)
        names[i] = is.at[i].name;
    *held = (struct patent_label_held){names, is.n ? is.n : 1};
    map_put(arena, &k->out->by_id, str_print(arena, "%lld", (long long)r->at[0].patent.n), held);
    return ERR_OK;
}

enum err patent_label_keys(struct ctx *ctx, struct patent_label_id label,
                           struct patent_label_keys *out)
{
    struct keying k = {.ctx = ctx, .out = out};
    *out = (struct patent_label_keys){0};
    enum err e = owner_of(ctx, label, &k.owner);
    return e ? e : each_run(ctx, label, key_one, &k);
}

/* Fields -------------------------------------------------------------------------------------- */

struct counting {
    struct patent_label *label;
    struct person_id owner;
};

static enum err count_one(void *arg, const struct run *r)
{
    struct counting *c = arg;
    struct run is = holds(r, c->owner);
    c->label->records++;
    c->label->disputes += is.n == 0;
    for (size_t v = 0; v < c->label->values.n; v++)
        for (size_t i = 0; i < r->n; i++)
            if (r->at[i].value.n == c->label->values.at[v].id.n) {
                c->label->values.at[v].records++;
                break;
            }
    return ERR_OK;
}

enum err patent_labels_of(struct ctx *ctx, struct patent_set_id set, bool counts,
                          patent_labels *out)
{
    struct sql_patent_labels_row *rows;
    size_t n;
    enum err e = sql_patent_labels(ctx->db, ctx->arena,
                                   &(struct sql_patent_labels_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_label_values_row *values;
        struct patent_label label = {.id = rows[i].id, .name = rows[i].name};
        size_t value_n;
        e = sql_patent_label_values(ctx->db, ctx->arena,
                                    &(struct sql_patent_label_values_in){ctx->park, rows[i].id},
                                    &values, &value_n);
        for (size_t k = 0; !e && k < value_n; k++)
            *VEC_ADD(ctx->arena, &label.values) =
                (struct patent_label_value){values[k].id, values[k].name, values[k].closed, 0};
        struct counting c = {.label = &label};
        if (!e && counts && !(e = owner_of(ctx, rows[i].id, &c.owner)))
            e = each_run(ctx, rows[i].id, count_one, &c);
        if (!e)
            *VEC_ADD(ctx->arena, out) = label;
    }
    return e;
}

/* Takes the lines as the field's values: new ones are added, others come back or are closed. */
static enum err put_values(struct ctx *ctx, struct patent_label_id label, struct str lines)
{
    struct sql_patent_label_values_row *old;
    struct map wanted = {0};
    struct str rest = lines, line;
    size_t n, count = 0;
    enum err e = sql_patent_label_values(
        ctx->db, ctx->arena, &(struct sql_patent_label_values_in){ctx->park, label}, &old, &n);
    while (!e && str_cut(&rest, '\n', &line)) {
        bool is_old = false;
        line = str_trim(line);
        if (str_empty(line) || map_put(ctx->arena, &wanted, line, &wanted))
            continue;
        if (line.len > 4 * PATENT_LABEL_NAME_MAX || ++count > PATENT_LABEL_VALUES_MAX)
            return ctx_fail(ctx, ERR_LIMIT, "values", T("可选的值太多，或者有一个太长"));
        for (size_t i = 0; i < n; i++)
            is_old = is_old || str_eq(old[i].name, line);
        struct patent_value_id id;
        if (!is_old && !(e = id_next(ctx, &id.n)))
            e = sql_patent_label_value_add(
                ctx->db, &(struct sql_patent_label_value_add_in){ctx->park, id, label, line}, NULL);
    }
    if (!e && !count)
        return ctx_fail(ctx, ERR_INVALID, "values", T("请至少写一个可选的值"));
    for (size_t i = 0; !e && i < n; i++) {
        bool closed = !map_get(&wanted, old[i].name);
        if (closed != old[i].closed)
            e = sql_patent_label_value_put(
                ctx->db, &(struct sql_patent_label_value_put_in){ctx->park, old[i].id, closed},
                NULL);
    }
    return e;
}

static enum err label_in_set(struct ctx *ctx, int64_t set, int64_t label,
                             struct sql_patent_label_get_row *out)
{
    enum err e = sql_patent_label_get(
        ctx->db, ctx->arena,
        &(struct sql_patent_label_get_in){ctx->park, (struct patent_label_id){label}}, out);
    if (e == ERR_NOT_FOUND || (!e && (out->collection.n != set || out->closed)))
        return ctx_fail(ctx, ERR_NOT_FOUND, "label", T("没有这个标引项"));
    return e;
}

enum err patent_act_label(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_label_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_label_get_row was = {.name = STR_NULL};
    struct sql_patent_labels_row *labels;
    struct patent_label_id id = {in->label};
    size_t n;
    enum err e = patent_set_own(ctx, in->set, &set);
    if (!e && in->label) {
        e = label_in_set(ctx, in->set, in->label, &was);
        e = e ? e
              : sql_patent_label_put(
                    ctx->db, &(struct sql_patent_label_put_in){ctx->park, id, in->name, false},
                    NULL);
    } else if (!e) {
        e = sql_patent_labels(ctx->db, ctx->arena,
                              &(struct sql_patent_labels_in){ctx->park, set.id}, &labels, &n);
        if (!e && n >= PATENT_LABELS_MAX)
            return ctx_fail(ctx, ERR_LIMIT, "name", T("一个专题库的标引项太多了"));
        e = e ? e : id_next(ctx, &id.n);
        e = e ? e
              : sql_patent_label_add(
                    ctx->db, &(struct sql_patent_label_add_in){ctx->park, id, set.id, in->name},
                    NULL);
    }
    if (e == ERR_CONFLICT)
        return ctx_fail(ctx, e, "name", T("已经有这个标引项"));
    e = e ? e : put_values(ctx, id, in->values);
    struct journal_field fields[] = {journal_text("label", was.name, in->name),
                                     journal_text("values", STR_NULL, in->values)};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "label", fields, 2);
    *out = (struct act_result){.id = in->set, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

enum err patent_act_label_close(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_label_close_in *in = given;
    struct sql_patent_set_get_row set;
    struct sql_patent_label_get_row was;
    enum err e = patent_set_own(ctx, in->set, &set);
    e = e ? e : label_in_set(ctx, in->set, in->label, &was);
    e = e ? e
          : sql_patent_label_put(
                ctx->db, &(struct sql_patent_label_put_in){ctx->park, was.id, was.name, true},
                NULL);
    if (e)
        return e;
    struct journal_field fields[] = {journal_text("label", was.name, STR_NULL)};
    *out =
        (struct act_result){.id = in->set, .message = tr(ctx->lang, T("已收起；给过的标引都还在"))};
    return journal_add(ctx, "patent_set", in->set, "label_close", fields, 1);
}

/* Giving -------------------------------------------------------------------------------------- */

enum err patent_label_give(struct ctx *ctx, struct patent_set_id set, struct patent_id patent,
                           const int64_t *values, size_t n)
{
    VEC(int64_t) cleared = {0};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_label_value_get_row v;
        struct patent_value_id id = {values[i]};
        bool done = false, twice = false;
        e = sql_patent_label_value_get(ctx->db, ctx->arena,
                                       &(struct sql_patent_label_value_get_in){ctx->park, id}, &v);
        if (e == ERR_NOT_FOUND || (!e && (v.collection.n != set.n || v.closed)))
            return ctx_fail(ctx, ERR_INVALID, "values", T("没有这个标引的值"));
        for (size_t k = 0; k < i; k++)
            twice = twice || values[k] == values[i];
        for (size_t k = 0; k < cleared.n; k++)
            done = done || cleared.at[k] == v.label.n;
        if (!e && !done) {
            *VEC_ADD(ctx->arena, &cleared) = v.label.n;
            e = sql_patent_given_drop(
                ctx->db,
                &(struct sql_patent_given_drop_in){ctx->park, v.label, patent, ctx->actor.person},
                NULL);
        }
        if (!e && !twice)
            e = sql_patent_given_add(
                ctx->db,
                &(struct sql_patent_given_add_in){ctx->park, v.label, patent, ctx->actor.person, id,
                                                  ctx->actor.name, ctx->now_us},
                NULL);
    }
    return e;
}

/* Opinions ------------------------------------------------------------------------------------ */

enum err patent_opinions_of(struct ctx *ctx, struct patent_set_id set, struct patent_id patent,
                            patent_opinions *out)
{
    struct sql_patent_labels_row *labels;
    size_t n;
    enum err e = sql_patent_labels(ctx->db, ctx->arena,
                                   &(struct sql_patent_labels_in){ctx->park, set}, &labels, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct sql_patent_given_of_row *rows;
        size_t row_n;
        e = sql_patent_given_of(ctx->db, ctx->arena,
                                &(struct sql_patent_given_of_in){ctx->park, labels[i].id, patent},
                                &rows, &row_n);
        for (size_t k = 0; !e && k < row_n; k++)
            *VEC_ADD(ctx->arena, out) = (struct patent_opinion){
                labels[i].name, rows[k].name, rows[k].person_name,
                rows[k].value,  rows[k].at,   rows[k].person.n == ctx->actor.person.n};
    }
    return e;
}

struct disputing {
    struct ctx *ctx;
    struct person_id owner;
    struct str label;
    patent_disputes *out;
};

static struct str opinions(struct arena *arena, const struct run *r)
{
    struct buf text;
    buf_init(&text, arena, 8192);
    for (size_t i = 0; i < r->n; i++) {
        bool next = i && r->at[i].person.n == r->at[i - 1].person.n;
        buf_add(&text, next ? STR("、") : i ? STR("；") : STR(""));
        if (!next)
            buf_print(&text, "%.*s：", STR_ARG(r->at[i].person_name));
        buf_add(&text, r->at[i].name);
    }
    return buf_str(&text);
}

static enum err dispute_one(void *arg, const struct run *r)
{
    struct disputing *d = arg;
    struct sql_patent_line_get_row row;
    if (holds(r, d->owner).n || d->out->n >= PATENT_DISPUTES_SHOWN)
        return ERR_OK;
    enum err e =
        sql_patent_line_get(d->ctx->db, d->ctx->arena,
                            &(struct sql_patent_line_get_in){d->ctx->park, r->at[0].patent}, &row);
    if (!e)
        *VEC_ADD(d->ctx->arena, d->out) = (struct patent_dispute){
            row.id, row.key, row.title, d->label, opinions(d->ctx->arena, r)};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err patent_disputes_of(struct ctx *ctx, struct patent_set_id set, patent_disputes *out)
{
    struct sql_patent_labels_row *labels;
    size_t n;
    enum err e = sql_patent_labels(ctx->db, ctx->arena,
                                   &(struct sql_patent_labels_in){ctx->park, set}, &labels, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct disputing d = {.ctx = ctx, .label = labels[i].name, .out = out};
        e = owner_of(ctx, labels[i].id, &d.owner);
        e = e ? e : each_run(ctx, labels[i].id, dispute_one, &d);
    }
    return e;
}
