"""The driver's own connection, with nothing around it: what a database costs whatever one builds upon it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiosqlite
import psycopg
from sqlalchemy import URL

from tests.benchmarks.databases import parts_of

Rows = Sequence[tuple[Any, ...]]


class Bare(Protocol):
    """A connection of the same driver that the program uses."""

    async def begin(self) -> None:
        """Begin a transaction as the program does."""

    async def ask(self, statement: str, values: Any) -> Rows:
        """One statement, in the driver's own way of writing values; the rows that it gives."""

    async def ask_many(self, statement: str, values: Any) -> None:
        """One statement, once for each of several values."""

    async def commit(self) -> None:
        """End the transaction."""

    async def rollback(self) -> None:
        """End it as if it had not been."""


class BareSqlite:
    """Implements `Bare` on aiosqlite."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection

    async def begin(self) -> None:
        await self.connection.execute("BEGIN IMMEDIATE")

    async def ask(self, statement: str, values: Any) -> Rows:
        return [tuple(row) for row in await self.connection.execute_fetchall(statement, values)]

    async def ask_many(self, statement: str, values: Any) -> None:
        await self.connection.executemany(statement, values)

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK")


class BarePostgres:
    """Implements `Bare` on psycopg, which begins by itself."""

    def __init__(self, connection: "psycopg.AsyncConnection[tuple[Any, ...]]") -> None:
        self.connection = connection

    async def begin(self) -> None:
        pass

    async def ask(self, statement: str, values: Any) -> Rows:
        cursor = await self.connection.execute(statement, values)
        return await cursor.fetchall() if cursor.description else ()

    async def ask_many(self, statement: str, values: Any) -> None:
        await self.connection.cursor().executemany(statement, values)

    async def commit(self) -> None:
        await self.connection.commit()

    async def rollback(self) -> None:
        await self.connection.rollback()


@asynccontextmanager
async def bare_connection(url: URL) -> AsyncIterator[Bare]:
    """A connection with the program's own settings."""
    if url.get_backend_name() != "sqlite":
        async with await psycopg.AsyncConnection.connect(**parts_of(url)) as connection:
            yield BarePostgres(connection)
        return
    async with aiosqlite.connect(str(url.database), isolation_level=None) as opened:
        for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=1"):
            await opened.execute(f"PRAGMA {pragma}")
        yield BareSqlite(opened)


def written(statement: str, url: URL) -> str:
    """A statement whose values are written `?`, as the driver of this database writes them."""
    return statement if url.get_backend_name() == "sqlite" else statement.replace("?", "%s")
