-- expect: 7: no such column: zoen
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- when: z
-- in: z int
  AND zoen = :z
-- order: x
-- key: id box_id asc
