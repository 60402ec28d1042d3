"""What it costs to drain a lane, against the claims and records of its rows alone.

Those are run twice: on the driver's own connection, and in sessions as the store has them, for how much of the
difference is the library's and how much is what delivery does besides.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from bot.delivery.delivery import BATCH, LEASE
from storage import SqlStore, tables
from tests.benchmarks.bare import Bare, bare_connection, written
from tests.benchmarks.databases import Databases, load, processors, settle
from tests.benchmarks.post import NOW, Counting, Fate, community, delivery, fate_of, words
from tests.benchmarks.support import Turns, Work, by_turns

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


SEVERALLY, SINGLY, DRIVER, SESSION = "ten at once", "one at a time", "driver", "session"
Values = tuple[object, ...]
Run = Callable[[str, Values], Awaitable[Sequence[tuple[int, int]]]]


@dataclass(frozen=True, slots=True)
class Drained:
    """The measured turns, and what became of our rows."""

    turns: Turns
    fate: Fate


class BareLane:
    """Drains a lane with two statements: claim some, and record each alone. Nothing is read, built, gated or sent."""

    def __init__(self, run: Run, store: SqlStore, lane: int) -> None:
        self.run = run
        self.lane = lane
        url, bound = store.engine.url, processors(store, tables.due)["next_at"]
        locked = "" if url.get_backend_name() == "sqlite" else "FOR UPDATE SKIP LOCKED"
        self.claim, self.record = written(CLAIM.format(locked=locked), url), written(RECORD, url)
        self.now, self.until = bound(NOW), bound(NOW + LEASE)

    async def drain(self) -> int:
        """Until nothing is left; how many rows there were."""
        done = 0
        while claimed := await self.run(self.claim, (self.until, self.lane, self.now, BATCH)):
            for row, attempt in claimed:
                await self.run(self.record, (self.now, row, attempt))
                done += 1
        return done


def by_driver(connection: Bare) -> Run:
    """A transaction for each statement, on the driver's connection."""

    async def run(statement: str, values: Values) -> Sequence[tuple[int, int]]:
        await connection.begin()
        rows = await connection.ask(statement, values)
        await connection.commit()
        return [(row[0], row[1]) for row in rows]

    return run


def by_session(store: SqlStore) -> Run:
    """A transaction for each statement, as the store makes them."""

    async def run(statement: str, values: Values) -> Sequence[tuple[int, int]]:
        async with store.sessions.begin() as session:
            found = await (await session.connection()).exec_driver_sql(statement, values)
            return [tuple(row) for row in found.all()] if found.returns_rows else ()

    return run


async def drain_by_turns(databases: Databases, kind: str, people: int, rounds: int) -> Drained:
    """Our drain of a lane, measured by turns with bare ones of as many rows in the next lanes."""
    async with databases.store(kind) as store, bare_connection(store.engine.url) as connection:
        spaces = {name: await community(store, name, people) for name in (SEVERALLY, SINGLY, DRIVER, SESSION)}
        platforms = {SEVERALLY: Counting(at_once=10), SINGLY: Counting()}
        workers, batches = {name: delivery(store, platform) for name, platform in platforms.items()}, count()

        async def prepare(name: str) -> None:
            load(store, tables.due, words(spaces[name], people, next(batches)))
            settle(store)

        def all_of(drain: Callable[[], Awaitable[int]]) -> Work:
            async def work() -> None:
                done = await drain()
                assert done == people, f"{done} of {people}"

            return work

        works = {name: all_of(partial(worker.drain, spaces[name].id)) for name, worker in workers.items()}
        for name, run in ((DRIVER, by_driver(connection)), (SESSION, by_session(store))):
            works[name] = all_of(BareLane(run, store, spaces[name].id).drain)
        turns = await by_turns(works, rounds, prepare)
        given = platforms[SEVERALLY].given + platforms[SINGLY].given
        return Drained(turns, await fate_of(store, [spaces[SEVERALLY], spaces[SINGLY]], given))
