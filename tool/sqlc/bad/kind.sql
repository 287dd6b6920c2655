-- expect: 2: say what the query answers
-- query: a some
SELECT n FROM world;
