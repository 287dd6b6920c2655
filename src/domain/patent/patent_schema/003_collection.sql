-- Collections at work: where their records come from beside the main query, what was judged in one
-- go and can be undone, samples, frozen members, labels, and who reads what.

ALTER TABLE patent_set ADD COLUMN kind int NOT NULL DEFAULT 0;        -- enum patent_set_kind
ALTER TABLE patent_set ADD COLUMN refused text NOT NULL DEFAULT '';   -- pasted numbers not taken, a line each

-- What was pasted as numbers.
CREATE TABLE patent_set_listed (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    patent patent_id NOT NULL,
    PRIMARY KEY (park, collection, patent)
) CLUSTERED;

-- Search expressions beside the main one: joined ones add what they find.
CREATE TABLE patent_set_expr (
    park park_id NOT NULL,
    id patent_expr_id NOT NULL,
    collection patent_set_id NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    joined bool NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE INDEX patent_set_expr_of ON patent_set_expr (park, collection, id);

-- Marks that were made in one go, with what stood there before.
CREATE TABLE patent_set_batch (
    park park_id NOT NULL,
    id patent_batch_id NOT NULL,
    collection patent_set_id NOT NULL,
    mark int NOT NULL,             -- enum patent_mark
    n int NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    undone instant,
    PRIMARY KEY (park, id)
);
CREATE INDEX patent_set_batch_of ON patent_set_batch (park, collection, id);

CREATE TABLE patent_set_batch_line (
    park park_id NOT NULL,
    batch patent_batch_id NOT NULL,
    patent patent_id NOT NULL,
    was int NOT NULL,              -- enum patent_mark before
    note text NOT NULL,
    person person_id,
    person_name text NOT NULL,
    at instant,
    PRIMARY KEY (park, batch, patent)
) CLUSTERED;

-- Drawn at random from what an expression finds, to be judged: what precision is measured on.
CREATE TABLE patent_sample (
    park park_id NOT NULL,
    id patent_sample_id NOT NULL,
    collection patent_set_id NOT NULL,
    query text NOT NULL,           -- as it was understood
    seed int NOT NULL,
    n int NOT NULL,
    found int NOT NULL,            -- what it was drawn from
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE INDEX patent_sample_of ON patent_sample (park, collection, id);

CREATE TABLE patent_sample_line (
    park park_id NOT NULL,
    sample patent_sample_id NOT NULL,
    seq int NOT NULL,
    patent patent_id NOT NULL,
    PRIMARY KEY (park, sample, seq)
) CLUSTERED;

ALTER TABLE patent_set_measure ADD COLUMN sample patent_sample_id;              -- none: all marks were taken
ALTER TABLE patent_set_measure ADD COLUMN sample_n int NOT NULL DEFAULT 0;
ALTER TABLE patent_set_measure ADD COLUMN sample_judged int NOT NULL DEFAULT 0;
ALTER TABLE patent_set_measure ADD COLUMN sample_in int NOT NULL DEFAULT 0;
ALTER TABLE patent_set_measure ADD COLUMN own int NOT NULL DEFAULT 0;           -- marked in, in no sample of this query
ALTER TABLE patent_set_measure ADD COLUMN own_hits int NOT NULL DEFAULT 0;      -- of them, found

-- The members of a version, packed: each block holds up to 65,536 pairs of id and stamp (patent_set.h).
CREATE TABLE patent_set_block (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    seq int NOT NULL,              -- the version
    block int NOT NULL,
    n int NOT NULL,
    pairs blob NOT NULL,
    PRIMARY KEY (park, collection, seq, block)
) CLUSTERED;

-- Labels: fields of a collection, their values, and what each expert gave.
CREATE TABLE patent_label (
    park park_id NOT NULL,
    id patent_label_id NOT NULL,
    collection patent_set_id NOT NULL,
    name text NOT NULL,
    closed bool NOT NULL,
    version int NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX patent_label_name ON patent_label (park, collection, name) WHERE closed = 0;

CREATE TABLE patent_label_value (
    park park_id NOT NULL,
    id patent_value_id NOT NULL,
    label patent_label_id NOT NULL,
    name text NOT NULL,
    closed bool NOT NULL,          -- no longer offered; what was given stays
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX patent_label_value_name ON patent_label_value (park, label, name);

CREATE TABLE patent_label_given (
    park park_id NOT NULL,
    label patent_label_id NOT NULL,
    patent patent_id NOT NULL,
    person person_id NOT NULL,
    value patent_value_id NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, label, patent, person, value)
) CLUSTERED;

-- Reading handed out: one expert, a day, and the records.
CREATE TABLE patent_reading (
    park park_id NOT NULL,
    id patent_reading_id NOT NULL,
    collection patent_set_id NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    due day,
    given_by text NOT NULL,
    at instant NOT NULL,
    taken_back instant,
    PRIMARY KEY (park, id)
);
CREATE INDEX patent_reading_of ON patent_reading (park, collection, id);
CREATE INDEX patent_reading_person ON patent_reading (park, person, id);

CREATE TABLE patent_reading_line (
    park park_id NOT NULL,
    reading patent_reading_id NOT NULL,
    seq int NOT NULL,
    patent patent_id NOT NULL,
    done instant,
    PRIMARY KEY (park, reading, seq)
) CLUSTERED;
CREATE UNIQUE INDEX patent_reading_line_patent ON patent_reading_line (park, reading, patent);

-- How many work at a firm or live in a zone: what "per head" is divided by.
CREATE TABLE patent_head (
    park park_id NOT NULL,
    kind int NOT NULL,             -- enum patent_head_kind
    record int NOT NULL,           -- org or zone
    year int NOT NULL,
    n int NOT NULL,
    source text NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, kind, record, year)
) CLUSTERED;
