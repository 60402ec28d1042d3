"""What the benchmarks share: two things measured by turns, and how figures are shown."""

import gc
import json
import logging
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

Work = Callable[[], Awaitable[object]]
Prepare = Callable[[str], Awaitable[object]]
Figures = dict[str, Any]  # numbers, words, and figures of one database each: what JSON holds
screen = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Turns:
    """Several things measured one after the other, again and again. Times are in seconds.

    `times` are by the wall. `own` is what this process itself worked: on SQLite that is all there is to measure, and
    whatever else the machine does changes it less.
    """

    times: Mapping[str, Sequence[float]]
    own: Mapping[str, Sequence[float]]

    def ratios(self, of: str, to: str) -> list[float]:
        """How many times as long one took as another, turn by turn."""
        return [one / other for one, other in zip(self.times[of], self.times[to], strict=True)]

    def ratio(self, of: str, to: str) -> float:
        """The middle one."""
        return statistics.median(self.ratios(of, to))

    def own_ratio(self, of: str, to: str) -> float:
        """The middle one of the process' own times."""
        return statistics.median(one / other for one, other in zip(self.own[of], self.own[to], strict=True))

    def spread(self, of: str, to: str) -> str:
        """The middle one, and between which it lay."""
        ratios = self.ratios(of, to)
        return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"

    def seconds(self, name: str) -> float:
        """How long one took, the middle of its turns."""
        return statistics.median(self.times[name])


async def by_turns(works: Mapping[str, Work], rounds: int, prepare: Prepare | None = None) -> Turns:
    """Measure things in turns, so that whatever else the machine does falls on all. The first turn is not counted.

    Every other turn goes backwards. What has to be prepared for a thing, by its name, is not part of its time.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    own: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name in list(works) if number % 2 else reversed(list(works)):
            if prepare:
                await prepare(name)
            gc.collect()  # the garbage of what was before is not part of it
            wall, mine = time.perf_counter(), time.process_time()
            await works[name]()
            wall, mine = time.perf_counter() - wall, time.process_time() - mine
            if number:
                times[name].append(wall)
                own[name].append(mine)
    return Turns(times, own)


def quiet_logs() -> None:
    """Warnings and worse only. A line for each message, as a program that runs writes it, is not what is measured."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def shown(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people, on stderr."""
    table = Table(*head, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    screen.print(table)


def last_line(figures: Mapping[str, object]) -> None:
    """The figures for programs: one line of JSON, the last on stdout."""
    sys.stdout.write(json.dumps(figures) + "\n")


@contextmanager
def progress(what: str, total: float) -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal; what is given tells it how far things are, and what is being done."""
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(what, total=total)

        def tell(completed: float, doing: str = "") -> None:
            bar.update(task, completed=completed, description=doing or what)

        yield tell
