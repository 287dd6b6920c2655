-- A small schema for the tests of db: things on shelves.
CREATE TABLE shelf (
    park park_id NOT NULL,
    id shelf_id NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (park, id)
);

CREATE TABLE thing (
    park park_id NOT NULL,
    id thing_id NOT NULL,
    shelf shelf_id,
    title text NOT NULL,
    state int NOT NULL,
    due day NOT NULL,
    until day,
    weight real,
    height real NOT NULL,
    open bool NOT NULL,
    marked bool,
    made instant NOT NULL,
    ended instant,
    note text,
    body blob,
    n int,
    PRIMARY KEY (park, id)
);
CREATE INDEX thing_due ON thing (park, due, id);
CREATE INDEX thing_state ON thing (park, state, due, id);
CREATE UNIQUE INDEX thing_title ON thing (park, title) WHERE state < 9;
