/* What the templates in tool/tmplc/good/ show. */
#ifndef LIANYUAN_WEB_TEST_TEMPLATE_H
#define LIANYUAN_WEB_TEST_TEMPLATE_H

#include "base/vec.h"
#include "web/emit.h"
#include "web/form_page.h"

struct sample_duty {
    struct str name;
    int32_t due;
};

struct sample {
    struct matter_id id;
    struct str title, note, phone;
    const char *state, *message;
    int64_t count, late, fen, area, bytes, instant;
    double ratio;
    int32_t day;
    bool open, locked;
    struct html html;
    struct url image;
    VEC(struct sample_duty) duties;
    VEC(struct str) tags;
    VEC(struct form_option) options;
    struct form_pairs pairs;
};

struct url url_sample(struct arena *arena, struct matter_id id);
struct url url_asset(struct arena *arena, const char *name);
struct str show_twice(struct arena *arena, struct str s);
bool is_hot(const struct sample *v);

#endif
