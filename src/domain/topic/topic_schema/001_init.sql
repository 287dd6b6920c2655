-- Common causes: matters of several firms that one solution would end, studied together.

CREATE TABLE topic (
    park park_id NOT NULL,
    id topic_id NOT NULL,
    version int NOT NULL,
    name text NOT NULL,             -- by a coordinator; firms do not see it
    cause text NOT NULL,            -- what they have in common
    state int NOT NULL,             -- enum topic_state
    solution text NOT NULL,         -- told to each firm, as it stands
    members int NOT NULL,
    opened_at instant NOT NULL,
    opened_by person_id NOT NULL,
    opened_name text NOT NULL,
    solved_at instant,
    solved_by person_id,
    solved_name text NOT NULL,
    PRIMARY KEY (park, id)
);

-- A matter is in one topic at most; it stays a matter of its own.
CREATE TABLE topic_member (
    park park_id NOT NULL,
    topic topic_id NOT NULL,
    matter matter_id NOT NULL,
    joined_at instant NOT NULL,
    joined_by person_id NOT NULL,
    told_at instant,                -- when its firm was told the solution
    PRIMARY KEY (park, topic, matter)
) CLUSTERED;
CREATE UNIQUE INDEX topic_member_matter ON topic_member (park, matter);
