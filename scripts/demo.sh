#!/usr/bin/env bash
# The main job on the sample corpus: ingest, a few questions, the score against gold, a page to open.
# Everything lands in build/demo; run `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
extractor=.venv/bin/extractor
out=build/demo
db=$out/archive.duckdb
mkdir -p "$out"
rm -f "$db"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { printf '\033[2m$ %s\033[0m\n' "$*"; "$@"; }

say "1. Read the sample corpus into an archive"
run $extractor ingest corpus --db $db

say "2. Ask it"
run $extractor query --db $db "SELECT number, issuer, date, period_start, period_end FROM documents GROUP BY ALL ORDER BY date"
run $extractor query --db $db "SELECT c.file_name, relations, before || exact || after AS words FROM citations c JOIN doc_numbers n USING (doc_id, number) WHERE number = '12-NQ/HU' AND NOT c.is_copy LIMIT 5"
run $extractor query --db $db shares-by-unit --unit xã
run $extractor search --db $db "dan van kheo" --limit 3
run $extractor audit --db $db --severity strong

say "3. How far to trust it: the score against the corpus's gold"
run $extractor evaluate --db $db --gold gold

say "4. One report as a page: open it in a browser"
page=$out/vankhe-danvan-2023.html
run $extractor show corpus/vankhe-danvan-2023.docx --output $page
echo "$PWD/$page"
