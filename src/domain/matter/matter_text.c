/* The texts of a matter: its number as typed, equal bodies, its entry in the search, sentences. */
#include "base/utf8.h"
#include "core/number.h"
#include "core/org.h"
#include "core/person.h"
#include "core/search.h"
#include "domain/matter/matter_case.h"
#include "domain/matter/matter_find.h"
#include "web/i18n.h"

struct str matter_sentence(struct ctx *ctx, const char *message, struct str detail)
{
    return message ? tr_with(ctx->arena, ctx->lang, message, detail) : STR("");
}

/* Digits of a sequence number alone: "153", "0153". */
static bool bare_sequence(struct str typed, int64_t *out_seq)
{
    return str_int(typed, out_seq) && *out_seq > 0 && typed.len <= 8;
}

static enum err find_number(struct ctx *ctx, struct str typed, struct matter_id *out_id)
{
    struct str narrow = str_trim(str_narrow(ctx->arena, typed));
    int64_t seq, year;
    if (bare_sequence(narrow, &seq)) {
        struct sql_matter_by_seq_row row;
        enum err e = sql_matter_by_seq(ctx->db, ctx->arena,
                                       &(struct sql_matter_by_seq_in){ctx->park, seq}, &row);
        *out_id = e ? (struct matter_id){0} : row.id;
        return e;
    }
    struct str number;
    if (!number_read(ctx->arena, narrow, day_date(ctx_today(ctx)).year, &number))
        return ERR_NOT_FOUND;
    struct str rest = number, head;
    if (!str_cut(&rest, '-', &head) || !str_int(head, &year) || !str_int(rest, &seq))
        return ERR_NOT_FOUND;
    struct sql_matter_by_number_row row;
    enum err e = sql_matter_by_number(
        ctx->db, ctx->arena, &(struct sql_matter_by_number_in){ctx->park, seq, year}, &row);
    *out_id = e ? (struct matter_id){0} : row.id;
    return e;
}

enum err matter_by_number(struct ctx *ctx, struct str typed, struct matter_id *out_id)
{
    int64_t viewer;
    enum err e = find_number(ctx, typed, out_id);
    if (!e && !matter_viewer(ctx, &viewer))
        e = ERR_NOT_FOUND;
    struct sql_matter_sight_get_row sight;
    if (!e)
        e = sql_matter_sight_get(ctx->db, ctx->arena,
                                 &(struct sql_matter_sight_get_in){ctx->park, viewer, *out_id},
                                 &sight);
    if (e != ERR_NOT_FOUND)
        return e;
    return ctx_fail_detail(ctx, ERR_NOT_FOUND, "number", T("没有这个编号的事项：{}"),
                           str_trim(typed));
}

/* Blanks and punctuation do not make a body another body. FNV-1a over the other characters, so that
 * the value stays the same on every machine and in every version; an empty body has no equal. */
int64_t matter_body_hash(struct ctx *ctx, struct str body)
{
    struct str rest = str_lower(ctx->arena, str_narrow(ctx->arena, body));
    uint64_t hash = UINT64_C(14695981039346656037);
    uint32_t rune;
    size_t n = 0;
    while (utf8_next(&rest, &rune)) {
        bool letter = rune >= 0x80 ? !((rune >= 0x2000 && rune <= 0x206f) ||
                                       (rune >= 0x3000 && rune <= 0x303f) || rune >= 0xfe30)
                                   : (rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z');
        if (!letter)
            continue;
        for (int shift = 0; shift < 24; shift += 8)
            hash = (hash ^ ((rune >> shift) & 0xff)) * UINT64_C(1099511628211);
        n++;
    }
    return n ? (int64_t)(hash >> 1) | 1 : 0;
}

enum err matter_case_index(struct matter_case *c, struct str body)
{
    const struct sql_matter_get_row *m = &c->now;
    struct buf text;
    buf_init(&text, c->ctx->arena, SEARCH_TEXT_MAX);
    const struct str parts[] = {m->number,    m->outside_number, m->title, m->firm_name,
                                m->lead_name, m->class_name,     body};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_add(&text, parts[i]);
        buf_char(&text, '\n');
    }
    return search_put(c->ctx, "matter", m->id.n, buf_str(&text));
}

enum err matter_case_set_class(struct matter_case *c, int64_t class)
{
    struct ctx *ctx = c->ctx;
    if (!class)
        return ERR_OK;
    struct sql_matter_class_get_row row;
    enum err e = sql_matter_class_get(ctx->db, ctx->arena,
                                      &(struct sql_matter_class_get_in){ctx->park, {class}}, &row);
    if (e == ERR_NOT_FOUND || (!e && row.state != MATTER_CLASS_LIVE))
        return ctx_fail(ctx, ERR_INVALID, "class", T("没有这个类别，或者它已停用"));
    if (e)
        return e;
    c->now.class = row.id;
    c->now.class_name = row.full_name;
    return ERR_OK;
}

enum err matter_case_set_leader(struct matter_case *c, int64_t person)
{
    struct ctx *ctx = c->ctx;
    c->now.leader = (struct person_id){person};
    c->now.leader_name = STR("");
    if (!person)
        return ERR_OK;
    struct person row;
    enum err e = person_get(ctx, c->now.leader, &row);
    if (e == ERR_NOT_FOUND || (!e && (row.state == PERSON_DISABLED || !(row.roles & ROLE_LEADER))))
        return ctx_fail(ctx, ERR_INVALID, "leader", T("请选择一位园区领导"));
    c->now.leader_name = e ? STR("") : row.name;
    return e;
}

/* A helper's new name shows with the next act on the matter; firm and lead at once. */
enum err matter_org_renamed(struct ctx *ctx, struct org_id org)
{
    struct org row;
    enum err e = org_get(ctx, org, &row);
    if (e)
        return e;
    struct str name = row.kind == ORG_DEPARTMENT ? org_called(&row) : row.name;
    e = sql_matter_sight_org_renamed(
        ctx->db, &(struct sql_matter_sight_org_renamed_in){ctx->park, org}, NULL);
    if (!e)
        e = sql_matter_org_renamed(ctx->db,
                                   &(struct sql_matter_org_renamed_in){ctx->park, org, name}, NULL);
    if (!e)
        e = sql_duty_org_renamed(ctx->db, &(struct sql_duty_org_renamed_in){ctx->park, org, name},
                                 NULL);
    return e;
}
