/* Names and numbers in a text that is to be published, and groups too small to be counted. */
#include "domain/matter/matter_public_rule.h"

#include "base/buf.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/utf8.h"

enum {
    CLEAN_ROUNDS = 4,
    CLEAN_BYTES_MAX = 1 << 20,
    PHONE_LEAST = 7,  /* digits of a local telephone number */
    NUMBER_LONG = 11, /* from here on no amount and no date */
    CODE_LEAST = 15,  /* credit code 18, old identity card 15 */
    CODE_DIGITS = 6,
    ROAD_BACK = 8,    /* characters of a road's name */
    HANDLE_LEAST = 5, /* of a name in a messenger */
};

/* One compared character and where it stands in the text. */
struct mark {
    uint32_t rune;
    size_t at, end;
};

struct reading {
    struct mark *at;
    size_t n;
    const struct public_names *names;
    size_t fresh; /* the mark behind what was found or passed last: a number may begin there */
};

/* ---- the compared form ----------------------------------------------------------------------- */

static bool is_silent(uint32_t r)
{
    static const uint32_t gone[] = {0xa0,   0xad,   0xb7,   0x3000, 0xfeff, 0x2060, 0x2010, 0x2011,
                                    0x2012, 0x2013, 0x2014, 0x2022, 0x30fb, 0xff08, 0xff09, 0x300a,
                                    0x300b, 0x201c, 0x201d, 0x2018, 0x2019, 0x3010, 0x3011, 0xff0d,
                                    0xff0e, 0x180e, 0x3164, 0xff3f, 0x300c, 0x300d, 0x2015, 0x2212};
    if (r <= ' ' || (r >= 0x2000 && r <= 0x200f) || (r >= 0x202a && r <= 0x202f) ||
        (r >= 0xfe00 && r <= 0xfe0f) || (r >= 0x300 && r <= 0x36f))
        return true;
    if (r < 0x80)
        return str_find_char(STR("-_.()[]{}<>*\"'~|+"), (char)r, 0) != SIZE_MAX;
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        if (r == gone[i])
            return true;
    return false;
}

static uint32_t plain(uint32_t r)
{
    if (r >= 0xff01 && r <= 0xff5e)
        r -= 0xff01 - '!';
    if (r >= 0x2460 && r <= 0x2468) /* ① */
        r = r - 0x2460 + '1';
    return r >= 'A' && r <= 'Z' ? r + 32 : r;
}

static struct reading read_text(struct arena *arena, struct str text,
                                const struct public_names *names)
{
    struct reading out = {.names = names};
    struct str rest = text;
    uint32_t rune;
    out.at = ARENA_ARRAY(arena, struct mark, text.len + 1);
    for (size_t at = 0; utf8_next(&rest, &rune); at = text.len - rest.len) {
        rune = plain(rune);
        if (!is_silent(rune))
            out.at[out.n++] = (struct mark){rune, at, text.len - rest.len};
    }
    return out;
}

static bool is_digit(uint32_t r)
{
    return r >= '0' && r <= '9';
}

static bool is_word(uint32_t r)
{
    return is_digit(r) || (r >= 'a' && r <= 'z');
}

/* 〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖, and 两 as it is said on the telephone. */
static bool is_han_digit(uint32_t r)
{
    struct str rest = STR("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两");
    uint32_t one;
    while (utf8_next(&rest, &one))
        if (one == r)
            return true;
    return false;
}

static bool is_han(uint32_t r)
{
    return (r >= 0x4e00 && r <= 0x9fff) || (r >= 0x3400 && r <= 0x4dbf);
}

static bool is_one_of(uint32_t r, struct str letters)
{
    uint32_t one;
    while (utf8_next(&letters, &one))
        if (one == r)
            return true;
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

static void add_form(struct arena *arena, struct public_names *names, struct str name,
                     enum public_kind kind)
{
    struct reading r = read_text(arena, name, NULL);
    uint32_t *runes = ARENA_ARRAY(arena, uint32_t, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        runes[i] = r.at[i].rune;
    if (r.n < PUBLIC_NAME_MIN)
        return;
    size_t *head = &names->head[runes[0] % PUBLIC_HEADS];
    *VEC_ADD(arena, names) =
        (struct public_name){runes, r.n, kind, is_word(runes[0]), is_word(runes[r.n - 1]), *head};
    *head = names->n;
}

void public_name_add(struct arena *arena, struct public_names *names, struct str name,
                     enum public_kind kind)
{
    static const char *const endings[] = {"股份有限公司", "有限责任公司", "集团有限公司",
                                          "有限公司",     "集团公司",     "（集团）",
                                          "集团",         "公司"};
    name = str_trim(name);
    add_form(arena, names, name, kind);
    if (kind != PUBLIC_FIRM && kind != PUBLIC_ORG)
        return;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        struct str ending = str_from(endings[i]);
        if (name.len <= ending.len || !str_ends(name, ending))
            continue;
        name = str_slice(name, 0, name.len - ending.len);
        if (utf8_count(name) >= PUBLIC_NAME_MIN + 1)
            add_form(arena, names, name, kind);
        i = (size_t)-1; /* 某某集团有限公司: the next ending, too */
    }
}

static bool stands_at(const struct reading *r, size_t at, const struct public_name *name)
{
    if (name->n > r->n - at)
        return false;
    for (size_t i = 0; i < name->n; i++)
        if (r->at[at + i].rune != name->at[i])
            return false;
    /* Latin names are whole words of the text as it is written: "land" is not in "island". */
    if (name->latin_start && at && is_word(r->at[at - 1].rune) && r->at[at - 1].end == r->at[at].at)
        return false;
    size_t last = at + name->n - 1;
    return !(name->latin_end && last + 1 < r->n && is_word(r->at[last + 1].rune) &&
             r->at[last].end == r->at[last + 1].at);
}

static size_t name_at(const struct reading *r, size_t at, enum public_kind *out_kind)
{
    size_t best = 0, i = r->names->head[r->at[at].rune % PUBLIC_HEADS];
    for (; i; i = r->names->at[i - 1].next) {
        const struct public_name *name = &r->names->at[i - 1];
        if (name->n > best && stands_at(r, at, name)) {
            best = name->n;
            *out_kind = name->kind;
        }
    }
    return best;
}

static bool starts_with(const struct reading *r, size_t at, const char *word)
{
    struct str rest = str_from(word);
    uint32_t rune;
    for (; utf8_next(&rest, &rune); at++)
        if (at >= r->n || r->at[at].rune != rune)
            return false;
    return true;
}

/* 王总, 李女士: nobody of the register perhaps, but somebody. */
static size_t titled_at(const struct reading *r, size_t at)
{
    static const char *const titles[] = {"总经理", "董事长", "先生", "女士", "小姐",
                                         "经理",   "厂长",   "老板", "师傅", "主任",
                                         "局长",   "科长",   "处长", "书记", "工程师"};
    struct str surnames =
        STR("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶"
            "蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷"
            "黎史龙陶贺顾毛郝龚邵钱严覃武戚莫孔汤");
    if (!is_one_of(r->at[at].rune, surnames))
        return 0;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (starts_with(r, at + 1, titles[i]))
            return 1 + utf8_count(str_from(titles[i]));
    if (!starts_with(r, at + 1, "总"))
        return 0;
    bool more = at + 2 < r->n && is_han(r->at[at + 2].rune) &&
                !is_one_of(r->at[at + 2].rune, STR("说的在要已曾来去和称反表提电"));
    return more ? 0 : 2;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static size_t digits_from(const struct reading *r, size_t at, size_t max)
{
    size_t n = 0;
    while (at + n < r->n && n < max && is_digit(r->at[at + n].rune) &&
           (n == 0 || r->at[at + n - 1].end == r->at[at + n].at))
        n++;
    return n;
}

static int64_t number_of(const struct reading *r, size_t at, size_t n)
{
    int64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (int64_t)(r->at[at + i].rune - '0');
    return value;
}

/* 2026-10-31, 2026.1.5: marks that a date takes; 0 = there is none. The gaps are one character. */
static size_t date_at(const struct reading *r, size_t at)
{
    size_t part[3], from = at;
    static const size_t most[3] = {4, 2, 2};
    for (int i = 0; i < 3; i++) {
        part[i] = digits_from(r, from, 4);
        if (part[i] == 0 || part[i] > most[i] || (i == 0 && part[i] != 4))
            return 0;
        size_t next = from + part[i];
        if (i < 2 && (next >= r->n || r->at[next].at != r->at[next - 1].end + 1))
            return 0;
        from = next;
    }
    struct date d = {(int32_t)number_of(r, at, 4), (int32_t)number_of(r, at + 4, part[1]),
                     (int32_t)number_of(r, at + 4 + part[1], part[2])};
    return d.year >= 1900 && d.year < 2100 && day_from_date(d) != DAY_NONE ? from - at : 0;
}

static bool is_unit(uint32_t rune)
{
    return is_one_of(rune, STR("元万亿吨千公平亩度立米个件只台人户次%％瓦美克升套批项辆名页"));
}

/* 20261031 written as one. */
static bool is_day(const struct reading *r, size_t at, size_t n)
{
    if (n != 8)
        return false;
    struct date d = {(int32_t)number_of(r, at, 4), (int32_t)number_of(r, at + 4, 2),
                     (int32_t)number_of(r, at + 6, 2)};
    return d.year >= 1900 && d.year < 2100 && day_from_date(d) != DAY_NONE;
}

static bool is_year(const struct reading *r, size_t at)
{
    int64_t year = number_of(r, at, 4);
    return year >= 1900 && year < 2100;
}

/* Whether these 7 to 10 digits are something else than a telephone number. */
static bool is_harmless(const struct reading *r, size_t at, size_t run, bool gaps)
{
    bool trunk = r->at[at].rune == '0' || (run == 10 && r->at[at].rune == '4');
    if (trunk)
        return false;
    if (at + run < r->n && is_unit(r->at[at + run].rune))
        return true;
    if (at && is_word(r->at[at - 1].rune) && gaps && is_year(r, at + run - 4))
        return true;                                               /* GB 32100-2015 */
    return gaps ? run == 8 && is_year(r, at) && is_year(r, at + 4) /* 2019-2026 */
                : is_day(r, at, run);
}

/* A run of letters and digits, gaps of silent characters included, up to a date. Only its
 * beginning counts, or 2345678 would be found within the amount 12345678 元. */
static size_t number_at(const struct reading *r, size_t at)
{
    size_t n = 0, digits = 0, run = 0;
    bool gaps = false;
    if (at != r->fresh && at && is_digit(r->at[at - 1].rune))
        return 0;
    while (at + n < r->n && is_word(r->at[at + n].rune)) {
        if (is_digit(r->at[at + n].rune) && date_at(r, at + n))
            break;
        digits += is_digit(r->at[at + n].rune);
        n++;
    }
    if (n >= CODE_LEAST && digits >= CODE_DIGITS)
        return n;
    for (; run < n && is_digit(r->at[at + run].rune); run++)
        gaps = gaps || (run && r->at[at + run].at != r->at[at + run - 1].end);
    if (run >= NUMBER_LONG)
        return run;
    return run < PHONE_LEAST || is_harmless(r, at, run, gaps) ? 0 : run;
}

/* 一三八零零一三八零零零, or half of it in digits. */
static size_t spoken_number_at(const struct reading *r, size_t at)
{
    size_t n = 0, han = 0;
    while (at + n < r->n && (is_digit(r->at[at + n].rune) || is_han_digit(r->at[at + n].rune))) {
        han += is_han_digit(r->at[at + n].rune);
        n++;
    }
    return han && n >= PHONE_LEAST ? n : 0;
}

/* ---- addresses ------------------------------------------------------------------------------- */

/* name@place, www.place, 微信 name: from `at` on. */
static size_t online_at(const struct reading *r, size_t at)
{
    static const char *const messengers[] = {"微信", "qq", "钉钉", "抖音", "wechat"};
    size_t n = 0;
    while (at + n < r->n && is_word(r->at[at + n].rune))
        n++;
    if (n && at + n + 1 < r->n && r->at[at + n].rune == '@' && is_word(r->at[at + n + 1].rune)) {
        n++;
        while (at + n < r->n && is_word(r->at[at + n].rune))
            n++;
        return n;
    }
    if (starts_with(r, at, "www") || starts_with(r, at, "http")) {
        n = 0;
        while (at + n < r->n && r->at[at + n].rune < 0x80)
            n++;
        return n;
    }
    for (size_t i = 0; i < sizeof messengers / sizeof messengers[0]; i++) {
        if (!starts_with(r, at, messengers[i]))
            continue;
        size_t from = at + utf8_count(str_from(messengers[i])), run = 0;
        while (from < r->n && is_one_of(r->at[from].rune, STR("号码群是为：:，,")))
            from++;
        while (from + run < r->n && is_word(r->at[from + run].rune))
            run++;
        if (run >= HANDLE_LEAST)
            return from + run - at;
    }
    return 0;
}

static size_t count_at(const struct reading *r, size_t at)
{
    size_t n = 0;
    while (at + n < r->n && n < 6 &&
           (is_word(r->at[at + n].rune) || is_han_digit(r->at[at + n].rune) ||
            is_one_of(r->at[at + n].rune, STR("十百"))))
        n++;
    return n;
}

/* 3 栋 2 单元 501 室, behind the house number. */
static size_t rooms_at(const struct reading *r, size_t at)
{
    size_t from = at;
    for (;;) {
        size_t n = count_at(r, from);
        if (!n || from + n >= r->n || !is_one_of(r->at[from + n].rune, STR("栋幢楼座层室单房区号")))
            return from - at;
        from += n + 1;
        if (from < r->n && is_one_of(r->at[from].rune, STR("元间楼")))
            from++;
    }
}

/* 样例路, 样例大道; but no 线路 and no 管道. */
static bool ends_road(uint32_t before, uint32_t rune)
{
    if (rune == 0x9053) /* 道 */
        return is_one_of(before, STR("大街"));
    if (rune == 0x8def) /* 路 */
        return !is_one_of(before, STR("线电回支管油气水"));
    return is_one_of(rune, STR("街巷弄村"));
}

/* 样例大道 12 号 3 栋 501 室, from the road's name on: `at` is its first character. */
static size_t address_at(const struct reading *r, size_t at)
{
    for (size_t n = 1; n <= ROAD_BACK && at + n < r->n; n++) {
        uint32_t rune = r->at[at + n - 1].rune;
        if (!is_han(rune) || is_one_of(rune, STR("在于至到从往址的和与及是，。")))
            return 0;
        if (n < 2 || !ends_road(r->at[at + n - 2].rune, rune))
            continue;
        size_t house = count_at(r, at + n);
        if (house && at + n + house < r->n && is_one_of(r->at[at + n + house].rune, STR("号弄")))
            return n + house + 1 + rooms_at(r, at + n + house + 1);
    }
    return 0;
}

/* ---- both ------------------------------------------------------------------------------------ */

static size_t hit_at(const struct reading *r, size_t at, enum public_kind *out_kind)
{
    size_t best = name_at(r, at, out_kind);
    const struct {
        size_t n;
        enum public_kind kind;
    } others[] = {{titled_at(r, at), PUBLIC_PERSON},
                  {online_at(r, at), PUBLIC_ONLINE},
                  {address_at(r, at), PUBLIC_ADDRESS},
                  {number_at(r, at), PUBLIC_NUMBER},
                  {spoken_number_at(r, at), PUBLIC_NUMBER}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].n > best) {
            best = others[i].n;
            *out_kind = others[i].kind;
        }
    return best;
}

/* From mark *at on; *at is left behind what was found. */
static bool next_hit(struct reading *r, size_t *at, struct public_hit *out)
{
    for (; *at < r->n; (*at)++) {
        bool begins = *at == r->fresh || *at == 0 || !is_digit(r->at[*at - 1].rune);
        size_t date = begins && is_digit(r->at[*at].rune) ? date_at(r, *at) : 0;
        size_t n = date ? 0 : hit_at(r, *at, &out->kind);
        if (date) {
            *at += date - 1;
            r->fresh = *at + 1;
        }
        if (!n)
            continue;
        out->at = r->at[*at].at;
        out->end = r->at[*at + n - 1].end;
        *at += n;
        r->fresh = *at;
        return true;
    }
    return false;
}

bool public_find(struct arena *arena, struct str text, const struct public_names *names,
                 struct public_hit *out)
{
    struct reading r = read_text(arena, text, names);
    size_t at = 0;
    return next_hit(&r, &at, out);
}

static struct str clean_once(struct arena *arena, struct str text, const struct public_names *names,
                             bool *out_changed)
{
    struct reading r = read_text(arena, text, names);
    struct public_hit hit;
    struct buf b;
    size_t from = 0, at = 0;
    buf_init(&b, arena, CLEAN_BYTES_MAX);
    *out_changed = false;
    while (next_hit(&r, &at, &hit)) {
        buf_add(&b, str_slice(text, from, hit.at));
        buf_add(&b, str_from(public_kind_replacement(hit.kind)));
        from = hit.end;
        *out_changed = true;
    }
    buf_add(&b, str_slice(text, from, text.len));
    return buf_str(&b);
}

/* What a replacement joins may be a name again; an organisation may even be called 某企业. */
struct str public_clean(struct arena *arena, struct str text, const struct public_names *names)
{
    bool changed = true;
    for (int round = 0; changed && round < CLEAN_ROUNDS; round++)
        text = clean_once(arena, text, names, &changed);
    return text;
}

const char *public_kind_replacement(enum public_kind kind)
{
    switch (kind) {
    case PUBLIC_FIRM:
        return "某企业";
    case PUBLIC_DEPARTMENT:
        return "有关部门";
    case PUBLIC_ORG:
        return "某单位";
    case PUBLIC_PERSON:
        return "某人";
    case PUBLIC_ADDRESS:
        return "某处";
    case PUBLIC_ONLINE:
        return "（联系方式略）";
    default:
        return "（号码略）";
    }
}

/* ---- counts ---------------------------------------------------------------------------------- */

/* What is held depends on the large groups alone: were it chosen by the small ones, the choice
 * would tell about them. One group of twice the minimum hides any small number in a sum that is
 * known from elsewhere; where there is none, all the others are held. */
bool public_suppress(struct public_group *groups, size_t n, int64_t minimum)
{
    struct public_group *smallest = NULL;
    size_t few = 0;
    for (size_t i = 0; i < n; i++) {
        bool small = groups[i].n > 0 && groups[i].n < minimum;
        groups[i].mark = small ? PUBLIC_FEW : PUBLIC_SHOWN;
        few += small;
        if (groups[i].n >= 2 * minimum && (!smallest || groups[i].n < smallest->n))
            smallest = &groups[i];
    }
    for (size_t i = 0; few && i < n; i++)
        if (&groups[i] == smallest || (!smallest && groups[i].n >= minimum))
            groups[i].mark = PUBLIC_HELD;
    return few == 0;
}

bool matter_may_be_public(bool firm, bool consent, bool on_behalf, bool signs_in)
{
    return firm && (consent || on_behalf || !signs_in);
}
