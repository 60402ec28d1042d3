"""Bringing a database to the tables of this release, forwards only, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageUnavailable
from storage import tables
from storage.engine import connect
from storage.erased import list_beside
from storage.failures import translated

MIGRATIONS = Path(__file__).parent / "migrations"
TOO_NEW = "The database was made by a newer release of Luotsi. Install that release, or restore a backup of before."
TOO_OLD = "The database was made by an older release of Luotsi. Make a backup, then run `luotsi migrate` once."
QUEUE = {
    "TABLE": ("pgqueuer_statistics", "pgqueuer_schedules", "pgqueuer_log", "pgqueuer"),
    "FUNCTION": ("fn_pgqueuer_changed()",),
    "TYPE": ("pgqueuer_status",),
}
ONE_AT_A_TIME = 6_582_341
"""Our number for PostgreSQL's lock on migrating: several that start together wait for the first, and find it done."""
NOT_OURS = "The database holds tables that are not Luotsi's. Choose an empty one in the settings."


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


async def upgrade(engine: AsyncEngine) -> None:
    """Make or change the tables. Runs without foreign keys enforced, or SQLite would empty child tables (DB-04)."""
    quiet = connect(engine.url, foreign_keys=False)
    try:
        with translated():
            async with quiet.begin() as connection:
                await connection.run_sync(_upgrade)
    finally:
        await quiet.dispose()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time by itself
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
    if _revision(connection) is None:
        list_beside(connection.engine.url).set_aside()  # it is of another database that was in this place
    command.upgrade(configuration(connection), "head")
    if connection.dialect.name == "postgresql" and not inspect(connection).has_table("pgqueuer"):
        _make_queue(connection)


def _make_queue(connection: Connection) -> None:
    """The queue may be dropped at any time, and what is left of it is in the way."""
    for part in ("TABLE", "FUNCTION", "TYPE"):
        for name in QUEUE[part]:
            connection.exec_driver_sql(f"DROP {part} IF EXISTS {name} CASCADE")
    connection.exec_driver_sql((MIGRATIONS / "versions" / "0002_pgqueuer.sql").read_text(encoding="utf-8"))


async def require_current(engine: AsyncEngine) -> bool:
    """True when the tables are this release's, False when there are none yet.

    Raises StorageUnavailable with a sentence for the admin when they are older, newer or somebody else's.
    """
    with translated():
        async with engine.begin() as connection:
            return await connection.run_sync(_is_current)


def _is_current(connection: Connection) -> bool:
    current = _revision(connection)
    if current is not None and current != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise StorageUnavailable(TOO_OLD)
    return current is not None


def _revision(connection: Connection) -> str | None:
    """The revision of our tables, None for an empty database. Raises StorageUnavailable for any that we cannot use."""
    current = MigrationContext.configure(connection).get_current_revision()
    present = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if present and (current is None or tables.community.name not in present):
        raise StorageUnavailable(NOT_OURS)
    if current not in {None, *(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())}:
        raise StorageUnavailable(TOO_NEW)
    return current
