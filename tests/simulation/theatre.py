"""A programme played on any store: the same pieces as in the wiring, on a database that a fixture has made."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from adapters.local.founding import found, furnish
from adapters.local.history import KeptHistory
from adapters.local.hub import Hub
from adapters.local.ports import PLATFORM
from adapters.local.send import LocalMessenger
from adapters.local.transcript import START, ZONE, cast_of, play
from bot.app import Bot
from bot.entities import Community, Space
from scheduling.timelapse import MovableClock, NoWakeups, Timelapse
from storage import SqlStore
from storage.local import SqlLocalHistory

CHANNEL = "news"
FILE = """Full name;E-mail;Role;Employer;Languages;Topics I can share;Topics I want to learn;How many actors;Consent
Aino Aalto;aino@example.org;mentor;Harbour library;English;open science;leading;2;yes
Bo Berg;bo@example.org;mentor;Hill library;English;leading;open science;1;yes
Cai Carlsson;cai@example.org;mentor;Lake library;English;collections;leading;1;yes
Dora Dahl;dora@example.org;actor;Moor library;English;;open science;;yes
Eino Eskola;eino@example.org;actor;Cape library;English;;leading;;yes
Fatima Forss;fatima@example.org;actor;Bay library;English;;collections;;yes
Gunnar Grahn;gunnar@example.org;actor;Fell library;English;;open science;;yes
"""


@dataclass
class Theatre:
    """Everything that a play needs."""

    store: SqlStore
    bot: Bot
    space: Space
    clock: MovableClock
    history: KeptHistory
    messenger: LocalMessenger

    @property
    def timelapse(self) -> Timelapse:
        return Timelapse(self.bot, self.clock)


async def theatre(store: SqlStore, applications: bytes | None) -> Theatre:
    """An empty community in which everybody of the file has an account."""
    space = await found(store, Community("Harbour libraries", "en", ZONE, "FI"), CHANNEL, "Helmi Harju")
    history = KeptHistory(SqlLocalHistory(store.sessions, space.community_id, space.id))
    await furnish(history, CHANNEL, cast_of(applications))
    clock = MovableClock(START)
    messenger = LocalMessenger(history, Hub(), clock)
    return Theatre(store, Bot(store, clock, {PLATFORM: messenger}, NoWakeups()), space, clock, history, messenger)


async def played(
    store: SqlStore, report: Path, seed: int = 1, applications: bytes = FILE.encode()
) -> tuple[Theatre, dict[str, int | str], str]:
    """A play to its end: the stage as it is then, the totals, and the transcript."""
    stage, out = await theatre(store, applications), StringIO()
    totals = await play(stage, stage.timelapse, applications, seed, out, report)
    return stage, totals, out.getvalue()
