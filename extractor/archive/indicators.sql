-- Series: the same thing counted, over documents and periods.

-- The words that make a figure a target, a state at a day (cumulative), or of the whole place.
CREATE OR REPLACE MACRO is_target(before) AS
    regexp_matches(lower(before), '(phấn đấu|mục tiêu|chỉ tiêu|kế hoạch giao|dự kiến|tối thiểu|ít nhất)[^.;]*$');
CREATE OR REPLACE MACRO is_cumulative(before) AS
    regexp_matches(lower(before), '(l[ũu]y kế|luỹ kế|cộng dồn|tính đến|đến nay|đến hết|đến (cuối|ngày|tháng|năm)|hiện (nay )?(có|còn)|hiện nay|toàn \p{L}+( \p{L}+)? (còn|hiện)|nâng (tổng )?số|lên)[^.;]*$');
CREATE OR REPLACE MACRO is_of_whole_place(before) AS
    regexp_matches(lower(before), '(toàn (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|ngành)|cả (tỉnh|huyện|nước))[^.;,]{0,25}$');

-- A figure's period is the date named last before it in its block, else its report's.
CREATE OR REPLACE VIEW indicators AS
WITH figures AS (
    SELECT *,
           coalesce(object, unit) AS indicator,
           folded(coalesce(object, unit)) AS plain
    FROM fact_context
    WHERE kind IN ('count', 'money', 'measure', 'percent', 'fraction')
      AND coalesce(object, unit) IS NOT NULL
      AND NOT is_copy
),
names AS (
    SELECT plain, coalesce(first(folded(s.standard) || substr(plain, length(folded(s.name)) + 1) ORDER BY length(s.name) DESC)
                           FILTER (s.name IS NOT NULL), plain) AS standard
    FROM (SELECT DISTINCT plain FROM figures)
    LEFT JOIN synonyms s ON starts_with(plain || ' ', folded(s.name) || ' ')
    GROUP BY plain
),
ordered AS (
    SELECT plain, min(standard) OVER (PARTITION BY list_sort(string_split(standard, ' '))) AS series
    FROM names
),
periods AS (
    SELECT doc_id, block_id, start, date_start, date_end
    FROM facts
    WHERE kind = 'date' AND date_start IS NOT NULL AND date_end > date_start
)
SELECT o.series,
       f.indicator,
       f.kind,
       f.value,
       f.value_max,
       f.numerator,
       f.denominator,
       coalesce(f.unit, f.currency) AS unit,
       f.approx,
       CASE WHEN is_target(f.before) THEN 'target' ELSE 'result' END AS status,
       CASE WHEN is_cumulative(f.before) THEN 'cumulative' ELSE 'periodic' END AS aggregation,
       is_of_whole_place(f.before) AS is_whole,
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
JOIN ordered o USING (plain)
ASOF LEFT JOIN periods p ON p.doc_id = f.doc_id AND p.block_id = f.block_id AND f.start >= p.start;
COMMENT ON VIEW indicators IS 'One series per counted object over documents and periods (chỉ tiêu theo kỳ); each report once';
COMMENT ON COLUMN indicators.series IS 'Name of the series: the counted object without tone marks, synonyms and word orders made one';
COMMENT ON COLUMN indicators.indicator IS 'The counted object as printed';
COMMENT ON COLUMN indicators.unit IS 'Head noun, unit or currency';
COMMENT ON COLUMN indicators.is_whole IS 'True where the figure is said to be of the whole place: toàn huyện có …';
COMMENT ON COLUMN indicators.status IS 'target (phấn đấu, chỉ tiêu, tối thiểu) or result';
COMMENT ON COLUMN indicators.aggregation IS 'cumulative (lũy kế, tính đến, hiện có: a state at the end of the period) or periodic (what the period brought)';
COMMENT ON COLUMN indicators.period_start IS 'First day of the period the figure belongs to: named before it, else the report''s';
COMMENT ON COLUMN indicators.period_end IS 'Last day of that period';
COMMENT ON COLUMN indicators.issuer IS 'Issuing body of the report';
COMMENT ON COLUMN indicators.place IS 'Place of the report';
