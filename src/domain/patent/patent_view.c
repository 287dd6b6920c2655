#include "domain/patent/patent_view.h"

#include "engine/patentnum/num.h"
#include "engine/patentread/record.h"
#include "patent_query.h"
#include "patent_set_query.h"

struct str patent_ipc_title(struct ctx *ctx, struct str symbol)
{
    struct sql_patent_ipc_get_row row;
    if (sql_patent_ipc_get(ctx->db, ctx->arena, &(struct sql_patent_ipc_get_in){ctx->park, symbol},
                           &row))
        return STR("");
    bool english = ctx->lang == LANG_EN;
    return english ? (row.en.len ? row.en : row.zh) : row.zh.len ? row.zh : row.en;
}

static enum err view_classes(struct ctx *ctx, struct patent_id id, struct patent_view *v)
{
    struct sql_patent_classes_of_row *rows;
    size_t n;
    enum err e = sql_patent_classes_of(
        ctx->db, ctx->arena, &(struct sql_patent_classes_of_in){ctx->park, id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->classes) = (struct patent_view_class){
            rows[i].symbol, patent_ipc_title(ctx, rows[i].symbol), rows[i].scheme == PATENT_CPC};
    return e;
}

static enum err view_parties(struct ctx *ctx, struct patent_id id, struct patent_view *v)
{
    struct sql_patent_parties_of_row *rows;
    size_t n;
    enum err e = sql_patent_parties_of(
        ctx->db, ctx->arena, &(struct sql_patent_parties_of_in){ctx->park, id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct patent_view_name name = {rows[i].text,
                                        rows[i].region.len ? rows[i].region : rows[i].country};
        if (rows[i].role == PATENT_APPLICANT)
            *VEC_ADD(ctx->arena, &v->applicants) = name;
        else if (rows[i].role == PATENT_INVENTOR)
            *VEC_ADD(ctx->arena, &v->inventors) = name;
    }
    return e;
}

static enum err view_texts(struct ctx *ctx, struct patent_id id, struct patent_view *v)
{
    struct sql_patent_texts_of_row *rows;
    size_t n;
    enum err e = sql_patent_texts_of(ctx->db, ctx->arena,
                                     &(struct sql_patent_texts_of_in){ctx->park, id}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->words) = (struct patent_view_words){
            rows[i].lang, rows[i].title, rows[i].abstract, rows[i].claim};
    return e;
}

static enum err view_lines(struct ctx *ctx, struct patent_id id, struct patent_view *v)
{
    struct sql_patent_events_of_row *events;
    struct sql_patent_priorities_of_row *priorities;
    struct sql_patent_cites_of_row *cites;
    struct sql_patent_sources_of_row *sources;
    size_t n;
    enum err e = sql_patent_events_of(
        ctx->db, ctx->arena, &(struct sql_patent_events_of_in){ctx->park, id}, &events, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->events) =
            (struct patent_view_line){events[i].day, events[i].code, events[i].text};
    if (!e)
        e = sql_patent_priorities_of(ctx->db, ctx->arena,
                                     &(struct sql_patent_priorities_of_in){ctx->park, id},
                                     &priorities, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->priorities) =
            (struct patent_view_line){priorities[i].day, STR(""), priorities[i].number};
    if (!e)
        e = sql_patent_cites_of(ctx->db, ctx->arena,
                                &(struct sql_patent_cites_of_in){ctx->park, id, PATENT_VIEW_CITES},
                                &cites, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->citations) = (struct patent_view_line){
            DAY_NONE, cites[i].category, cites[i].number.len ? cites[i].number : cites[i].text};
    if (!e)
        e = sql_patent_sources_of(ctx->db, ctx->arena,
                                  &(struct sql_patent_sources_of_in){ctx->park, id}, &sources, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &v->sources) = (struct patent_view_line){
            day_of_instant(sources[i].imported, ctx->offset_min),
            str_from(patent_format_name((enum patent_format)sources[i].source)), sources[i].file};
    return e;
}

enum err patent_view(struct ctx *ctx, struct patent_id id, struct patent_view *v)
{
    struct sql_patent_get_row row;
    struct patentnum n;
    enum err e =
        sql_patent_get(ctx->db, ctx->arena, &(struct sql_patent_get_in){ctx->park, id}, &row);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, e, NULL, T("没有这件专利"));
    if (e)
        return e;
    *v = (struct patent_view){.hit = {row.id, row.key, row.title, row.applicant, row.ipc, row.legal,
                                      row.office, row.pub_day, row.app_day},
                              .application = row.app_no,
                              .family = str_starts(row.family_simple, STR("="))
                                            ? str_slice(row.family_simple, 1, row.family_simple.len)
                                            : row.family_simple,
                              .family_id = row.family_simple,
                              .legal = row.legal,
                              .status = row.status,
                              .claims = row.claims,
                              .cited = row.cited,
                              .cites = row.cites,
                              .grant_day = row.grant_day,
                              .imported = row.imported};
    if (!patentnum_read(row.key, row.pub_day, PATENTNUM_PUBLICATION, &n, NULL)) {
        v->docdb = str_dup(ctx->arena, str_from(n.docdb));
        v->original = str_dup(ctx->arena, str_from(n.original));
        v->means = n.means;
    }
    if (row.app_no.len &&
        !patentnum_read(row.app_no, row.app_day, PATENTNUM_APPLICATION, &n, NULL)) {
        v->application = str_dup(ctx->arena, str_from(n.original[0] ? n.original : n.docdb));
        v->standard = str_dup(ctx->arena, str_from(n.standard));
    }
    e = view_texts(ctx, id, v);
    e = e ? e : view_classes(ctx, id, v);
    e = e ? e : view_parties(ctx, id, v);
    return e ? e : view_lines(ctx, id, v);
}

/* Collections --------------------------------------------------------------------------------- */

enum err patent_sets(struct ctx *ctx, patent_set_rows *out)
{
    struct sql_patent_set_list_row *rows;
    size_t n;
    enum err e = sql_patent_set_list(ctx->db, ctx->arena,
                                     &(struct sql_patent_set_list_in){ctx->park}, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_set_row){
            rows[i].id,         rows[i].name,   rows[i].query,   rows[i].note,
            rows[i].owner_name, rows[i].cutoff, rows[i].version, rows[i].created};
    return e;
}

enum err patent_set(struct ctx *ctx, struct patent_set_id id, struct patent_set_view *out)
{
    struct sql_patent_set_get_row row;
    struct sql_patent_mark_counts_row marks;
    struct sql_patent_measures_row *measures;
    struct sql_patent_versions_row *versions;
    size_t n;
    enum err e = sql_patent_set_get(ctx->db, ctx->arena,
                                    &(struct sql_patent_set_get_in){ctx->park, id}, &row);
    *out = (struct patent_set_view){0};
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "set", T("没有这个专题库")) : e;
    out->row = (struct patent_set_row){row.id,         row.name,   row.query,   row.note,
                                       row.owner_name, row.cutoff, row.version, row.created};
    e = sql_patent_mark_counts(ctx->db, ctx->arena,
                               &(struct sql_patent_mark_counts_in){ctx->park, id}, &marks);
    if (e)
        return e;
    out->marked_in = marks.marked_in;
    out->marked_out = marks.marked_out;
    if (!e)
        e = sql_patent_measures(ctx->db, ctx->arena,
                                &(struct sql_patent_measures_in){ctx->park, id}, &measures, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->measures) = (struct patent_set_measured){
            measures[i].query,  measures[i].person_name, measures[i].found,
            measures[i].judged, measures[i].hits,        measures[i].hits + measures[i].missed,
            measures[i].at};
    if (!e)
        e = sql_patent_versions(ctx->db, ctx->arena,
                                &(struct sql_patent_versions_in){ctx->park, id}, &versions, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, &out->versions) = (struct patent_set_frozen){
            versions[i].query, versions[i].hash, versions[i].person_name, versions[i].seq,
            versions[i].n,     versions[i].at,   versions[i].cutoff};
    return e;
}
