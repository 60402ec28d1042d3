"""Everybody who is simulated, on one clock: what reaches them and what they do about it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from adapters.local.players.agenda import Agenda
from adapters.local.players.fates import Fates
from adapters.local.players.player import Player
from adapters.local.ports import LocalMessage, LocalPlace, owner_of

FAR = timedelta(days=400)
Passed = Callable[[datetime], Awaitable[None]]


class Movable(Protocol):
    """A clock that can be moved on."""

    def move(self, to: datetime) -> None:
        """Move forward."""


class Steps(Protocol):
    """A clock that is moved, and on the way sends what falls due."""

    @property
    def clock(self) -> Movable:
        """The clock itself."""

    async def happen(self, at: datetime) -> int:
        """Move on to a stop (aware UTC) and send what is due then; how many messages went."""

    async def next_stop(self) -> datetime | None:
        """The next moment at which something happens by itself."""


class Players:
    """Simulated people. Let `hear` listen to a history; `passed` then lets them act on it when their time comes."""

    def __init__(self, agenda: Agenda, cast: Iterable[Player], fates: Fates) -> None:
        self.agenda = agenda
        self.fates = fates
        self.cast = {player.person.account: player for player in cast}
        self._heard: list[tuple[LocalMessage, str]] = []
        self._members: dict[str, frozenset[str]] = {}

    def hear(self, news: LocalMessage | LocalPlace) -> None:
        """Something was said, or a place was opened. Nobody reacts to what people say, and whoever acts is answered."""
        if isinstance(news, LocalPlace):
            self._members[news.id] = news.members
        elif not news.author:
            acting = next((account for account, player in self.cast.items() if player.acting), "")
            self._heard.append((news, acting))

    def leave(self, account: str) -> None:
        """Somebody is played by a human from now on: they do nothing by themselves any more."""
        self.agenda.drop(account)
        self.cast.pop(account, None)

    def attend(self) -> None:
        """Everybody reads what is new to them, and decides what to do and when."""
        heard, self._heard = self._heard, []
        for message, acting in heard:
            for player in self._readers(message):
                self.fates.sees(player, message)
                player.hears(message, answered=player.person.account == acting)

    async def passed(self, now: datetime) -> None:
        """The clock has come to `now` (aware UTC): what people meant to do by then is done."""
        self.attend()
        while await self.agenda.run(now):
            self.attend()

    def _readers(self, message: LocalMessage) -> Sequence[Player]:
        only = message.private_to or owner_of(message.place)
        if only:
            return [self.cast[only]] if only in self.cast else []
        members = self._members.get(message.place)
        return [player for account, player in self.cast.items() if not members or account in members]


class LivingTimelapse:
    """A timelapse in which people live: between the stops of the clock they do what they meant to do, at its time."""

    def __init__(self, steps: Steps, players: Players) -> None:
        self.steps = steps
        self.players = players

    async def advance(self, to: datetime, passed: Passed | None = None) -> int:
        """Move on to a time (aware UTC), telling `passed` each stop; how many messages went."""
        sent, stop = 0, await self._next_stop(to)
        while stop:
            sent += await self._live(*stop)
            if passed:
                await passed(stop[0])
            stop = await self._next_stop(to)
        self.steps.clock.move(to)
        return sent

    async def to_next_message(self, within: timedelta = FAR) -> int:
        """Move on until something has been said unasked; how many messages went, 0 when nothing is due for so long."""
        first = await self._next_stop(None)
        end = first[0] + within if first else None
        while end and (stop := await self._next_stop(end)):
            if sent := await self._live(*stop):
                return sent
        return 0

    async def _next_stop(self, until: datetime | None) -> tuple[datetime, bool] | None:
        """When something happens next, not after `until`, and whether it happens by itself."""
        due, act = await self.steps.next_stop(), self.players.agenda.next_time()
        first = min((time for time in (due, act) if time), default=None)
        if first is None or (until and first > until):
            return None
        return first, first == due

    async def _live(self, at: datetime, by_itself: bool) -> int:
        """One stop. What people do there may make something due at once, which then is the next stop."""
        self.steps.clock.move(at)
        sent = await self.steps.happen(at) if by_itself else 0
        await self.players.passed(at)
        return sent
