#include "core/notify.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "core/id.h"
#include "core/outbox.h"
#include "core/person.h"
#include "core_query.h"

static struct str say(struct ctx *ctx, enum lang lang, struct notice_text text)
{
    return utf8_prefix(tr_with(ctx->arena, lang, text.message, text.detail), NOTICE_TITLE_MAX);
}

static enum err tell(struct ctx *ctx, const struct person *p, struct notice_text text,
                     const char *kind, int64_t record)
{
    if (p->id.n == ctx->actor.person.n || p->state == PERSON_DISABLED)
        return ERR_OK;
    struct sql_notice_put_in in = {.park = ctx->park,
                                   .person = p->id,
                                   .title = say(ctx, LANG_ZH, text),
                                   .message = str_from(text.message),
                                   .detail =
                                       utf8_prefix(str_or_empty(text.detail), NOTICE_TITLE_MAX),
                                   .kind = str_from(kind),
                                   .record = record,
                                   .at = ctx->now_us};
    enum err e = id_next(ctx, &in.id.n);
    if (!e)
        e = sql_notice_put(ctx->db, &in, NULL);
    return e ? e
             : outbox_tell(ctx, p, in.id, say(ctx, p->lang, text), say(ctx, LANG_ZH, text), kind,
                           record);
}

static enum err tell_all(struct ctx *ctx, const struct person *people, size_t n,
                         struct notice_text text, const char *kind, int64_t record)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && i < NOTIFY_AT_ONCE_MAX && !e; i++)
        e = tell(ctx, &people[i], text, kind, record);
    return e;
}

enum err notify_person(struct ctx *ctx, struct person_id person, struct notice_text text,
                       const char *kind, int64_t record)
{
    struct person p;
    if (person.n == 0 || person.n == PERSON_CONSOLE.n)
        return ERR_OK;
    enum err e = person_get(ctx, person, &p);
    return e ? e : tell(ctx, &p, text, kind, record);
}

enum err notify_org(struct ctx *ctx, struct org_id org, uint32_t roles, struct notice_text text,
                    const char *kind, int64_t record)
{
    struct person *people;
    size_t n;
    enum err e = person_of_org(ctx, org, roles, &people, &n);
    return e ? e : tell_all(ctx, people, n, text, kind, record);
}

enum err notify_role(struct ctx *ctx, uint32_t roles, struct notice_text text, const char *kind,
                     int64_t record)
{
    struct person *people;
    size_t n;
    enum err e = person_with_role(ctx, roles, &people, &n);
    return e ? e : tell_all(ctx, people, n, text, kind, record);
}

static struct str title_of(struct ctx *ctx, struct str title, struct str message, struct str detail)
{
    if (str_empty(message) || ctx->lang == LANG_ZH)
        return title;
    return tr_with(ctx->arena, ctx->lang, str_c(ctx->arena, message), detail);
}

#define NOTICE_OF(r)                                                                               \
    ((struct notice){.id = (r).id,                                                                 \
                     .title = title_of(ctx, (r).title, (r).message, (r).detail),                   \
                     .kind = (r).kind,                                                             \
                     .record = (r).record,                                                         \
                     .at = (r).at,                                                                 \
                     .read = (r).read_at != 0})

static enum err list_unread(struct ctx *ctx, struct notice_id below, int32_t limit,
                            struct notice **out, size_t *out_n)
{
    struct sql_notice_list_unread_in in = {ctx->park, ctx->actor.person, below, limit};
    struct sql_notice_list_unread_row *rows;
    enum err e = sql_notice_list_unread(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct notice, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = NOTICE_OF(rows[i]);
    return ERR_OK;
}

enum err notice_list(struct ctx *ctx, bool unread_only, struct notice_id below, int32_t limit,
                     struct notice **out, size_t *out_n)
{
    if (below.n == 0)
        below.n = INT64_MAX;
    if (limit <= 0 || limit > NOTICE_LIST_MAX)
        limit = NOTICE_LIST_MAX;
    if (unread_only)
        return list_unread(ctx, below, limit, out, out_n);
    struct sql_notice_list_in in = {ctx->park, ctx->actor.person, below, limit};
    struct sql_notice_list_row *rows;
    enum err e = sql_notice_list(ctx->db, ctx->arena, &in, &rows, out_n);
    if (e)
        return e;
    *out = ARENA_ARRAY(ctx->arena, struct notice, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = NOTICE_OF(rows[i]);
    return ERR_OK;
}

enum err notice_unread(struct ctx *ctx, int64_t *out_n)
{
    struct sql_notice_unread_row row = {0};
    struct sql_notice_unread_in in = {ctx->park, ctx->actor.person};
    enum err e = sql_notice_unread(ctx->db, ctx->arena, &in, &row);
    *out_n = row.n;
    return e;
}

enum err notice_read(struct ctx *ctx, struct notice_id id)
{
    if (id.n == 0) {
        struct sql_notice_read_all_in all = {ctx->park, ctx->actor.person, ctx->now_us};
        return sql_notice_read_all(ctx->db, &all, NULL);
    }
    struct sql_notice_read_in in = {ctx->park, ctx->actor.person, id, ctx->now_us};
    return sql_notice_read(ctx->db, &in, NULL);
}

enum err notify_retract(struct ctx *ctx, const char *kind, int64_t record, int64_t since)
{
    struct sql_notice_retract_in inbox = {ctx->park, str_from(kind), record, since};
    enum err e = outbox_retract(ctx, kind, record, since);
    return e ? e : sql_notice_retract(ctx->db, &inbox, NULL);
}

struct str notice_path(struct arena *arena, struct str kind, int64_t record)
{
    static const struct {
        const char *kind, *path;
    } pages[] = {{"matter", "/matters"},
                 {"matter_recount", "/recounts"},
                 {"meeting", "/meetings"},
                 {"patent_reading", "/patents/reading"},
                 {"patent_set", "/patents/sets"},
                 {"navigation", "/navigation"},
                 {"navigation_report", "/navigation/reports"},
                 {"report", "/reports/at"},
                 {"topic", "/topics"}};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (str_eq(kind, str_from(pages[i].kind)))
            return str_print(arena, "%s/%lld", pages[i].path, (long long)record);
    return str_eq(kind, STR("todo")) ? STR("/todo") : STR_NULL; /* of no single record */
}
