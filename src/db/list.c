/*
 * List queries: the text for a choice of conditions, order, direction and place is put together
 * from the declared pieces, kept as a prepared statement, and never holds a value.
 *
 * A page's edge is a place between two rows, written as the keys of the row before it. From it one
 * page goes forward, another back; both need the same cursor.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/driver.h"

enum { LIST_SQL_MAX = 64 * 1024, CURSOR_MAX = 4096, CURSOR_MAGIC = 0x4c };

/* One key of a cursor: a number (real keys as their bits) or a text. */
struct key {
    int64_t n;
    double real;
    struct str text;
};

struct choice {
    struct db *db;
    const struct db_list *list;
    const struct db_list_order *order;
    uint64_t on; /* bit i: condition i */
    bool down;   /* against the declared directions */
    bool place;  /* starts at a cursor */
    bool back;   /* towards the start, the cursor's own row included */
    bool count;
    struct key keys[DB_LIST_KEYS_MAX];
};

static struct str text_of(const struct choice *c, struct db_text t)
{
    return str_from(db_kind(c->db) == DB_PG ? t.pg : t.sqlite);
}

static void add_param(struct buf *sql, const struct choice *c, size_t number)
{
    buf_char(sql, db_kind(c->db) == DB_PG ? '$' : '?');
    buf_int(sql, (int64_t)number);
}

/* The direction in which the statement walks along this key. */
static bool walks_down(const struct choice *c, const struct db_list_key *key)
{
    return key->desc != c->down;
}

static bool one_way(const struct choice *c)
{
    for (size_t i = 1; i < c->order->key_n; i++)
        if (c->order->keys[i].desc != c->order->keys[0].desc)
            return false;
    return true;
}

static void add_compare(struct buf *sql, const struct choice *c, size_t i, const char *operator)
{
    buf_add(sql, text_of(c, c->order->keys[i].expr));
    buf_add(sql, str_from(operator));
    add_param(sql, c, c->list->param_n + 1 + i);
}

/* "behind the cursor": one row comparison where all keys run the same way, else spelt out. */
static void add_place(struct buf *sql, const struct choice *c)
{
    size_t n = c->order->key_n;
    buf_add(sql, STR(" AND "));
    if (one_way(c)) {
        bool down = walks_down(c, &c->order->keys[0]);
        for (size_t i = 0; i < n; i++) {
            buf_add(sql, i ? STR(", ") : STR("("));
            buf_add(sql, text_of(c, c->order->keys[i].expr));
        }
        buf_add(sql, down ? STR(") <") : STR(") >"));
        buf_add(sql, c->back ? STR("= ") : STR(" "));
        for (size_t i = 0; i < n; i++) {
            buf_add(sql, i ? STR(", ") : STR("("));
            add_param(sql, c, c->list->param_n + 1 + i);
        }
        buf_char(sql, ')');
        return;
    }
    bool down = walks_down(c, &c->order->keys[0]);
    add_compare(sql, c, 0, down ? " <= " : " >= "); /* what an index can use */
    buf_add(sql, STR(" AND "));
    for (size_t i = 0; i < n; i++) {
        bool last = i == n - 1;
        down = walks_down(c, &c->order->keys[i]);
        buf_char(sql, '(');
        add_compare(sql, c, i, last && c->back ? (down ? " <= " : " >= ") : (down ? " < " : " > "));
        if (!last) {
            buf_add(sql, STR(" OR ("));
            add_compare(sql, c, i, " = ");
            buf_add(sql, STR(" AND "));
        }
    }
    for (size_t i = 0; i < n; i++)
        buf_add(sql, i < n - 1 ? STR("))") : STR(")"));
}

static void add_order(struct buf *sql, const struct choice *c)
{
    for (size_t i = 0; i < c->order->key_n; i++) {
        buf_add(sql, i ? STR(", ") : STR(" ORDER BY "));
        buf_add(sql, text_of(c, c->order->keys[i].expr));
        buf_add(sql, walks_down(c, &c->order->keys[i]) ? STR(" DESC") : STR(" ASC"));
    }
}

static struct str list_sql(const struct choice *c, struct arena *arena)
{
    struct buf sql;
    buf_init(&sql, arena, LIST_SQL_MAX);
    if (c->count) {
        buf_add(&sql, STR("SELECT count(*) FROM (SELECT 1 "));
    } else {
        buf_add(&sql, text_of(c, c->list->head));
        for (size_t i = 0; i < c->order->key_n; i++) {
            buf_add(&sql, STR(", "));
            buf_add(&sql, text_of(c, c->order->keys[i].expr));
        }
        buf_char(&sql, ' ');
    }
    buf_add(&sql, text_of(c, c->list->tail));
    for (size_t i = 0; i < c->list->when_n; i++) {
        if (c->on >> i & 1) {
            buf_char(&sql, ' ');
            buf_add(&sql, text_of(c, c->list->whens[i].sql));
        }
    }
    if (c->place)
        add_place(&sql, c);
    if (!c->count)
        add_order(&sql, c);
    buf_add(&sql, STR(" LIMIT "));
    add_param(&sql, c, c->list->param_n + DB_LIST_KEYS_MAX + 1);
    if (c->count)
        buf_add(&sql, STR(") counted"));
    assert(!buf_full(&sql));
    return buf_str(&sql);
}

/* Parameters: base, conditions, DB_LIST_KEYS_MAX keys (unused ones are NULL), the limit. */
static size_t list_types(const struct choice *c, enum db_type *types)
{
    const struct db_list *list = c->list;
    size_t n = 0;
    for (size_t i = 0; i < list->in.n; i++)
        types[n++] = list->in.at[i].type;
    for (size_t w = 0; w < list->when_n; w++)
        for (size_t i = 0; i < list->whens[w].in.n; i++)
            types[n++] = list->whens[w].in.at[i].type;
    assert(n == list->param_n && n + DB_LIST_KEYS_MAX + 1 <= DB_PARAMS_MAX);
    for (size_t i = 0; i < DB_LIST_KEYS_MAX; i++)
        types[n++] = c->order && i < c->order->key_n ? c->order->keys[i].type : DB_INT;
    types[n++] = DB_INT;
    return n;
}

static enum err list_statement(const struct choice *c, void **out_stmt)
{
    uint64_t order = c->order ? (uint64_t)(c->order - c->list->orders) : 0;
    uint64_t variant = c->on << 16 | order << 8 | (uint64_t)c->count << 3 | (uint64_t)c->back << 2 |
                       (uint64_t)c->place << 1 | (uint64_t)c->down;
    if (!db_keep(c->db, c->list, variant, out_stmt))
        return ERR_OK;
    struct arena scratch;
    arena_init(&scratch, 4 * LIST_SQL_MAX);
    enum db_type types[DB_PARAMS_MAX];
    size_t n = list_types(c, types);
    struct str sql = list_sql(c, &scratch);
    enum err e = db_keep_new(c->db, c->list, variant, c->list->name, sql, types, n, out_stmt);
    arena_release(&scratch);
    return e;
}

/* Where the keys stand behind the row's own columns, and how they are bound. */
static struct db_slot key_slot(const struct db_list_key *key, size_t i)
{
    struct db_slot slot = {"key", key->type, false, i * sizeof(struct key)};
    if (key->type == DB_REAL)
        slot.offset += offsetof(struct key, real);
    else if (key->type == DB_TEXT || key->type == DB_BLOB)
        slot.offset += offsetof(struct key, text);
    else
        slot.type = DB_INT; /* bool, day, instant, id: plain numbers in a cursor */
    return slot;
}

static enum err bind_all(const struct choice *c, void *stmt, const void *in, int64_t limit)
{
    const struct db_list *list = c->list;
    const struct db_driver *d = c->db->driver;
    enum err e = ERR_OK;
    size_t at = 1;
    for (size_t i = 0; i < list->in.n && !e; i++)
        e = d->bind(c->db, stmt, at++, &list->in.at[i], in);
    for (size_t w = 0; w < list->when_n; w++)
        for (size_t i = 0; i < list->whens[w].in.n && !e; i++)
            e = d->bind(c->db, stmt, at++, c->on >> w & 1 ? &list->whens[w].in.at[i] : NULL, in);
    for (size_t i = 0; i < DB_LIST_KEYS_MAX && !e; i++) {
        bool bound = c->place && i < c->order->key_n;
        struct db_slot slot = bound ? key_slot(&c->order->keys[i], i) : (struct db_slot){0};
        e = d->bind(c->db, stmt, at++, bound ? &slot : NULL, c->keys);
    }
    struct db_slot slot = {"limit", DB_INT, false, 0};
    return e ? e : d->bind(c->db, stmt, at, &slot, &limit);
}

/* --- cursors: hex of magic, order, then per key eight bytes, or length and bytes of a text --- */

static struct str cursor_of(const struct choice *c, const struct key *keys, struct arena *arena)
{
    struct buf raw, hex;
    buf_init(&raw, arena, CURSOR_MAX);
    buf_init(&hex, arena, CURSOR_MAX * 2);
    buf_char(&raw, CURSOR_MAGIC);
    buf_char(&raw, (char)(c->order - c->list->orders));
    for (size_t i = 0; i < c->order->key_n; i++) {
        enum db_type type = c->order->keys[i].type;
        uint64_t bits = (uint64_t)keys[i].n;
        if (type == DB_REAL)
            memcpy(&bits, &keys[i].real, sizeof bits);
        if (type == DB_TEXT || type == DB_BLOB) {
            buf_u32(&raw, (uint32_t)keys[i].text.len);
            buf_add(&raw, keys[i].text);
        } else {
            buf_u64(&raw, bits);
        }
    }
    if (buf_full(&raw))
        return STR_NULL; /* a key of thousands of bytes: such a list ends at its first page */
    buf_hex(&hex, raw.ptr, raw.len);
    return buf_str(&hex);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_number(struct str *rest, size_t bytes, uint64_t *out)
{
    if (rest->len < bytes)
        return false;
    *out = 0;
    for (size_t i = 0; i < bytes; i++)
        *out = *out << 8 | (uint8_t)rest->ptr[i];
    *rest = str_slice(*rest, bytes, rest->len);
    return true;
}

static bool take_key(struct str *rest, enum db_type type, struct key *out)
{
    uint64_t bits;
    bool text = type == DB_TEXT || type == DB_BLOB;
    if (!take_number(rest, text ? 4 : 8, &bits) || (text && bits > rest->len))
        return false;
    if (text) {
        out->text = str_slice(*rest, 0, bits);
        *rest = str_slice(*rest, bits, rest->len);
    } else if (type == DB_REAL) {
        memcpy(&out->real, &bits, sizeof bits);
    } else {
        out->n = (int64_t)bits;
    }
    return true;
}

/* A cursor comes from outside: anything that this list could not have written is refused. */
static bool cursor_read(struct choice *c, struct str cursor, struct arena *arena)
{
    if (cursor.len % 2 || cursor.len > CURSOR_MAX * 2)
        return false;
    char *raw = arena_alloc(arena, cursor.len / 2 + 1);
    for (size_t i = 0; i < cursor.len / 2; i++) {
        int high = hex_digit(cursor.ptr[2 * i]), low = hex_digit(cursor.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        raw[i] = (char)(high << 4 | low);
    }
    struct str rest = {raw, cursor.len / 2};
    if (rest.len < 3 || rest.ptr[0] != CURSOR_MAGIC ||
        rest.ptr[1] != (char)(c->order - c->list->orders))
        return false;
    rest = str_slice(rest, 2, rest.len);
    for (size_t i = 0; i < c->order->key_n; i++)
        if (!take_key(&rest, c->order->keys[i].type, &c->keys[i]))
            return false;
    return rest.len == 0;
}

/* --- running --- */

static uint64_t conditions(const struct db_list *list, const void *in)
{
    uint64_t on = 0;
    for (size_t i = 0; i < list->when_n; i++)
        on |= (uint64_t) * ((const bool *)((const char *)in + list->whens[i].on)) << i;
    return on;
}

struct reading {
    const struct choice *choice;
    struct arena *arena;
    void *stmt;
    size_t limit;
    char *rows, *wide; /* the page; one row with its keys */
    size_t n;
    bool more;
    struct key last[DB_LIST_KEYS_MAX]; /* of the row whose keys make the next cursor */
};

/* Where the keys stand in the wide row: behind the columns, aligned. */
static size_t keys_at(const struct db_list *list)
{
    return (list->row_size + 7) & ~(size_t)7;
}

static enum err read_row(struct reading *r, struct db_slots all, char *to)
{
    const struct choice *c = r->choice;
    memset(r->wide, 0, keys_at(c->list) + sizeof r->last);
    enum err e = c->db->driver->read(c->db, r->stmt, all, r->wide, r->arena);
    if (!e && to)
        memcpy(to, r->wide, c->list->row_size);
    return e;
}

static enum err read_page(void *arg)
{
    struct reading *r = arg;
    const struct choice *c = r->choice;
    struct db_slot slots[DB_COLUMNS_MAX + DB_LIST_KEYS_MAX];
    size_t n = c->list->out.n, size = c->list->row_size;
    assert(n <= DB_COLUMNS_MAX);
    if (n)
        memcpy(slots, c->list->out.at, n * sizeof *slots);
    for (size_t i = 0; i < c->order->key_n; i++) {
        slots[n + i] = key_slot(&c->order->keys[i], i);
        slots[n + i].offset += keys_at(c->list);
    }
    struct db_slots all = {slots, n + c->order->key_n};
    r->rows = arena_alloc_array(r->arena, r->limit, size);
    r->wide = arena_alloc(r->arena, keys_at(c->list) + sizeof r->last);
    for (;;) {
        bool row;
        enum err e = c->db->driver->step(c->db, r->stmt, &row);
        if (e || !row)
            return e;
        r->more = r->n == r->limit;
        e = read_row(r, all, r->more ? NULL : r->rows + r->n * size);
        if (e)
            return e;
        /* Forward the cursor names the page's last row, back the one before its first. */
        if (!r->more || c->back)
            memcpy(r->last, r->wide + keys_at(c->list), sizeof r->last);
        if (r->more)
            return ERR_OK;
        r->n++;
    }
}

static void turn_round(struct reading *r)
{
    size_t size = r->choice->list->row_size;
    char *spare = arena_alloc(r->arena, size);
    for (size_t i = 0, j = r->n; i + 1 < j; i++) {
        j--;
        memcpy(spare, r->rows + i * size, size);
        memcpy(r->rows + i * size, r->rows + j * size, size);
        memcpy(r->rows + j * size, spare, size);
    }
}

static enum err run_page(struct choice *c, struct arena *arena, const void *in, size_t limit,
                         struct reading *r)
{
    *r = (struct reading){.choice = c, .arena = arena, .limit = limit};
    enum err e = db_start(c->db);
    if (!e)
        e = list_statement(c, &r->stmt);
    if (!e)
        e = bind_all(c, r->stmt, in, (int64_t)limit + 1);
    if (!e) {
        e = arena_run(arena, read_page, r);
        c->db->driver->reset(c->db, r->stmt);
    }
    return db_end(c->db, e);
}

enum err db_list(struct db *db, struct arena *arena, const struct db_list *list, const void *in,
                 const struct db_list_page *page, void **out_rows, size_t *out_n,
                 struct str *out_next)
{
    size_t limit = page->limit ? (size_t)page->limit : DB_LIST_ROWS;
    *out_rows = NULL;
    *out_n = 0;
    if (out_next)
        *out_next = STR_NULL;
    if (page->order < 0 || (size_t)page->order >= list->order_n)
        return ERR_INVALID;
    if (page->limit < 0 || limit > DB_LIST_ROWS_MAX)
        return ERR_LIMIT;
    struct choice c = {.db = db,
                       .list = list,
                       .order = &list->orders[page->order],
                       .on = conditions(list, in),
                       .place = !str_empty(page->after),
                       .back = page->back && !str_empty(page->after)};
    c.down = page->reverse != c.back;
    if (c.place && !cursor_read(&c, page->after, arena))
        return ERR_INVALID;
    struct reading r;
    enum err e = run_page(&c, arena, in, limit, &r);
    if (e)
        return e;
    if (c.back)
        turn_round(&r);
    if (out_next && r.more)
        *out_next = cursor_of(&c, r.last, arena);
    *out_rows = r.rows;
    *out_n = r.n;
    return ERR_OK;
}

enum err db_list_count(struct db *db, struct arena *arena, const struct db_list *list,
                       const void *in, int64_t cap, int64_t *out_n)
{
    struct choice c = {.db = db, .list = list, .on = conditions(list, in), .count = true};
    struct db_slot slot = {"n", DB_INT, false, 0};
    void *stmt;
    bool row = false;
    enum err e = db_start(db);
    if (!e)
        e = list_statement(&c, &stmt);
    if (e)
        return db_end(db, e);
    e = bind_all(&c, stmt, in, cap + 1);
    if (!e)
        e = db->driver->step(db, stmt, &row);
    if (!e)
        e = row ? db->driver->read(db, stmt, (struct db_slots){&slot, 1}, out_n, arena) : ERR_IO;
    db->driver->reset(db, stmt);
    return db_end(db, e);
}

enum err db_prepare_list(struct db *db, struct arena *arena, const struct db_list *list);

/* Every condition alone, all together, in every order and direction, from a cursor and without. */
enum err db_prepare_list(struct db *db, struct arena *arena, const struct db_list *list)
{
    enum err first = ERR_OK;
    (void)arena;
    for (size_t w = 0; w <= list->when_n + 1; w++) {
        uint64_t on = w < list->when_n    ? UINT64_C(1) << w
                      : w == list->when_n ? 0
                      : list->when_n      ? (UINT64_C(1) << list->when_n) - 1
                                          : 0;
        for (size_t o = 0; o < list->order_n; o++) {
            for (int i = 0; i < 9; i++) {
                void *stmt;
                struct choice c = {.db = db,
                                   .list = list,
                                   .order = &list->orders[o],
                                   .on = on,
                                   .down = i & 1,
                                   .place = i & 2,
                                   .back = (i & 6) == 6,
                                   .count = i == 8};
                enum err e = list_statement(&c, &stmt);
                first = first ? first : e;
            }
        }
    }
    return first;
}
