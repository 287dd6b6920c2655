-- As in core_schema.
CREATE TABLE search_doc (
    park park_id NOT NULL,
    record int NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (park, record)
);
-- sqlite:
CREATE VIRTUAL TABLE search USING fts5(terms, content='', contentless_delete=1, detail=none,
                                       tokenize='ascii');
-- pg:
CREATE TABLE search (
    park park_id NOT NULL,
    record int NOT NULL,
    terms tsvector NOT NULL,
    PRIMARY KEY (park, record)
);
-- both:
