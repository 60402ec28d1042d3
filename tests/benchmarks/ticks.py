"""What a tick costs when little is due among much that is planned."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.app import Bot
from bot.entities import Community, Due, Space
from scheduling.ticker import Ticker
from scheduling.timelapse import MovableClock
from storage import SqlStore, tables
from tests.benchmarks.databases import Databases, Row, load, row_of, settle
from tests.benchmarks.support import Turns, by_turns
from tests.support.fakes import QuietWakeups

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LANES, DUE, TICKS = 100, 100, 10
MANY, FEW = "many", "few"
MONTHS = timedelta(days=270)


class Ticking:
    """A store with one row due in each lane, and many more that are to come in the next nine months."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.wakeups = QuietWakeups()
        clock = MovableClock(NOW)
        self.ticker = Ticker(Bot(store, clock, {}, self.wakeups), self.wakeups, clock)

    async def fill(self, planned: int) -> None:
        """Found the communities and put the rows in."""
        for number in range(LANES):
            await self.store.found(Community(f"Library {number}"), Space(0, "local", f"L{number}"))
        load(self.store, tables.due, _rows(planned))
        settle(self.store)

    async def ticks(self) -> None:
        """Some ticks. Raises AssertionError if one of them does not ask for every lane, and for those once."""
        for _ in range(TICKS):
            self.wakeups.asked.clear()
            await self.ticker.tick()
            assert sorted(self.wakeups.asked) == list(range(1, LANES + 1)), self.ticker.health.errors


def _rows(planned: int) -> Iterator[Row]:
    """Each lane has its share of what is planned, and of what is due."""
    row = row_of(Due(0, 0, "", "meeting.reminder", 1, NOW, NOW, place="community"))
    for number in range(planned):
        at = NOW if number < DUE else NOW + MONTHS * (number / planned) + timedelta(minutes=1)
        lane = number % LANES + 1
        yield row | {
            "id": number + 1, "community_id": lane, "space_id": lane, "key": f"k{number}", "due_at": at, "next_at": at,
        }  # fmt: skip


async def tick_among(databases: Databases, kind: str, many: int, few: int, rounds: int) -> Turns:
    """A tick among many planned rows, measured by turns with one among few."""
    async with databases.store(kind) as large, databases.store(kind) as small:
        among_many, among_few = Ticking(large), Ticking(small)
        await among_many.fill(many)
        await among_few.fill(few)
        return await by_turns({MANY: among_many.ticks, FEW: among_few.ticks}, rounds)
