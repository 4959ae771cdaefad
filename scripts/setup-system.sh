#!/usr/bin/env bash
# System packages that pip cannot bring: Tesseract with Vietnamese (scans), LibreOffice (.doc, .rtf), fonts.
# usage: scripts/setup-system.sh [--dev]     --dev: also what tests alone need (Chromium for the HTML pages)
#
# Installs what is missing where it may (apt-get, as root or with password-less sudo). Where it may not, it says what
# is then not read and ends well: everything else works without.
set -u

missing=()
lost=()
need() { # need PACKAGES "what is not read without them" TEST...
  local packages=$1 loss=$2
  shift 2
  "$@" >/dev/null 2>&1 && return
  missing+=($packages)
  lost+=("$loss")
}
vie() { tesseract --list-langs 2>/dev/null | grep -qx vie; }
times() { fc-list 2>/dev/null | grep -qi "liberation"; }
browser() { command -v chromium && command -v chromedriver; }
serif() { fc-list 2>/dev/null | grep -qi "dejavu"; }

need "tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd" "scans and page images (Tesseract with Vietnamese)" vie
need "libreoffice-writer-nogui" "old .doc and .rtf files (LibreOffice)" command -v soffice
need "fontconfig fonts-liberation" "the page layout of converted .doc files (a Times-metric font)" times
need "fonts-dejavu-core" "symbols in converted files (DejaVu fonts)" serif
if [ "${1:-}" = --dev ]; then
  need "chromium chromium-driver" "nothing; the browser tests of the HTML pages are skipped (Chromium, ChromeDriver)" browser
  need "poppler-utils" "nothing; rendering pages to look at (poppler-utils)" command -v pdftoppm
fi
[ ${#missing[@]} -eq 0 ] && exit 0

run=""
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null && run="sudo -n"
fi
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || [ -n "$run" ]; }; then
  echo "Installing system packages: ${missing[*]}" >&2
  $run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && exit 0
  echo "apt-get could not install them." >&2
fi
echo "Without these system packages the following is not read:" >&2
printf '  - %s\n' "${lost[@]}" >&2
echo "To bring them (Debian, Ubuntu): sudo apt-get install ${missing[*]}" >&2
exit 0
