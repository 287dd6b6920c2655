#include "domain/patent/patent_owner.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/map.h"
#include "core/journal.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "domain/patent/patent_act.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_set.h"
#include "patent_owner_query.h"
#include "patent_query.h"

enum { NAMES_BYTES_MAX = 4096, NAMED_TOLD = 10 };

/* Who may ------------------------------------------------------------------------------------- */

static bool is_of(const struct ctx *ctx, struct person_id owner, struct org_id org)
{
    const struct actor *a = &ctx->actor;
    return ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE) ||
           (ctx_may(ctx, PATENT_KEEPERS) &&
            (a->person.n == owner.n || (org.n && a->org.n == org.n)));
}

static bool may_give(const struct ctx *ctx, struct person_id owner, struct org_id org)
{
    const struct actor *a = &ctx->actor;
    return ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE) ||
           (ctx_may(ctx, PATENT_KEEPERS) && a->person.n == owner.n) ||
           (ctx_may(ctx, ROLE_HEAD) && org.n && a->org.n == org.n);
}

static enum err is_editor(struct ctx *ctx, struct patent_set_id set, bool *out)
{
    struct sql_patent_editor_is_row row;
    enum err e = sql_patent_editor_is(
        ctx->db, ctx->arena, &(struct sql_patent_editor_is_in){ctx->park, set, ctx->actor.person},
        &row);
    *out = !e && ctx_may(ctx, PATENT_KEEPERS);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err owner_row(struct ctx *ctx, struct patent_set_id set,
                          struct sql_patent_owner_get_row *out)
{
    enum err e = sql_patent_owner_get(ctx->db, ctx->arena,
                                      &(struct sql_patent_owner_get_in){ctx->park, set}, out);
    return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "set", T("没有这个专题库")) : e;
}

static enum err load_editors(struct ctx *ctx, struct patent_set_id set, patent_editors *out)
{
    struct sql_patent_editors_row *rows;
    size_t n;
    enum err e = sql_patent_editors(ctx->db, ctx->arena,
                                    &(struct sql_patent_editors_in){ctx->park, set}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_editor){rows[i].person, rows[i].person_name,
                                                           rows[i].given_by, rows[i].at};
    return e;
}

enum err patent_owner_of(struct ctx *ctx, struct patent_set_id set, struct patent_owner *out)
{
    struct sql_patent_owner_get_row row;
    struct org org;
    bool editor = false;
    *out = (struct patent_owner){.set = set};
    enum err e = owner_row(ctx, set, &row);
    e = e ? e : is_editor(ctx, set, &editor);
    e = e ? e : load_editors(ctx, set, &out->editors);
    if (e)
        return e;
    out->name = row.name;
    out->person = row.owner;
    out->person_name = row.owner_name;
    out->org = row.org;
    out->org_name = row.org.n && !org_get(ctx, row.org, &org) ? org_called(&org) : STR("");
    out->stirred = row.stirred;
    out->may_change = editor || is_of(ctx, row.owner, row.org);
    out->may_give = may_give(ctx, row.owner, row.org);
    return ERR_OK;
}

enum err patent_set_own(struct ctx *ctx, int64_t set, struct sql_patent_set_get_row *out)
{
    struct sql_patent_owner_get_row row;
    struct sql_patent_set_get_row own;
    bool editor = false;
    out = out ? out : &own;
    enum err e = patent_set_of(ctx, set, out);
    e = e ? e : owner_row(ctx, out->id, &row);
    e = e ? e : is_editor(ctx, out->id, &editor);
    if (e || editor || is_of(ctx, row.owner, row.org))
        return e;
    return ctx_fail_detail(ctx, ERR_DENIED, "set",
                           T("这个专题库由{}负责，您只能看；要改，请对方把您加为一起做的人"),
                           row.owner_name);
}

/* What was computed beside the writer ---------------------------------------------------------- */

enum err patent_set_stir(struct ctx *ctx, struct patent_set_id set)
{
    return sql_patent_stir(ctx->db, &(struct sql_patent_stir_in){ctx->park, set}, NULL);
}

enum err patent_set_stirred(struct ctx *ctx, struct patent_set_id set, int64_t *out)
{
    struct sql_patent_owner_get_row row;
    enum err e = owner_row(ctx, set, &row);
    *out = e ? 0 : row.stirred;
    return e;
}

enum err patent_set_still(struct ctx *ctx, struct patent_set_id set, int64_t stirred)
{
    int64_t now;
    enum err e = patent_set_stirred(ctx, set, &now);
    return !e && now != stirred
               ? ctx_fail(ctx, ERR_CONFLICT, "set", T("专题库刚被别人改过，请看过新的再来一次"))
               : e;
}

/* Giving --------------------------------------------------------------------------------------- */

enum err patent_owner_to_give(struct ctx *ctx, struct patent_set_id set, struct patent_owner *out)
{
    enum err e = patent_owner_of(ctx, set, out);
    return !e && !out->may_give
               ? ctx_fail_detail(ctx, ERR_DENIED, "set",
                                 T("只有负责人{}、所在单位的负责人和协调员可以这样做"),
                                 out->person_name)
               : e;
}

static enum err keeper(struct ctx *ctx, const char *field, int64_t id, struct person *out)
{
    enum err e = person_get(ctx, (struct person_id){id}, out);
    if (e == ERR_NOT_FOUND ||
        (!e && (!(out->roles & PATENT_KEEPERS) || out->state == PERSON_DISABLED)))
        return ctx_fail(ctx, ERR_INVALID, field, T("只能是协调员和部门的人"));
    return e;
}

static void add_name(struct buf *names, struct str name)
{
    if (names->len)
        buf_add(names, STR("、"));
    buf_add(names, name);
}

static bool holds(struct form_ids ids, int64_t id)
{
    for (size_t i = 0; i < ids.n; i++)
        if (ids.at[i] == id)
            return true;
    return false;
}

static bool is_in(const patent_editors *editors, int64_t id)
{
    for (size_t i = 0; i < editors->n; i++)
        if (editors->at[i].person.n == id)
            return true;
    return false;
}

static enum err drop_editor(struct ctx *ctx, struct patent_set_id set, struct person_id person)
{
    return sql_patent_editor_drop(
        ctx->db, &(struct sql_patent_editor_drop_in){ctx->park, set, person}, NULL);
}

static enum err add_editor(struct ctx *ctx, const struct patent_owner *o, const struct person *p)
{
    enum err e =
        sql_patent_editor_add(ctx->db,
                              &(struct sql_patent_editor_add_in){ctx->park, o->set, p->id, p->name,
                                                                 ctx->actor.name, ctx->now_us},
                              NULL);
    return e ? e
             : notify_person(ctx, p->id, NOTICE(T("请您一起做专题库：{}"), o->name), "patent_set",
                             o->set.n);
}

enum err patent_act_share(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_share_in *in = given;
    struct patent_owner o;
    struct buf before, after;
    buf_init(&before, ctx->arena, NAMES_BYTES_MAX);
    buf_init(&after, ctx->arena, NAMES_BYTES_MAX);
    enum err e = patent_owner_to_give(ctx, (struct patent_set_id){in->set}, &o);
    if (!e && in->people.n > PATENT_EDITORS_MAX)
        return ctx_fail(ctx, ERR_LIMIT, "people", T("一起做的人太多了"));
    for (size_t i = 0; !e && i < o.editors.n; i++) {
        add_name(&before, o.editors.at[i].name);
        if (!holds(in->people, o.editors.at[i].person.n))
            e = drop_editor(ctx, o.set, o.editors.at[i].person);
    }
    for (size_t i = 0; !e && i < in->people.n; i++) {
        struct person p;
        int64_t id = in->people.at[i];
        if (id == o.person.n || holds((struct form_ids){in->people.at, i}, id))
            continue; /* the owner works on it anyway; chosen twice is chosen once */
        e = keeper(ctx, "people", id, &p);
        if (!e && !is_in(&o.editors, id))
            e = add_editor(ctx, &o, &p);
        if (!e)
            add_name(&after, p.name);
    }
    struct journal_field fields[] = {journal_text("editors", buf_str(&before), buf_str(&after))};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "share", fields, 1);
    *out = (struct act_result){.id = in->set, .message = tr(ctx->lang, T("已保存"))};
    return e;
}

enum err patent_act_hand_over(struct ctx *ctx, const void *given, struct act_result *out)
{
    const struct patent_hand_over_in *in = given;
    struct patent_owner o;
    struct person p;
    enum err e = patent_owner_to_give(ctx, (struct patent_set_id){in->set}, &o);
    e = e ? e : keeper(ctx, "person", in->person, &p);
    if (!e && p.id.n == o.person.n && p.org.n == o.org.n)
        return ctx_fail(ctx, ERR_CONFLICT, "person", T("现在就由此人负责"));
    e = e ? e
          : sql_patent_owner_put(
                ctx->db, &(struct sql_patent_owner_put_in){ctx->park, o.set, p.id, p.name, p.org},
                NULL);
    e = e ? e : drop_editor(ctx, o.set, p.id);
    e = e ? e
          : notify_person(ctx, p.id, NOTICE(T("专题库交给您负责：{}"), o.name), "patent_set",
                          o.set.n);
    struct journal_field fields[] = {journal_text("owner", o.person_name, p.name)};
    e = e ? e : journal_add(ctx, "patent_set", in->set, "hand_over", fields, 1);
    *out = (struct act_result){
        .id = in->set, .message = tr_with(ctx->arena, ctx->lang, T("已交给{}负责"), p.name)};
    return e;
}

/* Names ---------------------------------------------------------------------------------------- */

enum err patent_owned_list(struct ctx *ctx, patent_owned *out)
{
    struct sql_patent_owned_row *rows;
    struct sql_patent_edited_by_row *edited;
    size_t n, edited_n;
    enum err e =
        sql_patent_owned(ctx->db, ctx->arena, &(struct sql_patent_owned_in){ctx->park}, &rows, &n);
    e = e ? e
          : sql_patent_edited_by(ctx->db, ctx->arena,
                                 &(struct sql_patent_edited_by_in){ctx->park, ctx->actor.person},
                                 &edited, &edited_n);
    for (size_t i = 0; !e && i < n; i++) {
        bool may = is_of(ctx, rows[i].owner, rows[i].org);
        for (size_t k = 0; !may && k < edited_n; k++)
            may = ctx_may(ctx, PATENT_KEEPERS) && edited[k].collection.n == rows[i].id.n;
        *VEC_ADD(ctx->arena, out) = (struct patent_owned){rows[i].id,
                                                          rows[i].name,
                                                          rows[i].query,
                                                          rows[i].note,
                                                          rows[i].owner_name,
                                                          rows[i].hash,
                                                          rows[i].org,
                                                          rows[i].kind == PATENT_SET_LIST,
                                                          may,
                                                          rows[i].cutoff,
                                                          rows[i].version,
                                                          rows[i].created,
                                                          rows[i].seq,
                                                          rows[i].n};
    }
    return e;
}

enum err patent_set_named(struct ctx *ctx, struct str word, int64_t *out_set)
{
    patent_owned all = {0};
    struct buf names;
    size_t n = 0;
    if (!ctx_may(ctx, PATENT_KEEPERS | ROLE_LEADER | ROLE_AUDITOR | ROLE_CONSOLE))
        return ctx_fail(ctx, ERR_DENIED, "set", T("您没有查看这一项的权限"));
    enum err e = patent_owned_list(ctx, &all);
    buf_init(&names, ctx->arena, NAMES_BYTES_MAX);
    for (size_t i = 0; !e && i < all.n; i++) {
        const struct patent_owned *s = &all.at[i];
        if (str_eq(s->name, word)) {
            *out_set = s->id.n;
            return ERR_OK;
        }
        if (!str_has(s->name, word))
            continue;
        *out_set = s->id.n;
        if (n++ < NAMED_TOLD)
            add_name(&names, s->name);
    }
    if (e || n == 1)
        return e;
    return n ? ctx_fail_detail(ctx, ERR_INVALID, "set",
                               T("有几个专题库的名称都对得上，请写全名：{}"), buf_str(&names))
             : ctx_fail_detail(ctx, ERR_INVALID, "set",
                               T("没有叫“{}”的专题库；lianyuan patent sets 列出全部"), word);
}
