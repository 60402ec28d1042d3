"""The local platform's own memory: what a Slack or Discord server would keep for itself.

Its people are the accounts of its space; a person who is erased takes their conversation along (the foreign keys).
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.entities import Account, Person
from storage import tables
from storage.columns import identity, instant, json_of, part_of, text
from storage.failures import translated
from storage.outbox import put


def _account(name: str, *, nullable: bool = True) -> "Column[int]":
    return Column(name, ForeignKey("account.id", ondelete="CASCADE"), nullable=nullable)


places = Table(
    "local_place", tables.metadata, identity(), part_of("space_id", "space"),
    Column("external_id", String(100), nullable=False), Column("kind", String(20), nullable=False), text("name"),
    text("about"), json_of("members", list), UniqueConstraint("space_id", "external_id"),
)  # fmt: skip
messages = Table(
    "local_message", tables.metadata, identity(), part_of("space_id", "space"),
    Column("place", String(100), nullable=False), instant("at", nullable=False), _account("author_id"),
    _account("private_to_id"), text("topic"), Column("key", String(300), nullable=True), json_of("payload", dict),
    Column("version", Integer, nullable=False), Column("first_version", Integer, nullable=False),
    UniqueConstraint("space_id", "key"), Index(None, "space_id", "place", "version"),
    Index(None, "space_id", "version"),
)  # fmt: skip
reads = Table(
    "local_read", tables.metadata, identity(), _account("account_id", nullable=False),
    Column("place", String(100), nullable=False), Column("upto", Integer, nullable=False),
    UniqueConstraint("account_id", "place"),
)  # fmt: skip


Row = Mapping[str, Any]
"""A place or a message as the platform speaks of it: ids of accounts are the platform's own, not the table's."""


class SqlLocalHistory:
    """Keeps places, messages and how far each has read, for one space. The local adapter gives the rows their types."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], community_id: int, space_id: int) -> None:
        self.sessions = sessions
        self.community_id = community_id
        self.space_id = space_id
        highest = select(func.coalesce(func.max(messages.c.version), 0)).where(messages.c.space_id == space_id)
        self._next = highest.scalar_subquery() + 1
        engine = sessions.kw["bind"]
        dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
        fresh = dialect.insert(messages).values(space_id=space_id, version=self._next, first_version=self._next)
        self._fresh = fresh.on_conflict_do_nothing(index_elements=["space_id", "key"]).returning(messages.c.version)

    async def people(self) -> Sequence[Row]:
        """Everybody with an account here, those with a right first, then by name."""
        account, person, grant = tables.account.c, tables.people.c, tables.grant.c
        right = select(func.min(grant.right)).where(grant.person_id == person.id).scalar_subquery()
        statement = (
            select(
                account.external_id, person.name, person.language, person.time_zone, person.email, right.label("right")
            )
            .join_from(tables.account, tables.people, account.person_id == person.id)
            .where(account.space_id == self.space_id, person.erased_at.is_(None))
            .order_by(right.is_(None), person.name, account.id)
        )
        async with self._session() as session:
            return [row._asdict() for row in (await session.execute(statement)).all()]

    async def enrol(self, person: Row) -> None:
        """A new account with its person; one that is there already is left as it is."""
        account, values = tables.account, dict(person)
        external_id = values.pop("account")
        async with self._session() as session:
            here = (account.c.space_id == self.space_id) & (account.c.external_id == external_id)
            if await session.scalar(select(account.c.id).where(here)):
                return
            made = Person(self.community_id, **values)
            await put(session, made)
            await put(session, Account(self.community_id, self.space_id, made.id, external_id))

    async def places(self) -> Sequence[Row]:
        """Every place, in the order they were opened."""
        statement = select(places).where(places.c.space_id == self.space_id).order_by(places.c.id)
        async with self._session() as session:
            return [row._asdict() for row in (await session.execute(statement)).all()]

    async def open(self, external_id: str, **values: Any) -> None:
        """Add a place, or give the one that is there its new name, text and members."""
        here = (places.c.space_id == self.space_id) & (places.c.external_id == external_id)
        async with self._session() as session:
            changed = await session.execute(update(places).where(here).values(**values).returning(places.c.id))
            if changed.first() is None:
                row = {"space_id": self.space_id, "external_id": external_id, **values}
                await session.execute(insert(places).values(row))

    async def say(self, **values: Any) -> Row:
        """Store a message. The same key is stored once; the same topic in the same place takes the old one's place."""
        async with self._session() as session:
            if session.get_bind().dialect.name != "sqlite":  # where there is one writer, versions come one at a time
                here = select(tables.space.c.id).where(tables.space.c.id == self.space_id)
                await session.execute(here.with_for_update())
            row = await self._row(session, values)
            if values["topic"] and (old := await self._replaceable(session, row)):
                await session.execute(
                    update(messages).where(messages.c.id == old).values(row | {"version": self._next})
                )
                return await self._get(session, old)
            version = await session.scalar(self._fresh, row)
            if version is None:
                known = await self._find(session, messages.c.key == values["key"])
                return known or values
            return {**values, "version": version, "first_version": version}

    async def messages(self, place: str, account: str, after: int) -> Sequence[Row]:
        """What an account may see in a place above a version, by id."""
        async with self._session() as session:
            mine = await self._account_id(session, account)
            statement = self._seen_by(mine).where(messages.c.place == place, messages.c.version > after)
            return [
                row._asdict() for row in (await session.execute(statement.order_by(messages.c.first_version))).all()
            ]

    async def message(self, first_version: int) -> Row | None:
        """One message by the id the page knows it by, which is the version it had when it was new."""
        async with self._session() as session:
            return await self._find(session, messages.c.first_version == first_version)

    async def read(self, account: str, place: str, upto: int) -> None:
        """Note how far an account has read; never backwards."""
        async with self._session() as session:
            mine = await self._account_id(session, account)
            here = (reads.c.account_id == mine) & (reads.c.place == place)
            known = await session.scalar(select(reads.c.upto).where(here).with_for_update())
            if known is None and mine:
                await session.execute(insert(reads).values(account_id=mine, place=place, upto=upto))
            elif known is not None and upto > known:
                await session.execute(update(reads).where(here).values(upto=upto))

    async def unread(self, account: str, wanted: Collection[str]) -> Mapping[str, int]:
        """How many messages of others an account has not seen, by place; places with none are left out."""
        async with self._session() as session:
            mine = await self._account_id(session, account)
            seen = select(reads.c.place, reads.c.upto).where(reads.c.account_id == mine).subquery()
            count = func.count(messages.c.id)
            statement = (
                select(messages.c.place, count)
                .outerjoin(seen, seen.c.place == messages.c.place)
                .where(self._visible(mine), messages.c.place.in_(list(wanted)))
                .where(or_(messages.c.author_id.is_(None), messages.c.author_id != mine))
                .where(messages.c.version > func.coalesce(seen.c.upto, 0))
                .group_by(messages.c.place)
            )
            return {row[0]: row[1] for row in (await session.execute(statement)).all()}

    # --- inside a transaction ------------------------------------------------------------------------------------
    @asynccontextmanager
    async def _session(self) -> AsyncIterator[AsyncSession]:
        with translated():
            async with self.sessions.begin() as session:
                yield session

    async def _account_id(self, session: AsyncSession, external_id: str) -> int | None:
        if not external_id:
            return None
        account = tables.account.c
        statement = select(account.id).where(account.space_id == self.space_id, account.external_id == external_id)
        found: int | None = await session.scalar(statement)
        return found

    async def _row(self, session: AsyncSession, values: Row) -> dict[str, Any]:
        row = dict(values)
        row["author_id"] = await self._account_id(session, row.pop("author"))
        private_to = row.pop("private_to")
        row["private_to_id"] = await self._account_id(session, private_to)
        if private_to and row["private_to_id"] is None:  # without a reader it would be everybody's
            raise LookupError("a private message for an account that is not there")
        return row | {"key": row["key"] or None}

    async def _replaceable(self, session: AsyncSession, row: Row) -> int | None:
        column = messages.c
        statement = select(column.id).where(
            column.space_id == self.space_id, column.place == row["place"], column.topic == row["topic"],
            column.private_to_id.is_not_distinct_from(row["private_to_id"]),
        )  # fmt: skip
        found: int | None = await session.scalar(statement)
        return found

    def _visible(self, account_id: int | None) -> ColumnElement[bool]:
        private = messages.c.private_to_id
        return and_(messages.c.space_id == self.space_id, or_(private.is_(None), private == account_id))

    def _select(self) -> Select[Any]:
        author, private = tables.account.alias("author"), tables.account.alias("private")
        return (
            select(*messages.c, author.c.external_id.label("author"), private.c.external_id.label("private_to"))
            .outerjoin(author, author.c.id == messages.c.author_id)
            .outerjoin(private, private.c.id == messages.c.private_to_id)
        )

    def _seen_by(self, account_id: int | None) -> Select[Any]:
        return self._select().where(self._visible(account_id))

    async def _find(self, session: AsyncSession, condition: ColumnElement[bool]) -> Row | None:
        statement = self._select().where(messages.c.space_id == self.space_id, condition)
        found = (await session.execute(statement)).first()
        return found._asdict() if found else None

    async def _get(self, session: AsyncSession, message_id: int) -> Row:
        found: Row = (await session.execute(self._select().where(messages.c.id == message_id))).one()._asdict()
        return found
