-- Mỗi bảng, mỗi cột là gì?
-- What is each table, each column?
-- $table = NULL: tên bảng | name of a table or view
SELECT table_name, column_name, data_type, comment
FROM duckdb_columns()
WHERE NOT internal AND schema_name = 'main' AND database_name = current_database() AND ($table IS NULL OR table_name = $table)
ORDER BY table_name, column_index
