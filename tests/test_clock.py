"""The clock is an argument: it is read in the wiring and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "func.now", "func.current_timestamp",
}  # fmt: skip


def reads(source: str) -> Iterator[tuple[int, str]]:
    """Where a source asks what time it is, however the module was imported."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if f"{name}.{node.attr}" in READS:
                yield node.lineno, f"{name}.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from ((node.lineno, f"time.{alias.name}") for alias in node.names if f"time.{alias.name}" in READS)


def test_the_clock_is_read_in_the_wiring_only() -> None:
    files = [file for folder in ("bot", "adapters", "storage", "scheduling") for file in (ROOT / folder).rglob("*.py")]
    found = {str(file.relative_to(ROOT)): name for file in files for _, name in reads(file.read_text("utf-8"))}
    assert found == {"adapters/wiring.py": "datetime.now"}


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "dt.datetime.utcnow()", "from time import time", "x = time.time", "date.today()"],
)
def test_no_way_of_asking_goes_unseen(source: str) -> None:
    assert list(reads(source))
