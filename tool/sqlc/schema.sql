-- The schema of sqlc's own tests.
CREATE TABLE box (
    park park_id NOT NULL,
    id box_id NOT NULL,
    zone int NOT NULL,
    label text NOT NULL,
    due day,
    PRIMARY KEY (park, id)
);
CREATE TABLE zone (
    park park_id NOT NULL,
    id zone_id NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE TABLE world (
    id world_id NOT NULL,
    n int,
    PRIMARY KEY (id)
);
