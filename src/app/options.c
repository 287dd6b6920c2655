#include "app/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] == '-' && word[2] != '\0';
}

/* The value of "--name value" or "--name=value" at argv[*at] (moved to its last word), or NULL. */
static const char *value_of(int argc, char **argv, int *at, const char *name)
{
    size_t len = strlen(name);
    const char *word = argv[*at];
    if (strncmp(word, name, len) != 0 || (word[len] != '\0' && word[len] != '='))
        return NULL;
    if (word[len] == '=')
        return word + len + 1;
    return *at + 1 < argc ? argv[++*at] : "";
}

static enum err parse_format(struct str name, enum format *out, struct error *error)
{
    static const char *const names[] = {"text", "json", "csv"};
    for (int i = 0; i < 3; i++)
        if (str_eq(name, str_from(names[i]))) {
            *out = (enum format)i;
            return ERR_OK;
        }
    return error_set(error, ERR_INVALID, STR("--format"), T("格式只有 text、json、csv，没有“{}”"),
                     name);
}

static enum err parse_lang(struct str name, enum lang *out, struct error *error)
{
    if (!str_eq(name, STR("zh")) && !str_eq(name, STR("en")))
        return error_set(error, ERR_INVALID, STR("--lang"), T("语言只有 zh 和 en，没有“{}”"), name);
    *out = str_eq(name, STR("en")) ? LANG_EN : LANG_ZH;
    return ERR_OK;
}

enum { DATA, FILES, AS, PARK, FORMAT, LANG, COMMON_N };

/* One option that every command takes; false when argv[*at] is none of them. `seen` has a bit for
 * each that came before: which of two values is meant, nobody can know. */
static bool common_option(int argc, char **argv, int *at, struct options *o, unsigned *seen,
                          struct error *error)
{
    static const char *const names[] = {"--data", "--files",  "--as",
                                        "--park", "--format", "--lang"};
    const char **const texts[] = {[DATA] = &o->data, &o->files, &o->as, &o->park};
    const char *value = NULL;
    int i = 0;
    while (i < COMMON_N && !(value = value_of(argc, argv, at, names[i])))
        i++;
    if (!value)
        return false;
    struct str name = str_from(names[i]);
    if (*value == '\0')
        error_set(error, ERR_INVALID, name, T("这个选项后面要有一个值"), STR_NULL);
    else if (*seen >> i & 1)
        error_set(error, ERR_INVALID, name, T("这一项给了两次"), STR_NULL);
    else if (i == FORMAT)
        parse_format(str_from(value), &o->format, error);
    else if (i == LANG)
        parse_lang(str_from(value), &o->lang, error);
    else
        *texts[i] = value;
    *seen |= 1u << i;
    return true;
}

enum err options_parse(struct arena *arena, int argc, char **argv, struct options *out,
                       struct error *error)
{
    const char *data = getenv("LIANYUAN_DATA");
    *out = (struct options){
        .data = data && *data ? data : "lianyuan-data",
        .format = FORMAT_UNSET,
        .words = ARENA_ARRAY(arena, const char *, argc + 1),
    };
    bool open = true;
    unsigned seen = 0;
    for (int i = 0; i < argc && !error->code; i++) {
        if (open && strcmp(argv[i], "--") == 0)
            open = false;
        if (!open || !common_option(argc, argv, &i, out, &seen, error))
            out->words[out->n++] = argv[i];
    }
    if (out->n > OPTIONS_WORDS_MAX)
        return error_set(error, ERR_LIMIT, STR_NULL, T("命令行的词太多"), STR_NULL);
    return error->code;
}

/* "--due-from" names the field due_from. */
static struct str field_name(struct arena *arena, struct str word)
{
    char *name = arena_copy(arena, word.ptr, word.len);
    for (size_t i = 0; i < word.len; i++)
        if (name[i] == '-')
            name[i] = '_';
    return (struct str){name, word.len};
}

/* The n-th of the blank-separated positional names; the last one repeats when its field is many. */
static struct str positional_name(const char *positional, const struct form *form, int n)
{
    struct str rest = str_from(positional), name = STR_NULL;
    for (int i = 0; str_cut(&rest, ' ', &name); i++)
        if (i == n)
            return name;
    const struct field *last = str_null(name) ? NULL : form_field(form, name);
    return last && (last->flags & FORM_MANY) ? name : STR_NULL;
}

static enum err named_pair(struct arena *arena, const struct options *o, int *at,
                           const struct form *form, struct form_pair *out, struct error *error)
{
    struct str word = str_from(o->words[*at] + 2);
    size_t equals = str_find_char(word, '=', 0);
    struct str name = field_name(arena, str_slice(word, 0, equals));
    const struct field *field = form_field(form, name);
    if (!field)
        return error_set(error, ERR_INVALID, str_from(o->words[*at]), T("没有这个选项"), STR_NULL);
    out->name = name;
    if (equals != SIZE_MAX)
        out->value = str_slice(word, equals + 1, word.len);
    else if (field->type == FIELD_BOOL)
        out->value = STR("1");
    else if (*at + 1 < o->n)
        out->value = str_from(o->words[++*at]);
    else
        return error_set(error, ERR_INVALID, str_from(o->words[*at]), T("这个选项后面要有一个值"),
                         STR_NULL);
    /* A script's variable that is empty must not widen a list or an export in silence. */
    bool text = field->type == FIELD_TEXT || field->type == FIELD_SECRET;
    if (!text && str_empty(str_trim(out->value)))
        return error_set(error, ERR_INVALID, name, T("这个选项后面要有一个值"), STR_NULL);
    return ERR_OK;
}

enum err options_pairs(struct arena *arena, const struct options *options, int from,
                       const struct form *form, const char *positional, struct form_pairs *out,
                       struct error *error)
{
    VEC(struct form_pair) pairs = {0};
    bool open = true;
    int bare = 0;
    for (int i = from; i < options->n; i++) {
        struct form_pair pair;
        if (open && strcmp(options->words[i], "--") == 0) {
            open = false;
            continue;
        }
        if (open && is_option(options->words[i])) {
            enum err e = named_pair(arena, options, &i, form, &pair, error);
            if (e)
                return e;
        } else {
            pair = (struct form_pair){positional_name(positional, form, bare++),
                                      str_from(options->words[i])};
            if (str_null(pair.name))
                return error_set(error, ERR_INVALID, STR_NULL, T("多了一个词：{}"), pair.value);
        }
        *VEC_ADD(arena, &pairs) = pair;
    }
    *out = (struct form_pairs){pairs.at, pairs.n};
    return ERR_OK;
}

enum { TAKEN_NOT, TAKEN_FLAG, TAKEN_VALUE, TAKEN_VALUES };

/* What `takes` says of an option. */
static int taken(const char *takes, struct str name)
{
    struct str rest = str_from(takes), known;
    while (str_cut(&rest, ' ', &known)) {
        bool many = str_ends(known, STR("=*")), value = many || str_ends(known, STR("="));
        if (str_eq(str_slice(known, 0, known.len - (size_t)value - (size_t)many), name))
            return many ? TAKEN_VALUES : value ? TAKEN_VALUE : TAKEN_FLAG;
    }
    return TAKEN_NOT;
}

static bool given_before(const struct options *options, int at, struct str name)
{
    for (int i = 0; i < at; i++) {
        struct str word = str_from(options->words[i]);
        if (str_eq(str_slice(word, 0, str_find_char(word, '=', 0)), name))
            return true;
    }
    return false;
}

enum err options_check(const struct options *options, const char *takes, int words,
                       struct error *error)
{
    for (int i = 0; i < options->n; i++) {
        const char *given = options->words[i];
        struct str word = str_from(given);
        if (!is_option(given)) {
            if (strcmp(given, "--") != 0 && words-- == 0)
                return error_set(error, ERR_INVALID, STR_NULL, T("多了一个词：{}"), word);
            continue;
        }
        size_t equals = str_find_char(word, '=', 0);
        struct str name = str_slice(word, 0, equals);
        int kind = taken(takes, name);
        if (!kind || (kind == TAKEN_FLAG && equals != SIZE_MAX))
            return error_set(error, ERR_INVALID, word, T("没有这个选项"), STR_NULL);
        if (kind != TAKEN_VALUES && given_before(options, i, name))
            return error_set(error, ERR_INVALID, name, T("这一项给了两次"), STR_NULL);
        bool empty = equals == SIZE_MAX ? i + 1 >= options->n || !*options->words[i + 1]
                                        : equals + 1 == word.len;
        bool value = kind != TAKEN_FLAG;
        if (value && empty)
            return error_set(error, ERR_INVALID, word, T("这个选项后面要有一个值"), STR_NULL);
        i += value && equals == SIZE_MAX;
    }
    return ERR_OK;
}
