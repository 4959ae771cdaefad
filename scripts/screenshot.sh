#!/usr/bin/env bash
# The README's picture of `extractor show`, docs/show.png: a sample report at its first footnote, with the card of
# a fact of that paragraph open. Needs chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

.venv/bin/extractor show corpus/vankhe-danvan-2023.docx -o "$work/report.html"
first=$(grep -oE 'id="fact-[^"]+"|class="ref"' "$work/report.html" | grep -B1 -m1 'class="ref"' | sed -n 's/^id="\(.*\)-[0-9]*"$/\1/p')
fact=$(grep -oE "$first-[0-9]+" "$work/report.html" | uniq | sed -n 3p)
# Chromium takes the picture from the top of what it opened, however far that is scrolled: so it opens a frame.
echo "<!doctype html><style>body{margin:0}iframe{border:0;width:1400px;height:950px;display:block}</style>
<iframe src='report.html#$fact'></iframe>" > "$work/frame.html"
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --user-data-dir="$work/profile" \
  --hide-scrollbars --window-size=1400,950 --virtual-time-budget=2000 \
  --screenshot="$work/show.png" "file://$work/frame.html" 2>/dev/null
.venv/bin/python -c "import sys; from PIL import Image; Image.open(sys.argv[1]).convert('RGB').quantize(255).save(sys.argv[2], optimize=True)" \
  "$work/show.png" docs/show.png
ls -l docs/show.png
