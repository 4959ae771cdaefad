-- The views of an archive (archive.md): one per kind of fact; citations, series and contradictions stand in files of their own.
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
       r.doc_id IS NULL AS is_copy,
       s.section_id,
       s.label AS section_label,
       s.heading AS section_heading,
       b.kind AS block_kind,
       b.text AS block_text,
       b.text[greatest(f.start - 79, 1):f.start] AS before,
       b.text[f."end" + 1:f."end" + 80] AS after
FROM facts f
JOIN documents d USING (doc_id)
LEFT JOIN reports r USING (doc_id)
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
