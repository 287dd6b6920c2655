/*
 * A small index on disk with one of its files changed: opening it refuses, or what it answers is
 * right. The input says which file and what to do with it: bytes changed, cut off, put in; a
 * segment in another one's place. The dictionaries and the manifest are also sealed again after the
 * change, so that their readers see more than wrong sums; then only "no crash" is asked.
 */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "engine/patentidx/index.h"
#include "engine/patentidx/sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DOCS = 60, FILES_MAX = 16, QUERIES = 6, EDITS_MAX = 64, GROW = 64 };

static const char *const queries[QUERIES] = {"",
                                             "电池",
                                             "\"锂离子电池\"",
                                             "ipc:H01M OR an:大学",
                                             "的 NOT ti:装置",
                                             "poly* OR apd:[2010 TO 2016]"};

struct file {
    struct str name, bytes;
};

static struct {
    struct arena arena;
    struct str dir;
    struct file file[FILES_MAX];
    size_t n, manifest;
    int64_t count[QUERIES];
} whole;

static void leave(void)
{
    struct str *names;
    size_t n;
    if (!fs_list(&whole.arena, whole.dir, 100, &names, &n))
        for (size_t i = 0; i < n; i++)
            fs_drop(&whole.arena, fs_join(&whole.arena, whole.dir, names[i]));
    rmdir(str_c(&whole.arena, whole.dir));
}

static void answers(struct patent_index *x, int64_t *out)
{
    struct arena arena;
    const struct view *v = patent_index_view(x);
    arena_init(&arena, 256 << 20);
    for (int i = 0; i < QUERIES; i++) {
        const struct query_node *q;
        struct hit hits[5];
        struct ranked ranked[5];
        struct table table;
        uint32_t n;
        enum err e = query_parse(&arena, str_from(queries[i]), &q, NULL);
        assert(!e);
        if (view_find(v, &arena, q, NULL, 0, 5, &out[i], hits, &n) ||
            view_rank(v, &arena, q, NULL, DIM_APPLICANT, 5, ranked, &n) ||
            view_table(v, &arena, q, NULL, (struct axis){.kind = AXIS_DIM, .dim = DIM_SUBCLASS},
                       (struct axis){.kind = AXIS_YEAR, .own_day = true}, &table))
            out[i] = -1;
    }
    patent_index_view_end(x, v);
    arena_release(&arena);
}

/* Two segments, two files of names, records deleted in the first segment. */
static void make(void)
{
    char path[] = "/tmp/fuzz-patent-index-XXXXXX";
    struct patent_index *x;
    struct patent_doc d[DOCS];
    struct str *names;
    arena_init(&whole.arena, 256 << 20);
    whole.dir = str_dup(&whole.arena, str_from(mkdtemp(path)));
    struct sample *sample = sample_open(&whole.arena, DOCS, 11);
    for (int i = 0; i < DOCS; i++)
        sample_doc(sample, &whole.arena, i, &d[i]);
    enum err e = patent_index_create(whole.dir, &x, NULL);
    assert(!e);
    patent_index_mark(x, 7);
    for (int half = 0; half < 2; half++) {
        int from = half ? DOCS / 2 - 5 : 0;
        e = patent_index_add(x, d + from, (size_t)((half ? DOCS : DOCS / 2) - from), NULL, 0, half);
        assert(!e);
        e = patent_index_flush(x);
        assert(!e);
    }
    answers(x, whole.count);
    patent_index_close(x);
    e = fs_list(&whole.arena, whole.dir, FILES_MAX, &names, &whole.n);
    assert(!e && whole.n >= 5);
    for (size_t i = 0; i < whole.n; i++) {
        whole.file[i].name = names[i];
        e = fs_read(&whole.arena, fs_join(&whole.arena, whole.dir, names[i]), 1 << 26,
                    &whole.file[i].bytes);
        assert(!e);
        if (str_eq(names[i], STR("manifest")))
            whole.manifest = i;
    }
    atexit(leave);
}

static void put(struct arena *arena, size_t file, struct str bytes)
{
    int fd = open(str_c(arena, fs_join(arena, whole.dir, whole.file[file].name)),
                  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert(fd >= 0);
    enum err e = fs_put(fd, bytes);
    assert(!e);
    close(fd);
}

struct input {
    const uint8_t *at, *end;
};

static uint32_t take(struct input *in, int bytes)
{
    uint32_t n = 0;
    for (; bytes > 0 && in->at < in->end; bytes--)
        n = n << 8 | *in->at++;
    return n;
}

static void edit(struct input *in, char *bytes, size_t *n, size_t room)
{
    uint32_t what = take(in, 1), at = take(in, 3), value = take(in, 1);
    size_t place = *n ? at % *n : 0;
    switch (what % 5) {
    case 0:
        if (*n)
            bytes[place] = (char)value;
        break;
    case 1:
        if (*n)
            bytes[place] ^= (char)(1 << value % 8);
        break;
    case 2:
        *n = place;
        break;
    case 3:
        for (uint32_t i = 0; i < value % 9 && *n < room; i++)
            bytes[(*n)++] = (char)(at >> i);
        break;
    default:
        if (*n > 8)
            memset(bytes + place % (*n - 7), value & 1 ? 0xFF : 0, 8);
    }
}

static void put_sum(char *to, uint64_t sum)
{
    for (int i = 0; i < 8; i++)
        to[i] = (char)(sum >> (56 - 8 * i));
}

/* The sum at the end of names or manifest made right; the manifest then knows the names' new one.
 */
static void seal(struct arena *arena, size_t file, char *bytes, size_t n)
{
    char was[8];
    struct str old = whole.file[file].bytes, manifest = whole.file[whole.manifest].bytes;
    if (n < 16)
        return;
    put_sum(bytes + n - 8, segment_sum(bytes, n - 8));
    if (file == whole.manifest)
        return;
    memcpy(was, old.ptr + old.len - 8, 8);
    char *copy = arena_copy(arena, manifest.ptr, manifest.len);
    for (size_t i = 0; i + 8 < manifest.len - 8; i++)
        if (memcmp(copy + i, was, 8) == 0)
            memcpy(copy + i, bytes + n - 8, 8);
    put_sum(copy + manifest.len - 8, segment_sum(copy, manifest.len - 8));
    put(arena, whole.manifest, (struct str){copy, manifest.len});
}

/* Writes the changed file; whether the index may now answer differently without being at fault. */
static bool spoil(struct arena *arena, struct input *in, size_t *out_file)
{
    size_t file = take(in, 1) % whole.n;
    uint32_t how = take(in, 1);
    struct str now = whole.file[file].bytes;
    bool segment = str_starts(whole.file[file].name, STR("segment-")), sealed = false;
    *out_file = file;
    if (segment && how % 4 == 0) { /* another file in its place */
        put(arena, file, whole.file[take(in, 1) % whole.n].bytes);
        return false;
    }
    char *bytes = arena_alloc(arena, now.len + GROW);
    size_t n = now.len;
    memcpy(bytes, now.ptr, now.len);
    for (int i = 0; i < EDITS_MAX && in->at < in->end; i++)
        edit(in, bytes, &n, now.len + GROW);
    if (!segment && how % 4 > 1 && !str_eq(whole.file[file].name, STR("lock"))) {
        seal(arena, file, bytes, n);
        sealed = true;
    }
    put(arena, file, (struct str){bytes, n});
    return sealed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct input in = {data, data + size};
    struct patent_index *x;
    struct error error = {0};
    size_t file;
    if (!whole.n)
        make();
    arena_init(&arena, 256 << 20);
    bool may_differ = spoil(&arena, &in, &file);
    if (!patent_index_open(&arena, whole.dir, &x, &error)) {
        int64_t count[QUERIES];
        answers(x, count);
        assert(may_differ || memcmp(count, whole.count, sizeof count) == 0);
        patent_index_close(x);
    } else {
        assert(error.message);
    }
    put(&arena, file, whole.file[file].bytes);
    put(&arena, whole.manifest, whole.file[whole.manifest].bytes);
    arena_release(&arena);
    return 0;
}
