-- What two reports say of one cited document: its date, its title.
CREATE OR REPLACE VIEW disagreements AS
WITH said AS (
    SELECT number_key(number) AS key, folded(doc_issuer) AS body, f.*,
           CASE WHEN note IS NOT NULL THEN 'chú thích ' || note ELSE 'mục ' || coalesce(section_path, block_id) END AS place
    FROM doc_numbers f
    WHERE NOT is_copy
),
sides AS (
    SELECT a.doc_id, a.number, a.file_name AS file_a, b.file_name AS file_b, a.place AS place_a, b.place AS place_b,
           a.fact_id AS fact_a, b.fact_id AS fact_b, a.exact AS exact_a, b.exact AS exact_b,
           a.doc_date AS date_a, b.doc_date AS date_b, a.doc_title AS title_a, b.doc_title AS title_b
    FROM said a
    JOIN said b ON a.key = b.key AND a.report_id < b.report_id
         AND (a.body = b.body OR a.body IS NULL OR b.body IS NULL)
)
SELECT doc_id, number, 'two-dates-between-reports' AS "check", 'strong' AS severity,
       number || ' ghi ngày ' || strftime(date_a, '%d/%m/%Y') || ' ở ' || file_a || ', ngày '
           || strftime(date_b, '%d/%m/%Y') || ' ở ' || file_b || '.' AS message,
       fact_a, fact_b, exact_a, exact_b, file_a, file_b, place_a, place_b,
       date_a::VARCHAR AS said_a, date_b::VARCHAR AS said_b
FROM sides
WHERE year(date_a) = year(date_b) AND date_a <> date_b
UNION ALL
SELECT doc_id, number, 'two-titles-between-reports', 'weak',
       number || ' mang tên “' || title_a || '” ở ' || file_a || ', “' || title_b || '” ở ' || file_b || '.',
       fact_a, fact_b, exact_a, exact_b, file_a, file_b, place_a, place_b, folded(title_a), folded(title_b)
FROM sides
WHERE (date_a = date_b OR date_a IS NULL OR date_b IS NULL)
  AND NOT starts_with(folded(title_a), folded(title_b))
  AND NOT starts_with(folded(title_b), folded(title_a))
  AND jaro_winkler_similarity(folded(title_a), folded(title_b)) > 0.7
UNION ALL
SELECT a.doc_id, a.indicator, 'one-indicator-two-values', 'weak',
       a.indicator || ' kỳ ' || strftime(a.period_start, '%d/%m/%Y') || ' - ' || strftime(a.period_end, '%d/%m/%Y')
           || ' là ' || a.exact || ' ở ' || a.file_name || ', ' || b.exact || ' ở ' || b.file_name || '.',
       a.fact_id, b.fact_id, a.exact, b.exact, a.file_name, b.file_name,
       'mục ' || coalesce(a.section_path, '?'), 'mục ' || coalesce(b.section_path, '?'),
       a.value::VARCHAR, b.value::VARCHAR
FROM indicators a
JOIN indicators b ON a.series = b.series AND a.kind = b.kind AND a.unit = b.unit AND a.issuer = b.issuer
     AND a.period_start = b.period_start AND a.period_end = b.period_end AND a.report_id < b.report_id
WHERE a.is_whole AND b.is_whole AND a.value <> b.value
  AND a.status = 'result' AND b.status = 'result' AND a.approx IS NULL AND b.approx IS NULL;
COMMENT ON VIEW disagreements IS 'Two reports that do not agree on one document''s date or title, or on one indicator of one period';
COMMENT ON COLUMN disagreements.number IS 'Number of the cited document, or the indicator';
COMMENT ON COLUMN disagreements.fact_a IS 'The fact of the one report';
COMMENT ON COLUMN disagreements.fact_b IS 'The fact of the other report';
COMMENT ON COLUMN disagreements.exact_a IS 'Its words as printed';
COMMENT ON COLUMN disagreements.exact_b IS 'The other''s words as printed';
COMMENT ON COLUMN disagreements.file_a IS 'File of the one report';
COMMENT ON COLUMN disagreements.file_b IS 'File of the other report';
COMMENT ON COLUMN disagreements.place_a IS 'Where it stands there';
COMMENT ON COLUMN disagreements.place_b IS 'Where the other stands';
COMMENT ON COLUMN disagreements.said_a IS 'What the one says';
COMMENT ON COLUMN disagreements.said_b IS 'What the other says';

CREATE OR REPLACE VIEW contradictions AS
SELECT doc_id, finding_id, "check", severity, message, fact_ids, evidence
FROM findings
WHERE doc_id IN (SELECT doc_id FROM reports)
UNION ALL
SELECT doc_id, doc_id || '/' || "check" || '-' || md5(fact_a || fact_b)[1:8], "check", severity, message,
       [fact_a, fact_b],
       '“' || exact_a || '” (' || file_a || ', ' || place_a || '); “' || exact_b || '” (' || file_b || ', ' || place_b || ')'
FROM disagreements
QUALIFY row_number() OVER (PARTITION BY "check", number, least(said_a, said_b), greatest(said_a, said_b)
                           ORDER BY fact_a, fact_b) = 1;
COMMENT ON VIEW contradictions IS 'Contradictions (mâu thuẫn) inside and between reports, each report once';
