/* What the first bytes of a file say it is. The name that a sender gave says nothing. */
#include "base/utf8.h"
#include "core/file.h"

static const struct {
    struct str magic;
    size_t at;
    const char *type;
} known[] = {
    {{"%PDF-", 5}, 0, "application/pdf"},
    {{"\x89PNG\r\n\x1a\n", 8}, 0, "image/png"},
    {{"\xff\xd8\xff", 3}, 0, "image/jpeg"},
    {{"GIF87a", 6}, 0, "image/gif"},
    {{"GIF89a", 6}, 0, "image/gif"},
    {{"WEBP", 4}, 8, "image/webp"},
    {{"BM", 2}, 0, "image/bmp"},
    {{"II*\0", 4}, 0, "image/tiff"},
    {{"MM\0*", 4}, 0, "image/tiff"},
    {{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, 0, "application/x-ole-storage"}, /* doc xls wps et */
    {{"7z\xbc\xaf\x27\x1c", 6}, 0, "application/x-7z-compressed"},
    {{"Rar!\x1a\x07", 6}, 0, "application/vnd.rar"},
    {{"\x1f\x8b", 2}, 0, "application/gzip"},
    {{"ftyp", 4}, 4, "video/mp4"},
    {{"{\\rtf", 5}, 0, "application/rtf"},
    {{"%OFD-", 5}, 0, "application/ofd"},
};

static bool has_at(struct str head, size_t at, struct str magic)
{
    return str_eq(str_slice(head, at, at + magic.len), magic);
}

/* A zip archive: its first entries' names stand in the clear. */
static struct str zip_type(struct str head)
{
    static const struct {
        struct str part;
        const char *type;
    } kinds[] = {
        {{"xl/", 3}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {{"word/", 5}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {{"ppt/", 4}, "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        {{"OFD.xml", 7}, "application/ofd"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_has(head, kinds[i].part))
            return str_from(kinds[i].type);
    return STR("application/zip");
}

/* Text, unless it may be taken for a page or a script somewhere. The head may end within a
 * character. */
static bool plain_text(struct str head)
{
    size_t bad = utf8_bad_at(head);
    if (bad != SIZE_MAX && head.len - bad > 3)
        return false;
    struct str whole = str_slice(head, 0, bad == SIZE_MAX ? head.len : bad);
    return whole.len > 0 && utf8_printable(whole);
}

struct str file_type(struct str head)
{
    if (has_at(head, 0, STR("PK\x03\x04")))
        return zip_type(head);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (has_at(head, known[i].at, known[i].magic))
            return str_from(known[i].type);
    return plain_text(head) ? STR("text/plain") : STR("application/octet-stream");
}
