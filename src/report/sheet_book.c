/* The parts of a workbook: which sheets there are, number formats, shared texts. */
#include <string.h>

#include "report/sheet_in.h"

enum { SMALL_PART_MAX = 4 * 1024 * 1024, RELATIONS_MAX = 500, STRINGS_CHUNK = 1024 * 1024 };

static enum err told(struct error *error, const char *message, struct str detail)
{
    return error_set(error, ERR_INVALID, STR("file"), message, detail);
}

enum err sheet_part_read(struct sheet_book *book, size_t entry, struct xml *xml,
                         enum err (*paused)(void *arg), void *arg, struct error *error)
{
    struct unzip_stream *stream = NULL;
    enum err e = unzip_begin(book->zip, entry, &stream, error);
    for (size_t n = 1; !e && n;) {
        char *room = xml_room(xml, XML_ROOM);
        e = room ? unzip_read(stream, room, XML_ROOM, &n, error) : ERR_OK;
        if (!e)
            e = xml_feed(xml, n, n == 0, error);
        while (!e && xml_paused(xml))
            if (!(e = paused ? paused(arg) : ERR_OK))
                e = xml_resume(xml, error);
    }
    if (stream)
        unzip_end(stream);
    return e;
}

/* Reads a small part whole, through events that allocate (its bytes are in memory). */
static enum err small_part(struct sheet_book *book, struct str name,
                           const struct xml_events *events, void *arg, struct error *error)
{
    size_t entry;
    struct str bytes;
    if (!unzip_find(book->zip, name, &entry))
        return told(error, T("不是完整的 xlsx，缺少 {}"), name);
    enum err e = unzip_all(book->zip, entry, SMALL_PART_MAX, &bytes, error);
    return e ? e : xml_all(book->arena, events, arg, name, bytes, error);
}

static void ignore_close(void *arg, const char *name)
{
    (void)arg, (void)name;
}

static void ignore_text(void *arg, struct str text)
{
    (void)arg, (void)text;
}

/* Relations: id, type, target. Callbacks must not allocate, so places are made before. */
struct relation {
    char id[64], type[128], target[256];
};

struct relations {
    struct relation *at;
    size_t n, cap;
};

static void copy_attr(char *to, size_t size, const char *from)
{
    size_t n = from ? strlen(from) : 0;
    if (n >= size)
        n = 0; /* too long to be one of ours */
    if (n)
        memcpy(to, from, n);
    to[n] = 0;
}

static void on_relation(void *arg, const char *name, const char **attributes)
{
    struct relations *all = arg;
    if (strcmp(name, "Relationship") != 0 || all->n == all->cap)
        return;
    struct relation *r = &all->at[all->n++];
    copy_attr(r->id, sizeof r->id, xml_attr(attributes, "Id"));
    copy_attr(r->type, sizeof r->type, xml_attr(attributes, "Type"));
    copy_attr(r->target, sizeof r->target, xml_attr(attributes, "Target"));
}

static enum err read_relations(struct sheet_book *book, struct str part, struct relations *out,
                               struct error *error)
{
    static const struct xml_events events = {on_relation, ignore_close, ignore_text};
    out->cap = RELATIONS_MAX;
    out->n = 0;
    out->at = ARENA_ARRAY(book->arena, struct relation, out->cap);
    return small_part(book, part, &events, out, error);
}

/* "worksheets/sheet1.xml" seen from "xl/workbook.xml", "/xl/..." from the root. */
static struct str target_path(struct arena *arena, struct str base, const char *target)
{
    struct str t = str_from(target);
    if (str_starts(t, STR("/")))
        return str_slice(t, 1, t.len);
    struct str folder = base;
    while (folder.len && folder.ptr[folder.len - 1] != '/')
        folder.len--;
    while (str_starts(t, STR("../"))) {
        t = str_slice(t, 3, t.len);
        folder.len -= folder.len > 0;
        while (folder.len && folder.ptr[folder.len - 1] != '/')
            folder.len--;
    }
    return str_print(arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(t));
}

static const struct relation *relation(const struct relations *all, const char *id,
                                       struct str type_end)
{
    for (size_t i = 0; i < all->n; i++)
        if (id ? strcmp(all->at[i].id, id) == 0 : str_ends(str_from(all->at[i].type), type_end))
            return &all->at[i];
    return NULL;
}

struct workbook {
    struct {
        char name[128], id[64];
        bool hidden;
    } at[SHEET_SHEETS_MAX];
    size_t n;
    bool date1904;
};

static void on_workbook(void *arg, const char *name, const char **attributes)
{
    struct workbook *w = arg;
    if (strcmp(name, "workbookPr") == 0) {
        const char *v = xml_attr(attributes, "date1904");
        w->date1904 = v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
    } else if (strcmp(name, "sheet") == 0 && w->n < SHEET_SHEETS_MAX) {
        const char *state = xml_attr(attributes, "state");
        copy_attr(w->at[w->n].name, sizeof w->at[0].name, xml_attr(attributes, "name"));
        copy_attr(w->at[w->n].id, sizeof w->at[0].id, xml_attr(attributes, "id"));
        w->at[w->n].hidden = state && strcmp(state, "visible") != 0;
        w->n++;
    }
}

/* Files that look like a workbook and are none that is read. */
static enum err check_kind(struct sheet_book *book, struct error *error)
{
    size_t entry;
    for (size_t i = 0; i < unzip_n(book->zip); i++) {
        struct str name = unzip_entry(book->zip, i).name;
        if (str_ends(name, STR("vbaProject.bin")))
            return told(error, T("带宏的工作簿不能导入，请另存为 xlsx（{}）"), name);
        if (str_ends(name, STR("workbook.bin")))
            return told(error, T("二进制工作簿不能导入，请另存为 xlsx（{}）"), name);
    }
    if (unzip_find(book->zip, STR("EncryptedPackage"), &entry))
        return told(error, T("文件已加密，请去掉密码后再导入（{}）"), book->source.name);
    if (unzip_find(book->zip, STR("content.xml"), &entry))
        return told(error, T("这种格式不能导入，请另存为 xlsx（{}）"), book->source.name);
    if (!unzip_find(book->zip, STR("[Content_Types].xml"), &entry))
        return told(error, T("不是表格文件，请另存为 xlsx（{}）"), book->source.name);
    return ERR_OK;
}

static void on_type(void *arg, const char *name, const char **attributes)
{
    const char *type = xml_attr(attributes, "ContentType");
    (void)name;
    if (type && str_has(str_from(type), STR("macroEnabled")))
        *(bool *)arg = true;
}

static enum err check_types(struct sheet_book *book, struct error *error)
{
    static const struct xml_events events = {on_type, ignore_close, ignore_text};
    bool macro = false;
    enum err e = small_part(book, STR("[Content_Types].xml"), &events, &macro, error);
    if (!e && macro)
        e = told(error, T("带宏的工作簿不能导入，请另存为 xlsx（{}）"), book->source.name);
    return e;
}

static enum err take_parts(struct sheet_book *book, struct str path, const struct workbook *w,
                           const struct relations *relations, struct error *error)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct relation *r = relation(relations, w->at[i].id, STR_NULL);
        size_t entry;
        if (!r || !str_has(str_from(r->type), STR("/worksheet")))
            continue; /* a chart or dialog sheet */
        struct str part = target_path(book->arena, path, r->target);
        if (!unzip_find(book->zip, part, &entry))
            return told(error, T("不是完整的 xlsx，缺少 {}"), part);
        *VEC_ADD(book->arena, &book->parts) = (struct sheet_part){
            {str_dup(book->arena, str_from(w->at[i].name)), w->at[i].hidden}, entry};
    }
    const struct relation *styles = relation(relations, NULL, STR("/styles"));
    const struct relation *strings = relation(relations, NULL, STR("/sharedStrings"));
    book->styles_name = styles ? target_path(book->arena, path, styles->target) : STR_NULL;
    book->strings_name = strings ? target_path(book->arena, path, strings->target) : STR_NULL;
    book->date1904 = w->date1904;
    return book->parts.n ? ERR_OK : told(error, T("工作簿里没有工作表"), STR_NULL);
}

enum err sheet_book_open(struct sheet_book *book, struct error *error)
{
    static const struct xml_events events = {on_workbook, ignore_close, ignore_text};
    struct relations root, relations;
    enum err e = unzip_open(book->arena, &book->source, &book->zip, error);
    if (e || (e = check_kind(book, error)) || (e = check_types(book, error)) ||
        (e = read_relations(book, STR("_rels/.rels"), &root, error)))
        return e;
    const struct relation *office = relation(&root, NULL, STR("/officeDocument"));
    struct str path = office ? target_path(book->arena, STR(""), office->target) : STR_NULL;
    struct workbook *w = ARENA_NEW(book->arena, struct workbook);
    if (!office || !str_has(path, STR("workbook")))
        return told(error, T("不是表格文件，请另存为 xlsx（{}）"), book->source.name);
    size_t slash = path.len;
    while (slash && path.ptr[slash - 1] != '/')
        slash--;
    struct str rels = str_print(book->arena, "%.*s_rels/%.*s.rels", (int)slash, path.ptr,
                                (int)(path.len - slash), path.ptr + slash);
    if ((e = small_part(book, path, &events, w, error)) ||
        (e = read_relations(book, rels, &relations, error)))
        return e;
    return take_parts(book, path, w, &relations, error);
}

/* Styles: numFmt gives codes to ids, cellXfs lists the formats by which cells refer. */
struct styles {
    struct sheet_style *at;
    size_t n;
    struct {
        int64_t id;
        struct sheet_style style;
    } custom[4096];
    size_t custom_n;
    bool in_formats, in_cells;
};

static struct sheet_style style_of(const struct styles *s, int64_t id)
{
    for (size_t i = 0; i < s->custom_n; i++)
        if (s->custom[i].id == id)
            return s->custom[i].style;
    return sheet_format_builtin(id);
}

static int64_t int_attr(const char **attributes, const char *name)
{
    int64_t value = 0;
    const char *text = xml_attr(attributes, name);
    return text && str_int(str_from(text), &value) ? value : 0;
}

static void on_style(void *arg, const char *name, const char **attributes)
{
    struct styles *s = arg;
    if (strcmp(name, "numFmts") == 0) {
        s->in_formats = true;
    } else if (strcmp(name, "cellXfs") == 0) {
        s->in_cells = true;
    } else if (s->in_formats && strcmp(name, "numFmt") == 0 &&
               s->custom_n < sizeof s->custom / sizeof s->custom[0]) {
        const char *code = xml_attr(attributes, "formatCode");
        s->custom[s->custom_n].id = int_attr(attributes, "numFmtId");
        s->custom[s->custom_n++].style = sheet_format_style(str_from(code ? code : ""));
    } else if (s->in_cells && strcmp(name, "xf") == 0 && s->n < SHEET_STYLES_MAX) {
        s->at[s->n++] = style_of(s, int_attr(attributes, "numFmtId"));
    }
}

static void on_style_end(void *arg, const char *name)
{
    struct styles *s = arg;
    if (strcmp(name, "numFmts") == 0)
        s->in_formats = false;
    else if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

static enum err load_styles(struct sheet_book *book, struct error *error)
{
    static const struct xml_events events = {on_style, on_style_end, ignore_text};
    struct arena_mark mark = arena_mark(book->arena);
    struct styles *s = ARENA_NEW(book->arena, struct styles);
    s->at = ARENA_ARRAY(book->arena, struct sheet_style, SHEET_STYLES_MAX);
    enum err e = small_part(book, book->styles_name, &events, s, error);
    if (e)
        return e;
    struct sheet_style kept[256];
    size_t n = s->n;
    if (n > sizeof kept / sizeof kept[0]) { /* rare: then the scratch memory stays */
        book->styles.at = s->at;
    } else {
        memcpy(kept, s->at, n * sizeof kept[0]);
        arena_reset(book->arena, mark);
        book->styles.at = arena_copy(book->arena, kept, n * sizeof kept[0]);
    }
    book->styles.n = n;
    return ERR_OK;
}

/* Shared texts: gathered in chunks. A callback has room for one whole text; when it ran short, it
 * pauses and the next chunk is made outside of the parser. */
struct strings {
    struct sheet_book *book;
    struct xml *xml;
    char *chunk;
    size_t used, cap, start, total, chunk_max;
    bool in_item, in_phonetic, in_text;
};

static void on_string(void *arg, const char *name, const char **attributes)
{
    struct strings *s = arg;
    (void)attributes;
    if (strcmp(name, "t") == 0) {
        s->in_text = s->in_item && !s->in_phonetic;
    } else if (strcmp(name, "si") == 0) {
        s->in_item = true;
        s->start = s->used;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic = true;
    }
}

static void on_string_text(void *arg, struct str text)
{
    struct strings *s = arg;
    if (!s->in_text)
        return;
    if (text.len > SHEET_CELL_MAX - (s->used - s->start) || text.len > s->cap - s->used) {
        xml_refuse(s->xml, ERR_LIMIT, T("单元格内容太长（{}）"));
        return;
    }
    memcpy(s->chunk + s->used, text.ptr, text.len);
    s->used += text.len;
}

static void on_string_end(void *arg, const char *name)
{
    struct strings *s = arg;
    if (strcmp(name, "t") == 0) {
        s->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic = false;
    } else if (strcmp(name, "si") == 0 && s->in_item) {
        struct str text = {s->chunk + s->start, s->used - s->start};
        text = sheet_unescape(text, s->chunk + s->start);
        s->used = s->start + text.len;
        s->total += text.len;
        s->in_item = false;
        s->book->strings.at[s->book->strings.n++] = text;
        if (s->total > SHEET_STRINGS_MAX || s->book->strings.n == SHEET_STRINGS_N_MAX)
            xml_refuse(s->xml, ERR_LIMIT, T("工作簿的文字太多（{}）"));
        else if (s->book->strings.n == s->book->strings.cap || s->cap - s->used < SHEET_CELL_MAX)
            xml_pause(s->xml);
    }
}

static enum err more_room(void *arg)
{
    struct strings *s = arg;
    if (s->cap - s->used < SHEET_CELL_MAX) {
        s->cap = s->chunk_max;
        s->used = 0;
        s->chunk = arena_alloc(s->book->arena, s->cap);
    }
    if (s->book->strings.n == s->book->strings.cap)
        s->book->strings.at = vec_grow(s->book->arena, s->book->strings.at, &s->book->strings.cap,
                                       sizeof(struct str));
    return ERR_OK;
}

static enum err load_strings(struct sheet_book *book, struct error *error)
{
    static const struct xml_events events = {on_string, on_string_end, on_string_text};
    struct strings s = {.book = book, .chunk_max = STRINGS_CHUNK};
    size_t entry;
    if (!unzip_find(book->zip, book->strings_name, &entry))
        return told(error, T("不是完整的 xlsx，缺少 {}"), book->strings_name);
    uint64_t size = unzip_entry(book->zip, entry).size;
    if (size + SHEET_CELL_MAX < s.chunk_max) /* texts are shorter than their XML */
        s.chunk_max = (size_t)size + SHEET_CELL_MAX;
    more_room(&s);
    enum err e = xml_new(book->arena, &events, &s, book->strings_name, &s.xml);
    return e ? e : sheet_part_read(book, entry, s.xml, more_room, &s, error);
}

enum err sheet_book_load(struct sheet_book *book, struct error *error)
{
    enum err e = ERR_OK;
    if (book->loaded)
        return ERR_OK;
    if (!str_null(book->styles_name))
        e = load_styles(book, error);
    if (!e && !str_null(book->strings_name))
        e = load_strings(book, error);
    book->loaded = !e;
    return e;
}
