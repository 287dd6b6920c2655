#include "web/layout/layout.h"

#include "core/notify.h"
#include "core/org.h"
#include "core/person.h"
#include "web/dispatch.h"
#include "web/i18n.h"

/* A page stands in the chapter whose path is the longest beginning of its own. */
static void mark_here(struct req *req, struct shell *shell)
{
    struct shell_item *best = NULL;
    struct str path = req->http->path;
    for (size_t i = 0; i < shell->items.n; i++) {
        struct shell_item *item = &shell->items.at[i];
        struct str own = item->url.text;
        bool inside =
            str_eq(path, own) || (own.len > 1 && str_starts(path, own) && path.ptr[own.len] == '/');
        if (inside && (!best || best->url.text.len < own.len))
            best = item;
    }
    if (best)
        best->here = true;
}

/* What waits for a person, counted once and kept until something is committed: on most pages these
 * counts would cost more than the page. */
struct waiting {
    int64_t unread;
    int64_t items[SHELL_ITEMS_MAX];
};

/* A count that cannot be had is left out: the page itself is worth more. */
static int64_t count_or_none(struct ctx *ctx, enum err (*count)(struct ctx *ctx, int64_t *out_n))
{
    int64_t n = 0;
    if (count(ctx, &n)) {
        error_clear(&ctx->error);
        return 0;
    }
    return n;
}

static struct waiting count_waiting(struct req *req)
{
    struct waiting w = {.unread = count_or_none(req->ctx, notice_unread)};
    size_t n = 0;
    for (const struct module *const *m = req->web->config.modules; *m; m++)
        for (size_t i = 0; i < (*m)->menu_n && n < SHELL_ITEMS_MAX; i++) {
            const struct menu *menu = &(*m)->menu[i];
            if (ctx_may(req->ctx, menu->roles))
                w.items[n++] = menu->count ? count_or_none(req->ctx, menu->count) : 0;
        }
    return w;
}

static struct waiting waiting_of(struct req *req)
{
    const struct ctx *ctx = req->ctx;
    struct str key = str_print(ctx->arena, "shell %lld %u %d", (long long)ctx->actor.person.n,
                               ctx->actor.roles, ctx_today(ctx));
    struct str kept = req_kept(req, key);
    struct waiting w;
    if (kept.len == sizeof w) {
        memcpy(&w, kept.ptr, sizeof w);
        return w;
    }
    w = count_waiting(req);
    req_keep(req, key, (struct str){(const char *)&w, sizeof w});
    return w;
}

static void add_item(struct req *req, struct shell *shell, const struct menu *menu,
                     const struct waiting *waiting)
{
    if (shell->items.n == SHELL_ITEMS_MAX || !ctx_may(req->ctx, menu->roles))
        return;
    int64_t n = waiting->items[shell->items.n];
    struct shell_item item = {
        .url = {str_from(menu->path)},
        .label = menu->label,
        .n = n > SHELL_COUNT_CAP ? SHELL_COUNT_CAP : n,
        .more = n > SHELL_COUNT_CAP,
    };
    *VEC_ADD(req->ctx->arena, &shell->items) = item;
}

/* The one word under the name: the role that says most of what the person is here for. */
static struct str main_role(const struct ctx *ctx)
{
    static const uint32_t order[] = {ROLE_COORDINATOR, ROLE_LEADER,  ROLE_HEAD, ROLE_DEPARTMENT,
                                     ROLE_FIRM,        ROLE_AUDITOR, ROLE_ADMIN};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (ctx->actor.roles & order[i])
            return tr(ctx->lang, role_label(order[i]));
    return STR_NULL;
}

/* Pages of the rooms above are reached by the names of their routes; {} when there is none. */
static struct url page_url(const struct req *req, const char *name)
{
    const struct route *route = router_by_name(req->web->router, str_from(name));
    return (struct url){route ? str_from(route->pattern) : STR_NULL};
}

static void fill_places(struct req *req, struct shell *shell)
{
    shell->find = page_url(req, "matter_find");
    shell->home = page_url(req, "core_home");
    shell->me = page_url(req, "core_me");
    shell->help = page_url(req, "core_help");
    shell->sign_out = page_url(req, "core_sign_out");
    shell->notices = page_url(req, "core_notices");
    shell->published = page_url(req, "matter_published");
}

const struct shell *show_shell(struct req *req)
{
    struct ctx *ctx = req->ctx;
    if (req->shell)
        return req->shell;
    struct shell *shell = ARENA_NEW(ctx->arena, struct shell);
    req->shell = shell;
    shell->park = req->web->config.park_name;
    shell->lang = show_lang_tag(ctx->lang);
    shell->english = ctx->lang == LANG_EN;
    shell->other_lang = req_url_with(req, "lang", shell->english ? STR("zh") : STR("en"));
    shell->title = req->title;
    fill_places(req, shell);
    if (!req->signed_in)
        return shell;
    struct waiting waiting = waiting_of(req);
    shell->unread = waiting.unread;
    shell->person = ctx->actor.name;
    shell->role = main_role(ctx);
    struct org org;
    if (ctx->actor.org.n && !org_get(ctx, ctx->actor.org, &org))
        shell->org = org.name;
    for (const struct module *const *m = req->web->config.modules; *m; m++)
        for (size_t i = 0; i < (*m)->menu_n; i++)
            add_item(req, shell, &(*m)->menu[i], &waiting);
    mark_here(req, shell);
    return shell;
}
