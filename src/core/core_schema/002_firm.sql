-- Firms that apply for themselves, whom the park names for questions, and notices that every reader
-- reads in a language of their own.

-- One row for each firm that applied; the firm itself is the org, in state ORG_APPLIED until
-- somebody decides.
CREATE TABLE firm_application (
    park park_id NOT NULL,
    org org_id NOT NULL,
    number text NOT NULL,          -- what the firm quotes when it asks
    source text NOT NULL,          -- the address it came from; '' when an office entered it
    at instant NOT NULL,
    decided instant,
    person person_id,              -- who decided
    reason text NOT NULL,          -- of a refusal
    PRIMARY KEY (park, org)
) CLUSTERED;
CREATE INDEX firm_application_source ON firm_application (park, source, at);
CREATE INDEX firm_application_at ON firm_application (park, at);
CREATE INDEX firm_application_waiting ON firm_application (park, org) WHERE decided IS NULL;

INSERT INTO firm_application (park, org, number, source, at, reason)
SELECT o.park, o.id, '', '', o.created, '' FROM org o WHERE o.state = 1;

-- Where people without an account are told to ask.
CREATE TABLE park_contact (
    park park_id NOT NULL,
    office text NOT NULL,
    phone text NOT NULL,
    hours text NOT NULL,
    address text NOT NULL,
    PRIMARY KEY (park)
) CLUSTERED;

-- The sentence in Chinese with its {}, and what stands for it. None: `title` is all there is.
ALTER TABLE notice ADD COLUMN message text;
ALTER TABLE notice ADD COLUMN detail text;
