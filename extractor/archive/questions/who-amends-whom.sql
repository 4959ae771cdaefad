-- Văn bản nào sửa đổi, bổ sung, thay thế, bãi bỏ văn bản nào?
-- Which documents amend, supplement, replace or repeal which others?
-- $number = NULL: số, ký hiệu một văn bản | number of one of the two documents
SELECT g.source, g.relation, g.target, list_sort(list(DISTINCT d.file_name)) AS files
FROM citation_graph g
JOIN documents d ON list_contains(g.doc_ids, d.doc_id)
WHERE list_contains(amending_verbs(), g.relation)
  AND ($number IS NULL OR number_key(g.source) = number_key($number) OR number_key(g.target) = number_key($number))
GROUP BY g.source, g.relation, g.target
ORDER BY g.source, g.target, g.relation
