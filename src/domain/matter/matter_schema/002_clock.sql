-- The clock complete: what a recount moved, and who was reminded of what.

-- A recount of every open clock because calendar, class, limit or a setting changed. It runs in the
-- act that changed them as far as MATTER_RECOUNT_AT_ONCE, the rest in a job; `after` says how far.
CREATE TABLE matter_recount (
    park park_id NOT NULL,
    id matter_recount_id NOT NULL,
    at instant NOT NULL,
    cause int NOT NULL,             -- enum matter_recount_cause
    what text NOT NULL,             -- "国办发明电〔2026〕9号"; "用地规划：7 个自然日 → 5 个工作日"
    person person_id,               -- who changed it
    person_name text NOT NULL,
    calendar_before calendar_id,    -- the version that counted until then; NULL: the built-in table
    after matter_id NOT NULL,       -- matters up to here are done
    clocks int NOT NULL,            -- looked at so far
    moved int NOT NULL,             -- of them, due on another day or no longer provisional
    total int NOT NULL,             -- open clocks when it began
    ended_at instant,               -- NULL: still running
    PRIMARY KEY (park, id)
);
CREATE INDEX matter_recount_open ON matter_recount (park, id) WHERE ended_at IS NULL;

-- What moved: rows are added, never changed.
CREATE TABLE matter_recount_row (
    park park_id NOT NULL,
    recount matter_recount_id NOT NULL,
    matter matter_id NOT NULL,
    duty duty_id NOT NULL,          -- 0: the matter's own clock
    clock int NOT NULL,             -- enum matter_due_kind
    org org_id,
    org_name text NOT NULL,
    was day,
    was_at instant NOT NULL,
    was_provisional bool NOT NULL,
    now day,
    now_at instant NOT NULL,
    provisional bool NOT NULL,
    rest_more int NOT NULL,         -- days between start and end that became rest days
    work_more int NOT NULL,         -- and that became working days
    was_limit int NOT NULL,
    was_limit_kind int NOT NULL,    -- enum matter_limit_kind
    now_limit int NOT NULL,
    now_limit_kind int NOT NULL,
    PRIMARY KEY (park, recount, matter, duty, clock)
) CLUSTERED;

-- A recount walks the open duties alone, in the order of their matters.
CREATE INDEX duty_open ON duty (park, matter, id) WHERE open = 1;

-- Who was reminded of which end, once for every step. A due day that moves begins anew.
CREATE TABLE matter_reminder (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    duty duty_id NOT NULL,          -- 0: the matter's own clock
    due_at instant NOT NULL,
    step int NOT NULL,              -- enum matter_remind_step
    at instant NOT NULL,
    PRIMARY KEY (park, matter, duty, due_at, step)
) CLUSTERED;
