"""What a command and a message cost, as ratios to the same work done bare, in the same run. Last line: JSON.

Absolute times say more about the machine than about us, so they are printed but never compared.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import text

from bot.entities import Right
from storage import SqlStore, connect
from storage.migrate import upgrade
from tests.support.stage import Player, Stage

COMMANDS = 200
PEOPLE = 200
BARE_STATEMENTS = 8  # what `programme show` asks of the database


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


async def _prepared(store: SqlStore) -> tuple[Stage, Player]:
    stage = await Stage(store).open()
    facilitator = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    for number in range(PEOPLE):
        await stage.person(f"Person {number}")
    form = await facilitator.says("programme create")
    await facilitator.submits(form, {"name": "Bench", "starts": "2027-01-11", "ends": "2027-09-30"})
    return stage, facilitator


async def _bare(store: SqlStore) -> None:
    """The same number of statements and transactions, with nothing around them."""
    for _ in range(COMMANDS):
        async with store.engine.begin() as connection:
            for _ in range(BARE_STATEMENTS):
                await connection.execute(text("SELECT count(*) FROM person WHERE community_id = 1"))


async def measure() -> dict[str, float]:
    """Run everything once on a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(connect(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"))
        await upgrade(store.engine)
        _, facilitator = await _prepared(store)

        async def commands() -> None:
            for _ in range(COMMANDS):
                await facilitator.says("programme show")

        bare = await _timed(lambda: _bare(store))
        handled = await _timed(commands)
        await facilitator.says("programme open until:2026-12-01")
        sent = await _timed(lambda: facilitator.says("programme announce"))
        await store.close()
    return {
        "command_ms": round(handled / COMMANDS * 1000, 2),
        "command_vs_bare": round(handled / bare, 2),
        "message_ms": round(sent / PEOPLE * 1000, 2),
        "message_vs_bare_command": round((sent / PEOPLE) / (bare / COMMANDS), 2),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure())) + "\n")
