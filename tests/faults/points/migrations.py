"""`luotsi migrate` is killed at a statement, on a database of the first release with messages in it."""

import asyncio
from collections.abc import Callable
from functools import partial

from storage.migrate import require_current
from tests.faults.arena import Arena
from tests.faults.points import EVERYWHERE, THREE, point
from tests.faults.probe import Strike
from tests.faults.worker import Orders, migrating, opening
from tests.faults.world import Tables, furnish

MOST_TRIES, TRY_AGAIN = 3, 1.5


async def _killed(arena: Arena, strike: Strike) -> None:
    """Killed, and run again by as many as there are; then the workers find everything that was planned before."""
    arena.start(strike, migrating)
    (await arena.struck()).kill()
    await _migrated(arena, arena.replicas)


async def _migrated(arena: Arena, times: int) -> None:
    """Migrate so often at once; then the workers find everything that was planned before."""
    await _done(arena, times, migrating)
    if not await require_current(arena.store.engine):
        arena.remarks.append("the tables are gone")
    arena.start_all()


async def _done(arena: Arena, times: int, job: Callable[[Orders], None]) -> None:
    """Do it so often at once. Where that fails it is tried again after a while, as whatever supervises it does."""
    for _ in range(MOST_TRIES):
        runs = [arena.start(job=job) for _ in range(times)]
        await arena.ended()
        failed = [run for run in runs if run.process.exitcode]
        if not failed:
            return
        arena.remarks += [f"{job.__name__} had to be tried again: {arena.log(run).strip()[-200:]}" for run in failed]
        await asyncio.sleep(TRY_AGAIN)


for words, strike in {
    "at its first change": Strike("sql ALTER TABLE"),
    "in its middle": Strike("sql CREATE TABLE"),
    "before its commit": Strike("sql UPDATE alembic_version"),
}.items():
    point(f"migration killed {words}", *EVERYWHERE, tables=Tables.OLDER)(partial(_killed, strike=strike))


@point("migration stopped while others migrate", THREE, tables=Tables.OLDER)
async def _stopped(arena: Arena) -> None:
    arena.start(Strike("sql ALTER TABLE"), migrating)
    victim = await arena.struck()
    victim.stop()
    for _ in range(2):
        arena.start(job=migrating)
    victim.go_on()
    await _migrated(arena, 1)


@point("several start on an empty database", THREE, tables=Tables.NONE)
async def _first_start(arena: Arena) -> None:
    await _done(arena, arena.replicas, opening)
    await furnish(arena.url)
    await arena.plan("a")
    arena.start_all()
