#include "domain/patent/patent_columns.h"

#include "domain/patent/patent.h"
#include "engine/patentread/record.h"
#include "patent_index_query.h"

enum err patent_columns_make(struct ctx *ctx, const struct view *view, struct patent_columns *out)
{
    struct sql_patent_shown_names_row *rows;
    size_t n;
    *out = (struct patent_columns){.view = view};
    enum err e = sql_patent_shown_names(
        ctx->db, ctx->arena,
        &(struct sql_patent_shown_names_in){ctx->park, PATENT_NAME_OURS, PATENT_APPLICANT}, &rows,
        &n);
    for (size_t i = 0; !e && i < n; i++) {
        const struct str *other = map_get(&out->shown, rows[i].text);
        if (other && !str_eq(*other, rows[i].shown))
            return ERR_CONFLICT;
        map_put(ctx->arena, &out->shown, rows[i].text, &rows[i].shown);
    }
    return e;
}

struct values {
    const uint32_t *at;
    uint32_t n;
};

static struct values values_of(const struct segment *s, enum dim dim, uint32_t doc)
{
    const uint32_t *at = segment_dim_u32(s, s->dim[dim].at);
    return (struct values){segment_dim_u32(s, s->dim[dim].value) + at[doc], at[doc + 1] - at[doc]};
}

static struct str text_of(const struct patent_columns *c, enum dim dim, uint32_t value)
{
    return names_at(c->view->names, dim, value & ~SEGMENT_FIRST)->text;
}

static void take_codes(const struct patent_columns *c, const struct segment *s, uint32_t doc,
                       struct patent_doc *out)
{
    static const struct {
        enum query_code code;
        enum dim dim;
    } codes[] = {{CODE_OFFICE, DIM_OFFICE}, {CODE_KIND, DIM_KIND},   {CODE_TYPE, DIM_TYPE},
                 {CODE_STATUS, DIM_STATUS}, {CODE_LEGAL, DIM_LEGAL}, {CODE_ZONE, DIM_ZONE},
                 {CODE_REGION, DIM_REGION}};
    for (size_t i = 0; i < CODE_N_; i++)
        out->code[i] = STR("");
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct values v = values_of(s, codes[i].dim, doc);
        if (v.n)
            out->code[codes[i].code] = text_of(c, codes[i].dim, v.at[0]);
    }
    out->code[CODE_NUMBER] = segment_text(s, TEXT_NUMBER, doc);
    out->code[CODE_APPLICATION] = segment_text(s, TEXT_APPLICATION, doc);
    out->code[CODE_FAMILY] = segment_text(s, TEXT_FAMILY, doc);
}

static void take_numbers(const struct segment *s, uint32_t doc, struct patent_doc *out)
{
    const int32_t *days = segment_at(s, SEC_DAYS), *counts = segment_at(s, SEC_COUNTS);
    for (size_t i = 0; i < DAY_N_; i++)
        out->day[i] = days[i * s->docs + doc];
    for (size_t i = 0; i < INT_N_; i++)
        out->count[i] = counts[i * s->docs + doc];
}

static void take_classes(const struct patent_columns *c, const struct segment *s, uint32_t doc,
                         struct arena *arena, struct patent_doc *out)
{
    struct values ipc = values_of(s, DIM_IPC, doc), cpc = values_of(s, DIM_CPC, doc);
    struct doc_class *at = ARENA_ARRAY(arena, struct doc_class, ipc.n + cpc.n + 1);
    out->classes = at;
    for (uint32_t i = 0; i < ipc.n; i++)
        at[out->class_n++] = (struct doc_class){text_of(c, DIM_IPC, ipc.at[i]), false,
                                                (ipc.at[i] & SEGMENT_FIRST) != 0};
    for (uint32_t i = 0; i < cpc.n; i++)
        at[out->class_n++] = (struct doc_class){text_of(c, DIM_CPC, cpc.at[i]), true,
                                                (cpc.at[i] & SEGMENT_FIRST) != 0};
}

static const struct str *take_names(const struct patent_columns *c, const struct segment *s,
                                    uint32_t doc, enum dim dim, struct arena *arena, size_t *out_n)
{
    struct values v = values_of(s, dim, doc);
    struct str *at = ARENA_ARRAY(arena, struct str, v.n + 1);
    for (uint32_t i = 0; i < v.n; i++)
        at[i] = text_of(c, dim, v.at[i]);
    *out_n = v.n;
    return at;
}

void patent_columns_seen(const struct patent_columns *c, const struct segment *s, uint32_t doc,
                         struct arena *arena, struct patent_seen *out)
{
    *out = (struct patent_seen){.title = STR(""),
                                .ipc = STR(""),
                                .applicant = STR(""),
                                .legal = STR(""),
                                .family_extended = STR("")};
    struct patent_doc *d = &out->doc;
    d->id = s->id[doc];
    d->title = d->abstract = d->claims = STR("");
    take_codes(c, s, doc, d);
    take_numbers(s, doc, d);
    take_classes(c, s, doc, arena, d);
    d->applicants = take_names(c, s, doc, DIM_APPLICANT, arena, &d->applicant_n);
    d->inventors = take_names(c, s, doc, DIM_INVENTOR, arena, &d->inventor_n);
    struct str *shown = ARENA_ARRAY(arena, struct str, d->applicant_n + 1);
    for (size_t i = 0; i < d->applicant_n; i++) {
        const struct str *known = map_get(&c->shown, d->applicants[i]);
        shown[i] = known ? *known : d->applicants[i];
    }
    out->names = shown;
    out->key = d->code[CODE_NUMBER];
}
