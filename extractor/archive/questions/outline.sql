-- Dàn mục của một báo cáo?
-- The outline of a report?
-- $report: số báo cáo hoặc tên tệp | number or file name of the report
SELECT s.path, repeat('  ', s.level - 1) || s.label || '. ' || s.heading AS heading, s.page,
       count(f.fact_id) AS facts
FROM sections s
JOIN documents d USING (doc_id)
LEFT JOIN facts f ON f.doc_id = s.doc_id AND f.section_path = s.path
WHERE d.number = $report OR d.file_name = $report
GROUP BY d.file_name, s.doc_id, s.ordinal, s.path, s.level, s.label, s.heading, s.page
ORDER BY d.file_name, s.ordinal
