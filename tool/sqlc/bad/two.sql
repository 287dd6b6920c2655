-- expect: 4: a second statement
-- query: a one
SELECT n FROM world;
SELECT n FROM world;
