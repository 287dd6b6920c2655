/*
 * One matter's way through the sample park, step by step. sample.c plays all stories together in
 * the order of their instants; sample_story.c knows what each step does and when the next one
 * comes.
 */
#ifndef LIANYUAN_APP_SAMPLE_STORY_H
#define LIANYUAN_APP_SAMPLE_STORY_H

#include "app/sample_people.h"
#include "domain/matter/matter_find.h"

enum step {
    STEP_END,
    STEP_RAISE,
    STEP_COMPLETE, /* sent back for completion, then STEP_SUBMIT */
    STEP_SUBMIT,
    STEP_ACCEPT,
    STEP_REFUSE,
    STEP_WITHDRAW,
    STEP_MERGE,
    STEP_ASSIGN,
    STEP_ANSWER,
    STEP_HANDBACK, /* asked; then decided and assigned anew */
    STEP_HANDBACK_DECIDE,
    STEP_PROGRESS,
    STEP_PAUSE,
    STEP_RESUME,
    STEP_EXTEND,
    STEP_EXTEND_DECIDE,
    STEP_PRESS,
    STEP_DONE,
    STEP_CALLBACK, /* or the firm's own word */
    STEP_REOPEN,
    STEP_UNREACHED,
    STEP_UNSOLVED,
    STEP_CLOSE,
};

/* What will be special about it; several stories are plain. */
enum fate {
    FATE_PLAIN,
    FATE_COMPLETE,
    FATE_REFUSED,
    FATE_WITHDRAWN,
    FATE_MERGED,
    FATE_HANDBACK,
    FATE_PAUSED,
    FATE_EXTENDED,
    FATE_LATE, /* answered, then done too late: pressed */
    FATE_MUTE, /* no answer at all until pressed */
    FATE_REOPENED,
    FATE_UNREACHED, /* the first call-back reaches nobody */
    FATE_UNSOLVED,  /* done, but the firm says that it is not solved; closed by staff */
};

struct story {
    int64_t at;
    enum step step;
    enum fate fate;
    const struct sample_request *request;
    const struct sample_firm *firm;
    const struct sample_org *org;
    struct sample_chosen chosen;
    struct person_id coordinator;
    struct matter_id matter;
    struct str number;
    size_t noted; /* progress notes given */
    int acts;
    bool reopened, extended, pressed;
    const struct story *twin; /* FATE_MERGED: the one it is merged into */
};

struct play {
    const struct app_db *app_db;
    struct ctx *ctx;      /* the console's; now_us is when the play ends */
    struct arena scratch; /* of one step */
    const struct sample_texts *texts;
    const struct sample_people *people;
    struct dice dice;
    VEC(struct story) stories;
    int64_t until; /* no step after this instant yet */
    bool held;     /* the last meeting was played */
};

/* Does the story's step at its instant and sets the next one. */
enum err story_step(struct play *play, struct story *story);

/* What act_run does around an act, without a commit of its own: the play is one transaction. */
enum err story_act(struct play *play, struct ctx *ctx, const struct act *found, void *in,
                   struct act_result *out);

/* The meetings (sample_meeting.c). _at: when the last one was held. _hold: plays it then, about
 * matters whose own story goes on only after the play has ended. _plan: the next one, at the end.
 */
int64_t sample_meeting_at(const struct play *play);
enum err sample_meeting_hold(struct play *play);
enum err sample_meeting_plan(struct play *play);

/* The common causes, when the play has ended (sample_topic.c). */
enum err sample_topics(struct play *play);

/* A text without names for everybody, where the story's matter is closed and its firm agreed to
 * publication; `answer`: the firm says yes to it at once. *out_done: there is one now. */
enum err story_publish(struct play *play, struct story *story, bool answer, bool *out_done);

/* hours later, on a working day between 8:30 and 17:30; a matter of hours is worked on at night. */
int64_t story_later(const struct play *play, const struct story *story, double hours);

#endif
