#include "app/sample_patent.h"

#include <stdio.h>

#include "base/rand.h"
#include "core/person.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_keep.h"
#include "domain/patent/patent_name.h"
#include "domain/patent/patent_rule.h"
#include "engine/patentread/columns.h"

enum {
    PARTS_MAX = 40,
    THEMES_MAX = 16,
    HOLDERS_MAX = 60,
    HEADS_MAX = 60,
    CITES_MAX = 4,
    OPEN_NAMES = 6, /* firms whose names nobody has decided yet: proposals */
    MARKS = 9,
    RECORDS_ARENA_MAX = 64 << 20,
};

struct parts {
    struct str at[PARTS_MAX];
    size_t n;
};

struct theme {
    struct str name, cpc;
    struct parts ipc, things, ways, ends;
};

struct holder {
    struct str name, country, region, themes;
    struct parts spellings; /* of a firm: others than its name */
    int64_t weight;
    bool ours;
};

struct head { /* how many people; whoever is not here is not known */
    struct str kind, name, n;
};

enum right { INVENTION = 1, UTILITY, DESIGN };

struct filing { /* one application and what became of it */
    const struct holder *holder, *partner;
    const struct theme *theme;
    enum right right;
    int32_t filed, published, granted; /* DAY_NONE: not yet, or never */
    struct str legal, title, name;     /* name: the applicant as printed */
    const char *event;
    size_t cites[CITES_MAX], cite_n;
    int64_t cited;
    bool abroad;
};

struct making {
    struct ctx *ctx;
    struct arena arena;
    const struct sample_texts *texts;
    struct dice dice;
    struct theme themes[THEMES_MAX];
    struct holder holders[HOLDERS_MAX];
    struct head heads[HEADS_MAX];
    struct parts inventors;
    size_t theme_n, holder_n, head_n;
    int64_t weights;
    struct filing *filings; /* SAMPLE_APPLICATIONS, oldest first */
    struct patent_record *record;
    int32_t today;    /* filings go on up to this day */
    int32_t from, to; /* what was published behind `from`, up to `to`, is imported */
};

/* The text ------------------------------------------------------------------------------------- */

static struct parts parts_of(struct str list)
{
    struct parts out = {.n = 0};
    struct str one;
    while (out.n < PARTS_MAX && str_cut(&list, '|', &one))
        if (!str_empty(one))
            out.at[out.n++] = one;
    return out;
}

static struct str field(struct str *line)
{
    struct str out = STR("");
    return str_cut(line, '\t', &out) ? out : STR("");
}

static int64_t number(struct str text)
{
    int64_t n = 0;
    return str_int(text, &n) ? n : 0;
}

static struct str full_name(const struct making *m, struct str short_name)
{
    for (size_t i = 0; i < m->texts->firms.n; i++)
        if (str_eq(m->texts->firms.at[i].short_name, short_name))
            return m->texts->firms.at[i].name;
    return STR("");
}

static bool read_line(struct making *m, struct str line)
{
    struct str kind = field(&line);
    if (str_eq(kind, STR("theme")) && m->theme_n < THEMES_MAX) {
        struct theme *t = &m->themes[m->theme_n++];
        t->name = field(&line);
        t->ipc = parts_of(field(&line));
        t->cpc = field(&line);
        t->things = parts_of(field(&line));
        t->ways = parts_of(field(&line));
        t->ends = parts_of(field(&line));
        return t->ipc.n && t->things.n && t->ways.n && t->ends.n;
    }
    if (str_eq(kind, STR("inventor"))) {
        m->inventors = parts_of(line);
        return true;
    }
    if (str_eq(kind, STR("head")) && m->head_n < HEADS_MAX) {
        struct head *h = &m->heads[m->head_n++];
        h->kind = field(&line);
        h->name = field(&line);
        h->n = field(&line);
        if (str_eq(h->kind, STR("org")))
            h->name = full_name(m, h->name);
        return number(h->n) > 0 && !str_empty(h->name);
    }
    bool ours = str_eq(kind, STR("firm"));
    if ((!ours && !str_eq(kind, STR("other"))) || m->holder_n == HOLDERS_MAX)
        return false;
    struct holder *h = &m->holders[m->holder_n++];
    h->ours = ours;
    h->name = field(&line);
    h->country = ours ? STR("CN") : field(&line);
    h->region = ours ? STR("青澜市") : field(&line);
    h->weight = number(field(&line));
    h->themes = field(&line);
    h->spellings = parts_of(field(&line));
    if (ours)
        h->name = full_name(m, h->name);
    m->weights += h->weight;
    return !str_empty(h->name) && h->weight > 0;
}

static enum err read_text(struct making *m)
{
    struct str text = sample_patents_text(), line;
    for (int n = 1; str_cut(&text, '\n', &line); n++)
        if (!str_empty(line) && line.ptr[0] != '#' && !read_line(m, line))
            return error_set(&m->ctx->error, ERR_INVALID, STR("file"), T("示范数据：{}"),
                             str_print(m->ctx->arena, "patents.txt:%d", n));
    return ERR_OK;
}

/* What was filed ------------------------------------------------------------------------------- */

static struct str any(struct making *m, const struct parts *of)
{
    return of->n ? of->at[dice_below(&m->dice, (int64_t)of->n)] : STR("");
}

static const struct holder *any_holder(struct making *m)
{
    int64_t throw = dice_below(&m->dice, m->weights);
    for (size_t i = 0; i < m->holder_n; i++)
        if ((throw -= m->holders[i].weight) < 0)
            return &m->holders[i];
    return &m->holders[0];
}

static const struct theme *theme_of(struct making *m, const struct holder *holder)
{
    struct str names = holder->themes, name;
    const struct theme *fit[THEMES_MAX];
    size_t n = 0;
    while (str_cut(&names, ',', &name))
        for (size_t i = 0; i < m->theme_n && n < THEMES_MAX; i++)
            if (str_eq(m->themes[i].name, name))
                fit[n++] = &m->themes[i];
    return n ? fit[dice_below(&m->dice, (int64_t)n)] : &m->themes[0];
}

static bool past(const struct making *m, int32_t day)
{
    return day <= m->today;
}

static void invention_goes_on(struct making *m, struct filing *f)
{
    int32_t day = f->filed + 180 + (int32_t)dice_below(&m->dice, 370);
    f->legal = STR("公开");
    if (!past(m, day))
        return;
    f->published = day;
    f->legal = STR("实质审查");
    day += 330 + (int32_t)dice_below(&m->dice, 700);
    bool decided = past(m, day);
    if (decided && dice_percent(&m->dice, 68)) {
        f->granted = day;
        bool lapsed = past(m, day + 1200) && dice_percent(&m->dice, 16);
        f->legal = lapsed ? STR("未缴年费") : STR("授权");
        f->event = dice_percent(&m->dice, 9)   ? "质押"
                   : dice_percent(&m->dice, 7) ? "权利转移"
                   : dice_percent(&m->dice, 5) ? "许可"
                                               : NULL;
    } else if (decided) {
        f->legal = dice_percent(&m->dice, 60) ? STR("驳回") : STR("视为撤回");
    }
    f->abroad = dice_percent(&m->dice, 14);
}

static void right_goes_on(struct making *m, struct filing *f)
{
    int32_t day = f->filed + 150 + (int32_t)dice_below(&m->dice, 150);
    f->legal = STR("授权");
    if (!past(m, day))
        return;
    f->published = f->granted = day;
    int32_t end = patent_term(f->filed, f->right == UTILITY ? PATENTNUM_UTILITY : PATENTNUM_DESIGN);
    if (past(m, end))
        f->legal = STR("期限届满");
    else if (past(m, day + 800) && dice_percent(&m->dice, 22))
        f->legal = STR("未缴年费");
}

static void cite_earlier(struct making *m, struct filing *f, size_t i)
{
    int64_t tries = dice_below(&m->dice, 4 * CITES_MAX);
    for (int64_t k = 0; k < tries && f->cite_n < CITES_MAX && i > 0; k++) {
        size_t other = (size_t)dice_below(&m->dice, (int64_t)i);
        struct filing *old = &m->filings[other];
        bool again = false;
        for (size_t c = 0; c < f->cite_n; c++)
            again = again || f->cites[c] == other;
        if (again || old->theme != f->theme || old->published == DAY_NONE ||
            old->published >= f->filed)
            continue;
        f->cites[f->cite_n++] = other;
        old->cited++;
    }
}

/* More each year: the square root of an even throw lies late. */
static int32_t day_filed(struct making *m, size_t i)
{
    int64_t span = SAMPLE_PATENT_YEARS * 365, n = SAMPLE_APPLICATIONS;
    int64_t at = (int64_t)i * span / n, low = 0;
    while (low * low < at * span) /* sqrt(at / span) of the span */
        low++;
    return m->today - (int32_t)(span - low) - 20 - (int32_t)dice_below(&m->dice, 20);
}

static void file_one(struct making *m, size_t i)
{
    struct filing *f = &m->filings[i];
    int64_t kind = dice_below(&m->dice, 100);
    *f = (struct filing){.holder = any_holder(m),
                         .right = kind < 62   ? INVENTION
                                  : kind < 93 ? UTILITY
                                              : DESIGN,
                         .published = DAY_NONE,
                         .granted = DAY_NONE};
    f->theme = theme_of(m, f->holder);
    f->filed = day_filed(m, i);
    f->name = f->holder->spellings.n && dice_percent(&m->dice, 25) ? any(m, &f->holder->spellings)
                                                                   : f->holder->name;
    if (dice_percent(&m->dice, 8))
        f->partner = any_holder(m);
    if (f->partner == f->holder)
        f->partner = NULL;
    struct str way = any(m, &f->theme->ways), thing = any(m, &f->theme->things);
    f->title = f->right == DESIGN
                   ? thing
                   : str_print(&m->arena, "一种%.*s%.*s%s", STR_ARG(way), STR_ARG(thing),
                               f->right == INVENTION && !str_ends(thing, STR("方法")) &&
                                       dice_percent(&m->dice, 40)
                                   ? "及其制作方法"
                                   : "");
    if (f->right == INVENTION)
        invention_goes_on(m, f);
    else
        right_goes_on(m, f);
    cite_earlier(m, f, i);
}

/* Records ---------------------------------------------------------------------------------------
 */

static struct str publication(struct arena *arena, const struct filing *f, size_t i, bool granted)
{
    const char *kind = f->right == UTILITY ? "U" : f->right == DESIGN ? "S" : granted ? "B" : "A";
    return str_print(arena, "CN%d9%07zu%s", f->right, i + 1, kind);
}

static struct str application(struct arena *arena, const struct filing *f, size_t i)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%04d%d9%06zu", day_date(f->filed).year, f->right, i + 1);
    return str_print(arena, "CN%s.%c", digits, patentnum_check_cn(str_from(digits)));
}

static void people(struct making *m, struct patent_record *r, size_t i)
{
    size_t n = 1 + i % 4, team = i * 7;
    for (size_t k = 0; k < n && m->inventors.n; k++)
        record_party(r, PATENT_INVENTOR, 0, m->inventors.at[(team + k * 3) % m->inventors.n],
                     STR(""), STR(""));
}

static void words(struct making *m, struct patent_record *r, const struct filing *f)
{
    struct patent_words *w = record_words(r, STR("zh"));
    struct str end = f->theme->ends.at[f->cited % (int64_t)f->theme->ends.n];
    w->title = record_keep(r, f->title, 1024);
    if (f->right == DESIGN)
        return;
    w->abstract = record_keep(
        r,
        str_print(&m->arena,
                  "本申请（示例数据）涉及%.*s领域，公开了%.*s。它包括本体、控制单元和连接部，"
                  "控制单元按检测到的状态调节本体，能够%.*s，结构简单，便于推广。",
                  STR_ARG(f->theme->name), STR_ARG(f->title), STR_ARG(end)),
        RECORD_ABSTRACT_MAX);
    w->claim = record_keep(r,
                           str_print(&m->arena,
                                     "1.%.*s，其特征在于，包括本体、控制单元和连接部，所述控制单元"
                                     "用于%.*s。",
                                     STR_ARG(f->title), STR_ARG(end)),
                           RECORD_ABSTRACT_MAX);
    r->claims = 4 + (int64_t)(f->title.len % 9);
}

static void classes(struct patent_record *r, const struct filing *f, size_t i)
{
    if (f->right == DESIGN)
        return;
    for (size_t k = 0; k < 1 + i % 3; k++)
        record_class(r, PATENT_IPC, f->theme->ipc.at[(i % 2 + k) % f->theme->ipc.n]);
    record_class(r, PATENT_CPC, f->theme->cpc);
}

static enum err keep(struct making *m, struct patent_record *r)
{
    enum patent_outcome outcome;
    if (r->pub_day <= m->from || r->pub_day > m->to)
        return ERR_OK;
    enum err e = record_finish(r, &m->ctx->error);
    return e ? e : patent_keep(m->ctx, r, STR("示例数据"), 0, &outcome);
}

static enum err read_number(struct making *m, struct str text, int32_t day, struct patentnum *out,
                            enum patentnum_what what)
{
    return patentnum_read(text, day, what, out, &m->ctx->error);
}

/* A publication of the application: the one laid open, or the one granted. */
static enum err publish(struct making *m, size_t i, bool granted)
{
    const struct filing *f = &m->filings[i];
    struct patent_record *r = m->record;
    record_begin(r, PATENT_PATSNAP, (int64_t)i + 1);
    r->pub_day = granted ? f->granted : f->published;
    r->app_day = f->filed;
    r->grant_day = f->granted;
    r->legal = f->legal;
    r->cited = granted && f->right == INVENTION ? 0 : f->cited;
    r->citing = (int64_t)f->cite_n;
    r->expires = patent_term(f->filed, f->right == INVENTION ? PATENTNUM_INVENTION
                                       : f->right == UTILITY ? PATENTNUM_UTILITY
                                                             : PATENTNUM_DESIGN);
    enum err e = read_number(m, publication(&m->arena, f, i, granted), r->pub_day, &r->number,
                             PATENTNUM_PUBLICATION);
    if (!e)
        e = read_number(m, application(&m->arena, f, i), f->filed, &r->application,
                        PATENTNUM_APPLICATION);
    if (e)
        return e;
    words(m, r, f);
    classes(r, f, i);
    people(m, r, i);
    record_party(r, PATENT_APPLICANT, 0, f->name, f->holder->country, f->holder->region);
    if (f->partner)
        record_party(r, PATENT_APPLICANT, 0, f->partner->name, f->partner->country,
                     f->partner->region);
    for (size_t c = 0; c < f->cite_n; c++) {
        const struct filing *old = &m->filings[f->cites[c]];
        record_cite(r, publication(&m->arena, old, f->cites[c], false), STR(""),
                    c == 0 ? STR("X") : STR("A"));
    }
    if (f->event && granted)
        record_event(r, f->granted + 200, patent_event_code(str_from(f->event)),
                     str_from(f->event));
    return keep(m, r);
}

/* The same invention elsewhere: laid open by WIPO, and granted in one country or two. */
static enum err publish_abroad(struct making *m, size_t i)
{
    const struct filing *f = &m->filings[i];
    struct patent_record *r = m->record;
    struct patentnum own;
    enum err e =
        read_number(m, application(&m->arena, f, i), f->filed, &own, PATENTNUM_APPLICATION);
    for (size_t k = 0; !e && k < 3; k++) {
        int32_t day = f->filed + 540 + (int32_t)(k * 700 + i % 90);
        char number[40];
        if (!past(m, day) || (k > 0 && (i + k) % 3 == 0))
            continue;
        if (k == 0)
            snprintf(number, sizeof number, "WO%d99%04zuA1", day_date(day).year, i + 1);
        else if (k == 1)
            snprintf(number, sizeof number, "US990%05zuB2", i + 1);
        else
            snprintf(number, sizeof number, "EP99%05zuB1", i + 1);
        record_begin(r, PATENT_PATSNAP, (int64_t)i + 1);
        r->pub_day = day;
        r->app_day = f->filed + 350;
        r->legal = k == 0 ? STR("") : STR("授权");
        if ((e = read_number(m, str_from(number), day, &r->number, PATENTNUM_PUBLICATION)))
            break;
        words(m, r, f);
        classes(r, f, i);
        people(m, r, i);
        record_party(r, PATENT_APPLICANT, 0, f->name, f->holder->country, f->holder->region);
        record_priority(r, str_from(own.key), f->filed);
        e = keep(m, r);
    }
    return e;
}

static enum err keep_all(struct ctx *ctx, void *arg)
{
    struct making *m = arg;
    struct ctx *outer = m->ctx;
    enum err e = ERR_OK;
    m->ctx = ctx;
    for (size_t i = 0; !e && i < SAMPLE_APPLICATIONS; i++) {
        const struct filing *f = &m->filings[i];
        struct arena_mark mark = arena_mark(ctx->arena);
        if (f->published != DAY_NONE)
            e = publish(m, i, f->right != INVENTION);
        if (!e && f->right == INVENTION && f->granted != DAY_NONE)
            e = publish(m, i, true);
        if (!e && f->abroad)
            e = publish_abroad(m, i);
        arena_reset(ctx->arena, mark);
    }
    m->ctx = outer;
    return e;
}

/* What people did with them ---------------------------------------------------------------------
 */

struct doing {
    struct making *m;
    const struct app_db *app_db; /* NULL: within an act that runs already */
    struct ctx *as;              /* the coordinator */
};

/* By the act's own form, as a page or a command would fill it. */
static enum err act(const struct doing *d, const char *name, const struct form_pair *pairs,
                    size_t n, struct act_result *out)
{
    return sample_act(d->app_db, d->as, d->m->ctx, &patent_module, name, pairs, n, out);
}

static struct str id_text(struct ctx *ctx, int64_t id)
{
    return str_print(ctx->arena, "%lld", (long long)id);
}

/* The firms' own spellings are theirs, but for the last few, which stay proposals. */
static enum err decide_names(struct ctx *as, void *arg)
{
    struct doing here = {.m = arg, .as = as};
    patent_names names = {0};
    struct act_result result;
    enum err e = patent_names_list(as, PATENT_NAME_OPEN, &names);
    size_t open = 0;
    for (size_t i = 0; !e && i < names.n; i++) {
        const struct patent_name_row *row = &names.at[i];
        if (row->confidence < 90)
            continue;
        if (row->confidence < 100 && open++ < OPEN_NAMES)
            continue;
        struct form_pair pairs[] = {{STR("id"), id_text(as, row->id.n)},
                                    {STR("verdict"), STR("ours")},
                                    {STR("org"), row->org_name}};
        e = act(&here, "patent.name", pairs, 3, &result);
    }
    return e;
}

static enum err collect(const struct doing *d)
{
    const struct making *m = d->m;
    struct ctx *as = d->as;
    struct act_result set, result;
    struct form_pair made[] = {
        {STR("name"), STR("储能电池（示例）")},
        {STR("query"), STR("电池 OR 电解质 OR ipc:H01M")},
        {STR("cutoff"), day_text(as->arena, m->to - 30)},
        {STR("note"), STR("示例：检索式、去噪标记、查全率查准率和一个冻结的版本")}};
    enum err e = act(d, "patent.set_add", made, 4, &set);
    struct str id = e ? STR("") : id_text(as, set.id);
    size_t marked = 0;
    for (size_t i = 0; !e && i < SAMPLE_APPLICATIONS && marked < MARKS; i++) {
        const struct filing *f = &m->filings[i];
        bool inside = str_eq(f->theme->name, STR("储能电池"));
        if (f->published == DAY_NONE || (!inside && !str_has(f->title, STR("膜"))))
            continue;
        struct form_pair mark[] = {
            {STR("set"), id},
            {STR("number"), publication(as->arena, f, i, f->right != INVENTION)},
            {STR("inside"), inside ? STR("in") : STR("out")},
            {STR("note"), inside ? STR("") : STR("不是电池用的膜")}};
        e = act(d, "patent.mark", mark, 4, &result);
        marked++;
    }
    struct form_pair one[] = {{STR("set"), id}, {STR("query"), STR("")}};
    if (!e)
        e = act(d, "patent.measure", one, 2, &result);
    return e ? e : act(d, "patent.freeze", one, 1, &result);
}

/* What figures per head are divided by, as of last year. */
static enum err enter_heads(const struct doing *d)
{
    struct making *m = d->m;
    struct str year = str_print(d->as->arena, "%d", day_date(m->today).year - 1);
    struct act_result result;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < m->head_n; i++) {
        const struct head *h = &m->heads[i];
        struct form_pair pairs[] = {{STR("kind"), h->kind},
                                    {STR("name"), h->name},
                                    {STR("year"), year},
                                    {STR("n"), h->n},
                                    {STR("source"), STR("示例：统计年报")}};
        e = act(d, "patent.head", pairs, 5, &result);
    }
    return e;
}

/* What the indicators need and no patent says. */
static enum err enter_figures(const struct doing *d)
{
    static const struct {
        const char *what, *value, *source;
    } figures[] = {{"people", "86000", "示例：园区统计公报"},
                   {"before", "61", "示例：上年专利统计"},
                   {"city", "4.57", "示例：市知识产权局公布"}};
    struct act_result result;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < sizeof figures / sizeof figures[0]; i++) {
        struct form_pair pairs[] = {{STR("what"), str_from(figures[i].what)},
                                    {STR("value"), str_from(figures[i].value)},
                                    {STR("day"), day_text(d->as->arena, d->m->to - 20)},
                                    {STR("source"), str_from(figures[i].source)}};
        e = act(d, "patent.figure", pairs, 4, &result);
    }
    return e;
}

/* One group is decided; what else the names say stays a proposal. */
static enum err decide_group(const struct doing *d)
{
    struct act_result result;
    struct form_pair pairs[] = {
        {STR("company"), STR("蓝鹊储能")},
        {STR("names"), STR("云岭蓝鹊储能集团股份有限公司\n云岭蓝鹊储能材料有限公司\n"
                           "蓝鹊储能（海外）有限公司")}};
    return act(d, "patent.group", pairs, 2, &result);
}

/* The same filings whenever it is called for the same day. */
static enum err file_all(struct ctx *ctx, const struct sample_texts *texts, int32_t today,
                         struct making **out)
{
    struct making *m = ARENA_NEW(ctx->arena, struct making);
    *m = (struct making){.ctx = ctx, .texts = texts, .dice = {SAMPLE_APPLICATIONS}};
    m->today = today;
    arena_init(&m->arena, RECORDS_ARENA_MAX);
    m->filings = ARENA_ARRAY(&m->arena, struct filing, SAMPLE_APPLICATIONS);
    m->record = record_new(&m->arena);
    enum err e = read_text(m);
    for (size_t i = 0; !e && i < SAMPLE_APPLICATIONS; i++)
        file_one(m, i);
    *out = m;
    return e;
}

static enum err import(const struct app_db *app_db, struct making *m, int32_t from, int32_t to)
{
    int64_t moved;
    m->from = from;
    m->to = to;
    enum err e = act_write(app_db, m->ctx, keep_all, m);
    return e ? e : patent_keep_families(app_db, m->ctx, NULL, &moved);
}

enum err sample_patents(const struct app_db *app_db, struct ctx *ctx,
                        const struct sample_texts *texts, const struct sample_people *people_of,
                        int32_t today)
{
    struct making *m;
    struct ctx as = *ctx;
    enum err e = file_all(ctx, texts, today, &m);
    if (!e)
        e = import(app_db, m, 0, ctx_today(ctx));
    as.error = (struct error){0};
    if (!e)
        e = person_actor(&as, people_of->coordinators.at[0], &as.actor);
    if (!e)
        e = act_write(app_db, &as, decide_names, m);
    if (!e)
        e = collect(&(struct doing){m, app_db, &as});
    if (!e)
        e = enter_figures(&(struct doing){m, app_db, &as});
    if (!e)
        e = enter_heads(&(struct doing){m, app_db, &as});
    if (!e)
        e = decide_group(&(struct doing){m, app_db, &as});
    arena_release(&m->arena);
    return e;
}

enum err sample_patents_since(const struct app_db *app_db, struct ctx *ctx,
                              const struct sample_texts *texts, int32_t since, int32_t today)
{
    struct making *m;
    enum err e = file_all(ctx, texts, today, &m);
    if (!e)
        e = import(app_db, m, since, today);
    arena_release(&m->arena);
    return e;
}
