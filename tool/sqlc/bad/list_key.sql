-- expect: 6: due may be NULL: order by coalesce
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- order: x
-- key: due day asc, id box_id asc
