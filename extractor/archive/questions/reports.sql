-- Kho có những báo cáo nào?
-- Which reports does the archive hold?
-- $issuer = NULL: một phần tên cơ quan | part of the issuer's name
SELECT number, type, issuer, parent_issuer, place, date, title, period_start, period_end, signer, pages, copies, file_name
FROM reports
WHERE $issuer IS NULL OR contains(folded(issuer || ' ' || coalesce(parent_issuer, '')), folded($issuer))
ORDER BY date NULLS LAST, number, file_name
