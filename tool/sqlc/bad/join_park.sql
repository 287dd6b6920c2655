-- expect: 4: z is not bound to the park
-- query: a one
-- in: park park_id
SELECT b.label FROM box b JOIN zone z ON z.id = b.zone WHERE b.park = :park;
