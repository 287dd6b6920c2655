-- Technology and effect terms of a collection, for the matrix of both: lines "name: term, term".
CREATE TABLE patent_terms (
    park park_id NOT NULL,
    id patent_terms_id NOT NULL,
    collection patent_set_id NOT NULL,
    name text NOT NULL,
    technology text NOT NULL,
    effect text NOT NULL,
    person_name text NOT NULL,     -- who saved it last, and when
    at instant NOT NULL,
    PRIMARY KEY (park, id),
    UNIQUE (park, collection, name)
);
