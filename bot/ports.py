"""What the core asks of the outside: a store, a way to send, a clock, and somebody to hand out work."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.entities import Account, Community, Due, DueState, Person, Place, Space
from bot.message import Message
from bot.rules.pacing import Rate

T = TypeVar("T")


class Outbox(Protocol):
    """The due rows of one community, seen from inside a transaction."""

    async def plan(self, *rows: Due) -> Sequence[Due]:
        """Store rows whose keys are not there already; those that were new."""

    async def start(self, messages: Sequence[Sequence[Due]], now: datetime) -> Collection[int]:
        """Mark that the sends of these messages are about to begin, each under the key of its first row.

        Gives the ids of the rows whose claim has not been lost.
        """

    async def withdraw(self, kind: str, subject_id: int, reason: str, person_id: int | None = None) -> int:
        """Expire all planned rows of a kind and subject (of one person, if given); how many there were."""

    async def withdraw_all(self, person_id: int, reason: str) -> int:
        """Expire everything planned for a person (RCH-09, ERA-07); how many rows there were."""

    async def release(self, person_id: int) -> int:
        """Put what was held for a person's quiet hours back to its own time, so that the gate decides again (TZ-09)."""

    async def waiting_for(self, person_id: int, now: datetime) -> Sequence[Due]:
        """What is planned for a person and due by now, earliest first."""

    async def sent_to(self, person_id: int, since: datetime, kinds: Iterable[str]) -> Sequence[Due]:
        """What of these kinds was sent to a person since a time, earliest first."""

    async def rows(self, kind: str, subject_id: int) -> Sequence[Due]:
        """Every row of a kind and subject, whatever its state."""

    async def failed(self) -> Sequence[Due]:
        """Rows that ended unknown or undeliverable, newest first."""


class Directory(Protocol):
    """Who is who in one community, seen from inside a transaction."""

    async def recipients(
        self, people: Collection[int], space_id: int
    ) -> tuple[Space, Mapping[int, tuple[Person, Account | None]]]:
        """A space, and these people with the account that they have in it; a stranger is left out. Raises NotFound."""

    async def account_of(self, person_id: int, space_id: int | None = None) -> Account | None:
        """The account by which a person is reached: in the space if given, else an open one, else any."""

    async def accounts_of(self, people: Collection[int]) -> Mapping[int, Account]:
        """The account by which each of these people is reached, by person; those without one are left out."""

    async def by_email(self, email: str) -> Person | None:
        """The person with this e-mail address, whatever its case."""

    async def named(self, text: str, limit: int = 10) -> Sequence[Person]:
        """People whose name begins with, or is, a text, in any case."""


class Work(Protocol):
    """One transaction in one community. What it returns belongs to that community, always (PRM-05, PRM-06).

    Committed when its block ends without an exception, else rolled back.
    """

    @property
    def community(self) -> Community:
        """The community that everything here belongs to."""

    @property
    def outbox(self) -> Outbox:
        """Its due rows."""

    @property
    def directory(self) -> Directory:
        """Who is who in it."""

    async def add(self, entity: T) -> T:
        """Store a new entity, which then has its id."""

    async def get(self, kind: type[T], key: int, *, lock: bool = False) -> T:
        """The entity with an id, for this transaction alone if locked. Raises NotFound."""

    async def one(self, kind: type[T], /, **equal: object) -> T | None:
        """The only entity whose attributes equal these, or None."""

    async def all(self, kind: type[T], /, **equal: object) -> Sequence[T]:
        """The entities whose attributes equal these (a tuple, list or set: any of its values), by id."""

    async def count(self, kind: type[object], /, **equal: object) -> int:
        """How many there are."""

    async def delete(self, entity: object) -> None:
        """Remove an entity."""

    async def first_time(self, request_id: str, at: datetime) -> bool:
        """Whether a request, by the platform's id of it, has not been seen before (DUP-03)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: a transaction in its community, the space, and the person if known there already."""

    work: Work
    space: Space
    person: Person | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended. PLANNED puts the row back until `next_at`; `failed` counts against the row.

    `in_doubt` says that it may have arrived all the same.
    """

    state: DueState
    reason: str = ""
    reference: str = ""
    next_at: datetime | None = None
    failed: bool = False
    in_doubt: bool = False


class Lanes(Protocol):
    """The delivery side of the store: what is due anywhere, lane by lane. A lane is a space's id."""

    async def due(self, now: datetime) -> Sequence[int]:
        """Lanes with something to send now."""

    async def next_time(self) -> datetime | None:
        """When the next planned row may be tried, in any lane."""

    async def claim(
        self, lane: int, now: datetime, lease_until: datetime, limit: int, rate: Rate | None
    ) -> Sequence[Due]:
        """Claim due rows for one attempt each, most urgent first; their `attempts` is this claim's number.

        Not more than the rate allows; a lane whose pace is used up stays silent for a while.
        """

    async def platform(self, lane: int) -> str:
        """On which platform a lane is; empty if there is no such lane."""

    async def record(self, endings: Sequence[tuple[Sequence[Due], "Ending"]], now: datetime) -> None:
        """Record how attempts ended, for the rows whose claim is still held, in one transaction."""

    async def block(self, lane: int, until: datetime) -> None:
        """Send nothing in a lane until a time, because the platform asked for it."""

    async def reap(self, now: datetime) -> Sequence[Due]:
        """Take back claims whose lease ran out: rows not begun are planned again.

        Those that were begun are returned, still claimed, for their kind's policy to settle.
        """

    async def tidy(self, requests_before: datetime, attempts_before: datetime) -> int:
        """Forget requests seen and attempts made before these times; how many. Due rows stay, for their keys."""


class Store(Protocol):
    """The database."""

    @property
    def lanes(self) -> Lanes:
        """The due rows of all communities, for delivery."""

    def work(self, community_id: int) -> AbstractAsyncContextManager[Work]:
        """A transaction in one community. Raises ValueError without a community (PRM-05)."""

    def origin(self, platform: str, space: str, account: str) -> AbstractAsyncContextManager[Origin]:
        """A transaction for a request, by the platform's own ids. Raises UnknownSpace."""

    async def communities(self) -> Sequence[int]:
        """The ids of all communities, in order."""

    async def programmes(self) -> Sequence[tuple[int, int]]:
        """All programmes: the community's id and the programme's, in this order."""

    async def found(self, community: Community, space: Space) -> Space:
        """Store a new community with its first space, which is returned with its id."""


class Result(StrEnum):
    """How a platform answered a send."""

    SENT = "sent"
    CLOSED = "closed"
    GONE = "gone"
    LIMITED = "limited"
    FAILED = "failed"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a platform in our words. `reference` is its id for what was made; `wait` is in seconds."""

    result: Result
    reference: str = ""
    wait: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a send ends with a platform's error, and one sentence for the admin where there is something to do."""

    result: Result
    advice: str = ""


class Messenger(Protocol):
    """One platform's way to reach people. It raises nothing that it can put in an Outcome."""

    @property
    def rate(self) -> Rate | None:
        """How fast each of its spaces may be written to; None without a limit."""

    @property
    def at_once(self) -> int:
        """How many of a lane's messages may be under way together.

        One, unless the platform knows a key again: all of them are in doubt when a worker dies.
        """

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        """Say something to a person, privately. The same key twice must not be seen twice, where it can be helped."""

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        """Say something in a channel or pair space."""

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        """Make a private place for these people and the bot; its id is the outcome's reference."""

    async def find(self, space: Space, name: str, email: str) -> str:
        """The platform's id of somebody known by name and e-mail address there, empty if it can't be told."""


class Posted(Protocol):
    """What was said on a platform that keeps no memory for us. A reference is the platform's id of a message."""

    async def said(self, space_id: int, key: str) -> str:
        """The reference of the message with this key, empty if there is none."""

    async def latest(self, space_id: int, place: str, topic: str) -> str:
        """The reference of the latest message on a topic in a place, empty if there is none."""

    async def keep(
        self, space_id: int, place: str, key: str, reference: str, at: datetime, topic: str = "", account_id: int = 0
    ) -> None:
        """Remember a message; the same key is remembered once."""


class Meter(Protocol):
    """Counts for whoever watches the program. No word and no name of people's goes into it."""

    def message(self, platform: str, result: str) -> None:
        """A platform was given a message, and answered so."""

    def command(self, result: str) -> None:
        """A line, a press or a form ended so: answered, refused, unavailable or failed."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware UTC."""


class Wakeups(Protocol):
    """Hands out "drain this lane" to whoever is free, once for each lane at a time."""

    async def wake(self, lanes: Iterable[int]) -> None:
        """Ask for lanes to be drained. Asking twice is harmless."""

    async def run(self, handler: Callable[[int], Awaitable[None]]) -> None:
        """Drain lanes as they are asked for, until cancelled."""
