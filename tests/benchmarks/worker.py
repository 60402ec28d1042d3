"""A process that drains lanes as `luotsi run` does, told by lines on stdin when: see `tests.benchmarks.workers`.

`begin` makes it listen for lanes, `go` makes it tick until nothing is left; what it gave its platform is one line.
"""

import asyncio
import json
import sys
from contextlib import suppress

from sqlalchemy import or_, select

from bot.app import Bot
from scheduling.ticker import TICK_SECONDS, Ticker
from scheduling.timelapse import MovableClock
from scheduling.wakeups import QueuedWakeups
from storage import SqlStore, connect, tables
from storage.engine import server_of
from storage.lanes import IS_PLANNED
from storage.outbox import IS_CLAIMED
from tests.benchmarks.post import NOW, Counting, delivery
from tests.benchmarks.support import quiet_logs

BEGIN, GO, READY = "begin", "go", "ready"
LOOK = 0.05  # seconds between two looks at what is left
_LEFT = select(tables.due.c.id).where(or_(IS_PLANNED, IS_CLAIMED)).limit(1)


class Worker:
    """One replica."""

    def __init__(self, url: str) -> None:
        self.store = SqlStore(connect(url))
        self.wakeups = QueuedWakeups(server_of(url))
        self.platform = Counting()
        clock = MovableClock(NOW)
        bot = Bot(self.store, clock, {"local": self.platform}, self.wakeups)
        bot.delivery = delivery(self.store, self.platform)
        self.ticker = Ticker(bot, self.wakeups, clock)
        self.draining: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Listen for lanes to drain."""
        self.platform.given.clear()
        self.draining = asyncio.create_task(self.ticker.keep_draining())
        while self.wakeups.queuer is None:  # noqa: ASYNC110  # what begins there tells nobody
            await asyncio.sleep(LOOK)

    async def go(self) -> None:
        """Tick until nothing is planned or claimed any more, by anybody; then listen no longer."""
        ticking = asyncio.create_task(self._tick())
        while await self._is_something_left():  # noqa: ASYNC110  # another process may have done the last
            await asyncio.sleep(LOOK)
        for task in (ticking, self.draining):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _tick(self) -> None:
        while True:
            await self.ticker.tick()
            await asyncio.sleep(TICK_SECONDS)

    async def _is_something_left(self) -> bool:
        async with self.store.engine.connect() as connection:
            return bool((await connection.execute(_LEFT)).first())


async def _serve(url: str) -> None:
    worker = Worker(url)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if line == BEGIN:
            await worker.begin()
            print(READY, flush=True)
        else:
            await worker.go()
            print(json.dumps(worker.platform.given), flush=True)
    await worker.store.close()


if __name__ == "__main__":
    quiet_logs()
    asyncio.run(_serve(sys.argv[1]))
