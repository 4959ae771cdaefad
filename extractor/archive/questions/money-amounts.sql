-- Những khoản tiền lớn nhất, ở đâu, để làm gì?
-- Which are the largest amounts of money, where, what for?
-- $currency = VND: loại tiền | currency
-- $limit = 50: số dòng | number of rows
SELECT value, currency, exact, before, after, file_name, section_path, note, page
FROM money
WHERE NOT is_copy AND currency = $currency
ORDER BY value DESC NULLS LAST, file_name, block_id, start
LIMIT $limit::INTEGER
