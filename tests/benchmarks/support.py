"""What the benchmarks share: two things measured by turns, and how figures are shown."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

Work = Callable[[], Awaitable[object]]
Figures = dict[str, Any]  # numbers, words, and figures of one database each: what JSON holds
screen = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Turns:
    """Two things measured one after the other, again and again. Times are in seconds."""

    ours: Sequence[float]
    other: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """How many times as long ours took, turn by turn."""
        return [ours / other for ours, other in zip(self.ours, self.other, strict=True)]

    @property
    def ratio(self) -> float:
        """The middle one."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the greatest."""
        return min(self.ratios), max(self.ratios)


async def by_turns(ours: Work, other: Work, rounds: int, prepare: Work | None = None) -> Turns:
    """Measure two things in turns, so that whatever else the machine does falls on both. The first turn is not counted.

    Which one begins changes from turn to turn. What has to be prepared for a turn is not part of its time.
    """
    times: tuple[list[float], list[float]] = [], []
    for number in range(rounds + 1):
        if prepare:
            await prepare()
        for which in (0, 1) if number % 2 else (1, 0):
            taken = await timed((ours, other)[which])
            if number:
                times[which].append(taken)
    return Turns(*times)


async def timed(work: Work) -> float:
    """How long something takes, in seconds. Garbage of what was before is not part of it."""
    gc.collect()
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


def shown(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people, on stderr."""
    table = Table(*head, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    screen.print(table)


def last_line(figures: Mapping[str, object]) -> None:
    """The figures for programs: one line of JSON, the last on stdout."""
    sys.stdout.write(json.dumps(figures) + "\n")


def spread(turns: Turns) -> str:
    """The middle ratio, and between which it lay."""
    least, most = turns.spread
    return f"{turns.ratio:.2f} ({least:.2f} to {most:.2f})"


@contextmanager
def progress(what: str, total: float) -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal; what is given tells it how far things are, and what is being done."""
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(what, total=total)

        def tell(completed: float, doing: str = "") -> None:
            bar.update(task, completed=completed, description=doing or what)

        yield tell
