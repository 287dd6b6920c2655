-- Queries of collections at work: patent_schema/003_collection.sql.

-- query: patent_set_rule one
-- in: park park_id, id patent_set_id
SELECT name, kind, query, cutoff, refused FROM patent_set WHERE park = :park AND id = :id;

-- query: patent_set_add_kind exec
-- in: park park_id, id patent_set_id, name text, query text, note text, owner person_id
-- in: owner_name text, org org_id?, cutoff day?, created instant, kind int, refused text
INSERT INTO patent_set (park, id, name, query, note, owner, owner_name, org, cutoff, closed, version,
    created, kind, refused)
VALUES (:park, :id, :name, :query, :note, :owner, :owner_name, :org, :cutoff, 0, 1, :created, :kind,
    :refused);

-- query: patent_set_refused_put exec
-- in: park park_id, id patent_set_id, refused text
UPDATE patent_set SET refused = :refused, version = version + 1 WHERE park = :park AND id = :id;

-- query: patent_set_close exec
-- in: park park_id, id patent_set_id, was_version int
UPDATE patent_set SET closed = 1, version = version + 1
WHERE park = :park AND id = :id AND version = :was_version;

-- query: patent_listed_add exec
-- in: park park_id, collection patent_set_id, patent patent_id
INSERT INTO patent_set_listed (park, collection, patent) VALUES (:park, :collection, :patent)
ON CONFLICT (park, collection, patent) DO NOTHING;

-- query: patent_listed many
-- in: park park_id, collection patent_set_id
-- max: 200000
SELECT patent FROM patent_set_listed WHERE park = :park AND collection = :collection ORDER BY patent;

-- query: patent_listed_count one
-- in: park park_id, collection patent_set_id
-- out: n int
SELECT count(*) AS n FROM patent_set_listed WHERE park = :park AND collection = :collection;

-- Expressions -----------------------------------------------------------------------------------

-- query: patent_expr_add exec
-- in: park park_id, id patent_expr_id, collection patent_set_id, name text, query text, joined bool
-- in: person_name text, at instant
INSERT INTO patent_set_expr (park, id, collection, name, query, joined, person_name, at)
VALUES (:park, :id, :collection, :name, :query, :joined, :person_name, :at);

-- query: patent_expr_drop exec
-- in: park park_id, id patent_expr_id, collection patent_set_id
DELETE FROM patent_set_expr WHERE park = :park AND id = :id AND collection = :collection;

-- query: patent_exprs many
-- in: park park_id, collection patent_set_id
-- max: 200
SELECT id, name, query, joined, person_name, at FROM patent_set_expr
WHERE park = :park AND collection = :collection ORDER BY id;

-- Marks -----------------------------------------------------------------------------------------

-- query: patent_mark_get one
-- in: park park_id, collection patent_set_id, patent patent_id
SELECT inside, note, person, person_name, at FROM patent_set_mark
WHERE park = :park AND collection = :collection AND patent = :patent;

-- query: patent_mark_drop exec
-- in: park park_id, collection patent_set_id, patent patent_id
DELETE FROM patent_set_mark WHERE park = :park AND collection = :collection AND patent = :patent;

-- query: patent_mark_counts one
-- in: park park_id, collection patent_set_id
-- out: marked_in int, marked_out int, newest int
SELECT coalesce(sum(CASE WHEN inside = 1 THEN 1 ELSE 0 END), 0) AS marked_in,
       coalesce(sum(CASE WHEN inside = 0 THEN 1 ELSE 0 END), 0) AS marked_out,
       coalesce(max(at), 0) AS newest
FROM patent_set_mark WHERE park = :park AND collection = :collection;

-- query: patent_marked_page many
-- in: park park_id, collection patent_set_id, inside bool, limit int, skip int
SELECT p.id, p.key, p.title, p.applicant, p.ipc, p.legal, p.office, p.pub_day, p.app_day,
       m.inside, m.note, m.person_name
FROM patent_set_mark m JOIN patent p ON p.park = m.park AND p.id = m.patent
WHERE m.park = :park AND m.collection = :collection AND m.inside = :inside
ORDER BY m.at DESC, m.patent LIMIT :limit OFFSET :skip;

-- query: patent_batch_add exec
-- in: park park_id, id patent_batch_id, collection patent_set_id, mark int, n int, person person_id
-- in: person_name text, at instant
INSERT INTO patent_set_batch (park, id, collection, mark, n, person, person_name, at)
VALUES (:park, :id, :collection, :mark, :n, :person, :person_name, :at);

-- query: patent_batch_line_add exec
-- in: park park_id, batch patent_batch_id, patent patent_id, was int, note text, person person_id?
-- in: person_name text, at instant?
INSERT INTO patent_set_batch_line (park, batch, patent, was, note, person, person_name, at)
VALUES (:park, :batch, :patent, :was, :note, :person, :person_name, :at);

-- query: patent_batch_get one
-- in: park park_id, id patent_batch_id
SELECT id, collection, mark, n, person, person_name, at, undone FROM patent_set_batch
WHERE park = :park AND id = :id;

-- query: patent_batches many
-- in: park park_id, collection patent_set_id, limit int
SELECT id, mark, n, person_name, at, undone FROM patent_set_batch
WHERE park = :park AND collection = :collection ORDER BY id DESC LIMIT :limit;

-- query: patent_batch_lines many
-- in: park park_id, batch patent_batch_id
-- max: 200000
SELECT patent, was, note, person, person_name, at FROM patent_set_batch_line
WHERE park = :park AND batch = :batch ORDER BY patent;

-- The next time that a record of this collection was marked, not counting what was undone.
-- query: patent_batch_later one
-- in: park park_id, collection patent_set_id, patent patent_id, batch patent_batch_id
SELECT l.batch FROM patent_set_batch_line l
JOIN patent_set_batch b ON b.park = l.park AND b.id = l.batch
WHERE l.park = :park AND l.patent = :patent AND l.batch > :batch AND b.collection = :collection
  AND b.undone IS NULL
ORDER BY l.batch LIMIT 1;

-- query: patent_batch_line_was exec
-- in: park park_id, batch patent_batch_id, patent patent_id, was int, note text, person person_id?
-- in: person_name text, at instant?
UPDATE patent_set_batch_line SET was = :was, note = :note, person = :person,
    person_name = :person_name, at = :at
WHERE park = :park AND batch = :batch AND patent = :patent;

-- query: patent_batch_undone exec
-- in: park park_id, id patent_batch_id, at instant
UPDATE patent_set_batch SET undone = :at WHERE park = :park AND id = :id AND undone IS NULL;

-- Samples and measures --------------------------------------------------------------------------

-- query: patent_sample_add exec
-- in: park park_id, id patent_sample_id, collection patent_set_id, query text, seed int, n int
-- in: found int, person_name text, at instant
INSERT INTO patent_sample (park, id, collection, query, seed, n, found, person_name, at)
VALUES (:park, :id, :collection, :query, :seed, :n, :found, :person_name, :at);

-- query: patent_sample_line_add exec
-- in: park park_id, sample patent_sample_id, seq int, patent patent_id
INSERT INTO patent_sample_line (park, sample, seq, patent) VALUES (:park, :sample, :seq, :patent);

-- query: patent_samples many
-- in: park park_id, collection patent_set_id
-- max: 500
-- out: judged int, inside int
SELECT s.id, s.query, s.seed, s.n, s.found, s.person_name, s.at,
       coalesce(sum(CASE WHEN m.inside IS NULL THEN 0 ELSE 1 END), 0) AS judged,
       coalesce(sum(CASE WHEN m.inside = 1 THEN 1 ELSE 0 END), 0) AS inside
FROM patent_sample s
JOIN patent_sample_line l ON l.park = s.park AND l.sample = s.id
LEFT JOIN patent_set_mark m ON m.park = s.park AND m.collection = s.collection AND m.patent = l.patent
WHERE s.park = :park AND s.collection = :collection
GROUP BY s.id, s.query, s.seed, s.n, s.found, s.person_name, s.at ORDER BY s.id DESC;

-- query: patent_sample_get one
-- in: park park_id, id patent_sample_id
SELECT id, collection, query, seed, n, found, person_name, at FROM patent_sample
WHERE park = :park AND id = :id;

-- query: patent_sample_lines many
-- in: park park_id, sample patent_sample_id
-- max: 2000
SELECT seq, patent FROM patent_sample_line WHERE park = :park AND sample = :sample ORDER BY seq;

-- query: patent_measure_put exec
-- in: park park_id, collection patent_set_id, id int, query text, found int, judged int, hits int
-- in: missed int, person_name text, at instant, sample patent_sample_id?, sample_n int
-- in: sample_judged int, sample_in int, own int, own_hits int
INSERT INTO patent_set_measure (park, collection, id, query, found, judged, hits, missed,
    person_name, at, sample, sample_n, sample_judged, sample_in, own, own_hits)
VALUES (:park, :collection, :id, :query, :found, :judged, :hits, :missed, :person_name, :at,
    :sample, :sample_n, :sample_judged, :sample_in, :own, :own_hits);

-- query: patent_measured many
-- in: park park_id, collection patent_set_id
-- max: 1000
SELECT id, query, found, judged, hits, missed, person_name, at, sample, sample_n, sample_judged,
       sample_in, own, own_hits
FROM patent_set_measure WHERE park = :park AND collection = :collection ORDER BY id DESC;

-- Versions --------------------------------------------------------------------------------------

-- query: patent_block_add exec
-- in: park park_id, collection patent_set_id, seq int, block int, n int, pairs blob
INSERT INTO patent_set_block (park, collection, seq, block, n, pairs)
VALUES (:park, :collection, :seq, :block, :n, :pairs);

-- query: patent_blocks many
-- in: park park_id, collection patent_set_id, seq int
-- max: 1000
SELECT block, n, pairs FROM patent_set_block
WHERE park = :park AND collection = :collection AND seq = :seq ORDER BY block;

-- query: patent_members_old many
-- in: park park_id, collection patent_set_id, seq int
-- max: 1000000
SELECT patent FROM patent_set_member
WHERE park = :park AND collection = :collection AND seq = :seq ORDER BY patent;

-- query: patent_version_get one
-- in: park park_id, collection patent_set_id, seq int
SELECT seq, query, cutoff, n, hash, person_name, at FROM patent_set_version
WHERE park = :park AND collection = :collection AND seq = :seq;

-- query: patent_line_get one
-- in: park park_id, id patent_id
SELECT id, key, title, applicant, ipc, legal, office, pub_day, app_day, stamp FROM patent
WHERE park = :park AND id = :id;

-- query: patent_by_key_part many
-- in: park park_id, low text, high text
-- max: 20
SELECT id, key FROM patent WHERE park = :park AND key >= :low AND key < :high ORDER BY key;

-- query: patent_by_app many
-- in: park park_id, app_no text
-- max: 50
SELECT id, key FROM patent WHERE park = :park AND app_no = :app_no
ORDER BY key || ''; -- else it would walk all of them in the order of their keys

-- Labels ----------------------------------------------------------------------------------------

-- query: patent_labels many
-- in: park park_id, collection patent_set_id
-- max: 200
SELECT id, name, version FROM patent_label
WHERE park = :park AND collection = :collection AND closed = 0 ORDER BY id;

-- query: patent_label_get one
-- in: park park_id, id patent_label_id
SELECT id, collection, name, closed, version FROM patent_label WHERE park = :park AND id = :id;

-- query: patent_label_add exec
-- in: park park_id, id patent_label_id, collection patent_set_id, name text
INSERT INTO patent_label (park, id, collection, name, closed, version)
VALUES (:park, :id, :collection, :name, 0, 1);

-- query: patent_label_put exec
-- in: park park_id, id patent_label_id, name text, closed bool
UPDATE patent_label SET name = :name, closed = :closed, version = version + 1
WHERE park = :park AND id = :id;

-- query: patent_label_values many
-- in: park park_id, label patent_label_id
-- max: 1000
SELECT id, name, closed FROM patent_label_value
WHERE park = :park AND label = :label ORDER BY id;

-- query: patent_label_value_get one
-- in: park park_id, id patent_value_id
SELECT v.id, v.label, v.name, v.closed, l.collection
FROM patent_label_value v JOIN patent_label l ON l.park = v.park AND l.id = v.label
WHERE v.park = :park AND v.id = :id;

-- query: patent_label_value_add exec
-- in: park park_id, id patent_value_id, label patent_label_id, name text
INSERT INTO patent_label_value (park, id, label, name, closed) VALUES (:park, :id, :label, :name, 0);

-- query: patent_label_value_put exec
-- in: park park_id, id patent_value_id, closed bool
UPDATE patent_label_value SET closed = :closed WHERE park = :park AND id = :id;

-- query: patent_given_drop exec
-- in: park park_id, label patent_label_id, patent patent_id, person person_id
DELETE FROM patent_label_given
WHERE park = :park AND label = :label AND patent = :patent AND person = :person;

-- query: patent_given_add exec
-- in: park park_id, label patent_label_id, patent patent_id, person person_id, value patent_value_id
-- in: person_name text, at instant
INSERT INTO patent_label_given (park, label, patent, person, value, person_name, at)
VALUES (:park, :label, :patent, :person, :value, :person_name, :at);

-- query: patent_given many
-- in: park park_id, label patent_label_id
-- max: 1000000
SELECT g.patent, g.person, g.value, g.person_name, g.at, v.name
FROM patent_label_given g
JOIN patent_label_value v ON v.park = g.park AND v.id = g.value
WHERE g.park = :park AND g.label = :label ORDER BY g.patent, g.person, g.value;

-- query: patent_given_of many
-- in: park park_id, label patent_label_id, patent patent_id
-- max: 1000
SELECT g.person, g.value, g.person_name, g.at, v.name
FROM patent_label_given g
JOIN patent_label_value v ON v.park = g.park AND v.id = g.value
WHERE g.park = :park AND g.label = :label AND g.patent = :patent ORDER BY g.person, g.value;

-- Reading ---------------------------------------------------------------------------------------

-- query: patent_reading_tick exec
-- in: park park_id, patent patent_id, collection patent_set_id, person person_id, at instant
UPDATE patent_reading_line SET done = :at
WHERE park = :park AND patent = :patent AND done IS NULL AND reading IN
    (SELECT r.id FROM patent_reading r
     WHERE r.park = :park AND r.collection = :collection AND r.person = :person AND r.taken_back IS NULL);

-- query: patent_reading_add exec
-- in: park park_id, id patent_reading_id, collection patent_set_id, person person_id
-- in: person_name text, due day?, given_by text, at instant
INSERT INTO patent_reading (park, id, collection, person, person_name, due, given_by, at)
VALUES (:park, :id, :collection, :person, :person_name, :due, :given_by, :at);

-- query: patent_reading_line_add exec
-- in: park park_id, reading patent_reading_id, seq int, patent patent_id
INSERT INTO patent_reading_line (park, reading, seq, patent) VALUES (:park, :reading, :seq, :patent);

-- query: patent_reading_get one
-- in: park park_id, id patent_reading_id
SELECT r.id, r.collection, r.person, r.person_name, r.due, r.given_by, r.at, r.taken_back, s.name
FROM patent_reading r JOIN patent_set s ON s.park = r.park AND s.id = r.collection
WHERE r.park = :park AND r.id = :id;

-- query: patent_readings many
-- in: park park_id, collection patent_set_id
-- max: 500
-- out: n int, done int
SELECT r.id, r.person, r.person_name, r.due, r.given_by, r.at, r.taken_back, count(l.seq) AS n,
       coalesce(sum(CASE WHEN l.done IS NULL THEN 0 ELSE 1 END), 0) AS done
FROM patent_reading r JOIN patent_reading_line l ON l.park = r.park AND l.reading = r.id
WHERE r.park = :park AND r.collection = :collection
GROUP BY r.id, r.person, r.person_name, r.due, r.given_by, r.at, r.taken_back ORDER BY r.id DESC;

-- query: patent_readings_mine many
-- in: park park_id, person person_id
-- max: 200
-- out: n int, done int
SELECT r.id, r.collection, s.name, r.due, r.given_by, r.at, count(l.seq) AS n,
       coalesce(sum(CASE WHEN l.done IS NULL THEN 0 ELSE 1 END), 0) AS done
FROM patent_reading r JOIN patent_reading_line l ON l.park = r.park AND l.reading = r.id
JOIN patent_set s ON s.park = r.park AND s.id = r.collection
WHERE r.park = :park AND r.person = :person AND r.taken_back IS NULL
GROUP BY r.id, r.collection, s.name, r.due, r.given_by, r.at
HAVING coalesce(sum(CASE WHEN l.done IS NULL THEN 0 ELSE 1 END), 0) < count(l.seq)
ORDER BY r.due, r.id;

-- query: patent_reading_lines many
-- in: park park_id, reading patent_reading_id
-- max: 20000
SELECT l.seq, l.patent, l.done, p.key, p.title
FROM patent_reading_line l JOIN patent p ON p.park = l.park AND p.id = l.patent
WHERE l.park = :park AND l.reading = :reading ORDER BY l.seq;

-- query: patent_reading_line_is one
-- in: park park_id, reading patent_reading_id, patent patent_id
SELECT seq FROM patent_reading_line
WHERE park = :park AND reading = :reading AND patent = :patent;

-- query: patent_reading_close exec
-- in: park park_id, id patent_reading_id, at instant
UPDATE patent_reading SET taken_back = :at WHERE park = :park AND id = :id AND taken_back IS NULL;

-- query: patent_reading_cut exec
-- in: park park_id, reading patent_reading_id
DELETE FROM patent_reading_line WHERE park = :park AND reading = :reading AND done IS NULL;

-- query: patent_handed_out many
-- in: park park_id, collection patent_set_id
-- max: 200000
SELECT l.patent FROM patent_reading r
JOIN patent_reading_line l ON l.park = r.park AND l.reading = r.id
WHERE r.park = :park AND r.collection = :collection AND r.taken_back IS NULL AND l.done IS NULL
ORDER BY l.patent;

-- Heads -----------------------------------------------------------------------------------------

-- query: patent_head_put exec
-- in: park park_id, kind int, record int, year int, n int, source text, person_name text, at instant
INSERT INTO patent_head (park, kind, record, year, n, source, person_name, at)
VALUES (:park, :kind, :record, :year, :n, :source, :person_name, :at)
ON CONFLICT (park, kind, record, year) DO UPDATE SET n = :n, source = :source,
    person_name = :person_name, at = :at;

-- query: patent_heads many
-- in: park park_id
-- max: 20000
SELECT kind, record, year, n, source, person_name, at FROM patent_head
WHERE park = :park ORDER BY kind, record, year DESC;

-- Firms of the park -----------------------------------------------------------------------------

-- query: patent_firm_names many
-- in: park park_id
-- max: 100000
SELECT n.shown, o.id, o.name FROM patent_name n JOIN org o ON o.park = n.park AND o.id = n.org
WHERE n.park = :park AND n.org IS NOT NULL AND n.verdict = 1 ORDER BY o.name, n.id;

-- query: patent_firm_texts many
-- in: park park_id
-- max: 200000
SELECT DISTINCT o.name, p.text
FROM patent_name n CROSS JOIN patent_party q CROSS JOIN patent_party p
JOIN org o ON o.park = n.park AND o.id = n.org
WHERE n.park = :park AND n.org IS NOT NULL AND n.verdict = 1
  AND q.park = n.park AND q.name = n.id
  AND p.park = q.park AND p.patent = q.patent AND p.role = 1 AND p.name = n.id
ORDER BY o.name, p.text;
