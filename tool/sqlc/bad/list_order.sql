-- expect: 2: a has no order
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
