"""`luotsi demo --transcript`: nine months in about twenty seconds, with simulated people, as dialogues on stdout."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from adapters.cli.common import content_of, screen
from adapters.local.players.script import OVER
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
        with Progress(console=screen, transient=True, disable=not screen.is_terminal) as shown:
            task = shown.add_task("", total=OVER)

            async def passed(at: datetime) -> None:
                shown.update(task, completed=(at - START).days, description=f"{at:%B %Y}")

            await play(
                made.bot,
                made.the_page,
                Timelapse(made.bot, clock),
                applications,
                seed,
                sys.stdout,
                report,
                passed=passed,
            )
