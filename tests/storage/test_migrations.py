"""From an empty database to this release's tables, and never past a database that is not ours."""

from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageUnavailable
from storage import connect, installs, local, posted, tables
from storage.migrate import MIGRATIONS, NOT_OURS, TOO_NEW, TOO_OLD, configuration, require_current, upgrade
from tests.storage.filling import contents, fill


@pytest.fixture
async def engine(database_url: URL) -> AsyncIterator[AsyncEngine]:
    made = connect(database_url)
    yield made
    await made.dispose()


async def present(engine: AsyncEngine) -> set[str]:
    async with engine.begin() as connection:
        return set(await connection.run_sync(lambda one: inspect(one).get_table_names()))


async def execute(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement))


def ours(name: str | None, _kind: str, _parents: object) -> bool:
    """The queue's tables are its library's: tests/scheduling asks the library itself whether they are as it wants."""
    return not (name or "").startswith("pgqueuer")


async def test_the_migrations_make_exactly_the_tables_of_this_release(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        return list(compare_metadata(context, tables.metadata))

    assert local.messages.metadata is posted.posted.metadata is installs.bots.metadata is tables.metadata
    await upgrade(engine)
    async with engine.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_empty_database_is_told_from_a_ready_one(engine: AsyncEngine) -> None:
    assert await require_current(engine) is False
    await upgrade(engine)
    assert await require_current(engine) is True


async def test_db_04_upgrading_again_keeps_every_row(engine: AsyncEngine) -> None:
    await upgrade(engine)
    async with engine.begin() as connection:
        await fill(connection)
        before = await contents(connection)
    for _ in range(2):
        await upgrade(engine)
    async with engine.begin() as connection:
        assert await contents(connection) == before


async def test_db_04_down_to_nothing_and_up_again(engine: AsyncEngine) -> None:
    await upgrade(engine)
    whole = await present(engine)
    async with engine.begin() as connection:
        await connection.run_sync(lambda one: command.downgrade(configuration(one), "base"))
    assert await present(engine) == {"alembic_version"}
    await upgrade(engine)
    assert await present(engine) == whole


async def test_db_04_a_migration_that_fails_leaves_the_database_as_it_was(engine: AsyncEngine) -> None:
    def fail(connection: Connection) -> None:
        command.upgrade(configuration(connection), "head")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        async with engine.begin() as connection:
            await connection.run_sync(fail)
    assert await present(engine) == set()


async def test_db_03_the_tables_are_made_with_their_keys_and_no_orphans(engine: AsyncEngine) -> None:
    await upgrade(engine)
    async with engine.begin() as connection:
        await fill(connection)
        await connection.execute(text("DELETE FROM community"))
        left = {name for name, rows in (await contents(connection)).items() if rows}
    assert left == {installs.bots.name, installs.states.name}, "where the app is installed is nobody's part"


async def test_a_newer_database_is_refused_and_not_touched(engine: AsyncEngine) -> None:
    await upgrade(engine)
    await execute(engine, "UPDATE alembic_version SET version_num = '9999'")
    for refused in (require_current, upgrade):
        with pytest.raises(StorageUnavailable, match=TOO_NEW):
            await refused(engine)


async def test_an_older_database_asks_for_a_migration(engine: AsyncEngine) -> None:
    older = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][1:]
    if not older:
        pytest.skip("there has been one release only")
    for revision in older:
        async with engine.begin() as connection:
            await connection.run_sync(lambda one, to=revision: command.upgrade(configuration(one), to))
        with pytest.raises(StorageUnavailable, match=TOO_OLD):
            await require_current(engine)


@pytest.mark.parametrize("theirs", ["customer", "person", "alembic_version"])
async def test_somebody_elses_database_is_refused_and_not_touched(engine: AsyncEngine, theirs: str) -> None:
    await execute(engine, "CREATE TABLE customer (id integer)")
    if theirs != "customer":
        await execute(engine, f"CREATE TABLE {theirs} (version_num varchar(32))")
        await execute(engine, f"INSERT INTO {theirs} VALUES ('1a2b3c')")
    for refused in (require_current, upgrade):
        with pytest.raises(StorageUnavailable, match=NOT_OURS):
            await refused(engine)
    assert await present(engine) == {"customer", theirs}
