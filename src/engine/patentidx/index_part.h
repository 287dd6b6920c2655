/* Inside the index: how long bytes, parts, dictionaries and views live; its files. */
#ifndef LIANYUAN_ENGINE_PATENTIDX_INDEX_PART_H
#define LIANYUAN_ENGINE_PATENTIDX_INDEX_PART_H

#include <pthread.h>

#include "engine/patentidx/index.h"

/* Each of these lies in an arena of its own and goes when nobody holds it any more. Counts change
 * under the index's lock alone. */
struct blob {
    struct arena arena;
    int refs;
    void *bytes;
    size_t size;
    uint64_t number; /* of its file; 0: in memory */
};

struct part {
    struct arena arena;
    int refs;
    struct view_part view; /* first: what readers see */
    struct blob *blob;
};

struct dict {
    struct arena arena;
    int refs;
    struct names names;
};

struct held {
    struct arena arena;
    int refs;
    struct view view;
    struct part **part;
    struct dict *dict;
};

/* A new one with one reference. Blobs: a copy of the bytes, or a mapping of an open file. */
struct blob *blob_copy(const void *bytes, size_t size);
struct blob *blob_map(int fd, size_t size, uint64_t number);
void blob_idle(const struct blob *blob); /* its pages may go; they come back when they are read */
struct part *part_new(struct blob *blob, const uint64_t *deleted); /* takes its own reference */
struct dict *dict_new(void);
struct held *held_new(struct part *const *part, uint32_t n, struct dict *dict, int64_t position,
                      int64_t mark);

void blob_drop(struct blob *blob);
void part_drop(struct part *part);
void dict_drop(struct dict *dict);
void held_drop(struct held *held);

struct patent_index {
    struct arena arena;
    struct str dir;
    pthread_mutex_t lock;       /* counts, `current`, `next_file` */
    pthread_mutex_t write_lock; /* one that adds, flushes or publishes */
    pthread_mutex_t merge_lock; /* one that merges */
    struct held *current;
    uint64_t next_file;
    uint64_t merge_floor, build_floor; /* files from there on are being written; else UINT64_MAX */
    struct builder *tail;              /* for additions; made when first needed */
    int64_t flushed_position, flushed_mark;
    int64_t mark;            /* of the next addition or build */
    const atomic_bool *stop; /* NULL: nobody says so */
    struct names_file {
        uint64_t number, sum;
    } * names_file; /* in order */
    uint32_t names_files, names_written[DIM_N_];

    /* A build from nothing. */
    struct builder *builder;
    struct dict *build_dict;
    struct part **build_part;
    uint32_t build_parts;
    bool build_locked;

    /* Between processes, in index_lock.c. Under lock. */
    int lock_fd;     /* -1: not held */
    uint32_t lock_n; /* how many hold it */
    struct file_id {
        uint64_t device, inode;
        int64_t changed_ns, size;
    } manifest; /* the one that was read or written last */
};

/* The lock on the files, for a flush, a merge (same: the files must be the ones we know) or a build
 * from nothing. ERR_BUSY and ERR_CONFLICT as index.h says. */
enum err index_lock(struct patent_index *index, bool same);
void index_unlock(struct patent_index *index);
/* The manifest is now the one that lies there; whether it is another one by now. */
void index_seen(struct patent_index *index);
bool index_moved(struct patent_index *index);

/* --- Files, in index_file.c ---------------------------------------------------------------------
 */

enum err file_write(struct patent_index *index, const char *kind, uint64_t number,
                    const void *bytes, size_t size);
struct str index_file_path(struct arena *arena, const struct patent_index *index, const char *kind,
                           uint64_t number);
/* Checks a segment's file and maps it. */
enum err file_segment(struct patent_index *index, uint64_t number, struct blob **out,
                      struct error *error);
/* The dictionaries' entries that no file has yet, then the manifest for these parts, which cover
 * that much; then files that nothing names any more are removed. Under write_lock. */
enum err file_manifest(struct patent_index *index, const struct held *held, int64_t position,
                       int64_t mark);
enum err file_load(struct patent_index *index, struct error *error);

#endif
