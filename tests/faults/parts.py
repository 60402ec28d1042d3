"""What a worker is put together from that is not the program's own: a platform to speak to, and points to be hit at."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.entities import Account, Due, Place, Space
from bot.message import Message
from bot.ports import Ending, Outcome, Result
from bot.rules.pacing import Rate
from scheduling.ticker import Ticker
from storage.lanes import SqlLanes
from tests.faults.platform import KEYED, RATE
from tests.faults.probe import Probe


@dataclass
class WiredMessenger:
    """Speaks to the parent's platform through a socket, and maps what goes wrong as an adapter does (DUP-06)."""

    platform: str
    path: str
    probe: Probe
    rate: Rate | None = RATE

    @property
    def at_once(self) -> int:
        return 5 if self.platform == KEYED else 1

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        return await self._say(space, account.external_id, message, key)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        return await self._say(space, place.external_id, message, key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        people = sorted(account.external_id for account in members)
        outcome = await self._ask(space, {"open": people, "name": name, "key": key})
        self.probe.reach("opened")
        return outcome

    async def find(self, space: Space, name: str, email: str) -> str:
        return ""

    async def _say(self, space: Space, to: str, message: Message, key: str) -> Outcome:
        self.probe.reach(f"sending {self.platform}")
        parts = [message.text, *(section.text for section in message.sections)]
        outcome = await self._ask(space, {"to": to, "parts": parts, "key": key})
        self.probe.reach(f"shown {self.platform}")
        return outcome

    async def _ask(self, space: Space, request: Mapping[str, object]) -> Outcome:
        try:
            reader, writer = await asyncio.open_unix_connection(self.path)
        except OSError as error:  # refused: nothing was sent
            return Outcome(Result.FAILED, detail=type(error).__name__)
        try:
            said = {**request, "platform": self.platform, "space": space.external_id}
            writer.write(json.dumps(said).encode() + b"\n")
            answer = await reader.readline()
        except OSError as error:
            return Outcome(Result.UNKNOWN, detail=type(error).__name__)
        finally:
            writer.close()
        if not answer:
            return Outcome(Result.UNKNOWN, detail="cut-off")
        return Outcome(**{**(found := json.loads(answer)), "result": Result(found["result"])})


class WatchedLanes(SqlLanes):
    """The lanes, with a point after each of their transactions."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], probe: Probe) -> None:
        super().__init__(sessions)
        self.probe = probe

    async def claim(
        self, lane: int, now: datetime, lease_until: datetime, limit: int, rate: Rate | None = None
    ) -> Sequence[Due]:
        rows = await super().claim(lane, now, lease_until, limit, rate)
        if rows:
            self.probe.reach("claimed")
        return rows

    async def record(self, endings: Sequence[tuple[Sequence[Due], Ending]], now: datetime) -> None:
        await super().record(endings, now)
        self.probe.reach("recorded")

    async def reap(self, now: datetime) -> Sequence[Due]:
        rows = await super().reap(now)
        if rows:
            self.probe.reach("reaped")
        return rows


class WatchedTicker(Ticker):
    """The ticker, which says when a lane is being drained."""

    probe: Probe

    async def drain(self, lane: int) -> None:
        self.probe.work(+1)
        try:
            await super().drain(lane)
        finally:
            self.probe.work(-1)


def watch_statements(engine: AsyncEngine, told: Callable[[str], None]) -> None:
    """Tell each statement once it has been executed, inside its transaction."""

    def executed(_connection: object, _cursor: object, statement: str, *_more: Any) -> None:  # Any: SQLAlchemy's own
        told(statement)

    event.listen(engine.sync_engine, "after_cursor_execute", executed)
