#include "domain/patent/patent_import_log.h"

#include "base/i18n.h"
#include "base/json.h"
#include "patent_import_query.h"

enum { IMPORT_REPORT_MAX = 4 << 20 };

enum err patent_import_note(struct ctx *ctx, struct file_id file, struct str name,
                            struct str report)
{
    const struct json *j;
    enum err e = json_parse_up_to(ctx->arena, report, IMPORT_REPORT_MAX, &j, NULL);
    if (e)
        return e;
    return sql_patent_import_put(
        ctx->db,
        &(struct sql_patent_import_put_in){.park = ctx->park,
                                           .file = file,
                                           .name = name,
                                           .person_name = ctx->actor.name,
                                           .at = ctx->now_us,
                                           .row_n = json_int(json_member(j, "rows"), 0),
                                           .added = json_int(json_member(j, "new"), 0),
                                           .same = json_int(json_member(j, "same"), 0),
                                           .changed = json_int(json_member(j, "changed"), 0),
                                           .refused = json_int(json_member(j, "refused_n"), 0),
                                           .noted = json_int(json_member(j, "noted_n"), 0),
                                           .classes = json_int(json_member(j, "ipc"), 0),
                                           .report = report},
        NULL);
}

enum err patent_imports(struct ctx *ctx, patent_import_rows *out)
{
    struct sql_patent_import_list_row *rows;
    size_t n;
    enum err e = sql_patent_import_list(
        ctx->db, ctx->arena, &(struct sql_patent_import_list_in){ctx->park, PATENT_IMPORTS_SHOWN},
        &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        *VEC_ADD(ctx->arena, out) = (struct patent_import_row){.file = rows[i].file,
                                                               .name = rows[i].name,
                                                               .person = rows[i].person_name,
                                                               .at = rows[i].at,
                                                               .rows = rows[i].row_n,
                                                               .added = rows[i].added,
                                                               .same = rows[i].same,
                                                               .changed = rows[i].changed,
                                                               .refused = rows[i].refused,
                                                               .noted = rows[i].noted,
                                                               .classes = rows[i].classes};
    return e;
}

static void take_lines(struct ctx *ctx, const struct json *from, patent_import_lines *out)
{
    for (size_t i = 0; i < json_count(from); i++) {
        const struct json *one = json_element(from, i);
        *VEC_ADD(ctx->arena, out) = (struct patent_import_line){
            json_str(json_member(one, "place")), json_str(json_member(one, "message"))};
    }
}

enum err patent_import_one(struct ctx *ctx, struct file_id file, struct patent_import_view *out)
{
    struct sql_patent_import_get_row row;
    const struct json *j;
    enum err e = sql_patent_import_get(ctx->db, ctx->arena,
                                       &(struct sql_patent_import_get_in){ctx->park, file}, &row);
    if (e)
        return e == ERR_NOT_FOUND ? ctx_fail(ctx, e, "id", T("没有这次导入")) : e;
    *out = (struct patent_import_view){.row = {.file = row.file,
                                               .name = row.name,
                                               .person = row.person_name,
                                               .at = row.at,
                                               .rows = row.row_n,
                                               .added = row.added,
                                               .same = row.same,
                                               .changed = row.changed,
                                               .refused = row.refused,
                                               .noted = row.noted,
                                               .classes = row.classes}};
    if (!json_parse_up_to(ctx->arena, row.report, IMPORT_REPORT_MAX, &j, NULL)) {
        take_lines(ctx, json_member(j, "refused"), &out->refused);
        take_lines(ctx, json_member(j, "noted"), &out->noted);
        take_lines(ctx, json_member(j, "unused"), &out->unused);
    }
    out->unlisted = row.refused - (int64_t)out->refused.n;
    return ERR_OK;
}
