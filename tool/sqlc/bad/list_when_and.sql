-- expect: 5: the condition z begins with AND
-- list: a
-- in: park park_id
SELECT id FROM box WHERE park = :park
-- when: z
-- in: z int
  OR zone = :z
-- order: x
-- key: id box_id asc
