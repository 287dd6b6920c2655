/* The table that tmplc --catalogue makes from i18n/en: Chinese to English, open addressing by
 * str_hash; i18n_slot_n is a power of two. */
#ifndef LIANYUAN_BASE_I18N_TABLE_H
#define LIANYUAN_BASE_I18N_TABLE_H

#include <stddef.h>

struct i18n_slot {
    const char *zh; /* NULL = empty */
    size_t zh_len;
    const char *en;
    size_t en_len;
};

extern const struct i18n_slot i18n_slots[];
extern const size_t i18n_slot_n;

#endif
