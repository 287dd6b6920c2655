#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "core/calendar.h"
#include "core/counter.h"
#include "core/event.h"
#include "core/file.h"
#include "core/id.h"
#include "core/job.h"
#include "core/link.h"
#include "core/notify.h"
#include "core/number.h"
#include "core/org.h"
#include "core/outbox.h"
#include "core/search.h"
#include "core/setting.h"
#include "core/test_core.h"
#include "core/view.h"

static struct core_test t;

#define ACT(fn, arg) IS_INT(core_test_act(&t, (fn), (arg)), ERR_OK)

/* --- ids and numbers ------------------------------------------------------------------------- */

static void ids_rise_whatever_the_clock_does(void)
{
    core_test_begin(&t);
    int64_t last = 0, id;
    int64_t start = t.ctx.now_us;
    static const int64_t steps[] = {0, 1000, -DAY_US, 0, 5000, -1000 * DAY_US, 40 * 365 * DAY_US};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        t.ctx.now_us = start + steps[i];
        for (int k = 0; k < 20; k++) {
            IS_INT(id_next(&t.ctx, &id), ERR_OK);
            OK(id > last, "rising");
            last = id;
        }
    }
    IS_INT(last >> ID_SHIFT, (start + steps[6] - ID_EPOCH_US) / 1000);
    IS_INT(id_take(&t.ctx, 1000, &id), ERR_OK);
    IS_INT(id, last + 1);
    IS_INT(id_next(&t.ctx, &last), ERR_OK);
    IS_INT(last, id + 1000);
    core_test_end(&t);
}

static enum err take_ids(struct ctx *ctx, void *arg)
{
    int64_t *ids = arg;
    for (int i = 0; i < 40; i++) {
        enum err e = id_next(ctx, &ids[i]);
        if (e)
            return e;
    }
    return ids[0] == 0 ? ERR_INVALID : ERR_OK;
}

static enum err take_in_parts(struct ctx *ctx, void *arg)
{
    int64_t *ids = arg;
    enum err e = take_ids(ctx, ids);
    int64_t undone[40];
    enum err part = journal_try(ctx, take_ids, undone);
    return e ? e : part ? part : take_ids(ctx, ids + 40);
}

static void an_act_takes_ids_in_blocks(void)
{
    core_test_begin(&t);
    int64_t ids[80];
    ACT(take_in_parts, ids);
    for (int i = 1; i < 80; i++)
        OK(ids[i] > ids[i - 1], "rising over blocks and parts");
    core_test_end(&t);
}

static void numbers_have_no_gaps(void)
{
    core_test_begin(&t);
    struct str n;
    for (int i = 1; i <= 3; i++) {
        IS_INT(number_next(&t.ctx, "matter", 2026, &n), ERR_OK);
        IS_STR(n, str_print(&t.arena, "2026-%04d", i));
    }
    IS_INT(number_next(&t.ctx, "matter", 2027, &n), ERR_OK);
    IS_STR(n, STR("2027-0001"));
    IS_INT(number_reserve(&t.ctx, "matter", STR("2026-9999")), ERR_OK);
    IS_INT(number_reserve(&t.ctx, "matter", STR("2026-0005")), ERR_OK);
    IS_INT(number_reserve(&t.ctx, "matter", STR("新高办〔2026〕3号")), ERR_OK);
    IS_INT(number_next(&t.ctx, "matter", 2026, &n), ERR_OK);
    IS_STR(n, STR("2026-10000"));
    static const char *const same[] = {"153", "0153", " 2026-153 ", "２０２６－０１５３", "1 5 3"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        OK(number_read(&t.arena, str_from(same[i]), 2026, &n), same[i]);
        IS_STR(n, STR("2026-0153"));
    }
    static const char *const none[] = {"",       "0",     "abc",  "1-2-3",
                                       "26-153", "2026-", "-153", "99999999999"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        OK(!number_read(&t.arena, str_from(none[i]), 2026, &n), none[i]);
    core_test_end(&t);
}

/* --- search, counters, links ----------------------------------------------------------------- */

static size_t hits(const char *typed)
{
    struct search_hit *h;
    size_t n;
    IS_INT(search_find(&t.ctx, str_from(typed), 100, &h, &n), ERR_OK);
    return n;
}

static void words_find_records(void)
{
    core_test_begin(&t);
    IS_INT(search_put(&t.ctx, "matter", 11, STR("厂房土地证办理迟缓 GB/T 29490")), ERR_OK);
    IS_INT(search_put(&t.ctx, "matter", 12, STR("土地平整，道路不通")), ERR_OK);
    IS_INT(hits("土地"), 2);
    IS_INT(hits("土地证"), 1);
    IS_INT(hits("路"), 1);
    IS_INT(hits("gb 29490"), 1);
    IS_INT(hits("土地 道路"), 1);
    IS_INT(hits("水电"), 0);
    IS_INT(hits("\"' OR 土地 ) * NEAR("), 0); /* nothing that is typed is an operator */
    IS_INT(hits("'; DROP TABLE search_doc; --"), 0);
    IS_INT(hits("！？"), 0);
    IS_INT(search_put(&t.ctx, "matter", 12, STR("供水管网")), ERR_OK);
    IS_INT(hits("土地"), 1);
    IS_INT(hits("供水"), 1);
    IS_INT(search_drop(&t.ctx, 11), ERR_OK);
    IS_INT(search_drop(&t.ctx, 11), ERR_OK);
    IS_INT(hits("土地"), 0);
    IS_INT(search_put(&t.ctx, "matter", 11, STR("土地")), ERR_OK);
    IS_INT(hits("土地"), 1);
    core_test_end(&t);
}

static void counters_are_checked_and_mended(void)
{
    core_test_begin(&t);
    int64_t n, wrong;
    IS_INT(counter_add(&t.ctx, "m", 1, 0, 5), ERR_OK);
    IS_INT(counter_add(&t.ctx, "m", 1, 0, -2), ERR_OK);
    IS_INT(counter_add(&t.ctx, "m", 1, 7, 4), ERR_OK);
    IS_INT(counter_add(&t.ctx, "m", 2, 0, 1), ERR_OK);
    IS_INT(counter_add(&t.ctx, "m", 2, 0, -1), ERR_OK);
    IS_INT(counter_get(&t.ctx, "m", 1, 0, &n), ERR_OK);
    IS_INT(n, 3);
    IS_INT(counter_get(&t.ctx, "m", 9, 9, &n), ERR_OK);
    IS_INT(n, 0);
    IS_INT(counter_sum(&t.ctx, "m", 1, &n), ERR_OK);
    IS_INT(n, 7);
    struct counter_row right[] = {{1, 7, 4}, {1, 0, 1}, {1, 0, 2}, {5, 5, 0}};
    IS_INT(counter_check(&t.ctx, "m", right, 4, false, &wrong), ERR_OK);
    IS_INT(wrong, 0);
    struct counter_row other[] = {{3, 1, 2}, {1, 0, 8}};
    IS_INT(counter_check(&t.ctx, "m", other, 2, false, &wrong), ERR_OK);
    IS_INT(wrong, 3); /* one missing, one wrong, one too many */
    IS_INT(counter_check(&t.ctx, "m", other, 2, true, &wrong), ERR_OK);
    IS_INT(counter_check(&t.ctx, "m", other, 2, false, &wrong), ERR_OK);
    IS_INT(wrong, 0);
    core_test_end(&t);
}

static enum err link_twice(struct ctx *ctx, void *arg)
{
    (void)arg;
    enum err e = link_add(ctx, "matter", 5, "project", 9, "blocks");
    return e ? e : link_add(ctx, "matter", 5, "project", 9, "blocks");
}

static void links_are_seen_from_both_ends(void)
{
    core_test_begin(&t);
    struct link *l;
    size_t n;
    struct journal_entry *e;
    ACT(link_twice, NULL);
    IS_INT(link_from(&t.ctx, "matter", 5, &l, &n), ERR_OK);
    IS_INT(n, 1);
    IS_INT(link_to(&t.ctx, "project", 9, &l, &n), ERR_OK);
    IS_INT(n, 1);
    IS_STR(l[0].role, STR("blocks"));
    IS_INT(l[0].from, 5);
    IS_INT(journal_of(&t.ctx, 5, -1, 10, &e, &n), ERR_OK);
    IS_INT(n, 1); /* the second time changed nothing */
    IS_INT(link_drop(&t.ctx, "matter", 5, "project", 9, "blocks"), ERR_OK);
    IS_INT(link_from(&t.ctx, "matter", 5, &l, &n), ERR_OK);
    IS_INT(n, 0);
    core_test_end(&t);
}

/* --- files ----------------------------------------------------------------------------------- */

static char store[64];

struct upload {
    struct file_in in;
    struct file_id id;
    const char *name;
};

static enum err keep_upload(struct ctx *ctx, void *arg)
{
    struct upload *u = arg;
    enum err e = file_add(ctx, &u->in, str_from(u->name), &u->id);
    return e ? e : file_attach(ctx, u->id, "matter", 77);
}

static struct file_id upload(const char *name, struct str bytes)
{
    struct upload u = {.name = name};
    IS_INT(file_in_open(&t.arena, str_from(store), &u.in), ERR_OK);
    IS_INT(file_in_write(&u.in, str_slice(bytes, 0, 3)), ERR_OK);
    IS_INT(file_in_write(&u.in, str_slice(bytes, 3, bytes.len)), ERR_OK);
    IS_INT(file_in_close(&u.in), ERR_OK);
    ACT(keep_upload, &u);
    return u.id;
}

static size_t stored(struct str dir)
{
    struct str *names;
    size_t n, all = 0;
    if (fs_list(&t.arena, dir, 1000, &names, &n))
        return 1;
    for (size_t i = 0; i < n; i++)
        all += stored(fs_join(&t.arena, dir, names[i]));
    return all;
}

static enum err forget_files(struct ctx *ctx, void *arg)
{
    (void)arg;
    return file_forget(ctx);
}

static void files_are_kept_once_per_content(void)
{
    core_test_begin(&t);
    snprintf(store, sizeof store, "/tmp/lianyuan-files-XXXXXX");
    if (mkdtemp(store) == NULL)
        abort();
    struct file_id a = upload("../../etc/报告.pdf", STR("%PDF-1.7 hello"));
    struct file_id b = upload("另一个名字.txt", STR("%PDF-1.7 hello"));
    upload("c.txt", STR("普通文字"));
    IS_INT(stored(str_from(store)), 2);
    struct file f, *all;
    size_t n;
    int fd;
    struct str bytes;
    IS_INT(file_get(&t.ctx, a, &f), ERR_OK);
    IS_STR(f.name, STR("报告.pdf"));
    IS_STR(f.type, STR("application/pdf"));
    IS_INT(f.size, 14);
    IS_INT(file_open(&t.arena, str_from(store), &f, &fd), ERR_OK);
    close(fd);
    IS_INT(fs_read(&t.arena, file_path(&t.arena, str_from(store), f.digest), 100, &bytes), ERR_OK);
    IS_STR(bytes, STR("%PDF-1.7 hello"));
    IS_INT(file_get(&t.ctx, b, &f), ERR_OK);
    IS_STR(f.type, STR("application/pdf")); /* by its content */
    IS_INT(file_of(&t.ctx, "matter", 77, &all, &n), ERR_OK);
    IS_INT(n, 3);
    struct file_place *places;
    IS_INT(file_places(&t.ctx, a, &places, &n), ERR_OK);
    IS_INT(places[0].record, 77);
    IS_INT(file_detach(&t.ctx, b, "matter", 77), ERR_OK);
    IS_INT(file_of(&t.ctx, "matter", 77, &all, &n), ERR_OK);
    IS_INT(n, 2);

    /* What hangs on no record any more is forgotten, but not while a draft could still name it. */
    t.ctx.now_us += 14 * DAY_US;
    ACT(forget_files, NULL);
    IS_INT(file_get(&t.ctx, b, &f), ERR_OK);
    t.ctx.now_us += 2 * DAY_US;
    ACT(forget_files, NULL);
    IS_INT(file_get(&t.ctx, b, &f), ERR_NOT_FOUND);
    IS_INT(file_get(&t.ctx, a, &f), ERR_OK);
    IS_INT(file_of(&t.ctx, "matter", 77, &all, &n), ERR_OK);
    IS_INT(n, 2);

    /* An upload whose act never came is an orphan, but not before a day has passed. */
    struct file_in lost, half;
    int64_t removed;
    IS_INT(file_in_open(&t.arena, str_from(store), &lost), ERR_OK);
    IS_INT(file_in_write(&lost, STR("orphan")), ERR_OK);
    IS_INT(file_in_close(&lost), ERR_OK);
    IS_INT(file_in_open(&t.arena, str_from(store), &half), ERR_OK);
    IS_INT(stored(str_from(store)), 4);
    struct stat st;
    struct str kept = file_path(&t.arena, str_from(store), lost.digest);
    OK(stat(kept.ptr, &st) == 0, "the orphan is in its place");
    t.ctx.now_us = (int64_t)st.st_mtime * SECOND_US + HOUR_US;
    IS_INT(file_sweep(&t.ctx, str_from(store), &removed), ERR_OK);
    IS_INT(removed, 0);
    t.ctx.now_us += 2 * DAY_US;
    IS_INT(file_sweep(&t.ctx, str_from(store), &removed), ERR_OK);
    IS_INT(removed, 2);
    IS_INT(stored(str_from(store)), 2);
    file_in_drop(&half);
    core_test_end(&t);
}

/* A content that changed under its name, or is gone, is found, and by name. */
static void files_are_read_again(void)
{
    struct file_audit a;
    struct file f;
    struct str dir = str_from(store);
    core_test_begin(&t);
    struct file_id first = upload("一.txt", STR("第一份内容"));
    struct file_id second = upload("二.txt", STR("第二份内容"));
    upload("三.txt", STR("第三份内容"));
    IS_INT(file_audit_run(&t.ctx, dir, 0, &a), ERR_OK);
    IS_INT(a.total, 3);
    IS_INT(a.checked, 3);
    IS_INT(a.missing + a.wrong, 0);
    IS_INT(file_get(&t.ctx, second, &f), ERR_OK);
    struct str path = file_path(&t.arena, dir, f.digest);
    unlink(path.ptr); /* what is stored may be read only */
    IS_INT(fs_write(&t.arena, path, STR("第二份内各"), 0600), ERR_OK); /* as long as before */
    IS_INT(file_audit_run(&t.ctx, dir, 0, &a), ERR_OK);
    IS_INT(a.wrong, 1);
    IS_INT(a.missing, 0);
    IS_STR(a.first, STR("二.txt"));
    IS_INT(file_get(&t.ctx, first, &f), ERR_OK);
    unlink(file_path(&t.arena, dir, f.digest).ptr);
    IS_INT(file_audit_run(&t.ctx, dir, 0, &a), ERR_OK);
    IS_INT(a.missing, 1);
    IS_INT(a.wrong, 1);
    IS_STR(a.first, STR("一.txt"));
    /* One of three a day: after three days each was read. */
    int64_t faults = 0;
    for (int day = 0; day < 3; day++) {
        IS_INT(file_audit_run(&t.ctx, dir, 1, &a), ERR_OK);
        IS_INT(a.checked, 1);
        faults += a.missing + a.wrong;
        t.ctx.now_us += DAY_US;
    }
    IS_INT(faults, 2);
    core_test_end(&t);
}

static void files_have_a_limit_and_a_type(void)
{
    core_test_begin(&t);
    struct file_in in;
    char *mega = arena_alloc(&t.arena, 1 << 20);
    IS_INT(file_in_open(&t.arena, str_from(store), &in), ERR_OK);
    for (int i = 0; i < 20; i++)
        IS_INT(file_in_write(&in, (struct str){mega, 1 << 20}), ERR_OK);
    IS_INT(file_in_write(&in, STR("x")), ERR_LIMIT);
    file_in_drop(&in);
    IS_INT(stored(str_from(store)), 2);
    static const struct {
        struct str head;
        const char *type;
    } heads[] = {
        {{"\x89PNG\r\n\x1a\n....", 12}, "image/png"},
        {{"\xff\xd8\xff\xe0", 4}, "image/jpeg"},
        {{"PK\x03\x04..xl/workbook.xml", 22},
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {{"PK\x03\x04..readme", 12}, "application/zip"},
        {{"<html><script>", 14}, "text/plain"},
        {{"a\0b", 3}, "application/octet-stream"},
        {{"", 0}, "application/octet-stream"},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        IS_STR(file_type(heads[i].head), str_from(heads[i].type));
    IS_STR(file_clean_name(&t.arena, STR("C:\\a\\b.xlsx")), STR("b.xlsx"));
    IS_STR(file_clean_name(&t.arena, STR("...\n\r")), STR("附件"));
    IS_STR(file_clean_name(&t.arena, STR("a\xe2\x80\xae"
                                         "fdp.exe")),
           STR("afdp.exe"));
    core_test_end(&t);
}

static void remove_store(struct str dir)
{
    struct str *names;
    size_t n;
    if (fs_list(&t.arena, dir, 1000, &names, &n)) {
        unlink(str_c(&t.arena, dir));
        return;
    }
    for (size_t i = 0; i < n; i++)
        remove_store(fs_join(&t.arena, dir, names[i]));
    rmdir(str_c(&t.arena, dir));
}

/* --- settings, calendar, notices, views, jobs, events ---------------------------------------- */

static const struct setting declared[] = {
    {"test.days", "天数", 1, 30, 7, "某规则（2024）"},
    {"test.on", "开关", 0, 1, 0, "无"},
};

struct new_setting {
    const char *name;
    int64_t value;
    int32_t since;
};

static enum err set_setting(struct ctx *ctx, void *arg)
{
    struct new_setting *s = arg;
    return setting_set(ctx, str_from(s->name), s->value, s->since, STR("试验"));
}

static void settings_hold_from_their_day(void)
{
    core_test_begin(&t);
    int64_t v;
    struct setting_row *rows;
    size_t n;
    int32_t today = ctx_today(&t.ctx);
    IS_INT(setting_declare(&t.ctx, declared, 2), ERR_OK);
    IS_INT(setting_declare(&t.ctx, declared, 2), ERR_OK);
    IS_INT(setting_get(&t.ctx, "test.days", &v), ERR_OK);
    IS_INT(v, 7);
    IS_INT(setting_get(&t.ctx, "test.none", &v), ERR_NOT_FOUND);
    struct new_setting s = {"test.days", 31, DAY_NONE};
    IS_INT(core_test_act(&t, set_setting, &s), ERR_INVALID);
    s = (struct new_setting){"test.days", 10, today - 1};
    IS_INT(core_test_act(&t, set_setting, &s), ERR_INVALID);
    s = (struct new_setting){"test.none", 10, today};
    IS_INT(core_test_act(&t, set_setting, &s), ERR_NOT_FOUND);
    s = (struct new_setting){"test.days", 10, DAY_NONE};
    ACT(set_setting, &s);
    s = (struct new_setting){"test.days", 12, today + 5};
    ACT(set_setting, &s);
    IS_INT(setting_get(&t.ctx, "test.days", &v), ERR_OK);
    IS_INT(v, 10);
    IS_INT(setting_list(&t.ctx, &rows, &n), ERR_OK);
    IS_INT(n, 2);
    IS_INT(rows[0].value, 10);
    IS_INT(rows[0].since, today);
    IS_INT(rows[1].since, DAY_NONE);
    t.ctx.now_us += 5 * DAY_US;
    IS_INT(setting_get(&t.ctx, "test.days", &v), ERR_OK);
    IS_INT(v, 12);
    core_test_end(&t);
}

static int heard;

static enum err hear(struct ctx *ctx, const struct event *event)
{
    heard++;
    if (str_eq(str_from(event->name), STR("loop")))
        return event_emit(ctx, "loop", "x", 1);
    return ERR_OK;
}

static const struct listener ears[] = {{"calendar.changed", hear}, {"loop", hear}};
static const struct listeners all_ears = {ears, 2};

static enum err new_calendar(struct ctx *ctx, void *arg)
{
    struct calendar_id id;
    event_wire(ctx, &all_ears);
    return calendar_set(ctx, str_from(arg), STR("2027 年的通知"), &id);
}

static enum err loop(struct ctx *ctx, void *arg)
{
    (void)arg;
    event_wire(ctx, &all_ears);
    return event_emit(ctx, "loop", "x", 1);
}

static void a_new_calendar_is_told_to_others(void)
{
    core_test_begin(&t);
    struct calendar_info *list;
    size_t n;
    IS_INT(calendar_load(&t.ctx), ERR_OK);
    IS_INT(day_date(calendar_horizon(t.ctx.calendar)).year, 2026);
    static const char next_year[] = "year 2027 通知\n2027-01-01 off 元旦\n";
    static const char past[] = "year 2025 通知\n2025-01-01 off 元旦\n";
    ACT(new_calendar, (void *)(uintptr_t)next_year);
    IS_INT(heard, 1);
    IS_INT(calendar_load(&t.ctx), ERR_OK);
    IS_INT(day_date(calendar_horizon(t.ctx.calendar)).year, 2027);
    IS_INT(day_date(calendar_first(t.ctx.calendar)).year, 2007);
    OK(!workday_is(t.ctx.calendar, calendar_horizon(t.ctx.calendar) - 364), "1 January 2027");
    IS_INT(core_test_act(&t, new_calendar, (void *)(uintptr_t)past), ERR_INVALID);
    IS_INT(day_date(calendar_first(t.ctx.calendar)).year, 2007);
    OK(!workday_is(t.ctx.calendar, calendar_horizon(t.ctx.calendar) - 364), "1 January 2027");
    IS_INT(calendar_list(&t.ctx, &list, &n), ERR_OK);
    IS_INT(n, 2);
    IS_INT(list[0].last_year, 2027);
    IS_INT(core_test_act(&t, new_calendar, (void *)(uintptr_t) "nonsense"), ERR_INVALID);
    heard = 0;
    IS_INT(core_test_act(&t, loop, NULL), ERR_LIMIT);
    IS_INT(heard, EVENT_DEPTH_MAX);
    core_test_end(&t);
}

static enum err make_people(struct ctx *ctx, void *arg)
{
    struct person *p = arg;
    enum err e = person_save(ctx, &p[0]);
    return e ? e : person_save(ctx, &p[1]);
}

static enum err tell(struct ctx *ctx, void *arg)
{
    struct person *p = arg;
    enum err e = notify_person(ctx, p[0].id, NOTICE("有新诉求待受理：{}", STR("2026-0001 甲")),
                               "matter", 500);
    if (!e)
        e = notify_role(ctx, ROLE_LEADER, NOTICE("事项被督办：{}", STR("2026-0002 乙")), "matter",
                        501);
    return e;
}

static enum err make_channels(struct ctx *ctx, void *arg)
{
    struct sql_channel_put_in mail = {.park = ctx->park,
                                      .id = {9001},
                                      .kind = CHANNEL_MAIL,
                                      .name = STR("邮件"),
                                      .host = STR("smtps://mail.example"),
                                      .login = STR(""),
                                      .sender = STR("list@test.example"),
                                      .events = STR(""),
                                      .created = ctx->now_us};
    struct sql_channel_put_in hook = mail;
    (void)arg;
    hook.id.n = 9002;
    hook.kind = CHANNEL_WEBHOOK;
    hook.events = STR("matter.closed org");
    enum err e = sql_channel_put(ctx->db, &mail, NULL);
    return e ? e : sql_channel_put(ctx->db, &hook, NULL);
}

static size_t waiting(int64_t now, struct sql_outbox_waiting_row **out)
{
    size_t n = 0;
    struct sql_outbox_waiting_in in = {t.ctx.park, now, 10};
    IS_INT(sql_outbox_waiting(t.ctx.db, &t.arena, &in, out, &n), ERR_OK);
    return n;
}

static void notices_wait_and_can_be_taken_back(void)
{
    core_test_begin(&t);
    struct person p[2] = {{.login = STR("aa"),
                           .name = STR("甲"),
                           .email = STR("a@test.example"),
                           .lang = LANG_EN,
                           .roles = ROLE_LEADER},
                          {.login = STR("bb"), .name = STR("乙"), .roles = ROLE_LEADER}};
    struct notice *list;
    struct sql_outbox_waiting_row *rows;
    size_t n;
    int64_t unread;
    ACT(make_people, p);
    ACT(tell, p);
    IS_INT(waiting(t.ctx.now_us + OUTBOX_WAIT_US, &rows), 0); /* no channel: nothing to send by */
    ACT(make_channels, NULL);
    ACT(tell, p);
    IS_INT(person_actor(&t.ctx, p[0].id, &t.ctx.actor), ERR_OK);
    IS_INT(notice_unread(&t.ctx, &unread), ERR_OK);
    IS_INT(unread, 4);
    IS_INT(notice_list(&t.ctx, true, (struct notice_id){0}, 10, &list, &n), ERR_OK);
    IS_INT(n, 4);
    IS_STR(list[0].title, STR("事项被督办：2026-0002 乙"));
    t.ctx.lang = LANG_EN; /* the same notice, read in another language */
    IS_INT(notice_list(&t.ctx, true, (struct notice_id){0}, 10, &list, &n), ERR_OK);
    IS_STR(list[0].title, STR("The matter is being pressed: 2026-0002 乙"));
    t.ctx.lang = LANG_ZH;
    IS_INT(waiting(t.ctx.now_us, &rows), 0); /* not within the minute of undo */
    IS_INT(waiting(t.ctx.now_us + OUTBOX_WAIT_US, &rows), 2);
    IS_INT(rows[0].recipient, p[0].id.n);
    IS_STR(rows[0].title, STR("A new request to accept: 2026-0001 甲"));
    IS_INT(notify_retract(&t.ctx, "matter", 500, t.ctx.now_us), ERR_OK);
    IS_INT(waiting(t.ctx.now_us + OUTBOX_WAIT_US, &rows), 1);
    IS_INT(notice_read(&t.ctx, (struct notice_id){0}), ERR_OK);
    IS_INT(notice_unread(&t.ctx, &unread), ERR_OK);
    IS_INT(unread, 0);
    IS_INT(notice_list(&t.ctx, false, (struct notice_id){0}, 10, &list, &n), ERR_OK);
    IS_INT(n, 2);
    OK(list[0].read, "read");
    core_test_end(&t);
}

static enum err emit_some(struct ctx *ctx, void *arg)
{
    (void)arg;
    enum err e = event_emit(ctx, "matter.closed", "matter", 500);
    if (!e)
        e = event_emit(ctx, "matter.closed", "matter", 500); /* the same news of one act */
    if (!e)
        e = event_emit(ctx, "matter.raised", "matter", 500);
    return e ? e : event_emit(ctx, "org.edited", "org", 501);
}

static void webhooks_hear_the_events_they_name(void)
{
    struct sql_outbox_waiting_row *rows;
    core_test_begin(&t);
    ACT(make_channels, NULL);
    ACT(emit_some, NULL);
    IS_INT(waiting(t.ctx.now_us, &rows), 2);
    IS_STR(rows[0].event, STR("matter.closed"));
    IS_STR(rows[1].event, STR("org.edited"));
    ACT(emit_some, NULL);
    IS_INT(waiting(t.ctx.now_us, &rows), 4); /* another act, other names */
    OK(outbox_hears(STR(""), STR("matter.closed")), "no words: all");
    OK(!outbox_hears(STR("matter.close"), STR("matter.closed")), "a word is whole");
    OK(outbox_hears(STR(" x  matter "), STR("matter.closed")), "a word names what is below it");
    core_test_end(&t);
}

static void views_and_memories_are_kept(void)
{
    core_test_begin(&t);
    struct view_id id, again;
    struct view *views;
    struct import_pair *pairs;
    size_t n;
    t.ctx.actor.person.n = 42;
    IS_INT(view_save(&t.ctx, STR("/matters"), STR("我的"), STR("state=working"), &id), ERR_OK);
    IS_INT(view_save(&t.ctx, STR("/matters"), STR("我的"), STR("state=closed"), &again), ERR_OK);
    IS_INT(id.n, again.n);
    IS_INT(view_list(&t.ctx, STR("/matters"), &views, &n), ERR_OK);
    IS_INT(n, 1);
    IS_STR(views[0].query, STR("state=closed"));
    t.ctx.actor.person.n = 43;
    IS_INT(view_list(&t.ctx, STR_NULL, &views, &n), ERR_OK);
    IS_INT(n, 0);
    IS_INT(view_drop(&t.ctx, id), ERR_NOT_FOUND); /* somebody else's */
    IS_INT(view_save(&t.ctx, STR("//evil.example"), STR(""), STR(""), &id), ERR_INVALID);
    IS_INT(import_map_put(&t.ctx, "matter.org", STR("经发局"), STR("17")), ERR_OK);
    IS_INT(import_map_put(&t.ctx, "matter.org", STR("经发局"), STR("18")), ERR_OK);
    IS_INT(import_map_get(&t.ctx, "matter.org", &pairs, &n), ERR_OK);
    IS_INT(n, 1);
    IS_STR(pairs[0].means, STR("18"));
    core_test_end(&t);
}

static void a_job_runs_in_one_place_at_a_time(void)
{
    core_test_begin(&t);
    struct job job = {"test.job", 60, NULL};
    struct job_info *list;
    size_t n;
    bool mine;
    IS_INT(job_take(&t.ctx, &job, STR("a"), &mine), ERR_OK);
    OK(mine, "the first takes it");
    IS_INT(job_take(&t.ctx, &job, STR("b"), &mine), ERR_OK);
    OK(!mine, "the second does not");
    IS_INT(job_done(&t.ctx, &job, STR("a"), ERR_OK), ERR_OK);
    IS_INT(job_take(&t.ctx, &job, STR("b"), &mine), ERR_OK);
    OK(!mine, "not due yet");
    struct job step = {"test.job", 0, NULL};
    IS_INT(job_take(&t.ctx, &step, STR("a"), &mine), ERR_OK);
    OK(mine, "the next step of a long one is due at once");
    IS_INT(job_done(&t.ctx, &step, STR("a"), ERR_OK), ERR_OK);
    t.ctx.now_us += 60 * SECOND_US;
    IS_INT(job_take(&t.ctx, &job, STR("b"), &mine), ERR_OK);
    OK(mine, "due");
    t.ctx.now_us += JOB_LEASE_US;
    IS_INT(job_take(&t.ctx, &job, STR("a"), &mine), ERR_OK);
    OK(mine, "b died: its lease ran out");
    IS_INT(job_done(&t.ctx, &job, STR("b"), ERR_IO), ERR_OK); /* too late to say anything */
    IS_INT(job_list(&t.ctx, &list, &n), ERR_OK);
    IS_INT(n, 1);
    IS_STR(list[0].holder, STR("a"));
    int64_t at;
    struct str note;
    IS_INT(mark_get(&t.ctx, "backup", &at, &note), ERR_NOT_FOUND);
    IS_INT(mark_set(&t.ctx, "backup", STR("f.db")), ERR_OK);
    IS_INT(mark_get(&t.ctx, "backup", &at, &note), ERR_OK);
    IS_INT(at, t.ctx.now_us);
    core_test_end(&t);
}

/* --- finds ----------------------------------------------------------------------------------- */

static enum err find(const char *name, const char *const *given, const struct json **out)
{
    for (size_t i = 0; i < core_module.find_n; i++) {
        const struct find *f = &core_module.finds[i];
        struct form_pair pairs[8];
        size_t n = 0;
        if (!str_eq(str_from(f->name), str_from(name)))
            continue;
        for (; given[2 * n] != NULL; n++)
            pairs[n] = (struct form_pair){str_from(given[2 * n]), str_from(given[2 * n + 1])};
        void *in = arena_alloc(&t.arena, f->form->size);
        struct form_errors *errors = ARENA_NEW(&t.arena, struct form_errors);
        struct buf b;
        buf_init(&b, &t.arena, 1 << 20);
        error_clear(&t.ctx.error);
        enum err e = form_decode(&t.arena, f->form, (struct form_pairs){pairs, n}, in, errors);
        if (!e)
            e = f->run(&t.ctx, in, &b);
        return e ? e : json_parse(&t.arena, buf_str(&b), out, NULL);
    }
    abort();
}

#define FIND(name, out, ...) find(name, (const char *const[]){__VA_ARGS__, NULL, NULL}, out)

static int64_t number_in(const struct json *j, const char *name)
{
    return json_int(json_member(j, name), -999);
}

static void finds_answer_in_json(void)
{
    core_test_begin(&t);
    const struct json *j;
    IS_INT(FIND("workday.count", &j, "from", "2026-09-30", "to", "2026-10-12"), ERR_OK);
    IS_INT(number_in(j, "count"), 4);
    IS_INT(number_in(j, "inclusive"), 5);
    OK(!json_bool(json_member(j, "provisional")), "known");
    IS_INT(FIND("workday.count", &j, "from", "2026-09-31", "to", "2026-10-12"), ERR_INVALID);
    IS_INT(FIND("workday.add", &j, "date", "2026-09-30", "n", "1"), ERR_OK);
    IS_STR(json_str(json_member(j, "day")), STR("2026-10-08"));
    IS_INT(FIND("workday.add", &j, "date", "2026-12-30", "n", "10"), ERR_OK);
    OK(json_bool(json_member(j, "provisional")), "past the horizon");
    IS_INT(FIND("workday.add", &j, "date", "9999-12-31", "n", "100000"), ERR_INVALID);
    IS_INT(FIND("uscc.check", &j, "code", "91350200ma2yj1xr9g"), ERR_OK);
    OK(json_bool(json_member(j, "good")), "good");
    IS_INT(FIND("uscc.check", &j, "code", "91350100M0001TGQXM"), ERR_OK);
    OK(!json_bool(json_member(j, "good")), "a warning only");
    IS_INT(FIND("uscc.check", &j, "code", "91350200IA2YJ1XR9G"), ERR_INVALID);
    IS_INT(FIND("journal.checkpoint", &j, NULL), ERR_OK);
    IS_INT(number_in(j, "size"), 2);
    IS_INT(FIND("journal.prove", &j, "seq", "1", "first", "1"), ERR_OK);
    IS_INT(json_count(json_member(j, "inclusion")), 1);
    IS_INT(json_count(json_member(j, "consistency")), 1);
    IS_INT(FIND("journal.prove", &j, "seq", "2"), ERR_NOT_FOUND);
    IS_INT(FIND("journal.list", &j, "limit", "1"), ERR_OK);
    IS_INT(json_count(json_member(j, "rows")), 1);
    static const char *const plain[] = {"person.list",  "org.list",      "zone.list",
                                        "session.list", "token.list",    "setting.list",
                                        "view.list",    "calendar.list", "notice.list"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        IS_INT(FIND(plain[i], &j, NULL), ERR_OK);
        IS_INT(json_kind_of(json_member(j, "rows")), JSON_KIND_ARRAY);
    }
    core_test_end(&t);
}

int main(void)
{
    RUN(ids_rise_whatever_the_clock_does);
    RUN(an_act_takes_ids_in_blocks);
    RUN(numbers_have_no_gaps);
    RUN(words_find_records);
    RUN(counters_are_checked_and_mended);
    RUN(links_are_seen_from_both_ends);
    RUN(files_are_kept_once_per_content);
    RUN(files_have_a_limit_and_a_type);
    RUN(files_are_read_again);
    core_test_begin(&t);
    remove_store(str_from(store));
    core_test_end(&t);
    RUN(settings_hold_from_their_day);
    RUN(a_new_calendar_is_told_to_others);
    RUN(notices_wait_and_can_be_taken_back);
    RUN(webhooks_hear_the_events_they_name);
    RUN(views_and_memories_are_kept);
    RUN(a_job_runs_in_one_place_at_a_time);
    RUN(finds_answer_in_json);
    return tap_end();
}
