-- Channels, what waits for them, and who may read a calendar feed.

-- query: reach_channel_get one
-- in: park park_id, id channel_id
SELECT c.id, c.kind, c.state, c.name, c.host, c.login, c.sender, c.org, c.events, c.plain, c.inside,
       c.held, c.version, c.created
FROM channel c WHERE c.park = :park AND c.id = :id;

-- query: reach_channel_all many
-- in: park park_id
-- max: 100
SELECT c.id, c.kind, c.state, c.name, c.host, c.login, c.sender, c.org, c.events, c.plain, c.inside,
       c.held, c.version, c.created
FROM channel c WHERE c.park = :park ORDER BY c.state, c.kind, c.id;

-- query: reach_channel_edit exec
-- in: park park_id, id channel_id, version int, name text, host text, login text, sender text
-- in: org org_id?, events text, plain bool, inside bool
UPDATE channel SET name = :name, host = :host, login = :login, sender = :sender, org = :org,
    events = :events, plain = :plain, inside = :inside, version = version + 1, held = 0
WHERE park = :park AND id = :id AND version = :version;

-- query: reach_channel_state exec
-- in: park park_id, id channel_id, state int
UPDATE channel SET state = :state, version = version + 1, held = 0
WHERE park = :park AND id = :id AND state <> :state;

-- query: reach_channel_hold exec
-- in: park park_id, id channel_id, until instant
UPDATE channel SET held = :until WHERE park = :park AND id = :id AND held < :until;

-- query: reach_secret_put exec
-- in: park park_id, channel channel_id, address text, secret text
INSERT INTO channel_secret (park, channel, address, secret)
VALUES (:park, :channel, :address, :secret)
ON CONFLICT (park, channel) DO UPDATE SET address = excluded.address, secret = excluded.secret;

-- query: reach_secret_get one
-- in: park park_id, channel channel_id
SELECT s.address, s.secret FROM channel_secret s WHERE s.park = :park AND s.channel = :channel;

-- How a channel stands: what waits, what was laid aside, the last good and bad try.

-- query: reach_channel_n one
-- in: park park_id, channel channel_id, state int
-- out: n int
SELECT count(*) AS n FROM (SELECT 1 AS one FROM outbox o
    WHERE o.park = :park AND o.channel = :channel AND o.state = :state LIMIT 10000) AS few;

-- query: reach_last_try one
-- in: park park_id, channel channel_id, good bool
SELECT t.done, t.code, t.fault FROM outbox_try t
WHERE t.park = :park AND t.channel = :channel AND t.good = :good AND t.done IS NOT NULL
ORDER BY t.at DESC LIMIT 1;

-- query: reach_oldest one
-- in: park park_id, now instant
SELECT o.due FROM outbox o WHERE o.park = :park AND o.state = 0 AND o.due <= :now
ORDER BY o.due, o.id LIMIT 1;

-- query: reach_state_n one
-- in: park park_id, state int
-- out: n int
SELECT count(*) AS n FROM (SELECT 1 AS one FROM outbox o
    WHERE o.park = :park AND o.state = :state LIMIT 100000) AS few;

-- list: reach_outbox
-- in: park park_id
SELECT o.id, o.channel, o.recipient, o.event, o.kind, o.record, o.title, o.urgent, o.at, o.due,
       o.state, o.tries, o.done, o.fault
FROM outbox o WHERE o.park = :park
-- when: state
-- in: state int
  AND o.state = :state
-- when: channel
-- in: channel channel_id
  AND o.channel = :channel
-- order: newest
-- key: o.id outbox_id desc

-- What can be sent now: its channel is on and takes messages, and nothing older is still on its way
-- to the same receiver. What is urgent overtakes what is not.

-- query: reach_ready many
-- in: park park_id, now instant, limit int
SELECT o.id, o.channel, o.recipient, o.urgent FROM outbox o
JOIN channel c ON c.park = :park AND c.id = o.channel
WHERE o.park = :park AND o.state = 0 AND o.due <= :now AND o.claim <= :now
  AND c.state = 0 AND c.held <= :now
  AND NOT EXISTS (SELECT 1 AS one FROM outbox p
    WHERE p.park = :park AND p.channel = o.channel AND p.recipient = o.recipient AND p.state = 0
      AND p.id < o.id AND (p.urgent = 1 OR o.urgent = 0))
ORDER BY o.due, o.id LIMIT :limit;

-- query: reach_take one
-- in: park park_id, id outbox_id, now instant
SELECT o.id, o.name, o.channel, o.recipient, o.event, o.kind, o.record, o.title, o.urgent, o.at,
       o.tries, c.kind AS channel_kind, c.login, c.sender, c.plain, c.inside
FROM outbox o JOIN channel c ON c.park = :park AND c.id = o.channel
WHERE o.park = :park AND o.id = :id AND o.state = 0 AND o.due <= :now AND o.claim <= :now
  AND c.state = 0 AND c.held <= :now
  AND NOT EXISTS (SELECT 1 AS one FROM outbox p
    WHERE p.park = :park AND p.channel = o.channel AND p.recipient = o.recipient AND p.state = 0
      AND p.id < o.id AND (p.urgent = 1 OR o.urgent = 0));

-- query: reach_claim exec
-- in: park park_id, id outbox_id, claim instant, claimant text, tries int
UPDATE outbox SET claim = :claim, claimant = :claimant, tries = :tries
WHERE park = :park AND id = :id AND state = 0;

-- query: reach_try_put exec
-- in: park park_id, outbox outbox_id, n int, channel channel_id, at instant
INSERT INTO outbox_try (park, outbox, n, channel, at, code, good, fault)
VALUES (:park, :outbox, :n, :channel, :at, 0, 0, '');

-- query: reach_try_done exec
-- in: park park_id, outbox outbox_id, n int, now instant, code int, good bool, fault text
UPDATE outbox_try SET done = :now, code = :code, good = :good, fault = :fault
WHERE park = :park AND outbox = :outbox AND n = :n;

-- query: reach_try_newest many
-- in: park park_id, channel channel_id, since instant, limit int
SELECT t.at FROM outbox_try t
WHERE t.park = :park AND t.channel = :channel AND t.at > :since ORDER BY t.at DESC LIMIT :limit;

-- query: reach_try_sweep exec
-- in: park park_id, before instant
DELETE FROM outbox_try WHERE park = :park AND outbox IN
    (SELECT o.id FROM outbox o WHERE o.park = :park AND o.state = 1 AND o.done < :before);

-- query: reach_sent_sweep exec
-- in: park park_id, before instant
DELETE FROM outbox WHERE park = :park AND state = 1 AND done < :before;

-- query: reach_wait exec
-- in: park park_id, id outbox_id, due instant
UPDATE outbox SET due = :due WHERE park = :park AND id = :id AND state = 0;

-- It was taken by the receiver: that stays true whoever holds the claim by now.
-- query: reach_sent exec
-- in: park park_id, id outbox_id, now instant
UPDATE outbox SET state = 1, done = :now, claim = 0, fault = ''
WHERE park = :park AND id = :id AND state <> 1;

-- query: reach_failed exec
-- in: park park_id, id outbox_id, n int, claimant text, state int, due instant, now instant
-- in: fault text
UPDATE outbox SET state = :state, due = :due, done = :now, claim = 0, fault = :fault
WHERE park = :park AND id = :id AND state = 0 AND tries = :n AND claimant = :claimant;

-- query: reach_release exec
-- in: park park_id, id outbox_id, n int, claimant text
UPDATE outbox SET claim = 0
WHERE park = :park AND id = :id AND state = 0 AND tries = :n AND claimant = :claimant;

-- query: reach_again exec
-- in: park park_id, id outbox_id, now instant
UPDATE outbox SET state = 0, due = :now, claim = 0, urgent = 1, done = NULL
WHERE park = :park AND id = :id AND state = 2;

-- query: reach_again_channel exec
-- in: park park_id, channel channel_id, now instant
UPDATE outbox SET state = 0, due = :now, claim = 0, urgent = 1, done = NULL
WHERE park = :park AND channel = :channel AND state = 2;

-- query: reach_drop exec
-- in: park park_id, id outbox_id
DELETE FROM outbox WHERE park = :park AND id = :id AND state = 2;

-- ---- persons ----

-- query: reach_choice_put exec
-- in: park park_id, person person_id, mail bool, from_hour int, to_hour int
INSERT INTO person_reach (park, person, mail, from_hour, to_hour)
VALUES (:park, :person, :mail, :from_hour, :to_hour)
ON CONFLICT (park, person) DO UPDATE SET mail = excluded.mail, from_hour = excluded.from_hour,
    to_hour = excluded.to_hour;

-- query: reach_feed_put exec
-- in: park park_id, id feed_id, person person_id, hash blob, created instant
INSERT INTO feed (park, id, person, hash, created) VALUES (:park, :id, :person, :hash, :created);

-- query: reach_feed_end exec
-- in: park park_id, person person_id, now instant
UPDATE feed SET revoked = :now WHERE park = :park AND person = :person AND revoked IS NULL;

-- query: reach_feed_find one
-- in: park park_id, hash blob
SELECT f.id, f.person, f.created FROM feed f
WHERE f.park = :park AND f.hash = :hash AND f.revoked IS NULL;

-- query: reach_feed_of one
-- in: park park_id, person person_id
SELECT f.id, f.created FROM feed f
WHERE f.park = :park AND f.person = :person AND f.revoked IS NULL ORDER BY f.id DESC LIMIT 1;

-- ---- answers ----

-- query: reach_answer_put exec
-- in: park park_id, id answer_id, hash blob, person person_id, kind text, record int, act text
-- in: created instant, expires instant
INSERT INTO answer (park, id, hash, person, kind, record, act, created, expires)
VALUES (:park, :id, :hash, :person, :kind, :record, :act, :created, :expires);

-- query: reach_answer_find one
-- in: park park_id, hash blob
SELECT a.id, a.person, a.kind, a.record, a.act, a.expires, a.used FROM answer a
WHERE a.park = :park AND a.hash = :hash;

-- query: reach_answer_use exec
-- in: park park_id, id answer_id, now instant
UPDATE answer SET used = :now WHERE park = :park AND id = :id AND used IS NULL AND expires > :now;

-- query: reach_answer_sweep exec
-- in: park park_id, before instant
DELETE FROM answer WHERE park = :park AND expires < :before;
