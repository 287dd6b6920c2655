-- expect: 3: id: no type "bxo_id"
-- query: a one
-- in: park park_id, id bxo_id
SELECT label FROM box WHERE park = :park AND id = :id;
