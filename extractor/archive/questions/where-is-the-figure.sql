-- Một con số đứng ở đâu: tệp, mục, trang, chú thích, trong câu nào?
-- Where does a given figure stand: file, section, page, footnote, and in what words?
-- $figure: con số như in hoặc giá trị | the figure as printed or its value, e.g. 2.035
SELECT file_name, section_path, page, note, before || '[' || exact || ']' || after AS words, kind, rule
FROM fact_context
WHERE NOT is_copy
  AND (contains(exact, $figure) OR value = TRY_CAST($figure AS DECIMAL(38, 9)))
ORDER BY file_name, block_id, start
