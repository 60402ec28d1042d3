"""`luotsi demo --transcript`: nine months in seconds, with simulated people, as dialogues on stdout."""

import asyncio
import sys
import tempfile
from pathlib import Path

from adapters.cli.common import content_of, demo_settings
from adapters.local.transcript import START, cast_of, play
from adapters.wiring import house
from scheduling.timelapse import MovableClock, NoWakeups, Timelapse


def transcript(applications: Path | None, seed: int, report: Path) -> None:
    """Play a whole programme and print it. Raises Unusable or ImportRefused for a file that cannot be used."""
    with tempfile.TemporaryDirectory(prefix="luotsi-play-") as folder:
        asyncio.run(_play(Path(folder), content_of(applications) if applications else None, seed, report))


async def _play(folder: Path, applications: bytes | None, seed: int, report: Path) -> None:
    clock = MovableClock(START)
    async with house(demo_settings(folder), clock, cast_of(applications), NoWakeups()) as made:
        await play(made, Timelapse(made.bot, clock), applications, seed, sys.stdout, report)
