"""What goes wrong on Slack's side, told in advance: for which call, the how-manieth, how often."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.wire.slack.things import Call


class Hold:
    """A call that is kept waiting until it is released: a delay without a clock."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self, seconds: float = 5.0) -> None:
        """Wait until a call is being held."""
        async with asyncio.timeout(seconds):
            await self._reached.wait()

    def release(self) -> None:
        """Let it go on, and all that come after it."""
        self._released.set()

    async def wait(self) -> None:
        """Be held."""
        self._reached.set()
        await self._released.wait()


@dataclass
class Injection:
    """For the calls of `method` from the `nth` on, `times` of them (None: all), with these arguments in `where`.

    `drop` cuts the connection: "before" anything is stored, or "after", so that only the answer is lost.
    """

    method: str
    error: str = ""
    status: int = 200
    retry_after: int | None = None
    drop: str = ""
    delay: float = 0.0
    hold: Hold | None = None
    nth: int = 1
    times: int | None = 1
    team: str = ""
    where: dict[str, Any] = field(default_factory=dict)
    met: int = 0

    def takes(self, call: Call) -> bool:
        """Whether it is this call's turn; counts it."""
        if call.method != self.method or (self.team and call.team_id != self.team):
            return False
        if any(str(call.arguments.get(name, "")) != str(wanted) for name, wanted in self.where.items()):
            return False
        self.met += 1
        return self.met >= self.nth and (self.times is None or self.met < self.nth + self.times)

    @property
    def waited_for(self) -> bool:
        """Whether it never came to pass."""
        return self.met < self.nth
