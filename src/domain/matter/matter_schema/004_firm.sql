-- What of a closed matter may be read by anybody: a text of its own, without names, that the firm saw
-- and agreed to. The matter itself is never shown outside.
CREATE TABLE matter_public (
    park park_id NOT NULL,
    matter matter_id NOT NULL,
    state int NOT NULL,             -- enum matter_public_state
    number text NOT NULL,           -- of the published text: "2026-0003"; "" until it is agreed to
    title text NOT NULL,
    problem text NOT NULL,
    result text NOT NULL,
    class_name text NOT NULL,       -- the top of its class only
    month int NOT NULL,             -- when it was closed: year * 12 + month - 1, no day
    proposed_by person_id NOT NULL,
    proposed_at instant NOT NULL,
    answered_by person_id,
    answered_at instant,
    ended_at instant,
    reason text NOT NULL,           -- of a no, or of a withdrawal
    PRIMARY KEY (park, matter)
);
CREATE INDEX matter_public_shown ON matter_public (park, answered_at, matter) WHERE state = 2;
CREATE UNIQUE INDEX matter_public_number ON matter_public (park, number) WHERE number <> '';

-- The counts beside the published texts are over all that was closed.
CREATE INDEX matter_closed ON matter (park, ended_at, class) WHERE state = 6;
