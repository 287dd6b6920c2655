-- The tables under every module: who works here, what was done, and the services all records share.
-- Each row belongs to a park, and each primary key begins with it.

CREATE TABLE park (
    park park_id NOT NULL,
    name text NOT NULL,
    origin text NOT NULL,          -- names this park's journal in checkpoints; never changes
    offset_min int NOT NULL,       -- the park's fixed zone; China: 480
    created instant NOT NULL,
    PRIMARY KEY (park)
);

-- One row (park 0) for the whole database: ids are unique across parks.
CREATE TABLE id_last (
    park park_id NOT NULL,
    last int NOT NULL,
    PRIMARY KEY (park)
) CLUSTERED;

CREATE TABLE number_series (
    park park_id NOT NULL,
    kind text NOT NULL,
    year int NOT NULL,
    last int NOT NULL,
    PRIMARY KEY (park, kind, year)
) CLUSTERED;

CREATE TABLE zone (
    park park_id NOT NULL,
    id zone_id NOT NULL,
    name text NOT NULL,
    closed bool NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX zone_name ON zone (park, name);

CREATE TABLE org (
    park park_id NOT NULL,
    id org_id NOT NULL,
    kind int NOT NULL,             -- enum org_kind
    state int NOT NULL,            -- enum org_state
    name text NOT NULL,
    short_name text NOT NULL,      -- what people call it: 自然资源分局; may be empty
    uscc text,
    uscc_override bool NOT NULL,   -- taken although its check digit is wrong
    zone zone_id,
    parent org_id,
    contact text NOT NULL,         -- contact person
    phone text NOT NULL,
    address text NOT NULL,
    officer person_id,             -- 服务专员
    version int NOT NULL,
    created instant NOT NULL,
    PRIMARY KEY (park, id)
);
-- A closed or refused organisation gives its name and code free again.
CREATE UNIQUE INDEX org_name ON org (park, name) WHERE state < 2;
CREATE UNIQUE INDEX org_uscc ON org (park, uscc) WHERE uscc IS NOT NULL AND state < 2;
CREATE INDEX org_short ON org (park, short_name);
CREATE INDEX org_kind ON org (park, kind, name, id);
CREATE INDEX org_parent ON org (park, parent);
CREATE INDEX org_officer ON org (park, officer);

CREATE TABLE person (
    park park_id NOT NULL,
    id person_id NOT NULL,
    login text NOT NULL,           -- lower case
    name text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    org org_id,
    zone zone_id,                  -- limits a leader's or coordinator's sight; none = whole park
    roles int NOT NULL,            -- mask of enum role; who granted what stands in the journal
    state int NOT NULL,            -- enum person_state
    lang int NOT NULL,
    standin person_id,             -- 代理人, of the same organisation
    standin_from day,
    standin_to day,
    version int NOT NULL,
    created instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX person_login ON person (park, login);
CREATE INDEX person_org ON person (park, org, name, id);
CREATE INDEX person_name ON person (park, name, id);
CREATE INDEX person_standin ON person (park, standin);

-- Apart from person, so that no list of people ever reads a hash.
CREATE TABLE password (
    park park_id NOT NULL,
    person person_id NOT NULL,
    hash text NOT NULL,            -- Argon2id, encoded with its parameters
    must_change bool NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, person)
) CLUSTERED;

-- Set-up, invitation and reset links. The link's secret is never stored, only its hash.
CREATE TABLE invite (
    park park_id NOT NULL,
    id invite_id NOT NULL,
    hash blob NOT NULL,
    person person_id NOT NULL,
    made_by person_id NOT NULL,
    created instant NOT NULL,
    expires instant NOT NULL,
    used instant,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX invite_hash ON invite (park, hash);
CREATE INDEX invite_person ON invite (park, person);

CREATE TABLE session (
    park park_id NOT NULL,
    id session_id NOT NULL,
    hash blob NOT NULL,            -- of the 256-bit secret in the cookie
    person person_id NOT NULL,
    created instant NOT NULL,
    seen instant NOT NULL,         -- written at most once a minute
    expires instant NOT NULL,      -- absolute
    ended instant,
    source text NOT NULL,          -- address
    agent text NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX session_hash ON session (park, hash);
CREATE INDEX session_person ON session (park, person, seen);
CREATE INDEX session_expires ON session (park, expires);

CREATE TABLE token (
    park park_id NOT NULL,
    id token_id NOT NULL,
    hash blob NOT NULL,
    person person_id NOT NULL,
    name text NOT NULL,
    created instant NOT NULL,
    expires instant NOT NULL,
    seen instant,
    revoked instant,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX token_hash ON token (park, hash);
CREATE INDEX token_person ON token (park, person, id);

-- Failed sign-ins of one account from one source; the key is a hash of both.
CREATE TABLE login_throttle (
    park park_id NOT NULL,
    pair text NOT NULL,
    failures int NOT NULL,
    failed instant,
    open instant,                  -- not before this instant again
    good instant,                  -- last success of the pair
    PRIMARY KEY (park, pair)
) CLUSTERED;
CREATE INDEX login_throttle_failed ON login_throttle (park, failed);

CREATE TABLE setting_kind (
    park park_id NOT NULL,
    name text NOT NULL,
    label text NOT NULL,
    low int NOT NULL,
    high int NOT NULL,
    initial int NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (park, name)
) CLUSTERED;

-- The value in force on a day is the one with the latest `since` not after it.
CREATE TABLE setting (
    park park_id NOT NULL,
    name text NOT NULL,
    since day NOT NULL,
    value int NOT NULL,
    source text NOT NULL,          -- the rule it comes from
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, name, since)
) CLUSTERED;

-- The first outcome of each act, under the caller's idempotency key.
CREATE TABLE act (
    park park_id NOT NULL,
    act int NOT NULL,
    name text NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    digest blob NOT NULL,          -- of the input: the same key with other input is refused
    record int NOT NULL,
    version int NOT NULL,
    number text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (park, act)
) CLUSTERED;
CREATE INDEX act_at ON act (park, at);

CREATE TABLE journal_entry (
    park park_id NOT NULL,
    seq int NOT NULL,              -- 0, 1, 2 ...: the leaf's place in the tree
    act int NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    verb text NOT NULL,
    kind text NOT NULL,
    record int NOT NULL,
    fields blob NOT NULL,          -- names and salted hashes, see journal.h
    leaf blob NOT NULL,
    PRIMARY KEY (park, seq)
) CLUSTERED;
CREATE INDEX journal_entry_record ON journal_entry (park, record, seq);
CREATE INDEX journal_entry_person ON journal_entry (park, person, seq);
CREATE INDEX journal_entry_at ON journal_entry (park, at, seq);

CREATE TABLE journal_value (
    park park_id NOT NULL,
    seq int NOT NULL,
    place int NOT NULL,            -- 0, 1, 2 ... within the entry
    name text NOT NULL,
    salt blob,                     -- all three NULL: redacted
    before blob,
    after blob,
    PRIMARY KEY (park, seq, place)
) CLUSTERED;

-- Roots of complete subtrees of 256 leaves and more, so that a proof reads few leaves.
CREATE TABLE journal_node (
    park park_id NOT NULL,
    level int NOT NULL,
    place int NOT NULL,
    hash blob NOT NULL,
    PRIMARY KEY (park, level, place)
) CLUSTERED;

CREATE TABLE journal_head (
    park park_id NOT NULL,
    size int NOT NULL,
    frontier blob NOT NULL,        -- roots of the complete subtrees of the right edge, largest first
    at instant NOT NULL,
    PRIMARY KEY (park)
) CLUSTERED;

-- sqlite:
CREATE TRIGGER journal_entry_keep BEFORE UPDATE ON journal_entry BEGIN
    SELECT RAISE(ABORT, 'journal entries never change');
END;
CREATE TRIGGER journal_entry_stay BEFORE DELETE ON journal_entry BEGIN
    SELECT RAISE(ABORT, 'journal entries never go');
END;
CREATE TRIGGER journal_value_keep BEFORE UPDATE ON journal_value
WHEN NOT (NEW.salt IS NULL AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.park = OLD.park
          AND NEW.seq = OLD.seq AND NEW.place = OLD.place AND NEW.name = OLD.name) BEGIN
    SELECT RAISE(ABORT, 'journal values are only ever redacted');
END;
CREATE TRIGGER journal_value_stay BEFORE DELETE ON journal_value BEGIN
    SELECT RAISE(ABORT, 'journal values never go');
END;
CREATE TRIGGER journal_node_keep BEFORE UPDATE ON journal_node BEGIN
    SELECT RAISE(ABORT, 'journal nodes never change');
END;
CREATE TRIGGER journal_node_stay BEFORE DELETE ON journal_node BEGIN
    SELECT RAISE(ABORT, 'journal nodes never go');
END;
CREATE TRIGGER journal_head_stay BEFORE DELETE ON journal_head BEGIN
    SELECT RAISE(ABORT, 'the journal head never goes');
END;
-- pg:
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the journal never changes';
END;
$body$;
CREATE FUNCTION journal_value_redact() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.salt IS NULL AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.park = OLD.park
       AND NEW.seq = OLD.seq AND NEW.place = OLD.place AND NEW.name = OLD.name THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'journal values are only ever redacted';
END;
$body$;
CREATE TRIGGER journal_entry_keep BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_value_keep BEFORE UPDATE ON journal_value
    FOR EACH ROW EXECUTE FUNCTION journal_value_redact();
CREATE TRIGGER journal_value_stay BEFORE DELETE ON journal_value
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_node_keep BEFORE UPDATE OR DELETE ON journal_node
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_head_stay BEFORE DELETE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
-- both:

CREATE TABLE file (
    park park_id NOT NULL,
    id file_id NOT NULL,
    digest blob NOT NULL,          -- SHA-256 of the content, its place in the store
    size int NOT NULL,
    type text NOT NULL,            -- by content, never by what the sender said
    name text NOT NULL,            -- as the person named it; shown, never used as a path
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE INDEX file_digest ON file (park, digest);
CREATE INDEX file_at ON file (park, at);

CREATE TABLE file_link (
    park park_id NOT NULL,
    kind text NOT NULL,
    record int NOT NULL,
    file file_id NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, kind, record, file)
) CLUSTERED;
CREATE INDEX file_link_file ON file_link (park, file);

CREATE TABLE link (
    park park_id NOT NULL,
    from_kind text NOT NULL,
    from_record int NOT NULL,
    role text NOT NULL,
    to_kind text NOT NULL,
    to_record int NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, from_kind, from_record, role, to_kind, to_record)
) CLUSTERED;
CREATE INDEX link_to ON link (park, to_kind, to_record);

-- What the search box finds; the terms themselves stand in `search`, keyed by the record's id,
-- which is unique in the whole database.
CREATE TABLE search_doc (
    park park_id NOT NULL,
    record int NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (park, record)
) CLUSTERED;
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
CREATE INDEX search_terms ON search USING gin (terms);
-- both:

CREATE TABLE counter (
    park park_id NOT NULL,
    name text NOT NULL,
    key1 int NOT NULL,
    key2 int NOT NULL,
    n int NOT NULL,
    PRIMARY KEY (park, name, key1, key2)
) CLUSTERED;

CREATE TABLE notice (
    park park_id NOT NULL,
    id notice_id NOT NULL,
    person person_id NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    record int NOT NULL,
    at instant NOT NULL,
    read_at instant,
    PRIMARY KEY (park, id)
);
CREATE INDEX notice_person ON notice (park, person, id);
CREATE INDEX notice_record ON notice (park, record, at);
CREATE INDEX notice_unread ON notice (park, person, id) WHERE read_at IS NULL;

CREATE TABLE outbox (
    park park_id NOT NULL,
    id outbox_id NOT NULL,
    notice notice_id NOT NULL,
    channel text NOT NULL,         -- "mail"; others come with their senders
    address text NOT NULL,
    title text NOT NULL,
    due instant NOT NULL,          -- not before: a bulk act may be undone for a minute
    sent instant,
    tries int NOT NULL,
    fault text NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE INDEX outbox_due ON outbox (park, due, id) WHERE sent IS NULL;

CREATE TABLE calendar (
    park park_id NOT NULL,
    id calendar_id NOT NULL,
    text text NOT NULL,            -- the whole table, as in data/calendar
    first_year int NOT NULL,
    last_year int NOT NULL,
    source text NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);

CREATE TABLE saved_view (
    park park_id NOT NULL,
    id view_id NOT NULL,
    person person_id NOT NULL,
    list text NOT NULL,            -- the list's path: "/matters"
    name text NOT NULL,
    query text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (park, person, list, name);

-- What was typed into a form and not sent: a note of the writer's own, under the form's address.
CREATE TABLE draft (
    park park_id NOT NULL,
    person person_id NOT NULL,
    path text NOT NULL,
    text text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, person, path)
) CLUSTERED;

-- What a column heading or a department's name in a sheet was said to mean.
CREATE TABLE import_map (
    park park_id NOT NULL,
    scope text NOT NULL,           -- "matter.column", "matter.org", "matter.class"
    given text NOT NULL,
    means text NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, scope, given)
) CLUSTERED;

CREATE TABLE job_lease (
    park park_id NOT NULL,
    name text NOT NULL,
    holder text NOT NULL,
    until instant NOT NULL,
    started instant,
    finished instant,
    fault text NOT NULL,
    PRIMARY KEY (park, name)
) CLUSTERED;

-- When things that doctor asks about were last done: "backup", "restore-drill".
CREATE TABLE mark (
    park park_id NOT NULL,
    name text NOT NULL,
    at instant NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (park, name)
) CLUSTERED;
