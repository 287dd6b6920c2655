-- Queries of the analyses alone.

-- query: patent_cites_page many
-- in: park park_id, first patent_id, last patent_id
-- max: 4000000
SELECT patent, seq, number, category FROM patent_cite
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, seq;

-- query: patent_terms_of many
-- in: park park_id, collection patent_set_id
-- max: 200
SELECT id, name, person_name, at FROM patent_terms
WHERE park = :park AND collection = :collection ORDER BY name, id;

-- query: patent_terms_get one
-- in: park park_id, id patent_terms_id
SELECT id, collection, name, technology, effect, person_name, at FROM patent_terms
WHERE park = :park AND id = :id;

-- query: patent_terms_add exec
-- in: park park_id, id patent_terms_id, collection patent_set_id, name text, technology text
-- in: effect text, person_name text, at instant
INSERT INTO patent_terms (park, id, collection, name, technology, effect, person_name, at)
VALUES (:park, :id, :collection, :name, :technology, :effect, :person_name, :at);

-- query: patent_terms_put exec
-- in: park park_id, id patent_terms_id, name text, technology text, effect text, person_name text
-- in: at instant
UPDATE patent_terms SET name = :name, technology = :technology, effect = :effect,
    person_name = :person_name, at = :at
WHERE park = :park AND id = :id;

-- query: patent_terms_drop exec
-- in: park park_id, id patent_terms_id
DELETE FROM patent_terms WHERE park = :park AND id = :id;
