-- Reaching people and programs outside: channels, what waits for them, each try; personal choices,
-- calendar feeds and one-time answers.

-- The first outbox knew neither channels nor claims, and nothing ever read it: what lies in it is
-- old by now and stands in the inbox all the same.
DROP TABLE outbox;

CREATE TABLE channel (
    park park_id NOT NULL,
    id channel_id NOT NULL,
    kind int NOT NULL,             -- enum channel_kind
    state int NOT NULL,            -- enum channel_state
    name text NOT NULL,
    host text NOT NULL,            -- what may be shown of the address: scheme and host
    login text NOT NULL,           -- at the mail server
    sender text NOT NULL,          -- address that mail comes from
    org org_id,                    -- a group's bot: hears what this organisation is told
    events text NOT NULL,          -- a webhook: which events, parted by blanks; empty = all
    plain bool NOT NULL,           -- may go without TLS
    inside bool NOT NULL,          -- may lie in a private network
    held instant NOT NULL,         -- the receiver asked for a rest until then; 0 = not
    version int NOT NULL,
    created instant NOT NULL,
    PRIMARY KEY (park, id)
);

-- Apart from channel, so that no list ever reads a secret. The addresses of bots are secrets too:
-- who has one can write to the group.
CREATE TABLE channel_secret (
    park park_id NOT NULL,
    channel channel_id NOT NULL,
    address text NOT NULL,
    secret text NOT NULL,
    PRIMARY KEY (park, channel)
) CLUSTERED;

CREATE TABLE outbox (
    park park_id NOT NULL,
    id outbox_id NOT NULL,
    name text NOT NULL,            -- the message's name for its receiver: the same at every try
    channel channel_id NOT NULL,
    recipient int NOT NULL,        -- whom order is kept for: a person, or the channel itself
    notice notice_id,
    event text NOT NULL,           -- "notice", "test", "matter.closed"
    kind text NOT NULL,
    record int NOT NULL,
    title text NOT NULL,
    urgent bool NOT NULL,          -- does not wait for working hours
    at instant NOT NULL,
    due instant NOT NULL,          -- not before
    state int NOT NULL,            -- enum outbox_state
    tries int NOT NULL,            -- counted before each try
    claim instant NOT NULL,        -- a sender has it until then; 0 = none
    claimant text NOT NULL,
    done instant,
    fault text NOT NULL,           -- why the last try failed
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX outbox_name ON outbox (park, name);
CREATE INDEX outbox_due ON outbox (park, due, id) WHERE state = 0;
CREATE INDEX outbox_line ON outbox (park, channel, recipient, id) WHERE state = 0;
CREATE INDEX outbox_state ON outbox (park, state, id);
CREATE INDEX outbox_channel ON outbox (park, channel, state, id);
CREATE INDEX outbox_notice ON outbox (park, notice);

-- Every try, written before it is made: what limits per minute are counted from.
CREATE TABLE outbox_try (
    park park_id NOT NULL,
    outbox outbox_id NOT NULL,
    n int NOT NULL,
    channel channel_id NOT NULL,
    at instant NOT NULL,
    done instant,                  -- none: it was cut off, or is under way
    code int NOT NULL,             -- the receiver's answer: HTTP or SMTP status; 0 = none came
    good bool NOT NULL,
    fault text NOT NULL,
    PRIMARY KEY (park, outbox, n)
) CLUSTERED;
CREATE INDEX outbox_try_channel ON outbox_try (park, channel, at);

-- What a person chose; without a row: mail when there is an address, the park's hours.
CREATE TABLE person_reach (
    park park_id NOT NULL,
    person person_id NOT NULL,
    mail bool NOT NULL,
    from_hour int NOT NULL,        -- own hours of the day; both 0 = the park's
    to_hour int NOT NULL,
    PRIMARY KEY (park, person)
) CLUSTERED;

CREATE TABLE feed (
    park park_id NOT NULL,
    id feed_id NOT NULL,
    person person_id NOT NULL,
    hash blob NOT NULL,            -- of the secret in the address
    created instant NOT NULL,
    revoked instant,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX feed_hash ON feed (park, hash);
CREATE INDEX feed_person ON feed (park, person, id);

-- A link in a mail that lets one person do one act on one record, once.
CREATE TABLE answer (
    park park_id NOT NULL,
    id answer_id NOT NULL,
    hash blob NOT NULL,
    person person_id NOT NULL,
    kind text NOT NULL,
    record int NOT NULL,
    act text NOT NULL,
    created instant NOT NULL,
    expires instant NOT NULL,
    used instant,
    PRIMARY KEY (park, id)
);
CREATE UNIQUE INDEX answer_hash ON answer (park, hash);
CREATE INDEX answer_person ON answer (park, person, id);
