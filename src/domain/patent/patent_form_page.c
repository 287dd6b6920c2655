/* One page per act: its form, what it is for, and back. */
#include "base/i18n.h"
#include "core/org.h"
#include "core/person.h"
#include "domain/patent/page/patent_route.h"
#include "domain/patent/page/sets.tmpl.h"
#include "domain/patent/patent_owner.h"
#include "domain/patent/patent_page.h"
#include "domain/patent/patent_set_page.h"
#include "domain/patent/patent_terms.h"

struct html show_patent_form(struct req *req, const struct patent_act_page *v)
{
    struct form_page f = {0};
    if (v->hint)
        patent_act_hint(&req->page, v);
    form_begin(&f, &req->page, req, req->act->name, v->action, NULL);
    if (v->people)
        form_one_from(&f, v->people_field, v->people, v->people_n);
    form_rest(&f);
    patent_act_buttons(&req->page, v);
    form_end(&f);
    return (struct html){STR("")};
}

static enum err draw(struct req *req, struct patent_act_page *v, const char *title)
{
    v->title = tr(req->ctx->lang, title);
    req->title = v->title;
    patent_act_body(req, v);
    return ERR_OK;
}

static void start_with(struct req *req, const struct form_pair *pairs, size_t n)
{
    if (!req->post && req->failed == ERR_OK)
        req->pairs = (struct form_pairs){arena_copy(req->ctx->arena, pairs, n * sizeof *pairs), n};
}

enum err patent_set_add_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("建立专题库"),
        .hint = T("写一条检索式圈定范围，或者贴上专利号清单，两样选一样。填了截止公布日，以后公布的"
                  "不算进来，"
                  "数字就不会变。不会写检索式？先到“专利”里检索，看着合适再“存为专题库”。"),
        .action = url_patent_set_add(arena),
        .back = url_patent_set_list(arena)};
    struct form_pair query = {STR("query"), str_or_empty(req_query(req, "q"))};
    start_with(req, &query, 1);
    return draw(req, &v, T("建立专题库"));
}

static struct patent_set_id set_of(struct req *req)
{
    return (struct patent_set_id){req_id(req, "set")};
}

/* Of a collection: for those who may change it. */
static enum err draw_set(struct req *req, struct patent_act_page *v, const char *title)
{
    struct patent_owner o;
    enum err e = patent_owner_of(req->ctx, set_of(req), &o);
    e = e ? e : patent_set_own(req->ctx, set_of(req).n, NULL);
    v->set_name = e ? STR("") : o.name;
    v->back = url_patent_set_show(req->ctx->arena, set_of(req));
    if (str_empty(req->done_url.text))
        req->done_url = v->back;
    return e ? e : draw(req, v, title);
}

enum err patent_set_edit_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_set_view set;
    struct patent_set_id id = set_of(req);
    enum err e = patent_set(ctx, id, &set);
    if (e)
        return e;
    struct patent_act_page v = {.button = T("保存"), .action = url_patent_set_edit(ctx->arena, id)};
    const struct form_pair pairs[] = {
        {STR("version"), str_print(ctx->arena, "%lld", (long long)set.row.version)},
        {STR("name"), set.row.name},
        {STR("query"), set.row.query},
        {STR("cutoff"), day_text(ctx->arena, set.row.cutoff)},
        {STR("note"), set.row.note}};
    start_with(req, pairs, 5);
    return draw_set(req, &v, T("修改专题库"));
}

enum err patent_name_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_name_row row;
    struct patent_name_id id = {req_id(req, "id")};
    enum err e = patent_name_one(ctx, id, &row);
    if (e)
        return e;
    struct patent_act_page v = {
        .button = T("保存"),
        .hint = T("认下以后，这个名称的专利都算这家单位和它的片区；专利里的原文不变。"),
        .action = url_patent_name(ctx->arena, id),
        .back = url_patent_names(ctx->arena)};
    const struct form_pair pairs[] = {
        {STR("verdict"), row.verdict == 2 ? STR("other") : STR("ours")},
        {STR("org"), row.org_name}};
    start_with(req, pairs, 2);
    req->done_url = url_patent_names(ctx->arena);
    v.title = row.shown;
    req->title = row.shown;
    patent_act_body(req, &v);
    return ERR_OK;
}

enum err patent_mark_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("标记"),
        .hint = T("人的判断优先于检索式：标为属于的总在库里，标为不属于的总不在。"),
        .action = url_patent_mark(arena, set_of(req))};
    return draw_set(req, &v, T("标记专利"));
}

enum err patent_measure_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("测一测"),
        .hint = T("查准率在随机抽样、逐件判断过的那些里量；查全率对照另外找到并标为属于的。"
                  "所以先抽样判断，再把漏掉的、确实属于的标进来，最后测。"),
        .action = url_patent_measure(arena, set_of(req))};
    struct form_pair query = {STR("query"), str_or_empty(req_query(req, "q"))};
    start_with(req, &query, 1);
    return draw_set(req, &v, T("测查全率和查准率"));
}

enum err patent_freeze_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {.button = T("存为一版"),
                                .hint = T("存下此刻的每一件和它们的指纹，报告可以引用。"),
                                .action = url_patent_freeze(arena, set_of(req))};
    return draw_set(req, &v, T("存为一版"));
}

enum err patent_set_numbers_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {.button = T("加进来"),
                                .hint = T("一行一个，公布号、公告号、申请号都认，带不带空格都行。认"
                                          "不出的和库里没有的会逐个列出。"),
                                .action = url_patent_set_numbers(arena, set_of(req))};
    return draw_set(req, &v, T("加专利号"));
}

enum err patent_expr_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {
        .button = T("加上"),
        .hint = T("一个专题库可以有几条检索式，例如每个技术分支一条；每条都可以单独抽样和测。"),
        .action = url_patent_expr(arena, set_of(req))};
    return draw_set(req, &v, T("加一条检索式"));
}

enum err patent_expr_drop_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_expr_id expr = {req_id(req, "expr")};
    struct patent_act_page v = {.button = T("去掉"),
                                .hint = T("只去掉这条检索式；抽过的样、测过的结果和标记都还在。"),
                                .action = url_patent_expr_drop(arena, set_of(req), expr)};
    return draw_set(req, &v, T("去掉一条检索式"));
}

enum err patent_undo_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_batch_id batch = {req_id(req, "batch")};
    struct patent_act_page v = {.button = T("撤销"),
                                .hint = T("这一次标的都恢复原样；后来又有人标过的不动。"),
                                .action = url_patent_undo(arena, set_of(req), batch)};
    return draw_set(req, &v, T("撤销一次标记"));
}

enum err patent_sample_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct url judge = url_patent_marks(arena, set_of(req));
    struct patent_act_page v = {
        .button = T("抽样"),
        .hint = T("从检索式检出的专利里随机抽几十件，逐件判断属于不属于，就能量出查准率和它的区间。"
                  "同一个种子抽出的总是同样的那些，别人可以核对。"),
        .action = url_patent_sample(arena, set_of(req))};
    const struct form_pair pairs[] = {{STR("query"), str_or_empty(req_query(req, "q"))},
                                      {STR("size"), str_print(arena, "%d", PATENT_SAMPLE_USUAL)}};
    start_with(req, pairs, 2);
    req->done_url = (struct url){str_print(arena, "%.*s?sample={id}", STR_ARG(judge.text))};
    return draw_set(req, &v, T("随机抽样"));
}

static enum err start_label(struct req *req, struct str id)
{
    struct ctx *ctx = req->ctx;
    patent_labels labels = {0};
    struct buf lines;
    int64_t n;
    if (!str_int(str_or_empty(id), &n))
        return ERR_OK;
    enum err e = patent_labels_of(ctx, set_of(req), false, &labels);
    buf_init(&lines, ctx->arena, 1 << 16);
    for (size_t i = 0; !e && i < labels.n; i++) {
        const struct patent_label *l = &labels.at[i];
        if (l->id.n != n)
            continue;
        for (size_t k = 0; k < l->values.n; k++)
            if (!l->values.at[k].closed)
                buf_print(&lines, "%.*s\n", STR_ARG(l->values.at[k].name));
        const struct form_pair pairs[] = {
            {STR("label"), id}, {STR("name"), l->name}, {STR("values"), str_trim(buf_str(&lines))}};
        start_with(req, pairs, 3);
    }
    return e;
}

enum err patent_label_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_act_page v = {.button = T("保存"),
                                .hint = T("改可选的值时，去掉的值不再提供，已经标上的都还在。"),
                                .action = url_patent_label(arena, set_of(req))};
    enum err e = start_label(req, req_query(req, "label"));
    return e ? e : draw_set(req, &v, T("设标引项"));
}

enum err patent_terms_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_act_page v = {
        .button = T("保存"),
        .hint = T("一行一组，写成“名称：词，词”；一件专利的标题、摘要或权利要求里有其中一个词，就"
                  "归到这一组。改以前的写法都在留痕里。"),
        .action = url_patent_terms(ctx->arena, set_of(req))};
    struct patent_terms kept = {.technology = str_or_empty(req_query(req, "technology")),
                                .effect = str_or_empty(req_query(req, "effect")),
                                .name = STR("")};
    struct str id = str_or_empty(req_query(req, "terms"));
    int64_t n;
    enum err e = ERR_OK;
    if (str_int(id, &n) && n > 0)
        e = patent_terms_get(ctx, n, &kept);
    const struct form_pair pairs[] = {{STR("terms"), id},
                                      {STR("name"), kept.name},
                                      {STR("technology"), kept.technology},
                                      {STR("effect"), kept.effect}};
    start_with(req, pairs, 4);
    struct url done =
        emit_url_with_str(ctx->arena, url_patent_analysis(ctx->arena), STR("what"), STR("effects"));
    done = emit_url_with_int(ctx->arena, done, STR("set"), set_of(req).n);
    req->done_url = (struct url){str_print(ctx->arena, "%.*s&terms={id}", STR_ARG(done.text))};
    return e ? e : draw_set(req, &v, T("存技术功效词表"));
}

enum err patent_terms_drop_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_terms_id terms = {req_id(req, "terms")};
    struct patent_act_page v = {.button = T("去掉"),
                                .hint = T("只去掉词表；用它算过的报告不变。"),
                                .action = url_patent_terms_drop(arena, set_of(req), terms)};
    return draw_set(req, &v, T("去掉技术功效词表"));
}

enum err patent_label_close_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_label_id label = {req_id(req, "label")};
    struct patent_act_page v = {.button = T("收起"),
                                .hint = T("收起以后不再提供这个标引项；已经标上的都还在。"),
                                .action = url_patent_label_close(arena, set_of(req), label)};
    return draw_set(req, &v, T("收起标引项"));
}

/* Everybody who keeps collections, to choose from in the act's field. */
static enum err keepers(struct ctx *ctx, const char *field, struct patent_act_page *v)
{
    struct person *people;
    size_t n;
    enum err e = person_with_role(ctx, PATENT_KEEPERS, &people, &n);
    if (e)
        return e;
    struct form_option *options = ARENA_ARRAY(ctx->arena, struct form_option, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct org org = {0};
        bool has_org = people[i].org.n && !org_get(ctx, people[i].org, &org);
        options[i] = (struct form_option){str_print(ctx->arena, "%lld", (long long)people[i].id.n),
                                          has_org ? str_print(ctx->arena, "%.*s（%.*s）",
                                                              STR_ARG(people[i].name),
                                                              STR_ARG(org_called(&org)))
                                                  : people[i].name,
                                          STR_NULL};
    }
    v->people_field = field;
    v->people = options;
    v->people_n = n;
    return ERR_OK;
}

enum err patent_hand_out_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_act_page v = {
        .button = T("分出去"),
        .hint =
            T("没有人标过、也没有人正在读的专利，平均分给选中的人；每人在“我的判读”里一件一件读，"
              "这里看得到进度，到期没读的可以收回。"),
        .action = url_patent_hand_out(ctx->arena, set_of(req))};
    enum err e = keepers(ctx, "people", &v);
    if (e)
        return e;
    const struct form_pair pairs[] = {{STR("each"), STR("50")}};
    start_with(req, pairs, 1);
    return draw_set(req, &v, T("分发阅读"));
}

enum err patent_take_back_page(struct req *req)
{
    struct arena *arena = req->ctx->arena;
    struct patent_reading_id reading = {req_id(req, "reading")};
    struct patent_act_page v = {.button = T("收回没读的"),
                                .hint = T("读过的都算数；没读的回到未读的里面，可以再分给别人。"),
                                .action = url_patent_take_back(arena, set_of(req), reading)};
    return draw_set(req, &v, T("收回阅读"));
}

enum err patent_share_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_owner o;
    struct patent_act_page v = {
        .button = T("保存"),
        .hint = T("选中的人可以改这个专题库：检索式、标记、标引、版本。负责人和负责人单位的人、"
                  "协调员本来就可以，不用选。选中的就是全部；一个都不选，就没有别人一起做。"),
        .action = url_patent_share(ctx->arena, set_of(req))};
    enum err e = patent_owner_to_give(ctx, set_of(req), &o);
    e = e ? e : keepers(ctx, "people", &v);
    if (e)
        return e;
    struct form_pair *now = ARENA_ARRAY(ctx->arena, struct form_pair, o.editors.n + 1);
    for (size_t i = 0; i < o.editors.n; i++)
        now[i] = (struct form_pair){
            STR("people"), str_print(ctx->arena, "%lld", (long long)o.editors.at[i].person.n)};
    start_with(req, now, o.editors.n);
    return draw_set(req, &v, T("定专题库由谁一起做"));
}

enum err patent_hand_over_page(struct req *req)
{
    struct ctx *ctx = req->ctx;
    struct patent_owner o;
    struct patent_act_page v = {
        .button = T("交给此人"),
        .hint = T("交出去以后，专题库归新的负责人和他所在的单位，原来的单位只能看；"
                  "标引有意见不一的，以新负责人的为准。要继续一起做，请新负责人把您加进来。"),
        .action = url_patent_hand_over(ctx->arena, set_of(req))};
    enum err e = patent_owner_to_give(ctx, set_of(req), &o);
    e = e ? e : keepers(ctx, "person", &v);
    return e ? e : draw_set(req, &v, T("把专题库交给别人负责"));
}
