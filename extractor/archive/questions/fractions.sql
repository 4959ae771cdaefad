-- Mọi phân số x/y với tỷ lệ và nơi đứng?
-- All fractions x/y with their share and place?
-- $below = 100.01: chỉ tỷ lệ dưới mức này | only shares below this, in percent
SELECT exact, numerator, denominator, unit, share, file_name, section_path, note, page
FROM fractions
WHERE NOT is_copy AND share < $below::DECIMAL(9, 2)
ORDER BY share, file_name, block_id, start
