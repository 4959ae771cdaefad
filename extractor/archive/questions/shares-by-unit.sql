-- Tỷ lệ đạt được của mọi phân số x/y, theo đơn vị tính?
-- What share is achieved in all x/y, by unit?
-- $unit = NULL: đơn vị tính | unit, e.g. xã
SELECT unit, count(*) AS fractions, count(*) FILTER (numerator = denominator) AS complete,
       sum(numerator) AS achieved, sum(denominator) AS of_total,
       round(100 * sum(numerator) / nullif(sum(denominator), 0), 2) AS share
FROM fractions
WHERE NOT is_copy AND ($unit IS NULL OR folded(unit) = folded($unit))
GROUP BY unit
ORDER BY fractions DESC, unit
