/*
 * The list's pages: what their templates draw beside the views of matter_find.h. Handlers decode
 * what was asked, call a find, and draw; decisions stand in matter_rule.c, HTML in page/.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_PAGE_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_PAGE_H

#include "core/org.h"
#include "domain/matter/matter_find.h"
#include "domain/matter/matter_route.h"
#include "domain/matter/matter_sheet.h"
#include "web/form_page.h"
#include "web/layout/layout.h"

enum {
    MATTER_CHIPS_MAX = 24,
    MATTER_FIRMS_MAX = 500,  /* in a select; more are found by typing the name */
    MATTER_PRINT_MAX = 2000, /* rows of one printed list */
    MATTER_ROW_BYTES = 2048, /* of one drawn row, for the buffer of a list */
};

extern const struct module matter_page_module; /* in app/modules.c, before core's pages */

/* ---- words and colours ---------------------------------------------------------------------- */

struct str show_state_class(int64_t state); /* "go", "wait", "done", "bad" or "" */
struct str show_light_class(int64_t light); /* "ok", "soon", "late", "off" */
const char *show_state(int64_t state);
const char *show_source(int64_t source);
const char *show_urgency(int64_t urgency);
const char *show_verb(int64_t verb);
const char *show_duty_state(int64_t state);
const char *show_ask(int64_t kind);
const char *show_ask_state(int64_t state);
const char *show_limit_kind(int64_t kind);
const char *show_kept(int64_t kept);
const char *show_rating(int64_t rating);
const char *show_solved(int64_t solved);
const char *show_due_kind(int64_t kind);
const char *show_closed(int64_t how);
struct str show_duty_limit(struct req *req, const struct duty_view *d); /* "15 个工作日" */
struct str show_verb_class(int64_t verb); /* "mark" for turning points, "alarm" for a press */
const char *show_day_label(int64_t verb); /* what the day of a story row means */
const char *show_weekday(int32_t day);    /* T("星期日") */
struct str show_long_day(struct arena *arena, enum lang lang, int32_t day); /* 2026年11月22日 */

/* Choices among records: a VEC with a name. */
struct matter_options {
    struct form_option *at;
    size_t n, cap;
};

/* ---- list ------------------------------------------------------------------------------------ */

/* A row and the one act that its reader would do next: depends on the matter, the reader's roles,
 * the language and the day, on nothing else of the person, so that its bytes can be kept. */
struct matter_row_view {
    struct matter_row row;
    struct url url, next;
    const char *next_label; /* NULL: nothing to do */
};

/* The name of that act, NULL when there is none or it needs a duty. */
const char *matter_row_act(const struct ctx *ctx, const struct matter_row *row);
struct matter_row_view matter_row_view(struct ctx *ctx, const struct matter_row *row);

struct matter_list_page {
    VEC(struct matter_row_view) rows; /* of the print page */
    VEC(struct html) drawn;           /* of the list page: rows as bytes */
    int64_t total, from, to;          /* print page: from = how many are not on it */
    bool total_more;
    VEC(struct layout_tab) tabs;
    VEC(struct layout_chip) chips;
    struct layout_options states, sources, classes, departments, dues;
    struct matter_options bulk_classes, bulk_departments, bulk_leaders;
    struct str text, order;
    struct url patents; /* what was typed, asked of the patents; {} = nobody may, or nothing typed */
    struct url clear, first, next, import, export_sheet, export_weekly, print_a4, print_a3;
    struct url sort_number, sort_due, sort_state, sort_department;
    struct str sorted; /* "number", "due", "state", "department" */
    struct str way;    /* "ascending", "descending" */
    bool may_enter, may_raise, may_bulk, may_import, filtered;
    struct str query; /* of this page, to be saved as a view */
    struct str title, park, date;
    bool a3;
};

/* The page in pieces: all but the forms' tokens are bytes that were kept. */
struct matter_list_parts {
    struct html top, rows, pager, bulk; /* bulk: "" when the reader may not */
    struct str query;
};

/* Reads the filters from the address; unknown names and impossible values are ignored. */
enum err matter_list_query(struct req *req, struct matter_list_in *out);

/* ---- choices in forms ------------------------------------------------------------------------ */

enum err matter_options_classes(struct ctx *ctx, struct matter_options *out);
enum err matter_options_departments(struct ctx *ctx, struct matter_options *out);
enum err matter_options_firms(struct ctx *ctx, struct matter_options *out);
enum err matter_options_leaders(struct ctx *ctx, struct matter_options *out);
enum err matter_options_zones(struct ctx *ctx, struct matter_options *out);

/* ---- a form for one act ---------------------------------------------------------------------- */

struct matter_act_page {
    struct str title;
    const char *button; /* T("...") */
    const char *hint;   /* T("..."): what happens, where it is not plain; or NULL */
    struct url action, back;
    const struct matter_view *matter; /* NULL: there is none yet */
    const struct duty_view *duty;
    const struct duty_ask_view *ask;
    const struct matter_public_view *public; /* the text that the answer is about */
    int64_t draft_at; /* what was typed then and not sent stands in the fields; 0 = nothing */
    const struct matter_proposal *proposal; /* class and lead, chosen beforehand; or NULL */
    bool stale; /* somebody was faster: the record as it is now stands above the form */
};

/* Draws the act's whole form into the page; the value is empty. */
struct html show_act_form(struct req *req, const struct matter_act_page *v);

/* The address of an act on a matter, duty or ask; {} when it has no page. */
struct url matter_act_url(struct arena *arena, const char *act, struct matter_id id,
                          struct duty_id duty, struct duty_ask_id ask);

/* ---- record ---------------------------------------------------------------------------------- */

/* What the reader may do: a link to the act's form, or, when that form would ask nothing, the act
 * itself behind one press. */
struct matter_button {
    struct url url;
    const char *label;
    const char *direct; /* the act's name; NULL = a link */
    int64_t version;
    bool primary;
};

/* The act asks nothing of a person: only ids and what the page carries. */
bool matter_asks_nothing(const struct req *req, const char *act);

/* Draws the form of a direct button into the page; the value is empty. */
struct html show_button(struct req *req, const struct matter_button *b);

struct matter_file_link {
    struct matter_file_view file;
    struct url url;
};

struct matter_show_page {
    struct matter_view v;
    VEC(struct matter_button) buttons, more;
    VEC(struct matter_button) papers;
    VEC(struct matter_file_link) files;
    struct url attach; /* {} = may not */
    VEC(struct matter_row_view) merged, same;
    struct matter_nears near; /* much alike, of a request that is not yet at work */
    const char *turn;         /* T("现在轮到..."), NULL: nobody */
    struct str turn_detail;
    bool may_told;    /* the reader may look at who was told */
    int32_t proposal; /* what the words of an undated one may mean; DAY_NONE: cannot tell */
};

/* ---- what everybody may read ----------------------------------------------------------------- */

struct matter_published_line {
    struct matter_published item;
    struct url url;
    struct str month; /* "2026年9月" */
};

struct matter_published_page {
    VEC(struct matter_published_line) rows;
    struct matter_public_counts counts;
    struct str from, to; /* months */
    struct url next;
};

/* ---- home ------------------------------------------------------------------------------------ */

struct matter_todo_item {
    struct matter_row row;
    struct url url;
    struct matter_button act;
    int64_t key; /* 1..9; 0 = none */
    int64_t light, late_days, left_days, due_at;
    int32_t due;
};

struct matter_todo_group {
    const char *title; /* T("...") */
    struct str n; /* "12", "2000+" */
    struct url all; /* {} = no list holds exactly these */
    VEC(struct matter_todo_item) items;
};

struct matter_home_page {
    VEC(struct matter_todo_group) groups;
    int32_t today;
    bool may_enter, may_raise, may_grid;
    VEC(struct matter_row_view) own; /* a firm's matters still open */
};

struct matter_duties_page {
    struct duty_list list;
};

struct matter_bulk_page {
    struct matter_bulk_view bulk;
};

/* ---- board ----------------------------------------------------------------------------------- */

struct matter_figure {
    struct url url;
    const char *label; /* T("...") */
    struct str value;  /* "92.3" */
    const char *unit;  /* T("件"), "%" */
    struct str note;   /* "131/142" and what is left out */
    struct html spark;
};

struct matter_board_line {
    const struct matter_board_org *org;
    struct url open, overdue;
    struct str response, solved, satisfied; /* "92.3 % (131/142)" */
    struct str kept;
};

struct matter_board_page {
    VEC(struct matter_figure) figures;
    VEC(struct matter_board_line) orgs;
    VEC(struct matter_row_view) worst; /* longest overdue */
    int64_t overdue;
    struct url overdue_url;
    struct html orgs_chart, months_chart;
    const struct matter_board *board;
    int64_t now_us;
};

/* ---- on paper -------------------------------------------------------------------------------- */

struct matter_paper {
    const char *title; /* T("事项交办单") */
    struct str kind;   /* "assign", "press", "close" */
    struct str date, park, limit, due, helpers, result, leader;
    int64_t pressed;
};

/* ---- classes --------------------------------------------------------------------------------- */

struct matter_classes_page {
    struct matter_classes classes;
    bool may_edit;
};

/* ---- import ---------------------------------------------------------------------------------- */

enum { MATTER_PLAN_LINES = 300 }; /* shown of a dry run; all are counted */

struct matter_import_page {
    struct str message;
};

struct matter_plan_column {
    struct str letters, title, samples;
    struct layout_options options; /* values "COLUMN=FIELD" */
};

struct matter_plan_unknown {
    struct str name;
    int64_t rows;
    struct layout_options options; /* values "NAME=DEPARTMENT" */
};

struct matter_plan_changes {
    const struct matter_import_change *at;
    size_t n;
};

struct matter_plan_line {
    int64_t row;
    struct str class, number, title, place, message;
    const char *outcome; /* T("...") */
    struct matter_plan_changes changes;
};

/* A due date in words, as often as it stands in the sheet. */
struct matter_plan_words {
    struct str words, value; /* "WORDS=?" takes the proposals */
    int64_t rows;
    int32_t from, to; /* the proposals of its rows, earliest and latest; DAY_NONE: none */
    bool taken;
};

struct matter_plan_page {
    struct str file_name, sheet_name, message;
    struct url action;
    int64_t rows, fresh, same, changed, refused, hidden, undispatched, more, commit;
    bool may_commit;
    VEC(struct matter_plan_column) columns;
    VEC(struct matter_plan_unknown) unknown;
    VEC(struct matter_plan_line) lines;
    VEC(struct matter_plan_words) words;
    VEC(struct matter_sheet_note) notes;
};

/* What was typed, asked of the patents, for those who may: a module beside this one, whose routes
 * are not known here. */
struct url matter_ask_patents(struct ctx *ctx, struct str typed);

#endif
