#include "base/tap.h"
#include "web/emit.h"
#include "web/i18n.h"

static struct arena arena;
static struct page page;

static struct page *fresh(enum lang lang, size_t max)
{
    page = (struct page){.arena = &arena, .lang = lang, .offset_min = 480};
    page.today = day_from_date((struct date){2026, 11, 22});
    buf_init(&page.out, &arena, max);
    return &page;
}

static struct str out(void)
{
    return buf_str(&page.out);
}

static void escapes_every_special_character_at_every_place(void)
{
    struct buf in, want;
    for (size_t before = 0; before < 40; before++) {
        buf_init(&in, &arena, 1024);
        buf_init(&want, &arena, 1024);
        for (size_t i = 0; i < before; i++) {
            buf_char(&in, (char)('a' + i % 26));
            buf_char(&want, (char)('a' + i % 26));
        }
        buf_add(&in, STR("<>&\"'清单<b"));
        buf_add(&want, STR("&lt;&gt;&amp;&quot;&#39;清单&lt;b"));
        fresh(LANG_ZH, 4096);
        emit_text(&page, buf_str(&in));
        IS_STR(out(), buf_str(&want));
    }
}

static void types_choose_their_writer(void)
{
    fresh(LANG_ZH, 4096);
    uint64_t most = UINT64_MAX;
    size_t n = 7;
    emit_text(&page, INT64_MIN);
    EMIT(&page, " ");
    emit_text(&page, most);
    EMIT(&page, " ");
    emit_text(&page, n);
    EMIT(&page, " ");
    emit_text(&page, (int32_t)-3);
    EMIT(&page, " ");
    bool yes = true;
    emit_text(&page, yes);
    emit_text(&page, ((struct html){STR("<b>")}));
    IS_STR(out(), STR("-9223372036854775808 18446744073709551615 7 -3 是<b>"));
    OK(!emit_true(STR("")) && emit_true(STR("x")) && !emit_true(0) && emit_true(&page),
       "empty is false");
}

static void a_full_page_stays_full_and_whole(void)
{
    /* Whatever the maximum: never beyond it, never half an entity or half a piece. */
    for (size_t max = 0; max < 60; max++) {
        fresh(LANG_ZH, max);
        for (int i = 0; i < 20; i++)
            emit_text(&page, STR("<<<"));
        OK(out().len <= max && out().len % 4 == 0, "whole entities within the maximum");
        OK(buf_full(&page.out) == (max < 240), "told when something was left out");
    }
    fresh(LANG_ZH, 240);
    for (int i = 0; i < 20; i++)
        emit_text(&page, STR("<<<"));
    OK(!buf_full(&page.out) && out().len == 240, "the last byte is used");
}

#define SHOWS(lang, call, text)                                                                    \
    do {                                                                                           \
        fresh((lang), 4096);                                                                       \
        call;                                                                                      \
        IS_STR(out(), STR(text));                                                                  \
    } while (0)

static void numbers_are_written_for_people(void)
{
    SHOWS(LANG_ZH, emit_number(&page, 1234567), "1,234,567");
    SHOWS(LANG_ZH, emit_number(&page, -999), "-999");
    SHOWS(LANG_ZH, emit_number(&page, INT64_MIN), "-9,223,372,036,854,775,808");
    SHOWS(LANG_ZH, emit_money(&page, 1234560000), "1,234.56 万元");
    SHOWS(LANG_ZH, emit_money(&page, 1234565000), "1,234.57 万元");
    SHOWS(LANG_ZH, emit_money(&page, -4999), "0.00 万元");
    SHOWS(LANG_EN, emit_money(&page, 1234560000), "CNY 12,345,600");
    SHOWS(LANG_ZH, emit_yuan(&page, 123456), "1,234.56 元");
    SHOWS(LANG_ZH, emit_yuan(&page, -5), "-0.05 元");
    SHOWS(LANG_ZH, emit_mu(&page, 10000), "15.00 亩");
    SHOWS(LANG_EN, emit_mu(&page, 666.6666667), "1.00 mu");
    SHOWS(LANG_ZH, emit_m2(&page, 10000), "10,000 m²");
    SHOWS(LANG_ZH, emit_decimal(&page, -0.05, 1), "-0.1");
    SHOWS(LANG_ZH, emit_decimal(&page, 0.0 / 0.0, 1), "—");
    SHOWS(LANG_ZH, emit_percent(&page, 131, 142), "92.3 % (131/142)");
    SHOWS(LANG_ZH, emit_percent(&page, 0, 0), "—");
    SHOWS(LANG_ZH, emit_size(&page, 999), "999 B");
    SHOWS(LANG_ZH, emit_size(&page, 1234567), "1.2 MB");
    SHOWS(LANG_EN, emit_text(&page, (bool){false}), "no");
}

static void every_count_of_digits(void)
{
    for (uint64_t power = 1, n = 0; n < 20; n++, power *= 10)
        for (uint64_t d = 0; d < 3; d++) {
            fresh(LANG_ZH, 64);
            emit_text(&page, power + d - 1);
            IS_STR(out(), str_print(&arena, "%llu", (unsigned long long)(power + d - 1)));
            struct url url = url_number(&arena, STR("/"), -(int64_t)(power + d - 1), STR("x"));
            IS_STR(url.text, str_print(&arena, "/%lldx", -(long long)(power + d - 1)));
        }
}

static void days_are_as_short_as_the_year_allows(void)
{
    int32_t day = day_from_date((struct date){2026, 11, 27});
    SHOWS(LANG_ZH, emit_day_plain(&page, day), "11-27");
    SHOWS(LANG_ZH, emit_day_plain(&page, day - 365), "2025-11-27");
    SHOWS(LANG_ZH, emit_day(&page, day),
          "<time datetime=\"2026-11-27\" title=\"2026-11-27\">11-27</time>");
    SHOWS(LANG_ZH, emit_iso_day(&page, day), "2026-11-27");
    SHOWS(LANG_ZH, emit_day(&page, DAY_NONE), "");
    SHOWS(LANG_ZH, emit_day(&page, INT32_MAX), "");
}

static void instants_are_said_from_today(void)
{
    int64_t noon = instant_of_day(page.today, 480) + 17 * HOUR_US;
    SHOWS(LANG_ZH, emit_instant_plain(&page, noon), "今天 17:00");
    SHOWS(LANG_EN, emit_instant_plain(&page, noon), "today 17:00");
    SHOWS(LANG_ZH, emit_instant_plain(&page, noon - DAY_US), "昨天 17:00");
    SHOWS(LANG_ZH, emit_instant_plain(&page, noon - 2 * DAY_US), "11-20 17:00");
    SHOWS(LANG_ZH, emit_instant_plain(&page, noon - 365 * DAY_US), "2025-11-22 17:00");
    SHOWS(LANG_ZH, emit_instant(&page, 0), "");
    SHOWS(LANG_ZH, emit_instant(&page, noon),
          "<time datetime=\"2026-11-22T17:00:00+08:00\" title=\"2026-11-22 17:00\">今天 "
          "17:00</time>");
}

static void addresses_grow_named_parameters(void)
{
    struct url url = {STR("/matters")};
    fresh(LANG_ZH, 4096);
    url = emit_url_with(&arena, url, STR("state"), STR(""));
    url = emit_url_with(&arena, url, STR("q"), STR("用地&a"));
    url = emit_url_with(&arena, url, STR("page"), 2);
    url = emit_url_with(&arena, url, STR("late"), (bool){false});
    emit_url(&page, url);
    IS_STR(out(), STR("/matters?q=%E7%94%A8%E5%9C%B0%26a&amp;page=2"));
}

static void messages_have_languages(void)
{
    IS_STR(tr(LANG_ZH, "请选择"), STR("请选择"));
    IS_STR(tr(LANG_EN, "请选择"), STR("Please choose"));
    IS_STR(tr(LANG_EN, "没有这样的一句话"), STR("没有这样的一句话"));
    IS_STR(tr_with(&arena, LANG_EN, "最多 {} 字", STR("7")), STR("At most 7 characters"));
    IS_STR(tr_with(&arena, LANG_ZH, "{}：{}", STR("a")), STR("a：a"));
    SHOWS(LANG_EN, emit_tr(&page, "请选择"), "Please choose");
    SHOWS(LANG_EN, emit_tr(&page, STR("请选择")), "Please choose");
    OK(str_null(tr(LANG_EN, NULL)), "no message, no text");
}

int main(void)
{
    arena_init(&arena, 64 * 1024 * 1024);
    RUN(escapes_every_special_character_at_every_place);
    RUN(types_choose_their_writer);
    RUN(a_full_page_stays_full_and_whole);
    RUN(numbers_are_written_for_people);
    RUN(every_count_of_digits);
    RUN(days_are_as_short_as_the_year_allows);
    RUN(instants_are_said_from_today);
    RUN(addresses_grow_named_parameters);
    RUN(messages_have_languages);
    arena_release(&arena);
    return tap_end();
}
