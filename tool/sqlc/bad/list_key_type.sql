-- expect: 6: id is of type box_id
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- order: x
-- key: id int asc
