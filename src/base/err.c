#include "base/err.h"

#include <assert.h>

static const struct {
    const char *name;
    int http, exit;
} err_table[ERR_MAX_] = {
    [ERR_OK] = {"ok", 200, 0},
    [ERR_INVALID] = {"invalid", 422, 2},
    [ERR_DENIED] = {"denied", 403, 3},
    [ERR_NOT_FOUND] = {"not_found", 404, 4},
    [ERR_CONFLICT] = {"conflict", 409, 5},
    [ERR_LIMIT] = {"limit", 413, 6},
    [ERR_BUSY] = {"busy", 503, 7},
    [ERR_IO] = {"io", 500, 8},
    [ERR_FULL] = {"full", 507, 9},
};

enum err error_set(struct error *error, enum err code, struct str field, const char *message,
                   struct str detail)
{
    assert(code > ERR_OK && code < ERR_MAX_);
    if (error && !error->code) {
        error->code = code;
        error->field = field;
        error->message = message;
        error->detail = detail;
    }
    return code;
}

void error_clear(struct error *error)
{
    *error = (struct error){0};
}

const char *err_name(enum err code)
{
    return err_table[code].name;
}

int err_http(enum err code)
{
    return err_table[code].http;
}

int err_exit(enum err code)
{
    return err_table[code].exit;
}
