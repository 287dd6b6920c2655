#include "core/setting.h"

#include "core/event.h"
#include "core/journal.h"
#include "core_query.h"

enum err setting_get(struct ctx *ctx, const char *name, int64_t *out_value)
{
    struct sql_setting_value_in in = {ctx->park, str_from(name), ctx_today(ctx)};
    struct sql_setting_value_row row = {0};
    enum err e = sql_setting_value(ctx->db, ctx->arena, &in, &row);
    *out_value = row.value;
    return e;
}

static enum err value_on(struct ctx *ctx, struct str name, int32_t day, int64_t *out_value)
{
    struct sql_setting_value_in in = {ctx->park, name, day};
    struct sql_setting_value_row row = {0};
    enum err e = sql_setting_value(ctx->db, ctx->arena, &in, &row);
    *out_value = row.value;
    return e;
}

enum err setting_set(struct ctx *ctx, struct str name, int64_t value, int32_t since,
                     struct str source)
{
    struct sql_setting_kind_get_row kind;
    struct sql_setting_kind_get_in which = {ctx->park, name};
    enum err e = sql_setting_kind_get(ctx->db, ctx->arena, &which, &kind);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(ctx, ERR_NOT_FOUND, "name", T("没有这项设置"));
    if (e)
        return e;
    if (value < kind.low || value > kind.high)
        return ctx_fail_detail(
            ctx, ERR_INVALID, "value", T("应在 {} 之间"),
            str_print(ctx->arena, "%lld–%lld", (long long)kind.low, (long long)kind.high));
    if (since == DAY_NONE)
        since = ctx_today(ctx);
    if (since < ctx_today(ctx))
        return ctx_fail(ctx, ERR_INVALID, "since", T("生效日期不能早于今天"));
    int64_t before;
    e = value_on(ctx, name, since, &before);
    if (e)
        return e;
    struct sql_setting_put_in in = {.park = ctx->park,
                                    .name = name,
                                    .since = since,
                                    .value = value,
                                    .source = str_null(source) ? STR("") : source,
                                    .person = ctx->actor.person,
                                    .at = ctx->now_us};
    e = sql_setting_put(ctx->db, &in, NULL);
    if (e)
        return e;
    struct journal_field f[] = {
        journal_new("name", name), journal_int(ctx->arena, "value", before, value),
        journal_day(ctx->arena, "since", DAY_NONE, since), journal_new("source", in.source)};
    e = journal_add(ctx, "setting", 0, "set", f, 4);
    return e ? e : event_emit(ctx, "setting.changed", "setting", 0);
}

enum err setting_list(struct ctx *ctx, struct setting_row **out, size_t *out_n)
{
    struct sql_setting_kinds_row *kinds;
    struct sql_setting_values_row *values;
    size_t value_n, v = 0;
    enum err e = sql_setting_kinds(ctx->db, ctx->arena, &(struct sql_setting_kinds_in){ctx->park},
                                   &kinds, out_n);
    if (e)
        return e;
    struct sql_setting_values_in until = {ctx->park, ctx_today(ctx)};
    e = sql_setting_values(ctx->db, ctx->arena, &until, &values, &value_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct setting_row, *out_n);
    for (size_t i = 0; i < *out_n; i++) {
        struct setting_row *row = &(*out)[i];
        *row = (struct setting_row){.name = kinds[i].name,
                                    .label = kinds[i].label,
                                    .source = kinds[i].source,
                                    .value = kinds[i].initial,
                                    .low = kinds[i].low,
                                    .high = kinds[i].high,
                                    .initial = kinds[i].initial,
                                    .since = DAY_NONE};
        /* Both lists run by name; of one name the last value is in force. */
        for (; v < value_n && str_cmp(values[v].name, row->name) <= 0; v++)
            if (str_eq(values[v].name, row->name)) {
                row->value = values[v].value;
                row->since = values[v].since;
                row->source = values[v].source;
            }
    }
    return ERR_OK;
}

static bool declared_so(const struct sql_setting_kind_get_row *row, const struct setting *s)
{
    return str_eq(row->label, str_from(s->label)) && row->low == s->min && row->high == s->max &&
           row->initial == s->initial && str_eq(row->source, str_from(s->source));
}

enum err setting_declare(struct ctx *ctx, const struct setting *settings, size_t n)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && !e; i++) {
        const struct setting *s = &settings[i];
        struct sql_setting_kind_get_row row;
        struct sql_setting_kind_get_in which = {ctx->park, str_from(s->name)};
        e = sql_setting_kind_get(ctx->db, ctx->arena, &which, &row);
        if (!e && declared_so(&row, s))
            continue; /* nothing is written when nothing changed */
        if (e && e != ERR_NOT_FOUND)
            return e;
        struct sql_setting_kind_put_in in = {.park = ctx->park,
                                             .name = str_from(s->name),
                                             .label = str_from(s->label),
                                             .low = s->min,
                                             .high = s->max,
                                             .initial = s->initial,
                                             .source =
                                                 s->source != NULL ? str_from(s->source) : STR("")};
        e = sql_setting_kind_put(ctx->db, &in, NULL);
    }
    return e;
}
