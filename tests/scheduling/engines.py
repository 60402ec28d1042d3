"""The engines that the port of wake-ups is tested on, each between processes: every call of `another` is one more."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from bot.ports import Wakeups
from scheduling.wakeups import QueuedWakeups

TASK = "drain"


class ProcrastinateWakeups:
    """Implements `bot.ports.Wakeups` on Procrastinate, which shows that the port asks for nothing that one engine has.

    Not shipped. A lane that is drained already is asked for once more at most: the queueing lock covers what waits, the
    lock what runs.
    """

    def __init__(self, server: str) -> None:
        self.app = App(connector=PsycopgConnector(conninfo=server))
        self.handler: Callable[[int], Awaitable[None]] | None = None
        self.drain = self.app.task(self._drain, name=TASK)
        self.opened = asyncio.Lock()
        self.is_open = False

    async def open(self) -> None:
        """Connect, and make the tables where there are none."""
        async with self.opened:
            if not self.is_open:
                await self.app.open_async()
                if not await self.app.check_connection_async():
                    await self.app.schema_manager.apply_schema_async()
                self.is_open = True

    async def close(self) -> None:
        """Disconnect."""
        if self.is_open:
            await self.app.close_async()

    async def _drain(self, lane: int) -> None:
        assert self.handler is not None
        await self.handler(lane)

    async def wake(self, lanes: Iterable[int]) -> None:
        """Ask for lanes to be drained."""
        await self.open()
        for lane in set(lanes):
            with suppress(AlreadyEnqueued):
                await self.drain.configure(lock=str(lane), queueing_lock=str(lane)).defer_async(lane=lane)

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        """Drain lanes until cancelled."""
        await self.open()
        self.handler = handler
        await self.app.run_worker_async(concurrency=10, install_signal_handlers=False, delete_jobs="always")


class Engine:
    """One queue, and as many processes on it as a test asks for."""

    def __init__(self, make: Callable[[], Wakeups], *, shared: bool) -> None:
        self.make = make
        self.shared = shared
        self.made: list[Wakeups] = []

    def another(self) -> Wakeups:
        """One process more."""
        self.made.append(self.make())
        return self.made[-1]

    async def close(self) -> None:
        """Disconnect whatever holds a connection outside its run."""
        for one in self.made:
            if isinstance(one, ProcrastinateWakeups):
                await one.close()


def memory() -> Engine:
    """PgQueuer in memory: one process, and what it forgets is asked for again."""
    return Engine(QueuedWakeups, shared=False)


def pgqueuer(server: str) -> Engine:
    """PgQueuer on PostgreSQL."""
    return Engine(lambda: QueuedWakeups(server), shared=True)


def procrastinate(server: str) -> Engine:
    """Procrastinate on PostgreSQL."""
    return Engine(lambda: ProcrastinateWakeups(server), shared=True)
