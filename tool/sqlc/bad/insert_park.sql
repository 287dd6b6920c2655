-- expect: 4: INSERT INTO zone: its first value is :park
-- query: a exec
-- in: park park_id, id zone_id
INSERT INTO zone (park, id, name) VALUES (1, :id, :park);
