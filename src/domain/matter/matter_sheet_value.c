/* Cells into the fields of a matter: texts, words for states; days stand in matter_sheet_day.c.
 * What cannot be read refuses the row at its field; what is only unknown is left open and never
 * guessed. */
#include <string.h>

#include "base/utf8.h"
#include "domain/matter/matter_sheet_in.h"
#include "web/i18n.h"

void matter_sheet_refuse(struct ctx *ctx, struct matter_sheet_line *line, const char *field,
                         const char *message, struct str detail)
{
    if (line->outcome == MATTER_ROW_REFUSED)
        return; /* the first reason is told */
    line->outcome = MATTER_ROW_REFUSED;
    line->field = str_from(field);
    line->message = tr_with(ctx->arena, ctx->lang, message, str_dup(ctx->arena, detail));
}

struct sheet_cell matter_sheet_cell(const struct matter_sheet_reader *r,
                                    const struct sheet_row *row, enum matter_sheet_field field)
{
    size_t column = r->column[field];
    struct sheet_cell cell = column == SIZE_MAX ? (struct sheet_cell){0} : sheet_at(row, column);
    bool empty = cell.from == SHEET_ASIDE || cell.kind == SHEET_ERROR ||
                 (cell.kind == SHEET_TEXT && str_empty(str_trim(cell.text)));
    return empty ? (struct sheet_cell){0} : cell;
}

/* Text as it may be stored: trimmed, one kind of line end, nothing that cannot be shown. What a
 * form would take passes unchanged, or our own export would come back changed. */
static struct str clean(struct arena *arena, struct str text)
{
    text = str_trim(text);
    char *out = arena_alloc(arena, text.len + 1);
    size_t n = 0;
    struct str rest = text;
    uint32_t rune;
    for (const char *from = rest.ptr; utf8_next(&rest, &rune); from = rest.ptr) {
        size_t len = (size_t)(rest.ptr - from);
        bool control = (rune < 0x20 && rune != '\n' && rune != '\t') ||
                       (rune >= 0x7F && rune < 0xA0) || (rune & 0xFFFE) == 0xFFFE;
        if (control)
            continue;
        memcpy(out + n, from, len);
        n += len;
    }
    return str_trim((struct str){out, n});
}

static struct str text_of(struct matter_sheet_reader *r, const struct sheet_row *row,
                          enum matter_sheet_field field)
{
    struct sheet_cell cell = matter_sheet_cell(r, row, field);
    return cell.kind == SHEET_BLANK ? STR("")
                                    : clean(r->ctx->arena, sheet_text(r->ctx->arena, &cell));
}

struct str matter_sheet_word(struct matter_sheet_reader *r, const struct sheet_row *row,
                             enum matter_sheet_field field, size_t max,
                             struct matter_sheet_line *line)
{
    struct str text = text_of(r, row, field);
    char *out = arena_alloc(r->ctx->arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.ptr[i] == '\n' || text.ptr[i] == '\t' ? ' ' : text.ptr[i];
    if (utf8_count(text) > max)
        matter_sheet_refuse(r->ctx, line, matter_sheet_fields[field].name, T("请不要超过 {} 个字"),
                            str_print(r->ctx->arena, "%zu", max));
    return (struct str){out, text.len};
}

/* Words of others for our choices; the longer come before those that they hold. */
struct word {
    const char *zh;
    int64_t value;
};

static int64_t choice_of(struct str text, const struct form_choice *ours, const struct word *theirs)
{
    for (; ours->name; ours++)
        if (str_eq(text, str_from(ours->label)) || str_eq_nocase(text, str_from(ours->name)))
            return ours->value;
    for (; theirs->zh; theirs++)
        if (str_has(text, str_from(theirs->zh)))
            return theirs->value;
    return 0;
}

static int64_t state_of(struct str text)
{
    static const struct word words[] = {
        {"不予受理", MATTER_REFUSED}, {"撤回", MATTER_WITHDRAWN}, {"撤销", MATTER_WITHDRAWN},
        {"未办结", MATTER_WORKING},   {"未解决", MATTER_WORKING}, {"未完成", MATTER_WORKING},
        {"未受理", MATTER_RAISED},    {"待受理", MATTER_RAISED},  {"未办理", MATTER_RAISED},
        {"正在", MATTER_WORKING},     {"办理中", MATTER_WORKING}, {"推进中", MATTER_WORKING},
        {"进行中", MATTER_WORKING},   {"处理中", MATTER_WORKING}, {"持续推进", MATTER_WORKING},
        {"办结", MATTER_CLOSED},      {"销号", MATTER_CLOSED},    {"已解决", MATTER_CLOSED},
        {"已完成", MATTER_CLOSED},    {"完结", MATTER_CLOSED},    {"结案", MATTER_CLOSED},
        {"已答复", MATTER_WORKING},   {"已回复", MATTER_WORKING}, {"已受理", MATTER_ACCEPTED},
        {"closed", MATTER_CLOSED},    {"open", MATTER_WORKING},   {NULL, 0},
    };
    /* What stands alone in a column 是否办结. */
    static const char *const yes[] = {"是", "已", "完成", "√",    "✓", "✔",  "☑",
                                      "v",  "y",  "yes",  "true", "1", "对", NULL};
    static const char *const no[] = {"否", "未", "×",  "✗",     "✘", "☐",
                                     "x",  "n",  "no", "false", "0", NULL};
    for (const char *const *word = yes; *word; word++)
        if (str_eq_nocase(text, str_from(*word)))
            return MATTER_CLOSED;
    for (const char *const *word = no; *word; word++)
        if (str_eq_nocase(text, str_from(*word)))
            return MATTER_WORKING;
    return choice_of(text, matter_states, words);
}

static int64_t source_of(struct str text)
{
    static const struct word words[] = {
        {"走访", MATTER_SOURCE_VISIT},
        {"调研", MATTER_SOURCE_VISIT},
        {"电话", MATTER_SOURCE_PHONE},
        {"热线", MATTER_SOURCE_PHONE},
        {"12345", MATTER_SOURCE_PHONE},
        {"会", MATTER_SOURCE_MEETING},
        {"信", MATTER_SOURCE_LETTER},
        {"函", MATTER_SOURCE_LETTER},
        {"平台", MATTER_SOURCE_PLATFORM},
        {"网", MATTER_SOURCE_PLATFORM},
        {NULL, 0},
    };
    return choice_of(text, matter_sources, words);
}

static int64_t urgency_of(struct str text)
{
    static const struct word words[] = {
        {"特急", MATTER_DANGER},   {"危及", MATTER_DANGER},   {"紧急", MATTER_DANGER},
        {"水电", MATTER_UTILITY},  {"疑难", MATTER_HARD},     {"难", MATTER_HARD},
        {"一般", MATTER_ORDINARY}, {"普通", MATTER_ORDINARY}, {NULL, 0},
    };
    return choice_of(text, matter_urgencies, words);
}

static int64_t rating_of(struct str text)
{
    static const struct word words[] = {
        {"不满意", MATTER_UNSATISFIED}, {"基本满意", MATTER_BASICALLY},
        {"较满意", MATTER_BASICALLY},   {"比较满意", MATTER_BASICALLY},
        {"满意", MATTER_SATISFIED},     {NULL, 0},
    };
    return choice_of(text, matter_ratings, words);
}

/* Lines of a progress column, each with its own date where it begins with one. */
static void story_of(struct matter_sheet_reader *r, struct str text, struct matter_import *out)
{
    struct ctx *ctx = r->ctx;
    struct str line;
    VEC(struct matter_import_story) story = {0};
    int64_t at = out->answered_at ? out->answered_at
                 : out->raised_at ? out->raised_at
                                  : ctx->now_us;
    while (story.n < MATTER_SHEET_STORY_MAX && str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        if (str_empty(line))
            continue;
        int64_t wall_us;
        bool time;
        struct str head = line, body = line;
        static const struct str ends[] = {{"：", 3}, {":", 1}, {"，", 3}, {",", 1}, {" ", 1}};
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            size_t end = str_find(line, ends[i], 0);
            head = end == SIZE_MAX ? STR("") : str_slice(line, 0, end);
            if (sheet_moment_text(head, &wall_us, &time)) {
                at = wall_us - ctx->offset_min * MINUTE_US;
                body = str_trim(str_slice(line, end + ends[i].len, line.len));
                break;
            }
        }
        if (at <= ctx->now_us && !str_empty(body))
            *VEC_ADD(ctx->arena, &story) = (struct matter_import_story){
                at, STR(""), STR(""), utf8_prefix(body, MATTER_NOTE_MAX)};
    }
    out->story = story.at;
    out->story_n = story.n;
}

/* On one line; of a long text its first sentence, or its beginning. */
static struct str short_title(struct arena *arena, struct str text)
{
    static const struct str ends[] = {{"。", 3}, {"？", 3}, {"！", 3}, {"\n", 1}};
    if (utf8_count(text) > MATTER_TITLE_MAX) {
        size_t end = text.len;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            size_t at = str_find(text, ends[i], 0);
            end = at < end ? at : end;
        }
        struct str first = str_slice(text, 0, end);
        text =
            utf8_count(first) < MATTER_TITLE_MAX ? first : utf8_prefix(text, MATTER_TITLE_MAX - 1);
        text = str_print(arena, "%.*s…", STR_ARG(str_trim(text)));
    }
    char *out = arena_alloc(arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool latin = n && out[n - 1] > ' ' && (unsigned char)out[n - 1] < 0x80;
        if (c != '\n' && c != '\t')
            out[n++] = c;
        else if (latin)
            out[n++] = ' ';
    }
    return str_trim((struct str){out, n});
}

/* Title and text: either may be missing, and long titles of others are texts. */
static void body_of(struct matter_sheet_reader *r, const struct sheet_row *row,
                    struct matter_sheet_line *line, struct matter_import *out)
{
    struct ctx *ctx = r->ctx;
    struct str title = text_of(r, row, MS_TITLE), text = text_of(r, row, MS_TEXT);
    if (str_empty(title) && str_empty(text)) {
        matter_sheet_refuse(ctx, line, r->column[MS_TITLE] == SIZE_MAX ? "text" : "title",
                            T("缺少标题和内容"), STR_NULL);
        return;
    }
    out->text = str_empty(text) ? title : text;
    out->title = short_title(ctx->arena, str_empty(title) ? text : title);
    bool cut = !str_empty(title) && str_ends(out->title, STR("…")) && !str_ends(title, STR("…"));
    if (cut && !str_empty(text) && !str_starts(text, title)) /* nothing of it may be lost */
        out->text = str_print(ctx->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(text));
    if (utf8_count(out->text) > MATTER_TEXT_MAX)
        matter_sheet_refuse(ctx, line, "text", T("请不要超过 {} 个字"),
                            str_print(ctx->arena, "%d", MATTER_TEXT_MAX));
}

static struct str class_name(struct matter_sheet_reader *r, const struct sheet_row *row)
{
    struct str name = text_of(r, row, MS_CLASS);
    for (int f = MS_CLASS2; f <= MS_CLASS3; f++) {
        struct str lower = text_of(r, row, (enum matter_sheet_field)f);
        if (!str_empty(lower))
            name = str_empty(name)
                       ? lower
                       : str_print(r->ctx->arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(lower));
    }
    return name;
}

static enum err people_of(struct matter_sheet_reader *r, const struct sheet_row *row,
                          struct matter_sheet_line *line, struct matter_import *out)
{
    struct org_id orgs[MATTER_HELPERS_MAX + 1];
    size_t n = 0, more = 0;
    bool known = true, helpers_known = true;
    struct ctx *ctx = r->ctx;
    out->contact = matter_sheet_word(r, row, MS_CONTACT, MATTER_NAME_MAX, line);
    out->phone = matter_sheet_word(r, row, MS_PHONE, MATTER_PHONE_MAX, line);
    out->firm_name = matter_sheet_word(r, row, MS_FIRM, ORG_NAME_MAX, line);
    enum err e = r->column[MS_FIRM] != SIZE_MAX && !str_empty(out->firm_name)
                     ? matter_sheet_firm(r, out->firm_name, &out->firm)
                     : ERR_OK;
    if (!out->firm.n && utf8_count(out->firm_name) > MATTER_OUTSIDE_MAX)
        matter_sheet_refuse(ctx, line, "firm", T("请不要超过 {} 个字"),
                            str_print(ctx->arena, "%d", MATTER_OUTSIDE_MAX));
    if (!e)
        e = matter_sheet_leader(r, text_of(r, row, MS_LEADER), &out->leader);
    if (!e)
        e = matter_sheet_departments(r, text_of(r, row, MS_LEAD), orgs, MATTER_HELPERS_MAX + 1, &n,
                                     &known);
    if (!e)
        e = matter_sheet_departments(r, text_of(r, row, MS_HELPERS), orgs + n,
                                     MATTER_HELPERS_MAX + 1 - n, &more, &helpers_known);
    if (known && n) {
        out->lead = orgs[0];
        for (size_t i = 1; i < n + more; i++)
            if (orgs[i].n != orgs[0].n)
                out->helpers[out->helper_n++] = orgs[i];
    }
    r->plan->undispatched += !known;
    return e;
}

enum err matter_sheet_record(struct matter_sheet_reader *r, const struct sheet_row *row,
                             struct matter_sheet_line *line, struct matter_import *out)
{
    *out = (struct matter_import){.due = DAY_NONE};
    body_of(r, row, line, out);
    out->number = matter_sheet_word(r, row, MS_NUMBER, MATTER_NAME_MAX, line);
    out->outside_number = matter_sheet_word(r, row, MS_OUTSIDE, MATTER_NAME_MAX, line);
    out->raised_at = matter_sheet_moment(r, row, MS_RAISED, line);
    out->answer = text_of(r, row, MS_ANSWER);
    out->answered_at = matter_sheet_moment(r, row, MS_ANSWERED, line);
    out->ended_at = matter_sheet_moment(r, row, MS_ENDED, line);
    if (utf8_count(out->answer) > MATTER_TEXT_MAX)
        matter_sheet_refuse(r->ctx, line, "answer", T("请不要超过 {} 个字"),
                            str_print(r->ctx->arena, "%d", MATTER_TEXT_MAX));
    if (str_empty(out->answer))
        out->answered_at = 0;
    matter_sheet_due(r, row, line, out);
    enum err e = people_of(r, row, line, out);
    out->class = matter_sheet_class(r, class_name(r, row));
    out->source = source_of(text_of(r, row, MS_SOURCE));
    out->urgency = urgency_of(text_of(r, row, MS_URGENCY));
    out->rating = rating_of(text_of(r, row, MS_RATING));
    struct str state = text_of(r, row, MS_STATE), progress = text_of(r, row, MS_PROGRESS);
    out->state = state_of(state);
    bool told = out->state == 0 || utf8_count(state) > 8; /* "已办结，9月3日完成供电接入" */
    if (!str_empty(state) && told && str_empty(progress))
        progress = state;
    story_of(r, progress, out);
    line->title = out->title;
    return e;
}
