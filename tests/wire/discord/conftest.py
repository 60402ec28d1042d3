from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord
from sqlalchemy import URL

from storage import SqlStore, connect
from storage.tables import metadata
from tests.wire.discord.harbour import Harbour
from tests.wire.discord.spec import faults


@pytest.fixture
async def harbour(tmp_path: Path) -> AsyncIterator[Harbour]:
    """A server with Luotsi in it, on a database of its own.

    A surprise in the bot fails the test, and so does a body that Discord's own description does not allow.
    """
    store = SqlStore(connect(URL.create("sqlite+aiosqlite", database=str(tmp_path / "luotsi.db"))))
    async with store.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    made = Harbour(store)
    made.env = simcord.Env(made.client)
    await made.env.start()
    await made.open()
    yield made
    await made.env.shutdown()
    await store.close()
    made.env.raise_errors()
    assert not [*faults(made.env.http_requests)]
