-- expect: 4: a comma between tables
-- query: a one
-- in: park park_id
SELECT b.label FROM box b, zone z WHERE b.park = :park AND z.park = :park;
