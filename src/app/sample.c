#include "app/sample.h"

#include "app/sample_navigation.h"
#include "app/sample_story.h"
#include "base/rand.h"
#include "db/writer.h"

enum {
    RECENT_DAYS = 21, /* the last weeks are busier, so that much is still open */
    RECENT_PERCENT = 34,
    TODAY_MATTERS = 4, /* raised within the last hours, not yet accepted */
    DICE_SEED = 20261122,
    PUBLISHED_MATTERS = 7,
    SCRATCH_MAX = 64 * 1024 * 1024, /* of one step */
};

static const struct {
    enum fate fate;
    int64_t percent;
} fates[] = {{FATE_COMPLETE, 4}, {FATE_REFUSED, 3},  {FATE_WITHDRAWN, 2}, {FATE_MERGED, 4},
             {FATE_HANDBACK, 7}, {FATE_PAUSED, 7},   {FATE_EXTENDED, 8},  {FATE_LATE, 9},
             {FATE_MUTE, 4},     {FATE_REOPENED, 6}, {FATE_UNREACHED, 3}, {FATE_UNSOLVED, 5}};

static enum fate pick_fate(struct play *play)
{
    int64_t throw = dice_below(&play->dice, 100);
    for (size_t i = 0; i < sizeof fates / sizeof fates[0]; i++)
        if ((throw -= fates[i].percent) < 0)
            return fates[i].fate;
    return FATE_PLAIN;
}

static int64_t pick_start(struct play *play, size_t n)
{
    int64_t now = play->ctx->now_us;
    if (n < TODAY_MATTERS)
        return now - (int64_t)(n + 1) * 37 * MINUTE_US;
    bool recent = dice_percent(&play->dice, RECENT_PERCENT);
    int64_t back =
        recent ? dice_below(&play->dice, RECENT_DAYS * 24)
               : RECENT_DAYS * 24 + dice_below(&play->dice, (SAMPLE_DAYS - RECENT_DAYS) * 24);
    struct story start = {.at = now - back * HOUR_US, .request = &play->texts->requests.at[0]};
    int64_t at = story_later(play, &start, 0);
    return at < now ? at : now - HOUR_US;
}

/* The same firm says the same again two days later: what merging is for. */
static void make_twin(struct play *play, struct story *story)
{
    for (size_t i = play->stories.n - 1; i-- > 0;) {
        const struct story *other = &play->stories.at[i];
        if (other->fate == FATE_PLAIN && other->at < play->ctx->now_us - 5 * DAY_US) {
            story->twin = other;
            story->request = other->request;
            story->firm = other->firm;
            story->org = other->org;
            story->at = other->at + 2 * DAY_US;
            return;
        }
    }
    story->fate = FATE_PLAIN;
}

/* One that could ask this: a request may name the zones (by their first character) it fits. */
static size_t pick_firm(struct play *play, const struct sample_request *request)
{
    const struct sample_texts *texts = play->texts;
    size_t firm = 0;
    for (int tries = 0; tries < 200; tries++) {
        firm = (size_t)dice_below(&play->dice, (int64_t)texts->firms.n);
        if (dice_percent(&play->dice, 35))
            firm %= 12; /* those that sign in ask more */
        if (str_empty(request->zones) || str_has(request->zones, texts->firms.at[firm].zone))
            break;
    }
    return firm;
}

static void plan(struct play *play)
{
    const struct sample_texts *texts = play->texts;
    /* Twins point into the vector: all of it first. */
    for (size_t i = 0; i < SAMPLE_MATTERS; i++)
        *VEC_ADD(play->ctx->arena, &play->stories) = (struct story){0};
    size_t planned = play->stories.n;
    for (play->stories.n = 1; play->stories.n <= planned; play->stories.n++) {
        size_t n = play->stories.n - 1;
        struct story *story = &play->stories.at[n];
        const struct sample_request *request =
            &texts->requests.at[(n * 37 + 11) % texts->requests.n];
        size_t firm = pick_firm(play, request);
        *story = (struct story){
            .step = STEP_RAISE,
            .fate = n < TODAY_MATTERS ? FATE_PLAIN : pick_fate(play),
            .request = request,
            .firm = &texts->firms.at[firm],
            .org = &play->people->firms.at[firm],
            .at = pick_start(play, n),
            .coordinator = play->people->coordinators.at[n % play->people->coordinators.n],
        };
        if (story->fate == FATE_MERGED)
            make_twin(play, story);
    }
    play->stories.n = planned;
}

static struct story *earliest(struct play *play)
{
    struct story *best = NULL;
    for (size_t i = 0; i < play->stories.n; i++) {
        struct story *story = &play->stories.at[i];
        if (story->step != STEP_END && story->at <= play->ctx->now_us &&
            (!best || story->at < best->at))
            best = story;
    }
    return best;
}

static enum err add_class(struct play *play, const char *name, void *in, int64_t *out_id)
{
    struct act_result result = {0};
    enum err e = ERR_NOT_FOUND;
    for (size_t i = 0; i < matter_module.act_n; i++)
        if (str_eq(str_from(matter_module.acts[i].name), str_from(name))) {
            rand_bytes(&play->ctx->act_id, sizeof play->ctx->act_id);
            play->ctx->act_id &= INT64_MAX;
            e = act_run(play->app_db, play->ctx, &matter_module.acts[i], in, &result);
        }
    *out_id = result.id;
    return e;
}

static int64_t class_id(const struct matter_classes *classes, struct str full_name)
{
    for (size_t i = 0; i < classes->rows.n; i++)
        if (str_eq(classes->rows.at[i].full_name, full_name))
            return classes->rows.at[i].id.n;
    return 0;
}

/* "用地规划/土地供应": the parent first, each only where it is not there yet. */
static enum err make_class(struct play *play, const struct sample_class *class)
{
    struct matter_classes classes;
    enum err e = matter_find_classes(play->ctx, &classes);
    size_t slash = str_find_char(class->path, '/', 0);
    struct str parent_name = str_slice(class->path, 0, slash);
    int64_t parent = e ? 0 : class_id(&classes, parent_name);
    int64_t id = e ? 0 : class_id(&classes, class->path);
    if (!e && parent == 0)
        e = add_class(play, "class.add", &(struct matter_class_add_in){0, parent_name}, &parent);
    if (!e && id == 0)
        e = add_class(play, "class.add",
                      &(struct matter_class_add_in){
                          parent, str_slice(class->path, slash + 1, class->path.len)},
                      &id);
    if (e || class->days == 0)
        return e;
    struct matter_limit_in limit = {
        .class = id,
        .urgency = 0,
        .from = day_of_instant(play->ctx->now_us, play->ctx->offset_min) - SAMPLE_DAYS - 30,
        .amount = class->days,
        .kind = MATTER_CALENDAR_DAYS,
        .source = STR("青澜高新区（样例）事项办理时限表"),
    };
    return add_class(play, "limit.set", &limit, &id);
}

/* A few closed matters are published; the last one waits for its firm's word. */
static enum err publish_some(struct play *play)
{
    size_t published = 0;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < play->stories.n && published < PUBLISHED_MATTERS; i++) {
        struct arena_mark mark = arena_mark(&play->scratch);
        struct story *story = &play->stories.at[i];
        bool done;
        story->at = play->ctx->now_us;
        e = story_publish(play, story, published + 1 < PUBLISHED_MATTERS, &done);
        published += !e && done;
        arena_reset(&play->scratch, mark);
    }
    return e;
}

static enum err play_all(void *arg)
{
    struct play *play = arg;
    enum err e = ERR_OK;
    struct story *story;
    while (!e && (story = earliest(play)) != NULL && story->at <= play->until) {
        struct arena_mark mark = arena_mark(&play->scratch);
        if (!play->held && story->at > sample_meeting_at(play)) {
            e = sample_meeting_hold(play);
            play->held = true;
        } else {
            e = story_step(play, story);
        }
        arena_reset(&play->scratch, mark);
    }
    if (e || story) /* it goes on */
        return e;
    if (!e)
        e = sample_meeting_plan(play);
    if (!e)
        e = sample_topics(play);
    return e ? e : publish_some(play);
}

/* Stories in one transaction, up to an instant: one sync instead of thousands. */
static enum err play_on(struct db *db, void *arg)
{
    struct play *play = arg;
    struct db *own = play->ctx->db;
    play->ctx->db = db;
    enum err e = arena_run(&play->scratch, play_all, play);
    play->ctx->db = own;
    return e;
}

static enum err play_to(struct play *play, int64_t until)
{
    const struct app_db *app_db = play->app_db;
    play->until = until;
    arena_init(&play->scratch, SCRATCH_MAX);
    enum err e = app_db->writer ? writer_run(app_db->writer, play_on, play)
                                : writer_once(app_db->db, play_on, play);
    arena_release(&play->scratch);
    return e;
}

/* Patents and their navigation project come between the stories, each at its own instant. */
static enum err play_with_patents(struct play *play)
{
    struct ctx at = *play->ctx;
    struct sample_navigation nav = {play->app_db, &at, play->texts, play->people,
                                    ctx_today(play->ctx)};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < SAMPLE_NAVIGATION_DAYS; i++) {
        at.now_us = sample_navigation_at(play->ctx->now_us, i);
        e = play_to(play, at.now_us);
        if (!e && (e = sample_navigation_day(&nav, i)))
            play->ctx->error = at.error;
    }
    return e ? e : play_to(play, INT64_MAX);
}

enum err sample_fill(const struct app_db *app_db, struct ctx *ctx, struct str data_dir,
                     struct str files_dir)
{
    struct sample_texts texts;
    struct sample_people people;
    struct play play = {
        .app_db = app_db, .ctx = ctx, .texts = &texts, .people = &people, .dice = {DICE_SEED}};
    int64_t now = ctx->now_us;
    (void)files_dir; /* no matter of the sample has an attachment yet */
    enum err e =
        sample_read(ctx->arena, sample_park_text(), sample_requests_text(), &texts, &ctx->error);
    /* The park was founded before its first matter. */
    ctx->now_us = now - (SAMPLE_DAYS + 30) * DAY_US;
    if (!e)
        e = sample_settle(app_db, ctx, &texts, data_dir, &people);
    for (size_t i = 0; !e && i < texts.classes.n; i++)
        e = make_class(&play, &texts.classes.at[i]);
    ctx->now_us = now;
    if (e)
        return e;
    plan(&play);
    e = play_with_patents(&play);
    return e ? e : sample_gate(app_db, ctx);
}
