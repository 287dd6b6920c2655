-- expect: 4: box: OR beside its park
-- query: a one
-- in: park park_id, id box_id
SELECT label FROM box WHERE park = :park OR id = :id;
