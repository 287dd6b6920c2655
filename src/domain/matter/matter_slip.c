#include "domain/matter/matter_slip.h"

#include "report/docx.h"

enum { TALL_MM = 31, LINE_MM = 11 };

const char *matter_slip_title(enum matter_slip_kind kind)
{
    switch (kind) {
    case MATTER_SLIP_ASSIGN:
        return T("事项交办单");
    case MATTER_SLIP_PRESS:
        return T("事项督办单");
    case MATTER_SLIP_CLOSE:
        return T("事项销号单");
    }
    return "";
}

/* Label, value, label, value. */
static void four(struct docx *d, const char *a, struct str va, const char *b, struct str vb)
{
    struct docx_cell cells[] = {{.text = str_from(a), .label = true, .height = LINE_MM},
                                {.text = va},
                                {.text = str_from(b), .label = true},
                                {.text = vb}};
    docx_row(d, cells, 4);
}

static void whole(struct docx *d, const char *label, struct str value, int32_t height)
{
    struct docx_cell cells[] = {{.text = str_from(label), .label = true, .height = height},
                                {.text = value, .span = 3}};
    docx_row(d, cells, 2);
}

static struct str said(const char *word)
{
    return word ? str_from(word) : STR("");
}

static void last_rows(struct ctx *ctx, struct docx *d, const struct matter_slip *slip,
                      const struct matter_view *v)
{
    switch (slip->kind) {
    case MATTER_SLIP_ASSIGN:
        whole(d, "交办意见", slip->result, TALL_MM);
        whole(d, "领导批示", STR(""), TALL_MM);
        break;
    case MATTER_SLIP_PRESS:
        whole(d, "督办情况",
              str_print(ctx->arena, "已督办%lld次。%.*s", (long long)v->row.pressed,
                        STR_ARG(slip->result)),
              TALL_MM);
        whole(d, "部门说明", STR(""), TALL_MM);
        break;
    case MATTER_SLIP_CLOSE:
        whole(d, "办理结果", slip->result, TALL_MM);
        four(d, "是否解决", said(matter_solved_word(v->row.solved)), "满意度",
             said(matter_rating_word(v->row.rating)));
        whole(d, "审核意见", STR(""), TALL_MM);
        break;
    }
}

enum err matter_slip_docx(struct ctx *ctx, const struct matter_slip *slip,
                          const struct matter_view *v, struct str *out_bytes)
{
    static const struct docx_column columns[] = {
        {.width = 18}, {.width = 42}, {.width = 18}, {.width = 42}};
    struct str title = str_from(matter_slip_title(slip->kind));
    struct docx *d =
        docx_new(ctx->arena,
                 &(struct docx_options){.title = title, .made_us = ctx->now_us, .no_number = true});
    docx_title(d, title);
    docx_line(
        d, DOCX_RIGHT,
        str_print(ctx->arena, "编号：%.*s　　%.*s", STR_ARG(v->row.number), STR_ARG(slip->date)));
    docx_table(d, &(struct docx_table){.columns = columns, .n = 4});
    whole(d, "事项", v->row.title, LINE_MM);
    four(d, "企业", v->row.firm_name, "联系人",
         str_print(ctx->arena, "%.*s %.*s", STR_ARG(v->contact), STR_ARG(v->phone)));
    four(d, "主办", v->row.lead_name, "协办", v->row.helper_names);
    four(d, "类别", v->row.class_name, "牵头领导", v->row.leader_name);
    four(d, "办理时限", slip->limit, "到期日", slip->due);
    whole(d, "诉求", v->body, TALL_MM);
    last_rows(ctx, d, slip, v);
    docx_table_end(d);
    docx_line(d, DOCX_LEFT, STR("经办人：　　　　　负责人：　　　　　　年　　月　　日"));
    return docx_end(d, out_bytes, &ctx->error);
}
