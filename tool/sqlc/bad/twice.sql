-- expect: 4: a stands at line 2 already
-- query: a one
SELECT n FROM world;
-- query: a one
SELECT n FROM world;
