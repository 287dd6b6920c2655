-- expect: 6: zone is not bound to the park
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- when: z
  AND EXISTS (SELECT 1 FROM zone WHERE name = '')
-- order: x
-- key: id box_id asc
