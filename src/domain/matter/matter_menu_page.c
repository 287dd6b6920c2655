/* The list's pages as a module of their own, so that acts and finds build without web. */
#include "domain/matter/matter_page.h"
#include "domain/matter/page/matter_route.h"

#define READERS                                                                                    \
    (ROLE_FIRM | ROLE_DEPARTMENT | ROLE_HEAD | ROLE_COORDINATOR | ROLE_LEADER | ROLE_AUDITOR)

static const struct menu menu[] = {
    {"/todo", T("待办"), READERS & ~(uint32_t)ROLE_AUDITOR, matter_find_todo_count},
    {"/matters", T("清单"), READERS, NULL},
    {"/duties", T("本部门交办"), ROLE_DEPARTMENT | ROLE_HEAD, NULL},
    {"/board", T("看板"), READERS & ~(uint32_t)ROLE_FIRM, NULL},
};

const struct module matter_page_module = {
    .name = "matter_page",
    .pages = matter_routes,
    .page_n = matter_route_n,
    .menu = menu,
    .menu_n = sizeof(menu) / sizeof(menu[0]),
};
