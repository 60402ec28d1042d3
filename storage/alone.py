"""SQLite for a program that does one thing at a time: every call is made where it stands.

The usual driver hands each call to a thread, three or four times a query, and the usual session closes itself in a task
of its own, so that others go on meanwhile. Where there are no others, that is half of the time. Measured on one played
programme: 31 s of processor time with the thread, 20 s without it, 17 s without the tasks either.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.pool import AsyncAdaptedQueuePool

DRIVER = "alone"


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy awaits of an asynchronous cursor whose rows it has read. This one has nothing to wait for."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:  # Any: as the library's own types have it
        """A cursor as above, since SQLAlchemy asks for one without saying which."""
        return super().cursor(factory)


class Alone(SQLiteDialect_pysqlite):
    """Python's own sqlite3 where SQLAlchemy expects an asynchronous driver. Two tasks that write at the same time would
    wait for one another forever.
    """

    driver = DRIVER
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """The one that an asynchronous engine needs."""
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: Any, **named: Any) -> Any:  # Any: whatever SQLAlchemy hands on to sqlite3
        """A new connection."""
        return super().connect(*arguments, factory=_Connection, **named)


registry.register(f"sqlite.{DRIVER}", __name__, Alone.__name__)


class _Session(AsyncSession):
    async def __aexit__(self, *_: object) -> None:
        """Close at once: nobody else is there to cancel it half-way."""
        await self.close()


class Sessions(async_sessionmaker[AsyncSession]):
    """Sessions whose transactions end in the task that began them."""

    def __init__(self, **settings: Any) -> None:  # Any: the settings of every session maker
        super().__init__(class_=_Session, **settings)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:  # type: ignore[override]  # the library's class is private
        """A session in a transaction."""
        async with self() as session, session.begin():
            yield session
