"""Which documents are copies of one report: the docx, the PDF and the scan share a `report_id`.

Texts are compared by sketches (bottom-k MinHash: Broder 1997, "On the resemblance and containment of
documents") of their letters without tone marks, so that a scan's misread tones and spacing do not part it
from its original.
"""

from __future__ import annotations

import duckdb
import numpy as np
import regex

from extractor.document import Document
from extractor.text import unaccented

SIZE = 256  # hashes kept: resemblance is known to about ±0.03
RUN = 8  # letters hashed together
ALIKE_SAME_NUMBER = 0.3  # resemblance that confirms what an equal number and date say
ALIKE = 0.6  # resemblance that is needed where a number or date is missing

_OTHER = regex.compile(r"[^a-z0-9]+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_PAIRS = """
WITH candidates AS MATERIALIZED (
    SELECT doc_id, date, type, nullif(regexp_extract(number, '\\d+'), '') AS digits, hashes
    FROM documents JOIN sketches USING (doc_id)
),
near AS (
    SELECT a.doc_id AS one, b.doc_id AS other
    FROM candidates a JOIN candidates b ON a.digits = b.digits AND a.date = b.date AND a.doc_id < b.doc_id
    UNION
    SELECT a.doc_id, b.doc_id
    FROM (SELECT doc_id, unnest(hashes[1:8]) AS hash FROM candidates WHERE digits IS NULL OR date IS NULL) a
    JOIN (SELECT doc_id, unnest(hashes[1:8]) AS hash FROM candidates) b
      ON a.hash = b.hash AND a.doc_id <> b.doc_id
),
compared AS (
    SELECT one, other, a.hashes AS first, b.hashes AS second,
           list_sort(list_distinct(list_concat(a.hashes, b.hashes)))[1:$size] AS least,
           CASE WHEN a.digits = b.digits AND a.date = b.date THEN $same_number ELSE $alike END AS needed
    FROM near
    JOIN candidates a ON a.doc_id = one
    JOIN candidates b ON b.doc_id = other
    WHERE coalesce(a.digits = b.digits, true) AND coalesce(a.date = b.date, true)
      AND coalesce(lower(a.type) = lower(b.type), true)
)
SELECT one, other
FROM compared
WHERE len(list_intersect(list_intersect(least, first), second)) >= needed * len(least) AND len(least) > 0
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


def group(connection: duckdb.DuckDBPyConnection) -> int:
    """Gives the copies of one report one `report_id`, the least `doc_id` of them; returns the rows changed.

    The result depends on what the archive holds, not on the order in which it came in.
    """
    pairs = connection.execute(
        _PAIRS, {"size": SIZE, "same_number": ALIKE_SAME_NUMBER, "alike": ALIKE}
    ).fetchall()
    leader: dict[str, str] = {}

    def find(doc_id: str) -> str:
        while (parent := leader.get(doc_id, doc_id)) != doc_id:
            doc_id = parent
        return doc_id

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
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


def _mixed(values: np.ndarray) -> np.ndarray:
    """A well-mixed hash of 64-bit integers (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        values = values + _MULTIPLIER
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(values ^ (values >> np.uint64(31)))
