-- Tệp nào không đọc được, vì sao?
-- Which files could not be read, and why?
SELECT path, stage, error, message, "at"
FROM failures
ORDER BY path
