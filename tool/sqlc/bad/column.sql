-- expect: 3: no such column: lable
-- query: a one
SELECT lable FROM world;
