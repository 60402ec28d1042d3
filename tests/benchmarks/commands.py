"""What a command costs through `Bot.handle`, against the statements that it makes alone on the driver's connection."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sqlalchemy import URL, select

from bot.app import Bot
from bot.context import Request
from bot.message import Message
from scheduling.timelapse import MovableClock
from storage import SqlStore, connect, tables
from tests.benchmarks.bare import Bare, bare_connection
from tests.benchmarks.databases import Databases, settle
from tests.benchmarks.post import Counting
from tests.benchmarks.recording import Recording, recorded
from tests.benchmarks.support import Turns, by_turns
from tests.benchmarks.towns import TODAY, Founder, Town
from tests.support.fakes import QuietWakeups

HANDLED, BARE = "handled", "bare"
SEEN = tables.seen_request.name
LINES = (
    "help",
    "mine",
    "programme show programme:1",
    "meeting list",
    "settings show",
    "settings quiet since:20:{minute} until:07:00",
    'meeting plan when:"2027-05-{day} 15:00" length:60 format:online',
)
"""What people ask, one after the other, each another of them: five that read and two that write."""


def requests(town: Town, rounds: int) -> list[Request]:
    """Every line so many times, each with an id as a platform gives it."""
    made = []
    for number in range(rounds):
        for place, line in enumerate(LINES):
            words = line.format(minute=f"{number % 60:02}", day=f"{3 + number % 5:02}")
            account = f"U{town.first_person + (number * len(LINES) + place) % town.people}"
            made.append(Request(town.platform, town.space, account, words, id=f"{number}-{place}"))
    return made


@dataclass(frozen=True, slots=True)
class Handled:
    """The measured turns of so many commands, and what one of them asks of the database on the middle."""

    turns: Turns
    commands: int
    statements: float
    transactions: float
    same: bool


async def handle_all(store: SqlStore, asked: Sequence[Request]) -> None:
    """Ask one after the other. Raises AssertionError for a form: nothing here should have to be asked back."""
    bot = Bot(store, MovableClock(TODAY.replace(hour=9)), {"local": Counting()}, QuietWakeups())
    for request in asked:
        answer = await bot.handle(request)
        assert isinstance(answer, Message), f"{request.line}: {answer}"


class Copies:
    """A copy of one database for each turn of each side, so that the same statements do the same again."""

    def __init__(self, databases: Databases, base: URL, asked: Sequence[Request], recording: Recording) -> None:
        self.databases, self.base, self.asked, self.recording = databases, base, asked, recording
        self.open = AsyncExitStack()
        self.store: SqlStore | None = None
        self.connection: Bare | None = None
        self.urls: dict[str, URL] = {}

    async def prepare(self, name: str) -> None:
        """A fresh copy, connected to and not asked anything yet."""
        await self.open.aclose()
        self.urls[name] = url = self.databases.copy(self.base)
        if name == HANDLED:
            self.store = SqlStore(connect(url))
            self.open.push_async_callback(self.store.close)
        else:
            self.connection = await self.open.enter_async_context(bare_connection(url))

    async def handled(self) -> None:
        """Through the bot."""
        assert self.store
        await handle_all(self.store, self.asked)

    async def bare(self) -> None:
        """The statements alone."""
        assert self.connection
        await self.recording.replay(self.connection)


async def handle_by_turns(databases: Databases, kind: str, people: int, times: int, rounds: int) -> Handled:
    """Commands through the bot, measured by turns with their statements alone."""
    async with databases.store(kind) as store:
        founder = Founder()
        town = founder.town("local", people)
        founder.settle(store)
        settle(store)
        base = store.engine.url
    asked = requests(town, times)
    first = SqlStore(connect(databases.copy(base)))
    with recorded(first.engine) as recording:
        await handle_all(first, asked)
    await first.close()
    copies = Copies(databases, base, asked, recording)
    try:
        turns = await by_turns({HANDLED: copies.handled, BARE: copies.bare}, rounds, copies.prepare)
    finally:
        await copies.open.aclose()
    handled, bare = [await _left_behind(url) for url in (copies.urls[HANDLED], copies.urls[BARE])]
    count = len(asked)
    assert sum(row[0] == SEEN for row in handled) == count, "a command was refused"
    return Handled(turns, count, recording.statements / count, recording.transactions / count, handled == bare)


async def _left_behind(url: URL) -> list[tuple[object, ...]]:
    """What the commands have written, without the number that each request was given by chance."""
    store = SqlStore(connect(url))
    found: list[tuple[object, ...]] = []
    async with store.engine.connect() as connection:
        for table in (tables.meeting, tables.due, tables.seen_request, tables.people):
            columns = [column for column in table.columns if column.name != "details"]
            rows = await connection.execute(select(*columns).order_by(table.c.id))
            found += [(table.name, *row) for row in rows]
    await store.close()
    return found
