-- expect: 2: a answers no rows
-- query: a one
-- in: id world_id
DELETE FROM world WHERE id = :id;
