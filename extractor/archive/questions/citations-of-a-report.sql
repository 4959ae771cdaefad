-- Một báo cáo viện dẫn những văn bản nào?
-- Which documents does a report cite?
-- $report: số báo cáo hoặc tên tệp | number or file name of the report
SELECT type, number, issuer, date, title, mentions, relations, cited_doc_id IS NOT NULL AS in_archive
FROM citations
WHERE report_number = $report OR file_name = $report
ORDER BY type NULLS LAST, number
