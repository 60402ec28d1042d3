"""Every release that ever made tables: full of rows, it comes to this release with all of them (DB-04)."""

from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Column, Connection, Table, insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import connect
from storage.mapping import TABLES
from storage.migrate import MIGRATIONS, configuration, require_current, upgrade
from tests.storage.filling import ALL_TABLES, sample

SCRIPTS = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
RELEASED = [script.revision for script in reversed(SCRIPTS)]
STEPS = [(str(script.down_revision), script.revision) for script in SCRIPTS if script.down_revision]
Columns = dict[str, list[str]]
Rows = dict[str, list[tuple[object, ...]]]
FULL = 3


@pytest.fixture
async def engine(database_url: URL) -> AsyncIterator[AsyncEngine]:
    """A database as a migration sees it: with foreign keys on, SQLite would empty child tables."""
    made = connect(database_url, foreign_keys=False)
    yield made
    await made.dispose()


async def at(engine: AsyncEngine, revision: str, *, down: bool = False) -> None:
    go = command.downgrade if down else command.upgrade
    async with engine.begin() as connection:
        await connection.run_sync(lambda one: go(configuration(one), revision))


async def columns_of(engine: AsyncEngine) -> Columns:
    """The tables that are there and their columns, of those that this release knows."""

    def look(connection: Connection) -> Columns:
        known, there = inspect(connection), set(inspect(connection).get_table_names())
        return {
            table.name: [one["name"] for one in known.get_columns(table.name) if one["name"] in table.columns]
            for table in ALL_TABLES
            if table.name in there
        }

    async with engine.begin() as connection:
        return await connection.run_sync(look)


def value(column: "Column[object]", number: int) -> object:
    """What goes into a row's column: different words in each, since some may be there once only."""
    if column.primary_key:
        return number
    made = sample(column)
    return f"{made} {number}" if type(made) is str else made  # a state is a word of its own


def parents(table: Table) -> set[str]:
    return {one.name for one in table.columns if one.foreign_keys}


async def filled(engine: AsyncEngine) -> Rows:
    """Three rows in every table that is there, as that release would have them; what they hold."""
    there = await columns_of(engine)
    async with engine.begin() as connection:
        for table in ALL_TABLES:
            for number in range(1, FULL + 1) if table.name in there else ():
                row = {name: value(table.columns[name], number) for name in there[table.name]}
                row |= dict.fromkeys(parents(table) & set(row), number)
                await connection.execute(insert(table).values(row))
    return await rows(engine, there)


async def rows(engine: AsyncEngine, there: Columns) -> Rows:
    """Every row, of these tables and columns only."""
    found: Rows = {}
    async with engine.begin() as connection:
        for table in ALL_TABLES:
            if table.name in there:
                chosen = select(*(table.columns[name] for name in there[table.name])).order_by(table.c.id)
                found[table.name] = [tuple(row) for row in await connection.execute(chosen)]
    return found


async def test_there_is_a_release_to_come_from_and_its_tables_can_be_filled(engine: AsyncEngine) -> None:
    await at(engine, RELEASED[0])
    full = await filled(engine)
    assert {len(found) for found in full.values()} == {FULL}
    assert {"community", "person", "due", "attempt", "local_message"} <= set(full)


@pytest.mark.parametrize("revision", RELEASED)
async def test_db_04_from_every_release_every_row_comes_along(engine: AsyncEngine, revision: str) -> None:
    await at(engine, revision)
    there, before = await columns_of(engine), await filled(engine)
    await upgrade(engine)
    assert await require_current(engine)
    assert await rows(engine, there) == before
    await all_can_be_read(engine)


async def all_can_be_read(engine: AsyncEngine) -> None:
    """This release's own entities are made of the rows, with what new columns got; nothing points at nothing."""
    async with engine.begin() as connection:
        for table in TABLES.values():
            assert len((await connection.execute(select(table))).all()) in {0, FULL}, table.name
        if engine.dialect.name == "sqlite":
            assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
            assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"


@pytest.mark.parametrize(("older", "newer"), STEPS)
async def test_db_04_one_step_down_loses_only_what_the_older_release_did_not_know(
    engine: AsyncEngine, older: str, newer: str
) -> None:
    await at(engine, older)
    known = await columns_of(engine)
    await at(engine, newer)
    await filled(engine)
    before = await rows(engine, known)
    await at(engine, older, down=True)
    assert await columns_of(engine) == known
    assert await rows(engine, known) == before


@pytest.mark.parametrize("revision", RELEASED[:-1])
async def test_db_04_a_migration_that_fails_leaves_a_full_database_as_it_was(
    engine: AsyncEngine, revision: str
) -> None:
    await at(engine, revision)
    there, before = await columns_of(engine), await filled(engine)

    def fail(connection: Connection) -> None:
        command.upgrade(configuration(connection), "head")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        async with engine.begin() as connection:
            await connection.run_sync(fail)
    assert await columns_of(engine) == there
    assert await rows(engine, there) == before
    async with engine.begin() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == revision
