-- Whose turn it is and the state, each as a key of its own below the viewer: "my turn" and "to
-- accept" are a handful of rows in a list of a million, and were found by walking it. A leader is a
-- viewer too, of the matters led.
ALTER TABLE matter_sight ADD COLUMN turn int NOT NULL DEFAULT 0;

UPDATE matter_sight SET turn = coalesce(
    (SELECT m.turn FROM matter m WHERE m.park = matter_sight.park AND m.id = matter_sight.matter), 0);

INSERT INTO matter_sight (park, viewer, ended, due_at, matter, state, version, turn)
SELECT m.park, m.leader, 1 - m.open, m.due_at, m.id, m.state, m.version, m.turn FROM matter m
WHERE m.leader IS NOT NULL AND (m.state <> 1 OR m.number <> '' OR m.on_behalf = 1);

CREATE INDEX matter_sight_turn ON matter_sight (park, viewer, turn, ended, due_at, matter);
CREATE INDEX matter_sight_state ON matter_sight (park, viewer, state, ended, due_at, matter);
