-- Giữa hai báo cáo của cùng một cơ quan, chỉ tiêu nào đổi?
-- What changed between two reports of the same body?
-- $issuer = NULL: cơ quan ban hành | issuing body
SELECT a.issuer, a.indicator, a.unit, a.value AS before, b.value AS after, b.value - a.value AS change,
       round(100 * (b.value - a.value) / nullif(a.value, 0), 1) AS percent,
       a.report_number AS report_before, b.report_number AS report_after
FROM indicators a
JOIN indicators b ON b.series = a.series AND b.kind = a.kind AND b.issuer = a.issuer
     AND b.unit IS NOT DISTINCT FROM a.unit AND b.status = a.status AND b.aggregation = a.aggregation
     AND b.report_date > a.report_date
WHERE a.status = 'result' AND a.value IS NOT NULL AND b.value IS NOT NULL
  AND ($issuer IS NULL OR folded(a.issuer) = folded($issuer))
QUALIFY row_number() OVER (PARTITION BY a.fact_id ORDER BY b.report_date, b.fact_id) = 1
    AND row_number() OVER (PARTITION BY b.fact_id ORDER BY a.report_date DESC, a.fact_id) = 1
ORDER BY a.issuer, a.indicator, a.report_date
