/*
 * Plays .flow transcripts against dispatch, in this process, without sockets, on the database that
 * the data address names.
 *
 *     flow PROGRAM DIR-OF-FLOWS          TAP: one case per file
 *
 * PROGRAM makes the park (init --sample) in a fresh directory, or, with LIANYUAN_TEST_PG set, in a
 * fresh PostgreSQL database. All flows share it, so each makes what it changes. A flow:
 *
 *     # what it shows
 *     as coord                     signs in with the sample account (again: the same session); a
 *                                  fill before it is for that form, too
 *     get /matters                 asks; the answer stays until the next one
 *     status 200
 *     has 清单                     a piece of the answer's text (entities decoded)
 *     raw <h1>                     a piece of the answer's bytes
 *     lacks 出错                   a piece that must not be there
 *     fill title 门口积水          sets a field of the next send
 *     send                         posts the page's form: its own values, then what was filled
 *     send /matters/{id}/accept    gets that page first, then posts its form
 *     post /x a=1&b=2              posts exactly this, with no token
 *     json /api/v1/matter/accept {"id":"1"}   posts JSON with the bearer token of `token`
 *     upload /x a=1 file=@n.txt:b  posts multipart; ~ is a blank, | a line end
 *     follow                       gets where the answer redirects to
 *     let id /matters/(123)        the text at that place: of the address of the last answer, its
 *                                  Location, or its bytes; (…) is the part kept: "(" up to ")"
 *                                  stands for digits, "(*)" for a word of letters and digits
 *     header content-type text     a header's value begins so
 *     wait 3d  |  wait 2h          the clock of this flow moves on
 *     mailed link matter 12 matter.confirm firm   {link}: what a mail to that person would hold
 *     crawl                        every link and form offered to this person answers: crawl.h
 *     same-tree /a /b              both pages have the same tags and attributes
 *
 * {name} is replaced by what `let` kept, {today} and {today+3} by a day, {rnd} by a word of this
 * run.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/desk.h"
#include "app/modules.h"
#include "app/named.h"
#include "base/fs.h"
#include "base/pairs.h"
#include "base/tap.h"
#include "base/vec.h"
#include "core/calendar.h"
#include "core/person.h"
#include "crawl.h"
#include "html.h"
#include "reach/reach.h"
#include "web/dispatch.h"

enum { FLOW_VARS_MAX = 64, FLOW_BYTES_MAX = 1 << 20, FLOW_PEOPLE_MAX = 20 };

struct person_cookie {
    struct str login, cookie;
};

struct flow {
    struct arena *arena;
    struct arena scratch; /* of one page while crawling */
    struct web_thread *thread;
    struct desk *desk;
    struct str accounts;
    int64_t now_us;
    int32_t offset_min;
    struct form_pair vars[FLOW_VARS_MAX];
    size_t var_n;
    struct person_cookie people[FLOW_PEOPLE_MAX];
    size_t people_n;
    size_t who; /* index + 1; 0 = nobody */
    VEC(struct form_pair) filled;
    struct http_reply reply;
    struct str at, location, token; /* address of the last answer; where it redirects */
    const char *file;
    int line;
};

static bool fail(struct flow *f, const char *what, struct str detail)
{
    return tap_ok(false, f->file, f->line,
                  str_c(f->arena, str_print(f->arena, "%s%.*s", what, STR_ARG(detail))));
}

static struct str expand_one(struct flow *f, struct str name)
{
    for (size_t i = f->var_n; i-- > 0;)
        if (str_eq(f->vars[i].name, name))
            return f->vars[i].value;
    if (str_starts(name, STR("today"))) {
        int64_t plus = 0;
        struct str more = str_slice(name, 5, name.len);
        if (str_starts(more, STR("+")))
            str_int(str_slice(more, 1, more.len), &plus);
        return day_text(f->arena, day_of_instant(f->now_us, f->offset_min) + (int32_t)plus);
    }
    return str_print(f->arena, "{%.*s}", STR_ARG(name));
}

static struct str expand(struct flow *f, struct str text)
{
    struct buf out;
    size_t at = 0, open;
    buf_init(&out, f->arena, FLOW_BYTES_MAX);
    while ((open = str_find_char(text, '{', at)) != SIZE_MAX) {
        size_t end = str_find_char(text, '}', open);
        bool name = end != SIZE_MAX && text.ptr[open + 1] != '"';
        buf_add(&out, str_slice(text, at, open));
        if (!name) {
            buf_char(&out, '{');
            at = open + 1;
            continue;
        }
        buf_add(&out, expand_one(f, str_slice(text, open + 1, end)));
        at = end + 1;
    }
    buf_add(&out, str_slice(text, at, text.len));
    return buf_str(&out);
}

static struct str body_of(struct flow *f)
{
    if (f->reply.fd < 0)
        return f->reply.body;
    char *bytes = arena_alloc(f->arena, (size_t)f->reply.fd_size);
    ssize_t n = pread(f->reply.fd, bytes, (size_t)f->reply.fd_size, 0);
    return (struct str){bytes, n > 0 ? (size_t)n : 0};
}

static struct str reply_value(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_n; i++)
        if (str_eq_nocase(reply->headers[i].name, str_from(name)))
            return reply->headers[i].value;
    return STR_NULL;
}

static void keep_cookies(struct flow *f)
{
    if (f->who == 0)
        return;
    struct str *jar = &f->people[f->who - 1].cookie;
    for (size_t i = 0; i < f->reply.header_n; i++) {
        struct str value = f->reply.headers[i].value, pair;
        if (!str_eq_nocase(f->reply.headers[i].name, STR("set-cookie")))
            continue;
        str_cut(&value, ';', &pair);
        *jar = str_empty(*jar) ? pair
                               : str_print(f->arena, "%.*s; %.*s", STR_ARG(pair), STR_ARG(*jar));
    }
}

static void ask(struct flow *f, enum http_method method, struct str target, struct str type,
                struct str body)
{
    struct form_pair headers[6];
    size_t n = 0;
    struct str path, query = target;
    str_cut(&query, '?', &path);
    headers[n++] = (struct form_pair){STR("host"), STR("127.0.0.1:8420")};
    if (f->who && !str_empty(f->people[f->who - 1].cookie) && str_null(f->token))
        headers[n++] = (struct form_pair){STR("cookie"), f->people[f->who - 1].cookie};
    if (!str_null(f->token) && str_starts(path, STR("/api/")))
        headers[n++] = (struct form_pair){STR("authorization"),
                                          str_print(f->arena, "Bearer %.*s", STR_ARG(f->token))};
    if (method == HTTP_POST) {
        headers[n++] = (struct form_pair){STR("content-type"), type};
        headers[n++] = (struct form_pair){STR("origin"), STR("http://127.0.0.1:8420")};
    }
    struct http_request http = {.method = method,
                                .path = path,
                                .query = query,
                                .headers = headers,
                                .header_n = n,
                                .body = {.bytes = body, .fd = -1, .size = (int64_t)body.len},
                                .peer = STR("127.0.0.1")};
    f->now_us += SECOND_US;
    f->reply = (struct http_reply){.fd = -1};
    dispatch(f->thread, f->arena, &http, f->now_us, &f->reply);
    keep_cookies(f);
    if (f->reply.touch) /* as the wire does behind the reply */
        web_touch(f->thread, f->arena, f->reply.touch, f->now_us);
    f->at = target;
    f->location = reply_value(&f->reply, "location");
}

static bool send_form(struct flow *f, struct str path)
{
    struct form_pairs own;
    struct str action;
    if (!str_empty(path))
        ask(f, HTTP_GET, path, STR_NULL, STR_NULL);
    if (!html_form(f->arena, body_of(f), STR(""), &own, &action))
        return fail(f,
                    "no form on this page: ", html_text(f->arena, str_slice(body_of(f), 0, 3000)));
    for (size_t i = 0; i < f->filled.n; i++)
        own = pairs_with(f->arena, own, f->filled.at[i].name, STR_NULL);
    for (size_t i = 0; i < f->filled.n; i++) {
        struct form_pair *all = ARENA_ARRAY(f->arena, struct form_pair, own.n + 1);
        memcpy(all, own.at, own.n * sizeof *all);
        all[own.n] = f->filled.at[i];
        own = (struct form_pairs){all, own.n + 1};
    }
    struct buf body;
    buf_init(&body, f->arena, FLOW_BYTES_MAX);
    pairs_add(&body, own);
    f->filled.n = 0;
    ask(f, HTTP_POST, str_null(action) ? f->at : action, STR("application/x-www-form-urlencoded"),
        buf_str(&body));
    return true;
}

static struct str password_of(struct flow *f, struct str login)
{
    struct str text = f->accounts, line;
    while (str_cut(&text, '\n', &line)) {
        struct str role, name, password;
        if (str_cut(&line, '\t', &role) && str_cut(&line, '\t', &name) && str_eq(name, login) &&
            str_cut(&line, '\t', &password))
            return password;
    }
    return STR_NULL;
}

static bool act_as(struct flow *f, struct str login)
{
    f->token = STR_NULL;
    for (size_t i = 0; i < f->people_n; i++)
        if (str_eq(f->people[i].login, login)) {
            f->who = i + 1;
            return true;
        }
    if (f->people_n == FLOW_PEOPLE_MAX)
        return fail(f, "too many people", STR_NULL);
    f->people[f->people_n++] = (struct person_cookie){login, STR_NULL};
    f->who = f->people_n;
    if (str_eq(login, STR("nobody")))
        return true;
    *VEC_ADD(f->arena, &f->filled) = (struct form_pair){STR("login"), login};
    *VEC_ADD(f->arena, &f->filled) = (struct form_pair){STR("password"), password_of(f, login)};
    if (!send_form(f, STR("/sign-in")))
        return false;
    return f->reply.status == 303 || fail(f, "cannot sign in as ", login);
}

static bool let_keeps(char c, bool word)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return (c >= '0' && c <= '9') || c == '-' || (word && letter);
}

/* "/matters/(123)": digits where the brackets stand, between what is before and behind them. */
static bool let(struct flow *f, struct str rest)
{
    struct str name, pattern = rest, places[] = {f->location, f->at, body_of(f)};
    str_cut(&pattern, ' ', &name);
    size_t open = str_find_char(pattern, '(', 0), close = str_find_char(pattern, ')', 0);
    if (open == SIZE_MAX || close == SIZE_MAX || f->var_n == FLOW_VARS_MAX)
        return fail(f, "let NAME before(…)behind", STR_NULL);
    struct str before = str_slice(pattern, 0, open),
               behind = str_slice(pattern, close + 1, pattern.len);
    bool word = str_eq(str_slice(pattern, open, close + 1), STR("(*)"));
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++)
        for (size_t at = 0; (at = str_find(places[p], before, at)) != SIZE_MAX; at++) {
            size_t from = at + before.len, to = from;
            while (to < places[p].len && let_keeps(places[p].ptr[to], word))
                to++;
            if (to == from || !str_starts(str_slice(places[p], to, places[p].len), behind))
                continue;
            f->vars[f->var_n++] =
                (struct form_pair){name, str_dup(f->arena, str_slice(places[p], from, to))};
            return true;
        }
    return fail(f, "not found: ", pattern);
}

static bool same_tree(struct flow *f, struct str rest)
{
    struct str one;
    str_cut(&rest, ' ', &one);
    ask(f, HTTP_GET, one, STR_NULL, STR_NULL);
    struct str first = html_tree(f->arena, body_of(f));
    ask(f, HTTP_GET, rest, STR_NULL, STR_NULL);
    struct str second = html_tree(f->arena, body_of(f)), a, b;
    for (int n = 1; str_cut(&first, '\n', &a) && str_cut(&second, '\n', &b); n++)
        if (!str_eq(a, b))
            return fail(f, "the trees differ: ",
                        str_print(f->arena, "tag %d: %.*s / %.*s", n, STR_ARG(a), STR_ARG(b)));
    return str_eq(first, second) || fail(f, "one page is longer", STR_NULL);
}

static struct crawl_answer crawl_step(void *arg, struct str target, struct str body)
{
    struct flow *f = arg;
    struct arena *own = f->arena;
    arena_release(&f->scratch); /* hundreds of pages: each only until the next */
    arena_init(&f->scratch, 1 << 30);
    f->arena = &f->scratch;
    ask(f, str_null(body) ? HTTP_GET : HTTP_POST, target, STR("application/x-www-form-urlencoded"),
        body);
    f->arena = own;
    if (f->who)
        f->people[f->who - 1].cookie = str_dup(own, f->people[f->who - 1].cookie);
    struct crawl_answer a = {
        .status = f->reply.status, .type = reply_value(&f->reply, "content-type"), .body = STR("")};
    if (str_starts(a.type, STR("text/html")))
        a.body = body_of(f);
    else if (a.status == 303)
        a.body = f->location;
    if (f->reply.fd >= 0)
        close(f->reply.fd);
    return a;
}

static bool crawl_all(struct flow *f)
{
    struct crawl_report r = crawl(f->arena, crawl_step, f, expand_one(f, STR("today+3")));
    printf("# %.*s: %zu pages of %zu kinds, %zu forms sent\n", STR_ARG(f->people[f->who - 1].login),
           r.pages, r.kinds, r.forms);
    if (r.pages < 3)
        return fail(f, "hardly a page was found", STR_NULL);
    return str_empty(r.bad) || fail(f, "offered, but not to be had:\n", r.bad);
}

static bool wait_for(struct flow *f, struct str rest)
{
    int64_t n;
    struct str number = str_slice(rest, 0, rest.len - 1);
    if (rest.len < 2 || !str_int(number, &n))
        return fail(f, "wait 3d | 2h", STR_NULL);
    f->now_us += n * (rest.ptr[rest.len - 1] == 'd' ? DAY_US : HOUR_US);
    return true;
}

struct mailing {
    struct str login, kind, act, secret;
    int64_t record;
};

static enum err mail_link(struct ctx *ctx, void *arg)
{
    struct mailing *m = arg;
    struct person person;
    enum err e = person_by_login(ctx, m->login, &person);
    return e ? e : answer_make(ctx, person.id, m->kind, m->record, m->act, &m->secret);
}

/* The secret is nowhere but in the mail: the flow has it made as a sender does. */
static bool mailed(struct flow *f, struct str rest)
{
    struct mailing m = {0};
    struct ctx ctx = f->desk->ctx;
    struct str name, record;
    ctx.now_us = f->now_us;
    if (!str_cut(&rest, ' ', &name) || !str_cut(&rest, ' ', &m.kind) ||
        !str_cut(&rest, ' ', &record) || !str_int(record, &m.record) ||
        !str_cut(&rest, ' ', &m.act) || !str_cut(&rest, ' ', &m.login) || f->var_n == FLOW_VARS_MAX)
        return fail(f, "mailed NAME KIND RECORD ACT LOGIN", STR_NULL);
    if (act_write(&f->desk->app_db, &ctx, mail_link, &m))
        return fail(f, "no link for ", m.login);
    f->vars[f->var_n++] = (struct form_pair){name, str_dup(f->arena, m.secret)};
    return true;
}

static bool check(struct flow *f, struct str word, struct str rest, bool *out_known)
{
    struct str body = body_of(f);
    *out_known = true;
    if (str_eq(word, STR("status"))) {
        int64_t want = 0;
        str_int(rest, &want);
        return f->reply.status == want ||
               fail(f, "status ",
                    str_print(f->arena, "%d: %.*s", f->reply.status,
                              STR_ARG(str_slice(html_text(f->arena, body), 0, 1500))));
    }
    if (str_eq(word, STR("has")))
        return str_has(html_text(f->arena, body), rest) || fail(f, "not there: ", rest);
    if (str_eq(word, STR("raw")))
        return str_has(body, rest) || fail(f, "not there: ", rest);
    if (str_eq(word, STR("lacks")))
        return !str_has(body, rest) || fail(f, "there: ", rest);
    if (str_eq(word, STR("header"))) {
        struct str name;
        str_cut(&rest, ' ', &name);
        struct str value = reply_value(&f->reply, str_c(f->arena, name));
        return str_starts(value, rest) || fail(f, "header is ", value);
    }
    *out_known = false;
    return false;
}

/* "~" is a blank, "|" a line end, "#" the number of the line when it is repeated. */
static void add_bytes(struct buf *body, struct str text, int64_t number)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '#' && number)
            buf_print(body, "%lld", (long long)number);
        else
            buf_char(body, text.ptr[i] == '|' ? '\n' : text.ptr[i] == '~' ? ' ' : text.ptr[i]);
    }
}

/* "name.csv:bytes", or "name.csv*100:bytes|line" with the last line a hundred times. */
static void add_file(struct buf *body, struct str file)
{
    struct str text = file, times;
    int64_t n = 0;
    str_cut(&text, ':', &file);
    times = file;
    str_cut(&times, '*', &file);
    buf_print(body, "; filename=\"%.*s\"\r\n\r\n", STR_ARG(file));
    if (str_null(times) || !str_int(times, &n)) {
        add_bytes(body, text, 0);
        return;
    }
    size_t last = text.len;
    while (last > 0 && text.ptr[last - 1] != '|')
        last--;
    add_bytes(body, str_slice(text, 0, last), 0);
    for (int64_t i = 1; i <= n; i++) {
        add_bytes(body, str_slice(text, last, text.len), i);
        buf_char(body, '\n');
    }
}

/* "a=1 file=@list.csv:bytes": fields and files, each a part. */
static void upload(struct flow *f, struct str target, struct str rest)
{
    struct buf body;
    struct str part, name;
    buf_init(&body, f->arena, FLOW_BYTES_MAX);
    while (str_cut(&rest, ' ', &part)) {
        struct str value = part;
        str_cut(&value, '=', &name);
        buf_print(&body, "--edge\r\nContent-Disposition: form-data; name=\"%.*s\"", STR_ARG(name));
        if (str_starts(value, STR("@"))) {
            add_file(&body, str_slice(value, 1, value.len));
        } else {
            buf_add(&body, STR("\r\n\r\n"));
            add_bytes(&body, value, 0);
        }
        buf_add(&body, STR("\r\n"));
    }
    buf_add(&body, STR("--edge--\r\n"));
    ask(f, HTTP_POST, target, STR("multipart/form-data; boundary=edge"), buf_str(&body));
}

static bool step(struct flow *f, struct str line)
{
    struct str word, rest = expand(f, line), name;
    bool known;
    str_cut(&rest, ' ', &word);
    if (str_null(rest))
        rest = STR("");
    bool good = check(f, word, rest, &known);
    if (known)
        return good;
    if (str_eq(word, STR("as")))
        return act_as(f, rest);
    if (str_eq(word, STR("get")))
        return ask(f, HTTP_GET, rest, STR_NULL, STR_NULL), true;
    if (str_eq(word, STR("follow")))
        return ask(f, HTTP_GET, f->location, STR_NULL, STR_NULL), true;
    if (str_eq(word, STR("send")))
        return send_form(f, rest);
    if (str_eq(word, STR("let")))
        return let(f, rest);
    if (str_eq(word, STR("wait")))
        return wait_for(f, rest);
    if (str_eq(word, STR("mailed")))
        return mailed(f, rest);
    if (str_eq(word, STR("crawl")))
        return crawl_all(f);
    if (str_eq(word, STR("same-tree")))
        return same_tree(f, rest);
    str_cut(&rest, ' ', &name);
    if (str_eq(word, STR("fill")))
        return *VEC_ADD(f->arena, &f->filled) =
                   (struct form_pair){name, str_null(rest) ? STR("") : rest},
                                  true;
    if (str_eq(word, STR("post")))
        return ask(f, HTTP_POST, name, STR("application/x-www-form-urlencoded"), rest), true;
    if (str_eq(word, STR("json")))
        return ask(f, str_empty(rest) ? HTTP_GET : HTTP_POST, name, STR("application/json"), rest),
               true;
    if (str_eq(word, STR("upload")))
        return upload(f, name, rest), true;
    if (str_eq(word, STR("token")))
        return f->token = name, true;
    return fail(f, "no such word: ", word);
}

struct stage {
    struct desk desk;
    struct app_db app_db;
    struct web *web;
    struct web_thread *thread;
    struct str accounts;
};

static void play(struct stage *stage, const char *path, const char *name)
{
    struct arena arena;
    struct timespec ts;
    struct str text, line;
    arena_init(&arena, 1 << 30);
    clock_gettime(CLOCK_REALTIME, &ts);
    struct flow f = {.arena = &arena,
                     .thread = stage->thread,
                     .desk = &stage->desk,
                     .accounts = stage->accounts,
                     .now_us = ts.tv_sec * SECOND_US,
                     .offset_min = stage->desk.ctx.offset_min,
                     .file = name};
    arena_init(&f.scratch, 1 << 30);
    f.vars[f.var_n++] =
        (struct form_pair){STR("rnd"), str_print(&arena, "%lld", (long long)ts.tv_nsec)};
    tap_begin(name);
    if (fs_read(&arena, str_from(path), FLOW_BYTES_MAX, &text))
        fail(&f, "cannot read ", str_from(path));
    else
        for (f.line = 1; str_cut(&text, '\n', &line); f.line++) {
            line = str_trim(line);
            if (!str_empty(line) && line.ptr[0] != '#' && !step(&f, line))
                break;
        }
    tap_done();
    arena_release(&f.scratch);
    arena_release(&arena);
}

static enum err set_stage(struct stage *stage, struct options *options, const char *accounts)
{
    enum err e = desk_open(&stage->desk, options, DB_WRITE);
    struct ctx *ctx = &stage->desk.ctx;
    stage->app_db = stage->desk.app_db;
    if (!e)
        e = web_make(&stage->desk.arena,
                     &(struct web_config){.modules = modules,
                                          .app_db = &stage->app_db,
                                          .url = str_from(options->data),
                                          .park = ctx->park,
                                          .park_name = stage->desk.park.name,
                                          .public_url = STR("http://127.0.0.1:8420"),
                                          .files_dir = stage->desk.files_dir,
                                          .offset_min = ctx->offset_min,
                                          .named = named_sets},
                     &stage->web);
    if (!e)
        e = web_thread_make(&stage->desk.arena, stage->web, &stage->thread);
    if (!e)
        e = fs_read(&stage->desk.arena, str_from(accounts), FLOW_BYTES_MAX, &stage->accounts);
    if (e)
        fprintf(stderr, "flow: %s %.*s\n", ctx->error.message ? ctx->error.message : err_name(e),
                STR_ARG(ctx->error.detail));
    return e;
}

static bool make_park(const char *program, const char *dir, const char *data)
{
    pid_t pid = fork();
    int status = 0;
    if (pid == 0) {
        if (chdir(dir) != 0)
            _exit(126);
        execl(program, program, "init", data, "--sample", (char *)NULL);
        _exit(127);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

int main(int argc, char **argv)
{
    struct stage stage = {0};
    struct arena arena;
    struct str *names;
    size_t n;
    char dir[] = "/tmp/lianyuan-flow-XXXXXX";
    const char *pg = getenv("LIANYUAN_TEST_PG");
    if (argc != 3 || !mkdtemp(dir)) {
        fprintf(stderr, "usage: flow PROGRAM DIR-OF-FLOWS\n");
        return 2;
    }
    arena_init(&arena, 1 << 30);
    char *program = realpath(argv[1], NULL), *flows = realpath(argv[2], NULL);
    const char *data = pg ? pg : str_c(&arena, str_print(&arena, "%s/park", dir));
    const char *accounts =
        str_c(&arena, str_print(&arena, "%s/sample-accounts.txt", pg ? dir : data));
    /* --files is relative to where the commands run; all of them run in dir. */
    struct options options = {.data = data};
    if (!program || !flows || !make_park(program, dir, data) || chdir(dir) != 0 ||
        set_stage(&stage, &options, accounts) ||
        fs_list(&arena, str_from(flows), 1000, &names, &n)) {
        printf("not ok 1 - a sample park for the flows\n1..1\n");
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        if (str_ends(names[i], STR(".flow")))
            play(&stage, str_c(&arena, fs_join(&arena, str_from(flows), names[i])),
                 str_c(&arena, names[i]));
    web_thread_end(stage.thread);
    desk_close(&stage.desk);
    return tap_end();
}
