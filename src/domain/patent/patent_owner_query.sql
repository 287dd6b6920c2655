-- Whose a collection is: patent_schema/006_owner.sql.

-- query: patent_owner_get one
-- in: park park_id, id patent_set_id
SELECT id, name, owner, owner_name, org, stirred FROM patent_set WHERE park = :park AND id = :id;

-- query: patent_owner_put exec
-- in: park park_id, id patent_set_id, owner person_id, owner_name text, org org_id?
UPDATE patent_set SET owner = :owner, owner_name = :owner_name, org = :org, version = version + 1
WHERE park = :park AND id = :id;

-- query: patent_sets_count one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM patent_set WHERE park = :park AND closed = 0;

-- query: patent_stir exec
-- in: park park_id, id patent_set_id
UPDATE patent_set SET stirred = stirred + 1 WHERE park = :park AND id = :id;

-- query: patent_editors many
-- in: park park_id, collection patent_set_id
-- max: 200
SELECT person, person_name, given_by, at FROM patent_set_editor
WHERE park = :park AND collection = :collection ORDER BY person_name, person;

-- query: patent_editor_is one
-- in: park park_id, collection patent_set_id, person person_id
SELECT person FROM patent_set_editor
WHERE park = :park AND collection = :collection AND person = :person;

-- query: patent_editor_add exec
-- in: park park_id, collection patent_set_id, person person_id, person_name text, given_by text
-- in: at instant
INSERT INTO patent_set_editor (park, collection, person, person_name, given_by, at)
VALUES (:park, :collection, :person, :person_name, :given_by, :at);

-- query: patent_editor_drop exec
-- in: park park_id, collection patent_set_id, person person_id
DELETE FROM patent_set_editor
WHERE park = :park AND collection = :collection AND person = :person;

-- query: patent_edited_by many
-- in: park park_id, person person_id
-- max: 1000
SELECT collection FROM patent_set_editor WHERE park = :park AND person = :person ORDER BY collection;

-- What commands and the interface list: each collection with its newest version.
-- query: patent_owned many
-- in: park park_id
-- max: 1000
-- out: seq int, n int, hash text
SELECT s.id, s.name, s.query, s.note, s.kind, s.owner, s.owner_name, s.org, s.cutoff, s.version,
       s.created, coalesce(v.seq, 0) AS seq, coalesce(v.n, 0) AS n, coalesce(v.hash, '') AS hash
FROM patent_set s
LEFT JOIN patent_set_version v ON v.park = s.park AND v.collection = s.id AND v.seq =
    (SELECT max(w.seq) FROM patent_set_version w WHERE w.park = :park AND w.collection = s.id)
WHERE s.park = :park AND s.closed = 0 ORDER BY s.id DESC;
