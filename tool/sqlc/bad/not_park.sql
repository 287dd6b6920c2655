-- expect: 4: b is not bound to the park
-- query: a one
-- in: park park_id
SELECT b.label FROM box b WHERE NOT (b.park = :park);
