"""A nine-month programme of ten thousand people, played against one of a thousand. Last line: JSON.

All are in one community and one lane, in programmes of a hundred people, each with its own facilitator: ten times the
people are ten times the programmes of the same kind. People apply by form, are matched, introduced, agree, plan and log
meetings and answer pulses, through `Bot.handle`, the planners and `Delivery`, by the habits of the transcript's people;
there is no page, no session and no report. SQLite, called without a thread in between; the clock moves by the hour.

`growth` is how many times as long the large play took as the small one (aim: at most 12 for ten times the people), by
the wall and by this process' own time, which what else the machine does changes less. The small one is played before
and after the large one; its middle counts.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from adapters.local.founding import COMMUNITY_PLACE
from adapters.local.players.facilitator import ZONE
from adapters.local.players.script import OVER
from adapters.local.ports import PLATFORM
from adapters.local.transcript import START
from bot.app import Bot
from bot.entities import Account, Community, DueState, Grant, Person, Place, Right, Space
from scheduling.timelapse import MovableClock
from storage import SqlStore, tables
from tests.benchmarks.databases import SQLITE, Databases, databases, load, row_of
from tests.benchmarks.residents import Casting, Crowd, QuickHands, account_of, chief_of
from tests.benchmarks.support import Figures, last_line, progress, quiet_logs, shown
from tests.support.fakes import QuietWakeups

COHORT = 100
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPACE = "harbour"
OPEN = (DueState.PLANNED, DueState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Played:
    """What a play took, in seconds, and what came of it."""

    people: int
    wall: float
    own: float
    sent: int
    asked: int
    pairs: int
    meetings: int
    lost: int
    repeated: int

    @property
    def ms_a_message(self) -> float:
        """By the wall."""
        return round(1000 * self.wall / max(self.sent, 1), 3)


class Year:
    """Nine months of everybody, on a database that is empty at first."""

    def __init__(self, store: SqlStore, people: int, days: int = OVER) -> None:
        self.store, self.people, self.end = store, people, START + timedelta(days=days)
        self.clock = MovableClock(START)
        self.crowd = Crowd(self.clock)
        self.bot = Bot(store, self.clock, {PLATFORM: self.crowd}, QuietWakeups())
        self.hands = QuickHands(self.bot, self.crowd, SPACE)
        self.casting = Casting(self.hands, self.crowd)
        self.cohorts = [min(COHORT, people - first) for first in range(0, people, COHORT)]

    async def play(self) -> Played:
        """From the first day to the last."""
        await self._move_in()
        for number, people in enumerate(self.cohorts):
            self.casting.programme(number, people)
        with _seldom_collecting():
            wall, own = time.perf_counter(), time.process_time()
            await self._pass()
            wall, own = time.perf_counter() - wall, time.process_time() - own
        return await self._played(wall, own)

    async def _move_in(self) -> None:
        """Everybody gets a person and an account, whoever runs a programme the right to."""
        space = await self.store.found(Community("Harbour libraries", "en", ZONE, "FI"), Space(0, PLATFORM, SPACE))
        async with self.store.work(space.community_id) as work:
            await work.add(Place(space.community_id, space.id, COMMUNITY_PLACE, "general", "general"))
        accounts = [chief_of(number) for number in range(len(self.cohorts))]
        chiefs = range(1, len(accounts) + 1)
        accounts += [account_of(number, one) for number, people in enumerate(self.cohorts) for one in range(people)]
        person, account = row_of(Person(space.community_id, "")), row_of(Account(space.community_id, space.id, 0, ""))
        grant = row_of(Grant(space.community_id, 0, Right.FACILITATOR))
        numbered = list(enumerate(accounts, 1))
        load(self.store, tables.people, (person | {"id": key, "name": name} for key, name in numbered))
        load(
            self.store,
            tables.account,
            (account | {"id": key, "person_id": key, "external_id": name} for key, name in numbered),
        )
        load(self.store, tables.grant, (grant | {"id": key, "person_id": key} for key in chiefs))

    async def _pass(self) -> None:
        """Hour by hour: what people meant to do, each at its own time; once a day the calendars; then what is due."""
        with progress(f"{self.people:,} people", (self.end - START) / DAY) as tell:
            while self.clock.now() < self.end:
                hour = self.clock.now() + HOUR
                while (act := self.casting.agenda.next_time()) and act <= hour:
                    self.clock.move(act)
                    await self.casting.agenda.run(act)
                self.clock.move(hour)
                if not (hour - START) % DAY:
                    await self.bot.plan()
                while lanes := await self.bot.lanes_due():
                    for lane in lanes:
                        await self.bot.deliver(lane)
                tell((hour - START) / DAY, f"{self.people:,} people, {hour:%B %Y}")

    async def _played(self, wall: float, own: float) -> Played:
        """Lost is what should have gone by now and has not, and what the database calls sent and nobody was given."""
        late = select(func.count()).where(tables.due.c.state.in_(OPEN), tables.due.c.next_at <= self.end)
        sent = select(tables.due.c.reference).where(tables.due.c.state == DueState.SENT).distinct()
        async with self.store.sessions.begin() as session:
            pairs, meetings = [
                await session.scalar(select(func.count()).select_from(table)) or 0
                for table in (tables.pairing, tables.meeting)
            ]
            said = set((await session.scalars(sent)).all())
            lost = (await session.scalar(late) or 0) + len(said - set(self.crowd.keys))
        keys = self.crowd.keys
        return Played(
            self.people, wall, own, keys.total(), self.hands.asked, pairs, meetings, lost, keys.total() - len(keys)
        )


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Looking for circular garbage among all the people takes longer the more there are, and is not ours to measure."""
    often = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


async def _play(made: Databases, people: int, days: int) -> Played:
    async with made.store(SQLITE, alone=True) as store:
        return await Year(store, people, days).play()


async def measured(people: int, small: int, days: int = OVER) -> Figures:
    """The small play, the large one, and the small one again."""
    with databases(with_postgres=False) as made:
        plays = [await _play(made, size, days) for size in (small, people, small)]
    first, large, again = plays
    wall, own = (first.wall + again.wall) / 2, (first.own + again.own) / 2
    head = ("people", "messages", "requests", "pairs", "meetings", "wall, s", "own, s", "ms a message")
    rows = [
        (f"{one.people:,}", one.sent, one.asked, one.pairs, one.meetings, f"{one.wall:.1f}", f"{one.own:.1f}",
         one.ms_a_message) for one in plays
    ]  # fmt: skip
    shown("Nine months", head, rows)
    return {
        "people": [small, people], "days": days, "growth": round(large.wall / wall, 2),
        "growth_own": round(large.own / own, 2),
        "wall_s": [round(wall, 1), round(large.wall, 1)], "own_s": [round(own, 1), round(large.own, 1)],
        "messages": [first.sent, large.sent], "requests": [first.asked, large.asked],
        "ms_a_message": [round(1000 * wall / max(first.sent, 1), 3), large.ms_a_message],
        "meetings": [first.meetings, large.meetings], "of": "programmes of 100 in one community, SQLite",
        "lost": sum(one.lost for one in plays), "repeated": sum(one.repeated for one in plays),
    }  # fmt: skip


def main() -> int:
    """0 when nothing was lost or repeated."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.year", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--against", type=int, help="people of the small play; a tenth, if not given")
    parser.add_argument("--days", type=int, default=OVER, help="all of it, if not given")
    given = parser.parse_args()
    quiet_logs()
    figures = asyncio.run(measured(given.people, given.against or max(given.people // 10, 1), given.days))
    last_line(figures)
    return int(bool(figures["lost"] or figures["repeated"]))


if __name__ == "__main__":
    sys.exit(main())
