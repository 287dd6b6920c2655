-- What stands around one patent: collections it was marked for, patents here that it cites and
-- that cite it, whose its applicants are.

-- query: patent_around_sets many
-- in: park park_id, patent patent_id
-- max: 1000
SELECT s.id, s.name, m.inside, m.person_name, m.at
FROM patent_set s JOIN patent_set_mark m ON m.park = s.park AND m.collection = s.id
WHERE s.park = :park AND s.closed = 0 AND m.patent = :patent ORDER BY s.id DESC;

-- Ordered by what the index of citations is ordered by: by p.id every patent would be walked.
-- query: patent_around_citing many
-- in: park park_id, number text, limit int
SELECT p.id, p.key, p.title FROM patent_cite c
JOIN patent p ON p.park = c.park AND p.id = c.patent
WHERE c.park = :park AND c.number = :number ORDER BY c.patent DESC LIMIT :limit;

-- query: patent_around_cited many
-- in: park park_id, patent patent_id, limit int
SELECT p.id, p.key, p.title FROM patent_cite c
JOIN patent p ON p.park = c.park AND p.key = c.number
WHERE c.park = :park AND c.patent = :patent ORDER BY c.seq LIMIT :limit;

-- query: patent_around_firms many
-- in: park park_id, patent patent_id
-- max: 1000
SELECT a.text, o.name FROM patent_party a
JOIN patent_name n ON n.park = a.park AND n.id = a.name
JOIN org o ON o.park = n.park AND o.id = n.org
WHERE a.park = :park AND a.patent = :patent AND a.role = 1 AND n.verdict = 1 ORDER BY a.seq;
