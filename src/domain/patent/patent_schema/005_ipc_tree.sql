-- Where a group of the IPC stands: the titles above it and its own, with ";;" between, as the
-- English scheme prints them. What begins so lies below; the symbols themselves do not tell.
ALTER TABLE patent_ipc ADD COLUMN path text NOT NULL DEFAULT '';
