-- expect: 4: b is not bound to the park
-- query: a one
-- in: park park_id
SELECT b.label FROM box b LEFT JOIN zone z ON z.park = :park AND b.park = :park;
