/* The classes and limits that a new park begins with: data/classes/enterprise.txt, embedded. */
#include "base/map.h"
#include "core/journal.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_case.h"

extern const char matter_classes_text[];
extern const size_t matter_classes_text_size;

static bool choice(const struct form_choice *choices, struct str name, int64_t *out_value)
{
    for (; choices->name; choices++)
        if (str_eq(str_from(choices->name), name)) {
            *out_value = choices->value;
            return true;
        }
    return false;
}

/* amount, unit, source: the rest of a line. Nothing there: no limit of its own. */
static enum err put_limit(struct ctx *ctx, int64_t class, int64_t urgency, struct str rest)
{
    struct str amount, unit;
    struct matter_limit_in in = {.class = class, .urgency = urgency, .from = ctx_today(ctx)};
    struct act_result done = {0};
    if (str_empty(rest))
        return ERR_OK;
    if (!str_cut(&rest, '\t', &amount) || !str_int(amount, &in.amount) ||
        !str_cut(&rest, '\t', &unit) || !choice(matter_limit_kinds, unit, &in.kind))
        return ERR_INVALID;
    in.source = rest;
    return matter_act_limit(ctx, &in, &done);
}

static enum err put_class(struct ctx *ctx, struct map *known, struct str rest)
{
    struct str path, parent_path = STR("");
    int64_t *id = ARENA_NEW(ctx->arena, int64_t), *parent;
    if (!str_cut(&rest, '\t', &path))
        return ERR_INVALID;
    size_t slash = str_find_char(path, '/', 0);
    struct str name = path;
    if (slash != SIZE_MAX) {
        parent_path = str_slice(path, 0, slash);
        name = str_slice(path, slash + 1, path.len);
    }
    parent = map_get(known, parent_path);
    if (!str_empty(parent_path) && !parent)
        return ERR_INVALID;
    enum err e = matter_class_make(ctx, parent ? *parent : 0, name, id);
    if (e)
        return e;
    map_put(ctx->arena, known, path, id);
    return put_limit(ctx, *id, 0, rest);
}

static enum err put_line(struct ctx *ctx, struct map *known, struct str line)
{
    struct str word, rest = line;
    int64_t urgency;
    if (str_empty(line) || line.ptr[0] == '#')
        return ERR_OK;
    if (!str_cut(&rest, '\t', &word))
        return ERR_INVALID;
    if (str_eq(word, STR("class")))
        return put_class(ctx, known, rest);
    struct str name;
    if (!str_eq(word, STR("limit")) || !str_cut(&rest, '\t', &name) ||
        !choice(matter_urgencies, name, &urgency))
        return ERR_INVALID;
    return put_limit(ctx, 0, urgency, rest);
}

enum err matter_defaults(struct ctx *ctx)
{
    struct str rest = {matter_classes_text, matter_classes_text_size}, line;
    struct map known = {0};
    while (str_cut(&rest, '\n', &line)) {
        enum err e = put_line(ctx, &known, line);
        if (e)
            return ctx_fail_detail(ctx, e, NULL, T("缺省类别表的这一行读不懂：{}"), line);
    }
    return ERR_OK;
}
