#include "sheet_peer.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct reading {
    char **strings;
    size_t n, cap, text_n;
    char text[65536], cell[65536];
    int in_text, shared;
    long cells, bytes;
};

static void open_string(void *arg, const char *name, const char **a)
{
    struct reading *r = arg;
    (void)a;
    r->in_text = strcmp(name, "t") == 0;
    if (strcmp(name, "si") == 0)
        r->text_n = 0;
}

static void close_string(void *arg, const char *name)
{
    struct reading *r = arg;
    r->in_text = 0;
    if (strcmp(name, "si") != 0)
        return;
    if (r->n == r->cap)
        r->strings = realloc(r->strings, (r->cap = r->cap ? 2 * r->cap : 1024) * sizeof(char *));
    r->text[r->text_n] = 0;
    r->strings[r->n++] = strdup(r->text);
}

static void take_text(void *arg, const char *text, int n)
{
    struct reading *r = arg;
    if (!r->in_text || r->text_n + (size_t)n >= sizeof r->text)
        return;
    memcpy(r->text + r->text_n, text, (size_t)n);
    r->text_n += (size_t)n;
}

static void open_cell(void *arg, const char *name, const char **a)
{
    struct reading *r = arg;
    r->in_text = strcmp(name, "v") == 0;
    if (strcmp(name, "c") != 0)
        return;
    r->text_n = 0;
    r->shared = 0;
    for (; *a; a += 2)
        r->shared |= strcmp(a[0], "t") == 0 && strcmp(a[1], "s") == 0;
}

static void close_cell(void *arg, const char *name)
{
    struct reading *r = arg;
    r->in_text = 0;
    if (strcmp(name, "c") != 0 || r->text_n == 0)
        return;
    r->text[r->text_n] = 0;
    size_t i = strtoul(r->text, NULL, 10);
    strcpy(r->cell, r->shared && i < r->n ? r->strings[i] : r->text);
    r->bytes += (long)strlen(r->cell);
    r->cells++;
}

static int run(zip_t *zip, const char *name, struct reading *r, XML_StartElementHandler open,
               XML_EndElementHandler close)
{
    zip_file_t *file = zip_fopen(zip, name, 0);
    XML_Parser parser = XML_ParserCreate(NULL);
    zip_int64_t n = 1;
    int ok = file && parser;
    if (ok) {
        XML_SetUserData(parser, r);
        XML_SetElementHandler(parser, open, close);
        XML_SetCharacterDataHandler(parser, take_text);
    }
    while (ok && n > 0) {
        void *room = XML_GetBuffer(parser, 65536);
        n = zip_fread(file, room, 65536);
        ok = n >= 0 && XML_ParseBuffer(parser, (int)n, n == 0) == XML_STATUS_OK;
    }
    XML_ParserFree(parser);
    if (file)
        zip_fclose(file);
    return ok;
}

long peer_read(const char *path)
{
    static struct reading r;
    int code;
    memset(&r, 0, sizeof r);
    zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
    if (!zip)
        return -1;
    int ok = run(zip, "xl/sharedStrings.xml", &r, open_string, close_string) &&
             run(zip, "xl/worksheets/sheet1.xml", &r, open_cell, close_cell);
    zip_discard(zip);
    for (size_t i = 0; i < r.n; i++)
        free(r.strings[i]);
    free(r.strings);
    return ok ? r.cells : -1;
}
