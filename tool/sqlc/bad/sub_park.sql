-- expect: 4: zone is not bound to the park
-- query: a one
-- in: park park_id
SELECT b.label FROM box b WHERE b.park = :park AND b.zone IN (SELECT id FROM zone);
