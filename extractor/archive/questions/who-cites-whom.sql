-- Báo cáo nào trong kho viện dẫn báo cáo nào trong kho?
-- Which documents of the archive cite which others of it?
SELECT c.report_number AS citing, c.relations, c.number AS cited, c.file_name AS citing_file, d.file_name AS cited_file
FROM citations c
JOIN documents d ON d.doc_id = c.cited_doc_id
WHERE NOT c.is_copy
ORDER BY citing, cited
