"""Runs points, several at once: most of their time is waiting."""

import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.arena import Arena, StuckError
from tests.faults.databases import Server, postgres
from tests.faults.disk import NoSmallDiskError, small_disk
from tests.faults.ledger import Tally
from tests.faults.points import SQLITE, Point, Setup
from tests.faults.report import Finding
from tests.faults.world import Templates


@dataclass
class Runner:
    """What points share: furnished databases, one server for most, and one for those that stop it."""

    folder: Path
    jobs: int
    stack: ExitStack
    templates: Templates
    servers: dict[bool, Server] = field(default_factory=dict)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    stopping: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, pairs: Sequence[tuple[Point, Setup]], done: Callable[[Finding], None]) -> list[Finding]:
        """Run points on set-ups; `done` is told each as it ends. In the order given."""
        gate = asyncio.Semaphore(self.jobs)

        async def one(point: Point, setup: Setup) -> Finding:
            async with self.stopping if point.own_server else nullcontext(), gate:
                finding = await self._run_one(point, setup)
            done(finding)
            return finding

        # Those that have a server to themselves go one after the other, so they begin first.
        order = sorted(range(len(pairs)), key=lambda place: not pairs[place][0].own_server)
        found = await asyncio.gather(*(one(*pairs[place]) for place in order))
        return [found[order.index(place)] for place in range(len(pairs))]

    async def _run_one(self, point: Point, setup: Setup) -> Finding:
        begin, stuck, tally = 0.0, "", Tally()
        try:
            async with self._arena(point, setup) as arena:
                begin = time.perf_counter()
                try:
                    await point.act(arena)
                    await arena.finish()
                except StuckError as error:
                    stuck = f"stuck: {error}"
                except Exception as error:  # the others are to be tried all the same
                    stuck = f"failed: {error!r}"
                if stuck:
                    with suppress(Exception):
                        if arena.server and point.own_server:
                            await arena.server.start()
                        await arena.recover()
                try:
                    tally = await arena.tally()
                except Exception as error:  # as where the tables are still those of another release
                    stuck = stuck or f"failed: {error!r}"
        except NoSmallDiskError as error:
            return Finding(point.name, setup, tally, 0, skipped=f"not tried: {error}")
        return Finding(point.name, setup, tally, time.perf_counter() - begin, stuck)

    @asynccontextmanager
    async def _arena(self, point: Point, setup: Setup) -> AsyncIterator[Arena]:
        async with AsyncExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix=f"{name_of(point, setup)}-", dir=self.folder))
            if point.small_disk:
                stack.enter_context(small_disk(folder / "disk"))
            async with self.making:
                server = None if setup == SQLITE else self._server(point.own_server)
                if server:
                    url = await self.templates.postgres(server, point.tables)
                else:
                    home = folder / "disk" if point.small_disk else folder
                    url = await self.templates.sqlite(home / "luotsi.db", point.tables)
            arena = await Arena.open(folder, url, setup.replicas, server)
            stack.push_async_callback(arena.close)
            if planned := self.templates.planned.get(point.tables):
                await arena.promise(planned)
            yield arena

    def _server(self, own: bool) -> Server:
        if own not in self.servers:
            self.servers[own] = self.stack.enter_context(postgres())
        return self.servers[own]


def name_of(point: Point, setup: Setup) -> str:
    """A folder's name, short, since a socket's path may not be long."""
    words = re.sub(r"[^a-z]+", "-", point.name.casefold())
    return f"{words}-{setup.database[0]}{setup.replicas}"


@asynccontextmanager
async def runner(jobs: int, *, keep: bool = False) -> AsyncIterator[Runner]:
    """A runner, in a folder that is removed at the end unless it is to be kept."""
    folder = Path(tempfile.mkdtemp(prefix="luotsi-faults-"))
    try:
        with ExitStack() as stack:
            yield Runner(folder, jobs, stack, Templates(folder))
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
