"""Who drains: PgQueuer hands "drain this lane" to whoever is free, once for each lane at a time.

Messages never go into the queue: it can be dropped and is rebuilt from the due table by the next tick.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from pgqueuer import Job, PgQueuer

ENTRYPOINT = "drain"
IDLE = timedelta(seconds=30)
PATIENCE = 10.0  # seconds that a drain in flight may take to finish when we stop


class QueuedWakeups:
    """Implements `bot.ports.Wakeups` in memory, which is enough for one process (SQLite)."""

    def __init__(self) -> None:
        self.queuer = PgQueuer.in_memory()

    async def wake(self, lanes: Iterable[int]) -> None:
        """Ask for lanes to be drained; a lane that is asked for already is skipped."""
        names: list[str | None] = [str(lane) for lane in sorted(set(lanes))]
        if names and self.queuer.queries is not None:
            payloads: list[bytes | None] = [str(name).encode() for name in names]
            await self.queuer.queries.enqueue(
                [ENTRYPOINT] * len(names), payloads, [0] * len(names), dedupe_key=names, on_conflict="skip"
            )

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        """Drain lanes until cancelled, then let what is in flight finish."""

        @self.queuer.entrypoint(ENTRYPOINT)
        async def drain(job: Job) -> None:
            await handler(int(job.payload or b"0"))

        running = asyncio.create_task(
            self.queuer.qm.run(dequeue_timeout=IDLE, batch_size=10, log_aggregation_interval=timedelta(0))
        )
        try:
            await asyncio.shield(running)
        finally:
            self.queuer.shutdown.set()
            await asyncio.wait({running}, timeout=PATIENCE)
            running.cancel()
            self.queuer = PgQueuer.in_memory()  # another run begins afresh; what was asked for is asked for again
