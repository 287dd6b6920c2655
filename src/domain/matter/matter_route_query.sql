-- What closed matters teach, and what a new text is compared with.

-- Closed matters with the class and the department that did them, the newest first.
-- query: learn_texts many
-- in: park park_id, limit int
-- out: class int, lead int
SELECT m.id, coalesce(m.class, 0) AS class, coalesce(m.lead, 0) AS lead, m.title, t.body
FROM matter m JOIN matter_text t ON t.park = :park AND t.matter = m.id
WHERE m.park = :park AND m.state = 6
ORDER BY m.id DESC LIMIT :limit;

-- The newest within the reader's sight.
-- query: near_texts many
-- in: park park_id, viewer int, limit int
SELECT t.matter, t.body
FROM matter_sight s JOIN matter_text t ON t.park = :park AND t.matter = s.matter
WHERE s.park = :park AND s.viewer = :viewer
ORDER BY s.matter DESC LIMIT :limit;

-- The newest matters that belong to no topic.
-- query: free_texts many
-- in: park park_id, limit int
-- out: class int
SELECT m.id, coalesce(m.class, 0) AS class, m.title, t.body
FROM matter m JOIN matter_text t ON t.park = :park AND t.matter = m.id
WHERE m.park = :park AND m.topic IS NULL AND m.state IN (2, 3, 4, 5, 6)
ORDER BY m.id DESC LIMIT :limit;
