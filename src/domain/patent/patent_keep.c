#include "domain/patent/patent_keep.h"

#include <string.h>

#include "base/hash.h"
#include "core/id.h"
#include "domain/patent/patent.h"
#include "domain/patent/patent_keep_part.h"
#include "engine/patentidx/query.h"
#include "engine/patentread/columns.h"
#include "patent_query.h"

static void hash_str(struct hash *h, struct str s)
{
    uint64_t n = s.len;
    hash_add(h, (struct str){(const char *)&n, sizeof n});
    hash_add(h, s);
}

static void hash_int(struct hash *h, int64_t n)
{
    hash_add(h, (struct str){(const char *)&n, sizeof n});
}

static struct str hash_of_record(struct arena *arena, const struct patent_record *r)
{
    unsigned char digest[HASH_SIZE];
    struct hash h;
    hash_begin(&h);
    hash_str(&h, str_from(r->number.key));
    hash_str(&h, str_from(r->application.key));
    int64_t numbers[] = {r->deleted, r->pub_day, r->app_day, r->grant_day,  r->expires,
                         r->claims,  r->cited,   r->citing,  r->family_size};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        hash_int(&h, numbers[i]);
    hash_str(&h, r->family);
    hash_str(&h, r->family_extended);
    hash_str(&h, r->legal);
    for (size_t i = 0; i < r->word_n; i++) {
        hash_str(&h, r->words[i].lang);
        hash_str(&h, r->words[i].title);
        hash_str(&h, r->words[i].abstract);
        hash_str(&h, r->words[i].claim);
    }
    for (size_t i = 0; i < r->party_n; i++) {
        hash_int(&h, r->parties[i].role);
        hash_str(&h, r->parties[i].name);
        hash_str(&h, r->parties[i].country);
        hash_str(&h, r->parties[i].region);
    }
    for (size_t i = 0; i < r->class_n; i++) {
        hash_int(&h, r->classes[i].scheme);
        hash_str(&h, str_from(r->classes[i].text));
    }
    for (size_t i = 0; i < r->priority_n; i++)
        hash_str(&h, r->priorities[i].key);
    for (size_t i = 0; i < r->cite_n; i++)
        hash_str(&h, r->cites[i].text);
    for (size_t i = 0; i < r->event_n; i++) {
        hash_int(&h, r->events[i].day);
        hash_str(&h, r->events[i].code);
        hash_str(&h, r->events[i].text);
    }
    hash_end(&h, digest);
    return hash_text(arena, digest);
}

/* Chinese if there is one, else English, else the first. */
static struct str title_of(const struct patent_record *r)
{
    static const char *const order[] = {"zh", "en"};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < r->word_n; i++)
            if (str_eq(r->words[i].lang, str_from(order[k])) && r->words[i].title.len)
                return r->words[i].title;
    for (size_t i = 0; i < r->word_n; i++)
        if (r->words[i].title.len)
            return r->words[i].title;
    return STR("");
}

static const struct patent_party *applicant_of(const struct patent_record *r)
{
    for (size_t i = 0; i < r->party_n; i++)
        if (r->parties[i].role == PATENT_APPLICANT)
            return &r->parties[i];
    return NULL;
}

static size_t role_n(const struct patent_record *r, enum patent_role role)
{
    size_t n = 0;
    for (size_t i = 0; i < r->party_n; i++)
        n += r->parties[i].role == role;
    return n;
}

static struct str main_class(const struct patent_record *r)
{
    for (size_t i = 0; i < r->class_n; i++)
        if (r->classes[i].scheme == PATENT_IPC)
            return str_from(r->classes[i].text);
    return STR("");
}

static int32_t first_priority(const struct patent_record *r)
{
    int32_t first = DAY_NONE;
    for (size_t i = 0; i < r->priority_n; i++)
        if (r->priorities[i].day != DAY_NONE && (first == DAY_NONE || r->priorities[i].day < first))
            first = r->priorities[i].day;
    return first;
}

static int64_t status_of(const struct patent_record *r)
{
    return r->legal.len ? patent_status_of(r->legal) : PATENT_STATUS_UNKNOWN;
}

/* Names ---------------------------------------------------------------------------------------- */

static enum err name_id(struct ctx *ctx, struct str shown, struct patent_name_id *out)
{
    struct str fold = query_name_fold(ctx->arena, shown);
    struct sql_patent_name_by_fold_row row;
    enum err e = sql_patent_name_by_fold(
        ctx->db, ctx->arena, &(struct sql_patent_name_by_fold_in){ctx->park, fold}, &row);
    if (!e)
        *out = row.id;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = id_next(ctx, &out->n)))
        return e;
    return sql_patent_name_add(
        ctx->db, &(struct sql_patent_name_add_in){ctx->park, *out, fold, shown}, NULL);
}

/* Lists ---------------------------------------------------------------------------------------- */

static enum err keep_texts(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < r->word_n; i++) {
        const struct patent_words *w = &r->words[i];
        if (w->title.len || w->abstract.len || w->claim.len)
            e = sql_patent_text_put(ctx->db,
                                    &(struct sql_patent_text_put_in){
                                        ctx->park, id, w->lang, w->title, w->abstract, w->claim},
                                    NULL);
    }
    return e;
}

static enum err keep_classes(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = ERR_OK;
    for (int64_t scheme = PATENT_IPC; !e && scheme <= PATENT_LOC; scheme++) {
        int64_t seq = 0;
        for (size_t i = 0; !e && i < r->class_n; i++) {
            if ((int64_t)r->classes[i].scheme != scheme)
                continue;
            if (seq == 0)
                e = sql_patent_class_drop(
                    ctx->db, &(struct sql_patent_class_drop_in){ctx->park, id, scheme}, NULL);
            if (!e)
                e = sql_patent_class_add(
                    ctx->db,
                    &(struct sql_patent_class_add_in){ctx->park, id, scheme, seq++,
                                                      str_from(r->classes[i].text)},
                    NULL);
        }
    }
    return e;
}

static enum err keep_parties(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = ERR_OK;
    for (int64_t role = PATENT_APPLICANT; !e && role <= PATENT_AGENT; role++) {
        int64_t seq = 0;
        for (size_t i = 0; !e && i < r->party_n; i++) {
            const struct patent_party *p = &r->parties[i];
            struct patent_name_id name = {0};
            if ((int64_t)p->role != role)
                continue;
            if (seq == 0)
                e = sql_patent_party_drop(
                    ctx->db, &(struct sql_patent_party_drop_in){ctx->park, id, role}, NULL);
            if (!e && role == PATENT_APPLICANT)
                e = name_id(ctx, p->name, &name);
            if (!e)
                e = sql_patent_party_add(
                    ctx->db,
                    &(struct sql_patent_party_add_in){ctx->park, id, role, seq++, p->name,
                                                      str_or_empty(p->country),
                                                      str_or_empty(p->region), name},
                    NULL);
        }
    }
    return e;
}

static enum err keep_priorities(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = ERR_OK;
    if (r->priority_n)
        e = sql_patent_priority_drop(ctx->db, &(struct sql_patent_priority_drop_in){ctx->park, id},
                                     NULL);
    for (size_t i = 0; !e && i < r->priority_n; i++)
        e = sql_patent_priority_add(ctx->db,
                                    &(struct sql_patent_priority_add_in){ctx->park, id, (int64_t)i,
                                                                         r->priorities[i].key,
                                                                         r->priorities[i].day},
                                    NULL);
    return e;
}

static enum err keep_cites(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = ERR_OK;
    if (r->cite_n)
        e = sql_patent_cite_drop(ctx->db, &(struct sql_patent_cite_drop_in){ctx->park, id}, NULL);
    for (size_t i = 0; !e && i < r->cite_n && i < KEEP_CITES_MAX; i++)
        e = sql_patent_cite_add(ctx->db,
                                &(struct sql_patent_cite_add_in){
                                    ctx->park, id, (int64_t)i, str_or_empty(r->cites[i].key),
                                    r->cites[i].text, str_or_empty(r->cites[i].category)},
                                NULL);
    return e;
}

static bool named_again(const struct patent_happening *old, const struct patent_record *r)
{
    for (size_t i = 0; i < r->event_n; i++)
        if (r->events[i].day == old->day && str_eq(str_or_empty(r->events[i].code), old->code) &&
            str_eq(str_or_empty(r->events[i].text), old->text))
            return true;
    return false;
}

static enum err add_event(struct ctx *ctx, struct patent_id id, int64_t seq,
                          const struct patent_happening *event)
{
    return sql_patent_event_add(ctx->db,
                                &(struct sql_patent_event_add_in){ctx->park, id, seq, event->day,
                                                                  str_or_empty(event->code),
                                                                  str_or_empty(event->text)},
                                NULL);
}

/* What happened on a day has happened: dated events of several files add up, in the order of their
 * days. A list without days (PatSnap's) says what is so now: the newest one is kept. */
static enum err keep_events(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    struct sql_patent_page_events_row *was;
    size_t n, k = 0;
    int64_t seq = 0;
    bool undated = false;
    if (r->event_n == 0)
        return ERR_OK;
    for (size_t i = 0; i < r->event_n; i++)
        undated |= r->events[i].day == DAY_NONE;
    enum err e = sql_patent_page_events(
        ctx->db, ctx->arena, &(struct sql_patent_page_events_in){ctx->park, id, id}, &was, &n);
    if (!e)
        e = sql_patent_event_drop(ctx->db, &(struct sql_patent_event_drop_in){ctx->park, id}, NULL);
    for (size_t i = 0; !e && i <= r->event_n; i++) {
        const struct patent_happening *now = i < r->event_n ? &r->events[i] : NULL;
        for (; !e && k < n && (!now || was[k].day <= now->day); k++) {
            struct patent_happening old = {was[k].day, was[k].code, was[k].text};
            if (old.day == DAY_NONE ? !undated : !named_again(&old, r))
                e = add_event(ctx, id, seq++, &old);
        }
        if (!e && now)
            e = add_event(ctx, id, seq++, now);
    }
    return e;
}

/* The row ------------------------------------------------------------------------------------- */

static enum err add_row(struct ctx *ctx, struct patent_id id, const struct patent_record *r,
                        struct str hash, int64_t stamp)
{
    const struct patent_party *first = applicant_of(r);
    /* A family of its own until the import's end: most records stay one. */
    struct str alone = str_print(ctx->arena, "=%s", r->number.key);
    struct sql_patent_add_in in = {
        .park = ctx->park,
        .id = id,
        .key = str_from(r->number.key),
        .office = str_from(r->number.office),
        .number = str_from(r->number.number),
        .kind = str_from(r->number.kind),
        .right_kind = r->number.right,
        .stage = r->number.stage,
        .pub_day = r->pub_day,
        .app_no = str_from(r->application.key),
        .app_day = r->app_day,
        .grant_day = r->grant_day,
        .priority_day = first_priority(r),
        .expires = r->expires,
        .title = title_of(r),
        .ipc = main_class(r),
        .applicant = first ? first->name : STR(""),
        .region = first ? (first->region.len ? first->region : first->country) : STR(""),
        .status = status_of(r),
        .legal = r->legal,
        .claims = r->claims,
        .cited = r->cited,
        .cites = r->citing >= 0 ? r->citing
                 : r->cite_n    ? (int64_t)r->cite_n
                                : -1,
        .family_size = r->family_size,
        .applicants = (int64_t)role_n(r, PATENT_APPLICANT),
        .family_simple = r->family.len ? r->family : alone,
        .family_extended = r->family_extended.len ? r->family_extended : alone,
        .source = r->format,
        .hash = hash,
        .stamp = stamp,
        .imported = ctx->now_us,
    };
    return sql_patent_add(ctx->db, &in, NULL);
}

/* The legal status of a record that its source took back: collections still name it, so it stays,
 * and says what became of it until the source gives it again. */
static const struct str withdrawn = {"来源已撤回", sizeof "来源已撤回" - 1};

static struct str newer(struct str now, struct str before)
{
    return now.len ? now : before;
}

static int32_t newer_day(int32_t now, int32_t before)
{
    return now != DAY_NONE ? now : before;
}

static int64_t newer_n(int64_t now, int64_t before)
{
    return now >= 0 ? now : before;
}

/* What the row will be: of every field the record's word, or else what was there. */
static struct sql_patent_put_in merged(struct ctx *ctx, const struct sql_patent_by_key_row *was,
                                       const struct patent_record *r, struct str hash,
                                       int64_t stamp)
{
    const struct patent_party *first = applicant_of(r);
    struct str region = first ? (first->region.len ? first->region : first->country) : STR("");
    return (struct sql_patent_put_in){
        .park = ctx->park,
        .id = was->id,
        .pub_day = newer_day(r->pub_day, was->pub_day),
        .app_no = newer(str_from(r->application.key), was->app_no),
        .app_day = newer_day(r->app_day, was->app_day),
        .grant_day = newer_day(r->grant_day, was->grant_day),
        .priority_day = newer_day(first_priority(r), was->priority_day),
        .expires = newer_day(r->expires, was->expires),
        .title = newer(title_of(r), was->title),
        .ipc = newer(main_class(r), was->ipc),
        .applicant = newer(first ? first->name : STR(""), was->applicant),
        .region = newer(region, was->region),
        .status = r->legal.len ? status_of(r) : was->status,
        .legal = newer(r->legal, str_eq(was->legal, withdrawn) ? STR("") : was->legal),
        .claims = newer_n(r->claims, was->claims),
        .cited = newer_n(r->cited, was->cited),
        .cites = newer_n(r->citing >= 0 ? r->citing
                         : r->cite_n    ? (int64_t)r->cite_n
                                        : -1,
                         was->cites),
        .family_size = newer_n(r->family_size, was->family_size),
        .applicants = first ? (int64_t)role_n(r, PATENT_APPLICANT) : was->applicants,
        .family_simple = newer(r->family, was->family_simple),
        .family_extended = newer(r->family_extended, was->family_extended),
        .source = r->format,
        .hash = hash,
        .stamp = stamp,
        .imported = ctx->now_us,
    };
}

static bool row_same(const struct sql_patent_put_in *now, const struct sql_patent_by_key_row *was)
{
    return now->pub_day == was->pub_day && str_eq(now->app_no, was->app_no) &&
           now->app_day == was->app_day && now->grant_day == was->grant_day &&
           now->priority_day == was->priority_day && now->expires == was->expires &&
           str_eq(now->title, was->title) && str_eq(now->ipc, was->ipc) &&
           str_eq(now->applicant, was->applicant) && str_eq(now->region, was->region) &&
           now->status == was->status && str_eq(now->legal, was->legal) &&
           now->claims == was->claims && now->cited == was->cited && now->cites == was->cites &&
           now->family_size == was->family_size && now->applicants == was->applicants &&
           str_eq(now->family_simple, was->family_simple) &&
           str_eq(now->family_extended, was->family_extended);
}

/* Nothing in it is new, although this source said it in other words before, or not at all. */
static enum err adds_nothing(struct ctx *ctx, const struct sql_patent_by_key_row *was,
                             const struct patent_record *r, bool *out_nothing)
{
    struct sql_patent_put_in now = merged(ctx, was, r, STR(""), 0);
    *out_nothing = false;
    if (r->deleted || !row_same(&now, was))
        return ERR_OK;
    return patent_lists_same(ctx, was->id, r, out_nothing);
}

static enum err keep_lists(struct ctx *ctx, struct patent_id id, const struct patent_record *r)
{
    enum err e = keep_texts(ctx, id, r);
    e = e ? e : keep_classes(ctx, id, r);
    e = e ? e : keep_parties(ctx, id, r);
    e = e ? e : keep_priorities(ctx, id, r);
    e = e ? e : keep_cites(ctx, id, r);
    return e ? e : keep_events(ctx, id, r);
}

enum err patent_keep(struct ctx *ctx, const struct patent_record *r, struct str file, int flags,
                     enum patent_outcome *out)
{
    struct str hash = hash_of_record(ctx->arena, r);
    struct sql_patent_by_key_row was;
    struct patent_id id;
    int64_t stamp;
    enum err e =
        sql_patent_by_key(ctx->db, ctx->arena,
                          &(struct sql_patent_by_key_in){ctx->park, str_from(r->number.key)}, &was);
    bool fresh = e == ERR_NOT_FOUND;
    if (e && !fresh)
        return e;
    if (fresh && r->deleted) { /* taken back before we had it */
        *out = PATENT_SAME;
        return ERR_OK;
    }
    if (!fresh) {
        struct sql_patent_source_hash_row before;
        e = sql_patent_source_hash(
            ctx->db, ctx->arena, &(struct sql_patent_source_hash_in){ctx->park, was.id, r->format},
            &before);
        bool nothing = !e && str_eq(before.hash, hash);
        if (e && e != ERR_NOT_FOUND)
            return e;
        bool listed = e == ERR_OK; /* this source is among those that the page names */
        e = nothing || !listed ? ERR_OK : adds_nothing(ctx, &was, r, &nothing);
        *out = PATENT_SAME;
        if (e || nothing)
            return e;
    }
    *out = flags & PATENT_KEEP_REPEATED ? PATENT_REPEATED : fresh ? PATENT_NEW : PATENT_CHANGED;
    if (flags) /* a repeated row is kept no more than one that is only looked at */
        return ERR_OK;
    if ((e = id_next(ctx, &stamp)))
        return e;
    id = fresh ? (struct patent_id){stamp} : was.id;
    struct sql_patent_put_in put = {0};
    if (!fresh)
        put = merged(ctx, &was, r, hash, stamp);
    if (r->deleted && !fresh)
        e = sql_patent_drop_status(
            ctx->db, &(struct sql_patent_drop_status_in){ctx->park, id, withdrawn, stamp}, NULL);
    else
        e = fresh ? add_row(ctx, id, r, hash, stamp) : sql_patent_put(ctx->db, &put, NULL);
    if (!e && !(r->deleted && !fresh))
        e = keep_lists(ctx, id, r);
    if (e)
        return e;
    return sql_patent_source_put(
        ctx->db,
        &(struct sql_patent_source_put_in){ctx->park, id, r->format, hash, file, ctx->now_us},
        NULL);
}
