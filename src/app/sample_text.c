#include "app/sample_text.h"

#include "base/buf.h"

enum { SAMPLE_TEXT_MAX = 8192 };

static enum err bad(struct arena *arena, struct error *error, const char *file, int line)
{
    return error_set(error, ERR_INVALID, STR_NULL, T("示范数据第 {} 行写得不对"),
                     str_print(arena, "%s:%d", file, line));
}

static void split(struct str line, char separator, struct str fields[SAMPLE_FIELDS])
{
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        if (!str_cut(&line, separator, &fields[i]))
            fields[i] = STR("");
}

static bool add_class(struct arena *arena, struct sample_texts *out, struct str f[])
{
    struct sample_class class = {.path = f[1]};
    if (!str_int(f[2], &class.days))
        return false;
    *VEC_ADD(arena, &out->classes) = class;
    return true;
}

static bool add_park_line(struct arena *arena, struct sample_texts *out, struct str f[])
{
    if (str_eq(f[0], STR("park")))
        out->park = f[1];
    else if (str_eq(f[0], STR("zone")))
        *VEC_ADD(arena, &out->zones) = f[1];
    else if (str_eq(f[0], STR("department")))
        *VEC_ADD(arena, &out->departments) =
            (struct sample_department){f[1], f[2], f[3], f[4], f[5]};
    else if (str_eq(f[0], STR("staff")))
        *VEC_ADD(arena, &out->staff) = (struct sample_staff){f[1], f[2], f[3], f[4]};
    else if (str_eq(f[0], STR("firm")))
        *VEC_ADD(arena, &out->firms) = (struct sample_firm){f[1], f[2], f[3], f[4], f[5], f[6]};
    else if (str_eq(f[0], STR("class")))
        return add_class(arena, out, f);
    else
        return false;
    return true;
}

static enum err read_park(struct arena *arena, struct str text, struct sample_texts *out,
                          struct error *error)
{
    struct str line, fields[SAMPLE_FIELDS];
    for (int n = 1; str_cut(&text, '\n', &line); n++) {
        if (str_empty(line) || line.ptr[0] == '#')
            continue;
        split(line, '\t', fields);
        if (!add_park_line(arena, out, fields))
            return bad(arena, error, "park.txt", n);
    }
    return ERR_OK;
}

static bool read_urgency(struct str word, enum matter_urgency *out)
{
    static const struct {
        struct str word;
        enum matter_urgency urgency;
    } words[] = {
        {{"ordinary", 8}, MATTER_ORDINARY},
        {{"hard", 4}, MATTER_HARD},
        {{"utility", 7}, MATTER_UTILITY},
        {{"danger", 6}, MATTER_DANGER},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, word)) {
            *out = words[i].urgency;
            return true;
        }
    return false;
}

static bool begin_request(struct arena *arena, struct sample_texts *out, struct str line)
{
    struct str f[SAMPLE_FIELDS];
    struct sample_request *r = VEC_ADD(arena, &out->requests);
    split(str_slice(line, 1, line.len), '|', f);
    *r = (struct sample_request){.class = str_trim(f[0]),
                                 .lead = str_trim(f[2]),
                                 .helpers = str_trim(f[3]),
                                 .zones = str_trim(f[4])};
    return read_urgency(str_trim(f[1]), &r->urgency);
}

static bool add_request_line(struct sample_request *r, struct str line)
{
    struct str text = str_trim(str_slice(line, 1, line.len));
    switch (line.ptr[0]) {
    case 'T':
        r->title = text;
        return true;
    case 'B':
        r->body = text;
        return true;
    case 'A':
        r->answer = text;
        return true;
    case 'R':
        r->result = text;
        return true;
    case 'P':
        if (r->progress_n == SAMPLE_PROGRESS_MAX)
            return false;
        r->progress[r->progress_n++] = text;
        return true;
    default:
        return false;
    }
}

enum err sample_read(struct arena *arena, struct str park, struct str requests,
                     struct sample_texts *out, struct error *error)
{
    struct str line;
    *out = (struct sample_texts){0};
    enum err e = read_park(arena, park, out, error);
    if (e)
        return e;
    bool body = false; /* the head of the file is a comment too, up to the first blank line */
    for (int n = 1; str_cut(&requests, '\n', &line); n++) {
        if (str_empty(line)) {
            body = true;
            continue;
        }
        if (!body)
            continue;
        bool good = line.ptr[0] == '#'
                        ? begin_request(arena, out, line)
                        : out->requests.n > 0 &&
                              add_request_line(&out->requests.at[out->requests.n - 1], line);
        if (!good)
            return bad(arena, error, "requests.txt", n);
    }
    return ERR_OK;
}

uint64_t dice_throw(struct dice *dice)
{
    uint64_t z = (dice->state += UINT64_C(0x9E3779B97F4A7C15)); /* splitmix64 */
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int64_t dice_below(struct dice *dice, int64_t limit)
{
    return (int64_t)(dice_throw(dice) % (uint64_t)limit);
}

bool dice_percent(struct dice *dice, int64_t percent)
{
    return dice_below(dice, 100) < percent;
}

static struct str choose(struct dice *dice, const struct sample_firm *firm,
                         struct sample_chosen *chosen, struct str place)
{
    struct str name, list = place, value;
    str_cut(&list, ':', &name);
    if (str_eq(name, STR("firm")))
        return firm->name;
    if (str_eq(name, STR("short")))
        return firm->short_name;
    if (str_eq(name, STR("make")))
        return firm->make;
    for (size_t i = 0; i < chosen->n; i++)
        if (str_eq(chosen->at[i].name, name))
            return chosen->at[i].value;
    int64_t n = 1;
    for (size_t at = 0; (at = str_find_char(list, '|', at)) != SIZE_MAX; at++)
        n++;
    for (int64_t pick = dice_below(dice, n); str_cut(&list, '|', &value) && pick > 0; pick--)
        continue;
    if (chosen->n < SAMPLE_CHOSEN_MAX) {
        chosen->at[chosen->n].name = name;
        chosen->at[chosen->n++].value = value;
    }
    return value;
}

struct str sample_expand(struct arena *arena, struct dice *dice, const struct sample_firm *firm,
                         struct sample_chosen *chosen, struct str text)
{
    struct buf out;
    size_t at = 0, open;
    buf_init(&out, arena, SAMPLE_TEXT_MAX);
    while ((open = str_find_char(text, '{', at)) != SIZE_MAX) {
        size_t end = str_find_char(text, '}', open);
        if (end == SIZE_MAX)
            break;
        buf_add(&out, str_slice(text, at, open));
        buf_add(&out, choose(dice, firm, chosen, str_slice(text, open + 1, end)));
        at = end + 1;
    }
    buf_add(&out, str_slice(text, at, text.len));
    return buf_str(&out);
}
