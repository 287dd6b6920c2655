-- query: shelf_add exec
-- in: park park_id, id shelf_id, name text
INSERT INTO shelf (park, id, name) VALUES (:park, :id, :name);

-- query: thing_add exec
-- in: park park_id, id thing_id, shelf shelf_id?, title text, state int, due day, until day?
-- in: weight real?, height real, open bool, marked bool?, made instant, ended instant?, note text?
-- in: body blob?, n int?
INSERT INTO thing (park, id, shelf, title, state, due, until, weight, height, open, marked, made,
                   ended, note, body, n)
VALUES (:park, :id, :shelf, :title, :state, :due, :until, :weight, :height, :open, :marked, :made,
        :ended, :note, :body, :n);

-- All there is of one thing.
-- query: thing_get one
-- in: park park_id, id thing_id
SELECT t.id, t.shelf, t.title, t.state, t.due, t.until, t.weight, t.height, t.open, t.marked,
       t.made, t.ended, t.note, t.body, t.n
FROM thing t WHERE t.park = :park AND t.id = :id;

-- query: thing_by_shelf many
-- in: park park_id, shelf shelf_id, limit int
SELECT t.id, t.title, s.name AS shelf_name, s.floor
FROM thing t LEFT JOIN shelf s ON s.park = t.park AND s.id = t.shelf
WHERE t.park = :park AND (t.shelf = :shelf OR t.shelf IS NULL) ORDER BY t.id LIMIT :limit;

-- query: thing_few many
-- in: park park_id
-- max: 3
SELECT id FROM thing WHERE park = :park ORDER BY id;

-- query: thing_sum one
-- in: park park_id
-- out: n int, states int?
SELECT count(*) AS n, sum(state) AS states FROM thing WHERE park = :park;

-- query: thing_touch exec
-- in: park park_id, state int
UPDATE thing SET state = :state WHERE park = :park AND state <> :state;

-- query: tally_add one
-- in: park park_id, name text, n int
INSERT INTO tally (park, name, n) VALUES (:park, :name, :n)
ON CONFLICT (park, name) DO UPDATE SET n = tally.n + excluded.n
RETURNING n;

-- list: thing_list
-- in: park park_id
SELECT t.id, t.title, t.state, t.due, t.open, t.note FROM thing t WHERE t.park = :park
-- when: state
-- in: state int
  AND t.state = :state
-- when: span
-- in: from day, to day
  AND t.due >= :from AND t.due < :to
-- when: open
  AND t.open = 1
-- when: shelf_name
-- in: name text
  AND EXISTS (SELECT 1 FROM shelf s WHERE s.park = t.park AND s.id = t.shelf AND s.name = :name)
-- when: like
-- in: part text
-- sqlite:
  AND instr(t.title, :part) > 0
-- pg:
  AND strpos(t.title, :part) > 0
-- both:
-- order: due
-- key: t.due day asc, t.id thing_id asc
-- order: newest
-- key: t.id thing_id desc
-- order: mixed
-- key: t.state int desc, t.title text asc, t.id thing_id desc
-- order: note
-- key: coalesce(t.note, '') text asc, t.height real asc, t.id thing_id asc

-- query: words_put exec
-- in: park park_id, record int, words text
-- sqlite:
INSERT INTO search (rowid, terms) SELECT :record, :words WHERE :park > 0;
-- pg:
INSERT INTO search (park, record, terms)
VALUES (:park, :record, array_to_tsvector(string_to_array(:words, ' ')));
-- both:

-- query: words_doc exec
-- in: park park_id, record int
INSERT INTO search_doc (park, record, kind) VALUES (:park, :record, 'thing');

-- query: words_find many
-- in: park park_id, word text
SELECT d.record FROM search_doc d WHERE d.park = :park
-- sqlite:
  AND d.record IN (SELECT s.rowid FROM search s WHERE s.search MATCH :word)
-- pg:
  AND d.record IN (SELECT s.record FROM search s WHERE s.park = :park AND s.terms @@ CAST(:word AS tsquery))
-- both:
ORDER BY d.record LIMIT 100;
