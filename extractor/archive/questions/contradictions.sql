-- Những mâu thuẫn nào trong và giữa các báo cáo?
-- Which contradictions are there inside and between reports?
-- $severity = NULL: strong hoặc weak | strong or weak
SELECT d.file_name, c."check", c.severity, c.message, c.evidence
FROM contradictions c
JOIN documents d USING (doc_id)
WHERE $severity IS NULL OR c.severity = $severity
ORDER BY d.file_name, c.severity, c."check", c.finding_id
