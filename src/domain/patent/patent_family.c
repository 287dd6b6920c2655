/* Families of all patents, anew after an import: a late member may join what was apart. */
#include <stdio.h>

#include "base/vec.h"
#include "core/id.h"
#include "domain/patent/patent_each.h"
#include "domain/patent/patent_keep.h"
#include "engine/patentread/family.h"
#include "patent_query.h"

/* Beyond it the source's own family numbers have to do: the sets are held in memory. */
enum { FAMILIES_MAX = 400000 };

struct member {
    int64_t id;
    struct str key, simple, extended; /* as stored */
};

struct members {
    struct arena *arena; /* not the one that patent_each gives back */
    VEC(struct member) all;
    VEC(struct family_in) in;
};

static enum err gather(void *arg, const struct patent_seen *seen)
{
    struct members *m = arg;
    if (m->all.n == FAMILIES_MAX)
        return ERR_LIMIT;
    struct str *priorities = ARENA_ARRAY(m->arena, struct str, seen->priority_n + 1);
    for (size_t i = 0; i < seen->priority_n; i++)
        priorities[i] = str_dup(m->arena, seen->priorities[i]);
    *VEC_ADD(m->arena, &m->all) = (struct member){seen->doc.id, str_dup(m->arena, seen->key),
                                                  str_dup(m->arena, seen->doc.code[CODE_FAMILY]),
                                                  str_dup(m->arena, seen->family_extended)};
    *VEC_ADD(m->arena, &m->in) = (struct family_in){
        priorities, seen->priority_n, str_dup(m->arena, seen->doc.code[CODE_APPLICATION])};
    return ERR_OK;
}

/* Ours begins with "=", then the key of the first member; a number that a source gave stays. */
static struct str number_of(struct arena *arena, struct str stored, struct str first)
{
    if (stored.len && stored.ptr[0] != '=')
        return stored;
    return str_print(arena, "=%.*s", STR_ARG(first));
}

static enum err store(struct ctx *ctx, struct members *m, int64_t *out_n)
{
    struct family_out *out = ARENA_ARRAY(m->arena, struct family_out, m->all.n + 1);
    enum err e = ERR_OK;
    patent_families(m->arena, m->in.at, m->in.n, out);
    for (size_t i = 0; !e && i < m->all.n; i++) {
        const struct member *one = &m->all.at[i];
        struct str simple = number_of(m->arena, one->simple, m->all.at[out[i].simple].key);
        struct str extended = number_of(m->arena, one->extended, m->all.at[out[i].extended].key);
        int64_t stamp;
        if (str_eq(simple, one->simple) && str_eq(extended, one->extended))
            continue;
        if ((e = id_next(ctx, &stamp)))
            break;
        ++*out_n;
        e = sql_patent_family_put(ctx->db,
                                  &(struct sql_patent_family_put_in){ctx->park,
                                                                     (struct patent_id){one->id},
                                                                     simple, extended, stamp},
                                  NULL);
    }
    return e;
}

enum err patent_keep_families(struct ctx *ctx, int64_t *out_n)
{
    struct arena arena;
    struct members m = {.arena = &arena};
    *out_n = 0;
    arena_init(&arena, (size_t)1 << 30);
    enum err e = patent_each(ctx, 0, gather, &m);
    if (!e)
        e = store(ctx, &m, out_n);
    arena_release(&arena);
    return e == ERR_LIMIT ? ERR_OK : e;
}
