-- Queries of groups of companies: patent_name.company names the group.

-- query: patent_group_names many
-- in: park park_id, limit int
-- out: patents int
SELECT n.id, n.shown, n.company, count(*) AS patents
FROM patent_name n JOIN patent_party p ON p.park = n.park AND p.name = n.id AND p.role = 1
WHERE n.park = :park
GROUP BY n.id, n.shown, n.company ORDER BY patents DESC, n.id LIMIT :limit;

-- query: patent_group_members many
-- in: park park_id, company text
-- max: 10000
SELECT id, fold, shown FROM patent_name WHERE park = :park AND company = :company ORDER BY shown;

-- query: patent_group_of one
-- in: park park_id, fold text
SELECT id, shown, company FROM patent_name WHERE park = :park AND fold = :fold;

-- query: patent_group_put exec
-- in: park park_id, id patent_name_id, company text
UPDATE patent_name SET company = :company, version = version + 1 WHERE park = :park AND id = :id;
