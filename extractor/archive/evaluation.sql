-- What `extractor evaluate --save` keeps in the archive: every run, its scores and its errors, to be asked in SQL.

CREATE TABLE IF NOT EXISTS evaluation_runs (
    run_id VARCHAR NOT NULL,
    evaluated_at TIMESTAMP NOT NULL,
    gold VARCHAR NOT NULL,
    documents INTEGER NOT NULL,
    missing VARCHAR[] NOT NULL,
    value_f1 DOUBLE NOT NULL,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    drawn VARCHAR NOT NULL,
    seed INTEGER NOT NULL,
    extractor_version VARCHAR NOT NULL
);
COMMENT ON TABLE evaluation_runs IS 'One row an evaluation of this archive against gold annotations';
COMMENT ON COLUMN evaluation_runs.run_id IS 'The evaluation: time of its start (UTC)';
COMMENT ON COLUMN evaluation_runs.evaluated_at IS 'When it was made (UTC)';
COMMENT ON COLUMN evaluation_runs.gold IS 'The gold it was scored against';
COMMENT ON COLUMN evaluation_runs.documents IS 'Documents that the gold names';
COMMENT ON COLUMN evaluation_runs.missing IS 'Those of them that the archive did not hold: all their gold counts as missed';
COMMENT ON COLUMN evaluation_runs.value_f1 IS 'Headline: F1 of facts found with the right value, over all kinds';
COMMENT ON COLUMN evaluation_runs.low IS 'Lower end of its 95 % interval';
COMMENT ON COLUMN evaluation_runs.high IS 'Upper end of its 95 % interval';
COMMENT ON COLUMN evaluation_runs.drawn IS 'What the bootstrap drew: reports, or blocks where reports are few';
COMMENT ON COLUMN evaluation_runs.seed IS 'Seed of the bootstrap';
COMMENT ON COLUMN evaluation_runs.extractor_version IS 'Version of the extractor that scored, as in documents.extractor_version';

CREATE TABLE IF NOT EXISTS evaluation_scores (
    run_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    score DOUBLE,
    gold INTEGER,
    found INTEGER,
    "right" INTEGER,
    "precision" DOUBLE,
    recall DOUBLE,
    low DOUBLE,
    high DOUBLE,
    degenerate BOOLEAN
);
COMMENT ON TABLE evaluation_scores IS 'The scores of every evaluation (scoring.md), one a row';
COMMENT ON COLUMN evaluation_scores.run_id IS 'The evaluation';
COMMENT ON COLUMN evaluation_scores.scope IS 'micro, macro, kind, zone, format or document for facts; reading for the text; value for fields beyond the required';
COMMENT ON COLUMN evaluation_scores.name IS 'Which kind, zone, format, document or field';
COMMENT ON COLUMN evaluation_scores.measure IS 'strict, overlap or value for facts; else what was measured';
COMMENT ON COLUMN evaluation_scores.score IS 'F1 of facts and sections; else a share (or the character error rate)';
COMMENT ON COLUMN evaluation_scores.gold IS 'Marks in the gold';
COMMENT ON COLUMN evaluation_scores.found IS 'Marks found';
COMMENT ON COLUMN evaluation_scores."right" IS 'Marks of both that match';
COMMENT ON COLUMN evaluation_scores."precision" IS 'right / found';
COMMENT ON COLUMN evaluation_scores.recall IS 'right / gold';
COMMENT ON COLUMN evaluation_scores.low IS 'Lower end of the 95 % interval of the score';
COMMENT ON COLUMN evaluation_scores.high IS 'Upper end of the 95 % interval of the score';
COMMENT ON COLUMN evaluation_scores.degenerate IS 'Every draw gave one score: the ends are Wilson''s';

CREATE TABLE IF NOT EXISTS evaluation_slips (
    run_id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    expected VARCHAR NOT NULL,
    found VARCHAR NOT NULL
);
COMMENT ON TABLE evaluation_slips IS 'What an evaluation found misread: text, structure and metadata';
COMMENT ON COLUMN evaluation_slips.run_id IS 'The evaluation';
COMMENT ON COLUMN evaluation_slips.document IS 'File name of the document';
COMMENT ON COLUMN evaluation_slips.part IS 'paragraph, footnote, anchor, glued mark, section, or metadata and the field';
COMMENT ON COLUMN evaluation_slips.expected IS 'As the gold has it, empty where the gold has nothing';
COMMENT ON COLUMN evaluation_slips.found IS 'As it was read, empty where nothing was';

CREATE TABLE IF NOT EXISTS evaluation_errors (
    run_id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    doc_id VARCHAR,
    kind VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    expected VARCHAR,
    expected_value VARCHAR,
    found VARCHAR,
    found_value VARCHAR,
    before VARCHAR NOT NULL,
    after VARCHAR NOT NULL,
    gold_block VARCHAR,
    block_id VARCHAR,
    start INTEGER,
    page INTEGER,
    rule VARCHAR,
    fact_id VARCHAR
);
COMMENT ON TABLE evaluation_errors IS 'Every mark that an evaluation found missed, spurious or wrong';
COMMENT ON COLUMN evaluation_errors.run_id IS 'The evaluation';
COMMENT ON COLUMN evaluation_errors.document IS 'File name of the document';
COMMENT ON COLUMN evaluation_errors.doc_id IS 'The document, where the archive holds it';
COMMENT ON COLUMN evaluation_errors.kind IS 'Kind of the gold''s mark, of the found one where it is spurious';
COMMENT ON COLUMN evaluation_errors.error IS 'missed, spurious, wrong value, wrong boundary or wrong kind';
COMMENT ON COLUMN evaluation_errors.zone IS 'body or footnote';
COMMENT ON COLUMN evaluation_errors.expected IS 'The gold''s words';
COMMENT ON COLUMN evaluation_errors.expected_value IS 'The gold''s required value fields';
COMMENT ON COLUMN evaluation_errors.found IS 'The words found';
COMMENT ON COLUMN evaluation_errors.found_value IS 'Their required value fields';
COMMENT ON COLUMN evaluation_errors.before IS 'Text before the mark';
COMMENT ON COLUMN evaluation_errors.after IS 'Text after the mark';
COMMENT ON COLUMN evaluation_errors.gold_block IS 'Block of the gold';
COMMENT ON COLUMN evaluation_errors.block_id IS 'Block of the archive''s document where the mark stands, or should have been found';
COMMENT ON COLUMN evaluation_errors.start IS 'Characters of that block before it';
COMMENT ON COLUMN evaluation_errors.page IS 'Page';
COMMENT ON COLUMN evaluation_errors.rule IS 'The rule that found it';
COMMENT ON COLUMN evaluation_errors.fact_id IS 'The fact found, in facts';
