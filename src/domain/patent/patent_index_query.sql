-- What the index is fed by: records in the order in which they changed.

-- query: patent_newest one
-- in: park park_id
-- out: newest int
SELECT coalesce(max(stamp), 0) AS newest FROM patent WHERE park = :park;

-- The patent behind the first n, in the order of the narrowest index: whether there are more.
-- query: patent_beyond one
-- in: park park_id, n int
SELECT key FROM patent WHERE park = :park ORDER BY key LIMIT 1 OFFSET :n;

-- query: patent_since many
-- in: park park_id, stamp int, after patent_id, limit int
SELECT id, stamp FROM patent
WHERE park = :park AND stamp >= :stamp AND (stamp > :stamp OR id > :after)
ORDER BY stamp, id LIMIT :limit;

-- A record that did not change itself, but what is said of its applicants did. CROSS JOIN: from the few
-- names that somebody decided on to their records, not through all parties.

-- query: patent_touch_name exec
-- in: park park_id, name patent_name_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM patent_party p
                              WHERE p.park = :park AND p.name = :name);

-- query: patent_touch_org exec
-- in: park park_id, org org_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM patent_name n
                              CROSS JOIN patent_party p
                              WHERE n.park = :park AND n.org = :org
                                AND p.park = n.park AND p.name = n.id);

-- query: patent_touch_zone exec
-- in: park park_id, zone zone_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM org o
                              CROSS JOIN patent_name n CROSS JOIN patent_party p
                              WHERE o.park = :park AND o.zone = :zone
                                AND n.park = o.park AND n.org = o.id
                                AND p.park = n.park AND p.name = n.id);

-- Groups of companies: which folded names belong to one.

-- query: patent_companies many
-- in: park park_id
-- max: 200000
SELECT fold, company FROM patent_name WHERE park = :park AND company <> '';

-- query: patent_ipc_tree many
-- in: park park_id, symbol_from text, symbol_to text
-- max: 10000
SELECT symbol, path FROM patent_ipc
WHERE park = :park AND symbol >= :symbol_from AND symbol < :symbol_to AND path <> '';

-- How names stand in the records, and how people decided to show them.

-- query: patent_shown_names many
-- in: park park_id, verdict int, role int
-- max: 200000
SELECT DISTINCT p.text, n.shown
FROM patent_name n CROSS JOIN patent_party q CROSS JOIN patent_party p
WHERE n.park = :park AND n.org IS NOT NULL AND n.verdict = :verdict
  AND q.park = n.park AND q.name = n.id
  AND p.park = q.park AND p.patent = q.patent AND p.role = :role AND p.name = n.id;
