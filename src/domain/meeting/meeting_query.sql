-- The queries of meetings.

-- query: meeting_get one
-- in: park park_id, id meeting_id
SELECT id, version, number, year, seq, title, place, state, starts_at, budget, chair, chair_name, note,
       invited_at, started_at, ended_at, issued_at, end_reason, present, absent, listed, opening
FROM meeting WHERE park = :park AND id = :id;

-- query: meeting_add exec
-- in: park park_id, id meeting_id, number text, year int, seq int, title text, place text, state int
-- in: starts_at instant, budget int, chair person_id?, chair_name text, note text
INSERT INTO meeting (
    park, id, version, number, year, seq, title, place, state, starts_at, budget, chair, chair_name,
    note, end_reason, present, absent, listed, opening)
VALUES (
    :park, :id, 1, :number, :year, :seq, :title, :place, :state, :starts_at, :budget, :chair,
    :chair_name, :note, '', '', '', '', '');

-- query: meeting_put exec
-- in: park park_id, id meeting_id, version int, title text, place text, state int, starts_at instant
-- in: budget int, chair person_id?, chair_name text, note text, invited_at instant?
-- in: started_at instant?, ended_at instant?, issued_at instant?, end_reason text, present text
-- in: absent text, listed text, opening text
UPDATE meeting SET
    version = :version, title = :title, place = :place, state = :state, starts_at = :starts_at,
    budget = :budget, chair = :chair, chair_name = :chair_name, note = :note,
    invited_at = :invited_at, started_at = :started_at, ended_at = :ended_at,
    issued_at = :issued_at, end_reason = :end_reason, present = :present, absent = :absent,
    listed = :listed, opening = :opening
WHERE park = :park AND id = :id;

-- query: meeting_by_seq one
-- in: park park_id, seq int
SELECT id FROM meeting WHERE park = :park AND seq = :seq ORDER BY year DESC LIMIT 1;

-- query: meeting_by_number one
-- in: park park_id, seq int, year int
SELECT id FROM meeting WHERE park = :park AND seq = :seq AND year = :year;

-- list: meeting_list
-- in: park park_id
SELECT m.id, m.number, m.title, m.place, m.state, m.starts_at, m.budget, m.chair_name, m.version
FROM meeting m WHERE m.park = :park
-- when: state
-- in: state int
  AND m.state = :state
-- when: coming
-- in: ended int
  AND m.state < :ended
-- when: over
-- in: from int
  AND m.state >= :from
-- when: guest
-- in: org org_id
  AND EXISTS (SELECT 1 FROM meeting_guest g
              WHERE g.park = :park AND g.org = :org AND g.meeting = m.id)
-- order: newest
-- key: m.starts_at instant desc, m.id meeting_id desc
-- order: soonest
-- key: m.starts_at instant asc, m.id meeting_id asc

-- query: meeting_now_get one
-- in: park park_id, meeting meeting_id
SELECT item, since_at, writer, writer_name, pen_at FROM meeting_now
WHERE park = :park AND meeting = :meeting;

-- query: meeting_now_put exec
-- in: park park_id, meeting meeting_id, item meeting_item_id?, since_at instant?, writer person_id?
-- in: writer_name text, pen_at instant?
INSERT INTO meeting_now (park, meeting, item, since_at, writer, writer_name, pen_at)
VALUES (:park, :meeting, :item, :since_at, :writer, :writer_name, :pen_at)
ON CONFLICT (park, meeting) DO UPDATE SET item = excluded.item, since_at = excluded.since_at,
    writer = excluded.writer, writer_name = excluded.writer_name, pen_at = excluded.pen_at;

-- Agenda ------------------------------------------------------------------------------------------

-- query: meeting_items many
-- in: park park_id, meeting meeting_id
-- max: 200
SELECT id, version, place, matter, minutes, spent_s, points, reasons, state, kind, lead, lead_name,
       helper_names, promise, solution, said, said_words, decided_at, decider, decider_name
FROM meeting_item WHERE park = :park AND meeting = :meeting ORDER BY place, id;

-- query: meeting_item_get one
-- in: park park_id, meeting meeting_id, id meeting_item_id
SELECT id, version, place, matter, minutes, spent_s, points, reasons, state, kind, lead, lead_name,
       helper_names, promise, solution, said, said_words, decided_at, decider, decider_name
FROM meeting_item WHERE park = :park AND meeting = :meeting AND id = :id;

-- query: meeting_item_add exec
-- in: park park_id, meeting meeting_id, id meeting_item_id, place int, matter matter_id, minutes int
-- in: points int, reasons text, state int
INSERT INTO meeting_item (
    park, meeting, id, version, place, matter, minutes, spent_s, points, reasons, state, kind, lead,
    lead_name, helper_names, promise, solution, said, said_words, decided_at, decider, decider_name)
VALUES (
    :park, :meeting, :id, 1, :place, :matter, :minutes, 0, :points, :reasons, :state, 0, NULL, '', '',
    NULL, '', 0, '', NULL, NULL, '');

-- query: meeting_item_place exec
-- in: park park_id, meeting meeting_id, id meeting_item_id, place int, minutes int
UPDATE meeting_item SET place = :place, minutes = :minutes
WHERE park = :park AND meeting = :meeting AND id = :id;

-- query: meeting_item_spend exec
-- in: park park_id, meeting meeting_id, id meeting_item_id, spent_s int
UPDATE meeting_item SET spent_s = :spent_s WHERE park = :park AND meeting = :meeting AND id = :id;

-- query: meeting_item_decide exec
-- in: park park_id, meeting meeting_id, id meeting_item_id, version int, state int, kind int
-- in: lead org_id?, lead_name text, helper_names text, promise day?, solution text, said int
-- in: said_words text, decided_at instant, decider person_id, decider_name text
UPDATE meeting_item SET
    version = :version, state = :state, kind = :kind, lead = :lead, lead_name = :lead_name,
    helper_names = :helper_names, promise = :promise, solution = :solution, said = :said,
    said_words = :said_words, decided_at = :decided_at, decider = :decider,
    decider_name = :decider_name
WHERE park = :park AND meeting = :meeting AND id = :id;

-- query: meeting_item_drop exec
-- in: park park_id, meeting meeting_id, id meeting_item_id
DELETE FROM meeting_item WHERE park = :park AND meeting = :meeting AND id = :id;

-- Matters that stand on the agenda of a meeting that is not over.
-- query: meeting_matters_coming many
-- in: park park_id, ended int, limit int
SELECT i.matter, i.meeting FROM meeting m JOIN meeting_item i ON i.park = :park AND i.meeting = m.id
WHERE m.park = :park AND m.state < :ended ORDER BY i.matter, i.meeting LIMIT :limit;

-- Guests ------------------------------------------------------------------------------------------

-- query: meeting_guests many
-- in: park park_id, meeting meeting_id
-- max: 300
SELECT org, org_name, firm, items, told_at FROM meeting_guest
WHERE park = :park AND meeting = :meeting ORDER BY firm, org_name, org;

-- query: meeting_guest_get one
-- in: park park_id, org org_id, meeting meeting_id
SELECT org_name, items, told_at FROM meeting_guest
WHERE park = :park AND org = :org AND meeting = :meeting;

-- query: meeting_guest_put exec
-- in: park park_id, org org_id, meeting meeting_id, org_name text, firm bool, items int
-- in: told_at instant?
INSERT INTO meeting_guest (park, org, meeting, org_name, firm, items, told_at)
VALUES (:park, :org, :meeting, :org_name, :firm, :items, :told_at)
ON CONFLICT (park, org, meeting) DO UPDATE SET items = excluded.items, told_at = excluded.told_at;

-- query: meeting_stake_get one
-- in: park park_id, matter matter_id
SELECT days, why, person_name, at FROM meeting_stake WHERE park = :park AND matter = :matter;

-- query: meeting_stake_put exec
-- in: park park_id, matter matter_id, days int, why text, person person_id, person_name text, at instant
INSERT INTO meeting_stake (park, matter, days, why, person, person_name, at)
VALUES (:park, :matter, :days, :why, :person, :person_name, :at)
ON CONFLICT (park, matter) DO UPDATE SET days = excluded.days, why = excluded.why,
    person = excluded.person, person_name = excluded.person_name, at = excluded.at;
