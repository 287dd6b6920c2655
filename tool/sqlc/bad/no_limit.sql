-- expect: 2: a has no end: add LIMIT
-- query: a many
-- in: park park_id
SELECT label FROM box WHERE park = :park;
