"""One worker process: the program, composed as `adapters.wiring` does it, on a shared clock and a platform of ours."""

import asyncio
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from adapters.cli.upkeep import migrate
from adapters.web.logs import log_to_stderr
from adapters.wiring import opened
from bot.app import Bot, load_features
from bot.config import DatabaseSettings, LogSettings, Settings
from scheduling.ticker import PLAN_MINUTES
from scheduling.wakeups import QueuedWakeups
from storage import SqlStore, connect
from storage.engine import server_of
from storage.sole import sole_user
from tests.faults import kinds
from tests.faults.clock import SharedClock
from tests.faults.parts import WatchedLanes, WatchedTicker, WiredMessenger, watch_statements
from tests.faults.probe import Probe, Strike

TICK = 0.5  # seconds of the machine's own time between two ticks; the program's is 1
LOOK = 0.02  # between two looks whether the clock was moved
BACK_OFF = 0.3
load_features()  # once, before the workers are forked off


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told at its start. `folder` holds the clock, the sockets and the logs."""

    number: int
    folder: Path
    url: str
    platforms: tuple[str, ...]
    strike: Strike | None = None
    plans: bool = True

    @property
    def control(self) -> str:
        """Where the parent listens."""
        return str(self.folder / "control")

    @property
    def platform(self) -> str:
        """Where the platforms listen."""
        return str(self.folder / "platform")


def _log_to(orders: Orders) -> None:
    file = os.open(orders.folder / f"worker-{orders.number}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(file, stream)
    log_to_stderr(LogSettings())


def work(orders: Orders) -> None:
    """The life of a worker, until it is killed."""
    _log_to(orders)
    asyncio.run(_work(orders))


async def _work(orders: Orders) -> None:
    probe = Probe(orders.control, orders.number, orders.strike)
    clock = SharedClock(orders.folder / "clock")
    kinds.declare(probe)
    store = SqlStore(connect(orders.url))
    store.lanes = WatchedLanes(store.sessions, probe)
    watch_statements(store.engine, probe.executed)
    waking = QueuedWakeups(server_of(orders.url))
    messengers = {name: WiredMessenger(name, orders.platform, probe) for name in orders.platforms}
    bot = Bot(store, clock, messengers, waking)
    ticker = WatchedTicker(bot, waking, clock, BACK_OFF)
    ticker.probe = probe
    with sole_user(orders.url):
        draining = asyncio.create_task(ticker.keep_draining())
        await _tick(ticker, clock, probe, plans=orders.plans)
        await draining


async def _tick(ticker: WatchedTicker, clock: SharedClock, probe: Probe, *, plans: bool) -> None:
    """What the scheduler does, on the shared clock."""
    next_plan = clock.now()
    while True:
        moves, now = clock.moves(), clock.now()
        if plans and now >= next_plan:
            await ticker.plan()
            next_plan = now + timedelta(minutes=PLAN_MINUTES)
        await ticker.tick()
        probe.ticked(moves)
        for _ in range(round(TICK / LOOK)):
            await asyncio.sleep(LOOK)
            if clock.moves() != moves:
                break


def opening(orders: Orders) -> None:
    """What every command begins with: an empty database gets its tables."""

    async def open_it() -> None:
        async with opened(Settings(database=DatabaseSettings(url=orders.url))):
            pass

    _log_to(orders)
    asyncio.run(open_it())


def migrating(orders: Orders) -> None:
    """`luotsi migrate`, on a database that is older."""
    _log_to(orders)
    os.environ["LUOTSI_DATABASE__URL"] = orders.url
    probe = Probe(orders.control, orders.number, orders.strike)
    event.listen(Engine, "after_cursor_execute", lambda *told: probe.executed(told[2]))
    migrate()
