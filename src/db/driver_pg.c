/*
 * PostgreSQL through libpq: prepared statements with declared types, values and rows in binary, one
 * round trip per statement. Writing transactions are READ COMMITTED behind one advisory lock, so
 * that they run one after the other as on SQLite; each statement sees all that was committed before
 * the lock was got.
 */
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "db/driver.h"

/* Of pg_type; they never change. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_NUMERIC = 1700,
};

enum { PG_NAME_MAX = 24, PG_BASE = 10000 };

struct pg_stmt {
    char name[PG_NAME_MAX];
    const char *query; /* for the log */
    int n;
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    uint64_t numbers[DB_PARAMS_MAX];
    PGresult *result;     /* of the run in progress */
    int row;              /* the present one; -1 before the first */
    struct pg_stmt *next; /* unused ones */
};

struct pg {
    PGconn *conn;
    bool unknown;
    uint64_t statements; /* ever prepared: their names */
    struct pg_stmt *unused;
};

static struct pg *pg(const struct db *db)
{
    return db->handle;
}

static enum err code_of(const char *state)
{
    struct str s = str_from(state ? state : "");
    if (str_starts(s, STR("23")) || str_eq(s, STR("P0001"))) /* P0001: a trigger refused */
        return ERR_CONFLICT;
    if (str_eq(s, STR("40001")) || str_eq(s, STR("40P01")) || str_eq(s, STR("55P03")))
        return ERR_BUSY;
    if (str_eq(s, STR("53100")))
        return ERR_FULL;
    return ERR_IO;
}

static enum err fail(const struct db *db, const PGresult *result, const char *what)
{
    enum err e = code_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    if (e == ERR_IO || e == ERR_FULL) {
        struct str why = str_trim(str_from(PQerrorMessage(pg(db)->conn)));
        log_error("postgresql: %s: %.*s", what, STR_ARG(why));
    }
    return e;
}

static bool is_good(const PGresult *result)
{
    ExecStatusType s = PQresultStatus(result);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static enum err pg_run(struct db *db, const char *sql)
{
    PGresult *result = PQexec(pg(db)->conn, sql);
    enum err e = is_good(result) ? ERR_OK : fail(db, result, "statement");
    PQclear(result);
    return e;
}

static void quiet(void *arg, const PGresult *result)
{
    (void)arg, (void)result;
}

static enum err settings(struct db *db)
{
    char text[400];
    PQsetNoticeReceiver(pg(db)->conn, quiet, NULL);
    snprintf(text, sizeof text,
             "SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET lock_timeout = %d;"
             "SET default_transaction_isolation = 'read committed';"
             "SET default_transaction_read_only = %s",
             DB_BUSY_MS, db->mode == DB_READ ? "on" : "off");
    return pg_run(db, text);
}

/* A schema to work in, and texts that are UTF-8 all through. */
static bool fits(struct db *db)
{
    PGresult *r = PQexec(pg(db)->conn, "SELECT current_schema() IS NOT NULL AND "
                                       "current_setting('server_encoding') = 'UTF8'");
    bool good = is_good(r) && PQntuples(r) == 1 && strcmp(PQgetvalue(r, 0, 0), "t") == 0;
    PQclear(r);
    return good;
}

static enum err pg_open(struct db *db, struct str url, struct error *error)
{
    db->handle = ARENA_NEW(&db->own, struct pg);
    pg(db)->conn = PQconnectdb(str_c(&db->own, url));
    if (PQstatus(pg(db)->conn) != CONNECTION_OK) {
        struct str why = str_dup(db->arena, str_trim(str_from(PQerrorMessage(pg(db)->conn))));
        return error_set(error, ERR_IO, STR_NULL, T("连不上 PostgreSQL：{}"), why);
    }
    enum err e = settings(db);
    if (!e && !fits(db))
        return error_set(error, ERR_IO, STR_NULL,
                         T("PostgreSQL 数据库须为 UTF8 编码，且 search_path 所指的模式须已存在"),
                         STR_NULL);
    return e ? error_set(error, e, STR_NULL, T("打不开数据库 {}"), STR("PostgreSQL")) : ERR_OK;
}

static void pg_close(struct db *db)
{
    if (db->handle)
        PQfinish(pg(db)->conn);
    db->handle = NULL;
}

/* A connection that was lost is made again before the next transaction, never within one. */
static enum err reconnect(struct db *db)
{
    if (PQstatus(pg(db)->conn) == CONNECTION_OK)
        return ERR_OK;
    db_forget_all(db);
    PQreset(pg(db)->conn);
    if (PQstatus(pg(db)->conn) != CONNECTION_OK)
        return ERR_IO;
    log_warn("postgresql: connected again");
    return settings(db);
}

static PGresult *run_literal(struct db *db, const char *literal, bool begin)
{
    PGresult *result = PQexec(pg(db)->conn, literal);
    if (!begin || PQstatus(pg(db)->conn) == CONNECTION_OK)
        return result;
    /* Found dead only now; nothing was begun, so once more on a new connection is safe. */
    PQclear(result);
    return reconnect(db) ? NULL : PQexec(pg(db)->conn, literal);
}

static enum err pg_run_again(struct db *db, const char *literal)
{
    bool commit = strcmp(literal, "COMMIT") == 0, begin = strncmp(literal, "BEGIN", 5) == 0;
    enum err e = begin ? reconnect(db) : ERR_OK;
    if (e)
        return e;
    pg(db)->unknown = false;
    PGresult *result = run_literal(db, literal, begin);
    e = is_good(result) ? ERR_OK : fail(db, result, literal);
    /* COMMIT of a transaction that had failed succeeds as a ROLLBACK. */
    if (!e && commit && strcmp(PQcmdStatus(result), "COMMIT") != 0)
        e = ERR_IO;
    PQclear(result);
    pg(db)->unknown = e && commit && PQstatus(pg(db)->conn) != CONNECTION_OK;
    return e;
}

static Oid oid_of(enum db_type type)
{
    switch (type) {
    case DB_REAL:
        return OID_FLOAT8;
    case DB_TEXT:
        return OID_TEXT;
    case DB_BLOB:
        return OID_BYTEA;
    default:
        return OID_INT8;
    }
}

static enum err pg_prepare(struct db *db, const char *name, struct str sql,
                           const enum db_type *types, size_t n, void **out_stmt)
{
    Oid oids[DB_PARAMS_MAX];
    struct pg_stmt *s = pg(db)->unused;
    if (s)
        pg(db)->unused = s->next;
    else
        s = ARENA_NEW(&db->own, struct pg_stmt);
    *s = (struct pg_stmt){.query = name, .n = (int)n, .row = -1};
    snprintf(s->name, sizeof s->name, "q%llu", (unsigned long long)++pg(db)->statements);
    for (size_t i = 0; i < n; i++)
        oids[i] = oid_of(types[i]);
    struct arena_mark mark = arena_mark(&db->own);
    PGresult *result = PQprepare(pg(db)->conn, s->name, str_c(&db->own, sql), (int)n, oids);
    arena_reset(&db->own, mark);
    enum err e = is_good(result) ? ERR_OK : fail(db, result, name);
    PQclear(result);
    *out_stmt = s;
    if (e) {
        s->next = pg(db)->unused;
        pg(db)->unused = s;
    }
    return e;
}

static void pg_finish(struct db *db, void *stmt)
{
    struct pg_stmt *s = stmt;
    char text[PG_NAME_MAX + 20];
    PQclear(s->result);
    /* Within a failed transaction it stays; its name is never used again. */
    if (!db->closing && PQstatus(pg(db)->conn) == CONNECTION_OK &&
        PQtransactionStatus(pg(db)->conn) != PQTRANS_INERROR) {
        snprintf(text, sizeof text, "DEALLOCATE %s", s->name);
        pg_run(db, text);
    }
    s->next = pg(db)->unused;
    pg(db)->unused = s;
}

static void put_number(struct pg_stmt *s, size_t i, uint64_t bits)
{
    s->numbers[i] = htobe64(bits);
    s->values[i] = (const char *)&s->numbers[i];
    s->lengths[i] = sizeof bits;
}

static void put_text(struct pg_stmt *s, size_t i, struct str text)
{
    s->values[i] = text.ptr;
    s->lengths[i] = (int)text.len;
}

static void put_real(struct pg_stmt *s, size_t i, double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    put_number(s, i, bits);
}

static enum err pg_bind(struct db *db, void *stmt, size_t at, const struct db_slot *slot,
                        const void *in)
{
    struct pg_stmt *s = stmt;
    size_t i = at - 1;
    (void)db;
    s->values[i] = NULL;
    s->lengths[i] = 0;
    s->formats[i] = 1;
    if (!slot)
        return ERR_OK;
    const void *p = (const char *)in + slot->offset;
    const struct maybe_int *maybe = p;
    const struct maybe_real *real = p;
    switch (slot->type) {
    case DB_INT:
    case DB_BOOL:
        if (slot->maybe && maybe->is)
            put_number(s, i, slot->type == DB_BOOL ? maybe->n != 0 : (uint64_t)maybe->n);
        else if (!slot->maybe)
            put_number(s, i, slot->type == DB_BOOL ? *(const bool *)p : *(const uint64_t *)p);
        break;
    case DB_REAL:
        if (!slot->maybe || real->is)
            put_real(s, i, slot->maybe ? real->n : *(const double *)p);
        break;
    case DB_DAY:
        if (*(const int32_t *)p != DAY_NONE)
            put_number(s, i, (uint64_t)(int64_t) * (const int32_t *)p);
        break;
    case DB_INSTANT:
    case DB_ID:
        if (!slot->maybe || *(const int64_t *)p != 0)
            put_number(s, i, *(const uint64_t *)p);
        break;
    case DB_TEXT:
    case DB_BLOB:
        put_text(s, i, *(const struct str *)p);
        break;
    }
    return ERR_OK;
}

static enum err pg_step(struct db *db, void *stmt, bool *out_row)
{
    struct pg_stmt *s = stmt;
    *out_row = false;
    if (!s->result) {
        s->result =
            PQexecPrepared(pg(db)->conn, s->name, s->n, s->values, s->lengths, s->formats, 1);
        s->row = -1;
        if (!is_good(s->result))
            return fail(db, s->result, s->query);
    }
    *out_row = ++s->row < PQntuples(s->result);
    return ERR_OK;
}

/* --- reading: by the type that the server says, into the type that the slot says --- */

static uint64_t big(const char *p, int n)
{
    uint64_t bits = 0;
    for (int i = 0; i < n; i++)
        bits = bits << 8 | (uint8_t)p[i];
    return bits;
}

/* numeric, which sum() of bigint answers: digits to the base 10,000, the first one's power of that
 * base, sign. What lies behind the point matters to reals only. */
static double numeric_real(const char *p, int64_t *out_int)
{
    int n = (int)big(p, 2), weight = (int16_t)big(p + 2, 2);
    bool minus = big(p + 4, 2) == 0x4000;
    double real = 0, unit = 1;
    uint64_t whole = 0;
    for (int i = 0; i < n || i <= weight; i++) {
        uint64_t digit = i < n ? big(p + 8 + 2 * i, 2) : 0;
        if (i <= weight) {
            whole = whole * PG_BASE + digit;
            real = real * PG_BASE + (double)digit;
        } else {
            unit /= PG_BASE;
            real += (double)digit * unit;
        }
    }
    *out_int = minus ? (int64_t)(0 - whole) : (int64_t)whole;
    return minus ? -real : real;
}

struct number {
    int64_t n;
    double real;
};

static enum err read_number(const PGresult *r, int row, int column, struct number *out)
{
    const char *p = PQgetvalue(r, row, column);
    int n = PQgetlength(r, row, column);
    uint64_t bits = n <= 8 ? big(p, n) : 0;
    uint32_t bits32 = (uint32_t)bits;
    float single;
    switch (PQftype(r, column)) {
    case OID_INT8:
        out->n = (int64_t)bits;
        break;
    case OID_INT4:
        out->n = (int32_t)bits32;
        break;
    case OID_INT2:
        out->n = (int16_t)bits;
        break;
    case OID_BOOL:
        out->n = (int64_t)bits;
        break;
    case OID_FLOAT8:
        memcpy(&out->real, &bits, sizeof out->real);
        out->n = (int64_t)out->real;
        return ERR_OK;
    case OID_FLOAT4:
        memcpy(&single, &bits32, sizeof single);
        out->real = single;
        out->n = (int64_t)single;
        return ERR_OK;
    case OID_NUMERIC:
        out->real = numeric_real(p, &out->n);
        return ERR_OK;
    default:
        log_error("postgresql: column %s is no number (type %u)", PQfname(r, column),
                  PQftype(r, column));
        return ERR_IO;
    }
    out->real = (double)out->n;
    return ERR_OK;
}

static void put_value(const struct db_slot *slot, void *p, const struct number *number)
{
    if (slot->type == DB_REAL && slot->maybe)
        *(struct maybe_real *)p = (struct maybe_real){true, number->real};
    else if (slot->type == DB_REAL)
        *(double *)p = number->real;
    else if ((slot->type == DB_INT || slot->type == DB_BOOL) && slot->maybe)
        *(struct maybe_int *)p = (struct maybe_int){true, number->n};
    else if (slot->type == DB_BOOL)
        *(bool *)p = number->n != 0;
    else if (slot->type == DB_DAY)
        *(int32_t *)p = (int32_t)number->n;
    else
        *(int64_t *)p = number->n;
}

static enum err read_null(const struct db_slot *slot, void *p)
{
    bool plain = slot->type == DB_INT || slot->type == DB_REAL || slot->type == DB_BOOL;
    if (plain && !slot->maybe) {
        log_error("postgresql: %s is NULL; declare it `-- out: %s ...?`", slot->name, slot->name);
        return ERR_IO;
    }
    if (slot->type == DB_DAY)
        *(int32_t *)p = DAY_NONE;
    return ERR_OK;
}

static enum err pg_read(struct db *db, void *stmt, struct db_slots out, void *row,
                        struct arena *arena)
{
    struct pg_stmt *s = stmt;
    (void)db;
    for (size_t i = 0; i < out.n; i++) {
        const struct db_slot *slot = &out.at[i];
        void *p = (char *)row + slot->offset;
        struct number number = {0};
        enum err e = ERR_OK;
        if (PQgetisnull(s->result, s->row, (int)i)) {
            e = read_null(slot, p);
        } else if (slot->type == DB_TEXT || slot->type == DB_BLOB) {
            size_t n = (size_t)PQgetlength(s->result, s->row, (int)i);
            *(struct str *)p =
                (struct str){arena_copy(arena, PQgetvalue(s->result, s->row, (int)i), n), n};
        } else {
            e = read_number(s->result, s->row, (int)i, &number);
            if (!e)
                put_value(slot, p, &number);
        }
        if (e)
            return e;
    }
    return ERR_OK;
}

static int64_t pg_changed(struct db *db, void *stmt)
{
    int64_t n = 0;
    (void)db;
    return str_int(str_from(PQcmdTuples(((struct pg_stmt *)stmt)->result)), &n) ? n : 0;
}

static void pg_reset(struct db *db, void *stmt)
{
    struct pg_stmt *s = stmt;
    (void)db;
    PQclear(s->result);
    s->result = NULL;
}

static bool pg_in_transaction(const struct db *db)
{
    PGTransactionStatusType s = PQtransactionStatus(pg(db)->conn);
    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR || s == PQTRANS_ACTIVE;
}

static bool pg_unknown(const struct db *db)
{
    return pg(db)->unknown;
}

/* FNV-1a over the snapshot: which transactions it sees. */
static int64_t pg_change_count(struct db *db)
{
    PGresult *r = PQexec(pg(db)->conn, "SELECT pg_current_snapshot()::text");
    uint64_t h = 0;
    if (is_good(r) && PQntuples(r) == 1) {
        h = 0xcbf29ce484222325u;
        for (const char *c = PQgetvalue(r, 0, 0); *c; c++)
            h = (h ^ (uint8_t)*c) * 0x100000001b3u;
        h |= 1;
    }
    PQclear(r);
    return (int64_t)h;
}

static enum err pg_size(struct db *db, int64_t *out_bytes, int64_t *out_log_bytes)
{
    PGresult *r = PQexec(
        pg(db)->conn, "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
                      "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'");
    enum err e = is_good(r) ? ERR_OK : fail(db, r, "size");
    *out_log_bytes = 0;
    if (!e && !str_int(str_from(PQgetvalue(r, 0, 0)), out_bytes))
        e = ERR_IO;
    PQclear(r);
    return e;
}

/* Reads every row of every table: a page that the server finds damaged ends it. */
static enum err pg_check(struct db *db, struct arena *arena, struct str *out_finding)
{
    PGresult *r = PQexec(
        pg(db)->conn,
        "DO $$ DECLARE t text; n bigint; BEGIN FOR t IN SELECT format('%I.%I', n.nspname, "
        "c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname "
        "= current_schema() AND c.relkind = 'r' LOOP EXECUTE 'SELECT count(*) FROM (SELECT * FROM '"
        " || t || ' OFFSET 0) x' INTO n; END LOOP; END $$");
    enum err e = is_good(r) ? ERR_OK : fail(db, r, "check");
    *out_finding = e ? str_dup(arena, str_trim(str_from(PQresultErrorMessage(r)))) : STR_NULL;
    PQclear(r);
    return e;
}

const struct db_driver db_driver_pg = {
    .kind = DB_PG,
    .open = pg_open,
    .close = pg_close,
    .run = pg_run,
    .run_again = pg_run_again,
    .prepare = pg_prepare,
    .finish = pg_finish,
    .bind = pg_bind,
    .step = pg_step,
    .read = pg_read,
    .changed = pg_changed,
    .reset = pg_reset,
    .in_transaction = pg_in_transaction,
    .unknown = pg_unknown,
    .change_count = pg_change_count,
    .size = pg_size,
    .check = pg_check,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1",
    .begin_write = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 7301))",
};
