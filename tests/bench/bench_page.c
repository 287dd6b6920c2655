/*
 * How fast a page is written: 50 rows of a list, about 20 kB, into a fresh arena as a request has
 * it. Beside it in the same run, the least that any writer does (one copy of the finished page),
 * and the escaping that looks at every byte.
 *
 *     build/tests/bench_page [SECONDS]
 */
#include "tests/bench/bench_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "tests/rows.tmpl.h"

enum { ROWS = 50, REQUEST_ARENA = 64 << 20, PAGE_FIRST = 32 << 10, PAGES_BETWEEN_LOOKS = 200 };

static struct bench_list list;
static struct str finished;
static struct arena data;

enum err bench_show_page(struct req *req)
{
    (void)req;
    return ERR_OK;
}

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6 +
           (double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec / 1e6;
}

static void fill(void)
{
    static const char *const titles[] = {
        "新增生产线用地指标未落实，影响项目开工",
        "厂区门口道路夜间货车通行安全隐患",
        "二期扩建 <能评> 批复时间与设备到货冲突",
        "职工子女入学名额与公租房申请",
    };
    for (int i = 0; i < ROWS; i++) {
        *VEC_ADD(&data, &list.rows) = (struct bench_row){
            .id = {INT64_C(228000000000000000) + i * 104729},
            .number = str_print(&data, "2026-%04d", i * 37 % 2000),
            .title = str_from(titles[i % 4]),
            .note = str_print(&data, "第 %d 次沟通：等待企业补充材料 & 盖章页", i),
            .firm = STR("新余市某某新材料科技有限公司"),
            .lead = STR("自然资源和规划分局"),
            .state = "办理中",
            .due = 20780 + i,
            .days = i,
            .late = i % 5 == 0,
        };
    }
}

static size_t write_page(struct arena *arena)
{
    struct page page = {.arena = arena, .lang = LANG_ZH, .today = 20779, .offset_min = 480};
    buf_init(&page.out, arena, PAGE_BYTES_MAX);
    buf_room(&page.out, PAGE_FIRST); /* as dispatch does: most pages fit, none is copied twice */
    bench_rows(&page, &list);
    finished = buf_str(&page.out);
    return page.out.len;
}

static size_t copy_page(struct arena *arena)
{
    static char page[1 << 20];
    static size_t n;
    if (!n) {
        n = write_page(arena);
        memcpy(page, finished.ptr, n);
    }
    struct buf out;
    buf_init(&out, arena, PAGE_BYTES_MAX);
    buf_add(&out, (struct str){page, n});
    finished = buf_str(&out);
    return n;
}

/* The escaping that one writes first. */
static size_t byte_by_byte(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena, PAGE_BYTES_MAX);
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct bench_row *r = &list.rows.at[i];
        const struct str texts[] = {r->number, r->title, r->note, r->firm, r->lead};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            for (size_t c = 0; c < texts[k].len; c++) {
                if (texts[k].ptr[c] == '<')
                    buf_add(&out, STR("&lt;"));
                else if (texts[k].ptr[c] == '&')
                    buf_add(&out, STR("&amp;"));
                else
                    buf_char(&out, texts[k].ptr[c]);
            }
    }
    finished = buf_str(&out);
    return out.len;
}

static double measure(const char *name, size_t (*write)(struct arena *), double seconds)
{
    size_t bytes = 0;
    int64_t pages = 0;
    double start = cpu_seconds(), used;
    do {
        for (int i = 0; i < PAGES_BETWEEN_LOOKS; i++) {
            struct arena arena;
            arena_init(&arena, REQUEST_ARENA);
            bytes = write(&arena);
            arena_release(&arena);
        }
        pages += PAGES_BETWEEN_LOOKS;
    } while ((used = cpu_seconds() - start) < seconds);
    printf("%-28s %7zu bytes %9.2f us/page %9.0f pages/CPU s %8.1f MB/s\n", name, bytes,
           used / (double)pages * 1e6, (double)pages / used,
           (double)bytes * (double)pages / used / 1e6);
    return used / (double)pages;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 2;
    arena_init(&data, REQUEST_ARENA);
    fill();
    double page = measure("page from template", write_page, seconds);
    double copy = measure("copy of the finished page", copy_page, seconds);
    measure("its texts, byte by byte", byte_by_byte, seconds);
    printf("template / copy: %.1f\n", page / copy);
    return 0;
}
