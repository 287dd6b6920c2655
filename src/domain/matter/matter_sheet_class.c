/* A sheet of classes: each row a path of up to three names; what is not there yet is added. */
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_sheet_in.h"

enum { LEVELS = 3 };

struct matter_class_path {
    struct str full_name, parent, name;
    int64_t row;
};

struct matter_class_rows {
    VEC(struct matter_class_path) at;
    struct map known; /* full name -> its class's id, {0} while it is only planned */
};

static struct matter_class_rows *rows_of(struct matter_sheet_reader *r)
{
    if (!r->plan->classes)
        r->plan->classes = ARENA_NEW(r->ctx->arena, struct matter_class_rows);
    return r->plan->classes;
}

/* Remembers the path and the paths above it, each once, parents first. */
enum err matter_sheet_class_row(struct matter_sheet_reader *r, const struct sheet_row *row)
{
    static const enum matter_sheet_field levels[LEVELS] = {MS_CLASS, MS_CLASS2, MS_CLASS3};
    struct ctx *ctx = r->ctx;
    struct matter_class_rows *rows = rows_of(r);
    struct matter_sheet_line *line = VEC_ADD(ctx->arena, &r->plan->lines);
    struct str above = STR("");
    *line = (struct matter_sheet_line){
        .row = row->number, .hidden = row->hidden, .outcome = MATTER_ROW_SAME};
    for (int i = 0; i < LEVELS; i++) {
        size_t column = r->column[levels[i]];
        struct sheet_cell cell =
            column == SIZE_MAX ? (struct sheet_cell){0} : sheet_at(row, column);
        struct str name = str_trim(sheet_text(ctx->arena, &cell));
        if (str_empty(name) || cell.from == SHEET_ASIDE)
            continue;
        if (str_has(name, STR("/")) || name.len > MATTER_NAME_MAX * 3) {
            matter_sheet_refuse(ctx, line, matter_sheet_fields[levels[i]].name,
                                T("类别名称太长，或含有“/”：{}"), name);
            return ERR_OK;
        }
        struct str full = str_empty(above)
                              ? name
                              : str_print(ctx->arena, "%.*s/%.*s", STR_ARG(above), STR_ARG(name));
        line->title = full;
        if (!map_get(&rows->known, full) && !map_get(&r->names.classes, full)) {
            struct matter_class_path *path = VEC_ADD(ctx->arena, &rows->at);
            *path = (struct matter_class_path){full, above, name, row->number};
            map_put(ctx->arena, &rows->known, full, ARENA_NEW(ctx->arena, struct matter_class_id));
            line->outcome = MATTER_ROW_NEW;
        } else if (!map_get(&rows->known, full)) {
            map_put(ctx->arena, &rows->known, full,
                    arena_copy(ctx->arena, map_get(&r->names.classes, full),
                               sizeof(struct matter_class_id)));
        }
        above = full;
    }
    return ERR_OK;
}

enum err matter_sheet_class_plan(struct matter_sheet_reader *r)
{
    struct matter_sheet_plan *plan = r->plan;
    if (plan->classes && plan->classes->at.n > MATTER_CLASSES_MAX)
        return ctx_fail_detail(r->ctx, ERR_LIMIT, "file", T("类别太多，最多 {} 个"),
                               str_print(r->ctx->arena, "%d", MATTER_CLASSES_MAX));
    for (size_t i = 0; i < plan->lines.n; i++) {
        plan->new += plan->lines.at[i].outcome == MATTER_ROW_NEW;
        plan->same += plan->lines.at[i].outcome == MATTER_ROW_SAME;
        plan->refused += plan->lines.at[i].outcome == MATTER_ROW_REFUSED;
    }
    return ERR_OK;
}

enum err matter_sheet_class_apply(struct ctx *ctx, struct matter_sheet_plan *plan)
{
    struct matter_class_rows *rows = plan->classes;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && rows && i < rows->at.n; i++) {
        const struct matter_class_path *path = &rows->at.at[i];
        struct matter_class_id *parent = map_get(&rows->known, path->parent);
        struct matter_class_id *id = map_get(&rows->known, path->full_name);
        e = matter_class_make(ctx, parent ? parent->n : 0, path->name, &id->n);
    }
    return e;
}
