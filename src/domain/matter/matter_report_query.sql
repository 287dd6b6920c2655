-- The facts behind reports, in pages of matters: those that were not over when the period began,
-- and what belongs to them. (Those that came
-- later are sorted out by the rule: a matter that was sent back and sent again has a new raised_at.)

-- query: report_matter many
-- in: park park_id, from instant, after matter_id, limit int
SELECT id, number, title, state, class, class_name, topic, zone, firm_name, raised_at, ended_at, closed_how, imported
FROM matter
WHERE park = :park AND id > :after AND number <> ''
  AND (ended_at IS NULL OR ended_at >= :from)
ORDER BY id LIMIT :limit;

-- query: report_event many
-- in: park park_id, from instant, after matter_id, last matter_id
-- max: 400000
SELECT e.matter, e.at, e.verb, e.state, e.imported
FROM matter m JOIN matter_event e ON e.park = m.park AND e.matter = m.id
WHERE m.park = :park AND m.id > :after AND m.id <= :last AND m.number <> ''
  AND (m.ended_at IS NULL OR m.ended_at >= :from)
ORDER BY e.matter, e.id;

-- query: report_duty many
-- in: park park_id, from instant, after matter_id, last matter_id
-- max: 24000
SELECT d.matter, d.id, d.org, d.org_name, d.lead, d.state, d.limit_amount, d.limit_kind, d.assigned_at,
       d.respond_at, d.responded_at, d.answered_at, d.ended_at
FROM matter m JOIN duty d ON d.park = m.park AND d.matter = m.id
WHERE m.park = :park AND m.id > :after AND m.id <= :last AND m.number <> ''
  AND (m.ended_at IS NULL OR m.ended_at >= :from)
ORDER BY d.matter, d.id;

-- query: report_promise many
-- in: park park_id, from instant, after matter_id, last matter_id
-- max: 100000
SELECT p.matter, p.duty, p.seq, p.day, p.at, p.person_name, p.reason
FROM matter m JOIN duty_promise p ON p.park = m.park AND p.matter = m.id
WHERE m.park = :park AND m.id > :after AND m.id <= :last AND m.number <> ''
  AND (m.ended_at IS NULL OR m.ended_at >= :from)
ORDER BY p.matter, p.duty, p.seq;

-- query: report_pause many
-- in: park park_id, from instant, after matter_id, last matter_id
-- max: 100000
SELECT p.matter, p.duty, p.from_at, p.to_at
FROM matter m JOIN duty_pause p ON p.park = m.park AND p.matter = m.id
WHERE m.park = :park AND m.id > :after AND m.id <= :last AND m.number <> ''
  AND (m.ended_at IS NULL OR m.ended_at >= :from)
ORDER BY p.matter, p.duty, p.from_at;

-- query: report_word many
-- in: park park_id, from instant, after matter_id, last matter_id
-- max: 100000
SELECT c.matter, c.at, c.reached, c.solved, c.rating
FROM matter m JOIN matter_callback c ON c.park = m.park AND c.matter = m.id
WHERE m.park = :park AND m.id > :after AND m.id <= :last AND m.number <> ''
  AND (m.ended_at IS NULL OR m.ended_at >= :from)
ORDER BY c.matter, c.id;

-- A person who wants a report, and what was sent to whom: once per period.
-- query: report_reader_get many
-- in: park park_id, person person_id
-- max: 2
SELECT kind, since FROM report_reader WHERE park = :park AND person = :person ORDER BY kind;

-- query: report_reader_add exec
-- in: park park_id, person person_id, kind int, since instant
INSERT INTO report_reader (park, person, kind, since) VALUES (:park, :person, :kind, :since)
ON CONFLICT (park, person, kind) DO NOTHING;

-- query: report_reader_drop exec
-- in: park park_id, person person_id, kind int
DELETE FROM report_reader WHERE park = :park AND person = :person AND kind = :kind;

-- query: report_reader_due many
-- in: park park_id, kind int, from_day day, before instant, limit int
SELECT r.person FROM report_reader r
WHERE r.park = :park AND r.kind = :kind AND r.since <= :before
  AND NOT EXISTS (SELECT 1 FROM report_sent s WHERE s.park = :park AND s.person = r.person
                  AND s.kind = :kind AND s.from_day >= :from_day)
ORDER BY r.person LIMIT :limit;

-- query: report_sent_add exec
-- in: park park_id, person person_id, kind int, from_day day, at instant
INSERT INTO report_sent (park, person, kind, from_day, at)
VALUES (:park, :person, :kind, :from_day, :at);

-- The names of topics. They are another module's, and asked for only when a matter is in one; what
-- joins a matter to a topic stands with the matter.
-- query: report_topic many
-- in: park park_id
-- max: 5000
SELECT id, name FROM topic WHERE park = :park ORDER BY id;
