-- How many wait past the response clock is counted from the index alone: it holds what its condition
-- reads.
CREATE INDEX duty_waiting ON duty (park, org, respond_at, responded_at, open)
    WHERE open = 1 AND responded_at IS NULL;
DROP INDEX duty_unanswered;
