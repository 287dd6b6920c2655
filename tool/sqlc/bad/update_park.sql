-- expect: 4: box is not bound to the park
-- query: a exec
-- in: park park_id
UPDATE box SET park = :park;
