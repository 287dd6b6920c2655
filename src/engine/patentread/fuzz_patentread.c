/* Patent documents from outside: every reader ends, hands on UTF-8 only, and says why it refuses.
 */
#include <assert.h>

#include "base/utf8.h"
#include "engine/patentread/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct patent_record *r)
{
    for (size_t i = 0; i < r->word_n; i++)
        assert(utf8_ok(r->words[i].title) && utf8_ok(r->words[i].abstract) &&
               utf8_ok(r->words[i].claim) && utf8_ok(r->words[i].lang));
    for (size_t i = 0; i < r->party_n; i++)
        assert(r->parties[i].name.len > 0 && utf8_ok(r->parties[i].name));
    for (size_t i = 0; i < r->priority_n; i++)
        assert(r->priorities[i].key.len > 0);
    for (size_t i = 0; i < r->cite_n; i++)
        assert(utf8_ok(r->cites[i].text));
    assert(r->number.what == PATENTNUM_PUBLICATION && r->number.key[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena keep;
    static struct patent_record *record; /* 3 MB: made once */
    struct arena arena;
    struct source source = source_bytes((struct str){(const char *)data, size});
    struct error error = {0};
    struct patentread *reader;
    struct patentread_refused refused;
    enum patentread_got got = PATENTREAD_RECORD;
    size_t n = 0;
    if (!record) {
        arena_init(&keep, 64 << 20);
        record = record_new(&keep);
    }
    arena_init(&arena, 256 << 20);
    if (patentread_open(&arena, &source, record, &reader, &error) == ERR_OK)
        while (patentread_next(reader, &got, &refused, &error) == ERR_OK && got) {
            if (got == PATENTREAD_RECORD)
                look(record);
            else
                assert(refused.error.code && refused.error.message && refused.place.len);
            assert(++n <= size + 1);
        }
    else
        assert(error.code != ERR_OK && error.message);
    arena_release(&arena);
    return 0;
}
