/* Core's pages as a module of their own: they stand on web, which stands on core. */
#include "core/core_page.h"
#include "core/page/core_route.h"

static const struct menu menu[] = {
    {"/admin", T("管理"), ROLE_ADMIN, NULL},
    {"/journal", T("留痕"), ROLE_AUDITOR, NULL},
};

const struct module core_page_module = {
    .name = "core_page",
    .pages = core_routes,
    .page_n = core_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};
