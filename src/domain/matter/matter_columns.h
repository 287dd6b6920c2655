/*
 * The columns of a matter and of a duty, once, as lists of (name, how it compares): what copies,
 * compares or journals a whole record is written by these. FIXED ones are set when the record is
 * made.
 */
#ifndef LIANYUAN_DOMAIN_MATTER_MATTER_COLUMNS_H
#define LIANYUAN_DOMAIN_MATTER_MATTER_COLUMNS_H

/* clang-format off */
#define MATTER_FIXED_COLUMNS(X)                                                                    \
    X(id, ID) X(outside_number, TEXT) X(number, TEXT) X(year, MAYBE) X(seq, MAYBE) X(author, ID)                           \
    X(author_name, TEXT) X(on_behalf, INT) X(imported, INT) X(import_key, TEXT)

#define MATTER_COLUMNS(X)                                                                          \
    X(version, INT) X(title, TEXT) X(state, INT) X(open, INT)              \
    X(turn, INT) X(class, ID) X(class_name, TEXT) X(source, INT) X(urgency, INT)                   \
    X(zone, ID) X(leader, ID) X(leader_name, TEXT) X(lead, ID)                  \
    X(lead_name, TEXT) X(helper_names, TEXT) X(due, INT) X(due_at, INT) X(due_kind, INT)           \
    X(due_words, TEXT) X(asked_day, INT) X(provisional, INT) X(paused, INT)                        \
    X(raised_at, INT) X(accepted_at, INT) X(resolved_at, INT) X(called_at, INT)                    \
    X(ended_at, INT) X(last_at, INT) X(last_note, TEXT) X(end_reason, TEXT)                        \
    X(closed_how, INT) X(solved, INT) X(rating, INT) X(reopened, INT) X(pressed, INT)              \
    X(pressed_at, INT) X(extended, INT) X(asks, INT) X(merged_in, INT) X(followers, INT)           \
    X(merged_into, ID) X(topic, ID) X(consent, INT)

/* Changed by an import that corrects a row, else never. */
#define MATTER_FIRM_COLUMNS(X) X(firm, ID) X(firm_name, TEXT)

#define DUTY_FIXED_COLUMNS(X)                                                                      \
    X(matter, ID) X(id, ID) X(org, ID) X(org_name, TEXT) X(lead, INT) X(assigned_at, INT)

#define DUTY_COLUMNS(X)                                                                            \
    X(version, INT) X(state, INT) X(open, INT) X(limit_amount, INT) X(limit_kind, INT)             \
    X(opinion, TEXT) X(respond_at, INT) X(responded_at, INT) X(limit_day, INT)                     \
    X(limit_at, INT) X(first_promise, INT) X(promise, INT) X(due_at, INT)                          \
    X(provisional, INT) X(solution, TEXT) X(answered_at, INT) X(done_at, INT)                      \
    X(ended_at, INT) X(paused_at, INT) X(noted_at, INT) X(extended, INT) X(pressed, INT)           \
    X(pressed_at, INT) X(kept, INT)
/* clang-format on */

#define COLUMN_DIFFERS_INT(a, b) ((a) != (b))
#define COLUMN_DIFFERS_TEXT(a, b) (!str_eq((a), (b)))
#define COLUMN_DIFFERS_ID(a, b) ((a).n != (b).n)

#endif
