from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import URL
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.command import Build, Builder, Registry
from bot.context import Context
from bot.delivery import Delivery
from bot.entities import Account, Attempt, Community, Due, Person, Place, Space
from bot.i18n import Reader
from bot.message import Message
from bot.rules.lifecycle import Pace
from scheduling.timelapse import MovableClock
from storage import SqlStore, connect
from tests.support.fakes import RecordingMessenger

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # 11:00 in Helsinki


async def say_kind(_: Context, due: Due) -> Message:
    """What most kinds say here: their own name, and which occurrence it is."""
    return Message(f"{due.kind} {due.details.get('word', '')}".strip())


@dataclass
class Office:
    """One community's post, with kinds declared by the test and a platform that can be told to fail."""

    store: SqlStore
    clock: MovableClock
    space: Space
    pace: Pace = field(default_factory=Pace)
    registry: Registry = field(default_factory=Registry)
    messenger: RecordingMessenger = field(default_factory=RecordingMessenger)

    def kind(self, name: str, build: Build = say_kind, **policy: object) -> str:
        """Declare a kind of message."""
        self.registry.builders[name] = Builder(name, build, **policy)  # type: ignore[arg-type]
        return name

    def worker(self, store: SqlStore | None = None) -> Delivery:
        """A delivery, as one process has it."""
        return Delivery(store or self.store, self.registry, {"local": self.messenger}, self.clock, self.pace)

    async def person(self, account: str, **values: object) -> Person:
        """Somebody who can be written to from eight to six, Monday to Friday."""
        async with self.store.work(self.space.community_id) as work:
            person = await work.add(Person(self.space.community_id, account, **values))  # type: ignore[arg-type]
            await work.add(Account(self.space.community_id, self.space.id, person.id, account))
            return person

    async def tell(self, kind: str, to: Person, word: str = "", subject_id: int = 1, **more: object) -> bool:
        """Plan a direct message, as a feature does."""
        return await self.plan(
            lambda ctx: ctx.tell(kind, subject_id, to, occurrence=word, details={"word": word}, **more)  # type: ignore[arg-type]
        )

    async def plan(self, what: Callable[[Context], Awaitable[object]]) -> bool:
        """Something planned in a transaction of its own; whether it was new."""
        async with self.store.work(self.space.community_id) as work:
            ctx = Context(work, self.clock.now(), Reader(), self.pace, urgencies=self.registry.urgencies())
            planned = await what(ctx)
            return bool(await ctx.flush() or planned)

    async def start(self, rows: Sequence[Due], now: datetime) -> bool:
        """Mark that a send is about to begin."""
        async with self.store.work(self.space.community_id) as work:
            return len(await work.outbox.start([rows], now)) == len(rows)

    async def channel(self, name: str) -> Place:
        """A channel that everybody reads."""
        async with self.store.work(self.space.community_id) as work:
            return await work.add(Place(self.space.community_id, self.space.id, "community", name, name))

    async def drain(self, at: datetime | None = None) -> int:
        """What a tick does, at a time; how many messages went."""
        self.clock.move(at or self.clock.now())
        worker = self.worker()
        await worker.settle()
        lanes = await self.store.lanes.due(self.clock.now())
        return sum([await worker.drain(lane) for lane in lanes])

    async def rows(self) -> list[Due]:
        """Every due row, in the order of planning."""
        async with self.store.work(self.space.community_id) as work:
            return list(await work.all(Due))

    async def row(self, word: str = "") -> Due:
        """The row whose word this is."""
        return next(row for row in await self.rows() if row.details["word"] == word)

    async def attempts(self) -> list[tuple[str, str]]:
        """Every attempt so far: outcome and detail."""
        async with self.store.work(self.space.community_id) as work:
            return [(attempt.outcome, attempt.detail) for attempt in await work.all(Attempt)]

    def texts(self, account: str) -> list[str]:
        """What somebody has been told, a merged message part by part."""
        said = [message for to, message, _ in self.messenger.direct if to == account]
        return [text for message in said for text in ([part.text for part in message.sections] or [message.text])]

    def went(self) -> list[str]:
        """To whom messages went, in order."""
        return [to for to, _, _ in self.messenger.direct]


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged; nothing is printed."""
    with capture_logs() as kept:
        yield kept


@pytest.fixture
async def office(store: SqlStore) -> Office:
    """A Monday morning in a Finnish community without holidays."""
    community = Community("Harbour libraries", "en", "Europe/Helsinki")
    space = await store.found(community, Space(0, "local", "harbour"))
    return Office(store, MovableClock(MONDAY), space)


@pytest.fixture
async def other_store(store: SqlStore, database_url: URL) -> AsyncIterator[SqlStore]:
    """The same database, as a second process opens it."""
    made = SqlStore(connect(database_url))
    yield made
    await made.close()


def helsinki(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 on the clock of Helsinki, two hours ahead of UTC."""
    return datetime.combine(datetime(2026, 11, day), time(hour, minute), UTC) - timedelta(hours=2)
