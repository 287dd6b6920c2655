-- Meetings: the agenda, who was asked to come, what was decided on each matter, and the minutes.
--
-- A decision changes the matter through the list's own acts in the same transaction; what stands
-- here is what the minutes say about it.

CREATE TABLE meeting (
    park park_id NOT NULL,
    id meeting_id NOT NULL,
    version int NOT NULL,           -- of the facts and the agenda; the pen and the current item do not move it
    number text NOT NULL,           -- "2026-0003"
    year int NOT NULL,
    seq int NOT NULL,
    title text NOT NULL,
    place text NOT NULL,
    state int NOT NULL,             -- enum meeting_state
    starts_at instant NOT NULL,     -- as planned
    budget int NOT NULL,            -- minutes
    chair person_id,                -- a leader of the park
    chair_name text NOT NULL,
    note text NOT NULL,             -- for the invitation
    invited_at instant,
    started_at instant,
    ended_at instant,
    issued_at instant,              -- the minutes are final
    end_reason text NOT NULL,       -- why cancelled
    present text NOT NULL,          -- 出席
    absent text NOT NULL,           -- 请假
    listed text NOT NULL,           -- 列席
    opening text NOT NULL,          -- what the chair said, for the minutes
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX meeting_number ON meeting (park, seq, year);
CREATE INDEX meeting_when ON meeting (park, starts_at, id);

-- Who writes and what is being talked about: changes often, is nobody's record.
CREATE TABLE meeting_now (
    park park_id NOT NULL,
    meeting meeting_id NOT NULL,
    item meeting_item_id,           -- on the room screen
    since_at instant,               -- when it came up
    writer person_id,               -- holds the pen
    writer_name text NOT NULL,
    pen_at instant,                 -- last wrote something; the pen is free MEETING_PEN_S later
    PRIMARY KEY (park, meeting)
);

CREATE TABLE meeting_item (
    park park_id NOT NULL,
    meeting meeting_id NOT NULL,
    id meeting_item_id NOT NULL,
    version int NOT NULL,
    place int NOT NULL,             -- 1, 2, 3 ...
    matter matter_id NOT NULL,
    minutes int NOT NULL,           -- planned
    spent_s int NOT NULL,           -- on the screen so far
    points int NOT NULL,            -- of the proposal; 0 = added by hand
    reasons text NOT NULL,          -- of the proposal: "late 3 12;age 20 11" (meeting_rule.h)
    state int NOT NULL,             -- enum meeting_item_state
    kind int NOT NULL,              -- enum meeting_kind; 0 = nothing yet
    lead org_id,
    lead_name text NOT NULL,
    helper_names text NOT NULL,
    promise day,
    solution text NOT NULL,
    said int NOT NULL,              -- enum meeting_said: the firm's yes or no
    said_words text NOT NULL,
    decided_at instant,
    decider person_id,
    decider_name text NOT NULL,
    PRIMARY KEY (park, meeting, id)
);
CREATE UNIQUE INDEX meeting_item_matter ON meeting_item (park, matter, meeting);

-- Departments and firms asked to come; this is also their sight of the meeting.
CREATE TABLE meeting_guest (
    park park_id NOT NULL,
    org org_id NOT NULL,
    meeting meeting_id NOT NULL,
    org_name text NOT NULL,
    firm bool NOT NULL,
    items int NOT NULL,             -- of the agenda, that concern it
    told_at instant,                -- when the invitation went out
    PRIMARY KEY (park, org, meeting)
);
CREATE INDEX meeting_guest_of ON meeting_guest (park, meeting);

-- Days that a matter holds up a firm's project, as far as somebody said.
CREATE TABLE meeting_stake (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    days int NOT NULL,
    why text NOT NULL,
    person person_id NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, matter)
);
