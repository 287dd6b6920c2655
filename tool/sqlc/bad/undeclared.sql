-- expect: 4: :id is not declared
-- query: a one
-- in: park park_id
SELECT label FROM box WHERE park = :park AND id = :id;
