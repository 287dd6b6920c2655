/* Claims, order, hours, limits and second tries, with a clock that the test sets and without a
 * network: what would have been sent is judged by the test. */
#include <string.h>

#include "core/calendar.h"
#include "core/notify.h"
#include "core/setting.h"
#include "core/test_core.h"
#include "reach/reach.h"
#include "reach/reach_act.h"
#include "reach/reach_form.h"
#include "reach/sender.h"
#include "reach_query.h"

static struct core_test t;
static struct app_db app_db;
static struct sender_config config;
static int64_t now;

static int64_t fake_now(void)
{
    return now;
}

static struct channel_id channels[3];
static struct person_id person;

static enum err make(struct ctx *ctx, void *arg)
{
    struct channel c[] = {{.kind = CHANNEL_MAIL,
                           .name = STR("邮件"),
                           .address = STR("smtps://mail.example"),
                           .secret = STR("hidden-password"),
                           .sender = STR("list@park.example")},
                          {.kind = CHANNEL_WECOM,
                           .name = STR("群"),
                           .address = STR("https://bot.example/send?key=hidden-key")},
                          {.kind = CHANNEL_WEBHOOK,
                           .name = STR("程序"),
                           .address = STR("https://hook.example/"),
                           .events = STR("matter")}};
    struct person p = {.login = STR("zhang"),
                       .name = STR("张三"),
                       .email = STR("zhang@park.example"),
                       .roles = ROLE_COORDINATOR};
    struct str secret;
    (void)arg;
    enum err e = setting_declare(ctx, reach_module.settings, reach_module.setting_n);
    for (size_t i = 0; !e && i < 3; i++) {
        e = channel_save(ctx, &c[i], &secret);
        channels[i] = c[i].id;
        OK(i == 2 ? str_starts(secret, STR("whsec_")) : str_null(secret), "whose secret is shown");
    }
    if (!e)
        e = person_save(ctx, &p);
    person = p.id;
    return e;
}

/* Sunday 2026-11-22 10:00 in the park; the next day is worked. */
static void begin(void)
{
    core_test_begin(&t);
    now = TEST_NOW;
    app_db = (struct app_db){.db = t.ctx.db};
    config = (struct sender_config){.app_db = &app_db,
                                    .park = {.name = STR("园区"), .origin = STR("test.example")},
                                    .public_url = STR("https://list.example"),
                                    .now_us = fake_now,
                                    .claimant = STR("one")};
    IS_INT(calendar_load(&t.ctx), ERR_OK);
    IS_INT(core_test_act(&t, make, NULL), ERR_OK);
}

static enum err tell(struct ctx *ctx, void *arg)
{
    const char *what = arg;
    struct str detail = str_from(what + 1);
    enum err e = notify_person(ctx, person, NOTICE(T("事项被督办：{}"), detail), "matter",
                               (int64_t)(unsigned char)what[1]);
    return e || *what != '!' ? e : outbox_hurry(ctx, "matter", (int64_t)(unsigned char)what[1]);
}

/* "!x" urgent, "-x" not. */
static void put(const char *what)
{
    t.ctx.now_us = now;
    person_actor(&t.ctx, PERSON_CONSOLE, &t.ctx.actor);
    IS_INT(core_test_act(&t, tell, (void *)(uintptr_t)what), ERR_OK);
}

static enum err stop_bot(struct ctx *ctx, void *arg)
{
    return channel_turn(ctx, channels[(intptr_t)arg], CHANNEL_OFF);
}

static enum err take(struct parcel *p)
{
    enum err e = sender_take(&config, &t.ctx, p);
    if (!e)
        p->verdict = (struct reach_verdict){.end = REACH_GOOD, .code = 200};
    return e;
}

static void note(struct parcel *p, enum reach_end end)
{
    p->verdict.end = end;
    p->verdict.fault = end == REACH_GOOD ? NULL : "坏了 {}";
    IS_INT(sender_note(&config, &t.ctx, p), ERR_OK);
}

static bool is_title(const struct parcel *p, const char *end)
{
    return str_ends(p->message.title, str_from(end));
}

static void a_claim_runs_out_and_the_name_stays(void)
{
    struct parcel a, b, c;
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    put("!a");
    IS_INT(take(&a), ERR_NOT_FOUND); /* the minute of undo */
    now += OUTBOX_WAIT_US;
    IS_INT(take(&a), ERR_OK);
    IS_INT(a.n, 1);
    IS_STR(a.message.link, STR("https://list.example/matters/97"));
    IS_INT(take(&b), ERR_NOT_FOUND); /* one has it */
    now += SENDER_CLAIM_US + 1;      /* ... and died */
    config.claimant = STR("two");
    IS_INT(take(&b), ERR_OK);
    IS_INT(b.n, 2);
    IS_STR(b.message.name, a.message.name);
    config.claimant = STR("one"); /* not dead after all, and failed: that changes nothing now */
    note(&a, REACH_NEVER);
    struct outbox_sum sum;
    IS_INT(outbox_sum(&t.ctx, &sum), ERR_OK);
    IS_INT(sum.waiting, 1);
    IS_INT(sum.dead, 0);
    config.claimant = STR("two");
    note(&b, REACH_GOOD);
    IS_INT(take(&c), ERR_NOT_FOUND);
    note(&b, REACH_AGAIN); /* what was taken stays taken */
    IS_INT(outbox_sum(&t.ctx, &sum), ERR_OK);
    IS_INT(sum.waiting, 0);
    core_test_end(&t);
}

static void one_receiver_is_told_in_order(void)
{
    struct parcel a, b;
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    put("!a");
    now += SECOND_US;
    put("!b");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&a), ERR_OK);
    OK(is_title(&a, "a"), "the older one first");
    IS_INT(take(&b), ERR_NOT_FOUND);
    note(&a, REACH_AGAIN);
    IS_INT(take(&b), ERR_NOT_FOUND); /* b waits behind a */
    now += REACH_FIRST_WAIT_US * 2;
    IS_INT(take(&a), ERR_OK);
    OK(is_title(&a, "a"), "a again");
    note(&a, REACH_NEVER); /* laid aside: the line goes on */
    IS_INT(take(&b), ERR_OK);
    OK(is_title(&b, "b"), "then b");
    note(&b, REACH_GOOD);
    core_test_end(&t);
}

static void what_is_not_urgent_waits_for_hours(void)
{
    struct parcel p;
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    put("-a"); /* Sunday 10:00 */
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_NOT_FOUND);
    put("!b");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_OK); /* overtakes */
    OK(is_title(&p, "b"), "urgent");
    note(&p, REACH_GOOD);
    now = TEST_NOW + 22 * HOUR_US - SECOND_US; /* Monday 07:59:59 */
    IS_INT(take(&p), ERR_NOT_FOUND);
    now += SECOND_US;
    IS_INT(take(&p), ERR_OK);
    OK(is_title(&p, "a"), "in the morning");
    note(&p, REACH_GOOD);
    core_test_end(&t);
}

static enum err choose(struct ctx *ctx, void *arg)
{
    struct act_result out = {0};
    person_actor(ctx, person, &ctx->actor);
    return person_reach_run(ctx, arg, &out);
}

static void people_choose_for_themselves(void)
{
    struct parcel p;
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    struct choice_in late = {.way = WAY_MAIL, .from_hour = 14, .to_hour = 16};
    IS_INT(core_test_act(&t, choose, &late), ERR_OK);
    now = TEST_NOW + 24 * HOUR_US; /* Monday 10:00 */
    put("-a");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_NOT_FOUND);
    now = TEST_NOW + 28 * HOUR_US; /* 14:00 */
    IS_INT(take(&p), ERR_OK);
    note(&p, REACH_GOOD);
    struct choice_in inbox = {.way = WAY_INBOX};
    IS_INT(core_test_act(&t, choose, &inbox), ERR_OK);
    put("!b");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_NOT_FOUND);
    core_test_end(&t);
}

static void a_bot_gets_so_many_in_any_minute(void)
{
    struct parcel p;
    int64_t sent[60];
    size_t n = 0;
    begin();
    core_test_act(&t, stop_bot, (void *)0);
    for (int i = 0; i < 50; i++) {
        char text[3] = {'!', (char)('0' + i), 0};
        put(str_c(&t.arena, str_from(text)));
        now += 1000;
    }
    now += OUTBOX_WAIT_US;
    for (int i = 0; i < 4000 && n < 50; i++, now += 200000) /* a sender that never rests */
        if (!take(&p)) {
            sent[n++] = now;
            note(&p, REACH_GOOD);
        }
    IS_INT(n, 50);
    for (size_t i = 20; i < n; i++)
        OK(sent[i] - sent[i - 20] >= MINUTE_US, "more than twenty within a minute");
    core_test_end(&t);
}

static void a_receiver_that_asks_for_rest_gets_it(void)
{
    struct parcel p;
    begin();
    core_test_act(&t, stop_bot, (void *)0);
    put("!a");
    put("!b");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_OK);
    p.verdict.hold_s = 600;
    note(&p, REACH_AGAIN);
    now += 599 * SECOND_US;
    IS_INT(take(&p), ERR_NOT_FOUND);
    now += 2 * SECOND_US;
    IS_INT(take(&p), ERR_OK);
    note(&p, REACH_GOOD);
    core_test_end(&t);
}

static enum err retry(struct ctx *ctx, void *arg)
{
    struct act_result out = {0};
    return outbox_retry_run(ctx, arg, &out);
}

static void what_fails_too_often_is_laid_aside(void)
{
    struct parcel p;
    struct outbox_sum sum;
    int64_t tries = 0;
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    put("!a");
    for (now += OUTBOX_WAIT_US; tries < 100; now += MINUTE_US) {
        if (!take(&p)) {
            tries++;
            note(&p, REACH_AGAIN);
        }
        IS_INT(outbox_sum(&t.ctx, &sum), ERR_OK);
        if (sum.dead)
            break;
    }
    IS_INT(tries, REACH_TRIES_MAX);
    struct outbox_row *rows;
    struct str next;
    size_t n;
    struct outbox_query query = {.state = OUTBOX_DEAD};
    IS_INT(outbox_list(&t.ctx, &query, &rows, &n, &next), ERR_OK);
    IS_INT(n, 1);
    IS_STR(rows[0].fault, STR("坏了 "));
    IS_STR(rows[0].receiver, STR("张三"));
    struct which_in which = {rows[0].id.n};
    person_actor(&t.ctx, PERSON_CONSOLE, &t.ctx.actor);
    IS_INT(core_test_act(&t, retry, &which), ERR_OK);
    IS_INT(take(&p), ERR_OK); /* one more try by a person's word */
    note(&p, REACH_GOOD);
    IS_INT(core_test_act(&t, retry, &which), ERR_NOT_FOUND);
    core_test_end(&t);
}

static enum err sweep(struct ctx *ctx, void *arg)
{
    (void)arg;
    return reach_sweep(ctx);
}

static void only_what_was_sent_long_ago_goes(void)
{
    struct parcel p;
    struct outbox_row *rows;
    struct str next;
    size_t n;
    struct outbox_query all = {.state = -1};
    begin();
    core_test_act(&t, stop_bot, (void *)1);
    put("!a");
    put("!b");
    now += OUTBOX_WAIT_US;
    IS_INT(take(&p), ERR_OK);
    note(&p, REACH_GOOD);
    IS_INT(take(&p), ERR_OK);
    note(&p, REACH_NEVER);
    t.ctx.now_us = now + (SENDER_KEEP_DAYS - 1) * DAY_US;
    IS_INT(core_test_act(&t, sweep, NULL), ERR_OK);
    IS_INT(outbox_list(&t.ctx, &all, &rows, &n, &next), ERR_OK);
    IS_INT(n, 2);
    t.ctx.now_us = now + (SENDER_KEEP_DAYS + 1) * DAY_US;
    IS_INT(core_test_act(&t, sweep, NULL), ERR_OK);
    IS_INT(outbox_list(&t.ctx, &all, &rows, &n, &next), ERR_OK);
    IS_INT(n, 1);
    IS_INT(rows[0].state, OUTBOX_DEAD);
    core_test_end(&t);
}

static enum err edit(struct ctx *ctx, void *arg)
{
    struct str secret;
    return channel_save(ctx, arg, &secret);
}

/* No journal value and no list has an address or a secret. */
static void secrets_stay_where_they_are(void)
{
    struct journal_entry *entries;
    struct sql_reach_secret_get_row kept;
    size_t n;
    begin();
    struct channel c = {.id = channels[1],
                        .version = 1,
                        .name = STR("群二"),
                        .address = STR("https://bot.example/send?key=hidden-other"),
                        .secret = STR("hidden-secret")};
    IS_INT(core_test_act(&t, edit, &c), ERR_OK);
    IS_INT(core_test_act(&t, edit, &(struct channel){.id = channels[1], .version = 1}),
           ERR_CONFLICT);
    c.address = c.secret = STR(""); /* not given: as before */
    IS_INT(core_test_act(&t, edit, &c), ERR_OK);
    struct sql_reach_secret_get_in which = {t.ctx.park, channels[1]};
    IS_INT(sql_reach_secret_get(t.ctx.db, &t.arena, &which, &kept), ERR_OK);
    IS_STR(kept.address, STR("https://bot.example/send?key=hidden-other"));
    IS_STR(kept.secret, STR("hidden-secret"));
    IS_INT(journal_newest(&t.ctx, (struct person_id){0}, INT64_MAX, 50, &entries, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < entries[i].n; k++)
            OK(!str_has(str_or_empty(entries[i].values[k].after), STR("hidden")) &&
                   !str_has(str_or_empty(entries[i].values[k].before), STR("hidden")),
               "a secret in the journal");
    struct buf json;
    buf_init(&json, &t.arena, 1 << 16);
    IS_INT(channel_list_find(&t.ctx, NULL, &json), ERR_OK);
    OK(str_has(buf_str(&json), STR("\"https://bot.example\"")), "the host is shown");
    OK(!str_has(buf_str(&json), STR("hidden")), "a secret in the list");
    static const char *const bad[] = {"http://x.example/", "ftp://x/", "https://u:p@x/",
                                      "https:///",         "x",        "https://x/\nHost: y"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct channel wrong = {
            .kind = CHANNEL_WECOM, .name = STR("坏"), .address = str_from(bad[i])};
        if (core_test_act(&t, edit, &wrong) != ERR_INVALID)
            OK(false, bad[i]);
    }
    core_test_end(&t);
}

/* A password is told to the server it was given for, and as it was given: encrypted. */
static void a_password_does_not_change_servers(void)
{
    struct sql_reach_secret_get_row kept;
    begin();
    struct sql_reach_secret_get_in which = {t.ctx.park, channels[0]};
    const struct channel same = {
        .id = channels[0], .version = 1, .name = STR("邮件"), .sender = STR("list@park.example")};
    struct channel other = same, plain = same, port = same;
    other.address = STR("smtps://mail.elsewhere.example");
    port.address = STR("smtp://mail.example:587");
    plain.plain = true;
    struct channel *const bad[] = {&other, &plain, &port};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct channel c = *bad[i];
        IS_INT(core_test_act(&t, edit, &c), ERR_INVALID);
        IS_STR(t.ctx.error.field, STR("secret"));
        IS_INT(sql_reach_secret_get(t.ctx.db, &t.arena, &which, &kept), ERR_OK);
        IS_STR(kept.address, STR("smtps://mail.example"));
    }
    struct channel c = same; /* the same server by its address: nothing to ask for */
    c.address = STR("smtps://mail.example");
    IS_INT(core_test_act(&t, edit, &c), ERR_OK);
    other.version = c.version;
    other.plain = true;
    other.secret = STR("hidden-new");
    IS_INT(core_test_act(&t, edit, &other), ERR_OK);
    IS_INT(sql_reach_secret_get(t.ctx.db, &t.arena, &which, &kept), ERR_OK);
    IS_STR(kept.secret, STR("hidden-new"));
    other.secret = other.address = STR(""); /* as plain as it was */
    IS_INT(core_test_act(&t, edit, &other), ERR_OK);
    other.plain = false; /* stricter than it was */
    IS_INT(core_test_act(&t, edit, &other), ERR_OK);
    struct channel bot = {.id = channels[2], .version = 1, .name = STR("程序")};
    bot.address = STR("https://moved.example/"); /* signed with, never sent */
    IS_INT(core_test_act(&t, edit, &bot), ERR_OK);
    core_test_end(&t);
}

static enum err make_feed(struct ctx *ctx, void *arg)
{
    ctx->actor.person = person;
    return feed_make(ctx, arg);
}

static enum err end_feed(struct ctx *ctx, void *arg)
{
    (void)arg;
    return feed_end(ctx);
}

static void a_feed_has_one_address_at_a_time(void)
{
    struct str first, second;
    struct person_id who = {0};
    begin();
    IS_INT(core_test_act(&t, make_feed, &first), ERR_OK);
    IS_INT(first.len, 43);
    IS_INT(feed_find(&t.ctx, first, &who), ERR_OK);
    IS_INT(who.n, person.n);
    IS_INT(core_test_act(&t, make_feed, &second), ERR_OK);
    IS_INT(feed_find(&t.ctx, first, &who), ERR_NOT_FOUND);
    IS_INT(feed_find(&t.ctx, second, &who), ERR_OK);
    IS_INT(core_test_act(&t, end_feed, NULL), ERR_OK);
    IS_INT(feed_find(&t.ctx, second, &who), ERR_NOT_FOUND);
    IS_INT(feed_find(&t.ctx, STR(""), &who), ERR_NOT_FOUND);
    core_test_end(&t);
}

static enum err make_too_much(struct ctx *ctx, int64_t record, struct enclosed *out, size_t *out_n)
{
    (void)record;
    (void)out;
    *out_n = 0;
    (void)arena_alloc(ctx->arena, ctx->arena->cap);
    return ERR_OK;
}

static const struct enclosure too_much[] = {{"matter", make_too_much}};
static const struct module huge = {.name = "huge", .enclosures = too_much, .enclosure_n = 1};

static enum err write_it(void *arg)
{
    struct parcel p = {.message = {.event = STR("matter"), .kind = STR("matter"), .record = 1}};
    struct person to;
    enum err e = person_get(&t.ctx, person, &to);
    if (!e)
        *(struct str *)arg = sender_letter(&config, &t.ctx, &p, &to);
    return e;
}

/* It would be tried again and again, and never go. */
static void files_that_fill_the_memory_keep_no_mail_back(void)
{
    static const struct module *const modules[] = {&huge, NULL};
    struct str letter = STR("");
    begin();
    config.modules = modules;
    IS_INT(arena_run(&t.arena, write_it, &letter), ERR_OK);
    OK(str_has(letter, STR("Content-Type: text/plain")), "the mail goes without them");
    core_test_end(&t);
}

int main(void)
{
    RUN(a_claim_runs_out_and_the_name_stays);
    RUN(one_receiver_is_told_in_order);
    RUN(what_is_not_urgent_waits_for_hours);
    RUN(people_choose_for_themselves);
    RUN(a_bot_gets_so_many_in_any_minute);
    RUN(a_receiver_that_asks_for_rest_gets_it);
    RUN(what_fails_too_often_is_laid_aside);
    RUN(only_what_was_sent_long_ago_goes);
    RUN(secrets_stay_where_they_are);
    RUN(a_password_does_not_change_servers);
    RUN(a_feed_has_one_address_at_a_time);
    RUN(files_that_fill_the_memory_keep_no_mail_back);
    return tap_end();
}
