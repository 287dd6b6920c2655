/* Names of firms, leaders and classes to the records they mean; those of departments stand in
 * matter_sheet_dept.c. */
#include "base/utf8.h"
#include "core/core_module.h"
#include "core/person.h"
#include "core/view.h"
#include "domain/matter/matter_sheet_in.h"

enum { NAME_BYTES_MAX = 240 };

/* The key under which a name is looked up: no blanks, no brackets, one width. */
static struct str key_of(struct arena *arena, struct str name)
{
    return sheet_name_key(arena, name);
}

static void put_new(struct arena *arena, struct map *map, struct str key, void *value)
{
    if (!str_empty(key) && !map_get(map, key))
        map_put(arena, map, key, value);
}

static enum err load_departments(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    struct park park;
    struct org *orgs;
    size_t n;
    enum err e = park_get(ctx, &park);
    if (!e)
        e = org_departments(ctx, &orgs, &n);
    if (!e)
        r->names.park = key_of(ctx->arena, park.name);
    for (size_t i = 0; !e && i < n; i++)
        put_new(ctx->arena, &r->names.departments, key_of(ctx->arena, orgs[i].name), &orgs[i]);
    for (size_t i = 0; !e && i < n; i++)
        put_new(ctx->arena, &r->names.departments, key_of(ctx->arena, orgs[i].short_name),
                &orgs[i]);
    return e;
}

/* A class by its full name; by its own name when no other class has it. */
static enum err load_classes(struct matter_sheet_reader *r)
{
    static struct matter_class_id two = {-1}; /* "there are several" */
    struct ctx *ctx = r->ctx;
    struct matter_classes all = {0};
    enum err e = matter_find_classes(ctx, &all);
    for (size_t i = 0; !e && i < all.rows.n; i++) {
        struct matter_class_row *row = &all.rows.at[i];
        if (row->state != MATTER_CLASS_LIVE)
            continue;
        map_put(ctx->arena, &r->names.classes, row->full_name, &row->id);
        if (str_eq(row->name, row->full_name))
            continue;
        void *was = map_get(&r->names.classes, row->name);
        if (!was || row->depth > 1)
            map_put(ctx->arena, &r->names.classes, row->name, was ? (void *)&two : &row->id);
    }
    return e;
}

/* What was said before and with this import: NAME=DEPARTMENT. */
static enum err load_said(struct matter_sheet_reader *r)
{
    struct ctx *ctx = r->ctx;
    struct import_pair *pairs;
    size_t n;
    enum err e = import_map_get(ctx, "matter.org", &pairs, &n);
    for (size_t i = 0; !e && i < n; i++)
        map_put(ctx->arena, &r->names.said, pairs[i].given, &pairs[i].means);
    for (size_t i = 0; !e && i < r->in->orgs.n; i++) {
        struct str text = r->in->orgs.at[i];
        size_t at = str_find_char(text, '=', 0);
        struct str *means = ARENA_NEW(ctx->arena, struct str);
        if (at == SIZE_MAX || at == 0)
            return ctx_fail_detail(ctx, ERR_INVALID, "orgs", T("请写成 名称=部门：{}"), text);
        *means = str_trim(str_slice(text, at + 1, text.len));
        if (!map_get(&r->names.departments, key_of(ctx->arena, *means)))
            return ctx_fail_detail(ctx, ERR_INVALID, "orgs", T("没有这个部门：{}"), *means);
        map_put(ctx->arena, &r->names.said, key_of(ctx->arena, str_slice(text, 0, at)), means);
    }
    return e;
}

enum err matter_sheet_names_load(struct matter_sheet_reader *r)
{
    enum err e = load_departments(r);
    if (!e)
        e = load_classes(r);
    return e ? e : load_said(r);
}

enum err matter_sheet_firm(struct matter_sheet_reader *r, struct str name, struct org_id *out)
{
    struct ctx *ctx = r->ctx;
    struct org *known = map_get(&r->names.firms, name);
    if (!known) {
        known = ARENA_NEW(ctx->arena, struct org);
        enum err e = org_by_name(ctx, name, known);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (e || known->kind == ORG_DEPARTMENT) /* outside the register: text only */
            known->id.n = 0;
        error_clear(&ctx->error);
        map_put(ctx->arena, &r->names.firms, str_dup(ctx->arena, name), known);
    }
    *out = known->id;
    return ERR_OK;
}

enum err matter_sheet_leader(struct matter_sheet_reader *r, struct str name, struct person_id *out)
{
    struct ctx *ctx = r->ctx;
    *out = (struct person_id){0};
    if (str_empty(name))
        return ERR_OK;
    struct person_id *known = map_get(&r->names.leaders, name);
    if (!known) {
        struct person person = {0};
        known = ARENA_NEW(ctx->arena, struct person_id);
        enum err e = person_find(ctx, name, &person);
        if (e && e != ERR_NOT_FOUND && e != ERR_INVALID && e != ERR_CONFLICT)
            return e;
        if (!e && (person.roles & ROLE_LEADER))
            *known = person.id;
        error_clear(&ctx->error);
        map_put(ctx->arena, &r->names.leaders, str_dup(ctx->arena, name), known);
    }
    *out = *known;
    return ERR_OK;
}

struct matter_class_id matter_sheet_class(struct matter_sheet_reader *r, struct str name)
{
    struct ctx *ctx = r->ctx;
    if (str_empty(name) || name.len > NAME_BYTES_MAX)
        return (struct matter_class_id){0};
    char *path = arena_alloc(ctx->arena, name.len);
    for (size_t i = 0; i < name.len; i++)
        path[i] =
            name.ptr[i] == '>' || name.ptr[i] == '\\' || name.ptr[i] == '-' ? '/' : name.ptr[i];
    struct str slashed = {path, name.len};
    const struct matter_class_id *id = map_get(&r->names.classes, name);
    if (!id)
        id = map_get(&r->names.classes, slashed);
    for (size_t i = name.len; !id && i > 0; i--) /* 城乡建设/安全生产 -> 安全生产 */
        if (slashed.ptr[i - 1] == '/') {
            id = map_get(&r->names.classes, str_slice(slashed, i, slashed.len));
            break;
        }
    return id && id->n > 0 ? *id : (struct matter_class_id){0};
}
