-- Văn bản nào được viện dẫn trong nhiều hơn một báo cáo?
-- Which documents are cited in more than one report?
SELECT mode(type ORDER BY type) AS type, mode(number ORDER BY number) AS number,
       mode(issuer ORDER BY issuer) AS issuer, mode(date ORDER BY date) AS date,
       count(DISTINCT report_id) AS reports, list(DISTINCT file_name ORDER BY file_name) AS files
FROM citations
WHERE NOT is_copy
GROUP BY number_key(number)
HAVING count(DISTINCT report_id) > 1
ORDER BY reports DESC, number
