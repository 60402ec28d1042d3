"""SQLite for a program that does one thing at a time: every call is made where it stands.

The usual driver hands each call to a thread, three or four times a query, and the usual session changes its stack for
each and closes itself in a task of its own, so that others go on meanwhile. Where there are no others, that is more
than half of the time.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

DRIVER = "alone"


class Alone(SQLiteDialect_pysqlite):
    """Python's own sqlite3 where SQLAlchemy expects an asynchronous driver. Two tasks that write at the same time would
    wait for one another forever.
    """

    driver = DRIVER
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """The one that an asynchronous engine insists on."""
        return AsyncAdaptedQueuePool


registry.register(f"sqlite.{DRIVER}", __name__, Alone.__name__)


class _Session(AsyncSession):
    """What storage asks of a session, done at once. Any: each is the library's own method in its own words."""

    async def execute(self, *arguments: Any, **named: Any) -> Any:
        """Run a statement."""
        return self.sync_session.execute(*arguments, **named)

    async def scalars(self, *arguments: Any, **named: Any) -> Any:
        """The first column of a statement's rows."""
        return self.sync_session.scalars(*arguments, **named)

    async def scalar(self, *arguments: Any, **named: Any) -> Any:
        """The first column of its first row."""
        return self.sync_session.scalar(*arguments, **named)

    async def get(self, *arguments: Any, **named: Any) -> Any:
        """An entity by its id."""
        return self.sync_session.get(*arguments, **named)

    async def flush(self, objects: Any = None) -> None:
        """Write what has changed."""
        self.sync_session.flush(objects)

    async def delete(self, instance: object) -> None:
        """Remove an entity."""
        self.sync_session.delete(instance)

    async def close(self) -> None:
        """Give the connection back."""
        self.sync_session.close()

    async def __aexit__(self, *_: object) -> None:
        """Close at once: nobody else is there to cancel it half-way."""
        await self.close()


class Sessions(async_sessionmaker[AsyncSession]):
    """Sessions whose transactions begin and end where they stand."""

    def __init__(self, **settings: Any) -> None:  # Any: the settings of every session maker
        super().__init__(class_=_Session, **settings)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:  # type: ignore[override]  # the library's class is private
        """A session in a transaction."""
        async with self() as session:
            with session.sync_session.begin():
                yield session
