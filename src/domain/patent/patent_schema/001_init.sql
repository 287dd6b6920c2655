-- Patents: one row per publication, as its source gave it, and beside it, apart from the source's
-- text, what people here decided: whose a name is, what belongs to a collection.

-- `key` is what a publication is found by: office, DOCDB number, kind (engine/patentnum). `stamp`
-- grows with every change of any patent: what has a larger one is newer than a derived index.
CREATE TABLE patent (
    park park_id NOT NULL,
    id patent_id NOT NULL,
    key text NOT NULL,
    office text NOT NULL,          -- ST.3, as the number has it: regional offices stay themselves
    number text NOT NULL,          -- DOCDB form
    kind text NOT NULL,            -- kind code of the office, "" when the source has none
    right_kind int NOT NULL,       -- enum patentnum_right
    stage int NOT NULL,            -- enum patentnum_stage
    pub_day day,
    app_no text NOT NULL,          -- key form of the application number, "" when not known
    app_day day,
    grant_day day,
    priority_day day,              -- the earliest
    expires day,
    title text NOT NULL,           -- Chinese if there is one, else English, else the first
    ipc text NOT NULL,             -- main class, H01M10/0525, or ""
    applicant text NOT NULL,       -- the first one's name as the source writes it
    region text NOT NULL,          -- the first applicant's province or country
    status int NOT NULL,           -- 0 dead, 1 alive, 2 pending, 9 not known
    legal text NOT NULL,           -- in the source's words
    claims int NOT NULL,           -- how many; -1 = not known, as in the next four
    cited int NOT NULL,
    cites int NOT NULL,
    family_size int NOT NULL,
    applicants int NOT NULL,
    family_simple text NOT NULL,   -- the source's family number, or ours ("="+priorities)
    family_extended text NOT NULL,
    source int NOT NULL,           -- enum patent_format
    hash text NOT NULL,            -- SHA-256 of the record as read: the same again changes nothing
    version int NOT NULL,
    stamp int NOT NULL,
    imported instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX patent_key ON patent (park, key);
CREATE INDEX patent_newest ON patent (park, pub_day, id);
CREATE INDEX patent_stamp ON patent (park, stamp);
CREATE INDEX patent_app ON patent (park, app_no);

CREATE TABLE patent_text (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    lang text NOT NULL,            -- zh, en, de ...; "" when not said
    title text NOT NULL,
    abstract text NOT NULL,
    claim text NOT NULL,           -- the first claim
    PRIMARY KEY (park, patent, lang)
) CLUSTERED;

CREATE TABLE patent_class (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    scheme int NOT NULL,           -- enum patent_scheme
    seq int NOT NULL,              -- 0 = the main one
    symbol text NOT NULL,          -- H01M10/0525
    PRIMARY KEY (park, patent, scheme, seq)
) CLUSTERED;
CREATE INDEX patent_class_symbol ON patent_class (park, symbol, patent);

-- The source's own words; `name` points to what we know of that name.
CREATE TABLE patent_party (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    role int NOT NULL,             -- enum patent_role
    seq int NOT NULL,
    text text NOT NULL,
    country text NOT NULL,
    region text NOT NULL,
    name patent_name_id,           -- of applicants
    PRIMARY KEY (park, patent, role, seq)
) CLUSTERED;
CREATE INDEX patent_party_name ON patent_party (park, name, patent);

CREATE TABLE patent_name (
    park park_id NOT NULL,
    id patent_name_id NOT NULL,
    fold text NOT NULL,            -- narrow, small letters, no blanks, no legal form
    shown text NOT NULL,
    company text NOT NULL,         -- the group of companies; "" = none
    org org_id,                    -- the park's organisation, when a person said so
    verdict int NOT NULL,          -- enum patent_verdict
    decided_by person_id,
    decided_at instant,
    version int NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX patent_name_fold ON patent_name (park, fold);
CREATE INDEX patent_name_org ON patent_name (park, org);

CREATE TABLE patent_priority (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    seq int NOT NULL,
    number text NOT NULL,          -- key form
    day day,
    PRIMARY KEY (park, patent, seq)
) CLUSTERED;
CREATE INDEX patent_priority_number ON patent_priority (park, number, patent);

CREATE TABLE patent_cite (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    seq int NOT NULL,
    number text NOT NULL,          -- key form, or "" of other literature
    text text NOT NULL,
    category text NOT NULL,
    PRIMARY KEY (park, patent, seq)
) CLUSTERED;
CREATE INDEX patent_cite_number ON patent_cite (park, number, patent);

CREATE TABLE patent_event (
    park park_id NOT NULL,
    patent patent_id NOT NULL,
    seq int NOT NULL,
    day day,
    code text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (park, patent, seq)
) CLUSTERED;

-- 专题库: a query with its owner and cut-off, and what people marked in or out of it.
CREATE TABLE patent_set (
    park park_id NOT NULL,
    id patent_set_id NOT NULL,
    name text NOT NULL,
    query text NOT NULL,           -- as it was typed
    note text NOT NULL,
    owner person_id NOT NULL,
    owner_name text NOT NULL,
    cutoff day,                    -- nothing published later counts
    closed bool NOT NULL,
    version int NOT NULL,
    created instant NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX patent_set_name ON patent_set (park, name) WHERE closed = 0;

CREATE TABLE patent_set_mark (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    patent patent_id NOT NULL,
    inside bool NOT NULL,
    note text NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, collection, patent)
) CLUSTERED;

-- Frozen: what the collection was when somebody needed to cite it.
CREATE TABLE patent_set_version (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    seq int NOT NULL,
    query text NOT NULL,
    cutoff day,
    n int NOT NULL,
    hash text NOT NULL,            -- SHA-256 of the keys, sorted, a line each
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, collection, seq)
) CLUSTERED;

CREATE TABLE patent_set_member (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    seq int NOT NULL,
    patent patent_id NOT NULL,
    PRIMARY KEY (park, collection, seq, patent)
) CLUSTERED;

CREATE TABLE patent_set_measure (
    park park_id NOT NULL,
    collection patent_set_id NOT NULL,
    id int NOT NULL,
    query text NOT NULL,
    found int NOT NULL,            -- records that it finds
    judged int NOT NULL,           -- of them, how many people had marked
    hits int NOT NULL,             -- marked in, and found
    missed int NOT NULL,           -- marked in, and not found
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, collection, id)
) CLUSTERED;

CREATE TABLE patent_ipc (
    park park_id NOT NULL,
    symbol text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL,
    PRIMARY KEY (park, symbol)
) CLUSTERED;
