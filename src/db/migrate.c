#include "db/migrate.h"

#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/map.h"
#include "db/ddl.h"
#include "db/driver.h"

/* What is recorded of each applied migration. */
struct applied {
    struct str name, checksum;
};

static const struct db_slot applied_slots[] = {
    {"name", DB_TEXT, false, offsetof(struct applied, name)},
    {"checksum", DB_TEXT, false, offsetof(struct applied, checksum)},
};

static const struct db_query applied_all = {
    .name = "migrations applied",
    .sql = {"SELECT name, checksum FROM migration ORDER BY name",
            "SELECT name, checksum FROM migration ORDER BY name"},
    .out = {applied_slots, 2},
    .row_size = sizeof(struct applied),
    .max = MIGRATIONS_MAX,
};

static const struct db_query applied_add = {
    .name = "migration record",
    .sql = {"INSERT INTO migration (name, checksum) VALUES (?1, ?2)",
            "INSERT INTO migration (name, checksum) VALUES ($1, $2)"},
    .in = {applied_slots, 2},
};

static const char applied_table[] =
    "CREATE TABLE IF NOT EXISTS migration (name text NOT NULL, checksum text NOT NULL, "
    "PRIMARY KEY (name));";

/* FNV-1a: finds a file that was edited after it was applied, not a forger. */
static struct str checksum(struct arena *arena, const char *sql)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (const char *c = sql; *c; c++)
        h = (h ^ (uint8_t)*c) * 0x100000001b3u;
    return str_print(arena, "%016llx", (unsigned long long)h);
}

struct migrating {
    struct db *db;
    struct arena *arena;
    const struct migrations *sets;
    size_t set_n;
    bool apply;
    size_t pending;
    struct error *error;
};

static enum err run_ddl(struct migrating *m, const char *name, const char *sql)
{
    struct str own;
    struct ddl_fault fault;
    enum ddl_target target = db_kind(m->db) == DB_PG ? DDL_PG : DDL_SQLITE;
    if (!ddl_map(m->arena, str_from(sql), target, &own, &fault)) {
        log_error("migration %s:%d: %.*s is no type", name, fault.line, STR_ARG(fault.word));
        return ERR_INVALID;
    }
    enum err e = m->db->driver->run(m->db, str_c(m->arena, own));
    if (e)
        log_error("migration %s does not run", name);
    return e;
}

static enum err fault(struct migrating *m, enum err e, const char *message, struct str name)
{
    return error_set(m->error, e, STR_NULL, message, str_dup(m->db->arena, name));
}

/* Everything recorded must be known, in the same wording. */
static enum err check_known(struct migrating *m, const struct applied *rows, size_t n,
                            struct map *done)
{
    struct map known = {0};
    for (size_t s = 0; s < m->set_n; s++)
        for (size_t i = 0; i < m->sets[s].n; i++)
            map_put(m->arena, &known, str_from(m->sets[s].at[i].name),
                    (void *)(uintptr_t)m->sets[s].at[i].sql);
    for (size_t i = 0; i < n; i++) {
        const char *sql = map_get(&known, rows[i].name);
        if (!sql)
            return fault(m, ERR_CONFLICT, T("数据库比程序新：不认识结构变更 {}，请使用更新的程序"),
                         rows[i].name);
        if (!str_eq(checksum(m->arena, sql), rows[i].checksum))
            return fault(m, ERR_CONFLICT, T("结构变更 {} 与数据库里记下的不一致"), rows[i].name);
        map_put(m->arena, done, rows[i].name, (void *)(uintptr_t)sql);
    }
    return ERR_OK;
}

static enum err apply_missing(struct migrating *m, const struct map *done)
{
    bool gap = false;
    for (size_t s = 0; s < m->set_n; s++) {
        gap = false;
        for (size_t i = 0; i < m->sets[s].n; i++) {
            const struct migration *one = &m->sets[s].at[i];
            bool missing = !map_get(done, str_from(one->name));
            if (gap && !missing)
                return fault(m, ERR_CONFLICT, T("结构变更 {} 之前还有未执行的变更"),
                             str_from(one->name));
            gap = missing;
            m->pending += missing;
            if (!missing || !m->apply)
                continue;
            enum err e = run_ddl(m, one->name, one->sql);
            struct applied row = {str_from(one->name), checksum(m->arena, one->sql)};
            if (!e)
                e = db_exec(m->db, &applied_add, &row, NULL);
            if (e)
                return fault(m, e, T("结构变更 {} 执行失败，原因见日志"), row.name);
        }
    }
    return ERR_OK;
}

static enum err migrating(void *arg)
{
    struct migrating *m = arg;
    void *rows;
    size_t n;
    struct map done = {0};
    enum err e = m->apply ? run_ddl(m, "migration", applied_table) : ERR_OK;
    if (!e)
        e = db_many(m->db, m->arena, &applied_all, NULL, &rows, &n);
    if (!e)
        e = check_known(m, rows, n, &done);
    return e ? e : apply_missing(m, &done);
}

/* In the transaction that is open already, or in one of its own. */
static enum err in_transaction(struct migrating *m)
{
    bool own = !m->db->writing;
    enum err e = own ? db_begin(m->db, DB_WRITE) : ERR_OK;
    if (!e) {
        e = arena_run(m->arena, migrating, m);
        if (own && e)
            db_rollback(m->db);
        else if (own)
            e = db_commit(m->db);
    }
    db_forget_all(m->db);
    return e ? error_set(m->error, e, STR_NULL, T("数据库结构更新失败，原因见日志"), STR_NULL)
             : ERR_OK;
}

enum err migrate(struct db *db, const struct migrations *sets, size_t n, struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, 16u << 20);
    struct migrating m = {db, &scratch, sets, n, true, 0, error};
    enum err e = in_transaction(&m);
    arena_release(&scratch);
    return e;
}

/* Of each set the migrations up to the last one that is recorded. */
static enum err recorded_sets(struct migrating *m, struct migrations *out)
{
    void *rows;
    size_t n;
    struct map done = {0};
    enum err e = db_many(m->db, m->arena, &applied_all, NULL, &rows, &n);
    e = e ? e : check_known(m, rows, n, &done);
    for (size_t s = 0; s < m->set_n && !e; s++) {
        out[s] = (struct migrations){m->sets[s].at, 0};
        while (out[s].n < m->sets[s].n && map_get(&done, str_from(out[s].at[out[s].n].name)))
            out[s].n++;
    }
    return e;
}

enum err migrate_as(struct db *db, struct db *like, const struct migrations *sets, size_t n,
                    struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, 16u << 20);
    struct migrations *same = ARENA_ARRAY(&scratch, struct migrations, n);
    struct migrating other = {like, &scratch, sets, n, false, 0, error};
    struct migrating own = {db, &scratch, same, n, true, 0, error};
    enum err e = recorded_sets(&other, same);
    e = e ? e : in_transaction(&own);
    arena_release(&scratch);
    return e;
}

enum err migrate_pending(struct db *db, const struct migrations *sets, size_t n, size_t *out_n,
                         struct error *error)
{
    struct arena scratch;
    arena_init(&scratch, 16u << 20);
    struct migrating m = {db, &scratch, sets, n, false, 0, error};
    enum err e = arena_run(&scratch, migrating, &m);
    *out_n = m.pending;
    arena_release(&scratch);
    return e ? error_set(error, e, STR_NULL, T("读不出数据库的结构变更记录"), STR_NULL) : ERR_OK;
}

/* ---- the schema as it is --------------------------------------------------------------------- */

enum { SCHEMA_LINES_MAX = 20000 };

static const struct db_slot schema_slots[] = {{"line", DB_TEXT, false, 0}};

/* PostgreSQL names the schema in its definitions; tests have one of their own each. */
static const struct db_query schema_lines = {
    .name = "schema lines",
    .sql = {"SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master "
            "WHERE name NOT LIKE 'sqlite_%' ORDER BY 1",
            "SELECT line FROM ("
            "SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || "
            "is_nullable || ' ' || coalesce(collation_name, '') || ' ' || "
            "coalesce(column_default, '') AS line "
            "FROM information_schema.columns WHERE table_schema = current_schema() "
            "UNION ALL SELECT 'index ' || replace(indexdef, current_schema() || '.', '') "
            "FROM pg_indexes WHERE schemaname = current_schema() "
            "UNION ALL SELECT 'trigger ' || replace(pg_get_triggerdef(t.oid), "
            "current_schema() || '.', '') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace s ON s.oid = c.relnamespace "
            "WHERE s.nspname = current_schema() AND NOT t.tgisinternal "
            "UNION ALL SELECT 'function ' || p.proname || ' ' || p.prosrc FROM pg_proc p "
            "JOIN pg_namespace s ON s.oid = p.pronamespace WHERE s.nspname = current_schema()"
            ") AS lines ORDER BY line"},
    .out = {schema_slots, 1},
    .row_size = sizeof(struct str),
    .max = SCHEMA_LINES_MAX,
};

enum err migrate_schema(struct db *db, struct arena *arena, struct str **out_lines, size_t *out_n)
{
    void *rows = NULL;
    enum err e = db_many(db, arena, &schema_lines, NULL, &rows, out_n);
    *out_lines = rows;
    return e;
}
