"""What the core costs: commands, start-up and memory. Last line: JSON, each figure by database where it is of one.

`handled_vs_bare` is the commands a second through `Bot.handle` against the same statements run alone on the driver's
own connection, in the same run (1 would mean that everything but the database is for nothing). `start_vs_import` is the
time from the start of `luotsi run` until it says that it is ready, against the time in which a Python imports it.
Memory is what that process holds, in megabytes: on an empty database, and with so many people in programmes that run.
"""

import argparse
import asyncio
import statistics
import sys
from dataclasses import asdict, dataclass

from sqlalchemy import URL

from tests.benchmarks.commands import BARE, HANDLED, handle_by_turns
from tests.benchmarks.databases import SQLITE, Databases, databases
from tests.benchmarks.program import importing, running
from tests.benchmarks.support import Figures, last_line, quiet_logs, shown
from tests.benchmarks.towns import Founder

COLLEAGUES = 400
"""In the community where commands are measured."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    people: int
    times: int
    rounds: int
    starts: int


async def commands(made: Databases, size: Size) -> Figures:
    """Commands on each database."""
    figures: Figures = {"handled_vs_bare": {}, "commands_per_s": {}, "bare_per_s": {}, "same": True}
    rows = []
    for kind in made.kinds:
        found = await handle_by_turns(made, kind, COLLEAGUES, size.times, size.rounds)
        rates = {name: round(found.commands / found.turns.seconds(name)) for name in (HANDLED, BARE)}
        figures["handled_vs_bare"][kind] = round(found.turns.ratio(BARE, HANDLED), 3)
        figures["commands_per_s"][kind], figures["bare_per_s"][kind] = rates[HANDLED], rates[BARE]
        if kind == SQLITE:
            figures["sqlite_by_own_time"] = round(found.turns.own_ratio(BARE, HANDLED), 3)
        figures["statements_a_command"] = round(found.statements, 1)
        figures["same"] &= found.same
        rows.append((kind, rates[HANDLED], rates[BARE], found.turns.spread(BARE, HANDLED)))
    shown("Commands", ("database", "a second", "bare", "speed / bare, middle (least to most)"), rows)
    return figures


def starts(made: Databases, size: Size) -> Figures:
    """The program's start on each database, an empty one and then the same again, by turns with a bare import."""
    figures: Figures = {"start_vs_import": {}, "start_s": {}, "first_start_s": {}}
    rows = []
    for kind in made.kinds:
        url = made.new(kind)
        with running(made.folder, url) as program:
            figures["first_start_s"][kind] = round(program.seconds, 2)
        taken, imports = [], []
        for _ in range(size.starts):
            imports.append(importing())
            with running(made.folder, url) as program:
                taken.append(program.seconds)
        figures["start_s"][kind] = round(statistics.median(taken), 2)
        ratios = [one / other for one, other in zip(taken, imports, strict=True)]
        figures["start_vs_import"][kind] = round(statistics.median(ratios), 2)
        rows.append((kind, figures["first_start_s"][kind], figures["start_s"][kind], figures["start_vs_import"][kind]))
    shown("Start until ready", ("database", "first, s", "again, s", "again / bare import"), rows)
    return figures


def memory(made: Databases, size: Size) -> Figures:
    """What the program holds at rest, without people and with many, after it has planned what their calendars ask."""
    figures: Figures = {}
    rows = []
    for name, people in (("rest", 0), ("people", size.people)):
        with running(made.folder, _with(made, people)) as program:
            program.planned()
            figures[f"memory_{name}_mb"], figures[f"memory_{name}_most_mb"] = (
                program.megabytes(),
                program.megabytes("VmHWM"),
            )
        rows.append((f"{people:,}", figures[f"memory_{name}_mb"], figures[f"memory_{name}_most_mb"]))
    shown("Memory, SQLite", ("people", "MB", "at most, MB"), rows)
    return figures


def _with(made: Databases, people: int) -> URL:
    """The address of a SQLite database with so many people on its local page; without any it is empty."""
    if not people:
        return made.new(SQLITE)
    return asyncio.run(_peopled(made, people))


async def _peopled(made: Databases, people: int) -> URL:
    async with made.store(SQLITE) as store:
        founder = Founder()
        founder.town("local", people, key="local")
        founder.settle(store)
        return store.engine.url


def main() -> int:
    """0 when the bare statements did the same as the commands."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.core", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="for the memory")
    parser.add_argument("--times", type=int, default=20, help="that each command is given in a turn")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--starts", type=int, default=5)
    size = Size(**vars(parser.parse_args()))
    quiet_logs()
    with databases() as made:
        figures = asyncio.run(commands(made, size)) | starts(made, size) | memory(made, size)
    last_line({**figures, **asdict(size)})
    return int(not figures["same"])


if __name__ == "__main__":
    sys.exit(main())
