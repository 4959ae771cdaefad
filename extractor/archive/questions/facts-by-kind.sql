-- Mỗi báo cáo có bao nhiêu dữ kiện mỗi loại?
-- How many facts of each kind does each report hold?
SELECT d.file_name, d.number,
       count(*) AS facts,
       count(*) FILTER (kind = 'date') AS dates,
       count(*) FILTER (kind = 'duration') AS durations,
       count(*) FILTER (kind = 'doc_number') AS doc_numbers,
       count(*) FILTER (kind = 'count') AS counts,
       count(*) FILTER (kind = 'fraction') AS fractions,
       count(*) FILTER (kind = 'percent') AS percents,
       count(*) FILTER (kind = 'money') AS money,
       count(*) FILTER (kind = 'measure') AS measures
FROM facts f
JOIN reports d USING (doc_id)
GROUP BY d.file_name, d.number
ORDER BY d.file_name, d.number
