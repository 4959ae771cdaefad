"""Which documents are copies of one report: the docx, the PDF and the scan share a `report_id`.

Texts are compared by sketches (bottom-k MinHash: Broder 1997, "On the resemblance and containment of
documents") of their letters without tone marks, so that a scan's misread tones and spacing do not part it
from its original.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import numpy as np
import regex

from extractor.document import Document
from extractor.text import unaccented

SIZE = 256  # hashes kept: resemblance is known to about ±0.03
RUN = 8  # letters hashed together
TELLING = 32  # hashes, its rarest, by which copies of a report without number or date are looked for
ALIKE_SAME_NUMBER = 0.3  # resemblance that confirms what an equal number and date say
ALIKE = 0.6  # resemblance that is needed where a number or date is missing

_OTHER = regex.compile(r"[^a-z0-9]+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_PAIRS = """
WITH candidates AS MATERIALIZED (
    SELECT doc_id, date, type, nullif(regexp_extract(number, '\\d+'), '') AS digits, hashes
    FROM documents JOIN sketches USING (doc_id)
),
hashed AS MATERIALIZED (
    SELECT doc_id, digits IS NULL OR date IS NULL AS unnamed, unnest(hashes) AS hash FROM candidates
),
common AS (SELECT hash, count(*) AS documents FROM hashed GROUP BY hash HAVING documents > 1),
telling AS (
    SELECT doc_id, hash FROM hashed JOIN common USING (hash) WHERE unnamed
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY documents, hash) <= $telling
),
near AS (
    SELECT a.doc_id AS one, b.doc_id AS other
    FROM candidates a JOIN candidates b ON a.digits = b.digits AND a.date = b.date AND a.doc_id < b.doc_id
    UNION
    SELECT a.doc_id, b.doc_id FROM telling a JOIN hashed b ON a.hash = b.hash AND a.doc_id <> b.doc_id
)
SELECT one, other, CASE WHEN a.digits = b.digits AND a.date = b.date THEN $same_number ELSE $alike END
FROM near
JOIN candidates a ON a.doc_id = one
JOIN candidates b ON b.doc_id = other
WHERE coalesce(a.digits = b.digits, true) AND coalesce(a.date = b.date, true)
  AND coalesce(lower(a.type) = lower(b.type), true)
ORDER BY one, other
"""


def sketch(document: Document) -> np.ndarray:
    """The `SIZE` smallest hashes of the runs of `RUN` letters in the document's body, ascending."""
    body = "".join(_OTHER.sub("", unaccented(b.text)) for b in document.blocks if b.zone == "body")
    letters = np.frombuffer(body.encode("ascii"), dtype=np.uint8).astype(np.uint64)
    count = len(letters) - RUN + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for i in range(RUN):
        hashes = (hashes << np.uint64(8)) | letters[i : i + count]
    return np.unique(_mixed(hashes))[:SIZE]


def resemblance(first: np.ndarray, second: np.ndarray) -> float:
    """How alike two texts are, 0 to 1, by their sketches: the share of the least hashes that both have."""
    least = np.union1d(first, second)[:SIZE]
    if not len(least):
        return 0.0
    both = np.intersect1d(first, second, assume_unique=True)
    return float(np.count_nonzero(both <= least[-1]) / len(least))


def group(connection: duckdb.DuckDBPyConnection) -> int:
    """Gives the copies of one report one `report_id`, the least `doc_id` of them; returns the rows changed.

    The result depends on what the archive holds, not on the order in which it came in.
    """
    pairs = connection.execute(
        _PAIRS, {"same_number": ALIKE_SAME_NUMBER, "alike": ALIKE, "telling": TELLING}
    ).fetchall()
    sketches = _sketches(connection, {doc_id for one, other, _ in pairs for doc_id in (one, other)})
    leader: dict[str, str] = {}

    def find(doc_id: str) -> str:
        while (parent := leader.get(doc_id, doc_id)) != doc_id:
            doc_id = parent
        return doc_id

    for one, other, needed in pairs:
        low, high = sorted((find(one), find(other)))
        if low != high and resemblance(sketches[one], sketches[other]) >= needed:
            leader[high] = low
    copies = [[doc_id, find(doc_id)] for doc_id in leader]
    changed = connection.execute(
        """
        UPDATE documents SET report_id = wanted
        FROM (
            SELECT doc_id AS id, coalesce(c[2], doc_id) AS wanted
            FROM documents LEFT JOIN (SELECT unnest($copies) AS c) ON c[1] = doc_id
        )
        WHERE doc_id = id AND report_id <> wanted
        """,
        {"copies": copies},
    ).fetchone()
    return int(changed[0]) if changed else 0


def _sketches(connection: duckdb.DuckDBPyConnection, doc_ids: Collection[str]) -> dict[str, np.ndarray]:
    found = connection.execute(
        "SELECT doc_id, hashes FROM sketches WHERE doc_id IN (SELECT unnest(?))", [list(doc_ids)]
    ).fetchnumpy()
    return dict(zip(found["doc_id"], map(np.asarray, found["hashes"]), strict=True))


def _mixed(values: np.ndarray) -> np.ndarray:
    """A well-mixed hash of 64-bit integers (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        values = values + _MULTIPLIER
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(values ^ (values >> np.uint64(31)))
