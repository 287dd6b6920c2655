/* The text that may be published, the firm's word on it, and what everybody reads. */
#include "domain/matter/matter_publish.h"

#include "base/utf8.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/org.h"
#include "core/person.h"
#include "core/setting.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

enum {
    NAMES_PAGE = 1000,
    PERSON_ANYWHERE_MIN = 3, /* characters: a name of two is a word too often (高峰), so it counts
                                only among the people of this matter */
    ADDRESS_MIN = 5,
};

/* ---- the names of the park ------------------------------------------------------------------- */

static enum public_kind kind_of_org(int64_t kind)
{
    return kind == ORG_ENTERPRISE   ? PUBLIC_FIRM
           : kind == ORG_DEPARTMENT ? PUBLIC_DEPARTMENT
                                    : PUBLIC_ORG;
}

static void add_person(struct ctx *ctx, struct public_names *names, struct str name, bool near)
{
    if (near || utf8_count(name) >= PERSON_ANYWHERE_MIN)
        public_name_add(ctx->arena, names, name, PUBLIC_PERSON);
}

static enum err add_orgs(struct ctx *ctx, struct public_names *names, struct org_id firm)
{
    struct sql_public_orgs_in in = {ctx->park, {0}, NAMES_PAGE};
    for (;;) {
        struct sql_public_orgs_row *rows;
        size_t n;
        enum err e = sql_public_orgs(ctx->db, ctx->arena, &in, &rows, &n);
        if (e || !n)
            return e;
        for (size_t i = 0; i < n; i++) {
            public_name_add(ctx->arena, names, rows[i].name, kind_of_org(rows[i].kind));
            public_name_add(ctx->arena, names, rows[i].short_name, kind_of_org(rows[i].kind));
            add_person(ctx, names, rows[i].contact, rows[i].id.n == firm.n);
            if (utf8_count(rows[i].address) >= ADDRESS_MIN)
                public_name_add(ctx->arena, names, rows[i].address, PUBLIC_ADDRESS);
        }
        in.after = rows[n - 1].id;
    }
}

static enum err add_people(struct ctx *ctx, struct public_names *names, struct org_id firm)
{
    struct sql_public_people_in in = {ctx->park, {0}, NAMES_PAGE};
    for (;;) {
        struct sql_public_people_row *rows;
        size_t n;
        enum err e = sql_public_people(ctx->db, ctx->arena, &in, &rows, &n);
        if (e || !n)
            return e;
        for (size_t i = 0; i < n; i++)
            add_person(ctx, names, rows[i].name, rows[i].org.n == firm.n);
        in.after = rows[n - 1].id;
    }
}

/* All that is known of organisations and people, and who has to do with this matter. */
static enum err names_for(struct ctx *ctx, const struct sql_matter_get_row *m,
                          struct public_names **out)
{
    struct public_names *names = ARENA_NEW(ctx->arena, struct public_names);
    struct sql_matter_text_get_row text;
    enum err e = sql_matter_text_get(ctx->db, ctx->arena,
                                     &(struct sql_matter_text_get_in){ctx->park, m->id}, &text);
    if (!e)
        e = add_orgs(ctx, names, m->firm);
    if (!e)
        e = add_people(ctx, names, m->firm);
    if (e)
        return e;
    public_name_add(ctx->arena, names, m->firm_name, PUBLIC_FIRM);
    add_person(ctx, names, text.contact, true);
    add_person(ctx, names, m->author_name, true);
    add_person(ctx, names, m->leader_name, true);
    *out = names;
    return ERR_OK;
}

static enum err judge_text(struct ctx *ctx, const struct public_names *names, const char *field,
                           struct str text)
{
    struct public_hit hit;
    if (!public_find(ctx->arena, text, names, &hit))
        return ERR_OK;
    struct str what = str_print(ctx->arena, "%.*s", STR_ARG(str_slice(text, hit.at, hit.end)));
    switch (hit.kind) {
    case PUBLIC_PERSON:
        return ctx_fail_detail(ctx, ERR_INVALID, field, T("公开稿里还有人名“{}”，请改掉"), what);
    case PUBLIC_ADDRESS:
        return ctx_fail_detail(ctx, ERR_INVALID, field, T("公开稿里还有地址“{}”，请改掉"), what);
    case PUBLIC_NUMBER:
    case PUBLIC_ONLINE:
        return ctx_fail_detail(ctx, ERR_INVALID, field, T("公开稿里还有号码或联系方式“{}”，请改掉"),
                               what);
    default:
        return ctx_fail_detail(ctx, ERR_INVALID, field, T("公开稿里还有单位名称“{}”，请改掉"),
                               what);
    }
}

static enum err judge(struct ctx *ctx, const struct sql_matter_get_row *m, struct str title,
                      struct str problem, struct str result)
{
    struct public_names *names;
    enum err e = names_for(ctx, m, &names);
    if (!e)
        e = judge_text(ctx, names, "title", title);
    if (!e)
        e = judge_text(ctx, names, "problem", problem);
    return e ? e : judge_text(ctx, names, "result", result);
}

/* ---- the acts -------------------------------------------------------------------------------- */

static struct str top_of(struct str class_name)
{
    return str_slice(class_name, 0, str_find_char(class_name, '/', 0));
}

static int64_t month_of(const struct ctx *ctx, int64_t instant_us)
{
    struct date d = day_date(day_of_instant(instant_us, ctx->offset_min));
    return (int64_t)d.year * 12 + d.month - 1;
}

static enum err get(struct ctx *ctx, struct matter_id matter, struct sql_matter_public_get_row *out)
{
    *out = (struct sql_matter_public_get_row){.number = STR(""), .reason = STR("")};
    enum err e = sql_matter_public_get(ctx->db, ctx->arena,
                                       &(struct sql_matter_public_get_in){ctx->park, matter}, out);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err matter_firm_signs_in(struct ctx *ctx, struct org_id firm, bool *out)
{
    struct person *people;
    size_t n = 0;
    enum err e = firm.n ? person_of_org(ctx, firm, ROLE_FIRM, &people, &n) : ERR_OK;
    *out = n > 0;
    return e;
}

/* Said when it was raised; or later, by a firm that could not say so here: the office writes down
 * how. */
static enum err take_consent(struct matter_case *c, struct str evidence)
{
    struct ctx *ctx = c->ctx;
    bool signs_in;
    enum err e = matter_firm_signs_in(ctx, c->now.firm, &signs_in);
    if (e)
        return e;
    if (!matter_may_be_public(c->now.firm.n != 0, c->now.consent, c->now.on_behalf, signs_in))
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("企业没有同意公开，不能拟公开稿"));
    if (!c->now.consent && str_empty(str_trim(evidence)))
        return ctx_fail(ctx, ERR_INVALID, "evidence",
                        T("请写明企业怎样同意的：谁、什么时候、电话还是书面"));
    c->now.consent = true;
    return ERR_OK;
}

enum err matter_act_publish(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_publish_in *in = input;
    struct matter_case c;
    struct sql_matter_public_get_row old;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_PUBLISH, &c);
    if (e || (e = get(ctx, c.now.id, &old)))
        return e;
    if ((e = take_consent(&c, in->evidence)))
        return e;
    if ((e = judge(ctx, &c.now, in->title, in->problem, in->result)))
        return e;
    struct sql_matter_public_put_in put = {.park = ctx->park,
                                           .matter = c.now.id,
                                           .state = MATTER_PUBLIC_PROPOSED,
                                           .title = in->title,
                                           .problem = in->problem,
                                           .result = in->result,
                                           .class_name = top_of(c.now.class_name),
                                           .month = month_of(ctx, c.now.ended_at),
                                           .proposed_by = ctx->actor.person,
                                           .proposed_at = ctx->now_us};
    if ((e = sql_matter_public_put(ctx->db, &put, NULL)))
        return e;
    struct journal_field more[] = {
        journal_text("public_title", old.title, in->title),
        journal_text("public_problem", old.problem, in->problem),
        journal_text("public_result", old.result, in->result),
        journal_text("consent_evidence", STR(""), str_or_empty(in->evidence)),
    };
    struct matter_deed deed = {.text = str_empty(in->evidence)
                                           ? in->title
                                           : str_print(ctx->arena, "%.*s\n企业同意公开的凭据：%.*s",
                                                       STR_ARG(in->title), STR_ARG(in->evidence)),
                               .more = more,
                               .more_n = sizeof more / sizeof more[0],
                               .message = T("公开稿已送企业看：{}")};
    return matter_case_keep(&c, &deed, out);
}

static enum err settle(struct ctx *ctx, struct matter_id matter, int64_t state, struct str number,
                       struct str reason)
{
    bool ended = state == MATTER_PUBLIC_ENDED;
    struct sql_matter_public_settle_in in = {.park = ctx->park,
                                             .matter = matter,
                                             .state = state,
                                             .number = number,
                                             .reason = str_or_empty(reason),
                                             .person = ctx->actor.person,
                                             .answered_at = ended ? 0 : ctx->now_us,
                                             .ended_at = ended ? ctx->now_us : 0};
    return sql_matter_public_settle(ctx->db, &in, NULL);
}

/* The firm itself; for one that cannot sign in, a coordinator, with how it was said. */
static enum err may_answer(const struct matter_case *c, struct str evidence)
{
    struct ctx *ctx = c->ctx;
    bool signs_in = true;
    if (c->who & MATTER_BY_FIRM)
        return ERR_OK;
    enum err e = matter_firm_signs_in(ctx, c->now.firm, &signs_in);
    if (e)
        return e;
    if (signs_in)
        return ctx_fail(ctx, ERR_DENIED, NULL, T("这家企业有账号，请它自己答复"));
    if (str_empty(str_trim(evidence)))
        return ctx_fail(ctx, ERR_INVALID, "reason",
                        T("代企业登记的，请写明谁、什么时候、怎样答复的"));
    return ERR_OK;
}

/* The version is the matter's: whoever says yes saw the text that stands there now. */
enum err matter_act_publish_answer(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_publish_answer_in *in = input;
    struct matter_case c;
    struct sql_matter_public_get_row p;
    struct str number = STR("");
    bool yes = in->answer == MATTER_PUBLIC_PUBLISHED;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_PUBLISH_ANSWER, &c);
    if (e || (e = get(ctx, c.now.id, &p)))
        return e;
    if ((e = may_answer(&c, in->reason)))
        return e;
    if (p.state != MATTER_PUBLIC_PROPOSED)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("没有等您确认的公开稿"));
    if (yes && (e = judge(ctx, &c.now, p.title, p.problem, p.result)))
        return e;
    if (yes && (e = number_next(ctx, "public", day_date(ctx_today(ctx)).year, &number)))
        return e;
    if ((e = settle(ctx, c.now.id, in->answer, number, in->reason)))
        return e;
    struct matter_deed deed = {
        .text = str_print(ctx->arena, "%s%s%s%.*s", yes ? "同意公开" : "不同意公开",
                          c.who & MATTER_BY_FIRM ? "" : "（代企业登记）",
                          str_empty(in->reason) ? "" : "：", STR_ARG(in->reason)),
        .message = yes ? T("已公开：{}") : T("已记下不同意公开：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_act_unpublish(struct ctx *ctx, const void *input, struct act_result *out)
{
    const struct matter_reason_in *in = input;
    struct matter_case c;
    struct sql_matter_public_get_row p;
    enum err e = matter_case_open(ctx, in->id, in->version, MATTER_UNPUBLISH, &c);
    if (e || (e = get(ctx, c.now.id, &p)))
        return e;
    if (p.state != MATTER_PUBLIC_PROPOSED && p.state != MATTER_PUBLIC_PUBLISHED)
        return ctx_fail(ctx, ERR_CONFLICT, NULL, T("没有可撤下的公开稿"));
    if ((e = settle(ctx, c.now.id, MATTER_PUBLIC_ENDED, STR(""), in->reason)))
        return e;
    struct matter_deed deed = {.text = in->reason, .message = T("公开稿已撤下：{}")};
    return matter_case_keep(&c, &deed, out);
}

enum err matter_public_end(struct ctx *ctx, struct matter_id matter, struct str reason)
{
    struct sql_matter_public_get_row p;
    enum err e = get(ctx, matter, &p);
    if (e || (p.state != MATTER_PUBLIC_PROPOSED && p.state != MATTER_PUBLIC_PUBLISHED))
        return e;
    return settle(ctx, matter, MATTER_PUBLIC_ENDED, STR(""), reason);
}

/* ---- what the record shows ------------------------------------------------------------------- */

enum err matter_public_of(struct ctx *ctx, struct matter_id matter, struct matter_public_view *out)
{
    struct sql_matter_public_get_row p;
    enum err e = get(ctx, matter, &p);
    *out = (struct matter_public_view){p.state,  p.number,      p.title,       p.problem, p.result,
                                       p.reason, p.proposed_at, p.answered_at, p.ended_at};
    return e;
}

enum err matter_public_propose(struct ctx *ctx, struct matter_id matter,
                               struct matter_public_view *out)
{
    struct public_names *names;
    struct sql_matter_get_row m;
    struct sql_matter_text_get_row text;
    *out = (struct matter_public_view){0};
    enum err e =
        sql_matter_get(ctx->db, ctx->arena, &(struct sql_matter_get_in){ctx->park, matter}, &m);
    if (!e)
        e = sql_matter_text_get(ctx->db, ctx->arena,
                                &(struct sql_matter_text_get_in){ctx->park, matter}, &text);
    if (!e)
        e = names_for(ctx, &m, &names);
    if (e)
        return e;
    out->title = utf8_prefix(public_clean(ctx->arena, m.title, names), MATTER_TITLE_MAX);
    out->problem = utf8_prefix(public_clean(ctx->arena, text.body, names), MATTER_TEXT_MAX);
    out->result = utf8_prefix(
        public_clean(ctx->arena, str_empty(text.answer) ? m.last_note : text.answer, names),
        MATTER_TEXT_MAX);
    return ERR_OK;
}

/* ---- for everybody --------------------------------------------------------------------------- */

#define PUBLISHED_OF(r)                                                                            \
    ((struct matter_published){(r).number, (r).title, (r).problem, (r).result, (r).class_name,     \
                               (r).month, (r).answered_at})

enum err matter_published_list(struct ctx *ctx, int64_t before, struct matter_published **out,
                               size_t *out_n, int64_t *out_next)
{
    struct sql_matter_published_row *rows;
    struct sql_matter_published_in in = {ctx->park, before ? before : INT64_MAX,
                                         MATTER_PUBLIC_PAGE + 1};
    size_t n;
    enum err e = sql_matter_published(ctx->db, ctx->arena, &in, &rows, &n);
    *out_next = 0;
    if (e)
        return e;
    *out_n = n < MATTER_PUBLIC_PAGE ? n : MATTER_PUBLIC_PAGE;
    *out = ARENA_ARRAY(ctx->arena, struct matter_published, *out_n + 1);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = PUBLISHED_OF(rows[i]);
    if (n > MATTER_PUBLIC_PAGE)
        *out_next = rows[*out_n - 1].answered_at;
    return ERR_OK;
}

enum err matter_published_get(struct ctx *ctx, struct str number, struct matter_published *out)
{
    struct sql_matter_published_one_row row;
    struct sql_matter_published_one_in in = {ctx->park, number};
    if (str_empty(number))
        return ERR_NOT_FOUND;
    enum err e = sql_matter_published_one(ctx->db, ctx->arena, &in, &row);
    if (!e)
        *out = PUBLISHED_OF(row);
    return e;
}

static void count_into(struct ctx *ctx, struct matter_public_counts *out, struct str class_name,
                       int64_t n)
{
    for (size_t i = 0; i < out->rows.n; i++)
        if (str_eq(out->rows.at[i].class_name, class_name)) {
            out->rows.at[i].group.n += n;
            return;
        }
    *VEC_ADD(ctx->arena, &out->rows) = (struct matter_public_count){class_name, {.n = n}};
}

static int64_t month_begin(const struct ctx *ctx, int64_t month)
{
    struct date d = {(int32_t)(month / 12), (int32_t)(month % 12 + 1), 1};
    return instant_of_day(day_from_date(d), ctx->offset_min);
}

enum err matter_published_counts(struct ctx *ctx, struct matter_public_counts *out)
{
    struct sql_matter_closed_counts_row *rows;
    size_t n;
    int64_t this_month = month_of(ctx, ctx->now_us);
    *out = (struct matter_public_counts){.from = this_month - MATTER_PUBLIC_MONTHS,
                                         .to = this_month - 1};
    struct sql_matter_closed_counts_in in = {ctx->park, month_begin(ctx, out->from),
                                             month_begin(ctx, this_month)};
    enum err e = setting_get(ctx, "matter.public_minimum", &out->minimum);
    if (!e)
        e = sql_matter_closed_counts(ctx->db, ctx->arena, &in, &rows, &n);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        count_into(ctx, out, top_of(rows[i].class_name), rows[i].n);
    struct public_group *groups = ARENA_ARRAY(ctx->arena, struct public_group, out->rows.n + 1);
    for (size_t i = 0; i < out->rows.n; i++) {
        groups[i] = out->rows.at[i].group;
        out->sum += groups[i].n;
    }
    if (!public_suppress(groups, out->rows.n, out->minimum))
        out->sum = -1;
    for (size_t i = 0; i < out->rows.n; i++)
        out->rows.at[i].group = groups[i];
    return ERR_OK;
}
