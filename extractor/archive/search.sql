-- BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75) over the tables of DuckDB's `fts`, with what its own macro lacks:
-- a word counts with or without its tones, may be a beginning, and words that stand together count double.
WITH asked AS (
    SELECT unnest(range(len($words::VARCHAR[]))) AS n,
           unnest($words::VARCHAR[]) AS typed,
           unnest($toned::BOOLEAN[]) AS is_toned,
           unnest($prefixes::BOOLEAN[]) AS is_prefix
),
wanted AS (
    SELECT n, is_prefix, is_toned,
           CASE WHEN is_toned THEN toned(typed) ELSE folded(typed) END AS word
    FROM asked
),
found AS (
    SELECT w.n, t.docid, count(*) AS times
    FROM wanted w
    JOIN fts_main_search_texts.dict d ON d.term = w.word OR (w.is_prefix AND starts_with(d.term, w.word))
    JOIN fts_main_search_texts.fields f ON f.field = CASE WHEN w.is_toned THEN 'toned' ELSE 'plain' END
    JOIN fts_main_search_texts.terms t ON t.termid = d.termid AND t.fieldid = f.fieldid
    GROUP BY w.n, t.docid
),
weighed AS (
    SELECT docid, n,
           ln(1 + (num_docs - blocks + 0.5) / (blocks + 0.5))
           * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len / avgdl)) AS weight
    FROM (SELECT *, count(*) OVER (PARTITION BY n) AS blocks FROM found)
    JOIN fts_main_search_texts.docs USING (docid)
    CROSS JOIN fts_main_search_texts.stats
),
ranked AS (
    SELECT docid, sum(weight) AS weight
    FROM weighed
    GROUP BY docid
    HAVING NOT $every::BOOLEAN OR count(*) = len($words::VARCHAR[])
),
hits AS (
    SELECT s.doc_id, s.block_id,
           r.weight * CASE WHEN contains(' ' || s.toned || ' ', ' ' || toned($whole) || ' ') THEN 2
                           WHEN contains(' ' || s.plain || ' ', ' ' || folded($whole) || ' ') THEN 1.9
                           ELSE 1 END AS score
    FROM ranked r
    JOIN fts_main_search_texts.docs k USING (docid)
    JOIN search_texts s ON s.key = k.name
    WHERE len(list_filter($phrases::VARCHAR[], lambda p: NOT contains(
              ' ' || CASE WHEN folded(p) = p THEN s.plain ELSE s.toned END || ' ',
              ' ' || CASE WHEN folded(p) = p THEN p ELSE toned(p) END || ' '))) = 0
)
SELECT h.score, b.text, d.file_name, d.number, b.zone, f.note, c.path, b.page_start, h.doc_id, h.block_id
FROM hits h
JOIN reports d USING (doc_id)
JOIN blocks b ON b.doc_id = h.doc_id AND b.block_id = h.block_id
LEFT JOIN footnotes f ON f.doc_id = h.doc_id AND f.block_id = h.block_id
LEFT JOIN sections c ON c.doc_id = h.doc_id AND c.section_id = b.section_id
ORDER BY h.score DESC, h.doc_id, b.ordinal
LIMIT $limit
