-- expect: 5: box is not bound to the park
-- query: a one
-- in: park park_id
-- out: mine bool
SELECT park = :park AS mine FROM box;
