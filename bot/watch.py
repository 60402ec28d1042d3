"""The port by which somebody looks after the program: how it stands, and nothing of people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LaneState:
    """How one lane stands, without anything of people's. Times are aware UTC.

    `waiting` counts what is due by now and not settled, `planned` all that is to be sent one day.
    """

    lane: int
    platform: str
    name: str
    connected: bool
    silent_until: datetime | None = None
    waiting: int = 0
    planned: int = 0
    oldest_due: datetime | None = None


class Watch(Protocol):
    """What somebody who looks after the program needs to know of the database. It only reads."""

    async def answer(self) -> None:
        """The least there is to ask. Raises StorageUnavailable."""

    async def lanes(self, now: datetime) -> Sequence[LaneState]:
        """Every lane as it stands, by its id. Raises StorageUnavailable."""
