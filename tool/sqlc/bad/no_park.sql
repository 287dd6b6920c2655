-- expect: 4: box is not bound to the park
-- query: a one
-- in: id box_id
SELECT label FROM box WHERE id = :id;
