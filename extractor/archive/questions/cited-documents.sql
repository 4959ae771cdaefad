-- Những văn bản nào được viện dẫn, theo loại, cơ quan ban hành, năm?
-- Which documents are cited, by type, issuer and year?
-- $type = NULL: tên loại | type, e.g. Nghị quyết
-- $issuer = NULL: một phần tên cơ quan | part of the issuer's name, e.g. Chính phủ
-- $year = NULL: năm ban hành | year of issue
SELECT type, number, issuer, date, title, count(*) AS reports, sum(mentions) AS mentions
FROM citations
WHERE NOT is_copy
  AND ($type IS NULL OR folded(type) = folded($type))
  AND ($issuer IS NULL OR contains(folded(issuer), folded($issuer)))
  AND ($year IS NULL OR year(date) = $year::INTEGER OR contains(number, '/' || $year || '/'))
GROUP BY ALL
ORDER BY type NULLS LAST, number
