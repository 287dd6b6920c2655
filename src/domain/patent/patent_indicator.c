/*
 * The figures that parks print: valid invention patents, per 10,000 people, growth, and those of
 * high value by the grounds that the records can prove. A ground without data says so: null, never
 * 0.
 */
#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "domain/patent/patent_rule.h"
#include "domain/patent/patent_table.h"
#include "engine/patentnum/num.h"

enum { INDICATOR_ARENA_MAX = 512 << 20 };

static const char valid_query[] = "simple_legal_status:1 AND patent_type:B AND office:CN";

struct one { /* a valid invention */
    struct str family;
    bool ten_years, pledged;
};

struct indicators {
    struct ctx *ctx;
    struct arena arena; /* beside ctx->arena, which the walk gives back */
    int32_t today;
    VEC(struct one) valid;
    struct map abroad; /* families with a right granted elsewhere that was not lost */
};

static bool has_event(const struct patent_doc *doc, const char *code)
{
    for (size_t i = 0; i < doc->event_n; i++)
        if (str_eq(doc->events[i], str_from(code)))
            return true;
    return false;
}

static enum err look(void *arg, const struct patent_seen *seen)
{
    struct indicators *x = arg;
    const struct patent_doc *doc = &seen->doc;
    bool granted = seen->stage == PATENTNUM_GRANTED && seen->right == PATENTNUM_INVENTION;
    bool chinese = str_eq(doc->code[CODE_OFFICE], STR("CN"));
    struct str family = doc->code[CODE_FAMILY];
    if (granted && !chinese && family.len && !str_eq(doc->code[CODE_STATUS], STR("0")))
        map_put(&x->arena, &x->abroad, str_dup(&x->arena, family), x);
    if (granted && chinese && str_eq(doc->code[CODE_STATUS], STR("1")))
        *VEC_ADD(&x->arena, &x->valid) =
            (struct one){str_dup(&x->arena, family),
                         patent_kept_ten(doc->day[DAY_APPLIED], x->today), has_event(doc, "63")};
    return ERR_OK;
}

/* Hundredths as they are printed: 13079 is 130.79. */
static void put_hundredths(struct ctx *ctx, struct json_out *j, const char *name, int64_t n)
{
    if (n == INT64_MIN) {
        json_put_null(j, name);
        return;
    }
    int64_t whole = n < 0 ? -n : n;
    json_put_str(j, name,
                 str_print(ctx->arena, "%s%lld.%02lld", n < 0 ? "-" : "", (long long)(whole / 100),
                           (long long)(whole % 100)));
}

static void write_grounds(struct indicators *x, struct json_out *j)
{
    int64_t abroad = 0, ten = 0, pledged = 0, once = 0;
    for (size_t i = 0; i < x->valid.n; i++) {
        const struct one *v = &x->valid.at[i];
        bool elsewhere = v->family.len && map_get(&x->abroad, v->family) != NULL;
        abroad += elsewhere;
        ten += v->ten_years;
        pledged += v->pledged;
        once += elsewhere || v->ten_years || v->pledged;
    }
    json_open(j, "high_value", '{');
    json_put_null(j, "strategic_industry"); /* needs the table of industries: not imported */
    json_put_int(j, "granted_abroad", abroad);
    json_put_int(j, "kept_over_ten_years", ten);
    json_put_int(j, "pledged", pledged); /* of any amount: the threshold is not public */
    json_put_null(j, "awarded");         /* no list of awards */
    json_put_int(j, "at_least", once);   /* each patent once, by the grounds that have data */
    json_close(j, '}');
}

enum err patent_find_indicators(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct patent_indicators_in *in = given;
    struct indicators x = {.ctx = ctx, .today = ctx_today(ctx)};
    arena_init(&x.arena, INDICATOR_ARENA_MAX);
    enum err e = patent_hits(ctx, STR(""), in->set, NULL, look, &x);
    int64_t n = in->valid ? in->valid : (int64_t)x.valid.n;
    if (!e) {
        struct json_out j = json_to(out);
        json_open(&j, NULL, '{');
        json_put_day(&j, "day", x.today);
        json_put_int(&j, "valid_inventions", n);
        json_put_c(&j, "query", in->valid ? NULL : valid_query);
        put_hundredths(ctx, &j, "per_10k", in->people ? patent_per_10k(n, in->people) : INT64_MIN);
        put_hundredths(ctx, &j, "growth_percent",
                       in->before ? patent_rate(n - in->before, in->before) : INT64_MIN);
        if (!in->valid)
            write_grounds(&x, &j);
        json_close(&j, '}');
    }
    arena_release(&x.arena);
    return e ? e : buf_full(out) ? ERR_LIMIT : ERR_OK;
}
