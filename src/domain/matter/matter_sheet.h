/*
 * The list as a sheet: in from anybody's, out as seen, and the same table of columns for both, so
 * that our own export imports back unchanged.
 *
 * Import has three steps, the same behind the command and the pages:
 *
 *     struct matter_sheet_in in = {.path = "list.xlsx", .dry_run = true};
 *     e = matter_sheet_plan(ctx, &in, &plan);       // parse, map, compare; read connection only
 *     matter_sheet_json(&plan, true, &buf);         // {"rows":N,"new":N,...}
 *     e = act_run(app_db, ctx, &matter_import_act, &in, &result);    // or matter_import_run()
 *
 * The plan says of every row what would become of it: new, same (nothing differs), changed (field
 * by field), refused (field and reason). Committing applies the new and the changed ones in one
 * act; refused rows stay out. A second import of the same file finds every row the same.
 *
 * The key of a row is the mapped number, else the mapped outside number, else a hash of the mapped
 * cells. A blank cell never erases what is stored. Unknown departments leave the matter
 * undispatched and are listed, to be mapped (NAME=DEPARTMENT) and remembered.
 *
 * A sheet of classes (一级分类, 二级分类, ...) is known by its columns and gives the tree of
 * classes.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_SHEET_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_SHEET_H

#include "base/vec.h"
#include "core/act.h"
#include "domain/matter/matter_find.h"
#include "domain/matter/matter_import.h"

enum {
    MATTER_SHEET_ROWS_MAX = 20000,   /* of one commit */
    MATTER_SHEET_MAPS_MAX = 100,     /* corrections given with one import */
    MATTER_SHEET_SAMPLES = 3,        /* values shown of each column */
    MATTER_SHEET_REFUSED_MAX = 1000, /* listed; all are counted */
    MATTER_SHEET_UNKNOWN_MAX = 200,  /* department names that are listed */
    MATTER_SHEET_STORY_MAX = 50,     /* lines of one progress cell */
    MATTER_EXPORT_ROWS_MAX = 100000,
};
#define MATTER_SHEET_ARENA_MAX ((size_t)512 << 20)

enum matter_sheet_what {
    MATTER_SHEET_MATTERS = 1,
    MATTER_SHEET_CLASSES,
    MATTER_SHEET_ORGS,   /* firms, departments: 企业名称, 统一社会信用代码, ... */
    MATTER_SHEET_PEOPLE, /* 姓名, 登录名, 单位, 角色; administrators only */
};

/* Called now and then with rows done and rows in all; 0 in all = not known yet. */
typedef void matter_progress_fn(void *arg, int64_t done, int64_t total);

/* What an import is given. The first part is the form of the act (pages, JSON); commands and tests
 * set path instead of file. */
struct matter_sheet_in {
    int64_t file;           /* id of a stored file */
    struct form_texts maps; /* "COLUMN=FIELD"; FIELD "-" = leave this column out */
    struct form_texts orgs; /* "NAME IN THE SHEET=DEPARTMENT" */
    struct form_texts dues; /* "WORDS=2026-12-31", or "WORDS=?": take each row's proposal */
    struct str sheet;       /* name of the sheet to take; "" = the one with the best header */
    bool dry_run;

    const char *path;
    matter_progress_fn *progress;
    void *progress_arg;
    struct matter_sheet_plan *plan; /* set by the act's prepare step */
};

enum matter_row_outcome {
    MATTER_ROW_NEW = 1,
    MATTER_ROW_SAME,
    MATTER_ROW_CHANGED,
    MATTER_ROW_REFUSED,
};

/* One row of the report. */
struct matter_sheet_line {
    int64_t row; /* its number in the sheet */
    enum matter_row_outcome outcome;
    bool hidden;
    struct str number, title;
    struct matter_id matter; /* of same and changed ones; of new ones after the commit */
    int64_t version;         /* the version that the differences were found against */
    struct str field;        /* refused: the field's name */
    struct str message;      /* ... and why, in ctx->lang */
    const struct matter_import_change *changes;
    size_t change_n;
};

/* A column of the sheet, for the mapping page. */
struct matter_sheet_column {
    struct str letters, title;
    struct str field; /* its field's name; "" = left out */
    struct str label; /* in ctx->lang */
    bool guessed, remembered, given;
    struct str samples[MATTER_SHEET_SAMPLES];
};

/* A department's name that the register does not know. */
struct matter_sheet_unknown {
    struct str name;
    int64_t rows;
    struct str nearest; /* a department whose name is much like it; "" = none */
};

/* A due date in words: kept as text; the proposal is only shown, until `dues` takes it. */
struct matter_sheet_words {
    int64_t row;
    struct str words;
    int32_t proposal; /* DAY_NONE: none */
    bool taken;
};

/* How something was read that the sheet left open: 9月1日 → 2026-09-01. */
struct matter_sheet_note {
    int64_t row;
    struct str field, message;
};

struct matter_sheet_plan {
    struct arena arena;    /* of everything below; released with ctx->arena */
    struct arena *scratch; /* the same, for who only reads the plan */
    enum matter_sheet_what what;
    struct str file_name, sheet_name, signature;
    VEC(struct str) sheets; /* all names, to choose from */
    int64_t head_row;       /* 0: no header was found */
    VEC(struct matter_sheet_column) columns;
    int64_t rows, new, same, changed, refused, hidden, undispatched;
    VEC(struct matter_sheet_line) lines;
    VEC(struct matter_import) records; /* beside lines, the same index */
    VEC(struct matter_sheet_unknown) unknown;
    VEC(struct matter_sheet_words) words;
    VEC(struct matter_sheet_note) notes;
    struct matter_class_rows *classes;  /* of a sheet of classes */
    struct matter_register *registered; /* of a sheet of organisations or people */
};

/* Fields that a column may be given to, for the mapping page's choices. */
struct matter_sheet_choice {
    const char *name, *label;
};
extern const struct matter_sheet_choice matter_sheet_choices[]; /* ended by name == NULL */

/* A day for words like 10月底前, 15个工作日内, 本周五前; DAY_NONE when there is none. from: the day
 * that they count from, the row's own. */
int32_t matter_sheet_proposal(const struct ctx *ctx, struct str words, int32_t from);

/* Parses and compares; changes nothing. ctx->db is any connection. ctx->error says why not. */
enum err matter_sheet_plan(struct ctx *ctx, const struct matter_sheet_in *in,
                           struct matter_sheet_plan **out_plan);

/* Where a row's field stands in the sheet: "E5"; "" when no column holds it. */
struct str matter_sheet_place(struct arena *arena, const struct matter_sheet_plan *plan,
                              int64_t row, struct str field);

/* {"rows":N,"new":N,"same":N,"changed":N,"refused":[{"row":R,"field":F,"place":P,"message":M}],...}
 */
void matter_sheet_json(const struct matter_sheet_plan *plan, struct buf *out_json);

/* The act: prepare makes the plan, run applies it in one transaction and remembers the mapping. */
extern const struct form matter_import_form;
extern const struct act matter_import_act;
/* The find: the same input, and what would become of each row as the answer. */
enum err matter_import_check(struct ctx *ctx, const void *in, struct buf *out_json);

/* Plan, and unless in->dry_run the act; the report as JSON. For the command line. */
enum err matter_import_run(const struct app_db *app_db, struct ctx *ctx, struct matter_sheet_in *in,
                           struct buf *out_json);

/* The list as seen with these filters, written to path (.xlsx or .csv by its ending). Weekly: one
 * sheet per department, its open duties by due day. Returns how many rows were written. */
enum err matter_export_run(struct ctx *ctx, const struct matter_list_in *filters, const char *path,
                           matter_progress_fn *progress, void *progress_arg, int64_t *out_rows);
enum err matter_weekly_run(struct ctx *ctx, const char *path, int64_t *out_rows);

#endif
