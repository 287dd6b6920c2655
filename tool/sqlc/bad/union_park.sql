-- expect: 5: box is not bound to the park
-- query: a many
-- in: park park_id
SELECT label FROM box WHERE park = :park UNION
SELECT label FROM box LIMIT 5;
