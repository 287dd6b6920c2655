#include "base/i18n.h"

#include "base/buf.h"
#include "base/i18n_table.h"

enum { TR_BYTES_MAX = 64 * 1024 };

struct str tr_str(enum lang lang, struct str zh)
{
    if (lang == LANG_ZH || str_empty(zh))
        return zh;
    for (size_t at = str_hash(zh);; at++) {
        const struct i18n_slot *slot = &i18n_slots[at & (i18n_slot_n - 1)];
        if (!slot->zh)
            return zh;
        if (str_eq((struct str){slot->zh, slot->zh_len}, zh))
            return (struct str){slot->en, slot->en_len};
    }
}

struct str tr(enum lang lang, const char *zh)
{
    return tr_str(lang, str_from(zh));
}

struct str tr_with(struct arena *arena, enum lang lang, const char *zh, struct str detail)
{
    struct str text = tr(lang, zh);
    size_t hole = str_find(text, STR("{}"), 0);
    if (hole == SIZE_MAX)
        return text;
    struct buf b;
    buf_init(&b, arena, TR_BYTES_MAX);
    size_t from = 0;
    for (; hole != SIZE_MAX; hole = str_find(text, STR("{}"), from)) {
        buf_add(&b, str_slice(text, from, hole));
        buf_add(&b, detail);
        from = hole + 2;
    }
    buf_add(&b, str_slice(text, from, text.len));
    return buf_str(&b);
}

struct str lang_code(enum lang lang)
{
    return lang == LANG_EN ? STR("en") : STR("zh");
}

bool lang_parse(struct str code, enum lang *out_lang)
{
    if (!str_eq(code, STR("zh")) && !str_eq(code, STR("en")))
        return false;
    *out_lang = str_eq(code, STR("en")) ? LANG_EN : LANG_ZH;
    return true;
}

struct str show_lang_tag(enum lang lang)
{
    return lang == LANG_EN ? STR("en") : STR("zh-CN");
}
