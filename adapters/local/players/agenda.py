"""What is going to be done, in the order of its time; what was planned first goes first."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Act = Callable[[], Awaitable[None]]


@dataclass(order=True, slots=True)
class _Entry:
    at: datetime
    number: int
    owner: str = field(compare=False)
    act: Act = field(compare=False)


class Agenda:
    """Acts of people at moments (aware UTC)."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._numbers = count()

    def add(self, at: datetime, owner: str, act: Act) -> None:
        """Plan an act of somebody."""
        heapq.heappush(self._entries, _Entry(at, next(self._numbers), owner, act))

    def drop(self, owner: str) -> None:
        """Whatever somebody had planned is not done."""
        self._entries = [entry for entry in self._entries if entry.owner != owner]
        heapq.heapify(self._entries)

    def next_time(self) -> datetime | None:
        """When the next act is to be done."""
        return self._entries[0].at if self._entries else None

    async def run(self, now: datetime) -> int:
        """Do everything whose time has come; how many acts that were."""
        done = 0
        while self._entries and self._entries[0].at <= now:
            await heapq.heappop(self._entries).act()
            done += 1
        return done
