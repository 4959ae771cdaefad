-- The views of an archive (archive.md): one per kind of fact, and the answers that need more than one table.
-- A column that bears the name of a table's column inherits its comment; the others are commented here.

-- Text as it is compared: lower case, without tone marks, letters and digits only.
CREATE OR REPLACE MACRO folded(words) AS
    trim(regexp_replace(strip_accents(replace(lower(words), 'đ', 'd')), '[^\p{L}\p{N}]+', ' ', 'g'));

-- Text as it is compared where tones count: lower case, tone marks placed the old way (hoá as hóa, uỷ as ủy), letters and digits only.
CREATE OR REPLACE MACRO toned(words) AS
    trim(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(words),
        'oá', 'óa'), 'oà', 'òa'), 'oả', 'ỏa'), 'oã', 'õa'), 'oạ', 'ọa'),
        'oé', 'óe'), 'oè', 'òe'), 'oẻ', 'ỏe'), 'oẽ', 'õe'), 'oẹ', 'ọe'),
        'uý', 'úy'), 'uỳ', 'ùy'), 'uỷ', 'ủy'), 'uỹ', 'ũy'), 'uỵ', 'ụy'),
        '[^\p{L}\p{N}]+', ' ', 'g'));

-- What makes two spellings one document number: `8 - NQ/TU` and `08-NQ/TU`.
CREATE OR REPLACE MACRO number_key(number) AS
    regexp_replace(regexp_replace(lower(replace(number, 'Ð', 'Đ')), '[\s.]+', '', 'g'), '^0+', '');

-- The type's symbol in a number: NQ in `08-NQ/TU`, NĐ in `30/2020/NĐ-CP`.
CREATE OR REPLACE MACRO type_symbol(number) AS
    regexp_extract(number, '^[\d.]+(?:/\d{4})?[-/ ]*(\p{L}+)', 1);

CREATE OR REPLACE MACRO is_party_form(number) AS
    regexp_matches(number, '^\d+\s*-?\s*\p{L}+/');

-- The issuer's symbol in a number: TU in `08-NQ/TU`, CP in `30/2020/NĐ-CP`, QH in `15/2023/QH15`.
CREATE OR REPLACE MACRO issuer_symbol(number) AS
    CASE WHEN regexp_matches(number, '/QH[IVX\d]*$') THEN 'QH'
         WHEN regexp_matches(number, '/UBTVQH\d*$') THEN 'UBTVQH'
         WHEN is_party_form(number) THEN regexp_extract(number, '/\s*(.+)$', 1)
         ELSE regexp_extract(number, '-\s*([^-]+)$', 1) END;

CREATE OR REPLACE VIEW reports AS
SELECT * EXCLUDE (rank, copies), copies
FROM (SELECT *,
             count(*) OVER (PARTITION BY report_id)::INTEGER AS copies,
             row_number() OVER (
                 PARTITION BY report_id
                 ORDER BY text_source = 'ocr', list_position(['docx', 'md', 'txt', 'rtf', 'doc', 'pdf', 'image'], format), doc_id
             ) AS rank
      FROM documents)
WHERE rank = 1;
COMMENT ON VIEW reports IS 'One row a report: of its copies in several formats the one that reads best';
COMMENT ON COLUMN reports.copies IS 'How many documents hold this report';

CREATE OR REPLACE VIEW fact_context AS
SELECT f.*,
       d.report_id,
       d.file_name,
       d.path,
       d.format,
       d.type AS report_type,
       d.number AS report_number,
       d.issuer AS report_issuer,
       d.place AS report_place,
       d.date AS report_date,
       d.title AS report_title,
       d.period_start,
       d.period_end,
       d.doc_id NOT IN (SELECT doc_id FROM reports) AS is_copy,
       s.section_id,
       s.label AS section_label,
       s.heading AS section_heading,
       b.kind AS block_kind,
       b.text AS block_text,
       b.text[greatest(f.start - 79, 1):f.start] AS before,
       b.text[f."end" + 1:f."end" + 80] AS after
FROM facts f
JOIN documents d USING (doc_id)
JOIN blocks b ON b.doc_id = f.doc_id AND b.block_id = f.block_id
LEFT JOIN sections s ON s.doc_id = f.doc_id AND s.section_id = b.section_id;
COMMENT ON VIEW fact_context IS 'Facts of all kinds with their document, section and the words around them';
COMMENT ON COLUMN fact_context.report_type IS 'Type of the document the fact stands in';
COMMENT ON COLUMN fact_context.report_number IS 'Number of the document the fact stands in';
COMMENT ON COLUMN fact_context.report_issuer IS 'Issuing body of the document the fact stands in';
COMMENT ON COLUMN fact_context.report_place IS 'Place of issue of the document the fact stands in';
COMMENT ON COLUMN fact_context.report_date IS 'Date of issue of the document the fact stands in';
COMMENT ON COLUMN fact_context.report_title IS 'Title of the document the fact stands in';
COMMENT ON COLUMN fact_context.is_copy IS 'True where another document of the same report is preferred: filter NOT is_copy to count a report once';
COMMENT ON COLUMN fact_context.section_label IS 'Number of the section it stands in';
COMMENT ON COLUMN fact_context.section_heading IS 'Heading of the section it stands in';
COMMENT ON COLUMN fact_context.block_kind IS 'Kind of the block it stands in';
COMMENT ON COLUMN fact_context.block_text IS 'Text of the block it stands in';
COMMENT ON COLUMN fact_context.before IS 'The eighty characters before it';
COMMENT ON COLUMN fact_context.after IS 'The eighty characters after it';

CREATE OR REPLACE VIEW dates AS
SELECT doc_id, fact_id, exact, date_start, date_end,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'date';
COMMENT ON VIEW dates IS 'Dates and periods (ngày, kỳ)';

CREATE OR REPLACE VIEW durations AS
SELECT doc_id, fact_id, exact, value, value_max, unit, approx,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'duration';
COMMENT ON VIEW durations IS 'Lengths of time not placed on the calendar (thời lượng)';

CREATE OR REPLACE VIEW doc_numbers AS
SELECT doc_id, fact_id, exact, number, doc_type, doc_issuer, doc_date, doc_title,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'doc_number';
COMMENT ON VIEW doc_numbers IS 'Mentions of documents by number (số, ký hiệu văn bản)';

CREATE OR REPLACE VIEW counts AS
SELECT doc_id, fact_id, exact, value, value_max, unit, approx, object,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'count';
COMMENT ON VIEW counts IS 'Counted things (số đếm)';

CREATE OR REPLACE VIEW fractions AS
SELECT doc_id, fact_id, exact, numerator, denominator, unit, approx, object,
       round(100 * numerator / nullif(denominator, 0), 2) AS share,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'fraction';
COMMENT ON VIEW fractions IS 'Part of whole (phân số): 35/35 sở';
COMMENT ON COLUMN fractions.share IS 'Part of the whole in percent, two decimals';

CREATE OR REPLACE VIEW percents AS
SELECT doc_id, fact_id, exact, value, value_max, approx, object,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'percent';
COMMENT ON VIEW percents IS 'Percentages (tỷ lệ phần trăm)';

CREATE OR REPLACE VIEW money AS
SELECT doc_id, fact_id, exact, value, value_max, currency, approx, object,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'money';
COMMENT ON VIEW money IS 'Amounts of money (số tiền)';

CREATE OR REPLACE VIEW measures AS
SELECT doc_id, fact_id, exact, value, value_max, unit, approx, object,
       zone, note, section_path, section_heading, page, x0, y0, x1, y1, block_id, start, "end", before, after,
       report_id, is_copy, file_name, path, report_type, report_number, report_issuer, report_place, report_date,
       report_title, period_start, period_end, rule, confidence
FROM fact_context
WHERE kind = 'measure';
COMMENT ON VIEW measures IS 'Physical quantities (số đo)';

-- The words that say how a report stands to the document it names, nearest before the number.
CREATE OR REPLACE MACRO relation(before) AS
    list_extract(regexp_extract_all(lower(before),
        '(sửa đổi|bổ sung|thay thế|bãi bỏ|sơ kết|tổng kết|căn cứ|thực hiện|triển khai|quán triệt|ban hành|theo)'), -1);

CREATE OR REPLACE VIEW citations AS
WITH mentions AS (
    SELECT *, number_key(number) AS key, relation(before) AS relation
    FROM doc_numbers
),
merged AS (
    SELECT doc_id,
           key,
           any_value(report_id) AS report_id,
           any_value(is_copy) AS is_copy,
           mode(number) AS number,
           mode(doc_type) AS doc_type,
           mode(doc_issuer) AS doc_issuer,
           mode(doc_date) AS doc_date,
           arg_max(doc_title, length(doc_title)) AS doc_title,
           count(*)::INTEGER AS mentions,
           list(DISTINCT relation ORDER BY relation) FILTER (relation IS NOT NULL) AS relations,
           list(fact_id ORDER BY fact_id) AS fact_ids,
           any_value(report_number) AS report_number,
           any_value(file_name) AS file_name
    FROM mentions
    GROUP BY doc_id, key
),
held AS (
    SELECT number_key(number) AS key, doc_id, issuer, date, type, title
    FROM reports
    WHERE number IS NOT NULL
)
SELECT m.doc_id,
       m.number,
       coalesce(m.doc_type, h.type, t.type) AS type,
       coalesce(m.doc_issuer, h.issuer, i.issuer) AS issuer,
       coalesce(m.doc_date, h.date) AS date,
       coalesce(m.doc_title, h.title) AS title,
       h.doc_id AS cited_doc_id,
       m.mentions,
       coalesce(m.relations, []) AS relations,
       m.fact_ids,
       m.report_id,
       m.is_copy,
       m.report_number,
       m.file_name
FROM merged m
LEFT JOIN document_types t ON t.symbol = type_symbol(m.number)
      AND (t.form IS NULL OR t.form = CASE WHEN is_party_form(m.number) THEN 'party' ELSE 'state' END)
LEFT JOIN issuers i ON i.symbol = issuer_symbol(m.number)
LEFT JOIN held h ON h.key = m.key
      AND h.doc_id <> m.doc_id
      AND (m.doc_date IS NULL OR h.date IS NULL OR h.date = m.doc_date)
QUALIFY row_number() OVER (PARTITION BY m.doc_id, m.key ORDER BY h.date DESC NULLS LAST, h.doc_id) = 1;
COMMENT ON VIEW citations IS 'One row a citing document and cited number (văn bản được viện dẫn), with what all mentions say of it';
COMMENT ON COLUMN citations.doc_id IS 'The citing document';
COMMENT ON COLUMN citations.number IS 'Number and symbol of the cited document, canonical';
COMMENT ON COLUMN citations.type IS 'Its type: from the text, else from its symbol';
COMMENT ON COLUMN citations.issuer IS 'Its issuing body: from the text, else from its symbol';
COMMENT ON COLUMN citations.date IS 'Its date, from the mentions or the archive';
COMMENT ON COLUMN citations.title IS 'Its title, from the mentions or the archive';
COMMENT ON COLUMN citations.cited_doc_id IS 'The cited document itself, where the archive holds it';
COMMENT ON COLUMN citations.mentions IS 'How often it is named';
COMMENT ON COLUMN citations.relations IS 'The verbs before its number: thực hiện, sửa đổi, thay thế, tổng kết, căn cứ, …';
COMMENT ON COLUMN citations.fact_ids IS 'The mentions, as facts';
COMMENT ON COLUMN citations.report_number IS 'Number of the citing document';

-- A figure's period is the date named last before it in its block, else the first after it, else its report's.
CREATE OR REPLACE VIEW indicators AS
WITH figures AS (
    SELECT *,
           coalesce(object, unit) AS indicator
    FROM fact_context
    WHERE kind IN ('count', 'money', 'measure', 'percent', 'fraction')
      AND coalesce(object, unit) IS NOT NULL
),
periods AS (
    SELECT doc_id, block_id, start, date_start, date_end
    FROM facts
    WHERE kind = 'date' AND date_start IS NOT NULL AND date_end > date_start
)
SELECT folded(f.indicator) AS series,
       f.indicator,
       f.kind,
       f.value,
       f.value_max,
       f.numerator,
       f.denominator,
       coalesce(f.unit, f.currency) AS unit,
       f.approx,
       CASE WHEN regexp_matches(lower(f.before), '(phấn đấu|mục tiêu|chỉ tiêu|kế hoạch giao|dự kiến|tối thiểu|ít nhất)[^.;]*$')
            THEN 'target' ELSE 'result' END AS status,
       regexp_matches(lower(f.before), '(toàn (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|ngành)|cả (tỉnh|huyện|nước))[^.;,]{0,25}$')
           AS is_whole,
       coalesce(p.date_start, f.period_start) AS period_start,
       coalesce(p.date_end, f.period_end) AS period_end,
       f.report_issuer AS issuer,
       f.report_place AS place,
       f.doc_id,
       f.fact_id,
       f.report_id,
       f.report_number,
       f.report_date,
       f.file_name,
       f.section_path,
       f.page,
       f.exact
FROM figures f
ASOF LEFT JOIN periods p ON p.doc_id = f.doc_id AND p.block_id = f.block_id AND f.start >= p.start
WHERE NOT f.is_copy;
COMMENT ON VIEW indicators IS 'One series per counted object over documents and periods (chỉ tiêu theo kỳ); each report once';
COMMENT ON COLUMN indicators.series IS 'Name of the series: the counted object, folded; same name, same thing counted';
COMMENT ON COLUMN indicators.indicator IS 'The counted object as printed';
COMMENT ON COLUMN indicators.unit IS 'Head noun, unit or currency';
COMMENT ON COLUMN indicators.is_whole IS 'True where the figure is said to be of the whole place: toàn huyện có …';
COMMENT ON COLUMN indicators.status IS 'target (phấn đấu, chỉ tiêu, tối thiểu) or result';
COMMENT ON COLUMN indicators.period_start IS 'First day of the period the figure belongs to: named before it, else the report''s';
COMMENT ON COLUMN indicators.period_end IS 'Last day of that period';
COMMENT ON COLUMN indicators.issuer IS 'Issuing body of the report';
COMMENT ON COLUMN indicators.place IS 'Place of the report';

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
