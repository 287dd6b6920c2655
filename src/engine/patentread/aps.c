/*
 * Greenbook: the U.S. office's full text of 1976 to 2001. A line is a code of up to four letters
 * and, from its sixth column on, the text; lines that begin with blanks go on with it. A code alone
 * begins a group: PATN a patent, INVT an inventor, UREF a citation ...
 */
#include <stdio.h>
#include <string.h>

#include "engine/patentread/in.h"

enum { FIELD_MAX = RECORD_ABSTRACT_MAX, LINE_MAX_ = 64 * 1024, TEXT_FROM = 5 };

struct in_aps {
    struct in *in;
    struct patent_record *record;
    bool open;  /* a record is being read */
    bool whole; /* its claims have begun: they stand last */
    bool held;  /* line[] is the next record's PATN */
    char group[5], code[5];
    size_t n; /* of field */
    /* the group's parts, until the next group begins */
    struct str name, country, state, number, kind, day;
    char series[8];
    int64_t claims;
    char field[FIELD_MAX];
    char line[LINE_MAX_];
    size_t line_n;
};

enum err in_aps_new(struct in *in, struct patent_record *record, struct in_aps **out)
{
    struct in_aps *a = ARENA_NEW(in->arena, struct in_aps);
    a->in = in;
    a->record = record;
    *out = a;
    return ERR_OK;
}

/* A line without its end; CR, LF or both. A longer one is cut. */
static bool read_line(struct in_aps *a, enum err *e, struct error *error)
{
    bool any = false;
    a->line_n = 0;
    while (in_more(a->in, e, error)) {
        char c = a->in->piece[a->in->at];
        in_skip(a->in, 1);
        any = true;
        if (c == '\n')
            break;
        if (c != '\r' && a->line_n < LINE_MAX_ - 1)
            a->line[a->line_n++] = c;
        else if (c == '\r') { /* alone it ends a line, too */
            if (in_more(a->in, e, error) && a->in->piece[a->in->at] == '\n')
                in_skip(a->in, 1);
            else
                a->in->line++;
            break;
        }
    }
    return any;
}

static bool is(const char *code, const char *want)
{
    return strcmp(code, want) == 0;
}

static int at_most(struct str s, int max)
{
    return s.len < (size_t)max ? (int)s.len : max;
}

/* What the group was about is complete. */
static void end_group(struct in_aps *a)
{
    struct patent_record *r = a->record;
    char text[200];
    if (is(a->group, "INVT"))
        record_party(r, PATENT_INVENTOR, 0, a->name, a->country, a->state);
    else if (is(a->group, "ASSG"))
        record_party(r, PATENT_ASSIGNEE, 0, a->name, a->country, a->state);
    else if (is(a->group, "PRIR") && !str_empty(a->number)) {
        struct patentnum n;
        int32_t day = record_day(r, a->day, 0);
        snprintf(text, sizeof text, "%.*s%.*s", STR_ARG(a->country), at_most(a->number, 150),
                 a->number.ptr);
        bool read = !patentnum_read(str_from(text), day, PATENTNUM_APPLICATION, &n, NULL);
        record_priority(r, read ? str_from(n.key) : str_from(text), day);
    } else if (is(a->group, "UREF") || is(a->group, "FREF")) {
        snprintf(text, sizeof text, "%.*s%.*s", is(a->group, "UREF") ? 2 : at_most(a->country, 2),
                 is(a->group, "UREF") ? "US" : a->country.ptr, at_most(a->number, 150),
                 a->number.ptr);
        record_cite(r, str_from(text), a->number, STR(""));
    }
    a->name = a->country = a->state = a->number = a->kind = a->day = STR("");
}

/* WKU: letters, seven digits, a check digit. The kind of those years follows from the letters. */
static void use_wku(struct in_aps *a, struct str wku)
{
    struct patent_record *r = a->record;
    char text[40];
    if (wku.len < 3 || wku.len > 20)
        return;
    char c = wku.ptr[0];
    const char *kind = c == 'D' ? "S" : c == 'P' ? "P" : c == 'R' ? "E" : c == 'H' ? "H" : "A";
    struct patentnum n;
    snprintf(text, sizeof text, "US%.*s%s", (int)wku.len - 1, wku.ptr, kind);
    if (patentnum_read(str_from(text), r->pub_day, PATENTNUM_PUBLICATION, &n, NULL) == ERR_OK)
        r->number = n;
    else
        r->bad_number = record_keep(r, wku, 64);
}

/* APN: six digits and a check digit; the series stands in SRC. */
static void use_application(struct in_aps *a)
{
    struct patent_record *r = a->record;
    char text[40];
    struct patentnum n;
    if (a->number.len < 6)
        return;
    snprintf(text, sizeof text, "US%02d/%.6s", a->series[0] ? (a->series[0] - '0') % 10 : 0,
             a->number.ptr);
    if (a->series[0] && a->series[1])
        snprintf(text, sizeof text, "US%.2s/%.6s", a->series, a->number.ptr);
    if (patentnum_read(str_from(text), r->app_day, PATENTNUM_APPLICATION, &n, NULL) == ERR_OK)
        r->application = n;
}

static void use_patent_field(struct in_aps *a, struct str text)
{
    struct patent_record *r = a->record;
    int64_t n;
    if (is(a->code, "WKU"))
        a->name = record_keep(r, text, 40); /* read when the day is known */
    else if (is(a->code, "SRC"))
        snprintf(a->series, sizeof a->series, "%.*s", (int)(text.len < 3 ? text.len : 2), text.ptr);
    else if (is(a->code, "APN"))
        a->number = record_keep(r, text, 40);
    else if (is(a->code, "APD"))
        r->app_day = record_day(r, text, 0);
    else if (is(a->code, "ISD"))
        r->pub_day = record_day(r, text, 0);
    else if (is(a->code, "TTL"))
        record_words(r, STR("en"))->title = record_keep(r, text, 8192);
    else if (is(a->code, "NCL") && str_int(str_trim(text), &n) && n >= 0)
        r->claims = n;
}

static void use_field(struct in_aps *a)
{
    struct patent_record *r = a->record;
    struct str text = str_trim((struct str){a->field, a->n});
    if (!a->code[0] || !a->open)
        return;
    if (is(a->group, "PATN"))
        use_patent_field(a, text);
    else if (is(a->group, "CLAS") && is(a->code, "ICL")) /* blanks count in it */
        record_class(r, PATENT_IPC, (struct str){a->field, a->n});
    else if (is(a->group, "ABST") && str_empty(record_words(r, STR("en"))->abstract))
        record_words(r, STR("en"))->abstract = record_keep(r, text, RECORD_ABSTRACT_MAX);
    else if ((is(a->group, "CLMS") || is(a->group, "DCLM")) && is(a->code, "PAR") &&
             str_empty(record_words(r, STR("en"))->claim))
        record_words(r, STR("en"))->claim = record_keep(r, text, RECORD_ABSTRACT_MAX);
    else if (is(a->group, "OREF") && is(a->code, "PAL"))
        record_cite(r, STR(""), text, STR(""));
    else if (is(a->code, "NAM"))
        a->name = record_keep(r, text, 1024);
    else if (is(a->code, "CNT"))
        a->country = record_keep(r, str_slice(text, 0, 2), 2);
    else if (is(a->code, "STA"))
        a->state = record_keep(r, text, 40);
    else if (is(a->code, "PNO") || is(a->code, "APN"))
        a->number = record_keep(r, text, 80);
    else if (is(a->code, "APD"))
        a->day = record_keep(r, text, 16);
}

static void end_field(struct in_aps *a)
{
    use_field(a);
    a->code[0] = 0;
    a->n = 0;
}

static void change_group(struct in_aps *a, const char *group)
{
    end_field(a);
    if (is(a->group, "PATN")) {
        use_wku(a, a->name);
        use_application(a);
        a->name = a->number = STR("");
    } else if (a->open) {
        end_group(a);
    }
    snprintf(a->group, sizeof a->group, "%s", group);
}

static void add(struct in_aps *a, struct str text)
{
    size_t room = FIELD_MAX - a->n;
    if (a->n && room) {
        a->field[a->n++] = ' ';
        room--;
    }
    size_t n = text.len < room ? text.len : room;
    memcpy(a->field + a->n, text.ptr, n);
    a->n += n;
    a->record->cut = a->record->cut || n < text.len;
}

static void use_line(struct in_aps *a)
{
    static const char *const groups[] = {"INVT", "ASSG", "PRIR", "REIS", "RLAP", "CLAS", "UREF",
                                         "FREF", "OREF", "LREP", "PCTA", "ABST", "GOVT", "PARN",
                                         "BSUM", "DRWD", "DETD", "CLMS", "DCLM"};
    struct str line = {a->line, a->line_n};
    char code[5] = {0};
    if (line.len == 0)
        return;
    if (line.ptr[0] == ' ') {
        if (a->code[0])
            add(a, str_trim(line));
        return;
    }
    size_t n = 0;
    while (n < 4 && n < line.len && line.ptr[n] != ' ') {
        code[n] = line.ptr[n];
        n++;
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (is(code, groups[i])) {
            change_group(a, code);
            a->whole = a->whole || is(code, "CLMS") || is(code, "DCLM");
            return;
        }
    end_field(a);
    memcpy(a->code, code, sizeof a->code);
    add(a, str_slice(line, TEXT_FROM, line.len));
}

static void begin_record(struct in_aps *a)
{
    record_begin(a->record, PATENT_US_APS, a->in->line > 1 ? a->in->line - 1 : 1);
    a->open = true;
    a->held = a->whole = false;
    a->name = a->country = a->state = a->number = a->kind = a->day = STR("");
    a->series[0] = a->code[0] = 0;
    a->n = 0;
    snprintf(a->group, sizeof a->group, "PATN");
}

static enum err end_record(struct in_aps *a, enum patentread_got *got,
                           struct patentread_refused *refused)
{
    change_group(a, "");
    a->open = false;
    in_done(a->in, a->record, got, refused);
    return ERR_OK;
}

enum err in_aps_next(struct in_aps *a, enum patentread_got *got, struct patentread_refused *refused,
                     struct error *error)
{
    enum err e = ERR_OK;
    if (a->held)
        begin_record(a);
    while (read_line(a, &e, error)) {
        bool patn = a->line_n >= 4 && memcmp(a->line, "PATN", 4) == 0 &&
                    str_empty(str_trim((struct str){a->line + 4, a->line_n - 4}));
        if (patn && a->open) {
            a->held = true;
            return end_record(a, got, refused);
        }
        if (patn)
            begin_record(a);
        else if (a->open)
            use_line(a);
    }
    *got = PATENTREAD_END;
    if (e)
        return e;
    if (a->in->broken.code) {
        a->open = false;
        return in_refuse(a->in, a->in->line, got, refused, ERR_INVALID, T("不是可读的文字（{}）"));
    }
    if (!a->open)
        return ERR_OK;
    if (a->whole)
        return end_record(a, got, refused);
    a->open = false;
    return in_refuse(a->in, a->in->line, got, refused, ERR_INVALID,
                     T("文件在这里中断，最后一件不完整（{}）"));
}
