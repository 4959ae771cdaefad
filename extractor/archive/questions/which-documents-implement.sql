-- Báo cáo nào thực hiện, sơ kết, tổng kết một văn bản đã cho, và nói gì về nó?
-- Which reports implement, sum up or otherwise name a given document, and in what words?
-- $number: số, ký hiệu văn bản | number of the document, e.g. 08-NQ/TU
SELECT c.report_number, c.file_name, c.relations, c.mentions, c.type, c.number, c.issuer, c.date, c.title
FROM citations c
WHERE number_key(c.number) = number_key($number) AND NOT c.is_copy
ORDER BY c.report_number, c.file_name
