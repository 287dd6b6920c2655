/* Reads that reckon or prove: working days, credit codes, the journal. */
#include "base/json.h"
#include "base/uscc.h"
#include "core/calendar.h"
#include "core/core_act.h"
#include "core/core_form.h"
#include "core/journal.h"

static enum err done(const struct buf *out)
{
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}

static enum err calendar_of(struct ctx *ctx, const struct calendar **out)
{
    *out = ctx->calendar;
    return ctx->calendar != NULL ? ERR_OK : calendar_builtin(ctx->arena, out);
}

static void put_basis(struct json_out *j, const struct calendar *c, int32_t first, int32_t last)
{
    json_put_bool(j, "provisional", !calendar_knows(c, first) || !calendar_knows(c, last));
    json_put_day(j, "known_until", calendar_horizon(c));
    json_put_str(j, "notice", calendar_notice(c, last));
}

enum err workday_count_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct count_in *in = given;
    const struct calendar *c;
    enum err e = calendar_of(ctx, &c);
    if (e)
        return e;
    bool forward = in->from <= in->to;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_int(&j, "count", workday_count(c, in->from, in->to));
    json_put_day(&j, "from", in->from);
    json_put_day(&j, "to", in->to);
    json_put_int(&j, "inclusive",
                 forward ? workday_count_inclusive(c, in->from, in->to)
                         : workday_count_inclusive(c, in->to, in->from));
    json_put_int(&j, "days", (int64_t)in->to - in->from);
    put_basis(&j, c, forward ? in->from : in->to, forward ? in->to : in->from);
    json_close(&j, '}');
    return done(out);
}

enum err workday_add_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct add_in *in = given;
    const struct calendar *c;
    enum err e = calendar_of(ctx, &c);
    if (e)
        return e;
    int32_t day = workday_add(c, in->date, in->n);
    int32_t year = day_date(day).year;
    if (year < 1 || year > 9999)
        return ctx_fail(ctx, ERR_INVALID, "n", T("结果超出了可以表示的日期"));
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_day(&j, "day", day);
    json_put_day(&j, "date", in->date);
    json_put_int(&j, "n", in->n);
    json_put_str(&j, "name", calendar_name(c, day));
    put_basis(&j, c, in->n < 0 ? day : in->date, in->n < 0 ? in->date : day);
    json_close(&j, '}');
    return done(out);
}

static const char *warning(enum lang lang)
{
    return lang == LANG_EN ? "the check character does not fit; real codes like this exist: take "
                             "it only knowingly"
                           : "校验位不符；这样的代码确有发出的，确认无误方可采用";
}

enum err uscc_check_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct code_in *in = given;
    struct str code = uscc_clean(ctx->arena, in->code);
    size_t at;
    char check;
    enum uscc_verdict verdict = uscc_check(code, &at, &check);
    if (verdict == USCC_BAD_LENGTH)
        return ctx_fail(ctx, ERR_INVALID, "code", T("统一社会信用代码应为 18 位"));
    if (verdict == USCC_BAD_LETTER)
        return ctx_fail_detail(ctx, ERR_INVALID, "code",
                               T("统一社会信用代码第 {} 位不是允许的字符"),
                               str_print(ctx->arena, "%zu", at + 1));
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "code", code);
    json_put_bool(&j, "good", verdict == USCC_GOOD);
    json_put_c(&j, "verdict", verdict == USCC_GOOD ? "good" : "check");
    json_put_c(&j, "warning", verdict == USCC_GOOD ? NULL : warning(ctx->lang));
    json_put_str(&j, "check", (struct str){&check, 1});
    json_put_str(&j, "region", str_slice(code, 2, 8));
    json_put_str(&j, "organisation", str_slice(code, 8, 17));
    json_close(&j, '}');
    return done(out);
}

/* --- the journal ----------------------------------------------------------------------------- */

static void put_entry(struct ctx *ctx, struct json_out *j, const struct journal_entry *entry)
{
    json_open(j, NULL, '{');
    json_put_int(j, "seq", entry->seq);
    json_put_instant(j, "at", entry->at, ctx->offset_min);
    json_put_id(j, "person", entry->person.n);
    json_put_str(j, "name", entry->person_name);
    json_put_str(j, "verb", entry->verb);
    json_put_str(j, "kind", entry->kind);
    json_put_id(j, "record", entry->record);
    json_put_id(j, "act", entry->act);
    json_open(j, "fields", '[');
    for (size_t i = 0; i < entry->n; i++) {
        json_open(j, NULL, '{');
        json_put_str(j, "name", entry->values[i].name);
        json_put_str(j, "before", entry->values[i].before);
        json_put_str(j, "after", entry->values[i].after);
        json_put_bool(j, "redacted", entry->values[i].redacted);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

enum { JOURNAL_PAGE = 50 };

enum err journal_list_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct journal_in *in = given;
    int32_t limit = in->limit != 0 ? (int32_t)in->limit : JOURNAL_PAGE;
    int64_t below = in->below != 0 ? in->below : INT64_MAX;
    struct journal_entry *entries;
    size_t n;
    enum err e = in->record != 0 ? journal_of(ctx, in->record, -1, limit, &entries, &n)
                                 : journal_newest(ctx, (struct person_id){in->person}, below, limit,
                                                  &entries, &n);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_open(&j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        put_entry(ctx, &j, &entries[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return done(out);
}

enum err journal_checkpoint_find(struct ctx *ctx, const void *given, struct buf *out)
{
    (void)given;
    struct checkpoint c;
    enum err e = checkpoint_now(ctx, &c);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "origin", c.origin);
    json_put_int(&j, "size", c.size);
    json_put_str(&j, "root",
                 base64_text(ctx->arena, (struct str){(const char *)c.root, HASH_SIZE}));
    json_put_str(&j, "text", checkpoint_text(ctx->arena, &c));
    json_close(&j, '}');
    return done(out);
}

static void put_hashes(struct ctx *ctx, struct json_out *j, const char *name,
                       const unsigned char *hashes, size_t n)
{
    json_open(j, name, '[');
    for (size_t i = 0; i < n; i++) {
        struct str hash = {(const char *)hashes + i * HASH_SIZE, HASH_SIZE};
        json_put_str(j, NULL, base64_text(ctx->arena, hash));
    }
    json_close(j, ']');
}

enum err journal_prove_find(struct ctx *ctx, const void *given, struct buf *out)
{
    const struct prove_in *in = given;
    struct checkpoint c;
    unsigned char *inclusion, *consistency = NULL;
    size_t inclusion_n, consistency_n = 0;
    enum err e = checkpoint_now(ctx, &c);
    if (!e && in->seq >= c.size)
        return ctx_fail(ctx, ERR_NOT_FOUND, "seq", T("没有这一条留痕"));
    if (!e && in->first > c.size)
        return ctx_fail(ctx, ERR_INVALID, "first", T("检查点比留痕还长"));
    if (!e)
        e = journal_inclusion(ctx, in->seq, c.size, &inclusion, &inclusion_n);
    if (!e && in->first > 0)
        e = journal_consistency(ctx, in->first, c.size, &consistency, &consistency_n);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "checkpoint", checkpoint_text(ctx->arena, &c));
    json_put_int(&j, "seq", in->seq);
    put_hashes(ctx, &j, "inclusion", inclusion, inclusion_n);
    if (in->first > 0)
        put_hashes(ctx, &j, "consistency", consistency, consistency_n);
    json_close(&j, '}');
    return done(out);
}
