import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import URL

from storage import SqlStore, connect
from storage.tables import metadata
from tests.support.stage import Stage

pytest_plugins = ["tests.postgres"]

# How fast a shared machine draws examples says nothing about the code.
settings.register_profile(
    "default", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", parent=settings.get_profile("default"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("LUOTSI_HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """As in the wiring, without local variables; anew for each test, as a command may have logged to its own stderr."""
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.processors.add_log_level, console])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty database of each kind we run on, fresh for this test."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return URL.create("sqlite+aiosqlite", database=str(tmp_path / "luotsi.db"))


@pytest.fixture
async def store(database_url: URL) -> AsyncIterator[SqlStore]:
    """A store with all tables and nothing in them."""
    made = SqlStore(connect(database_url))
    async with made.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def stage(store: SqlStore) -> Stage:
    """A community with nobody in it yet, on a Monday morning."""
    return await Stage(store).open()
