"""Post for benchmarks: a community whose people each have one word due, and a platform that takes it at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from bot.command import Builder, Registry
from bot.context import Context
from bot.delivery import Delivery
from bot.entities import Account, Community, Due, DueState, Person, Place, Space
from bot.message import Message
from bot.ports import Outcome, Result
from bot.rules.lifecycle import Pace
from bot.rules.pacing import Rate
from scheduling.timelapse import MovableClock
from storage import SqlStore, tables
from tests.benchmarks.databases import Row, load, row_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday, eleven o'clock in Helsinki: nobody's quiet hours
KIND = "bench.word"
APART = 1_000_000
"""Between the first ids of two communities: larger than any of them."""


@dataclass
class Counting:
    """A platform that takes everything at once, and counts how often it was given each key."""

    given: Counter[str] = field(default_factory=Counter)
    rate: Rate | None = None
    at_once: int = 1

    async def send(self, space: Space, account: Account, message: Message, key: str) -> Outcome:
        self.given[key] += 1
        return Outcome(Result.SENT, reference="r")

    async def post(self, space: Space, place: Place, message: Message, key: str) -> Outcome:
        raise NotImplementedError("everything here goes to people")

    async def open(self, space: Space, name: str, members: Sequence[Account], key: str) -> Outcome:
        raise NotImplementedError("everything here goes to people")

    async def find(self, space: Space, name: str, email: str) -> str:
        raise NotImplementedError("nobody is looked for here")


async def _say(_: Context, due: Due) -> Message:
    return Message(f"A word about {due.subject_id}.")


def delivery(store: SqlStore, platform: Counting) -> Delivery:
    """A delivery as a process has it, for one kind that says the least: what builders read is not measured here."""
    registry = Registry(builders={KIND: Builder(KIND, _say)})
    return Delivery(store, registry, {"local": platform}, MovableClock(NOW), Pace())


async def community(store: SqlStore, name: str, people: int) -> Space:
    """A community with so many people in its one space, each with an account."""
    space = await store.found(Community(name, "en", "Europe/Helsinki"), Space(0, "local", name))
    person, account = row_of(Person(space.community_id, "")), row_of(Account(space.community_id, space.id, 0, ""))
    ids = range(space.id * APART, space.id * APART + people)
    load(store, tables.people, (person | {"id": number, "name": f"Person {number}"} for number in ids))
    load(
        store,
        tables.account,
        (account | {"id": number, "person_id": number, "external_id": f"U{number}"} for number in ids),
    )
    return space


def words(space: Space, people: int, batch: int = 0) -> Iterator[Row]:
    """One row due for each of the people; every batch has its own keys."""
    row = row_of(Due(space.community_id, space.id, "", KIND, batch, NOW, NOW))
    for number in range(people):
        key = f"{KIND}:{space.id}:{batch}:{number}"
        first = space.id * APART
        yield row | {"id": first + batch * people + number, "person_id": first + number, "key": key}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the rows: how many were never sent, and how many more than once."""

    lost: int
    repeated: int


async def fate_of(store: SqlStore, spaces: Sequence[Space], given: Counter[str]) -> Fate:
    """By the rows as they stand now, and by what the platform was really given."""
    due = tables.due.c
    statement = select(due.key, due.state).where(due.space_id.in_([space.id for space in spaces]))
    async with store.engine.connect() as connection:
        states = {row.key: row.state for row in await connection.execute(statement)}
    lost = sum(state != DueState.SENT or not given[key] for key, state in states.items())
    return Fate(lost, sum(count - 1 for count in given.values()))
