"""The house has one direction of imports: what stands lower knows nothing of what stands above it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "extractor"

# From the ground up. A module may import from its own floor's package and from any floor below it.
FLOORS = [
    ("text",),
    ("errors",),
    ("places",),
    ("document", "numbers", "dates"),
    ("facts",),
    ("parsers", "language", "gold", "markdown"),
    ("rules",),
    ("context", "citations", "back_references"),
    ("extract",),
    ("audit", "explain"),
    ("archive",),
    ("ingest", "query", "search", "show", "doctor", "graph"),
    ("evaluate", "chart", "console"),
    ("gold_tools", "progress"),
    ("cli_gold",),
    ("cli",),
    ("__main__",),
]
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """The rooms of the package that a file imports at run time (imports for types alone do not count)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {
        name.split(".")[1]
        for name in names
        if name.startswith("extractor.") and not name.endswith(".__version__")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    here = room(path)
    assert here in FLOOR, f"{here}: give the new room a floor in this test"
    for other in imports(path) - {here}:
        assert other in FLOOR, f"{other}: no such room"
        assert FLOOR[other] < FLOOR[here], f"{path.name} ({here}) imports {other}, which stands no lower"
