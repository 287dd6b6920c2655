-- The list: matters, the duties of departments in them, and everything that happened.
--
-- Four kinds of table:
--   facts      matter, matter_text, duty, matter_class ...   changed by acts, one version per record
--   ledgers    matter_event, duty_promise, duty_pause        rows are added, never changed (a pause gets its end)
--   asks       duty_ask                                      extension, hand-back, sign-off: asked, then decided
--   derived    matter_sight, matter_todo                     recomputed from the facts in the same act
--
-- Instants that are "never" sort last: due_at holds MATTER_DUE_NEVER (matter.h), never NULL.

-- One row per matter, narrow on purpose: the list draws from this row alone, so the names of firm,
-- class, lead department and leader stand here too (kept by the acts and by org and class renames).
CREATE TABLE matter (
    park park_id NOT NULL,
    id matter_id NOT NULL,
    version int NOT NULL,
    number text NOT NULL,           -- "2026-0153"; "" while it is a draft
    year int,                       -- the number's two halves, NULL while it is a draft
    seq int,
    outside_number text NOT NULL,   -- the number in another system, e.g. of a hotline
    title text NOT NULL,
    state int NOT NULL,             -- enum matter_state
    open bool NOT NULL,             -- not at one of its ends
    turn int NOT NULL,              -- enum matter_turn: who has to act now
    class matter_class_id,
    class_name text NOT NULL,
    source int NOT NULL,            -- enum matter_source
    urgency int NOT NULL,           -- enum matter_urgency
    firm org_id,                    -- NULL: outside the register, firm_name is the text as given
    firm_name text NOT NULL,
    zone zone_id,
    leader person_id,
    leader_name text NOT NULL,
    lead org_id,                    -- department of the open (or last) lead duty
    lead_name text NOT NULL,
    helper_names text NOT NULL,     -- "规划分局、水务局"
    author person_id NOT NULL,      -- who entered it
    author_name text NOT NULL,
    on_behalf bool NOT NULL,        -- entered by staff for the firm
    due day,                        -- what the list shows: the lead duty's promise, else its limit, else the acceptance clock
    due_at instant NOT NULL,        -- the same as an instant: the end of the day, or the hour
    due_kind int NOT NULL,          -- enum matter_due_kind
    due_words text NOT NULL,        -- "长期": as an imported sheet said it, waiting for a date
    asked_day day,                  -- the day that a sheet named; the limit when a department is assigned
    provisional bool NOT NULL,      -- counted past the last known calendar year
    paused bool NOT NULL,           -- every open duty waits for the firm
    raised_at instant,
    accepted_at instant,
    resolved_at instant,
    called_at instant,              -- the last call-back since it was resolved
    ended_at instant,
    last_at instant NOT NULL,       -- the last thing that happened
    last_note text NOT NULL,        -- the latest progress or answer, cut to MATTER_EXCERPT_MAX
    end_reason text NOT NULL,       -- why refused, withdrawn, merged; how closed
    closed_how int NOT NULL,        -- enum matter_closed_how
    solved int NOT NULL,            -- enum matter_solved: the last call-back or the firm's own word
    rating int NOT NULL,            -- enum matter_rating
    reopened int NOT NULL,          -- how often it was sent back after a result
    pressed int NOT NULL,
    pressed_at instant,
    extended int NOT NULL,
    asks int NOT NULL,              -- asks waiting for a decision
    merged_in int NOT NULL,         -- how many others were merged into this one
    followers int NOT NULL,
    merged_into matter_id,
    topic topic_id,
    consent bool NOT NULL,          -- the firm agrees to publication
    imported bool NOT NULL,
    import_key text,                -- mapped number, outside number, or hash of the mapped cells
    PRIMARY KEY (park, id)
);
-- `matter show 153` means the newest year that has a 153.
CREATE UNIQUE INDEX matter_number ON matter (park, seq, year) WHERE seq IS NOT NULL;
CREATE INDEX matter_outside ON matter (park, outside_number) WHERE outside_number <> '';
CREATE UNIQUE INDEX matter_import ON matter (park, import_key) WHERE import_key IS NOT NULL;

-- The long and the private, apart from the hot row.
CREATE TABLE matter_text (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    body text NOT NULL,
    body_hash int NOT NULL,         -- of the body without blanks and punctuation: equal bodies are found by it
    contact text NOT NULL,
    phone text NOT NULL,
    answer text NOT NULL,           -- the lead department's solution, as the firm sees it
    PRIMARY KEY (park, matter)
);
CREATE INDEX matter_same ON matter_text (park, body_hash);

-- Who may see what, as a key. A viewer is the park itself (0), a zone, a firm or a department (ids are
-- unique in the whole database). Every list query starts here with the reader's own viewer bound, so
-- that there is no query without sight; the key's order is the default view's order, and the payload
-- is enough for the page's (id, version) scan to touch nothing else.
CREATE TABLE matter_sight (
    park park_id NOT NULL,
    viewer int NOT NULL,
    ended bool NOT NULL,            -- what is still open comes first
    due_at instant NOT NULL,
    matter matter_id NOT NULL,
    state int NOT NULL,
    version int NOT NULL,
    PRIMARY KEY (park, viewer, ended, due_at, matter)
) CLUSTERED;
CREATE UNIQUE INDEX matter_sight_matter ON matter_sight (park, viewer, matter);

-- What somebody has to do now. An owner is a department or firm, a leader (person id), or the
-- coordinators together (MATTER_OWNER_STAFF). Under the negative owner stands what sleeps until its
-- due_at: to press when overdue, to ask for a note after a week's silence. Derived by matter_rule.
CREATE TABLE matter_todo (
    park park_id NOT NULL,
    owner int NOT NULL,
    due_at instant NOT NULL,
    matter matter_id NOT NULL,
    duty duty_id NOT NULL,          -- {0}: the matter itself
    kind int NOT NULL,              -- enum matter_todo_kind
    PRIMARY KEY (park, owner, due_at, matter, duty, kind)
) CLUSTERED;
CREATE INDEX matter_todo_matter ON matter_todo (park, matter);

-- A department's part in a matter. Exactly one open lead; any number of helpers.
CREATE TABLE duty (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    id duty_id NOT NULL,
    version int NOT NULL,
    org org_id NOT NULL,
    org_name text NOT NULL,
    lead bool NOT NULL,
    state int NOT NULL,             -- enum duty_state
    open bool NOT NULL,
    limit_amount int NOT NULL,
    limit_kind int NOT NULL,        -- enum matter_limit_kind
    opinion text NOT NULL,          -- what the coordinator asks of it
    assigned_at instant NOT NULL,
    respond_at instant NOT NULL,    -- the response clock's end
    responded_at instant,           -- first answer or progress note
    limit_day day,                  -- the limit's last day, pauses included
    limit_at instant NOT NULL,
    first_promise day,              -- never overwritten
    promise day,                    -- the one in force: the first, or an agreed extension's
    due_at instant NOT NULL,        -- end of the promise, else limit_at
    provisional bool NOT NULL,
    solution text NOT NULL,
    answered_at instant,
    done_at instant,
    ended_at instant,               -- done, handed back or cancelled
    paused_at instant,              -- since when it waits for the firm; NULL: it runs
    noted_at instant NOT NULL,      -- the last progress; asked for after MATTER_SILENT_DAYS
    extended int NOT NULL,
    pressed int NOT NULL,
    pressed_at instant,
    kept int NOT NULL,              -- enum duty_kept, when it has ended
    PRIMARY KEY (park, matter, id)
);
-- Duties of a department by due day, its overdue ones as a range, and all overdue ones for the board.
CREATE INDEX duty_due ON duty (park, open, org, due_at);
-- Not yet answered: few at any time.
CREATE INDEX duty_unanswered ON duty (park, org, respond_at) WHERE open = 1 AND responded_at IS NULL;

-- The ledger of promises: a row per promise made, with who and why; never changed.
CREATE TABLE duty_promise (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    duty duty_id NOT NULL,
    seq int NOT NULL,               -- 1 = the first promise
    day day NOT NULL,
    at instant NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (park, matter, duty, seq)
) CLUSTERED;

-- Intervals in which a duty waited for the firm. Open: to_at is NULL.
CREATE TABLE duty_pause (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    duty duty_id NOT NULL,
    from_at instant NOT NULL,
    to_at instant,
    reason text NOT NULL,
    PRIMARY KEY (park, matter, duty, from_at)
) CLUSTERED;

-- What a department asks for and somebody decides: more time, to be rid of it, a head's signature.
CREATE TABLE duty_ask (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    id duty_ask_id NOT NULL,
    duty duty_id NOT NULL,
    kind int NOT NULL,              -- enum duty_ask_kind
    state int NOT NULL,             -- enum duty_ask_state
    asked_at instant NOT NULL,
    asker person_id NOT NULL,
    asker_name text NOT NULL,
    reason text NOT NULL,           -- of a sign-off: the solution as drafted
    from_day day,                   -- extension: the promise it would replace
    to_day day,                     -- extension, sign-off: the promised day
    to_org org_id,                  -- hand-back: whom the department names instead
    decided_at instant,
    decider person_id,
    decider_name text NOT NULL,
    decision text NOT NULL,
    PRIMARY KEY (park, matter, id)
);

-- The story, and the log from which every clock is counted. Rows are added, never changed.
CREATE TABLE matter_event (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    id matter_event_id NOT NULL,
    at instant NOT NULL,            -- when it happened; of an imported row: as the sheet said
    verb int NOT NULL,              -- enum matter_verb
    state int NOT NULL,             -- the matter's state afterwards
    duty duty_id,
    org org_id,                     -- the department or firm that acted or was acted on
    org_name text NOT NULL,
    person person_id,               -- NULL: the clock, or an imported row
    person_name text NOT NULL,
    text text NOT NULL,
    day day,                        -- the day promised, asked for or set
    internal bool NOT NULL,         -- never reaches the firm
    imported bool NOT NULL,         -- from a sheet: an account of the past, not a record of it
    PRIMARY KEY (park, matter, id)
);

-- What the firm said of the result: by telephone, or itself.
CREATE TABLE matter_callback (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    id matter_callback_id NOT NULL,
    at instant NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    by_firm bool NOT NULL,
    reached bool NOT NULL,
    solved int NOT NULL,
    rating int NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (park, matter, id)
);

CREATE TABLE matter_follower (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    person person_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, matter, person)
) CLUSTERED;

-- The tree of classes. path = ids from the root, "12/845/": a class and all below it are one range.
CREATE TABLE matter_class (
    park park_id NOT NULL,
    id matter_class_id NOT NULL,
    version int NOT NULL,
    parent matter_class_id,
    path text NOT NULL,
    depth int NOT NULL,             -- 1..MATTER_CLASS_DEPTH
    place int NOT NULL,             -- order among sisters
    name text NOT NULL,
    full_name text NOT NULL,        -- "用地/审批"
    state int NOT NULL,             -- enum matter_class_state
    merged_into matter_class_id,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX matter_class_path ON matter_class (park, path);

-- How long a class may take, from which day on, and by whose rule. Class 0: every class without one.
CREATE TABLE matter_limit (
    park park_id NOT NULL,
    class matter_class_id NOT NULL,
    urgency int NOT NULL,           -- enum matter_urgency; 0 = any
    from_day day NOT NULL,
    amount int NOT NULL,
    kind int NOT NULL,              -- enum matter_limit_kind
    source text NOT NULL,
    PRIMARY KEY (park, class, urgency, from_day)
) CLUSTERED;

-- A bulk act and what it did to each row, so that it can be taken back for a minute.
CREATE TABLE matter_bulk (
    park park_id NOT NULL,
    id matter_bulk_id NOT NULL,
    at instant NOT NULL,
    person person_id NOT NULL,
    verb int NOT NULL,
    done int NOT NULL,
    refused int NOT NULL,
    undone_at instant,
    PRIMARY KEY (park, id)
);
CREATE TABLE matter_bulk_row (
    park park_id NOT NULL,
    bulk matter_bulk_id NOT NULL,
    matter matter_id NOT NULL,
    ok bool NOT NULL,
    message text NOT NULL,          -- why not, for the person
    version int NOT NULL,           -- after the act; undone only while the matter still has it
    was_state int NOT NULL,
    was_class matter_class_id,
    was_leader person_id,
    duty duty_id,                   -- the duty it made
    PRIMARY KEY (park, bulk, matter)
);
