"""Who drains: PgQueuer hands "drain this lane" to whoever is free, once for each lane at a time.

Messages never go into the queue: it can be dropped and is rebuilt from the due table by the next tick.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol, cast

import asyncpg
import structlog
from pgqueuer import Job, PgQueuer
from pgqueuer.errors import FailingListenerError
from pgqueuer.queries import Queries

from bot.errors import StorageUnavailable

ENTRYPOINT = "drain"
IDLE = timedelta(seconds=5)
"""The queue is looked at so often unasked: what a restarted server cannot tell us any more is found by then."""
ALIVE = timedelta(seconds=10)
"""A worker that says nothing for so long is taken for dead, and another gets its lane. Rows have longer leases."""
SLOTS, BATCH = 50, 10
"""Lanes that one process drains at once, and takes at once: the others wait, or go to another replica."""
PATIENCE = 10.0  # seconds that a drain in flight may take to finish when we stop
CONNECT_SECONDS = 10.0
CONNECTIONS = 4
TIDY_SECONDS = 600.0
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, FailingListenerError)
AWAY = "The queue of lanes has lost its database. It is tried again by itself; look at the server if this goes on."
NO_TABLES = "The queue has no tables in this database. Run `luotsi migrate` once."
_log = structlog.get_logger(__name__)


class QueuedWakeups:
    """Implements `bot.ports.Wakeups`: between all processes on one PostgreSQL server, or in memory for a single one."""

    def __init__(self, server: str = "", idle: timedelta = IDLE) -> None:
        """`server` is PostgreSQL's address as asyncpg reads it; without one the queue is in memory."""
        self.server = server
        self.idle = idle
        self.queuer: PgQueuer | None = None if server else PgQueuer.in_memory()

    async def wake(self, lanes: Iterable[int]) -> None:
        """Ask for lanes to be drained; a lane that is asked for already is skipped.

        Never raises: what could not be asked for is asked for again by the next tick.
        """
        names: list[str | None] = [str(lane) for lane in sorted(set(lanes))]
        if not names or self.queuer is None or self.queuer.queries is None:
            return
        payloads: list[bytes | None] = [str(name).encode() for name in names]
        try:
            await self.queuer.queries.enqueue(
                [ENTRYPOINT] * len(names), payloads, [0] * len(names), dedupe_key=names, on_conflict="skip"
            )
        except Exception as error:  # whatever it is, the change that these lanes follow from is stored already
            _log.warning("lanes could not be woken", lanes=names, reason=type(error).__name__)

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        """Drain lanes until cancelled, then let what is in flight finish. Raises StorageUnavailable without tables."""
        async with self._queuer() as queuer:

            @queuer.entrypoint(ENTRYPOINT)
            async def drain(job: Job) -> None:
                await handler(int(job.payload or b"0"))

            self.queuer = queuer
            running = asyncio.create_task(
                queuer.qm.run(
                    dequeue_timeout=self.idle,
                    batch_size=BATCH,
                    max_concurrent_tasks=SLOTS,
                    heartbeat_timeout=ALIVE,
                    shutdown_on_listener_failure=True,
                    log_aggregation_interval=timedelta(0),
                )
            )
            tidying = asyncio.create_task(_tidy(cast(_Log, queuer.queries)))
            try:
                await asyncio.shield(running)
            except LOST as error:
                raise StorageUnavailable(AWAY) from error
            finally:
                tidying.cancel()
                queuer.shutdown.set()
                await asyncio.wait({running}, timeout=PATIENCE)
                running.cancel()
                # Another run begins afresh; what was asked for is asked for again.
                self.queuer = None if self.server else PgQueuer.in_memory()

    @asynccontextmanager
    async def _queuer(self) -> AsyncIterator[PgQueuer]:
        if not self.server:
            yield self.queuer or PgQueuer.in_memory()
            return
        async with asyncpg.create_pool(self.server, min_size=0, max_size=CONNECTIONS, timeout=CONNECT_SECONDS) as pool:
            queries = Queries.from_asyncpg_pool(pool)
            try:
                installed = await queries.schema_is_installed()
            except LOST as error:
                raise StorageUnavailable(AWAY) from error
            if not installed:
                raise StorageUnavailable(NO_TABLES)
            yield PgQueuer(queries.driver, queries=queries)


class _Log(Protocol):
    async def clear_queue_log(self) -> None: ...


async def _tidy(queries: _Log) -> None:
    """Empty the queue's own log now and then: every drain adds a line to it that nobody reads, in memory as well."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        await queries.clear_queue_log()
