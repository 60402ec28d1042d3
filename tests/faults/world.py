"""The community that every point begins with, and what is planned in it. Made once, then copied."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from alembic import command
from sqlalchemy import URL

from bot.context import Context
from bot.entities import Account, Community, Due, Person, Place, Programme, Space
from bot.i18n import Reader
from bot.rules.lifecycle import Pace
from storage import SqlStore, connect
from storage.migrate import configuration, upgrade
from tests.faults.databases import Server
from tests.faults.kinds import ASIDE, LETTER, MEETING, NOTICE, NUDGE, PAIR, URGENCIES, key_of_round
from tests.faults.platform import KEYED, PLAIN

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # 11:00 in Helsinki
SPACES = {"plain": PLAIN, "second": PLAIN, "keyed": KEYED}
PEOPLE = 8  # in each space
FIRST_RELEASE = "0001"


class Tables(StrEnum):
    """What a point begins with."""

    CURRENT = "current"
    OLDER = "older"
    """Those of the first release, with everything in them, and a wave of messages planned."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class World:
    """Who is there."""

    community: int
    programme: int
    spaces: dict[str, int]
    people: tuple[int, ...]


async def furnish(url: URL, tables: Tables = Tables.CURRENT) -> set[str]:
    """Tables, a community with three spaces, their channels and people, and a programme; the keys of what is planned.

    Only today's program can plan, in today's tables: those of the first release are what is left of them.
    """
    planned: set[str] = set()
    engine = connect(url)
    store = SqlStore(engine)
    await upgrade(engine)
    first, *others = [Space(0, platform, name) for name, platform in SPACES.items()]
    await store.found(Community("Harbour libraries", "en", "Europe/Helsinki"), first)
    async with store.work(first.community_id) as work:
        await work.add(Programme(first.community_id, "Spring"))
        for space in (first, *[await work.add(Space(first.community_id, o.platform, o.external_id)) for o in others]):
            name = space.external_id
            await work.add(Place(space.community_id, space.id, "community", f"channel-{name}", "general"))
            for number in range(PEOPLE):
                person = await work.add(Person(space.community_id, f"{name}-{number}"))
                await work.add(Account(space.community_id, space.id, person.id, person.name))
    if tables == Tables.OLDER:
        planned = await plan(store, await look(store), "a", MONDAY)
        async with engine.begin() as connection:
            await connection.run_sync(lambda one: command.downgrade(configuration(one), FIRST_RELEASE))
    await store.close()
    return planned


async def look(store: SqlStore) -> World:
    """Read who is there."""
    (community,) = await store.communities()
    ((_, programme),) = await store.programmes()
    async with store.work(community) as work:
        spaces = {space.external_id: space.id for space in await work.all(Space)}
        return World(community, programme, spaces, tuple(person.id for person in await work.all(Person)))


async def plan(store: SqlStore, world: World, word: str, at: datetime) -> set[str]:
    """Plan a wave: somebody gets a notice, the next a nudge, the third both; and the channels a letter. The keys.

    In later waves than `a` the first gets an aside instead, which is less urgent than what may be in doubt by then.
    """
    async with store.work(world.community) as work:
        ctx = Context(work, at, Reader(), Pace(), urgencies=URGENCIES)
        for number, person in enumerate(world.people):
            for kind in ([NOTICE, NUDGE], [NOTICE if word == "a" else ASIDE], [NUDGE])[number % 3]:
                await ctx.tell(kind, 1, person, occurrence=word)
        keys = {row.key for row in ctx.outgoing}
        await ctx.flush()
        await ctx.post(LETTER, 1, "community", occurrence=word)
        await ctx.post(MEETING, 1, PAIR, occurrence=word, in_space=world.spaces["plain"])
    places = [f"{LETTER}:1:{word}:community@{space}" for space in world.spaces.values()]
    return keys | {*places, f"{MEETING}:1:{word}:{PAIR}@{world.spaces['plain']}"}


def round_of(world: World, at: datetime) -> set[str]:
    """The keys that the planner's weekly round has."""
    return {key_of_round(world.programme, f"{at:%G-W%V}", person) for person in world.people}


async def due_rows(store: SqlStore, world: World) -> Sequence[Due]:
    """Every due row."""
    async with store.work(world.community) as work:
        return await work.all(Due)


@dataclass
class Templates:
    """Furnished databases to be copied, made when they are first wanted, and the keys of what is planned in them."""

    folder: Path
    planned: dict[Tables, set[str]] = field(default_factory=dict)

    async def sqlite(self, file: Path, tables: Tables) -> URL:
        """A copy at a path."""
        kept = self.folder / f"template-{tables}.db"
        if tables != Tables.NONE:
            if not kept.exists():
                self.planned[tables] = await furnish(URL.create("sqlite+aiosqlite", database=str(kept)), tables)
            shutil.copy(kept, file)
        return URL.create("sqlite+aiosqlite", database=str(file))

    async def postgres(self, server: Server, tables: Tables) -> URL:
        """A copy on a server."""
        if tables == Tables.NONE:
            return server.database()
        kept = server.templates.get(tables)
        if kept is None:
            kept = server.templates[tables] = server.database()
            self.planned[tables] = await furnish(kept, tables)
        return server.database(kept)
