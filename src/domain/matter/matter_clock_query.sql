-- The queries of recounts and reminders.

-- Recount ---------------------------------------------------------------------------------------

-- Open duties in the order of their matters, as many as the caller takes at a time.
-- query: recount_duties many
-- in: park park_id, after matter_id, limit int
-- out: class int, extended_at int
SELECT d.matter, d.id, d.org, d.org_name, d.limit_amount, d.limit_kind, d.assigned_at, d.respond_at,
       d.responded_at, d.limit_day, d.limit_at, d.promise, d.due_at, d.provisional, d.answered_at,
       d.paused_at, coalesce(m.class, 0) AS class, m.urgency,
       coalesce((SELECT max(a.decided_at) FROM duty_ask a
                 WHERE a.park = :park AND a.matter = d.matter AND a.duty = d.id
                   AND a.kind = 1 AND a.state = 2 AND d.extended > 0), 0) AS extended_at
FROM duty d JOIN matter m ON m.park = :park AND m.id = d.matter
WHERE d.park = :park AND d.open = 1 AND d.matter > :after
ORDER BY d.matter, d.id LIMIT :limit;

-- Their pauses.
-- query: recount_pauses many
-- in: park park_id, after matter_id, upto matter_id
-- max: 200000
SELECT p.matter, p.duty, p.from_at, p.to_at FROM duty_pause p
WHERE p.park = :park AND p.matter > :after AND p.matter <= :upto
ORDER BY p.matter, p.duty, p.from_at;

-- Matters whose own clock runs: to accept, to assign, to call back.
-- query: recount_matters many
-- in: park park_id
-- max: 200000
SELECT m.id, m.state, m.due_at, m.provisional, m.raised_at, m.accepted_at, m.resolved_at, m.called_at,
       m.solved, m.imported
FROM matter_sight s JOIN matter m ON m.park = :park AND m.id = s.matter
WHERE s.park = :park AND s.viewer = 0 AND s.ended = 0 AND s.state IN (2, 3, 5)
ORDER BY s.due_at, s.matter;

-- query: recount_total one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM duty d WHERE d.park = :park AND d.open = 1;

-- query: recount_add exec
-- in: park park_id, id matter_recount_id, at instant, cause int, what text, person person_id?
-- in: person_name text, calendar_before calendar_id?, after matter_id, clocks int, moved int
-- in: total int, ended_at instant?
INSERT INTO matter_recount (
    park, id, at, cause, what, person, person_name, calendar_before, after, clocks, moved, total,
    ended_at)
VALUES (
    :park, :id, :at, :cause, :what, :person, :person_name, :calendar_before, :after, :clocks, :moved,
    :total, :ended_at);

-- query: recount_put exec
-- in: park park_id, id matter_recount_id, after matter_id, clocks int, moved int, ended_at instant?
UPDATE matter_recount SET after = :after, clocks = :clocks, moved = :moved, ended_at = :ended_at
WHERE park = :park AND id = :id;

-- query: recount_get one
-- in: park park_id, id matter_recount_id
SELECT id, at, cause, what, person, person_name, calendar_before, after, clocks, moved, total, ended_at
FROM matter_recount WHERE park = :park AND id = :id;

-- query: recount_open many
-- in: park park_id
-- max: 100
SELECT id, at, cause, what, person, person_name, calendar_before, after, clocks, moved, total, ended_at
FROM matter_recount WHERE park = :park AND ended_at IS NULL ORDER BY id;

-- query: recount_all many
-- in: park park_id, below matter_recount_id, limit int
SELECT id, at, cause, what, person, person_name, calendar_before, after, clocks, moved, total, ended_at
FROM matter_recount WHERE park = :park AND id < :below ORDER BY id DESC LIMIT :limit;

-- query: recount_row_add exec
-- in: park park_id, recount matter_recount_id, matter matter_id, duty duty_id, clock int, org org_id?
-- in: org_name text, was day?, was_at instant, was_provisional bool, now day?, now_at instant
-- in: provisional bool, rest_more int, work_more int, was_limit int, was_limit_kind int
-- in: now_limit int, now_limit_kind int
INSERT INTO matter_recount_row (
    park, recount, matter, duty, clock, org, org_name, was, was_at, was_provisional, now, now_at,
    provisional, rest_more, work_more, was_limit, was_limit_kind, now_limit, now_limit_kind)
VALUES (
    :park, :recount, :matter, :duty, :clock, :org, :org_name, :was, :was_at, :was_provisional, :now,
    :now_at, :provisional, :rest_more, :work_more, :was_limit, :was_limit_kind, :now_limit,
    :now_limit_kind)
ON CONFLICT DO NOTHING;

-- How many matters' ends moved to another day, by department.
-- query: recount_orgs many
-- in: park park_id, recount matter_recount_id, respond int
-- max: 1000
-- out: n int
SELECT r.org, count(DISTINCT r.matter) AS n FROM matter_recount_row r
WHERE r.park = :park AND r.recount = :recount AND r.org IS NOT NULL AND r.was <> r.now
  AND r.clock <> :respond
GROUP BY r.org ORDER BY r.org;

-- Those within the viewer's sight.
-- query: recount_rows many
-- in: park park_id, recount matter_recount_id, viewer int, after matter_id, limit int
SELECT r.matter, r.duty, r.clock, r.org, r.org_name, r.was, r.was_at, r.was_provisional, r.now, r.now_at,
       r.provisional, r.rest_more, r.work_more, r.was_limit, r.was_limit_kind, r.now_limit,
       r.now_limit_kind
FROM matter_recount_row r
WHERE r.park = :park AND r.recount = :recount AND r.matter > :after
  AND EXISTS (SELECT 1 FROM matter_sight s
              WHERE s.park = :park AND s.viewer = :viewer AND s.matter = r.matter)
ORDER BY r.matter, r.duty, r.clock LIMIT :limit;

-- Reminders -------------------------------------------------------------------------------------

-- Matters that a coordinator has to move on, due within the window.
-- query: remind_matters many
-- in: park park_id, from instant, after matter_id, until instant, limit int
SELECT m.id, m.number, m.title, m.urgency, s.due_at, s.state
FROM matter_sight s JOIN matter m ON m.park = :park AND m.id = s.matter
WHERE s.park = :park AND s.viewer = 0 AND s.ended = 0 AND s.due_at >= :from AND s.due_at <= :until
  AND (s.due_at > :from OR s.matter > :after) AND s.state IN (2, 3, 5)
ORDER BY s.due_at, s.matter LIMIT :limit;

-- Open duties due within the window.
-- query: remind_duties many
-- in: park park_id, from instant, after duty_id, until instant, limit int
SELECT d.matter, d.id, d.org, d.org_name, d.due_at, d.limit_kind, d.promise, d.pressed_at, m.number,
       m.title, m.urgency
FROM duty d JOIN matter m ON m.park = :park AND m.id = d.matter
WHERE d.park = :park AND d.open = 1 AND d.due_at >= :from AND d.due_at <= :until
  AND (d.due_at > :from OR d.id > :after)
ORDER BY d.due_at, d.id LIMIT :limit;

-- query: reminded exec
-- in: park park_id, matter matter_id, duty duty_id, due_at instant, step int, at instant
INSERT INTO matter_reminder (park, matter, duty, due_at, step, at)
VALUES (:park, :matter, :duty, :due_at, :step, :at)
ON CONFLICT DO NOTHING;

-- query: reminded_of many
-- in: park park_id, matter matter_id
-- max: 2000
SELECT duty, due_at, step, at FROM matter_reminder
WHERE park = :park AND matter = :matter ORDER BY at, duty, step;

-- What was told of a matter, newest first.
-- query: told_of many
-- in: park park_id, matter int, limit int
SELECT n.id, n.person, n.title, n.message, n.detail, n.at, n.read_at FROM notice n
WHERE n.park = :park AND n.record = :matter AND n.kind = 'matter'
ORDER BY n.at DESC, n.id LIMIT :limit;

-- Numbers of reminders that went out at that instant.
-- query: told_as_number many
-- in: park park_id, at instant
-- max: 5000
SELECT n.id, n.person, n.title, n.message, n.detail, n.at, n.read_at FROM notice n
WHERE n.park = :park AND n.record = 0 AND n.at = :at AND n.kind = 'todo'
ORDER BY n.id;

-- The ways outside that a notice went.
-- query: told_ways many
-- in: park park_id, notice notice_id
-- max: 100
SELECT c.kind, c.name, o.state, o.due, o.done, o.fault
FROM outbox o JOIN channel c ON c.park = :park AND c.id = o.channel
WHERE o.park = :park AND o.notice = :notice
ORDER BY o.id;
