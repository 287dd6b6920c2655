-- expect: 2: column n is computed: declare its type
-- query: a one
-- in: park park_id
SELECT count(*) AS n FROM box WHERE park = :park;
