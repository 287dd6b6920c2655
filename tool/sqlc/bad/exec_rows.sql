-- expect: 2: a answers rows
-- query: a exec
SELECT n FROM world;
