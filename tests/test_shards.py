"""Shards of Parquet and the cluster that writes them: the same rows as one machine's archive."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import fsspec
import pytest
from samples import report

from extractor.archive.open import connect
from extractor.ingest import ingest
from extractor.ingest.cluster import ingest_on_ray, names, read_chunk
from extractor.ingest.shards import merge

TABLES = ("sections", "blocks", "footnotes", "table_cells", "facts", "findings", "search_texts", "paths")
DOCUMENTS = "SELECT * EXCLUDE (ingested_at, extractor_version) FROM documents ORDER BY ALL"
FAILURES = 'SELECT * EXCLUDE ("at") FROM failures ORDER BY ALL'


def content(db: Path) -> dict[str, list[Any]]:
    with connect(db, read_only=True) as archive:
        rows = {table: archive.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in TABLES}
        return rows | {
            "documents": archive.execute(DOCUMENTS).fetchall(),
            "failures": archive.execute(FAILURES).fetchall(),
        }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports, one of them damaged."""
    reports = tmp_path / "in"
    for n in range(5):
        report(reports, f"{n}.txt", number=f"{n}/BC-UBND")
    (reports / "broken.pdf").write_bytes(b"")
    return reports


def test_merged_shards_hold_what_one_ingest_does(folder: Path, tmp_path: Path) -> None:
    ingest([folder], tmp_path / "whole.duckdb")
    files = names(str(folder))
    shard, half = str(tmp_path / "shard"), tmp_path / "half.duckdb"
    assert read_chunk("000000", files[:2], shard, "auto", 60, 4096) == (2, 0)
    assert read_chunk("000001", files[3:], shard, "auto", 60, 4096) == (2, 1)
    ingest(files[2:3], half)
    for _ in range(2):  # again changes nothing
        assert merge([shard, str(half)], tmp_path / "merged.duckdb") == 5
        assert content(tmp_path / "merged.duckdb") == content(tmp_path / "whole.duckdb")


def test_files_and_shards_may_lie_where_fsspec_reaches(folder: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for file in folder.iterdir():
        memory.pipe(f"/reports/{file.name}", file.read_bytes())
    memory.pipe("/reports/table.csv", b"a,b")
    files = names("memory://reports")
    assert [name.rsplit("/", 1)[-1] for name in files] == [*(f"{n}.txt" for n in range(5)), "broken.pdf"]
    assert read_chunk("000000", files, "memory://shard", "auto", 60, 4096) == (5, 1)
    assert merge(["memory://shard"], tmp_path / "a.duckdb") == 5
    with connect(tmp_path / "a.duckdb", read_only=True) as archive:
        paths = archive.execute("SELECT path FROM documents ORDER BY path").fetchall()
    assert paths == [(name,) for name in files[:5]]


def test_a_cluster_that_loses_a_node_gives_the_same_rows(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'extractor[ray]'")
    import ray
    from ray.cluster_utils import Cluster

    folder, shard = tmp_path / "in", tmp_path / "shard"
    for n in range(96):  # three chunks
        report(folder, f"{n:02}.txt", number=f"{n}/BC-UBND")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    lost = cluster.add_node(num_cpus=1)

    def lose_a_node() -> None:
        while not list(shard.glob("documents/*.parquet")):
            time.sleep(0.1)
        cluster.remove_node(lost, allow_graceful=False)

    try:
        ray.init(address=cluster.address, log_to_driver=False)
        losing = threading.Thread(target=lose_a_node)
        losing.start()
        assert ingest_on_ray([str(folder)], str(shard)) == (96, 0)
        losing.join()
    finally:
        ray.shutdown()
        cluster.shutdown()
    ingest([folder], tmp_path / "whole.duckdb")
    merge([str(shard)], tmp_path / "merged.duckdb")
    assert content(tmp_path / "merged.duckdb") == content(tmp_path / "whole.duckdb")
