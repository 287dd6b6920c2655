-- The queries of the list. What an act needs comes first, then what pages and finds read.

-- Records ---------------------------------------------------------------------------------------

-- query: matter_get one
-- in: park park_id, id matter_id
SELECT id, version, number, year, seq, outside_number, title, state, open, turn, class, class_name,
       source, urgency, firm, firm_name, zone, leader, leader_name, lead, lead_name, helper_names,
       author, author_name, on_behalf, due, due_at, due_kind, due_words, asked_day, provisional,
       paused, raised_at, accepted_at, resolved_at, called_at, ended_at, last_at, last_note, end_reason,
       closed_how, solved, rating, reopened, pressed, pressed_at, extended, asks, merged_in, followers,
       merged_into, topic, consent, imported, import_key
FROM matter WHERE park = :park AND id = :id;

-- query: matter_add exec
-- in: park park_id, id matter_id, version int, number text, year int?, seq int?, outside_number text
-- in: title text, state int, open bool, turn int, class matter_class_id?, class_name text, source int
-- in: urgency int, firm org_id?, firm_name text, zone zone_id?, leader person_id?, leader_name text
-- in: lead org_id?, lead_name text, helper_names text, author person_id, author_name text
-- in: on_behalf bool, due day?, due_at instant, due_kind int, due_words text, asked_day day?
-- in: provisional bool, paused bool, raised_at instant?, accepted_at instant?, resolved_at instant?
-- in: called_at instant?, ended_at instant?, last_at instant, last_note text, end_reason text, closed_how int, solved int
-- in: rating int, reopened int, pressed int, pressed_at instant?, extended int, asks int
-- in: merged_in int, followers int, merged_into matter_id?, topic topic_id?, consent bool
-- in: imported bool, import_key text?
INSERT INTO matter (
    park, id, version, number, year, seq, outside_number, title, state, open, turn, class, class_name,
    source, urgency, firm, firm_name, zone, leader, leader_name, lead, lead_name, helper_names, author,
    author_name, on_behalf, due, due_at, due_kind, due_words, asked_day, provisional, paused,
    raised_at, accepted_at, resolved_at, called_at, ended_at, last_at, last_note, end_reason, closed_how, solved,
    rating, reopened, pressed, pressed_at, extended, asks, merged_in, followers, merged_into, topic,
    consent, imported, import_key)
VALUES (
    :park, :id, :version, :number, :year, :seq, :outside_number, :title, :state, :open, :turn, :class,
    :class_name, :source, :urgency, :firm, :firm_name, :zone, :leader, :leader_name, :lead, :lead_name,
    :helper_names, :author, :author_name, :on_behalf, :due, :due_at, :due_kind, :due_words, :asked_day,
    :provisional, :paused, :raised_at, :accepted_at, :resolved_at, :called_at, :ended_at, :last_at, :last_note,
    :end_reason, :closed_how, :solved, :rating, :reopened, :pressed, :pressed_at, :extended, :asks,
    :merged_in, :followers, :merged_into, :topic, :consent, :imported, :import_key);

-- A column of an index moves that index with every act, whether or not it changes: what seldom does
-- is put apart.
-- query: matter_put exec
-- in: park park_id, id matter_id, version int, title text, state int, open bool
-- in: turn int, class matter_class_id?, class_name text, source int, urgency int
-- in: zone zone_id?, leader person_id?, leader_name text, lead org_id?
-- in: lead_name text, helper_names text, due day?, due_at instant, due_kind int, due_words text
-- in: asked_day day?, provisional bool, paused bool, raised_at instant?, accepted_at instant?
-- in: resolved_at instant?, called_at instant?, ended_at instant?, last_at instant, last_note text, end_reason text
-- in: closed_how int, solved int, rating int, reopened int, pressed int, pressed_at instant?
-- in: extended int, asks int, merged_in int, followers int, merged_into matter_id?, topic topic_id?
-- in: consent bool
-- in: was_version int
UPDATE matter SET
    zone = :zone, version = :version, title = :title, state = :state, open = :open,
    turn = :turn, class = :class, class_name = :class_name, source = :source, urgency = :urgency,
    leader = :leader, leader_name = :leader_name,
    lead = :lead, lead_name = :lead_name, helper_names = :helper_names, due = :due, due_at = :due_at,
    due_kind = :due_kind, due_words = :due_words, asked_day = :asked_day, provisional = :provisional,
    paused = :paused, raised_at = :raised_at, accepted_at = :accepted_at, resolved_at = :resolved_at,
    called_at = :called_at, ended_at = :ended_at, last_at = :last_at, last_note = :last_note, end_reason = :end_reason,
    closed_how = :closed_how, solved = :solved, rating = :rating, reopened = :reopened,
    pressed = :pressed, pressed_at = :pressed_at, extended = :extended, asks = :asks,
    merged_in = :merged_in, followers = :followers, merged_into = :merged_into, topic = :topic,
    consent = :consent
WHERE park = :park AND id = :id AND version = :was_version;

-- query: matter_put_outside exec
-- in: park park_id, id matter_id, outside_number text
UPDATE matter SET outside_number = :outside_number WHERE park = :park AND id = :id;

-- query: matter_put_firm exec
-- in: park park_id, id matter_id, firm org_id?, firm_name text
UPDATE matter SET firm = :firm, firm_name = :firm_name WHERE park = :park AND id = :id;

-- query: matter_put_number exec
-- in: park park_id, id matter_id, number text, year int, seq int
UPDATE matter SET number = :number, year = :year, seq = :seq WHERE park = :park AND id = :id;

-- query: matter_by_seq one
-- in: park park_id, seq int
SELECT id FROM matter WHERE park = :park AND seq = :seq ORDER BY year DESC LIMIT 1;

-- query: matter_by_number one
-- in: park park_id, seq int, year int
SELECT id FROM matter WHERE park = :park AND seq = :seq AND year = :year;

-- query: matter_by_import one
-- in: park park_id, import_key text
SELECT id, version FROM matter WHERE park = :park AND import_key = :import_key;

-- query: matter_by_outside many
-- in: park park_id, outside_number text
-- max: 100
-- id + 0: a plain ORDER BY id makes SQLite walk the primary key instead of matter_outside.
SELECT id, version FROM matter
WHERE park = :park AND outside_number = :outside_number AND outside_number <> '' ORDER BY id + 0;

-- query: matter_text_get one
-- in: park park_id, matter matter_id
SELECT matter, body, body_hash, contact, phone, answer
FROM matter_text WHERE park = :park AND matter = :matter;

-- query: matter_text_put exec
-- in: park park_id, matter matter_id, body text, body_hash int, contact text, phone text, answer text
INSERT INTO matter_text (
    park, matter, body, body_hash, contact, phone, answer)
VALUES (
    :park, :matter, :body, :body_hash, :contact, :phone, :answer)
ON CONFLICT (park, matter) DO UPDATE SET body = excluded.body, body_hash = excluded.body_hash,
    contact = excluded.contact, phone = excluded.phone, answer = excluded.answer;

-- Sight and to-do ---------------------------------------------------------------------------------

-- query: matter_sight_get one
-- in: park park_id, viewer int, matter matter_id
SELECT state, version FROM matter_sight WHERE park = :park AND viewer = :viewer AND matter = :matter;

-- The key stays, and the indexes: only the payload changes.
-- query: matter_sight_touch exec
-- in: park park_id, viewer int, ended bool, due_at instant, matter matter_id, version int
UPDATE matter_sight SET version = :version
WHERE park = :park AND viewer = :viewer AND ended = :ended AND due_at = :due_at AND matter = :matter;

-- query: matter_sight_put exec
-- in: park park_id, viewer int, ended bool, due_at instant, matter matter_id, state int, version int, turn int
-- in: place int, raised_at instant?, class matter_class_id?, source int, urgency int, firm org_id?
-- in: lead org_id?, leader person_id?, zone zone_id?
UPDATE matter_sight SET state = :state, version = :version, turn = :turn, place = :place,
    raised_at = :raised_at, class = :class, source = :source, urgency = :urgency, firm = :firm,
    lead = :lead, leader = :leader, zone = :zone
WHERE park = :park AND viewer = :viewer AND ended = :ended AND due_at = :due_at AND matter = :matter;

-- query: matter_sight_drop exec
-- in: park park_id, viewer int, matter matter_id
DELETE FROM matter_sight WHERE park = :park AND viewer = :viewer AND matter = :matter;

-- query: matter_sight_add exec
-- in: park park_id, viewer int, ended bool, due_at instant, matter matter_id, state int, version int, turn int
-- in: place int, raised_at instant?, class matter_class_id?, source int, urgency int, firm org_id?
-- in: lead org_id?, leader person_id?, zone zone_id?
INSERT INTO matter_sight (
    park, viewer, ended, due_at, matter, state, version, turn, place, raised_at, class, source,
    urgency, firm, lead, leader, zone)
VALUES (
    :park, :viewer, :ended, :due_at, :matter, :state, :version, :turn, :place, :raised_at, :class,
    :source, :urgency, :firm, :lead, :leader, :zone);

-- query: matter_todo_drop exec
-- in: park park_id, matter matter_id
DELETE FROM matter_todo WHERE park = :park AND matter = :matter;

-- query: matter_todo_add exec
-- in: park park_id, owner int, due_at instant, matter matter_id, duty duty_id, kind int
INSERT INTO matter_todo (
    park, owner, due_at, matter, duty, kind)
VALUES (
    :park, :owner, :due_at, :matter, :duty, :kind)
ON CONFLICT DO NOTHING;

-- query: matter_sight_whole one
-- in: park park_id, viewer int, matter matter_id
SELECT ended, due_at, state, version, turn, place, raised_at, class, source, urgency, firm, lead,
       leader, zone
FROM matter_sight
WHERE park = :park AND viewer = :viewer AND matter = :matter;

-- query: matter_sight_rows_n one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM matter_sight WHERE park = :park;

-- query: matter_todo_rows many
-- in: park park_id, matter matter_id
-- max: 2000
SELECT owner, duty, kind FROM matter_todo WHERE park = :park AND matter = :matter;

-- query: matter_todo_rows_n one
-- in: park park_id
-- out: n int
SELECT count(*) AS n FROM matter_todo WHERE park = :park;

-- query: matter_todo_of many
-- in: park park_id, owner int, until instant, limit int
SELECT due_at, matter, duty, kind FROM matter_todo
WHERE park = :park AND owner = :owner AND due_at <= :until
ORDER BY due_at, matter, duty, kind LIMIT :limit;

-- query: matter_todo_count many
-- in: park park_id, owner int, until instant, limit int
-- out: n int
-- max: 50
SELECT t.kind, count(*) AS n
FROM (SELECT o.kind FROM matter_todo o
      WHERE o.park = :park AND o.owner = :owner AND o.due_at <= :until LIMIT :limit) t
GROUP BY t.kind;

-- Duties ----------------------------------------------------------------------------------------

-- query: duty_of many
-- in: park park_id, matter matter_id
-- max: 24
SELECT matter, id, version, org, org_name, lead, state, open, limit_amount, limit_kind, opinion,
       assigned_at, respond_at, responded_at, limit_day, limit_at, first_promise, promise, due_at,
       provisional, solution, answered_at, done_at, ended_at, paused_at, noted_at, extended, pressed,
       pressed_at, kept
FROM duty WHERE park = :park AND matter = :matter ORDER BY id;

-- query: duty_add exec
-- in: park park_id, matter matter_id, id duty_id, version int, org org_id, org_name text, lead bool
-- in: state int, open bool, limit_amount int, limit_kind int, opinion text, assigned_at instant
-- in: respond_at instant, responded_at instant?, limit_day day?, limit_at instant, first_promise day?
-- in: promise day?, due_at instant, provisional bool, solution text, answered_at instant?
-- in: done_at instant?, ended_at instant?, paused_at instant?, noted_at instant, extended int
-- in: pressed int, pressed_at instant?, kept int
INSERT INTO duty (
    park, matter, id, version, org, org_name, lead, state, open, limit_amount, limit_kind, opinion,
    assigned_at, respond_at, responded_at, limit_day, limit_at, first_promise, promise, due_at,
    provisional, solution, answered_at, done_at, ended_at, paused_at, noted_at, extended, pressed,
    pressed_at, kept)
VALUES (
    :park, :matter, :id, :version, :org, :org_name, :lead, :state, :open, :limit_amount, :limit_kind,
    :opinion, :assigned_at, :respond_at, :responded_at, :limit_day, :limit_at, :first_promise,
    :promise, :due_at, :provisional, :solution, :answered_at, :done_at, :ended_at, :paused_at,
    :noted_at, :extended, :pressed, :pressed_at, :kept);

-- query: duty_put exec
-- in: park park_id, matter matter_id, id duty_id, version int, state int, open bool, limit_amount int
-- in: limit_kind int, opinion text, respond_at instant, responded_at instant?, limit_day day?
-- in: limit_at instant, first_promise day?, promise day?, due_at instant, provisional bool
-- in: solution text, answered_at instant?, done_at instant?, ended_at instant?, paused_at instant?
-- in: noted_at instant, extended int, pressed int, pressed_at instant?, kept int
-- in: was_version int
UPDATE duty SET
    version = :version, state = :state, open = :open, limit_amount = :limit_amount,
    limit_kind = :limit_kind, opinion = :opinion, respond_at = :respond_at,
    responded_at = :responded_at, limit_day = :limit_day, limit_at = :limit_at,
    first_promise = :first_promise, promise = :promise, due_at = :due_at, provisional = :provisional,
    solution = :solution, answered_at = :answered_at, done_at = :done_at, ended_at = :ended_at,
    paused_at = :paused_at, noted_at = :noted_at, extended = :extended, pressed = :pressed,
    pressed_at = :pressed_at, kept = :kept
WHERE park = :park AND matter = :matter AND id = :id AND version = :was_version;

-- query: duty_promise_add exec
-- in: park park_id, matter matter_id, duty duty_id, seq int, day day, at instant, person person_id
-- in: person_name text, reason text
INSERT INTO duty_promise (
    park, matter, duty, seq, day, at, person, person_name, reason)
VALUES (
    :park, :matter, :duty, :seq, :day, :at, :person, :person_name, :reason);

-- query: duty_promise_of many
-- in: park park_id, matter matter_id
-- max: 500
SELECT matter, duty, seq, day, at, person, person_name, reason
FROM duty_promise WHERE park = :park AND matter = :matter ORDER BY duty, seq;

-- query: duty_pause_add exec
-- in: park park_id, matter matter_id, duty duty_id, from_at instant, to_at instant?, reason text
INSERT INTO duty_pause (
    park, matter, duty, from_at, to_at, reason)
VALUES (
    :park, :matter, :duty, :from_at, :to_at, :reason);

-- query: duty_pause_end exec
-- in: park park_id, matter matter_id, duty duty_id, to_at instant
UPDATE duty_pause SET to_at = :to_at
WHERE park = :park AND matter = :matter AND duty = :duty AND to_at IS NULL;

-- query: duty_pause_of many
-- in: park park_id, matter matter_id
-- max: 1000
SELECT matter, duty, from_at, to_at, reason
FROM duty_pause WHERE park = :park AND matter = :matter ORDER BY duty, from_at;

-- query: duty_ask_add exec
-- in: park park_id, matter matter_id, id duty_ask_id, duty duty_id, kind int, state int
-- in: asked_at instant, asker person_id, asker_name text, reason text, from_day day?, to_day day?
-- in: to_org org_id?, decided_at instant?, decider person_id?, decider_name text, decision text
INSERT INTO duty_ask (
    park, matter, id, duty, kind, state, asked_at, asker, asker_name, reason, from_day, to_day, to_org,
    decided_at, decider, decider_name, decision)
VALUES (
    :park, :matter, :id, :duty, :kind, :state, :asked_at, :asker, :asker_name, :reason, :from_day,
    :to_day, :to_org, :decided_at, :decider, :decider_name, :decision);

-- query: duty_ask_of many
-- in: park park_id, matter matter_id
-- max: 500
SELECT matter, id, duty, kind, state, asked_at, asker, asker_name, reason, from_day, to_day, to_org,
       decided_at, decider, decider_name, decision
FROM duty_ask WHERE park = :park AND matter = :matter ORDER BY id;

-- query: duty_ask_decide exec
-- in: park park_id, matter matter_id, id duty_ask_id, state int, decided_at instant
-- in: decider person_id, decider_name text, decision text
UPDATE duty_ask SET state = :state, decided_at = :decided_at, decider = :decider,
    decider_name = :decider_name, decision = :decision
WHERE park = :park AND matter = :matter AND id = :id AND state = 1;

-- The story -------------------------------------------------------------------------------------

-- query: matter_event_add exec
-- in: park park_id, matter matter_id, id matter_event_id, at instant, verb int, state int
-- in: duty duty_id?, org org_id?, org_name text, person person_id?, person_name text, text text
-- in: day day?, internal bool, imported bool
INSERT INTO matter_event (
    park, matter, id, at, verb, state, duty, org, org_name, person, person_name, text, day, internal,
    imported)
VALUES (
    :park, :matter, :id, :at, :verb, :state, :duty, :org, :org_name, :person, :person_name, :text,
    :day, :internal, :imported);

-- query: matter_event_of many
-- in: park park_id, matter matter_id, limit int
SELECT matter, id, at, verb, state, duty, org, org_name, person, person_name, text, day, internal,
       imported
FROM matter_event WHERE park = :park AND matter = :matter
ORDER BY at, id LIMIT :limit;

-- query: matter_callback_add exec
-- in: park park_id, matter matter_id, id matter_callback_id, at instant, person person_id
-- in: person_name text, by_firm bool, reached bool, solved int, rating int, note text
INSERT INTO matter_callback (
    park, matter, id, at, person, person_name, by_firm, reached, solved, rating, note)
VALUES (
    :park, :matter, :id, :at, :person, :person_name, :by_firm, :reached, :solved, :rating, :note);

-- query: matter_follower_add exec
-- in: park park_id, matter matter_id, person person_id, at instant
INSERT INTO matter_follower (park, matter, person, at) VALUES (:park, :matter, :person, :at)
ON CONFLICT DO NOTHING;

-- query: matter_follower_drop exec
-- in: park park_id, matter matter_id, person person_id
DELETE FROM matter_follower WHERE park = :park AND matter = :matter AND person = :person;

-- query: matter_follower_of many
-- in: park park_id, matter matter_id
-- max: 2000
SELECT person FROM matter_follower WHERE park = :park AND matter = :matter;

-- Classes and limits ------------------------------------------------------------------------------

-- query: matter_class_all many
-- in: park park_id, id matter_class_id
-- max: 2000
SELECT id, version, parent, path, depth, place, name, full_name, state, merged_into
FROM matter_class WHERE park = :park AND id > :id ORDER BY path;

-- query: matter_class_get one
-- in: park park_id, id matter_class_id
SELECT id, version, parent, path, depth, place, name, full_name, state, merged_into
FROM matter_class WHERE park = :park AND id = :id;

-- A class by its own name or by its full name ("用地/审批").
-- query: matter_class_named many
-- in: park park_id, name text
-- max: 2000
SELECT id FROM matter_class
WHERE park = :park AND state = 1 AND (full_name = :name OR name = :name)
ORDER BY depth, path;

-- query: matter_class_add exec
-- in: park park_id, id matter_class_id, version int, parent matter_class_id?, path text, depth int
-- in: place int, name text, full_name text, state int, merged_into matter_class_id?
INSERT INTO matter_class (
    park, id, version, parent, path, depth, place, name, full_name, state, merged_into)
VALUES (
    :park, :id, :version, :parent, :path, :depth, :place, :name, :full_name, :state, :merged_into);

-- query: matter_class_put exec
-- in: park park_id, id matter_class_id, version int, place int, name text, full_name text, state int
-- in: merged_into matter_class_id?
-- in: was_version int
UPDATE matter_class SET
    version = :version, place = :place, name = :name, full_name = :full_name, state = :state,
    merged_into = :merged_into
WHERE park = :park AND id = :id AND version = :was_version;

-- Below a class that got a new name: the names of the list rows and of the classes below follow.
-- query: matter_class_renamed exec
-- in: park park_id, class matter_class_id, class_name text
UPDATE matter SET class_name = :class_name, version = version + 1
WHERE park = :park AND class = :class;

-- query: matter_class_moved exec
-- in: park park_id, class matter_class_id, into matter_class_id, class_name text
UPDATE matter SET class = :into, class_name = :class_name, version = version + 1
WHERE park = :park AND class = :class;

-- query: matter_sight_of_class exec
-- in: park park_id, class matter_class_id, into matter_class_id
UPDATE matter_sight SET version = version + 1, class = :into WHERE park = :park AND class = :class;

-- query: matter_limit_all many
-- in: park park_id, day day
-- max: 5000
SELECT class, urgency, from_day, amount, kind, source FROM matter_limit
WHERE park = :park AND from_day <= :day ORDER BY class, urgency, from_day;

-- query: matter_limit_put exec
-- in: park park_id, class matter_class_id, urgency int, from_day day, amount int, kind int
-- in: source text
INSERT INTO matter_limit (
    park, class, urgency, from_day, amount, kind, source)
VALUES (
    :park, :class, :urgency, :from_day, :amount, :kind, :source)
ON CONFLICT (park, class, urgency, from_day) DO UPDATE SET amount = excluded.amount,
    kind = excluded.kind, source = excluded.source;

-- Bulk ------------------------------------------------------------------------------------------

-- query: matter_bulk_add exec
-- in: park park_id, id matter_bulk_id, at instant, person person_id, verb int, done int, refused int
-- in: undone_at instant?
INSERT INTO matter_bulk (
    park, id, at, person, verb, done, refused, undone_at)
VALUES (
    :park, :id, :at, :person, :verb, :done, :refused, :undone_at);

-- query: matter_bulk_row_add exec
-- in: park park_id, bulk matter_bulk_id, matter matter_id, ok bool, message text, version int
-- in: was_state int, was_class matter_class_id?, was_leader person_id?, duty duty_id?
INSERT INTO matter_bulk_row (
    park, bulk, matter, ok, message, version, was_state, was_class, was_leader, duty)
VALUES (
    :park, :bulk, :matter, :ok, :message, :version, :was_state, :was_class, :was_leader, :duty);

-- query: matter_bulk_get one
-- in: park park_id, id matter_bulk_id
SELECT id, at, person, verb, done, refused, undone_at
FROM matter_bulk WHERE park = :park AND id = :id;

-- query: matter_bulk_rows many
-- in: park park_id, bulk matter_bulk_id
-- max: 500
SELECT bulk, matter, ok, message, version, was_state, was_class, was_leader, duty
FROM matter_bulk_row WHERE park = :park AND bulk = :bulk ORDER BY matter;

-- query: matter_bulk_undone exec
-- in: park park_id, id matter_bulk_id, undone_at instant
UPDATE matter_bulk SET undone_at = :undone_at
WHERE park = :park AND id = :id AND undone_at IS NULL;

-- Renamed organisations: the names kept in list rows follow ------------------------------------------

-- query: matter_org_renamed exec
-- in: park park_id, org org_id, name text
UPDATE matter SET version = version + 1,
    firm_name = CASE WHEN firm = :org THEN :name ELSE firm_name END,
    lead_name = CASE WHEN lead = :org THEN :name ELSE lead_name END
WHERE park = :park AND (firm = :org OR lead = :org);

-- query: matter_sight_org_renamed exec
-- in: park park_id, org org_id
UPDATE matter_sight SET version = version + 1 WHERE park = :park AND (firm = :org OR lead = :org);

-- query: duty_org_renamed exec
-- in: park park_id, org org_id, name text
UPDATE duty SET org_name = :name WHERE park = :park AND org = :org;

-- Settings in force: one walk instead of a query for each.
-- query: matter_settings many
-- in: park park_id, day day
-- out: value int
-- max: 100
SELECT k.name, coalesce((SELECT s.value FROM setting s
    WHERE s.park = :park AND s.name = k.name AND s.since <= :day
    ORDER BY s.since DESC LIMIT 1), k.initial) AS value
FROM setting_kind k
WHERE k.park = :park AND k.name >= 'matter.' AND k.name < 'matter/';

-- Counting afresh (doctor) ------------------------------------------------------------------------

-- query: matter_after many
-- in: park park_id, after matter_id, limit int
SELECT id FROM matter WHERE park = :park AND id > :after ORDER BY id LIMIT :limit;

-- Jobs ------------------------------------------------------------------------------------------

-- Resolved long ago, and nobody said that it is not solved.
-- query: matter_silent many
-- in: park park_id, before instant
-- max: 200
SELECT m.id, m.version FROM matter_sight s JOIN matter m ON m.park = :park AND m.id = s.matter
WHERE s.park = :park AND s.viewer = 0 AND s.ended = 0 AND s.state = 5 AND m.resolved_at <= :before
  AND m.solved <> 2
ORDER BY s.due_at, s.matter LIMIT 200;

-- The list --------------------------------------------------------------------------------------

-- One list query for everybody: it starts at the reader's own viewer key, walks the sight index, and
-- answers (id, version). Every condition and order is a column of sight itself, so that the dearest
-- page is one walk over the viewer's narrow rows.
-- The version is looked up by key, so that every index of matter_sight answers the rest alone: else
-- SQLite walks the viewer's whole list rather than look a version up.
-- list: matter_keys
-- in: park park_id, viewer int
-- out: version int
SELECT s.matter AS id,
       (SELECT v.version FROM matter_sight v
        WHERE v.park = :park AND v.viewer = s.viewer AND v.ended = s.ended AND v.due_at = s.due_at
          AND v.matter = s.matter) AS version
FROM matter_sight s
WHERE s.park = :park AND s.viewer = :viewer
-- when: ended
-- in: ended bool
  AND s.ended = :ended
-- when: state
-- in: state int
  AND s.state = :state
-- when: overdue
-- in: now instant
  AND s.ended = 0 AND s.due_at <= :now
-- when: due_from
-- in: due_from instant
  AND s.due_at > :due_from
-- when: due_to
-- in: due_to instant
  AND s.due_at <= :due_to
-- when: words
-- in: words text
-- sqlite:
  AND s.matter IN (SELECT f.rowid FROM search f WHERE f.search MATCH :words)
-- pg:
  AND s.matter IN (SELECT f.record FROM search f
                   WHERE f.park = :park AND f.terms @@ CAST(:words AS tsquery))
-- both:
-- when: class
-- in: class_from text, class_to text
  AND s.class IN (SELECT c.id FROM matter_class c
                  WHERE c.park = :park AND c.path >= :class_from AND c.path < :class_to)
-- when: other
-- in: other int
  AND EXISTS (SELECT 1 FROM matter_sight o
              WHERE o.park = :park AND o.viewer = :other AND o.matter = s.matter)
-- when: firm
-- in: firm org_id
  AND s.firm = :firm
-- when: firm_name
-- in: firm_name text
  AND s.matter IN (SELECT f.id FROM matter f
                   WHERE f.park = :park AND f.firm IS NULL AND f.firm_name = :firm_name)
-- when: source
-- in: source int
  AND s.source = :source
-- when: urgency
-- in: urgency int
  AND s.urgency = :urgency
-- when: turn
-- in: turn int
  AND s.turn = :turn
-- when: leader
-- in: leader person_id
  AND s.leader = :leader
-- when: zone
-- in: zone zone_id
  AND s.zone = :zone
-- when: raised_from
-- in: raised_from instant
  AND s.raised_at >= :raised_from
-- when: raised_to
-- in: raised_to instant
  AND s.raised_at <= :raised_to
-- order: due
-- key: s.ended bool asc, s.due_at instant asc, s.matter matter_id asc
-- order: newest
-- key: s.matter matter_id desc
-- order: oldest
-- key: s.matter matter_id asc
-- order: number
-- key: s.place int asc, s.matter matter_id asc
-- order: state
-- key: s.state int asc, s.ended bool asc, s.due_at instant asc, s.matter matter_id asc
-- order: department
-- key: coalesce(s.lead, 0) int asc, s.due_at instant asc, s.matter matter_id asc

-- query: matter_states_of many
-- in: park park_id, viewer int
-- out: n int
-- max: 50
SELECT state, count(*) AS n FROM matter_sight WHERE park = :park AND viewer = :viewer GROUP BY state;

-- A department's open duties by due day.
-- list: duty_list
-- in: park park_id, org org_id
SELECT d.matter, d.id, d.version, d.org, d.org_name, d.lead, d.state, d.open, d.limit_amount,
       d.limit_kind, d.opinion, d.assigned_at, d.respond_at, d.responded_at, d.limit_day, d.limit_at,
       d.first_promise, d.promise, d.due_at, d.provisional, d.solution, d.answered_at, d.done_at,
       d.ended_at, d.paused_at, d.noted_at, d.extended, d.pressed, d.pressed_at, d.kept
FROM duty d WHERE d.park = :park AND d.org = :org AND d.open = 1
-- when: overdue
-- in: now instant
  AND d.due_at <= :now
-- when: silent
-- in: silent_since instant
  AND d.noted_at <= :silent_since
-- order: due
-- key: d.due_at instant asc, d.id duty_id asc

-- Both from their index alone: a look at each duty's own row cost the board more than all else.
-- query: duty_overdue_n one
-- in: park park_id, org org_id, now instant, limit int
-- out: n int
SELECT count(*) AS n FROM (SELECT d.org FROM duty d
    WHERE d.park = :park AND d.org = :org AND d.open = 1 AND d.due_at <= :now LIMIT :limit) t;

-- query: duty_waiting_n one
-- in: park park_id, org org_id, now instant, limit int
-- out: n int
SELECT count(*) AS n FROM (SELECT d.org FROM duty d
    WHERE d.park = :park AND d.org = :org AND d.open = 1 AND d.responded_at IS NULL
      AND d.respond_at <= :now LIMIT :limit) t;

-- query: matter_overdue_n one
-- in: park park_id, viewer int, from instant, to instant, limit int
-- out: n int
SELECT count(*) AS n FROM (SELECT s.matter FROM matter_sight s
    WHERE s.park = :park AND s.viewer = :viewer AND s.ended = 0
      AND s.due_at > :from AND s.due_at <= :to LIMIT :limit) t;

-- Equal bodies within sight, newest first. The + 0 keeps SQLite from walking the whole table in the
-- order of its key instead of looking the hash up.
-- query: matter_same many
-- in: park park_id, viewer int, body_hash int, limit int
SELECT t.matter, t.body FROM matter_text t
WHERE t.park = :park AND t.body_hash = :body_hash
  AND EXISTS (SELECT 1 FROM matter_sight s
              WHERE s.park = :park AND s.viewer = :viewer AND s.matter = t.matter)
ORDER BY t.matter + 0 DESC LIMIT :limit;

-- ---- publication ----

-- query: public_orgs many
-- the names that must not be published
-- in: park park_id, after org_id, limit int
SELECT o.id, o.kind, o.name, o.short_name, o.contact, o.address FROM org o
WHERE o.park = :park AND o.id > :after ORDER BY o.id LIMIT :limit;

-- query: public_people many
-- in: park park_id, after person_id, limit int
SELECT p.id, p.name, p.org FROM person p
WHERE p.park = :park AND p.id > :after ORDER BY p.id LIMIT :limit;

-- query: matter_public_get one
-- in: park park_id, matter matter_id
SELECT state, number, title, problem, result, class_name, month, proposed_at, answered_at, ended_at,
       reason
FROM matter_public WHERE park = :park AND matter = :matter;

-- query: matter_public_put exec
-- in: park park_id, matter matter_id, state int, title text, problem text, result text
-- in: class_name text, month int, proposed_by person_id, proposed_at instant
INSERT INTO matter_public (
    park, matter, state, number, title, problem, result, class_name, month, proposed_by,
    proposed_at, reason)
VALUES (
    :park, :matter, :state, '', :title, :problem, :result, :class_name, :month, :proposed_by,
    :proposed_at, '')
ON CONFLICT (park, matter) DO UPDATE SET
    state = excluded.state, number = '', title = excluded.title, problem = excluded.problem,
    result = excluded.result, class_name = excluded.class_name, month = excluded.month,
    proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at, answered_by = NULL,
    answered_at = NULL, ended_at = NULL, reason = '';

-- query: matter_public_settle exec
-- in: park park_id, matter matter_id, state int, number text, reason text, person person_id
-- in: answered_at instant?, ended_at instant?
UPDATE matter_public SET
    state = :state, number = :number, reason = :reason, answered_by = :person,
    answered_at = :answered_at, ended_at = :ended_at
WHERE park = :park AND matter = :matter;

-- query: matter_published many
-- in: park park_id, before instant, limit int
SELECT number, title, problem, result, class_name, month, answered_at FROM matter_public
WHERE park = :park AND state = 2 AND answered_at < :before
ORDER BY answered_at DESC, matter DESC LIMIT :limit;

-- query: matter_published_one one
-- in: park park_id, number text
SELECT number, title, problem, result, class_name, month, answered_at FROM matter_public
WHERE park = :park AND number = :number AND number <> '' AND state = 2;

-- query: matter_closed_counts many
-- in: park park_id, from instant, to instant
-- out: n int
-- max: 5000
SELECT m.class_name, count(*) AS n FROM matter m
WHERE m.park = :park AND m.state = 6 AND m.ended_at >= :from AND m.ended_at < :to
GROUP BY m.class_name ORDER BY m.class_name;
