"""Questions of those who look after the program: they only read, whatever the process that runs is doing."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Row, bindparam, case, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.entities import Due, DueState
from bot.watch import LaneState
from storage import tables
from storage.failures import translated
from storage.lanes import IS_PLANNED, NOW
from storage.mapping import TABLES
from storage.migrate import require_current
from storage.outbox import IS_CLAIMED

QUEUE_TABLE = "pgqueuer"
_due = TABLES[Due].c
_IS_DUE = _due.next_at <= NOW
_PLANNED = (
    select(
        _due.space_id,
        func.count().label("planned"),
        func.sum(case((_IS_DUE, 1), else_=0)).label("waiting"),
        func.min(_due.next_at).label("first"),
    )
    .where(IS_PLANNED)
    .group_by(_due.space_id)
)
_CLAIMED = select(_due.space_id, func.count().label("waiting")).where(IS_CLAIMED).group_by(_due.space_id)
_LANES = (
    select(tables.space, tables.lane.c.blocked_until)
    .outerjoin(tables.lane, tables.lane.c.space_id == tables.space.c.id)
    .order_by(tables.space.c.id)
)
_TROUBLES = (
    select(_due.space_id, _due.state, func.count())
    .where(_due.state.in_((DueState.UNKNOWN, DueState.UNDELIVERABLE)), _due.due_at >= bindparam("since"))
    .group_by(_due.space_id, _due.state)
)


@dataclass(frozen=True, slots=True)
class Troubles:
    """How many messages ended badly, of those that were due since some time."""

    unknown: int = 0
    undeliverable: int = 0


class SqlWatch:
    """Implements `bot.watch.Watch`, and answers what only an admin at the machine asks."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def answer(self) -> None:
        """Whether there is a database with our tables."""
        async with self._reading() as connection:
            await connection.execute(_LANES.limit(1))

    async def lanes(self, now: datetime) -> Sequence[LaneState]:
        """Every lane with what waits in it; three statements, each by an index that holds nothing else."""
        async with self._reading() as connection:
            planned = {row.space_id: row for row in await connection.execute(_PLANNED, {"now": now})}
            claimed = {row.space_id: row.waiting for row in await connection.execute(_CLAIMED)}
            spaces = (await connection.execute(_LANES)).all()
        return [_state(space, planned.get(space.id), claimed.get(space.id, 0), now) for space in spaces]

    async def troubles(self, since: datetime) -> Mapping[int | None, Troubles]:
        """By lane, what ended unknown or undeliverable; None for whom no lane reaches. Reads the whole table."""
        found: dict[int | None, dict[str, int]] = {}
        async with self._reading() as connection:
            for lane, state, count in await connection.execute(_TROUBLES, {"since": since}):
                found.setdefault(lane, {})[state.value] = count
        return {lane: Troubles(**counts) for lane, counts in found.items()}

    async def erased(self) -> set[tuple[int, int]]:
        """Everybody who has been erased: community and person."""
        person = tables.people.c
        async with self._reading() as connection:
            rows = await connection.execute(select(person.community_id, person.id).where(person.erased_at.is_not(None)))
            return {(row.community_id, row.id) for row in rows}

    async def revision(self) -> str:
        """The tables' revision, which is this release's. Raises StorageUnavailable where it is another, or none."""
        await require_current(self.engine)
        async with self._reading() as connection:
            return await connection.run_sync(lambda one: MigrationContext.configure(one).get_current_revision() or "")

    async def has_queue(self) -> bool:
        """Whether the queue of lanes has its tables; on SQLite it needs none."""
        if self.engine.dialect.name == "sqlite":
            return True
        async with self._reading() as connection:
            return await connection.run_sync(lambda one: inspect(one).has_table(QUEUE_TABLE))

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with translated():
            async with self.engine.connect() as connection:
                # So that `storage.engine` does not make a writer of it: nobody should wait for a look.
                yield await connection.execution_options(only_reads=True)


def _state(space: Row[Any], planned: Row[Any] | None, claimed: int, now: datetime) -> LaneState:  # Any: as SQLAlchemy
    silent = space.blocked_until if space.blocked_until and space.blocked_until > now else None
    seen = LaneState(space.id, space.platform, space.name, space.connected, silent, claimed)
    if planned is None:
        return seen
    oldest = planned.first if planned.first <= now else None
    return replace(seen, waiting=claimed + planned.waiting, planned=planned.planned, oldest_due=oldest)
