/*
 * What core's acts and finds are given. Fields that a form does not name are filled by the act's
 * own `prepare` step.
 */
#ifndef LIANYUAN_CORE_CORE_FORM_H
#define LIANYUAN_CORE_CORE_FORM_H

#include "base/form.h"

enum {
    CORE_WORDS_MAX = 100,
    CORE_REASON_MAX = 500,
    CORE_SOURCE_MAX = 200,
    CORE_LIST_LIMIT = 200,
    CORE_WORKDAYS_MAX = 100000,
};

struct person_in {
    int64_t id, version;
    struct str login, name, phone, email;
    int64_t org, zone;
    struct form_texts roles;
    bool invite;
    struct str password; /* prepared: what is shown once */
    struct str hash;     /* prepared */
};
extern const struct form person_add_form, person_edit_form;

/* A person by id (pages) or by sign-in name (commands), and what some acts want beside it. */
struct who_in {
    int64_t id;
    struct str person;
    struct str password; /* a secret given, or prepared */
    struct str hash;     /* prepared */
};
extern const struct form who_form, person_password_form;

struct role_in {
    int64_t id;
    struct str person;
    struct form_texts grant, revoke;
};
extern const struct form role_form;

struct own_password_in {
    struct str old, password, again;
    struct str hash;    /* prepared */
    struct str checked; /* prepared: the stored hash that `old` fits */
    int64_t session;    /* prepared: stays open */
};
extern const struct form own_password_form;

struct standin_in {
    int64_t standin;
    int32_t from, to;
};
extern const struct form standin_form;

struct language_in {
    int64_t lang; /* enum lang */
};
extern const struct form language_form;

struct token_in {
    struct str person, name;
    int64_t days;
};
extern const struct form token_form;

struct record_in {
    int64_t id;
};
extern const struct form record_form, notice_form;

struct org_in {
    int64_t id, version, kind, state;
    struct str name, short_name, uscc;
    bool uscc_override;
    int64_t zone, parent;
    struct str contact, phone, address;
    int64_t officer;
};
extern const struct form org_add_form, org_edit_form, firm_apply_form;

struct approve_in {
    int64_t id;
    struct str login;
};
struct refuse_in {
    int64_t id;
    struct str reason;
};
extern const struct form firm_approve_form, firm_refuse_form;

struct contact_in {
    struct str office, phone, hours, address;
};
extern const struct form contact_form;

struct zone_in {
    int64_t id;
    struct str name;
    bool closed;
};
extern const struct form zone_add_form, zone_edit_form;

struct setting_in {
    struct str name;
    int64_t value;
    int32_t since;
    struct str source;
};
extern const struct form setting_form;

struct calendar_in {
    struct str text, source;
};
extern const struct form calendar_form;

struct view_in {
    struct str list, name, query;
};
extern const struct form view_form;

struct redact_in {
    int64_t seq;
    struct str field, reason;
};
extern const struct form redact_form;

/* --- finds ----------------------------------------------------------------------------------- */

struct list_in {
    struct str words, after;
    int64_t kind, state, org, zone, limit;
};
extern const struct form person_list_form, org_list_form, empty_form;

struct journal_in {
    int64_t person, record, below, limit;
};
extern const struct form journal_list_form;

struct prove_in {
    int64_t seq, first;
};
extern const struct form journal_prove_form;

struct count_in {
    int32_t from, to;
};
struct add_in {
    int32_t date;
    int64_t n;
};
struct code_in {
    struct str code;
};
extern const struct form workday_count_form, workday_add_form, uscc_check_form;

#endif
