"""One transaction in one community. The community is part of every query made here, and nowhere else."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entities import Community
from bot.errors import NotFound
from storage.directory import SqlDirectory
from storage.mapping import TABLES
from storage.outbox import SqlOutbox, put

T = TypeVar("T")
COLLECTIONS = (tuple, list, set, frozenset)
LARGEST_ID = 2**31 - 1


class SqlWork:
    """Implements `bot.ports.Work`."""

    def __init__(self, session: AsyncSession, community: Community) -> None:
        self.session = session
        self.community = community
        self.outbox = SqlOutbox(session, community.id)
        self.directory = SqlDirectory(session, community.id)

    @staticmethod
    async def community_of(session: AsyncSession, community_id: int) -> Community:
        """The community itself. Raises NotFound."""
        community = await session.get(Community, community_id)
        if community is None:
            raise NotFound("not-found-community")
        return community

    async def add(self, entity: T) -> T:
        """Store a new entity; it must belong to this community."""
        self._require_ours(entity)
        await put(self.session, entity)
        return entity

    async def get(self, kind: type[T], key: int, *, lock: bool = False) -> T:
        """The entity with an id in this community, locked against other transactions if asked. Raises NotFound."""
        known = 0 < key <= LARGEST_ID  # a number that somebody typed may be larger than any the database can compare
        # What waited for the lock is read as it is now, though it may have been loaded before.
        found = await self.session.get(kind, key, with_for_update=lock, populate_existing=lock) if known else None
        if found is None or getattr(found, "community_id", 0) != self.community.id:
            raise NotFound(f"not-found-{kind.__name__.casefold()}")
        return found

    async def one(self, kind: type[T], /, **equal: object) -> T | None:
        """The only entity with these values, or None."""
        return (await self.session.scalars(self._select(kind, **equal))).one_or_none()

    async def all(self, kind: type[T], /, **equal: object) -> Sequence[T]:
        """Entities with these values, by id. A collection stands for any of its values."""
        table = self._table(kind)
        return (await self.session.scalars(self._select(kind, **equal).order_by(table.c.id))).all()

    async def count(self, kind: type[object], /, **equal: object) -> int:
        """How many entities have these values."""
        statement = self._select(kind, **equal).with_only_columns(func.count(self._table(kind).c.id))
        return await self.session.scalar(statement) or 0

    async def delete(self, entity: object) -> None:
        """Remove an entity and what is part of it; it must belong to this community."""
        self._require_ours(entity)
        await self.session.delete(entity)
        await self.session.flush()

    def _require_ours(self, entity: object) -> None:
        if getattr(entity, "community_id", None) != self.community.id:
            raise ValueError(f"a {type(entity).__name__} of another community has no place in {self.community.id}")

    @staticmethod
    def _table(kind: type[object]) -> Table:
        return TABLES[kind]

    def _select(self, kind: type[T], /, **equal: object) -> Select[T]:
        table = self._table(kind)
        statement = select(kind).where(table.c.community_id == self.community.id)
        for name, value in equal.items():
            column = table.c[name]
            statement = statement.where(column.in_(value) if isinstance(value, COLLECTIONS) else column == value)
        return statement
