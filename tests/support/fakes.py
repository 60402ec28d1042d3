"""Stand-ins for the outside, as real classes: they keep what they are given and can be told to fail."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.entities import Account, Place, Space
from bot.message import Message
from bot.ports import Outcome, Result
from bot.rules.pacing import Rate


@dataclass
class RecordingMessenger:
    """A platform that remembers. `failures` are answered, first come first served, to the account or place named."""

    direct: list[tuple[str, Message, str]] = field(default_factory=list)
    posted: list[tuple[str, Message, str]] = field(default_factory=list)
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    failures: dict[str, list[Outcome | Exception]] = field(default_factory=dict)
    before_send: Callable[[], Awaitable[None]] | None = None
    rate: Rate | None = None
    at_once: int = 1

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        return await self._take(self.direct, account.external_id, message, key)

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        return await self._take(self.posted, place.external_id, message, key)

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        self.opened[key] = tuple(member.external_id for member in members)
        return Outcome(Result.SENT, reference=key)

    async def find(self, space: Space, name: str, email: str) -> str:
        return ""

    async def _take(self, kept: list[tuple[str, Message, str]], to: str, message: Message, key: str) -> Outcome:
        if self.before_send:
            await self.before_send()
        if self.failures.get(to):
            failure = self.failures[to].pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        kept.append((to, message, key))
        return Outcome(Result.SENT, reference=str(len(kept)))


class QuietWakeups:
    """Hands out nothing: the test drains by itself. Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def wake(self, lanes: Iterable[int]) -> None:
        self.asked += lanes

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        raise NotImplementedError("a test drains by itself")
