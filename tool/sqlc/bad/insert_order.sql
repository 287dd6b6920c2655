-- expect: 4: INSERT INTO zone: name its columns, park first
-- query: a exec
-- in: park park_id, id zone_id
INSERT INTO zone (id, park, name) VALUES (:id, :park, '');
