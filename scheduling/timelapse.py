"""Time that is moved by hand: for the demo, the transcript and the tests. The same two calls as the ticker's."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime, timedelta

from bot.app import Bot

PLAN_EVERY = timedelta(days=1)


class MovableClock:
    """A clock that stands still until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs a time with a zone")
        self._now = start

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._now

    def move(self, to: datetime) -> None:
        """Move forward; an earlier time is ignored."""
        self._now = max(self._now, to)


class NoWakeups:
    """Implements `bot.ports.Wakeups` where time is moved by hand: each step drains what it makes due by itself."""

    async def wake(self, lanes: Iterable[int]) -> None:
        """Nobody is asleep."""

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        """Nothing is handed out."""


class Timelapse:
    """Lets time pass step by step: everything due goes out at its own time, as it would have by the ticker."""

    def __init__(self, bot: Bot, clock: MovableClock, lock: AbstractAsyncContextManager[None] | None = None) -> None:
        """`lock` keeps the clock from being moved while a ticker sends: a jump would outrun its lease."""
        self.bot = bot
        self.lock = lock or nullcontext()
        self.clock = clock
        self.next_plan = clock.now()

    async def advance(self, to: datetime, passed: Callable[[datetime], Awaitable[None]] | None = None) -> int:
        """Let time pass until `to`; how many messages went. `passed` is told each stop on the way."""
        sent = 0
        while (stop := await self.next_stop()) is not None and stop <= to:
            sent += await self.happen(stop)
            if passed:
                await passed(self.clock.now())
        self.clock.move(to)
        return sent

    async def next_stop(self) -> datetime | None:
        """The next moment at which something happens by itself: a message, or the daily planning."""
        due = await self.bot.next_time()
        return min(due, self.next_plan) if due else self.next_plan

    async def to_next_message(self, within: timedelta = timedelta(days=400)) -> int:
        """Let time pass until at least one message has gone; how many went, 0 if nothing is due for so long."""
        end = self.clock.now() + within
        while (stop := await self.next_stop()) is not None and stop <= end:
            if sent := await self.advance(stop):
                return sent
        return 0

    async def happen(self, at: datetime) -> int:
        """One stop: what is due then goes out; how many messages that were. What this makes due is the next stop."""
        async with self.lock:
            self.clock.move(at)
            if self.clock.now() >= self.next_plan:
                await self.bot.plan()
                self.next_plan = self.clock.now() + PLAN_EVERY
            return sum([await self.bot.deliver(lane) for lane in await self.bot.lanes_due()])
