"""`luotsi demo --transcript`: nine months in half a minute, with simulated people, as dialogues on stdout."""

import asyncio
import sys
from pathlib import Path

from adapters.cli.common import content_of
from adapters.local.transcript import START, cast_of, play
from adapters.wiring import house
from bot.config import Settings
from scheduling.timelapse import MovableClock, Timelapse


def transcript(settings: Settings, applications: Path | None, seed: int, report: Path) -> None:
    """Play a whole programme and print it. Raises Unusable or ImportRefused for a file that cannot be used."""
    asyncio.run(_play(settings, content_of(applications) if applications else None, seed, report))


async def _play(settings: Settings, applications: bytes | None, seed: int, report: Path) -> None:
    clock = MovableClock(START)
    async with house(settings, clock, cast_of(applications), alone=True) as made:
        await play(made, Timelapse(made.bot, clock), applications, seed, sys.stdout, report)
