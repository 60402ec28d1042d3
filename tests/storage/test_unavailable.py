"""A database that cannot be used is one sentence for an admin, and never a trace."""

import os
import resource
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from bot.entities import Community, Space
from bot.errors import StorageUnavailable
from storage import SqlStore, connect
from storage.failures import SENTENCES
from storage.migrate import require_current, upgrade


def sqlite(path: Path, **query: str) -> URL:
    if query:
        return make_url(f"sqlite+aiosqlite:///file:{path}?uri=true&" + "&".join(f"{k}={v}" for k, v in query.items()))
    return URL.create("sqlite+aiosqlite", database=str(path))


async def use(url: URL) -> None:
    """Open a database, as the program does, and write to it; nothing is waited for."""
    engine = connect(url, busy_milliseconds=20)
    try:
        if not await require_current(engine):
            await upgrade(engine)
        await SqlStore(engine).found(Community("Library"), Space(0, "local", "L1"))
    finally:
        await engine.dispose()


async def refusal(url: URL) -> str:
    """What is said when one tries to use a database."""
    with pytest.raises(StorageUnavailable) as caught:
        await use(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def ready(path: Path) -> Path:
    engine = connect(sqlite(path))
    await upgrade(engine)
    await engine.dispose()
    return path


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("This is a shopping list and no database, though it is long enough to look like one. " * 20)
    assert await refusal(sqlite(file)) == SENTENCES["file is not a database"]
    assert file.read_text().startswith("This is a shopping list")


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert await refusal(sqlite(tmp_path / "nowhere" / "luotsi.db")) == SENTENCES["unable to open database file"]


async def test_a_database_that_may_only_be_read(tmp_path: Path) -> None:
    path = await ready(tmp_path / "luotsi.db")
    assert await refusal(sqlite(path, mode="ro")) == SENTENCES["readonly database"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
async def test_a_file_without_the_right_to_write(tmp_path: Path) -> None:
    path = await ready(tmp_path / "luotsi.db")
    path.chmod(0o400)
    assert await refusal(sqlite(path)) == SENTENCES["readonly database"]


async def test_a_database_that_another_program_locks(tmp_path: Path) -> None:
    path = await ready(tmp_path / "luotsi.db")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await refusal(sqlite(path)) == SENTENCES["database is locked"]
    other.close()


async def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """As over a quota: what a write then gets is an input or output error, and not that the disk is full."""
    path, before = await ready(tmp_path / "grows.db"), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        assert "quota" in await refusal(sqlite(path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_tables_that_were_never_made(tmp_path: Path) -> None:
    store = SqlStore(connect(sqlite(tmp_path / "luotsi.db")))
    with pytest.raises(StorageUnavailable, match="luotsi migrate"):
        await store.communities()
    await store.close()


@pytest.mark.postgres
async def test_a_server_that_refuses_or_is_not_there(postgres_url: URL) -> None:
    absent = postgres_url.set(database="not_there")
    assert await refusal(absent) == SENTENCES["does not exist"]
    nowhere = make_url("postgresql+psycopg://nobody@127.0.0.1:1/luotsi?connect_timeout=2")
    assert await refusal(nowhere) == SENTENCES["connection refused"]
    unnamed = make_url("postgresql+psycopg://nobody@no.such.host.invalid/luotsi?connect_timeout=2")
    assert await refusal(unnamed) == SENTENCES["failed to resolve host"]
