#include "reach/sender.h"

#include <pthread.h>
#include <time.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "core/calendar.h"
#include "core/notify.h"
#include "core/person.h"
#include "core/setting.h"
#include "core_query.h"
#include "db/db.h"
#include "reach/mail_text.h"
#include "reach/reach.h"
#include "reach_query.h"

/* ---- taking ---------------------------------------------------------------------------------- */

struct taking {
    const struct sender_config *s;
    struct outbox_id id;
    struct sql_reach_take_row row;
    bool mine;
};

static int64_t setting_or(struct ctx *ctx, const char *name, int64_t otherwise)
{
    int64_t value;
    return setting_get(ctx, name, &value) ? otherwise : value;
}

static struct reach_hours hours_of(struct ctx *ctx, const struct sql_reach_take_row *row)
{
    struct reach_hours hours = {setting_or(ctx, "reach.hours_from", 8),
                                setting_or(ctx, "reach.hours_to", 20),
                                setting_or(ctx, "reach.rest_days", 0) != 0};
    struct sql_person_reach_get_row own;
    struct sql_person_reach_get_in in = {ctx->park, {row->recipient}};
    if (row->channel_kind == CHANNEL_MAIL &&
        !sql_person_reach_get(ctx->db, ctx->arena, &in, &own) && own.from_hour != own.to_hour) {
        hours.from = own.from_hour;
        hours.to = own.to_hour;
    }
    return hours;
}

/* The instant from which this message may go: now, or later because people rest or the channel's
 * limit is used up. Counted on the writer, so that two senders cannot both take the last place. */
static enum err may_go_at(struct ctx *ctx, const struct sql_reach_take_row *row, int64_t *out_at)
{
    enum { TRIES = 100 };
    *out_at = ctx->now_us;
    if (!row->urgent && row->channel_kind != CHANNEL_WEBHOOK) {
        struct reach_hours hours = hours_of(ctx, row);
        *out_at = reach_open_at(&hours, ctx->calendar, ctx->offset_min, ctx->now_us);
    }
    const struct reach_limit *limits = reach_limits((enum channel_kind)row->channel_kind);
    for (int i = 0; i < REACH_LIMITS; i++) {
        struct sql_reach_try_newest_row *tries;
        struct sql_reach_try_newest_in in = {ctx->park, row->channel,
                                             ctx->now_us - limits[i].within_us, limits[i].n};
        int64_t at[TRIES];
        size_t n;
        if (limits[i].n == 0)
            continue;
        enum err e = sql_reach_try_newest(ctx->db, ctx->arena, &in, &tries, &n);
        if (e)
            return e;
        for (size_t k = 0; k < n && k < TRIES; k++)
            at[k] = tries[k].at;
        int64_t room = reach_room_at(&limits[i], at, n, ctx->now_us);
        if (room > *out_at)
            *out_at = room;
    }
    return ERR_OK;
}

static enum err claim(struct ctx *ctx, void *arg)
{
    struct taking *t = arg;
    const struct sender_config *s = t->s;
    struct sql_reach_take_in which = {ctx->park, t->id, ctx->now_us};
    int64_t at;
    t->mine = false;
    enum err e = sql_reach_take(ctx->db, ctx->arena, &which, &t->row);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e; /* somebody was faster */
    if ((e = may_go_at(ctx, &t->row, &at)))
        return e;
    if (at > ctx->now_us)
        return sql_reach_wait(ctx->db, &(struct sql_reach_wait_in){ctx->park, t->id, at}, NULL);
    int64_t lease = s->claim_us ? s->claim_us : SENDER_CLAIM_US;
    struct sql_reach_claim_in in = {ctx->park, t->id, ctx->now_us + lease, s->claimant,
                                    t->row.tries + 1};
    struct sql_reach_try_put_in note = {ctx->park, t->id, t->row.tries + 1, t->row.channel,
                                        ctx->now_us};
    e = sql_reach_claim(ctx->db, &in, NULL);
    if (!e)
        e = sql_reach_try_put(ctx->db, &note, NULL);
    t->mine = !e;
    return e;
}

static void fill(const struct sender_config *s, struct ctx *ctx,
                 const struct sql_reach_take_row *row, struct parcel *out)
{
    struct str path = notice_path(ctx->arena, row->kind, row->record);
    *out = (struct parcel){.id = row->id,
                           .channel = row->channel,
                           .kind = (enum channel_kind)row->channel_kind,
                           .n = row->tries + 1,
                           .recipient = row->recipient,
                           .login = row->login,
                           .sender = row->sender,
                           .plain = row->plain,
                           .inside = row->inside};
    out->message = (struct reach_message){.name = row->name,
                                          .event = row->event,
                                          .kind = row->kind,
                                          .record = row->record,
                                          .title = row->title,
                                          .link = STR(""),
                                          .park = s->park.name,
                                          .at_us = row->at,
                                          .offset_min = ctx->offset_min};
    if (!str_empty(s->public_url) && !str_empty(row->kind))
        out->message.link = str_print(ctx->arena, "%.*s%s", STR_ARG(s->public_url),
                                      str_null(path) ? "/notices" : str_c(ctx->arena, path));
}

enum err sender_take(const struct sender_config *s, struct ctx *ctx, struct parcel *out)
{
    struct sql_reach_ready_row *ready;
    size_t n;
    ctx->now_us = s->now_us();
    struct sql_reach_ready_in in = {ctx->park, ctx->now_us, SENDER_BATCH};
    enum err e = sql_reach_ready(ctx->db, ctx->arena, &in, &ready, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct taking t = {.s = s, .id = ready[i].id};
        ctx->now_us = s->now_us();
        error_clear(&ctx->error);
        e = act_write(s->app_db, ctx, claim, &t);
        if (e || !t.mine)
            continue;
        fill(s, ctx, &t.row, out);
        return ERR_OK;
    }
    return e ? e : ERR_NOT_FOUND;
}

/* ---- sending --------------------------------------------------------------------------------- */

static void give_up(struct parcel *p, const char *fault)
{
    p->verdict = (struct reach_verdict){.end = REACH_NEVER, .fault = fault};
}

/* The address is looked up now: a corrected one is what mends a message that was laid aside. */
static bool receiver_of(struct ctx *ctx, struct parcel *p, struct person *out)
{
    if (str_eq(p->message.event, STR("test")) && p->recipient == p->channel.n) {
        *out = (struct person){.email = p->sender};
        return true;
    }
    if (person_get(ctx, (struct person_id){p->recipient}, out) || out->state == PERSON_DISABLED)
        give_up(p, T("收件人已停用"));
    else if (str_empty(out->email))
        give_up(p, T("收件人没有邮箱"));
    else if (!mail_address_ok(out->email))
        give_up(p, T("收件人的邮箱写得不对"));
    else
        return true;
    return false;
}

struct asking {
    struct person_id person;
    const struct parcel *parcel;
    const struct answer_offer *offer;
    struct str secret;
};

static enum err make_link(struct ctx *ctx, void *arg)
{
    struct asking *a = arg;
    const struct reach_message *m = &a->parcel->message;
    return answer_make(ctx, a->person, m->kind, m->record, str_from(a->offer->act), &a->secret);
}

/* Where something is waited for from this person: a line with a link that can answer it. */
static struct str ask(const struct sender_config *s, struct ctx *ctx, const struct parcel *p,
                      const struct person *person)
{
    struct ctx theirs = *ctx;
    struct answer_offer offer;
    struct asking a = {.person = person->id, .parcel = p, .offer = &offer};
    if (str_empty(s->public_url) || !person->id.n ||
        person_actor(&theirs, person->id, &theirs.actor) ||
        answer_offered(&theirs, s->modules, p->message.kind, p->message.record, &offer))
        return STR("");
    ctx->now_us = s->now_us();
    if (act_write(s->app_db, ctx, make_link, &a)) {
        error_clear(&ctx->error);
        return STR("");
    }
    struct str link =
        str_print(ctx->arena, "%.*s/answer/%.*s", STR_ARG(s->public_url), STR_ARG(a.secret));
    return str_print(
        ctx->arena, "%.*s\n\n",
        STR_ARG(
            tr_with(ctx->arena, person->lang,
                    T("同意的话，不用登录，打开这个链接按一下就行（七天内一次有效，请勿转发）：{}"),
                    link)));
}

struct files {
    struct enclosed at[ENCLOSED_MAX];
    size_t n;
    bool too_large; /* they were left out */
};

/* Made for the receiver; a mail that cannot have its files goes without them: it has the link. */
static void enclose(const struct sender_config *s, struct ctx *ctx, const struct parcel *p,
                    const struct person *person, struct files *out)
{
    struct ctx theirs = *ctx;
    size_t bytes = 0;
    *out = (struct files){.n = 0};
    theirs.lang = person->lang;
    if (!person->id.n || str_eq(p->message.event, STR("test")) ||
        person_actor(&theirs, person->id, &theirs.actor))
        return;
    enum err e =
        enclosure_make(&theirs, s->modules, p->message.kind, p->message.record, out->at, &out->n);
    for (size_t i = 0; !e && i < out->n; i++)
        bytes += out->at[i].bytes.len;
    out->too_large = e == ERR_LIMIT || bytes > ENCLOSED_BYTES_MAX;
    if (e && !out->too_large)
        log_warn("outbox: the files of a mail were not made: %s", err_name(e));
    if (e || out->too_large)
        out->n = 0;
}

static struct str mail_body(struct ctx *ctx, const struct parcel *p, enum lang lang,
                            struct str asked, const struct files *files)
{
    struct str with = STR("");
    if (files->too_large)
        with = str_print(ctx->arena, "%.*s\n\n",
                         STR_ARG(tr(lang, T("附件太大，没有随信寄出，请打开那一页下载。"))));
    else if (files->n)
        with = str_print(ctx->arena, "%.*s\n\n", STR_ARG(tr(lang, T("文件附在信后。"))));
    struct str see =
        str_empty(p->message.link)
            ? STR("")
            : tr_with(ctx->arena, lang, T("打开这一页查看和办理：{}"), p->message.link);
    struct str foot =
        tr_with(ctx->arena, lang, T("这是{}的自动消息，请勿直接回复。"), p->message.park);
    return str_print(ctx->arena, "%.*s\n\n%.*s%.*s%.*s\n\n-- \n%.*s\n", STR_ARG(p->message.title),
                     STR_ARG(asked), STR_ARG(with), STR_ARG(see), STR_ARG(foot));
}

/* "list.example" of "list.example/park-a": the right side of a Message-ID. */
static struct str domain_of(struct str origin)
{
    struct str rest = origin, host;
    return str_cut(&rest, '/', &host) && !str_empty(host) ? host : STR("lianyuan.invalid");
}

struct letter {
    const struct sender_config *s;
    struct ctx *ctx;
    const struct parcel *p;
    const struct person *person;
    struct str asked;
    bool bare; /* without its files */
    struct str text;
};

static enum err write_letter(void *arg)
{
    struct letter *l = arg;
    struct ctx *ctx = l->ctx;
    const struct parcel *p = l->p;
    struct files files = {.too_large = true};
    if (!l->bare)
        enclose(l->s, ctx, p, l->person, &files);
    struct mail mail = {.from = p->sender,
                        .from_name = l->s->park.name,
                        .to = l->person->email,
                        .to_name = l->person->name,
                        .subject = p->message.title,
                        .text = mail_body(ctx, p, l->person->lang, l->asked, &files),
                        .enclosed = files.at,
                        .enclosed_n = files.n,
                        .id = p->message.name,
                        .domain = domain_of(l->s->park.origin),
                        .at_us = p->message.at_us,
                        .offset_min = ctx->offset_min};
    l->text = mail_compose(ctx->arena, &mail);
    return ERR_OK;
}

struct str sender_letter(const struct sender_config *s, struct ctx *ctx, const struct parcel *p,
                         const struct person *person)
{
    struct letter l = {
        .s = s, .ctx = ctx, .p = p, .person = person, .asked = ask(s, ctx, p, person)};
    if (arena_run(ctx->arena, write_letter, &l)) {
        l.bare = true;
        (void)write_letter(&l);
    }
    return l.text;
}

static void send_mail(const struct sender_config *s, struct ctx *ctx, struct parcel *p,
                      struct str address, struct str password, struct wire_reply *reply)
{
    struct person person;
    if (!receiver_of(ctx, p, &person))
        return;
    struct wire_mail wire = {.url = address,
                             .login = p->login,
                             .password = password,
                             .from = p->sender,
                             .to = person.email,
                             .text = sender_letter(s, ctx, p, &person),
                             .plain = p->plain,
                             .inside = p->inside};
    wire_send(ctx->arena, &s->wire, &wire, reply);
    reach_judge(ctx->arena, p->kind, reply, &p->verdict);
}

void sender_send(const struct sender_config *s, struct ctx *ctx, struct parcel *p)
{
    struct sql_reach_secret_get_row secret;
    struct sql_reach_secret_get_in which = {ctx->park, p->channel};
    struct wire_reply reply = {.end = WIRE_ANSWERED};
    enum err e = sql_reach_secret_get(ctx->db, ctx->arena, &which, &secret);
    if (e) {
        p->verdict = (struct reach_verdict){.end = REACH_AGAIN, .fault = T("读不出渠道的地址")};
        return;
    }
    if (p->kind == CHANNEL_MAIL) {
        send_mail(s, ctx, p, secret.address, secret.secret, &reply);
    } else {
        struct wire_http http = {.plain = p->plain, .inside = p->inside};
        reach_format(ctx->arena, p->kind, secret.address, secret.secret, &p->message, s->now_us(),
                     &http);
        wire_post(ctx->arena, &s->wire, &http, &reply);
        reach_judge(ctx->arena, p->kind, &reply, &p->verdict);
    }
    p->stopped = reply.end == WIRE_STOPPED;
}

/* ---- noting ---------------------------------------------------------------------------------- */

struct noting {
    const struct sender_config *s;
    const struct parcel *parcel;
};

static enum err note_try(struct ctx *ctx, const struct parcel *p, struct str fault)
{
    struct sql_reach_try_done_in in = {.park = ctx->park,
                                       .outbox = p->id,
                                       .n = p->n,
                                       .now = ctx->now_us,
                                       .code = p->verdict.code,
                                       .good = p->verdict.end == REACH_GOOD,
                                       .fault = fault};
    return sql_reach_try_done(ctx->db, &in, NULL);
}

static enum err note_failed(struct ctx *ctx, const struct sender_config *s, const struct parcel *p,
                            struct str fault)
{
    bool dead = p->verdict.end == REACH_NEVER || p->n >= REACH_TRIES_MAX;
    int64_t first = s->first_wait_us ? s->first_wait_us : REACH_FIRST_WAIT_US;
    int64_t wait = reach_wait_us(first, p->n, rand_below(UINT32_MAX));
    if (wait < p->verdict.hold_s * SECOND_US)
        wait = p->verdict.hold_s * SECOND_US;
    struct sql_reach_failed_in in = {.park = ctx->park,
                                     .id = p->id,
                                     .n = p->n,
                                     .claimant = s->claimant,
                                     .state = dead ? OUTBOX_DEAD : OUTBOX_WAITING,
                                     .due = ctx->now_us + wait,
                                     .now = ctx->now_us,
                                     .fault = fault};
    enum err e = sql_reach_failed(ctx->db, &in, NULL);
    if (e || p->verdict.hold_s == 0)
        return e;
    struct sql_reach_channel_hold_in hold = {ctx->park, p->channel,
                                             ctx->now_us + p->verdict.hold_s * SECOND_US};
    return sql_reach_channel_hold(ctx->db, &hold, NULL);
}

static enum err note(struct ctx *ctx, void *arg)
{
    const struct noting *n = arg;
    const struct parcel *p = n->parcel;
    if (p->stopped) {
        struct sql_reach_release_in in = {ctx->park, p->id, p->n, n->s->claimant};
        return sql_reach_release(ctx->db, &in, NULL);
    }
    struct str fault = STR("");
    if (p->verdict.end != REACH_GOOD)
        fault = utf8_prefix(tr_with(ctx->arena, LANG_ZH, p->verdict.fault, p->verdict.detail),
                            REACH_FAULT_MAX);
    enum err e = note_try(ctx, p, fault);
    if (e)
        return e;
    if (p->verdict.end == REACH_GOOD)
        return sql_reach_sent(ctx->db, &(struct sql_reach_sent_in){ctx->park, p->id, ctx->now_us},
                              NULL);
    return note_failed(ctx, n->s, p, fault);
}

enum err sender_note(const struct sender_config *s, struct ctx *ctx, const struct parcel *parcel)
{
    struct noting n = {s, parcel};
    ctx->now_us = s->now_us();
    error_clear(&ctx->error);
    return act_write(s->app_db, ctx, note, &n);
}

/* ---- going on -------------------------------------------------------------------------------- */

static void as_console(struct ctx *ctx)
{
    ctx->actor = (struct actor){.person = PERSON_CONSOLE,
                                .roles = ROLE_CONSOLE | ROLE_COORDINATOR | ROLE_ADMIN};
}

struct turn {
    const struct sender_config *s;
    struct ctx *ctx;
    struct sender_sum sum;
};

static enum err one(void *arg)
{
    struct turn *turn = arg;
    const struct sender_config *s = turn->s;
    struct ctx *ctx = turn->ctx;
    struct sender_sum *sum = &turn->sum;
    struct parcel parcel;
    enum err e = sender_take(s, ctx, &parcel);
    if (e)
        return e;
    sender_send(s, ctx, &parcel);
    sum->good += parcel.verdict.end == REACH_GOOD;
    sum->again += parcel.verdict.end == REACH_AGAIN;
    sum->never += parcel.verdict.end == REACH_NEVER;
    return sender_note(s, ctx, &parcel);
}

/* Message after message, each in memory of its own; one that is too large ends the turn, not the
 * program. */
static enum err go_on(struct turn *turn, const atomic_bool *stopping)
{
    enum err e = ERR_OK;
    while (!e && !(stopping && atomic_load(stopping))) {
        struct arena_mark mark = arena_mark(turn->ctx->arena);
        e = arena_run(turn->ctx->arena, one, turn);
        arena_reset(turn->ctx->arena, mark);
    }
    return e;
}

enum err sender_drain(const struct sender_config *s, struct ctx *ctx, struct sender_sum *out)
{
    struct turn turn = {s, ctx, {0}};
    as_console(ctx);
    enum err e = go_on(&turn, NULL);
    *out = turn.sum;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

struct sender {
    struct sender_config config;
    pthread_t threads[SENDER_THREADS];
    int n;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

static void wait_a_little(struct sender *s)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += SENDER_LOOK_MS % 1000 * 1000000L;
    until.tv_sec += SENDER_LOOK_MS / 1000 + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&s->lock);
    if (!atomic_load(&s->stopping))
        pthread_cond_timedwait(&s->wake, &s->lock, &until);
    pthread_mutex_unlock(&s->lock);
}

/* What is ready now, with a memory of its own. */
static void take_turn(struct sender *s, struct db *db)
{
    struct arena arena;
    arena_init(&arena, SENDER_ARENA_MAX);
    struct ctx ctx = {.arena = &arena,
                      .db = db,
                      .park = s->config.park.id,
                      .offset_min = s->config.park.offset_min,
                      .now_us = s->config.now_us()};
    struct turn turn = {&s->config, &ctx, {0}};
    as_console(&ctx);
    enum err e = calendar_load(&ctx);
    if (!e)
        e = go_on(&turn, &s->stopping);
    if (e && e != ERR_NOT_FOUND)
        log_warn("outbox: %s", err_name(e));
    arena_release(&arena);
}

static bool anything(struct sender *s, struct db *db)
{
    struct arena arena;
    struct sql_reach_ready_row *ready;
    size_t n = 0;
    arena_init(&arena, SENDER_ARENA_MAX);
    struct sql_reach_ready_in in = {s->config.park.id, s->config.now_us(), 1};
    enum err e = sql_reach_ready(db, &arena, &in, &ready, &n);
    arena_release(&arena);
    return !e && n > 0;
}

static void *sender_thread(void *arg)
{
    struct sender *s = arg;
    struct arena arena;
    struct db *db;
    struct error error = {0};
    arena_init(&arena, SENDER_ARENA_MAX);
    if (db_open(&arena, s->config.url, DB_READ, &db, &error)) {
        log_error("outbox: the database cannot be read");
    } else {
        while (!atomic_load(&s->stopping)) {
            if (anything(s, db))
                take_turn(s, db);
            wait_a_little(s);
        }
        db_close(db);
    }
    arena_release(&arena);
    return NULL;
}

enum err sender_start(struct arena *arena, const struct sender_config *config,
                      struct sender **out_sender)
{
    struct sender *s = ARENA_NEW(arena, struct sender);
    int wanted = config->threads ? config->threads : SENDER_THREADS;
    s->config = *config;
    s->config.wire.stop = &s->stopping;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    *out_sender = s;
    while (s->n < wanted && s->n < SENDER_THREADS) {
        if (pthread_create(&s->threads[s->n], NULL, sender_thread, s) != 0)
            return ERR_IO;
        s->n++;
    }
    return ERR_OK;
}

void sender_stop(struct sender *s)
{
    pthread_mutex_lock(&s->lock);
    atomic_store(&s->stopping, true);
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->n; i++)
        pthread_join(s->threads[i], NULL);
}
