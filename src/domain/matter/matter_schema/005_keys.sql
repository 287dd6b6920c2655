-- What the list filters and orders by stands in sight itself: a filter is one walk over narrow rows,
-- never a look at a record of 600 bytes for each.
ALTER TABLE matter_sight ADD COLUMN place int NOT NULL DEFAULT 0; -- year * 1000000 + seq; 0: a draft
ALTER TABLE matter_sight ADD COLUMN raised_at instant;
ALTER TABLE matter_sight ADD COLUMN class matter_class_id;
ALTER TABLE matter_sight ADD COLUMN source int NOT NULL DEFAULT 0;
ALTER TABLE matter_sight ADD COLUMN urgency int NOT NULL DEFAULT 0;
ALTER TABLE matter_sight ADD COLUMN firm org_id;
ALTER TABLE matter_sight ADD COLUMN lead org_id;
ALTER TABLE matter_sight ADD COLUMN leader person_id;
ALTER TABLE matter_sight ADD COLUMN zone zone_id;

UPDATE matter_sight SET place = coalesce(m.year * 1000000 + m.seq, 0), raised_at = m.raised_at,
    class = m.class, source = m.source, urgency = m.urgency, firm = m.firm, lead = m.lead,
    leader = m.leader, zone = m.zone
FROM matter m WHERE m.park = matter_sight.park AND m.id = matter_sight.matter;

-- Firms outside the register are found by their name as given.
CREATE INDEX matter_outside_firm ON matter (park, firm_name) WHERE firm IS NULL;
