-- What was imported from the pages: who, which file, what became of its rows, and the report with
-- each refused one and why.
CREATE TABLE patent_import (
    park park_id NOT NULL,
    file file_id NOT NULL,
    name text NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    row_n int NOT NULL,
    added int NOT NULL,
    same int NOT NULL,
    changed int NOT NULL,
    refused int NOT NULL,
    noted int NOT NULL,
    classes int NOT NULL, -- of a scheme of the IPC
    report text NOT NULL, -- JSON
    PRIMARY KEY (park, file)
);
CREATE INDEX patent_import_at ON patent_import (park, at, file);
