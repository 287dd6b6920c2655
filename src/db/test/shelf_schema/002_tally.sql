CREATE TABLE tally (
    park park_id NOT NULL,
    name text NOT NULL,
    n int NOT NULL,
    PRIMARY KEY (park, name)
) CLUSTERED;
ALTER TABLE shelf ADD COLUMN floor int NOT NULL DEFAULT 1 CHECK (floor BETWEEN 0 AND 99);
