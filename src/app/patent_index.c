/*
 * lianyuan patent index build|verify|stat
 * lianyuan patent generate N [--seed S] [--format csv|json] [--docdb]
 *
 * generate writes made-up patents to standard output, one at a time: as CSV with the headings that
 * `patent import` knows, one JSON object a line, or (--docdb) XML as the European office exchanges
 * it, with priorities and citations. It is what the benchmarks feed on.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/show.h"
#include "base/csv.h"
#include "base/json.h"
#include "domain/patent/patent_index.h"
#include "engine/patentidx/sample.h"

enum { GENERATE_MAX = 100000000, GENERATE_ROW_MAX = 1 << 20, GENERATE_COLUMNS = 12 };

int command_patent_index(const struct options *options)
{
    struct desk desk;
    struct buf json;
    const char *what = options->n ? options->words[0] : "";
    enum err e = desk_open(&desk, options, DB_READ);
    struct ctx *ctx = &desk.ctx;
    buf_init(&json, &desk.arena, SHOW_BYTES_MAX);
    if (!e && !ctx_may(ctx, ROLE_COORDINATOR | ROLE_CONSOLE))
        e = ctx_fail(ctx, ERR_DENIED, NULL, T("只有协调员可以管理专利索引"));
    if (!e)
        e = strcmp(what, "build") == 0    ? patent_index_build(ctx, &json)
            : strcmp(what, "verify") == 0 ? patent_index_verify(ctx, &json)
            : strcmp(what, "stat") == 0
                ? patent_index_stat(ctx, &json)
                : ctx_fail(ctx, ERR_INVALID, NULL,
                           T("请写 patent index build、patent index verify 或 patent index stat"));
    if (json.len) /* what verify found is shown, too */
        show_json(&desk.arena, buf_str(&json), options->format, stdout, &ctx->error);
    int status = e ? command_fail(&ctx->error, options) : 0;
    desk_close(&desk);
    return status;
}

/* --- Made-up patents
 * ------------------------------------------------------------------------------ */

static struct str joined(struct arena *arena, const struct str *at, size_t n)
{
    struct buf b;
    buf_init(&b, arena, GENERATE_ROW_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add(&b, STR(" | "));
        buf_add(&b, at[i]);
    }
    return buf_str(&b);
}

static struct str symbols(struct arena *arena, const struct patent_doc *d)
{
    struct str *at = ARENA_ARRAY(arena, struct str, d->class_n + 1);
    for (size_t i = 0; i < d->class_n; i++)
        at[i] = d->classes[i].symbol;
    return joined(arena, at, d->class_n);
}

static const char *const columns[GENERATE_COLUMNS] = {
    "公开(公告)号", "申请号",    "标题",   "摘要",   "申请日",   "公开(公告)日",
    "授权日",       "IPC分类号", "申请人", "发明人", "法律状态", "申请人省市代码"};

static void cells(struct arena *arena, const struct patent_doc *d, struct str *out)
{
    out[0] = d->code[CODE_NUMBER];
    out[1] = d->code[CODE_APPLICATION];
    out[2] = d->title;
    out[3] = d->abstract;
    out[4] = day_text(arena, d->day[DAY_APPLIED]);
    out[5] = day_text(arena, d->day[DAY_PUBLISHED]);
    out[6] = day_text(arena, d->day[DAY_GRANTED]);
    out[7] = symbols(arena, d);
    out[8] = joined(arena, d->applicants, d->applicant_n);
    out[9] = joined(arena, d->inventors, d->inventor_n);
    out[10] = d->code[CODE_LEGAL];
    out[11] = d->code[CODE_REGION];
}

static void put_line(struct arena *arena, const struct patent_doc *d, bool csv, struct buf *b)
{
    struct str cell[GENERATE_COLUMNS];
    cells(arena, d, cell);
    if (csv) {
        csv_write(b, cell, GENERATE_COLUMNS);
        return;
    }
    struct json_out j = json_to(b);
    json_open(&j, NULL, '{');
    for (int i = 0; i < GENERATE_COLUMNS; i++)
        json_put_str(&j, columns[i], cell[i]);
    json_close(&j, '}');
    buf_char(b, '\n');
}

/* --- The same as XML ----------------------------------------------------------------------------
 */

static void put_day(struct buf *b, int32_t day)
{
    struct date d = day_date(day);
    if (day != DAY_NONE)
        buf_print(b, "<date>%04d%02d%02d</date>", d.year, d.month, d.day);
}

/* Office, number and kind of a key form such as CN100000003B. */
static void put_document(struct buf *b, struct str key, struct str kind, int32_t day)
{
    struct str number = str_slice(key, 2, key.len - kind.len);
    buf_print(b,
              "<document-id><country>%.2s</country><doc-number>%.*s</doc-number><kind>%.*s</kind>",
              key.ptr, STR_ARG(number), (int)(kind.len ? kind.len : 1), kind.len ? kind.ptr : "A");
    put_day(b, day);
    buf_add(b, STR("</document-id>"));
}

/* A family of one to three records: those whose number divided by three is the same claim the first
 * one's application; one family in sixteen also claims the next one's, which joins the two. */
static void put_priorities(const struct sample *sample, struct arena *arena, int64_t i,
                           int64_t records, struct buf *b)
{
    int64_t first = i - i % 3, at[2] = {first, first + 3};
    size_t n = first / 3 % 16 == 0 && first + 3 < records ? 2 : 1;
    buf_add(b, STR("<exch:priority-claims>"));
    for (size_t k = 0; k < n; k++) {
        struct patent_doc d;
        sample_doc(sample, arena, at[k], &d);
        buf_print(b, "<exch:priority-claim sequence=\"%d\" data-format=\"docdb\">", (int)k + 1);
        put_document(b, d.code[CODE_APPLICATION], STR(""), d.day[DAY_APPLIED]);
        buf_add(b, STR("</exch:priority-claim>"));
    }
    buf_add(b, STR("</exch:priority-claims>"));
}

static void put_citations(const struct sample *sample, struct arena *arena, int64_t i,
                          struct buf *b)
{
    buf_add(b, STR("<exch:references-cited>"));
    for (int64_t k = 1; k <= i % 4 && i >= k * 97; k++) {
        struct patent_doc d;
        sample_doc(sample, arena, i - k * 97, &d);
        buf_print(b, "<exch:citation cited-phase=\"SEA\" sequence=\"%d\"><patcit num=\"%d\">",
                  (int)k, (int)k);
        put_document(b, d.code[CODE_NUMBER], d.code[CODE_KIND], d.day[DAY_PUBLISHED]);
        buf_add(b, STR("</patcit></exch:citation>"));
    }
    buf_add(b, STR("</exch:references-cited>"));
}

static void put_parties(const struct patent_doc *d, struct buf *b)
{
    buf_add(b, STR("<exch:parties><exch:applicants>"));
    for (size_t k = 0; k < d->applicant_n; k++)
        buf_print(
            b,
            "<exch:applicant sequence=\"%d\" data-format=\"docdb\"><exch:applicant-name><name>"
            "%.*s</name></exch:applicant-name><residence><country>%.*s</country></residence>"
            "</exch:applicant>",
            (int)k + 1, STR_ARG(d->applicants[k]), STR_ARG(d->code[CODE_OFFICE]));
    buf_add(b, STR("</exch:applicants><exch:inventors>"));
    for (size_t k = 0; k < d->inventor_n; k++)
        buf_print(b,
                  "<exch:inventor sequence=\"%d\" data-format=\"docdb\"><exch:inventor-name><name>"
                  "%.*s</name></exch:inventor-name></exch:inventor>",
                  (int)k + 1, STR_ARG(d->inventors[k]));
    buf_add(b, STR("</exch:inventors></exch:parties>"));
}

static void put_document_head(const struct patent_doc *d, struct buf *b)
{
    struct date day = day_date(d->day[DAY_PUBLISHED]);
    struct str key = d->code[CODE_NUMBER], kind = d->code[CODE_KIND];
    struct str number = str_slice(key, 2, key.len - kind.len);
    buf_print(b,
              "<exch:exchange-document country=\"%.2s\" doc-number=\"%.*s\" kind=\"%.*s\" "
              "date-publ=\"%04d%02d%02d\"><exch:bibliographic-data><exch:publication-reference "
              "data-format=\"docdb\">",
              key.ptr, STR_ARG(number), STR_ARG(kind), day.year, day.month, day.day);
    put_document(b, key, kind, d->day[DAY_PUBLISHED]);
    buf_add(b, STR("</exch:publication-reference><exch:classifications-ipcr>"));
    for (size_t k = 0; k < d->class_n; k++) {
        struct str s = d->classes[k].symbol, group = str_slice(s, 4, s.len), main;
        str_cut(&group, '/', &main);
        buf_print(
            b,
            "<classification-ipcr sequence=\"%d\"><text>%.4s%4.*s/%-9.*s20060101A%cI%04d%02d%02d"
            "RMEP        </text></classification-ipcr>",
            (int)k + 1, s.ptr, STR_ARG(main), STR_ARG(group), k ? 'L' : 'F', day.year, day.month,
            day.day);
    }
    buf_add(b, STR("</exch:classifications-ipcr>"));
}

static void put_docdb(const struct sample *sample, struct arena *arena, int64_t i, int64_t records,
                      struct buf *b)
{
    struct patent_doc d;
    sample_doc(sample, arena, i, &d);
    const char *lang = str_eq(d.code[CODE_OFFICE], STR("CN")) ? "zh" : "en";
    put_document_head(&d, b);
    buf_add(b, STR("<exch:application-reference data-format=\"docdb\">"));
    put_document(b, d.code[CODE_APPLICATION], STR(""), d.day[DAY_APPLIED]);
    buf_add(b, STR("</exch:application-reference>"));
    put_priorities(sample, arena, i, records, b);
    put_parties(&d, b);
    buf_print(b,
              "<exch:invention-title lang=\"%s\" data-format=\"docdb\">%.*s</exch:invention-title>",
              lang, STR_ARG(d.title));
    put_citations(sample, arena, i, b);
    buf_print(b,
              "</exch:bibliographic-data><exch:abstract lang=\"%s\" data-format=\"docdba\"><exch:p>"
              "%.*s</exch:p></exch:abstract></exch:exchange-document>\n",
              lang, STR_ARG(d.abstract));
}

enum generated { AS_CSV, AS_JSON, AS_DOCDB };

static void put_head(struct arena *arena, enum generated as, int64_t n, struct buf *b)
{
    struct str head[GENERATE_COLUMNS];
    buf_init(b, arena, GENERATE_ROW_MAX);
    for (int i = 0; i < GENERATE_COLUMNS; i++)
        head[i] = str_from(columns[i]);
    if (as == AS_CSV)
        csv_write(b, head, GENERATE_COLUMNS);
    if (as == AS_DOCDB)
        buf_print(
            b,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><exch:exchange-documents xmlns:exch="
            "\"http://www.epo.org/exchange\" dtd-version=\"2.5.9\" no-of-documents=\"%lld\">\n",
            (long long)n);
    fwrite(b->ptr, 1, b->len, stdout);
}

static enum err generate(struct arena *arena, int64_t n, int64_t seed, enum generated as,
                         struct error *error)
{
    struct sample *sample = sample_open(arena, n, (uint64_t)seed);
    struct buf b;
    put_head(arena, as, n, &b);
    for (int64_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct patent_doc d;
        buf_init(&b, arena, GENERATE_ROW_MAX);
        if (as == AS_DOCDB) {
            put_docdb(sample, arena, i, n, &b);
        } else {
            sample_doc(sample, arena, i, &d);
            put_line(arena, &d, as == AS_CSV, &b);
        }
        if (fwrite(b.ptr, 1, b.len, stdout) != b.len)
            return error_set(error, ERR_IO, STR_NULL, T("写不出去：标准输出关闭或磁盘已满"),
                             STR_NULL);
        arena_reset(arena, mark);
    }
    if (as == AS_DOCDB)
        fputs("</exch:exchange-documents>\n", stdout);
    return fflush(stdout)
               ? error_set(error, ERR_IO, STR_NULL, T("写不出去：标准输出关闭或磁盘已满"), STR_NULL)
               : ERR_OK;
}

int command_patent_generate(const struct options *options)
{
    static const char *const with_value[] = {"--seed", NULL};
    const char *word = command_word(options, 0, with_value),
               *given = command_option(options, "--seed");
    struct arena arena;
    struct error error = {0};
    int64_t n = 0, seed = 1;
    enum err e = ERR_OK;
    arena_init(&arena, 256 << 20);
    if (!word || !str_int(str_from(word), &n) || n < 1 || n > GENERATE_MAX ||
        (given && !str_int(str_from(given), &seed)))
        e = error_set(&error, ERR_INVALID, STR_NULL,
                      T("请写明件数（1 到 1 亿），--seed 要一个整数"), STR_NULL);
    if (!e)
        e = generate(&arena, n, seed,
                     command_flag(options, "--docdb") ? AS_DOCDB
                     : options->format == FORMAT_JSON ? AS_JSON
                                                      : AS_CSV,
                     &error);
    int status = e ? command_fail(&error, options) : 0;
    arena_release(&arena);
    return status;
}
