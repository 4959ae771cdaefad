-- Mọi số liệu về một chủ đề trong một năm: con số, danh từ, kỳ, nơi đứng?
-- Every figure with its noun on a topic in a year: number, noun, period, place?
-- $topic: chủ đề, có dấu hoặc không | words of the topic, with or without tone marks, e.g. dân vận khéo
-- $year = NULL: năm của số liệu | year of the figure
SELECT f.exact, f.kind, f.value, f.unit, f.object, f.numerator, f.denominator, i.period_start, i.period_end,
       f.file_name, f.section_path, f.note, f.page
FROM fact_context f
LEFT JOIN indicators i USING (fact_id)
WHERE NOT f.is_copy
  AND f.kind IN ('count', 'fraction', 'percent', 'money', 'measure')
  AND contains(folded(f.block_text), folded($topic))
  AND ($year IS NULL OR year(coalesce(i.period_end, f.period_end, f.report_date)) = $year::INTEGER)
ORDER BY f.file_name, f.block_id, f.start
