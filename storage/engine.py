"""Opening a database: SQLite with its promises switched on, or PostgreSQL."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage import alone as in_place

BUSY_MILLISECONDS = 15_000
IDLE_MILLISECONDS = 30_000


def connect(
    url: str | URL, *, foreign_keys: bool = True, busy_milliseconds: int = BUSY_MILLISECONDS, alone: bool = False
) -> AsyncEngine:  # fmt: skip
    """An engine for a database URL, `sqlite+aiosqlite:///file` or `postgresql+psycopg://…`; opens nothing yet.

    Only a migration that rebuilds tables goes without foreign keys. SQLite waits `busy_milliseconds` for other writers.
    With `alone`, for a program in which nothing else happens meanwhile, SQLite is called without a thread in between.
    """
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if alone and is_sqlite:
        address = address.set(drivername=f"sqlite+{in_place.DRIVER}")
    # Hidden: an error must not carry what people wrote into a log.
    engine = create_async_engine(address, pool_pre_ping=not is_sqlite, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "do_connect", _require_folder)
        event.listen(engine.sync_engine, "connect", partial(_prepare, foreign_keys, busy_milliseconds))
        event.listen(engine.sync_engine, "begin", _begin)
    else:
        event.listen(engine.sync_engine, "connect", _let_nobody_wait)
    return engine


def server_of(url: str | URL) -> str:
    """The address of a PostgreSQL server for a driver that is not SQLAlchemy's; empty for SQLite, which has none."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return ""
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


def sessions_of(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """What makes sessions on an engine."""
    settings: dict[str, Any] = {"bind": engine, "expire_on_commit": False, "autoflush": True}
    alone = engine.dialect.driver == in_place.DRIVER
    return in_place.Sessions(**settings) if alone else async_sessionmaker(**settings)


def _require_folder(_dialect: object, _record: object, arguments: Sequence[Any], _named: object) -> None:
    # Said here, since the driver would start a thread to find it out, and leave that behind (Any: as below).
    if not Path(str(arguments[0]).removeprefix("file:")).parent.is_dir():
        raise sqlite3.OperationalError("unable to open database file")


def _prepare(
    foreign_keys: bool, busy_milliseconds: int, connection: Any, _record: object
) -> None:  # Any: SQLAlchemy's adapter around aiosqlite has no type
    connection.isolation_level = None  # we begin transactions ourselves, below
    try:
        _promise(connection.cursor(), foreign_keys, busy_milliseconds)
    except BaseException:
        connection.close()  # nobody else will: it is not in the pool yet, and its thread would outlive the loop
        raise


def _promise(cursor: Any, foreign_keys: bool, busy_milliseconds: int) -> None:  # Any: as above
    for pragma in (
        f"busy_timeout={busy_milliseconds}",  # first: the next one may have to wait as well
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"foreign_keys={int(foreign_keys)}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA foreign_keys")
    if cursor.fetchone()[0] != int(foreign_keys):  # DB-03: without it a delete leaves orphans and says nothing
        raise sqlite3.NotSupportedError("this SQLite cannot enforce foreign keys")
    cursor.close()


def _let_nobody_wait(connection: Any, _record: object) -> None:  # Any: as above
    # A process that is stopped in the middle of a transaction would keep its rows from everybody else for as long as
    # it is stopped. The server ends that transaction sooner than a lease ends.
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_MILLISECONDS}")
    cursor.close()
    connection.commit()


def _begin(connection: Connection) -> None:
    # Writers start as writers: a transaction that reads first and writes later would fail at once with "locked",
    # whatever the busy timeout, if another wrote meanwhile (DB-01). Who only looks keeps nobody waiting.
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
