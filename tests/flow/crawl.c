#include "crawl.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/pairs.h"
#include "base/vec.h"
#include "html.h"

enum { BAD_BYTES_MAX = 64 * 1024, FORM_BYTES_MAX = 1 << 20 };

struct offer {
    struct str target, from; /* from: the page that offers it */
};

struct crawler {
    struct arena *arena;
    crawl_ask *ask;
    void *arg;
    struct str day;
    VEC(struct offer) links, forms; /* links: a queue; forms: sent when all pages are known */
    struct map known, kinds;        /* targets; kind -> how often, as a pointer-sized number */
    size_t kind_n;
    struct buf bad;
    struct crawl_report report;
};

/* What would end the crawler's own session, or lead outside. */
static bool is_left_out(struct str target)
{
    return !str_starts(target, STR("/")) || str_starts(target, STR("//")) ||
           str_starts(target, STR("/sign-out")) || str_has(target, STR("/sessions/")) ||
           str_has(target, STR("lang=")) || str_starts(target, STR("/assets/"));
}

/* "/matters/12/accept?a=1&b=2" -> "/matters/N/accept?a" */
static struct str kind_of(struct crawler *c, struct str target)
{
    struct buf b;
    bool value = false, query = false;
    buf_init(&b, c->arena, 4096);
    for (size_t i = 0; i < target.len; i++) {
        char ch = target.ptr[i];
        query = query || ch == '?';
        if (query && ch == '=') /* of what is asked, the first name: lists filter by many */
            value = true;
        bool digit = ch >= '0' && ch <= '9';
        if (value || (digit && i && target.ptr[i - 1] >= '0' && target.ptr[i - 1] <= '9'))
            continue;
        buf_char(&b, digit ? 'N' : ch);
    }
    return buf_str(&b);
}

/* Whether one more of that kind is wanted. */
static bool wanted(struct crawler *c, const char *what, struct str target, size_t most)
{
    struct str key = str_print(c->arena, "%s %.*s", what, STR_ARG(kind_of(c, target)));
    size_t n = (size_t)(uintptr_t)map_get(&c->kinds, key);
    c->kind_n += n == 0;
    map_put(c->arena, &c->kinds, key, (void *)(uintptr_t)(n + 1));
    return n < most;
}

static bool is_new(struct crawler *c, struct str key)
{
    if (map_get(&c->known, key))
        return false;
    map_put(c->arena, &c->known, key, c);
    return true;
}

static void complain(struct crawler *c, int status, const char *how, const struct offer *offer)
{
    buf_print(&c->bad, "%d %s %.*s, offered by %.*s\n", status, how, STR_ARG(offer->target),
              STR_ARG(offer->from));
}

static bool is_bad(int status)
{
    return status == 400 || status == 401 || status == 403 || status == 404 || status == 405 ||
           (status >= 500 && status != 503); /* 503: too much at once, which is said */
}

static void read_page(struct crawler *c, struct str page, struct str at)
{
    struct str tag;
    for (size_t from = 0; html_next(page, &from, &tag);) {
        bool link = html_is(tag, "a"), form = html_is(tag, "form");
        if (!link && !form)
            continue;
        struct str target = html_attr(c->arena, tag, link ? "href" : "action");
        target = str_slice(target, 0, str_find_char(target, '#', 0));
        bool posted = form && str_eq_nocase(html_attr(c->arena, tag, "method"), STR("post"));
        if (str_empty(target) || is_left_out(target))
            continue;
        if (posted && str_eq(target, STR("/sign-in"))) /* says no to nobody, as it should */
            continue;
        if (posted) {
            struct offer offer = {str_dup(c->arena, target), str_dup(c->arena, at)};
            if (is_new(c, str_print(c->arena, "post %.*s", STR_ARG(target))))
                *VEC_ADD(c->arena, &c->forms) = offer;
        } else if (is_new(c, target)) {
            *VEC_ADD(c->arena, &c->links) =
                (struct offer){str_dup(c->arena, target), str_dup(c->arena, at)};
        }
    }
}

static void follow_links(struct crawler *c)
{
    for (size_t i = 0; i < c->links.n && c->report.pages < CRAWL_PAGES_MAX; i++) {
        struct offer offer = c->links.at[i];
        if (!wanted(c, "get", offer.target, CRAWL_OF_A_KIND))
            continue;
        struct crawl_answer answer = c->ask(c->arg, offer.target, STR_NULL);
        c->report.pages++;
        if (is_bad(answer.status))
            complain(c, answer.status, "GET", &offer);
        else if (answer.status == 200)
            read_page(c, answer.body, offer.target);
    }
}

/* The page is asked for anew: what was sent since may have taken the form off it. */
static void send_forms(struct crawler *c)
{
    for (size_t i = 0; i < c->forms.n; i++) {
        struct offer offer = c->forms.at[i];
        struct form_pairs pairs;
        struct str action;
        struct buf body;
        if (!wanted(c, "post", offer.target, CRAWL_SENT_OF_A_KIND))
            continue;
        struct crawl_answer page = c->ask(c->arg, offer.from, STR_NULL);
        if (page.status != 200 ||
            !html_form_filled(c->arena, page.body, offer.target, c->day, &pairs, &action))
            continue;
        buf_init(&body, c->arena, FORM_BYTES_MAX);
        pairs_add(&body, pairs);
        struct crawl_answer answer = c->ask(c->arg, offer.target, buf_str(&body));
        c->report.forms++;
        if (is_bad(answer.status))
            complain(c, answer.status, "POST", &offer);
    }
}

struct crawl_report crawl(struct arena *arena, crawl_ask *ask, void *arg, struct str day)
{
    struct crawler c = {.arena = arena, .ask = ask, .arg = arg, .day = day};
    buf_init(&c.bad, arena, BAD_BYTES_MAX);
    *VEC_ADD(arena, &c.links) = (struct offer){STR("/"), STR("/")};
    is_new(&c, STR("/"));
    struct crawl_answer home = ask(arg, STR("/"), STR_NULL);
    if (home.status == 303) /* to the first chapter */
        *VEC_ADD(arena, &c.links) = (struct offer){str_dup(arena, home.body), STR("/")};
    follow_links(&c);
    send_forms(&c);
    c.report.kinds = c.kind_n;
    c.report.bad = buf_str(&c.bad);
    return c.report;
}
