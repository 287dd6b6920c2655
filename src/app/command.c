#include "app/command.h"

#include <stdio.h>
#include <string.h>

#include "app/clock.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/show.h"
#include "base/json.h"
#include "base/rand.h"
#include "web/i18n.h"

int command_fail(const struct error *error, const struct options *options)
{
    struct error said = *error;
    if (!said.code) /* nobody said why: the log has the driver's own words */
        said.code = ERR_IO;
    show_error(&said, options->lang);
    return err_exit(said.code);
}

const char *command_option(const struct options *options, const char *name)
{
    size_t len = strlen(name);
    for (int i = 0; i < options->n; i++) {
        const char *word = options->words[i];
        if (strncmp(word, name, len) == 0 && word[len] == '=')
            return word + len + 1;
        if (strcmp(word, name) == 0 && i + 1 < options->n)
            return options->words[i + 1];
    }
    return NULL;
}

bool command_flag(const struct options *options, const char *name)
{
    for (int i = 0; i < options->n; i++)
        if (strcmp(options->words[i], name) == 0)
            return true;
    return false;
}

static bool takes_value(const char *word, const char *const *with_value)
{
    for (; with_value && *with_value; with_value++)
        if (strcmp(word, *with_value) == 0)
            return true;
    return false;
}

const char *command_word(const struct options *options, int i, const char *const *with_value)
{
    for (int at = 0; at < options->n; at++) {
        const char *word = options->words[at];
        if (word[0] == '-' && word[1] == '-') {
            at += takes_value(word, with_value);
            continue;
        }
        if (i-- == 0)
            return word;
    }
    return NULL;
}

/* Says every field that is wrong, each on a line of its own. */
static int fail_form(const struct form_errors *errors, const struct options *options)
{
    for (size_t i = 0; i < errors->n; i++)
        show_error(&errors->at[i], options->lang);
    return err_exit(ERR_INVALID);
}

/* People type the number they see where a form wants a record's id: "2026-0153". A record's id has
 * at least 15 digits (core/id.h), so the two cannot be taken for each other. */
enum { NUMBER_TEXT_MAX = 14 };

static struct form_pairs ids_from_numbers(struct desk *desk, const struct form *form,
                                          const char *module, struct form_pairs pairs)
{
    struct form_pair *at = ARENA_ARRAY(&desk->arena, struct form_pair, pairs.n);
    for (size_t i = 0; i < pairs.n; i++) {
        at[i] = pairs.at[i];
        const struct field *field = form_field(form, at[i].name);
        bool record = field && (field->type == FIELD_ID || field->type == FIELD_IDS) &&
                      (strcmp(field->name, "id") == 0 || strcmp(field->name, "ids") == 0);
        int64_t id;
        if (record && desk->ctx.db && at[i].value.len <= NUMBER_TEXT_MAX &&
            modules_record(&desk->ctx, module, at[i].value, &id) == ERR_OK)
            at[i].value = str_print(&desk->arena, "%lld", (long long)id);
    }
    return (struct form_pairs){at, pairs.n};
}

/* The words behind "module verb" as the form's struct, or NULL with *out_status. */
static void *decode(struct desk *desk, const char *module, const struct form *form,
                    const char *positional, int *out_status)
{
    struct form_pairs pairs;
    struct form_errors errors = {0};
    void *in = arena_alloc(&desk->arena, form->size);
    enum err e =
        options_pairs(&desk->arena, desk->options, 2, form, positional, &pairs, &desk->ctx.error);
    if (e) {
        *out_status = command_fail(&desk->ctx.error, desk->options);
        return NULL;
    }
    pairs = ids_from_numbers(desk, form, module, pairs);
    if (form_decode(&desk->arena, form, pairs, in, &errors)) {
        *out_status = fail_form(&errors, desk->options);
        return NULL;
    }
    return in;
}

static int run_find(struct desk *desk, const struct find *find)
{
    struct ctx *ctx = &desk->ctx;
    int status = 0;
    void *in = decode(desk, desk->options->words[0], find->form, find->positional, &status);
    if (!in)
        return status;
    if (!ctx_may(ctx, find->roles)) {
        ctx_fail(ctx, ERR_DENIED, NULL, T("您没有查看这一项的权限"));
        return command_fail(&ctx->error, desk->options);
    }
    struct buf json;
    buf_init(&json, &desk->arena, SHOW_BYTES_MAX);
    enum err e = ctx->db ? db_read_begin(ctx->db) : ERR_OK; /* NULL: a bare desk */
    if (!e)
        e = find->run(ctx, in, &json);
    if (ctx->db)
        db_read_end(ctx->db);
    if (!e && buf_full(&json))
        e = ctx_fail(ctx, ERR_LIMIT, NULL, T("结果太多，请加上筛选条件"));
    if (!e)
        e = show_json(&desk->arena, buf_str(&json), desk->options->format, stdout, &ctx->error);
    if (e && !ctx->error.code)
        ctx_fail(ctx, e, NULL, T("没有找到，或者不在您能看到的范围内"));
    return e ? command_fail(&ctx->error, desk->options) : 0;
}

static int64_t fresh_act_id(void)
{
    int64_t id;
    rand_bytes(&id, sizeof id);
    return (id & INT64_MAX) | 1;
}

static struct str result_json(struct desk *desk, const struct act_result *r)
{
    struct buf buf;
    buf_init(&buf, &desk->arena, SHOW_BYTES_MAX);
    struct json_out j = json_to(&buf);
    json_open(&j, NULL, '{');
    if (r->id)
        json_put_id(&j, "id", r->id);
    if (r->version)
        json_put_int(&j, "version", r->version);
    if (!str_empty(r->number))
        json_put_str(&j, "number", r->number);
    if (!str_empty(r->message))
        json_put_str(&j, "message", r->message);
    if (!str_empty(r->secret))
        json_put_str(&j, "secret", r->secret);
    json_close(&j, '}');
    return buf_str(&buf);
}

static int run_act(struct desk *desk, const struct act *act)
{
    struct ctx *ctx = &desk->ctx;
    struct act_result result;
    int status = 0;
    const char *positional = act->positional                            ? act->positional
                             : form_field(act->form, STR("id")) != NULL ? "id"
                                                                        : NULL;
    void *in = decode(desk, desk->options->words[0], act->form, positional, &status);
    if (!in)
        return status;
    ctx->act_id = fresh_act_id();
    enum err e = act_run(&desk->app_db, ctx, act, in, &result);
    if (!e)
        e = show_json(&desk->arena, result_json(desk, &result), desk->options->format, stdout,
                      &ctx->error);
    return e ? command_fail(&ctx->error, desk->options) : 0;
}

int command_module(const struct options *options)
{
    char name[128];
    if (options->n < 2)
        return -1;
    int n = snprintf(name, sizeof name, "%s.%s", options->words[0], options->words[1]);
    for (char *c = name; *c; c++)
        if (*c == '-')
            *c = '_';
    struct str full = {name, n > 0 && (size_t)n < sizeof name ? (size_t)n : 0};
    const struct act *act = modules_act(full);
    const struct find *find = modules_find(full);
    if (!act && !find)
        return -1;
    struct desk desk;
    enum err e = desk_open(&desk, options, act ? DB_WRITE : DB_READ);
    if (e == ERR_NOT_FOUND && !options->as && find && find->anywhere) {
        desk_close(&desk);
        e = desk_bare(&desk, options);
    }
    int status = e     ? command_fail(&desk.ctx.error, options)
                 : act ? run_act(&desk, act)
                       : run_find(&desk, find);
    desk_close(&desk);
    return status;
}

/* --- help ------------------------------------------------------------------------------------ */

static void help_fields(const struct form *form, const char *positional, enum lang lang)
{
    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->fields[i];
        struct str rest = str_from(positional), name;
        bool bare = false;
        while (str_cut(&rest, ' ', &name))
            bare |= str_eq(name, str_from(f->name));
        printf("      %s%-18s %.*s%s\n", bare ? "  " : "--", f->name, STR_ARG(tr(lang, f->label)),
               f->flags & FORM_REQUIRED ? " *" : "");
        for (const struct form_choice *c = f->choices; c && c->name; c++)
            printf("          %-16s %.*s\n", c->name, STR_ARG(tr(lang, c->label)));
    }
}

static void help_verb(const char *name, const char *title, const struct form *form,
                      const char *positional, bool fields, enum lang lang)
{
    struct str full = str_from(name);
    size_t dot = str_find_char(full, '.', 0);
    printf("  lianyuan %.*s %.*s %s\n      %.*s\n", (int)dot, name,
           STR_ARG(str_slice(full, dot + 1, full.len)), positional ? positional : "",
           STR_ARG(tr(lang, title)));
    if (fields)
        help_fields(form, positional, lang);
}

static bool in_module(const char *name, const char *module)
{
    size_t n = strlen(module);
    return strncmp(name, module, n) == 0 && name[n] == '.';
}

static int help_module(const char *module, const char *verb, enum lang lang)
{
    int shown = 0;
    for (size_t m = 0; modules[m]; m++) {
        for (size_t i = 0; i < modules[m]->find_n; i++) {
            const struct find *f = &modules[m]->finds[i];
            if (in_module(f->name, module) && (!verb || strstr(f->name, verb)) && ++shown)
                help_verb(f->name, f->title, f->form, f->positional, verb != NULL, lang);
        }
        for (size_t i = 0; i < modules[m]->act_n; i++) {
            const struct act *a = &modules[m]->acts[i];
            if (in_module(a->name, module) && (!verb || strstr(a->name, verb)) && ++shown)
                help_verb(a->name, a->title, a->form, a->positional, verb != NULL, lang);
        }
    }
    return shown ? 0 : err_exit(ERR_INVALID);
}

static void help_all(enum lang lang)
{
    printf("lianyuan [--data DIR|postgresql://...] [--as PERSON] [--format text|json|csv]"
           " [--lang zh|en] COMMAND ...\n\n");
    for (const struct command *c = commands; c->name; c++)
        printf("  lianyuan %s\n      %.*s\n", c->usage, STR_ARG(tr(lang, c->about)));
    printf("\n%.*s\n",
           STR_ARG(tr(lang, T("各模块的命令（lianyuan help 模块 动词 列出它的选项）："))));
    for (size_t m = 0; modules[m]; m++) {
        for (size_t i = 0; i < modules[m]->find_n; i++)
            printf("  %-28s %.*s\n", modules[m]->finds[i].name,
                   STR_ARG(tr(lang, modules[m]->finds[i].title)));
        for (size_t i = 0; i < modules[m]->act_n; i++)
            printf("  %-28s %.*s\n", modules[m]->acts[i].name,
                   STR_ARG(tr(lang, modules[m]->acts[i].title)));
    }
}

/* One written by hand, when the words begin with its name. */
static bool help_command(const struct options *options)
{
    for (const struct command *c = commands; c->name; c++) {
        struct str first = str_from(c->name), word = first;
        str_cut(&first, ' ', &word);
        if (!str_eq(word, str_from(options->words[0])) || str_eq(word, STR("matter")))
            continue;
        printf("  lianyuan %s\n      %.*s\n", c->usage, STR_ARG(tr(options->lang, c->about)));
        return true;
    }
    return false;
}

int command_help(const struct options *options)
{
    const char *verb = options->n > 1 && options->words[1][0] != '-' ? options->words[1] : NULL;
    if (options->n == 0) {
        help_all(options->lang);
        return 0;
    }
    return help_command(options) ? 0 : help_module(options->words[0], verb, options->lang);
}
