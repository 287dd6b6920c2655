-- expect: 2: SQL outside a query
SELECT 1;
