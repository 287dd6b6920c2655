-- What the index is fed by: records in the order in which they changed.

-- query: patent_newest one
-- in: park park_id
-- out: newest int
SELECT coalesce(max(stamp), 0) AS newest FROM patent WHERE park = :park;

-- query: patent_since many
-- in: park park_id, stamp int, after patent_id, limit int
SELECT id, stamp FROM patent
WHERE park = :park AND stamp >= :stamp AND (stamp > :stamp OR id > :after)
ORDER BY stamp, id LIMIT :limit;

-- A record that did not change itself, but what is said of its applicants did.

-- query: patent_touch_name exec
-- in: park park_id, name patent_name_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM patent_party p
                              WHERE p.park = :park AND p.name = :name);

-- query: patent_touch_org exec
-- in: park park_id, org org_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM patent_party p
                              JOIN patent_name n ON n.park = p.park AND n.id = p.name
                              WHERE p.park = :park AND n.org = :org);

-- query: patent_touch_zone exec
-- in: park park_id, zone zone_id, stamp int
UPDATE patent SET stamp = :stamp
WHERE park = :park AND id IN (SELECT p.patent FROM patent_party p
                              JOIN patent_name n ON n.park = p.park AND n.id = p.name
                              JOIN org o ON o.park = n.park AND o.id = n.org
                              WHERE p.park = :park AND o.zone = :zone);

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
FROM patent_name n
JOIN org o ON o.park = n.park AND o.id = n.org
JOIN patent_party p ON p.park = n.park AND p.name = n.id
WHERE n.park = :park AND n.verdict = :verdict AND p.role = :role;
