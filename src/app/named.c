#include "app/named.h"

#include <string.h>

#include "app/modules.h"
#include "base/json.h"
#include "base/pairs.h"
#include "core/org.h"
#include "core/person.h"
#include "db/db.h"
#include "domain/matter/matter_find.h"
#include "domain/patent/patent_owner.h"

/* A record's id has at least 15 digits (core/id.h): shorter ones are numbers that people see. */
enum { NUMBER_TEXT_MAX = 14, SHOWN_BYTES_MAX = 4 << 20 };

/* ---- kinds of record ------------------------------------------------------------------------- */

typedef enum err named_fn(struct ctx *ctx, struct str word, int64_t *out_id);

static enum err named_matter(struct ctx *ctx, struct str word, int64_t *out_id)
{
    return modules_record(ctx, "matter", word, out_id);
}

static enum err named_org(struct ctx *ctx, struct str word, int64_t *out_id)
{
    struct org org;
    enum err e = org_by_name(ctx, word, &org);
    *out_id = e ? 0 : org.id.n;
    return e;
}

static enum err named_person(struct ctx *ctx, struct str word, int64_t *out_id)
{
    struct person person;
    enum err e = person_find(ctx, word, &person);
    *out_id = e ? 0 : person.id.n;
    return e;
}

static enum err named_zone(struct ctx *ctx, struct str word, int64_t *out_id)
{
    struct zone zone;
    enum err e = zone_by_name(ctx, word, &zone);
    *out_id = e ? 0 : zone.id.n;
    return e;
}

/* By its full name, else by its own when no other class has it. */
static enum err named_class(struct ctx *ctx, struct str word, int64_t *out_id)
{
    struct matter_classes all = {0};
    size_t n = 0;
    enum err e = matter_find_classes(ctx, &all);
    for (size_t i = 0; !e && i < all.rows.n; i++) {
        const struct matter_class_row *row = &all.rows.at[i];
        if (str_eq(row->full_name, word)) {
            *out_id = row->id.n;
            return ERR_OK;
        }
        if (!str_eq(row->name, word))
            continue;
        *out_id = row->id.n;
        n++;
    }
    if (!e && n > 1)
        return ctx_fail_detail(ctx, ERR_INVALID, "class", T("有几个类别都叫“{}”，请写全名"), word);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

/* Whose names a field takes, in every module; `id` and `ids` are the module's own records. */
static const struct {
    const char *field;
    named_fn *fn;
} fields[] = {
    {"lead", named_org},       {"helpers", named_org},    {"department", named_org},
    {"org", named_org},        {"to_org", named_org},     {"firm", named_org},
    {"leader", named_person},  {"person", named_person},  {"officer", named_person},
    {"standin", named_person}, {"class", named_class},    {"zone", named_zone},
    {"matter", named_matter},  {"matters", named_matter}, {"people", named_person},
    {"set", patent_set_named},
};

static const struct {
    const char *module;
    named_fn *fn;
} modules_named[] = {
    {"matter", named_matter}, {"duty", named_matter}, {"org", named_org},     {"firm", named_org},
    {"person", named_person}, {"zone", named_zone},   {"class", named_class},
};

static named_fn *namer(const char *module, const struct field *field)
{
    struct str name = str_from(field->name);
    if (field->type != FIELD_ID && field->type != FIELD_IDS)
        return NULL;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (str_eq(name, str_from(fields[i].field)))
            return fields[i].fn;
    if (str_eq(name, STR("parent")))
        return str_eq(str_from(module), STR("class")) ? named_class : named_org;
    if (!str_eq(name, STR("id")) && !str_eq(name, STR("ids")) && !str_eq(name, STR("into")))
        return NULL;
    for (size_t i = 0; i < sizeof modules_named / sizeof modules_named[0]; i++)
        if (str_eq(str_from(module), str_from(modules_named[i].module)))
            return modules_named[i].fn;
    return NULL;
}

/* Only matters are called by numbers, and by shorter ones; a collection may be called "2025". */
static bool is_id(struct str word, named_fn *fn)
{
    int64_t n;
    return str_int(word, &n) &&
           (word.len > NUMBER_TEXT_MAX || (fn != named_matter && fn != patent_set_named));
}

typedef named_fn *named_which(const char *module, const struct field *field);

static enum err put_ids(struct ctx *ctx, const char *module, const struct form *form,
                        named_which *which, struct form_pairs pairs, struct form_pairs *out)
{
    struct form_pair *at = ARENA_ARRAY(ctx->arena, struct form_pair, pairs.n + 1);
    for (size_t i = 0; i < pairs.n; i++) {
        at[i] = pairs.at[i];
        const struct field *field = form_field(form, at[i].name);
        named_fn *fn = field && ctx->db ? which(module, field) : NULL;
        int64_t id;
        if (!fn || str_empty(at[i].value) || is_id(at[i].value, fn))
            continue;
        enum err e = fn(ctx, at[i].value, &id);
        if (e == ERR_NOT_FOUND) {
            error_clear(&ctx->error);
            return ctx_fail_detail(ctx, e, field->name, T("没有叫“{}”的，也没有这个编号"),
                                   at[i].value);
        }
        if (e)
            return e;
        at[i].value = str_print(ctx->arena, "%lld", (long long)id);
    }
    *out = (struct form_pairs){at, pairs.n};
    return ERR_OK;
}

enum err named_ids(struct ctx *ctx, const char *module, const struct form *form,
                   struct form_pairs pairs, struct form_pairs *out)
{
    return put_ids(ctx, module, form, namer, pairs, out);
}

static named_fn *set_namer(const char *module, const struct field *field)
{
    named_fn *fn = namer(module, field);
    return fn == patent_set_named ? fn : NULL;
}

enum err named_sets(struct ctx *ctx, const struct form *form, struct form_pairs pairs,
                    struct form_pairs *out)
{
    return put_ids(ctx, "patent", form, set_namer, pairs, out);
}

/* ---- what a page would have carried ---------------------------------------------------------- */

static bool wants(const struct form *form, struct form_pairs pairs, const char *name)
{
    const struct field *field = form_field(form, str_from(name));
    return field && (field->flags & FORM_REQUIRED) && str_null(form_value(pairs, str_from(name)));
}

static struct form_pairs with(struct ctx *ctx, struct form_pairs pairs, const char *name, int64_t n)
{
    return pairs_with(ctx->arena, pairs, str_from(name),
                      str_print(ctx->arena, "%lld", (long long)n));
}

/* The open duty of the person's own department; for staff the one that leads. */
static const struct duty_view *own_duty(const struct ctx *ctx, const struct matter_view *v)
{
    const struct duty_view *lead = NULL;
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct duty_view *d = &v->duties.at[i];
        if (!d->open)
            continue;
        if (ctx->actor.org.n && d->org.n == ctx->actor.org.n)
            return d;
        if (d->lead)
            lead = d;
    }
    return ctx->actor.org.n ? NULL : lead;
}

static const struct duty_view *duty_of(const struct matter_view *v, struct str id)
{
    int64_t n;
    for (size_t i = 0; str_int(id, &n) && i < v->duties.n; i++)
        if (v->duties.at[i].id.n == n)
            return &v->duties.at[i];
    return NULL;
}

/* The only ask that waits for this person. */
static int64_t only_ask(const struct matter_view *v)
{
    int64_t one = 0;
    for (size_t i = 0; i < v->asks.n; i++) {
        if (!v->asks.at[i].may_decide)
            continue;
        if (one)
            return 0;
        one = v->asks.at[i].id.n;
    }
    return one;
}

static enum err rest_of_matter(struct ctx *ctx, const struct form *form, int64_t id,
                               struct form_pairs *pairs, int64_t *out_version)
{
    struct matter_view v;
    enum err e = matter_find_one(ctx, (struct matter_id){id}, &v);
    if (e)
        return e;
    bool of_duty = form_field(form, STR("duty")) != NULL;
    const struct duty_view *duty = own_duty(ctx, &v);
    if (wants(form, *pairs, "duty") && !duty)
        return ctx_fail(ctx, ERR_CONFLICT, "duty", T("这件事项没有您能办的在办交办"));
    if (wants(form, *pairs, "duty"))
        *pairs = with(ctx, *pairs, "duty", duty->id.n);
    if (wants(form, *pairs, "ask") && only_ask(&v))
        *pairs = with(ctx, *pairs, "ask", only_ask(&v));
    if (of_duty)
        duty = duty_of(&v, form_value(*pairs, STR("duty")));
    *out_version = !of_duty ? v.row.version : duty ? duty->version : 0;
    return ERR_OK;
}

/* Any other module: the version that its own `show` tells, of a collection `patent.set`. */
static enum err version_shown(struct ctx *ctx, const char *module, const struct form *form,
                              struct str id, int64_t *out_version)
{
    struct str name =
        str_print(ctx->arena, "%s.%s", module, form_field(form, STR("set")) ? "set" : "show");
    const struct find *find = modules_find(name);
    if (!find || !find->positional || !ctx_may(ctx, find->roles))
        return ERR_OK;
    struct form_pair pair = {str_from(find->positional), id};
    struct form_errors errors = {0};
    struct buf json;
    const struct json *root;
    void *in = arena_alloc(ctx->arena, find->form->size);
    buf_init(&json, ctx->arena, SHOWN_BYTES_MAX);
    if (form_decode(ctx->arena, find->form, (struct form_pairs){&pair, 1}, in, &errors))
        return ERR_OK;
    enum err e = find->run(ctx, in, &json);
    if (!e)
        e = json_parse_up_to(ctx->arena, buf_str(&json), SHOWN_BYTES_MAX, &root, &ctx->error);
    if (!e)
        *out_version = json_int(json_member(root, "version"), 0);
    return e;
}

static enum err current(struct ctx *ctx, const char *module, const struct form *form, struct str id,
                        struct form_pairs *pairs, int64_t *out_version)
{
    struct str name = str_from(module);
    struct org org;
    struct person person;
    int64_t n;
    enum err e = ERR_OK;
    if (!str_int(id, &n))
        return ERR_OK;
    if (str_eq(name, STR("matter")) || str_eq(name, STR("duty")))
        return rest_of_matter(ctx, form, n, pairs, out_version);
    if (str_eq(name, STR("org")) || str_eq(name, STR("firm"))) {
        e = org_get(ctx, (struct org_id){n}, &org);
        *out_version = e ? 0 : org.version;
    } else if (str_eq(name, STR("person"))) {
        e = person_get(ctx, (struct person_id){n}, &person);
        *out_version = e ? 0 : person.version;
    } else {
        e = version_shown(ctx, module, form, id, out_version);
    }
    return e;
}

enum err named_rest(struct ctx *ctx, const char *module, const struct form *form,
                    struct form_pairs pairs, struct form_pairs *out, int64_t *out_version)
{
    bool of_set = form_field(form, STR("set")) && !form_field(form, STR("id"));
    struct str id = form_value(pairs, of_set ? STR("set") : STR("id"));
    bool carried =
        wants(form, pairs, "version") || wants(form, pairs, "duty") || wants(form, pairs, "ask");
    int64_t version = 0;
    *out = pairs;
    *out_version = 0;
    if (!ctx->db || !carried || str_empty(id))
        return ERR_OK;
    enum err e = db_read_begin(ctx->db);
    if (!e)
        e = current(ctx, module, form, id, out, &version);
    db_read_end(ctx->db);
    if (e == ERR_NOT_FOUND || e == ERR_DENIED) { /* the act itself says it better */
        error_clear(&ctx->error);
        return ERR_OK;
    }
    if (!e && version && wants(form, *out, "version")) {
        *out = with(ctx, *out, "version", version);
        *out_version = version;
    }
    return e;
}
