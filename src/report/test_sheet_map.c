#include "base/csv.h"
#include "base/tap.h"
#include "report/sheet_map.h"

static struct arena arena;

static const char *const number_names[] = {"编号", "留言编号", NULL};
static const char *const title_names[] = {"标题", "主题", "事项名称", NULL};
static const char *const text_names[] = {"内容", "详情", "问题描述", NULL};
static const char *const firm_names[] = {"企业名称", "单位", NULL};
static const char *const answer_names[] = {"答复意见", "答复内容", "答复", NULL};
static const char *const answered_names[] = {"答复时间", NULL};
static const struct sheet_field fields[] = {
    {"number", "编号", number_names}, {"title", "标题", title_names},
    {"text", "内容", text_names},     {"firm", "企业", firm_names},
    {"answer", "答复", answer_names}, {"answered_at", "答复时间", answered_names},
};
enum { N = sizeof fields / sizeof fields[0] };

/* Rows given as lines, cells between bars; "^x" a merged value from above, "<x" from aside. */
static size_t rows_of(const char *text, struct sheet_row *rows, size_t max)
{
    struct str rest = str_from(text), line, cell;
    size_t n = 0;
    for (int64_t number = 1; n < max && str_cut(&rest, '\n', &line); number++) {
        struct sheet_cell cells[32];
        size_t c = 0;
        while (c < 32 && str_cut(&line, '|', &cell)) {
            cells[c] = (struct sheet_cell){.kind = str_empty(cell) ? SHEET_BLANK : SHEET_TEXT};
            if (str_starts(cell, STR("^")) || str_starts(cell, STR("<"))) {
                cells[c].from = cell.ptr[0] == '^' ? SHEET_ABOVE : SHEET_ASIDE;
                cell = str_slice(cell, 1, cell.len);
            }
            cells[c++].text = cell;
        }
        struct sheet_row row = {number, false, cells, c};
        if (c > 1 || cells[0].kind)
            rows[n++] = sheet_row_copy(&arena, &row);
    }
    return n;
}

static struct str found(const char *text, const struct str *given, size_t given_n)
{
    struct sheet_row rows[SHEET_HEAD_ROWS];
    struct sheet_head head;
    struct buf b;
    size_t n = rows_of(text, rows, SHEET_HEAD_ROWS);
    buf_init(&b, &arena, 4096);
    sheet_head_find(&arena, rows, n, fields, N, given, given_n, &head);
    buf_print(&b, "%d-%d", (int)head.row, (int)head.last_row);
    for (size_t c = 0; c < head.n; c++)
        buf_print(&b, "|%s", head.at[c].field < 0 ? "" : fields[head.at[c].field].name);
    return buf_str(&b);
}

static void headers(void)
{
    IS_STR(found("留言编号|留言用户|留言主题|留言时间|留言详情|答复意见|答复时间\n1|a|b|c|d|e|f",
                 NULL, 0),
           STR("1-1|number||title||text|answer|answered_at"));
    IS_STR(found("某某高新区问题清单|<某某高新区问题清单|<某某高新区问题清单\n"
                 "单位：办公室||2026年\n编 号|事项名称|企业名称（全称）\n1|b|c",
                 NULL, 0),
           STR("3-3|number|title|firm"));
    IS_STR(found("编号|企业|办理情况|<办理情况\n^编号|^企业|答复意见|答复时间\n1|b|c|d", NULL, 0),
           STR("1-2|number|firm|answer|answered_at"));
    IS_STR(found("甲|乙|丙\n1|2|3", NULL, 0), STR("1-1|||"));
    IS_STR(found("说明\n甲|乙|丙\n1|2|3", (struct str[]){STR("丙"), STR("乙")}, 2), STR("2-2|||"));
    IS_STR(found("", NULL, 0), STR("0-0"));
    IS_STR(found("Title|Number\nx|1", NULL, 0), STR("1-1|title|number"));
}

static void names(void)
{
    IS_STR(sheet_name_key(&arena, STR(" ＊企业\n名称（全称）：")), STR("企业名称"));
    IS_STR(sheet_name_key(&arena, STR("Due Date (d)")), STR("duedate"));
}

static void corrections(void)
{
    struct sheet_row rows[2];
    struct sheet_head head;
    rows_of("编号|诉求|备注\n1|2|3", rows, 2);
    sheet_head_find(&arena, rows, 2, fields, N, NULL, 0, &head);
    OK(sheet_head_set(&head, STR("诉求"), 1, SHEET_GIVEN), "by title");
    IS_INT(sheet_head_column(&head, 1), 1);
    OK(sheet_head_set(&head, STR("C列"), 1, SHEET_GIVEN), "by letters");
    IS_INT(sheet_head_column(&head, 1), 2);
    IS_INT(head.at[1].field, -1);
    OK(sheet_head_set(&head, STR("a"), -1, SHEET_GIVEN), "left out");
    OK(!sheet_head_set(&head, STR("没有"), 1, SHEET_GIVEN), "no such column");
    OK(!sheet_head_set(&head, STR("D"), 1, SHEET_GIVEN), "no such letter");
    IS_INT(sheet_field_index(fields, N, STR("答复时间")), 5);
    IS_INT(sheet_field_index(fields, N, STR("x")), -1);
}

int main(void)
{
    arena_init(&arena, 64 << 20);
    RUN(headers);
    RUN(names);
    RUN(corrections);
    arena_release(&arena);
    return tap_end();
}
