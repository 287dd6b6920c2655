/* The index over time: additions, deletions, flushes, merges, damage, and readers beside them. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/tap.h"
#include "engine/patentidx/index.h"
#include "engine/patentidx/test_find.h"

enum { IDS = 400 };

/* What the index should hold: the newest record of each id. */
struct truth {
    struct arena arena;
    struct patent_doc doc[IDS];
    const struct naive_doc *read[IDS];
    bool there[IDS];
    struct str dir;
    struct patent_index *index;
};

static void truth_open(struct truth *t)
{
    memset(t, 0, sizeof *t);
    arena_init(&t->arena, (size_t)2 << 30);
    char path[] = "/tmp/patentidx-XXXXXX";
    t->dir = str_dup(&t->arena, str_from(mkdtemp(path)));
    OK(!patent_index_create(t->dir, &t->index, NULL), "an empty index");
}

static void truth_close(struct truth *t)
{
    struct str *name;
    size_t n;
    patent_index_close(t->index);
    OK(!fs_list(&t->arena, t->dir, 1000, &name, &n), "the folder");
    for (size_t i = 0; i < n; i++)
        fs_drop(&t->arena, fs_join(&t->arena, t->dir, name[i]));
    rmdir(str_c(&t->arena, t->dir));
    arena_release(&t->arena);
}

static bool help_group(void *arg, struct str group, struct str name)
{
    (void)arg;
    return str_eq(group, STR("集团")) && str_has(name, STR("大学"));
}

static const struct query_help help = {help_group, NULL, NULL};

static int answers_differ(struct truth *t, int queries)
{
    int different = 0;
    const struct view *view = patent_index_view(t->index);
    for (int i = 0; i < queries; i++) {
        struct arena_mark mark = arena_mark(&t->arena);
        struct query_node *q =
            i ? chance_query(&t->arena, (int)chance(3)) : chance_node(&t->arena, QUERY_ALL, 0);
        int64_t want = 0, count = -1;
        uint32_t n;
        for (int k = 0; k < IDS; k++)
            want += t->there[k] && naive_matches(&t->arena, q, &help, t->read[k]);
        enum err e = view_find(view, &t->arena, q, &help, 0, 0, &count, NULL, &n);
        if (e || count != want)
            printf("# %.*s: %lld, not %lld\n", STR_ARG(query_print(&t->arena, q)), (long long)count,
                   (long long)want);
        different += e || count != want;
        arena_reset(&t->arena, mark);
    }
    patent_index_view_end(t->index, view);
    return different;
}

struct step {
    struct patent_doc docs[40];
    int64_t gone[10];
    size_t n, gone_n;
};

/* Some records new or changed, some gone: what the index should hold from now on. */
static void decide(struct truth *t, struct step *s)
{
    *s = (struct step){.n = 1 + chance(40)};
    size_t gone_n = chance(10);
    uint32_t id = chance(IDS);
    for (size_t i = 0; i < s->n; i++, id = (id + 7) % IDS) {
        chance_doc(&t->arena, id, &s->docs[i]);
        t->doc[id] = s->docs[i];
        t->read[id] = naive_read(&t->arena, &t->doc[id]);
        t->there[id] = true;
    }
    for (size_t i = 0; i < gone_n; i++, id = (id + 7) % IDS) {
        s->gone[s->gone_n++] = id;
        t->there[id] = false;
    }
}

static void change(struct truth *t, int64_t position)
{
    struct step s;
    decide(t, &s);
    OK(!patent_index_add(t->index, s.docs, s.n, s.gone, s.gone_n, position), "an addition");
}

static void reopen(struct truth *t)
{
    struct error error = {0};
    patent_index_close(t->index);
    enum err e = patent_index_open(&t->arena, t->dir, &t->index, &error);
    OK(!e, "opened again");
}

static void changes_are_seen_and_last(void)
{
    struct truth t;
    bool more = true;
    truth_open(&t);
    for (int round = 0; round < 60; round++) {
        change(&t, round + 1);
        if (round % 4 == 3)
            OK(!patent_index_flush(t.index), "a flush");
        if (round % 7 == 6)
            OK(!patent_index_merge(t.index, &more), "a merge");
        if (round % 12 == 11) {
            reopen(&t);
            IS_INT(patent_index_state(t.index).position, round + 1);
        }
        IS_INT(answers_differ(&t, 12), 0);
    }
    struct index_state before = patent_index_state(t.index);
    while (more)
        OK(!patent_index_merge(t.index, &more), "merged as far as it goes");
    OK(patent_index_state(t.index).segments <= before.segments, "not more segments than before");
    IS_INT(answers_differ(&t, 60), 0);
    truth_close(&t);
}

static void what_was_not_flushed_is_told(void)
{
    struct truth t;
    truth_open(&t);
    change(&t, 5);
    OK(!patent_index_flush(t.index), "a flush");
    int64_t records = patent_index_state(t.index).records;
    change(&t, 6);
    IS_INT(patent_index_state(t.index).position, 6);
    IS_INT(patent_index_state(t.index).flushed_position, 5);
    reopen(&t); /* as after a crash: close writes nothing */
    IS_INT(patent_index_state(t.index).position, 5);
    IS_INT(patent_index_state(t.index).records, records);
    truth_close(&t);
}

static void builds_replace_everything(void)
{
    struct truth t;
    truth_open(&t);
    change(&t, 1);
    const struct view *old = patent_index_view(t.index);
    int64_t before = view_records(old);
    memset(t.there, 0, sizeof t.there);
    OK(!patent_index_build_begin(t.index), "begun");
    for (uint32_t i = 0; i < IDS; i += 2) {
        chance_doc(&t.arena, i, &t.doc[i]);
        t.read[i] = naive_read(&t.arena, &t.doc[i]);
        t.there[i] = true;
        OK(!patent_index_build_add(t.index, &t.doc[i]), "added");
    }
    OK(!patent_index_build_end(t.index, 9), "ended");
    IS_INT(answers_differ(&t, 40), 0);
    IS_INT(view_records(old), before);
    patent_index_view_end(t.index, old);
    reopen(&t);
    IS_INT(answers_differ(&t, 40), 0);
    IS_INT(patent_index_state(t.index).position, 9);
    change(&t, 10);
    IS_INT(answers_differ(&t, 40), 0);
    truth_close(&t);
}

/* A second process that builds is told to come later; afterwards it may. */
static void one_process_builds_at_a_time(void)
{
    struct truth t;
    int status = -1;
    truth_open(&t);
    OK(!patent_index_build_begin(t.index), "begun");
    pid_t child = fork();
    if (child == 0) {
        struct patent_index *x;
        _exit(patent_index_create(t.dir, &x, NULL) ? 9 : (int)patent_index_build_begin(x));
    }
    OK(waitpid(child, &status, 0) == child && WIFEXITED(status), "a second process");
    IS_INT(WEXITSTATUS(status), ERR_BUSY);
    OK(!patent_index_build_end(t.index, 1), "ended");
    child = fork();
    if (child == 0) {
        struct patent_index *x;
        _exit(patent_index_create(t.dir, &x, NULL) ? 9 : (int)patent_index_build_begin(x));
    }
    OK(waitpid(child, &status, 0) == child && WIFEXITED(status), "a third one");
    IS_INT(WEXITSTATUS(status), ERR_OK);
    truth_close(&t);
}

/* Two that have it open: the one that comes later may not write over what it does not know, and
 * goes on answering from what it holds. */
static void who_knows_other_files_does_not_write(void)
{
    struct truth t;
    struct patent_index *other;
    bool more;
    truth_open(&t);
    change(&t, 1);
    OK(!patent_index_flush(t.index), "the first flush");
    OK(!patent_index_open(&t.arena, t.dir, &other, NULL), "opened by another, too");
    change(&t, 2);
    OK(!patent_index_flush(t.index), "the first one writes");
    struct patent_doc d;
    chance_doc(&t.arena, 3, &d);
    OK(!patent_index_add(other, &d, 1, NULL, 0, 3), "the other one adds");
    IS_INT(patent_index_flush(other), ERR_CONFLICT);
    IS_INT(patent_index_merge(other, &more), ERR_CONFLICT);
    IS_INT(patent_index_state(other).position, 3);
    patent_index_close(other);
    IS_INT(answers_differ(&t, 20), 0);
    reopen(&t);
    IS_INT(patent_index_state(t.index).position, 2);
    IS_INT(answers_differ(&t, 20), 0);
    truth_close(&t);
}

/* What the caller marks is told with what it covers, and comes back from the disk as it was
 * flushed; a merge in between does not claim more. */
static void marks_cover_what_is_on_disk(void)
{
    struct truth t;
    bool more;
    truth_open(&t);
    for (int i = 0; i < INDEX_MERGE_PARTS + 1; i++) {
        patent_index_mark(t.index, 100 + i);
        change(&t, i);
        OK(!patent_index_flush(t.index), "a flush");
    }
    patent_index_mark(t.index, 200);
    change(&t, 50);
    OK(!patent_index_merge(t.index, &more) && more, "a merge beside what is not flushed");
    IS_INT(patent_index_state(t.index).mark, 200);
    IS_INT(patent_index_state(t.index).flushed_mark, 100 + INDEX_MERGE_PARTS);
    reopen(&t);
    IS_INT(patent_index_state(t.index).mark, 100 + INDEX_MERGE_PARTS);
    IS_INT(patent_index_state(t.index).position, INDEX_MERGE_PARTS);
    truth_close(&t);
}

/* --- Killed anywhere
 * -------------------------------------------------------------------------------- */

enum { KILLS = 20, KILL_AFTER_MS = 60 };

/* The same step whoever takes it. */
static void decide_at(struct truth *t, int64_t position, struct step *s)
{
    chance_state = 77777 + (uint64_t)position * 2654435761u;
    chance(2);
    decide(t, s);
}

static _Noreturn void change_until_killed(struct truth *t, int64_t position)
{
    bool more;
    if (patent_index_open(&t->arena, t->dir, &t->index, NULL))
        _exit(1);
    for (;; position++) {
        struct step s;
        decide_at(t, position, &s);
        if (patent_index_add(t->index, s.docs, s.n, s.gone, s.gone_n, position) ||
            (position % 2 && patent_index_flush(t->index)) ||
            (position % 5 == 0 && patent_index_merge(t->index, &more)))
            _exit(2);
    }
}

static void add_again(struct truth *t, int64_t position)
{
    struct step s;
    decide_at(t, position, &s);
    OK(!patent_index_add(t->index, s.docs, s.n, s.gone, s.gone_n, position), "added again");
}

/* A writer that dies in the middle of a flush or a merge leaves what it had written before: the
 * index opens, and with what came behind the position that it says, it holds what it should. A
 * merge may have written down that records were replaced whose new ones were not yet flushed. */
static void killed_in_the_middle(void)
{
    struct truth t;
    int64_t covered = 0;
    unsigned wait_ms = 1;
    truth_open(&t);
    OK(!patent_index_flush(t.index), "an empty index on disk");
    for (int i = 0; i < KILLS || (covered <= 3 * KILLS && i < 10 * KILLS); i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            change_until_killed(&t, covered + 1);
        usleep(1000 * wait_ms);
        kill(child, SIGKILL);
        OK(waitpid(child, &status, 0) == child && WIFSIGNALED(status), "killed, not ended");
        reopen(&t);
        int64_t now = patent_index_state(t.index).position;
        OK(now >= covered, "nothing that was flushed is lost");
        wait_ms = now > covered    ? 1 + (wait_ms + 13) % KILL_AFTER_MS
                  : wait_ms < 1000 ? 2 * wait_ms
                                   : 1000;
        for (; covered < now; covered++) {
            struct step s;
            decide_at(&t, covered + 1, &s);
        }
        for (int again = 0; again < 2; again++)
            add_again(&t, ++covered);
        IS_INT(answers_differ(&t, 6), 0);
        OK(!patent_index_flush(t.index), "the next writer goes on");
    }
    OK(covered > 3 * KILLS, "they came to write");
    truth_close(&t);
}

/* --- Damage
 * ----------------------------------------------------------------------------------------- */

static void damage(const char *path, off_t at, bool cut)
{
    int fd = open(path, O_RDWR);
    unsigned char c = 0;
    if (cut) {
        OK(!ftruncate(fd, at), "cut");
    } else {
        OK(pread(fd, &c, 1, at) == 1, "read");
        c ^= 1;
        OK(pwrite(fd, &c, 1, at) == 1, "written");
    }
    close(fd);
}

/* Each file of the index with a byte changed, cut short, and gone: opening says so. */
static void damage_is_refused(void)
{
    struct truth t;
    struct str *name, kept, *now;
    size_t n, m;
    truth_open(&t);
    change(&t, 1);
    OK(!patent_index_flush(t.index), "a flush");
    OK(!fs_list(&t.arena, t.dir, 100, &name, &n), "the files");
    IS_INT(n, 4); /* with the lock, which holds nothing */
    for (size_t i = 0; i < n; i++)
        for (int how = 0; how < 3 && !str_eq(name[i], STR("lock")); how++) {
            struct str path = fs_join(&t.arena, t.dir, name[i]);
            struct error error = {0};
            struct patent_index *x = NULL;
            OK(!fs_read(&t.arena, path, 1 << 28, &kept), "kept");
            if (how < 2)
                damage(str_c(&t.arena, path), (off_t)(kept.len / 2) & ~7, how == 1);
            else
                fs_drop(&t.arena, path);
            enum err e = patent_index_open(&t.arena, t.dir, &x, &error);
            OK(e == (how == 2 && str_eq(name[i], STR("manifest")) ? ERR_NOT_FOUND : ERR_INVALID),
               "refused");
            OK(error.message != NULL, "with a reason");
            OK(!fs_write(&t.arena, path, kept, 0600), "put back");
        }
    reopen(&t);
    /* A file that nothing names goes with the next flush; one that is not ours stays. */
    OK(!fs_write(&t.arena, fs_join(&t.arena, t.dir, STR("segment-77")), STR("x"), 0600), "stray");
    OK(!fs_write(&t.arena, fs_join(&t.arena, t.dir, STR("note")), STR("x"), 0600), "foreign");
    change(&t, 2);
    OK(!patent_index_flush(t.index), "a flush");
    OK(!fs_exists(&t.arena, fs_join(&t.arena, t.dir, STR("segment-77"))), "swept");
    OK(fs_exists(&t.arena, fs_join(&t.arena, t.dir, STR("note"))), "left alone");
    OK(!fs_list(&t.arena, t.dir, 100, &now, &m), "the files");
    truth_close(&t);
}

/* --- Readers beside a writer
 * -------------------------------------------------------------------------- */

enum { READERS = 3, ROUNDS = 120 };

static struct patent_index *shared;
static atomic_bool finished;
static atomic_int wrong, asked;

/* Each record holds 电池 exactly when it holds 电极: every view must say the same for both. */
static void *read_on(void *arg)
{
    struct arena arena;
    const struct query_node *a, *b;
    (void)arg;
    arena_init(&arena, 256 << 20);
    query_parse(&arena, STR("电池"), &a, NULL);
    query_parse(&arena, STR("电极 an:大学"), &b, NULL);
    while (!atomic_load(&finished)) {
        const struct view *v = patent_index_view(shared);
        int64_t n, m;
        uint32_t hits;
        struct hit hit[10];
        if (view_find(v, &arena, a, NULL, 0, 10, &n, hit, &hits) ||
            view_find(v, &arena, b, NULL, 0, 10, &m, hit, &hits) || n != m)
            atomic_fetch_add(&wrong, 1);
        atomic_fetch_add(&asked, 1);
        patent_index_view_end(shared, v);
    }
    arena_release(&arena);
    return NULL;
}

static void *merge_on(void *arg)
{
    (void)arg;
    while (!atomic_load(&finished)) {
        bool more;
        if (patent_index_merge(shared, &more))
            atomic_fetch_add(&wrong, 1);
        if (!more)
            usleep(1000);
    }
    return NULL;
}

static void readers_see_whole_changes(void)
{
    struct truth t;
    pthread_t thread[READERS + 1];
    truth_open(&t);
    shared = t.index;
    atomic_store(&finished, false);
    for (int i = 0; i < READERS; i++)
        pthread_create(&thread[i], NULL, read_on, NULL);
    pthread_create(&thread[READERS], NULL, merge_on, NULL);
    for (int round = 0; round < ROUNDS; round++) {
        struct patent_doc doc[3];
        for (int i = 0; i < 3; i++) {
            chance_doc(&t.arena, chance(200), &doc[i]);
            doc[i].id = (doc[i].id / 3) * 3 + i;
            bool both = chance(2);
            doc[i].title = both ? STR("电池，电极") : STR("锂");
            doc[i].abstract = doc[i].claims = STR("");
            static const struct str names[] = {{"甲大学", 9}};
            doc[i].applicants = names;
            doc[i].applicant_n = 1;
        }
        if (patent_index_add(t.index, doc, 3, NULL, 0, round))
            atomic_fetch_add(&wrong, 1);
        if (round % 3 == 2 && patent_index_flush(t.index))
            atomic_fetch_add(&wrong, 1);
    }
    while (!atomic_load(&asked) && !atomic_load(&wrong)) /* a busy machine lets them begin late */
        usleep(1000);
    atomic_store(&finished, true);
    for (int i = 0; i <= READERS; i++)
        pthread_join(thread[i], NULL);
    IS_INT(atomic_load(&wrong), 0);
    OK(atomic_load(&asked) > 0, "they read");
    truth_close(&t);
}

int main(void)
{
    RUN(changes_are_seen_and_last);
    RUN(what_was_not_flushed_is_told);
    RUN(builds_replace_everything);
    RUN(one_process_builds_at_a_time);
    RUN(who_knows_other_files_does_not_write);
    RUN(marks_cover_what_is_on_disk);
    RUN(killed_in_the_middle);
    RUN(damage_is_refused);
    RUN(readers_see_whole_changes);
    return tap_end();
}
