/* lianyuan patent number CODE: what a number is, whether its check digit holds, its forms. */
#include "base/i18n.h"
#include "base/json.h"
#include "core/ctx.h"
#include "domain/patent/patent_find.h"
#include "domain/patent/patent_form.h"
#include "engine/patentnum/num.h"

static const char *right_name(enum patentnum_right right)
{
    static const char *const names[] = {"unknown", "invention", "utility", "design"};
    return names[right];
}

static const char *stage_name(enum patentnum_stage stage)
{
    static const char *const names[] = {"unknown", "applied", "granted", "later"};
    return names[stage];
}

static void put_char(struct json_out *j, const char *name, char c)
{
    json_put_str(j, name, c ? (struct str){&c, 1} : STR_NULL);
}

static void put_text(struct json_out *j, const char *name, const char *text)
{
    json_put_str(j, name, text[0] ? str_from(text) : STR_NULL);
}

enum err patent_find_number(struct ctx *ctx, const void *given, struct buf *out)
{
    static const char *const checks[] = {"none", "missing", "good", "bad"};
    const struct patent_number_in *in = given;
    struct patentnum n;
    enum err e = patentnum_read(in->code, in->day, PATENTNUM_ANY, &n, &ctx->error);
    if (e)
        return e;
    struct json_out j = json_to(out);
    json_open(&j, NULL, '{');
    json_put_str(&j, "code", in->code);
    json_put_c(&j, "what", n.what == PATENTNUM_APPLICATION ? "application" : "publication");
    put_text(&j, "office", n.office);
    json_put_c(&j, "right", right_name(n.right));
    put_text(&j, "kind", n.kind);
    json_put_c(&j, "stage", stage_name(n.stage));
    json_put_str(&j, "means", n.means ? tr(ctx->lang, n.means) : STR_NULL);
    if (n.year)
        json_put_int(&j, "year", n.year);
    else
        json_put_null(&j, "year");
    json_put_c(&j, "check", checks[n.check]);
    put_char(&j, "check_given", n.check_given);
    put_char(&j, "check_digit", n.check_want);
    put_text(&j, "docdb", n.docdb);
    put_text(&j, "epodoc", n.epodoc);
    put_text(&j, "original", n.original);
    put_text(&j, "standard", n.standard);
    put_text(&j, "key", n.key);
    json_close(&j, '}');
    return buf_full(out) ? ERR_LIMIT : ERR_OK;
}
