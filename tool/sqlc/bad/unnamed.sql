-- expect: 2: column 1 is called "count(*)": name it with AS
-- query: a one
-- in: park park_id
SELECT count(*) FROM box WHERE park = :park;
