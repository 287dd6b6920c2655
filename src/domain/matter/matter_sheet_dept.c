/*
 * Departments of one cell: 牵头：自然资源局 配合：应急管理局、税务分局.
 *
 * Marks (、 ， ； / line ends) always part names. Blanks and 和, 与, 及 stand in names, too
 * (人力资源和社会保障局), so there the reading is taken that knows most of the text; a name that is
 * known as it stands wins whole. A name counts as known when it is in the register, was mapped, or
 * is certain: with the park's own name before it (青澜高新区应急管理局), with 等 or a role behind
 * it. The city's bureau is another body than the park's, so other prefixes are no more than a
 * proposal.
 */
#include <limits.h>

#include "base/utf8.h"
#include "domain/matter/matter_sheet_in.h"

enum {
    PIECES_MAX = 40,    /* names of one cell */
    CUTS_MAX = 12,      /* blanks and 和, 与, 及 between two marks; more are no list of names */
    KNOWN_SCORE = 1000, /* of each character of a known name */
    NEAR_MIN = 40,      /* percent of pairs that a proposal shares */
};

enum dept_role { DEPT_ANY, DEPT_LEADS, DEPT_HELPS };

/* What a name was found to mean. */
struct dept_meant {
    const struct org *org; /* NULL: unknown */
    enum dept_role role;   /* that its own words give it */
    int32_t score;
};

struct dept_found {
    const struct org *org;
    enum dept_role role;
};

struct dept_cell {
    struct matter_sheet_reader *r;
    enum dept_role role; /* said by the last label */
    struct dept_found at[PIECES_MAX];
    size_t n;
};

struct role_word {
    const char *word;
    enum dept_role role;
};

/* Longer ones before those that they end with. */
static const struct role_word role_words[] = {
    {"牵头单位", DEPT_LEADS}, {"牵头部门", DEPT_LEADS}, {"主办单位", DEPT_LEADS},
    {"主办部门", DEPT_LEADS}, {"责任单位", DEPT_LEADS}, {"责任部门", DEPT_LEADS},
    {"承办单位", DEPT_LEADS}, {"承办部门", DEPT_LEADS}, {"主责单位", DEPT_LEADS},
    {"配合单位", DEPT_HELPS}, {"配合部门", DEPT_HELPS}, {"协办单位", DEPT_HELPS},
    {"协办部门", DEPT_HELPS}, {"会办单位", DEPT_HELPS}, {"会办部门", DEPT_HELPS},
    {"协同单位", DEPT_HELPS}, {"参与单位", DEPT_HELPS}, {"协助单位", DEPT_HELPS},
    {"牵头负责", DEPT_LEADS}, {"牵头办理", DEPT_LEADS}, {"牵头", DEPT_LEADS},
    {"主办", DEPT_LEADS},     {"承办", DEPT_LEADS},     {"主责", DEPT_LEADS},
    {"负责", DEPT_LEADS},     {"配合", DEPT_HELPS},     {"协办", DEPT_HELPS},
    {"会办", DEPT_HELPS},     {"协同", DEPT_HELPS},     {"参与", DEPT_HELPS},
    {"协助", DEPT_HELPS},
};
enum { ROLE_WORDS = sizeof role_words / sizeof role_words[0] };

/* What one name means -------------------------------------------------------------------------- */

static const struct org *registered(const struct matter_sheet_reader *r, struct str key)
{
    const struct org *org = map_get(&r->names.departments, key);
    const struct str *means = org ? NULL : map_get(&r->names.said, key);
    return means ? map_get(&r->names.departments, sheet_name_key(r->ctx->arena, *means)) : org;
}

static bool letters_of(struct str some, struct str all)
{
    uint32_t a, b;
    while (utf8_next(&some, &a)) {
        do
            if (!utf8_next(&all, &b))
                return false;
        while (a != b);
    }
    return true;
}

static struct str without(struct str s, const char *ending)
{
    return str_ends(s, str_from(ending)) ? str_slice(s, 0, s.len - str_from(ending).len) : s;
}

/* Whether what stands before a department's name is the park itself: 青澜高新区 of the park
 * 青澜高新技术产业开发区, 高新区管委会, 本区. Not 青澜市: that is another body's. */
static bool is_park(struct str place, struct str park)
{
    struct str body = without(without(without(place, "管委会"), "管理委员会"), "党工委");
    if (str_empty(body))
        return !str_empty(place);
    if (!str_empty(park) && str_ends(body, park))
        return true;
    return str_ends(body, STR("区")) && (str_eq(body, STR("园区")) || str_eq(body, STR("本区")) ||
                                         str_eq(body, STR("我区")) || letters_of(body, park));
}

/* Whether a is b with the park's name before it. The park's 自然资源局 is its 自然资源分局. */
static bool is_of_park(const struct matter_sheet_reader *r, struct str a, struct str b)
{
    if (str_empty(b))
        return false;
    if (a.len > b.len && str_ends(a, b) && is_park(str_slice(a, 0, a.len - b.len), r->names.park))
        return true;
    struct str stem = without(b, "分局"), head = without(a, "局");
    return stem.len < b.len && head.len < a.len && !str_ends(a, STR("分局")) &&
           head.len > stem.len && str_ends(head, stem) &&
           is_park(str_slice(head, 0, head.len - stem.len), r->names.park);
}

/* The one department that the name can only mean, with the park's name before the one or the other;
 * NULL when there is none, or more than one. */
static const struct org *of_park(const struct matter_sheet_reader *r, struct str key)
{
    const struct org *one = NULL;
    for (size_t i = 0; i < r->names.departments.cap; i++) {
        const struct org *org = r->names.departments.slots[i].value;
        struct str name = r->names.departments.slots[i].key;
        if (!org || (!is_of_park(r, key, name) && !is_of_park(r, name, key)))
            continue;
        if (one && one->id.n != org->id.n)
            return NULL;
        one = org;
    }
    return one;
}

static const struct org *certain(const struct matter_sheet_reader *r, struct str key)
{
    const struct org *org = str_empty(key) ? NULL : registered(r, key);
    return org || str_empty(key) ? org : of_park(r, key);
}

/* A role before or behind the name: 由应急管理局牵头, 主办应急管理局, 应急管理局配合. */
static const struct org *with_role(const struct matter_sheet_reader *r, struct str key,
                                   enum dept_role *out_role)
{
    const struct org *org;
    struct str by = str_starts(key, STR("由")) ? str_slice(key, 3, key.len) : key;
    for (size_t i = 0; i < ROLE_WORDS; i++) {
        struct str word = str_from(role_words[i].word);
        *out_role = role_words[i].role;
        if (str_ends(by, word) && (org = certain(r, str_slice(by, 0, by.len - word.len))))
            return org;
        if (str_starts(by, word) && (org = certain(r, str_slice(by, word.len, by.len))))
            return org;
    }
    *out_role = DEPT_ANY;
    return by.len < key.len ? certain(r, by) : NULL;
}

/* 应急管理局等部门: the one that is named. */
static struct str and_others(struct str key)
{
    for (size_t at = key.len; at > 3; at--)
        if (str_starts(str_slice(key, at - 1, key.len), STR("等")))
            return str_slice(key, 0, at - 1);
    return STR("");
}

/* What stands in brackets behind the name: 应急管理局（协办）. */
static enum dept_role role_in_brackets(struct str name)
{
    size_t open = str_find(name, STR("（"), 0);
    if (open == SIZE_MAX)
        open = str_find_char(name, '(', 0);
    for (size_t i = 0; open != SIZE_MAX && i < ROLE_WORDS; i++)
        if (str_has(str_slice(name, open, name.len), str_from(role_words[i].word)))
            return role_words[i].role;
    return DEPT_ANY;
}

static const struct dept_meant *meant(struct matter_sheet_reader *r, struct str name)
{
    struct ctx *ctx = r->ctx;
    struct str text = str_trim(name);
    struct dept_meant *known = map_get(&r->names.meant, text);
    if (known)
        return known;
    struct str key = sheet_name_key(ctx->arena, text);
    known = ARENA_NEW(ctx->arena, struct dept_meant);
    known->org = certain(r, key);
    if (!known->org)
        known->org = with_role(r, key, &known->role);
    if (!known->org && (known->org = certain(r, and_others(key))) == NULL)
        known->org = with_role(r, and_others(key), &known->role);
    if (known->role == DEPT_ANY)
        known->role = role_in_brackets(text);
    known->score = known->org ? KNOWN_SCORE * (int32_t)utf8_count(key) : 0;
    map_put(ctx->arena, &r->names.meant, str_dup(ctx->arena, text), known);
    return known;
}

/* Unknown ones --------------------------------------------------------------------------------- */

/* How many pairs of characters of a stand in b, in percent. */
static int likeness(struct str a, struct str b)
{
    int both = 0, all = 0;
    uint32_t rune;
    for (struct str rest = a; rest.len;) {
        struct str from = rest;
        utf8_next(&rest, &rune);
        struct str after = rest;
        if (!utf8_next(&after, &rune))
            break;
        all++;
        both += str_has(b, (struct str){from.ptr, from.len - after.len});
    }
    return all ? both * 100 / all : 0;
}

/* A branch is called as the whole: 税务分局, 税务局. */
static struct str as_whole(struct arena *arena, struct str name)
{
    struct str stem = without(name, "分局");
    return stem.len < name.len ? str_print(arena, "%.*s局", STR_ARG(stem)) : name;
}

static struct str nearest(const struct matter_sheet_reader *r, struct str name)
{
    struct arena *arena = r->ctx->arena;
    struct str best = STR("");
    int most = NEAR_MIN - 1;
    name = as_whole(arena, name);
    for (size_t i = 0; i < r->names.departments.cap; i++) {
        const struct org *org = r->names.departments.slots[i].value;
        if (!org)
            continue;
        struct str key = as_whole(arena, r->names.departments.slots[i].key);
        int like = likeness(name, key), back = likeness(key, name);
        like = like > back ? like : back;
        if (like > most || (like == most && str_cmp(org->name, best) < 0)) {
            most = like;
            best = org->name;
        }
    }
    return best;
}

static void note_unknown(struct matter_sheet_reader *r, struct str name, struct str key)
{
    struct ctx *ctx = r->ctx;
    size_t *at = map_get(&r->names.unknown, key);
    if (!at) {
        if (r->plan->unknown.n == MATTER_SHEET_UNKNOWN_MAX)
            return;
        at = ARENA_NEW(ctx->arena, size_t);
        *at = r->plan->unknown.n;
        map_put(ctx->arena, &r->names.unknown, str_dup(ctx->arena, key), at);
        *VEC_ADD(ctx->arena, &r->plan->unknown) =
            (struct matter_sheet_unknown){str_dup(ctx->arena, name), 0, nearest(r, key)};
    }
    r->plan->unknown.at[*at].rows++;
}

/* Names between two marks ---------------------------------------------------------------------- */

struct cut {
    size_t from, to; /* of what parts */
};

static bool is_blank(uint32_t rune)
{
    return rune == ' ' || rune == 0x3000 || rune == 0xA0;
}

/* 和 与 及 暨 */
static bool is_and(uint32_t rune)
{
    return rune == 0x548C || rune == 0x4E0E || rune == 0x53CA || rune == 0x66A8;
}

/* Outside of brackets. */
static size_t find_cuts(struct str text, struct cut *out)
{
    size_t n = 0;
    uint32_t rune;
    int depth = 0;
    for (struct str rest = text; utf8_next(&rest, &rune);) {
        size_t to = text.len - rest.len;
        size_t from = to - (rune < 0x80 ? 1 : rune < 0x800 ? 2 : 3);
        depth += (rune == '(' || rune == 0xFF08) - (rune == ')' || rune == 0xFF09);
        if (depth > 0 || (!is_blank(rune) && !is_and(rune)))
            continue;
        if (n && out[n - 1].to == from && is_blank(rune)) {
            out[n - 1].to = to;
            continue;
        }
        if (n == CUTS_MAX)
            return 0; /* no list of names */
        out[n++] = (struct cut){from, to};
    }
    return n;
}

/* Whether the text ends as bodies are called: 局 委 办 室 中心 公司 院 所 处 科 ... */
static bool ends_as_body(struct str text)
{
    static const char *const ends[] = {"局", "委", "办", "室", "心", "司", "院", "所", "处",
                                       "科", "队", "会", "部", "厅", "署", "站", "馆", "镇",
                                       "道", "乡", "组", "校", "行", "府", ")",  "）"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends(text, str_from(ends[i])))
            return true;
    return false;
}

/* How likely text between two cuts is one name: known ones by their length; of unknown ones the
 * reading with whole bodies and few pieces. */
static int32_t piece_score(struct matter_sheet_reader *r, struct str text, const struct cut *cuts,
                           size_t i, size_t j, size_t n)
{
    size_t from = i ? cuts[i - 1].to : 0, to = j < n ? cuts[j].from : text.len;
    struct str piece = str_trim(str_slice(text, from, to));
    int32_t score = str_empty(piece) ? 1 : meant(r, piece)->score;
    if (score)
        return score - 1;
    score = j < n && !ends_as_body(piece) ? -51 : -1;
    for (size_t k = i; k < j; k++) /* parts that are bodies of their own */
        score -= ends_as_body(str_trim(str_slice(text, from, cuts[k].from))) ? 10 : 0;
    return score;
}

static void add(struct dept_cell *cell, struct str name)
{
    struct str key = sheet_name_key(cell->r->ctx->arena, name);
    if (str_empty(key) || cell->n == PIECES_MAX)
        return;
    for (size_t i = 0; i < ROLE_WORDS; i++) /* a label without its colon: 牵头 应急管理局 */
        if (str_eq(key, str_from(role_words[i].word))) {
            cell->role = role_words[i].role;
            return;
        }
    const struct dept_meant *m = meant(cell->r, name);
    enum dept_role role = m->role ? m->role : cell->role;
    if (!m->org)
        note_unknown(cell->r, str_trim(name), key);
    cell->at[cell->n++] = (struct dept_found){m->org, role};
}

/* The best reading of what stands between two marks. */
static void add_names(struct dept_cell *cell, struct str text)
{
    struct cut cuts[CUTS_MAX];
    int32_t best[CUTS_MAX + 2] = {0};
    size_t next[CUTS_MAX + 2] = {0};
    text = str_trim(text);
    size_t n = find_cuts(text, cuts);
    for (size_t i = n + 1; i-- > 0;) { /* the text behind the i-th cut */
        best[i] = INT_MIN;
        for (size_t j = n + 1; j-- > i;) {
            int32_t score = piece_score(cell->r, text, cuts, i, j, n) + (j < n ? best[j + 1] : 0);
            if (score > best[i]) {
                best[i] = score;
                next[i] = j;
            }
        }
    }
    for (size_t i = 0; i <= n; i = next[i] + 1) {
        size_t to = next[i] < n ? cuts[next[i]].from : text.len;
        add(cell, str_slice(text, i ? cuts[i - 1].to : 0, to));
    }
}

/* Marks and labels ----------------------------------------------------------------------------- */

/* Up to the next mark outside of brackets: 、 ， ； , ; / | + & and line ends. */
static bool next_part(struct str *rest, struct str *out_part)
{
    struct str from = *rest;
    uint32_t rune;
    int depth = 0;
    if (str_empty(from))
        return false;
    while (utf8_next(rest, &rune)) {
        depth += (rune == '(' || rune == 0xFF08) - (rune == ')' || rune == 0xFF09);
        bool mark = rune == 0x3001 || rune == 0xFF0C || rune == 0xFF1B || rune == ',' ||
                    rune == ';' || rune == '/' || rune == 0xFF0F || rune == '|' || rune == '+' ||
                    rune == '&' || rune == 0xFF0B || rune == 0xFF06 || rune == '\t' ||
                    rune == 0x3002;
        if ((mark && depth <= 0) || rune == '\n') {
            *out_part = (struct str){from.ptr, from.len - rest->len - (rune < 0x80 ? 1 : 3)};
            return true;
        }
    }
    *out_part = from;
    return true;
}

static size_t find_colon(struct str text, size_t *out_len)
{
    size_t wide = str_find(text, STR("："), 0), narrow = str_find_char(text, ':', 0);
    *out_len = wide < narrow ? 3 : 1;
    return wide < narrow ? wide : narrow;
}

/* What stands before a colon: a label, maybe with a name before it (X 配合：Y); or the name itself
 * (X：somebody); what is neither is passed over. */
static void take_label(struct dept_cell *cell, struct str before)
{
    before = str_trim(before);
    for (size_t i = 0; i < ROLE_WORDS; i++)
        if (str_ends(before, str_from(role_words[i].word))) {
            add_names(cell, without(before, role_words[i].word));
            cell->role = role_words[i].role;
            return;
        }
    if (!str_empty(before) && meant(cell->r, before)->org)
        add(cell, before);
}

static void take_part(struct dept_cell *cell, struct str part)
{
    size_t colon, len;
    while ((colon = find_colon(part, &len)) != SIZE_MAX) {
        take_label(cell, str_slice(part, 0, colon));
        part = str_slice(part, colon + len, part.len);
    }
    add_names(cell, part);
}

/* The first that is said to lead, else the first of which nothing is said. */
static size_t lead_of(const struct dept_cell *cell)
{
    for (enum dept_role role = DEPT_LEADS + 1; role-- > DEPT_ANY;)
        for (size_t i = 0; i < cell->n; i++)
            if (cell->at[i].role == role)
                return i;
    return SIZE_MAX;
}

enum err matter_sheet_departments(struct matter_sheet_reader *r, struct str text,
                                  struct org_id *out, size_t max, size_t *out_n, bool *out_known)
{
    struct dept_cell cell = {.r = r};
    struct str part;
    *out_n = 0;
    while (next_part(&text, &part))
        take_part(&cell, part);
    size_t lead = lead_of(&cell);
    if (cell.n && (lead == SIZE_MAX || !cell.at[lead].org))
        *out_known = false;
    for (size_t k = 0; k <= cell.n; k++) {
        size_t i = k ? k - 1 : lead; /* the one that leads, and then all in their order */
        if (i >= cell.n || !cell.at[i].org)
            continue;
        bool twice = false;
        for (size_t j = 0; j < *out_n; j++)
            twice = twice || out[j].n == cell.at[i].org->id.n;
        if (!twice && *out_n < max)
            out[(*out_n)++] = cell.at[i].org->id;
    }
    return ERR_OK;
}
