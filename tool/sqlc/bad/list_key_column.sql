-- expect: 6: no such column: idd
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- order: x
-- key: idd box_id asc
