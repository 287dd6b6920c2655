#include "core/job.h"

#include "core_query.h"

enum err job_take(struct ctx *ctx, const struct job *job, struct str holder, bool *out_mine)
{
    struct sql_job_take_in in = {.park = ctx->park,
                                 .name = str_from(job->name),
                                 .holder = holder,
                                 .until = ctx->now_us + JOB_LEASE_US,
                                 .now = ctx->now_us,
                                 .due = ctx->now_us - job->every_s * SECOND_US};
    struct sql_job_take_row row;
    enum err e = sql_job_take(ctx->db, ctx->arena, &in, &row);
    *out_mine = !e;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err job_done(struct ctx *ctx, const struct job *job, struct str holder, enum err result)
{
    struct sql_job_done_in in = {.park = ctx->park,
                                 .name = str_from(job->name),
                                 .holder = holder,
                                 .now = ctx->now_us,
                                 .fault = result ? str_from(err_name(result)) : STR("")};
    return sql_job_done(ctx->db, &in, NULL);
}

enum err job_list(struct ctx *ctx, struct job_info **out, size_t *out_n)
{
    struct sql_job_all_row *rows;
    enum err e =
        sql_job_all(ctx->db, ctx->arena, &(struct sql_job_all_in){ctx->park}, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct job_info, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct job_info){.name = rows[i].name,
                                      .holder = rows[i].holder,
                                      .fault = rows[i].fault,
                                      .started = rows[i].started,
                                      .finished = rows[i].finished,
                                      .until = rows[i].until};
    return ERR_OK;
}

enum err mark_set(struct ctx *ctx, const char *name, struct str note)
{
    struct sql_mark_put_in in = {ctx->park, str_from(name), ctx->now_us,
                                 str_null(note) ? STR("") : note};
    return sql_mark_put(ctx->db, &in, NULL);
}

enum err mark_get(struct ctx *ctx, const char *name, int64_t *out_at, struct str *out_note)
{
    struct sql_mark_get_row row;
    struct sql_mark_get_in in = {ctx->park, str_from(name)};
    enum err e = sql_mark_get(ctx->db, ctx->arena, &in, &row);
    if (!e) {
        *out_at = row.at;
        *out_note = row.note;
    }
    return e;
}
