"""`luotsi migrate` is killed at a statement, on a database of the first release with messages in it."""

import asyncio
from functools import partial

from storage.migrate import require_current
from tests.faults.arena import Arena
from tests.faults.points import EVERYWHERE, THREE, point
from tests.faults.probe import Strike
from tests.faults.worker import migrating

MOST_TRIES = 3


async def _killed(arena: Arena, strike: Strike) -> None:
    """Killed, and run again by as many as there are; then the workers find everything that was planned before."""
    await arena.plan("a")
    arena.start(strike, migrating)
    (await arena.struck()).kill()
    await _migrated(arena, arena.replicas)


async def _migrated(arena: Arena, times: int) -> None:
    """Migrate so often at once. Where that fails it is tried again after a while, as whatever supervises it does."""
    for _ in range(MOST_TRIES):
        runs = [arena.start(job=migrating) for _ in range(times)]
        await arena.ended()
        if all(run.process.exitcode == 0 for run in runs):
            break
        arena.remarks += [f"luotsi migrate: {arena.log(run).split(chr(10))[0]}" for run in runs if run.process.exitcode]
        await asyncio.sleep(1.5)
    if not await require_current(arena.store.engine):
        arena.remarks.append("the tables are gone")
    arena.start_all()


for words, strike in {
    "at its first change": Strike("sql ALTER TABLE"),
    "in its middle": Strike("sql CREATE TABLE"),
    "before its commit": Strike("sql UPDATE alembic_version"),
}.items():
    point(f"migration killed {words}", *EVERYWHERE, older=True)(partial(_killed, strike=strike))


@point("migration stopped while others migrate", THREE, older=True)
async def _stopped(arena: Arena) -> None:
    await arena.plan("a")
    arena.start(Strike("sql ALTER TABLE"), migrating)
    victim = await arena.struck()
    victim.stop()
    for _ in range(2):
        arena.start(job=migrating)
    victim.go_on()
    await _migrated(arena, 1)
