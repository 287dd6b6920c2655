-- expect: 3: no directive "inn" here
-- query: a one
-- inn: park park_id
SELECT n FROM world;
