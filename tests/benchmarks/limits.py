"""Platforms that keep their limits, by a clock that is moved by hand. Whoever exceeds one is told to wait."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from bot.entities import Account, Place, Space
from bot.message import Message
from bot.ports import Clock, Outcome, Result
from bot.rules.pacing import Rate


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in any stretch of so many seconds."""

    most: int
    seconds: float


@dataclass
class Window:
    """What went through one limit of late."""

    limit: Limit
    times: deque[datetime] = field(default_factory=deque)

    def wait(self, now: datetime) -> float:
        """For how many seconds nothing more may go; 0 when something may."""
        while self.times and now - self.times[0] >= timedelta(seconds=self.limit.seconds):
            self.times.popleft()
        if len(self.times) < self.limit.most:
            return 0.0
        return self.limit.seconds - (now - self.times[0]).total_seconds()


@dataclass
class LimitedPlatform:
    """The port Messenger on a platform with limits. What it accepted is kept by its reference; the rest it answers
    with 429 and a Retry-After in whole seconds, and counts.

    `apart` names the limits that a message falls under, each with whom it counts for: the channel, the space, the bot.
    """

    name: str
    clock: Clock
    rate: Rate | None
    apart: Mapping[str, Limit]
    at_once: int = 1
    limited: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    taken: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """To whom and when, by reference."""
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        now = self.clock.now()
        who = {"channel": f"{space.id}:{account.external_id}", "space": str(space.id), "bot": self.name}
        windows = {name: self._window(name, who[name]) for name in self.apart}
        waits = {name: wait for name, window in windows.items() if (wait := window.wait(now))}
        if waits:
            name = max(waits, key=waits.__getitem__)
            self.limited[name] += 1
            return Outcome(Result.LIMITED, wait=ceil(waits[name]))
        for window in windows.values():
            window.times.append(now)
        self.keys[key] += 1
        reference = f"{self.name}:{len(self.taken)}"
        self.taken[reference] = account.external_id, now
        return Outcome(Result.SENT, reference=reference)

    def _window(self, name: str, whom: str) -> Window:
        if (name, whom) not in self._windows:
            self._windows[name, whom] = Window(self.apart[name])
        return self._windows[name, whom]

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        raise NotImplementedError("nothing here is said in channels")

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        raise NotImplementedError("nothing here is said in channels")

    async def find(self, space: Space, name: str, email: str) -> str:
        raise NotImplementedError("nobody is looked for here")


def slack(clock: Clock, rate: Rate | None) -> LimitedPlatform:
    """One message a second in a channel, three hundred a minute in a workspace ("several hundred", says Slack)."""
    return LimitedPlatform("slack", clock, rate, {"channel": Limit(1, 1.0), "space": Limit(300, 60.0)})


def discord(clock: Clock, rate: Rate | None) -> LimitedPlatform:
    """Fifty requests a second for one bot, in however many servers it is; five in five seconds in a channel."""
    return LimitedPlatform("discord", clock, rate, {"channel": Limit(5, 5.0), "bot": Limit(50, 1.0)}, at_once=10)
