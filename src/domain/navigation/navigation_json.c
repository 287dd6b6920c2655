/* Finds: projects, one of them with its gates, a report. */
#include "base/json.h"
#include "domain/navigation/navigation_find.h"
#include "domain/navigation/navigation_report.h"

static void put_row(struct json_out *j, const struct ctx *ctx, const struct navigation_project *r)
{
    json_put_id(j, "id", r->id.n);
    json_put_str(j, "number", r->number);
    json_put_str(j, "title", r->title);
    json_put_c(j, "part", navigation_part_name(r->part));
    json_put_c(j, "step", navigation_step_name(r->step));
    json_put_day(j, "starts", r->starts);
    json_put_day(j, "ends", r->ends);
    json_put_str(j, "maker", r->maker_name);
    json_put_instant(j, "made_at", r->made_at, ctx->offset_min);
    json_put_instant(j, "closed_at", r->closed_at, ctx->offset_min);
    json_put_int(j, "version", r->version);
}

enum err navigation_json_list(struct ctx *ctx, const void *input, struct buf *out)
{
    (void)input;
    struct navigation_projects list;
    enum err e = navigation_find_list(ctx, &list);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < list.rows.n; i++) {
        json_open(&j, NULL, '{');
        put_row(&j, ctx, &list.rows.at[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

static void put_sources(struct json_out *j, const struct navigation_view *v)
{
    json_open(j, "sources", '[');
    for (size_t i = 0; i < v->sources.n; i++) {
        const struct navigation_source_view *s = &v->sources.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", s->id.n);
        json_put_id(j, "collection", s->collection.n);
        json_put_str(j, "name", s->name);
        json_put_int(j, "version", s->seq);
        json_put_int(j, "n", s->n);
        json_put_str(j, "query", s->query);
        json_put_day(j, "cutoff", s->cutoff);
        json_put_str(j, "hash", s->hash);
        json_put_bool(j, "clean", s->clean);
        json_open(j, "measures", '[');
        for (size_t k = 0; k < s->measures.n; k++) {
            const struct navigation_measure_view *m = &s->measures.at[k];
            json_open(j, NULL, '{');
            json_put_str(j, "query", m->query);
            json_put_int(j, "found", m->found);
            json_put_int(j, "judged", m->judged);
            json_put_int(j, "right", m->right);
            json_put_int(j, "wanted", m->wanted);
            json_put_int(j, "recalled", m->recalled);
            json_put_int(j, "sampled", m->sampled);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_figures(struct json_out *j, struct ctx *ctx, const struct navigation_view *v)
{
    json_open(j, "figures", '[');
    for (size_t i = 0; i < v->figures.n; i++) {
        const struct navigation_figure_view *f = &v->figures.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", f->id.n);
        json_put_id(j, "source", f->source.n);
        json_put_str(j, "title", f->title);
        json_put_c(j, "method", form_choice_of(navigation_methods, f->ask.method)->name);
        json_put_c(j, "unit", f->ask.family ? "family" : "record");
        json_put_str(j, "query", f->understood);
        json_put_day(j, "cutoff", f->cutoff);
        json_put_str(j, "hash", f->hash);
        json_put_bool(j, "stale", f->stale);
        json_put_int(j, "top", f->value.top);
        json_put_int(j, "whole", f->value.whole);
        json_put_str(j, "words", f->value.words);
        json_put_json(j, "value", navigation_value_json(ctx, &f->value, false));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_history(struct json_out *j, const struct ctx *ctx,
                        const struct navigation_conclusion_view *c)
{
    json_open(j, "before", '[');
    for (size_t i = 0; i < c->was.n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "text", c->was.at[i].text);
        json_put_str(j, "figures", c->was.at[i].figures);
        json_put_str(j, "maker", c->was.at[i].maker_name);
        json_put_instant(j, "made_at", c->was.at[i].made_at, ctx->offset_min);
        json_put_str(j, "changed_by", c->was.at[i].ender_name);
        json_put_instant(j, "changed_at", c->was.at[i].ended_at, ctx->offset_min);
        json_put_str(j, "reason", c->was.at[i].reason);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_ends(struct json_out *j, const struct ctx *ctx, const struct navigation_view *v)
{
    json_open(j, "conclusions", '[');
    for (size_t i = 0; i < v->conclusions.n; i++) {
        const struct navigation_conclusion_view *c = &v->conclusions.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "id", c->id.n);
        json_put_str(j, "text", c->text);
        json_open(j, "figures", '[');
        for (size_t k = 0; k < c->cites.n; k++)
            json_put_id(j, NULL, c->cites.at[k].n);
        json_close(j, ']');
        put_history(j, ctx, c);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "duties", '[');
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct navigation_duty_view *d = &v->duties.at[i];
        json_open(j, NULL, '{');
        json_put_id(j, "matter", d->matter.n);
        json_put_id(j, "conclusion", d->conclusion.n);
        json_put_str(j, "number", d->number);
        json_put_str(j, "lead", d->lead_name);
        json_put_day(j, "due", d->due);
        json_put_day(j, "done", d->done);
        json_put_c(j, "outcome", navigation_outcome_name(d->outcome));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_gate(struct json_out *j, struct ctx *ctx, const struct navigation_view *v)
{
    json_open(j, "missing", '[');
    for (size_t i = 0; i < v->lacks.n; i++) {
        const struct navigation_lack *lack = &v->lacks.at[i];
        json_open(j, NULL, '{');
        json_put_c(j, "step", navigation_step_name(lack->step));
        json_put_c(j, "what", navigation_missing_name(lack->what));
        json_put_int(j, "n", lack->n);
        json_put_str(j, "words",
                     tr_with(ctx->arena, ctx->lang, navigation_missing_words(lack->what),
                             str_print(ctx->arena, "%lld", (long long)lack->n)));
        json_close(j, '}');
    }
    json_close(j, ']');
}

enum err navigation_json_show(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct navigation_show_in *in = input;
    struct navigation_view v;
    struct navigation_id id;
    enum err e = navigation_by_number(ctx, in->number, &id);
    if (!e)
        e = navigation_find_one(ctx, id, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    put_row(&j, ctx, &v.row);
    json_put_str(&j, "need", v.row.need);
    json_put_str(&j, "scope", v.row.scope);
    json_put_str(&j, "effect", v.row.effect);
    put_gate(&j, ctx, &v);
    put_sources(&j, &v);
    put_figures(&j, ctx, &v);
    put_ends(&j, ctx, &v);
    json_open(&j, "reports", '[');
    for (size_t i = 0; i < v.reports.n; i++) {
        json_open(&j, NULL, '{');
        json_put_id(&j, "id", v.reports.at[i].id.n);
        json_put_int(&j, "seq", v.reports.at[i].seq);
        json_put_str(&j, "period", v.reports.at[i].period);
        json_put_instant(&j, "made_at", v.reports.at[i].made_at, ctx->offset_min);
        json_put_str(&j, "hash", v.reports.at[i].hash);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err navigation_json_report(struct ctx *ctx, const void *input, struct buf *out)
{
    const struct navigation_report_show_in *in = input;
    struct navigation_report_view v;
    enum err e = navigation_report_find(ctx, (struct navigation_report_id){in->report}, &v);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_id(&j, "id", v.row.id.n);
    json_put_id(&j, "navigation", v.navigation.n);
    json_put_int(&j, "seq", v.row.seq);
    json_put_instant(&j, "made_at", v.row.made_at, ctx->offset_min);
    json_put_json(&j, "document", navigation_doc_json(ctx, &v.doc));
    json_close(&j, '}');
    return ERR_OK;
}
