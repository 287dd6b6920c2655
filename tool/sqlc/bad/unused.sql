-- expect: 3: :id is not used
-- query: a one
-- in: park park_id, id box_id
SELECT label FROM box WHERE park = :park;
