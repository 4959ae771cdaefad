-- The tables of an archive (archive.md). A comment behind a table's name or a column becomes its COMMENT in the
-- database, so that a stranger can ask `FROM duckdb_columns()` what each thing is.

CREATE TABLE documents ( -- One row a file's content (văn bản): the same bytes are one document wherever they lie
    doc_id VARCHAR NOT NULL, -- First 16 hex digits of the SHA-256 of the file's bytes
    report_id VARCHAR NOT NULL, -- The report this file holds: shared by the docx, PDF and scan of one report
    path VARCHAR NOT NULL, -- Where the file was last seen; further places of the same bytes are in paths
    file_name VARCHAR NOT NULL, -- Last part of path
    format VARCHAR NOT NULL, -- docx, pdf, doc, rtf, txt, md or image, by content
    sha256 VARCHAR NOT NULL, -- SHA-256 of the file's bytes
    pages INTEGER, -- Number of pages (số trang), where the format has pages
    type VARCHAR, -- Type as printed in the title block (tên loại): Báo cáo, Kế hoạch, …
    number VARCHAR, -- The document's own number and symbol (số, ký hiệu), canonical: 210-BC/BDVTU
    issuer VARCHAR, -- Issuing body (cơ quan ban hành)
    parent_issuer VARCHAR, -- The body above it in the letterhead (cơ quan chủ quản)
    place VARCHAR, -- Place of issue (địa danh)
    date DATE, -- Date of issue (ngày ban hành)
    title VARCHAR, -- Subject line (trích yếu)
    period_start DATE, -- First day of the period reported on (kỳ báo cáo)
    period_end DATE, -- Last day of the period reported on
    signer VARCHAR, -- Who signed (người ký)
    signer_role VARCHAR, -- In what office (chức vụ người ký)
    text_source VARCHAR NOT NULL, -- text (born digital), ocr (read from images) or legacy (pre-Unicode fonts converted)
    warnings VARCHAR[] NOT NULL, -- What could not be read with certainty, one line each
    extractor_version VARCHAR NOT NULL, -- Version of the extractor that read it; another version reads it again
    ingested_at TIMESTAMP NOT NULL -- When it was loaded (UTC)
);

CREATE TABLE paths ( -- Every place where a document's file was seen: moved, renamed and duplicate files
    path VARCHAR NOT NULL, -- Path of the file
    doc_id VARCHAR NOT NULL -- The document whose bytes lay there
);

CREATE TABLE sections ( -- Numbered headings (mục), in order
    doc_id VARCHAR NOT NULL, -- The document
    section_id VARCHAR NOT NULL, -- The section, within its document
    parent_id VARCHAR, -- section_id of the section it belongs to
    ordinal INTEGER NOT NULL, -- Place in reading order, from 1
    label VARCHAR NOT NULL, -- Number as printed without its closing mark: I, 2, 2.1, a
    heading VARCHAR NOT NULL, -- The heading without its label
    level INTEGER NOT NULL, -- 1 is outermost
    path VARCHAR NOT NULL, -- Labels from the root: II/5/5.1
    page INTEGER -- Page on which it begins
);

CREATE TABLE blocks ( -- Paragraphs, headings, list items, table rows and footnotes, each whole even where a page cut it
    doc_id VARCHAR NOT NULL, -- The document
    block_id VARCHAR NOT NULL, -- The block, within its document
    section_id VARCHAR, -- The section it stands in
    ordinal INTEGER NOT NULL, -- Place in reading order, from 1
    zone VARCHAR NOT NULL, -- letterhead, title, body, footnote, recipients or signature
    kind VARCHAR NOT NULL, -- heading, paragraph, item, table_row or footnote
    text VARCHAR NOT NULL, -- Text in NFC without footnote marks; the cells of a table row are joined by " | "
    page_start INTEGER, -- Page on which it begins
    page_end INTEGER -- Page on which it ends
);

CREATE TABLE footnotes ( -- Footnotes (chú thích) and where their marks stood
    doc_id VARCHAR NOT NULL, -- The document
    note VARCHAR NOT NULL, -- Label as printed
    block_id VARCHAR NOT NULL, -- The block that holds its text
    text VARCHAR NOT NULL, -- Full text, joined across pages
    anchor_block_id VARCHAR, -- The block in which its mark stood
    anchor_offset INTEGER, -- Characters of that block's text before the mark
    page_start INTEGER, -- Page on which it begins
    page_end INTEGER -- Page on which it ends
);

CREATE TABLE table_cells ( -- Tables, cell by cell
    doc_id VARCHAR NOT NULL, -- The document
    table_id VARCHAR NOT NULL, -- The table, within its document
    row INTEGER NOT NULL, -- Row, from 0
    col INTEGER NOT NULL, -- Column, from 0
    row_span INTEGER NOT NULL, -- Rows it covers
    col_span INTEGER NOT NULL, -- Columns it covers
    is_header BOOLEAN NOT NULL, -- True in heading rows
    text VARCHAR NOT NULL, -- Text of the cell
    page INTEGER, -- Page on which it stands
    section_id VARCHAR, -- The section the table stands in
    block_id VARCHAR -- The block of its row
);

CREATE TABLE facts ( -- Every date, duration, document number, count, fraction, percentage, amount and quantity found
    doc_id VARCHAR NOT NULL, -- The document
    fact_id VARCHAR NOT NULL, -- The fact, unique in the archive: document, block and place in it
    kind VARCHAR NOT NULL, -- date, duration, doc_number, count, fraction, percent, money or measure
    exact VARCHAR NOT NULL, -- The words as printed
    block_id VARCHAR NOT NULL, -- The block it stands in
    start INTEGER NOT NULL, -- Characters of the block's text before it
    "end" INTEGER NOT NULL, -- Characters of the block's text up to its end
    zone VARCHAR NOT NULL, -- body or footnote
    note VARCHAR, -- Label of the footnote it stands in
    section_path VARCHAR, -- Path of the section it stands in
    page INTEGER, -- Page it stands on
    x0 DOUBLE, -- Left edge on the page, PDF points
    y0 DOUBLE, -- Upper edge from the top of the page, PDF points
    x1 DOUBLE, -- Right edge, PDF points
    y1 DOUBLE, -- Lower edge, PDF points
    value DECIMAL(38, 9), -- The number, exact: of counts, percentages, amounts, quantities and durations
    value_max DECIMAL(38, 9), -- Upper end of a range (10 - 15 người)
    unit VARCHAR, -- Head noun counted, unit of measure or of time
    approx VARCHAR, -- Hedge: > (trên, hơn), < (gần), ~ (khoảng), >= (tối thiểu), <= (tối đa)
    object VARCHAR, -- Whole noun phrase counted
    numerator DECIMAL(38, 9), -- Part, of a fraction
    denominator DECIMAL(38, 9), -- Whole, of a fraction
    currency VARCHAR, -- Currency of an amount: VND, USD, …
    date_start DATE, -- First day of a date or period
    date_end DATE, -- Last day of it, inclusive
    number VARCHAR, -- Number and symbol of a cited document, canonical
    doc_type VARCHAR, -- Type of the cited document as the text names it
    doc_issuer VARCHAR, -- Its issuer as the text names it
    doc_date DATE, -- Its date as the text gives it
    doc_title VARCHAR, -- Its title as the text quotes it
    rule VARCHAR NOT NULL, -- The rule that found it
    confidence DOUBLE NOT NULL -- How sure the rule is here, 0 to 1
);

CREATE TABLE back_references ( -- Mentions of a cited document without its symbol (Nghị quyết số 08, Nghị quyết trên), resolved
    doc_id VARCHAR NOT NULL, -- The document
    block_id VARCHAR NOT NULL, -- The block it stands in
    start INTEGER NOT NULL, -- Characters of the block's text before it
    "end" INTEGER NOT NULL, -- Characters of the block's text up to its end
    exact VARCHAR NOT NULL, -- The words as printed
    number VARCHAR NOT NULL -- Number and symbol of the document meant, canonical
);

CREATE TABLE findings ( -- Contradictions inside a document, as found when it was read; see the view contradictions
    doc_id VARCHAR NOT NULL, -- The document
    finding_id VARCHAR NOT NULL, -- The finding, stable from run to run
    "check" VARCHAR NOT NULL, -- Name of the check that found it
    severity VARCHAR NOT NULL, -- strong (cannot be meant) or weak (to be looked at)
    message VARCHAR NOT NULL, -- What is wrong, one Vietnamese sentence
    fact_ids VARCHAR[] NOT NULL, -- The facts on both sides
    evidence VARCHAR NOT NULL -- The quoted marks of both sides with their places
);

CREATE TABLE sketches ( -- Fingerprints of the texts, by which the copies of one report are recognised (MinHash, bottom-k)
    doc_id VARCHAR NOT NULL, -- The document
    hashes UBIGINT[] NOT NULL -- The smallest hashes of the runs of letters in its body
);

CREATE TABLE search_texts ( -- The words of every block as the full-text index holds them
    key BIGINT NOT NULL, -- Key of the block in the index
    doc_id VARCHAR NOT NULL, -- The document
    block_id VARCHAR NOT NULL, -- The block, within its document
    toned VARCHAR NOT NULL, -- Its words in lower case, tone marks placed alike whatever the spelling (hoá as hóa)
    plain VARCHAR NOT NULL -- Its words in lower case without tone marks, đ as d
);

CREATE TABLE failures ( -- Files that could not be read; a row goes when its file goes in
    path VARCHAR NOT NULL, -- The file
    sha256 VARCHAR, -- SHA-256 of its bytes, where they could be read
    stage VARCHAR NOT NULL, -- open, parse, extract, load, timeout, memory or crash
    error VARCHAR NOT NULL, -- Kind of error
    message VARCHAR NOT NULL, -- What is wrong and what to do, one line
    "at" TIMESTAMP NOT NULL -- When it was first seen to fail so (UTC)
);

CREATE TABLE runs ( -- One row a run of ingest
    run_id VARCHAR NOT NULL, -- The run: time of its start and a random part
    started_at TIMESTAMP NOT NULL, -- Start (UTC)
    finished_at TIMESTAMP, -- End (UTC); empty while it runs, and for ever where it was killed
    files INTEGER NOT NULL, -- Files looked at
    ingested INTEGER NOT NULL, -- Documents loaded
    skipped INTEGER NOT NULL, -- Files whose content was there already
    failed INTEGER NOT NULL, -- Files that failed
    pages INTEGER NOT NULL, -- Pages of the documents loaded
    seconds DOUBLE NOT NULL, -- Duration
    extractor_version VARCHAR NOT NULL -- Version of the extractor
);

CREATE TABLE document_types ( -- What the symbol of a document type stands for (Nghị định 30/2020/NĐ-CP, Phụ lục III; Hướng dẫn 36-HD/VPTW)
    symbol VARCHAR NOT NULL, -- As in a number: NQ, QĐ, CT
    form VARCHAR, -- party (08-NQ/TU) or state (30/2020/NĐ-CP) where the symbol means another thing in the other form
    type VARCHAR NOT NULL -- In words: Nghị quyết, Quyết định, Chỉ thị
);

CREATE TABLE issuers ( -- What the symbol of an issuing body stands for
    symbol VARCHAR NOT NULL, -- As at the end of a number: CP, TTg, TW
    issuer VARCHAR NOT NULL -- In words: Chính phủ, Thủ tướng Chính phủ, …
);

CREATE TABLE synonyms ( -- Names under which one thing is counted, for the view indicators
    name VARCHAR NOT NULL, -- As reports may name it: htx
    standard VARCHAR NOT NULL -- The name it is compared by: hợp tác xã
);
