#include "engine/patentread/record.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct patent_record *record_new(struct arena *arena)
{
    struct patent_record *r = ARENA_NEW(arena, struct patent_record);
    r->text = arena_alloc(arena, RECORD_TEXT_MAX);
    r->words = ARENA_ARRAY(arena, struct patent_words, RECORD_LANGS_MAX);
    r->parties = ARENA_ARRAY(arena, struct patent_party, RECORD_PARTIES_MAX);
    r->classes = ARENA_ARRAY(arena, struct patent_symbol, RECORD_CLASSES_MAX);
    r->priorities = ARENA_ARRAY(arena, struct patent_link, RECORD_PRIORITIES_MAX);
    r->cites = ARENA_ARRAY(arena, struct patent_link, RECORD_CITES_MAX);
    r->events = ARENA_ARRAY(arena, struct patent_happening, RECORD_EVENTS_MAX);
    return r;
}

/* Slices of the old text become slices of the new one; literals stay. */
static void move(struct str *s, const struct patent_record *from, char *to)
{
    if (s->ptr >= from->text && s->ptr <= from->text + from->text_n)
        s->ptr = to + (s->ptr - from->text);
}

struct patent_record *record_clone(struct arena *arena, const struct patent_record *r)
{
    struct patent_record *c = arena_copy(arena, r, sizeof *r);
    c->text = arena_copy(arena, r->text, r->text_n ? r->text_n : 1);
    c->words = arena_copy(arena, r->words, r->word_n * sizeof *r->words);
    c->parties = arena_copy(arena, r->parties, r->party_n * sizeof *r->parties);
    c->classes = arena_copy(arena, r->classes, r->class_n * sizeof *r->classes);
    c->priorities = arena_copy(arena, r->priorities, r->priority_n * sizeof *r->priorities);
    c->cites = arena_copy(arena, r->cites, r->cite_n * sizeof *r->cites);
    c->events = arena_copy(arena, r->events, r->event_n * sizeof *r->events);
    struct str *own[] = {&c->family, &c->family_extended, &c->legal, &c->bad_day, &c->bad_number};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        move(own[i], r, c->text);
    for (size_t i = 0; i < c->word_n; i++) {
        struct str *texts[] = {&c->words[i].lang, &c->words[i].title, &c->words[i].abstract,
                               &c->words[i].claim};
        for (size_t k = 0; k < 4; k++)
            move(texts[k], r, c->text);
    }
    for (size_t i = 0; i < c->party_n; i++) {
        move(&c->parties[i].name, r, c->text);
        move(&c->parties[i].country, r, c->text);
        move(&c->parties[i].region, r, c->text);
    }
    for (int which = 0; which < 2; which++) {
        struct patent_link *links = which ? c->cites : c->priorities;
        for (size_t i = 0; i < (which ? c->cite_n : c->priority_n); i++) {
            move(&links[i].key, r, c->text);
            move(&links[i].text, r, c->text);
            move(&links[i].category, r, c->text);
        }
    }
    for (size_t i = 0; i < c->event_n; i++) {
        move(&c->events[i].code, r, c->text);
        move(&c->events[i].text, r, c->text);
    }
    return c;
}

void record_begin(struct patent_record *r, enum patent_format format, int64_t line)
{
    r->format = format;
    r->deleted = r->cut = false;
    r->line = line;
    memset(&r->number, 0, sizeof r->number);
    memset(&r->application, 0, sizeof r->application);
    r->pub_day = r->app_day = r->grant_day = r->expires = DAY_NONE;
    r->word_n = r->party_n = r->class_n = r->priority_n = r->cite_n = r->event_n = 0;
    r->family = r->family_extended = r->legal = r->bad_day = r->bad_number = STR("");
    r->claims = r->cited = r->citing = r->family_size = -1;
    r->text_n = 0;
}

/* Bytes of the blank that begins at s[i]: ASCII's, U+00A0, U+2000 to U+200B, U+3000. */
static size_t blank(struct str s, size_t i)
{
    const unsigned char *c = (const unsigned char *)s.ptr + i;
    size_t left = s.len - i;
    if (*c == ' ' || (*c >= 9 && *c <= 13))
        return 1;
    if (left >= 2 && c[0] == 0xC2 && c[1] == 0xA0)
        return 2;
    if (left >= 3 && c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0x80 && c[2] <= 0x8B)
        return 3;
    return left >= 3 && c[0] == 0xE3 && c[1] == 0x80 && c[2] == 0x80 ? 3 : 0;
}

struct str record_keep(struct patent_record *r, struct str text, size_t max)
{
    text = str_trim(text);
    size_t bad = utf8_bad_at(text); /* somebody's limit in bytes went through a character */
    if (bad != SIZE_MAX) {
        text.len = bad;
        r->cut = true;
    }
    size_t room = RECORD_TEXT_MAX - r->text_n, n = 0;
    char *to = r->text + r->text_n;
    bool gap = false;
    if (max > room) {
        r->cut = r->cut || text.len > room;
        max = room;
    }
    for (size_t i = 0; i < text.len; i++) {
        size_t wide = blank(text, i);
        if (wide) {
            gap = n > 0;
            i += wide - 1;
            continue;
        }
        if (n + gap + 1 > max) {
            r->cut = true;
            while (n > 0 && ((unsigned char)to[n - 1] & 0xC0) == 0x80)
                n--;
            n -= n > 0; /* the character that was begun */
            break;
        }
        if (gap)
            to[n++] = ' ';
        gap = false;
        to[n++] = text.ptr[i];
    }
    r->text_n += n;
    return n ? (struct str){to, n} : STR("");
}

struct patent_words *record_words(struct patent_record *r, struct str lang)
{
    struct str two = str_slice(lang, 0, 2);
    for (size_t i = 0; i < r->word_n; i++)
        if (str_eq_nocase(r->words[i].lang, two))
            return &r->words[i];
    if (r->word_n == RECORD_LANGS_MAX) {
        r->cut = true;
        return &r->words[RECORD_LANGS_MAX - 1];
    }
    struct patent_words *w = &r->words[r->word_n++];
    *w = (struct patent_words){record_keep(r, two, 2), STR(""), STR(""), STR("")};
    for (size_t i = 0; i < w->lang.len; i++) { /* our own copy: small letters */
        char *c = r->text + (w->lang.ptr - r->text) + i;
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    return w;
}

void record_party(struct patent_record *r, enum patent_role role, char form, struct str name,
                  struct str country, struct str region)
{
    name = record_keep(r, name, 1024);
    if (str_empty(name))
        return;
    if (r->party_n == RECORD_PARTIES_MAX) {
        r->cut = true;
        return;
    }
    r->parties[r->party_n++] = (struct patent_party){role, form, name, record_keep(r, country, 64),
                                                     record_keep(r, region, 128)};
}

void record_class(struct patent_record *r, enum patent_scheme scheme, struct str symbol)
{
    struct patent_symbol s = {.scheme = scheme};
    if (!patent_symbol(symbol, s.text))
        return;
    for (size_t i = 0; i < r->class_n; i++)
        if (r->classes[i].scheme == scheme && strcmp(r->classes[i].text, s.text) == 0)
            return;
    if (r->class_n == RECORD_CLASSES_MAX)
        r->cut = true;
    else
        r->classes[r->class_n++] = s;
}

static struct str key_of(struct patent_record *r, struct str number, int32_t day,
                         enum patentnum_what what)
{
    struct patentnum n;
    if (str_empty(str_trim(number)) || patentnum_read(number, day, what, &n, NULL))
        return STR("");
    return record_keep(r, str_from(n.key), PATENTNUM_TEXT_MAX);
}

void record_priority(struct patent_record *r, struct str number, int32_t day)
{
    struct str text = record_keep(r, number, 128);
    if (str_empty(text))
        return;
    struct str key = key_of(r, number, day, PATENTNUM_APPLICATION);
    if (str_empty(key))
        key = text; /* as it is written: equal ones are still equal */
    for (size_t i = 0; i < r->priority_n; i++)
        if (str_eq(r->priorities[i].key, key))
            return;
    if (r->priority_n == RECORD_PRIORITIES_MAX)
        r->cut = true;
    else
        r->priorities[r->priority_n++] = (struct patent_link){key, text, STR(""), day};
}

void record_cite(struct patent_record *r, struct str number, struct str text, struct str category)
{
    struct str key = key_of(r, number, DAY_NONE, PATENTNUM_PUBLICATION);
    text = record_keep(r, str_empty(text) ? number : text, 4096);
    if (str_empty(text))
        return;
    if (r->cite_n == RECORD_CITES_MAX)
        r->cut = true;
    else
        r->cites[r->cite_n++] =
            (struct patent_link){key, text, record_keep(r, category, 64), DAY_NONE};
}

void record_event(struct patent_record *r, int32_t day, struct str code, struct str text)
{
    code = record_keep(r, code, 32);
    text = record_keep(r, text, 2048);
    if (str_empty(code) && str_empty(text))
        return;
    if (r->event_n == RECORD_EVENTS_MAX)
        r->cut = true;
    else
        r->events[r->event_n++] = (struct patent_happening){day, code, text};
}

/* The form of DOCDB's lists that is kept: its own standard one, else the first that there is. */
static void keep_one_form(struct patent_record *r, enum patent_role role)
{
    static const char order[] = "deoa";
    char form = 0;
    for (size_t k = 0; order[k] && !form; k++)
        for (size_t i = 0; i < r->party_n && !form; i++)
            if (r->parties[i].role == role && r->parties[i].form == order[k])
                form = order[k];
    if (!form)
        return;
    size_t n = 0;
    for (size_t i = 0; i < r->party_n; i++)
        if (r->parties[i].role != role || r->parties[i].form == form)
            r->parties[n++] = r->parties[i];
    r->party_n = n;
}

/* EPODOC writes the country behind the name: "KOSMAN WILHELMUS [NL]". */
static void country_of_name(struct patent_party *p)
{
    struct str n = p->name;
    if (n.len < 5 || n.ptr[n.len - 1] != ']' || n.ptr[n.len - 4] != '[' ||
        !patentnum_office(str_slice(n, n.len - 3, n.len - 1)))
        return;
    if (str_empty(p->country))
        p->country = str_slice(n, n.len - 3, n.len - 1);
    p->name = str_trim(str_slice(n, 0, n.len - 4));
}

/* Before 2012 the law made the inventors the applicants; whose the patent is, the assignees say. */
static void assignees_apply(struct patent_record *r)
{
    bool assignees = false;
    size_t n = 0;
    for (size_t i = 0; i < r->party_n; i++)
        assignees |= r->parties[i].role == PATENT_ASSIGNEE;
    if (!assignees)
        return;
    for (size_t i = 0; i < r->party_n; i++) {
        if (r->parties[i].role == PATENT_APPLICANT)
            continue;
        r->parties[n] = r->parties[i];
        if (r->parties[n].role == PATENT_ASSIGNEE)
            r->parties[n].role = PATENT_APPLICANT;
        n++;
    }
    r->party_n = n;
}

/* A party may stand twice: in two lists, or once per list of the same people. */
static void drop_repeated(struct patent_record *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->party_n; i++) {
        bool there = false;
        for (size_t k = 0; k < n && !there; k++)
            there = r->parties[k].role == r->parties[i].role &&
                    str_eq(r->parties[k].name, r->parties[i].name);
        if (!there)
            r->parties[n++] = r->parties[i];
    }
    r->party_n = n;
}

enum err record_finish(struct patent_record *r, struct error *error)
{
    if (r->number.what == PATENTNUM_ANY && !str_empty(r->bad_number))
        return error_set(error, ERR_INVALID, STR("number"), T("看不出是哪一种专利号：{}"),
                         r->bad_number);
    if (r->number.what == PATENTNUM_ANY)
        return error_set(error, ERR_INVALID, STR("number"), T("没有公布（公告）号"), STR_NULL);
    if (r->number.what != PATENTNUM_PUBLICATION) /* as twelve digits of the U.S. are */
        return error_set(error, ERR_INVALID, STR("number"), T("这是申请号，不是公布（公告）号：{}"),
                         record_keep(r, str_from(r->number.key), PATENTNUM_TEXT_MAX));
    keep_one_form(r, PATENT_APPLICANT);
    keep_one_form(r, PATENT_INVENTOR);
    for (size_t i = 0; i < r->party_n; i++)
        country_of_name(&r->parties[i]);
    if (strcmp(r->number.office, "US") == 0)
        assignees_apply(r);
    drop_repeated(r);
    if (r->number.stage == PATENTNUM_GRANTED && r->grant_day == DAY_NONE)
        r->grant_day = r->pub_day;
    return ERR_OK;
}

const char *patent_format_name(enum patent_format format)
{
    static const char *const names[PATENT_FORMAT_END_] = {
        "unknown", "cnipa",   "docdb", "ops",         "us-st36", "us-sgml", "us-pap",
        "us-aps",  "patsnap", "lens",  "patentscope", "incopat", "ipc",     "sheet"};
    return names[format];
}
