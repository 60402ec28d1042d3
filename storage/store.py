"""The store: transactions in one community, and the way from a platform's ids to a community."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.entities import Account, Community, Person, Space
from bot.errors import UnknownSpace
from bot.ports import Origin
from storage import tables
from storage.engine import sessions_of
from storage.failures import translated
from storage.lanes import SqlLanes
from storage.mapping import TABLES
from storage.outbox import put
from storage.work import SqlWork

_space, _account, _person = (
    TABLES[kind].c for kind in (Space, Account, Person)
)  # by entity: they have to be mapped before they are selected
_ORIGIN = (
    select(Space, Person)
    .outerjoin(Account, and_(_account.space_id == _space.id, _account.external_id == bindparam("account")))
    .outerjoin(Person, _person.id == _account.person_id)
    .where(_space.platform == bindparam("platform"), _space.external_id == bindparam("space"))
)


class SqlStore:
    """Implements `bot.ports.Store` on SQLAlchemy: a session a transaction, never shared by two tasks (DB-05)."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.sessions = sessions_of(engine)
        self.lanes = SqlLanes(self.sessions)
        # Read once: a community is founded once, and nothing changes it while we run.
        self._communities: dict[int, Community] = {}

    @asynccontextmanager
    async def work(self, community_id: int) -> AsyncIterator[SqlWork]:
        """A transaction in one community. Raises ValueError without one, NotFound for an unknown one."""
        if not community_id:
            raise ValueError("no query runs without a community")
        with translated():
            async with self.sessions.begin() as session:
                yield SqlWork(session, await self._community(session, community_id))

    @asynccontextmanager
    async def origin(self, platform: str, space: str, account: str) -> AsyncIterator[Origin]:
        """A transaction for a request, with where it comes from. Raises UnknownSpace if nobody has connected it."""
        with translated():
            async with self.sessions.begin() as session:
                values = {"platform": platform, "space": space, "account": account}
                row = (await session.execute(_ORIGIN, values)).first()
                if row is None:
                    raise UnknownSpace(f"{platform} {space}")
                community = await self._community(session, row[0].community_id)
                yield Origin(SqlWork(session, community), row[0], row[1])

    async def _community(self, session: AsyncSession, community_id: int) -> Community:
        if community_id not in self._communities:
            community = await SqlWork.community_of(session, community_id)
            session.expunge(community)
            self._communities[community_id] = community
        return self._communities[community_id]

    async def communities(self) -> Sequence[int]:
        """All communities' ids."""
        with translated():
            async with self.sessions() as session:
                return (await session.scalars(select(tables.community.c.id).order_by(tables.community.c.id))).all()

    async def programmes(self) -> Sequence[tuple[int, int]]:
        """All programmes, each with its community."""
        columns = tables.programme.c
        statement = select(columns.community_id, columns.id).order_by(columns.community_id, columns.id)
        with translated():
            async with self.sessions() as session:
                return [(row[0], row[1]) for row in await session.execute(statement)]

    async def found(self, community: Community, space: Space) -> Space:
        """Store a community and its first space."""
        with translated():
            async with self.sessions.begin() as session:
                await put(session, community)
                space.community_id = community.id
                await put(session, space)
        return space

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
