-- What a shard holds, told from its partitions. Their names grow with time, and the last word counts: on a document, what the
-- last partition holds of it; on a path, the last document said to lie there. It is what an archive holds after the same runs.
-- `documents_in_parts` and its like are the tables of all partitions, each with the column `part`.
CREATE SCHEMA shard;

CREATE TABLE shard.words AS
SELECT path, doc_id, part FROM documents_in_parts
UNION ALL
SELECT path, doc_id, part FROM paths_in_parts; -- no doc_id: nothing lies there any more

CREATE TABLE shard.last_words AS
FROM shard.words QUALIFY row_number() OVER (PARTITION BY path ORDER BY part DESC) = 1;

INSERT INTO paths BY NAME
SELECT path, doc_id FROM shard.last_words SEMI JOIN documents_in_parts USING (doc_id);

-- A document that lies nowhere any more has given way to another.
CREATE TABLE shard.live AS
SELECT doc_id, max(part) AS part FROM documents_in_parts SEMI JOIN paths USING (doc_id) GROUP BY doc_id;

CREATE TABLE shard.superseded AS
SELECT doc_id, part FROM documents_in_parts ANTI JOIN shard.live USING (doc_id, part);

-- A document is named by the path under which it was read, or, once it lies there no more, by the first where it was met.
INSERT INTO documents BY NAME
WITH first_met AS (
    SELECT doc_id, arg_min(path, (part, path)) AS met FROM shard.words SEMI JOIN paths USING (path, doc_id) GROUP BY doc_id
)
SELECT d.* REPLACE (
    coalesce(p.path, f.met) AS path,
    regexp_extract(coalesce(p.path, f.met), '[^/]*$') AS file_name
)
FROM (SELECT * EXCLUDE (part) FROM documents_in_parts SEMI JOIN shard.live USING (doc_id, part)) d
JOIN first_met f USING (doc_id)
LEFT JOIN paths p ON p.doc_id = d.doc_id AND p.path = d.path;

INSERT INTO failures BY NAME
SELECT * EXCLUDE (part)
FROM (FROM failures_in_parts QUALIFY row_number() OVER (PARTITION BY path ORDER BY part DESC) = 1) f
WHERE NOT EXISTS (FROM shard.words w WHERE w.path = f.path AND w.part >= f.part AND w.doc_id IS NOT NULL);

INSERT INTO runs BY NAME
SELECT * EXCLUDE (part) FROM runs_in_parts;
