"""Where one point is played: workers, their platform and database, one clock, and the hand that moves it."""

import asyncio
import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import URL, select
from sqlalchemy.exc import DBAPIError

from bot.entities import Attempt, DueState
from bot.errors import StorageUnavailable
from storage import SqlStore, connect, tables
from tests.faults import world
from tests.faults.clock import SharedClock
from tests.faults.databases import Server
from tests.faults.ledger import Tally, tally
from tests.faults.platform import KEYED, PLAIN, Platform
from tests.faults.probe import Strike
from tests.faults.worker import Orders, work

PATIENCE = 75.0  # seconds of the machine's own time; more than PostgreSQL lets a stopped process keep its rows
LOOK_AGAIN = 0.03
GONE_BY = 10.0
ON_THE_WIRE = 0.2
STEP = timedelta(seconds=1)
LONG_STEP = timedelta(seconds=5)
MOST_STEPS = 600
forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.faults.worker"])


class StuckError(Exception):
    """Nothing has happened for too long; the text says what was waited for."""


@dataclass
class Worker:
    """A process of ours. `stopped` is true between SIGSTOP and SIGCONT."""

    number: int
    process: ForkServerProcess
    line: asyncio.StreamWriter | None = None
    moves: int = 0
    busy: int = 0
    stopped: bool = False
    killed: bool = False

    @property
    def pid(self) -> int:
        """Its process's id. Raises LookupError without one, since 0 would mean ourselves."""
        if not self.process.pid:
            raise LookupError("the worker has not been started")
        return self.process.pid

    @property
    def works(self) -> bool:
        """Whether it can be expected to do anything."""
        return not self.killed and not self.stopped

    def kill(self) -> None:
        """kill -9, and over when it is gone, as for whatever supervises it."""
        self.killed = True
        os.kill(self.pid, signal.SIGKILL)
        self.process.join(GONE_BY)

    def stop(self) -> None:
        """SIGSTOP."""
        self.stopped = True
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT, and on from the strike."""
        if self.line:
            self.line.write(b"\n")
        if self.stopped:
            os.kill(self.pid, signal.SIGCONT)
        self.stopped = False


@dataclass
class Arena:
    """One point, on one database, with some replicas."""

    folder: Path
    url: URL
    replicas: int
    server: Server | None
    clock: SharedClock
    platform: Platform
    store: SqlStore
    people: world.World | None = None
    workers: list[Worker] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    _struck: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    _strikes: int = 0
    _control: asyncio.Server | None = None

    @classmethod
    async def open(cls, folder: Path, url: URL, replicas: int, server: Server | None) -> "Arena":
        """Everything but workers."""
        clock = SharedClock(folder / "clock")
        clock.move(world.MONDAY)
        platform = Platform(str(folder / "platform"), clock)
        made = cls(folder, url, replicas, server, clock, platform, SqlStore(connect(url)))
        await platform.come()
        made._control = await asyncio.start_unix_server(made._listen, str(folder / "control"))
        return made

    async def close(self) -> None:
        """End every process, and give everything back."""
        for worker in self.workers:
            if worker.process.is_alive():
                worker.kill()
            worker.process.close()
        await self.platform.leave()
        if self._control:
            self._control.close()
        await self.store.close()
        self.clock.close()

    # --- what is planned -----------------------------------------------------------------------------------------
    async def plan(self, word: str = "a", after: timedelta = timedelta()) -> None:
        """Plan a wave of messages, and remember what was promised."""
        self.people = self.people or await world.look(self.store)
        self.expected |= world.round_of(self.people, self.clock.now())
        self.expected |= await world.plan(self.store, self.people, word, self.clock.now() + after)

    async def promise(self, planned: set[str]) -> None:
        """Remember what was planned before anything began."""
        self.people = self.people or await world.look(self.store)
        self.expected |= planned | world.round_of(self.people, self.clock.now())

    # --- workers -------------------------------------------------------------------------------------------------
    def start(self, strike: Strike | None = None, job: Callable[[Orders], None] = work) -> Worker:
        """Start a worker."""
        self._strikes = self._strikes or int(strike is not None)
        number = len(self.workers)
        address = self.url.render_as_string(hide_password=False)
        orders = Orders(number, self.folder, address, (PLAIN, KEYED), strike)
        worker = Worker(number, forks.Process(target=job, args=(orders,), daemon=True))
        self.workers.append(worker)
        worker.process.start()
        return worker

    def start_all(self, strike: Strike | None = None) -> None:
        """Start as many as there shall be; the first to reach the strike is the one that is hit."""
        for _ in range(self.replicas):
            self.start(strike)

    async def struck(self) -> Worker:
        """The worker that has reached its strike, and stands still there."""
        try:
            return await asyncio.wait_for(self._struck.get(), PATIENCE)
        except TimeoutError:
            raise StuckError("the point was never reached") from None

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        worker = self.workers[int(await reader.readline())]
        worker.line = writer
        while line := await reader.readline():
            said = json.loads(line)
            worker.moves, worker.busy = said.get("ticked", worker.moves), said.get("busy", worker.busy)
            if "struck" in said:
                self._strike(worker)
        writer.close()

    def _strike(self, worker: Worker) -> None:
        if self._strikes == 0:
            worker.go_on()
            return
        self._strikes -= 1
        self._struck.put_nowait(worker)

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait for something. Raises StuckError."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not so():
            if loop.time() > end:
                raise StuckError("what should happen never did")
            await asyncio.sleep(LOOK_AGAIN)

    async def ended(self) -> None:
        """Wait until every process has ended by itself."""
        await self.until(lambda: not any(worker.works and worker.process.is_alive() for worker in self.workers))
        for worker in self.workers:
            worker.killed = True

    async def recover(self) -> None:
        """After a point that got stuck: wake whoever sleeps, and have somebody work, to count what is really lost."""
        for worker in self.workers:
            if worker.stopped:
                worker.go_on()
        if not any(worker.works and worker.process.is_alive() for worker in self.workers):
            self.start()
        await self.finish()

    # --- time ----------------------------------------------------------------------------------------------------
    async def calm(self) -> None:
        """Wait until every worker that can has done what there is to do now. Raises StuckError."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while any(worker.works for worker in self.workers) and not await self._is_calm():
            for worker in self.workers:
                if worker.works and not worker.process.is_alive():
                    raise StuckError(f"worker {worker.number} ended by itself: {self.log(worker)[-300:]}")
            if loop.time() > until:
                locks = self.server.waiting(self.url) if self.server else ""
                raise StuckError(f"nothing went on for {PATIENCE:.0f} s at {self.clock.now():%H:%M:%S}{locks}")
            await asyncio.sleep(LOOK_AGAIN)

    async def _is_calm(self) -> bool:
        if not self._idle():
            return False
        try:
            now = self.clock.now()
            leases = await self.leases()
            calm = not await self.store.lanes.due(now) and not any(lease <= now for lease in leases)
        except (StorageUnavailable, DBAPIError):  # it is being restarted
            return False
        await asyncio.sleep(LOOK_AGAIN)
        return calm and self._idle()

    def _idle(self) -> bool:
        moves = self.clock.moves()
        return all(worker.moves >= moves and not worker.busy for worker in self.workers if worker.works)

    async def leases(self) -> list[datetime]:
        """Until when rows are claimed."""
        due = tables.due.c
        async with self.store.sessions() as session:
            return list(await session.scalars(select(due.lease_until).where(due.state == DueState.CLAIMED)))

    async def next_event(self) -> datetime | None:
        """When something is to happen by itself."""
        times = [*await self.leases(), *filter(None, [await self.store.lanes.next_time()])]
        return min(times, default=None)

    async def passing(self, length: timedelta, step: timedelta = STEP) -> None:
        """Let time pass, in steps of no less than this where anybody can do anything."""
        to = self.clock.now() + length
        while (now := self.clock.now()) < to:
            await self.calm()
            if not any(worker.works for worker in self.workers):
                await self._let_go()
                break
            event = await self.next_event()
            self.clock.move(min(max(event or to, now + step), to))
        self.clock.move(to)
        await self.calm()

    async def _let_go(self) -> None:
        """What the dead had sent arrives, and the server ends their transactions, before any time passes."""
        await asyncio.sleep(ON_THE_WIRE)
        if self.server and not any(worker.stopped for worker in self.workers):
            server = self.server
            await self.until(lambda: not server.waiting(self.url))

    async def finish(self) -> None:
        """Let time pass until everything is settled."""
        for _ in range(MOST_STEPS):
            await self.calm()
            event = await self.next_event()
            if event is None:
                return
            self.clock.move(max(event, self.clock.now() + LONG_STEP))
        raise StuckError(f"not settled after {MOST_STEPS} steps")

    # --- and after -----------------------------------------------------------------------------------------------
    def log(self, worker: Worker) -> str:
        """What a worker has logged."""
        file = self.folder / f"worker-{worker.number}.log"
        return file.read_text() if file.exists() else ""

    async def tally(self) -> Tally:
        """What came of it."""
        self.people = self.people or await world.look(self.store)
        rows = await world.due_rows(self.store, self.people)
        async with self.store.work(self.people.community) as work:
            doubted = {attempt.due_id for attempt in await work.all(Attempt, detail="unknown")}
        made = tally(self.expected, rows, doubted, self.platform.shown)
        return replace(made, remarks=(*self.remarks, *made.remarks))
