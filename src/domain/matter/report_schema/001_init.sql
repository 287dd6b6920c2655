-- Who wants the weekly or monthly report, and what was sent to them: a row per person and period,
-- so that none is sent twice.
CREATE TABLE report_reader (
    park park_id NOT NULL,
    person person_id NOT NULL,
    kind int NOT NULL,              -- enum matter_period_kind
    since instant NOT NULL,
    PRIMARY KEY (park, person, kind)
) CLUSTERED;

CREATE TABLE report_sent (
    park park_id NOT NULL,
    person person_id NOT NULL,
    kind int NOT NULL,
    from_day day NOT NULL,          -- first day of the period
    at instant NOT NULL,
    PRIMARY KEY (park, person, kind, from_day)
) CLUSTERED;
