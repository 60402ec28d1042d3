"""Databases for benchmarks: new ones of both kinds, and rows by the million."""

import os
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Table

from storage import SqlStore, connect
from storage.mapping import TABLES
from storage.migrate import upgrade
from tests import postgres
from tests.benchmarks.support import screen

SQLITE, POSTGRES = "sqlite", "postgres"
KINDS = (SQLITE, POSTGRES)
AT_ONCE = 10_000
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Databases:
    """Where new databases are made. Without a PostgreSQL server there is one kind only."""

    folder: Path
    server: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are."""
        return KINDS if self.server else (SQLITE,)

    def new(self, kind: str, like: str = "template0") -> URL:
        """The address of a database that nobody else uses: empty, or on PostgreSQL as another one."""
        name = f"bench_{uuid.uuid4().hex}"
        if kind == SQLITE:
            return URL.create("sqlite+aiosqlite", database=str(self.folder / f"{name}.db"))
        with psycopg.connect(self.server, autocommit=True) as admin:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            admin.execute(statement.format(sql.Identifier(name), sql.Identifier(like)))
        return postgres._sqlalchemy_url(self.server, name)

    def copy(self, url: URL) -> URL:
        """The address of a new database that holds the same; nobody may be connected to the other."""
        if url.get_backend_name() == SQLITE:
            made = self.new(SQLITE)
            with (
                closing(sqlite3.connect(str(url.database))) as one,
                closing(sqlite3.connect(str(made.database))) as other,
            ):
                one.backup(other)
            return made
        return self.new(POSTGRES, like=str(url.database))

    @asynccontextmanager
    async def store(self, kind: str, *, alone: bool = False) -> AsyncIterator[SqlStore]:
        """A store with all tables and nothing in them."""
        made = SqlStore(connect(self.new(kind), alone=alone))
        try:
            await upgrade(made.engine)
            async with made.engine.connect():
                pass  # by the engine, not by a session, which when it is alone has nothing to wait with
            yield made
        finally:
            await made.close()


@contextmanager
def databases(*, with_postgres: bool = True) -> Iterator[Databases]:
    """Databases in a folder that is removed at the end, and a server as `tests.postgres` brings it for tests.

    A server of our own waits for its disk at every commit, as one does that people rely on.
    """
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder, ExitStack() as stack:
        server = _server(stack) if with_postgres else ""
        yield Databases(Path(folder), server)


def _server(stack: ExitStack) -> str:
    if named := os.environ.get("LUOTSI_TEST_POSTGRES"):
        return named
    try:
        made = postgres._own_server(Path(tempfile.gettempdir()) / f"luotsi-bench-{uuid.uuid4().hex[:12]}")
        server = stack.enter_context(made)
    except pytest.skip.Exception as reason:
        screen.print(f"Measured on SQLite only: {reason}")
        return ""
    with psycopg.connect(server, autocommit=True) as admin:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(name)))
        admin.execute("SELECT pg_reload_conf()")
    return server


# --- many rows -------------------------------------------------------------------------------------------------------
def row_of(entity: object) -> Row:
    """An entity as a row, for others to be made from: making entities one by one would take most of the time."""
    return {column.name: getattr(entity, column.name) for column in TABLES[type(entity)].columns}


def load(store: SqlStore, table: Table, rows: Iterable[Row]) -> int:
    """Put rows into a table past the program, every column of it and its id given; how many that were.

    This is what makes a million of them a matter of seconds. The types of the columns have their say all the same.
    """
    columns = processors(store, table)
    values = ([process(row[name]) for name, process in columns.items()] for row in rows)
    put = _into_sqlite if store.engine.dialect.name == "sqlite" else _into_postgres
    return put(store.engine.url, table.name, list(columns), values)


def processors(store: SqlStore, table: Table) -> Mapping[str, Callable[[Any], Any]]:
    """How the values of each column are handed to the driver."""
    dialect = store.engine.dialect
    made = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns}
    return {name: process or _as_it_is for name, process in made.items()}


def _as_it_is(value: object) -> object:
    return value


def _into_sqlite(url: URL, table: str, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    put = 0
    with closing(sqlite3.connect(str(url.database))) as connection:
        while chunk := list(islice(rows, AT_ONCE)):
            connection.executemany(statement, chunk)
            put += len(chunk)
        connection.commit()
    return put


def _into_postgres(url: URL, table: str, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    put = 0
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    with bare(url) as connection, connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)) as copy:
            for row in rows:
                copy.write_row(row)
                put += 1
        cursor.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
    return put


def settle(store: SqlStore) -> None:
    """What PostgreSQL's own housekeeping does a while after so many rows have come; SQLite has none."""
    if store.engine.dialect.name != "sqlite":
        with bare(store.engine.url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")


def bare(url: URL, *, autocommit: bool = False) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of the driver's own to a PostgreSQL database."""
    return psycopg.connect(autocommit=autocommit, **parts_of(url))


def parts_of(url: URL) -> dict[str, Any]:
    """A PostgreSQL address as its driver takes it."""
    return {"dbname": url.database, **{name: str(value) for name, value in url.query.items()}}
