/*
 * Typical pages of the sample park at a fixed instant, byte for byte as they were when somebody
 * last looked at them.
 *
 *     golden DIR             TAP: one case per line of DIR/pages.txt, against DIR/NAME.html
 *     golden DIR --update    writes what the pages are now
 *
 * What differs by chance or by another part is evened out first: tokens of forms, hashes in the
 * names of assets, and ids (the n-th id of a page becomes #n). A line ends behind every tag that
 * another one follows, so that a difference can be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/modules.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/tap.h"
#include "stage.h"

enum { ID_DIGITS = 15, PAGE_MAX = 16 << 20, SHOWN_MAX = 300 };

static struct stage stage;

/* Evening out ------------------------------------------------------------------------------------
 */

struct evening {
    struct arena *arena;
    struct buf out;
    struct map ids;
    size_t id_n;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_id(struct evening *e, struct str id)
{
    size_t *n = map_get(&e->ids, id);
    if (!n) {
        n = ARENA_NEW(e->arena, size_t);
        *n = ++e->id_n;
        map_put(e->arena, &e->ids, id, n);
    }
    buf_print(&e->out, "#%zu", *n);
}

/* Behind name="_token" value=" and the like: what stands up to the quote is of this visit alone. */
static size_t of_this_visit(struct str page, size_t at)
{
    static const char *const before[] = {"name=\"_token\" value=\"", "name=\"_act\" value=\"",
                                         "name=\"act_id\" value=\""};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t n = strlen(before[i]);
        if (at >= n && memcmp(page.ptr + at - n, before[i], n) == 0)
            return str_find_char(page, '"', at);
    }
    return SIZE_MAX;
}

/* "/assets/app.0123abcd.css": the hash, between two points. */
static size_t of_asset(struct str page, size_t at)
{
    size_t end = at;
    while (end < page.len &&
           ((page.ptr[end] >= 'a' && page.ptr[end] <= 'f') || is_digit(page.ptr[end])))
        end++;
    bool hash = at > 0 && (page.ptr[at - 1] == '.' || page.ptr[at - 1] == '-') && end - at >= 8 &&
                end < page.len && page.ptr[end] == '.';
    return hash ? end : SIZE_MAX;
}

static struct str even(struct arena *arena, struct str page)
{
    struct evening e = {.arena = arena};
    buf_init(&e.out, arena, PAGE_MAX);
    for (size_t i = 0; i < page.len;) {
        size_t end = of_this_visit(page, i);
        if (end == SIZE_MAX)
            end = of_asset(page, i);
        if (end != SIZE_MAX) {
            buf_add(&e.out, STR("*"));
            i = end;
            continue;
        }
        size_t digits = i;
        while (digits < page.len && is_digit(page.ptr[digits]))
            digits++;
        if (digits - i >= ID_DIGITS) {
            add_id(&e, str_slice(page, i, digits));
            i = digits;
        } else if (digits > i) {
            buf_add(&e.out, str_slice(page, i, digits));
            i = digits;
        } else {
            buf_char(&e.out, page.ptr[i]);
            if (page.ptr[i] == '>' && i + 1 < page.len && page.ptr[i + 1] == '<')
                buf_char(&e.out, '\n');
            i++;
        }
    }
    buf_char(&e.out, '\n');
    return buf_str(&e.out);
}

/* Pages ------------------------------------------------------------------------------------------
 */

/* {2026-0153} as that matter's id. */
static struct str address(struct arena *arena, struct str text)
{
    size_t open = str_find_char(text, '{', 0), close = str_find_char(text, '}', 0);
    int64_t id = 0;
    struct ctx ctx = stage.ctx;
    if (open == SIZE_MAX || close == SIZE_MAX)
        return text;
    IS_INT(modules_record(&ctx, "matter", str_slice(text, open + 1, close), &id), ERR_OK);
    return str_print(arena, "%.*s%lld%.*s", STR_ARG(str_slice(text, 0, open)), (long long)id,
                     STR_ARG(str_slice(text, close + 1, text.len)));
}

static struct str drawn(struct arena *arena, struct str login, struct str target, bool whole)
{
    struct str cookie =
        str_eq(login, STR("nobody")) ? STR_NULL : stage_sign_in(&stage, str_c(arena, login));
    struct http_reply reply = stage_get(&stage, arena, cookie, address(arena, target));
    IS_INT(reply.status, 200);
    size_t main_at = whole ? 0 : str_find(reply.body, STR("<main"), 0);
    size_t end = whole ? reply.body.len : str_find(reply.body, STR("</main>"), 0);
    return even(arena, str_slice(reply.body, main_at, end));
}

static void tell_difference(struct arena *arena, struct str want, struct str got)
{
    struct str a = STR(""), b = STR("");
    int line = 0;
    do
        line++;
    while (str_cut(&want, '\n', &a) && str_cut(&got, '\n', &b) && str_eq(a, b));
    tap_ok(false, __FILE__, __LINE__,
           str_c(arena, str_print(arena, "line %d: want %.*s", line,
                                  STR_ARG(str_slice(a, 0, SHOWN_MAX)))));
    printf("#            got  %.*s\n", STR_ARG(str_slice(b, 0, SHOWN_MAX)));
}

static void one_page(const char *dir, struct str line, bool update)
{
    struct arena arena;
    struct str name, login, target, want;
    arena_init(&arena, (size_t)1 << 28);
    str_cut(&line, ' ', &name);
    str_cut(&line, ' ', &login);
    bool whole = str_cut(&line, ' ', &target) && str_eq(line, STR("whole"));
    struct str path = str_print(&arena, "%s/%.*s.html", dir, STR_ARG(name));
    tap_begin(str_c(&arena, name));
    struct str got = drawn(&arena, login, target, whole);
    if (update)
        IS_INT(fs_write(&arena, path, got, 0644), ERR_OK);
    else if (fs_read(&arena, path, PAGE_MAX, &want))
        tap_ok(false, __FILE__, __LINE__, "never looked at: golden DIR --update");
    else if (!str_eq(want, got))
        tell_difference(&arena, want, got);
    tap_done();
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct str text, line;
    bool update = argc == 3 && strcmp(argv[2], "--update") == 0;
    if (argc != 2 && !update) {
        fprintf(stderr, "golden DIR [--update]\n");
        return 2;
    }
    arena_init(&arena, 1 << 20);
    if (fs_read(&arena, str_print(&arena, "%s/pages.txt", argv[1]), 1 << 16, &text)) {
        printf("Bail out! no %s/pages.txt\n", argv[1]);
        return 1;
    }
    stage_open(&stage, STAGE_NOW);
    while (str_cut(&text, '\n', &line))
        if (!str_empty(line) && line.ptr[0] != '#')
            one_page(argv[1], line, update);
    stage_close(&stage);
    arena_release(&arena);
    return tap_end();
}
