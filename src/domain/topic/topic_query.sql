-- The queries of common causes.

-- query: topic_get one
-- in: park park_id, id topic_id
SELECT id, version, name, cause, state, solution, members, opened_at, opened_by, opened_name, solved_at,
       solved_by, solved_name
FROM topic WHERE park = :park AND id = :id;

-- query: topic_add exec
-- in: park park_id, id topic_id, version int, name text, cause text, state int, solution text
-- in: members int, opened_at instant, opened_by person_id, opened_name text, solved_name text
INSERT INTO topic (
    park, id, version, name, cause, state, solution, members, opened_at, opened_by, opened_name,
    solved_name)
VALUES (
    :park, :id, :version, :name, :cause, :state, :solution, :members, :opened_at, :opened_by,
    :opened_name, :solved_name);

-- query: topic_put exec
-- in: park park_id, id topic_id, version int, name text, cause text, state int, solution text
-- in: members int, solved_at instant?, solved_by person_id?, solved_name text, was_version int
UPDATE topic SET version = :version, name = :name, cause = :cause, state = :state,
    solution = :solution, members = :members, solved_at = :solved_at, solved_by = :solved_by,
    solved_name = :solved_name
WHERE park = :park AND id = :id AND version = :was_version;

-- query: topic_all many
-- in: park park_id, limit int
SELECT id, version, name, cause, state, solution, members, opened_at, opened_by, opened_name, solved_at,
       solved_by, solved_name
FROM topic WHERE park = :park ORDER BY state, id DESC LIMIT :limit;

-- query: topic_members many
-- in: park park_id, topic topic_id
-- max: 1000
SELECT matter, joined_at, joined_by, told_at FROM topic_member
WHERE park = :park AND topic = :topic ORDER BY matter;

-- query: topic_of one
-- in: park park_id, matter matter_id
SELECT topic FROM topic_member WHERE park = :park AND matter = :matter;

-- query: topic_member_add exec
-- in: park park_id, topic topic_id, matter matter_id, joined_at instant, joined_by person_id
INSERT INTO topic_member (park, topic, matter, joined_at, joined_by)
VALUES (:park, :topic, :matter, :joined_at, :joined_by);

-- query: topic_member_drop exec
-- in: park park_id, topic topic_id, matter matter_id
DELETE FROM topic_member WHERE park = :park AND topic = :topic AND matter = :matter;

-- query: topic_member_told exec
-- in: park park_id, topic topic_id, matter matter_id, told_at instant
UPDATE topic_member SET told_at = :told_at
WHERE park = :park AND topic = :topic AND matter = :matter;
