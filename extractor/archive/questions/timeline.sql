-- Ngày tháng nào được nhắc đến, theo thứ tự thời gian?
-- Which dates are named, in order of time?
-- $from = 0001-01-01: từ ngày | from this day
-- $to = 9999-12-31: đến ngày | to this day
SELECT date_start, date_end, exact, before || '[' || exact || ']' || after AS words, file_name, section_path, note, page
FROM dates
WHERE NOT is_copy AND date_end >= $from::DATE AND date_start <= $to::DATE
ORDER BY date_start, date_end, file_name, block_id, start
