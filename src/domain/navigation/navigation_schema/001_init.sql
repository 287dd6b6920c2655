-- Navigation projects (专利导航): what is asked, which frozen patents it is answered from, the
-- figures, the conclusions with the figures they rest on, the duties that came of them, and the
-- reports that measured those.

CREATE TABLE navigation (
    park park_id NOT NULL,
    id navigation_id NOT NULL,
    version int NOT NULL,
    number text NOT NULL,           -- 2026-0001
    title text NOT NULL,
    part int NOT NULL,              -- enum navigation_part
    need text NOT NULL,
    scope text NOT NULL,
    starts day,
    ends day,
    step int NOT NULL,              -- enum navigation_step: the gate that is open now
    rhythm int NOT NULL,            -- enum navigation_rhythm
    effect text NOT NULL,           -- what came of it
    reopened int NOT NULL,
    maker person_id NOT NULL,
    maker_name text NOT NULL,
    made_at instant NOT NULL,
    changed_at instant NOT NULL,    -- of what a report says: sources, figures, conclusions
    closed_at instant,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX navigation_number ON navigation (park, number);

CREATE TABLE navigation_member (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    id navigation_member_id NOT NULL,
    name text NOT NULL,
    office text NOT NULL,
    task int NOT NULL,              -- enum navigation_task
    PRIMARY KEY (park, navigation, id)
) CLUSTERED;

-- A frozen version of a collection. The words of the measure are copied: they are what was true
-- when this project used them.
CREATE TABLE navigation_source (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    id navigation_source_id NOT NULL,
    collection patent_set_id NOT NULL,
    seq int NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    cutoff day,
    n int NOT NULL,
    hash text NOT NULL,
    frozen_at instant NOT NULL,
    clean bool NOT NULL,            -- de-noised
    clean_note text NOT NULL,       -- how
    labels text NOT NULL,           -- which labels experts gave
    PRIMARY KEY (park, navigation, id)
) CLUSTERED;

CREATE TABLE navigation_measure (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    source navigation_source_id NOT NULL,
    seq int NOT NULL,
    query text NOT NULL,
    found int NOT NULL,
    judged int NOT NULL,            -- what precision is a share of: judged, of a sample or at all
    right_n int NOT NULL,           -- of those, how many belong
    wanted int NOT NULL,            -- what recall is a share of: marked as belonging
    recalled int NOT NULL,          -- of those, how many it finds
    sampled int NOT NULL,           -- size of the random sample; 0 = none
    seed int NOT NULL,
    person_name text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (park, navigation, source, seq)
) CLUSTERED;

-- A figure: what was asked of which version, and what it answered then.
CREATE TABLE navigation_figure (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    id navigation_figure_id NOT NULL,
    place int NOT NULL,
    title text NOT NULL,
    source navigation_source_id NOT NULL,
    kind int NOT NULL,              -- enum navigation_kind
    property int NOT NULL,          -- enum patent_by; 0 = none
    query text NOT NULL,            -- as typed
    understood text NOT NULL,       -- as it was read
    family bool NOT NULL,           -- counted by simple family, not by record
    most int NOT NULL,              -- rows kept
    hash text NOT NULL,             -- of the version it was computed from
    cutoff day,
    top int NOT NULL,               -- numerator
    whole int NOT NULL,             -- denominator
    value text NOT NULL,            -- the rows, as JSON
    made_at instant NOT NULL,
    maker_name text NOT NULL,
    PRIMARY KEY (park, navigation, id)
) CLUSTERED;

CREATE TABLE navigation_conclusion (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    id navigation_conclusion_id NOT NULL,
    place int NOT NULL,
    kind int NOT NULL,              -- enum navigation_finding
    text text NOT NULL,
    made_at instant NOT NULL,
    maker_name text NOT NULL,
    PRIMARY KEY (park, navigation, id)
) CLUSTERED;

CREATE TABLE navigation_cite (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    conclusion navigation_conclusion_id NOT NULL,
    figure navigation_figure_id NOT NULL,
    PRIMARY KEY (park, navigation, conclusion, figure)
) CLUSTERED;

CREATE TABLE navigation_duty (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    matter matter_id NOT NULL,
    conclusion navigation_conclusion_id NOT NULL,
    lead org_id NOT NULL,
    lead_name text NOT NULL,
    due day NOT NULL,
    made_at instant NOT NULL,
    PRIMARY KEY (park, navigation, matter)
) CLUSTERED;
CREATE INDEX navigation_duty_matter ON navigation_duty (park, matter);

-- A report as it was sent. `states` of the last one is what the next one is compared with.
CREATE TABLE navigation_report (
    park park_id NOT NULL,
    id navigation_report_id NOT NULL,
    navigation navigation_id NOT NULL,
    seq int NOT NULL,
    period text NOT NULL,           -- 2026-11, 2026-Q4, or "" of one that a person asked for
    document text NOT NULL,         -- as JSON: navigation_doc.h
    hash text NOT NULL,             -- SHA-256 of the hashes of its sources, a line each
    made_at instant NOT NULL,
    maker_name text NOT NULL,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX navigation_report_seq ON navigation_report (park, navigation, seq);

-- What every record was when the last report was made, packed: navigation_change.h.
CREATE TABLE navigation_state (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    source navigation_source_id NOT NULL,
    place int NOT NULL,
    report navigation_report_id NOT NULL,
    query text NOT NULL,            -- the collection's then
    cutoff day,
    data blob NOT NULL,
    PRIMARY KEY (park, navigation, source, place)
) CLUSTERED;

-- What a figure was in the last report.
CREATE TABLE navigation_state_figure (
    park park_id NOT NULL,
    navigation navigation_id NOT NULL,
    figure navigation_figure_id NOT NULL,
    bit int NOT NULL,               -- of the states' masks
    top int NOT NULL,
    whole int NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (park, navigation, figure)
) CLUSTERED;
