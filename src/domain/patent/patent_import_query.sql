-- The record of what was imported.

-- query: patent_import_put exec
-- in: park park_id, file file_id, name text, person_name text, at instant, row_n int, added int
-- in: same int, changed int, refused int, noted int, classes int, report text
INSERT INTO patent_import (park, file, name, person_name, at, row_n, added, same, changed, refused,
    noted, classes, report)
VALUES (:park, :file, :name, :person_name, :at, :row_n, :added, :same, :changed, :refused, :noted,
    :classes, :report)
ON CONFLICT (park, file) DO UPDATE SET name = :name, person_name = :person_name, at = :at,
    row_n = :row_n, added = :added, same = :same, changed = :changed, refused = :refused,
    noted = :noted, classes = :classes, report = :report;

-- query: patent_import_list many
-- in: park park_id, limit int
SELECT file, name, person_name, at, row_n, added, same, changed, refused, noted, classes
FROM patent_import WHERE park = :park ORDER BY at DESC, file DESC LIMIT :limit;

-- query: patent_import_get one
-- in: park park_id, file file_id
SELECT file, name, person_name, at, row_n, added, same, changed, refused, noted, classes, report
FROM patent_import WHERE park = :park AND file = :file;
