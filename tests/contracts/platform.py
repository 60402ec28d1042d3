"""What the contract asks of a platform, and what its people see of it."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, Self

from bot.context import Request
from bot.entities import Account, Place, Space
from bot.message import Answer, Form, Limits, Message
from bot.ports import Messenger, Result
from storage import SqlStore


class RecordingBot:
    """Keeps what it is asked and gives the answer it was told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Answer = Message("Done")

    async def handle(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answer


@dataclass(frozen=True)
class Shown:
    """What a person can read and press, as the platform draws it: words as they are read, without its escapes."""

    words: list[str]
    lines: list[str]
    labels: list[str]
    whole: str
    pages: int = 1


class Platform(Protocol):
    """A platform with Ann and Bo on it and a channel that both read."""

    name: str
    limits: Limits
    bot: RecordingBot
    space: Space
    messenger: Messenger

    @classmethod
    def opened(cls, store: SqlStore) -> AbstractAsyncContextManager[Self]: ...
    async def types(self, who: str, line: str, *, alone: bool) -> None: ...
    async def presses(self, who: str, line: str) -> None: ...
    async def submits(self, who: str, line: str, values: Mapping[str, str]) -> None: ...
    async def reads(self, who: str, *, alone: bool) -> list[str]: ...
    def account(self, who: str) -> Account: ...
    def channel(self) -> Place: ...
    def drawn(self, message: Message) -> Shown: ...
    def drawn_form(self, form: Form) -> Shown: ...
    def outcomes(self) -> Mapping[Result, str]: ...


def strings(value: Any) -> Iterator[str]:  # Any: JSON
    """Every string in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
