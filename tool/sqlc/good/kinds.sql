-- query: a one
-- in: park park_id, id box_id
SELECT id, label, due FROM box WHERE park = :park AND id = :id;
-- query: b many
-- in: park park_id
-- max: 10
SELECT b.id, z.name FROM box b LEFT JOIN zone z ON z.park = b.park AND z.id = b.zone WHERE b.park = :park;
-- query: c exec
-- in: park park_id, id box_id, zone int, label text
UPDATE box SET label = :label, zone = :zone WHERE park = :park AND id = :id;
-- query: d exec
-- in: park park_id, id box_id, zone int, label text, due day?
INSERT INTO box (park, id, zone, label, due) VALUES (:park, :id, :zone, :label, :due)
ON CONFLICT (park, id) DO UPDATE SET label = excluded.label, zone = excluded.zone;
-- query: e one
SELECT n FROM world LIMIT 1;
-- query: f one
-- in: park park_id, zone int
UPDATE box SET zone = :zone WHERE park = :park RETURNING id, label, due;
-- query: g many
-- every park: the doctor counts all of them
-- out: n int
SELECT zone, count(*) AS n FROM box GROUP BY zone ORDER BY zone LIMIT 100;
-- query: h exec
-- in: park park_id
INSERT INTO zone (park, id, name) SELECT :park, b.id, b.label FROM box b WHERE b.park = :park;
