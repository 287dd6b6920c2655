/* Core's pages as a module of their own: they stand on web, which stands on core. */
#include "core/core_page.h"
#include "core/page/core_route.h"

static const struct menu menu[] = {
    {"/admin", T("管理"), ROLE_ADMIN, NULL},
    {"/admin/applications", T("企业申请"), ROLE_ADMIN | ROLE_COORDINATOR, apply_waiting_count},
    {"/journal", T("留痕"), ROLE_AUDITOR, NULL},
};

const struct module core_page_module = {
    .name = "core_page",
    .pages = core_routes,
    .page_n = core_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};
