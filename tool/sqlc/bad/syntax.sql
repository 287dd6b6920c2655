-- expect: 4: near "world": syntax error
-- query: a one
SELECT n
FORM world;
