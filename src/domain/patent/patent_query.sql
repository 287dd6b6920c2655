-- The queries of patents: first what an import needs, then what is read.

-- query: patent_by_key one
-- in: park park_id, key text
SELECT id, version, pub_day, app_no, app_day, grant_day, priority_day, expires, title, ipc, applicant,
       region, status, legal, claims, cited, cites, family_size, applicants, family_simple,
       family_extended, source
FROM patent WHERE park = :park AND key = :key;

-- query: patent_source_hash one
-- in: park park_id, patent patent_id, source int
SELECT hash FROM patent_source WHERE park = :park AND patent = :patent AND source = :source;

-- query: patent_source_put exec
-- in: park park_id, patent patent_id, source int, hash text, file text, imported instant
INSERT INTO patent_source (park, patent, source, hash, file, imported)
VALUES (:park, :patent, :source, :hash, :file, :imported)
ON CONFLICT (park, patent, source) DO UPDATE SET hash = :hash, file = :file, imported = :imported;

-- query: patent_add exec
-- in: park park_id, id patent_id, key text, office text, number text, kind text, right_kind int
-- in: stage int, pub_day day?, app_no text, app_day day?, grant_day day?, priority_day day?
-- in: expires day?, title text, ipc text, applicant text, region text, status int, legal text
-- in: claims int, cited int, cites int, family_size int, applicants int, family_simple text
-- in: family_extended text, source int, hash text, stamp int, imported instant
INSERT INTO patent (park, id, key, office, number, kind, right_kind, stage, pub_day, app_no, app_day,
    grant_day, priority_day, expires, title, ipc, applicant, region, status, legal, claims, cited,
    cites, family_size, applicants, family_simple, family_extended, source, hash, version, stamp,
    imported)
VALUES (:park, :id, :key, :office, :number, :kind, :right_kind, :stage, :pub_day, :app_no, :app_day,
    :grant_day, :priority_day, :expires, :title, :ipc, :applicant, :region, :status, :legal, :claims,
    :cited, :cites, :family_size, :applicants, :family_simple, :family_extended, :source, :hash, 1,
    :stamp, :imported);

-- query: patent_put exec
-- in: park park_id, id patent_id, pub_day day?, app_no text, app_day day?, grant_day day?
-- in: priority_day day?, expires day?, title text, ipc text, applicant text, region text, status int
-- in: legal text, claims int, cited int, cites int, family_size int, applicants int
-- in: family_simple text, family_extended text, source int, hash text, stamp int, imported instant
UPDATE patent SET pub_day = :pub_day, app_no = :app_no, app_day = :app_day, grant_day = :grant_day,
    priority_day = :priority_day, expires = :expires, title = :title, ipc = :ipc,
    applicant = :applicant, region = :region, status = :status, legal = :legal, claims = :claims,
    cited = :cited, cites = :cites, family_size = :family_size, applicants = :applicants,
    family_simple = :family_simple, family_extended = :family_extended, source = :source,
    hash = :hash, version = version + 1, stamp = :stamp, imported = :imported
WHERE park = :park AND id = :id;

-- query: patent_family_put exec
-- in: park park_id, id patent_id, family_simple text, family_extended text, stamp int
UPDATE patent SET family_simple = :family_simple, family_extended = :family_extended, stamp = :stamp
WHERE park = :park AND id = :id;

-- query: patent_family_page many
-- in: park park_id, after patent_id, limit int
SELECT id, key, app_no, family_simple, family_extended FROM patent
WHERE park = :park AND id > :after ORDER BY id LIMIT :limit;

-- Who is joined by a number: claims it as a priority, or is its application.

-- query: patent_family_by_app many
-- in: park park_id, number text
-- max: 100000
SELECT id, key, app_no, family_simple, family_extended FROM patent
WHERE park = :park AND app_no = :number;

-- query: patent_family_by_priority many
-- in: park park_id, number text
-- max: 100000
SELECT p.id, p.key, p.app_no, p.family_simple, p.family_extended
FROM patent_priority q JOIN patent p ON p.park = q.park AND p.id = q.patent
WHERE q.park = :park AND q.number = :number;

-- What joined a record before it is kept anew.

-- query: patent_family_before many
-- in: park park_id, key text
-- out: number text
-- max: 100000
SELECT p.app_no, coalesce(q.number, '') AS number
FROM patent p LEFT JOIN patent_priority q ON q.park = p.park AND q.patent = p.id
WHERE p.park = :park AND p.key = :key;

-- query: patent_text_put exec
-- in: park park_id, patent patent_id, lang text, title text, abstract text, claim text
INSERT INTO patent_text (park, patent, lang, title, abstract, claim)
VALUES (:park, :patent, :lang, :title, :abstract, :claim)
ON CONFLICT (park, patent, lang) DO UPDATE SET
    title = CASE WHEN :title = '' THEN patent_text.title ELSE :title END,
    abstract = CASE WHEN :abstract = '' THEN patent_text.abstract ELSE :abstract END,
    claim = CASE WHEN :claim = '' THEN patent_text.claim ELSE :claim END;

-- query: patent_class_drop exec
-- in: park park_id, patent patent_id, scheme int
DELETE FROM patent_class WHERE park = :park AND patent = :patent AND scheme = :scheme;

-- query: patent_class_add exec
-- in: park park_id, patent patent_id, scheme int, seq int, symbol text
INSERT INTO patent_class (park, patent, scheme, seq, symbol)
VALUES (:park, :patent, :scheme, :seq, :symbol);

-- query: patent_party_drop exec
-- in: park park_id, patent patent_id, role int
DELETE FROM patent_party WHERE park = :park AND patent = :patent AND role = :role;

-- query: patent_party_add exec
-- in: park park_id, patent patent_id, role int, seq int, text text, country text, region text
-- in: name patent_name_id?
INSERT INTO patent_party (park, patent, role, seq, text, country, region, name)
VALUES (:park, :patent, :role, :seq, :text, :country, :region, :name);

-- query: patent_name_by_fold one
-- in: park park_id, fold text
SELECT id FROM patent_name WHERE park = :park AND fold = :fold;

-- query: patent_name_add exec
-- in: park park_id, id patent_name_id, fold text, shown text
INSERT INTO patent_name (park, id, fold, shown, company, verdict, version)
VALUES (:park, :id, :fold, :shown, '', 0, 1);

-- query: patent_priority_drop exec
-- in: park park_id, patent patent_id
DELETE FROM patent_priority WHERE park = :park AND patent = :patent;

-- query: patent_priority_add exec
-- in: park park_id, patent patent_id, seq int, number text, day day?
INSERT INTO patent_priority (park, patent, seq, number, day)
VALUES (:park, :patent, :seq, :number, :day);

-- query: patent_cite_drop exec
-- in: park park_id, patent patent_id
DELETE FROM patent_cite WHERE park = :park AND patent = :patent;

-- query: patent_cite_add exec
-- in: park park_id, patent patent_id, seq int, number text, text text, category text
INSERT INTO patent_cite (park, patent, seq, number, text, category)
VALUES (:park, :patent, :seq, :number, :text, :category);

-- query: patent_event_drop exec
-- in: park park_id, patent patent_id
DELETE FROM patent_event WHERE park = :park AND patent = :patent;

-- query: patent_event_add exec
-- in: park park_id, patent patent_id, seq int, day day?, code text, text text
INSERT INTO patent_event (park, patent, seq, day, code, text)
VALUES (:park, :patent, :seq, :day, :code, :text);

-- query: patent_drop_status exec
-- in: park park_id, id patent_id, legal text, stamp int
UPDATE patent SET status = 9, legal = :legal, version = version + 1, stamp = :stamp
WHERE park = :park AND id = :id;

-- query: patent_ipc_put exec
-- in: park park_id, symbol text, zh text, en text, path text
INSERT INTO patent_ipc (park, symbol, zh, en, path) VALUES (:park, :symbol, :zh, :en, :path)
ON CONFLICT (park, symbol) DO UPDATE SET zh = CASE WHEN :zh = '' THEN patent_ipc.zh ELSE :zh END,
    en = CASE WHEN :en = '' THEN patent_ipc.en ELSE :en END,
    path = CASE WHEN :path = '' THEN patent_ipc.path ELSE :path END;

-- query: patent_ipc_get one
-- in: park park_id, symbol text
SELECT symbol, zh, en FROM patent_ipc WHERE park = :park AND symbol = :symbol;

-- Reading ---------------------------------------------------------------------------------------

-- query: patent_get one
-- in: park park_id, id patent_id
SELECT id, key, office, number, kind, right_kind, stage, pub_day, app_no, app_day, grant_day,
       priority_day, expires, title, ipc, applicant, region, status, legal, claims, cited, cites,
       family_size, applicants, family_simple, family_extended, source, version, imported
FROM patent WHERE park = :park AND id = :id;

-- query: patent_count one
-- in: park park_id
-- out: n int, newest int
SELECT count(*) AS n, coalesce(max(stamp), 0) AS newest FROM patent WHERE park = :park;

-- query: patent_page many
-- in: park park_id, after patent_id, limit int
SELECT id, key, office, number, kind, right_kind, stage, pub_day, app_no, app_day, grant_day,
       priority_day, expires, title, ipc, applicant, region, status, legal, claims, cited, cites,
       family_size, applicants, family_simple, family_extended, source, stamp
FROM patent WHERE park = :park AND id > :after ORDER BY id LIMIT :limit;

-- query: patent_page_texts many
-- in: park park_id, first patent_id, last patent_id
-- max: 100000
SELECT patent, lang, title, abstract, claim FROM patent_text
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, lang;

-- query: patent_page_classes many
-- in: park park_id, first patent_id, last patent_id
-- max: 1000000
SELECT patent, scheme, seq, symbol FROM patent_class
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, scheme, seq;

-- query: patent_page_parties many
-- in: park park_id, first patent_id, last patent_id
-- max: 1000000
SELECT patent, role, seq, text, country, region, name FROM patent_party
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, role, seq;

-- query: patent_page_priorities many
-- in: park park_id, first patent_id, last patent_id
-- max: 1000000
SELECT patent, seq, number, day FROM patent_priority
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, seq;

-- query: patent_page_events many
-- in: park park_id, first patent_id, last patent_id
-- max: 1000000
SELECT patent, seq, day, code, text FROM patent_event
WHERE park = :park AND patent >= :first AND patent <= :last ORDER BY patent, seq;

-- query: patent_cites_of many
-- in: park park_id, patent patent_id, limit int
SELECT seq, number, text, category FROM patent_cite
WHERE park = :park AND patent = :patent ORDER BY seq LIMIT :limit;

-- query: patent_sources_of many
-- in: park park_id, patent patent_id
-- max: 50
SELECT source, file, imported FROM patent_source
WHERE park = :park AND patent = :patent ORDER BY source;

-- query: patent_names_of_orgs many
-- in: park park_id
-- max: 100000
SELECT n.id, n.fold, n.shown, n.company, n.org, o.zone, z.name AS zone_name
FROM patent_name n JOIN org o ON o.park = n.park AND o.id = n.org
LEFT JOIN zone z ON z.park = o.park AND z.id = o.zone
WHERE n.park = :park AND n.org IS NOT NULL AND n.verdict = 1;

-- Collections -----------------------------------------------------------------------------------

-- query: patent_set_get one
-- in: park park_id, id patent_set_id
SELECT id, name, query, note, owner, owner_name, cutoff, closed, version, created
FROM patent_set WHERE park = :park AND id = :id;

-- query: patent_set_list many
-- in: park park_id
-- max: 1000
SELECT id, name, query, note, owner_name, cutoff, closed, version, created
FROM patent_set WHERE park = :park AND closed = 0 ORDER BY id DESC;

-- query: patent_set_add exec
-- in: park park_id, id patent_set_id, name text, query text, note text, owner person_id
-- in: owner_name text, cutoff day?, created instant
INSERT INTO patent_set (park, id, name, query, note, owner, owner_name, cutoff, closed, version,
    created)
VALUES (:park, :id, :name, :query, :note, :owner, :owner_name, :cutoff, 0, 1, :created);

-- query: patent_set_put exec
-- in: park park_id, id patent_set_id, name text, query text, note text, cutoff day?, was_version int
UPDATE patent_set SET name = :name, query = :query, note = :note, cutoff = :cutoff,
    version = version + 1
WHERE park = :park AND id = :id AND version = :was_version;

-- query: patent_marks many
-- in: park park_id, collection patent_set_id
-- max: 200000
SELECT patent, inside, note, person_name, at FROM patent_set_mark
WHERE park = :park AND collection = :collection ORDER BY patent;

-- query: patent_mark_put exec
-- in: park park_id, collection patent_set_id, patent patent_id, inside bool, note text
-- in: person person_id, person_name text, at instant
INSERT INTO patent_set_mark (park, collection, patent, inside, note, person, person_name, at)
VALUES (:park, :collection, :patent, :inside, :note, :person, :person_name, :at)
ON CONFLICT (park, collection, patent) DO UPDATE SET inside = :inside, note = :note,
    person = :person, person_name = :person_name, at = :at;

-- query: patent_version_add exec
-- in: park park_id, collection patent_set_id, seq int, query text, cutoff day?, n int, hash text
-- in: person_name text, at instant
INSERT INTO patent_set_version (park, collection, seq, query, cutoff, n, hash, person_name, at)
VALUES (:park, :collection, :seq, :query, :cutoff, :n, :hash, :person_name, :at);

-- query: patent_member_add exec
-- in: park park_id, collection patent_set_id, seq int, patent patent_id
INSERT INTO patent_set_member (park, collection, seq, patent)
VALUES (:park, :collection, :seq, :patent);

-- query: patent_marks_since many
-- in: park park_id, collection patent_set_id, since instant
-- max: 200000
SELECT patent, inside FROM patent_set_mark
WHERE park = :park AND collection = :collection AND at > :since ORDER BY patent;

-- query: patent_versions many
-- in: park park_id, collection patent_set_id
-- max: 1000
SELECT seq, query, cutoff, n, hash, person_name, at FROM patent_set_version
WHERE park = :park AND collection = :collection ORDER BY seq DESC;

-- query: patent_measure_add exec
-- in: park park_id, collection patent_set_id, id int, query text, found int, judged int, hits int
-- in: missed int, person_name text, at instant
INSERT INTO patent_set_measure (park, collection, id, query, found, judged, hits, missed,
    person_name, at)
VALUES (:park, :collection, :id, :query, :found, :judged, :hits, :missed, :person_name, :at);

-- query: patent_measures many
-- in: park park_id, collection patent_set_id
-- max: 1000
SELECT id, query, found, judged, hits, missed, person_name, at FROM patent_set_measure
WHERE park = :park AND collection = :collection ORDER BY id DESC;

-- query: patent_texts_of many
-- in: park park_id, patent patent_id
-- max: 50
SELECT lang, title, abstract, claim FROM patent_text
WHERE park = :park AND patent = :patent ORDER BY lang DESC;

-- query: patent_classes_of many
-- in: park park_id, patent patent_id
-- max: 5000
SELECT scheme, seq, symbol FROM patent_class
WHERE park = :park AND patent = :patent ORDER BY scheme, seq;

-- query: patent_parties_of many
-- in: park park_id, patent patent_id
-- max: 5000
SELECT role, seq, text, country, region, name FROM patent_party
WHERE park = :park AND patent = :patent ORDER BY role, seq;

-- query: patent_events_of many
-- in: park park_id, patent patent_id
-- max: 5000
SELECT seq, day, code, text FROM patent_event
WHERE park = :park AND patent = :patent ORDER BY seq;

-- query: patent_priorities_of many
-- in: park park_id, patent patent_id
-- max: 5000
SELECT seq, number, day FROM patent_priority
WHERE park = :park AND patent = :patent ORDER BY seq;

-- query: patent_journal one
-- in: park park_id
SELECT size FROM journal_head WHERE park = :park;

-- Names -----------------------------------------------------------------------------------------

-- query: patent_names_top many
-- in: park park_id, verdict int, limit int
-- out: patents int
SELECT n.id, n.shown, n.verdict, n.version, n.org, count(*) AS patents
FROM patent_name n JOIN patent_party p ON p.park = n.park AND p.name = n.id
WHERE n.park = :park AND n.verdict = :verdict
GROUP BY n.id, n.shown, n.verdict, n.version, n.org ORDER BY patents DESC, n.id LIMIT :limit;

-- query: patent_name_get one
-- in: park park_id, id patent_name_id
SELECT id, fold, shown, company, org, verdict, version FROM patent_name
WHERE park = :park AND id = :id;

-- query: patent_name_decide exec
-- in: park park_id, id patent_name_id, org org_id?, verdict int, company text, person person_id
-- in: at instant, was_version int
UPDATE patent_name SET org = :org, verdict = :verdict, company = :company, decided_by = :person,
    decided_at = :at, version = version + 1
WHERE park = :park AND id = :id AND version = :was_version;
