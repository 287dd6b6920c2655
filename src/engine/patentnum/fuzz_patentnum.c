/* A number that was read prints forms that are read again as the same one. */
#include <assert.h>

#include "engine/patentnum/num.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct patentnum n, again;
    struct error error = {0};
    if (size < 1)
        return 0;
    struct str typed = {(const char *)data + 1, size - 1};
    int32_t day = data[0] & 4 ? (int32_t)(data[0] * 60) : DAY_NONE;
    if (patentnum_read(typed, day, (enum patentnum_what)(data[0] % 3), &n, &error)) {
        assert(error.code == ERR_INVALID && error.message);
        return 0;
    }
    assert(n.what != PATENTNUM_ANY && n.key[0] && n.docdb[0] &&
           patentnum_office(str_from(n.office)));
    if (patentnum_read(str_from(n.key), day, n.what, &again, NULL) == ERR_OK)
        assert(str_eq(str_from(again.office), str_from(n.office)));
    return 0;
}
