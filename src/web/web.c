#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "base/vec.h"
#include "web/dispatch.h"
#include "web/steps.h"

static int by_act_name(const void *a, const void *b)
{
    const struct act *const *x = a, *const *y = b;
    return str_cmp(str_from((*x)->name), str_from((*y)->name));
}

static int by_find_name(const void *a, const void *b)
{
    const struct find *const *x = a, *const *y = b;
    return str_cmp(str_from((*x)->name), str_from((*y)->name));
}

const struct act *web_act(const struct web *web, struct str name)
{
    size_t from = 0, to = web->act_n;
    while (from < to) {
        size_t mid = (from + to) / 2;
        int order = str_cmp(name, str_from(web->acts[mid]->name));
        if (order == 0)
            return web->acts[mid];
        if (order < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NULL;
}

const struct find *web_find(const struct web *web, struct str name)
{
    size_t from = 0, to = web->find_n;
    while (from < to) {
        size_t mid = (from + to) / 2;
        int order = str_cmp(name, str_from(web->finds[mid]->name));
        if (order == 0)
            return web->finds[mid];
        if (order < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NULL;
}

static void gather(struct arena *arena, const struct web_config *config, struct web *web)
{
    VEC(const struct act *) acts = {0};
    VEC(const struct find *) finds = {0};
    for (size_t m = 0; config->modules[m]; m++) {
        const struct module *module = config->modules[m];
        for (size_t i = 0; i < module->act_n; i++)
            *VEC_ADD(arena, &acts) = &module->acts[i];
        for (size_t i = 0; i < module->find_n; i++)
            *VEC_ADD(arena, &finds) = &module->finds[i];
    }
    if (acts.n)
        qsort(acts.at, acts.n, sizeof *acts.at, by_act_name);
    if (finds.n)
        qsort(finds.at, finds.n, sizeof *finds.at, by_find_name);
    web->acts = acts.at;
    web->act_n = acts.n;
    web->finds = finds.at;
    web->find_n = finds.n;
}

static enum err make_router(struct arena *arena, const struct web_config *config, struct web *web)
{
    struct route_list lists[WEB_MODULES_MAX];
    size_t n = 0;
    for (; config->modules[n]; n++) {
        if (n == WEB_MODULES_MAX)
            return ERR_LIMIT;
        lists[n] = (struct route_list){config->modules[n]->pages, config->modules[n]->page_n};
    }
    return router_make(arena, lists, n, &web->router);
}

/* ---- what logs must not hold ----------------------------------------------------------------- */

#define SECRET_ARG "{secret " /* as it stands in a pattern */

static void gather_secrets(struct arena *arena, struct web *web)
{
    VEC(const char *) patterns = {0};
    const struct module *const *modules = web->config.modules;
    for (size_t m = 0; modules[m]; m++)
        for (size_t i = 0; i < modules[m]->page_n; i++)
            if (strstr(modules[m]->pages[i].pattern, SECRET_ARG))
                *VEC_ADD(arena, &patterns) = modules[m]->pages[i].pattern;
    web->secret_patterns = patterns.at;
    web->secret_n = patterns.n;
}

/* How much of the path comes before the secret of that pattern; SIZE_MAX when it has none there. */
static size_t before_secret(struct str pattern, struct str path)
{
    struct str rest = path, want, have;
    while (str_cut(&pattern, '/', &want) && str_cut(&rest, '/', &have)) {
        if (str_starts(want, STR(SECRET_ARG)))
            return (size_t)(have.ptr - path.ptr);
        if (!str_starts(want, STR("{")) && !str_eq(want, have))
            break;
    }
    return SIZE_MAX;
}

struct str web_log_path(const struct web *web, struct str path, char *room)
{
    static const char gone[] = "…"; /* stands for the secret and all behind it */
    const size_t most = WEB_LOG_PATH_MAX - sizeof gone;
    if (!str_starts(path, STR("/")))
        return STR("?");
    for (size_t i = 0; i < web->secret_n; i++) {
        size_t n = before_secret(str_from(web->secret_patterns[i]), path);
        if (n == SIZE_MAX)
            continue;
        n = n < most ? n : most;
        memcpy(room, path.ptr, n);
        memcpy(room + n, gone, sizeof gone);
        return (struct str){room, n + sizeof gone - 1};
    }
    return path;
}

/* Names that meet twice, acts that nobody may do, forms whose act is not there. */
static bool fits(const struct web_config *config, const struct web *web)
{
    bool good = true;
    for (size_t i = 0; i < web->act_n; i++) {
        if (web->acts[i]->roles == 0 ||
            (i > 0 && by_act_name(&web->acts[i - 1], &web->acts[i]) == 0)) {
            log_error("act %s: no roles, or there twice", web->acts[i]->name);
            good = false;
        }
    }
    for (size_t m = 0; config->modules[m]; m++) {
        for (size_t i = 0; i < config->modules[m]->page_n; i++) {
            const struct route *r = &config->modules[m]->pages[i];
            if (r->act && !web_act(web, str_from(r->act))) {
                log_error("route %s: there is no act %s", r->name, r->act);
                good = false;
            }
        }
    }
    return good;
}

enum err web_make(struct arena *arena, const struct web_config *config, struct web **out_web)
{
    struct web *web = ARENA_NEW(arena, struct web);
    web->config = *config;
    web->secure = str_starts(config->public_url, STR("https://"));
    rand_bytes(web->key, sizeof web->key);
    gather(arena, config, web);
    gather_secrets(arena, web);
    enum err e = make_router(arena, config, web);
    if (!e && !fits(config, web))
        e = ERR_INVALID;
    if (!e)
        e = api_openapi(arena, web, &web->openapi);
    if (!e)
        *out_web = web;
    return e;
}
