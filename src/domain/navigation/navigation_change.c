#include "domain/navigation/navigation_change.h"

#include <string.h>

static void put(char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (char)(value >> (8 * i) & 0xff);
}

static uint64_t get(const char *at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return value;
}

void navigation_state_pack(const struct navigation_state *s, char out[NAVIGATION_STATE_BYTES])
{
    memset(out, 0, NAVIGATION_STATE_BYTES);
    put(out, (uint64_t)s->id, 8);
    put(out + 8, s->names, 8);
    put(out + 16, s->classes, 8);
    put(out + 24, s->figures, 4);
    put(out + 28, s->status, 1);
}

struct navigation_state navigation_state_unpack(const char in[NAVIGATION_STATE_BYTES])
{
    return (struct navigation_state){(int64_t)get(in, 8), get(in + 8, 8), get(in + 16, 8),
                                     (uint32_t)get(in + 24, 4), (uint8_t)get(in + 28, 1)};
}

static enum navigation_why why_in(const struct navigation_since *since, int64_t id)
{
    if (since->came_since(since, id))
        return NAVIGATION_WHY_NEW;
    if (since->marked(since, id, true))
        return NAVIGATION_WHY_MARK;
    return since->query_changed ? NAVIGATION_WHY_QUERY : NAVIGATION_WHY_TEXT;
}

static enum navigation_why why_out(const struct navigation_since *since, int64_t id)
{
    if (since->marked(since, id, false))
        return NAVIGATION_WHY_MARK;
    return since->query_changed ? NAVIGATION_WHY_QUERY : NAVIGATION_WHY_TEXT;
}

/* Of a record that belonged both times. */
static enum navigation_why why_moved(const struct navigation_state *was,
                                     const struct navigation_state *is)
{
    return was->status != is->status     ? NAVIGATION_WHY_STATUS
           : was->classes != is->classes ? NAVIGATION_WHY_CLASS
           : was->names != is->names     ? NAVIGATION_WHY_NAME
                                         : NAVIGATION_WHY_TEXT;
}

static void count_figures(struct navigation_change *out, uint32_t bits, enum navigation_why why,
                          bool came)
{
    for (int i = 0; i < NAVIGATION_FIGURES_MAX; i++)
        if (bits >> i & 1) {
            if (came)
                out->figure[i].came[why]++;
            else
                out->figure[i].gone[why]++;
        }
}

static void move(struct navigation_change *out, struct navigation_move move)
{
    if (out->moved++ < NAVIGATION_MOVES_MAX)
        out->moves[out->moved - 1] = move;
}

static void both(const struct navigation_state *was, const struct navigation_state *is,
                 uint32_t figures, struct navigation_change *out)
{
    enum navigation_why why = why_moved(was, is);
    out->status += was->status != is->status;
    out->classes += was->classes != is->classes;
    out->names += was->names != is->names;
    uint32_t into = is->figures & ~was->figures & figures;
    uint32_t out_of = was->figures & ~is->figures & figures;
    count_figures(out, into, why, true);
    count_figures(out, out_of, why, false);
    if (into || out_of || was->status != is->status || was->classes != is->classes ||
        was->names != is->names)
        move(out,
             (struct navigation_move){.id = is->id, .why = why, .into = into, .out_of = out_of});
}

void navigation_compare(const struct navigation_state *before, size_t before_n,
                        const struct navigation_state *now, size_t now_n, uint32_t figures,
                        const struct navigation_since *since, struct navigation_change *out)
{
    *out = (struct navigation_change){.before = (int64_t)before_n, .now = (int64_t)now_n};
    size_t b = 0, n = 0;
    while (b < before_n || n < now_n) {
        if (n == now_n || (b < before_n && before[b].id < now[n].id)) {
            enum navigation_why why = why_out(since, before[b].id);
            out->gone[why]++;
            count_figures(out, before[b].figures & figures, why, false);
            move(out, (struct navigation_move){.id = before[b].id,
                                               .why = why,
                                               .gone = true,
                                               .out_of = before[b].figures & figures});
            b++;
        } else if (b == before_n || now[n].id < before[b].id) {
            enum navigation_why why = why_in(since, now[n].id);
            out->came[why]++;
            count_figures(out, now[n].figures & figures, why, true);
            move(out,
                 (struct navigation_move){
                     .id = now[n].id, .why = why, .came = true, .into = now[n].figures & figures});
            n++;
        } else {
            both(&before[b++], &now[n++], figures, out);
        }
    }
}

const char *navigation_why_word(enum navigation_why why)
{
    static const char *const words[NAVIGATION_WHY_END_] = {
        [NAVIGATION_WHY_NEW] = "新入库",
        [NAVIGATION_WHY_MARK] = "人工标记",
        [NAVIGATION_WHY_QUERY] = "专题库的检索式或截止日改过",
        [NAVIGATION_WHY_STATUS] = "法律状态变了",
        [NAVIGATION_WHY_CLASS] = "重新分类",
        [NAVIGATION_WHY_NAME] = "申请人名称更正",
        [NAVIGATION_WHY_TEXT] = "记录有别的改动"};
    return why > 0 && why < NAVIGATION_WHY_END_ ? words[why] : "";
}
