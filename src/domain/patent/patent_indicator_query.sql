-- Queries of the indicators: patent_schema/004_indicator.sql.

-- query: patent_valid_inventions many
-- in: park park_id, everybody int
-- max: 1000000
SELECT p.id, p.key, p.title, p.applicant, p.app_no, p.app_day, p.grant_day, p.family_simple
FROM patent p
WHERE p.park = :park AND p.office = 'CN' AND p.right_kind = 1 AND p.stage = 2 AND p.status = 1
  AND (:everybody = 1 OR EXISTS (
      SELECT 1 FROM patent_party y JOIN patent_name n ON n.park = y.park AND n.id = y.name
      WHERE y.park = p.park AND y.patent = p.id AND y.role = 1 AND n.verdict = 1))
ORDER BY p.id;

-- query: patent_names_ours one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM patent_name WHERE park = :park AND verdict = 1;

-- query: patent_granted_abroad many
-- in: park park_id
-- max: 1000000
SELECT family_simple FROM patent
WHERE park = :park AND office <> 'CN' AND right_kind = 1 AND stage = 2 AND status <> 0
  AND family_simple <> '';

-- query: patent_pledged many
-- in: park park_id
-- max: 1000000
SELECT patent FROM patent_event WHERE park = :park AND code = '63';

-- query: patent_figures many
-- in: park park_id
-- max: 1000
SELECT id, what, day, value, source, person_name, at FROM patent_figure
WHERE park = :park ORDER BY day DESC, id DESC;

-- query: patent_figure_add exec
-- in: park park_id, id patent_figure_id, what int, day day, value int, source text
-- in: person person_id, person_name text, at instant
INSERT INTO patent_figure (park, id, what, day, value, source, person, person_name, at)
VALUES (:park, :id, :what, :day, :value, :source, :person, :person_name, :at);

-- query: patent_grounds many
-- in: park park_id
-- max: 200000
SELECT ground, seq, key, text, amount FROM patent_ground WHERE park = :park ORDER BY ground, seq;

-- query: patent_ground_drop exec
-- in: park park_id, ground int
DELETE FROM patent_ground WHERE park = :park AND ground = :ground;

-- query: patent_ground_add exec
-- in: park park_id, ground int, seq int, key text, text text, amount int
INSERT INTO patent_ground (park, ground, seq, key, text, amount)
VALUES (:park, :ground, :seq, :key, :text, :amount);

-- query: patent_industries many
-- in: park park_id
-- max: 20000
SELECT seq, branch, patterns, keywords FROM patent_industry WHERE park = :park ORDER BY seq;

-- query: patent_industry_drop exec
-- in: park park_id
DELETE FROM patent_industry WHERE park = :park;

-- query: patent_industry_add exec
-- in: park park_id, seq int, branch text, patterns text, keywords text
INSERT INTO patent_industry (park, seq, branch, patterns, keywords)
VALUES (:park, :seq, :branch, :patterns, :keywords);
