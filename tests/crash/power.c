/*
 * The power goes while eight threads commit: what was acknowledged before is there afterwards,
 * whatever part of the unsynced writes the disk kept. The control is a disk that answers syncs
 * without doing them (what synchronous=OFF amounts to) and must be caught.
 *
 *     crash_power ROUNDS          TAP
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rand.h"
#include "base/tap.h"
#include "disk_vfs.h"
#include "work.h"

struct notes {
    pthread_mutex_t lock;
    int64_t *ids;
    size_t n;
};

static void note(void *arg, int64_t id)
{
    struct notes *notes = arg;
    pthread_mutex_lock(&notes->lock);
    if (notes->n < WORK_ACTS_MAX)
        notes->ids[notes->n++] = id;
    pthread_mutex_unlock(&notes->lock);
}

static void *run(void *arg)
{
    work_run(arg);
    return NULL;
}

static void remove_dir(const char *dir)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    if (system(command) != 0)
        fprintf(stderr, "cannot remove %s\n", dir);
}

/* One cut in a fresh place: acknowledged acts that are gone, -1 when not whole. */
static int64_t round_of(bool lie, size_t *out_acts)
{
    static int64_t ids[WORK_ACTS_MAX];
    char dir[] = "/tmp/lianyuan-power-XXXXXX", after[] = "/tmp/lianyuan-after-XXXXXX";
    struct notes notes = {.lock = PTHREAD_MUTEX_INITIALIZER, .ids = ids};
    struct work work = {.acknowledged = note, .arg = &notes};
    struct arena arena;
    struct error error = {0};
    pthread_t thread;
    int64_t missing = -1;
    arena_init(&arena, 64 << 20);
    disk_follow(false);
    disk_lie(lie);
    if (!mkdtemp(dir) || !mkdtemp(after) || !work_make(dir))
        return -1;
    disk_follow(true); /* what was made so far is safely on the disk */
    struct writer_config config = {.checkpoint_pages = 50 + (int64_t)rand_below(400)};
    if (writer_start(&arena, str_from(dir), &config, &work.writer, &error) == ERR_OK) {
        pthread_create(&thread, NULL, run, &work);
        usleep(30000 + rand_below(300000));
        pthread_mutex_lock(&notes.lock);
        size_t acknowledged = notes.n;
        pthread_mutex_unlock(&notes.lock);
        bool cut = disk_cut(after, (uint64_t)rand_below(UINT32_MAX));
        atomic_store(&work.stop, true);
        pthread_join(thread, NULL);
        writer_stop(work.writer);
        disk_follow(false);
        disk_lie(false);
        *out_acts += acknowledged;
        missing = cut ? work_missing(after, ids, acknowledged) : -1;
    }
    remove_dir(dir);
    remove_dir(after);
    arena_release(&arena);
    return missing;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 5;
    size_t acts = 0, control_acts = 0;
    int64_t lost = 0, broken = 0, control_caught = 0;
    if (!disk_install())
        return 1;
    for (int i = 0; i < rounds; i++) {
        int64_t missing = round_of(false, &acts);
        broken += missing < 0;
        lost += missing > 0 ? missing : 0;
    }
    for (int i = 0; i < rounds * 4 && control_caught == 0; i++)
        control_caught += round_of(true, &control_acts) != 0;
    printf("# %d cuts, %zu acknowledged acts, %lld lost, %lld times not whole\n", rounds, acts,
           (long long)lost, (long long)broken);
    printf("%s 1 - no acknowledged act is lost by a power cut\n",
           acts > (size_t)rounds * 10 && lost == 0 && broken == 0 ? "ok" : "not ok");
    printf("%s 2 - the control (a disk that does not sync) is caught\n1..2\n",
           control_caught ? "ok" : "not ok");
    return lost || broken || !acts || !control_caught;
}
