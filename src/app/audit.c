/* lianyuan audit roles | states: what the tables say about who may do what. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/modules.h"
#include "app/show.h"
#include "base/json.h"
#include "core/person.h"
#include "domain/matter/matter_rule.h"
#include "web/i18n.h"
#include "web/route.h"

enum { AUDIT_BYTES_MAX = 4 * 1024 * 1024 };

/* A row of the answer: what it is, its name and title, and a mark under each role that reaches it.
 */
static void put_row(struct json_out *j, const char *kind, const char *name, const char *title,
                    uint32_t roles, enum lang lang)
{
    json_open(j, NULL, '{');
    json_put_c(j, "kind", kind);
    json_put_c(j, "name", name);
    json_put_str(j, "title", title ? tr(lang, title) : STR(""));
    json_put_str(j, "anyone", roles & ROLE_ANYONE ? STR("x") : STR(""));
    for (const struct form_choice *c = role_choices; c->name; c++)
        json_put_str(j, c->name, roles & (uint32_t)c->value ? STR("x") : STR(""));
    json_close(j, '}');
}

static void audit_roles(struct buf *out, enum lang lang)
{
    struct json_out j = json_to(out);
    json_open(&j, NULL, '[');
    for (size_t m = 0; modules[m]; m++) {
        for (size_t i = 0; i < modules[m]->act_n; i++)
            put_row(&j, "act", modules[m]->acts[i].name, modules[m]->acts[i].title,
                    modules[m]->acts[i].roles, lang);
        for (size_t i = 0; i < modules[m]->find_n; i++)
            put_row(&j, "find", modules[m]->finds[i].name, modules[m]->finds[i].title,
                    modules[m]->finds[i].roles, lang);
        for (size_t i = 0; i < modules[m]->page_n; i++)
            put_row(&j, "page", modules[m]->pages[i].pattern, NULL, modules[m]->pages[i].roles,
                    lang);
    }
    json_close(&j, ']');
}

/* One row per way a matter can go: from, act, who, to. */
static void audit_states(struct arena *arena, struct buf *out, enum lang lang)
{
    static const struct {
        uint32_t who;
        const char *name;
    } people[] = {{MATTER_BY_FIRM, "firm"},     {MATTER_BY_DEPARTMENT, "department"},
                  {MATTER_BY_HEAD, "head"},     {MATTER_BY_COORDINATOR, "coordinator"},
                  {MATTER_BY_LEADER, "leader"}, {MATTER_BY_CLOCK, "clock"}};
    struct json_out j = json_to(out);
    size_t n;
    const struct matter_move *moves = matter_moves(&n);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < n; i++) {
        struct buf who;
        buf_init(&who, arena, 256);
        for (size_t p = 0; p < sizeof people / sizeof people[0]; p++)
            if (moves[i].who & people[p].who)
                buf_print(&who, "%s%s", who.len ? " " : "", people[p].name);
        json_open(&j, NULL, '{');
        json_put_c(&j, "from", matter_state_name(moves[i].from));
        json_put_c(&j, "act", matter_verb_name(moves[i].verb));
        json_put_str(&j, "who", buf_str(&who));
        json_put_c(&j, "to", matter_state_name(moves[i].to));
        json_put_str(&j, "from_label", tr(lang, matter_state_word(moves[i].from)));
        json_put_str(&j, "act_label", tr(lang, matter_verb_word(moves[i].verb)));
        json_put_str(&j, "to_label", tr(lang, matter_state_word(moves[i].to)));
        json_close(&j, '}');
    }
    json_close(&j, ']');
}

int command_audit(const struct options *options)
{
    struct arena arena;
    struct buf out;
    struct error error = {0};
    const char *what = command_word(options, 0, NULL);
    arena_init(&arena, (size_t)64 << 20);
    buf_init(&out, &arena, AUDIT_BYTES_MAX);
    if (what && strcmp(what, "roles") == 0)
        audit_roles(&out, options->lang);
    else if (what && strcmp(what, "states") == 0)
        audit_states(&arena, &out, options->lang);
    else
        error_set(&error, ERR_INVALID, STR("audit"), T("请写 audit roles 或 audit states"),
                  STR_NULL);
    if (!error.code)
        show_json(&arena, buf_str(&out), options->format, stdout, &error);
    int status = error.code ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
