-- Queries of the analyses alone.

-- query: patent_cites_page many
-- in: park park_id, first patent_id, last patent_id
-- max: 4000000
SELECT patent, seq, number, category FROM patent_cite
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, seq;
