#include <string.h>

#include "base/csv.h"
#include "base/tap.h"

static struct arena arena;

/* All rows as text: cells between bars, rows between slashes. */
static struct str shown(struct str text)
{
    struct source source = source_bytes(text);
    struct csv *csv;
    struct csv_row row;
    struct error error = {0};
    struct buf b;
    buf_init(&b, &arena, 1 << 20);
    enum err e = csv_open(&arena, &source, &csv, &error);
    while (!e && !(e = csv_next(csv, &row, &error)) && row.n) {
        buf_print(&b, b.len ? "/%d:" : "%d:", (int)row.line);
        for (size_t i = 0; i < row.n; i++) {
            buf_add(&b, i ? STR("|") : STR(""));
            buf_add(&b, row.at[i]);
        }
    }
    if (e)
        buf_print(&b, "!%s %.*s", err_name(e), STR_ARG(error.detail));
    return buf_str(&b);
}

static void forms_of_lines_and_quotes(void)
{
    IS_STR(shown(STR("a,b\r\nc,d\ne,f\rg,h")), STR("1:a|b/2:c|d/3:e|f/4:g|h"));
    IS_STR(shown(STR("\xEF\xBB\xBFx,\"1,\"\"2\"\"\r\n3\"\ny,")), STR("1:x|1,\"2\"\r\n3/3:y|"));
    IS_STR(shown(STR("a,,\n\nb")), STR("1:a||/2:/3:b"));
    IS_STR(shown(STR("")), STR(""));
    IS_STR(shown(STR("a\tb\n1,2\tc\n")), STR("1:a|b/2:1,2|c"));
    IS_STR(shown(STR("题目\n甲;乙;丙\n1;2;3\n")), STR("1:题目/2:甲|乙|丙/3:1|2|3"));
    IS_STR(shown(STR("\"a\"b,c")), STR("1:ab|c"));
    IS_STR(shown(STR("a\nb,\"c\n\nd")), STR("1:a!invalid 2"));
}

static void encodings(void)
{
    /* 企业,诉求 in GB18030 */
    IS_STR(shown(STR("\xC6\xF3\xD2\xB5,\xCB\xDF\xC7\xF3\n1,2\n")), STR("1:企业|诉求/2:1|2"));
    IS_STR(shown(STR("\xFF\xFE\x01\x4F\x2C\x00\x31\x00")), STR("1:企|1"));
    IS_STR(shown(STR("\xFE\xFF\x4F\x01\x00\x2C\x00\x31")), STR("1:企|1"));
    IS_STR(shown(STR("\x01\x4F\x2C\x00\x31\x00\x0A\x00")), STR("1:企|1"));
    IS_STR(shown(STR("\x4F\x01\x00\x2C\x00\x31\x00\x0A")), STR("1:企|1"));
    IS_STR(shown(STR("\x00\xD8\x2C\x00\x31\x00\x0A\x00")), STR("!invalid 1")); /* half a pair */
    IS_STR(shown(STR("\x00\x01\x02\x00")), STR("!invalid 1"));
    IS_STR(shown(STR("ok\nno\xFF\xFF")), STR("!invalid 2"));
    IS_STR(shown(STR("a\0b")), STR("!invalid 1"));
    IS_STR(shown(STR("\xEF\xBB\xBF"
                     "a\xFF")),
           STR("!invalid 1"));
}

/* A character of GB18030 and of UTF-8 across the border of every piece that is read. */
static void pieces(void)
{
    static const char *const texts[] = {"\xC6\xF3", "企"};
    for (int t = 0; t < 2; t++)
        for (int shift = 0; shift < 4; shift++) {
            struct buf b;
            buf_init(&b, &arena, 4 << 20);
            for (int i = 0; i < shift; i++)
                buf_char(&b, 'x');
            for (int row = 0; row < 40; row++) {
                for (int i = 0; i < 4000; i++)
                    buf_add(&b, str_from(texts[t]));
                buf_char(&b, '\n');
            }
            struct source source = source_bytes(buf_str(&b));
            struct csv *csv;
            struct csv_row row;
            struct error error = {0};
            int64_t n = 0, bytes = 0;
            IS_INT(csv_open(&arena, &source, &csv, &error), ERR_OK);
            IS_STR(str_from(csv_encoding(csv)), t ? STR("UTF-8") : STR("GB18030"));
            while (!csv_next(csv, &row, &error) && row.n) {
                n += (int64_t)row.n;
                bytes += (int64_t)row.at[0].len;
            }
            IS_INT(n, 40);
            IS_INT(bytes, shift + 40 * 4000 * 3);
        }
}

static void limits(void)
{
    struct buf b;
    buf_init(&b, &arena, 4 << 20);
    for (int i = 0; i <= CSV_COLUMNS_MAX; i++)
        buf_char(&b, ',');
    IS_STR(shown(buf_str(&b)), STR("!limit 1"));
    b.len = 0;
    buf_char(&b, '\n');
    for (int i = 0; i <= CSV_ROW_BYTES_MAX; i++)
        buf_char(&b, 'x');
    IS_STR(shown(buf_str(&b)), STR("1:!limit 2"));
}

static void out_and_in_again(void)
{
    struct str cells[] = {STR("a"),    STR("x,\"y\"\r\nz"), STR(""),
                          STR("=1+1"), STR("'-x"),          STR("-")};
    enum { N = sizeof cells / sizeof cells[0] };
    struct str guarded[N];
    struct buf b;
    buf_init(&b, &arena, 4096);
    for (int i = 0; i < N; i++)
        guarded[i] = csv_guard(&arena, cells[i]);
    csv_write(&b, guarded, N);
    csv_write(&b, &cells[2], 1);
    IS_STR(buf_str(&b), STR("a,\"x,\"\"y\"\"\r\nz\",,'=1+1,''-x,'-\r\n\"\"\r\n"));
    struct source source = source_bytes(buf_str(&b));
    struct csv *csv;
    struct csv_row row;
    struct error error = {0};
    IS_INT(csv_open(&arena, &source, &csv, &error), ERR_OK);
    IS_INT(csv_next(csv, &row, &error), ERR_OK);
    IS_INT(row.n, N);
    for (size_t i = 0; i < row.n && i < N; i++)
        IS_STR(csv_unguard(row.at[i]), cells[i]);
    IS_STR(csv_unguard(STR("'tis")), STR("'tis"));
}

int main(void)
{
    arena_init(&arena, 256 << 20);
    RUN(forms_of_lines_and_quotes);
    RUN(encodings);
    RUN(pieces);
    RUN(limits);
    RUN(out_and_in_again);
    arena_release(&arena);
    return tap_end();
}
