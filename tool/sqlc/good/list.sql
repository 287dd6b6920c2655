-- list: boxes
-- in: park park_id
SELECT b.id, b.label FROM box b WHERE b.park = :park
-- when: zone
-- in: zone_no int
  AND b.zone = :zone_no
-- when: name
-- in: name text
-- sqlite:
  AND instr(b.label, :name) > 0
-- pg:
  AND strpos(b.label, :name) > 0
-- both:
-- order: due
-- key: coalesce(b.due, 99999) day asc, b.id box_id asc
-- order: newest
-- key: b.id box_id desc
