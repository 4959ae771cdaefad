-- Một chỉ tiêu qua các báo cáo và các kỳ?
-- One indicator over reports and periods?
-- $indicator: tên chỉ tiêu, có dấu hoặc không | its name, with or without tone marks, e.g. mô hình
SELECT indicator, period_start, period_end, value, numerator, denominator, unit, approx, status, aggregation, issuer, place,
       report_number, file_name, section_path, page
FROM indicators
WHERE contains(' ' || series || ' ', ' ' || folded($indicator) || ' ')
ORDER BY series, period_end, period_start, report_date, fact_id
