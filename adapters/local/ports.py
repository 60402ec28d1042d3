"""What the local page is about, and what it asks of the outside: its own conversations, and a clock it may move."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

PLATFORM = "local"
_PRIVATE = "dm:"


class PlaceKind(StrEnum):
    """What sort of place a conversation is in."""

    BOT = "bot"
    CHANNEL = "channel"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """Somebody one can be on the page. `about` is a word or two beside the name; language (BCP 47) and zone (IANA)
    are what the platform tells the bot about its members, empty where it knows nothing."""

    account: str
    name: str
    about: str = ""
    language: str = ""
    zone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A channel or pair space. A channel without members is open to everybody."""

    id: str
    kind: PlaceKind
    name: str
    about: str = ""
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LocalMessage:
    """Something said. `author` is empty when the bot said it, `private_to` names the only account that sees it.

    `payload` is what the page draws. `version` grows with every message and every change, over all places; `id` is
    the version that a message had when it was new. `key` makes saying it twice harmless.
    """

    place: str
    at: datetime
    payload: Mapping[str, Json]
    author: str = ""
    private_to: str = ""
    topic: str = ""
    key: str = ""
    id: int = 0
    version: int = 0


class LocalHistory(Protocol):
    """The local platform's own memory: its members, its places, and what was said there."""

    async def people(self) -> Sequence[LocalPerson]:
        """Everybody one can be, in the order of the list."""

    async def enrol(self, people: Sequence[LocalPerson]) -> None:
        """Add people, or take what is new about those who are there already."""

    async def places(self, account: str) -> Sequence[LocalPlace]:
        """The open channels and those places the account is a member of, in the order they were opened."""

    async def open(self, place: LocalPlace) -> None:
        """Add a place; one that is there already takes the new name, text and members."""

    async def say(self, message: LocalMessage) -> LocalMessage:
        """Store a message and return it with its id and version.

        With a `key` that was stored before, nothing happens and the message that is there is returned. With a `topic`
        that is there already (same place, same `private_to`), that message keeps its id and takes the rest, with a
        new version.
        """

    async def messages(self, place: str, account: str, after: int = 0) -> Sequence[LocalMessage]:
        """What the account may see in a place with a version above `after`, by id."""

    async def message(self, message_id: int) -> LocalMessage | None:
        """One message by its id."""

    async def read(self, account: str, place: str, upto: int) -> None:
        """The account has seen a place up to a version; an older version than before changes nothing."""

    async def unread(self, account: str, places: Collection[str]) -> Mapping[str, int]:
        """How many messages of others the account may see there and has not seen; places with none left out."""


class Step(StrEnum):
    """How far the demonstration's clock is moved."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    NEXT = "next"


LENGTHS = {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1), Step.WEEK: timedelta(weeks=1)}


class Timelapse(Protocol):
    """Moves the clock on; what falls due on the way is sent on the way."""

    async def advance(self, to: datetime, passed: Callable[[datetime], Awaitable[None]] | None = None) -> int:
        """Move on to a time (aware UTC), telling `passed` each stop; how many messages went."""

    async def to_next_message(self) -> int:
        """Move on until something has been said; how many messages went, 0 when nothing is due."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the first steps shown to somebody new: who to be and which line to send."""

    heading: str
    account: str
    line: str


def private_place(account: str) -> str:
    """The id of the place where somebody and the bot are alone."""
    return f"{_PRIVATE}{account}"


def owner_of(place: str) -> str:
    """Whose private place this is, empty for any other place."""
    return place.removeprefix(_PRIVATE) if place.startswith(_PRIVATE) else ""
