"""What it costs to drain a lane, against the claims and records of its rows alone on the driver's own connection."""

from dataclasses import dataclass
from itertools import count

from bot.delivery.delivery import BATCH, LEASE
from storage import SqlStore, tables
from tests.benchmarks.bare import Bare, bare_connection, written
from tests.benchmarks.databases import Databases, load, processors, settle
from tests.benchmarks.post import NOW, Counting, Fate, community, delivery, fate_of, words
from tests.benchmarks.support import Turns, by_turns

CLAIM = """
UPDATE due SET state = 'claimed', attempts = attempts + 1, lease_until = ? WHERE id IN (
    SELECT id FROM due WHERE space_id = ? AND state = 'planned' AND next_at <= ?
    ORDER BY urgency, next_at, id LIMIT ? {locked}
) RETURNING id, attempts
"""
RECORD = """
UPDATE due SET state = 'sent', sent_at = ?, reference = 'r', lease_until = NULL
WHERE id = ? AND attempts = ? AND state = 'claimed'
"""


@dataclass(frozen=True, slots=True)
class Drained:
    """The measured turns, how many rows each of them had, and what became of ours."""

    turns: Turns
    rows: int
    fate: Fate


class BareLane:
    """Drains a lane with two statements: claim some, and record each alone. Nothing is read, built, gated or sent."""

    def __init__(self, connection: Bare, store: SqlStore, lane: int) -> None:
        self.connection = connection
        self.lane = lane
        url, bound = store.engine.url, processors(store, tables.due)["next_at"]
        locked = "" if url.get_backend_name() == "sqlite" else "FOR UPDATE SKIP LOCKED"
        self.claim, self.record = written(CLAIM.format(locked=locked), url), written(RECORD, url)
        self.now, self.until = bound(NOW), bound(NOW + LEASE)

    async def drain(self) -> int:
        """Until nothing is left; how many rows there were."""
        done = 0
        while claimed := await self._alone(self.claim, (self.until, self.lane, self.now, BATCH)):
            for row, attempt in claimed:
                await self._alone(self.record, (self.now, row, attempt))
                done += 1
        return done

    async def _alone(self, statement: str, values: tuple[object, ...]) -> list[tuple[int, int]]:
        await self.connection.begin()
        rows = await self.connection.ask(statement, values)
        await self.connection.commit()
        return [(row[0], row[1]) for row in rows]


async def drain_by_turns(databases: Databases, kind: str, people: int, rounds: int) -> Drained:
    """Our drain of a lane, measured by turns with a bare one of as many rows in the next lane."""
    async with databases.store(kind) as store, bare_connection(store.engine.url) as connection:
        mine, other = await community(store, "Ours", people), await community(store, "Bare", people)
        platform, batches = Counting(), count()
        lane, worker = BareLane(connection, store, other.id), delivery(store, platform)

        async def prepare() -> None:
            batch = next(batches)
            for space in (mine, other):
                load(store, tables.due, words(space, people, batch))
            settle(store)

        async def ours() -> None:
            sent = await worker.drain(mine.id)
            assert sent == people, f"{sent} of {people} sent"

        async def bare() -> None:
            done = await lane.drain()
            assert done == people, f"{done} of {people} recorded"

        turns = await by_turns(ours, bare, rounds, prepare)
        return Drained(turns, people, await fate_of(store, [mine], platform.given))
