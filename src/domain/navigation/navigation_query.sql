-- The queries of navigation projects.

-- query: navigation_get one
-- in: park park_id, id navigation_id
SELECT id, version, number, title, part, need, scope, starts, ends, step, rhythm, effect, reopened, maker,
       maker_name, made_at, changed_at, closed_at
FROM navigation WHERE park = :park AND id = :id;

-- query: navigation_by_number one
-- in: park park_id, number text
SELECT id FROM navigation WHERE park = :park AND number = :number;

-- query: navigation_all many
-- in: park park_id, limit int
SELECT id, version, number, title, part, need, scope, starts, ends, step, rhythm, effect, reopened, maker,
       maker_name, made_at, changed_at, closed_at
FROM navigation WHERE park = :park ORDER BY id DESC LIMIT :limit;

-- query: navigation_periodic many
-- in: park park_id, step_from int, step_to int, limit int
SELECT id, rhythm FROM navigation
WHERE park = :park AND rhythm > 0 AND step >= :step_from AND step <= :step_to
ORDER BY id LIMIT :limit;

-- query: navigation_add exec
-- in: park park_id, id navigation_id, version int, number text, title text, part int, need text
-- in: scope text, starts day?, ends day?, step int, rhythm int, maker person_id, maker_name text
-- in: made_at instant
INSERT INTO navigation (park, id, version, number, title, part, need, scope, starts, ends, step, rhythm,
    effect, reopened, maker, maker_name, made_at, changed_at)
VALUES (:park, :id, :version, :number, :title, :part, :need, :scope, :starts, :ends, :step, :rhythm,
    '', 0, :maker, :maker_name, :made_at, :made_at);

-- query: navigation_put exec
-- in: park park_id, id navigation_id, version int, title text, part int, need text, scope text
-- in: starts day?, ends day?, step int, rhythm int, effect text, reopened int, changed_at instant
-- in: closed_at instant?, was_version int
UPDATE navigation SET version = :version, title = :title, part = :part, need = :need, scope = :scope,
    starts = :starts, ends = :ends, step = :step, rhythm = :rhythm, effect = :effect,
    reopened = :reopened, changed_at = :changed_at, closed_at = :closed_at
WHERE park = :park AND id = :id AND version = :was_version;

-- query: navigation_members many
-- in: park park_id, navigation navigation_id
-- max: 200
SELECT id, name, office, task FROM navigation_member
WHERE park = :park AND navigation = :navigation ORDER BY id;

-- query: navigation_member_put exec
-- in: park park_id, navigation navigation_id, id navigation_member_id, name text, office text, task int
INSERT INTO navigation_member (park, navigation, id, name, office, task)
VALUES (:park, :navigation, :id, :name, :office, :task);

-- query: navigation_member_gone exec
-- in: park park_id, navigation navigation_id, id navigation_member_id
DELETE FROM navigation_member WHERE park = :park AND navigation = :navigation AND id = :id;

-- query: navigation_sources many
-- in: park park_id, navigation navigation_id
-- max: 100
SELECT id, collection, seq, name, query, cutoff, n, hash, frozen_at, clean, clean_note, labels
FROM navigation_source WHERE park = :park AND navigation = :navigation ORDER BY id;

-- query: navigation_source_put exec
-- in: park park_id, navigation navigation_id, id navigation_source_id, collection patent_set_id
-- in: seq int, name text, query text, cutoff day?, n int, hash text, frozen_at instant, clean bool
-- in: clean_note text, labels text
INSERT INTO navigation_source (park, navigation, id, collection, seq, name, query, cutoff, n, hash,
    frozen_at, clean, clean_note, labels)
VALUES (:park, :navigation, :id, :collection, :seq, :name, :query, :cutoff, :n, :hash, :frozen_at,
    :clean, :clean_note, :labels)
ON CONFLICT (park, navigation, id) DO UPDATE SET seq = :seq, name = :name, query = :query,
    cutoff = :cutoff, n = :n, hash = :hash, frozen_at = :frozen_at, clean = :clean,
    clean_note = :clean_note, labels = :labels;

-- query: navigation_source_gone exec
-- in: park park_id, navigation navigation_id, id navigation_source_id
DELETE FROM navigation_source WHERE park = :park AND navigation = :navigation AND id = :id;

-- query: navigation_measures many
-- in: park park_id, navigation navigation_id
-- max: 1000
SELECT source, seq, query, found, judged, right_n, wanted, recalled, sampled, seed, person_name, at FROM navigation_measure
WHERE park = :park AND navigation = :navigation ORDER BY source, seq;

-- query: navigation_measure_add exec
-- in: park park_id, navigation navigation_id, source navigation_source_id, seq int, query text
-- in: found int, judged int, right_n int, wanted int, recalled int, sampled int, seed int
-- in: person_name text, at instant
INSERT INTO navigation_measure (park, navigation, source, seq, query, found, judged, right_n,
    wanted, recalled, sampled, seed, person_name, at)
VALUES (:park, :navigation, :source, :seq, :query, :found, :judged, :right_n, :wanted,
    :recalled, :sampled, :seed, :person_name, :at);

-- query: navigation_measure_gone exec
-- in: park park_id, navigation navigation_id, source navigation_source_id
DELETE FROM navigation_measure
WHERE park = :park AND navigation = :navigation AND source = :source;

-- query: navigation_figures many
-- in: park park_id, navigation navigation_id
-- max: 100
SELECT id, place, title, source, kind, property, query, understood, family, most, hash, cutoff, top,
       whole, value, asked, made_at, maker_name
FROM navigation_figure WHERE park = :park AND navigation = :navigation ORDER BY place, id;

-- query: navigation_figure_put exec
-- in: park park_id, navigation navigation_id, id navigation_figure_id, place int, title text
-- in: source navigation_source_id, kind int, property int, query text, understood text, family bool
-- in: most int, hash text, cutoff day?, top int, whole int, value text, asked text
-- in: made_at instant, maker_name text
INSERT INTO navigation_figure (park, navigation, id, place, title, source, kind, property, query,
    understood, family, most, hash, cutoff, top, whole, value, asked, made_at, maker_name)
VALUES (:park, :navigation, :id, :place, :title, :source, :kind, :property, :query, :understood,
    :family, :most, :hash, :cutoff, :top, :whole, :value, :asked, :made_at, :maker_name)
ON CONFLICT (park, navigation, id) DO UPDATE SET kind = :kind, property = :property,
    understood = :understood, hash = :hash, cutoff = :cutoff, top = :top, whole = :whole,
    value = :value, asked = :asked, made_at = :made_at, maker_name = :maker_name;

-- query: navigation_figure_gone exec
-- in: park park_id, navigation navigation_id, id navigation_figure_id
DELETE FROM navigation_figure WHERE park = :park AND navigation = :navigation AND id = :id;

-- query: navigation_conclusions many
-- in: park park_id, navigation navigation_id
-- max: 200
SELECT id, place, kind, text, made_at, maker_name FROM navigation_conclusion
WHERE park = :park AND navigation = :navigation ORDER BY place, id;

-- query: navigation_conclusion_put exec
-- in: park park_id, navigation navigation_id, id navigation_conclusion_id, place int, kind int
-- in: text text, made_at instant, maker_name text
INSERT INTO navigation_conclusion (park, navigation, id, place, kind, text, made_at, maker_name)
VALUES (:park, :navigation, :id, :place, :kind, :text, :made_at, :maker_name)
ON CONFLICT (park, navigation, id) DO UPDATE SET kind = :kind, text = :text, made_at = :made_at,
    maker_name = :maker_name;

-- query: navigation_conclusions_were many
-- in: park park_id, navigation navigation_id
-- max: 2000
SELECT conclusion, seq, place, kind, text, figures, made_at, maker_name, ended_at, ender_name,
       reason, gone
FROM navigation_conclusion_was WHERE park = :park AND navigation = :navigation
ORDER BY conclusion, seq;

-- query: navigation_conclusion_was_add exec
-- in: park park_id, navigation navigation_id, conclusion navigation_conclusion_id, seq int
-- in: place int, kind int, text text, figures text, made_at instant, maker_name text
-- in: ended_at instant, ender_name text, reason text, gone bool
INSERT INTO navigation_conclusion_was (park, navigation, conclusion, seq, place, kind, text,
    figures, made_at, maker_name, ended_at, ender_name, reason, gone)
VALUES (:park, :navigation, :conclusion, :seq, :place, :kind, :text, :figures, :made_at,
    :maker_name, :ended_at, :ender_name, :reason, :gone);

-- query: navigation_conclusion_gone exec
-- in: park park_id, navigation navigation_id, id navigation_conclusion_id
DELETE FROM navigation_conclusion WHERE park = :park AND navigation = :navigation AND id = :id;

-- query: navigation_cites many
-- in: park park_id, navigation navigation_id
-- max: 2000
SELECT conclusion, figure FROM navigation_cite
WHERE park = :park AND navigation = :navigation ORDER BY conclusion, figure;

-- query: navigation_cite_add exec
-- in: park park_id, navigation navigation_id, conclusion navigation_conclusion_id
-- in: figure navigation_figure_id
INSERT INTO navigation_cite (park, navigation, conclusion, figure)
VALUES (:park, :navigation, :conclusion, :figure);

-- query: navigation_cite_gone exec
-- in: park park_id, navigation navigation_id, conclusion navigation_conclusion_id
DELETE FROM navigation_cite
WHERE park = :park AND navigation = :navigation AND conclusion = :conclusion;

-- query: navigation_duties many
-- in: park park_id, navigation navigation_id
-- max: 500
SELECT matter, conclusion, lead, lead_name, due, made_at FROM navigation_duty
WHERE park = :park AND navigation = :navigation ORDER BY matter;

-- query: navigation_duty_add exec
-- in: park park_id, navigation navigation_id, matter matter_id, conclusion navigation_conclusion_id
-- in: lead org_id, lead_name text, due day, made_at instant
INSERT INTO navigation_duty (park, navigation, matter, conclusion, lead, lead_name, due, made_at)
VALUES (:park, :navigation, :matter, :conclusion, :lead, :lead_name, :due, :made_at);

-- query: navigation_reports many
-- in: park park_id, navigation navigation_id, limit int
SELECT id, seq, period, hash, made_at, maker_name FROM navigation_report
WHERE park = :park AND navigation = :navigation ORDER BY seq DESC LIMIT :limit;

-- query: navigation_report_get one
-- in: park park_id, id navigation_report_id
SELECT id, navigation, seq, period, document, hash, made_at, maker_name FROM navigation_report
WHERE park = :park AND id = :id;

-- query: navigation_report_add exec
-- in: park park_id, id navigation_report_id, navigation navigation_id, seq int, period text
-- in: document text, hash text, made_at instant, maker_name text
INSERT INTO navigation_report (park, id, navigation, seq, period, document, hash, made_at, maker_name)
VALUES (:park, :id, :navigation, :seq, :period, :document, :hash, :made_at, :maker_name);

-- query: navigation_states many
-- in: park park_id, navigation navigation_id, source navigation_source_id, after int, limit int
SELECT place, query, cutoff, data FROM navigation_state
WHERE park = :park AND navigation = :navigation AND source = :source AND place > :after
ORDER BY place LIMIT :limit;

-- query: navigation_state_add exec
-- in: park park_id, navigation navigation_id, source navigation_source_id, place int
-- in: report navigation_report_id, query text, cutoff day?, data blob
INSERT INTO navigation_state (park, navigation, source, place, report, query, cutoff, data)
VALUES (:park, :navigation, :source, :place, :report, :query, :cutoff, :data);

-- query: navigation_state_gone exec
-- in: park park_id, navigation navigation_id
DELETE FROM navigation_state WHERE park = :park AND navigation = :navigation;

-- query: navigation_state_figures many
-- in: park park_id, navigation navigation_id
-- max: 100
SELECT figure, bit, top, whole, value FROM navigation_state_figure
WHERE park = :park AND navigation = :navigation ORDER BY figure;

-- query: navigation_state_figure_add exec
-- in: park park_id, navigation navigation_id, figure navigation_figure_id, bit int, top int, whole int
-- in: value text
INSERT INTO navigation_state_figure (park, navigation, figure, bit, top, whole, value)
VALUES (:park, :navigation, :figure, :bit, :top, :whole, :value);

-- query: navigation_state_figure_gone exec
-- in: park park_id, navigation navigation_id
DELETE FROM navigation_state_figure WHERE park = :park AND navigation = :navigation;
