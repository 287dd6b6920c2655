/* Sheets as rows of text, the headings among the first: a row becomes a record in UTF-8 with a
 * publication's number, or is refused with the reason. Lines are rows, tabs part the cells; what
 * is no UTF-8 never comes this far (report/sheet sees to it). */
#include <assert.h>

#include "base/utf8.h"
#include "engine/patentread/columns.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t cells_of(struct str line, struct str *cells)
{
    size_t n = 0;
    while (n < COLUMNS_MAX && str_cut(&line, '\t', &cells[n]))
        n++;
    return n;
}

static void look(const struct patent_record *r)
{
    assert(r->number.what == PATENTNUM_PUBLICATION && r->number.key[0]);
    for (size_t i = 0; i < r->word_n; i++)
        assert(utf8_ok(r->words[i].title) && utf8_ok(r->words[i].abstract) &&
               utf8_ok(r->words[i].claim));
    for (size_t i = 0; i < r->party_n; i++)
        assert(r->parties[i].name.len > 0 && utf8_ok(r->parties[i].name));
    for (size_t i = 0; i < r->event_n; i++)
        assert(utf8_ok(r->events[i].text) && utf8_ok(r->events[i].code));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena keep;
    static struct patent_record *record; /* 3 MB: made once */
    struct patent_columns columns;
    struct str cells[COLUMNS_MAX], rest = {(const char *)data, size}, line;
    bool found = false;
    if (!utf8_ok(rest))
        return 0;
    if (!record) {
        arena_init(&keep, 64 << 20);
        record = record_new(&keep);
    }
    for (int64_t row = 1; str_cut(&rest, '\n', &line); row++) {
        struct error error = {0};
        size_t n = cells_of(line, cells);
        if (!found)
            found = patent_columns_find(&columns, cells, n);
        else if (patent_columns_record(&columns, cells, n, row, record, &error))
            assert(error.code && error.message);
        else
            look(record);
    }
    return 0;
}
