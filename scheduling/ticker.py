"""APScheduler as the clock: a tick that finds lanes with something due, and the recurring planning.

In memory and in UTC. Late runs are made up for once, however many were missed (MIS-01, MIS-06), and an exception in
one run never stops the next (MIS-05).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import Bot
from bot.errors import StorageUnavailable
from bot.ports import Clock, Wakeups

TICK_SECONDS = 1
PLAN_MINUTES = 10
TIDY_HOURS = 1  # as often as this, since it counts from the start of a process that may not live long
BACK_OFF_SECONDS = 5.0
QUEUE = "wake-ups"
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Health:
    """What the two jobs last did. Times are aware UTC."""

    last_tick: datetime | None = None
    last_plan: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)


class Ticker:
    """Ticks once a second and plans every ten minutes, in every process: no leader is needed."""

    def __init__(self, bot: Bot, wakeups: Wakeups, clock: Clock, back_off: float = BACK_OFF_SECONDS) -> None:
        self.bot = bot
        self.back_off = back_off
        self.wakeups = wakeups
        self.clock = clock
        self.health = Health()
        self.lock: AbstractAsyncContextManager[None] = nullcontext()
        """Held while a lane is drained; a demo shares it with the hand that moves its clock."""
        self.scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        # A fixed id and replace_existing: starting again never makes a second copy of a job (DUP-02, DUP-04).
        self.scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS, id="tick", replace_existing=True)
        self.scheduler.add_job(self.plan, "interval", minutes=PLAN_MINUTES, id="plan", replace_existing=True)
        self.scheduler.add_job(self.tidy, "interval", hours=TIDY_HOURS, id="tidy", replace_existing=True)

    async def tick(self) -> None:
        """Find lanes with something due and ask for them to be drained."""
        await self._guarded("tick", self._wake)
        self.health.last_tick = self.clock.now()

    async def plan(self) -> None:
        """Plan what the calendars ask."""
        await self._guarded("plan", self.bot.plan)
        self.health.last_plan = self.clock.now()

    async def tidy(self) -> None:
        """Forget what nobody needs any more."""
        await self._guarded("tidy", self._forget)

    async def keep_draining(self) -> None:
        """Drain lanes as they are asked for, until cancelled. Should the engine end, a new run begins after a while."""
        while True:
            await self._guarded(QUEUE, lambda: self.wakeups.run(self.drain))
            await asyncio.sleep(self.back_off)

    async def drain(self, lane: int) -> None:
        """Drain one lane; what fails is shown in the health and tried again by a later tick."""
        self._works(QUEUE)  # or nobody would have handed this out
        async with self.lock:
            await self._guarded(f"lane {lane}", lambda: self._deliver(lane))

    async def _wake(self) -> None:
        await self.bot.settle()
        await self.wakeups.wake(await self.bot.lanes_due())

    async def _forget(self) -> None:
        forgotten = await self.bot.tidy()
        _log.info("tidied", rows=forgotten)

    async def _deliver(self, lane: int) -> None:
        await self.bot.deliver(lane)

    async def _guarded(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except StorageUnavailable as error:  # it says what to do, once: the next tries are only a second away
            if self.health.errors.get(name) != str(error):
                _log.error("a job cannot work", job=name, reason=str(error))
            self.health.errors[name] = str(error)
        except Exception as error:
            self.health.errors[name] = type(error).__name__
            _log.exception("a job failed", job=name)
        else:
            self._works(name)

    def _works(self, name: str) -> None:
        if self.health.errors.pop(name, None):
            _log.info("a job works again", job=name)
