-- expect: 3: no column is called m
-- query: a one
-- out: m int
SELECT n FROM world;
