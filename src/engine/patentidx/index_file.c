/* The index's files: segments, dictionaries, the manifest. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/vec.h"
#include "engine/patentidx/index_part.h"

#define MANIFEST_MAGIC "LYPATMF3"
#define NAMES_MAGIC "LYPATNM1"

enum {
    MANIFEST_BYTES_MAX = 64 << 20,
    NAMES_FILES_MAX = 16, /* then they are written as one */
    FILES_MAX = 100000,
};

#define NAMES_FILE_BYTES_MAX ((size_t)4 << 30)

struct str index_file_path(struct arena *arena, const struct patent_index *index, const char *kind,
                           uint64_t number)
{
    return str_print(arena, "%.*s/%s-%llu", STR_ARG(index->dir), kind, (unsigned long long)number);
}

enum err file_write(struct patent_index *index, const char *kind, uint64_t number,
                    const void *bytes, size_t size)
{
    struct arena arena;
    struct str temp;
    int fd;
    arena_init(&arena, 1 << 20);
    struct str path = index_file_path(&arena, index, kind, number);
    enum err e = fs_temp(&arena, index->dir, &temp, &fd);
    if (!e) {
        e = fs_put(fd, (struct str){bytes, size});
        if (e) {
            close(fd);
            fs_drop(&arena, temp);
        } else {
            e = fs_place(&arena, fd, temp, path);
        }
    }
    arena_release(&arena);
    return e;
}

enum err file_segment(struct patent_index *index, uint64_t number, struct blob **out,
                      struct error *error)
{
    struct arena arena;
    uint64_t size = 0;
    const char *why = NULL;
    struct str name = STR_NULL;
    if (error) /* while the index is opened, by one thread */
        name = str_print(&index->arena, "segment-%llu", (unsigned long long)number);
    arena_init(&arena, 1 << 20);
    int fd = open(str_c(&arena, index_file_path(&arena, index, "segment", number)),
                  O_RDONLY | O_CLOEXEC);
    arena_release(&arena);
    if (fd < 0)
        return error_set(error, ERR_INVALID, STR("index"), T("缺少索引文件 {}"), name);
    enum err e = segment_check(fd, &size, &why);
    if (e) {
        error_set(error, ERR_INVALID, STR("index"), why, name);
    } else {
        *out = blob_map(fd, size, number);
        e = *out ? ERR_OK : error_set(error, ERR_LIMIT, STR("index"), T("内存不足"), STR_NULL);
    }
    close(fd);
    return e;
}

/* --- Writing
 * -------------------------------------------------------------------------------------- */

static void put_u64(struct buf *b, uint64_t n)
{
    buf_u64(b, n);
}

/* The entries from `from` on of every dictionary, to a file of their own. */
static enum err write_names(struct patent_index *index, const struct held *h, const uint32_t *from)
{
    struct arena arena;
    struct buf b;
    arena_init(&arena, NAMES_FILE_BYTES_MAX);
    buf_init(&b, &arena, NAMES_FILE_BYTES_MAX / 4);
    buf_add(&b, STR(NAMES_MAGIC));
    for (int d = 0; d < DIM_N_; d++) {
        buf_u32(&b, from[d]);
        buf_u32(&b, h->view.names_n[d]);
        for (uint32_t i = from[d]; i < h->view.names_n[d]; i++) {
            const struct name *name = names_at(h->view.names, (enum dim)d, i);
            buf_u32(&b, (uint32_t)name->text.len);
            buf_add(&b, name->text);
        }
    }
    uint64_t sum = segment_sum(b.ptr, b.len);
    put_u64(&b, sum);
    pthread_mutex_lock(&index->lock);
    uint64_t number = index->next_file++;
    pthread_mutex_unlock(&index->lock);
    enum err e = buf_full(&b) ? ERR_LIMIT : file_write(index, "names", number, b.ptr, b.len);
    if (!e)
        index->names_file[index->names_files++] = (struct names_file){number, sum};
    arena_release(&arena);
    return e;
}

static enum err new_names(struct patent_index *index, const struct held *h)
{
    static const uint32_t nothing[DIM_N_];
    bool some = false;
    for (int d = 0; d < DIM_N_; d++)
        some = some || h->view.names_n[d] != index->names_written[d];
    if (!some)
        return ERR_OK;
    bool all = index->names_files == NAMES_FILES_MAX;
    if (all)
        index->names_files = 0;
    enum err e = write_names(index, h, all ? nothing : index->names_written);
    if (!e)
        memcpy(index->names_written, h->view.names_n, sizeof h->view.names_n);
    return e;
}

static void put_part(struct buf *b, const struct part *p)
{
    put_u64(b, p->blob->number);
    put_u64(b, p->blob->size);
    put_u64(b, p->view.segment.head->sum); /* not another one of that number and size */
    buf_u32(b, p->view.segment.docs);
    buf_u32(b, p->view.deleted_n);
    for (uint32_t doc = 0; p->view.deleted && doc < p->view.segment.docs; doc++)
        if (p->view.deleted[doc / 64] >> doc % 64 & 1)
            buf_u32(b, doc);
}

static bool is_named(const struct patent_index *index, const struct held *h, uint64_t floor,
                     struct str file)
{
    struct str segment = STR("segment-"), names = STR("names-");
    uint64_t number;
    if (str_starts(file, segment)) {
        if (!str_uint(str_slice(file, segment.len, file.len), &number) || number >= floor)
            return true;
        for (uint32_t i = 0; i < h->view.parts; i++)
            if (h->part[i]->blob->number == number)
                return true;
        return false;
    }
    if (str_starts(file, names)) {
        if (!str_uint(str_slice(file, names.len, file.len), &number))
            return true;
        for (uint32_t i = 0; i < index->names_files; i++)
            if (index->names_file[i].number == number)
                return true;
        return false;
    }
    return true; /* not ours */
}

/* Files of ours that the manifest does not name go, but for those that a merge or a build is
 * writing. */
static void sweep(struct patent_index *index, const struct held *h, struct arena *arena)
{
    struct str *name;
    size_t n;
    pthread_mutex_lock(&index->lock);
    uint64_t floor =
        index->merge_floor < index->build_floor ? index->merge_floor : index->build_floor;
    pthread_mutex_unlock(&index->lock);
    if (fs_list(arena, index->dir, FILES_MAX, &name, &n))
        return;
    for (size_t i = 0; i < n; i++)
        if (!is_named(index, h, floor, name[i]))
            fs_drop(arena, fs_join(arena, index->dir, name[i]));
}

enum err file_manifest(struct patent_index *index, const struct held *h, int64_t position,
                       int64_t mark)
{
    struct arena arena;
    struct buf b;
    uint32_t on_disk = 0;
    enum err e = new_names(index, h);
    if (e)
        return e;
    arena_init(&arena, 2 * (size_t)MANIFEST_BYTES_MAX);
    buf_init(&b, &arena, MANIFEST_BYTES_MAX);
    for (uint32_t i = 0; i < h->view.parts; i++)
        on_disk += h->part[i]->blob->number != 0;
    buf_add(&b, STR(MANIFEST_MAGIC));
    put_u64(&b, (uint64_t)position);
    put_u64(&b, (uint64_t)mark);
    pthread_mutex_lock(&index->lock);
    put_u64(&b, index->next_file);
    pthread_mutex_unlock(&index->lock);
    buf_u32(&b, index->names_files);
    for (uint32_t i = 0; i < index->names_files; i++) {
        put_u64(&b, index->names_file[i].number);
        put_u64(&b, index->names_file[i].sum);
    }
    buf_u32(&b, on_disk);
    for (uint32_t i = 0; i < h->view.parts; i++)
        if (h->part[i]->blob->number)
            put_part(&b, h->part[i]);
    put_u64(&b, segment_sum(b.ptr, b.len));
    e = buf_full(&b)
            ? ERR_LIMIT
            : fs_write(&arena, fs_join(&arena, index->dir, STR("manifest")), buf_str(&b), 0600);
    if (!e) {
        pthread_mutex_lock(&index->lock);
        index->flushed_position = position;
        index->flushed_mark = mark;
        pthread_mutex_unlock(&index->lock);
        index_seen(index);
        sweep(index, h, &arena);
    }
    arena_release(&arena);
    return e;
}

/* --- Reading
 * -------------------------------------------------------------------------------------- */

struct bytes {
    struct str rest;
    bool bad;
};

static uint64_t get(struct bytes *b, size_t n)
{
    uint64_t v = 0;
    if (b->rest.len < n) {
        b->bad = true;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)b->rest.ptr[i];
    b->rest = str_slice(b->rest, n, b->rest.len);
    return v;
}

/* A file of ours that ends in its own sum, without magic and sum. */
static bool unsealed(struct str file, struct str magic, struct bytes *out, uint64_t *out_sum)
{
    if (file.len < magic.len + 8 || !str_starts(file, magic))
        return false;
    struct bytes sum = {str_slice(file, file.len - 8, file.len), false};
    *out_sum = get(&sum, 8);
    if (*out_sum != segment_sum(file.ptr, file.len - 8))
        return false;
    *out = (struct bytes){str_slice(file, magic.len, file.len - 8), false};
    return true;
}

static enum err load_names(struct patent_index *index, struct dict *dict, struct names_file its,
                           struct error *error)
{
    struct arena arena;
    struct str file;
    struct bytes b;
    uint64_t sum;
    arena_init(&arena, NAMES_FILE_BYTES_MAX);
    bool good = !fs_read(&arena, index_file_path(&arena, index, "names", its.number),
                         NAMES_FILE_BYTES_MAX / 4, &file) &&
                unsealed(file, STR(NAMES_MAGIC), &b, &sum) && sum == its.sum;
    for (int d = 0; d < DIM_N_ && good; d++) {
        uint64_t from = get(&b, 4), to = get(&b, 4);
        good = !b.bad && from == dict->names.dim[d].n && to >= from;
        for (; from < to && good; from++) {
            uint64_t n = get(&b, 4);
            good = !b.bad && n <= b.rest.len &&
                   names_add(&dict->names, (enum dim)d, str_slice(b.rest, 0, n)) == from;
            b.rest = good ? str_slice(b.rest, n, b.rest.len) : b.rest;
        }
    }
    arena_release(&arena);
    if (!good)
        return error_set(error, ERR_INVALID, STR("index"), T("索引的词典文件损坏或缺失：{}"),
                         str_print(&index->arena, "names-%llu", (unsigned long long)its.number));
    return ERR_OK;
}

static enum err load_part(struct patent_index *index, struct bytes *b, struct part **out,
                          struct error *error)
{
    struct blob *blob;
    uint64_t deleted[SEGMENT_WORDS] = {0}, number = get(b, 8), size = get(b, 8), sum = get(b, 8),
             docs = get(b, 4), gone = get(b, 4);
    bool good = !b->bad && gone <= docs && docs <= SEGMENT_DOCS_MAX;
    for (; gone && good; gone--) {
        uint64_t doc = get(b, 4);
        good = !b->bad && doc < docs;
        if (good)
            deleted[doc / 64] |= UINT64_C(1) << doc % 64;
    }
    if (!good)
        return error_set(error, ERR_INVALID, STR("index"), T("索引的清单文件损坏"), STR_NULL);
    enum err e = file_segment(index, number, &blob, error);
    if (e)
        return e;
    *out = part_new(blob, deleted);
    if (!*out || blob->size != size || (*out)->view.segment.docs != docs ||
        (*out)->view.segment.head->sum != sum) {
        if (*out)
            part_drop(*out);
        blob_drop(blob);
        return error_set(error, ERR_INVALID, STR("index"), T("索引文件与清单不符：{}"),
                         str_print(&index->arena, "segment-%llu", (unsigned long long)number));
    }
    blob_drop(blob);
    return ERR_OK;
}

static enum err load_all(struct patent_index *index, struct bytes *b, struct dict *dict,
                         struct part **part, uint32_t *out_n, struct error *error)
{
    enum err e = ERR_OK;
    index->flushed_position = (int64_t)get(b, 8);
    index->mark = index->flushed_mark = (int64_t)get(b, 8);
    index->next_file = get(b, 8);
    uint64_t n = get(b, 4);
    if (b->bad || n > NAMES_FILES_MAX)
        return error_set(error, ERR_INVALID, STR("index"), T("索引的清单文件损坏"), STR_NULL);
    for (uint64_t i = 0; i < n && !e; i++) {
        struct names_file its = {.number = get(b, 8)};
        its.sum = get(b, 8);
        e = load_names(index, dict, its, error);
        index->names_file[index->names_files++] = its;
    }
    n = get(b, 4);
    if (!e && (b->bad || n > INDEX_PARTS_MAX))
        e = error_set(error, ERR_INVALID, STR("index"), T("索引的清单文件损坏"), STR_NULL);
    for (uint64_t i = 0; i < n && !e; i++) {
        e = load_part(index, b, &part[*out_n], error);
        *out_n += !e;
    }
    return e;
}

enum err file_load(struct patent_index *index, struct error *error)
{
    struct arena arena;
    struct str file;
    struct bytes b;
    uint64_t sum;
    uint32_t n = 0;
    arena_init(&arena, 4 * (size_t)MANIFEST_BYTES_MAX);
    index_seen(index); /* before it is read: a change meanwhile is noticed */
    struct dict *dict = dict_new();
    struct part **part = ARENA_ARRAY(&arena, struct part *, INDEX_PARTS_MAX + 1);
    enum err e =
        fs_read(&arena, fs_join(&arena, index->dir, STR("manifest")), MANIFEST_BYTES_MAX, &file);
    if (e == ERR_NOT_FOUND)
        error_set(error, e, STR("index"), T("还没有索引，请先建立"), STR_NULL);
    else if (!e && !unsealed(file, STR(MANIFEST_MAGIC), &b, &sum))
        e = error_set(error, ERR_INVALID, STR("index"), T("索引的清单文件损坏"), STR_NULL);
    if (!e)
        e = load_all(index, &b, dict, part, &n, error);
    if (!e) {
        index->current = held_new(part, n, dict, index->flushed_position, index->flushed_mark);
        memcpy(index->names_written, index->current->view.names_n, sizeof index->names_written);
    }
    for (uint32_t i = 0; i < n; i++)
        part_drop(part[i]);
    dict_drop(dict);
    arena_release(&arena);
    return e;
}
