-- Whose a collection is: it belongs to the owner's organisation, whoever works there; beside them
-- those who were named to work on it. Who owns it alone keeps no organisation.
ALTER TABLE patent_set ADD COLUMN org org_id;

UPDATE patent_set SET org =
    (SELECT p.org FROM person p WHERE p.park = patent_set.park AND p.id = patent_set.owner);

-- Grows with every change of what belongs to the collection: query, numbers, expressions, marks.
-- What was computed beside the writer is kept only while it stands still.
ALTER TABLE patent_set ADD COLUMN stirred int NOT NULL DEFAULT 0;

CREATE TABLE patent_set_editor (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    given_by text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, collection, person)
) CLUSTERED;

-- What was marked before and after a batch, record by record: undoing walks this.
CREATE INDEX patent_set_batch_line_of ON patent_set_batch_line (park, patent, batch);
