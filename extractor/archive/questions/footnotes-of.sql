-- Các chú thích của một báo cáo, và câu mang dấu chú thích?
-- The footnotes of a report, and the words their marks stand behind?
-- $report: số báo cáo hoặc tên tệp | number or file name of the report
SELECT n.note, b.text[greatest(n.anchor_offset - 59, 1):n.anchor_offset] AS words, n.text, n.page_start AS page, d.file_name
FROM footnotes n
JOIN documents d USING (doc_id)
LEFT JOIN blocks b ON b.doc_id = n.doc_id AND b.block_id = n.anchor_block_id
LEFT JOIN blocks own ON own.doc_id = n.doc_id AND own.block_id = n.block_id
WHERE d.number = $report OR d.file_name = $report
ORDER BY d.file_name, own.ordinal
