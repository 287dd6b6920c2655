#include "db/driver.h"

static enum err pg_open(struct db *db, struct str url, struct error *error)
{
    (void)db;
    return error_set(error, ERR_INVALID, STR_NULL, T("打不开数据库 {}"), url);
}

static void pg_close(struct db *db)
{
    (void)db;
}

const struct db_driver db_driver_pg = {.kind = DB_PG, .open = pg_open, .close = pg_close};
