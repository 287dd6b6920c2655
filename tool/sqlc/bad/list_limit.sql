-- expect: 5: LIMIT in a list
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
LIMIT 5
-- order: x
-- key: id box_id asc
