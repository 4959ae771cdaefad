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
