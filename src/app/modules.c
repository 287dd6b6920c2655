#include "app/modules.h"

#include "core/core_module.h"
#include "core/core_page.h"
#include "domain/matter/matter.h"
#include "domain/matter/matter_act.h"
#include "domain/matter/matter_page.h"
#include "domain/matter/matter_recount.h"
#include "domain/matter/matter_report_page.h"
#include "domain/meeting/meeting.h"
#include "domain/meeting/meeting_page.h"
#include "domain/navigation/navigation.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_touch.h"
#include "domain/patent/patent_page.h"
#include "domain/topic/topic.h"
#include "reach/reach.h"
#include "reach/reach_page.h"

const struct module *const modules[] = {&core_module,
                                        &reach_module,
                                        &matter_module,
                                        &matter_page_module,
                                        &report_module,
                                        &report_page_module,
                                        &meeting_module,
                                        &meeting_page_module,
                                        &topic_module,
                                        &topic_page_module,
                                        &patent_module,
                                        &patent_page_module,
                                        &navigation_module,
                                        &navigation_page_module,
                                        &core_page_module,
                                        &reach_page_module,
                                        NULL};

static enum err org_edited(struct ctx *ctx, const struct event *event)
{
    enum err e = matter_org_renamed(ctx, (struct org_id){event->record});
    return e ? e : patent_touch_org(ctx, (struct org_id){event->record});
}

/* Patents are found by the zone of their applicant. */
static enum err zone_edited(struct ctx *ctx, const struct event *event)
{
    return patent_touch_zone(ctx, (struct zone_id){event->record});
}

/* A new year's notice: every open clock is counted anew, in the same act. */
static enum err calendar_changed(struct ctx *ctx, const struct event *event)
{
    (void)event;
    return matter_calendar_changed(ctx);
}

static enum err setting_changed(struct ctx *ctx, const struct event *event)
{
    (void)event;
    return matter_setting_changed(ctx);
}

static const struct listener listeners[] = {
    {"org.edited", org_edited},
    {"zone.edited", zone_edited},
    {"calendar.changed", calendar_changed},
    {"setting.changed", setting_changed},
};
const struct listeners module_listeners = {listeners, sizeof listeners / sizeof listeners[0]};

size_t modules_migrations(struct migrations out[MODULES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; modules[i]; i++)
        out[n++] = (struct migrations){modules[i]->migrations, modules[i]->migration_n};
    return n;
}

const struct act *modules_act(struct str name)
{
    for (size_t m = 0; modules[m]; m++)
        for (size_t i = 0; i < modules[m]->act_n; i++)
            if (str_eq(name, str_from(modules[m]->acts[i].name)))
                return &modules[m]->acts[i];
    return NULL;
}

const struct find *modules_find(struct str name)
{
    for (size_t m = 0; modules[m]; m++)
        for (size_t i = 0; i < modules[m]->find_n; i++)
            if (str_eq(name, str_from(modules[m]->finds[i].name)))
                return &modules[m]->finds[i];
    return NULL;
}

enum err modules_record(struct ctx *ctx, const char *module, struct str number, int64_t *out_id)
{
    struct matter_id matter;
    struct meeting_id meeting;
    struct str name = str_from(module);
    enum err e = ERR_NOT_FOUND;
    *out_id = 0;
    if (str_eq(name, STR("matter")) || str_eq(name, STR("duty"))) {
        e = matter_by_number(ctx, number, &matter);
        *out_id = e ? 0 : matter.n;
    } else if (str_eq(name, STR("meeting"))) {
        e = meeting_by_number(ctx, number, &meeting);
        *out_id = e ? 0 : meeting.n;
    }
    return e;
}
