#include "engine/patentread/tree.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"

void tree_begin(struct tree *t, struct patent_record *record)
{
    t->vocabulary = NULL;
    t->record = record;
    t->depth = t->record_depth = t->box_depth = t->leaf_depth = 0;
    t->box = BOX_NONE;
    t->done = false;
    memset(&t->frames[0], 0, sizeof t->frames[0]);
}

static const struct tree_rule *rule_of(const struct tree *t, const char *name, const char *parent)
{
    const struct tree_rule *found = NULL;
    for (size_t i = 0; t->vocabulary && i < t->vocabulary->rule_n; i++) {
        const struct tree_rule *r = &t->vocabulary->rules[i];
        if (strcmp(r->name, name) != 0)
            continue;
        if (!r->parent)
            found = found ? found : r;
        else if (parent && strcmp(r->parent, parent) == 0)
            return r;
    }
    return found;
}

/* The forms in which DOCDB and CNIPA give the same number or name. */
static char form_of(const char **attributes, char inherited)
{
    static const struct {
        const char *value;
        char form;
    } forms[] = {
        {"docdb", 'd'}, {"docdba", 'a'}, {"epodoc", 'e'}, {"original", 'o'}, {"standard", 's'}};
    const char *value = xml_attr(attributes, "data-format");
    value = value ? value : xml_attr(attributes, "dataFormat");
    value = value ? value : xml_attr(attributes, "document-id-type");
    for (size_t i = 0; value && i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(value, forms[i].value) == 0)
            return forms[i].form;
    return inherited;
}

static struct str attribute(const char **attributes, const char *name, const char *or_name)
{
    const char *value = xml_attr(attributes, name);
    value = value || !or_name ? value : xml_attr(attributes, or_name);
    return value ? str_from(value) : STR("");
}

static bool letter_first(struct str s) /* the U.S. office writes 00 where it has none */
{
    return s.len && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z';
}

/* Of the four parts that sources keep apart, the text that patentnum reads. */
static bool read_number(struct patentnum *out, const struct str f[LEAF_BOX_N_], const char *office,
                        int32_t day, enum patentnum_what what)
{
    char text[160];
    struct patentnum n;
    struct str number = f[LEAF_NUMBER], country = f[LEAF_COUNTRY];
    bool named = str_starts(number, country) && country.len == 2;
    if (str_starts(number, STR("PCT")) ||
        (str_empty(country) && number.len > 2 && patentnum_office(str_slice(number, 0, 2))))
        named = true;
    int len =
        snprintf(text, sizeof text, "%s%.*s%.*s%.*s", str_empty(country) && !named ? office : "",
                 named ? 0 : (int)country.len, country.ptr, STR_ARG(number),
                 letter_first(f[LEAF_KIND]) ? (int)f[LEAF_KIND].len : 0, f[LEAF_KIND].ptr);
    if (len <= 0 || len >= (int)sizeof text || str_empty(number))
        return true;
    if (patentnum_read((struct str){text, (size_t)len}, day, what, &n, NULL))
        return false;
    *out = n;
    return true;
}

static void commit_publication(struct tree *t, char form)
{
    struct patent_record *r = t->record;
    bool better = r->number.what == PATENTNUM_ANY || (form == 'd' && t->pub_form != 'd');
    if (!better || form == 's')
        return;
    int32_t day = record_day(r, t->fields[LEAF_DATE], 0);
    if (day != DAY_NONE)
        r->pub_day = day;
    if (!read_number(&r->number, t->fields, t->vocabulary->office, r->pub_day,
                     PATENTNUM_PUBLICATION) &&
        str_empty(r->bad_number))
        r->bad_number = record_keep(r, t->fields[LEAF_NUMBER], 64);
    t->pub_form = form;
}

static void commit_application(struct tree *t, char form)
{
    struct patent_record *r = t->record;
    bool better = r->application.what == PATENTNUM_ANY || (form == 'd' && t->app_form != 'd');
    if (!better || form == 's')
        return;
    int32_t day = record_day(r, t->fields[LEAF_DATE], 0);
    if (day != DAY_NONE)
        r->app_day = day;
    if (str_eq(t->fields[LEAF_KIND], STR("W"))) { /* DOCDB's way to write a PCT application */
        struct patentnum n = {.what = PATENTNUM_APPLICATION, .right = PATENTNUM_INVENTION};
        snprintf(n.office, sizeof n.office, "%.*s", STR_ARG(t->fields[LEAF_COUNTRY]));
        snprintf(n.kind, sizeof n.kind, "W");
        snprintf(n.number, sizeof n.number, "%.*s", STR_ARG(t->fields[LEAF_NUMBER]));
        snprintf(n.key, sizeof n.key, "%s%.30sW", n.office, n.number);
        r->application = n;
    } else {
        read_number(&r->application, t->fields, t->vocabulary->office, r->app_day,
                    PATENTNUM_APPLICATION);
    }
    t->app_form = form;
}

static void commit_priority(struct tree *t, char form)
{
    struct patent_record *r = t->record;
    struct patentnum n = {0};
    int32_t day = record_day(r, t->fields[LEAF_DATE], 0);
    size_t before = r->priority_n;
    if (form == 'o' || form == 's' || str_empty(t->fields[LEAF_NUMBER]))
        return;
    if (form == 'd' || str_eq(t->fields[LEAF_KIND], STR("W"))) {
        char key[64];
        snprintf(key, sizeof key, "%.*s%.*s%.*s", STR_ARG(t->fields[LEAF_COUNTRY]),
                 STR_ARG(t->fields[LEAF_NUMBER]), STR_ARG(t->fields[LEAF_KIND]));
        record_priority(r, str_from(key), day);
        if (r->priority_n > before) /* DOCDB's own form is the key */
            r->priorities[before].key = r->priorities[before].text;
    } else {
        read_number(&n, t->fields, t->vocabulary->office, day, PATENTNUM_APPLICATION);
        record_priority(r, n.key[0] ? str_from(n.key) : t->fields[LEAF_NUMBER], day);
        if (r->priority_n > before && n.key[0])
            r->priorities[before].key = r->priorities[before].text;
    }
    if (r->priority_n > before && form == 'e')
        r->priorities[before].category = STR("e");
}

static int at_most(struct str s, int max)
{
    return s.len < (size_t)max ? (int)s.len : max;
}

static void commit_party(struct tree *t, enum patent_role role, char form)
{
    const struct str *f = t->fields;
    char name[1200];
    if (!str_empty(f[LEAF_NAME])) {
        record_party(t->record, role, form, f[LEAF_NAME], f[LEAF_COUNTRY], f[LEAF_REGION]);
        return;
    }
    int len = snprintf(name, sizeof name, "%.*s %.*s %.*s", at_most(f[LEAF_FIRST], 400),
                       f[LEAF_FIRST].ptr, at_most(f[LEAF_MIDDLE], 300), f[LEAF_MIDDLE].ptr,
                       at_most(f[LEAF_LAST], 400), f[LEAF_LAST].ptr);
    if (len > 0 && len < (int)sizeof name)
        record_party(t->record, role, form, (struct str){name, (size_t)len}, f[LEAF_COUNTRY],
                     f[LEAF_REGION]);
}

static void commit_class(struct tree *t, enum patent_scheme scheme)
{
    const struct str *f = t->fields;
    char symbol[64];
    if (!str_empty(f[LEAF_CATEGORY]) && !str_starts(f[LEAF_CATEGORY], STR("CPC")))
        return; /* a scheme of another kind: FI, UC ... */
    if (!str_empty(f[LEAF_TEXT])) {
        record_class(t->record, scheme, f[LEAF_TEXT]);
        return;
    }
    if (f[LEAF_SECTION].len != 1 || f[LEAF_GROUP].len > 4 || f[LEAF_SUBGROUP].len > 8 ||
        f[LEAF_CLASS].len > 2 || f[LEAF_SUBCLASS].len > 1)
        return;
    snprintf(symbol, sizeof symbol, "%.1s%.*s%.*s%.*s/%.*s", f[LEAF_SECTION].ptr,
             STR_ARG(f[LEAF_CLASS]), STR_ARG(f[LEAF_SUBCLASS]), STR_ARG(f[LEAF_GROUP]),
             STR_ARG(f[LEAF_SUBGROUP]));
    record_class(t->record, scheme, str_from(symbol));
}

static void commit_citation(struct tree *t)
{
    struct patentnum n = {0};
    read_number(&n, t->fields, t->vocabulary->office, DAY_NONE, PATENTNUM_PUBLICATION);
    if (str_empty(t->fields[LEAF_NUMBER]) && str_empty(t->fields[LEAF_TEXT]))
        return;
    record_cite(t->record, n.key[0] ? str_from(n.key) : STR(""),
                str_empty(t->fields[LEAF_NUMBER]) ? t->fields[LEAF_TEXT] : t->fields[LEAF_NUMBER],
                t->fields[LEAF_CATEGORY]);
}

static void clear_fields(struct tree *t)
{
    for (size_t i = 0; i < LEAF_BOX_N_; i++)
        t->fields[i] = STR("");
}

static void commit(struct tree *t, char form)
{
    switch (t->box) {
    case BOX_PUBLICATION:
        commit_publication(t, form);
        break;
    case BOX_APPLICATION:
        commit_application(t, form);
        break;
    case BOX_PRIORITY:
        commit_priority(t, form);
        break;
    case BOX_APPLICANT:
        commit_party(t, PATENT_APPLICANT, form);
        break;
    case BOX_INVENTOR:
        commit_party(t, PATENT_INVENTOR, form);
        break;
    case BOX_ASSIGNEE:
        commit_party(t, PATENT_ASSIGNEE, form);
        break;
    case BOX_AGENT:
        commit_party(t, PATENT_AGENT, form);
        break;
    case BOX_IPC:
        commit_class(t, PATENT_IPC);
        break;
    case BOX_CPC:
        commit_class(t, PATENT_CPC);
        break;
    case BOX_CITATION:
        commit_citation(t);
        break;
    case BOX_EVENT:
        record_event(t->record, record_day(t->record, t->fields[LEAF_DATE], 0),
                     t->fields[LEAF_KIND], t->fields[LEAF_TEXT]);
        break;
    case BOX_NONE:
    case BOX_SKIP:
        break;
    }
}

/* What stands in the record's own attributes: DOCDB's, CNIPA's. */
static void open_record(struct tree *t, const struct tree_rule *rule, const char **attributes,
                        int64_t line)
{
    struct patent_record *r = t->record;
    record_begin(r, (enum patent_format)rule->arg, line);
    t->record_depth = t->depth;
    t->pub_form = t->app_form = 0;
    t->claims = 0;
    clear_fields(t);
    t->fields[LEAF_COUNTRY] = attribute(attributes, "country", NULL);
    t->fields[LEAF_NUMBER] = attribute(attributes, "doc-number", "docNumber");
    t->fields[LEAF_KIND] = attribute(attributes, "kind", NULL);
    t->fields[LEAF_DATE] = attribute(attributes, "date-publ", "datePublication");
    if (!str_empty(t->fields[LEAF_NUMBER])) {
        t->box = BOX_PUBLICATION;
        commit(t, 'r');
        t->box = BOX_NONE;
    }
    clear_fields(t);
    r->family = record_keep(r, attribute(attributes, "family-id", NULL), 32);
    r->deleted = str_eq(attribute(attributes, "status", NULL), STR("D"));
}

static void open_box(struct tree *t, struct tree_frame *frame, const char **attributes)
{
    t->box = (enum tree_box)frame->rule->arg;
    t->box_depth = t->depth;
    clear_fields(t);
    struct patent_record *r = t->record;
    if (t->box == BOX_EVENT) {
        t->fields[LEAF_KIND] = record_keep(r, attribute(attributes, "code", NULL), 32);
        t->fields[LEAF_TEXT] = record_keep(r, attribute(attributes, "desc", NULL), 1024);
    }
    if (t->box == BOX_APPLICANT && /* the law before 2012: the inventors applied */
        str_has(attribute(attributes, "app-type", NULL), STR("inventor")))
        t->box = BOX_INVENTOR;
    frame->box = (uint8_t)t->box;
}

bool tree_open(struct tree *t, const char *name, const char **attributes, int64_t line)
{
    if (t->depth == TREE_DEPTH_MAX)
        return false;
    const struct tree_frame *up = &t->frames[t->depth];
    struct tree_frame *frame = &t->frames[++t->depth];
    if (!t->vocabulary && t->depth == 1)
        t->vocabulary = vocabulary_of(str_from(name));
    *frame = (struct tree_frame){.form = form_of(attributes, up->form)};
    memcpy(frame->lang, up->lang, sizeof frame->lang);
    if (t->depth == 1 && t->vocabulary)
        snprintf(frame->lang, sizeof frame->lang, "%s", t->vocabulary->lang);
    const char *lang = xml_attr(attributes, "lang");
    if (lang)
        snprintf(frame->lang, sizeof frame->lang, "%.2s", lang);
    const struct tree_rule *rule = rule_of(t, name, up->name);
    frame->rule = rule;
    frame->name = rule ? rule->name : NULL;
    frame->box = up->box;
    if (!rule) {
        for (size_t i = 0; t->vocabulary && i < t->vocabulary->rule_n && !frame->name; i++)
            if (t->vocabulary->rules[i].parent && strcmp(t->vocabulary->rules[i].parent, name) == 0)
                frame->name = t->vocabulary->rules[i].parent;
        return true;
    }
    if (rule->act == TREE_RECORD && !t->record_depth)
        open_record(t, rule, attributes, line);
    if (!t->record_depth || up->box == BOX_SKIP)
        return true;
    if (rule->act == TREE_BOX && up->box == BOX_NONE)
        open_box(t, frame, attributes);
    else if (rule->act == TREE_BOX) /* a box within a box is somebody else's */
        frame->box = BOX_SKIP;
    else if (rule->act == TREE_LEAF && !t->leaf_depth &&
             (rule->arg >= LEAF_BOX_N_) == (frame->box == BOX_NONE)) {
        t->leaf_depth = t->depth;
        t->text_n = 0;
        const char *scheme = xml_attr(attributes, "scheme");
        if (rule->arg == LEAF_CATEGORY && scheme) /* says it in an attribute */
            t->fields[LEAF_CATEGORY] = record_keep(t->record, str_from(scheme), 16);
    }
    return true;
}

void tree_text(struct tree *t, struct str text)
{
    if (!t->leaf_depth)
        return;
    size_t room = TREE_TEXT_MAX - t->text_n, n = text.len < room ? text.len : room;
    memcpy(t->text + t->text_n, text.ptr, n);
    t->text_n += n;
    t->record->cut = t->record->cut || n < text.len;
}

static void set_claim(struct tree *t, struct patent_words *w, struct str text)
{
    t->claims++;
    if (str_empty(w->claim))
        w->claim = record_keep(t->record, text, RECORD_ABSTRACT_MAX);
}

static void close_leaf(struct tree *t, const struct tree_frame *frame)
{
    struct patent_record *r = t->record;
    size_t whole = t->text_n; /* the last character may have been cut */
    while (whole && utf8_bad_at((struct str){t->text, whole}) != SIZE_MAX)
        whole = utf8_bad_at((struct str){t->text, whole});
    struct str text = {t->text, whole};
    int64_t n;
    t->leaf_depth = 0;
    if (frame->rule->arg < LEAF_BOX_N_) {
        struct str *field = &t->fields[frame->rule->arg];
        if (str_empty(*field)) /* the first one: a party's name, not its agent's */
            *field = record_keep(r, text, 4096);
        if (frame->rule->arg == LEAF_ACTIVE &&
            (str_eq(*field, STR("N")) || str_eq(*field, STR("NO"))) && r->priority_n)
            r->priority_n--; /* it was there and is withdrawn */
        return;
    }
    struct patent_words *w;
    switch (frame->rule->arg) {
    case LEAF_TITLE:
        w = record_words(r, str_from(frame->lang));
        if (str_empty(w->title))
            w->title = record_keep(r, text, 8192);
        break;
    case LEAF_ABSTRACT:
        w = record_words(r, str_from(frame->lang));
        if (str_empty(w->abstract))
            w->abstract = record_keep(r, text, RECORD_ABSTRACT_MAX);
        break;
    case LEAF_CLAIM:
        set_claim(t, record_words(r, str_from(frame->lang)), text);
        break;
    case LEAF_CLAIM_N:
        if (str_int(str_trim(text), &n) && n >= 0 && n < 100000)
            r->claims = n;
        break;
    case LEAF_IPC:
        record_class(r, PATENT_IPC, text);
        break;
    case LEAF_GRANTED:
        r->grant_day = record_day(r, text, 0);
        break;
    default:
        break;
    }
}

static void close_record(struct tree *t)
{
    struct patent_record *r = t->record;
    bool docdb = false;
    size_t n = 0;
    for (size_t i = 0; i < r->priority_n; i++)
        docdb |= str_empty(r->priorities[i].category);
    for (size_t i = 0; i < r->priority_n; i++)
        if (!docdb || str_empty(r->priorities[i].category))
            r->priorities[n++] = r->priorities[i];
    r->priority_n = n;
    for (size_t i = 0; i < n; i++)
        r->priorities[i].category = STR("");
    if (r->claims < 0 && t->claims)
        r->claims = t->claims;
    t->record_depth = 0;
    t->done = true;
}

void tree_close(struct tree *t)
{
    if (t->depth == 0)
        return;
    const struct tree_frame *frame = &t->frames[t->depth];
    if (t->leaf_depth == t->depth)
        close_leaf(t, frame);
    if (frame->rule && frame->rule->act == TREE_ONE && t->box != BOX_NONE &&
        frame->box == (uint8_t)t->box && t->box != BOX_CITATION) {
        commit(t, frame->form);
        clear_fields(t);
    }
    if (t->box != BOX_NONE && t->box_depth == t->depth) {
        commit(t, frame->form);
        t->box = BOX_NONE;
        t->box_depth = 0;
    }
    if (t->record_depth == t->depth)
        close_record(t);
    t->depth--;
}

/* The names that U.S. documents use; what is not here stays as it is written. */
void tree_entity(struct tree *t, struct str name)
{
    static const struct {
        const char *name, *text;
    } known[] = {
        {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},  {"mdash", "—"},
        {"ndash", "–"},  {"hellip", "…"}, {"deg", "°"},    {"plusmn", "±"}, {"times", "×"},
        {"divide", "÷"}, {"micro", "µ"},  {"mgr", "μ"},    {"agr", "α"},    {"bgr", "β"},
        {"ggr", "γ"},    {"dgr", "δ"},    {"egr", "ε"},    {"thgr", "θ"},   {"lgr", "λ"},
        {"pgr", "π"},    {"sgr", "σ"},    {"tgr", "τ"},    {"phgr", "φ"},   {"ohgr", "ω"},
        {"OHgr", "Ω"},   {"Dgr", "Δ"},    {"le", "≤"},     {"ge", "≥"},     {"ne", "≠"},
        {"prime", "′"},  {"Prime", "″"},  {"middot", "·"}, {"bull", "•"},   {"sect", "§"},
        {"para", "¶"},   {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"nbsp", " "},
        {"sup2", "²"},   {"sup3", "³"},   {"frac12", "½"}, {"frac14", "¼"}, {"frac34", "¾"},
        {"aring", "å"},  {"Aring", "Å"},  {"auml", "ä"},   {"Auml", "Ä"},   {"ouml", "ö"},
        {"Ouml", "Ö"},   {"uuml", "ü"},   {"Uuml", "Ü"},   {"szlig", "ß"},  {"eacute", "é"},
        {"egrave", "è"}, {"ecirc", "ê"},  {"agrave", "à"}, {"aacute", "á"}, {"acirc", "â"},
        {"ccedil", "ç"}, {"ntilde", "ñ"}, {"oslash", "ø"}, {"Oslash", "Ø"}, {"aelig", "æ"},
        {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"}, {"ocirc", "ô"},  {"infin", "∞"},
        {"rarr", "→"},   {"larr", "←"},   {"thinsp", " "}, {"emsp", " "},   {"ensp", " "},
        {"half", "½"},   {"minus", "−"},  {"ap", "≈"},     {"equals", "="}, {"plus", "+"},
        {"percnt", "%"}, {"dollar", "$"}, {"num", "#"},    {"lsqb", "["},   {"rsqb", "]"},
        {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq(name, str_from(known[i].name))) {
            tree_text(t, str_from(known[i].text));
            return;
        }
    tree_text(t, STR("&"));
    tree_text(t, name);
    tree_text(t, STR(";"));
}
