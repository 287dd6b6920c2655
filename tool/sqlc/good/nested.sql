-- query: nested many
-- in: park park_id, name text
-- max: 10
SELECT b.id FROM box b
WHERE b.park = :park
  AND (b.zone = 1 OR EXISTS (SELECT 1 FROM zone z WHERE z.park = b.park AND z.name = :name))
  AND b.zone IN (SELECT id FROM zone WHERE park = :park UNION SELECT z.zone FROM box z WHERE z.park = :park);
