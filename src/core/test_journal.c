#include <stdlib.h>

#include "base/json.h"
#include "core/merkle.h"
#include "core/org.h"
#include "core/test_core.h"
#include "core/verify.h"
#include "db/driver.h"

static struct core_test t;

static enum err write_some(struct ctx *ctx, void *arg)
{
    int n = *(int *)arg;
    for (int i = 0; i < n; i++) {
        struct journal_field f[] = {
            journal_text("state", STR("raised"), STR("accepted")),
            journal_new("reason", str_print(ctx->arena, "理由 %d", i)),
            journal_text("same", STR("x"), STR("x")),
            journal_int(ctx->arena, "n", i, i + 1),
        };
        enum err e = journal_add(ctx, "matter", 1000 + i % 7, "accept", f, 4);
        if (e)
            return e;
    }
    return ERR_OK;
}

static void write(int n)
{
    IS_INT(core_test_act(&t, write_some, &n), ERR_OK);
}

static struct verify_report verify(const struct checkpoint *against)
{
    struct verify_report report;
    IS_INT(verify_run(&t.ctx, against, &report), ERR_OK);
    return report;
}

static void entries_are_read_as_written(void)
{
    core_test_begin(&t);
    write(3);
    struct journal_entry *e;
    size_t n;
    IS_INT(journal_of(&t.ctx, 1001, -1, 10, &e, &n), ERR_OK);
    IS_INT(n, 1);
    IS_STR(e[0].verb, STR("accept"));
    IS_STR(e[0].kind, STR("matter"));
    IS_STR(e[0].person_name, STR("控制台"));
    IS_INT(e[0].at, TEST_NOW);
    IS_INT(e[0].n, 3); /* the field that did not change is left out */
    IS_STR(e[0].values[0].before, STR("raised"));
    IS_STR(e[0].values[1].after, STR("理由 1"));
    OK(str_null(e[0].values[1].before), "nothing before");
    IS_INT(journal_newest(&t.ctx, (struct person_id){0}, INT64_MAX, 2, &e, &n), ERR_OK);
    IS_INT(n, 2);
    OK(e[0].seq == e[1].seq + 1, "newest first");
    struct verify_report r = verify(NULL);
    OK(r.good && r.entries == 5 && !r.against, "whole");
    IS_INT(r.head.size, 5); /* the park, its calendar, and three */
    core_test_end(&t);
}

/* Tests may write what nobody else can: a statement of their own, made as sqlc makes them. */
static enum err meddle(const char *sql)
{
    struct db_query *q = ARENA_NEW(&t.arena, struct db_query); /* statements are kept by address */
    *q = (struct db_query){.name = "meddle", .sql = {sql, sql}};
    enum err e = db_begin(t.ctx.db, DB_WRITE);
    int64_t changed = 0;
    if (!e)
        e = db_exec(t.ctx.db, q, &changed, &changed);
    if (e) {
        db_rollback(t.ctx.db);
        return e;
    }
    return db_commit(t.ctx.db);
}

static void the_database_refuses_to_change_it(void)
{
    core_test_begin(&t);
    write(2);
    OK(meddle("UPDATE journal_entry SET verb = 'x' WHERE seq = 2") != ERR_OK, "no update");
    OK(meddle("DELETE FROM journal_entry WHERE seq = 2") != ERR_OK, "no delete");
    OK(meddle("UPDATE journal_value SET name = 'x' WHERE seq = 2") != ERR_OK, "no new name");
    OK(meddle("UPDATE journal_value SET salt = NULL WHERE seq = 2") != ERR_OK, "half a redaction");
    OK(meddle("DELETE FROM journal_value WHERE seq = 2") != ERR_OK, "no value away");
    OK(meddle("DELETE FROM journal_head") != ERR_OK, "no head away");
    OK(verify(NULL).good, "nothing happened");
    core_test_end(&t);
}

/* Who can switch the triggers off changes one thing at a time; each is found and named. */
static void every_damage_is_named(void)
{
    static const struct {
        const char *sql;
        int64_t seq;
    } damage[] = {
        {"UPDATE journal_entry SET verb = 'refuse' WHERE seq = 4", 4},
        {"UPDATE journal_entry SET at = at + 1 WHERE seq = 5", 5},
        {"UPDATE journal_entry SET person = 7 WHERE seq = 3", 3},
        {"UPDATE journal_entry SET record = 7 WHERE seq = 3", 3},
        {"UPDATE journal_entry SET act = act + 1 WHERE seq = 6", 6},
        {"DELETE FROM journal_entry WHERE seq = 6", 6},
        {"DELETE FROM journal_entry WHERE seq = 11", 11},
        {"UPDATE journal_value SET name = 'other' WHERE seq = 7 AND place = 0", 7},
        {"DELETE FROM journal_value WHERE seq = 8 AND place = 2", 8},
        {"UPDATE journal_value SET salt = NULL WHERE seq = 9 AND place = 1", 9},
        {"UPDATE journal_value SET before = after WHERE seq = 9 AND place = 1", 9},
        {"UPDATE journal_head SET size = 11", -1},
        {"UPDATE journal_head SET size = 10", 10},
    };
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        core_test_begin(&t);
        write(10);
        bool pg = db_kind(t.ctx.db) == DB_PG;
        static const char *const off[][2] = {
            {"DROP TRIGGER journal_entry_keep", "DROP TRIGGER journal_entry_keep ON journal_entry"},
            {"DROP TRIGGER journal_entry_stay", "SELECT 1"},
            {"DROP TRIGGER journal_value_keep", "DROP TRIGGER journal_value_keep ON journal_value"},
            {"DROP TRIGGER journal_value_stay", "DROP TRIGGER journal_value_stay ON journal_value"},
        };
        for (size_t k = 0; k < sizeof off / sizeof *off; k++)
            if (!pg || k != 1)
                IS_INT(meddle(off[k][pg]), ERR_OK);
        OK(verify(NULL).good, "whole before");
        IS_INT(meddle(damage[i].sql), ERR_OK);
        struct verify_report r = verify(NULL);
        OK(!r.good && r.reason != NULL, damage[i].sql);
        IS_INT(r.bad_seq, damage[i].seq);
        core_test_end(&t);
    }
}

static void a_checkpoint_shows_a_rewritten_past(void)
{
    struct checkpoint kept, other;
    core_test_begin(&t);
    write(300);
    IS_INT(checkpoint_now(&t.ctx, &kept), ERR_OK);
    kept.origin = str_dup(&t.arena, kept.origin);
    write(500);
    struct verify_report r = verify(&kept);
    OK(r.good && r.against, "the same beginning");
    struct str text = checkpoint_text(&t.arena, &kept);
    OK(str_starts(text, STR("test.example/park\n302\n")), "origin and size");
    OK(checkpoint_parse(text, &other) && other.size == 302 &&
           hash_same(other.root, kept.root, HASH_SIZE),
       "read back");
    OK(!checkpoint_parse(STR("a\n3\nAAAA\n"), &other), "a short root");
    OK(!checkpoint_parse(STR("a\n-3\n"), &other), "no root");
    struct str nul = str_print(&t.arena, "%c%.*s", 0, STR_ARG(text));
    OK(!checkpoint_parse(nul, &other), "an origin that cannot be printed");
    other = kept;
    other.root[3] ^= 1;
    r = verify(&other);
    OK(!r.good && r.bad_seq == 301, "another root");
    other = kept;
    other.size = 100000;
    OK(!verify(&other).good, "longer than the journal");
    other = kept;
    other.origin = STR("another.park");
    OK(!verify(&other).good, "another park's");
    core_test_end(&t);
}

static void proofs_of_the_stored_tree_hold(void)
{
    core_test_begin(&t);
    write(700);
    struct checkpoint head;
    IS_INT(checkpoint_now(&t.ctx, &head), ERR_OK);
    static const int64_t seqs[] = {0, 1, 255, 256, 511, 512, 600, 701};
    for (size_t i = 0; i < sizeof seqs / sizeof *seqs; i++) {
        unsigned char *proof;
        size_t n, m;
        struct sql_journal_leaves_row *leaf;
        struct sql_journal_leaves_in one = {t.ctx.park, seqs[i], seqs[i] + 1};
        IS_INT(journal_inclusion(&t.ctx, seqs[i], head.size, &proof, &n), ERR_OK);
        IS_INT(sql_journal_leaves(t.ctx.db, &t.arena, &one, &leaf, &m), ERR_OK);
        OK(merkle_check_inclusion(seqs[i], head.size, (const unsigned char *)leaf[0].leaf.ptr,
                                  proof, n, head.root),
           "in the tree");
    }
    struct checkpoint now;
    write(400);
    IS_INT(checkpoint_now(&t.ctx, &now), ERR_OK);
    unsigned char *proof;
    size_t n;
    IS_INT(journal_consistency(&t.ctx, head.size, now.size, &proof, &n), ERR_OK);
    OK(merkle_check_consistency(head.size, now.size, proof, n, head.root, now.root), "grown");
    core_test_end(&t);
}

static enum err redact(struct ctx *ctx, void *arg)
{
    (void)arg;
    return journal_redact(ctx, 3, STR("reason"), STR("含个人信息"));
}

static void redaction_leaves_it_provable(void)
{
    core_test_begin(&t);
    write(4);
    struct checkpoint kept;
    IS_INT(checkpoint_now(&t.ctx, &kept), ERR_OK);
    kept.origin = str_dup(&t.arena, kept.origin);
    IS_INT(core_test_act(&t, redact, NULL), ERR_OK);
    IS_INT(core_test_act(&t, redact, NULL), ERR_NOT_FOUND);
    struct journal_entry *e;
    size_t n;
    IS_INT(journal_of(&t.ctx, 1001, -1, 1, &e, &n), ERR_OK);
    OK(e[0].values[1].redacted && str_null(e[0].values[1].after), "gone");
    OK(!e[0].values[0].redacted, "the others stay");
    struct verify_report r = verify(&kept);
    OK(r.good && r.against, "still provable");
    IS_INT(r.redacted, 1);
    core_test_end(&t);
}

static enum err fail_after_two(struct ctx *ctx, void *arg)
{
    int two = 2;
    enum err e = write_some(ctx, &two);
    (void)arg;
    return e ? e : ctx_fail(ctx, ERR_INVALID, "x", "no");
}

static enum err mixed(struct ctx *ctx, void *arg)
{
    int one = 1;
    enum err e = write_some(ctx, &one);
    if (!e && journal_try(ctx, fail_after_two, arg) != ERR_INVALID)
        return ERR_IO;
    error_clear(&ctx->error);
    return e ? e : journal_try(ctx, write_some, &one);
}

static void a_part_that_fails_leaves_no_trace(void)
{
    core_test_begin(&t);
    IS_INT(core_test_act(&t, fail_after_two, NULL), ERR_INVALID);
    OK(verify(NULL).good, "an act that failed");
    IS_INT(verify(NULL).entries, 2);
    IS_INT(core_test_act(&t, mixed, NULL), ERR_OK);
    OK(verify(NULL).good, "a part that failed");
    IS_INT(verify(NULL).entries, 4);
    core_test_end(&t);
}

static void every_query_is_taken_by_the_database(void)
{
    core_test_begin(&t);
    IS_INT(db_prepare_set(t.ctx.db, &t.arena, &core_query_set), ERR_OK);
    core_test_end(&t);
}

/* --- fault loop: the n-th allocation fails; the database stays whole ------------------------- */

static enum err guarded(void *arg)
{
    return core_test_act(&t, write_some, arg);
}

static void no_allocation_failure_leaves_half_an_act(void)
{
    core_test_begin(&t);
    int n = 3, failures = 0;
    for (int64_t k = 1; k < 150; k++) {
        struct arena_mark mark = arena_mark(&t.arena);
        int64_t before = verify(NULL).entries;
        t.arena.fail_after = k;
        enum err e = arena_run(&t.arena, guarded, &n);
        t.arena.fail_after = 0;
        if (e) {
            failures++;
            journal_drop(&t.ctx);
            db_rollback(t.ctx.db);
        }
        struct verify_report r = verify(NULL);
        OK(r.good, "whole");
        IS_INT(r.entries, e ? before : before + 3);
        arena_reset(&t.arena, mark);
    }
    OK(failures > 10, "some did fail");
    core_test_end(&t);
}

/* --- fault loop: the n-th statement fails ---------------------------------------------------- */

static struct db_driver faulty;
static const struct db_driver *real;
static int64_t steps_left;

static enum err faulty_step(struct db *db, void *stmt, bool *out_row)
{
    return --steps_left == 0 ? ERR_IO : real->step(db, stmt, out_row);
}

/* Ids, a row, its index, search terms and the journal: all of it or nothing. */
static enum err add_org(struct ctx *ctx, void *arg)
{
    struct org org = {.kind = ORG_DEPARTMENT, .name = str_from(arg), .phone = STR("1")};
    int one = 1;
    enum err e = org_save(ctx, &org);
    return e ? e : write_some(ctx, &one);
}

static void no_failed_statement_leaves_half_an_act(void)
{
    core_test_begin(&t);
    real = t.ctx.db->driver;
    faulty = *real;
    faulty.step = faulty_step;
    int failures = 0;
    enum err e = ERR_IO;
    for (int64_t k = 1; k < 200 && e; k++) {
        int64_t before = verify(NULL).entries;
        struct org org;
        t.ctx.db->driver = &faulty;
        steps_left = k;
        e = core_test_act(&t, add_org, "审批局");
        t.ctx.db->driver = real;
        struct verify_report r = verify(NULL);
        OK(r.good, "whole");
        IS_INT(r.entries, e ? before : before + 2);
        IS_INT(org_by_name(&t.ctx, STR("审批局"), &org), e ? ERR_NOT_FOUND : ERR_OK);
        failures += e == ERR_IO;
    }
    IS_INT(e, ERR_OK); /* past the last statement it succeeds */
    OK(failures > 10, "every statement failed once");
    core_test_end(&t);
}

int main(void)
{
    RUN(entries_are_read_as_written);
    RUN(the_database_refuses_to_change_it);
    RUN(every_damage_is_named);
    RUN(a_checkpoint_shows_a_rewritten_past);
    RUN(proofs_of_the_stored_tree_hold);
    RUN(redaction_leaves_it_provable);
    RUN(a_part_that_fails_leaves_no_trace);
    RUN(every_query_is_taken_by_the_database);
    RUN(no_allocation_failure_leaves_half_an_act);
    RUN(no_failed_statement_leaves_half_an_act);
    return tap_end();
}
