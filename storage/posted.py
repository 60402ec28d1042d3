"""What was said on a platform that keeps no memory for us: the message of each key, and the latest on a topic."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from storage import tables
from storage.columns import identity, instant, part_of, text
from storage.failures import translated

# A person's messages go with their account, and a space's with the space (the foreign keys).
posted = Table(
    "posted", tables.metadata, identity(), part_of("space_id", "space"),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=True),
    Column("place", String(100), nullable=False), Column("key", String(300), nullable=False), text("topic"),
    Column("reference", String(200), nullable=False), instant("at", nullable=False),
    UniqueConstraint("space_id", "key"), Index(None, "space_id", "place", "topic"),
)  # fmt: skip

_SPACE = posted.c.space_id == bindparam("space")
_SAID = select(posted.c.reference).where(_SPACE, posted.c.key == bindparam("said"))
_LATEST = (
    select(posted.c.reference)
    .where(_SPACE, posted.c.place == bindparam("where"), posted.c.topic == bindparam("about"))
    .order_by(posted.c.id.desc())
    .limit(1)
)


class SqlPosted:
    """Implements `bot.ports.Posted`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def said(self, space_id: int, key: str) -> str:
        """The platform's id of the message with this key, empty if there is none."""
        return await self._one(_SAID, {"space": space_id, "said": key})

    async def latest(self, space_id: int, place: str, topic: str) -> str:
        """The platform's id of the latest message on a topic in a place, empty if there is none."""
        return await self._one(_LATEST, {"space": space_id, "where": place, "about": topic}) if topic else ""

    async def keep(
        self, space_id: int, place: str, key: str, reference: str, at: datetime, topic: str = "", account_id: int = 0
    ) -> None:
        """Remember a message."""
        row = {
            "space_id": space_id, "account_id": account_id or None, "place": place, "key": key, "topic": topic,
            "reference": reference, "at": at,
        }  # fmt: skip
        with translated():
            async with self.sessions.begin() as session:
                dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
                insert = dialect.insert(posted).values(row)
                await session.execute(insert.on_conflict_do_nothing(index_elements=["space_id", "key"]))

    async def _one(self, statement: object, values: dict[str, object]) -> str:
        with translated():
            async with self.sessions.begin() as session:
                return await session.scalar(statement, values) or ""  # type: ignore[call-overload]  # a Select
