"""Shards of Parquet and the cluster that writes them: what stands in them is what one machine's archive holds."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import nodes
import pytest
from samples import report
from typed import Run

from extractor.archive import shard
from extractor.archive.open import connect
from extractor.errors import ExtractorError
from extractor.ingest import cluster, ingest
from extractor.ingest import run as single
from extractor.ingest.cluster import ingest_on_ray
from extractor.ingest.remote import digest, sources
from extractor.ingest.shards import merge
from extractor.query import ask

TABLES = (
    "sections",
    "blocks",
    "footnotes",
    "table_cells",
    "facts",
    "back_references",
    "findings",
    "sketches",
)
VIEWS = ("reports", "counts", "fractions", "citations", "indicators", "contradictions")
PATHS = "FROM paths ORDER BY ALL"
DOCUMENTS = "SELECT * EXCLUDE (ingested_at, extractor_version) FROM documents ORDER BY ALL"
FAILURES = 'SELECT * EXCLUDE ("at") FROM failures ORDER BY ALL'


def content(place: Path | str) -> dict[str, list[Any]]:
    """What an archive or a shard holds, save for times and versions."""
    queries = {name: f"SELECT * FROM {name} ORDER BY ALL" for name in (*TABLES, *VIEWS)}
    queries |= {"paths": PATHS, "documents": DOCUMENTS, "failures": FAILURES}
    queries["reports"] = "SELECT * EXCLUDE (ingested_at, extractor_version) FROM reports ORDER BY ALL"
    with connect(place, read_only=True) as held:
        return {name: held.execute(sql).fetchall() for name, sql in queries.items()}


def parts(place: Path, table: str) -> set[str]:
    return {path.stem for path in (place / table).glob("*.parquet")}


def chunk(part: str, names: list[str], out: str) -> list[cluster.Told]:
    """Reads files into one part of a shard, in this process."""
    files = [(name, digest(name)) for name in names]
    return cluster.read_chunk(part, files, out, cluster.version(), "auto", 60, 4096)


def taken(place: str) -> list[str]:
    return [source.name for source in sources([place]) if source.passed is None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports, one of them twice, one damaged."""
    reports = tmp_path / "in"
    for n in range(5):
        report(reports, f"{n}.txt", number=f"{n}/BC-UBND")
    shutil.copy(reports / "1.txt", reports / "twin of 1.txt")
    (reports / "broken.pdf").write_bytes(b"")
    return reports


@pytest.fixture(scope="module")
def store() -> Iterator[Callable[[str], str]]:
    """An object store on this machine; gives the URL of a bucket of that name."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'extractor[s3]'")
    server_module = pytest.importorskip(
        "moto.server", reason="moto is not installed: pip install 'moto[server]'"
    )
    server = server_module.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")

        def bucket(name: str) -> str:
            fsspec.filesystem("s3").mkdir(name)
            return f"s3://{name}"

        yield bucket
    server.stop()


@pytest.fixture(scope="module")
def nodes_of_two(store: Callable[[str], str]) -> Iterator[Any]:
    """A Ray cluster of two nodes, which know the object store."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'extractor[ray]'")
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(nodes.__file__).parent), prepend=os.pathsep)
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        made.add_node(num_cpus=1)
        yield made
        made.shutdown()


def test_merged_shards_hold_what_one_ingest_does(folder: Path, tmp_path: Path) -> None:
    ingest([folder], tmp_path / "whole.duckdb")
    place, half = str(tmp_path / "shard"), tmp_path / "half.duckdb"
    ingest([folder / "1.txt", folder / "twin of 1.txt", folder / "broken.pdf"], half)
    assert not any(
        told.error for told in chunk("a-000000", [str(folder / f"{n}.txt") for n in (0, 2)], place)
    )
    assert not any(
        told.error for told in chunk("a'-000001", [str(folder / f"{n}.txt") for n in (3, 4)], place)
    )
    merged = tmp_path / "merged.duckdb"
    for given in ([place, str(half)], [place, str(half)], [str(merged)]):  # again, or itself, changes nothing
        assert merge(given, merged) == 5
        assert content(merged) == content(tmp_path / "whole.duckdb")


def test_merging_says_which_documents_give_way(tmp_path: Path) -> None:
    said: list[str] = []
    for name in ("north", "south"):  # another file at one path
        ingest([report(tmp_path, number=f"{len(name)}/BC-{name.upper()}")], tmp_path / f"{name}.duckdb")
    sources = [str(tmp_path / f"{name}.duckdb") for name in ("north", "south")]
    assert merge(sources, tmp_path / "all.duckdb", said.append) == 1
    assert said == ["1 documents give way: a source named later has another file at their path"]
    assert ask(tmp_path / "all.duckdb", "SELECT number FROM documents").rows == [("5/BC-SOUTH",)]


def test_files_and_shards_may_lie_where_fsspec_reaches(folder: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for file in folder.iterdir():
        memory.pipe(f"/reports/{file.name}", file.read_bytes())
    for name in ("table.csv", ".hidden.txt", ".hidden/a.txt", "~$lock.docx"):
        memory.pipe(f"/reports/{name}", b"a,b")
    memory.pipe("/reports/without-suffix", b"%PDF-1.7")
    names = taken("memory://reports")
    assert [name.rpartition("/")[2] for name in names] == [
        *(f"{n}.txt" for n in range(5)), "broken.pdf", "twin of 1.txt", "without-suffix",
    ]  # fmt: skip
    told = chunk("a-000000", names[:6], "memory://shard")
    assert [t.message for t in told if t.error] == [
        "broken.pdf: the file is empty: get it again from where it came"
    ]
    assert ask("memory://shard", "SELECT path FROM documents ORDER BY path").rows == [(n,) for n in names[:5]]
    assert merge(["memory://shard"], tmp_path / "a.duckdb") == 5
    in_shard, in_archive = content("memory://shard"), content(tmp_path / "a.duckdb")
    assert in_shard == in_archive


def test_a_shard_is_read_as_an_archive_but_reaches_nothing_else(folder: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "shard")
    chunk("a-000000", taken(str(folder))[:4], place)
    assert ask(place, "SELECT count(*) FROM fractions WHERE unit = 'xã'").rows == [(4,)]
    assert ask(place, "contradictions").columns  # a named question
    comments = ask(place, "columns", {"table": "facts"}).rows
    assert comments
    assert all(comment for *_, comment in comments)
    tables = {table for table, *_ in ask(place, "columns").rows}
    ingest([folder / "0.txt"], tmp_path / "a.duckdb")
    assert tables == {table for table, *_ in ask(tmp_path / "a.duckdb", "columns").rows}
    facts = next((tmp_path / "shard" / "facts").iterdir())
    for sql in (
        "DELETE FROM documents",
        f"FROM read_parquet('{facts}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ):
        with pytest.raises(ExtractorError):
            ask(place, sql)


def test_a_part_without_its_documents_does_not_count(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "shard"
    files = taken(str(folder))
    chunk("a-000000", files[:2], str(place))
    before = content(place)
    chunk("a-000001", files[2:4], str(place))
    (part,) = (p for p in parts(place, "documents") if p.startswith("a-000001"))
    (place / "documents" / f"{part}.parquet").unlink()
    assert content(place) == before


def test_of_two_parts_with_one_document_the_later_counts(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "shard")
    files = taken(str(folder))[:3]
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "version", lambda: "0.0.1")
        chunk("a-000000", files, place)
    chunk("b-000000", files[:1], place)  # a later run has begun to read them anew
    ingest(files, tmp_path / "a.duckdb")
    assert content(place) == content(tmp_path / "a.duckdb")
    versions = "SELECT count(*) FILTER (extractor_version = '0.0.1'), count(*) FROM documents"
    assert ask(place, versions).rows == [(2, 3)]
    merge([place], tmp_path / "b.duckdb")
    assert content(tmp_path / "b.duckdb") == content(tmp_path / "a.duckdb")


def test_runs_into_one_shard_leave_what_runs_into_one_archive_do(
    nodes_of_two: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, db = tmp_path / "shard", tmp_path / "a.duckdb"

    def both(**options: Any) -> tuple[int, int, int]:
        """Runs both engines; gives how many files were read, skipped and failed, of both the same."""
        one = ingest([folder], db, **options)
        many = ingest_on_ray([str(folder)], str(place), address=nodes_of_two.address, **options)
        assert (one.files, one.ingested, one.skipped, one.failed) == (
            many.files, many.ingested, many.skipped, many.failed,
        )  # fmt: skip
        assert sorted(one.failures) == sorted(many.failures)
        assert content(place) == content(db)
        return one.ingested, one.skipped, one.failed

    assert both() == (5, 1, 1)
    first = parts(place, "documents")
    still_broken = """SELECT "at" FROM failures WHERE path LIKE '%broken.pdf'"""
    at = ask(str(place), still_broken).rows
    before = (folder / "4.txt").read_bytes()
    report(folder, "0.txt", number="100/BC-UBND")  # another file in its place
    (folder / "2.txt").rename(folder / "moved.txt")
    (folder / "3.txt").unlink()
    (folder / "4.txt").write_bytes(b"%PDF-1.7 and no more")
    for n in (5, 6):
        report(folder, f"{n}.txt", number=f"{n}/BC-UBND")
    assert both() == (3, 3, 2)
    assert ask(str(place), still_broken).rows == at
    (folder / "4.txt").write_bytes(before)
    assert both(force=True) == (6, 1, 1)
    with shard.tables(str(place)) as held:  # the one part left of the first run still holds 3.txt
        (still,) = held.execute(
            "SELECT part FROM shard.live JOIN documents USING (doc_id) WHERE file_name = '3.txt'"
        ).fetchone()
    assert parts(place, "documents") & first == {still}
    merge([str(place)], tmp_path / "merged.duckdb")
    merged, whole = content(tmp_path / "merged.duckdb"), content(db)
    assert merged == whole
    runs = "SELECT files, ingested, skipped, failed FROM runs ORDER BY started_at"
    assert ask(str(place), runs).rows == ask(db, runs).rows == ask(tmp_path / "merged.duckdb", runs).rows


def test_a_new_version_reads_again_and_takes_the_old_parts_away(
    nodes_of_two: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "shard"
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "version", lambda: "0.0.1")
        chunk("20200101T000000000000-aaaaaa-000000", taken(str(folder))[:3], str(place))
        chunk("20200101T000000000000-aaaaaa-000001", taken(str(folder))[3:4], str(place))
    chunk("20210101T000000000000-aaaaaa-000000", taken(str(folder))[4:5], str(place))  # then it was killed
    tally = ingest_on_ray([str(folder)], str(place), address=nodes_of_two.address)
    assert (tally.ingested, tally.skipped, tally.failed) == (4, 2, 1)
    ingest([folder], tmp_path / "a.duckdb")
    assert content(place) == content(tmp_path / "a.duckdb")
    for table in (path.name for path in place.iterdir()):
        assert not [part for part in parts(place, table) if part.startswith("2020")]


def test_a_file_that_does_harm_gives_the_same_failure_on_either_engine(
    nodes_of_two: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for harm in ("crash", "hang", "eat"):
        report(folder, f"{harm}.txt", number=f"{harm}/BC-UBND")
    shutil.copy(folder / "crash.txt", folder / "twin of crash.txt")
    (folder / "dangling.pdf").symlink_to(folder / "nowhere")
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 and no more")
    monkeypatch.setattr(single, "work", nodes.harmful)
    monkeypatch.setattr(cluster, "read_chunk", nodes.read_harmful_chunk)
    limits = {"timeout": 10.0, "memory": 4096}
    one = ingest([folder], tmp_path / "a.duckdb", **limits)
    place = str(tmp_path / "shard")
    many = ingest_on_ray([str(folder)], place, address=nodes_of_two.address, **limits)
    assert one.failed == many.failed == 7
    assert {stage for (stage,) in ask(place, "SELECT stage FROM failures").rows} == {
        "open", "parse", "crash", "timeout", "memory",
    }  # fmt: skip
    assert content(place) == content(tmp_path / "a.duckdb")


def test_a_chunk_whose_node_is_lost_is_read_on_another(
    nodes_of_two: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, place, notes = tmp_path / "in", tmp_path / "shard", tmp_path / "notes"
    notes.mkdir()
    for n in range(24):
        report(folder, f"{n:02}.txt", number=f"{n}/BC-UBND")
    lost = nodes_of_two.add_node(num_cpus=1)
    (tmp_path / "doomed").write_text(lost.node_id)

    def begun(on_the_lost: bool) -> set[str]:
        """The chunks begun on the lost node, or on the others."""
        return {
            path.name.split()[0] for path in notes.iterdir() if (lost.node_id in path.name) == on_the_lost
        }

    running: set[str] = set()
    ended = threading.Event()

    def lose_the_node() -> None:
        while not begun(on_the_lost=True) or len(parts(place, "documents")) < 4:
            if ended.wait(0.1):
                break
        running.update(begun(on_the_lost=True))
        nodes_of_two.remove_node(lost, allow_graceful=False)

    monkeypatch.setattr(cluster, "read_chunk", nodes.read_chunk_on_a_node_to_be_lost)
    losing = threading.Thread(target=lose_the_node)
    losing.start()
    try:
        tally = ingest_on_ray([str(folder)], str(place), address=nodes_of_two.address)
    finally:
        ended.set()
        losing.join()
    assert running
    assert running <= begun(on_the_lost=False)  # read again elsewhere
    assert tally.ingested == 24
    ingest([folder], tmp_path / "whole.duckdb")
    assert content(place) == content(tmp_path / "whole.duckdb")
    merge([str(place)], tmp_path / "merged.duckdb")
    assert content(tmp_path / "merged.duckdb") == content(tmp_path / "whole.duckdb")
    held = {part for table in TABLES for part in parts(place, table)}
    assert held == parts(place, "documents")  # what the lost node left is taken away


def test_from_an_object_store_into_an_object_store(
    nodes_of_two: Any,
    store: Callable[[str], str],
    folder: Path,
    tmp_path: Path,
    run: Run,
) -> None:
    incoming, place = store("incoming"), f"{store('outgoing')}/2023"
    s3 = fsspec.filesystem("s3")
    for file in folder.iterdir():
        s3.pipe(f"incoming/reports/{file.name}", file.read_bytes())
    s3.pipe("incoming/reports/table.csv", b"a,b")
    on_the_cluster = ("--engine", "ray", "--address", nodes_of_two.address)
    ran = run("ingest", f"{incoming}/reports", "--out", place, *on_the_cluster)
    assert (ran.code, ran.out) == (1, "")
    assert "7 files: 5 read" in ran.err
    assert "broken.pdf: the file is empty" in ran.err
    assert "passed over: 1 (.csv: not a kind that is read)" in ran.err
    paths = run("query", "--db", place, "SELECT path FROM documents ORDER BY path", "--format", "csv")
    assert paths.out.split() == ["path", *(f"s3://incoming/reports/{n}.txt" for n in range(5))]
    assert (
        "0 read (0 pages), 6 there already"
        in run("ingest", f"{incoming}/reports", "--out", place, *on_the_cluster).err
    )
    merged = tmp_path / "merged.duckdb"
    assert run("merge", place, "--db", merged).err.splitlines()[-1] == f"5 documents in {merged}"
    assert content(merged) == content(place)
    ingest([folder], tmp_path / "whole.duckdb")
    whole, again = content(tmp_path / "whole.duckdb"), content(merged)
    assert all(whole[table] == again[table] for table in TABLES)


def test_a_cluster_of_this_machine_reads_merges_and_is_asked_as_typed(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'extractor[ray]'")

    def extractor(line: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "extractor", *line.split()]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)

    ran = extractor("ingest in --engine ray --out shard --db a.duckdb --jobs 1 --log-json log.jsonl")
    assert (ran.returncode, ran.stdout) == (1, ""), ran.stderr
    lines = ran.stderr.splitlines()
    assert lines[0].startswith("7 files: 5 read (0 pages), 1 there already, 1 failed;")
    assert lines[-1] == "5 documents in a.duckdb"
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 9  # start, seven files, end
    question = "query --db {} --format csv failures"
    assert extractor(question.format("shard")).stdout.count("broken.pdf") == 2  # path and message
    assert extractor("audit --db shard").returncode == 0
    assert content(tmp_path / "shard") == content(tmp_path / "a.duckdb")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("merge nowhere --db a.duckdb", "nowhere: no such archive"),
        ("merge empty --db a.duckdb", "empty: no such shard: make one with"),
        ("merge sound/facts --db a.duckdb", "sound/facts: no such shard"),
        ("merge damaged --db a.duckdb", "damaged: cannot be read or written"),
        ("merge empty --db no/a.duckdb", "no/a.duckdb: its folder does not exist: mkdir -p no"),
        ("query --db empty contradictions", "empty: no such shard: make one with"),
        ("query --db damaged contradictions", "damaged: cannot be read or written"),
        ("query --db memory://nowhere contradictions", "memory://nowhere: no such shard"),
        ("query --db nonsense://a contradictions", "nonsense://a: no place that can be reached"),
        ("search --db sound nông", "sound: a shard has no full-text index: extractor merge sound --db FILE"),
        ("ingest in --engine ray", "nowhere to put the rows: give --out URL, --db FILE or both"),
        ("ingest nowhere --engine ray --out a", "nowhere: no such file or folder"),
        ("ingest memory://nowhere --engine ray --out a", "memory://nowhere: no such file or folder"),
        ("ingest in --engine ray --out a --address 127.0.0.1:1", "127.0.0.1:1: no cluster to be had"),
        ("ingest in --engine ray --out a --watch 5", "--watch is for one machine"),
        ("ingest in --out a", "one machine reads into an archive: give --db FILE"),
        ("ingest s3://a --db a.duckdb", "s3://a: URLs are read by a cluster: add --engine ray"),
    ],
)
def test_errors_are_one_line(
    line: str,
    said: str,
    folder: Path,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    if "sound" in line:
        chunk("a-000000", [str(folder / "0.txt")], "sound")
    if "damaged" in line:
        (tmp_path / "damaged" / "documents").mkdir(parents=True)
        (tmp_path / "damaged" / "documents" / "a.parquet").write_bytes(b"PAR1 and no more")
    ran = run(*line.split())
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1), ran.err
    assert ran.err.startswith(f"extractor: {said}")


@pytest.mark.parametrize(
    ("part", "line", "said"),
    [
        ("ray", "ingest in --engine ray --out a", "Ray is not installed: pip install 'extractor[ray]'"),
        (
            "s3fs",
            "query --db s3://a/b failures",
            "s3://a/b: s3:// cannot be reached: pip install 'extractor[s3]'",
        ),
    ],
)
def test_a_missing_part_is_named_with_what_brings_it(
    part: str,
    line: str,
    said: str,
    folder: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder.parent)
    monkeypatch.setitem(sys.modules, part, None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    ran = run(*line.split())
    assert (ran.code, ran.err.strip()) == (2, f"extractor: {said}")


@pytest.mark.parametrize("line", ["query --db shard 'FROM facts'", "merge shard --db a.duckdb"])
def test_a_part_that_cannot_be_read_is_named(
    line: str, folder: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chunk("a-000000", [str(folder / "0.txt")], "shard")
    (facts,) = (tmp_path / "shard" / "facts").iterdir()
    facts.write_bytes(b"PAR1 and no more")
    ran = run(*shlex.split(line))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert facts.name in ran.err


def test_a_shard_is_not_written_as_an_archive(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="is only read here: make an archive of it"):
        connect(tmp_path, read_only=False)
