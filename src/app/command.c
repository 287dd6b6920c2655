#include "app/command.h"

#include <stdio.h>
#include <string.h>

#include "app/clock.h"
#include "app/desk.h"
#include "app/modules.h"
#include "app/named.h"
#include "app/show.h"
#include "base/json.h"
#include "base/rand.h"
#include "domain/matter/matter_form.h"
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

/* A page shows what can be chosen; on a command line it has to be said. */
static void say_choices(struct arena *arena, const struct form *form, struct str name,
                        const struct options *options)
{
    const struct field *field = form_field(form, name);
    struct buf names;
    buf_init(&names, arena, 4096);
    for (const struct form_choice *c = field ? field->choices : NULL; c && c->name; c++) {
        buf_add(&names, c == field->choices ? STR("") : STR(" "));
        buf_add(&names, str_from(c->name));
    }
    if (!str_empty(buf_str(&names)))
        show_note(options->lang, T("可以写的有：{}"), buf_str(&names));
}

/* Says every field that is wrong, each on a line of its own. */
static int fail_form(struct arena *arena, const struct form *form, const struct form_errors *errors,
                     const struct options *options)
{
    for (size_t i = 0; i < errors->n; i++) {
        show_error(&errors->at[i], options->lang);
        say_choices(arena, form, errors->at[i].field, options);
    }
    return err_exit(ERR_INVALID);
}

/* What was not typed but taken is said, on standard error: the answer stays what it is. */
static void say_version(const struct options *options, int64_t version)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)version);
    show_note(options->lang, T("没有写 --version，按当前的第 {} 版办理"), str_from(text));
}

/* Names and numbers to ids, and what a page would have carried. */
static enum err complete(struct desk *desk, const char *module, const struct form *form,
                         struct form_pairs *pairs)
{
    int64_t version = 0;
    enum err e = named_ids(&desk->ctx, module, form, *pairs, pairs);
    if (!e)
        e = named_rest(&desk->ctx, module, form, *pairs, pairs, &version);
    if (!e && version)
        say_version(desk->options, version);
    return e;
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
    if (!e)
        e = complete(desk, module, form, &pairs);
    if (e) {
        *out_status = command_fail(&desk->ctx.error, desk->options);
        return NULL;
    }
    if (form_decode(&desk->arena, form, pairs, in, &errors)) {
        *out_status = fail_form(&desk->arena, form, &errors, desk->options);
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

/* The fields that stand bare: those that the act names, else the record. */
static const char *act_words(const struct act *act)
{
    if (act->positional)
        return act->positional;
    return form_field(act->form, STR("id"))    ? "id"
           : form_field(act->form, STR("ids")) ? "ids"
                                               : NULL;
}

static int run_act(struct desk *desk, const struct act *act)
{
    struct ctx *ctx = &desk->ctx;
    struct act_result result;
    int status = 0;
    void *in = decode(desk, desk->options->words[0], act->form, act_words(act), &status);
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

static bool is_bare(const struct field *field, const char *positional)
{
    struct str rest = str_from(positional), name;
    while (str_cut(&rest, ' ', &name))
        if (str_eq(name, str_from(field->name)))
            return true;
    return false;
}

static void help_fields(const struct form *form, const char *positional, enum lang lang)
{
    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->fields[i];
        printf("      %s%-18s %.*s%s\n", is_bare(f, positional) ? "  " : "--", f->name,
               STR_ARG(tr(lang, f->label)), f->flags & FORM_REQUIRED ? " *" : "");
        for (const struct form_choice *c = f->choices; c && c->name; c++)
            printf("          %-16s %.*s\n", c->name, STR_ARG(tr(lang, c->label)));
    }
}

/* " --mark in|out": what must be given by name. */
static void help_required(const struct form *form, const char *positional)
{
    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->fields[i];
        if (!(f->flags & FORM_REQUIRED) || f->flags & FORM_HIDDEN || is_bare(f, positional))
            continue;
        printf(" --%s ", f->name);
        for (const struct form_choice *c = f->choices; c && c->name; c++)
            printf("%s%s", c == f->choices ? "" : "|", c->name);
        if (!f->choices)
            printf("…");
    }
}

/* What there is to say of an act or a find. */
struct help {
    const char *name, *title, *about, *positional;
    const struct form *form;
};

static void help_verb(const struct help *h, bool fields, enum lang lang)
{
    struct str full = str_from(h->name);
    size_t dot = str_find_char(full, '.', 0);
    printf("  lianyuan %.*s %.*s%s%s", (int)dot, h->name,
           STR_ARG(str_slice(full, dot + 1, full.len)), h->positional ? " " : "",
           h->positional ? h->positional : "");
    help_required(h->form, h->positional);
    printf("\n      %.*s\n", STR_ARG(tr(lang, h->title)));
    if (h->about)
        printf("      %.*s\n", STR_ARG(tr(lang, h->about)));
    if (fields)
        help_fields(h->form, h->positional, lang);
}

static bool in_module(const char *name, const char *module)
{
    size_t n = strlen(module);
    return strncmp(name, module, n) == 0 && name[n] == '.';
}

/* Whether the verb is the one asked for: exactly, or by a part of it when no verb is called so. */
static bool is_verb(const char *name, const char *verb, bool part)
{
    const char *own = strchr(name, '.') + 1;
    return !verb || strcmp(own, verb) == 0 || (part && strstr(own, verb));
}

static int help_verbs(const char *module, const char *verb, bool part, enum lang lang)
{
    int shown = 0;
    for (size_t m = 0; modules[m]; m++) {
        for (size_t i = 0; i < modules[m]->find_n; i++) {
            const struct find *f = &modules[m]->finds[i];
            if (in_module(f->name, module) && is_verb(f->name, verb, part) && ++shown)
                help_verb(&(struct help){f->name, f->title, f->about, f->positional, f->form},
                          verb != NULL, lang);
        }
        for (size_t i = 0; i < modules[m]->act_n; i++) {
            const struct act *a = &modules[m]->acts[i];
            if (in_module(a->name, module) && is_verb(a->name, verb, part) && ++shown)
                help_verb(&(struct help){a->name, a->title, a->about, act_words(a), a->form},
                          verb != NULL, lang);
        }
    }
    return shown;
}

static void help_all(enum lang lang, FILE *out)
{
    fprintf(out, "lianyuan [--data DIR|postgresql://...] [--as PERSON] [--format text|json|csv]"
                 " [--lang zh|en] COMMAND ...\n\n");
    for (const struct command *c = commands; c->name; c++)
        fprintf(out, "  lianyuan %s\n      %.*s\n", c->usage, STR_ARG(tr(lang, c->about)));
    fprintf(out, "\n%.*s\n",
            STR_ARG(tr(lang, T("各模块的命令（lianyuan help 模块 动词 列出它的选项）："))));
    for (size_t m = 0; modules[m]; m++) {
        for (size_t i = 0; i < modules[m]->find_n; i++)
            fprintf(out, "  %-28s %.*s\n", modules[m]->finds[i].name,
                    STR_ARG(tr(lang, modules[m]->finds[i].title)));
        for (size_t i = 0; i < modules[m]->act_n; i++)
            fprintf(out, "  %-28s %.*s\n", modules[m]->acts[i].name,
                    STR_ARG(tr(lang, modules[m]->acts[i].title)));
    }
}

/* Those written by hand whose name the words say: "matter export", "serve". Of a module's name
 * alone ("matter") its own are shown, and the verbs of its tables follow: false. */
static bool help_command(const struct options *options)
{
    bool shown = false, module_only = options->n < 2 || options->words[1][0] == '-';
    for (const struct command *c = commands; c->name; c++) {
        struct str rest = str_from(c->name), word;
        bool same = true;
        for (int n = 0; str_cut(&rest, ' ', &word); n++)
            same = same && ((n < options->n && str_eq(word, str_from(options->words[n]))) ||
                            (n > 0 && module_only));
        if (!same)
            continue;
        printf("  lianyuan %s\n      %.*s\n", c->usage, STR_ARG(tr(options->lang, c->about)));
        if (str_eq(str_from(c->name), STR("matter export")) && !module_only)
            help_fields(&matter_list_form, NULL, options->lang);
        shown = shown || !strchr(c->name, ' ') || !module_only;
    }
    return shown;
}

static bool is_word(const struct options *options, int i)
{
    return i < options->n && options->words[i][0] != '-';
}

int command_help(const struct options *options)
{
    if (!is_word(options, 0)) {
        help_all(options->lang, stdout);
        return 0;
    }
    char verb[64] = "";
    if (is_word(options, 1))
        snprintf(verb, sizeof verb, "%s", options->words[1]);
    for (char *c = verb; *c; c++)
        *c = *c == '-' ? '_' : *c;
    const char *module = options->words[0], *wanted = *verb ? verb : NULL;
    if (help_command(options) || help_verbs(module, wanted, false, options->lang) ||
        help_verbs(module, wanted, true, options->lang))
        return 0;
    return command_unknown(options);
}

int command_usage(const struct options *options)
{
    help_all(options->lang, stderr);
    return err_exit(ERR_INVALID);
}

int command_unknown(const struct options *options)
{
    struct error error = {0};
    error_set(&error, ERR_INVALID, str_from(options->words[0]),
              T("没有这个命令；lianyuan help 列出全部命令"), STR_NULL);
    return command_fail(&error, options);
}
