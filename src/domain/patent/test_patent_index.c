/* The park's index: the same answers as looking at every record, stale and damaged ones not used.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/json.h"
#include "core/test_core.h"
#include "domain/patent/patent_import.h"
#include "domain/patent/patent_index.h"
#include "domain/patent/patent_table.h"
#include "engine/patentidx/sample.h"
#include "patent_schema.h"

static struct core_test t;
static struct str dir;

static void begin(void)
{
    struct migrations sets[] = {{core_migrations, core_migration_n},
                                {patent_migrations, patent_migration_n}};
    char path[] = "/tmp/patent-index-XXXXXX";
    t = (struct core_test){0};
    arena_init(&t.arena, (size_t)1 << 30);
    dir = str_dup(&t.arena, str_from(mkdtemp(path)));
    t.ctx = (struct ctx){.arena = &t.arena,
                         .now_us = TEST_NOW,
                         .offset_min = 480,
                         .files_dir = fs_join(&t.arena, dir, STR("files")),
                         .db = db_open_test(&t.arena, sets, 2)};
    person_actor(&t.ctx, PERSON_CONSOLE, &t.ctx.actor);
    IS_INT(db_begin(t.ctx.db, DB_WRITE), ERR_OK);
    IS_INT(park_create(&t.ctx, STR("试验园区"), STR("test.example/park"), 480), ERR_OK);
    IS_INT(db_commit(t.ctx.db), ERR_OK);
}

/* Made-up patents from..to of 300, as a file and into the park. */
static void import(int64_t from, int64_t to)
{
    static const char *const head[] = {"公开(公告)号", "申请号", "申请日", "公开(公告)日",
                                       "标题",         "摘要",   "申请人", "IPC分类号"};
    struct str cell[8], path = fs_join(&t.arena, dir, STR("made.csv"));
    struct sample *sample = sample_open(&t.arena, 300, 5);
    struct app_db app_db = {.db = t.ctx.db};
    struct patent_import_in in = {.paths = &path, .n = 1};
    struct buf b, json;
    buf_init(&b, &t.arena, 16 << 20);
    buf_init(&json, &t.arena, 16 << 20);
    for (int i = 0; i < 8; i++)
        cell[i] = str_from(head[i]);
    csv_write(&b, cell, 8);
    for (int64_t i = from; i < to; i++) {
        struct patent_doc d;
        sample_doc(sample, &t.arena, i, &d);
        struct str row[] = {d.code[CODE_NUMBER],
                            d.code[CODE_APPLICATION],
                            day_text(&t.arena, d.day[DAY_APPLIED]),
                            day_text(&t.arena, d.day[DAY_PUBLISHED]),
                            d.title,
                            d.abstract,
                            d.applicants[0],
                            d.classes[0].symbol};
        csv_write(&b, row, 8);
    }
    IS_INT(fs_write(&t.arena, path, buf_str(&b), 0600), ERR_OK);
    t.ctx.act_id++;
    t.ctx.now_us += SECOND_US;
    IS_INT(patent_import_run(&app_db, &t.ctx, &in, &json), ERR_OK);
    fs_drop(&t.arena, path);
}

static const char *const queries[] = {"电池",
                                      "ti:电极",
                                      "\"所述 装置\"",
                                      "电池 NOT 电极",
                                      "ipc:H01M",
                                      "an:大学",
                                      "apd:[2000 TO 2015] 系统",
                                      "a*",
                                      "电池 $SEN 装置",
                                      "authority:CN 方法 $FREQ2",
                                      "NOT 本发明"};
enum { QUERIES = sizeof queries / sizeof queries[0] };

static void counts(int64_t *out)
{
    for (int i = 0; i < QUERIES; i++)
        IS_INT(patent_count(&t.ctx, str_from(queries[i]), &out[i], NULL), ERR_OK);
}

static bool fresh(void)
{
    int64_t *ids;
    size_t n;
    const struct query_node *q;
    IS_INT(query_parse(&t.arena, STR("电池"), &q, NULL), ERR_OK);
    return patent_index_ids(&t.ctx, q, &ids, &n);
}

static enum err verify(void)
{
    struct buf json;
    buf_init(&json, &t.arena, 1 << 20);
    error_clear(&t.ctx.error);
    return patent_index_verify(&t.ctx, &json);
}

static void build(void)
{
    struct buf json;
    buf_init(&json, &t.arena, 1 << 20);
    error_clear(&t.ctx.error);
    IS_INT(patent_index_build(&t.ctx, &json), ERR_OK);
}

static struct str park_dir(void)
{
    return str_print(&t.arena, "%.*s/patent-index/%lld", STR_ARG(dir), (long long)t.ctx.park.n);
}

static void spoil(const char *name)
{
    struct str path = park_dir();
    struct str *names;
    size_t n;
    unsigned char c = 0;
    IS_INT(fs_list(&t.arena, path, 100, &names, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        if (str_starts(names[i], str_from(name))) {
            int fd = open(str_c(&t.arena, fs_join(&t.arena, path, names[i])), O_RDWR);
            OK(pread(fd, &c, 1, 4096) == 1, "read");
            c ^= 4;
            OK(pwrite(fd, &c, 1, 4096) == 1, "written");
            close(fd);
        }
}

static void drop_dir(void)
{
    struct str index = fs_join(&t.arena, dir, STR("patent-index")), park = park_dir(), *names;
    size_t n;
    if (!fs_list(&t.arena, park, 100, &names, &n))
        for (size_t i = 0; i < n; i++)
            fs_drop(&t.arena, fs_join(&t.arena, park, names[i]));
    rmdir(str_c(&t.arena, park));
    rmdir(str_c(&t.arena, index));
    rmdir(str_c(&t.arena, dir));
}

static void index_answers_as_the_records(void)
{
    int64_t looked[QUERIES], asked[QUERIES], some = 0;
    begin();
    import(0, 200);
    OK(!fresh(), "no index yet");
    IS_INT(patent_index_refresh(&t.ctx), ERR_OK);
    OK(!fresh(), "a refresh makes none");
    IS_INT(verify(), ERR_NOT_FOUND);
    counts(looked);
    build();
    OK(fresh(), "built");
    IS_INT(verify(), ERR_OK);
    counts(asked);
    for (int i = 0; i < QUERIES; i++) {
        IS_INT(asked[i], looked[i]);
        some += looked[i] > 0 && looked[i] < 200;
    }
    OK(some > QUERIES / 2, "most queries divide the records");
    import(200, 300);
    OK(!fresh(), "stale since the import");
    IS_INT(verify(), ERR_INVALID);
    counts(looked);
    IS_INT(patent_index_refresh(&t.ctx), ERR_OK);
    OK(fresh(), "refreshed");
    counts(asked);
    for (int i = 0; i < QUERIES; i++)
        IS_INT(asked[i], looked[i]);
    spoil("segment-");
    OK(!fresh(), "damaged");
    IS_INT(verify(), ERR_INVALID);
    counts(asked);
    for (int i = 0; i < QUERIES; i++)
        IS_INT(asked[i], looked[i]);
    build();
    OK(fresh(), "whole again");
    drop_dir();
    core_test_end(&t);
}

int main(void)
{
    RUN(index_answers_as_the_records);
    return tap_end();
}
