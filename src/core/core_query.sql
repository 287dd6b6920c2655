-- Queries of core. One subject after the other, in the order of the schema.

-- query: park_put exec
-- in: park park_id, name text, origin text, offset_min int, created instant
INSERT INTO park (park, name, origin, offset_min, created)
VALUES (:park, :name, :origin, :offset_min, :created);

-- query: park_get one
-- in: park park_id
SELECT p.park, p.name, p.origin, p.offset_min FROM park p WHERE p.park = :park;

-- query: park_all many
-- every park: this is how a park is found
-- max: 1000
SELECT p.park, p.name, p.origin, p.offset_min FROM park p ORDER BY p.park;

-- query: id_take one
-- in: park park_id, floor int, n int
UPDATE id_last SET last = CASE WHEN last < :floor THEN :floor ELSE last + 1 END + :n - 1
WHERE park = :park RETURNING last;

-- query: id_begin exec
-- in: park park_id
INSERT INTO id_last (park, last) VALUES (:park, 0) ON CONFLICT (park) DO NOTHING;

-- query: number_take one
-- in: park park_id, kind text, year int
INSERT INTO number_series (park, kind, year, last) VALUES (:park, :kind, :year, 1)
ON CONFLICT (park, kind, year) DO UPDATE SET last = number_series.last + 1 RETURNING last;

-- query: number_raise exec
-- in: park park_id, kind text, year int, last int
INSERT INTO number_series (park, kind, year, last) VALUES (:park, :kind, :year, :last)
ON CONFLICT (park, kind, year) DO UPDATE SET last = excluded.last
WHERE number_series.last < excluded.last;

-- ---- zones and organisations ----

-- query: zone_all many
-- in: park park_id
-- max: 500
SELECT z.id, z.name, z.closed FROM zone z WHERE z.park = :park ORDER BY z.name;

-- query: zone_get one
-- in: park park_id, id zone_id
SELECT z.id, z.name, z.closed FROM zone z WHERE z.park = :park AND z.id = :id;

-- query: zone_named one
-- in: park park_id, name text
SELECT z.id, z.name, z.closed FROM zone z WHERE z.park = :park AND z.name = :name;

-- query: zone_put exec
-- in: park park_id, id zone_id, name text, closed bool
INSERT INTO zone (park, id, name, closed) VALUES (:park, :id, :name, :closed)
ON CONFLICT (park, id) DO UPDATE SET name = excluded.name, closed = excluded.closed;

-- query: org_get one
-- in: park park_id, id org_id
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park AND o.id = :id;

-- query: org_named one
-- in: park park_id, name text
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park AND o.name = :name AND o.state < 2;

-- query: org_called many
-- in: park park_id, short_name text
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park AND o.short_name = :short_name AND o.state < 2 ORDER BY o.id LIMIT 2;

-- query: org_coded one
-- in: park park_id, uscc text
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park AND o.uscc = :uscc AND o.state < 2;

-- query: org_departments many
-- in: park park_id
-- max: 500
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park AND o.kind = 2 AND o.state = 0 ORDER BY o.name, o.id;

-- query: org_insert exec
-- in: park park_id, id org_id, kind int, state int, name text, short_name text, uscc text?
-- in: uscc_override bool, zone zone_id?, parent org_id?, contact text, phone text, address text
-- in: officer person_id?, created instant
INSERT INTO org (park, id, kind, state, name, short_name, uscc, uscc_override, zone, parent, contact,
                 phone, address, officer, version, created)
VALUES (:park, :id, :kind, :state, :name, :short_name, :uscc, :uscc_override, :zone, :parent, :contact,
        :phone, :address, :officer, 1, :created);

-- query: org_update exec
-- in: park park_id, id org_id, kind int, state int, name text, short_name text, uscc text?
-- in: uscc_override bool, zone zone_id?, parent org_id?, contact text, phone text, address text
-- in: officer person_id?, version int
UPDATE org SET kind = :kind, state = :state, name = :name, short_name = :short_name, uscc = :uscc,
       uscc_override = :uscc_override, zone = :zone, parent = :parent, contact = :contact,
       phone = :phone, address = :address, officer = :officer, version = version + 1
WHERE park = :park AND id = :id AND version = :version;

-- list: org_list
-- in: park park_id
SELECT o.id, o.kind, o.state, o.name, o.short_name, o.uscc, o.uscc_override, o.zone, o.parent,
       o.contact, o.phone, o.address, o.officer, o.version
FROM org o WHERE o.park = :park
-- when: kind
-- in: kind int
  AND o.kind = :kind
-- when: state
-- in: state int
  AND o.state = :state
-- when: open
  AND o.state < 2
-- when: zone
-- in: zone zone_id
  AND o.zone = :zone
-- when: words
-- in: words text
-- sqlite:
  AND o.id IN (SELECT s.rowid FROM search s WHERE s.search MATCH :words)
-- pg:
  AND o.id IN (SELECT s.record FROM search s WHERE s.park = :park AND s.terms @@ CAST(:words AS tsquery))
-- both:
-- order: name
-- key: o.name text asc, o.id org_id asc

-- ---- firms that apply, and whom to ask ----

-- query: apply_put exec
-- in: park park_id, org org_id, number text, source text, at instant
INSERT INTO firm_application (park, org, number, source, at, reason)
VALUES (:park, :org, :number, :source, :at, '');

-- query: apply_get one
-- in: park park_id, org org_id
SELECT f.number, f.source, f.at, f.decided FROM firm_application f
WHERE f.park = :park AND f.org = :org;

-- query: apply_decide exec
-- in: park park_id, org org_id, decided instant, person person_id, reason text
UPDATE firm_application SET decided = :decided, person = :person, reason = :reason
WHERE park = :park AND org = :org;

-- query: apply_from one
-- in: park park_id, source text, since instant
-- out: n int
SELECT count(*) AS n FROM firm_application f
WHERE f.park = :park AND f.source = :source AND f.at > :since;

-- query: apply_since one
-- in: park park_id, since instant
-- out: n int
SELECT count(*) AS n FROM firm_application f
WHERE f.park = :park AND f.at > :since AND f.source <> '';

-- query: apply_waiting_count one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM (SELECT 1 AS one FROM firm_application f
    WHERE f.park = :park AND f.decided IS NULL LIMIT 500) AS few;

-- query: apply_waiting many
-- in: park park_id, limit int
SELECT o.id, o.state, o.name, o.uscc, o.uscc_override, o.contact, o.phone, o.address,
       f.number, f.source, f.reason, f.at, f.decided, f.person
FROM firm_application f JOIN org o ON o.park = f.park AND o.id = f.org
WHERE f.park = :park AND f.decided IS NULL ORDER BY f.org LIMIT :limit;

-- query: apply_decided many
-- in: park park_id, limit int
SELECT o.id, o.state, o.name, o.uscc, o.uscc_override, o.contact, o.phone, o.address,
       f.number, f.source, f.reason, f.at, f.decided, f.person
FROM firm_application f JOIN org o ON o.park = f.park AND o.id = f.org
WHERE f.park = :park AND f.decided IS NOT NULL ORDER BY f.decided DESC, f.org LIMIT :limit;

-- query: apply_numbered one
-- in: park park_id, number text
SELECT f.number, f.at, f.decided, o.state
FROM firm_application f JOIN org o ON o.park = f.park AND o.id = f.org
WHERE f.park = :park AND f.number = :number;

-- query: park_contact_get one
-- in: park park_id
SELECT c.office, c.phone, c.hours, c.address FROM park_contact c WHERE c.park = :park;

-- query: park_contact_put exec
-- in: park park_id, office text, phone text, hours text, address text
INSERT INTO park_contact (park, office, phone, hours, address)
VALUES (:park, :office, :phone, :hours, :address)
ON CONFLICT (park) DO UPDATE SET office = excluded.office, phone = excluded.phone,
    hours = excluded.hours, address = excluded.address;

-- ---- people ----

-- query: person_get one
-- in: park park_id, id person_id
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p WHERE p.park = :park AND p.id = :id;

-- query: person_login one
-- in: park park_id, login text
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p WHERE p.park = :park AND p.login = :login;

-- query: person_named many
-- in: park park_id, name text
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p WHERE p.park = :park AND p.name = :name AND p.state < 2 ORDER BY p.id LIMIT 2;

-- query: person_of_org many
-- in: park park_id, org org_id, roles int
-- max: 500
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p
WHERE p.park = :park AND p.org = :org AND p.state < 2 AND (:roles = 0 OR (p.roles & :roles) <> 0)
ORDER BY p.name, p.id;

-- query: person_with_role many
-- in: park park_id, roles int
-- max: 500
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p WHERE p.park = :park AND p.state < 2 AND (p.roles & :roles) <> 0
ORDER BY p.name, p.id;

-- query: person_admins one
-- in: park park_id, other person_id
-- out: n int
SELECT count(*) AS n FROM person p
WHERE p.park = :park AND p.state < 2 AND (p.roles & 64) <> 0 AND p.id <> :other;

-- query: person_standins_of many
-- in: park park_id, person person_id, today day
SELECT p.id, p.roles, p.org FROM person p
WHERE p.park = :park AND p.standin = :person AND p.state = 0
  AND p.standin_from <= :today AND p.standin_to >= :today
ORDER BY p.id LIMIT 20;

-- query: person_insert exec
-- in: park park_id, id person_id, login text, name text, phone text, email text, org org_id?
-- in: zone zone_id?, roles int, state int, lang int, standin person_id?, standin_from day?
-- in: standin_to day?, created instant
INSERT INTO person (park, id, login, name, phone, email, org, zone, roles, state, lang, standin,
                    standin_from, standin_to, version, created)
VALUES (:park, :id, :login, :name, :phone, :email, :org, :zone, :roles, :state, :lang, :standin,
        :standin_from, :standin_to, 1, :created);

-- query: person_update exec
-- in: park park_id, id person_id, login text, name text, phone text, email text, org org_id?
-- in: zone zone_id?, roles int, state int, lang int, standin person_id?, standin_from day?
-- in: standin_to day?, version int
UPDATE person SET login = :login, name = :name, phone = :phone, email = :email, org = :org,
       zone = :zone, roles = :roles, state = :state, lang = :lang, standin = :standin,
       standin_from = :standin_from, standin_to = :standin_to, version = version + 1
WHERE park = :park AND id = :id AND version = :version;

-- list: person_list
-- in: park park_id
SELECT p.id, p.login, p.name, p.phone, p.email, p.org, p.zone, p.roles, p.state, p.lang,
       p.standin, p.standin_from, p.standin_to, p.version
FROM person p WHERE p.park = :park
-- when: state
-- in: state int
  AND p.state = :state
-- when: org
-- in: org org_id
  AND p.org = :org
-- when: words
-- in: words text
-- sqlite:
  AND p.id IN (SELECT s.rowid FROM search s WHERE s.search MATCH :words)
-- pg:
  AND p.id IN (SELECT s.record FROM search s WHERE s.park = :park AND s.terms @@ CAST(:words AS tsquery))
-- both:
-- order: name
-- key: p.name text asc, p.id person_id asc

-- query: password_get one
-- in: park park_id, person person_id
SELECT w.hash, w.must_change, w.at FROM password w WHERE w.park = :park AND w.person = :person;

-- query: password_put exec
-- in: park park_id, person person_id, hash text, must_change bool, at instant
INSERT INTO password (park, person, hash, must_change, at)
VALUES (:park, :person, :hash, :must_change, :at)
ON CONFLICT (park, person) DO UPDATE SET hash = excluded.hash,
    must_change = excluded.must_change, at = excluded.at;

-- query: invite_put exec
-- in: park park_id, id invite_id, hash blob, person person_id, made_by person_id, created instant
-- in: expires instant
INSERT INTO invite (park, id, hash, person, made_by, created, expires)
VALUES (:park, :id, :hash, :person, :made_by, :created, :expires);

-- query: invite_find one
-- in: park park_id, hash blob
SELECT i.id, i.person, i.expires, i.used FROM invite i WHERE i.park = :park AND i.hash = :hash;

-- query: invite_end exec
-- in: park park_id, person person_id, now instant
UPDATE invite SET used = :now WHERE park = :park AND person = :person AND used IS NULL;

-- query: invite_sweep exec
-- in: park park_id, before instant
DELETE FROM invite WHERE park = :park AND expires < :before;

-- ---- sessions and tokens ----

-- query: session_put exec
-- in: park park_id, id session_id, hash blob, person person_id, created instant, expires instant
-- in: source text, agent text
INSERT INTO session (park, id, hash, person, created, seen, expires, source, agent)
VALUES (:park, :id, :hash, :person, :created, :created, :expires, :source, :agent);

-- query: session_find one
-- in: park park_id, hash blob
SELECT s.id, s.seen, s.expires, s.ended, p.id AS person, p.name, p.org, p.zone, p.roles, p.state,
       p.lang, w.must_change
FROM session s
JOIN person p ON p.park = s.park AND p.id = s.person
JOIN password w ON w.park = s.park AND w.person = s.person
WHERE s.park = :park AND s.hash = :hash;

-- query: session_get one
-- in: park park_id, id session_id
SELECT s.id, s.person, s.ended FROM session s WHERE s.park = :park AND s.id = :id;

-- query: session_touch exec
-- in: park park_id, id session_id, now instant
UPDATE session SET seen = :now WHERE park = :park AND id = :id AND seen < :now AND ended IS NULL;

-- query: session_end exec
-- in: park park_id, id session_id, now instant
UPDATE session SET ended = :now WHERE park = :park AND id = :id AND ended IS NULL;

-- query: session_end_person exec
-- in: park park_id, person person_id, keep session_id, now instant
UPDATE session SET ended = :now
WHERE park = :park AND person = :person AND id <> :keep AND ended IS NULL;

-- query: session_of many
-- in: park park_id, person person_id, seen instant, now instant
-- max: 100
SELECT s.id, s.created, s.seen, s.expires, s.source, s.agent FROM session s
WHERE s.park = :park AND s.person = :person AND s.ended IS NULL AND s.seen > :seen
  AND s.expires > :now
ORDER BY s.seen DESC, s.id;

-- query: session_sweep exec
-- in: park park_id, before instant
DELETE FROM session WHERE park = :park AND expires < :before;

-- query: token_put exec
-- in: park park_id, id token_id, hash blob, person person_id, name text, created instant
-- in: expires instant
INSERT INTO token (park, id, hash, person, name, created, expires)
VALUES (:park, :id, :hash, :person, :name, :created, :expires);

-- query: token_find one
-- in: park park_id, hash blob
SELECT t.id, t.person, t.expires, t.revoked FROM token t WHERE t.park = :park AND t.hash = :hash;

-- query: token_get one
-- in: park park_id, id token_id
SELECT t.id, t.person, t.name, t.revoked FROM token t WHERE t.park = :park AND t.id = :id;

-- query: token_revoke exec
-- in: park park_id, id token_id, now instant
UPDATE token SET revoked = :now WHERE park = :park AND id = :id AND revoked IS NULL;

-- query: token_revoke_person exec
-- in: park park_id, person person_id, now instant
UPDATE token SET revoked = :now WHERE park = :park AND person = :person AND revoked IS NULL;

-- query: token_of many
-- in: park park_id, person person_id
-- max: 200
SELECT t.id, t.person, t.name, t.created, t.expires, t.revoked FROM token t
WHERE t.park = :park AND t.person = :person ORDER BY t.id DESC;

-- query: throttle_get one
-- in: park park_id, pair text
SELECT t.failures, t.failed, t.open, t.good FROM login_throttle t
WHERE t.park = :park AND t.pair = :pair;

-- query: throttle_put exec
-- in: park park_id, pair text, failures int, failed instant?, open instant?, good instant?
INSERT INTO login_throttle (park, pair, failures, failed, open, good)
VALUES (:park, :pair, :failures, :failed, :open, :good)
ON CONFLICT (park, pair) DO UPDATE SET failures = excluded.failures, failed = excluded.failed,
    open = excluded.open, good = excluded.good;

-- query: throttle_failed one
-- in: park park_id, since instant
-- out: n int
SELECT count(*) AS n FROM login_throttle t WHERE t.park = :park AND t.failed > :since;

-- query: throttle_sweep exec
-- in: park park_id, before instant
DELETE FROM login_throttle
WHERE park = :park AND (failed IS NULL OR failed < :before) AND (good IS NULL OR good < :before);

-- ---- settings ----

-- query: setting_value one
-- in: park park_id, name text, today day
-- out: value int
SELECT COALESCE((SELECT s.value FROM setting s
                 WHERE s.park = :park AND s.name = k.name AND s.since <= :today
                 ORDER BY s.since DESC LIMIT 1), k.initial) AS value
FROM setting_kind k WHERE k.park = :park AND k.name = :name;

-- query: setting_kind_get one
-- in: park park_id, name text
SELECT k.name, k.label, k.low, k.high, k.initial, k.source FROM setting_kind k
WHERE k.park = :park AND k.name = :name;

-- query: setting_kinds many
-- in: park park_id
-- max: 500
SELECT k.name, k.label, k.low, k.high, k.initial, k.source FROM setting_kind k
WHERE k.park = :park ORDER BY k.name;

-- query: setting_values many
-- in: park park_id, today day
-- max: 5000
SELECT s.name, s.since, s.value, s.source FROM setting s
WHERE s.park = :park AND s.since <= :today ORDER BY s.name, s.since;

-- query: setting_put exec
-- in: park park_id, name text, since day, value int, source text, person person_id, at instant
INSERT INTO setting (park, name, since, value, source, person, at)
VALUES (:park, :name, :since, :value, :source, :person, :at)
ON CONFLICT (park, name, since) DO UPDATE SET value = excluded.value, source = excluded.source,
    person = excluded.person, at = excluded.at;

-- query: setting_kind_put exec
-- in: park park_id, name text, label text, low int, high int, initial int, source text
INSERT INTO setting_kind (park, name, label, low, high, initial, source)
VALUES (:park, :name, :label, :low, :high, :initial, :source)
ON CONFLICT (park, name) DO UPDATE SET label = excluded.label, low = excluded.low,
    high = excluded.high, initial = excluded.initial, source = excluded.source;

-- ---- acts and the journal ----

-- query: act_get one
-- in: park park_id, act int
SELECT a.act, a.name, a.person, a.at, a.digest, a.record, a.version, a.number, a.message
FROM act a WHERE a.park = :park AND a.act = :act;

-- query: act_put exec
-- in: park park_id, act int, name text, person person_id, at instant, digest blob, record int
-- in: version int, number text, message text
INSERT INTO act (park, act, name, person, at, digest, record, version, number, message)
VALUES (:park, :act, :name, :person, :at, :digest, :record, :version, :number, :message);

-- query: act_sweep exec
-- in: park park_id, before instant
DELETE FROM act WHERE park = :park AND at < :before;

-- query: journal_head_get one
-- in: park park_id
SELECT h.size, h.frontier FROM journal_head h WHERE h.park = :park;

-- query: journal_head_put exec
-- in: park park_id, size int, frontier blob, at instant
INSERT INTO journal_head (park, size, frontier, at) VALUES (:park, :size, :frontier, :at)
ON CONFLICT (park) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,
    at = excluded.at;

-- query: journal_entry_put exec
-- in: park park_id, seq int, act int, person person_id, at instant, verb text, kind text
-- in: record int, fields blob, leaf blob
INSERT INTO journal_entry (park, seq, act, person, at, verb, kind, record, fields, leaf)
VALUES (:park, :seq, :act, :person, :at, :verb, :kind, :record, :fields, :leaf);

-- query: journal_value_put exec
-- in: park park_id, seq int, place int, name text, salt blob, before blob?, after blob?
INSERT INTO journal_value (park, seq, place, name, salt, before, after)
VALUES (:park, :seq, :place, :name, :salt, :before, :after);

-- query: journal_node_put exec
-- in: park park_id, level int, place int, hash blob
INSERT INTO journal_node (park, level, place, hash) VALUES (:park, :level, :place, :hash);

-- query: journal_node_get one
-- in: park park_id, level int, place int
SELECT n.hash FROM journal_node n
WHERE n.park = :park AND n.level = :level AND n.place = :place;

-- query: journal_leaves many
-- in: park park_id, first int, past int
-- max: 256
SELECT e.leaf FROM journal_entry e
WHERE e.park = :park AND e.seq >= :first AND e.seq < :past ORDER BY e.seq;

-- query: journal_entries many
-- in: park park_id, first int, limit int
SELECT e.seq, e.act, e.person, e.at, e.verb, e.kind, e.record, e.fields, e.leaf
FROM journal_entry e WHERE e.park = :park AND e.seq >= :first ORDER BY e.seq LIMIT :limit;

-- query: journal_values many
-- in: park park_id, first int, past int
-- max: 100000
SELECT v.seq, v.place, v.name, v.salt, v.before, v.after FROM journal_value v
WHERE v.park = :park AND v.seq >= :first AND v.seq < :past ORDER BY v.seq, v.place;

-- query: journal_nodes many
-- in: park park_id, level int, first int, limit int
SELECT n.level, n.place, n.hash FROM journal_node n
WHERE n.park = :park AND (n.level > :level OR (n.level = :level AND n.place >= :first))
ORDER BY n.level, n.place LIMIT :limit;

-- query: journal_of many
-- in: park park_id, record int, after int, limit int
SELECT e.seq, e.act, e.person, e.at, e.verb, e.kind, e.record
FROM journal_entry e WHERE e.park = :park AND e.record = :record AND e.seq > :after
ORDER BY e.seq LIMIT :limit;

-- query: journal_newest many
-- in: park park_id, below int, limit int
SELECT e.seq, e.act, e.person, e.at, e.verb, e.kind, e.record
FROM journal_entry e WHERE e.park = :park AND e.seq < :below ORDER BY e.seq DESC LIMIT :limit;

-- query: journal_of_person many
-- in: park park_id, person person_id, below int, limit int
SELECT e.seq, e.act, e.person, e.at, e.verb, e.kind, e.record
FROM journal_entry e WHERE e.park = :park AND e.person = :person AND e.seq < :below
ORDER BY e.seq DESC LIMIT :limit;

-- query: journal_redact exec
-- in: park park_id, seq int, name text
UPDATE journal_value SET salt = NULL, before = NULL, after = NULL
WHERE park = :park AND seq = :seq AND name = :name AND salt IS NOT NULL;

-- ---- files and links ----

-- query: file_put exec
-- in: park park_id, id file_id, digest blob, size int, type text, name text, person person_id
-- in: at instant
INSERT INTO file (park, id, digest, size, type, name, person, at)
VALUES (:park, :id, :digest, :size, :type, :name, :person, :at);

-- query: file_get one
-- in: park park_id, id file_id
SELECT f.id, f.digest, f.size, f.type, f.name, f.person, f.at FROM file f
WHERE f.park = :park AND f.id = :id;

-- query: file_named one
-- every park: one store holds the contents of all
-- in: digest blob
-- out: n int
SELECT count(*) AS n FROM file f WHERE f.digest = :digest;

-- query: file_digests many
-- in: park park_id, after file_id, limit int
SELECT f.id, f.digest, f.size FROM file f WHERE f.park = :park AND f.id > :after
ORDER BY f.id LIMIT :limit;

-- query: file_count one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM file f WHERE f.park = :park;

-- Uploaded for an act that then failed, or for a form that was never sent.
-- query: file_stray many
-- in: park park_id, before instant, limit int
SELECT f.id, f.name FROM file f
WHERE f.park = :park AND f.at < :before
  AND NOT EXISTS (SELECT 1 FROM file_link l WHERE l.park = :park AND l.file = f.id)
ORDER BY f.at, f.id LIMIT :limit;

-- query: file_drop exec
-- in: park park_id, id file_id
DELETE FROM file WHERE park = :park AND id = :id;

-- query: file_link_put exec
-- in: park park_id, kind text, record int, file file_id, person person_id, at instant
INSERT INTO file_link (park, kind, record, file, person, at)
VALUES (:park, :kind, :record, :file, :person, :at)
ON CONFLICT (park, kind, record, file) DO NOTHING;

-- query: file_link_drop exec
-- in: park park_id, kind text, record int, file file_id
DELETE FROM file_link
WHERE park = :park AND kind = :kind AND record = :record AND file = :file;

-- query: file_of many
-- in: park park_id, kind text, record int
-- max: 100
SELECT f.id, f.digest, f.size, f.type, f.name, f.person, f.at
FROM file_link l JOIN file f ON f.park = l.park AND f.id = l.file
WHERE l.park = :park AND l.kind = :kind AND l.record = :record ORDER BY f.id;

-- query: file_places many
-- in: park park_id, file file_id
-- max: 1000
SELECT l.kind, l.record FROM file_link l WHERE l.park = :park AND l.file = :file
ORDER BY l.kind, l.record;

-- query: link_put exec
-- in: park park_id, from_kind text, from_record int, role text, to_kind text, to_record int
-- in: person person_id, at instant
INSERT INTO link (park, from_kind, from_record, role, to_kind, to_record, person, at)
VALUES (:park, :from_kind, :from_record, :role, :to_kind, :to_record, :person, :at)
ON CONFLICT (park, from_kind, from_record, role, to_kind, to_record) DO NOTHING;

-- query: link_drop exec
-- in: park park_id, from_kind text, from_record int, role text, to_kind text, to_record int
DELETE FROM link WHERE park = :park AND from_kind = :from_kind AND from_record = :from_record
  AND role = :role AND to_kind = :to_kind AND to_record = :to_record;

-- query: link_from many
-- in: park park_id, kind text, record int
-- max: 500
SELECT l.from_kind, l.from_record, l.role, l.to_kind, l.to_record, l.at FROM link l
WHERE l.park = :park AND l.from_kind = :kind AND l.from_record = :record
ORDER BY l.role, l.to_kind, l.to_record;

-- query: link_to many
-- in: park park_id, kind text, record int
-- max: 500
SELECT l.from_kind, l.from_record, l.role, l.to_kind, l.to_record, l.at FROM link l
WHERE l.park = :park AND l.to_kind = :kind AND l.to_record = :record
ORDER BY l.role, l.from_kind, l.from_record;

-- ---- search and counters ----

-- query: search_doc_put exec
-- in: park park_id, record int, kind text
INSERT INTO search_doc (park, record, kind) VALUES (:park, :record, :kind)
ON CONFLICT (park, record) DO NOTHING;

-- query: search_doc_drop exec
-- in: park park_id, record int
DELETE FROM search_doc WHERE park = :park AND record = :record;

-- query: search_put exec
-- in: park park_id, record int, terms text
-- sqlite:
-- VALUES, not SELECT: an INSERT of possibly many rows makes FTS5 write its buffer out before each.
INSERT INTO search (rowid, terms) VALUES (:record + 0 * :park, :terms);
-- pg:
INSERT INTO search (park, record, terms)
VALUES (:park, :record, array_to_tsvector(string_to_array(:terms, ' ')));
-- both:

-- query: search_drop exec
-- in: park park_id, record int
-- sqlite:
DELETE FROM search WHERE rowid = :record AND :park > 0;
-- pg:
DELETE FROM search WHERE park = :park AND record = :record;
-- both:

-- query: search_find many
-- in: park park_id, words text, limit int
SELECT d.kind, d.record FROM search_doc d WHERE d.park = :park
-- sqlite:
  AND d.record IN (SELECT s.rowid FROM search s WHERE s.search MATCH :words)
-- pg:
  AND d.record IN (SELECT s.record FROM search s WHERE s.park = :park AND s.terms @@ CAST(:words AS tsquery))
-- both:
ORDER BY d.record DESC LIMIT :limit;

-- query: counter_add exec
-- in: park park_id, name text, key1 int, key2 int, delta int
INSERT INTO counter (park, name, key1, key2, n) VALUES (:park, :name, :key1, :key2, :delta)
ON CONFLICT (park, name, key1, key2) DO UPDATE SET n = counter.n + excluded.n;

-- query: counter_set exec
-- in: park park_id, name text, key1 int, key2 int, n int
INSERT INTO counter (park, name, key1, key2, n) VALUES (:park, :name, :key1, :key2, :n)
ON CONFLICT (park, name, key1, key2) DO UPDATE SET n = excluded.n;

-- query: counter_get one
-- in: park park_id, name text, key1 int, key2 int
SELECT c.n FROM counter c
WHERE c.park = :park AND c.name = :name AND c.key1 = :key1 AND c.key2 = :key2;

-- query: counter_sum one
-- in: park park_id, name text, key1 int
-- out: n int
SELECT CAST(COALESCE(sum(c.n), 0) AS bigint) AS n FROM counter c
WHERE c.park = :park AND c.name = :name AND c.key1 = :key1;

-- query: counter_rows many
-- in: park park_id, name text
-- max: 10000
SELECT c.key1, c.key2, c.n FROM counter c
WHERE c.park = :park AND c.name = :name AND c.n <> 0 ORDER BY c.key1, c.key2;

-- ---- notices ----

-- query: notice_put exec
-- in: park park_id, id notice_id, person person_id, title text, message text, detail text
-- in: kind text, record int, at instant
INSERT INTO notice (park, id, person, title, message, detail, kind, record, at)
VALUES (:park, :id, :person, :title, :message, :detail, :kind, :record, :at);

-- query: notice_list many
-- in: park park_id, person person_id, below notice_id, limit int
SELECT n.id, n.title, n.message, n.detail, n.kind, n.record, n.at, n.read_at FROM notice n
WHERE n.park = :park AND n.person = :person AND n.id < :below ORDER BY n.id DESC LIMIT :limit;

-- query: notice_list_unread many
-- in: park park_id, person person_id, below notice_id, limit int
SELECT n.id, n.title, n.message, n.detail, n.kind, n.record, n.at, n.read_at FROM notice n
WHERE n.park = :park AND n.person = :person AND n.read_at IS NULL AND n.id < :below
ORDER BY n.id DESC LIMIT :limit;

-- query: notice_unread one
-- in: park park_id, person person_id
-- out: n int
SELECT count(*) AS n FROM (SELECT 1 AS one FROM notice n
    WHERE n.park = :park AND n.person = :person AND n.read_at IS NULL LIMIT 100) AS few;

-- query: notice_read exec
-- in: park park_id, person person_id, id notice_id, now instant
UPDATE notice SET read_at = :now
WHERE park = :park AND person = :person AND id = :id AND read_at IS NULL;

-- query: notice_read_all exec
-- in: park park_id, person person_id, now instant
UPDATE notice SET read_at = :now WHERE park = :park AND person = :person AND read_at IS NULL;

-- query: channel_on many
-- in: park park_id
-- max: 100
SELECT c.id, c.kind, c.org, c.events FROM channel c WHERE c.park = :park AND c.state = 0 ORDER BY c.id;

-- query: channel_put exec
-- in: park park_id, id channel_id, kind int, state int, name text, host text, login text, sender text
-- in: org org_id?, events text, plain bool, inside bool, created instant
INSERT INTO channel (park, id, kind, state, name, host, login, sender, org, events, plain, inside,
                     held, version, created)
VALUES (:park, :id, :kind, :state, :name, :host, :login, :sender, :org, :events, :plain, :inside,
        0, 1, :created);

-- query: person_reach_get one
-- in: park park_id, person person_id
SELECT r.mail, r.from_hour, r.to_hour FROM person_reach r
WHERE r.park = :park AND r.person = :person;

-- query: outbox_put exec
-- in: park park_id, id outbox_id, name text, channel channel_id, recipient int, notice notice_id?
-- in: event text, kind text, record int, title text, urgent bool, at instant, due instant
INSERT INTO outbox (park, id, name, channel, recipient, notice, event, kind, record, title, urgent,
                    at, due, state, tries, claim, claimant, fault)
VALUES (:park, :id, :name, :channel, :recipient, :notice, :event, :kind, :record, :title, :urgent,
        :at, :due, 0, 0, 0, '', '')
ON CONFLICT (park, name) DO NOTHING;

-- query: outbox_waiting many
-- in: park park_id, now instant, limit int
SELECT o.id, o.channel, o.recipient, o.event, o.kind, o.record, o.title, o.urgent, o.tries
FROM outbox o WHERE o.park = :park AND o.state = 0 AND o.due <= :now
ORDER BY o.due, o.id LIMIT :limit;

-- query: outbox_hurry exec
-- in: park park_id, kind text, record int, at instant
UPDATE outbox SET urgent = 1
WHERE park = :park AND state = 0 AND at = :at AND kind = :kind AND record = :record;

-- query: outbox_retract exec
-- in: park park_id, kind text, record int, since instant
DELETE FROM outbox WHERE park = :park AND state = 0 AND tries = 0 AND notice IN
    (SELECT n.id FROM notice n
     WHERE n.park = :park AND n.record = :record AND n.kind = :kind AND n.at >= :since);

-- query: notice_retract exec
-- in: park park_id, kind text, record int, since instant
DELETE FROM notice WHERE park = :park AND record = :record AND kind = :kind AND at >= :since
  AND read_at IS NULL;

-- ---- calendars, views, import memory ----

-- query: calendar_current one
-- in: park park_id
SELECT c.id FROM calendar c WHERE c.park = :park ORDER BY c.id DESC LIMIT 1;

-- query: calendar_text one
-- in: park park_id, id calendar_id
SELECT c.text FROM calendar c WHERE c.park = :park AND c.id = :id;

-- query: calendar_put exec
-- in: park park_id, id calendar_id, text text, first_year int, last_year int, source text
-- in: person person_id, at instant
INSERT INTO calendar (park, id, text, first_year, last_year, source, person, at)
VALUES (:park, :id, :text, :first_year, :last_year, :source, :person, :at);

-- query: calendar_all many
-- in: park park_id
-- max: 200
SELECT c.id, c.first_year, c.last_year, c.source, c.person, c.at FROM calendar c
WHERE c.park = :park ORDER BY c.id DESC;

-- query: view_all many
-- in: park park_id, person person_id
-- max: 50
SELECT v.id, v.list, v.name, v.query FROM saved_view v
WHERE v.park = :park AND v.person = :person ORDER BY v.list, v.name;

-- query: view_of_list many
-- in: park park_id, person person_id, list text
-- max: 50
SELECT v.id, v.list, v.name, v.query FROM saved_view v
WHERE v.park = :park AND v.person = :person AND v.list = :list ORDER BY v.name;

-- query: view_put one
-- in: park park_id, id view_id, person person_id, list text, name text, query text, at instant
INSERT INTO saved_view (park, id, person, list, name, query, at)
VALUES (:park, :id, :person, :list, :name, :query, :at)
ON CONFLICT (park, person, list, name) DO UPDATE SET query = excluded.query, at = excluded.at
RETURNING id;

-- query: view_drop exec
-- in: park park_id, person person_id, id view_id
DELETE FROM saved_view WHERE park = :park AND person = :person AND id = :id;

-- query: draft_put exec
-- in: park park_id, person person_id, path text, text text, at instant
INSERT INTO draft (park, person, path, text, at) VALUES (:park, :person, :path, :text, :at)
ON CONFLICT (park, person, path) DO UPDATE SET text = excluded.text, at = excluded.at;

-- query: draft_drop exec
-- in: park park_id, person person_id, path text
DELETE FROM draft WHERE park = :park AND person = :person AND path = :path;

-- query: draft_sweep exec
-- in: park park_id, person person_id, before instant
DELETE FROM draft WHERE park = :park AND person = :person AND at < :before;

-- query: draft_get one
-- in: park park_id, person person_id, path text
SELECT d.text, d.at FROM draft d
WHERE d.park = :park AND d.person = :person AND d.path = :path;

-- query: import_map_all many
-- in: park park_id, scope text
-- max: 5000
SELECT m.given, m.means FROM import_map m WHERE m.park = :park AND m.scope = :scope
ORDER BY m.given;

-- query: import_map_put exec
-- in: park park_id, scope text, given text, means text, person person_id, at instant
INSERT INTO import_map (park, scope, given, means, person, at)
VALUES (:park, :scope, :given, :means, :person, :at)
ON CONFLICT (park, scope, given) DO UPDATE SET means = excluded.means,
    person = excluded.person, at = excluded.at;

-- ---- jobs and marks ----

-- query: job_take one
-- in: park park_id, name text, holder text, until instant, now instant, due instant
INSERT INTO job_lease (park, name, holder, until, started, fault)
VALUES (:park, :name, :holder, :until, :now, '')
ON CONFLICT (park, name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
    started = excluded.started
WHERE job_lease.until <= :now AND (job_lease.started IS NULL OR job_lease.started <= :due)
RETURNING holder;

-- query: job_done exec
-- in: park park_id, name text, holder text, now instant, fault text
UPDATE job_lease SET until = 0, finished = :now, fault = :fault
WHERE park = :park AND name = :name AND holder = :holder;

-- query: job_all many
-- in: park park_id
-- max: 500
SELECT j.name, j.holder, j.until, j.started, j.finished, j.fault FROM job_lease j
WHERE j.park = :park ORDER BY j.name;

-- query: mark_put exec
-- in: park park_id, name text, at instant, note text
INSERT INTO mark (park, name, at, note) VALUES (:park, :name, :at, :note)
ON CONFLICT (park, name) DO UPDATE SET at = excluded.at, note = excluded.note;

-- query: mark_get one
-- in: park park_id, name text
SELECT m.at, m.note FROM mark m WHERE m.park = :park AND m.name = :name;
