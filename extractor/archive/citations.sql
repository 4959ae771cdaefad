-- Who cites what: every mention of a document by number, merged to one row a citing and cited document.

-- What makes two spellings one document number: digits and letters count, `8 - NQ/TU`, `08/NQ-TU` and `08-NQ/TU` are one.
CREATE OR REPLACE MACRO number_key(number) AS
    regexp_replace(replace(regexp_replace(
        regexp_replace(replace(lower(replace(number, 'Ð', 'Đ')), 'đ', 'd'), '(\d)\s*/\s*(\d)', '\1~\2', 'g'),
        '[^\p{L}\p{N}~]+', '', 'g'), '~', '/'), '^0+', '');

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

-- A number that holds its year is given once; others begin anew each year or term.
CREATE OR REPLACE MACRO names_year(number) AS regexp_matches(number, '/\d{4}/');

-- The level of a body: `15/KH-UBND` of the province and of the commune are two documents.
CREATE OR REPLACE MACRO body_level(issuer) AS
    nullif(regexp_extract(replace(lower(issuer), 'xã hội', ''), '(?:^|\s)(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?:\s|,|$)', 1), '');

-- The verbs that say how a report stands to the document named next, in the clause before the number.
CREATE OR REPLACE MACRO relation_verbs(before) AS
    list_distinct(regexp_extract_all(regexp_extract(lower(before), '[^.;:]*$'),
        '(sửa đổi|bổ sung|thay thế|bãi bỏ|sơ kết|tổng kết|căn cứ|thực hiện|triển khai|quán triệt|cụ thể hóa|ban hành|theo)'));

CREATE OR REPLACE MACRO amending_verbs() AS ['sửa đổi', 'bổ sung', 'thay thế', 'bãi bỏ'];

CREATE OR REPLACE VIEW mentions AS
WITH named AS (
    SELECT doc_id, block_id, start, "end", exact, number, doc_type, doc_issuer, doc_date, doc_title, fact_id
    FROM facts
    WHERE kind = 'doc_number' AND number IS NOT NULL
    UNION ALL
    SELECT doc_id, block_id, start, "end", exact, number, NULL, NULL, NULL, NULL, NULL
    FROM back_references
),
following AS (
    SELECT *, number_key(number) AS key, lag(number) OVER w AS last_number, lag("end") OVER w AS last_end
    FROM named
    WINDOW w AS (PARTITION BY doc_id, block_id ORDER BY start)
),
placed AS (
    SELECT f.*, b.ordinal, b.zone, b.section_id, b.page_start AS page,
           b.text[greatest(f.start - 239, 1):f.start] AS before,
           b.text[coalesce(last_end, f.start) + 1:f.start] AS since_last
    FROM following f
    JOIN blocks b ON b.doc_id = f.doc_id AND b.block_id = f.block_id
),
said AS (
    SELECT *,
           length(since_last) BETWEEN 1 AND 300 AND NOT regexp_matches(since_last, '[.;]\s')
               AND list_has_any(relation_verbs(since_last), amending_verbs()) AND key <> number_key(last_number) AS amends,
           regexp_matches(since_last, '(được|bị) (sửa đổi|bổ sung|thay thế|bãi bỏ)') AS is_passive,
           CASE WHEN NOT names_year(number) AND doc_date IS NOT NULL
                THEN min(year(doc_date)) OVER (PARTITION BY doc_id, key, month(doc_date), day(doc_date)) END AS said_year,
           body_level(doc_issuer) AS said_level
    FROM placed
)
SELECT doc_id, fact_id, block_id, start, "end", exact, number, key, doc_type, doc_issuer, doc_date, doc_title, zone, section_id, page,
       coalesce(last_value(said_year IGNORE NULLS) OVER earlier, first_value(said_year IGNORE NULLS) OVER later) AS year,
       coalesce(last_value(said_level IGNORE NULLS) OVER earlier, first_value(said_level IGNORE NULLS) OVER later) AS level,
       CASE WHEN amends THEN list_filter(relation_verbs(before), lambda v: NOT list_contains(amending_verbs(), v))
            ELSE relation_verbs(before) END AS relations,
       CASE WHEN amends THEN last_number END AS beside,
       CASE WHEN amends THEN list_filter(relation_verbs(since_last), lambda v: list_contains(amending_verbs(), v)) END AS amending,
       CASE WHEN amends THEN is_passive END AS is_passive
FROM said
WINDOW earlier AS (PARTITION BY doc_id, key ORDER BY ordinal, start ROWS UNBOUNDED PRECEDING),
       later AS (PARTITION BY doc_id, key ORDER BY ordinal, start ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING);
COMMENT ON VIEW mentions IS 'Every mention of a document by its number, in full (a fact) or short (Nghị quyết số 08, Nghị quyết trên)';
COMMENT ON COLUMN mentions.fact_id IS 'The mention as a fact; empty for a short form';
COMMENT ON COLUMN mentions.key IS 'The number without what may be spelled otherwise; same key, same number';
COMMENT ON COLUMN mentions.year IS 'Year by which documents of one number are told apart: named here or at the nearest mention';
COMMENT ON COLUMN mentions.level IS 'Level of the issuing body by which they are told apart: tỉnh, huyện, xã';
COMMENT ON COLUMN mentions.relations IS 'The verbs before it that say how the report stands to it: thực hiện, sửa đổi, tổng kết, căn cứ, …';
COMMENT ON COLUMN mentions.beside IS 'Number of the document that amends this one (or, where is_passive, that this one amends) by the words between';
COMMENT ON COLUMN mentions.amending IS 'The verbs between the two: sửa đổi, bổ sung, thay thế, bãi bỏ';
COMMENT ON COLUMN mentions.is_passive IS 'True for “X được sửa đổi bởi” this one';

CREATE OR REPLACE VIEW citations AS
WITH merged AS (
    SELECT doc_id, key, year, level,
           coalesce(mode(number ORDER BY number) FILTER (fact_id IS NOT NULL), min(number)) AS number,
           mode(doc_type ORDER BY doc_type) AS doc_type,
           mode(doc_issuer ORDER BY doc_issuer) AS doc_issuer,
           mode(doc_date ORDER BY doc_date) AS doc_date,
           max_by(doc_title, (length(doc_title), doc_title)) AS doc_title,
           count(*)::INTEGER AS mentions,
           list_sort(list_distinct(flatten(list(relations)))) AS relations,
           list_sort(list_distinct(list(exact))) AS forms,
           list(fact_id ORDER BY fact_id) FILTER (fact_id IS NOT NULL) AS fact_ids
    FROM mentions
    GROUP BY doc_id, key, year, level
),
citing AS (
    SELECT d.doc_id, d.report_id, d.number AS report_number, d.file_name, d.place, d.date AS report_date,
           r.doc_id IS NULL AS is_copy,
           concat_ws('|', d.issuer, d.parent_issuer, b.bodies) AS bodies
    FROM documents d
    LEFT JOIN reports r USING (doc_id)
    LEFT JOIN (SELECT doc_id, string_agg(DISTINCT doc_issuer, '|') AS bodies FROM facts GROUP BY doc_id) b USING (doc_id)
),
held AS (
    SELECT number_key(number) AS key, doc_id, report_id, issuer, date, type, title, place
    FROM reports
    WHERE number IS NOT NULL
)
SELECT m.doc_id,
       m.number,
       coalesce(nullif(m.doc_type, 'Văn bản'), h.type, t.type, m.doc_type) AS type,
       coalesce(m.doc_issuer, h.issuer, i.issuer) AS issuer,
       coalesce(m.doc_date, h.date) AS date,
       coalesce(m.doc_title, h.title) AS title,
       h.doc_id AS cited_doc_id,
       m.mentions,
       m.relations,
       m.forms,
       coalesce(m.fact_ids, []) AS fact_ids,
       c.report_id,
       c.is_copy,
       c.report_number,
       c.file_name
FROM merged m
JOIN citing c USING (doc_id)
LEFT JOIN document_types t ON t.symbol = type_symbol(m.number)
      AND (t.form IS NULL OR t.form = CASE WHEN is_party_form(m.number) THEN 'party' ELSE 'state' END)
LEFT JOIN issuers i ON i.symbol = issuer_symbol(m.number)
LEFT JOIN held h ON h.key = m.key
      AND h.report_id <> c.report_id
      AND CASE WHEN m.doc_date IS NOT NULL AND h.date IS NOT NULL THEN h.date = m.doc_date
               ELSE (names_year(m.number) OR h.place = c.place) AND coalesce(h.date <= c.report_date, true) END
QUALIFY row_number() OVER (PARTITION BY m.doc_id, m.key, m.year, m.level
                           ORDER BY h.date DESC NULLS LAST, h.doc_id, contains(c.bodies, i.issuer) DESC, i.issuer) = 1;
COMMENT ON VIEW citations IS 'One row a citing document and cited document (văn bản được viện dẫn), with what all mentions say of it';
COMMENT ON COLUMN citations.doc_id IS 'The citing document';
COMMENT ON COLUMN citations.number IS 'Number and symbol of the cited document, canonical';
COMMENT ON COLUMN citations.type IS 'Its type: from the text, else from its symbol';
COMMENT ON COLUMN citations.issuer IS 'Its issuing body: from the text, else from its symbol';
COMMENT ON COLUMN citations.date IS 'Its date, from the mentions or the archive';
COMMENT ON COLUMN citations.title IS 'Its title, from the mentions or the archive';
COMMENT ON COLUMN citations.cited_doc_id IS 'The cited document itself, where the archive holds it';
COMMENT ON COLUMN citations.mentions IS 'How often it is named, in full or short';
COMMENT ON COLUMN citations.relations IS 'The verbs before its number: thực hiện, sửa đổi, thay thế, tổng kết, căn cứ, …';
COMMENT ON COLUMN citations.forms IS 'How it is written: 08-NQ/TU, Nghị quyết trên';
COMMENT ON COLUMN citations.fact_ids IS 'The mentions in full, as facts';
COMMENT ON COLUMN citations.report_number IS 'Number of the citing document';

CREATE OR REPLACE VIEW citation_graph AS
WITH links AS (
    SELECT doc_id, coalesce(report_number, file_name) AS source, number AS target,
           unnest(CASE WHEN relations = [] THEN ['nêu'] ELSE relations END) AS relation, mentions
    FROM citations
    WHERE NOT is_copy
    UNION ALL
    SELECT doc_id, CASE WHEN is_passive THEN number ELSE beside END, CASE WHEN is_passive THEN beside ELSE number END,
           unnest(amending), 1
    FROM mentions
    WHERE beside IS NOT NULL AND doc_id IN (SELECT doc_id FROM reports)
)
SELECT source, relation, target, sum(mentions)::INTEGER AS mentions, list_sort(list(DISTINCT doc_id)) AS doc_ids
FROM links
GROUP BY ALL;
COMMENT ON VIEW citation_graph IS 'Who implements, amends, sums up whom: one row a pair of documents and verb, each report once';
COMMENT ON COLUMN citation_graph.source IS 'Number of the citing or amending document; its file name where it has none';
COMMENT ON COLUMN citation_graph.relation IS 'thực hiện, sửa đổi, bổ sung, thay thế, sơ kết, tổng kết, căn cứ, …; nêu where no verb says';
COMMENT ON COLUMN citation_graph.target IS 'Number of the cited or amended document';
COMMENT ON COLUMN citation_graph.mentions IS 'In how many mentions';
COMMENT ON COLUMN citation_graph.doc_ids IS 'The documents that say so';
