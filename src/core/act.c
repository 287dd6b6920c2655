#include "core/act.h"

#include <assert.h>

#include "base/hash.h"
#include "core/event.h"
#include "core/journal.h"
#include "core/person.h"
#include "core_query.h"
#include "db/writer.h"

enum { ACT_DIGEST_INPUT_MAX = 4 * 1024 * 1024 };

/* One piece of work on the writer: either a declared act, or fn(ctx, arg). */
struct task {
    const struct app_db *app_db;
    struct ctx *ctx;
    const struct act *act;
    void *in;
    struct act_result *out;
    enum err (*fn)(struct ctx *ctx, void *arg);
    void *arg;
};

/* What the input was, so that a repeated act id with other input is seen. Secrets are left out of
 * it: their digest would be a guessable trace of a password. */
static enum err digest_input(struct task *task, struct str *out_digest)
{
    struct ctx *ctx = task->ctx;
    const struct form *form = task->act->form;
    struct form_pairs pairs = form_encode(ctx->arena, form, task->in);
    struct buf bytes;
    buf_init(&bytes, ctx->arena, ACT_DIGEST_INPUT_MAX);
    buf_add(&bytes, str_from(task->act->name));
    for (size_t i = 0; i < pairs.n; i++) {
        const struct field *field = form_field(form, pairs.at[i].name);
        if (field && field->type == FIELD_SECRET)
            continue;
        buf_u32(&bytes, (uint32_t)pairs.at[i].name.len);
        buf_add(&bytes, pairs.at[i].name);
        buf_u32(&bytes, (uint32_t)pairs.at[i].value.len);
        buf_add(&bytes, pairs.at[i].value);
    }
    if (buf_full(&bytes))
        return ctx_fail(ctx, ERR_LIMIT, NULL, T("一次提交的内容太多"));
    unsigned char *digest = arena_alloc(ctx->arena, HASH_SIZE);
    hash_of(buf_str(&bytes), digest);
    *out_digest = (struct str){(const char *)digest, HASH_SIZE};
    return ERR_OK;
}

/* ERR_OK: the act was done before, *out is its outcome. ERR_NOT_FOUND: it is new. */
static enum err first_outcome(struct task *task, struct str digest)
{
    struct ctx *ctx = task->ctx;
    struct sql_act_get_row row;
    enum err e = sql_act_get(ctx->db, ctx->arena,
                             &(struct sql_act_get_in){.park = ctx->park, .act = ctx->act_id}, &row);
    if (e)
        return e;
    if (row.person.n != ctx->actor.person.n || !str_eq(row.digest, digest))
        return ctx_fail(ctx, ERR_CONFLICT, NULL,
                        T("这次提交的编号已用于另一次提交，请刷新页面后再试"));
    *task->out = (struct act_result){
        .id = row.record, .version = row.version, .number = row.number, .message = row.message};
    return ERR_OK;
}

static enum err keep_outcome(struct task *task, struct str digest)
{
    struct ctx *ctx = task->ctx;
    const struct act_result *out = task->out;
    return sql_act_put(ctx->db,
                       &(struct sql_act_put_in){
                           .park = ctx->park,
                           .act = ctx->act_id,
                           .name = str_from(task->act->name),
                           .person = ctx->actor.person,
                           .at = ctx->now_us,
                           .digest = digest,
                           .record = out->id,
                           .version = out->version,
                           .number = str_or_empty(out->number),
                           .message = str_or_empty(out->message),
                       },
                       NULL);
}

static enum err run_journalled(struct task *task)
{
    struct ctx *ctx = task->ctx;
    enum err e = journal_open(ctx);
    if (!e && task->app_db->listeners)
        event_wire(ctx, task->app_db->listeners);
    if (!e)
        e = task->act ? task->act->run(ctx, task->in, task->out) : task->fn(ctx, task->arg);
    if (!e)
        e = journal_close(ctx);
    return e;
}

static enum err run_act(struct task *task)
{
    struct ctx *ctx = task->ctx;
    struct str digest = STR_NULL;
    enum err e = person_actor(ctx, ctx->actor.person, &ctx->actor);
    if (!e && !ctx_may(ctx, task->act->roles))
        e = ctx_fail(ctx, ERR_DENIED, NULL, T("您没有办理这一步的权限"));
    if (!e && ctx->act_id)
        e = digest_input(task, &digest);
    if (!e && ctx->act_id) {
        e = first_outcome(task, digest);
        if (e != ERR_NOT_FOUND)
            return e;
        e = ERR_OK;
    }
    if (!e)
        e = run_journalled(task);
    if (!e && ctx->act_id)
        e = keep_outcome(task, digest);
    return e;
}

static enum err run_task(void *arg)
{
    struct task *task = arg;
    return task->act ? run_act(task) : run_journalled(task);
}

/* On the writer's connection. The guard catches a full arena on this thread: the caller's own is
 * on another stack. */
static enum err act_on(struct db *db, void *arg)
{
    struct task *task = arg;
    struct ctx *ctx = task->ctx;
    struct db *callers = ctx->db;
    error_clear(&ctx->error);
    if (task->out)
        *task->out = (struct act_result){0};
    ctx->db = db;
    enum err e = arena_run(ctx->arena, run_task, task);
    if (ctx->journal)
        journal_drop(ctx);
    ctx->db = callers;
    if (e && !ctx->error.code)
        ctx_fail(ctx, e, NULL,
                 e == ERR_LIMIT       ? T("一次提交的内容太多")
                 : e == ERR_NOT_FOUND ? T("没有找到，或者不在您能看到的范围内")
                 : e == ERR_CONFLICT  ? T("与已有的记录冲突，请刷新后再试")
                                      : T("没有办成，什么也没有改动"));
    return e;
}

/* What the writer itself answered, where the act never ran or was not kept. */
static const char *writer_message(enum err e)
{
    switch (e) {
    case ERR_BUSY:
        return T("系统正忙，请过几秒再试");
    case ERR_FULL:
        return T("磁盘已满，什么也没有改动；请告诉系统管理员");
    default:
        return T("没有写进数据库，什么也没有改动；请再试一次，仍不行请告诉系统管理员");
    }
}

static enum err on_writer(struct task *task)
{
    const struct app_db *app_db = task->app_db;
    struct ctx *ctx = task->ctx;
    assert(!app_db->writer != !app_db->db);
    enum err e = app_db->writer ? writer_run(app_db->writer, act_on, task)
                                : writer_once(app_db->db, act_on, task);
    if (e && ctx->error.code != e) {
        error_clear(&ctx->error);
        ctx_fail(ctx, e, NULL, writer_message(e));
    }
    return e;
}

enum err act_run(const struct app_db *app_db, struct ctx *ctx, const struct act *act, void *in,
                 struct act_result *out)
{
    *out = (struct act_result){0};
    if (!ctx_may(ctx, act->roles))
        return ctx_fail(ctx, ERR_DENIED, NULL, T("您没有办理这一步的权限"));
    if (act->prepare) {
        ctx->app_db = app_db;
        enum err e = act->prepare(ctx, in);
        ctx->app_db = NULL;
        if (e)
            return e;
    }
    return on_writer(&(struct task){app_db, ctx, act, in, out, NULL, NULL});
}

enum err act_write(const struct app_db *app_db, struct ctx *ctx,
                   enum err (*fn)(struct ctx *ctx, void *arg), void *arg)
{
    return on_writer(&(struct task){.app_db = app_db, .ctx = ctx, .fn = fn, .arg = arg});
}
