"""A day let pass on a clock that is moved by hand, and what became of everything that was due in it."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from bot.app import Bot
from bot.entities import Community, DueState, Person
from bot.people import hours_of
from bot.rules.quiet import earliest
from scheduling.timelapse import MovableClock
from storage import SqlStore, tables
from storage.lanes import IS_PLANNED
from storage.mapping import TABLES
from storage.outbox import IS_CLAIMED
from tests.benchmarks.limits import LimitedPlatform
from tests.benchmarks.support import progress
from tests.benchmarks.towns import TODAY

STEP = timedelta(seconds=5)
"""How far the clock is moved at once while something waits; a program that runs ticks every second."""
DAY, LONGEST, HOUR = timedelta(days=1), timedelta(days=4), timedelta(hours=1)
_due = tables.due.c
_OPEN = select(func.min(_due.next_at)).where(or_(IS_PLANNED, IS_CLAIMED), _due.due_at < TODAY + DAY)
_OF_THE_DAY = (
    select(_due.state, _due.reason, _due.due_at, _due.reference, Person, Community)
    .join(Person, TABLES[Person].c.id == _due.person_id)
    .join(Community, TABLES[Community].c.id == _due.community_id)
    .where(_due.due_at >= TODAY, _due.due_at < TODAY + DAY)
)


@dataclass
class Passage:
    """Lets the day pass. Both counters are by the hour of the clock: messages, and seconds by the wall."""

    bot: Bot
    store: SqlStore
    clock: MovableClock
    sent: Counter[datetime] = field(default_factory=Counter)
    wall: dict[datetime, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Until nothing of the day is left. Raises AssertionError if that takes more than four days."""
        with progress("A day", LONGEST / HOUR) as tell:
            while (stop := await self._next_stop()) is not None:
                assert stop < TODAY + LONGEST, "something is never sent"
                self.clock.move(stop)
                while await self._tick():
                    self.clock.move(self.clock.now() + STEP)
                    tell((self.clock.now() - TODAY) / HOUR, f"{self.clock.now():%a %H:%M} UTC")

    async def _tick(self) -> int:
        """What a tick asks for, one lane after the other; how many lanes those were."""
        hour, begin = self.clock.now().replace(minute=0, second=0, microsecond=0), time.perf_counter()
        await self.bot.settle()
        lanes = await self.bot.lanes_due()
        for lane in lanes:
            self.sent[hour] += await self.bot.deliver(lane)
        self.wall[hour] = self.wall.get(hour, 0.0) + time.perf_counter() - begin
        return len(lanes)

    async def _next_stop(self) -> datetime | None:
        """When something of the day may be tried next; None when all of it is over."""
        async with self.store.sessions.begin() as session:
            at: datetime | None = await session.scalar(_OPEN)
        return max(at, self.clock.now() + STEP) if at else None


@dataclass
class Fates:
    """What became of the rows of the day: `late` in minutes for each that was sent, `ended` by why the others ended.

    Lost is what the database calls sent and no platform has for this person, and what is neither sent nor ended.
    """

    due: int = 0
    lost: int = 0
    late: list[float] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)


async def fates(store: SqlStore, platforms: Mapping[str, LimitedPlatform]) -> Fates:
    """By the rows as they stand now, and by what the platforms have."""
    taken = {reference: told for platform in platforms.values() for reference, told in platform.taken.items()}
    found = Fates()
    async with store.sessions() as session:
        for state, reason, due_at, reference, person, community in await session.execute(_OF_THE_DAY):
            found.due += 1
            if state == DueState.EXPIRED:
                found.ended[reason] += 1
                continue
            to, at = taken.get(reference, ("", due_at))
            if state != DueState.SENT or to != f"U{person.id}":
                found.lost += 1
                continue
            found.late.append((at - earliest(due_at, hours_of(person, community))) / timedelta(minutes=1))
    return found
