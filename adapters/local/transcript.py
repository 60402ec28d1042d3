"""A whole programme with simulated people, written down; and how much there was of everything."""

import asyncio
import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Protocol, TextIO

from adapters.local.founding import FACILITATOR, answers_of, people_of, sample_file
from adapters.local.history import KeptHistory
from adapters.local.players.agenda import Agenda
from adapters.local.players.company import LivingTimelapse, Passed, Players, Steps
from adapters.local.players.facilitator import Facilitator
from adapters.local.players.fates import Fates
from adapters.local.players.hands import Hands
from adapters.local.players.player import Player
from adapters.local.players.script import LAST, MONDAY, OVER, Setting
from adapters.local.ports import LocalPerson
from adapters.local.scribe import Scribe
from adapters.local.send import LocalMessenger
from adapters.local.totals import totals
from bot.app import Bot
from bot.entities import Space
from bot.ports import Clock
from bot.rules.applying import Answers
from bot.rules.calendar import instant

ZONE = "Europe/Helsinki"
START = instant(datetime.combine(MONDAY, time(9)), ZONE)
"""Where the clock stands when a transcript begins."""


class PageSide(Protocol):
    """The page that a play needs, on an empty database, with everybody of the file enrolled."""

    @property
    def space(self) -> Space: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def history(self) -> KeptHistory: ...
    @property
    def messenger(self) -> LocalMessenger: ...


def cast_of(applications: bytes | None) -> list[LocalPerson]:
    """Those who answered in a file, or in the sample: to be enrolled beforehand. Raises ImportRefused."""
    return people_of(applications or sample_file(), ZONE)


async def play(
    bot: Bot,
    page: PageSide,
    steps: Steps,
    applications: bytes | None,
    seed: int,
    out: TextIO,
    report: Path,
    days: int = OVER,
    passed: Passed | None = None,
) -> dict[str, int | str]:
    """Play a programme from the call to the end, write its dialogues to `out` and its report to `report`.

    Those of the sample apply by form, one by one; those of a file are imported by the facilitator. The totals, which
    are also the last line written, are read from the database. The same file and seed give the same transcript. With
    fewer `days` it ends earlier. `passed` is told each stop of the clock on the way.
    """
    people = await page.history.people()
    scribe = Scribe(out, people, ZONE)
    hands = Hands(bot, page.messenger, page.clock, page.space.external_id)
    agenda = Agenda()
    facilitator, cast = _cast(hands, agenda, people, applications, seed)
    players = Players(agenda, cast, Fates(Random(f"{seed}:fates")))  # noqa: S311  # a play, not a secret
    page.history.listeners += [scribe.hears, players.hear]
    hands.witnesses.append(scribe.sees)
    facilitator.plan()
    with _seldom_collecting():
        await LivingTimelapse(steps, players).advance(START + timedelta(days=days), passed)
    scribe.close()
    found = await totals(bot.store, page.space.community_id, bot.registry)
    if facilitator.report:
        await asyncio.to_thread(report.write_bytes, facilitator.report.data)
    summary: dict[str, int | str] = {**found, "report": str(report) if facilitator.report else ""}
    out.write(f"\n{json.dumps(summary)}\n")
    return summary


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Looking for circular garbage among all that has been imported, every 700 objects, took a tenth of the time."""
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


def _cast(
    hands: Hands, agenda: Agenda, people: Sequence[LocalPerson], applications: bytes | None, seed: int
) -> tuple[Facilitator, list[Player]]:
    every = answers_of(applications or sample_file(), ZONE)
    by_account = {person.account: person for person in people}
    cast = [Player.cast(by_account[account], every[account], hands, agenda, seed) for account in every]
    for player in cast:
        player.who.applies = applications is None
        player.who.until = START + timedelta(days=LAST)
    chief = Player.cast(by_account[FACILITATOR], Answers(by_account[FACILITATOR].name), hands, agenda, seed)
    topics = sorted({topic for one in every.values() for topic in (*one.offers, *one.wants)})
    languages = sorted({language for one in every.values() for language in one.languages})
    setting = Setting(MONDAY, topics, languages or ["en"], applications is not None)
    return Facilitator(chief, setting, applications), [*cast, chief]
