"""Whole plays with a few people, kept as they ended: what was printed, what was counted, what the database holds."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, cast

from adapters.cli.common import demo_settings
from adapters.local.founding import sample_file
from adapters.local.players.script import OVER
from adapters.local.transcript import START, cast_of, play
from adapters.wiring import House, house
from bot.entities import Agreement, Application, Due, Meeting, Pairing, PulseAnswer, Rsvp, Session
from scheduling.timelapse import MovableClock, Timelapse

T = TypeVar("T")
KINDS = (Agreement, Application, Due, Meeting, Pairing, PulseAnswer, Rsvp, Session)


@dataclass
class Play:
    """A play after its end. `nudging` are the kinds of message that count as nudges."""

    text: str
    figures: dict[str, int | str]
    report: bytes
    kept: dict[type, list[object]]
    nudging: frozenset[str]

    def all(self, kind: type[T]) -> list[T]:
        """Every row of a table at the end."""
        return cast("list[T]", self.kept[kind])


def a_few(mentors: int = 3, actors: int = 5) -> bytes:
    """The first mentors and actors of the sample, as a file of their own."""
    head, *rows = [row for row in sample_file().split(b"\r\n") if row.count(b'"') % 2 == 0]
    chosen = [row for row in rows if b";Mentoriksi;" in row][:mentors]
    chosen += [row for row in rows if b";Aktoriksi;" in row][:actors]
    return b"\r\n".join([head, *chosen]) + b"\r\n"


def played(seed: int, applications: bytes | None = None, days: int = OVER) -> Play:
    """Play with those of a file, or of a small one."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_played(Path(folder), seed, applications or a_few(), days))


@cache
def whole() -> Play:
    """One play of a few people from beginning to end, for all tests that only look at it."""
    return played(seed=7)


async def _played(folder: Path, seed: int, applications: bytes, days: int) -> Play:
    out, clock, report = StringIO(), MovableClock(START), folder / "report.html"
    async with house(demo_settings(folder), clock, cast_of(applications), alone=True) as made:
        figures = await play(made.bot, made.the_page, Timelapse(made.bot, clock), applications, seed, out, report, days)
        nudging = {kind for kind, builder in made.bot.registry.builders.items() if builder.nudge}
        page = report.read_bytes() if report.exists() else b""
        text = out.getvalue().replace(str(folder), "")
        return Play(text, figures, page, await _kept(made, KINDS), frozenset(nudging))


async def _kept(made: House, kinds: Iterable[type]) -> dict[type, list[object]]:
    async with made.store.work(made.the_page.space.community_id) as work:
        return {kind: list(await work.all(kind)) for kind in kinds}
