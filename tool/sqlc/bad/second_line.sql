-- expect: 5: no such column: b.titel
-- query: a one
-- in: park park_id
SELECT b.id,
  b.titel FROM box b WHERE b.park = :park;
