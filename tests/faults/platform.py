"""The platforms of a fault test, in the parent: whatever becomes of the workers, they remember what they have shown."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.ports import Clock
from bot.rules.pacing import Rate

PLAIN, KEYED = "plain", "keyed"
"""One shows whatever it is told, as Slack; one shows the same key once, as Discord with an enforced nonce."""
KEY_REMEMBERED = timedelta(minutes=5)
"""Discord compares a nonce with those of the "past few minutes", by its documentation of Create Message."""


RATE = Rate(per_minute=600, burst=10, place_seconds=1)
"""What both allow."""


class Mood(StrEnum):
    """How a platform behaves."""

    WELL = "well"
    DEAF = "deaf"
    """It cuts the connection off without having shown anything, as a gateway in front of it does."""
    MUTE = "mute"
    """It shows, and then cuts off without an answer."""
    LIMITED = "limited"
    """It asks for silence (NET-02)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message that people have seen."""

    at: datetime
    platform: str
    space: str
    to: str
    key: str
    parts: tuple[str, ...]


@dataclass
class Platform:
    """Both kinds of platform on one socket. `after` is called between showing the n-th message and answering."""

    path: str
    clock: Clock
    shown: list[Shown] = field(default_factory=list)
    mood: Mood = Mood.WELL
    silence: float = 0.0
    after: dict[int, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once what `after` asked for is done."""
    opened: dict[tuple[str, ...], str] = field(default_factory=dict)
    _begun: set[int] = field(default_factory=set)
    _known: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    _server: asyncio.Server | None = None

    async def come(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._serve, self.path)

    async def leave(self) -> None:
        """Refuse every connection from now on."""
        if self._server:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            if (line := await reader.readline()).endswith(b"\n"):
                answer = await self._answer(json.loads(line))
                if answer:
                    writer.write(json.dumps(answer).encode() + b"\n")
                    await writer.drain()
        writer.close()

    async def _answer(self, asked: dict[str, object]) -> dict[str, object] | None:
        if self.mood == Mood.DEAF:
            return None
        if self.mood == Mood.LIMITED:
            return {"result": "limited", "wait": self.silence}
        if "open" in asked:  # as Slack's conversations.open: the same people get the same place
            people = _words(asked["open"])
            return {"result": "sent", "reference": self.opened.setdefault(people, f"place-{len(self.opened)}")}
        reference = self._show(asked)
        if (hook := self.after.get(len(self.shown))) and len(self.shown) not in self._begun:
            self._begun.add(len(self.shown))
            await hook()
            self.over.set()
        return None if self.mood == Mood.MUTE else {"result": "sent", "reference": reference}

    def _show(self, asked: dict[str, object]) -> str:
        now, space, key = self.clock.now(), str(asked["space"]), str(asked["key"])
        at, reference = self._known.get((space, key), (now, ""))
        if reference and asked["platform"] == KEYED and abs(now - at) <= KEY_REMEMBERED:
            return reference
        parts = _words(asked["parts"])
        self.shown.append(Shown(now, str(asked["platform"]), space, str(asked["to"]), key, parts))
        self._known[space, key] = (now, str(len(self.shown)))
        return str(len(self.shown))


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()
