-- Những chỉ tiêu, mục tiêu phấn đấu nào được nêu, cho kỳ nào?
-- Which targets are set, and for which period?
SELECT indicator, approx, value, numerator, denominator, unit, exact, period_start, period_end, issuer, report_number, file_name, section_path
FROM indicators
WHERE status = 'target'
ORDER BY issuer, report_number, fact_id
