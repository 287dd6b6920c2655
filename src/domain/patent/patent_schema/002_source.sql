-- A patent may come from several sources; each is the same again when its own last record was.
CREATE TABLE patent_source (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    source int NOT NULL,           -- enum patent_format
    hash text NOT NULL,
    file text NOT NULL,            -- where it came from: name and place
    imported instant NOT NULL,
    PRIMARY KEY (park, patent, source)
) CLUSTERED;
