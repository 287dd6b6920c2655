-- Figures are analyses of patents: what was chosen of one, as JSON by the names of its choices. ''
-- of figures from before, whose kind and property say what they were.

ALTER TABLE navigation_figure ADD COLUMN asked text NOT NULL DEFAULT '';

-- What a conclusion was before it was changed or taken away.
CREATE TABLE navigation_conclusion_was (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    conclusion navigation_conclusion_id NOT NULL,
    seq int NOT NULL,               -- 1 is what was written first
    place int NOT NULL,
    kind int NOT NULL,              -- enum navigation_finding
    text text NOT NULL,
    figures text NOT NULL,          -- those it cited, in words
    made_at instant NOT NULL,       -- when it was written so, and by whom
    maker_name text NOT NULL,
    ended_at instant NOT NULL,      -- when it was changed, by whom, and why
    ender_name text NOT NULL,
    reason text NOT NULL,
    gone bool NOT NULL,             -- taken away then
    PRIMARY KEY (park, navigation, conclusion, seq)
) CLUSTERED;
