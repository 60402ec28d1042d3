"""One transaction in one community. The community is part of every query made here, and nowhere else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entities import Community
from bot.errors import NotFound
from storage import tables
from storage.directory import SqlDirectory
from storage.mapping import TABLES
from storage.once import insert_once
from storage.outbox import SqlOutbox, put

T = TypeVar("T")
_SEEN = insert_once(tables.seen_request, "community_id", "request_id", returning="request_id")
COLLECTIONS = (tuple, list, set, frozenset)
LARGEST_ID = 2**31 - 1
OURS = "our_community"


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
        found = await self._found(kind, key, lock) if known else None
        if found is None or getattr(found, "community_id", 0) != self.community.id:
            raise NotFound(f"not-found-{kind.__name__.casefold()}")
        return found

    async def _found(self, kind: type[T], key: int, lock: bool) -> T | None:
        if lock:
            values = self._values({"id": key})
            return (await self.session.scalars(_select(kind, BY_ID, locked=True), values)).one_or_none()
        loaded: T | None = self.session.identity_map.get(self.session.identity_key(kind, key))
        return loaded or await self.one(kind, id=key)

    async def one(self, kind: type[T], /, **equal: object) -> T | None:
        """The only entity with these values, or None."""
        return (await self.session.scalars(_select(kind, _shape(equal)), self._values(equal))).one_or_none()

    async def all(self, kind: type[T], /, **equal: object) -> Sequence[T]:
        """Entities with these values, by id. A collection stands for any of its values."""
        return (await self.session.scalars(_select(kind, _shape(equal)), self._values(equal))).all()

    async def count(self, kind: type[object], /, **equal: object) -> int:
        """How many entities have these values."""
        return await self.session.scalar(_select(kind, _shape(equal), counted=True), self._values(equal)) or 0

    async def first_time(self, request_id: str, at: datetime) -> bool:
        """Whether a request has not been seen before; from now on it has."""
        values = {"community_id": self.community.id, "request_id": request_id, "at": at}
        return bool((await self.session.scalars(_SEEN[self.session.get_bind().dialect.name], values)).all())

    async def delete(self, entity: object) -> None:
        """Remove an entity and what is part of it; it must belong to this community."""
        self._require_ours(entity)
        await self.session.delete(entity)
        await self.session.flush()

    def _require_ours(self, entity: object) -> None:
        if getattr(entity, "community_id", None) != self.community.id:
            raise ValueError(f"a {type(entity).__name__} of another community has no place in {self.community.id}")

    def _values(self, equal: Mapping[str, object]) -> dict[str, object]:
        """What goes into the placeholders of a statement, the community first."""
        values = {name: list(value) if isinstance(value, COLLECTIONS) else value for name, value in equal.items()}
        return {OURS: self.community.id} | {name: value for name, value in values.items() if value is not None}


class _Match(StrEnum):
    """How an attribute is compared: with a value, with any of several, with nothing."""

    IS = "is"
    IN = "in"
    NULL = "null"


Shape = tuple[tuple[str, _Match], ...]


def _shape(equal: Mapping[str, object]) -> Shape:
    """What decides how a statement is built, whatever the values are."""
    return tuple((name, _match(value)) for name, value in equal.items())


def _match(value: object) -> _Match:
    if value is None:
        return _Match.NULL
    return _Match.IN if isinstance(value, COLLECTIONS) else _Match.IS


BY_ID: Shape = (("id", _Match.IS),)
_statements: dict[tuple[object, Shape, bool, bool], Select[Any]] = {}


def _select(kind: type[object], shape: Shape, *, counted: bool = False, locked: bool = False) -> Select[Any]:
    """Built once for each shape: building costs as much as running it."""
    key = (kind, shape, counted, locked)
    if key not in _statements:
        table = TABLES[kind]
        conditions = [table.c.community_id == bindparam(OURS)]
        conditions += [_condition(table.c[name], name, match) for name, match in shape]
        chosen = select(func.count(table.c.id)) if counted else select(kind).order_by(table.c.id)
        if locked:  # what waited for the lock is read as it is now, though it may have been loaded before
            chosen = chosen.with_for_update().execution_options(populate_existing=True)
        _statements[key] = chosen.where(*conditions)
    return _statements[key]


def _condition(column: Column[Any], name: str, match: _Match) -> ColumnElement[bool]:
    match match:
        case _Match.NULL:
            return column.is_(None)
        case _Match.IN:
            return column.in_(bindparam(name, type_=column.type, expanding=True))
        case _Match.IS:
            return column == bindparam(name, type_=column.type)
