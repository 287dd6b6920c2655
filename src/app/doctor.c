/* lianyuan doctor: one sentence for each thing that keeps the list safe. */
#include <stdio.h>

#include "app/clock.h"
#include "app/command.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/show.h"
#include "base/fs.h"
#include "base/json.h"
#include "core/calendar.h"
#include "core/file.h"
#include "core/job.h"
#include "core/verify.h"
#include "domain/matter/matter_audit.h"
#include "domain/matter/matter_tally.h"
#include "reach/reach.h"
#include "web/i18n.h"

enum {
    DOCTOR_ANSWER_MAX = 64 * 1024,
    DISK_LOW_MB = 1024,
    BACKUP_OLD_DAYS = 2,
    DRILL_OLD_DAYS = 92,
    HORIZON_SHORT_DAYS = 45,
    FILES_SAMPLED = 200,
    OUTBOX_LATE_MIN = 30,
};

/* good: as it should be; look: somebody should do something soon; bad: do it now. */
enum finding { GOOD, LOOK, BAD };

struct doctor {
    struct desk *desk;
    struct json_out json;
    enum finding worst;
};

static void say(struct doctor *d, const char *check, enum finding finding, const char *sentence,
                struct str detail)
{
    static const char *const words[] = {"good", "look", "bad"};
    struct str text = show_message(&d->desk->arena, d->desk->ctx.lang, sentence, detail);
    if (finding > d->worst)
        d->worst = finding;
    json_open(&d->json, NULL, '{');
    json_put_c(&d->json, "check", check);
    json_put_c(&d->json, "finding", words[finding]);
    json_put_str(&d->json, "sentence", text);
    json_close(&d->json, '}');
}

static struct str megabytes(struct arena *arena, int64_t bytes)
{
    return str_print(arena, "%.1f MB", (double)bytes / 1e6);
}

static void check_database(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct str finding;
    int64_t bytes = 0, log_bytes = 0;
    if (db_check(ctx->db, ctx->arena, &finding))
        say(d, "database", BAD, T("数据库结构有损坏：{}。请停止使用并从备份恢复。"), finding);
    else if (db_size(ctx->db, &bytes, &log_bytes))
        say(d, "database", BAD, T("读不出数据库的大小，请检查磁盘。"), STR_NULL);
    else
        say(d, "database", GOOD, T("数据库完好，大小 {}。"), megabytes(ctx->arena, bytes));
}

static void check_journal(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct verify_report r;
    if (verify_run(ctx, NULL, &r))
        say(d, "journal", BAD, T("留痕没有核对成，请检查数据库。"), STR_NULL);
    else if (!r.good)
        say(d, "journal", BAD, T("留痕被改动或损坏：{}"),
            show_message(ctx->arena, ctx->lang, r.reason, r.detail));
    else
        say(d, "journal", GOOD, T("留痕 {} 条，逐条核对无误。"),
            str_print(ctx->arena, "%lld", (long long)r.entries));
}

static void check_counters(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    int64_t wrong = 0;
    if (matter_tally_check(ctx, false, &wrong))
        say(d, "counters", BAD, T("计数没有重算成，请检查数据库。"), STR_NULL);
    else if (wrong)
        say(d, "counters", BAD, T("看板上有 {} 个数与重新清点的不一致。"),
            str_print(ctx->arena, "%lld", (long long)wrong));
    else
        say(d, "counters", GOOD, T("看板上的数与重新清点的一致。"), STR_NULL);
}

static struct str rows_and_one(struct arena *arena, int64_t n, struct str first)
{
    return str_empty(first) ? str_print(arena, "%lld", (long long)n)
                            : str_print(arena, "%lld（%.*s）", (long long)n, STR_ARG(first));
}

static void check_derived(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct matter_audit a;
    enum err e = db_read_begin(ctx->db); /* one snapshot: a server may be writing */
    if (!e) {
        e = matter_audit_run(ctx, &a);
        db_read_end(ctx->db);
    }
    if (e) {
        say(d, "sight", BAD, T("谁能看到哪些事项没有核对成，请检查数据库。"), STR_NULL);
        return;
    }
    if (a.sight_wrong)
        say(d, "sight", BAD, T("谁能看到哪些事项，有 {} 处与事项本身不符。"),
            rows_and_one(ctx->arena, a.sight_wrong, a.sight_first));
    else
        say(d, "sight", GOOD, T("{} 件事项谁能看到，逐件核对无误。"),
            str_print(ctx->arena, "%lld", (long long)a.matters));
    if (a.todo_wrong)
        say(d, "todo", BAD, T("待办有 {} 处与事项本身不符。"),
            rows_and_one(ctx->arena, a.todo_wrong, a.todo_first));
    else
        say(d, "todo", GOOD, T("待办与事项本身一致。"), STR_NULL);
}

static void check_files(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct file_audit a;
    bool all = command_flag(d->desk->options, "--all-files");
    if (file_audit_run(ctx, d->desk->files_dir, all ? 0 : FILES_SAMPLED, &a))
        say(d, "files", BAD, T("附件没有核对成，请检查数据库和附件目录。"), STR_NULL);
    else if (a.missing || a.wrong)
        say(d, "files", BAD, T("附件缺失或被改动：{}。请从备份恢复。"),
            rows_and_one(ctx->arena, a.missing + a.wrong, a.first));
    else if (a.checked < a.total)
        say(d, "files", GOOD,
            T("今天抽查附件 {}，内容与名字一致；全部核对用 lianyuan doctor --all-files。"),
            str_print(ctx->arena, "%lld/%lld", (long long)a.checked, (long long)a.total));
    else
        say(d, "files", GOOD, T("附件 {} 个，内容与名字逐个一致。"),
            str_print(ctx->arena, "%lld", (long long)a.total));
}

static void check_clock(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct journal_entry *entry;
    size_t n = 0;
    struct str now = instant_text(ctx->arena, ctx->now_us, ctx->offset_min);
    if (journal_newest(ctx, (struct person_id){0}, INT64_MAX, 1, &entry, &n))
        say(d, "clock", BAD, T("读不出最近一条留痕的时间。"), STR_NULL);
    else if (n && entry[0].at > ctx->now_us + MINUTE_US)
        say(d, "clock", BAD, T("本机时钟（{}）早于最近一条留痕，请校时。"), now);
    else
        say(d, "clock", GOOD, T("本机时钟是 {}，没有倒退。"), now);
}

static void check_disk(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    int64_t room = 0;
    struct str dir = fs_exists(ctx->arena, d->desk->files_dir) ? d->desk->files_dir : STR(".");
    if (fs_room(ctx->arena, dir, &room))
        say(d, "disk", BAD, T("读不出磁盘的剩余空间。"), STR_NULL);
    else
        say(d, "disk", room < DISK_LOW_MB * INT64_C(1000000) ? BAD : GOOD,
            room < DISK_LOW_MB * INT64_C(1000000) ? T("磁盘只剩 {}，请尽快腾出空间。")
                                                  : T("磁盘还剩 {}。"),
            megabytes(ctx->arena, room));
}

static void check_horizon(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    int32_t last = calendar_horizon(ctx->calendar);
    struct str text = day_text(ctx->arena, last);
    if (last < ctx_today(ctx))
        say(d, "calendar", BAD, T("工作日历只到 {}，之后的期限都是暂定的；请录入新的放假通知。"),
            text);
    else if (last < ctx_today(ctx) + HORIZON_SHORT_DAYS)
        say(d, "calendar", LOOK, T("工作日历只到 {}，国务院通知一到请录入。"), text);
    else
        say(d, "calendar", GOOD, T("工作日历到 {} 为止。"), text);
}

static void check_mark(struct doctor *d, const char *name, int32_t old_days, const char *never,
                       const char *old, const char *good)
{
    struct ctx *ctx = &d->desk->ctx;
    struct str note;
    int64_t at = 0;
    enum err e = mark_get(ctx, name, &at, &note);
    struct str when = instant_text(ctx->arena, at, ctx->offset_min);
    if (e || !at)
        say(d, name, LOOK, never, STR_NULL);
    else if (ctx->now_us - at > old_days * DAY_US)
        say(d, name, LOOK, old, when);
    else
        say(d, name, GOOD, good, when);
}

/* Half an hour late: the sender does not run, or the receiver does not answer. */
static void check_outbox(struct doctor *d)
{
    struct ctx *ctx = &d->desk->ctx;
    struct outbox_sum sum;
    if (outbox_sum(ctx, &sum)) {
        say(d, "outbox", BAD, T("读不出待发箱，请检查数据库。"), STR_NULL);
        return;
    }
    struct str waiting = str_print(ctx->arena, "%lld", (long long)sum.waiting);
    struct str dead = str_print(ctx->arena, "%lld", (long long)sum.dead);
    if (sum.dead)
        say(d, "outbox", LOOK, T("有 {} 条消息发不出去，请到“管理 › 通知渠道”里看原因。"), dead);
    else if (sum.oldest_due && ctx->now_us - sum.oldest_due > OUTBOX_LATE_MIN * MINUTE_US)
        say(d, "outbox", LOOK, T("待发箱里最早的一条从 {} 等到现在，请看服务是否在运行。"),
            instant_text(ctx->arena, sum.oldest_due, ctx->offset_min));
    else
        say(d, "outbox", GOOD, T("待发的消息 {} 条，没有发不出去的。"), waiting);
}

static void check_all(struct doctor *d)
{
    check_database(d);
    check_journal(d);
    check_counters(d);
    check_derived(d);
    check_files(d);
    check_clock(d);
    check_disk(d);
    check_horizon(d);
    check_outbox(d);
    check_mark(d, "backup", BACKUP_OLD_DAYS, T("还没有备份过；请运行 lianyuan backup 文件。"),
               T("上次备份是 {}，已超过两天，请再备份一次。"), T("上次备份是 {}。"));
    check_mark(d, "restore-drill", DRILL_OLD_DAYS,
               T("还没有做过恢复演练；请用 lianyuan restore 把备份恢复到空目录试一次。"),
               T("上次恢复演练是 {}，已超过三个月，请再做一次。"), T("上次恢复演练是 {}。"));
}

static enum err show(struct doctor *d, struct buf *json)
{
    struct desk *desk = d->desk;
    const struct json *root;
    if (desk->options->format == FORMAT_JSON || desk->options->format == FORMAT_CSV)
        return show_json(&desk->arena, buf_str(json), desk->options->format, stdout,
                         &desk->ctx.error);
    enum err e = json_parse(&desk->arena, buf_str(json), &root, &desk->ctx.error);
    for (size_t i = 0; !e && i < json_count(root); i++) {
        const struct json *row = json_element(root, i);
        struct str finding = json_str(json_member(row, "finding"));
        printf("%s %.*s\n",
               str_eq(finding, STR("good"))   ? "●"
               : str_eq(finding, STR("look")) ? "▲"
                                              : "■",
               STR_ARG(json_str(json_member(row, "sentence"))));
    }
    return e;
}

int command_doctor(const struct options *options)
{
    struct desk desk;
    struct buf json;
    struct doctor d = {.desk = &desk};
    enum err e = desk_open(&desk, options, DB_READ);
    buf_init(&json, &desk.arena, DOCTOR_ANSWER_MAX);
    d.json = json_to(&json);
    if (!e) {
        json_open(&d.json, NULL, '[');
        check_all(&d);
        json_close(&d.json, ']');
        e = show(&d, &json);
    }
    int status = e ? command_fail(&desk.ctx.error, options) : d.worst == BAD;
    desk_close(&desk);
    return status;
}
